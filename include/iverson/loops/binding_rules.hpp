// SPDX-License-Identifier: BSL-1.0
// long because settings, hulls and checks are made in one order from what is known so far.
#pragma once

#include "../graph/describe.hpp"
#include "../graph/support.hpp"
#include "domain_pieces.hpp"
#include "projection.hpp"

#include <algorithm>
#include <vector>

/// How the binding gives values to extents and first positions, and what it must check.
/// (More than 400 lines: one class, whose stages all ask and tell which symbols have values by now.)
namespace iverson::loops {

class binding_rules {
  public:
    /// `buffers` tells the buffer of each tensor, -1 for none; the first `arguments` buffers are bound.
    constexpr binding_rules(graph::formula& f, plan& p, std::vector<int> const& buffers,
                            std::vector<char> const& placed, context& facts,
                            std::vector<conditional_fact>& more)
        : f_{f}, g_{f.nodes}, p_{p}, buffers_{buffers}, placed_{placed}, facts_{facts}, more_{more},
          known_(f.nodes.symbols.size(), 0) {}

    /// `primals`: formulas whose symbols and tensors the formula has, under the same ids.
    constexpr void make(std::span<graph::formula const> primals) {
        collect_axes();
        own_.assign(g_.symbols.size(), 0);
        zero_.assign(g_.symbols.size(), 0);
        note_definitions(f_);
        for (graph::formula const& primal : primals) {
            note_definitions(primal);
        }
        solve_arguments(true);
        zero_lowers(true);
        solve_arguments(true);
        for (hull const& h : hulls_) {
            give_hull(h);
        }
        solve_arguments(false);
        zero_lowers(true);
        solve_arguments(false);
        for (hull const& h : hulls_) {
            give_hull(h);
        }
        zero_lowers(false);
        solve_arguments(false);
        for (axis_of const& a : axes_) {
            add_axis_check(a);
        }
        for (graph::requirement const& r : f_.requirements) {
            if (r.what == graph::requirement::kind::inside) {
                add_inside_check(r);
            } else if (r.what == graph::requirement::kind::gathered) {
                add_entries_check(r);
            } else {
                add_equality_check(r);
            }
        }
        refuse_unknown();
    }

    /// Whether the axis is that of a defined tensor whose ends are the hull of a support.
    constexpr bool is_hull(graph::axis const& a) const {
        return std::any_of(hulls_.begin(), hulls_.end(),
                           [&](hull const& h) { return h.bounds.lower == a.lower; });
    }

