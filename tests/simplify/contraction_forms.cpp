// SPDX-License-Identifier: BSL-1.0
#include "forms.hpp"

namespace forms {

namespace {

std::vector<example> vectors() {
    return {
        is("dot product", R"(\left\langle u, v \right\rangle)", E = sum(k, u(k) * v(k))),
        is("dot product", R"(\left\langle u, u \right\rangle)", E = sum(j, u(j) * u(j))),
        is("dot product", R"(2 \left\langle u, v \right\rangle)", E = 2 * sum(k, u(k) * v(k))),
        is("dot product", R"(\left\langle u, v \right\rangle)", E = sum(i.in(1, extent<"d">), u(i) * v(i))),
        only_looks_like("dot product", E = sum(k.in(0, 2), u(k) * v(k) * bracket(k <= 1))),
        only_looks_like("dot product", E = sum(k, u(k) * v(k + 1))),
        only_looks_like("dot product", E = sum(k, u(k + 1) * v(k + 1))),
        only_looks_like("dot product", E = sum(k, bracket(k >= 1) * u(k) * v(k))),
        only_looks_like("dot product", E = sum(k, u(k) * v(k) * w(k))),
        only_looks_like("dot product", E = sum(k, l, u(k) * v(l))),
        only_looks_like("dot product", E = sum(k, 2 * u(k) * v(k))),
        only_looks_like("dot product", E = max(k, u(k) * v(k))),
        is("matrix times vector", "(A x)_i", y(i) = sum(j, A(i, j) * x(j))),
        is("matrix times vector", "(A x)_i", y(i) = sum(k, x(k) * A(i, k))),
        is("matrix times vector", "-(A x)_i", y(i) = -sum(k, x(k) * A(i, k))),
        is("matrix times vector", "(A x)_i + u_i", y(i) = sum(k, x(k) * A(i, k)) + u(i)),
        only_looks_like("matrix times vector", y(i) = sum(j, bracket(j <= i) * A(i, j) * x(j))),
        only_looks_like("matrix times vector", y(i) = sum(j, A(i, j) * x(j) * u(i))),
        only_looks_like("matrix times vector", y(i) = sum(j.in(0, 1), A(i, j) * x(j + 1))),
        only_looks_like("matrix times vector", y(i) = sum(j, A(i, j + 1) * x(j))),
        only_looks_like("matrix times vector", y(i) = sum(j, A(i, j) * pow(x(j), 2))),
        only_looks_like("matrix times vector", y(i) = tanh(sum(j, A(i, j) * x(j)))),
        only_looks_like("matrix times vector", y(i) = tanh(2 * sum(j, A(i, j) * x(j)))),
        only_looks_like("matrix times vector", y(i) = u(i) * sum(j, A(i, j) * x(j))),
        only_looks_like("matrix times vector", y(i) = 2 * u(i) * sum(j, A(i, j) * x(j))),
        only_looks_like("matrix times vector", y(i) = sum(k, A(k, i) * x(i))),
        only_looks_like("matrix times vector", y(t) = sum(s, A(t, s) * x(s + t))),
        is("vector times matrix", R"((A^\top x)_j)", y(j) = sum(i, x(i) * A(i, j))),
        is("vector times matrix", R"((A^\top x)_l)", y(l) = sum(k, A(k, l) * x(k))),
        only_looks_like("vector times matrix", y(j) = sum(i, bracket(i < j) * x(i) * A(i, j))),
        only_looks_like("vector times matrix", y(j) = sum(i.in(1, 2), x(i - 1) * A(i, j))),
        is("outer product", R"((u v^\top)_{ij})", C(i, j) = u(i) * v(j)),
        is("outer product", R"((u v^\top)_{ij})", C(i, j) = v(j) * u(i)),
        is("outer product", R"(3 (u v^\top)_{ij})", C(i, j) = 3 * u(i) * v(j)),
        only_looks_like("outer product", C(i, j.in(0, 3)) = u(i) * v(i)),
        only_looks_like("outer product", C(i, j) = u(i) * v(j) * bracket(i <= j)),
        only_looks_like("outer product", C(i, j) = u(i) * v(j) * w(i)),
        only_looks_like("outer product", C(t, s) = u(t) * v(s - t)),
    };
}

std::vector<example> matrices() {
    return {
        is("matrix product", "(A B)_{ij}", C(i, j) = sum(k, A(i, k) * B(k, j))),
        is("matrix product", "(A B)_{il}", C(i, l) = sum(j, B(j, l) * A(i, j))),
        is("matrix product", "(B A)_{ji}", C(i, j) = sum(k, A(k, i) * B(j, k))),
        is("matrix product", "(A A)_{ij}", C(i, j) = sum(k, A(k, j) * A(i, k))),
        only_looks_like("matrix product", C(i, j) = sum(k, A(i, k) * B(k + 1, j))),
        only_looks_like("matrix product", C(i, j) = sum(k.in(0, 1), A(i, k) * B(k, j) * bracket(i <= k))),
        only_looks_like("matrix product", C(i, j) = sum(k, bracket(k >= 1) * A(i, k) * B(k, j))),
        only_looks_like("matrix product", C(t, n) = sum(s, A(t, s) * B(s + t, n))),
        only_looks_like("matrix product", C(i, j) = sum(k, A(i, k) * B(k, j) * u(k))),
        only_looks_like("matrix product", C(i, j) = sum(k, A(k, i) * B(i, j))),
        is("transpose times matrix", R"((A^\top B)_{ij})", C(i, j) = sum(k, A(k, i) * B(k, j))),
        is("transpose times matrix", R"((A^\top B)_{ij})", C(i, j) = sum(k, B(k, j) * A(k, i))),
        only_looks_like("transpose times matrix", C(i, j) = sum(k, A(k, i) * B(k, j) * bracket(k <= i))),
        is("matrix times transpose", R"((A B^\top)_{ij})", C(i, j) = sum(k, A(i, k) * B(j, k))),
        is("matrix times transpose", R"((A A^\top)_{ij})", C(i, j) = sum(k, A(j, k) * A(i, k))),
        only_looks_like("matrix times transpose", C(i, j) = sum(k, A(i, k) * B(j, 2 * k))),
        is("inner product of matrices", R"(\left\langle A, B \right\rangle)",
           E = sum(i, j, A(i, j) * B(i, j))),
        only_looks_like("inner product of matrices", E = sum(i, j, bracket(i <= j) * A(i, j) * B(i, j))),
        only_looks_like("inner product of matrices", E = sum(i, A(i, i) * B(i, i))),
        only_looks_like("inner product of matrices", E = sum(i, j.in(0, 2), A(i, i) * B(i, i))),
        is("trace of a product", R"(\operatorname{tr}(A B))", E = sum(i, j, A(i, j) * B(j, i))),
        only_looks_like("trace of a product", E = sum(i, j, bracket(i != j) * A(i, j) * B(j, i))),
        is("bilinear form", R"(\left\langle u, A v \right\rangle)", E = sum(i, j, u(i) * A(i, j) * v(j))),
        is("bilinear form", R"(\left\langle x, A x \right\rangle)", E = sum(i, j, A(i, j) * x(j) * x(i))),
        only_looks_like("bilinear form", E = sum(i, j, u(i) * A(i, j) * v(i))),
        only_looks_like("bilinear form", E = sum(i, j, bracket(i <= j) * u(i) * A(i, j) * v(j))),
        is("trace", R"(\operatorname{tr}(A))", E = sum(i, A(i, i))),
        only_looks_like("trace", E = sum(i, bracket(i >= 1) * A(i, i))),
        only_looks_like("trace", E = sum(i, A(i, i + 1))),
        only_looks_like("trace", E = sum(s, A(s, s))),
        only_looks_like("trace", E = sum(i, j, A(i, j))),
        only_looks_like("trace", E = sum(i, u(i))),
        is("diagonal", R"(\operatorname{diag}(A)_i)", y(i) = A(i, i)),
        only_looks_like("diagonal", y(i) = A(i, 0)),
        only_looks_like("diagonal", y(i) = A(i, i + 1)),
        is("diagonal matrix", R"(\operatorname{diag}(u)_{ij})", C(i, j.in(0, 2)) = u(i) * bracket(i == j)),
        is("diagonal matrix", R"(\operatorname{diag}(u)_{ij})", C(i.in(0, 2), j) = bracket(i == j) * u(j)),
        only_looks_like("diagonal matrix", C(i, j.in(0, 2)) = u(i) * bracket(i == j + 1)),
        only_looks_like("diagonal matrix", C(i, j.in(0, 2)) = u(i) * bracket(i <= j)),
        only_looks_like("diagonal matrix", C(i, j.in(0, 2)) = u(i) * bracket(i == 2 * j)),
        only_looks_like("diagonal matrix", C(i, j.in(0, 2)) = u(i + 1) * bracket(i + 1 == j)),
        only_looks_like("diagonal matrix", y(i.in(0, N)) = u(i) * bracket(i == N)),
        only_looks_like("diagonal matrix", y(i.in(0, N)) = u(N) * bracket(i == N)),
    };
}

}  // namespace

std::vector<example> contractions() {
    std::vector<example> all = vectors();
    for (example const& e : matrices()) {
        all.push_back(e);
    }
    return all;
}

}  // namespace forms
