// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

/// What one row of the function table is. A user's own function is one such row; see `iverson::function`.
namespace iverson::functions {

/// What is to be known of a function beside its value and slope. All members have defaults, so that a row states only
/// what is particular to it.
struct properties {
    bool zero_at_zero = false;                             ///< f(0) = 0, so that f(u) is 0 wherever u is
    int cost = 20;                                         ///< of one value, in units of one + - * /
    std::string_view domain = "every real u";              ///< where f and its slope are defined, in words
    bool (*inside)(double) = [](double) { return true; };  ///< the same as a predicate
    std::string_view kinks = "";   ///< the value chosen for the slope where there is none
    std::string_view source = "";  ///< where the derivative is to be found
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

    static constexpr int arity = sizeof...(Slopes) == 0 ? 1 : static_cast<int>(sizeof...(Slopes));
    static constexpr bool has_slopes = sizeof...(Slopes) > 0;

    std::string_view name;
    std::string_view latex;
    properties facts;

    /// f(u...), in the number type of the first argument.
    template <class Number, class... Rest>
    static constexpr Number value(Number const& u, Rest const&... rest) {
        return static_cast<Number>(Value{}(u, rest...));
    }

    /// d f / d argument number `Which`, given the arguments and then f. The type is the slope's own: `term`s stay terms.
    template <std::size_t Which = 0, class... Arguments>
    static constexpr auto slope(Arguments const&... arguments_and_f) {
        return std::tuple_element_t<Which, std::tuple<Slopes...>>{}(arguments_and_f...);
    }

    /// f(u...) of numbers is its value; of formulas (anything for which ADL finds `apply_row`) it is a formula.
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
