// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/inequality.hpp"
#include "../graph/vector.hpp"
#include "bounds.hpp"

#include <algorithm>

/// The axes of a tensor that holds a value for all index values that satisfy conditions.
namespace iverson::loops {

/// One lower and one upper row in extents alone are an axis (any of them will do: the others only cut it).
constexpr bool pick_axis(graph::graph const& g, int symbol, graph::vector<graph::affine> const& rows,
                         graph::vector<graph::axis>& axes) {
    graph::axis a;
    bool low = false;
    bool high = false;
    for (graph::affine const& row : rows) {
        bool closed = true;
        for (auto const& t : row) {
            graph::symbol_kind const kind = g.symbol_at(t.symbol).kind;
            closed = closed && (t.symbol == symbol || kind == graph::symbol_kind::extent ||
                                kind == graph::symbol_kind::lower);
        }
        if (closed && row.coefficient(symbol) == 1 && !low) {
            a.lower = graph::affine::symbol(symbol) - row;
            low = true;
        }
        if (closed && row.coefficient(symbol) == -1 && !high) {
            a.upper = graph::affine::symbol(symbol) + row;
            high = true;
        }
    }
    if (low && high) {
        axes.push_back(a);
    }
    return low && high;
}

/// Appends the hull of an index under all conditions, if it is one interval in extents.
constexpr bool add_axis(graph::graph const& g, int symbol, graph::vector<graph::condition> const& known,
                        graph::vector<graph::axis>& axes) {
    graph::inequalities set;
    graph::vector<int> others;
    for (graph::condition const& c : known) {
        set.add(c);
        for (auto const& t : c.expression) {
            bool const is_index = graph::is_index(g.symbol_at(t.symbol).kind);
            if (is_index && t.symbol != symbol &&
                std::find(others.begin(), others.end(), t.symbol) == others.end()) {
                others.push_back(t.symbol);
            }
        }
    }
    graph::vector<graph::affine> const direct = set.rows();
    for (int other : others) {
        set.eliminate(other);
    }
    return pick_axis(g, symbol, direct, axes) || pick_axis(g, symbol, set.rows(), axes);
}

/// The same for each index; false where one of them has no axis.
constexpr bool add_axes(graph::graph const& g, graph::vector<int> const& indices,
                        graph::vector<graph::condition> const& known, graph::vector<graph::axis>& axes) {
    return std::all_of(indices.begin(), indices.end(),
                       [&](int symbol) { return add_axis(g, symbol, known, axes); });
}

}  // namespace iverson::loops
