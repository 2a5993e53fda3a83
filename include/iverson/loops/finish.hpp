// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "reductions.hpp"

/// A nest on one block of lanes, and its two halves: as far as the value of its reduction, and what waits for that.
namespace iverson::loops {

/// The reduction `Op` and all that stands before it outside of its loops, which it may wait for.
template <class E, int Op, use Use, class Block>
IVERSON_INLINE void run_until(Block& b, lane_mask mask) {
    constexpr std::size_t count = [] {
        std::size_t n = 0;
        while (E::region_op(0, static_cast<int>(n)) <= Op && static_cast<int>(n) < E::region_size(0)) {
            ++n;
        }
        return n;
    }();
    run_ops<E, 0, Use, -1>(b, mask, std::make_index_sequence<count>{});
}
/// All that stands outside of loops after the operation `Op`.
template <class E, int Op, use Use, class Block>
IVERSON_INLINE void run_after(Block& b, lane_mask mask) {
    constexpr auto all = std::make_index_sequence<static_cast<std::size_t>(E::region_size(0))>{};
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        (
            [&]() __attribute__((always_inline)) {
                if constexpr (constexpr int next = E::region_op(0, static_cast<int>(I)); next > Op) {
                    step<E, next, Use, -1>(b, mask);
                }
            }(),
            ...);
    }(all);
}
/// Where the nest computes a chunk: stores the part of its reduction.
template <class E, use Use, class Block>
IVERSON_INLINE bool store_part(Block& b, lane_mask mask) {
    if constexpr (E::has_parts) {
        if (b.m.is_part) {
            do_store<E, Use, E::cut, false>(b, mask);
            return true;
        }
    }
    return false;
}
/// All operations, and the store.
template <class E, use Use, class Block>
IVERSON_INLINE void run_nest(Block& b, lane_mask mask) {
    if constexpr (E::has_parts) {
        run_until<E, E::cut, Use>(b, mask);
        if (store_part<E, Use>(b, mask)) {
            return;
        }
        run_after<E, E::cut, Use>(b, mask);
    } else {
        run_region<E, 0, Use, -1>(b, mask);
    }
    do_store<E, Use>(b, mask);
}
/// The same once the reduction `Op` is known.
template <class E, int Op, use Use, class Block>
IVERSON_INLINE void finish_nest(Block& b, lane_mask mask) {
    if (!store_part<E, Use>(b, mask)) {
        run_region<E, 0, Use, Op>(b, mask);
        do_store<E, Use>(b, mask);
    }
}
/// What waits for the reductions `sums`, for as many lanes as there are, at most those of the block.
template <class E, int Op, class Block>
IVERSON_INLINE void finish_lanes(typename E::memory_type const& m, coordinate const* v,
                                 typename E::T const* sums, coordinate count) {
    Block b{m, v};
    if constexpr (E::varies(Op)) {
        load(b.wide[Op - E::self.ops.first], sums);
    } else {
        b.scalar[Op - E::self.ops.first] = *sums;
    }
    finish_nest<E, Op, use::block>(b, first_lanes(smaller(count, Block::lanes)));
}

}  // namespace iverson::loops
