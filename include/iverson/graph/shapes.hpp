// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "left_axes.hpp"
#include "vector.hpp"

#include <algorithm>

/// Shape inference: axes of tensors, ranges of indices, and the checks that remain for the binding.
namespace iverson::graph {

/// Calls visit(use, position, axis) for the subscripts of accesses that must stay inside, their axes being known.
/// (Free and before its user: Clang 19 instantiates a member template too late for a constant.)
template <class Visit>
constexpr void for_each_subscript(graph& g, equation const& e, equation_uses const& uses,
                                  axis_groups const& groups, Visit visit) {
    for (use const& u : uses.all()) {
        for (std::size_t d = 0; d < u.positions.size() && u.is_read && !u.zero_extended; ++d) {
            int const axis = static_cast<int>(d);
            if (!groups.is_own_past(e, u, axis) && !holds_entry(g, g.affine_at(u.positions[d]))) {
                visit(u, g.affine_at(u.positions[d]), axis_at(g, u.tensor, axis));
            }
        }
    }
}

/// Infers one equation's shapes, given those of the tensors that earlier equations define.
class shape_inference {
  public:
    constexpr shape_inference(formula& f, equation_uses& uses)
        : f_{f}, g_{f.nodes}, which_{uses.which()}, uses_{uses}, ranges_{uses.ranges()} {}

    constexpr void run() {
        axis_groups groups{f_, uses_};
        range_over_axes(groups);
        range_where_valid(groups);
        if (!g_.failed()) {
            left_axes{f_, uses_}.define();
            left().value = with_guards(left().value);
            require_all();
        }
    }

  private:
    constexpr equation& left() { return f_.equations[which_]; }

    // -- ranges of the indices that have none written -----------------------------------------------------------
    /// (b): the axis that the index subscripts bare, cut so that every subscript holding only this index stays inside.
    constexpr void range_over_axes(axis_groups& groups) {
        for (known_index& k : ranges_.all()) {
            axis const* const found = k.determined ? nullptr : groups.axis_of(k.symbol);
            if (found == nullptr) {
                continue;
            }
            axis const a = *found;
            ranges_.restrict(g_, k, affine::symbol(k.symbol), a);
            for_each_subscript(g_, left(), uses_, groups,
                               [&](use const&, affine const& p, axis const& inside) {
                                   bool const alone = std::all_of(p.begin(), p.end(), [&](auto const& t) {
                                       return t.symbol == k.symbol || !is_index_symbol(g_, t.symbol);
                                   });
                                   if (p.mentions(k.symbol) && alone && p.bare_symbol() != k.symbol) {
                                       ranges_.restrict(g_, k, p, inside);
                                   }
                               });
            k.determined = true;
        }
    }

    /// (c): the values for which every access stays inside, for all values of the other indices.
    constexpr void range_where_valid(axis_groups& groups) {
        vector<int> open;
        for (known_index const& k : ranges_.all()) {
            if (!k.determined) {
                open.push_back(k.symbol);
            }
        }
        for (int symbol : open) {
            bool found = false;
            for_each_subscript(g_, left(), uses_, groups,
                               [&](use const& u, affine const& p, axis const& inside) {
                                   if (p.mentions(symbol) && refuse_shared(u, p, symbol, open)) {
                                       keep_inside(u, p - inside.lower, symbol);
                                       keep_inside(u, inside.upper - p, symbol);
                                       found = true;
                                   }
                               });
            if (!found) {
                g_.fail(sentence("index ", g_.symbol_at(symbol).name, " of ", describe_left(g_, left()),
                                 " = ... has no range: it subscripts no tensor without an integer index; "
                                 "give it a range"));
            }
            ranges_.find(symbol)->determined = true;
        }
    }
    /// False, with a sentence, if another index of the subscript has no range either.
    constexpr bool refuse_shared(use const& u, affine const& p, int symbol, vector<int> const& open) {
        for (int other : open) {
            if (other != symbol && p.mentions(other)) {
                g_.fail(sentence("indices ", g_.symbol_at(symbol).name, " and ", g_.symbol_at(other).name,
                                 " share the subscript ", describe(g_, p), " of ",
                                 describe(g_, g_.tensor_at(u.tensor)),
                                 " and neither has a range: give one of them a range"));
                return false;
            }
        }
        return true;
    }
    /// Adds e >= 0 for all values of the indices in e but one: at the least value that e takes over their ranges.
    constexpr void keep_inside(use const& u, affine const& e, int keep) {
        int other = -1;
        for (auto const& t : e) {
            other = t.symbol != keep && ranges_.find(t.symbol) != nullptr ? t.symbol : other;
        }
        if (other < 0) {
            ranges_.restrict(g_, *ranges_.find(keep), {relation::nonnegative, e, 0});
            return;
        }
        bool plain = true;
        written_range const range = range_of(g_, other, ranges_.find(other)->conditions, &plain);
        if (!plain || !range.complete()) {
            g_.fail(sentence("index ", g_.symbol_at(keep).name, " shares a subscript of ",
                             describe(g_, g_.tensor_at(u.tensor)), " with ", g_.symbol_at(other).name,
                             ", whose range is not one interval: give ", g_.symbol_at(keep).name,
                             " a range"));
            return;
        }
        if (e.coefficient(other) > 0) {
            keep_inside(u, e.substituted(other, range.lower), keep);
            return;
        }
        keep_inside(u, e.substituted(other, range.upper), keep);
        if (!never_below(range.upper - range.lower + affine{1})) {
            keep_inside(u, e.substituted(other, range.lower - affine{1}),
                        keep);  // an empty range is taken as lo..lo-1
        }
    }
    /// Whether the extent is >= 0 whatever the extents are that it is made of.
    constexpr bool never_below(affine const& extent) const {
        return extent.valid() && extent.constant() >= 0 &&
               std::all_of(extent.begin(), extent.end(), [&](auto const& t) {
                   return t.coefficient > 0 && g_.symbol_at(t.symbol).kind == symbol_kind::extent;
               });
    }

