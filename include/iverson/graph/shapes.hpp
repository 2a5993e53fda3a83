// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checks.hpp"

#include <algorithm>

/// Shape inference: axes of tensors, ranges of indices, and the checks that remain for the binding.
namespace iverson::graph {

/// An interval with affine ends.
struct written_range {
    affine lower;
    affine upper;
    bool has_lower = false;
    bool has_upper = false;

    constexpr bool complete() const { return has_lower && has_upper; }
};

/// Reads lower and upper bound of a symbol out of conditions, as far as they are plain ones (coefficient 1).
/// `plain` is cleared where the conditions say more than one interval.
constexpr written_range range_of(graph const& g, int symbol, std::span<int const> conditions, bool* plain = nullptr) {
    written_range result;
    for (int id : conditions) {
        condition const& c = g.condition_at(id);
        std::int64_t const by = c.expression.coefficient(symbol);
        if (by == 0) {
            continue;
        }
        bool const used = c.kind == relation::nonnegative && (by == 1 ? !result.has_lower : by == -1 && !result.has_upper);
        if (used && by == 1) {
            result.lower = affine::symbol(symbol) - c.expression;
            result.has_lower = true;
        } else if (used) {
            result.upper = affine::symbol(symbol) + c.expression;
            result.has_upper = true;
        } else if (plain != nullptr) {
            *plain = false;
        }
    }
    return result;
}

/// Infers one equation's shapes, given those of the tensors that earlier equations define.
class shape_inference {
  public:
    constexpr shape_inference(formula& f, std::size_t equation) : f_{f}, g_{f.nodes}, which_{equation} {}

    constexpr void run() {
        recurrence_ = recurrence_of(g_, left());
        collect(left().value);
        for (int id = left().first_node; id < left().end_node; ++id) {
            collect(id);  // what folded away, as in 0 * w(i), is checked all the same
        }
        collect_left();
        if (!g_.failed()) {
            check_ranks();
        }
        if (!g_.failed()) {
            group_axes();
            find_ranges();
        }
        if (!g_.failed()) {
            define_left_axes();
            left().value = with_guards(left().value);
            require_all();
        }
    }

  private:
    struct use {
        int tensor = -1;
        std::vector<int> positions;
        bool zero_extended = false;  ///< some index of it is over Z
        bool on_left = false;
    };
    struct place {
        int tensor = -1;
        int axis = -1;
        int index = -1;
    };
    struct known_index {
        int symbol = -1;
        std::vector<int> conditions;  ///< its range; empty while unknown and for Z
        bool determined = false;
        bool written = false;
    };

    constexpr equation& left() { return f_.equations[which_]; }
    constexpr tensor& tensor_at(int id) { return g_.tensors[static_cast<std::size_t>(id)]; }
    constexpr axis& axis_at(int tensor, int axis) { return tensor_at(tensor).axes[static_cast<std::size_t>(axis)]; }
    constexpr bool ranged(int symbol) const { return g_.symbol_at(symbol).kind == symbol_kind::ranged; }

    constexpr known_index* find_index(int symbol) {
        for (known_index& k : indices_) {
            if (k.symbol == symbol) {
                return &k;
            }
        }
        return nullptr;
    }

    constexpr void note_index(int symbol, std::span<int const> conditions) {
        if (find_index(symbol) != nullptr) {
            return;
        }
        known_index k{symbol, {}, g_.is_integer_index(symbol), false};
        for (int c : conditions) {
            if (g_.condition_at(c).expression.mentions(symbol)) {
                k.conditions.push_back(c);
            }
        }
        if (range_of(g_, symbol, k.conditions).complete()) {
            k.determined = true;
            k.written = true;
        }
        indices_.push_back(k);
    }

    constexpr void note_use(int tensor, std::span<int const> positions, bool on_left) {
        use u{tensor, std::vector<int>(positions.begin(), positions.end()), false, on_left};
        for (int position : positions) {
            for (auto const& t : g_.affine_at(position)) {
                u.zero_extended = u.zero_extended || g_.is_integer_index(t.symbol);
            }
        }
        uses_.push_back(u);
    }

    constexpr void collect(int id) {
        if (seen_.get(id) > 0) {
            return;
        }
        seen_.set(id, 1);
        if (g_.is(id, op::access)) {
            note_use(g_[id].head, g_.links(id), false);
        }
        if (g_.is(id, op::reduce)) {
            reduction_view const view = g_.reduction_of(id);
            for (int var : view.vars) {
                note_index(var, view.guards);
            }
        }
        for (int child : children(g_, id)) {
            collect(child);
        }
    }

