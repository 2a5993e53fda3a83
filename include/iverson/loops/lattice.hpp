// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/build.hpp"
#include "../graph/vector.hpp"
#include "solve.hpp"

#include <algorithm>

/// A sum with an equation between its own indices and those of the result, sum(i, g(i) * [2 i = k]): instead of a search for i
/// at every k, the loops run over the points of the lattice alone, and i adds to k = 2 i.
namespace iverson::loops {

/// What a nest computes: value at positions, for the values of the indices that satisfy the conditions.
struct scan {
    graph::vector<int> indices;
    graph::vector<graph::affine> positions;
    graph::vector<graph::condition> conditions;
    int value = -1;
};

/// Whether each index stands alone in some position.
constexpr bool meets_each_position_once(scan const& s) {
    bool once = true;
    for (int index : s.indices) {
        bool alone = false;
        for (graph::affine const& position : s.positions) {
            bool others = false;
            for (int other : s.indices) {
                others = others || (other != index && position.mentions(other));
            }
            alone = alone || (position.mentions(index) && !others);
        }
        once = once && alone;
    }
    return once;
}

/// The sum with such an equation among the factors of a node; -1 if there is none.
constexpr int coupled_sum(graph::graph const& g, int node) {
    auto const is_coupled = [&](int id) {
        if (!g.is(id, graph::op::reduce) || g.reduction_of(id).kind != graph::reduction::sum) {
            return false;
        }
        graph::reduction_view const view = g.reduction_of(id);
        graph::vector<int> const vars(view.vars.begin(), view.vars.end());
        return std::any_of(view.guards.begin(), view.guards.end(),
                           [&](int guard) { return is_equation_on(vars, g.condition_at(guard)); });
    };
    if (is_coupled(node)) {
        return node;
    }
    if (g.is(node, graph::op::multiply)) {
        for (int factor : g.links(node)) {
            if (is_coupled(factor)) {
                return factor;
            }
        }
    }
    return -1;
}

/// Solves the equations of the sum for its indices and those of the scan together, in Hermite normal form: a new index that moves
/// an index of the scan becomes a loop of the scan, the others stay in the sum. Different values of the new loops
/// are different positions, so no entry is added to twice at once. False where the system has no solution of that form.
class lattice {
  public:
    constexpr lattice(graph::graph& g, int sum) : g_{g}, sum_{sum} {
        graph::reduction_view const view = g.reduction_of(sum);
        vars_.assign(view.vars.begin(), view.vars.end());
        for (int guard : view.guards) {
            guards_.push_back(g.condition_at(guard));
        }
    }

    constexpr bool widen(scan& s) {
        graph::vector<int> all = s.indices;
        all.insert(all.end(), vars_.begin(), vars_.end());
        coupled const system = coupled_by(vars_, all, guards_);
        int next = 0;
        graph::system_solution const solved = system.solve(g_.symbols.size(), next);
        if (!solved.exact || !solved.fixed.empty()) {
            return false;
        }
        std::size_t moved = 0;  // the unknowns are those of the scan first
        while (moved < system.unknowns.size() && contains(s.indices, system.unknowns[moved])) {
            ++moved;
        }
        graph::vector<int> indices = without(s.indices, system.unknowns);
        graph::vector<int> inner = without(vars_, system.unknowns);
        for (std::size_t i = 0; i < solved.free.size(); ++i) {
            int const symbol = g_.new_symbol("q", graph::symbol_kind::integer);
            (static_cast<std::size_t>(solved.leading[i]) < moved ? indices : inner).push_back(symbol);
        }
        replace(s, system, solved, inner);
        s.indices = indices;
        return true;
    }

  private:
    static constexpr bool contains(graph::vector<int> const& list, int symbol) {
        return std::find(list.begin(), list.end(), symbol) != list.end();
    }
    static constexpr graph::vector<int> without(graph::vector<int> const& list,
                                                graph::vector<int> const& gone) {
        graph::vector<int> result;
        for (int symbol : list) {
            if (!contains(gone, symbol)) {
                result.push_back(symbol);
            }
        }
        return result;
    }

    constexpr void replace(scan& s, coupled const& system, graph::system_solution const& solved,
                           graph::vector<int> const& inner) {
        graph::substitution with{g_};
        for (std::size_t i = 0; i < system.unknowns.size(); ++i) {
            with.replace(system.unknowns[i], solved.values[i]);
        }
        for (graph::affine& position : s.positions) {
            position = with.apply(position);
        }
        for (graph::condition& c : s.conditions) {
            c.expression = with.apply(c.expression);
            c = graph::normalized(c);
        }
        graph::vector<int> guards;
        for (graph::condition c : guards_) {
            if (is_equation_on(vars_, c)) {
                continue;
            }
            c.expression = with.apply(c.expression);
            if (speaks_of(inner, c.expression)) {
                guards.push_back(g_.condition_id(c));
            } else {
                s.conditions.push_back(graph::normalized(c));
            }
        }
        s.conditions.insert(s.conditions.end(), solved.conditions.begin(), solved.conditions.end());
        int const body = with(g_.reduction_of(sum_).body);
        int const inside =
            inner.empty() ? body : graph::reduce(g_, graph::reduction::sum, inner, guards, body);
        graph::vector<int> factors;
        if (s.value != sum_) {
            factors.assign(g_.links(s.value).begin(), g_.links(s.value).end());
        } else {
            factors.push_back(sum_);
        }
        for (int& factor : factors) {
            factor = factor == sum_ ? inside : with(factor);
        }
        s.value = graph::multiply(g_, factors);
    }

    graph::graph& g_;
    int sum_;
    graph::vector<int> vars_;
    graph::vector<graph::condition> guards_;
};

}  // namespace iverson::loops
