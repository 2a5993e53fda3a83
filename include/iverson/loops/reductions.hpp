// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "operations.hpp"

#include <limits>

/// Reductions: with an accumulator for each lane of an output loop, or with the steps of the reduction as lanes.
/// Every entry is combined in the order of the reduction's index in the first case, whatever the blocks are.
namespace iverson::loops {

template <class E, int Op, class Value>
IVERSON_INLINE Value combined(Value const& sum, Value const& next) {
    constexpr auto kind = static_cast<graph::reduction>(E::template op<Op>.head);
    if constexpr (kind == graph::reduction::sum) {
        return sum + next;
    } else if constexpr (kind == graph::reduction::product) {
        return sum * next;
    } else if constexpr (!requires { greater_of(sum, next); }) {  // one register
        bool const greatest = kind == graph::reduction::maximum;
        return ((greatest ? next > sum : next < sum) | (next != next)) ? next : sum;
    } else if constexpr (kind == graph::reduction::maximum) {
        return greater_of(sum, next);
    } else {
        return smaller_of(sum, next);
    }
}
template <class E, int Op>
constexpr typename E::T neutral() {
    constexpr auto kind = static_cast<graph::reduction>(E::template op<Op>.head);
    constexpr typename E::T infinity = std::numeric_limits<typename E::T>::infinity();
    return kind == graph::reduction::sum       ? typename E::T{0}
           : kind == graph::reduction::product ? typename E::T{1}
           : kind == graph::reduction::maximum ? -infinity
                                               : infinity;
}
template <class E, int Op, int Level, use Use, class Block, class Sum>
IVERSON_INLINE void reduce_level(Block& b, Sum& sum, lane_mask mask);
template <class E, int Op, int Level, use Use, class Block, class Sum>
IVERSON_INLINE void reduce_moving(Block& b, Sum& sum, lane_mask mask);
template <class E, int Region, use Use, int Known, class Block>
IVERSON_INLINE void run_region(Block& b, lane_mask mask);

template <class E, int Op, use Use, class Block>
IVERSON_INLINE void do_reduce(Block& b, lane_mask mask) {
    if constexpr (E::varies(Op)) {
        typename Block::pack_type sum;
        fill(sum, neutral<E, Op>());
        reduce_level<E, Op, 0, Use>(b, sum, mask);
        b.wide[Op - E::self.ops.first] = sum;
    } else {
        typename E::T sum = neutral<E, Op>();
        reduce_level<E, Op, 0, use::all>(b, sum, mask);
        b.scalar[Op - E::self.ops.first] = sum;
    }
}

template <class E, int Loop>
constexpr bool moves_with_lanes() {
    if (E::lane < 0) {
        return false;
    }
    for (range const bounds : {E::P::value.loops[Loop].lowers, E::P::value.loops[Loop].uppers}) {
        for (bound const& b : slice(E::P::value.bounds, bounds)) {
            if (b.expression.mentions(E::lane)) {
                return true;
            }
        }
    }
    return false;
}

// -- lanes along the reduction -----------------------------------------------------------------------------------------

/// What was computed before the reduction is the same for all its steps.
template <class E, int Region, class From, class To, std::size_t... I>
IVERSON_INLINE void copy_scalars(From const& from, To& to, std::index_sequence<I...>) {
    constexpr int first = E::self.ops.first;
    ((E::template op<first + int(I)>.region != Region ? static_cast<void>(to.scalar[I] = from.scalar[I])
                                                      : void()),
     ...);
}
/// The first half of the lanes combined with the second, until one is left.
template <class E, int Op, int Half, class Vector, std::size_t... Lane>
IVERSON_INLINE Vector folded(Vector const& v, std::index_sequence<Lane...>) {
    return combined<E, Op>(
        v, __builtin_shufflevector(v, v, static_cast<int>((Lane + Half) % sizeof...(Lane))...));
}
template <class E, int Op, int Lanes, class Vector>
IVERSON_INLINE typename E::T folded_lane(Vector const& v) {
    if constexpr (Lanes == 1) {
        return v[0];
    } else {
        constexpr std::size_t all = sizeof(Vector) / sizeof(typename E::T);
        return folded_lane<E, Op, Lanes / 2>(folded<E, Op, Lanes / 2>(v, std::make_index_sequence<all>{}));
    }
}
/// All lanes of a pack of four parts combined.
template <class E, int Op, int Width>
IVERSON_INLINE typename E::T combined_lanes(pack<typename E::T, Width, 4> const& p) {
    auto const left = combined<E, Op>(p.part[0], p.part[1]);
    auto const right = combined<E, Op>(p.part[2], p.part[3]);
    return folded_lane<E, Op, Width>(combined<E, Op>(left, right));
}
/// Partial results, one for each lane, are combined at the end: the order of a sum depends on its length alone.
template <class E, int Op, class Block>
IVERSON_INLINE void reduce_along(Block& b, typename E::T& sum, coordinate low, coordinate high) {
    constexpr operation o = E::template op<Op>;
    constexpr int symbol = E::P::value.loops[o.items.end() - 1].symbol;
    using along = typename E::template with_lane<symbol>;
    using wide_block = lane_block<along, native_width<typename E::T>, 4>;
    wide_block w{b.m, b.v};
    copy_scalars<E, o.b>(b, w, std::make_index_sequence<static_cast<std::size_t>(Op - E::self.ops.first)>{});
    typename wide_block::pack_type sums;
    fill(sums, neutral<E, Op>());
    coordinate& i = w.v[symbol];
    for (i = low; i + wide_block::lanes - 1 <= high; i += wide_block::lanes) {
        run_region<along, o.b, use::all, -1>(w, ~lane_mask{0});
        sums = combined<E, Op>(sums, widened<along, o.a>(w));
    }
    if (i <= high) {
        lane_mask const rest = first_lanes(high - i + 1);
        run_region<along, o.b, use::moving, -1>(w, rest);
        sums = blend(rest, combined<E, Op>(sums, widened<along, o.a>(w)), sums);
    }
    sum = combined<E, Op>(sum, combined_lanes<E, Op>(sums));
}

/// From how many steps on they are lanes: more where they lie apart.
template <class E, int Op>
inline constexpr coordinate least_along =
    (lies_along(E::P::value, E::self, E::layout::value, Op) ? 1 : 4) * native_width<typename E::T>;

// -- one loop of a reduction inside the other ---------------------------------------------------------------------------

template <class E, int Op, int Level, use Use, class Block, class Sum>
IVERSON_INLINE void reduce_level(Block& b, Sum& sum, lane_mask mask) {
    constexpr operation o = E::template op<Op>;
    if constexpr (Level == o.items.size) {
        run_region<E, o.b, Use, -1>(b, mask);
        if constexpr (std::is_same_v<Sum, typename E::T>) {
            sum = combined<E, Op>(sum, get<E, o.a>(b));
        } else if constexpr (Use == use::moving) {
            sum = blend(mask, combined<E, Op>(sum, widened<E, o.a>(b)), sum);
        } else {
            sum = combined<E, Op>(sum, widened<E, o.a>(b));
        }
    } else {
        constexpr int which = o.items.first + Level;
        if constexpr (moves_with_lanes<E, which>()) {
            reduce_moving<E, Op, Level, Use>(b, sum, mask);
        } else {
            auto const [low, high] = loop_range<typename E::P, typename E::layout, which>(b.m, b.v);
            if constexpr (Level + 1 == o.items.size && std::is_same_v<Sum, typename E::T> &&
                          can_run_along(E::P::value, E::self, Op)) {
                if (high - low + 1 >= least_along<E, Op>) {
                    reduce_along<E, Op>(b, sum, low, high);
                    return;
                }
            }
            for_range<typename E::P, which>(b.v, low, high, [&]() __attribute__((always_inline)) {
                reduce_level<E, Op, Level + 1, Use>(b, sum, mask);
            });
        }
    }
}

/// A bound's least and greatest value over the lanes, and over `Rows` values of the index `Row` if there is one; and the lanes
/// that a value of the index satisfies.
template <class E, int Bound, bool Lower, int Row, int Rows>
struct moving_bound {
    static constexpr graph::affine const& expression = bound_at<typename E::P, Bound>::value;
    static constexpr std::int64_t by = expression.coefficient(E::lane);
    static constexpr std::int64_t over_rows = Row < 0 ? 0 : expression.coefficient(Row) * (Rows - 1);
    static constexpr std::int64_t divisor = E::P::value.bounds[Bound].divisor;
    IVERSON_INLINE static coordinate at(coordinate value) {
        return Lower ? -floor_by<divisor>(-value) : floor_by<divisor>(value);
    }
    IVERSON_INLINE static coordinate least(coordinate first, coordinate last_lane) {
        return at(first + (by > 0 ? 0 : by * last_lane) + (over_rows > 0 ? 0 : over_rows));
    }
    IVERSON_INLINE static coordinate greatest(coordinate first, coordinate last_lane) {
        return at(first + (by > 0 ? by * last_lane : 0) + (over_rows > 0 ? over_rows : 0));
    }
    IVERSON_INLINE static lane_mask lanes(coordinate first, coordinate i) {
        if constexpr (by == 0) {
            return ~lane_mask{0};
        } else if constexpr (Lower) {  // first + by l <= divisor i
            return lanes_from<-by>(-first, -divisor * i);
        } else {  // first + by l >= divisor i
            return lanes_from<by>(first, divisor * i);
        }
    }
};

/// Where a loop runs for the lanes 0 .. `last` and the rows at the values `v`: from `begin` to `end` for some of them, from
/// `common_begin` to `common_end` for all.
template <class E, int Loop, int Row = -1, int Rows = 1>
class moving_ends {
    static constexpr loop self = E::P::value.loops[Loop];
    static constexpr auto low_places = std::make_index_sequence<static_cast<std::size_t>(self.lowers.size)>{};
    static constexpr auto high_places =
        std::make_index_sequence<static_cast<std::size_t>(self.uppers.size)>{};

