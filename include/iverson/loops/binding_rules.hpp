// SPDX-License-Identifier: BSL-1.0
// long because the rules are one class: each knows which symbols the earlier ones have given a value.
#pragma once

#include "../graph/checks.hpp"
#include "../graph/describe.hpp"
#include "../graph/support.hpp"
#include "../graph/vector.hpp"
#include "binding_checks.hpp"
#include "domain_pieces.hpp"
#include "projection.hpp"

#include <algorithm>

/// How the binding gives values to extents and first positions, in an order in which each follows from those before it.
namespace iverson::loops {

class binding_rules {
  public:
    /// `buffers` tells the buffer of each tensor, -1 for none; the first `arguments` buffers are bound.
    constexpr binding_rules(graph::formula& f, plan& p, graph::vector<int> const& buffers,
                            graph::vector<char> const& placed, context& facts,
                            graph::vector<conditional_fact>& more)
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
        binding_checks checks{f_, p_, buffers_, facts_, known_};
        for (axis_of const& a : axes_) {
            add_axis_check(checks, a);
        }
        for (hull const& h : hulls_) {
            add_hull_check(checks, h);
        }
        for (int extent : told_by_positions_) {
            add_given_check(extent);
        }
        checks.add_requirements();
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
        graph::vector<piece> pieces;
        bool simple = false;  ///< one interval with affine ends: an equation between extents
        bool fixed =
            false;  ///< the first position is that of the interval also where that is empty, and starts at 0
        bool used[2] = {};  ///< its equations, to give a symbol its value
        int gave = -1;      ///< the extent of an input that came out of it
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
    constexpr bool all_known(graph::affine const& e) const { return loops::all_known(known_, e); }

