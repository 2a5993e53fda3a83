// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "bounds.hpp"

#include <algorithm>

/// What a set of index values leaves of one symbol.
namespace iverson::loops {

/// Whether the elimination of a symbol keeps integer points apart from rational ones: each pair of a lower and an upper
/// bound has a coefficient of 1.
/// Source: Pugh, The Omega test (1991), section 2.3
constexpr bool eliminates_exactly(graph::inequalities const& set, int symbol) {
    bool low = false;
    bool high = false;
    for (graph::affine const& row : set.rows()) {
        low = low || row.coefficient(symbol) > 1;
        high = high || row.coefficient(symbol) < -1;
    }
    return !(low && high);
}

/// Leaves in `symbols` those that cannot be eliminated so.
constexpr void eliminate_exactly(graph::inequalities& set, graph::vector<int>& symbols) {
    for (std::size_t i = 0; i < symbols.size();) {
        if (eliminates_exactly(set, symbols[i])) {
            set.eliminate(symbols[i]);
            symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(i));
            i = 0;
        } else {
            ++i;
        }
    }
}

/// Adds the indices of loops that the set speaks of to the list, each once.
constexpr void add_loop_indices(graph::graph const& g, graph::inequalities const& set,
                                graph::vector<int>& list) {
    for (graph::affine const& row : set.rows()) {
        for (auto const& t : row) {
            if (is_loop_index(g, t.symbol) && std::find(list.begin(), list.end(), t.symbol) == list.end()) {
                list.push_back(t.symbol);
            }
        }
    }
}
/// The same without the symbols of `own`.
constexpr graph::vector<int> other_loop_indices(graph::graph const& g, graph::inequalities const& set,
                                                graph::vector<int> const& own) {
    graph::vector<int> result;
    add_loop_indices(g, set, result);
    erase_if(result, [&](int symbol) { return std::find(own.begin(), own.end(), symbol) != own.end(); });
    return result;
}

constexpr graph::vector<graph::condition> conditions_of(graph::inequalities const& set) {
    graph::vector<graph::condition> result;
    for (graph::affine const& row : set.rows()) {
        result.push_back({graph::relation::nonnegative, row, 0});
    }
    return result;
}

/// Conditions of a set that speak of none of the symbols and do not follow from what is known: what extents must satisfy.
constexpr graph::vector<graph::condition>
conditions_without(graph::inequalities const& set, graph::vector<int> const& symbols, context const& facts) {
    graph::vector<graph::condition> result;
    for (graph::condition const& c : conditions_of(set)) {
        if (!speaks_of(symbols, c.expression) && !implies_nonnegative(facts, c.expression)) {
            result.push_back(c);
        }
    }
    return result;
}

/// Loops over the other indices of a set, which tell whether a value of the symbol has a point in it; false if they do not end.
constexpr bool witness_loops(graph::graph const& g, plan& p, context const& facts,
                             graph::inequalities const& set, int symbol, range& result) {
    graph::vector<loop> loops;
    if (make_loops(p, other_loop_indices(g, set, graph::vector<int>(1, symbol)), conditions_of(set), facts,
                   loops) >= 0) {
        return false;
    }
    result = append(p.loops, loops);
    return true;
}

/// A symbol other than `symbol` to eliminate next, -1 if there is none: one whose elimination is exact if `exactly`.
constexpr int next_to_eliminate(graph::graph const& g, graph::inequalities const& set, int symbol,
                                bool exactly) {
    for (graph::affine const& row : set.rows()) {
        for (auto const& t : row) {
            if (t.symbol != symbol && is_loop_index(g, t.symbol) &&
                (!exactly || eliminates_exactly(set, t.symbol))) {
                return t.symbol;
            }
        }
    }
    return -1;
}

/// The values of a symbol in a set, in terms of extents; false if it is not bounded, or if finding them does not end.
constexpr bool project(graph::graph const& g, plan& p, context const& facts, graph::inequalities set,
                       int symbol, piece& result) {
    for (int other = next_to_eliminate(g, set, symbol, true); other >= 0;
         other = next_to_eliminate(g, set, symbol, true)) {
        set.eliminate(other);
    }
    graph::inequalities const integers =
        set;  // its points are those of the whole set, seen along fewer indices
    bool exact = true;
    for (int other = next_to_eliminate(g, set, symbol, false); other >= 0;
         other = next_to_eliminate(g, set, symbol, false)) {
        set.eliminate(other);
        exact = false;
    }
    graph::vector<graph::condition> conditions =
        conditions_without(set, graph::vector<int>(1, symbol), facts);
    if (set.known_empty()) {
        conditions = graph::vector<graph::condition>(1, {graph::relation::nonnegative, graph::affine{-1}, 0});
    }
    result.conditions = append(p.conditions, conditions);
    symbol_bounds const b = bounds_of(symbol, needed_rows(set, symbol, facts));
    result.values = loop_over(p, symbol, b);
    if (!exact && !set.known_empty() && b.bounded()) {
        return witness_loops(g, p, facts, integers, symbol, result.witnesses);
    }
    return b.bounded() || set.known_empty();
}

}  // namespace iverson::loops
