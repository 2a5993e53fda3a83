// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace race {

/// How often this program has called malloc or aligned_alloc, in which Eigen and the operators new end; always 0 where glibc is not.
long allocations();

}  // namespace race