    /// First the axes whose extent is a symbol of their own: one of which it is a part may be empty, and says nothing of the start.
    constexpr void collect_axes() {
        collect_axes(true);
        collect_axes(false);
    }
    constexpr void collect_axes(bool own) {
        for (std::size_t b = 0; b < p_.buffers.size(); ++b) {
            if (p_.buffers[b].kind != buffer_kind::argument) {
                continue;
            }
            auto const& axes = g_.tensor_at(p_.buffers[b].tensor).axes;
            for (std::size_t d = 0; d < axes.size(); ++d) {
                if (is_own(extent_of(axes[d])) != own) {
                    continue;
                }
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
                bool const written = is_range(f.nodes, e, domain, position, a);
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

    /// Whether the conditions say that the position is inside the axis. Of a range that is empty everything follows: there only
    /// what is said of the index itself counts.
    static constexpr bool is_range(graph::graph const& g, graph::equation const& e, context const& domain,
                                   graph::affine const& position, graph::axis const& a) {
        context own;
        for (int c : e.domain) {
            if (g.condition_at(c).expression.mentions(position.bare_symbol())) {
                own.add(g.condition_at(c));
            }
        }
        context const& said = domain.infeasible() ? own : domain;
        return implies_nonnegative(said, position - a.lower) && implies_nonnegative(said, a.upper - position);
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
                setting const& given = p_.settings.back();
                a.extent_used = !given.at_least_zero && given.divisor == 1;
                changed = true;
                if (!given.rest.is_zero() || given.sign < 0) {
                    told_by_positions_.push_back(given.symbol);
                }
            }
        }
        return changed;
    }
    static constexpr bool is_own(graph::affine const& e) { return e.bare_symbol() >= 0; }
    /// Extents that are equal come first: of an empty support the first position says nothing.
    constexpr bool solve_hulls(bool spare_own) {
        bool changed = false;
        for (hull& h : hulls_) {
            changed =
                (h.simple && !spare_own && is_own(h.upper - h.lower + graph::affine{1}) && solve_extent(h)) ||
                changed;
        }
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
        // An empty support starts at 0, which only the pieces tell: give_hull.
        bool const is_told = h.fixed || known(h.bounds.lower.bare_symbol());
        if (is_told && !h.used[0] && solve_for(h.bounds.lower - h.lower, s, false)) {
            return h.used[0] = true;
        }
        return solve_extent(h);
    }
    constexpr bool solve_extent(hull& h) {
        setting s;
        s.from = setting::source::relation;
        s.axis = 1;
        if (h.used[1] || !solve_for(h.bounds.upper - h.bounds.lower - h.upper + h.lower, s, false)) {
            return false;
        }
        int const symbol = p_.settings.back().symbol;
        if (own_[static_cast<std::size_t>(symbol)] == 0 &&
            g_.symbol_at(symbol).kind == graph::symbol_kind::extent) {
            h.gave = symbol;
            told_by_positions_.push_back(symbol);
        }
        return h.used[1] = true;
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
        if (by != 1 && by != -1 && s.from != setting::source::extent) {
            return false;
        }
        s.symbol = unknown;
        s.sign = by < 0 ? -1 : 1;
        s.divisor = by < 0 ? -by : by;
        s.rest = e - graph::affine::symbol(unknown, by);
        s.at_least_zero = s.from == setting::source::extent &&
                          g_.symbol_at(unknown).kind == graph::symbol_kind::extent &&
                          !(by == 1 && implies_nonnegative(facts_, -s.rest));
        learn(s);
        return true;
    }
    /// First positions that nobody gives are 0, but for those that a support gives once all that it hangs on is known.
    constexpr void zero_lowers(bool spare_own) {
        for (std::size_t i = 0; i < own_.size(); ++i) {
            if (!known(static_cast<int>(i)) && g_.symbols[i].kind == graph::symbol_kind::lower &&
                (!spare_own || own_[i] == 0) && !starts_hull(static_cast<int>(i))) {
                setting s;
                s.symbol = static_cast<int>(i);
                learn(s);
            }
        }
    }

    constexpr bool starts_hull(int symbol) const {
        return std::any_of(hulls_.begin(), hulls_.end(),
                           [&](hull const& h) { return h.bounds.lower.bare_symbol() == symbol; });
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
    /// One interval with affine ends says as much of the inputs as of the defined tensor: its ends are those of the interval
    /// unless the interval, or the support, is empty.
    constexpr void note_simple(hull& h) {
        if (h.pieces.size() != 1 || h.pieces[0].values.lowers.size != 1 ||
            h.pieces[0].values.uppers.size != 1 || h.pieces[0].is_narrowed()) {
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
        // From 0 an empty interval is 0..-1 too, which is where an empty support stands.
        bool const from_zero = is_zero_start(h.lower);
        conditional_fact ends;
        for (graph::condition const& c : slice(p_.conditions, h.pieces[0].conditions)) {
            ends.premises.push_back(c);
        }
        graph::affine const last = h.upper - h.lower + graph::affine{from_zero ? 1 : 0};
        if (!implies_nonnegative(facts_, last)) {
            ends.premises.push_back({graph::relation::nonnegative, last, 0});
        }
        h.fixed = from_zero || ends.premises.empty();
        graph::condition const at_start{graph::relation::zero, h.bounds.lower - h.lower, 0};
        graph::condition const at_end{graph::relation::zero, h.bounds.upper - h.upper, 0};
        if (h.fixed) {
            facts_.add(at_start);
        } else {
            ends.facts.push_back(at_start);
        }
        if (ends.premises.empty()) {
            facts_.add(at_end);
        } else {
            ends.facts.push_back(at_end);
            more_.push_back(ends);
        }
    }
    /// Whether all first positions in it are those of inputs that nobody places, or of supports that start there.
    constexpr bool is_zero_start(graph::affine const& e) const {
        bool zero = e.constant() == 0;
        for (auto const& t : e) {
            auto const starts_here = [&](axis_of const& a) { return a.bounds.lower.mentions(t.symbol); };
            zero = zero && std::any_of(axes_.begin(), axes_.end(), starts_here) &&
                   std::all_of(axes_.begin(), axes_.end(),
                               [&](axis_of const& a) { return !starts_here(a) || a.at_zero; });
        }
        return zero;
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
        s.from = h.simple && h.fixed ? setting::source::relation : setting::source::hull_lower;
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
    /// An axis from which a symbol took its value needs none.
    constexpr void add_axis_check(binding_checks& checks, axis_of const& a) const {
        bool const placed = placed_[static_cast<std::size_t>(a.buffer)] != 0 ||
                            (a.at_zero && zero_[static_cast<std::size_t>(a.bounds.lower.bare_symbol())] == 0);
        if (!a.extent_used || (!a.lower_used && placed)) {
            checks.add_axis(a.buffer, a.axis, a.bounds, placed);
        }
    }
    /// An adjoint that tells an extent of an input tells it by the equation of a support that is not empty. Where this one is,
    /// the adjoint must be so too: the support is found anew, now that all of its inputs are known.
    constexpr void add_hull_check(binding_checks& checks, hull const& h) {
        if (h.gave < 0 || !inputs_known(h)) {
            return;
        }
        int const first = g_.new_symbol("first", graph::symbol_kind::lower);
        int const extent = g_.new_symbol("extent", graph::symbol_kind::extent);
        known_.resize(known_.size() + 2, 0);
        setting s;
        s.symbol = first;
        s.from = setting::source::hull_lower;
        s.axis = 0;
        s.pieces = append(p_.pieces, h.pieces);
        learn(s);
        s.from = setting::source::hull_extent;
        s.rest = graph::affine::symbol(first);
        s.symbol = extent;
        learn(s);
        graph::affine const last =
            graph::affine::symbol(first) + graph::affine::symbol(extent) - graph::affine{1};
        for (axis_of const& a : axes_) {
            if (a.bounds.lower == h.bounds.lower) {
                bool const placed = placed_[static_cast<std::size_t>(a.buffer)] != 0;
                checks.add_axis(a.buffer, a.axis, {graph::affine::symbol(first), last}, placed);
            }
        }
    }
    /// An axis that is a part of an extent, as 1..d - 1 is, and empty says only how small d is at least: one must have a position.
    constexpr void add_given_check(int extent) {
        int const value = g_.new_symbol("empty", graph::symbol_kind::extent);
        known_.push_back(1);
        graph::inequalities set;
        set.add({graph::relation::zero, graph::affine::symbol(value), 0});
        for (axis_of const& a : axes_) {
            if (extent_of(a.bounds).mentions(extent)) {
                set.add(-extent_of(a.bounds));
            }
        }
        for (hull const& h : hulls_) {
            if (h.gave == extent) {
                set.add(-extent_of(h.bounds));
            }
        }
        piece its;
        if (!project(g_, p_, facts_, set, value, its)) {
            return;
        }
        check c;
        c.what = check::kind::given;
        c.lower = graph::affine{1};
        c.pieces = append(p_.pieces, graph::vector<piece>(1, its));
        c.tensor = append(p_.characters, name_of_extent(extent).view());
        p_.checks.push_back(c);
    }
    /// By the axis where nobody has written one.
    constexpr graph::text name_of_extent(int extent) const {
        for (graph::tensor const& t : g_.tensors) {
            for (std::size_t d = 0; d < t.axes.size() && !g_.symbol_at(extent).written; ++d) {
                if (extent_of(t.axes[d]).bare_symbol() == extent) {
                    return graph::sentence("of axis ", static_cast<int>(d), " of ", graph::describe(g_, t));
                }
            }
        }
        return g_.symbol_at(extent).name;
    }
    /// Every extent that the loops need must have a value.
    constexpr void refuse_unknown() {
        for (buffer const& b : p_.buffers) {
            for (graph::axis const& a : g_.tensor_at(b.tensor).axes) {
                refuse_unknown(a.lower, b.tensor);
                refuse_unknown(a.upper, b.tensor);
            }
        }
        for (graph::equation const& e : f_.equations) {
            int const b = buffers_[static_cast<std::size_t>(e.tensor)];
            if (b >= 0 && p_.buffers[static_cast<std::size_t>(b)].kind != buffer_kind::argument) {
                refuse_unknown(e);
            }
        }
    }
    constexpr void refuse_unknown(graph::affine const& e, int tensor) {
        for (auto const& t : e) {
            if (!known(t.symbol) && !p_.failed()) {
                p_.message = graph::sentence("extent ", g_.symbol_at(t.symbol).name, " of ",
                                             graph::describe(g_, g_.tensor_at(tensor)),
                                             " follows from no bound tensor: bind one that has it");
            }
        }
    }
    /// A written extent may stand in no axis, and a range may be that of a tensor that is not read: sum(i, 0 * x(i) + 1).
    constexpr void refuse_unknown(graph::equation const& e) {
        auto const require = [&](graph::affine const& expression) {
            for (auto const& t : expression) {
                if (!is_loop_index(g_, t.symbol) && !known(t.symbol) && !p_.failed()) {
                    refuse_without_value(t.symbol);
                }
            }
        };
        for (int c : e.domain) {
            require(g_.condition_at(c).expression);
        }
        any_node(g_, e.value, [&](int id) {
            graph::for_each_affine(g_, id, require);
            return false;
        });
    }
    constexpr void refuse_without_value(int extent) {
        for (std::size_t id = 0; id < g_.tensors.size(); ++id) {
            for (graph::axis const& a : g_.tensors[id].axes) {
                if (a.upper.mentions(extent)) {
                    refuse_unknown(a.upper, static_cast<int>(id));
                }
            }
        }
        if (!p_.failed()) {
            p_.message = graph::sentence("extent ", g_.symbol_at(extent).name,
                                         " is given by no axis of a bound tensor");
        }
    }

    graph::formula& f_;
    graph::graph& g_;
    plan& p_;
    graph::vector<int> const& buffers_;
    graph::vector<char> const& placed_;
    context& facts_;
    graph::vector<conditional_fact>& more_;
    graph::vector<char> known_;
    graph::vector<char> own_;
    graph::vector<char> zero_;  ///< first positions of inputs that nobody places
    graph::vector<axis_of> axes_;
    graph::vector<int> told_by_positions_;  ///< extents that are parts of those of inputs: 1..d - 1
    graph::vector<hull> hulls_;
};

}  // namespace iverson::loops
