// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "schedule.hpp"
#include "simd.hpp"

#include <cmath>
#include <limits>
#include <type_traits>

/// A frozen plan as machine loops: one template for all formulas, no kernel written by hand.
/// The loop that `lane_loop` picks runs in blocks of several registers, with the accumulators of a block's reductions in
/// registers and the reduction loops inside. Where the bounds of a reduction move with the lanes, its common part runs
/// on all lanes and the rest under masks; so does a last block that is not full. Every entry is summed in the order of
/// its reduction's index, whatever the blocks are.
namespace iverson::loops {

using coordinate = std::int64_t;

// -- values of expressions, with constant coefficients ---------------------------------------------------------------

template <auto const& P, int I>
struct affine_at {
    static constexpr graph::affine const& value = P.affines[I];
};
template <auto const& P, int I>
struct bound_at {
    static constexpr graph::affine const& value = P.bounds[I].expression;
};
template <auto const& P, int I>
struct condition_at {
    static constexpr graph::affine const& value = P.conditions[I].expression;
};

template <class Expression, std::size_t... I>
IVERSON_INLINE coordinate evaluate_terms([[maybe_unused]] coordinate const* v, std::index_sequence<I...>) {
    return (Expression::value.constant() + ... + (Expression::value.begin()[I].coefficient * v[Expression::value.begin()[I].symbol]));
}
template <class Expression>
IVERSON_INLINE coordinate value_of(coordinate const* v) {
    return evaluate_terms<Expression>(v, std::make_index_sequence<static_cast<std::size_t>(Expression::value.size())>{});
}

template <std::int64_t Divisor>
IVERSON_INLINE coordinate floor_by(coordinate a) {
    if constexpr (Divisor == 1) {
        return a;
    } else {
        return graph::floor_divide(a, Divisor);
    }
}

constexpr coordinate larger(coordinate a, coordinate b) { return a > b ? a : b; }
constexpr coordinate smaller(coordinate a, coordinate b) { return a < b ? a : b; }

/// The range of a loop whose bounds are the same for all lanes.
template <auto const& P, loop L, std::size_t... Low, std::size_t... High>
IVERSON_INLINE std::pair<coordinate, coordinate> values_between(coordinate const* v, std::index_sequence<Low...>, std::index_sequence<High...>) {
    constexpr loop l = L;
    coordinate low = INT64_MIN;
    coordinate high = INT64_MAX;
    ((low = larger(low, -floor_by<P.bounds[l.lowers.first + Low].divisor>(-value_of<bound_at<P, l.lowers.first + int(Low)>>(v)))), ...);
    ((high = smaller(high, floor_by<P.bounds[l.uppers.first + High].divisor>(value_of<bound_at<P, l.uppers.first + int(High)>>(v)))), ...);
    return {low, high};
}
template <auto const& P, loop L>
IVERSON_INLINE std::pair<coordinate, coordinate> range_of_loop(coordinate const* v) {
    return values_between<P, L>(v, std::make_index_sequence<static_cast<std::size_t>(L.lowers.size)>{},
                                std::make_index_sequence<static_cast<std::size_t>(L.uppers.size)>{});
}
template <auto const& P, int Loop>
IVERSON_INLINE std::pair<coordinate, coordinate> loop_range(coordinate const* v) {
    return range_of_loop<P, P.loops[Loop]>(v);
}

template <auto const& P, int Condition>
IVERSON_INLINE bool condition_holds(coordinate const* v) {
    constexpr auto kind = P.conditions[Condition].kind;
    coordinate const value = value_of<condition_at<P, Condition>>(v);
    if constexpr (kind == graph::relation::zero) {
        return value == 0;
    } else if constexpr (kind == graph::relation::nonnegative) {
        return value >= 0;
    } else {
        return value % P.conditions[Condition].modulus == 0;
    }
}
template <auto const& P, int First, std::size_t... I>
IVERSON_INLINE bool conditions_hold([[maybe_unused]] coordinate const* v, std::index_sequence<I...>) {
    return (condition_holds<P, First + static_cast<int>(I)>(v) && ... && true);
}

/// Lanes l of 0..count-1 for which low <= by * l + rest, with `by` not 0.
template <std::int64_t By>
IVERSON_INLINE lane_mask lanes_from(coordinate rest, coordinate low) {
    coordinate const gap = low - rest;  // by * l >= gap
    if constexpr (By > 0) {
        return lanes_between(-floor_by<By>(-gap), 63);
    } else {
        return lanes_between(0, floor_by<-By>(-gap));
    }
}

// -- memory ----------------------------------------------------------------------------------------------------------------

/// Where the tensors are: the address that position (0, ..., 0) has or would have, and strides.
template <class T, int Buffers, int Rank>
struct memory {
    T* base[Buffers];
    coordinate stride[Buffers][Rank > 0 ? Rank : 1];
};

template <auto const& P>
consteval int greatest_rank() {
    int result = 0;
    for (int b = 0; b < P.buffer_count; ++b) {
        result = P.buffers[static_cast<std::size_t>(b)].rank > result ? P.buffers[static_cast<std::size_t>(b)].rank : result;
    }
    return result;
}
template <auto const& P, class T>
using memory_of = memory<T, P.buffer_count, greatest_rank<P>()>;

// -- one nest ------------------------------------------------------------------------------------------------------------

template <auto const& P, class Layout, class T, int Which>
class nest_kernel {
    static constexpr nest self = P.nests[Which];
    static constexpr int lane_place = lane_loop(P, self, Layout::value);
    static constexpr int lane = lane_place < 0 ? -1 : P.loops[self.loops.first + lane_place].symbol;
    static constexpr int op_count = self.ops.size > 0 ? self.ops.size : 1;

