// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>

namespace iverson::cli {

/// Runs the work on a stack that is large enough for the deepest formula that the readers let pass: the passes recurse
/// over formulas. Exceptions come through.
void run_deep(std::function<void()> const& work);

}  // namespace iverson::cli
