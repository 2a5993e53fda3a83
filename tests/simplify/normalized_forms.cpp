// SPDX-License-Identifier: BSL-1.0
#include "forms.hpp"

namespace forms {

std::vector<example> normalizations() {
    return {
        is("softmax", R"(\operatorname{softmax}_i(x_i))", y(i) = exp(x(i)) / sum(j, exp(x(j)))),
        is("softmax", R"(\operatorname{softmax}_j(A_{ij}))", C(i, j) = exp(A(i, j)) / sum(l, exp(A(i, l)))),
        is("softmax", R"(\operatorname{softmax}_i(-2 x_i + u_i))",
           y(i) = exp(-2 * x(i) + u(i)) / sum(j, exp(-2 * x(j) + u(j)))),
        is("softmax", R"(v_i \operatorname{softmax}_i(x_i))", y(i) = v(i) * exp(x(i)) / sum(j, exp(x(j)))),
        is("softmax", R"(\sum_{i} w_i \operatorname{softmax}_i(x_i))",
           E = sum(i, w(i) * exp(x(i)) / sum(j, exp(x(j))))),
        only_looks_like("softmax", y(i) = exp(x(i)) / sum(j, bracket(j >= 1) * exp(x(j)))),
        only_looks_like("softmax", y(i.in(0, 1)) = exp(x(i)) / sum(j.in(0, 2), exp(x(j)))),
        only_looks_like("softmax", y(i.in(0, 2)) = exp(x(i)) / sum(j.in(0, 1), exp(x(j)))),
        only_looks_like("softmax", C(i, j) = exp(A(i, j)) / sum(l, exp(A(l, l)))),
        only_looks_like("softmax", y(i) = exp(A(i, i)) / sum(j, exp(A(i, j)))),
        only_looks_like("softmax", y(i) = exp(x(i)) / sum(j, exp(u(j)))),
        only_looks_like("softmax", y(i) = tanh(x(i)) / sum(j, tanh(x(j)))),
        only_looks_like("softmax", y(i) = exp(2 * x(i)) / sum(j, exp(x(j)))),
        only_looks_like("softmax", y(i) = exp(x(i)) / pow(sum(j, exp(x(j))), 2)),
        only_looks_like("softmax", y(i) = exp(x(i)) / (1 + sum(j, exp(x(j))))),
        only_looks_like("softmax", E = exp(x(0)) / sum(j, exp(x(j)))),
        only_looks_like("softmax", E = exp(x(N)) / sum(j.in(N - 1, N + 1), exp(x(j)))),
        is("softmax by log-sum-exp", R"(\operatorname{softmax}_i(x_i))",
           y(i) = exp(x(i) - log(sum(j, exp(x(j)))))),
        only_looks_like("softmax by log-sum-exp", y(i) = exp(x(i) - log(sum(j, exp(2 * x(j)))))),
        is("logarithm of a softmax", R"(\log\operatorname{softmax}_i(x_i))",
           y(i) = x(i) - log(sum(j, exp(x(j))))),
        only_looks_like("logarithm of a softmax", y(i) = x(i) - log(sum(j.in(0, 1), exp(x(j + 1))))),
        is("log-sum-exp", R"(\operatorname{logsumexp}_j(x_j))", E = log(sum(j, exp(x(j))))),
        is("log-sum-exp", R"(\operatorname{logsumexp}_j(A_{ij}))", y(i) = log(sum(j, exp(A(i, j))))),
        is("log-sum-exp", R"(x_i - 2 \operatorname{logsumexp}_j(x_j))",
           y(i) = x(i) - 2 * log(sum(j, exp(x(j))))),
        only_looks_like("log-sum-exp", E = log(sum(i, j, exp(A(i, j))))),
        only_looks_like("log-sum-exp", E = log(sum(s.in(-1, 3), exp(x(s)))) + sum(i.in(0, 2), x(i))),
        only_looks_like("log-sum-exp", E = log(sum(j, exp(x(j) - 1)) + 1)),
        only_looks_like("log-sum-exp", E = log(sum(j, bracket(j >= 1) * exp(x(j))))),
        only_looks_like("log-sum-exp", E = log(1 + sum(j, exp(x(j))))),
        only_looks_like("log-sum-exp", E = log(sum(j.in(0, 1), exp(x(j + 1))))),
    };
}

}  // namespace forms