    /// Per operation: does it differ between lanes?
    static constexpr std::array<bool, op_count> varying = [] {
        std::array<bool, op_count> result{};
        if (lane >= 0) {
            lane_analysis const analysis{P, self, lane};
            for (int i = 0; i < self.ops.size; ++i) {
                result[static_cast<std::size_t>(i)] = analysis(self.ops.first + i);
            }
        }
        return result;
    }();
    static constexpr bool varies(int op) { return varying[static_cast<std::size_t>(op - self.ops.first)]; }

    static consteval int region_size(int region) {
        int n = 0;
        for (int i = self.ops.first; i < self.ops.end(); ++i) {
            n += P.ops[static_cast<std::size_t>(i)].region == region ? 1 : 0;
        }
        return n;
    }
    static consteval int region_op(int region, int which) {
        for (int i = self.ops.first; i < self.ops.end(); ++i) {
            if (P.ops[static_cast<std::size_t>(i)].region == region && which-- == 0) {
                return i;
            }
        }
        return -1;
    }

    using memory_type = memory_of<P, T>;

    /// Registers of a block: scalars for what all lanes share, packs for the rest.
    template <int Width, int Parts>
    struct lane_block {
        static constexpr int lanes = Width * Parts;
        using pack_type = pack<T, Width, Parts>;
        explicit lane_block(memory_type const& where) : m{where} {}  // NOLINT: registers are written before they are read
        memory_type const& m;
        coordinate v[P.symbols > 0 ? P.symbols : 1];
        T scalar[op_count];
        pack_type wide[op_count];
    };

    template <int Op, class Block>
    IVERSON_INLINE static auto const& get(Block const& b) {
        if constexpr (varies(Op)) {
            return b.wide[Op - self.ops.first];
        } else {
            return b.scalar[Op - self.ops.first];
        }
    }
    template <int Op, class Block, class Value>
    IVERSON_INLINE static void set(Block& b, Value const& value) {
        if constexpr (!varies(Op)) {
            b.scalar[Op - self.ops.first] = value;
        } else if constexpr (std::is_same_v<Value, T>) {
            fill(b.wide[Op - self.ops.first], value);
        } else {
            b.wide[Op - self.ops.first] = value;
        }
    }
    /// The operation's value as a pack, whether it varies or not.
    template <int Op, class Block>
    IVERSON_INLINE static typename Block::pack_type widened(Block const& b) {
        if constexpr (varies(Op)) {
            return b.wide[Op - self.ops.first];
        } else {
            typename Block::pack_type result;
            fill(result, b.scalar[Op - self.ops.first]);
            return result;
        }
    }

