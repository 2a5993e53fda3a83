// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "expand.hpp"

/// The nests of a plan, one after the other.
namespace iverson::loops {

template <class P, class Layout, class T, int First, std::size_t... N>
IVERSON_INLINE void run_nests(memory_of<P, T> const& m, coordinate* v, std::index_sequence<N...>) {
    (nest_kernel<P, Layout, T, First + static_cast<int>(N)>::run(m, v), ...);
}

template <class P, class Layout, class T, int Which>
IVERSON_INLINE void run_one_block(memory_of<P, T> const& m, coordinate* v) {
    constexpr block b = P::value.blocks[Which];
    constexpr auto nests = std::make_index_sequence<static_cast<std::size_t>(b.nests.size)>{};
    if constexpr (b.time < 0) {
        run_nests<P, Layout, T, b.nests.first>(m, v, nests);
    } else {
        auto const [low, high] = range_of_loop<P, b.time>(v);
        for (coordinate i = 0; i <= high - low; ++i) {
            v[P::value.loops[b.time].symbol] = b.downwards ? high - i : low + i;
            run_nests<P, Layout, T, b.nests.first>(m, v, nests);
        }
    }
}

template <class P, class Layout, class T, std::size_t... B>
IVERSON_INLINE void run_plan(memory_of<P, T> const& m, coordinate* v, std::index_sequence<B...>) {
    (run_one_block<P, Layout, T, static_cast<int>(B)>(m, v), ...);
}

/// Memory for the parts of the reductions that are cut, which one nest after the other uses.
template <class P, class Layout, class T>
IVERSON_INLINE coordinate part_bytes(coordinate* v) {
    return [&]<int... N>(std::integer_sequence<int, N...>) __attribute__((always_inline)) {
        coordinate result = 0;
        ((result = larger(result, nest_kernel<P, Layout, T, N>::part_bytes(v))), ...);
        return result;
    }(std::make_integer_sequence<int, P::value.nest_count>{});
}

/// Computes all nests of the plan. `v` holds the values of extents and first positions.
template <class P, class Layout, class T>
void run_plan(memory_of<P, T> const& m, coordinate* v) {
    run_plan<P, Layout, T>(m, v, std::make_index_sequence<static_cast<std::size_t>(P::value.block_count)>{});
}

}  // namespace iverson::loops