  public:
    coordinate begin = INT64_MIN;
    coordinate common_begin = INT64_MIN;
    coordinate end = INT64_MAX;
    coordinate common_end = INT64_MAX;

    IVERSON_INLINE moving_ends(typename E::memory_type const& m, coordinate const* v, coordinate last) {
        find(v, last, low_places, high_places);
        if constexpr (self.is_read()) {
            auto const [low, high] =
                cut_to_entry<typename E::P, typename E::layout, Loop>(m, v, INT64_MIN + 1, INT64_MAX);
            begin = larger(begin, low);
            common_begin = larger(common_begin, low);
            end = smaller(end, high);
            common_end = smaller(common_end, high);
        }
    }
    /// The lanes that run the step i.
    IVERSON_INLINE lane_mask lanes_at(coordinate i) const { return lanes_at(i, low_places, high_places); }

  private:
    template <std::size_t Low>
    using lower = moving_bound<E, self.lowers.first + int(Low), true, Row, Rows>;
    template <std::size_t High>
    using upper = moving_bound<E, self.uppers.first + int(High), false, Row, Rows>;

    template <std::size_t... Low, std::size_t... High>
    IVERSON_INLINE void find(coordinate const* v, coordinate last, std::index_sequence<Low...>,
                             std::index_sequence<High...>) {
        ((lows_[Low] = value_of<bound_at<typename E::P, self.lowers.first + int(Low)>>(v)), ...);
        ((highs_[High] = value_of<bound_at<typename E::P, self.uppers.first + int(High)>>(v)), ...);
        ((begin = larger(begin, lower<Low>::least(lows_[Low], last))), ...);
        ((common_begin = larger(common_begin, lower<Low>::greatest(lows_[Low], last))), ...);
        ((end = smaller(end, upper<High>::greatest(highs_[High], last))), ...);
        ((common_end = smaller(common_end, upper<High>::least(highs_[High], last))), ...);
    }
    template <std::size_t... Low, std::size_t... High>
    IVERSON_INLINE lane_mask lanes_at(coordinate i, std::index_sequence<Low...>,
                                      std::index_sequence<High...>) const {
        return (~lane_mask{0} & ... & lower<Low>::lanes(lows_[Low], i)) &
               (~lane_mask{0} & ... & upper<High>::lanes(highs_[High], i));
    }

