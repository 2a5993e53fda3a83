// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "plan.hpp"

#include <array>

/// Which loop of a nest becomes the lanes of vector registers, and what each operation then is. Depends on how the
/// bound tensors lie in memory, so it is computed where a plan meets its bindings.
namespace iverson::loops {

/// The axis of each buffer along which entries are neighbours in memory, known from the type, -1 if not known; and of buffers of
/// integers the bytes of an entry, negative if they have no sign, 0 for the numbers of the others.
template <int Buffers>
struct memory_layout {
    std::array<int, Buffers> unit_axis{};
    std::array<int, Buffers> integer{};

    /// Both in one number.
    constexpr int code(std::size_t buffer) const {
        return (unit_axis[buffer] + 1) * 64 + integer[buffer] + 16;
    }

    friend constexpr bool operator==(memory_layout const&, memory_layout const&) = default;
};

/// A layout as a type with a short name.
template <int... Code>
struct layout_type {
    static constexpr memory_layout<sizeof...(Code)> value{{(Code / 64 - 1)...}, {(Code % 64 - 16)...}};
};

/// How the entries that the lanes need lie: all the same one, neighbours up or down, or some distance apart.
enum class access_kind : std::uint8_t { broadcast, forwards, backwards, apart };

/// Whether the loop reads its value at a place that moves with the index.
template <class Plan>
constexpr bool reads_at(Plan const& p, loop const& l, int symbol) {
    bool result = l.rest.mentions(symbol);
    for (graph::affine const& e : slice(p.affines, l.at)) {
        result = result || e.mentions(symbol);
    }
    for (graph::condition const& c : slice(p.conditions, l.guards)) {
        result = result || c.expression.mentions(symbol);
    }
    return l.is_read() && result;
}

/// What a nest's operations need of its lane index.
template <class Plan>
class lane_analysis {
  public:
    constexpr lane_analysis(Plan const& p, nest const& n, int lane)
        : p_{p}, n_{n}, lane_{lane}, varies_(p.ops.size(), 0) {
        for (int i = n.ops.first; i < n.ops.end(); ++i) {
            varies_[index(i)] = varies(p.ops[index(i)]) ? 1 : 0;
        }
    }
    constexpr bool operator()(int op) const { return varies_[index(op)] != 0; }

  private:
    static constexpr std::size_t index(int i) { return static_cast<std::size_t>(i); }
    constexpr bool varies_at(int op) const { return op >= 0 && varies_[index(op)] != 0; }
    constexpr bool varies(operation const& o) const {
        bool result = varies_at(o.a) || varies_at(o.c) || (!has_steps(o) && varies_at(o.b));
        for (graph::condition const& c : slice(p_.conditions, o.guards)) {
            result = result || c.expression.mentions(lane_);
        }
        if (o.kind == op_kind::load || o.kind == op_kind::index) {
            for (graph::affine const& e : slice(p_.affines, o.items)) {
                result = result || e.mentions(lane_);
            }
        }
        if (o.kind == op_kind::call) {
            for (int argument : slice(p_.operands, o.items)) {
                result = result || varies_at(argument);
            }
        }
        if (has_steps(o)) {
            for (loop const& l : slice(p_.loops, o.items)) {
                result = result || bounds_vary(l.lowers) || bounds_vary(l.uppers) || reads_at(p_, l, lane_);
            }
        }
        return result;
    }
    constexpr bool bounds_vary(range r) const {
        for (bound const& b : slice(p_.bounds, r)) {
            if (b.expression.mentions(lane_)) {
                return true;
            }
        }
        return false;
    }

