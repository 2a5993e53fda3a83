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
/// A constant of the table, such as pi.
template <class Row>
constexpr auto apply_constant(Row const& row) {
    return make_call(leaf::function<Row>{row});
}

#define IVERSON_ON_FORMULAS(name)                                                                            \
    template <class... Arguments>                                                                            \
        requires(Operand<Arguments> && ...) && (Expression<Arguments> || ...)                                \
    constexpr auto name(Arguments... arguments) {                                                            \
        return apply_row(functions::name, std::move(arguments)...);                                          \
    }
IVERSON_FOR_EACH_FUNCTION(IVERSON_ON_FORMULAS)
#undef IVERSON_ON_FORMULAS

#define IVERSON_IN_FORMULAS(name) inline constexpr auto name = apply_constant(functions::name);
IVERSON_FOR_EACH_CONSTANT(IVERSON_IN_FORMULAS)
#undef IVERSON_IN_FORMULAS

/// A function of which only the name is known: y(i) = g(x(i), b(j)) with g = unknown<"g">. It is derived, to g_1, g_2, g_12
/// (of one argument, to g' and g''), and printed; evaluating it is an error. All its derivatives exist and are continuous.
template <fixed_text Name>
struct unknown_function {
    template <class... Arguments>
        requires(sizeof...(Arguments) > 0) && (Operand<Arguments> && ...)
    constexpr auto operator()(Arguments... arguments) const {
        return make_call(leaf::unknown<Name>{}, std::move(arguments)...);
    }
};
template <fixed_text Name>
inline constexpr unknown_function<Name> unknown{};

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

/// mean(i, body): the sum over the number of values of the indices.
template <IndexExpression First, class... Rest>
    requires(sizeof...(Rest) > 0) && (Operand<Rest> && ...)
constexpr auto mean(First first, Rest... rest) {
    return make_call(leaf::mean{}, std::move(first), std::move(rest)...);
}

/// 1 where the condition holds, else 0: bracket(i <= j), bracket(0 <= i && i < n), bracket((i - j) % 2 == 0),
/// bracket(x(i) < x(j)).
template <Expression Condition>
constexpr auto bracket(Condition condition) {
    return make_call(leaf::bracket{}, std::move(condition));
}

}  // namespace iverson