    // -- results ---------------------------------------------------------------------------------------------------
    /// Every reduction gets the ranges of its indices as guards.
    constexpr int with_guards(int id) {
        if (int const known = guarded_.get(id); known >= 0) {
            return known;
        }
        int result = rebuild(g_, id, [&](int child) { return with_guards(child); });
        if (g_.is(id, op::reduce) && g_.is(result, op::reduce)) {
            reduction_view const view = g_.reduction_of(result);
            vector<int> const vars(view.vars.begin(), view.vars.end());
            vector<int> guards(view.guards.begin(), view.guards.end());
            int const body = view.body;
            auto const kind = view.kind;
            for (int var : vars) {
                for (int c : ranges_.find(var)->conditions) {
                    guards.push_back(c);
                }
            }
            result = reduce(g_, kind, vars, guards, body);
        }
        return guarded_.set(id, result);
    }

    /// The accesses that the ranges do not already keep inside are checked at binding.
    constexpr void require_all() {
        for (use const& u : uses_.all()) {
            for (std::size_t d = 0; d < u.positions.size() && !u.zero_extended && u.is_read; ++d) {
                if (holds_entry(g_, g_.affine_at(u.positions[d]))) {
                    require_gathered(u, d);
                } else {
                    require_inside(u, d);
                }
            }
        }
    }
    /// The entries of integer tensors are known at binding: there every one that the access needs is looked at.
    constexpr void require_gathered(use const& u, std::size_t d) {
        requirement r;
        r.what = requirement::kind::gathered;
        r.tensor = u.tensor;
        r.axis = static_cast<int>(d);
        r.position = u.positions[d];
        vector<int> own;
        add_entries(g_.affine_at(u.positions[d]), r, own);
        ranges_.add_conditions(g_, own, r.guards);
        ranges_.add_conditions(g_, u.scope, r.guards);
        f_.requirements.push_back(r);
    }
    /// Notes the gathered indices of a subscript, those that their own subscripts hold first, and all other indices.
    constexpr void add_entries(affine const& position, requirement& r, vector<int>& own) {
        for (auto const& t : position) {
            if (g_.symbol_at(t.symbol).kind != symbol_kind::gathered) {
                own.push_back(t.symbol);
                continue;
            }
            bool const listed = std::any_of(r.entries.begin(), r.entries.end(),
                                            [&](entry const& e) { return e.symbol == t.symbol; });
            for (int id = 0; id < g_.size() && !listed; ++id) {
                if (!g_.is(id, op::match) || g_.index_of(id).bare_symbol() != t.symbol) {
                    continue;
                }
                int const read = g_.links(id)[0];
                entry e;
                e.symbol = t.symbol;
                e.tensor = g_[read].head;
                e.positions.assign(g_.links(read).begin(), g_.links(read).end());
                for (int inner : e.positions) {
                    add_entries(g_.affine_at(inner), r, own);
                }
                r.entries.push_back(e);
                break;
            }
        }
    }
    constexpr void require_inside(use const& u, std::size_t d) {
        affine const p = g_.affine_at(u.positions[d]);
        requirement r{
            requirement::kind::inside, -1, u.tensor, static_cast<int>(d), -1, -1, u.positions[d], {}, {}};
        vector<int> own;
        for (auto const& t : p) {
            own.push_back(t.symbol);
            r.index = r.index < 0 && is_index_symbol(g_, t.symbol) ? t.symbol : r.index;
        }
        ranges_.add_conditions(g_, own, r.guards);
        axis const a = axis_at(g_, u.tensor, static_cast<int>(d));
        if (stays_inside(r.guards, p, a)) {
            return;
        }
        ranges_.add_conditions(g_, u.scope,
                               r.guards);  // where another index has no value, the access is never made
        if (!stays_inside(r.guards, p, a)) {
            f_.requirements.push_back(r);
        }
    }
    constexpr bool stays_inside(vector<int> const& guards, affine const& position, axis const& a) const {
        inequalities range;
        for (int c : guards) {
            range.add(g_.condition_at(c));
        }
        bool const inside =
            implies_nonnegative(range, position - a.lower) && implies_nonnegative(range, a.upper - position);
        return inside || range.infeasible();  // an access under an empty range is never made
    }

    formula& f_;
    graph& g_;
    std::size_t which_;
    equation_uses& uses_;
    index_ranges& ranges_;
    memo guarded_;
};

}  // namespace iverson::graph
