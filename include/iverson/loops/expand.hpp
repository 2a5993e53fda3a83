// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fill.hpp"
#include "nest_schedule.hpp"
#include "squares.hpp"
#include "team.hpp"
#include "tiled_nest.hpp"

/// A frozen plan as machine loops: one template for all formulas, no kernel written by hand.
/// The loop that `lane_loop` picks runs in blocks of several registers, with the accumulators of a block's reductions in
/// registers and the reduction loops inside. Where the bounds of a reduction move with the lanes, its common part runs
/// on all lanes and the rest under masks; so does a last block that is not full. Where the lanes would lie far apart in
/// memory, or are few, the steps of the reduction are the lanes instead.
namespace iverson::loops {

template <class P, class Layout, class T, int Which>
class nest_kernel {
    using schedule = nest_schedule<P, Layout, T, Which>;
    using lanes = typename schedule::lanes;
    using scalar = typename schedule::scalar;
    using memory_type = memory_of<P, T>;
    static constexpr nest self = schedule::self;
    static constexpr int lane_place = schedule::lane_place;
    static constexpr int inner_place = schedule::inner_place;
    static constexpr int lane = schedule::lane;
    static constexpr int only_reduction = schedule::only_reduction;
    static constexpr bool rows_first = schedule::rows_first;
    static constexpr tile shape = schedule::shape;
    static constexpr tile along = schedule::along;
    static constexpr int width = native_width<T>;
    static constexpr int parts = schedule::parts;

