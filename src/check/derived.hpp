// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scope.hpp"

#include <string>

namespace iverson::check {

/// What the engine derives for a derivative on the left of a chain, as LaTeX in the indices of the chain; empty where it derives
/// nothing from the definitions.
std::string derived_line(document const& d, scope const& s, int left);

}  // namespace iverson::check
