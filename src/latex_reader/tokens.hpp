// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../syntax/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace iverson::latex_reader {

enum class token_kind : std::uint8_t { command, letter, number, sign, line_break, end };

struct token {
    token_kind kind = token_kind::end;
    syntax::place at;
    std::string text;  ///< of a command without its backslash
    graph::rational value;
};

/// The part of a document that is a display, as bytes begin .. end - 1.
using display = syntax::place;

/// The displays of a document; one that has none is a display as a whole.
std::vector<display> displays_of(std::string_view source);

/// What closes the environment of formulas that opens at this place; empty if none opens there.
std::string environment_close(std::string_view source, std::size_t at);

/// The tokens of a display. Spaces, alignment, sizes of parentheses and labels are left out. Throws syntax::failure.
std::vector<token> tokens_of(std::string_view source, display where);

}  // namespace iverson::latex_reader
