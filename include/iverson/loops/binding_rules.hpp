// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "bounds.hpp"
#include "../graph/describe.hpp"
#include "../graph/support.hpp"

#include <algorithm>
#include <vector>

/// How the binding gives values to extents and first positions, and what it must check.
namespace iverson::loops {

class binding_rules {
  public:
    /// `buffers` tells the buffer of each tensor, -1 for none; the first `arguments` buffers are bound.
    constexpr binding_rules(graph::formula& f, plan& p, std::vector<int> const& buffers, context const& facts)
        : f_{f}, g_{f.nodes}, p_{p}, buffers_{buffers}, facts_{facts}, known_(f.nodes.symbols.size(), 0) {}

    constexpr void make() {
        collect_axes();
        collect_own();
        solve_arguments(true);
        for (graph::equation const& e : f_.equations) {
            for (std::size_t d = 0; d < e.positions.size(); ++d) {
                give_hull(e, d);
            }
        }
        solve_arguments(false);
        zero_lowers();
        solve_arguments(false);
        for (axis_of const& a : axes_) {
            add_axis_check(a);
        }
        for (graph::requirement const& r : f_.requirements) {
            if (r.what == graph::requirement::kind::inside) {
                add_inside_check(r);
            }
        }
        refuse_unknown();
    }

  private:
    struct axis_of {
        int buffer = -1;
        int axis = -1;
        graph::axis bounds;
        bool lower_used = false;  ///< a setting came from it
        bool extent_used = false;
    };

    constexpr bool is_bound_symbol(int symbol) const {
        graph::symbol_kind const kind = g_.symbol_at(symbol).kind;
        return kind == graph::symbol_kind::extent || kind == graph::symbol_kind::lower;
    }
    constexpr bool known(int symbol) const { return known_[static_cast<std::size_t>(symbol)] != 0; }
    constexpr void learn(setting const& s) {
        known_[static_cast<std::size_t>(s.symbol)] = 1;
        p_.settings.push_back(s);
    }
    constexpr bool all_known(graph::affine const& e) const {
        return std::all_of(e.begin(), e.end(), [&](auto const& t) { return known(t.symbol); });
    }

    constexpr void collect_axes() {
        for (std::size_t b = 0; b < p_.buffers.size(); ++b) {
            if (p_.buffers[b].kind != buffer_kind::argument) {
                continue;
            }
            auto const& axes = g_.tensor_at(p_.buffers[b].tensor).axes;
            for (std::size_t d = 0; d < axes.size(); ++d) {
                axes_.push_back({static_cast<int>(b), static_cast<int>(d), axes[d]});
            }
        }
    }
    /// Symbols that a definition gives a value come last from a binding: there they are checked.
    constexpr void collect_own() {
        own_.assign(g_.symbols.size(), 0);
        for (graph::equation const& e : f_.equations) {
            auto const& axes = g_.tensor_at(e.tensor).axes;
            for (std::size_t d = 0; d < axes.size(); ++d) {
                int const lower = axes[d].lower.bare_symbol();
                int const index = g_.affine_at(e.positions[d]).bare_symbol();
                if (lower >= 0 && index >= 0 && g_.symbol_at(lower).kind == graph::symbol_kind::lower) {
                    own_[static_cast<std::size_t>(lower)] = 1;
                    for (auto const& t : axes[d].upper) {
                        own_[static_cast<std::size_t>(t.symbol)] = 1;
                    }
                }
            }
        }
    }

