// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/rewrite.hpp>

#include <cmath>
#include <utility>

/// The orders that the rule tables of simplify/ state: every rule must make its term smaller.
namespace order {

namespace graph = iverson::graph;
using graph::op;

/// A term read as a number > 1, as simplify.hpp states it: a number or an access is 2, a bracket 3, a sum of terms adds its terms
/// and 1 for each plus, a product multiplies, a power or a call adds 1, a reduction multiplies its body by 2, by 3 for each
/// bound index and by 3 for each guard.
inline double weight(graph::graph const& g, int id) {
    auto const below = graph::children(g, id);
    double sum = 0;
    double product = 1;
    for (int child : below) {
        double const w = weight(g, child);
        sum += w;
        product *= w;
    }
    switch (g.kind(id)) {
        case op::number:
        case op::access: return 2;
        case op::bracket: return 3;
        case op::add: return sum + static_cast<double>(below.size()) - 1;
        case op::multiply: return product;
        case op::power: return weight(g, below[0]) + 1;
        case op::reduce: {
            auto const view = g.reduction_of(id);
            return 2 * std::pow(3, static_cast<double>(view.vars.size() + view.guards.size())) * sum;
        }
        default: return sum + 1;
    }
}

/// How many nodes of a kind stand in a term, counted as often as they occur.
template <class Wanted>
int count(graph::graph const& g, int id, Wanted const& wanted) {
    int result = wanted(id) ? 1 : 0;
    for (int child : graph::children(g, id)) {
        result += count(g, child, wanted);
    }
    return result;
}

/// For algebra: the number of powers of products, then the weight.
inline std::pair<int, double> of_algebra(graph::graph const& g, int id) {
    int const powers =
        count(g, id, [&](int n) { return g.is(n, op::power) && g.is(g.links(n)[0], op::multiply); });
    return {powers, weight(g, id)};
}

/// For brackets and sums: the weight.
inline std::pair<int, double> of_collapse(graph::graph const& g, int id) { return {0, weight(g, id)}; }

/// For tidying: the number of factors inside sums, once for each sum around them.
inline std::pair<int, double> of_tidy(graph::graph const& g, int id) {
    auto const factors = [&](auto const& self, int n, int depth) -> int {
        bool const counts = !g.is(n, op::multiply);
        int result = counts ? depth : 0;
        for (int child : graph::children(g, n)) {
            result += self(self, child, depth + (g.is(n, op::reduce) ? 1 : 0));
        }
        return result;
    };
    return {factors(factors, id, 0), 0};
}

}  // namespace order
