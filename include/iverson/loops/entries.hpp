// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/rewrite.hpp"
#include "../graph/vector.hpp"
#include "bounds.hpp"

#include <algorithm>

/// Brackets [e = p(i)] on entries of integer tensors: an index that such a bracket speaks of is not looked for, it is read.
namespace iverson::loops {

/// by * symbol + rest = the entry that the access `read` (a node) reads: the one value of a loop.
struct entry_of_loop {
    int symbol = -1;
    int read = -1;
    std::int64_t by = 1;
    graph::affine rest;

    /// Whether the value depends on the index.
    constexpr bool needs(graph::graph const& g, int index) const {
        return index != symbol && (rest.mentions(index) || mentions(g, read, index));
    }
};

constexpr graph::vector<int> factors_of(graph::graph const& g, int id) {
    if (g.is(id, graph::op::multiply)) {
        return graph::vector<int>(g.links(id).begin(), g.links(id).end());
    }
    return graph::vector<int>(1, id);
}

/// Indices of a sum or a nest, those that are read in the place where all that they need has a value.
class entry_loops {
  public:
    /// Takes out of the factors of `body` the brackets that say what an index is, and puts the indices into an order in which
    /// each entry can be read: first those that entries need, then what is read, then the others.
    constexpr entry_loops(graph::graph& g, graph::vector<int> const& vars, int& body) : g_{g}, vars_{vars} {
        graph::vector<int> rest;
        for (int factor : factors_of(g, body)) {
            if (!graph::is_entry_bracket(g, factor) || !take(factor)) {
                rest.push_back(factor);
            }
        }
        if (!entries_.empty()) {
            body = multiply(g, rest);
            order();
        }
    }
    constexpr bool empty() const { return entries_.empty(); }
    constexpr graph::vector<int> const& vars() const { return vars_; }
    constexpr graph::vector<entry_of_loop> const& entries() const { return entries_; }
    constexpr entry_of_loop const* find(int symbol) const {
        for (entry_of_loop const& e : entries_) {
            if (e.symbol == symbol) {
                return &e;
            }
        }
        return nullptr;
    }
    /// Whether the index has its value before the entry is read.
    constexpr bool stands_before(int index, int symbol) const {
        for (int var : vars_) {
            if (var == index || var == symbol) {
                return var == index;
            }
        }
        return true;
    }

  private:
    /// The last index of the bracket that can be read, one with coefficient 1 or -1 if there is one.
    constexpr bool take(int factor) {
        graph::affine const e = g_.index_of(factor);
        entry_of_loop best;
        for (int var : vars_) {
            std::int64_t const by = e.coefficient(var);
            bool const unit = by == 1 || by == -1;
            if (by == 0 || find(var) != nullptr ||
                (!unit && (best.by == 1 || best.by == -1) && best.symbol >= 0)) {
                continue;
            }
            entry_of_loop const next{var, g_.links(factor)[0], by, e - graph::affine::symbol(var, by)};
            if (!circular(next)) {
                best = next;
            }
        }
        if (best.symbol >= 0) {
            entries_.push_back(best);
        }
        return best.symbol >= 0;
    }
    /// Whether the entry would need, by way of others, its own index.
    constexpr bool circular(entry_of_loop const& next) const {
        if (mentions(g_, next.read, next.symbol)) {
            return true;
        }
        graph::vector<int> reached(1, next.symbol);  // the indices that depend on the new one
        for (std::size_t i = 0; i < reached.size(); ++i) {
            if (next.needs(g_, reached[i])) {
                return true;
            }
            for (entry_of_loop const& e : entries_) {
                bool const known = std::find(reached.begin(), reached.end(), e.symbol) != reached.end();
                if (!known && e.needs(g_, reached[i])) {
                    reached.push_back(e.symbol);
                }
            }
        }
        return false;
    }
    constexpr void order() {
        graph::vector<int> result;
        for (int var : vars_) {
            for (entry_of_loop const& e : entries_) {
                if (find(var) == nullptr && e.needs(g_, var)) {
                    result.push_back(var);
                    break;
                }
            }
        }
        graph::vector<entry_of_loop> waiting = entries_;
        while (!waiting.empty()) {
            for (std::size_t i = 0; i < waiting.size(); ++i) {
                bool ready = true;
                for (entry_of_loop const& other : waiting) {
                    ready = ready && !waiting[i].needs(g_, other.symbol);
                }
                if (ready) {
                    result.push_back(waiting[i].symbol);
                    waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
                    break;
                }
            }
        }
        for (int var : vars_) {
            if (std::find(result.begin(), result.end(), var) == result.end()) {
                result.push_back(var);
            }
        }
        vars_ = result;
    }

    graph::graph& g_;
    graph::vector<int> vars_;
    graph::vector<entry_of_loop> entries_;
};

/// Whether the sum has an index that an entry at other indices of its own gives, and that a condition ties to one of these.
constexpr bool places_by_entries(graph::graph const& g, int sum, graph::vector<int> const& indices) {
    graph::reduction_view const view = g.reduction_of(sum);
    for (int factor : factors_of(g, view.body)) {
        if (!graph::is_entry_bracket(g, factor)) {
            continue;
        }
        bool const own = std::any_of(view.vars.begin(), view.vars.end(),
                                     [&](int var) { return mentions(g, g.links(factor)[0], var); });
        for (int var : view.vars) {
            bool const tied = std::any_of(view.guards.begin(), view.guards.end(), [&](int guard) {
                graph::affine const& e = g.condition_at(guard).expression;
                return e.mentions(var) && speaks_of(indices, e);
            });
            if (own && tied && g.index_of(factor).mentions(var)) {
                return true;
            }
        }
    }
    return false;
}

/// The sum, among the factors of a node, which holds an entry bracket on one of the indices: sum(i, g(i) * [p(i) = k]), or on an index
/// that places the term in the result: sum(i, l, g(i) * [p(i) = l] [k = 2 l]). Instead of a search for i at every k the loops run over
/// i, and i adds to k: a scatter. `result` are the indices of the result, some of all `indices` of the nest. -1 if there is none.
constexpr int scattered_sum(graph::graph const& g, int node, graph::vector<int> const& indices,
                            graph::vector<int> const& result) {
    auto const is_scattered = [&](auto const& self, int id) -> bool {
        if (!g.is(id, graph::op::reduce) || g.reduction_of(id).kind != graph::reduction::sum) {
            return false;
        }
        if (places_by_entries(g, id, result)) {
            return true;
        }
        for (int factor : factors_of(g, g.reduction_of(id).body)) {
            if ((graph::is_entry_bracket(g, factor) && speaks_of(indices, g.index_of(factor))) ||
                self(self, factor)) {
                return true;
            }
        }
        return false;
    };
    for (int factor : factors_of(g, node)) {
        if (is_scattered(is_scattered, factor)) {
            return factor;
        }
    }
    return -1;
}

}  // namespace iverson::loops
