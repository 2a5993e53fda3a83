// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "expression.hpp"

#include <iverson/functions/table.hpp>

/// Functions, reductions and brackets of formulas; all are found by ADL.
namespace iverson {

/// A row of the function table, or the user's own, applied to formulas (functions::row calls this).
template <class Row, class... Arguments>
    requires(Operand<Arguments> && ...) && (Expression<Arguments> || ...)
constexpr auto apply_row(Row const& row, Arguments... arguments) {
    static_assert(sizeof...(Arguments) == Row::arity, "the function has another number of arguments");
    return make_call(leaf::function<Row>{row}, std::move(arguments)...);
}

#define IVERSON_ON_FORMULAS(name)                                                                            \
    template <Expression Argument>                                                                           \
    constexpr auto name(Argument argument) {                                                                 \
        return functions::name(std::move(argument));                                                         \
    }
IVERSON_FOR_EACH_FUNCTION(IVERSON_ON_FORMULAS)
#undef IVERSON_ON_FORMULAS

/// sum(i, body), sum(i, j.in(0, i), body): indices, then what is reduced over them. An inner index hides an outer one of
/// the same name. A range belongs to the reduction: entries outside it take no part.
#define IVERSON_REDUCTION(name, kind)                                                                        \
    template <IndexExpression First, class... Rest>                                                          \
        requires(sizeof...(Rest) > 0) && (Operand<Rest> && ...)                                              \
    constexpr auto name(First first, Rest... rest) {                                                         \
        return make_call(leaf::reduction<graph::reduction::kind>{}, std::move(first), std::move(rest)...);   \
    }
IVERSON_REDUCTION(sum, sum)
IVERSON_REDUCTION(prod, product)
IVERSON_REDUCTION(max, maximum)
IVERSON_REDUCTION(min, minimum)
#undef IVERSON_REDUCTION

/// 1 where the condition holds, else 0: bracket(i <= j), bracket(0 <= i && i < n), bracket((i - j) % 2 == 0),
/// bracket(x(i) < x(j)).
template <Expression Condition>
constexpr auto bracket(Condition condition) {
    return make_call(leaf::bracket{}, std::move(condition));
}

}  // namespace iverson
