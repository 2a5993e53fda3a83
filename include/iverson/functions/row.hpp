// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "lane_number.hpp"

#include <concepts>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

/// What one row of the function table is. A user's own function is one such row; see `iverson::function`.
namespace iverson::functions {

/// Whether a function and its slopes are defined at a point, told by a predicate of one argument or of two. A function of
/// other arity has no such predicate: it is defined everywhere.
struct domain_test {
    bool (*one)(double) = nullptr;
    bool (*two)(double, double) = nullptr;

    constexpr domain_test() = default;
    template <std::predicate<double> Test>
    constexpr domain_test(Test test) : one{test} {}  // NOLINT: a predicate is a test
    template <std::predicate<double, double> Test>
    constexpr domain_test(Test test) : two{test} {}  // NOLINT: a predicate is a test

    constexpr bool operator()(double u) const { return one == nullptr || one(u); }
    constexpr bool operator()(double u, double v) const { return two == nullptr || two(u, v); }
};

/// What is to be known of a function beside its value and slope. All members have defaults, so that a row states only
/// what is particular to it.
struct properties {
    bool zero_at_zero = false;  ///< f(0, ..., 0) = 0, so that f is 0 wherever all its arguments are
    int cost = 20;              ///< of one value, in units of one + - * /
    std::string_view domain = "every real u";  ///< where f and its slopes are defined, in words
    domain_test inside = {};                   ///< the same as a predicate
    std::string_view kinks = "";               ///< the value chosen for the slope where there is none
    std::string_view source = "";              ///< where the derivative is to be found
};

// What the value of a row can be computed in. A plain lambda: real and complex numbers with the functions of <cmath>.
/// A value that needs only + - * / and an order, and so exists in fractions too: arithmetic{[](auto u) { return u * u; }}.
template <class Lambda>
struct arithmetic : Lambda {
    using Lambda::operator();
};
template <class Lambda>
arithmetic(Lambda) -> arithmetic<Lambda>;

/// A value that is not computed in complex numbers.
template <class Lambda>
struct real_only : Lambda {
    using Lambda::operator();
};
template <class Lambda>
real_only(Lambda) -> real_only<Lambda>;

/// A function of no argument, such as pi: constant{[]<class U>() -> U { ... }}, for machine numbers at compile time.
template <class Lambda>
struct constant : Lambda {
    using Lambda::operator();
};
template <class Lambda>
constant(Lambda) -> constant<Lambda>;

/// A value whose text has no branch that depends on an argument, so that the lanes of a vector register are computed by it at
/// once: in_lanes{[](auto u) { using std::exp; return u / (1 + exp(-u)); }}. It uses + - * /, what lane_number.hpp and
/// lane_functions.hpp have, and for a branch choose(is_negative(u), ..., ...). Other values are computed lane by lane. Outermost
/// of several kinds: in_lanes{arithmetic{...}}.
template <class Value>
struct in_lanes : Value {
    using Value::operator();
};
template <class Value>
in_lanes(Value) -> in_lanes<Value>;

template <class Value>
inline constexpr bool is_in_lanes = false;
template <class Value>
inline constexpr bool is_in_lanes<in_lanes<Value>> = true;

template <template <class> class Kind, class Value>
struct is_kind : std::false_type {};
template <template <class> class Kind, class Lambda>
struct is_kind<Kind, Kind<Lambda>> : std::true_type {};
template <template <class> class Kind, class Value>
struct is_kind<Kind, in_lanes<Value>> : is_kind<Kind, Value> {};

/// Stands for the slope by an argument for which there is none, such as the order of polygamma.
struct no_slope {
    template <class... Arguments>
    constexpr no_slope operator()(Arguments const&...) const {
        return {};
    }
};

/// One scalar function: its names, its value and its slopes (one for each argument; none if it cannot be derived).
/// Value and slopes are captureless generic lambdas, so that one text serves every number type and the graph's terms:
///   value(u...)       numbers only; written with unqualified std functions (`using std::exp; exp(u)`)
///   slope(u..., f)    numbers and terms; f is the value already known, so that tanh' is 1 - f^2 and not a second tanh
/// Number types whose operators return expression templates are not served: choose them with templates off.
template <class Value, class... Slopes>
struct row {
    static_assert(std::is_empty_v<Value> && (std::is_empty_v<Slopes> && ...),
                  "the value and the slopes of a function are lambdas without captures");

