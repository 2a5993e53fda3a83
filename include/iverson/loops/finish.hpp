// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "reductions.hpp"

/// The two halves of a nest with one reduction: as far as its value, and what waits for it.
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
/// What waits for the reductions `sums`, for as many lanes as there are, at most those of the block.
template <class E, int Op, class Block>
IVERSON_INLINE void finish_lanes(typename E::memory_type const& m, coordinate const* v,
                                 typename E::T const* sums, coordinate count) {
    lane_mask const mask = first_lanes(smaller(count, Block::lanes));
    Block b{m, v};
    load(b.wide[Op - E::self.ops.first], sums);
    run_region<E, 0, use::block, Op>(b, mask);
    do_store<E, use::block>(b, mask);
}

}  // namespace iverson::loops
