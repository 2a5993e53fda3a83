// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formula.hpp"
#include "shapes.hpp"

/// The last step of every front end: what the user did not write (axes, ranges, checks) is inferred, and what has no
/// meaning is refused with a sentence.
namespace iverson::graph {

/// Enters: a formula whose reductions and equations carry only the written ranges.
/// Leaves: the same formula with all axes, guards, domains and requirements; or failed() with a sentence.
/// Source: docs/semantics.md, 'Two kinds of index'.
constexpr void complete(formula& f) {
    int const last = f.equations.empty() ? -1 : f.equations.back().tensor;
    if (!f.failed()) {
        order_equations(f);
    }
    for (std::size_t i = 0; i < f.equations.size() && !f.failed(); ++i) {
        check_equation(f, f.equations[i]);
    }
    for (std::size_t i = 0; i < f.equations.size() && !f.failed(); ++i) {
        shape_inference{f, i}.run();
    }
    for (std::size_t i = 0; i < f.equations.size() && !f.failed(); ++i) {
        check_sums_end(f, f.equations[i].value);
    }
    if (f.outputs.empty() && !f.equations.empty()) {
        f.outputs.push_back(f.defining(last));
    }
}

}  // namespace iverson::graph
