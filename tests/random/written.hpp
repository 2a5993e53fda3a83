// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/formula.hpp>
#include <iverson/graph/rewrite.hpp>

#include <algorithm>
#include <vector>

/// What a writing cannot say, so that reading it back need not give it.
namespace random_formulas {

namespace graph = iverson::graph;

/// Whether something that was written is gone from the values, but not from the shape checks: 0 * w(i).
inline bool has_folded(graph::formula const& f) {
    std::vector<bool> reached(static_cast<std::size_t>(f.nodes.size()), false);
    for (graph::equation const& e : f.equations) {
        reached[static_cast<std::size_t>(e.value)] = true;
    }
    for (int id = f.nodes.size(); id-- > 0;) {
        for (int child : graph::children(f.nodes, id)) {
            bool const above = reached[static_cast<std::size_t>(id)];
            reached[static_cast<std::size_t>(child)] = reached[static_cast<std::size_t>(child)] || above;
        }
    }
    for (int id = 0; id < f.nodes.size(); ++id) {
        if (f.nodes.is(id, graph::op::access) && !reached[static_cast<std::size_t>(id)]) {
            return true;
        }
    }
    return false;
}

/// Whether a subscript holds an index over axes beside one over Z: text has a word for it (i in axes), LaTeX has none.
inline bool mixes_kinds(graph::formula const& f) {
    graph::graph const& g = f.nodes;
    for (graph::affine const& e : g.affines()) {
        bool ranged = false;
        bool integer = false;
        for (auto const& t : e) {
            ranged = ranged || g.symbol_at(t.symbol).kind == graph::symbol_kind::ranged;
            integer = integer || g.is_integer_index(t.symbol);
        }
        if (ranged && integer) {
            return true;
        }
    }
    return false;
}

/// Whether a bound index stands in no subscript and no range of it is written, as in a mean: LaTeX shows \sum_j 1.
inline bool has_silent_index(graph::formula const& f) {
    graph::graph const& g = f.nodes;
    for (int id = 0; id < g.size(); ++id) {
        if (!g.is(id, graph::op::reduce)) {
            continue;
        }
        graph::reduction_view const view = g.reduction_of(id);
        for (int var : view.vars) {
            bool const told = g.is_integer_index(var) || g.symbol_at(var).written ||
                              graph::any_node(g, view.body, [&](int node) {
                                  auto const links = g.links(node);
                                  return g.is(node, graph::op::access) &&
                                         std::any_of(links.begin(), links.end(),
                                                     [&](int p) { return g.affine_at(p).mentions(var); });
                              });
            if (!told) {
                return true;
            }
        }
    }
    return false;
}

/// Whether a bound index over Z has a range: LaTeX writes \sum_{u=0}^{3} for it, as for an index over axes.
inline bool has_bounded_integer(graph::formula const& f) {
    for (int id = 0; id < f.nodes.size(); ++id) {
        if (f.nodes.is(id, graph::op::reduce)) {
            for (int var : f.nodes.reduction_of(id).vars) {
                if (f.nodes.is_integer_index(var) && f.nodes.symbol_at(var).written) {
                    return true;
                }
            }
        }
    }
    return false;
}

}  // namespace random_formulas