    constexpr void collect_left() {
        for (int position : left().positions) {
            if (int const symbol = g_.affine_at(position).bare_symbol(); symbol >= 0) {
                note_index(symbol, left().domain);
            }
        }
        if (recurrence_.axis >= 0) {
            note_use(left().tensor, left().positions, true);
        }
    }

    constexpr void check_ranks() {
        auto const check = [&](int id, std::size_t rank) {
            tensor& t = tensor_at(id);
            t.rank = t.rank < 0 ? static_cast<int>(rank) : t.rank;
            if (t.rank != static_cast<int>(rank)) {
                g_.fail(sentence("tensor ", describe(g_, t), " is used with ", static_cast<int>(rank), " and with ", t.rank,
                                 " subscripts: a tensor has one rank"));
            }
        };
        check(left().tensor, left().positions.size());
        for (use const& u : uses_) {
            check(u.tensor, u.positions.size());
        }
    }

    /// Is the axis already fixed, by an earlier equation or an earlier use?
    constexpr bool has_axes(int tensor) { return tensor_at(tensor).axes.size() == static_cast<std::size_t>(tensor_at(tensor).rank); }

    /// The time axis of a recurrence has a longer domain than its index: it holds the initial values too.
    constexpr bool is_time(place const& p) const {
        return recurrence_.axis == p.axis && p.tensor == f_.equations[which_].tensor;
    }

