// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/describe.hpp"
#include "../graph/support.hpp"
#include "../graph/vector.hpp"
#include "projection.hpp"

#include <algorithm>

/// What the binding must check, once it is decided which extents and first positions have values.
namespace iverson::loops {

/// Whether all symbols have values.
constexpr bool all_known(graph::vector<char> const& known, graph::affine const& e) {
    return std::all_of(e.begin(), e.end(),
                       [&](auto const& t) { return known[static_cast<std::size_t>(t.symbol)] != 0; });
}

class binding_checks {
  public:
    /// `known` tells the symbols that have values, and grows with the symbols that are made here.
    constexpr binding_checks(graph::formula& f, plan& p, graph::vector<int> const& buffers,
                             context const& facts, graph::vector<char>& known)
        : f_{f}, g_{f.nodes}, p_{p}, buffers_{buffers}, facts_{facts}, known_{known} {}

    /// The axis of an argument has these ends; where it starts is checked too if the argument is placed.
    constexpr void add_axis(int buffer, int axis, graph::axis const& bounds, bool placed) {
        if (!all_known(bounds.lower) || !all_known(bounds.upper)) {
            return;
        }
        auto const& argument = p_.buffers[static_cast<std::size_t>(buffer)];
        check c;
        c.start = placed;
        c.buffer = buffer;
        c.axis = axis;
        c.lower = bounds.lower;
        c.upper = bounds.upper;
        c.tensor = argument.name;
        blame(c, argument.tensor, axis);
        p_.checks.push_back(c);
    }
    constexpr void add_requirements() {
        for (graph::requirement const& r : f_.requirements) {
            if (r.what == graph::requirement::kind::inside) {
                add_inside_check(r);
            } else if (r.what == graph::requirement::kind::gathered) {
                add_entries_check(r);
            } else {
                add_equality_check(r);
            }
        }
    }

