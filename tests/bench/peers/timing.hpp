// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../race.hpp"

#include <string>
#include <vector>

namespace peers {

struct timing {
    double seconds = 0;  ///< the median of the repetitions
    double scatter = 0;  ///< their standard deviation by the median
};

struct pace {
    int repetitions = 11;
    double least_seconds = 0.01;  ///< of each repetition
    bool wall =
        false;  ///< wall time, for several threads; otherwise CPU time, so that others' turns do not count
};

/// All kernels, their repetitions in random order, one timing for each.
std::vector<timing> time(std::vector<race::kernel> const&, pace const&);

}  // namespace peers
