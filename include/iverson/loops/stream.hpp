// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "finish.hpp"

/// A reduction outside its lanes, for long rows of a matrix.
namespace iverson::loops {

/// Whether a reduction walks across the rows of a matrix whose columns are the lanes: then long rows are better read
/// as they lie, several at a time, with the accumulators in the first-level cache.
template <class E, int Op>
constexpr bool can_stream() {
    operation const& o = E::P::value.ops[static_cast<std::size_t>(Op)];
    loop const& l = E::P::value.loops[static_cast<std::size_t>(o.items.first)];
    bool crosses = false;
    bool closed = o.items.size == 1 && o.region == 0 && !l.is_read();
    for (range const bounds : {l.lowers, l.uppers}) {
        for (bound const& b : slice(E::P::value.bounds, bounds)) {
            closed = closed && !b.expression.mentions(E::lane);
        }
    }
    auto const inside = [&](int op) {
        return op < 0 || E::P::value.ops[static_cast<std::size_t>(op)].region == o.b;
    };
    for (operation const& inner : slice(E::P::value.ops, E::self.ops)) {
        if (inner.region != o.b) {
            continue;
        }
        bool const arithmetic =
            inner.kind == op_kind::add || inner.kind == op_kind::subtract || inner.kind == op_kind::multiply;
        closed = closed && (arithmetic || (inner.kind == op_kind::load && inner.guards.size == 0)) &&
                 inside(inner.a) && inside(inner.b);
        if (inner.kind == op_kind::load) {
            int const unit = E::layout::value.unit_axis[static_cast<std::size_t>(inner.head)];
            access_kind const by_lane = kind_of_access(E::P::value, inner.items, unit, E::lane);
            closed = closed && (by_lane == access_kind::broadcast || by_lane == access_kind::forwards);
            crosses =
                crosses || (by_lane == access_kind::forwards &&
                            kind_of_access(E::P::value, inner.items, unit, l.symbol) == access_kind::apart);
        }
    }
    return closed && crosses;
}

/// Adds the steps i .. i + Steps - 1 of the reduction to `lanes` accumulators.
template <class E, int Op, int Steps, use Use, class Block>
IVERSON_INLINE void stream_block(Block& b, typename E::T* sums, coordinate i, lane_mask mask) {
    constexpr operation o = E::template op<Op>;
    typename Block::pack_type sum;
    load(sum, sums);
    for (coordinate s = 0; s < Steps; ++s) {
        b.v[E::P::value.loops[o.items.first].symbol] = i + s;
        run_region<E, o.b, Use, -1>(b, mask);
        sum = combined<E, Op>(sum, widened<E, o.a>(b));
    }
    store(sums, sum);
}
template <class E, int Op, int Steps, class Block>
IVERSON_INLINE void stream_rows(Block& b, typename E::T* sums, coordinate i, coordinate first,
                                coordinate count) {
    coordinate l = 0;
    for (; l + Block::lanes <= count; l += Block::lanes) {
        b.v[E::lane] = first + l;
        stream_block<E, Op, Steps, use::all>(b, sums + l, i, ~lane_mask{0});
    }
    if (l < count) {
        b.v[E::lane] = first + l;
        stream_block<E, Op, Steps, use::block>(b, sums + l, i, first_lanes(count - l));
    }
}
/// The reduction for lanes first .. first + count - 1. `sums` has room for `count` rounded up to whole blocks.
template <class E, int Op, int Parts>
void stream(typename E::memory_type const& where, coordinate const* v, typename E::T* sums, coordinate first,
            coordinate count) {
    using block_type = lane_block<E, native_width<typename E::T>, Parts>;
    typename E::memory_type const m = where;  // no store can change it: strides stay in registers
    block_type b{m, v};
    for (coordinate l = 0; l < count + block_type::lanes; ++l) {
        sums[l] = neutral<E, Op>();
    }
    auto const [low, high] = range_of_loop<typename E::P, E::template op<Op>.items.first>(v);
    coordinate i = low;
    for (; i + 7 <= high; i += 8) {
        stream_rows<E, Op, 8>(b, sums, i, first, count);
    }
    for (; i <= high; ++i) {
        stream_rows<E, Op, 1>(b, sums, i, first, count);
    }
}

/// Long rows: the reduction first, then all else.
template <class E, int Op, class Block>
void run_streamed(typename E::memory_type const& m, coordinate* v, coordinate first, coordinate last) {
    constexpr coordinate panel = 1024;
    alignas(64) typename E::T sums[panel + Block::lanes];
    for (coordinate start = first; start <= last; start += panel) {
        coordinate const count = smaller(panel, last - start + 1);
        stream<E, Op, 4>(m, v, sums, start, count);
        for (coordinate l = 0; l < count; l += Block::lanes) {
            v[E::lane] = start + l;
            finish_lanes<E, Op, Block>(m, v, sums + l, count - l);
        }
    }
}

}  // namespace iverson::loops
