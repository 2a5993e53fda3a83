// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/rational.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

/// How names and numbers are written.
namespace iverson::print {

/// Greek names that LaTeX knows (those that look like Latin letters are not in it and are set upright).
inline bool is_greek(std::string_view name) {
    static constexpr std::array<std::string_view, 34> letters = {
        "alpha",   "beta",   "gamma", "delta",   "epsilon", "zeta",  "eta",   "theta", "iota",
        "kappa",   "lambda", "mu",    "nu",      "xi",      "pi",    "rho",   "sigma", "tau",
        "upsilon", "phi",    "chi",   "psi",     "omega",   "Gamma", "Delta", "Theta", "Lambda",
        "Xi",      "Pi",     "Sigma", "Upsilon", "Phi",     "Psi",   "Omega"};
    return std::find(letters.begin(), letters.end(), name) != letters.end();
}

/// The name without the primes at its end.
inline std::string_view stem(std::string_view name) {
    return name.substr(0, name.find_last_not_of('\'') + 1);
}

/// Whether the name is set as one letter, so that it may stand beside another one: i, x', alpha.
inline bool is_letter(std::string_view name) { return stem(name).size() == 1 || is_greek(stem(name)); }

/// A name in LaTeX: x, x', \theta, \mathrm{hidden}. A digit stays in the name (\mathrm{y1}): y_1 is an access.
inline std::string spelled(std::string_view name) {
    std::string_view const word = stem(name);
    std::string const primes{name.substr(word.size())};
    if (word.size() == 1) {
        return std::string{name};
    }
    if (is_greek(word)) {
        return "\\" + std::string{word} + primes;
    }
    std::string escaped;
    for (char c : word) {
        escaped += c == '_' ? "\\_" : std::string(1, c);
    }
    return "\\mathrm{" + escaped + "}" + primes;
}

/// The name of an extent or lower bound. Inferred ones are named after their axis: n_x_0 is n_{x,0}.
inline std::string spelled_extent(std::string_view name) {
    auto const end = name.find('_');
    if (end == std::string_view::npos || end == 0) {
        return spelled(name);
    }
    auto const last = name.rfind('_');
    std::string below =
        last == end ? spelled(name.substr(end + 1)) : spelled(name.substr(end + 1, last - end - 1));
    below += last == end ? "" : "," + std::string{name.substr(last + 1)};
    return spelled(name.substr(0, end)) + "_{" + below + "}";
}

/// The number of digits after the point of a terminating decimal, -1 for a number that has none.
inline int decimal_places(graph::rational value) {
    graph::wide_integer scale = 1;
    for (int places = 0; places <= 18; ++places, scale *= 10) {
        if (scale % value.den() == 0) {
            return places;
        }
    }
    return -1;
}

/// |value| as an integer, a terminating decimal or, if it is neither, numerator and denominator joined by `fraction`.
template <class Fraction>
std::string written(graph::rational value, Fraction fraction) {
    std::int64_t const num = value.num() < 0 ? -value.num() : value.num();
    int const places = decimal_places(value);
    if (places < 0) {
        return fraction(std::to_string(num), std::to_string(value.den()));
    }
    graph::wide_integer digits = num;
    for (int i = 0; i < places; ++i) {
        digits *= 10;
    }
    digits /= value.den();
    std::string result;
    for (int i = 0; digits > 0 || i <= places; ++i, digits /= 10) {
        result.insert(result.begin(), static_cast<char>('0' + static_cast<int>(digits % 10)));
        if (i + 1 == places) {
            result.insert(result.begin(), '.');
        }
    }
    return result;
}

/// Joins the parts with a separator.
template <class Parts>
std::string joined(Parts const& parts, std::string_view separator) {
    std::string result;
    for (auto const& part : parts) {
        result += result.empty() ? "" : separator;
        result += part;
    }
    return result;
}

}  // namespace iverson::print