  private:
    /// The domain of a defined tensor along one axis whose ends are symbols of their own.
    struct hull {
        graph::axis bounds;
        std::vector<piece> pieces;
        bool simple = false;  ///< one interval with affine ends: an equation between extents
        bool used[2] = {};    ///< its equations, to give a symbol its value
        graph::affine lower;
        graph::affine upper;
    };
    struct axis_of {
        int buffer = -1;
        int axis = -1;
        graph::axis bounds;
        bool at_zero = false;     ///< an input that nobody places
        bool lower_used = false;  ///< a setting came from it
        bool extent_used = false;
    };

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
                axis_of a;
                a.buffer = static_cast<int>(b);
                a.axis = static_cast<int>(d);
                a.bounds = axes[d];
                a.at_zero = starts_at_zero(static_cast<int>(b), axes[d]);
                axes_.push_back(a);
            }
        }
    }
    /// An input without at(...) starts at 0; the start of an adjoint and of what a formula defines is the formula's to choose.
    constexpr bool starts_at_zero(int buffer, graph::axis const& a) const {
        int const tensor = p_.buffers[static_cast<std::size_t>(buffer)].tensor;
        return placed_[static_cast<std::size_t>(buffer)] == 0 && a.lower.bare_symbol() >= 0 &&
               g_.tensor_at(tensor).kind == graph::role::plain && f_.defining(tensor) < 0;
    }
    /// Symbols that a definition gives a value come last from a binding: there they are checked.
    constexpr void note_definitions(graph::formula const& f) {
        for (graph::equation const& e : f.equations) {
            context domain;
            for (int c : e.domain) {
                domain.add(f.nodes.condition_at(c));
            }
            for (std::size_t d = 0; d < e.positions.size(); ++d) {
                graph::axis const a = f.nodes.tensor_at(e.tensor).axes[d];
                graph::affine const position = f.nodes.affine_at(e.positions[d]);
                int const lower = a.lower.bare_symbol();
                bool const written = implies_nonnegative(domain, position - a.lower) &&
                                     implies_nonnegative(domain, a.upper - position);
                if (lower < 0 || position.bare_symbol() < 0 || written ||
                    f.nodes.symbol_at(lower).kind != graph::symbol_kind::lower) {
                    continue;
                }
                for (auto const& t : a.upper) {
                    own_[static_cast<std::size_t>(t.symbol)] = 1;
                }
                find_hull(f.nodes, e, d, domain);
            }
        }
    }

    /// Solves every equation between an axis and its tensor, or a definition and its inputs, that has one unknown. The axis
    /// whose own start or extent a symbol is comes first: another that is empty says only how small its extent is at least.
    constexpr void solve_arguments(bool spare_own) {
        while (solve_axes(true, spare_own) || solve_axes(false, spare_own) || solve_hulls(spare_own)) {
        }
    }
    constexpr bool solve_axes(bool own, bool spare_own) {
        bool changed = false;
        for (axis_of& a : axes_) {
            setting s;
            s.buffer = a.buffer;
            s.axis = a.axis;
            s.from = setting::source::lower;
            bool const placed = placed_[static_cast<std::size_t>(a.buffer)] != 0;
            if (!a.lower_used && (placed || a.at_zero) && is_own(a.bounds.lower) == own &&
                solve_for(a.bounds.lower, s, spare_own)) {
                a.lower_used = changed = true;
                if (!placed) {
                    zero_[static_cast<std::size_t>(a.bounds.lower.bare_symbol())] = 1;
                }
            }
            s.from = setting::source::extent;
            if (!a.extent_used && is_own(extent_of(a.bounds)) == own &&
                solve_for(extent_of(a.bounds), s, spare_own)) {
                a.extent_used = changed = true;
            }
        }
        return changed;
    }
    static constexpr bool is_own(graph::affine const& e) { return e.bare_symbol() >= 0; }
    constexpr bool solve_hulls(bool spare_own) {
        bool changed = false;
        for (hull& h : hulls_) {
            changed = (h.simple && !spare_own && solve_hull(h)) || changed;
        }
        return changed;
    }
    static constexpr graph::affine extent_of(graph::axis const& a) {
        return a.upper - a.lower + graph::affine{1};
    }
    constexpr bool solve_hull(hull& h) {
        setting s;
        s.from = setting::source::relation;
        s.axis = 0;
        if (!h.used[0] && solve_for(h.bounds.lower - h.lower, s, false)) {
            return h.used[0] = true;
        }
        s.axis = 1;
        return !h.used[1] &&
               (h.used[1] = solve_for(h.bounds.upper - h.bounds.lower - h.upper + h.lower, s, false));
    }
    /// Gives the one unknown of e its value.
    constexpr bool solve_for(graph::affine const& e, setting s, bool spare_own) {
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
        s.symbol = unknown;
        s.sign = by;
        s.rest = e - graph::affine::symbol(unknown, by);
        learn(s);
        return true;
    }
    /// First positions that nobody gives are 0.
    constexpr void zero_lowers(bool spare_own) {
        for (std::size_t i = 0; i < own_.size(); ++i) {
            if (!known(static_cast<int>(i)) && g_.symbols[i].kind == graph::symbol_kind::lower &&
                (!spare_own || own_[i] == 0)) {
                setting s;
                s.symbol = static_cast<int>(i);
                learn(s);
            }
        }
    }

    // -- pieces ----------------------------------------------------------------------------------------------------
    constexpr void find_hull(graph::graph const& g, graph::equation const& e, std::size_t d,
                             context const& domain) {
        hull h;
        h.bounds = g.tensor_at(e.tensor).axes[d];
        int const index = g.affine_at(e.positions[d]).bare_symbol();
        for (hull const& old : hulls_) {
            if (old.bounds.lower == h.bounds.lower) {
                return;
            }
        }
        for (graph::inequalities const& set : domain_pieces{g_, known_}.of(g, e, index, domain)) {
            piece p;
            if (!project(g_, p_, facts_, set, index, p)) {
                if (buffers_[static_cast<std::size_t>(e.tensor)] < 0) {
                    return;
                }
                p_.message = graph::sentence(
                    "index ", g.symbol_at(index).name, " of ", graph::describe(g, g.tensor_at(e.tensor)),
                    " has no range: the right side is not known to be 0 outside a finite one");
                return;
            }
            h.pieces.push_back(p);
        }
        note_simple(h);
        hulls_.push_back(h);
    }
    /// One interval with affine ends says as much of the inputs as of the defined tensor. Its first position is that of the
    /// interval, its last one too unless the interval, or the support, is empty.
    constexpr void note_simple(hull& h) {
        if (h.pieces.size() != 1 || h.pieces[0].values.lowers.size != 1 ||
            h.pieces[0].values.uppers.size != 1 || h.pieces[0].witnesses.size > 0) {
            return;
        }
        bound const low = slice(p_.bounds, h.pieces[0].values.lowers)[0];
        bound const high = slice(p_.bounds, h.pieces[0].values.uppers)[0];
        h.simple = low.divisor == 1 && high.divisor == 1;
        h.lower = low.expression;
        h.upper = high.expression;
        if (!h.simple) {
            return;
        }
        facts_.add({graph::relation::zero, h.bounds.lower - h.lower, 0});
        conditional_fact last;
        last.facts.push_back({graph::relation::zero, h.bounds.upper - h.upper, 0});
        for (graph::condition const& c : slice(p_.conditions, h.pieces[0].conditions)) {
            last.premises.push_back(c);
        }
        graph::affine const extent = h.upper - h.lower + graph::affine{1};
        if (!implies_nonnegative(facts_, extent)) {
            last.premises.push_back({graph::relation::nonnegative, extent, 0});
        }
        if (last.premises.empty()) {
            facts_.add(last.facts[0]);
        } else {
            more_.push_back(last);
        }
    }
    constexpr bool inputs_known(hull const& h) const {
        for (piece const& p : h.pieces) {
            for (range const bounds : {p.values.lowers, p.values.uppers}) {
                for (bound const& b : slice(p_.bounds, bounds)) {
                    if (!all_known(b.expression)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
    constexpr void give_hull(hull const& h) {
        if (known(h.bounds.lower.bare_symbol()) || !inputs_known(h)) {
            return;
        }
        setting s;
        s.symbol = h.bounds.lower.bare_symbol();
        s.pieces = append(p_.pieces, h.pieces);
        s.from = h.simple ? setting::source::relation : setting::source::hull_lower;
        s.axis = 0;
        s.rest = -h.lower;
        learn(s);
        for (auto const& t : h.bounds.upper) {
            if (!known(t.symbol)) {
                s.from = setting::source::hull_extent;
                s.rest = h.bounds.lower;
                s.symbol = t.symbol;
                learn(s);
            }
        }
    }

    // -- checks ----------------------------------------------------------------------------------------------------
    constexpr void add_axis_check(axis_of const& a) {
        bool const placed = placed_[static_cast<std::size_t>(a.buffer)] != 0 ||
                            (a.at_zero && zero_[static_cast<std::size_t>(a.bounds.lower.bare_symbol())] == 0);
        if ((a.extent_used && (a.lower_used || !placed)) || !all_known(a.bounds.lower) ||
            !all_known(a.bounds.upper)) {
            return;
        }
        int const tensor = p_.buffers[static_cast<std::size_t>(a.buffer)].tensor;
        check c;
        c.start = placed;
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
        c.pieces = append(p_.pieces, std::vector<piece>(1, its));
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
        std::vector<graph::condition> conditions;
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
                                    std::vector<graph::condition>& outside) {
        graph::inequalities set;
        for (int guard : r.guards) {
            set.add(g_.condition_at(guard));
        }
        std::vector<int> own;
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
        std::vector<graph::condition> conditions;
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
    constexpr bool append_entry_loops(graph::requirement const& r, check& c, std::vector<int> const& own,
                                      std::vector<graph::condition> const& conditions) {
        std::vector<int> vars = own;
        std::vector<int> read;
        for (graph::entry const& e : r.entries) {
            vars.push_back(e.symbol);
            read.push_back(e.symbol);
        }
        std::vector<loop> loops;
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
            std::vector<graph::affine> at;
            std::vector<graph::condition> guards;
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
    constexpr void add_indices(graph::affine const& e, std::vector<int>& list) const {
        for (auto const& t : e) {
            bool const wanted =
                is_loop_index(g_, t.symbol) && g_.symbol_at(t.symbol).kind != graph::symbol_kind::gathered;
            if (wanted && std::find(list.begin(), list.end(), t.symbol) == list.end()) {
                list.push_back(t.symbol);
            }
        }
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
                p_.message = graph::sentence("extent ", g_.symbol_at(t.symbol).name, " of ",
                                             graph::describe(g_, g_.tensor_at(b.tensor)),
                                             " follows from no bound tensor: bind one that has it");
            }
        }
    }

    graph::formula& f_;
    graph::graph& g_;
    plan& p_;
    std::vector<int> const& buffers_;
    std::vector<char> const& placed_;
    context& facts_;
    std::vector<conditional_fact>& more_;
    std::vector<char> known_;
    std::vector<char> own_;
    std::vector<char> zero_;  ///< first positions of inputs that nobody places
    std::vector<axis_of> axes_;
    std::vector<hull> hulls_;
};

}  // namespace iverson::loops