    // Axes that one unwritten ranged index subscripts bare are one group; a written range joins no groups.
    constexpr void group_axes() {
        for (use const& u : uses_) {
            for (std::size_t d = 0; d < u.positions.size(); ++d) {
                int const symbol = g_.affine_at(u.positions[d]).bare_symbol();
                place const p{u.tensor, static_cast<int>(d), symbol >= 0 && ranged(symbol) ? symbol : -1};
                if (is_time(p)) {
                    continue;
                }
                groups_.push_back(find_place(p) >= 0 ? find_place(p) : next_group_++);
                places_.push_back(p);
            }
        }
        for (std::size_t i = 0; i < places_.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                bool const joined = places_[i].index >= 0 && places_[i].index == places_[j].index && !find_index(places_[i].index)->written;
                if (joined && groups_[i] != groups_[j]) {
                    merge(groups_[i], groups_[j]);
                }
            }
        }
        for (int group = 0; group < next_group_ && !g_.failed(); ++group) {
            give_axes(group);
        }
    }
    constexpr int find_place(place const& p) const {
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (places_[i].tensor == p.tensor && places_[i].axis == p.axis) {
                return groups_[i];
            }
        }
        return -1;
    }
    constexpr void merge(int from, int into) {
        for (int& group : groups_) {
            group = group == from ? into : group;
        }
    }

    /// The range that the written ranges of a group agree on, in extents alone.
    constexpr written_range agreed_range(int group) {
        written_range agreed;
        for (std::size_t i = 0; i < places_.size(); ++i) {
            known_index const* k = groups_[i] == group && places_[i].index >= 0 ? find_index(places_[i].index) : nullptr;
            if (k == nullptr || !k->written) {
                continue;
            }
            bool plain = true;
            written_range const range = range_of(g_, k->symbol, k->conditions, &plain);
            auto const closed = [&](affine const& e) {
                return std::none_of(e.begin(), e.end(), [&](auto const& t) { return is_index_symbol(g_, t.symbol); });
            };
            bool const fits = plain && closed(range.lower) && closed(range.upper);
            bool const same = !agreed.complete() || (agreed.lower == range.lower && agreed.upper == range.upper);
            if (!fits || !same) {
                return {};
            }
            agreed = range;
        }
        return agreed;
    }

    constexpr void give_axes(int group) {
        axis shape;
        bool found = false;
        bool floating = true;  // may start anywhere: read through Z indices alone
        int first = -1;
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (groups_[i] != group) {
                continue;
            }
            first = first < 0 ? static_cast<int>(i) : first;
            if (!found && has_axis(places_[i])) {
                shape = axis_at(places_[i].tensor, places_[i].axis);
                found = true;
            }
        }
        if (first < 0) {
            return;
        }
        for (use const& u : uses_) {
            for (std::size_t d = 0; d < u.positions.size(); ++d) {
                floating = floating && (group_of(u.tensor, static_cast<int>(d)) != group || u.zero_extended);
            }
        }
        place const& p = places_[static_cast<std::size_t>(first)];
        if (written_range const range = agreed_range(group); !found && range.complete()) {
            shape = {range.lower, range.upper};
        } else if (!found) {
            text const name = sentence(tensor_at(p.tensor).name, "_", p.axis);
            if (floating) {
                shape.lower = affine::symbol(g_.new_symbol(sentence("lo_", name), symbol_kind::lower));
            }
            shape.upper = shape.lower + affine::symbol(g_.new_symbol(sentence("n_", name), symbol_kind::extent)) - affine{1};
        }
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (groups_[i] == group) {
                if (!has_axis(places_[i])) {
                    set_axis(places_[i], shape);
                }
                require_equal(p, places_[i], group);
            }
        }
    }
    constexpr int group_of(int tensor, int axis) const { return find_place({tensor, axis, -1}); }
    constexpr bool has_axis(place const& p) {
        auto const& axes = tensor_at(p.tensor).axes;
        return static_cast<std::size_t>(p.axis) < axes.size() && !(axes[static_cast<std::size_t>(p.axis)].upper == affine{-2});
    }
    // An axis that is not known yet is 0..-2, which no tensor has.
    constexpr void set_axis(place const& p, axis const& shape) {
        auto& axes = tensor_at(p.tensor).axes;
        if (axes.empty()) {
            axes.resize(static_cast<std::size_t>(tensor_at(p.tensor).rank), axis{affine{0}, affine{-2}});
        }
        axes[static_cast<std::size_t>(p.axis)] = shape;
    }

    constexpr void require_equal(place const& a, place const& b, int group) {
        if (a.tensor == b.tensor && a.axis == b.axis) {
            return;
        }
        for (requirement const& r : f_.requirements) {
            if (r.what == requirement::kind::equal_axes && r.tensor == a.tensor && r.axis == a.axis && r.other_tensor == b.tensor &&
                r.other_axis == b.axis) {
                return;
            }
        }
        int index = -1;
        for (std::size_t i = 0; i < places_.size(); ++i) {
            bool const at_b = places_[i].tensor == b.tensor && places_[i].axis == b.axis;
            index = groups_[i] == group && at_b && places_[i].index >= 0 ? places_[i].index : index;
        }
        f_.requirements.push_back({requirement::kind::equal_axes, index, a.tensor, a.axis, b.tensor, b.axis, -1, {}});
    }

    // -- ranges of the indices that have none written -----------------------------------------------------------
    constexpr void find_ranges() {
        for (known_index& k : indices_) {
            if (!k.determined && subscripts_bare(k)) {
                add_cuts(k);
                k.determined = true;
            }
        }
        std::vector<int> open;
        for (known_index const& k : indices_) {
            if (!k.determined) {
                open.push_back(k.symbol);
            }
        }
        for (int symbol : open) {
            find_valid_range(*find_index(symbol), open);
        }
    }

    /// (b): the axis that the index subscripts bare.
    constexpr bool subscripts_bare(known_index& k) {
        for (place const& p : places_) {
            if (p.index == k.symbol) {
                add_inside(k, affine::symbol(k.symbol), axis_at(p.tensor, p.axis));
                return true;
            }
        }
        return false;
    }
    /// (b), continued: cut so that every access holding only this index stays inside.
    constexpr void add_cuts(known_index& k) {
        for (use const& u : uses_) {
            for (std::size_t d = 0; d < u.positions.size() && !u.zero_extended; ++d) {
                affine const p = g_.affine_at(u.positions[d]);
                bool const alone = std::all_of(p.begin(), p.end(), [&](auto const& t) { return t.symbol == k.symbol || !is_index_symbol(g_, t.symbol); });
                bool const own_past = is_time({u.tensor, static_cast<int>(d), -1});  // its axis is not known before its range
                if (p.mentions(k.symbol) && alone && p.bare_symbol() != k.symbol && !own_past) {
                    add_inside(k, p, axis_at(u.tensor, static_cast<int>(d)));
                }
            }
        }
    }
    /// (c): the values for which every access stays inside, for all values of the other indices.
    constexpr void find_valid_range(known_index& k, std::vector<int> const& open) {
        bool found = false;
        for (use const& u : uses_) {
            for (std::size_t d = 0; d < u.positions.size() && !u.zero_extended; ++d) {
                affine const p = g_.affine_at(u.positions[d]);
                if (!p.mentions(k.symbol)) {
                    continue;
                }
                for (int other : open) {
                    if (other != k.symbol && p.mentions(other)) {
                        g_.fail(sentence("indices ", g_.symbol_at(k.symbol).name, " and ", g_.symbol_at(other).name, " share the subscript ",
                                         describe(g_, p), " of ", describe(g_, tensor_at(u.tensor)),
                                         " and neither has a range: give one of them a range"));
                        return;
                    }
                }
                axis const a = axis_at(u.tensor, static_cast<int>(d));
                add_condition(k, {relation::nonnegative, extreme(p - a.lower, k.symbol), 0});
                add_condition(k, {relation::nonnegative, extreme(a.upper - p, k.symbol), 0});
                found = true;
            }
        }
        if (!found) {
            g_.fail(sentence("index ", g_.symbol_at(k.symbol).name, " of ", describe_left(g_, left()),
                             " = ... has no range: it subscripts no tensor; give it a range"));
        }
        find_index(k.symbol)->determined = true;
    }
    /// The least value of e over the ranges of all indices but one.
    constexpr affine extreme(affine e, int keep) {
        for (int round = 0; round < affine::capacity; ++round) {
            int other = -1;
            for (auto const& t : e) {
                other = t.symbol != keep && is_index_symbol(g_, t.symbol) ? t.symbol : other;
            }
            known_index const* k = other < 0 ? nullptr : find_index(other);
            if (k == nullptr) {
                break;
            }
            written_range const range = range_of(g_, other, k->conditions);
            e = e.substituted(other, e.coefficient(other) > 0 ? range.lower : range.upper);
        }
        return e;
    }

    constexpr void add_inside(known_index& k, affine const& position, axis const& a) {
        add_condition(k, {relation::nonnegative, position - a.lower, 0});
        add_condition(k, {relation::nonnegative, a.upper - position, 0});
    }
    /// Adds a condition to a range unless the range says it already.
    constexpr void add_condition(known_index& k, condition const& c) {
        inequalities range;
        for (int id : k.conditions) {
            range.add(g_.condition_at(id));
        }
        if (!implies(range, normalized(c))) {
            k.conditions.push_back(g_.condition_id(c));
        }
    }

    // -- results ---------------------------------------------------------------------------------------------------
    constexpr void define_left_axes() {
        equation& e = left();
        std::vector<int> domain;
        for (std::size_t d = 0; d < e.positions.size(); ++d) {
            affine const position = g_.affine_at(e.positions[d]);
            place const p{e.tensor, static_cast<int>(d), position.bare_symbol()};
            if (p.index < 0) {
                extend_axis(p, position);
                continue;
            }
            known_index const& k = *find_index(p.index);
            for (int c : k.conditions) {
                domain.push_back(c);
            }
            if (is_time(p)) {
                extend_time_axis(p, k);
            } else if (!has_axis(p)) {
                set_axis(p, own_axis(p, k));
            }
        }
        if (e.positions.empty()) {
            tensor_at(e.tensor).axes = {};
        }
        for (int c : e.domain) {
            domain.push_back(c);
        }
        std::sort(domain.begin(), domain.end());
        domain.erase(std::unique(domain.begin(), domain.end()), domain.end());
        e.domain = domain;
    }
    /// One interval in extents: the axis is that interval. Otherwise the binding computes where it starts and ends.
    constexpr axis own_axis(place const& p, known_index const& k) {
        bool plain = true;
        written_range const range = range_of(g_, k.symbol, k.conditions, &plain);
        auto const closed = [&](affine const& e) {
            return std::none_of(e.begin(), e.end(), [&](auto const& t) { return is_index_symbol(g_, t.symbol); });
        };
        if (plain && range.complete() && closed(range.lower) && closed(range.upper)) {
            return {range.lower, range.upper};
        }
        text const name = sentence(tensor_at(p.tensor).name, "_", p.axis);
        affine const lower = affine::symbol(g_.new_symbol(sentence("lo_", name), symbol_kind::lower));
        return {lower, lower + affine::symbol(g_.new_symbol(sentence("n_", name), symbol_kind::extent)) - affine{1}};
    }
    /// h(-1, j) = ...: the axis holds the position, alone at first.
    constexpr void extend_axis(place const& p, affine const& position) {
        if (!has_axis(p)) {
            set_axis(p, {position, position});
            return;
        }
        axis& a = axis_at(p.tensor, p.axis);
        a.lower = (position - a.lower).constant() < 0 ? position : a.lower;
        a.upper = (position - a.upper).constant() > 0 ? position : a.upper;
    }
    /// The axis of a recurrence along time: its initial values, then the range of its time index.
    constexpr void extend_time_axis(place const& p, known_index const& k) {
        axis const own = own_axis(p, k);
        bool const upwards = recurrence_.steps < 0;
        if (!has_axis(p)) {
            set_axis(p, own);
            if (!g_.is_integer_index(k.symbol)) {
                g_.fail(sentence("the recurrence ", describe_left(g_, left()), " = ... has no initial values: give ",
                                 describe(g_, tensor_at(p.tensor)), " at ", g_.symbol_at(k.symbol).name, " = ",
                                 describe(g_, upwards ? own.lower + affine{recurrence_.steps} : own.upper + affine{recurrence_.steps})));
            }
            return;
        }
        axis& initial = axis_at(p.tensor, p.axis);
        affine const gap = upwards ? own.lower - initial.upper : initial.lower - own.upper;
        affine const reach = upwards ? own.lower + affine{recurrence_.steps} - initial.lower : initial.upper - own.upper - affine{recurrence_.steps};
        if (!gap.is_constant() || gap.constant() != 1 || !reach.is_constant() || reach.constant() < 0) {
            g_.fail(sentence("the initial values of ", describe(g_, tensor_at(p.tensor)), " stand at ", describe(g_, initial.lower), "..",
                             describe(g_, initial.upper), ", but ", describe_left(g_, left()), " = ... starts at ",
                             describe(g_, upwards ? own.lower : own.upper), " and reads ", -recurrence_.steps, " back"));
            return;
        }
        (upwards ? initial.upper : initial.lower) = upwards ? own.upper : own.lower;
    }

    /// Every reduction gets the ranges of its indices as guards.
    constexpr int with_guards(int id) {
        if (int const known = guarded_.get(id); known >= 0) {
            return known;
        }
        int result = rebuild(g_, id, [&](int child) { return with_guards(child); });
        if (g_.is(id, op::reduce) && g_.is(result, op::reduce)) {
            reduction_view const view = g_.reduction_of(result);
            std::vector<int> const vars(view.vars.begin(), view.vars.end());
            std::vector<int> guards(view.guards.begin(), view.guards.end());
            int const body = view.body;
            auto const kind = view.kind;
            for (int var : vars) {
                for (int c : find_index(var)->conditions) {
                    guards.push_back(c);
                }
            }
            result = reduce(g_, kind, vars, guards, body);
        }
        return guarded_.set(id, result);
    }

    /// The accesses that the ranges do not already keep inside are checked at binding.
    constexpr void require_all() {
        for (use const& u : uses_) {
            for (std::size_t d = 0; d < u.positions.size() && !u.zero_extended && !u.on_left; ++d) {
                require_inside(u, d);
            }
        }
    }
    constexpr void require_inside(use const& u, std::size_t d) {
        affine const p = g_.affine_at(u.positions[d]);
        requirement r{requirement::kind::inside, -1, u.tensor, static_cast<int>(d), -1, -1, u.positions[d], {}};
        std::vector<affine> todo{p};
        std::vector<int> done;
        inequalities range;
        while (!todo.empty()) {
            affine const e = todo.back();
            todo.pop_back();
            for (auto const& t : e) {
                known_index const* k = find_index(t.symbol);
                if (k == nullptr || std::find(done.begin(), done.end(), t.symbol) != done.end()) {
                    continue;
                }
                done.push_back(t.symbol);
                r.index = r.index < 0 ? t.symbol : r.index;
                for (int c : k->conditions) {
                    r.guards.push_back(c);
                    range.add(g_.condition_at(c));
                    todo.push_back(g_.condition_at(c).expression);
                }
            }
        }
        axis const a = axis_at(u.tensor, static_cast<int>(d));
        if (!implies_nonnegative(range, p - a.lower) || !implies_nonnegative(range, a.upper - p)) {
            f_.requirements.push_back(r);
        }
    }

    formula& f_;
    graph& g_;
    std::size_t which_;
    recurrence_step recurrence_;
    std::vector<use> uses_;
    std::vector<place> places_;
    std::vector<int> groups_;
    int next_group_ = 0;
    std::vector<known_index> indices_;
    memo seen_;
    memo guarded_;
};

}  // namespace iverson::graph
