// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../syntax/derivation.hpp"

#include <string_view>

/// Derivations in the notation of docs/text.md: lines left = value = value ..., with comments around them.
namespace iverson::text_reader {

/// Reads a text; a line that cannot be read stays, with its reason. A comment that begins with ## is a heading.
/// Throws syntax::failure where the text has characters of no notation.
syntax::written_derivation read_derivation(std::string_view source);

/// Reads a value; its items are added, without places. -1 where it cannot be read.
int read_value(std::string_view text, syntax::document& into);

}  // namespace iverson::text_reader
