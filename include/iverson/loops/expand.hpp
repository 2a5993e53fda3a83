// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fill.hpp"
#include "nest_runner.hpp"
#include "nest_schedule.hpp"
#include "squares.hpp"
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
    IVERSON_INLINE static void run_block(memory_type const& m, coordinate const* v, coordinate first,
                                         lane_mask mask) {
        lane_block<lanes, width, Parts> b{m, v};
        b.v[lane] = first;
        run_nest<lanes, Use>(b, mask);
    }
    IVERSON_INLINE static void run_scalar(memory_type const& m, coordinate const* v) {
        lane_block<scalar, 1, 1> b{m, v};
        run_nest<scalar, use::all>(b, 1);
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
    /// The lanes from `first` to `last` in blocks.
    IVERSON_INLINE static void run_lanes(memory_type const& m, coordinate* v, coordinate first,
                                         coordinate last) {
        if constexpr (schedule::lies_near) {
            if (last - first + 1 > width / 2 && has_few_steps(v, first + (last - first) / 2)) {
                run_blocks(m, v, first, last);
                return;
            }
        }
        if constexpr (schedule::finishes_in_lanes) {
            if (last - first + 1 >= schedule::least_lanes) {
                run_rows_in_lanes(m, v, first, last);
                return;
            }
        }
        if (rows_first || last - first + 1 < schedule::least_lanes) {
            run_rows(m, v, first, last);
            return;
        }
        if constexpr (schedule::streams) {
            if (last - first + 1 >= 8 * width * parts) {
                run_streamed<lanes, only_reduction, lane_block<lanes, width, 4>>(m, v, first, last);
                return;
            }
        }
        if constexpr (inner_place >= 0) {
            run_in_squares(m, v, first, last);
        } else if constexpr (!rows_first) {
            run_blocks(m, v, first, last);
        }
    }
    /// Whether the reduction has at most a register of steps for this lane.
    IVERSON_INLINE static bool has_few_steps(coordinate* v, coordinate which) {
        v[lane] = which;
        auto const [low, high] = range_of_loop<P, schedule::last_loop>(v);
        return high - low < width;
    }
    IVERSON_INLINE static void run_blocks(memory_type const& where, coordinate const* values,
                                          coordinate first, coordinate last) {
        memory_type const m = where;  // copies that no store can change stay in registers
        lane_block<lanes, width, 1> const known{m, values};
        coordinate const* const v = known.v;
        coordinate i = first;
        if constexpr (can_store_around<lanes>()) {
            if (m.around_caches[self.buffer]) {
                i += run_to_alignment(m, v, first, last);
            }
        }
        for (; i + width * parts - 1 <= last; i += width * parts) {
            run_block<parts, use::all>(m, v, i, ~lane_mask{0});
        }
        constexpr coordinate single = schedule::has_many_steps ? width : 2 * width;
        for (; last - i + 1 > single; i += width * 4) {
            run_block<4, use::block>(m, v, i, first_lanes(smaller(last - i + 1, width * 4)));
        }
        for (; i <= last; i += width) {
            run_block<1, use::block>(m, v, i, first_lanes(smaller(last - i + 1, width)));
        }
    }
    /// The lanes before the first one that is stored at the start of a register's place; says how many.
    static coordinate run_to_alignment(memory_type const& m, coordinate const* v, coordinate first,
                                       coordinate last) {
        constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(self.subscripts.size)>{};
        lane_block<lanes, width, 1> b{m, v};
        b.v[lane] = first;
        T const* const p = address<lanes, self.buffer, self.subscripts.first>(m, b.v, axes);
        coordinate const count = smaller(entries_to_alignment<T, width>(p), last - first + 1);
        if (count > 0) {
            run_block<1, use::block>(m, v, first, first_lanes(count));
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
    static constexpr coordinate block_lanes = coordinate{width} * parts;
    static constexpr coordinate lane_grain(coordinate extent) {
        if constexpr (schedule::streams &&
                      !shape.exists()) {  // the longer the rows, the better; but a share for each thread
            coordinate const fourth = extent / 4 / block_lanes * block_lanes;
            return smaller(larger(fourth, 2 * block_lanes), 8 * block_lanes);
        }
        return shape.row >= 0            ? coordinate{width} * shape.parts
               : shape.exists()          ? coordinate{4} * width * shape.parts
               : schedule::lies_near     ? block_lanes
               : rows_first              ? 32
               : inner_place >= 0        ? block_lanes
               : schedule::has_reduction ? 4 * block_lanes
                                         : 64 * block_lanes;
    }

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
            for_range<P, self.loops.first + Level>(v, low, high, [&]() __attribute__((always_inline)) {
                run_loops<Along, Level + 1>(m, v, leaves);
            });
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
            for_runs(all, lane_grain(all.extent()), [&](interval run) __attribute__((always_inline)) {
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
                for_runs(all, lane_grain(all.extent()), [&](interval run) __attribute__((always_inline)) {
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
        if (extents[along.row] < along_tiles::least_rows ||
            steps < (schedule::lies_near ? width + 1 : width / 2)) {
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
    /// How many of the `extent` steps of a loop make a leaf.
    template <bool Along>
    static constexpr coordinate grain(int level, coordinate extent) {
        if constexpr (Along) {
            return level == along.row      ? along_tiles::row_grain
                   : level == along.across ? along_tiles::column_grain
                                           : 1;
        }
        return level == lane_place                    ? lane_grain(extent)
               : level == inner_place                 ? INT64_MAX
               : shape.exists() && level == shape.row ? row_grain
                                                      : 1;
    }
    template <bool Along, class Leaves>
    IVERSON_INLINE static void run_all(memory_type const& m, coordinate* v, Leaves& leaves) {
        run_loops<Along, 0>(m, v, leaves);
        if constexpr (can_store_around<lanes>()) {
            if (m.around_caches[self.buffer]) {
                order_stores();
            }
        }
    }
    /// Computes what waits for a reduction that was cut: `sums(v)` combines its parts.
    template <int Level, class Sums>
    static void finish_loops(memory_type const& m, coordinate* v, Sums const& sums) {
        constexpr int cut = scalar::cut;
        if constexpr (Level == lane_place) {
            finish_loops<Level + 1>(m, v, sums);
        } else if constexpr (Level < self.loops.size) {
            auto const [low, high] = loop_range<P, Layout, self.loops.first + Level>(m, v);
            for (coordinate i = low; i <= high; ++i) {
                v[P::value.loops[self.loops.first + Level].symbol] = i;
                finish_loops<Level + 1>(m, v, sums);
            }
        } else if constexpr (lane < 0) {
            lane_block<scalar, 1, 1> b{m, v};
            b.scalar[cut - self.ops.first] = sums(v);
            finish_nest<scalar, cut, use::all>(b, 1);
        } else {
            auto const [low, high] = loop_range<P, Layout, self.loops.first + lane_place>(m, v);
            alignas(64) T known[width] = {};
            for (coordinate start = low; start <= high; start += width) {
                coordinate const count = smaller(width, high - start + 1);
                for (coordinate l = 0; l < count; ++l) {
                    v[lane] = start + l;
                    known[l] = sums(v);
                }
                v[lane] = start;
                finish_lanes<lanes, cut, lane_block<lanes, width, 1>>(m, v, known, count);
            }
        }
    }
    template <bool Along>
    using runner = nest_runner<nest_kernel, scalar, Along>;
    template <class, class, bool>
    friend class nest_runner;

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
                runner<true>::run(m, v);
                return;
            }
        }
        runner<false>::run(m, v);
    }
    /// For the parts of its reduction, if that is cut.
    IVERSON_INLINE static coordinate part_bytes(coordinate* v) {
        if constexpr (scalar::cut >= 0) {
            if (runner<false>::is_long(v)) [[unlikely]] {
                return bytes_of_parts(v);
            }
        }
        return 0;
    }

  private:
    [[gnu::cold, gnu::noinline]] static coordinate bytes_of_parts(coordinate const* known) {
        coordinate v[P::value.symbols];
        std::copy_n(known, P::value.symbols, v);
        if constexpr (along.exists()) {
            if (prefers_along(v)) {
                return runner<true>::part_bytes(v);
            }
        }
        return runner<false>::part_bytes(v);
    }
};

}  // namespace iverson::loops
