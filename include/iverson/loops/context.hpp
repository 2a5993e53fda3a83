// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/inequality.hpp"
#include "../graph/vector.hpp"

/// What is known of indices and extents where a formula is evaluated.
namespace iverson::loops {

/// `facts` hold where `premises` do: the ends of a defined tensor are those of its support only if that is not empty.
struct conditional_fact {
    graph::vector<graph::condition> premises;
    graph::vector<graph::condition> facts;
};

/// Inequalities that hold, and the conditional facts that may be drawn on.
class context : public graph::inequalities {
  public:
    graph::vector<conditional_fact> const* more = nullptr;

    /// The inequalities with all facts whose premises follow from them.
    constexpr graph::inequalities widened() const {
        graph::inequalities all = *this;
        for (std::size_t i = 0; more != nullptr && i < more->size(); ++i) {
            conditional_fact const& f = (*more)[i];
            bool holds = true;
            for (graph::condition const& premise : f.premises) {
                holds = holds && graph::implies(all, premise);
            }
            for (std::size_t k = 0; holds && k < f.facts.size(); ++k) {
                all.add(f.facts[k]);
            }
        }
        return all;
    }
};

constexpr bool implies_nonnegative(context const& known, graph::affine const& e) {
    if (graph::implies_nonnegative(known, e)) {
        return true;
    }
    return known.more != nullptr && !known.more->empty() && graph::implies_nonnegative(known.widened(), e);
}

constexpr bool implies(context const& known, graph::condition const& c) {
    if (graph::implies(known, c)) {
        return true;
    }
    return known.more != nullptr && !known.more->empty() && graph::implies(known.widened(), c);
}

}  // namespace iverson::loops
