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
    constexpr void visit(int id, context const& known) {
        if (!any_node(g_, id, [&](int n) { return has_no_value_over_nothing(g_, n); })) {
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
        if (is_mean(g_, id)) {
            check_one(g_.links(id)[0], "mean", known);
        } else if (has_no_value_over_nothing(g_, id)) {
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
            means += is_mean(g_, other) ? 1 : 0;
        }
        bool const by_itself = is_mean(g_, factor) && means == 1 && sums.size() > 1;
        std::size_t const ways = by_itself ? sums.size() : 1;
        for (std::size_t way = 0; way < ways; ++way) {
            context inside = known;
            for (int other : factors) {
                bool const is_own = is_mean(g_, factor) && g_.is(other, graph::op::reduce) &&
                                    (!by_itself || other == sums[way]);
                if (other != factor && !is_own) {
                    add_support(other, inside);
                }
            }
            visit(factor, inside);
        }
    }
    /// Where another factor has no support, the product is 0 and nothing is computed.
    constexpr void add_support(int factor, context& known) {
        if (g_.is(factor, graph::op::bracket)) {
            add_exactly(g_.condition_of(factor), known, nullptr);
            return;
        }
        graph::support pieces = asked_support_of(g_, factor);
        if (pieces.empty()) {
            known.add(graph::affine{-1});
            return;
        }
        for (graph::inequalities& piece : pieces) {
            graph::vector<int> inner;
            graph::bound_symbols(g_, factor, inner);
            eliminate_exactly(piece, inner);
            for (int symbol : inner) {  // some value, in this factor
                rename(piece, symbol, g_.new_symbol("k", graph::symbol_kind::integer));
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

    static constexpr void rename(graph::inequalities& set, int symbol, int other) {
        graph::inequalities result;
        for (graph::affine const& row : set.rows()) {
            result.add(row.substituted(symbol, graph::affine::symbol(other)));
        }
        if (set.known_empty()) {
            result.add(graph::affine{-1});
        }
        set = result;
    }

    /// A range is empty where one of its conditions, freed of the bound indices, fails, or, where that keeps rational points
    /// without an integer among them, where its loops have no step.
    constexpr void check_one(int id, std::string_view what, context const& known) {
        graph::reduction_view const view = g_.reduction_of(id);
        graph::inequalities range;
        graph::vector<int> open(view.vars.begin(), view.vars.end());
        for (int guard : graph::vector<int>(view.guards.begin(), view.guards.end())) {
            add_exactly(g_.condition_at(guard), range, &open);
        }
        eliminate_exactly(range, open);
        graph::inequalities steps;
        for (graph::affine const& row : range.rows()) {
            if (speaks_of(open, row)) {
                steps.add(row);
            } else {
                refuse_where(-row - graph::affine{1}, id, what, known);
            }
        }
        if (range.known_empty()) {
            refuse_where(graph::affine{0}, id, what, known);
        } else if (!open.empty()) {
            refuse_without_step(steps, open, id, what, known);
        }
    }
    /// m | e is e = m q for an index q of its own.
    constexpr void add_exactly(graph::condition const& c, graph::inequalities& set, graph::vector<int>* own) {
        if (c.kind != graph::relation::divisible) {
            set.add(c);
            return;
        }
        int const quotient = g_.new_symbol("q", graph::symbol_kind::integer);
        set.add({graph::relation::zero, c.expression - c.modulus * graph::affine::symbol(quotient), 0});
        if (own != nullptr) {
            own->push_back(quotient);
        }
    }
    /// Refuses extents for which e >= 0 at some index values.
    constexpr void refuse_where(graph::affine const& e, int id, std::string_view what, context const& known) {
        graph::inequalities set = known;
        set.add(e);
        int const value = g_.new_symbol("empty", graph::symbol_kind::extent);
        set.add({graph::relation::zero, graph::affine::symbol(value), 0});
        piece its;
        if (!set.infeasible() && project(g_, p_, facts_, set, value, its)) {
            refuse(its, id, what);
        }
    }
    /// Refuses extents for which loops over `open`, bounded by `steps`, have no step at some index values.
    constexpr void refuse_without_step(graph::inequalities const& steps, graph::vector<int> const& open,
                                       int id, std::string_view what, context const& known) {
        graph::vector<int> around = other_loop_indices(g_, steps, open);
        graph::vector<int> others = other_loop_indices(g_, known, around);
        graph::inequalities set = known;
        eliminate_exactly(set, others);
        around.insert(around.end(), others.begin(), others.end());
        piece its;
        int const value = g_.new_symbol("empty", graph::symbol_kind::extent);
        symbol_bounds zero;
        zero.lowers.push_back({graph::affine{0}, 1});
        zero.uppers.push_back({graph::affine{0}, 1});
        its.values = loop_over(p_, value, zero);
        its.conditions = append(p_.conditions, conditions_without(set, around, facts_));
        graph::vector<loop> outer;
        graph::vector<loop> inner;
        if (!set.infeasible() && make_loops(p_, around, conditions_of(set), facts_, outer) < 0 &&
            make_loops(p_, open, conditions_of(steps), facts_, inner) < 0) {
            its.witnesses = append(p_.loops, outer);
            its.missing = append(p_.loops, inner);
            refuse(its, id, what);
        }
    }
    constexpr void refuse(piece const& its, int id, std::string_view what) {
        if (!decided(its)) {
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
        auto const all = [&](graph::affine const& e, auto const& is_known) {
            return std::all_of(e.begin(), e.end(), [&](auto const& t) { return is_known(t.symbol); });
        };
        auto const is_known = [&](int symbol) {
            return is_loop_index(g_, symbol) ||
                   std::any_of(p_.settings.begin(), p_.settings.end(),
                               [&](setting const& s) { return s.symbol == symbol; });
        };
        bool result = true;
        for (graph::condition const& c : slice(p_.conditions, its.conditions)) {
            result = result && all(c.expression, is_known);
        }
        for (range const loops : {its.witnesses, its.missing}) {
            for (loop const& l : slice(p_.loops, loops)) {
                for (range const bounds : {l.lowers, l.uppers}) {
                    for (bound const& b : slice(p_.bounds, bounds)) {
                        result = result && all(b.expression, is_known);
                    }
                }
            }
        }
        return result;
    }

    graph::graph& g_;
    plan& p_;
    context const& facts_;
};

}  // namespace iverson::loops
