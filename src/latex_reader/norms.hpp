// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../syntax/tree.hpp"

namespace iverson::latex_reader {

/// \|x - z\|^2, of tensors that have indices elsewhere in the document, is the sum over the indices that are not written. A norm
/// of other tensors stays a call of `norm`.
void write_out_norms(syntax::document& d);

}  // namespace iverson::latex_reader