    /// Solves every equation between an axis and its tensor that has one unknown.
    constexpr void solve_arguments(bool spare_own) {
        for (bool changed = true; changed;) {
            changed = false;
            for (axis_of& a : axes_) {
                if (!a.lower_used && solve_for(a, a.bounds.lower, setting::source::lower, spare_own)) {
                    a.lower_used = changed = true;
                }
                graph::affine const extent = a.bounds.upper - a.bounds.lower + graph::affine{1};
                if (!a.extent_used && solve_for(a, extent, setting::source::extent, spare_own)) {
                    a.extent_used = changed = true;
                }
            }
        }
    }
    constexpr bool solve_for(axis_of const& a, graph::affine const& e, setting::source from, bool spare_own) {
        int unknown = -1;
        int count = 0;
        for (auto const& t : e) {
            if (!known(t.symbol)) {
                unknown = t.symbol;
                ++count;
            }
        }
        if (count != 1 || (spare_own && own_[static_cast<std::size_t>(unknown)] != 0)) {
            return false;
        }
        std::int64_t const by = e.coefficient(unknown);
        if (by != 1 && by != -1) {
            return false;
        }
        setting s;
        s.from = from;
        s.symbol = unknown;
        s.buffer = a.buffer;
        s.axis = a.axis;
        s.sign = by;
        s.rest = e - graph::affine::symbol(unknown, by);
        learn(s);
        return true;
    }
    constexpr void zero_lowers() {
        for (axis_of const& a : axes_) {
            for (auto const& t : a.bounds.lower) {
                if (!known(t.symbol) && g_.symbol_at(t.symbol).kind == graph::symbol_kind::lower) {
                    setting s;
                    s.symbol = t.symbol;
                    learn(s);
                }
            }
        }
        for (std::size_t b = 0; b < p_.buffers.size(); ++b) {
            for (graph::axis const& a : g_.tensor_at(p_.buffers[b].tensor).axes) {
                int const symbol = a.lower.bare_symbol();
                if (symbol >= 0 && !known(symbol)) {
                    setting s;
                    s.symbol = symbol;
                    learn(s);
                }
            }
        }
    }

    // -- pieces ----------------------------------------------------------------------------------------------------
    /// The values of a symbol in a set, in terms of extents; false if it is not bounded.
    constexpr bool project(graph::inequalities set, int symbol, piece& result) {
        for (bool changed = true; changed;) {
            changed = false;
            for (graph::affine const& row : set.rows()) {
                for (auto const& t : row) {
                    if (t.symbol != symbol && !is_bound_symbol(t.symbol)) {
                        set.eliminate(t.symbol);
                        changed = true;
                        break;
                    }
                }
                if (changed) {
                    break;
                }
            }
        }
        if (set.known_empty()) {
            std::vector<graph::condition> const never(1, {graph::relation::nonnegative, graph::affine{-1}, 0});
            result.conditions = append(p_.conditions, never);
        }
        std::vector<graph::condition> conditions;
        for (graph::affine const& row : set.rows()) {
            if (!row.mentions(symbol) && !implies_nonnegative(facts_, row)) {
                conditions.push_back({graph::relation::nonnegative, row, 0});
            }
        }
        if (!set.known_empty()) {
            result.conditions = append(p_.conditions, conditions);
        }
        symbol_bounds const b = bounds_of(symbol, needed_rows(set, symbol, facts_));
        result.values = loop_over(p_, symbol, b);
        return b.bounded() || set.known_empty();
    }

    constexpr void give_hull(graph::equation const& e, std::size_t d) {
        graph::axis const a = g_.tensor_at(e.tensor).axes[d];
        int const lower = a.lower.bare_symbol();
        int const index = g_.affine_at(e.positions[d]).bare_symbol();
        if (lower < 0 || index < 0 || own_[static_cast<std::size_t>(lower)] == 0 || known(lower)) {
            return;
        }
        graph::inequalities domain;
        for (int c : e.domain) {
            domain.add(g_.condition_at(c));
        }
        std::vector<piece> pieces;
        for (graph::inequalities const& set : intersection(support_of(g_, e.value), graph::support(1, domain))) {
            piece p;
            if (!project(set, index, p)) {
                p_.message = graph::sentence("index ", g_.symbol_at(index).name, " of ", graph::describe(g_, g_.tensor_at(e.tensor)),
                                             " has no range: the right side is not known to be 0 outside a finite one");
                return;
            }
            pieces.push_back(p);
        }
        setting s;
        s.from = setting::source::hull_lower;
        s.symbol = lower;
        s.pieces = append(p_.pieces, pieces);
        learn(s);
        for (auto const& t : a.upper) {
            if (!known(t.symbol)) {
                s.from = setting::source::hull_extent;
                s.rest = a.lower;
                s.symbol = t.symbol;
                learn(s);
            }
        }
    }

