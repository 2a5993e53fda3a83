// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <numeric>

namespace iverson::graph {

__extension__ using wide_integer = __int128;

/// An exact rational number num/den with den > 0 and gcd(num, den) = 1.
/// Overflow of 64 bits is not wrapped: it gives the invalid number (den = 0),
/// which every operation hands on and which a graph refuses with a sentence.
class rational {
  public:
    constexpr rational() = default;
    constexpr rational(std::int64_t value) : num_{value} {}  // NOLINT: an integer is a rational
    constexpr rational(wide_integer num, wide_integer den) {
        if (den < 0) {
            num = -num;
            den = -den;
        }
        wide_integer const divisor = den == 0 ? 1 : gcd(num < 0 ? -num : num, den);
        num /= divisor;
        den /= divisor;
        bool const fits = den > 0 && num <= INT64_MAX && num >= -INT64_MAX && den <= INT64_MAX;
        num_ = fits ? static_cast<std::int64_t>(num) : 0;
        den_ = fits ? static_cast<std::int64_t>(den) : 0;
    }

    constexpr std::int64_t num() const { return num_; }
    constexpr std::int64_t den() const { return den_; }
    constexpr bool valid() const { return den_ != 0; }
    constexpr bool is_integer() const { return den_ == 1; }
    constexpr bool is_zero() const { return den_ != 0 && num_ == 0; }
    constexpr bool is_one() const { return num_ == 1 && den_ == 1; }

    template <class Real>
    constexpr Real as() const {
        return static_cast<Real>(num_) / static_cast<Real>(den_);
    }

    friend constexpr rational operator+(rational a, rational b) {
        return {wide_integer{a.num_} * b.den_ + wide_integer{b.num_} * a.den_, wide_integer{a.den_} * b.den_};
    }
    friend constexpr rational operator-(rational a) { return {-wide_integer{a.num_}, a.den_}; }
    friend constexpr rational operator-(rational a, rational b) { return a + -b; }
    friend constexpr rational operator*(rational a, rational b) {
        return {wide_integer{a.num_} * b.num_, wide_integer{a.den_} * b.den_};
    }
    /// Division by zero gives the invalid number.
    friend constexpr rational operator/(rational a, rational b) {
        return {wide_integer{a.num_} * b.den_, wide_integer{a.den_} * b.num_};
    }
    friend constexpr bool operator==(rational const&, rational const&) = default;
    friend constexpr bool operator<(rational a, rational b) {
        return wide_integer{a.num_} * b.den_ < wide_integer{b.num_} * a.den_;
    }

  private:
    static constexpr wide_integer gcd(wide_integer a, wide_integer b) {
        while (b != 0) {
            wide_integer const rest = a % b;
            a = b;
            b = rest;
        }
        return a == 0 ? 1 : a;
    }

    std::int64_t num_ = 0;
    std::int64_t den_ = 1;
};

/// base^exponent by repeated squaring; a negative exponent of 0 is invalid. 0^0 = 1.
constexpr rational power(rational base, std::int64_t exponent) {
    if (exponent < 0) {
        base = rational{1} / base;
        exponent = exponent == INT64_MIN ? 0 : -exponent;
    }
    rational result{1};
    for (; exponent > 0 && result.valid(); exponent /= 2) {
        if (exponent % 2 == 1) {
            result = result * base;
        }
        if (exponent > 1) {
            base = base * base;
        }
    }
    return result;
}

/// The shortest decimal that a written `0.1` can mean: m / 10^p with the smallest p <= 22 for which
/// the quotient is the given double and |m| <= 2^53. Invalid if there is none (or it needs more than 64 bits).
constexpr rational decimal(double value) {
    double scale = 1;
    wide_integer den = 1;
    for (int digits = 0; digits <= 22; ++digits, scale *= 10, den *= 10) {
        double const scaled = value * scale;
        if (scaled > 9007199254740992.0 || scaled < -9007199254740992.0 || scaled != scaled) {
            break;
        }
        // Rounded by the rest: beyond 2^52 the sum scaled + 0.5 is itself rounded, to the wrong integer.
        auto m = static_cast<std::int64_t>(scaled);
        double const rest = scaled - static_cast<double>(m);
        m += rest >= 0.5 ? 1 : rest <= -0.5 ? -1 : 0;
        if (static_cast<double>(m) / scale == value) {
            return {m, den};
        }
    }
    return {0, 0};
}

}  // namespace iverson::graph