    // -- addresses -------------------------------------------------------------------------------------------------
    template <int Buffer, int Axis>
    IVERSON_INLINE static coordinate stride(memory_type const& m) {
        if constexpr (Layout::value.unit_axis[Buffer] == Axis) {
            return 1;
        } else {
            return m.stride[Buffer][Axis];
        }
    }
    template <int Buffer, int First, std::size_t... D>
    IVERSON_INLINE static T* address(memory_type const& m, [[maybe_unused]] coordinate const* v, std::index_sequence<D...>) {
        return m.base[Buffer] + (coordinate{0} + ... + (stride<Buffer, int(D)>(m) * value_of<affine_at<P, First + int(D)>>(v)));
    }
    template <int Buffer, int First, std::size_t... D>
    IVERSON_INLINE static coordinate lane_step([[maybe_unused]] memory_type const& m, std::index_sequence<D...>) {
        return (coordinate{0} + ... + (stride<Buffer, int(D)>(m) * affine_at<P, First + int(D)>::value.coefficient(lane)));
    }

    // -- conditions on lanes -----------------------------------------------------------------------------------------
    template <int Condition>
    IVERSON_INLINE static lane_mask lanes_where(coordinate const* v) {
        constexpr auto kind = P.conditions[Condition].kind;
        constexpr std::int64_t by = condition_at<P, Condition>::value.coefficient(lane);
        coordinate const first = value_of<condition_at<P, Condition>>(v);
        if constexpr (by == 0) {
            return condition_holds<P, Condition>(v) ? ~lane_mask{0} : 0;
        } else if constexpr (kind == graph::relation::nonnegative) {
            return lanes_from<by>(first, 0);
        } else {
            constexpr std::int64_t modulus = P.conditions[Condition].modulus;
            lane_mask result = 0;
            for (int l = 0; l < 64; ++l) {
                coordinate const value = first + by * l;
                bool const holds = kind == graph::relation::zero ? value == 0 : value % (modulus == 0 ? 1 : modulus) == 0;
                result |= lane_mask{holds} << l;
            }
            return result;
        }
    }
    template <int First, std::size_t... I>
    IVERSON_INLINE static lane_mask lanes_where_all([[maybe_unused]] coordinate const* v, std::index_sequence<I...>) {
        return (~lane_mask{0} & ... & lanes_where<First + int(I)>(v));
    }
    template <int Op>
    IVERSON_INLINE static lane_mask guard_lanes(coordinate const* v) {
        constexpr range guards = P.ops[Op].guards;
        return lanes_where_all<guards.first>(v, std::make_index_sequence<static_cast<std::size_t>(guards.size)>{});
    }
    template <int Op>
    IVERSON_INLINE static bool guards_hold(coordinate const* v) {
        constexpr range guards = P.ops[Op].guards;
        return conditions_hold<P, guards.first>(v, std::make_index_sequence<static_cast<std::size_t>(guards.size)>{});
    }
    template <int Op>
    static consteval bool guards_vary() {
        for (graph::condition const& c : slice(P.conditions, P.ops[Op].guards)) {
            if (c.expression.mentions(lane)) {
                return true;
            }
        }
        return false;
    }

    // -- operations ----------------------------------------------------------------------------------------------------
    template <int Op, bool Masked, class Block>
    IVERSON_INLINE static void do_load(Block& b, lane_mask mask) {
        constexpr operation o = P.ops[Op];
        constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(o.items.size)>{};
        if constexpr (!varies(Op)) {
            T* const p = address<o.head, o.items.first>(b.m, b.v, axes);
            b.scalar[Op - self.ops.first] = o.guards.size == 0 || guards_hold<Op>(b.v) ? *p : T{0};
        } else {
            constexpr access_kind kind = kind_of_access(P, o.items, Layout::value.unit_axis[o.head], lane);
            constexpr bool some = Masked || o.guards.size > 0;
            T const* const p = address<o.head, o.items.first>(b.m, b.v, axes);
            lane_mask const lanes = o.guards.size == 0 ? mask : mask & guard_lanes<Op>(b.v);
            auto& r = b.wide[Op - self.ops.first];
            if constexpr (kind == access_kind::broadcast) {
                fill(r, lanes != 0 ? *p : T{0});
                if constexpr (o.guards.size > 0) {
                    typename Block::pack_type zero;
                    fill(zero, T{0});
                    r = blend(lanes, r, zero);
                }
            } else if constexpr (kind == access_kind::forwards && some) {
                load(r, p, lanes);
            } else if constexpr (kind == access_kind::forwards) {
                load(r, p);
            } else if constexpr (kind == access_kind::backwards && some) {
                load_backwards(r, p, lanes);
            } else if constexpr (kind == access_kind::backwards) {
                load_backwards(r, p);
            } else if constexpr (some) {
                gather(r, p, lane_step<o.head, o.items.first>(b.m, axes), lanes);
            } else {
                gather(r, p, lane_step<o.head, o.items.first>(b.m, axes));
            }
        }
    }

