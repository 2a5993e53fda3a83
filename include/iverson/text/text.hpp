// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "diagnostic.hpp"

#include "../graph/formula.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Formulas as text, read and written while the program runs. The notation: docs/text.md.
namespace iverson {

/// What was read: a completed formula, or why there is none.
struct reading {
    graph::formula formula;
    std::optional<diagnostic> error;
    /// Why no data fits the formula, where its ranges tell: it means something, and every binding is refused.
    std::optional<diagnostic> misfit;

    explicit operator bool() const { return !error.has_value(); }
};

/// Reads text: equations, declarations and functions in lines.
/// Errors:  the first one, with its place; `file` is how the place names the text.
reading parse(std::string_view source, std::string_view file = "formula");

/// Reads LaTeX: one formula, a display with several, or a document whose displays are read one after the other.
/// In LaTeX f(u) is a product unless f is a function of the table or among the unknown functions.
/// Errors:  what cannot be read is refused with its place, never guessed.
reading parse_latex(std::string_view source, std::string_view file = "formula",
                    std::vector<std::string> const& unknown_functions = {});

/// The formula that the text means. Errors: syntax_error.
graph::formula parsed(std::string_view source);
graph::formula parsed_latex(std::string_view source);

/// The formula as text that `parse` reads back to an equal formula.
/// Errors:  std::invalid_argument if the formula has failed, or if the notation has no words for it.
std::string to_text(graph::formula const& f);

/// Whether two formulas are the same but for the names of bound indices: the same equations in the same order, the same
/// terms, ranges and guards. (`verify::equal` asks whether they have the same values.)
bool same(graph::formula const& a, graph::formula const& b);

}  // namespace iverson
