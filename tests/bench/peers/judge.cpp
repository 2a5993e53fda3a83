// SPDX-License-Identifier: BSL-1.0
#include "judge.hpp"

#include "../allocations.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace peers {

std::string fault(workload const& w, truth const& right, race::kernel const& run, double bound) {
    for (results const& r : w.outputs) {
        std::visit([](auto s) { std::fill(s.begin(), s.end(), std::numeric_limits<double>::quiet_NaN()); },
                   r);
    }
    run();
    std::vector<double> found;
    for (results const& r : w.outputs) {
        std::visit([&](auto s) { found.insert(found.end(), s.begin(), s.end()); }, r);
    }
    if (found.size() != right.values.size()) {
        return "there are " + std::to_string(found.size()) + " entries, not " +
               std::to_string(right.values.size());
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        double const off = std::abs(found[i] - right.values[i]);
        double const allowed = bound > 0 ? bound : right.bounds[i];
        if (!(off <= allowed)) {
            char text[120];
            std::snprintf(text, sizeof text, "entry %zu is off by %.2g, more than %.2g", i, off, allowed);
            return text;
        }
    }
    return "";
}

std::string own_fault(workload const& w, truth const& right) {
    for (race::kernel const& run : {w.ours.checked, w.ours.prepared}) {
        if (std::string const wrong = fault(w, right, run, w.bound); !wrong.empty()) {
            return wrong;
        }
        long const before = race::allocations();
        run();
        if (long const calls = race::allocations() - before; calls > 0) {
            return std::to_string(calls) + " calls of malloc";
        }
    }
    return "";
}

}  // namespace peers