    // -- checks ----------------------------------------------------------------------------------------------------
    constexpr void add_axis_check(axis_of const& a) {
        if ((a.extent_used && a.lower_used) || !all_known(a.bounds.lower) || !all_known(a.bounds.upper)) {
            return;
        }
        int const tensor = p_.buffers[static_cast<std::size_t>(a.buffer)].tensor;
        check c;
        c.buffer = a.buffer;
        c.axis = a.axis;
        c.lower = a.bounds.lower;
        c.upper = a.bounds.upper;
        c.tensor = p_.buffers[static_cast<std::size_t>(a.buffer)].name;
        blame(c, tensor, a.axis);
        p_.checks.push_back(c);
    }
    /// The index and the other tensor because of which two axes must be equal.
    constexpr void blame(check& c, int tensor, int axis) {
        for (graph::requirement const& r : f_.requirements) {
            if (r.what != graph::requirement::kind::equal_axes || r.index < 0) {
                continue;
            }
            bool const first = r.tensor == tensor && r.axis == axis;
            bool const second = r.other_tensor == tensor && r.other_axis == axis;
            int const other = first ? r.other_tensor : r.tensor;
            int const buffer = buffers_[static_cast<std::size_t>(other)];
            bool const bound = buffer >= 0 && p_.buffers[static_cast<std::size_t>(buffer)].kind == buffer_kind::argument;
            if ((first || second) && bound && buffer != c.buffer) {
                c.other_buffer = buffer;
                c.other_axis = first ? r.other_axis : r.axis;
                c.index = append(p_.characters, g_.symbol_at(r.index).name.view());
                return;
            }
        }
    }

    constexpr void add_inside_check(graph::requirement const& r) {
        graph::axis const a = g_.tensor_at(r.tensor).axes[static_cast<std::size_t>(r.axis)];
        graph::affine const position = g_.affine_at(r.position);
        int const value = g_.new_symbol("position", graph::symbol_kind::extent);
        known_.push_back(1);
        graph::inequalities set;
        for (int guard : r.guards) {
            set.add(g_.condition_at(guard));
        }
        set.add({graph::relation::zero, graph::affine::symbol(value) - position, 0});
        piece its;
        if (!project(set, value, its)) {
            return;
        }
        bool decided = all_known(a.lower) && all_known(a.upper);
        for (range const bounds : {its.values.lowers, its.values.uppers}) {
            for (bound const& b : slice(p_.bounds, bounds)) {
                decided = decided && all_known(b.expression);
            }
        }
        for (graph::condition const& c : slice(p_.conditions, its.conditions)) {
            decided = decided && all_known(c.expression);
        }
        if (!decided) {
            return;
        }
        check c;
        c.what = check::kind::inside;
        c.axis = r.axis;
        c.lower = a.lower;
        c.upper = a.upper;
        c.pieces = append(p_.pieces, std::vector<piece>(1, its));
        c.tensor = append(p_.characters, graph::describe(g_, g_.tensor_at(r.tensor)).view());
        c.position = append(p_.characters, graph::describe(g_, position).view());
        c.access = c.tensor;
        p_.checks.push_back(c);
    }

    /// Every extent that the loops need must have a value.
    constexpr void refuse_unknown() {
        for (buffer const& b : p_.buffers) {
            for (graph::axis const& a : g_.tensor_at(b.tensor).axes) {
                refuse_unknown(a.lower, b);
                refuse_unknown(a.upper, b);
            }
        }
    }
    constexpr void refuse_unknown(graph::affine const& e, buffer const& b) {
        for (auto const& t : e) {
            if (!known(t.symbol) && !p_.failed()) {
                p_.message = graph::sentence("extent ", g_.symbol_at(t.symbol).name, " of ", graph::describe(g_, g_.tensor_at(b.tensor)),
                                             " follows from no bound tensor: bind one that has it");
            }
        }
    }

    graph::formula& f_;
    graph::graph& g_;
    plan& p_;
    std::vector<int> const& buffers_;
    context const& facts_;
    std::vector<char> known_;
    std::vector<char> own_;
    std::vector<axis_of> axes_;
};

}  // namespace iverson::loops
