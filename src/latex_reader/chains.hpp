// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../syntax/derivation.hpp"
#include "tokens.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Derivations as they are written: chains of equalities, with prose around them.
namespace iverson::latex_reader {

using syntax::passage;
using syntax::written_chain;
using syntax::written_derivation;
using syntax::written_value;

/// The parts of a document in LaTeX or Markdown. Throws syntax::failure where a display is not closed.
std::vector<passage> passages_of(std::string_view source);

/// Reads a value in which these names are indices; its items are added, without places. -1 where it cannot be read.
int read_value(std::string_view text, std::vector<std::string> const& indices, syntax::document& into);

/// Reads a document; what cannot be read stays, with its reason. Throws syntax::failure where it cannot be divided into parts.
written_derivation read_derivation(std::string_view source);

}  // namespace iverson::latex_reader
