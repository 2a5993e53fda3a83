// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/checks.hpp"
#include "../graph/vector.hpp"
#include "entries.hpp"

#include <algorithm>

/// Sums over entries of integer tensors that other indices hang on.
namespace iverson::loops {

/// Whether the bracket says of an index over Z only what a multiple of it is: [3 q + k = p(i)].
constexpr bool takes_steps(graph::graph const& g, int factor, graph::vector<int> const& vars) {
    return graph::is_entry_bracket(g, factor) && std::any_of(vars.begin(), vars.end(), [&](int var) {
               std::int64_t const by = g.index_of(factor).coefficient(var);
               return g.symbol_at(var).kind == graph::symbol_kind::integer && (by > 1 || by < -1);
           });
}

/// Gives such an entry an index of its own: [l = p(i)], with l = 3 q + k among the guards. What l is bounds the others.
constexpr int entries_as_indices(graph::graph& g, int id) {
    int const node = rebuild(g, id, [&](int child) { return entries_as_indices(g, child); });
    if (!g.is(node, graph::op::reduce) || g.reduction_of(node).kind != graph::reduction::sum) {
        return node;
    }
    graph::reduction_view const view = g.reduction_of(node);
    graph::vector<int> vars(view.vars.begin(), view.vars.end());
    graph::vector<int> guards(view.guards.begin(), view.guards.end());
    graph::vector<int> const before = vars;
    graph::vector<int> factors = factors_of(g, view.body);
    for (int& factor : factors) {
        if (!takes_steps(g, factor, before)) {
            continue;
        }
        vars.push_back(g.new_symbol("l", graph::symbol_kind::gathered));
        graph::affine const entry = graph::affine::symbol(vars.back());
        guards.push_back(g.condition_id({graph::relation::zero, g.index_of(factor) - entry, 0}));
        factor = graph::match(g, g.affine_id(entry), g.links(factor)[0]);
    }
    return vars == before ? node
                          : graph::reduce(g, graph::reduction::sum, vars, guards, multiply(g, factors));
}

/// The gradient of y(i) = x(2 p(i) - 1) holds sum(i, g(i) * sum(l, [l = p(i)] [k = 2 l - 1])): an entry says what l is, and l says to
/// which k the term belongs. As one sum over i and l it becomes a scatter: the loops run over i, read l and add to k. A search for
/// the entries of every k would take as many steps as k has values, for each i.
class strided_scatter {
  public:
    /// `result` are the indices of the left side.
    constexpr strided_scatter(graph::graph& g, graph::vector<int> const& result) : g_{g}, result_{result} {}

    /// Brings the sums over such entries out into the sums that give the entries. The distributive law alone.
    constexpr int run(int id) {
        if (g_.is(id, graph::op::add) || g_.is(id, graph::op::multiply)) {
            return rebuild(g_, id, [&](int child) { return run(child); });
        }
        if (!is_sum(id)) {
            return id;
        }
        int const terms = multiplied_out(id);
        return terms == id ? merged(id) : run(terms);
    }

  private:
    constexpr bool is_sum(int id) const {
        return g_.is(id, graph::op::reduce) && g_.reduction_of(id).kind == graph::reduction::sum;
    }
    /// sum(i, g(i) * (u(i) + v(i))) as two sums, where a term adds at entries: each has places of its own.
    constexpr int multiplied_out(int id) {
        graph::reduction_view const view = g_.reduction_of(id);
        graph::vector<int> const vars(view.vars.begin(), view.vars.end());
        graph::vector<int> const guards(view.guards.begin(), view.guards.end());
        graph::vector<int> const factors = factors_of(g_, view.body);
        for (std::size_t i = 0; i < factors.size(); ++i) {
            if (!g_.is(factors[i], graph::op::add) || !adds_at_entries(factors[i])) {
                continue;
            }
            graph::vector<int> sums;
            for (int term : graph::vector<int>(g_.links(factors[i]).begin(), g_.links(factors[i]).end())) {
                graph::vector<int> product = factors;
                product[i] = term;
                int const sum = graph::reduce(g_, graph::reduction::sum, vars, guards, multiply(g_, product));
                sums.push_back(is_sum(sum) ? graph::renamed_binders(g_, sum) : sum);
            }
            return add(g_, sums);
        }
        return id;
    }
    constexpr bool adds_at_entries(int terms) const {
        return any_node(g_, terms, [&](int n) {
            return graph::is_entry_bracket(g_, n) && speaks_of(result_, g_.index_of(n));
        });
    }
    constexpr int merged(int id) {
        graph::reduction_view const view = g_.reduction_of(id);
        graph::vector<int> vars(view.vars.begin(), view.vars.end());
        graph::vector<int> guards(view.guards.begin(), view.guards.end());
        graph::vector<int> factors;
        bool found = false;
        for (int factor : factors_of(g_, view.body)) {
            int const inner = is_sum(factor) ? merged(factor) : factor;
            if (!is_sum(inner) || !is_placed_by_an_entry(inner, vars)) {
                factors.push_back(inner);
                continue;
            }
            graph::reduction_view const own = g_.reduction_of(graph::renamed_binders(g_, inner));
            vars.insert(vars.end(), own.vars.begin(), own.vars.end());
            guards.insert(guards.end(), own.guards.begin(), own.guards.end());
            factors.push_back(own.body);
            found = true;
        }
        return found ? graph::reduce(g_, graph::reduction::sum, vars, guards, multiply(g_, factors)) : id;
    }
    /// Whether an entry at the outer indices gives the sum an index that meets one of the result in a subscript or condition.
    constexpr bool is_placed_by_an_entry(int sum, graph::vector<int> const& outer) const {
        graph::reduction_view const view = g_.reduction_of(sum);
        for (int factor : factors_of(g_, view.body)) {
            if (!graph::is_entry_bracket(g_, factor) || !reads_at(factor, outer)) {
                continue;
            }
            for (int var : view.vars) {
                if (g_.index_of(factor).mentions(var) && meets_result(sum, var)) {
                    return true;
                }
            }
        }
        return false;
    }
    constexpr bool reads_at(int bracket, graph::vector<int> const& outer) const {
        int const read = g_.links(bracket)[0];
        return std::any_of(outer.begin(), outer.end(), [&](int var) { return mentions(g_, read, var); });
    }
    constexpr bool meets_result(int sum, int var) const {
        return any_node(g_, sum, [&](int n) {
            bool meets = false;
            graph::for_each_affine(g_, n, [&](graph::affine const& e) {
                meets = meets || (e.mentions(var) && speaks_of(result_, e));
            });
            return meets;
        });
    }

    graph::graph& g_;
    graph::vector<int> result_;
};

}  // namespace iverson::loops