    // -- blocks ------------------------------------------------------------------------------------------------------
    template <int Parts, use Use>
    IVERSON_INLINE static void run_block(memory_type const& m, coordinate const* v, lane_mask mask) {
        lane_block<lanes, width, Parts> b{m, v};
        run_region<lanes, 0, Use, -1>(b, mask);
        do_store<lanes, Use>(b, mask);
    }
    IVERSON_INLINE static void run_scalar(memory_type const& m, coordinate const* v) {
        lane_block<scalar, 1, 1> b{m, v};
        run_region<scalar, 0, use::all, -1>(b, 1);
        do_store<scalar, use::all>(b, 1);
    }
    /// One output after the other.
    IVERSON_INLINE static void run_rows(memory_type const& m, coordinate* v, coordinate first,
                                        coordinate last) {
        coordinate& i = v[lane];
        for (i = first; i <= last; ++i) {
            if constexpr (inner_place < 0) {
                run_scalar(m, v);
            } else {
                auto const [low, high] = loop_range<P, Layout, self.loops.first + inner_place>(m, v);
                coordinate& j = v[P::value.loops[self.loops.first + inner_place].symbol];
                for (j = low; j <= high; ++j) {
                    run_scalar(m, v);
                }
            }
        }
    }
    /// Reductions one after the other, then all else for a register of them.
    static void run_rows_in_lanes(memory_type const& m, coordinate* v, coordinate first, coordinate last) {
        alignas(64) T sums[width] = {};
        for (coordinate start = first; start <= last; start += width) {
            coordinate const count = smaller(width, last - start + 1);
            for (coordinate l = 0; l < count; ++l) {
                v[lane] = start + l;
                lane_block<scalar, 1, 1> b{m, v};
                run_until<scalar, only_reduction, use::all>(b, 1);
                sums[l] = b.scalar[only_reduction - self.ops.first];
            }
            v[lane] = start;
            finish_lanes<lanes, only_reduction, lane_block<lanes, width, 1>>(m, v, sums, count);
        }
    }
    /// Long rows: the reduction first, then all else.
    template <class Block>
    static void run_streamed(memory_type const& m, coordinate* v, coordinate first, coordinate last) {
        constexpr coordinate panel = 1024;
        alignas(64) T sums[panel + Block::lanes];
        for (coordinate start = first; start <= last; start += panel) {
            coordinate const count = smaller(panel, last - start + 1);
            stream<lanes, only_reduction, 4>(m, v, sums, start, count);
            for (coordinate l = 0; l < count; l += Block::lanes) {
                v[lane] = start + l;
                finish_lanes<lanes, only_reduction, Block>(m, v, sums + l, count - l);
            }
        }
    }
    /// The lanes from `first` to `last` in blocks.
    IVERSON_INLINE static void run_lanes(memory_type const& m, coordinate* v, coordinate first,
                                         coordinate last) {
        constexpr coordinate few = schedule::runs_along ? 3 : 2;
        if constexpr (schedule::finishes_in_lanes) {
            if (last - first >= few) {
                run_rows_in_lanes(m, v, first, last);
                return;
            }
        }
        if (rows_first || last - first < few) {
            run_rows(m, v, first, last);
            return;
        }
        if constexpr (schedule::streams) {
            if (last - first + 1 >= 8 * width * parts) {
                run_streamed<lane_block<lanes, width, 4>>(m, v, first, last);
                return;
            }
        }
        if constexpr (inner_place >= 0) {
            run_in_squares(m, v, first, last);
        } else if constexpr (!rows_first) {
            run_blocks(m, v, first, last);
        }
    }
    IVERSON_INLINE static void run_blocks(memory_type const& m, coordinate* v, coordinate first,
                                          coordinate last) {
        coordinate& i = v[lane];
        i = first;
        if constexpr (can_store_around<lanes>()) {
            if (m.around_caches[self.buffer]) {
                i += run_to_alignment(m, v, last);
            }
        }
        for (; i + width * parts - 1 <= last; i += width * parts) {
            run_block<parts, use::all>(m, v, ~lane_mask{0});
        }
        for (; last - i + 1 > width; i += width * 4) {
            run_block<4, use::block>(m, v, first_lanes(smaller(last - i + 1, width * 4)));
        }
        if (i <= last) {
            run_block<1, use::block>(m, v, first_lanes(last - i + 1));
        }
    }
    /// The lanes before the first one that is stored at the start of a register's place; says how many.
    static coordinate run_to_alignment(memory_type const& m, coordinate* v, coordinate last) {
        constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(self.subscripts.size)>{};
        T const* const p = address<lanes, self.buffer, self.subscripts.first>(m, v, axes);
        coordinate const count = smaller(entries_to_alignment<T, width>(p), last - v[lane] + 1);
        if (count > 0) {
            run_block<1, use::block>(m, v, first_lanes(count));
        }
        return count;
    }
    /// Lanes that lie apart, in squares of as many steps of the loop along which they are neighbours, if there are some.
    IVERSON_INLINE static void run_in_squares(memory_type const& m, coordinate* v, coordinate first,
                                              coordinate last) {
        constexpr int steps = P::value.loops[self.loops.first + inner_place].symbol;
        auto const [low, high] = loop_range<P, Layout, self.loops.first + inner_place>(m, v);
        if (high - low < 2) {
            for (coordinate i = low; i <= high; ++i) {
                v[steps] = i;
                run_blocks(m, v, first, last);
            }
            return;
        }
        for (coordinate i = first; i <= last; i += width) {
            v[lane] = i;
            run_squares<lanes, steps>(m, v, smaller(width, last - i + 1), low, high);
        }
    }

    /// A function of its own: tiles call it at several places.
    [[gnu::noinline]] static void run_one_row(memory_type const& m, coordinate* v, coordinate first,
                                              coordinate last) {
        run_lanes(m, v, first, last);
    }

    // -- loops around the lanes --------------------------------------------------------------------------------------
    /// How many rows and lanes make a leaf: whole tiles and blocks, so many that what is set up for them counts for little.
    static constexpr coordinate row_grain = coordinate{16} * shape.rows;
    static constexpr coordinate lane_grain = shape.row >= 0            ? coordinate{width} * shape.parts
                                             : shape.exists()          ? coordinate{4} * width * shape.parts
                                             : rows_first              ? 32
                                             : inner_place >= 0        ? width * parts
                                             : schedule::streams       ? 8 * width * parts
                                             : schedule::has_reduction ? 4 * width * parts
                                                                       : 64 * width * parts;

