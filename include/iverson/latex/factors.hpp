// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/graph.hpp"

#include <set>
#include <vector>

namespace iverson::print {

/// Whether the node is a power with a negative number as its exponent: something that stands below a fraction bar.
inline bool is_reciprocal(graph::graph const& g, int id) {
    if (!g.is(id, graph::op::power)) {
        return false;
    }
    int const exponent = g.links(id)[1];
    return g.is(exponent, graph::op::number) && g.number_of(exponent) < graph::rational{0};
}

/// Whether a factor goes above the bar if there is one; the others stand beside the fraction.
inline bool is_compact(graph::graph const& g, int id) {
    switch (g.kind(id)) {
        case graph::op::add:
        case graph::op::power:
        case graph::op::call: return true;
        case graph::op::access: {
            auto const kind = g.tensor_of(id).kind;
            return kind == graph::role::plain || kind == graph::role::next;
        }
        default: return false;
    }
}

/// A product as it is written: sign, number, factors, and one fraction that collects all reciprocals.
struct factors {
    bool negative = false;
    graph::rational number{1};
    std::vector<int> before;  ///< left of the fraction; all factors if there is none
    std::vector<int> above;
    std::vector<int> below;  ///< reciprocals; their exponents are negative
    std::vector<int> after;
    bool has_fraction() const { return !below.empty(); }
    /// Nothing but one factor.
    bool is_single() const {
        return !negative && number.is_one() && below.empty() && above.empty() && after.empty() &&
               before.size() == 1;
    }
};

/// `hidden`: factors that are said elsewhere.
inline factors factors_of(graph::graph const& g, int id, std::set<int> const& hidden = {}) {
    std::vector<int> all{id};
    if (g.is(id, graph::op::multiply)) {
        all.assign(g.links(id).begin(), g.links(id).end());
    }
    std::erase_if(all, [&](int factor) { return hidden.contains(factor); });
    factors result;
    bool fraction = false;
    for (int factor : all) {
        fraction = fraction || is_reciprocal(g, factor);
    }
    for (int factor : all) {
        if (g.is(factor, graph::op::number)) {
            result.number = g.number_of(factor);
        } else if (is_reciprocal(g, factor)) {
            result.below.push_back(factor);
        } else if (fraction && is_compact(g, factor)) {
            result.above.push_back(factor);
        } else {
            (result.has_fraction() ? result.after : result.before).push_back(factor);
        }
    }
    result.negative = result.number < graph::rational{0};
    result.number = result.negative ? -result.number : result.number;
    return result;
}

}  // namespace iverson::print
