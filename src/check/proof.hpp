// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "judge.hpp"

namespace iverson::check {

/// Whether the engine proves that a line follows: both sides have one canonical form, the derivative on the left derived. False
/// says nothing.
bool is_proved(document const& d, scope const& s, surroundings const& around, int before, int here);

}  // namespace iverson::check