    template <int Op, class Block>
    IVERSON_INLINE static void do_arithmetic(Block& b) {
        constexpr operation o = P.ops[Op];
        auto const& left = get<o.a>(b);
        auto const& right = get<o.b>(b);
        if constexpr (o.kind == op_kind::add) {
            set<Op>(b, left + right);
        } else if constexpr (o.kind == op_kind::subtract) {
            set<Op>(b, left - right);
        } else if constexpr (o.kind == op_kind::multiply) {
            set<Op>(b, left * right);
        } else {
            set<Op>(b, left / right);
        }
    }

    /// Calls f(arguments) lane by lane.
    template <int Op, bool Masked, class Block, class F, std::size_t... I>
    IVERSON_INLINE static void for_lanes(Block& b, lane_mask mask, F f, std::index_sequence<I...>) {
        if constexpr (!varies(Op)) {
            T const arguments[] = {get<operand<Op>(int(I))>(b)...};
            b.scalar[Op - self.ops.first] = f(arguments);
        } else {
            alignas(64) T lanes[sizeof...(I) + 1][Block::lanes];
            (store(lanes[I], widened<operand<Op>(int(I))>(b)), ...);
            T* const result = lanes[sizeof...(I)];
            for (int l = 0; l < Block::lanes; ++l) {
                T const arguments[] = {lanes[I][l]...};
                result[l] = !Masked || ((mask >> l) & 1) != 0 ? f(arguments) : T{0};
            }
            load(b.wide[Op - self.ops.first], result);
        }
    }
    template <int Op>
    static consteval int operand(int which) {
        constexpr operation o = P.ops[Op];
        return o.kind == op_kind::call ? P.operands[static_cast<std::size_t>(o.items.first + which)] : which == 0 ? o.a : o.b;
    }
    template <int Op, bool Masked, class Block>
    IVERSON_INLINE static void do_call(Block& b, lane_mask mask) {
        constexpr operation o = P.ops[Op];
        if constexpr (o.kind == op_kind::power) {
            for_lanes<Op, Masked>(b, mask, [](T const* u) { return std::pow(u[0], u[1]); }, std::make_index_sequence<2>{});
        } else {
            constexpr auto arity = std::make_index_sequence<static_cast<std::size_t>(o.items.size)>{};
            if constexpr (std::is_same_v<T, float>) {
                for_lanes<Op, Masked>(b, mask, [](T const* u) { return P.functions[P.ops[Op].head].value32(u); }, arity);
            } else {
                for_lanes<Op, Masked>(b, mask, [](T const* u) { return P.functions[P.ops[Op].head].value64(u); }, arity);
            }
        }
    }

    template <int Op, class Block>
    IVERSON_INLINE static void do_guard(Block& b) {
        constexpr operation o = P.ops[Op];
        if constexpr (!varies(Op)) {
            b.scalar[Op - self.ops.first] = guards_hold<Op>(b.v) ? get<o.a>(b) : T{0};
        } else {
            typename Block::pack_type zero;
            fill(zero, T{0});
            b.wide[Op - self.ops.first] = blend(guard_lanes<Op>(b.v), widened<o.a>(b), zero);
        }
    }
    template <int Op, class Block>
    IVERSON_INLINE static void do_select(Block& b) {
        constexpr operation o = P.ops[Op];
        constexpr auto how = [](auto const& x, auto const& y) {
            if constexpr (static_cast<graph::comparison>(P.ops[Op].head) == graph::comparison::equal) {
                return x == y;
            } else if constexpr (static_cast<graph::comparison>(P.ops[Op].head) == graph::comparison::less) {
                return x < y;
            } else {
                return x <= y;
            }
        };
        if constexpr (!varies(Op)) {
            b.scalar[Op - self.ops.first] = how(get<o.a>(b), get<o.b>(b)) ? get<o.c>(b) : T{0};
        } else {
            b.wide[Op - self.ops.first] = keep_where(how, widened<o.a>(b), widened<o.b>(b), widened<o.c>(b));
        }
    }