    template <bool Along, int Level, class Leaves>
    IVERSON_INLINE static void run_loops(memory_type const& m, coordinate* v, Leaves& leaves) {
        if constexpr (Level == self.loops.size) {
            if constexpr (lane < 0) {
                if (leaves.take()) {
                    run_scalar(m, v);
                }
            } else if constexpr (Along) {
                run_leaves_along(m, v, leaves);
            } else {
                run_leaves(m, v, leaves);
            }
        } else if constexpr (is_inside_leaves<Along>(Level)) {
            run_loops<Along, Level + 1>(m, v, leaves);
        } else {
            auto const [low, high] = loop_range<P, Layout, self.loops.first + Level>(m, v);
            constexpr int symbol = P::value.loops[self.loops.first + Level].symbol;
            for (coordinate i = low; i <= high; ++i) {
                v[symbol] = i;
                run_loops<Along, Level + 1>(m, v, leaves);
            }
        }
    }
    template <bool Along>
    static constexpr bool is_inside_leaves(int level) {
        if (Along) {
            return level == along.row || level == along.across;
        }
        return level == lane_place || level == inner_place || (shape.exists() && level == shape.row);
    }
    template <class Leaves>
    IVERSON_INLINE static void run_leaves(memory_type const& m, coordinate* v, Leaves& leaves) {
        auto const [low, high] = loop_range<P, Layout, self.loops.first + lane_place>(m, v);
        interval const all{low, high};
        if constexpr (!shape.exists()) {
            for_runs(all, lane_grain, [&](interval run) __attribute__((always_inline)) {
                if (leaves.take()) {
                    run_lanes(m, v, run.first, run.last);
                }
            });
        } else {
            interval rows{0, 0};
            if constexpr (shape.row >= 0) {
                auto const [first, last] = loop_range<P, Layout, self.loops.first + shape.row>(m, v);
                rows = {first, last};
            }
            for_runs(rows, row_grain, [&](interval its) __attribute__((always_inline)) {
                for_runs(all, lane_grain, [&](interval run) __attribute__((always_inline)) {
                    if (leaves.take()) {
                        tiled_nest<lanes, only_reduction, shape>::run(m, v, its, run, run_one_row);
                    }
                });
            });
        }
    }

    // -- lanes along the reduction -------------------------------------------------------------------------------------
    using along_tiles = along_nest<scalar, lanes, only_reduction, along>;

    template <class Leaves>
    IVERSON_INLINE static void run_leaves_along(memory_type const& m, coordinate* v, Leaves& leaves) {
        interval columns{0, 0};
        if constexpr (along.across >= 0) {
            columns = range_at<along.across>(v);
        }
        for_runs(range_at<along.row>(v), along_tiles::row_grain, [&](interval rows) {
            for_runs(columns, along_tiles::column_grain, [&](interval run) {
                if (leaves.take()) {
                    along_tiles::run(m, v, rows, run);
                }
            });
        });
    }
    template <int Level>
    IVERSON_INLINE static interval range_at(coordinate const* v) {
        auto const [low, high] = range_of_loop<P, self.loops.first + Level>(v);
        return {low, high};
    }
    /// Whether the steps of the reduction are better lanes than what lies along them, told from the middle of each range.
    IVERSON_INLINE static bool prefers_along(coordinate* v) {
        std::array<coordinate, static_cast<std::size_t>(self.loops.size)> extents{};
        [&]<std::size_t... Level>(std::index_sequence<Level...>) __attribute__((always_inline)) {
            ((extents[Level] = to_middle(range_at<int(Level)>(v),
                                         v[P::value.loops[self.loops.first + int(Level)].symbol])),
             ...);
        }(std::make_index_sequence<extents.size()>{});
        constexpr range steps_loops = P::value.ops[only_reduction].items;
        auto const [low, high] = range_of_loop<P, steps_loops.first + along.along>(v);
        coordinate const steps = high - low + 1;
        if (extents[along.row] < along_tiles::least_rows || steps < width / 2) {
            return false;
        }
        if constexpr (!rows_first) {
            return 2 * extents[lane_place] <= width && steps >= 2 * width;
        } else if constexpr (shape.exists()) {
            return !tiled_nest<lanes, only_reduction, shape>::has_panels(extents[shape.row], steps);
        } else {
            return true;
        }
    }
    IVERSON_INLINE static coordinate to_middle(interval its, coordinate& i) {
        i = its.first + (its.last - its.first) / 2;
        return its.extent();
    }

