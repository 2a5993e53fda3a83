// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The rules by which derivations go on, in words and with examples.
namespace iverson::rules {

/// Which derivative of the example by x shows the rule.
enum class kind : std::uint8_t { gradient, jacobian, tangent };

struct rule {
    std::string_view name;     ///< as in the tables of the engine, and in the lines of derivations
    std::string_view law;      ///< LaTeX
    std::string_view meaning;  ///< in words
    std::string_view example;  ///< a formula in text, in whose derivative by x the rule is used
    kind shown_by = kind::gradient;
};

/// All rules that lines of a derivation may name, in the order of the engine's tables.
std::vector<rule> all();

/// The line of the example that used the rule, with the line before it as text; as LaTeX where a form gets its name.
struct use {
    std::string before;
    std::string after;
};
/// Nothing if the example does not use the rule.
std::optional<use> example_of(rule const& r);

/// A named form and the sum that it is: (w * x)_t.
struct form {
    std::string_view name;
    std::string_view law;
};
std::vector<form> forms();

}  // namespace iverson::rules
