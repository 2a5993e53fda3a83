// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tokens.hpp"

/// Writings of one thing that differ only on paper.
namespace iverson::latex_reader {

/// Writes tokens in the words that the parser knows: \triangleq and \overset{a}{=} as =, arrows between formulas as the end of a
/// line, \partial E / \partial x_k, \partial_{x_k} E, \nabla_{x_k} E and [\nabla_x E]_k as fractions, \mathrm{d} as d.
std::vector<token> in_plain_notation(std::vector<token> all);

}  // namespace iverson::latex_reader