    // -- threads -----------------------------------------------------------------------------------------------------
    template <bool Along>
    static constexpr coordinate grain_of(int level) {
        if constexpr (Along) {
            return level == along.row      ? along_tiles::row_grain
                   : level == along.across ? along_tiles::column_grain
                                           : 1;
        }
        return level == lane_place                    ? lane_grain
               : level == inner_place                 ? INT64_MAX
               : shape.exists() && level == shape.row ? row_grain
                                                      : 1;
    }
    template <bool Along>
    static constexpr auto grains = [] {
        std::array<coordinate, static_cast<std::size_t>(self.loops.size) + 1> result{};
        for (int level = 0; level < self.loops.size; ++level) {
            result[static_cast<std::size_t>(level)] = grain_of<Along>(level);
        }
        return result;
    }();
    struct job {
        memory_type const& m;
        coordinate const* v;
        std::atomic<coordinate> next = 0;
        coordinate group = INT64_MAX;  ///< leaves that a thread takes at once: all of them
    };
    /// The leaves that this thread takes, on indices of its own.
    template <bool Along>
    static void work(void* given) {
        auto& its = *static_cast<job*>(given);
        coordinate v[P::value.symbols > 0 ? P::value.symbols : 1];
        std::copy_n(its.v, P::value.symbols, v);
        taken_leaves leaves{its.next, its.group};
        run_loops<Along, 0>(its.m, v, leaves);
        order_large_stores(its.m);
    }
    template <bool Along>
    static void run_shared(memory_type const& m, coordinate* v) {
        job its{m, v};
        if (m.workers == nullptr || !stores_apart(P::value, self)) {
            work<Along>(&its);
            return;
        }
        amount const all = amount_of(P::value, self, v, grains<Along>.data());
        if (all.leaves < 2 || all.steps < worth_sharing) {
            work<Along>(&its);
            return;
        }
        its.group = larger(1, all.leaves / (16 * m.workers->size()));
        m.workers->run(work<Along>, &its);
    }
    template <bool Along>
    IVERSON_INLINE static void run_all(memory_type const& m, coordinate* v) {
        if constexpr (Shared<P>) {
            run_shared<Along>(m, v);
        } else {
            all_leaves leaves;
            run_loops<Along, 0>(m, v, leaves);
            order_large_stores(m);
        }
    }
    IVERSON_INLINE static void order_large_stores([[maybe_unused]] memory_type const& m) {
        if constexpr (can_store_around<lanes>()) {
            if (m.around_caches[self.buffer]) {
                order_stores();
            }
        }
    }

  public:
    static void run(memory_type const& m, coordinate* v) {
        constexpr auto conditions =
            std::make_index_sequence<static_cast<std::size_t>(self.conditions.size)>{};
        if (!conditions_hold<P, self.conditions.first>(v, conditions)) {
            return;
        }
        if constexpr (stores_one_number<P, Which>()) {
            constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(self.subscripts.size)>{};
            if (fill_box<P, T, Which>(m, v, axes)) {
                return;
            }
        }
        if constexpr (along.exists()) {
            if (prefers_along(v)) {
                run_all<true>(m, v);
                return;
            }
        }
        run_all<false>(m, v);
    }
};

// -- the plan ------------------------------------------------------------------------------------------------------------------

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

/// Computes all nests of the plan. `v` holds the values of extents and first positions.
template <class P, class Layout, class T>
void run_plan(memory_of<P, T> const& m, coordinate* v) {
    run_plan<P, Layout, T>(m, v, std::make_index_sequence<static_cast<std::size_t>(P::value.block_count)>{});
}

}  // namespace iverson::loops