    Plan const& p_;
    nest const& n_;
    int lane_;
    graph::vector<char> varies_;
};

template <class Plan>
constexpr access_kind kind_of_access(Plan const& p, range subscripts, int unit_axis, int lane) {
    access_kind result = access_kind::broadcast;
    auto const positions = slice(p.affines, subscripts);
    for (std::size_t d = 0; d < positions.size(); ++d) {
        std::int64_t const by = positions[d].coefficient(lane);
        if (by == 0) {
            continue;
        }
        bool const neighbours =
            result == access_kind::broadcast && static_cast<int>(d) == unit_axis && (by == 1 || by == -1);
        result = !neighbours ? access_kind::apart : by == 1 ? access_kind::forwards : access_kind::backwards;
    }
    return result;
}

/// How far apart the entries of neighbouring lanes lie where that is known and so little that all entries between them are better
/// read too; 0 elsewhere.
template <class Plan>
constexpr int known_step(Plan const& p, range subscripts, int unit_axis, int lane) {
    constexpr std::int64_t most = 4;
    std::int64_t result = 0;
    auto const positions = slice(p.affines, subscripts);
    for (std::size_t d = 0; d < positions.size(); ++d) {
        std::int64_t const by = positions[d].coefficient(lane);
        if (by != 0 && (static_cast<int>(d) != unit_axis || by > most || by < -most)) {
            return 0;
        }
        result += by;
    }
    return static_cast<int>(result);
}

/// What one step costs with this loop as lanes, in units of one vector load; inner regions count more.
template <class Plan, class Layout>
constexpr int lane_cost(Plan const& p, nest const& n, Layout const& layout, int lane) {
    constexpr int cost_of[] = {1, 1, 2, 8};
    auto const price = [&](int buffer, range subscripts) {
        int const axis = layout.unit_axis[static_cast<std::size_t>(buffer)];
        return cost_of[static_cast<int>(kind_of_access(p, subscripts, axis, lane))];
    };
    int total = 2 * price(n.buffer, n.subscripts);
    for (operation const& o : slice(p.ops, n.ops)) {
        if (o.kind == op_kind::load) {
            total += price(o.head, o.items) * (o.region == 0 ? 1 : 16);
        }
    }
    return total;
}

/// Whether an index of some reduction is read at a place that moves with the index.
template <class Plan>
constexpr bool steps_read_at(Plan const& p, nest const& n, int symbol) {
    for (operation const& o : slice(p.ops, n.ops)) {
        if (has_steps(o)) {
            for (loop const& l : slice(p.loops, o.items)) {
                if (reads_at(p, l, symbol)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/// Whether the loop can be the innermost one: no bound of a loop inside it moves with it, and it has more than one step.
template <class Plan>
constexpr bool can_be_innermost(Plan const& p, nest const& n, int which) {
    if (p.loops[static_cast<std::size_t>(n.loops.first + which)].is_read()) {
        return false;
    }
    int const symbol = p.loops[static_cast<std::size_t>(n.loops.first + which)].symbol;
    for (int i = which + 1; i < n.loops.size; ++i) {
        loop const& inner = p.loops[static_cast<std::size_t>(n.loops.first + i)];
        if (reads_at(p, inner, symbol)) {
            return false;
        }
        for (range const bounds : {inner.lowers, inner.uppers}) {
            for (bound const& b : slice(p.bounds, bounds)) {
                if (b.expression.mentions(symbol)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/// Whether some operation looks for the place of an extreme: that is done one entry after the other.
template <class Plan>
constexpr bool has_choice(Plan const& p, nest const& n) {
    for (operation const& o : slice(p.ops, n.ops)) {
        if (o.kind == op_kind::choose) {
            return true;
        }
    }
    return false;
}

/// The loop of the nest that becomes the lanes; -1 if the nest has no loop, or a choice.
template <class Plan, class Layout>
constexpr int lane_loop(Plan const& p, nest const& n, Layout const& layout) {
    if (has_choice(p, n)) {
        return -1;
    }
    int best = -1;
    int best_cost = 0;
    for (int i = n.loops.size; i-- > 0;) {
        if (!can_be_innermost(p, n, i) ||
            steps_read_at(p, n, p.loops[static_cast<std::size_t>(n.loops.first + i)].symbol)) {
            continue;  // what is read is read for one entry, not for several at once
        }
        int const cost = lane_cost(p, n, layout, p.loops[static_cast<std::size_t>(n.loops.first + i)].symbol);
        if (best < 0 || cost < best_cost) {
            best = i;
            best_cost = cost;
        }
    }
    return best;
}

/// The reduction of a nest that has one; -1: none, -2: several.
template <class Plan>
constexpr int reduction_of(Plan const& p, nest const& n) {
    int found = -1;
    for (int i = n.ops.first; i < n.ops.end(); ++i) {
        if (p.ops[static_cast<std::size_t>(i)].kind == op_kind::reduce) {
            found = found == -1 ? i : -2;
        }
    }
    return found;
}

template <class Plan, class Layout>
constexpr access_kind kind_of_load(Plan const& p, Layout const& layout, operation const& load, int symbol) {
    return kind_of_access(p, load.items, layout.unit_axis[static_cast<std::size_t>(load.head)], symbol);
}

/// Whether steps of the reduction's innermost loop can be lanes.
template <class Plan>
constexpr bool can_run_along(Plan const& p, nest const& n, int reduction) {
    operation const& o = p.ops[static_cast<std::size_t>(reduction)];
    bool result = !p.loops[static_cast<std::size_t>(o.items.end() - 1)].is_read();
    for (operation const& inner : slice(p.ops, n.ops)) {
        result = result && (inner.region != o.b || (!has_steps(inner) && inner.guards.size == 0));
    }
    return result;
}
/// Whether what these steps load lies side by side.
template <class Plan, class Layout>
constexpr bool lies_along(Plan const& p, nest const& n, Layout const& layout, int reduction) {
    operation const& o = p.ops[static_cast<std::size_t>(reduction)];
    int const symbol = p.loops[static_cast<std::size_t>(o.items.end() - 1)].symbol;
    bool result = true;
    for (operation const& inner : slice(p.ops, n.ops)) {
        result = result && (inner.kind != op_kind::load || inner.region != o.b ||
                            kind_of_load(p, layout, inner, symbol) != access_kind::apart);
    }
    return result;
}
/// Both: such steps are better lanes than results that lie apart.
template <class Plan, class Layout>
constexpr bool runs_along(Plan const& p, nest const& n, Layout const& layout, int reduction) {
    return can_run_along(p, n, reduction) && lies_along(p, n, layout, reduction);
}

/// Whether lanes of the output would gather in every step of the reduction, and lanes along the reduction would not; or go to single
/// places, such as a diagonal, by which nothing is won.
template <class Plan, class Layout>
constexpr bool has_rows_first(Plan const& p, nest const& n, Layout const& layout, int lane) {
    int const reduction = reduction_of(p, n);
    bool gathers = false;
    for (operation const& o : slice(p.ops, n.ops)) {
        gathers = gathers || (o.kind == op_kind::load && o.region != 0 &&
                              kind_of_load(p, layout, o, lane) == access_kind::apart);
    }
    int const unit_axis = layout.unit_axis[static_cast<std::size_t>(n.buffer)];
    bool const scatters =
        reduction == -1 && kind_of_access(p, n.subscripts, unit_axis, lane) == access_kind::apart;
    return (gathers && reduction >= 0 && runs_along(p, n, layout, reduction)) || scatters;
}

/// Whether entries are collected one by one where this index is the lanes.
template <class Plan, class Layout>
constexpr bool has_gathers(Plan const& p, nest const& n, Layout const& layout, int lane) {
    bool result = false;
    for (operation const& o : slice(p.ops, n.ops)) {
        result =
            result || (o.kind == op_kind::load && kind_of_load(p, layout, o, lane) == access_kind::apart);
    }
    return result;
}
/// Whether the results of a reduction are lanes that lie so near to each other that all entries between them are read too, and how
/// many steps its innermost loop has is known before it runs.
template <class Plan, class Layout>
constexpr bool lies_near(Plan const& p, nest const& n, Layout const& layout, int lane, int reduction) {
    range const loops = p.ops[static_cast<std::size_t>(reduction)].items;
    loop const& last = p.loops[static_cast<std::size_t>(loops.end() - 1)];
    bool result = !last.is_read();
    for (loop const& other : slice(p.loops, loops)) {
        for (range const bounds : {last.lowers, last.uppers}) {
            for (bound const& b : slice(p.bounds, bounds)) {
                result = result && !b.expression.mentions(other.symbol);
            }
        }
    }
    for (operation const& o : slice(p.ops, n.ops)) {
        if (o.kind == op_kind::load && kind_of_load(p, layout, o, lane) == access_kind::apart) {
            int const unit = layout.unit_axis[static_cast<std::size_t>(o.head)];
            result = result && known_step(p, o.items, unit, lane) != 0;
        }
    }
    return result;
}
/// Whether reductions have steps enough to hide how long one takes; an entry that is read is one step.
template <class Plan>
constexpr bool has_many_steps(Plan const& p, nest const& n) {
    bool result = false;
    for (operation const& o : slice(p.ops, n.ops)) {
        if (has_steps(o)) {
            for (loop const& l : slice(p.loops, o.items)) {
                result = result || !l.is_read();
            }
        }
    }
    return result;
}

/// A loop of a nest without reduction that is best run inside a block of lanes, because its neighbours share the cache lines that the
/// lanes gather: the other side of a transposition. -1 if there is none.
template <class Plan, class Layout>
constexpr int inner_loop(Plan const& p, nest const& n, Layout const& layout, int lane_place) {
    if (reduction_of(p, n) != -1 || lane_place < 0) {
        return -1;
    }
    int const lane = p.loops[static_cast<std::size_t>(n.loops.first + lane_place)].symbol;
    for (int i = 0; i < n.loops.size; ++i) {
        int const symbol = p.loops[static_cast<std::size_t>(n.loops.first + i)].symbol;
        if (i == lane_place || !can_be_innermost(p, n, i)) {
            continue;
        }
        for (operation const& o : slice(p.ops, n.ops)) {
            if (o.kind == op_kind::load && kind_of_load(p, layout, o, lane) == access_kind::apart &&
                kind_of_load(p, layout, o, symbol) == access_kind::forwards) {
                return i;
            }
        }
    }
    return -1;
}

}  // namespace iverson::loops
