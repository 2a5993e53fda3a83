// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "timing.hpp"
#include "workload.hpp"

namespace peers {

/// Fused multiply-adds in independent vector registers, and how many operations one run is.
struct arithmetic_roof {
    race::kernel run;
    double flops;
};
arithmetic_roof arithmetic(bool single);

/// Each input read once and each output written once, by whole vectors, with plain stores or around the caches.
race::kernel traffic(workload const&, bool around_caches);

struct bandwidth {
    double bytes = 0;                                ///< of the memory that is gone through
    double read = 0, write = 0, written_around = 0;  ///< bytes per second
};
std::vector<bandwidth> bandwidths(pace const&, bool tiny);

}  // namespace peers
