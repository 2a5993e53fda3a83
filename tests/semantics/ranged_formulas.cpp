// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

namespace {

using namespace semantics::letters;
using iverson::bracket;
using iverson::pow;
using iverson::sum;
using namespace iverson::literals;

constexpr char const* up_to_n = R"(i = idx<"i">.in(1, extent<"N">); j = idx<"j">.in(1, extent<"N">))";
constexpr char const* up_to_d = R"(i = idx<"i">.in(1, extent<"d">); j = idx<"j">.in(1, extent<"d">))";

semantics::written_formula prefix_sums() {
    constexpr auto i = iverson::idx<"i">.in(1, iverson::extent<"N">);
    constexpr auto j = iverson::idx<"j">.in(1, iverson::extent<"N">);
    return IVERSON_WRITTEN_WITH(up_to_n, y(j) = sum(i, bracket(i <= j) * x(i)));
}
semantics::written_formula euler_step() {
    constexpr auto i = iverson::idx<"i">.in(1, iverson::extent<"d">);
    constexpr auto j = iverson::idx<"j">.in(1, iverson::extent<"d">);
    return IVERSON_WRITTEN_WITH(up_to_d, z(j) = 0.1 * (tanh(sum(i, x(i) * w(i, j)) + b(j)) - x(j)) + x(j));
}

}  // namespace

std::vector<semantics::written_formula> semantics::ranged_formulas() {
    std::vector<written_formula> result{
        IVERSON_WRITTEN(y(i.in(1, 6)) = sum(j.in(1, 3), bracket(2 * j == i) * a)),
        IVERSON_WRITTEN(y(i.in(0, 6)) = sum(j, bracket(2 * j == i) * x(j))),
        IVERSON_WRITTEN(y(i.in(-2, 9)) = x(i / 4)),
        IVERSON_WRITTEN(y(i.in(-2, 5)) = x(i % 4)),
        IVERSON_WRITTEN(y(i.in(0, 4)) = A(i / 2, i % 2)),
        IVERSON_WRITTEN(E = sum(i, x(i) * w(i))),
        IVERSON_WRITTEN(E = sum(i, x(i) * x(i))),
        IVERSON_WRITTEN(E = sum(i, 1 + x(i))),
        IVERSON_WRITTEN(E = sum(i, exp(x(i)))),
        IVERSON_WRITTEN(E = sum(i.in(0, 2), a)),
        IVERSON_WRITTEN(E = sum(i.in(0, -1), a) + a),
        IVERSON_WRITTEN(E = sum(j, pow(y(j) - z(j), 2))),
        IVERSON_WRITTEN(E = sum(i, A(i, i))),
        IVERSON_WRITTEN(E = sum(i, j, x(i) * A(i, j) * y(j))),
        IVERSON_WRITTEN(E = sum(i, x(i) * x(i + 1))),
        IVERSON_WRITTEN(E = sum(i.in(0, 1), x(i)) * sum(j.in(2, 3), x(j))),
        IVERSON_WRITTEN(E = sum(i, j, bracket(i <= j) * A(i, j))),
        IVERSON_WRITTEN(E = sum(i, j, bracket(i == j) * A(i, j))),
        IVERSON_WRITTEN(y(i) = sum(j, A(i, j) * x(j))),
        IVERSON_WRITTEN(y(i, j) = u(i) * v(j)),
        IVERSON_WRITTEN(y(i, j.in(0, 2)) = x(i)),
        IVERSON_WRITTEN(y(j) = sum(i, x(i) * A(i, j)) * x(j)),
        IVERSON_WRITTEN(y(i) = a * x(i)),
        IVERSON_WRITTEN(y(i) = 2 * x(i)),
        IVERSON_WRITTEN(y(i) = x(i) * x(i + 1)),
        IVERSON_WRITTEN(y(i) = x(i) * w(i - 1)),
        IVERSON_WRITTEN(y(i, j) = A(i + 1, j) - A(i, j)),
        IVERSON_WRITTEN(y(i) = x(i + 1)),
        IVERSON_WRITTEN(y(i) = x(2 - i)),
        IVERSON_WRITTEN(y(i) = sum(r, w(r) * x(i + r))),
        IVERSON_WRITTEN(y(i) = sum(r, w(r) * x(i - r))),
        IVERSON_WRITTEN(y(i) = sum(r, w(r) * x(2 * i + r))),
        IVERSON_WRITTEN(y(i, j) = sum(r, p, W(r, p) * X(i + r, j + p))),
        IVERSON_WRITTEN(y(i.in(0, 2)) = w(i) * x(i + 1)),
        IVERSON_WRITTEN(y(j) = sum(i, bracket(i <= j) * x(i))),
        IVERSON_WRITTEN(y(i) = bracket(1 <= i) * (1 / x(i))),
        IVERSON_WRITTEN(z(j) = 0.1 * (tanh(sum(i, x(i) * w(i, j)) + b(j)) - x(j)) + x(j)),
        IVERSON_WRITTEN(y(j) = tanh(sum(i, x(i) * w(i, j)) + b(j))),
        IVERSON_WRITTEN(y(i) = exp(x(i)) + log(x(i)) + sqrt(x(i))),
        IVERSON_WRITTEN(y(i) = sin(x(i)) * cos(x(i)) + sigmoid(x(i))),
        IVERSON_WRITTEN(y(i) = exp(x(i)) / sum(j, exp(x(j)))),
        IVERSON_WRITTEN(y(i) = u(i) / v(i)),
        IVERSON_WRITTEN(y(i) = pow(x(i), 0) + pow(x(i), 1) + pow(x(i), 2)),
        IVERSON_WRITTEN(y(i) = pow(x(i), -1)),
        IVERSON_WRITTEN(y(i) = abs(x(i)) + 10 * relu(x(i))),
        IVERSON_WRITTEN(y(i) = 1_r / 2 * x(i) + 0.1),
        IVERSON_WRITTEN(y(j) = sum(i, x(i) * A(i, j))),
        IVERSON_WRITTEN(y(i) = x(i) + b(i)),
        IVERSON_WRITTEN(E = sum(i.in(0, 2), x(i))),
        IVERSON_WRITTEN(E = sum(i.in(1, 3), x(i))),
        IVERSON_WRITTEN(y(i.in(0, 2)) = x(i) + bracket(1 <= i) * x(i - 1)),
        IVERSON_WRITTEN(y(i) = x(i) + 0 * w(i)),
        IVERSON_WRITTEN(y(i) = x(i)),
        IVERSON_WRITTEN(y(i, j) = x(i + j)),
        IVERSON_WRITTEN(y(j) = sum(i, b(j))),
        IVERSON_WRITTEN(y(i) = x(i) * w(j)),
        IVERSON_WRITTEN(y(i) = x(i) + x(i, i)),
        IVERSON_WRITTEN(y(i, i) = x(i)),
        IVERSON_WRITTEN(x(j) = x(j) + 1),
        IVERSON_WRITTEN(y(i) = sum(j, bracket(i != j) / (x(i) - x(j)))),
        IVERSON_WRITTEN(y(i) = bracket(x(i) != 0) / x(i)),
        IVERSON_WRITTEN(y(i.in(0, 5)) = bracket(i % 3 != 1) * a),
    };
    result.push_back(prefix_sums());
    result.push_back(euler_step());
    return result;
}