    coordinate lows_[self.lowers.size + 1];
    coordinate highs_[self.uppers.size + 1];
};

/// The steps from `first` to `last`, each for the lanes that have it.
template <class E, int Op, int Level, class Block, class Sum, class Ends>
IVERSON_INLINE void reduce_some(Block& b, Sum& sum, lane_mask mask, Ends const& ends, coordinate first,
                                coordinate last) {
    coordinate& i = b.v[E::P::value.loops[E::template op<Op>.items.first + Level].symbol];
    for (i = first; i <= last; ++i) {
        if (lane_mask const some = mask & ends.lanes_at(i); some != 0) {
            reduce_level<E, Op, Level + 1, use::moving>(b, sum, some);
        }
    }
}
template <class E, int Loop, use Use, class Block>
IVERSON_INLINE auto ends_of(Block const& b, lane_mask mask) {
    return moving_ends<E, Loop>{b.m, b.v,
                                Use != use::all ? 63 - std::countl_zero(mask) : coordinate{Block::lanes - 1}};
}

template <class E, int Op, int Level, use Use, class Block, class Sum>
IVERSON_INLINE void reduce_moving(Block& b, Sum& sum, lane_mask mask) {
    constexpr int which = E::template op<Op>.items.first + Level;
    auto const ends = ends_of<E, which, Use>(b, mask);
    coordinate& i = b.v[E::P::value.loops[which].symbol];
    i = ends.begin;
    for (coordinate stop = smaller(ends.common_begin - 1, ends.end);; stop = ends.end) {
        reduce_some<E, Op, Level>(b, sum, mask, ends, i, stop);
        if (i > ends.end) {
            break;
        }
        for (; i <= ends.common_end; ++i) {
            reduce_level<E, Op, Level + 1, Use>(b, sum, mask);
        }
    }
}
/// The steps of a reduction with one loop that are not between `low` and `high`, which all lanes have.
template <class E, int Op, use Use, class Block, class Sum>
IVERSON_INLINE void reduce_outside(Block& b, Sum& sum, lane_mask mask, coordinate low, coordinate high) {
    auto const ends = ends_of<E, E::template op<Op>.items.first, Use>(b, mask);
    reduce_some<E, Op, 0>(b, sum, mask, ends, ends.begin, low - 1);
    reduce_some<E, Op, 0>(b, sum, mask, ends, high + 1, ends.end);
}

// -- the place of an extreme ----------------------------------------------------------------------------------------------

/// `where` is NaN until the first step, and a NaN of the body stays.
template <class E, int Op, int Level, class Block>
void choose_level(Block& b, typename E::T& best, typename E::T& where) {
    constexpr operation o = E::template op<Op>;
    if constexpr (Level == o.items.size) {
        run_region<E, o.b, use::all, -1>(b, ~lane_mask{0});
        typename E::T const next = get<E, o.a>(b);
        bool const beyond =
            o.head % 4 == static_cast<int>(graph::reduction::maximum) ? next > best : next < best;
        if (where != where || beyond || (next != next && best == best)) {
            best = next;
            where = static_cast<typename E::T>(b.v[E::P::value.loops[o.items.first + o.head / 4].symbol]);
        }
    } else {
        auto const [low, high] =
            loop_range<typename E::P, typename E::layout, o.items.first + Level>(b.m, b.v);
        coordinate& i = b.v[E::P::value.loops[o.items.first + Level].symbol];
        for (i = low; i <= high; ++i) {
            choose_level<E, Op, Level + 1>(b, best, where);
        }
    }
}
template <class E, int Op, class Block>
IVERSON_INLINE void do_choose(Block& b) {
    typename E::T best = 0;
    typename E::T where = std::numeric_limits<typename E::T>::quiet_NaN();
    choose_level<E, Op, 0>(b, best, where);
    b.scalar[Op - E::self.ops.first] = where;
}

// -- all operations of a region --------------------------------------------------------------------------------------

template <class E, int Op, use Use, int Known, class Block>
IVERSON_INLINE void step(Block& b, lane_mask mask) {
    constexpr operation o = E::template op<Op>;
    if constexpr (Op == Known) {
        return;
    } else if constexpr (o.kind == op_kind::number) {
        b.scalar[Op - E::self.ops.first] = static_cast<typename E::T>(E::P::value.numbers[o.head]);
    } else if constexpr (o.kind == op_kind::load) {
        do_load<E, Op, Use>(b, mask);
    } else if constexpr (o.kind == op_kind::guard) {
        do_guard<E, Op>(b);
    } else if constexpr (o.kind == op_kind::select) {
        do_select<E, Op>(b);
    } else if constexpr (o.kind == op_kind::call || o.kind == op_kind::power) {
        do_call<E, Op, Use>(b, mask);
    } else if constexpr (o.kind == op_kind::reduce) {
        do_reduce<E, Op, Use>(b, mask);
    } else if constexpr (o.kind == op_kind::choose) {
        do_choose<E, Op>(b);
    } else if constexpr (o.kind == op_kind::index) {
        do_index<E, Op>(b);
    } else {
        do_arithmetic<E, Op>(b);
    }
}
template <class E, int Region, use Use, int Known, class Block, std::size_t... I>
IVERSON_INLINE void run_ops(Block& b, [[maybe_unused]] lane_mask mask, std::index_sequence<I...>) {
    (step<E, E::region_op(Region, int(I)), Use, Known>(b, mask), ...);
}
/// All operations of a region but `Known`, whose value is there already.
template <class E, int Region, use Use, int Known, class Block>
IVERSON_INLINE void run_region(Block& b, lane_mask mask) {
    run_ops<E, Region, Use, Known>(
        b, mask, std::make_index_sequence<static_cast<std::size_t>(E::region_size(Region))>{});
}

}  // namespace iverson::loops