  private:
    constexpr bool known(int symbol) const { return known_[static_cast<std::size_t>(symbol)] != 0; }
    constexpr bool all_known(graph::affine const& e) const { return loops::all_known(known_, e); }

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
            bool const bound =
                buffer >= 0 && p_.buffers[static_cast<std::size_t>(buffer)].kind == buffer_kind::argument;
            int const other_axis = first ? r.other_axis : r.axis;
            if ((first || second) && bound && (buffer != c.buffer || other_axis != c.axis)) {
                c.other_buffer = buffer;
                c.other_axis = other_axis;
                c.index = append(p_.characters, g_.symbol_at(r.index).name.view());
                return;
            }
        }
    }

    /// Axes that have ends in different symbols, as those of defined tensors have, are compared.
    constexpr void add_equality_check(graph::requirement const& r) {
        graph::axis const a = g_.tensor_at(r.tensor).axes[static_cast<std::size_t>(r.axis)];
        graph::axis const b = g_.tensor_at(r.other_tensor).axes[static_cast<std::size_t>(r.other_axis)];
        graph::affine const starts = a.lower - b.lower;
        graph::affine const ends = a.upper - b.upper;
        bool const decided =
            all_known(a.lower) && all_known(a.upper) && all_known(b.lower) && all_known(b.upper);
        bool const equal = graph::implies(facts_, {graph::relation::zero, starts, 0}) &&
                           graph::implies(facts_, {graph::relation::zero, ends, 0});
        if (!decided || equal) {
            return;
        }
        check c;
        c.what = check::kind::equal;
        c.axis = r.axis;
        c.other_axis = r.other_axis;
        c.lower = a.lower;
        c.upper = a.upper;
        c.other_lower = b.lower;
        c.other_upper = b.upper;
        c.tensor = append(p_.characters, graph::describe(g_, g_.tensor_at(r.tensor)).view());
        c.access = append(p_.characters, graph::describe(g_, g_.tensor_at(r.other_tensor)).view());
        if (r.index >= 0) {
            c.index = append(p_.characters, g_.symbol_at(r.index).name.view());
        }
        p_.checks.push_back(c);
    }

    /// A ranged access that an index over Z moves without end leaves every tensor; its loads have no guards.
    constexpr void refuse_endless(graph::requirement const& r) {
        int endless = endless_index(g_.affine_at(r.position));
        for (int guard : r.guards) {
            endless = endless >= 0 ? endless : endless_index(g_.condition_at(guard).expression);
        }
        if (!p_.failed() && endless >= 0) {
            p_.message = graph::sentence("index ", g_.symbol_at(endless).name, " has no range, and ",
                                         access_text(r), " needs one");
        }
    }
    constexpr int endless_index(graph::affine const& e) const {
        for (auto const& t : e) {
            if (g_.symbol_at(t.symbol).kind == graph::symbol_kind::integer) {
                return t.symbol;
            }
        }
        return -1;
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
        if (!project(g_, p_, facts_, set, value, its)) {
            refuse_endless(r);
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
        c.pieces = append(p_.pieces, graph::vector<piece>(1, its));
        c.tensor = append(p_.characters, graph::describe(g_, g_.tensor_at(r.tensor)).view());
        if (!position.is_constant()) {
            c.position = append(p_.characters, graph::describe(g_, position).view());
        }
        c.access = append(p_.characters, access_text(r).view());
        p_.checks.push_back(c);
    }

    /// All values of the indices that the subscript needs are gone through, and the entries read.
    constexpr void add_entries_check(graph::requirement const& r) {
        graph::axis const a = g_.tensor_at(r.tensor).axes[static_cast<std::size_t>(r.axis)];
        check c;
        c.what = check::kind::entries;
        c.axis = r.axis;
        c.lower = a.lower;
        c.upper = a.upper;
        c.other_lower = g_.affine_at(r.position);
        graph::vector<graph::condition> conditions;
        if (!all_known(a.lower) || !all_known(a.upper) || !find_entry_loops(r, c, conditions)) {
            return;
        }
        c.guards = append(p_.conditions, conditions);
        c.tensor = append(p_.characters, graph::describe(g_, g_.tensor_at(r.tensor)).view());
        c.access = append(p_.characters, access_text(r).view());
        p_.checks.push_back(c);
    }
    /// The access as it stands in the formula: x(p(i)); the tensor and its subscript if it stands there no more.
    constexpr graph::text access_text(graph::requirement const& r) const {
        for (int id = 0; id < g_.size(); ++id) {
            bool const here = g_.is(id, graph::op::access) && g_[id].head == r.tensor;
            if (here && g_.links(id)[static_cast<std::size_t>(r.axis)] == r.position) {
                return graph::describe(g_, id);
            }
        }
        return graph::sentence(graph::describe(g_, g_.tensor_at(r.tensor)), " at ",
                               graph::describe(g_, g_.affine_at(r.position)));
    }
    /// False where something that the loops need is not bound.
    constexpr bool find_entry_loops(graph::requirement const& r, check& c,
                                    graph::vector<graph::condition>& outside) {
        graph::inequalities set;
        for (int guard : r.guards) {
            set.add(g_.condition_at(guard));
        }
        graph::vector<int> own;
        add_indices(g_.affine_at(r.position), own);
        for (graph::entry const& e : r.entries) {
            auto const& axes = g_.tensor_at(e.tensor).axes;
            int const buffer = buffers_[static_cast<std::size_t>(e.tensor)];
            if (buffer < 0) {
                return false;
            }
            for (std::size_t d = 0; d < e.positions.size(); ++d) {
                graph::affine const position = g_.affine_at(e.positions[d]);
                add_indices(position, own);
                set.add(position - axes[d].lower);  // an integer tensor has no value outside its domain
                set.add(axes[d].upper - position);
            }
        }
        for (bool changed = true;
             changed;) {  // indices of which the subscript does not speak need some value
            changed = false;
            for (graph::affine const& row : set.rows()) {
                int other = -1;
                for (auto const& t : row) {
                    bool const mine = std::find(own.begin(), own.end(), t.symbol) != own.end();
                    bool const read = g_.symbol_at(t.symbol).kind == graph::symbol_kind::gathered;
                    other = is_loop_index(g_, t.symbol) && !mine && !read ? t.symbol : other;
                }
                if (other >= 0) {
                    set.eliminate(other);
                    changed = true;
                    break;
                }
            }
        }
        graph::vector<graph::condition> conditions;
        for (graph::affine const& row : set.rows()) {
            bool closed = true;
            for (auto const& t : row) {
                closed = closed && !is_loop_index(g_, t.symbol);
                if (!is_loop_index(g_, t.symbol) && !known(t.symbol)) {
                    return false;
                }
            }
            (closed ? outside : conditions).push_back({graph::relation::nonnegative, row, 0});
        }
        if (set.known_empty()) {
            outside.push_back({graph::relation::nonnegative, graph::affine{-1}, 0});
        }
        return append_entry_loops(r, c, own, conditions);
    }
    constexpr bool append_entry_loops(graph::requirement const& r, check& c, graph::vector<int> const& own,
                                      graph::vector<graph::condition> const& conditions) {
        graph::vector<int> vars = own;
        graph::vector<int> read;
        for (graph::entry const& e : r.entries) {
            vars.push_back(e.symbol);
            read.push_back(e.symbol);
        }
        graph::vector<loop> loops;
        if (make_loops(p_, vars, conditions, facts_, loops, read) >= 0) {
            return false;
        }
        context ensured = facts_;
        for (graph::condition const& row : conditions) {
            bool const speaks_of_entries = speaks_of(read, row.expression);
            if (!speaks_of_entries) {
                ensured.add(row);
            }
        }
        for (std::size_t i = 0; i < r.entries.size(); ++i) {
            graph::entry const& e = r.entries[i];
            loop& l = loops[own.size() + i];
            graph::vector<graph::affine> at;
            graph::vector<graph::condition> guards;
            for (std::size_t d = 0; d < e.positions.size(); ++d) {
                graph::axis const a = g_.tensor_at(e.tensor).axes[d];
                at.push_back(g_.affine_at(e.positions[d]));
                for (graph::affine const& row : {at.back() - a.lower, a.upper - at.back()}) {
                    if (!implies_nonnegative(ensured, row)) {
                        guards.push_back({graph::relation::nonnegative, row, 0});
                    }
                }
            }
            l.source = buffers_[static_cast<std::size_t>(e.tensor)];
            l.at = append(p_.affines, at);
            l.guards = append(p_.conditions, guards);
        }
        c.loops = append(p_.loops, loops);
        return true;
    }
    constexpr void add_indices(graph::affine const& e, graph::vector<int>& list) const {
        for (auto const& t : e) {
            bool const wanted =
                is_loop_index(g_, t.symbol) && g_.symbol_at(t.symbol).kind != graph::symbol_kind::gathered;
            if (wanted && std::find(list.begin(), list.end(), t.symbol) == list.end()) {
                list.push_back(t.symbol);
            }
        }
    }

    graph::formula const& f_;
    graph::graph& g_;
    plan& p_;
    graph::vector<int> const& buffers_;
    context const& facts_;
    graph::vector<char>& known_;
};

}  // namespace iverson::loops
