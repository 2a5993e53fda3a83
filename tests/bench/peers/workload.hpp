// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../race.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// Iverson against libraries: the same results from the same inputs in the same memory, by whoever can compute them.
namespace peers {

using index = std::ptrdiff_t;

/// What one library or loop makes of a workload.
struct way {
    std::string who;
    race::kernel run;
    double bound =
        0;  ///< of the error of each entry, where the workload's own does not hold: a transform mixes all entries
};
using ways = std::vector<way>;

/// Each entry of the results, and how far a right computation may be off.
struct truth {
    std::vector<double> values, bounds;
};

using results = std::variant<std::span<double>, std::span<float>>;

struct workload {
    std::string name;
    bool single = false;  ///< float, not double
    double flops = 0;     ///< of the direct computation: + and * are 1 each, tanh counts nothing
    std::vector<std::span<std::byte const>> inputs;
    std::vector<results> outputs;
    race::ways ours;
    double bound =
        0;           ///< of the error of each of Iverson's entries, where it may transform; 0: the direct one
    ways loops;      ///< plain loops, the fastest counts
    ways libraries;  ///< the same
    std::function<truth()> expected;
    std::shared_ptr<void> data;  ///< what all of them read and write
};

/// A workload is made when its turn comes, so that only one is in memory.
struct named_workload {
    std::string name;
    std::function<workload()> make;
};
using workloads = std::vector<named_workload>;

/// A file of workloads registers them by an object of this type; groups run in the order of their places. `tiny` is for trying
/// the program, not for figures.
struct group {
    int place;
    workloads (*make)(bool tiny);

    group(int its_place, workloads (*its_make)(bool)) : place{its_place}, make{its_make} {
        all().push_back(*this);
    }
    static std::vector<group>& all() {
        static std::vector<group> result;
        return result;
    }
};

template <class Range>
std::span<std::byte const> bytes_of(Range const& r) {
    return std::as_bytes(std::span{r.data(), static_cast<std::size_t>(r.size())});
}
template <class Range>
results written_to(Range& r) {
    return std::span{r.data(), static_cast<std::size_t>(r.size())};
}

}  // namespace peers