    template <int Op, bool Masked, class Block>
    IVERSON_INLINE static void step(Block& b, lane_mask mask) {
        constexpr operation o = P.ops[Op];
        if constexpr (o.kind == op_kind::number) {
            b.scalar[Op - self.ops.first] = static_cast<T>(P.numbers[o.head]);
        } else if constexpr (o.kind == op_kind::load) {
            do_load<Op, Masked>(b, mask);
        } else if constexpr (o.kind == op_kind::guard) {
            do_guard<Op>(b);
        } else if constexpr (o.kind == op_kind::select) {
            do_select<Op>(b);
        } else if constexpr (o.kind == op_kind::call || o.kind == op_kind::power) {
            do_call<Op, Masked>(b, mask);
        } else if constexpr (o.kind == op_kind::reduce) {
            do_reduce<Op, Masked>(b, mask);
        } else {
            do_arithmetic<Op>(b);
        }
    }
    template <int Region, bool Masked, class Block, std::size_t... I>
    IVERSON_INLINE static void run_ops(Block& b, lane_mask mask, std::index_sequence<I...>) {
        (step<region_op(Region, int(I)), Masked>(b, mask), ...);
    }
    template <int Region, bool Masked, class Block>
    IVERSON_INLINE static void run_region(Block& b, lane_mask mask) {
        run_ops<Region, Masked>(b, mask, std::make_index_sequence<static_cast<std::size_t>(region_size(Region))>{});
    }

    // -- reductions ------------------------------------------------------------------------------------------------------
    template <int Op, class Value>
    IVERSON_INLINE static Value combined(Value const& sum, Value const& next) {
        constexpr auto kind = static_cast<graph::reduction>(P.ops[Op].head);
        if constexpr (kind == graph::reduction::sum) {
            return sum + next;
        } else if constexpr (kind == graph::reduction::product) {
            return sum * next;
        } else if constexpr (kind == graph::reduction::maximum) {
            return greater_of(sum, next);
        } else {
            return smaller_of(sum, next);
        }
    }
    template <int Op>
    static constexpr T neutral() {
        constexpr auto kind = static_cast<graph::reduction>(P.ops[Op].head);
        constexpr T infinity = std::numeric_limits<T>::infinity();
        return kind == graph::reduction::sum ? T{0} : kind == graph::reduction::product ? T{1} : kind == graph::reduction::maximum ? -infinity : infinity;
    }
    template <int Op, bool Masked, class Block>
    IVERSON_INLINE static void do_reduce(Block& b, lane_mask mask) {
        if constexpr (varies(Op)) {
            typename Block::pack_type sum;
            fill(sum, neutral<Op>());
            reduce_level<Op, 0, Masked>(b, sum, mask);
            b.wide[Op - self.ops.first] = sum;
        } else {
            T sum = neutral<Op>();
            reduce_level<Op, 0, false>(b, sum, mask);
            b.scalar[Op - self.ops.first] = sum;
        }
    }

    template <int Loop>
    static consteval bool moves_with_lanes() {
        if (lane < 0) {
            return false;
        }
        for (range const bounds : {P.loops[Loop].lowers, P.loops[Loop].uppers}) {
            for (bound const& b : slice(P.bounds, bounds)) {
                if (b.expression.mentions(lane)) {
                    return true;
                }
            }
        }
        return false;
    }

    template <int Op, int Level, bool Masked, class Block, class Sum>
    IVERSON_INLINE static void reduce_level(Block& b, Sum& sum, lane_mask mask) {
        constexpr operation o = P.ops[Op];
        if constexpr (Level == o.items.size) {
            run_region<o.b, Masked>(b, mask);
            if constexpr (std::is_same_v<Sum, T>) {
                sum = combined<Op>(sum, get<o.a>(b));
            } else if constexpr (Masked) {
                sum = blend(mask, combined<Op>(sum, widened<o.a>(b)), sum);
            } else {
                sum = combined<Op>(sum, widened<o.a>(b));
            }
        } else {
            constexpr int which = o.items.first + Level;
            if constexpr (moves_with_lanes<which>()) {
                reduce_moving<Op, Level, Masked>(b, sum, mask);
            } else {
                auto const [low, high] = loop_range<P, which>(b.v);
                coordinate& i = b.v[P.loops[which].symbol];
                for (i = low; i <= high; ++i) {
                    reduce_level<Op, Level + 1, Masked>(b, sum, mask);
                }
            }
        }
    }

