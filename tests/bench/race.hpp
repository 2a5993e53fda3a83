// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <Eigen/Core>

#include <functional>
#include <string>
#include <vector>

/// A race: the same result from the same inputs, by hand and by Iverson, timed in one run.
namespace race {

using kernel = std::function<void()>;

/// Iverson's two ways to run the same plan.
struct ways {
    kernel checked;   ///< evaluate_into: binding, checks and loops in each call
    kernel prepared;  ///< what prepare(...) made: the loops alone, as those by hand
};

struct entry {
    std::string what;           ///< the formula
    Eigen::Index extent = 0;    //
    std::vector<kernel> plain;  ///< by hand at -O3, in each loop order worth trying; the fastest counts
    std::vector<kernel>
        simd;  ///< by hand with sums that `omp simd` may reassociate; empty where it changes nothing
    ways ours;
    double* result = nullptr;  ///< where all of them write
    Eigen::Index size = 0;
    bool may_allocate = false;  ///< code that was emitted keeps no memory between calls
};

/// Registers the entry. Before its first timing all results are compared, and Iverson must not have allocated.
void add(entry const&);

/// Runs what --benchmark_filter selects and prints the table. Returns the exit status: 1 if a result was wrong.
int run(int argc, char** argv);

}  // namespace race
