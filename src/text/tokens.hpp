// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../syntax/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace iverson::text_reader {

enum class token_kind : std::uint8_t { name, number, sign, line_end, end };

struct token {
    token_kind kind = token_kind::end;
    syntax::place at;
    std::string text;  ///< of a name or sign
    graph::rational value;
};

/// The tokens of a source; the line ends inside parentheses, and those beside a sign that goes on, are left out.
/// Throws syntax::failure.
std::vector<token> tokens_of(std::string_view source);

}  // namespace iverson::text_reader
