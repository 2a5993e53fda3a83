// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/support.hpp"
#include "../graph/vector.hpp"
#include "projection.hpp"
#include "repeated.hpp"

/// A max, min or mean over nothing has no value, rather than no support: there it must be asked for, and the binding refuses it.
namespace iverson::loops {

constexpr bool is_mean(graph::graph const& g, int id) {
    return g.is(id, graph::op::power) && graph::is_mean_count(g, g.links(id)[0], g.links(id)[1]);
}
constexpr bool has_no_value_over_nothing(graph::graph const& g, int id) {
    return is_mean(g, id) ||
           (g.is(id, graph::op::reduce) && (g.reduction_of(id).kind == graph::reduction::maximum ||
                                            g.reduction_of(id).kind == graph::reduction::minimum));
}

/// max + [its range is empty], with a bracket for each condition that can fail; max + 1 where that may be so although all hold,
/// since no integer is between the bounds.
constexpr int or_nothing(graph::graph& g, int reduction) {
    graph::reduction_view const view = g.reduction_of(reduction);
    graph::inequalities range;
    graph::vector<int> open(view.vars.begin(), view.vars.end());
    bool exact = true;
    for (int guard : view.guards) {
        range.add(g.condition_at(guard));
        exact = exact && g.condition_at(guard).kind != graph::relation::divisible;
    }
    eliminate_exactly(range, open);
    if (range.known_empty() || !open.empty() || !exact) {
        return g.number(graph::rational{1});
    }
    graph::vector<int> terms(1, reduction);
    for (graph::affine const& row : range.rows()) {
        terms.push_back(
            graph::bracket(g, graph::normalized({graph::relation::nonnegative, -row - graph::affine{1}, 0})));
    }
    return graph::add(g, terms);
}

/// The node, with brackets added to each max, min and sum of a mean that hold where its range is empty.
constexpr int with_nothing(graph::graph& g, int id, bool of_mean = false) {
    bool divides = false;
    if (g.is(id, graph::op::multiply)) {
        for (int factor : g.links(id)) {
            divides = divides || is_mean(g, factor);
        }
    }
    int const inner = graph::rebuild(g, id, [&](int child) { return with_nothing(g, child, divides); });
    bool const open = g.is(inner, graph::op::reduce) && (of_mean || has_no_value_over_nothing(g, inner));
    return open ? or_nothing(g, inner) : inner;
}

/// Where a formula is asked for its value: its support, and all that a max, min or mean over nothing leaves.
constexpr graph::support asked_support_of(graph::graph const& g, int id) {
    if (!any_node(g, id, [&](int n) { return has_no_value_over_nothing(g, n); })) {
        return support_of(g, id);
    }
    graph::graph copy = g;
    return support_of(copy, with_nothing(copy, without_recognition(copy, id)));
}

}  // namespace iverson::loops
