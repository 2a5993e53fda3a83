// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain_functions.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <compare>
#include <concepts>
#include <cstdint>
#include <stdexcept>

/// The numbers in which formulas are compared, beside the fractions and fifty digits of numbers.hpp.
namespace iverson::verify {

/// Integers modulo the prime 2^61 - 1. Rational functions that differ modulo it differ; those that are not equal agree at a random
/// point with a probability below degree / 2^61 (Schwartz and Zippel). They have no order: the comparisons below are those of
/// the representatives, and formulas that compare values are not computed in them.
class residue {
  public:
    static constexpr std::uint64_t prime = (std::uint64_t{1} << 61) - 1;

    residue() = default;
    template <std::integral Integer>
    explicit(false) residue(Integer v) {  // NOLINT: an integer is a residue
        auto const rest = static_cast<std::int64_t>(v) % static_cast<std::int64_t>(prime);
        value_ = static_cast<std::uint64_t>(rest < 0 ? rest + static_cast<std::int64_t>(prime) : rest);
    }
    std::uint64_t value() const { return value_; }

    friend residue operator+(residue a, residue b) { return of(a.value_ + b.value_); }
    friend residue operator-(residue a) { return of(prime - a.value_); }
    friend residue operator-(residue a, residue b) { return a + -b; }
    friend residue operator*(residue a, residue b) {
        __extension__ using wide = unsigned __int128;
        return of(static_cast<std::uint64_t>(wide{a.value_} * b.value_ % prime));
    }
    /// Errors: std::overflow_error for a division by 0, as fractions have it.
    friend residue operator/(residue a, residue b) {
        if (b.value_ == 0) {
            throw std::overflow_error{"division by zero"};
        }
        residue inverse{1};
        for (std::uint64_t n = prime - 2; n > 0; n /= 2) {  // b^(p - 2) = 1 / b (Fermat)
            inverse = n % 2 == 1 ? inverse * b : inverse;
            b = b * b;
        }
        return a * inverse;
    }
    friend std::strong_ordering operator<=>(residue, residue) = default;

  private:
    static residue of(std::uint64_t sum) {
        residue result;
        result.value_ = sum >= prime ? sum - prime : sum;
        return result;
    }
    std::uint64_t value_ = 0;
};

/// A hundred digits, to see how many of fifty are right.
using more_precise =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<100>, boost::multiprecision::et_off>;

}  // namespace iverson::verify

template <>
inline constexpr bool iverson::plain::is_exact<iverson::verify::residue> = true;
