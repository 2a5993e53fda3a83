// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "lane_functions.hpp"
#include "numbers.hpp"
#include "row.hpp"
#include "special.hpp"

#include <string_view>
#include <tuple>

/// THE TABLE: one row for each scalar function. To add one, write its row and put its name into the list below the rows;
/// the tests walk the list. In a slope, u and v are the arguments and f the value; other functions of terms are found by ADL.
/// Powers u^v are no row but a node of the graph, with rules of their own.
/// Sources: DLMF = NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov.
namespace iverson::functions {

// clang-format off
inline constexpr auto pi = function("pi", R"(\pi)",
    {.cost = 1, .domain = "a constant", .source = "DLMF 3.12.1"},
    constant{[]<class U>() -> U { return circle_constant<U>(); }});

inline constexpr auto exp = function("exp", R"(\exp)",
    {.source = "DLMF 4.7.7"},
    in_lanes{[]<class U>(U const& u) -> U { using std::exp; return exp(u); }},
    [](auto const&, auto const& f) { return f; });

inline constexpr auto log = function("log", R"(\log)",
    {.domain = "u > 0", .inside = [](double u) { return u > 0; }, .source = "DLMF 4.7.1"},
    in_lanes{[]<class U>(U const& u) -> U { using std::log; return log(u); }},
    [](auto const& u, auto const&) { return 1 / u; });

inline constexpr auto sqrt = function("sqrt", R"(\sqrt)",
    {.zero_at_zero = true, .cost = 8, .domain = "u > 0 (at 0 it has a value and no slope)",
     .inside = [](double u) { return u > 0; }, .source = "DLMF 4.7.9 with a = 1/2"},
    in_lanes{[]<class U>(U const& u) -> U { using std::sqrt; return sqrt(u); }},
    [](auto const&, auto const& f) { return 1 / (2 * f); });

inline constexpr auto cbrt = function("cbrt", R"(\operatorname{cbrt})",
    {.zero_at_zero = true, .domain = "u != 0 (at 0 it has a value and no slope)",
     .inside = [](double u) { return u != 0; }, .source = "DLMF 4.7.9 with a = 1/3"},
    []<class U>(U const& u) -> U { return cube_root(u); },
    [](auto const&, auto const& f) { return 1 / (3 * square(f)); });

inline constexpr auto expm1 = function("expm1", R"(\operatorname{expm1})",
    {.zero_at_zero = true, .source = "DLMF 4.7.7; expm1 u = exp u - 1"},
    in_lanes{[]<class U>(U const& u) -> U { return exp_m1(u); }},
    [](auto const&, auto const& f) { return f + 1; });

inline constexpr auto log1p = function("log1p", R"(\operatorname{log1p})",
    {.zero_at_zero = true, .domain = "u > -1", .inside = [](double u) { return u > -1; },
     .source = "DLMF 4.7.1; log1p u = log(1 + u)"},
    in_lanes{[]<class U>(U const& u) -> U { return log_1p(u); }},
    [](auto const& u, auto const&) { return 1 / (1 + u); });

inline constexpr auto sin = function("sin", R"(\sin)",
    {.zero_at_zero = true, .source = "DLMF 4.20.1"},
    in_lanes{[]<class U>(U const& u) -> U { using std::sin; return sin(u); }},
    [](auto const& u, auto const&) { using std::cos; return cos(u); });

inline constexpr auto cos = function("cos", R"(\cos)",
    {.source = "DLMF 4.20.2"},
    in_lanes{[]<class U>(U const& u) -> U { using std::cos; return cos(u); }},
    [](auto const& u, auto const&) { using std::sin; return -sin(u); });

inline constexpr auto tan = function("tan", R"(\tan)",
    {.zero_at_zero = true, .domain = "cos u != 0", .inside = [](double u) { return std::cos(u) != 0; },
     .source = "DLMF 4.20.3 with 4.14.5"},
    in_lanes{[]<class U>(U const& u) -> U { using std::tan; return tan(u); }},
    [](auto const&, auto const& f) { return 1 + square(f); });

inline constexpr auto asin = function("asin", R"(\arcsin)",
    {.zero_at_zero = true, .domain = "-1 < u < 1", .inside = [](double u) { return -1 < u && u < 1; },
     .source = "DLMF 4.24.7"},
    []<class U>(U const& u) -> U { using std::asin; return asin(u); },
    [](auto const& u, auto const&) { using std::sqrt; return 1 / sqrt(1 - square(u)); });

inline constexpr auto acos = function("acos", R"(\arccos)",
    {.domain = "-1 < u < 1", .inside = [](double u) { return -1 < u && u < 1; }, .source = "DLMF 4.24.8"},
    []<class U>(U const& u) -> U { using std::acos; return acos(u); },
    [](auto const& u, auto const&) { using std::sqrt; return -1 / sqrt(1 - square(u)); });

inline constexpr auto atan = function("atan", R"(\arctan)",
    {.zero_at_zero = true, .source = "DLMF 4.24.9"},
    []<class U>(U const& u) -> U { using std::atan; return atan(u); },
    [](auto const& u, auto const&) { return 1 / (1 + square(u)); });

inline constexpr auto atan2 = function("atan2", R"(\operatorname{atan2})",
    {.zero_at_zero = true, .cost = 40, .domain = "all u, v but u = 0, v <= 0, where the angle of the point (v, u) jumps",
     .inside = [](double u, double v) { return u != 0 || v > 0; }, .source = "DLMF 4.24.9; atan2(u, v) is atan(u / v) and a constant"},
    real_only{[]<class U>(U const& u, U const& v) -> U { using std::atan2; return atan2(u, v); }},
    [](auto const& u, auto const& v, auto const&) { return v / (square(u) + square(v)); },
    [](auto const& u, auto const& v, auto const&) { return -u / (square(u) + square(v)); });

inline constexpr auto hypot = function("hypot", R"(\operatorname{hypot})",
    {.zero_at_zero = true, .cost = 12, .domain = "(u, v) != (0, 0) (there it has a value and no slopes)",
     .inside = [](double u, double v) { return u != 0 || v != 0; }, .source = "DLMF 4.7.9; hypot(u, v) = sqrt(u^2 + v^2)"},
    []<class U>(U const& u, U const& v) -> U { return length_of(u, v); },
    [](auto const& u, auto const&, auto const& f) { return u / f; },
    [](auto const&, auto const& v, auto const& f) { return v / f; });

inline constexpr auto sinh = function("sinh", R"(\sinh)",
    {.zero_at_zero = true, .source = "DLMF 4.34.1"},
    in_lanes{[]<class U>(U const& u) -> U { using std::sinh; return sinh(u); }},
    [](auto const& u, auto const&) { using std::cosh; return cosh(u); });

inline constexpr auto cosh = function("cosh", R"(\cosh)",
    {.source = "DLMF 4.34.2"},
    in_lanes{[]<class U>(U const& u) -> U { using std::cosh; return cosh(u); }},
    [](auto const& u, auto const&) { using std::sinh; return sinh(u); });

inline constexpr auto tanh = function("tanh", R"(\tanh)",
    {.zero_at_zero = true, .source = "DLMF 4.34.3 with 4.28.9"},
    in_lanes{[]<class U>(U const& u) -> U { using std::tanh; return tanh(u); }},
    [](auto const&, auto const& f) { return 1 - square(f); });

inline constexpr auto asinh = function("asinh", R"(\operatorname{arsinh})",
    {.zero_at_zero = true, .cost = 30, .source = "DLMF 4.38.9"},
    []<class U>(U const& u) -> U { return area_sinh(u); },
    [](auto const& u, auto const&) { using std::sqrt; return 1 / sqrt(1 + square(u)); });

inline constexpr auto acosh = function("acosh", R"(\operatorname{arcosh})",
    {.cost = 30, .domain = "u > 1 (at 1 it has a value and no slope)", .inside = [](double u) { return u > 1; },
     .source = "DLMF 4.38.10"},
    []<class U>(U const& u) -> U { return area_cosh(u); },
    [](auto const& u, auto const&) { using std::sqrt; return 1 / (sqrt(u - 1) * sqrt(u + 1)); });

inline constexpr auto atanh = function("atanh", R"(\operatorname{artanh})",
    {.zero_at_zero = true, .cost = 30, .domain = "-1 < u < 1", .inside = [](double u) { return -1 < u && u < 1; },
     .source = "DLMF 4.38.11"},
    []<class U>(U const& u) -> U { return area_tanh(u); },
    [](auto const& u, auto const&) { return 1 / (1 - square(u)); });

inline constexpr auto erf = function("erf", R"(\operatorname{erf})",
    {.zero_at_zero = true, .cost = 30, .source = "DLMF 7.2.1"},
    real_only{[]<class U>(U const& u) -> U { return error_function(u); }},
    [](auto const& u, auto const&) { using std::exp; using std::sqrt; return 2 * exp(-square(u)) / sqrt(pi(u)); });

inline constexpr auto erfc = function("erfc", R"(\operatorname{erfc})",
    {.cost = 30, .source = "DLMF 7.2.2; erfc u = 1 - erf u"},
    real_only{[]<class U>(U const& u) -> U { return error_complement(u); }},
    [](auto const& u, auto const&) { using std::exp; using std::sqrt; return -2 * exp(-square(u)) / sqrt(pi(u)); });

inline constexpr auto polygamma = function("polygamma", R"(\psi^{(#1)}(#2))",
    {.cost = 150, .domain = "u = 0, 1, ..., 100 and v > 0; no slope by u",
     .inside = [](double u, double v) { return u >= 0 && u <= 100 && u == static_cast<int>(u) && v > 0; },
     .source = "DLMF 5.15.1; polygamma(n, v) is the derivative number n of digamma"},
    real_only{[]<class U>(U const& u, U const& v) -> U { return polygamma_of(u, v); }},
    no_slope{},
    [](auto const& u, auto const& v, auto const&) { return next_polygamma(u, v); });

inline constexpr auto trigamma = function("trigamma", R"(\psi_1)",
    {.cost = 100, .domain = "u > 0", .inside = [](double u) { return u > 0; }, .source = "DLMF 5.15.1"},
    real_only{[]<class U>(U const& u) -> U { return polygamma_of(1, u); }},
    [](auto const& u, auto const&) { return polygamma(number_like(u, 2), u); });

inline constexpr auto digamma = function("digamma", R"(\psi)",
    {.cost = 100, .domain = "u > 0", .inside = [](double u) { return u > 0; }, .source = "DLMF 5.15.1"},
    real_only{[]<class U>(U const& u) -> U { return polygamma_of(0, u); }},
    [](auto const& u, auto const&) { return trigamma(u); });

inline constexpr auto lgamma = function("lgamma", R"(\operatorname{lgamma})",
    {.cost = 60, .domain = "u > 0", .inside = [](double u) { return u > 0; },
     .source = "DLMF 5.2.2; lgamma u = log Gamma(u)"},
    real_only{[]<class U>(U const& u) -> U { return log_gamma(u); }},
    [](auto const& u, auto const&) { return digamma(u); });

inline constexpr auto sigmoid = function("sigmoid", R"(\sigma)",
    {.source = "quotient rule; sigma(u) = 1 / (1 + exp(-u))"},
    in_lanes{[]<class U>(U const& u) -> U { using std::exp; U const e = exp(U(-magnitude(u))); return choose(is_negative(u), e, U(1)) / (U(1) + e); }},
    [](auto const&, auto const& f) { return f * (1 - f); });

inline constexpr auto softplus = function("softplus", R"(\operatorname{softplus})",
    {.cost = 40, .source = "chain rule; softplus u = log(1 + exp u), written so that exp does not overflow"},
    in_lanes{[]<class U>(U const& u) -> U { using std::exp; U const rest = log_1p(U(exp(U(-magnitude(u))))); return choose(is_negative(u), rest, U(u + rest)); }},
    [](auto const& u, auto const&) { return sigmoid(u); });

inline constexpr auto silu = function("silu", R"(\operatorname{silu})",
    {.zero_at_zero = true, .source = "product rule; silu u = u sigma(u)"},
    in_lanes{[]<class U>(U const& u) -> U { return times_sigmoid(u); }},
    [](auto const& u, auto const& f) { return sigmoid(u) + f * (1 - sigmoid(u)); });

inline constexpr auto heaviside = function("heaviside", R"(\operatorname{heaviside})",
    {.zero_at_zero = true, .cost = 1, .domain = "u != 0 for the slope", .inside = [](double u) { return u != 0; },
     .kinks = "heaviside(0) = 0, slope 0", .source = "constant on either side of 0"},
    in_lanes{arithmetic{[]<class U>(U const& u) -> U { return step_of(u); }}},
    [](auto const&, auto const&) { return 0; });

inline constexpr auto sign = function("sign", R"(\operatorname{sign})",
    {.zero_at_zero = true, .cost = 1, .domain = "u != 0 for the slope", .inside = [](double u) { return u != 0; },
     .kinks = "sign(0) = 0, slope 0", .source = "constant on either side of 0"},
    in_lanes{arithmetic{[]<class U>(U const& u) -> U { return sign_of(u); }}},
    [](auto const&, auto const&) { return 0; });

inline constexpr auto abs = function("abs", R"(\left\lvert #1\right\rvert)",
    {.zero_at_zero = true, .cost = 1, .domain = "every real u; a kink at 0", .inside = [](double u) { return u != 0; },
     .kinks = "abs'(0) = 0", .source = "linear on either side of 0"},
    in_lanes{arithmetic{[]<class U>(U const& u) -> U { return magnitude(u); }}},
    [](auto const& u, auto const&) { return sign(u); });

inline constexpr auto relu = function("relu", R"(\operatorname{relu})",
    {.zero_at_zero = true, .cost = 1, .domain = "every real u; a kink at 0", .inside = [](double u) { return u != 0; },
     .kinks = "relu'(0) = 0", .source = "linear on either side of 0"},
    in_lanes{arithmetic{[]<class U>(U const& u) -> U { return positive_part(u); }}},
    [](auto const& u, auto const&) { return heaviside(u); });

inline constexpr auto leaky_relu = function("leaky_relu", R"(\operatorname{LeakyReLU})",
    {.zero_at_zero = true, .cost = 2, .domain = "every real u; a kink at 0", .inside = [](double u) { return u != 0; },
     .kinks = "leaky_relu'(0) = 1/100", .source = "linear on either side of 0: u for u > 0, u / 100 for u < 0"},
    in_lanes{arithmetic{[]<class U>(U const& u) -> U { return choose(is_negative(u), U(u / U(100)), u); }}},
    [](auto const& u, auto const&) { return heaviside(u) + (1 - heaviside(u)) / 100; });

inline constexpr auto maximum = function("maximum", R"(\max)",
    {.zero_at_zero = true, .cost = 1, .domain = "all real u, v; a kink at u = v", .inside = [](double u, double v) { return u != v; },
     .kinks = "of equal ones the first: its slope is 1", .source = "one of its arguments; a NaN if one of them is"},
    in_lanes{arithmetic{[]<class U>(U const& u, U const& v) -> U { return greater_of(u, v); }}},
    [](auto const& u, auto const& v, auto const&) { return is_at_most(v, u); },
    [](auto const& u, auto const& v, auto const&) { return is_less(u, v); });

inline constexpr auto minimum = function("minimum", R"(\min)",
    {.zero_at_zero = true, .cost = 1, .domain = "all real u, v; a kink at u = v", .inside = [](double u, double v) { return u != v; },
     .kinks = "of equal ones the first: its slope is 1", .source = "one of its arguments; a NaN if one of them is"},
    in_lanes{arithmetic{[]<class U>(U const& u, U const& v) -> U { return smaller_of(u, v); }}},
    [](auto const& u, auto const& v, auto const&) { return is_at_most(u, v); },
    [](auto const& u, auto const& v, auto const&) { return is_less(v, u); });

inline constexpr auto elu = function("elu", R"(\operatorname{ELU})",
    {.zero_at_zero = true, .domain = "every real u; at 0 the second derivative jumps",
     .inside = [](double u) { return u != 0; }, .source = "u for u > 0, exp u - 1 for u < 0; the slope is exp(min(u, 0))"},
    in_lanes{[]<class U>(U const& u) -> U { return choose(is_negative(u), U(exp_m1(u)), u); }},
    [](auto const& u, auto const&) { using std::exp; return exp(minimum(u, 0)); });

inline constexpr auto gelu = function("gelu", R"(\operatorname{GELU})",
    {.zero_at_zero = true, .cost = 35, .source = "product rule with DLMF 7.2.2; gelu u = u (1 + erf(u / sqrt 2)) / 2"},
    real_only{[]<class U>(U const& u) -> U { using std::sqrt; return u * error_complement(U(-u / sqrt(U(2)))) / 2; }},
    [](auto const& u, auto const&) {
        using std::exp;
        using std::sqrt;
        return erfc(-u / sqrt(number_like(u, 2))) / 2 + u * exp(-square(u) / 2) / sqrt(2 * pi(u));
    });
// clang-format on

// clang-format off
/// The names of all functions, for code that needs one line for each of them; the constants have no arguments.
#define IVERSON_FOR_EACH_FUNCTION(use)                                                                            \
    use(exp) use(log) use(sqrt) use(cbrt) use(expm1) use(log1p) use(sin) use(cos) use(tan) use(asin) use(acos)    \
    use(atan) use(atan2) use(hypot) use(sinh) use(cosh) use(tanh) use(asinh) use(acosh) use(atanh) use(sigmoid)   \
    use(softplus) use(silu) use(elu) use(gelu) use(erf) use(erfc) use(lgamma) use(digamma) use(trigamma)          \
    use(polygamma) use(heaviside) use(sign) use(abs) use(relu) use(leaky_relu) use(maximum) use(minimum)
#define IVERSON_FOR_EACH_CONSTANT(use) use(pi)
// clang-format on

#define IVERSON_LIST(name) , name
template <class... Rows>
constexpr std::tuple<Rows...> rows_after(int, Rows... rows) {
    return {rows...};
}
inline constexpr auto table =
    rows_after(0 IVERSON_FOR_EACH_CONSTANT(IVERSON_LIST) IVERSON_FOR_EACH_FUNCTION(IVERSON_LIST));
#undef IVERSON_LIST

/// Calls visit(row) with the row of that name, out of the table or a tuple of a user's rows; false if there is none.
template <class Rows, class Visit>
constexpr bool visit_row(Rows const& rows, std::string_view name, Visit&& visit) {
    return std::apply(
        [&](auto const&... row) {
            return (... || (row.name == name ? (static_cast<void>(visit(row)), true) : false));
        },
        rows);
}

}  // namespace iverson::functions
