// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "repair.hpp"

namespace iverson::check {

/// What the chain rule says of dE/dx: what E itself reads of x, and a term for every definition that reads x. -1 if `left` is no
/// gradient, or nothing reads x.
int by_chain_rule(workshop& w, int left);

}  // namespace iverson::check
