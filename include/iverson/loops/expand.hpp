// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fill.hpp"
#include "stream.hpp"
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
    static constexpr nest self = P::value.nests[Which];
    static constexpr int lane_place = lane_loop(P::value, self, Layout::value);
    static constexpr int lane = lane_place < 0 ? -1 : P::value.loops[self.loops.first + lane_place].symbol;
    using lanes = lanes_of<P, Layout, T, Which, lane>;
    using scalar = lanes_of<P, Layout, T, Which, -1>;
    using memory_type = memory_of<P, T>;
    static constexpr int width = native_width<T>;
    static constexpr int parts = 8 * width <= 64 ? 8 : 64 / width;

    // -- what is known of the nest ----------------------------------------------------------------------------------
    static constexpr access_kind kind_by(operation const& load, int symbol) {
        return kind_of_access(P::value, load.items,
                              Layout::value.unit_axis[static_cast<std::size_t>(load.head)], symbol);
    }
    /// The only reduction that all other operations wait for; -1 if there is none or more than one.
    static constexpr int only_reduction = [] {
        int found = -1;
        for (int i = self.ops.first; i < self.ops.end(); ++i) {
            operation const& o = P::value.ops[static_cast<std::size_t>(i)];
            if (o.kind == op_kind::reduce) {
                found = found == -1 ? i : -2;
            }
        }
        return found < 0 ? -1 : found;
    }();
    static constexpr bool has_reduction = [] {
        for (operation const& o : slice(P::value.ops, self.ops)) {
            if (o.kind == op_kind::reduce) {
                return true;
            }
        }
        return false;
    }();
    static constexpr bool runs_along = [] {
        if constexpr (only_reduction >= 0) {
            return can_run_along<scalar, only_reduction>();
        }
        return false;
    }();
    /// Lanes of the output would gather in every step of the reduction, lanes along the reduction would not.
    static constexpr bool rows_first = [] {
        bool gathers = false;
        for (operation const& o : slice(P::value.ops, self.ops)) {
            gathers = gathers ||
                      (o.kind == op_kind::load && o.region != 0 && kind_by(o, lane) == access_kind::apart);
        }
        // Nor is anything won by lanes whose results go to single places, such as a diagonal.
        bool const scatters =
            !has_reduction && kind_of_access(P::value, self.subscripts, Layout::value.unit_axis[self.buffer],
                                             lane) == access_kind::apart;
        return (gathers && runs_along) || scatters;
    }();
    static constexpr bool streams = [] {
        if constexpr (only_reduction >= 0 && lane >= 0) {
            return can_stream<lanes, only_reduction>();
        }
        return false;
    }();
    /// A loop that is best run inside a block of lanes, because its neighbours share the cache lines that the lanes
    /// gather: the other side of a transposition.
    static constexpr int inner_place = [] {
        if (has_reduction || lane_place < 0) {
            return -1;
        }
        for (int i = 0; i < self.loops.size; ++i) {
            int const symbol = P::value.loops[static_cast<std::size_t>(self.loops.first + i)].symbol;
            if (i == lane_place || !can_be_innermost(P::value, self, i)) {
                continue;
            }
            for (operation const& o : slice(P::value.ops, self.ops)) {
                bool const crossed = o.kind == op_kind::load && kind_by(o, lane) == access_kind::apart &&
                                     kind_by(o, symbol) == access_kind::forwards;
                if (crossed) {
                    return i;
                }
            }
        }
        return -1;
    }();

    /// A function of the reduction is worth lanes of its own where the reduction has the steps as lanes.
    static constexpr bool finishes_in_lanes = [] {
        bool calls = false;
        for (int i = only_reduction + 1; rows_first && only_reduction >= 0 && i < self.ops.end(); ++i) {
            operation const& o = P::value.ops[static_cast<std::size_t>(i)];
            calls = calls || (o.region == 0 && o.kind == op_kind::call);
        }
        return calls && inner_place < 0;
    }();

    /// Several rows, or several steps, at once, where they share what they load.
    static constexpr tile shape = [] {
        if constexpr (only_reduction >= 0 && lane >= 0) {
            return tile_maker{P::value, self,           Layout::value, lanes::varying.data(),
                              lane,     only_reduction, width}
                .best(vector_registers);
        }
        return tile{};
    }();

    // -- blocks ------------------------------------------------------------------------------------------------------
    template <int Parts, use Use>
    IVERSON_INLINE static void run_one(memory_type const& m, coordinate const* v, lane_mask mask) {
        lane_block<lanes, width, Parts> b{m, v};
        run_region<lanes, 0, Use, -1>(b, mask);
        do_store<lanes, Use>(b, mask);
    }
    template <int Parts, use Use>
    IVERSON_INLINE static void run_block(memory_type const& m, coordinate* v, lane_mask mask) {
        if constexpr (inner_place < 0) {
            run_one<Parts, Use>(m, v, mask);
        } else {
            auto const [low, high] = loop_range<P, Layout, self.loops.first + inner_place>(m, v);
            coordinate& i = v[P::value.loops[self.loops.first + inner_place].symbol];
            for (i = low; i <= high; ++i) {
                run_one<Parts, Use>(m, v, mask);
            }
        }
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
            finish_lanes<lane_block<lanes, width, 1>>(m, v, sums, count);
        }
    }
    /// What is left to do once the reductions are known.
    template <class Block>
    IVERSON_INLINE static void finish_lanes(memory_type const& m, coordinate const* v, T const* sums,
                                            coordinate count) {
        lane_mask const mask = first_lanes(smaller(count, Block::lanes));
        Block b{m, v};
        load(b.wide[only_reduction - self.ops.first], sums);
        run_region<lanes, 0, use::block, only_reduction>(b, mask);
        do_store<lanes, use::block>(b, mask);
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
                finish_lanes<Block>(m, v, sums + l, count - l);
            }
        }
    }
    /// The lanes from `first` to `last` in blocks.
    IVERSON_INLINE static void run_lanes(memory_type const& m, coordinate* v, coordinate first,
                                         coordinate last) {
        constexpr coordinate few = inner_place >= 0 ? width - 1 : runs_along ? 3 : 2;
        if constexpr (finishes_in_lanes) {
            if (last - first >= few) {
                run_rows_in_lanes(m, v, first, last);
                return;
            }
        }
        if (rows_first || last - first < few) {
            run_rows(m, v, first, last);
            return;
        }
        if constexpr (streams) {
            if (last - first + 1 >= 8 * width * parts) {
                run_streamed<lane_block<lanes, width, 4>>(m, v, first, last);
                return;
            }
        }
        if constexpr (!rows_first) {
            coordinate& i = v[lane];
            i = first;
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
    }

    /// A function of its own: tiles call it at several places.
    [[gnu::noinline]] static void run_one_row(memory_type const& m, coordinate* v, coordinate first,
                                              coordinate last) {
        run_lanes(m, v, first, last);
    }

    // -- loops around the lanes --------------------------------------------------------------------------------------
    /// How many rows and lanes make a leaf: whole tiles and blocks, so many that what is set up for them counts for little.
    static constexpr coordinate row_grain = coordinate{16} * shape.rows;
    static constexpr coordinate lane_grain = shape.row >= 0     ? coordinate{width} * shape.parts
                                             : shape.exists()   ? coordinate{4} * width * shape.parts
                                             : rows_first       ? 32
                                             : inner_place >= 0 ? width * parts
                                             : streams          ? 8 * width * parts
                                             : has_reduction    ? 4 * width * parts
                                                                : 64 * width * parts;

    template <int Level, class Leaves>
    IVERSON_INLINE static void run_loops(memory_type const& m, coordinate* v, Leaves& leaves) {
        if constexpr (Level == self.loops.size) {
            if constexpr (lane < 0) {
                if (leaves.take()) {
                    run_scalar(m, v);
                }
            } else {
                run_leaves(m, v, leaves);
            }
        } else if constexpr (is_inside_leaves(Level)) {
            run_loops<Level + 1>(m, v, leaves);
        } else {
            auto const [low, high] = loop_range<P, Layout, self.loops.first + Level>(m, v);
            constexpr int symbol = P::value.loops[self.loops.first + Level].symbol;
            for (coordinate i = low; i <= high; ++i) {
                v[symbol] = i;
                run_loops<Level + 1>(m, v, leaves);
            }
        }
    }
    static constexpr bool is_inside_leaves(int level) {
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

    // -- threads -----------------------------------------------------------------------------------------------------
    static constexpr auto grains = [] {
        std::array<coordinate, static_cast<std::size_t>(self.loops.size) + 1> result{};
        for (int level = 0; level < self.loops.size; ++level) {
            result[static_cast<std::size_t>(level)] = level == lane_place                    ? lane_grain
                                                      : level == inner_place                 ? INT64_MAX
                                                      : shape.exists() && level == shape.row ? row_grain
                                                                                             : 1;
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
    static void work(void* given) {
        auto& its = *static_cast<job*>(given);
        coordinate v[P::value.symbols > 0 ? P::value.symbols : 1];
        std::copy_n(its.v, P::value.symbols, v);
        taken_leaves leaves{its.next, its.group};
        run_loops<0>(its.m, v, leaves);
    }
    static void run_shared(memory_type const& m, coordinate* v) {
        job its{m, v};
        if (m.workers == nullptr || !stores_apart(P::value, self)) {
            work(&its);
            return;
        }
        amount const all = amount_of(P::value, self, v, grains.data());
        if (all.leaves < 2 || all.steps < worth_sharing) {
            work(&its);
            return;
        }
        its.group = larger(1, all.leaves / (16 * m.workers->size()));
        m.workers->run(work, &its);
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
        if constexpr (Shared<P>) {
            run_shared(m, v);
        } else {
            all_leaves leaves;
            run_loops<0>(m, v, leaves);
        }
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
