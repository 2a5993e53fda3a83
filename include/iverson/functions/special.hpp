// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "numbers.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

/// The error function and the family of the gamma function for any type of real numbers with up to 100 digits. Where
/// <cmath> has them for machine numbers it is asked. Written here because Boost.Math, with which the tests compare, would
/// double the time in which a user's file compiles.
/// Sources: DLMF = NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov.
namespace iverson::functions {

/// pi, of wide numbers as 4 atan 1.
template <class Number>
constexpr Number circle_constant() {
    if constexpr (std::is_floating_point_v<Number>) {
        return static_cast<Number>(3.14159265358979323846264338327950288L);
    } else {
        using std::atan;
        return Number(4) * atan(Number(1));
    }
}

/// B_2, B_4, ..., B_34 as fractions. Source: DLMF table 24.2.1.
struct bernoulli_fraction {
    std::int64_t num;
    std::int64_t den;
};
inline constexpr bernoulli_fraction bernoulli_numbers[] = {{1, 6},
                                                           {-1, 30},
                                                           {1, 42},
                                                           {-1, 30},
                                                           {5, 66},
                                                           {-691, 2730},
                                                           {7, 6},
                                                           {-3617, 510},
                                                           {43867, 798},
                                                           {-174611, 330},
                                                           {854513, 138},
                                                           {-236364091, 2730},
                                                           {8553103, 6},
                                                           {-23749461029, 870},
                                                           {8615841276005, 14322},
                                                           {-7709321041217, 510},
                                                           {2577687858367, 6}};

/// From there on the asymptotic series with these Bernoulli numbers has all digits of the type.
template <class Number>
int asymptotic_from(int order) {
    return static_cast<int>(std::pow(10.0, (std::numeric_limits<Number>::digits10 + 15) / 36.0)) + 2 * order +
           2;
}

/// The terms B_2k (2k + n - 1)! / ((2k)! x^(2k + n)) of the asymptotic series of polygamma(n, x) and, for n = -1, of lgamma.
template <class Number>
Number bernoulli_terms(int n, Number const& x) {
    Number scale = 1;  // (2k + n - 1)! / (2k)! / x^(2k + n)
    for (int k = 1; k <= n + 1; ++k) {
        scale = scale * k;
    }
    scale = n < 0 ? Number(1) / (2 * x) : Number(scale / 2);
    for (int k = 0; k < n + 2 && n >= 0; ++k) {
        scale = scale / x;
    }
    Number sum = 0;
    int even = 2;
    for (bernoulli_fraction const& b : bernoulli_numbers) {
        sum = sum + scale * static_cast<Number>(b.num) / static_cast<Number>(b.den);
        scale = scale * (even + n) * (even + n + 1) / (Number(even + 1) * (even + 2)) / (x * x);
        even += 2;
    }
    return sum;
}

/// The derivative number n of digamma, n >= 0, for x > 0; a NaN elsewhere.
/// Source:  DLMF 5.11.2 and 5.15.9, reached by the recurrence 5.5.2 and 5.15.5.
template <class Number>
Number polygamma_of(int n, Number x) {
    if constexpr (std::is_same_v<Number, float> || std::is_same_v<Number, double>) {
        return static_cast<Number>(polygamma_of(n, static_cast<long double>(x)));
    } else {
        using std::log;
        if (n < 0 || !(x > 0)) {
            return std::numeric_limits<Number>::quiet_NaN();
        }
        Number factorial = 1;  // (n - 1)!
        for (int k = 2; k < n; ++k) {
            factorial = factorial * k;
        }
        auto const reciprocal_power = [&](int exponent) {
            Number result = 1;
            for (int k = 0; k < exponent; ++k) {
                result = result / x;
            }
            return result;
        };
        Number const last = n == 0 ? Number(1) : Number(factorial * n);  // n!
        Number sum = 0;
        for (int const from = asymptotic_from<Number>(n); x < from; x = x + 1) {
            sum = sum + last * reciprocal_power(n + 1);
        }
        Number const first = n == 0 ? Number(-log(x)) : Number(factorial * reciprocal_power(n));
        sum = sum + first + last * reciprocal_power(n + 1) / 2 + bernoulli_terms(n, x);
        return n % 2 == 0 ? Number(-sum) : sum;
    }
}

/// The same for an order that is a number of the formula: a NaN if it is not 0, 1, 2, ...
template <class Number>
Number polygamma_of(Number const& order, Number const& x) {
    int const n = order >= 0 && order <= 100 ? static_cast<int>(order) : -1;
    return polygamma_of(order == n ? n : -1, x);
}

/// polygamma(order + 1, x). Terms of the graph have an overload: a row cannot call itself.
template <class Number>
Number next_polygamma(Number const& order, Number const& x) {
    return polygamma_of(Number(order + 1), x);
}

/// log Gamma(x) for x > 0.
/// Source:  DLMF 5.11.1, reached by the recurrence 5.5.1.
template <class Number>
Number log_gamma(Number x) {
    if constexpr (std::is_floating_point_v<Number>) {
        return x > 0 ? std::lgamma(x) : std::numeric_limits<Number>::quiet_NaN();
    } else {
        using std::log;
        if (!(x > 0)) {
            return std::numeric_limits<Number>::quiet_NaN();
        }
        Number product = 1;
        for (int const from = asymptotic_from<Number>(0); x < from; x = x + 1) {
            product = product * x;
        }
        Number const half = Number(1) / 2;
        return (x - half) * log(x) - x + log(Number(2 * circle_constant<Number>())) / 2 +
               bernoulli_terms(-1, x) - log(product);
    }
}

/// erf by its series, in which no terms cancel. Source: DLMF 7.6.2.
template <class Number>
Number error_series(Number const& u) {
    using std::exp;
    using std::sqrt;
    Number term = u;
    Number sum = u;
    for (int k = 1; sum + term != sum; ++k) {
        term = term * 2 * u * u / (2 * k + 1);
        sum = sum + term;
    }
    return 2 / sqrt(circle_constant<Number>()) * exp(Number(-u * u)) * sum;
}

/// erfc(u) for u >= 2 by its continued fraction. Source: DLMF 7.9.1.
template <class Number>
Number complement_fraction(Number const& u) {
    using std::exp;
    using std::sqrt;
    int const digits = std::numeric_limits<Number>::digits10 + 3;
    Number tail = u;
    for (int k = 20 + digits * digits / 3; k > 0; --k) {
        tail = u + k / (2 * tail);
    }
    return exp(Number(-u * u)) / (tail * sqrt(circle_constant<Number>()));
}

template <class Number>
Number error_complement(Number const& u) {
    if constexpr (std::is_floating_point_v<Number>) {
        return std::erfc(u);
    } else if (u < 0) {
        return 2 - error_complement(Number(-u));
    } else {
        return u < 2 ? Number(1 - error_series(u)) : complement_fraction(u);
    }
}
template <class Number>
Number error_function(Number const& u) {
    if constexpr (std::is_floating_point_v<Number>) {
        return std::erf(u);
    } else if (u > -2 && u < 2) {
        return error_series(u);
    } else {
        return 1 - error_complement(u);
    }
}

}  // namespace iverson::functions
