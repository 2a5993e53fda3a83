// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain_functions.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>

#include <compare>
#include <concepts>
#include <utility>

/// The number types in which derivatives are checked.
namespace iverson::verify {

/// Fractions without rounding.
using exact =
    boost::multiprecision::number<boost::multiprecision::cpp_rational_backend, boost::multiprecision::et_off>;
/// Fifty decimal digits, so that a difference quotient keeps more digits than a double has.
using precise =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_off>;

/// value + slope * e with e^2 = 0: arithmetic on such numbers is differentiation without rounding. It knows the rules of
/// + - * / and nothing else, so it can judge those who know more.
template <class T>
struct dual {
    T value{0};
    T slope{0};

    dual() = default;
    dual(T v, T s) : value{std::move(v)}, slope{std::move(s)} {}
    explicit(false) dual(T v) : value{std::move(v)} {}  // NOLINT: a number is a constant
    template <std::integral Integer>
    explicit(false) dual(Integer v) : value(v) {}  // NOLINT: a number is a constant

    friend dual operator+(dual const& a, dual const& b) { return {a.value + b.value, a.slope + b.slope}; }
    friend dual operator-(dual const& a, dual const& b) { return {a.value - b.value, a.slope - b.slope}; }
    friend dual operator-(dual const& a) { return {-a.value, -a.slope}; }
    friend dual operator*(dual const& a, dual const& b) {
        return {a.value * b.value, a.slope * b.value + a.value * b.slope};
    }
    friend dual operator/(dual const& a, dual const& b) {
        T const quotient = a.value / b.value;
        return {quotient, (a.slope - quotient * b.slope) / b.value};
    }
    /// Order and equality are those of the values: the branch that a comparison takes is the one that is differentiated.
    friend std::partial_ordering operator<=>(dual const& a, dual const& b) {
        return a.value < b.value    ? std::partial_ordering::less
               : b.value < a.value  ? std::partial_ordering::greater
               : a.value == b.value ? std::partial_ordering::equivalent
                                    : std::partial_ordering::unordered;
    }
    friend bool operator==(dual const& a, dual const& b) { return a.value == b.value; }
};

}  // namespace iverson::verify

template <class T>
inline constexpr bool iverson::plain::is_exact<iverson::verify::dual<T>> = iverson::plain::is_exact<T>;
