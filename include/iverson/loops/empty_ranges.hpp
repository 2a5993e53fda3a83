// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/support.hpp"
#include "../graph/vector.hpp"
#include "over_nothing.hpp"
#include "projection.hpp"

#include <algorithm>
#include <string_view>

/// A max, min or mean over an empty range has no value: the extents for which that happens are refused at binding.
namespace iverson::loops {

class empty_ranges {
  public:
    constexpr empty_ranges(graph::formula& f, plan& p, context const& facts)
        : g_{f.nodes}, p_{p}, facts_{facts} {}

    /// Adds the checks of one equation's right side; `domain` says which index values it is computed for.
    constexpr void check_all(int value, graph::vector<graph::condition> const& domain) {
        context known;
        for (graph::condition const& c : domain) {
            known.add(c);
        }
        visit(value, known);
    }

  private:
    constexpr bool is_extreme(int id) const {
        return g_.is(id, graph::op::reduce) &&
               static_cast<int>(g_.reduction_of(id).kind) >= static_cast<int>(graph::reduction::maximum);
    }

    constexpr bool is_mean(int id) const { return loops::is_mean(g_, id); }

    constexpr void visit(int id, context const& known) {
        if (!any_node(g_, id, [&](int n) { return is_extreme(n) || is_mean(n); })) {
            return;
        }
        graph::vector<int> const links(graph::children(g_, id).begin(), graph::children(g_, id).end());
        for (int link : links) {
            context inside = known;
            if (g_.is(id, graph::op::multiply)) {
                visit_factor(links, link, known);
                continue;
            }
            if (g_.is(id, graph::op::reduce)) {
                for (int guard : g_.reduction_of(id).guards) {
                    inside.add(g_.condition_at(guard));
                }
            }
            visit(link, inside);
        }
        if (is_mean(id)) {
            check_one(g_.links(id)[0], "mean", known);
        } else if (is_extreme(id)) {
            check_one(id, g_.reduction_of(id).kind == graph::reduction::maximum ? "max" : "min", known);
        }
    }
    /// A factor is asked for its value where the others have support. The sum of a mean, which is empty where its number is 0,
    /// says nothing of it: that is any one of the sums, or, among several means, none of them says anything.
    constexpr void visit_factor(graph::vector<int> const& factors, int factor, context const& known) {
        graph::vector<int> sums;
        int means = 0;
        for (int other : factors) {
            if (g_.is(other, graph::op::reduce)) {
                sums.push_back(other);
            }
            means += is_mean(other) ? 1 : 0;
        }
        bool const by_itself = is_mean(factor) && means == 1 && sums.size() > 1;
        std::size_t const ways = by_itself ? sums.size() : 1;
        for (std::size_t way = 0; way < ways; ++way) {
            context inside = known;
            for (int other : factors) {
                bool const is_own =
                    is_mean(factor) && g_.is(other, graph::op::reduce) && (!by_itself || other == sums[way]);
                if (other != factor && !is_own) {
                    add_support(other, inside);
                }
            }
            visit(factor, inside);
        }
    }
    /// Where another factor has no support, the product is 0 and nothing is computed.
    constexpr void add_support(int factor, context& known) const {
        graph::support pieces = asked_support_of(g_, factor);
        if (pieces.empty()) {
            known.add(graph::affine{-1});
            return;
        }
        graph::vector<int> inner;
        graph::bound_symbols(g_, factor, inner);
        for (graph::inequalities& piece : pieces) {
            for (int symbol : inner) {
                piece.eliminate(symbol);
            }
        }
        if (pieces.size() == 1 && pieces[0].known_empty()) {
            known.add(graph::affine{-1});
        }
        for (graph::affine const& row : pieces[0].rows()) {  // what all pieces say
            bool const common =
                std::all_of(pieces.begin(), pieces.end(), [&](graph::inequalities const& piece) {
                    return graph::implies_nonnegative(piece, row);
                });
            if (common) {
                known.add(row);
            }
        }
    }

    /// A range is empty where one of its conditions, freed of the bound indices, fails.
    constexpr void check_one(int id, std::string_view what, context const& known) {
        graph::reduction_view const view = g_.reduction_of(id);
        graph::inequalities range;
        for (int guard : view.guards) {
            range.add(g_.condition_at(guard));
        }
        for (int var : view.vars) {
            range.eliminate(var);
        }
        for (graph::affine const& row : range.rows()) {
            refuse_where(-row - graph::affine{1}, id, what, known);
        }
        if (range.known_empty()) {
            refuse_where(graph::affine{0}, id, what, known);
        }
    }
    /// Refuses extents for which e >= 0 at some index values.
    constexpr void refuse_where(graph::affine const& e, int id, std::string_view what, context const& known) {
        graph::inequalities set = known;
        set.add(e);
        int const value = g_.new_symbol("empty", graph::symbol_kind::extent);
        set.add({graph::relation::zero, graph::affine::symbol(value), 0});
        piece its;
        if (set.infeasible() || !project(g_, p_, facts_, set, value, its) || !decided(its)) {
            return;
        }
        graph::reduction_view const view = g_.reduction_of(id);
        graph::text names;
        for (int var : view.vars) {
            names += names.empty() ? "" : ", ";
            names += g_.symbol_at(var).name;
        }
        check c;
        c.what = check::kind::nonempty;
        c.lower = graph::affine{1};  // the value is 0 where it has one
        c.pieces = append(p_.pieces, graph::vector<piece>(1, its));
        c.tensor = append(p_.characters, what);
        c.index = append(p_.characters, names.view());
        p_.checks.push_back(c);
    }
    /// Whether all extents that the piece speaks of have values.
    constexpr bool decided(piece const& its) const {
        for (graph::condition const& c : slice(p_.conditions, its.conditions)) {
            for (auto const& t : c.expression) {
                bool found = false;
                for (setting const& s : p_.settings) {
                    found = found || s.symbol == t.symbol;
                }
                if (!found) {
                    return false;
                }
            }
        }
        return true;
    }

    graph::graph& g_;
    plan& p_;
    context const& facts_;
};

}  // namespace iverson::loops
