// SPDX-License-Identifier: BSL-1.0
//
// The formulas of docs/reference.md, as C++.
#include "formulas.hpp"

using namespace semantics::letters;
using namespace iverson::literals;
using iverson::bracket;
using iverson::pow;
using iverson::sum;
using iverson::system;

namespace {

constexpr auto k = iverson::idx<"k">;
constexpr auto n = iverson::idx<"n">;
constexpr auto N = iverson::extent<"N">;
constexpr auto h = iverson::tensor<"h">;

}  // namespace

std::vector<semantics::written_formula> semantics::reference_formulas() {
    return {
        // clang-format off
        IVERSON_WRITTEN(y(i) = sum(j, A(i, j) * x(j))),
        IVERSON_WRITTEN(y(i) = x(i + 1) - x(i)),
        IVERSON_WRITTEN(y(i) = sum(r, w(r) * x(i + r))),
        IVERSON_WRITTEN(y(t) = sum(s, w(s) * x(t - s))),
        IVERSON_WRITTEN(y(t.in(0, 2)) = sum(s, w(s) * x(t - s))),
        IVERSON_WRITTEN(y(i) = x(2 * i)),
        IVERSON_WRITTEN(y(i) = A(i, i)),
        IVERSON_WRITTEN(y(j.in(0, 2)) = sum(i.in(0, j), x(i))),
        IVERSON_WRITTEN(y(i.in(0, 4)) = sum(j, bracket(2 * j == i) * x(j))),
        IVERSON_WRITTEN(E = sum(i, j, bracket(i < j) * x(i) * x(j))),
        IVERSON_WRITTEN(y(i) = bracket(x(i) > 0) * log(x(i))),
        IVERSON_WRITTEN(E = sum(i.in(0, -1), a) + a),
        IVERSON_WRITTEN(E = prod(i, x(i))),
        IVERSON_WRITTEN(E = max(i, x(i))),
        IVERSON_WRITTEN(y(i) = maximum(x(i), u(i))),
        IVERSON_WRITTEN(E = mean(i, pow(x(i), 2))),
        IVERSON_WRITTEN(E = log(sum(i, exp(x(i))))),
        IVERSON_WRITTEN(y(i) = pow(x(i), 0) + 1_r/2 * x(i)),
        IVERSON_WRITTEN(y(i) = abs(x(i)) + relu(x(i))),
        IVERSON_WRITTEN(y(i) = sum(s, w(s) * x(i - s)) + 0 * x(i)),
        IVERSON_WRITTEN(y(t.in(-2, N + 1)) = sum(k.in(0, N - 1), x(k) * (bracket(k == t) + bracket(k == 0) * bracket(t < 0) + bracket(k == N - 1) * bracket(t >= N)))),
        IVERSON_WRITTEN(y(i.in(0, N - 1)) = sum(k.in(0, N - 1), x(k) * (bracket(k == i + 1) + bracket(k == i + 1 - N)))),
        IVERSON_WRITTEN(y(i.in(0, N - 1)) = sum(r, w(r) * sum(k.in(0, N - 1), x(k) * (bracket(k == i - r) + bracket(k == i - r + N))))),
        IVERSON_WRITTEN(y(t.in(-2, N + 1)) = sum(k.in(0, N - 1), x(k) * (bracket(k == t) + bracket(k == -t) * bracket(t < 0) + bracket(k == 2 * N - 2 - t) * bracket(t >= N)))),
        IVERSON_WRITTEN(y(t.in(-1, 3)) = x(t % 3)),
        IVERSON_WRITTEN(y(i.in(-1, 4)) = x(i / 2)),
        IVERSON_WRITTEN(y(i.in(0, 4)) = A(i / 2, i % 2)),
        IVERSON_WRITTEN(y(i) = x(c(i))),
        IVERSON_WRITTEN(y(i, j) = A(c(i), j)),
        IVERSON_WRITTEN(y(i) = sum(r, w(r) * x(2 * c(i) - r))),
        IVERSON_WRITTEN(y(j.in(0, 2)) = sum(i, bracket(c(i) == j) * x(i))),
        IVERSON_WRITTEN(y(t) = x(c(t))),
        IVERSON_WRITTEN(system(h(-1) = a, h(n) = h(n - 1) + x(n))),
        IVERSON_WRITTEN(system(u(i) = pow(x(i), 2), y(i) = u(i) * sum(j, u(j)))),
        IVERSON_WRITTEN(y(i) = x(i) * sum(i, x(i))),
        IVERSON_WRITTEN(y(i) = x(i) * w(i)),
        IVERSON_WRITTEN(E = sum(s, exp(w(s)))),
        IVERSON_WRITTEN(y(t) = x(t) + 1),
        IVERSON_WRITTEN(y(i) = x(i + j)),
        IVERSON_WRITTEN(y(i.in(0, 3)) = x(i + 1)),
        // clang-format on
    };
}
