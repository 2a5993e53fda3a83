// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/functions/table.hpp>

#include <string>
#include <tuple>

/// The table of docs/functions.md as the rows say it.
namespace documentation {

inline std::string yes_if(bool what) { return what ? "yes" : ""; }

/// Bars end a cell in Markdown.
inline std::string cell(std::string_view text) {
    std::string result;
    for (char c : text) {
        result += c == '|' ? "\\|" : std::string(1, c);
    }
    return result;
}

template <class Row>
std::string line_of(Row const& row) {
    std::string const arguments = row.arity == 0 ? "" : row.arity == 1 ? "(u)" : "(u, v)";
    std::string const numbers = row.is_arithmetic  ? "all, fractions too"
                                : row.is_real_only ? "real"
                                                   : "real, complex";
    return "| `" + std::string{row.name} + arguments + "` | `" + cell(row.latex) + "` | " +
           cell(row.facts.domain) + " | " + cell(row.facts.kinks) + " | " + yes_if(row.facts.zero_at_zero) +
           " | " + std::to_string(row.facts.cost) + " | " + numbers + " | " + cell(row.facts.source) + " |\n";
}

inline std::string table() {
    std::string result = "| function | LaTeX | domain of the function and its slopes | at a kink | f(0) = 0 "
                         "| cost | numbers | slope from |\n"
                         "|---|---|---|---|---|---|---|---|\n";
    std::apply([&](auto const&... row) { ((result += line_of(row)), ...); }, iverson::functions::table);
    return result;
}

}  // namespace documentation
