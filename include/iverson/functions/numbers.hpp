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

template <class Number>
constexpr bool is_negative(Number const& u) {
    return real_of(u) < 0;
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

// std::log1p, expm1 and cbrt take no complex numbers.
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

}  // namespace iverson::functions
