// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/support.hpp"
#include "../graph/vector.hpp"
#include "bounds.hpp"
#include "over_nothing.hpp"

#include <algorithm>

/// Where the index of a left side has its values.
namespace iverson::loops {

class domain_pieces {
  public:
    /// New symbols are made in `symbols`, and `known` grows with them.
    constexpr domain_pieces(graph::graph& symbols, graph::vector<char>& known) : g_{symbols}, known_{known} {}

    /// Where the index has a range, that is its domain; else the support of the right side within the ranges of the others.
    constexpr graph::support of(graph::graph const& g, graph::equation const& e, int index,
                                context const& domain) {
        graph::vector<int> linked(1, index);
        graph::inequalities const ranges = ranges_of(g, e, linked);
        if (graph::bounds(ranges, index, linked)) {
            return graph::support(1, ranges);
        }
        return support_within(domain, g, e.value, index);
    }

  private:
    /// The support in the domain, with m | e as e = m q for an index q of its own.
    constexpr graph::support support_within(context const& domain, graph::graph const& g, int id, int index) {
        auto const divides = [](graph::condition const& c) { return c.kind == graph::relation::divisible; };
        bool const any =
            any_node(g, id, [&](int n) { return g.is(n, graph::op::bracket) && divides(g.condition_of(n)); });
        if (!any) {
            return asked_within(domain, g, id, index);
        }
        graph::graph copy = g;
        int const value = without_divisors(copy, id);
        return asked_within(domain, copy, value, index);
    }
    /// The support, and where a max over nothing is asked for its value, if that ends: the binding then refuses it.
    constexpr graph::support asked_within(context const& domain, graph::graph const& g, int id, int index) {
        graph::support const all(1, domain);
        graph::support const own = intersection(support_of(g, id), all);
        graph::support asked;
        for (graph::inequalities const& piece : intersection(asked_support_of(g, id), all)) {
            if (ends(piece, index)) {
                asked.push_back(piece);
            }
        }
        for (graph::inequalities const& piece : own) {
            if (!ends(piece, index)) {
                return own;
            }
        }
        return asked;
    }
    constexpr bool ends(graph::inequalities const& piece, int index) const {
        return graph::bounds(piece, index, other_loop_indices(g_, piece, graph::vector<int>(1, index)));
    }
    constexpr int without_divisors(graph::graph& g, int id) {
        return rebuild(
            g, id, [&](int child) { return without_divisors(g, child); },
            [](int subscript) { return subscript; },
            [&](int condition) {
                graph::condition const c = g.condition_at(condition);
                if (c.kind != graph::relation::divisible) {
                    return condition;
                }
                int const q = g_.new_symbol("q", graph::symbol_kind::integer);
                known_.push_back(1);
                return g.condition_id(graph::normalized(
                    {graph::relation::zero,
                     graph::affine::combine(c.expression, graph::affine::symbol(q), -c.modulus), 0}));
            });
    }

    /// What the domain says of `linked[0]`, directly or through other free indices, which join `linked`.
    constexpr graph::inequalities ranges_of(graph::graph const& g, graph::equation const& e,
                                            graph::vector<int>& linked) const {
        graph::vector<int> const free = graph::free_indices(g, e);
        for (std::size_t i = 0; i < linked.size(); ++i) {
            for (int c : e.domain) {
                graph::affine const& expression = g.condition_at(c).expression;
                for (int other : free) {
                    if (expression.mentions(linked[i]) && expression.mentions(other) &&
                        std::find(linked.begin(), linked.end(), other) == linked.end()) {
                        linked.push_back(other);
                    }
                }
            }
        }
        graph::inequalities result;
        for (int c : e.domain) {
            if (speaks_of(linked, g.condition_at(c).expression)) {
                result.add(g.condition_at(c));
            }
        }
        return result;
    }

    graph::graph& g_;
    graph::vector<char>& known_;
};

}  // namespace iverson::loops
