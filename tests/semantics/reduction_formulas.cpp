// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

namespace {

semantics::written_formula twice_an_extent() {
    using semantics::letters::x, semantics::letters::y;
    constexpr auto i = iverson::idx<"i">.in(1, 2 * iverson::extent<"d">);
    return IVERSON_WRITTEN_WITH(R"(i = idx<"i">.in(1, 2 * extent<"d">))", y(i) = x(i));
}
semantics::written_formula an_extent_less_one() {
    using semantics::letters::a, semantics::letters::E, semantics::letters::x;
    constexpr auto i = iverson::idx<"i">.in(1, iverson::extent<"d"> - 1);
    return IVERSON_WRITTEN_WITH(R"(i = idx<"i">.in(1, extent<"d"> - 1))", E = a * sum(i, x(i) + 1));
}

}  // namespace

using namespace semantics::letters;
using iverson::bracket;
using iverson::pow;

std::vector<semantics::written_formula> semantics::reduction_formulas() {
    return {
        IVERSON_WRITTEN(E = prod(i, x(i))),
        IVERSON_WRITTEN(E = prod(i, j, A(i, j))),
        IVERSON_WRITTEN(y(i) = prod(j, x(i) + A(i, j))),
        IVERSON_WRITTEN(y(i) = max(r.in(0, 2), x(2 * i + r))),
        IVERSON_WRITTEN(E = min(i, x(i))),
        IVERSON_WRITTEN(E = max(i, x(i))),
        IVERSON_WRITTEN(E = max(i, j, A(i, j))),
        IVERSON_WRITTEN(E = max(j, i, A(i, j))),
        IVERSON_WRITTEN(E = max(i, sum(j, A(i, j) * x(j)))),
        IVERSON_WRITTEN(E = sum(i, max(j, A(i, j)))),
        IVERSON_WRITTEN(y(i) = max(j.in(0, i), A(i, j))),
        IVERSON_WRITTEN(y(t) = max(r.in(0, 2), x(t + r))),
        IVERSON_WRITTEN(E = log(sum(i, exp(x(i) - max(j, x(j))))) + max(j, x(j))),
        IVERSON_WRITTEN(E = mean(i, pow(x(i), 2))),
        IVERSON_WRITTEN(y(i) = min(j.in(1, i), A(i, j))),
        IVERSON_WRITTEN(E = max(t, x(t))),
        IVERSON_WRITTEN(E = sum(i, x(i) * max(j, w(j)))),
        IVERSON_WRITTEN(y(t) = x(t) * max(j, w(j))),
        IVERSON_WRITTEN(E = a * sum(i, mean(j, w(j) * x(i)))),
        IVERSON_WRITTEN(E = bracket(a < 1) * exp(mean(j, w(j)))),
        IVERSON_WRITTEN(E = bracket(a < 1) * a * (a + 1) / sum(i, x(i))),
        IVERSON_WRITTEN(E = max(j, x(2 * j - 1))),
        IVERSON_WRITTEN(y(i) = mean(j, x(2 * j) + w(i))),
        IVERSON_WRITTEN(E = min(i, j, x(i) * x(-2 * j - 1))),
        IVERSON_WRITTEN(E = sum(i, x(2 * i - 1)) * max(j, w(j))),
        twice_an_extent(),
        an_extent_less_one(),
    };
}
