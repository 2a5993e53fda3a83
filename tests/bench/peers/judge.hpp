// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "workload.hpp"

namespace peers {

/// What is wrong with the results of one run, as a sentence; empty if each entry is within its bound, or within `bound` where
/// that is above 0.
std::string fault(workload const&, truth const&, race::kernel const&, double bound = 0);

/// What is wrong with either of Iverson's ways: a result, or a call of malloc.
std::string own_fault(workload const&, truth const&);

}  // namespace peers
