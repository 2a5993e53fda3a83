// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "vector.hpp"

#include <type_traits>
#include <utility>

/// A register of lanes as one more type of number, in which the rows of the table compute: operators, and what rows use instead of
/// branches. The namespace is one of its own, so that a row's exp(u) finds the function and not the row of that name.
namespace iverson::functions::lanes {

/// Which lanes: all bits of a chosen one are set.
template <class T, int Width>
struct choice {
    vector_of<typename lane_integer<T>::type, Width> lanes;
};

template <class T, int Width>
struct number {
    using vector = vector_of<T, Width>;
    vector v;

    number() = default;
    IVERSON_INLINE explicit number(vector lanes) : v{lanes} {}  // NOLINT: a register is no more than a number
    template <class Real>
        requires std::is_arithmetic_v<Real>
    IVERSON_INLINE number(Real all) : v{static_cast<T>(all) - vector{}} {}  // NOLINT: numbers of a row's text

    IVERSON_INLINE friend number operator+(number const& a, number const& b) { return number{a.v + b.v}; }
    IVERSON_INLINE friend number operator-(number const& a, number const& b) { return number{a.v - b.v}; }
    IVERSON_INLINE friend number operator*(number const& a, number const& b) { return number{a.v * b.v}; }
    IVERSON_INLINE friend number operator/(number const& a, number const& b) { return number{a.v / b.v}; }
    IVERSON_INLINE friend number operator-(number const& a) { return number{-a.v}; }
};

#define IVERSON_LANES template <class T, int Width>

/// `yes` in the lanes that are chosen, `no` in the others.
IVERSON_LANES IVERSON_INLINE vector_of<T, Width>
pick(vector_of<typename lane_integer<T>::type, Width> const& chosen, vector_of<T, Width> const& yes,
     vector_of<T, Width> const& no) {
    if constexpr (Width == as_text) {
        return chosen.pick(yes, no);
    } else {
        return chosen ? yes : no;
    }
}
IVERSON_LANES IVERSON_INLINE choice<T, Width> is_negative(number<T, Width> const& u) { return {u.v < 0}; }
IVERSON_LANES IVERSON_INLINE number<T, Width> choose(choice<T, Width> const& c, number<T, Width> const& yes,
                                                     number<T, Width> const& no) {
    return number<T, Width>{pick<T, Width>(c.lanes, yes.v, no.v)};
}
/// u where positive, else 0; a NaN stays one.
IVERSON_LANES IVERSON_INLINE number<T, Width> positive_part(number<T, Width> const& u) {
    using vector = typename number<T, Width>::vector;
    return number<T, Width>{pick<T, Width>(u.v <= 0, vector{}, u.v)};
}
IVERSON_LANES IVERSON_INLINE number<T, Width> magnitude(number<T, Width> const& u) {
    using bits = vector_of<typename lane_integer<T>::bits, Width>;
    return number<T, Width>{(typename number<T, Width>::vector)((bits)u.v & (~bits{} >> 1))};
}
/// 1 for u > 0, `negative` for u < 0; zeros become +0, a NaN stays one.
IVERSON_LANES IVERSON_INLINE number<T, Width> step_between(T negative, number<T, Width> const& u) {
    number<T, Width> const one{1};
    number<T, Width> const below{negative};
    number<T, Width> const zero{0};
    auto const not_positive = pick<T, Width>(u.v < 0, below.v, pick<T, Width>(u.v == 0, zero.v, u.v));
    return number<T, Width>{pick<T, Width>(u.v > 0, one.v, not_positive)};
}
IVERSON_LANES IVERSON_INLINE number<T, Width> sign_of(number<T, Width> const& u) {
    return step_between(T{-1}, u);
}
IVERSON_LANES IVERSON_INLINE number<T, Width> step_of(number<T, Width> const& u) {
    return step_between(T{0}, u);
}
/// The first of equal ones; a NaN stays one.
IVERSON_LANES IVERSON_INLINE number<T, Width> greater_of(number<T, Width> const& u,
                                                         number<T, Width> const& v) {
    return number<T, Width>{pick<T, Width>(((u.v < v.v) | (v.v != v.v)) & (u.v == u.v), v.v, u.v)};
}
IVERSON_LANES IVERSON_INLINE number<T, Width> smaller_of(number<T, Width> const& u,
                                                         number<T, Width> const& v) {
    return number<T, Width>{pick<T, Width>(((v.v < u.v) | (v.v != v.v)) & (u.v == u.v), v.v, u.v)};
}

#undef IVERSON_LANES

}  // namespace iverson::functions::lanes