    /// A bound's least and greatest value over the lanes, and the lanes that a value of the index satisfies.
    template <int Bound, bool Lower>
    struct moving_bound {
        static constexpr std::int64_t by = bound_at<P, Bound>::value.coefficient(lane);
        static constexpr std::int64_t divisor = P.bounds[Bound].divisor;
        IVERSON_INLINE static coordinate at(coordinate first, coordinate l) {
            coordinate const value = first + by * l;
            return Lower ? -floor_by<divisor>(-value) : floor_by<divisor>(value);
        }
        IVERSON_INLINE static coordinate least(coordinate first, coordinate last_lane) { return at(first, by > 0 ? 0 : last_lane); }
        IVERSON_INLINE static coordinate greatest(coordinate first, coordinate last_lane) { return at(first, by > 0 ? last_lane : 0); }
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

    template <int Op, int Level, bool Masked, class Block, class Sum, std::size_t... Low, std::size_t... High>
    IVERSON_INLINE static void reduce_moving(Block& b, Sum& sum, lane_mask mask, std::index_sequence<Low...>, std::index_sequence<High...>) {
        constexpr loop l = P.loops[P.ops[Op].items.first + Level];
        coordinate const last = Masked ? 63 - std::countl_zero(mask) : Block::lanes - 1;
        coordinate const lows[] = {value_of<bound_at<P, l.lowers.first + int(Low)>>(b.v)...};
        coordinate const highs[] = {value_of<bound_at<P, l.uppers.first + int(High)>>(b.v)...};
        coordinate begin = INT64_MIN;
        coordinate common_begin = INT64_MIN;
        coordinate end = INT64_MAX;
        coordinate common_end = INT64_MAX;
        ((begin = larger(begin, moving_bound<l.lowers.first + int(Low), true>::least(lows[Low], last))), ...);
        ((common_begin = larger(common_begin, moving_bound<l.lowers.first + int(Low), true>::greatest(lows[Low], last))), ...);
        ((end = smaller(end, moving_bound<l.uppers.first + int(High), false>::greatest(highs[High], last))), ...);
        ((common_end = smaller(common_end, moving_bound<l.uppers.first + int(High), false>::least(highs[High], last))), ...);
        coordinate& i = b.v[l.symbol];
        i = begin;
        for (coordinate stop = smaller(common_begin - 1, end);; stop = end) {
            for (; i <= stop; ++i) {
                lane_mask const some = (mask & ... & moving_bound<l.lowers.first + int(Low), true>::lanes(lows[Low], i)) &
                                       (~lane_mask{0} & ... & moving_bound<l.uppers.first + int(High), false>::lanes(highs[High], i));
                if (some != 0) {
                    reduce_level<Op, Level + 1, true>(b, sum, some);
                }
            }
            if (i > end) {
                break;
            }
            for (; i <= common_end; ++i) {
                reduce_level<Op, Level + 1, Masked>(b, sum, mask);
            }
        }
    }
    template <int Op, int Level, bool Masked, class Block, class Sum>
    IVERSON_INLINE static void reduce_moving(Block& b, Sum& sum, lane_mask mask) {
        constexpr loop l = P.loops[P.ops[Op].items.first + Level];
        reduce_moving<Op, Level, Masked>(b, sum, mask, std::make_index_sequence<static_cast<std::size_t>(l.lowers.size)>{},
                                         std::make_index_sequence<static_cast<std::size_t>(l.uppers.size)>{});
    }

    // -- stores ------------------------------------------------------------------------------------------------------------
    template <bool Masked, class Block>
    IVERSON_INLINE static void do_store(Block& b, lane_mask mask) {
        constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(self.subscripts.size)>{};
        T* const p = address<self.buffer, self.subscripts.first>(b.m, b.v, axes);
        if constexpr (lane < 0) {
            *p = self.accumulate ? *p + get<self.result>(b) : get<self.result>(b);
        } else {
            constexpr access_kind kind = kind_of_access(P, self.subscripts, Layout::value.unit_axis[self.buffer], lane);
            typename Block::pack_type value = widened<self.result>(b);
            if constexpr (kind == access_kind::forwards && Masked) {
                if constexpr (self.accumulate) {
                    typename Block::pack_type old;
                    load(old, p, mask);
                    value = old + value;
                }
                store(p, value, mask);
            } else if constexpr (kind == access_kind::forwards) {
                if constexpr (self.accumulate) {
                    typename Block::pack_type old;
                    load(old, p);
                    value = old + value;
                }
                store(p, value);
            } else {
                coordinate const step = lane_step<self.buffer, self.subscripts.first>(b.m, axes);
                if constexpr (self.accumulate) {
                    typename Block::pack_type old;
                    gather(old, p, step, mask);
                    value = old + value;
                }
                scatter(p, step, value, mask);
            }
        }
    }

