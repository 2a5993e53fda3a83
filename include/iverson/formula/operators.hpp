// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "expression.hpp"

/// The operators. They take operands by value (YAP's own macros keep references, which dangle in local formulas).
namespace iverson {

/// Two operands of which at least one is an expression: the other may be a constant.
template <class Left, class Right>
concept Operands = Operand<Left> && Operand<Right> && (Expression<Left> || Expression<Right>);

#define IVERSON_BINARY(symbol, name)                                                                         \
    template <class Left, class Right>                                                                       \
        requires Operands<Left, Right>                                                                       \
    constexpr auto operator symbol(Left left, Right right) {                                                 \
        return make<yap::expr_kind::name>(std::move(left), std::move(right));                                \
    }
IVERSON_BINARY(+, plus)
IVERSON_BINARY(-, minus)
IVERSON_BINARY(*, multiplies)
IVERSON_BINARY(/, divides)
IVERSON_BINARY(%, modulus)
IVERSON_BINARY(==, equal_to)
IVERSON_BINARY(!=, not_equal_to)
IVERSON_BINARY(<, less)
IVERSON_BINARY(<=, less_equal)
IVERSON_BINARY(>, greater)
IVERSON_BINARY(>=, greater_equal)
#undef IVERSON_BINARY

template <Expression Left, Expression Right>
constexpr auto operator&&(Left left, Right right) {
    return make<yap::expr_kind::logical_and>(std::move(left), std::move(right));
}

template <Expression Value>
constexpr auto operator-(Value value) {
    return make<yap::expr_kind::negate>(std::move(value));
}

template <Expression Value>
constexpr auto operator+(Value value) {
    return value;
}

/// base^exponent; pow(u, 2) is the square.
template <class Base, class Exponent>
    requires Operands<Base, Exponent>
constexpr auto pow(Base base, Exponent exponent) {
    return make_call(leaf::power{}, std::move(base), std::move(exponent));
}

inline namespace literals {
/// 1_r/2 is exactly one half (1/2 is the integer 0, and 1.0/3 a decimal of 16 digits).
consteval graph::rational operator""_r(unsigned long long value) {
    return {static_cast<std::int64_t>(value)};
}
}  // namespace literals

}  // namespace iverson