    static constexpr bool is_arithmetic = is_kind<arithmetic, Value>::value;
    static constexpr bool is_real_only = is_kind<real_only, Value>::value;
    static constexpr bool is_constant = is_kind<constant, Value>::value;
    static constexpr bool has_lanes = is_in_lanes<Value>;
    static constexpr int arity = is_constant              ? 0
                                 : sizeof...(Slopes) == 0 ? 1
                                                          : static_cast<int>(sizeof...(Slopes));
    static constexpr bool has_slopes = sizeof...(Slopes) > 0;
    /// Whether the slope by that argument is known.
    template <std::size_t Which>
    static constexpr bool has_slope =
        !std::is_same_v<std::tuple_element_t<Which, std::tuple<Slopes..., no_slope>>, no_slope>;

    std::string_view name;
    std::string_view latex;
    properties facts;

    /// f(u...), in the number type of the first argument.
    template <class Number, class... Rest>
    static constexpr Number value(Number const& u, Rest const&... rest) {
        if constexpr (is_constant) {
            return static_cast<Number>(Value{}.template operator()<Number>());
        } else {
            return static_cast<Number>(Value{}(u, static_cast<Number>(rest)...));
        }
    }
    /// The same for the `arity` numbers that start at `arguments`; none are read for a constant.
    template <class Number>
    static constexpr Number at(Number const* arguments) {
        if constexpr (is_constant) {
            return static_cast<Number>(Value{}.template operator()<Number>());
        } else {
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return value(arguments[I]...);
            }(std::make_index_sequence<static_cast<std::size_t>(arity)>{});
        }
    }

    /// f of `count` numbers, a multiple of Width; those of argument number i start at arguments + i * apart. The results may
    /// replace the first argument. Never inlined, so that one number's result is the same bits wherever it stands.
    template <class T, int Width>
        requires has_lanes
    [[gnu::noinline]] static void at_lanes(T const* arguments, int apart, T* results, int count) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            for (int lane = 0; lane < count; lane += Width) {
                lanes::number<T, Width> const value = Value{}(lanes::number<T, Width>{
                    load_lanes<T, Width>(arguments + static_cast<int>(I) * apart + lane)}...);
                store_lanes<T, Width>(results + lane, value.v);
            }
        }(std::make_index_sequence<static_cast<std::size_t>(arity)>{});
    }

    /// The same for one register of a value that is arithmetic, which may be less work than a call.
    template <class T, int Width>
        requires has_lanes && is_arithmetic
    static void at_register(T const* arguments, T* result) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            lanes::number<T, Width> const value = Value{}(
                lanes::number<T, Width>{load_lanes<T, Width>(arguments + static_cast<int>(I) * Width)}...);
            store_lanes<T, Width>(result, value.v);
        }(std::make_index_sequence<static_cast<std::size_t>(arity)>{});
    }

    /// d f / d argument number `Which`, given the arguments and then f. The type is the slope's own: `term`s stay terms.
    template <std::size_t Which = 0, class... Arguments>
    static constexpr auto slope(Arguments const&... arguments_and_f) {
        return std::tuple_element_t<Which, std::tuple<Slopes...>>{}(arguments_and_f...);
    }

    /// f(u...) of numbers is its value, of formulas (anything for which ADL finds `apply_row`) it is a formula.
    /// A constant takes an argument too, which only tells the kind of number: pi(u).
    template <class First, class... Rest>
    constexpr auto operator()(First const& first, Rest const&... rest) const {
        if constexpr (requires { apply_row(*this, first, rest...); }) {
            return apply_row(*this, first, rest...);
        } else if constexpr (std::is_integral_v<First>) {
            return value(static_cast<double>(first), rest...);
        } else {
            return value(first, rest...);
        }
    }
};

}  // namespace iverson::functions

namespace iverson {

/// Makes a row: the name used in C++ and in text, the LaTeX name, then the value and the slope for each argument.
///     inline constexpr auto swish = iverson::function("swish", R"(\operatorname{swish})",
///         [](auto u) { using std::exp; return u / (1 + exp(-u)); },
///         [](auto u, auto f) { using std::exp; return f / u + f * (1 - f / u); });
/// Without a slope the function may be evaluated, and deriving it is an error.
template <class Value, class... Slopes>
constexpr functions::row<Value, Slopes...> function(std::string_view name, std::string_view latex,
                                                    functions::properties facts, Value, Slopes...) {
    return {name, latex, facts};
}

template <class Value, class... Slopes>
    requires(!std::is_same_v<Value, functions::properties>)
constexpr functions::row<Value, Slopes...> function(std::string_view name, std::string_view latex, Value,
                                                    Slopes...) {
    return {name, latex, {}};
}

}  // namespace iverson