    // -- blocks and outer loops ---------------------------------------------------------------------------------------------
    template <int Width, int Parts, bool Masked>
    IVERSON_INLINE static void run_block(memory_type const& m, coordinate const* v, lane_mask mask) {
        lane_block<Width, Parts> b{m};
        for (int s = 0; s < P.symbols; ++s) {
            b.v[s] = v[s];
        }
        run_region<0, Masked>(b, mask);
        do_store<Masked>(b, mask);
    }
    /// The lanes from `first` to `last` in blocks.
    static void run_lanes(memory_type const& m, coordinate* v, coordinate first, coordinate last) {
        constexpr int width = native_width<T>;
        constexpr int parts = 8 * width <= 64 ? 8 : 64 / width;
        coordinate& i = v[lane];
        i = first;
        for (; i + width * parts - 1 <= last; i += width * parts) {
            run_block<width, parts, false>(m, v, ~lane_mask{0});
        }
        coordinate const rest = last - i + 1;
        if (rest > 2 * width) {
            run_block<width, parts, true>(m, v, first_lanes(rest));
        } else if (rest > width) {
            run_block<width, 2, true>(m, v, first_lanes(rest));
        } else if (rest > 0) {
            run_block<width, 1, true>(m, v, first_lanes(rest));
        }
    }
    template <int Level>
    IVERSON_INLINE static void run_loops(memory_type const& m, coordinate* v) {
        if constexpr (Level == self.loops.size) {
            if constexpr (lane < 0) {
                run_block<1, 1, false>(m, v, 1);
            } else {
                auto const [low, high] = loop_range<P, self.loops.first + lane_place>(v);
                run_lanes(m, v, low, high);
            }
        } else if constexpr (Level == lane_place) {
            run_loops<Level + 1>(m, v);
        } else {
            auto const [low, high] = loop_range<P, self.loops.first + Level>(v);
            constexpr int symbol = P.loops[self.loops.first + Level].symbol;
            for (coordinate i = low; i <= high; ++i) {
                v[symbol] = i;
                run_loops<Level + 1>(m, v);
            }
        }
    }

  public:
    static void run(memory_type const& m, coordinate* v) {
        if (conditions_hold<P, self.conditions.first>(v, std::make_index_sequence<static_cast<std::size_t>(self.conditions.size)>{})) {
            run_loops<0>(m, v);
        }
    }
};

// -- the plan ------------------------------------------------------------------------------------------------------------------

template <auto const& P, class Layout, class T, int First, std::size_t... N>
IVERSON_INLINE void run_nests(memory_of<P, T> const& m, coordinate* v, std::index_sequence<N...>) {
    (nest_kernel<P, Layout, T, First + static_cast<int>(N)>::run(m, v), ...);
}

template <auto const& P, class Layout, class T, int Which>
IVERSON_INLINE void run_block(memory_of<P, T> const& m, coordinate* v) {
    constexpr block b = P.blocks[Which];
    constexpr auto nests = std::make_index_sequence<static_cast<std::size_t>(b.nests.size)>{};
    if constexpr (b.time < 0) {
        run_nests<P, Layout, T, b.nests.first>(m, v, nests);
    } else {
        auto const [low, high] = loop_range<P, b.time>(v);
        for (coordinate i = 0; i <= high - low; ++i) {
            v[P.loops[b.time].symbol] = b.downwards ? high - i : low + i;
            run_nests<P, Layout, T, b.nests.first>(m, v, nests);
        }
    }
}

template <auto const& P, class Layout, class T, std::size_t... B>
IVERSON_INLINE void run_plan(memory_of<P, T> const& m, coordinate* v, std::index_sequence<B...>) {
    (run_block<P, Layout, T, static_cast<int>(B)>(m, v), ...);
}

/// Computes all nests of the plan. `v` holds the values of extents and first positions.
template <auto const& P, class Layout, class T>
void run_plan(memory_of<P, T> const& m, coordinate* v) {
    run_plan<P, Layout, T>(m, v, std::make_index_sequence<static_cast<std::size_t>(P.block_count)>{});
}

}  // namespace iverson::loops
