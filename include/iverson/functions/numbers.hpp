// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <complex>
#include <type_traits>

/// What the rows of the table need of a number type beyond <cmath>.
/// Complex numbers are here for differentiation by a complex step: a function with a kink decides by the real part,
/// and is then the analytic continuation of the branch it is on.
namespace iverson::functions {

template <class Number>
struct is_complex : std::false_type {};
template <class Real>
struct is_complex<std::complex<Real>> : std::true_type {};

template <class Number>
constexpr auto real_of(Number const& u) {
    if constexpr (is_complex<Number>::value) {
        return u.real();
    } else {
        return u;
    }
}

/// u^2. Terms of the graph have an overload, which ADL prefers: theirs prints as a square.
template <class Number>
constexpr Number square(Number const& u) {
    return u * u;
}

/// n in the kind of number that u is. Terms of the graph have an overload.
template <class Number>
constexpr Number number_like(Number const&, int n) {
    return Number(n);
}

/// [u < v] and [u <= v] as numbers. Terms of the graph have overloads: brackets on values.
template <class Number>
constexpr Number is_less(Number const& u, Number const& v) {
    return Number(real_of(u) < real_of(v) ? 1 : 0);
}
template <class Number>
constexpr Number is_at_most(Number const& u, Number const& v) {
    return Number(real_of(u) <= real_of(v) ? 1 : 0);
}

template <class Number>
constexpr bool is_nan(Number const& u) {
    return !(real_of(u) == real_of(u));
}

/// The greater and the smaller of two numbers: the first of equal ones, and a NaN stays.
template <class Number>
constexpr Number greater_of(Number const& u, Number const& v) {
    return !is_nan(u) && (is_nan(v) || real_of(u) < real_of(v)) ? v : u;
}
template <class Number>
constexpr Number smaller_of(Number const& u, Number const& v) {
    return !is_nan(u) && (is_nan(v) || real_of(v) < real_of(u)) ? v : u;
}

template <class Number>
constexpr bool is_negative(Number const& u) {
    return real_of(u) < 0;
}

/// One of two numbers; of lanes, each lane one of two.
template <class Number>
constexpr Number choose(bool first, Number const& u, Number const& v) {
    return first ? u : v;
}

/// u where `positive`, else 0; a NaN stays one.
template <class Number>
constexpr Number positive_part(Number const& u) {
    return real_of(u) <= 0 ? Number(0) : u;
}

/// -1, 0, 1; a NaN stays one.
template <class Number>
constexpr Number sign_of(Number const& u) {
    return real_of(u) > 0 ? Number(1) : real_of(u) < 0 ? Number(-1) : real_of(u) == 0 ? Number(0) : u;
}

/// 1 for u > 0, else 0; a NaN stays one.
template <class Number>
constexpr Number step_of(Number const& u) {
    return real_of(u) > 0 ? Number(1) : real_of(u) <= 0 ? Number(0) : u;
}

/// |u|, which std::abs of a complex number is not.
template <class Number>
constexpr Number magnitude(Number const& u) {
    if constexpr (std::is_floating_point_v<Number>) {
        return std::abs(u);  // clears the sign of -0 and vectorizes
    } else {
        return is_negative(u) ? -u : u;
    }
}

// std::log1p, expm1, cbrt and hypot take no complex numbers.
template <class Number>
Number log_1p(Number const& u) {
    using std::log;
    using std::log1p;
    if constexpr (is_complex<Number>::value) {
        return log(Number(1) + u);
    } else {
        return log1p(u);
    }
}
template <class Number>
Number exp_m1(Number const& u) {
    using std::exp;
    using std::expm1;
    if constexpr (is_complex<Number>::value) {
        return exp(u) - Number(1);
    } else {
        return expm1(u);
    }
}
/// u / (1 + exp(-u)). Far out exp is taken in two factors: neither is as small as the product, which may be subnormal.
template <class Number>
Number times_sigmoid(Number const& u) {
    using std::exp;
    Number const size = magnitude(u);
    auto const is_far = is_negative(Number(Number(60) - size));
    Number const first = exp(Number(choose(is_far, Number(-size / Number(2)), Number(-size))));
    Number const second = choose(is_far, first, Number(1));
    return choose(is_negative(u), Number(u * first * second), u) / (Number(1) + first * second);
}
template <class Number>
Number cube_root(Number const& u) {
    using std::cbrt;
    using std::pow;
    if constexpr (is_complex<Number>::value) {
        auto const third = typename Number::value_type(1) / 3;
        return is_negative(u) ? -pow(-u, third) : pow(u, third);
    } else {
        return cbrt(u);
    }
}
/// Without overflow of the squares for machine numbers only.
template <class Number>
Number length_of(Number const& u, Number const& v) {
    using std::sqrt;
    if constexpr (std::is_floating_point_v<Number>) {
        return std::hypot(u, v);
    } else {
        return sqrt(Number(u * u + v * v));
    }
}
/// The inverse hyperbolic functions of <cmath> and <complex>; of wider numbers, written so that nothing is lost near 0.
template <class Number>
Number area_sinh(Number const& u) {
    using std::sqrt;
    if constexpr (std::is_floating_point_v<Number> || is_complex<Number>::value) {
        return std::asinh(u);
    } else {
        Number const size = u < 0 ? Number(-u) : u;
        Number const result = log_1p(Number(size + size * size / (1 + sqrt(Number(1 + size * size)))));
        return u < 0 ? Number(-result) : result;
    }
}
template <class Number>
Number area_cosh(Number const& u) {
    using std::sqrt;
    if constexpr (std::is_floating_point_v<Number> || is_complex<Number>::value) {
        return std::acosh(u);
    } else {
        Number const above = u - 1;
        return log_1p(Number(above + sqrt(Number(above * (u + 1)))));
    }
}
template <class Number>
Number area_tanh(Number const& u) {
    if constexpr (std::is_floating_point_v<Number> || is_complex<Number>::value) {
        return std::atanh(u);
    } else {
        return (log_1p(u) - log_1p(Number(-u))) / 2;
    }
}

}  // namespace iverson::functions
