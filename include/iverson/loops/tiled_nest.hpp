// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "run_time_values.hpp"
#include "tiled.hpp"

/// A nest cut into register tiles: blocks of lanes, rows in each of them, and panels of what all rows read.
namespace iverson::loops {

template <class E, int Op, tile Shape>
class tiled_nest {
    using T = typename E::T;
    using memory_type = typename E::memory_type;
    static constexpr int width = native_width<T>;
    template <int Parts>
    using kernel_of = tile_kernel<E, Op, Shape, Parts>;
    using whole = kernel_of<Shape.parts>;
    static constexpr int row = whole::row;
    /// What fits into the first-level cache beside the rest; tiles whose sums are kept while a panel is used.
    static constexpr coordinate panel_size = 32768 / sizeof(T);
    static constexpr coordinate tiles = 48;

  public:
    /// All rows and lanes; `one_row(m, v, first, last)` runs lanes of the row that `v` says, without tiles.
    template <class OneRow>
    static void run(memory_type const& m, coordinate* v, interval rows, interval lanes,
                    OneRow const& one_row) {
        bool const few = rows.extent() < Shape.rows || lanes.extent() < width / 2;
        if constexpr (whole::panel::step_size > 0) {
            set(v, rows.first, lanes.first);
            coordinate const chunk = few ? 0 : chunk_of(m, v, rows.extent());
            if (chunk > 0) {
                run_panels(m, v, rows, lanes, chunk, one_row);
                return;
            }
        }
        if (whole::must_pack || few) {
            run_each(m, v, rows, lanes, one_row);
            return;
        }
        if constexpr (!whole::must_pack) {
            for_blocks(lanes,
                       [&]<int Parts, use Use>(interval part, lane_mask mask) __attribute__((always_inline)) {
                           run_tiles<Parts, Use>(m, v, rows, part, mask, one_row);
                       });
        }
    }

    /// Whether what all rows read is copied, for so many rows and steps.
    static constexpr bool has_panels(coordinate rows, coordinate steps) {
        constexpr coordinate worth =
            whole::must_pack ? 8 : panel_size / larger(1, whole::panel::step_size) / 2;
        return whole::panel::step_size > 0 && rows >= 4 * Shape.rows && steps >= worth;
    }

  private:
    IVERSON_INLINE static void set(coordinate* v, coordinate its_row, coordinate lane) {
        v[E::lane] = lane;
        if constexpr (row >= 0) {
            v[row] = its_row;
        }
    }
    /// Lanes in blocks of tiles, then in blocks of half as many registers, of which the last one may not be full. Steps are many
    /// where lanes may be few, and are not gone through twice for the rest.
    template <class F>
    IVERSON_INLINE static void for_blocks(interval lanes, F const& f) {
        constexpr coordinate full = width * Shape.parts;
        coordinate i = lanes.first;
        for (; i + full - 1 <= lanes.last; i += full) {
            f.template operator()<Shape.parts, use::all>(interval{i, i + full - 1}, ~lane_mask{0});
        }
        if constexpr (Shape.row < 0) {
            if (interval const rest{i, lanes.last}; rest.extent() > full / 2) {
                f.template operator()<Shape.parts, use::block>(rest, first_lanes(rest.extent()));
                return;
            }
        }
        for (; i <= lanes.last; i += full / 2) {
            interval const part{i, smaller(i + full / 2 - 1, lanes.last)};
            f.template operator()<Shape.parts / 2, use::block>(part, first_lanes(part.extent()));
        }
    }
    template <class OneRow>
    IVERSON_INLINE static void run_each(memory_type const& m, coordinate* v, interval rows, interval lanes,
                                        OneRow const& one_row) {
        for (coordinate i = rows.first; i <= rows.last; ++i) {
            set(v, i, lanes.first);
            one_row(m, v, lanes.first, lanes.last);
        }
    }
    /// One block of lanes for all rows.
    template <int Parts, use Use, class OneRow>
    IVERSON_INLINE static void run_tiles(memory_type const& m, coordinate* v, interval rows, interval lanes,
                                         lane_mask mask, OneRow const& one_row) {
        using kernel = kernel_of<Parts>;
        coordinate const tiled = rows_in_tiles(rows);
        for (coordinate done = 0; done < tiled; done += Shape.rows) {
            coordinate const i = start_of(rows, done);
            set(v, i, lanes.first);
            typename kernel::ranges const r = kernel::common(m, v, lanes.extent() - 1);
            if (!kernel::can_mask && !kernel::can_run(r)) {
                run_each(m, v, {i, i + Shape.rows - 1}, lanes, one_row);
                continue;
            }
            typename kernel::sums acc;
            kernel::clear(acc);
            if constexpr (kernel::can_mask) {
                kernel::template reduce_masked<Use>(m, v, lanes.extent() - 1, mask, acc);
            } else {
                kernel::template reduce<false, Use>(m, v, r, nullptr, mask, acc);
            }
            kernel::template finish<Use>(m, v, r, mask, acc);
        }
        run_each(m, v, {rows.first + tiled, rows.last}, lanes, one_row);
    }
    /// Those that tiles compute: all, where the last tile may compute some rows once more, since nothing is added to what they hold.
    static coordinate rows_in_tiles(interval rows) {
        return E::self.accumulate ? rows.extent() / Shape.rows * Shape.rows : rows.extent();
    }

    // -- panels ----------------------------------------------------------------------------------------------------------
    /// How many steps of the reduction's first loop fit into a panel; 0 where panels are not worth it: the reduction, which is
    /// the same for all rows and lanes, is short, or few rows read them.
    static coordinate chunk_of(memory_type const& m, coordinate const* v, coordinate rows) {
        typename whole::ranges const r = whole::common(m, v, 0);
        coordinate inner = 1;
        for (std::size_t level = 1; level < r.size(); ++level) {
            inner *= r[level].steps();
        }
        return has_panels(rows, inner * r[0].steps()) ? panel_size / (whole::panel::step_size * inner) : 0;
    }
    template <class OneRow>
    [[gnu::noinline]] static void run_panels(memory_type const& m, coordinate* v, interval rows,
                                             interval lanes, coordinate chunk, OneRow const& one_row) {
        alignas(64) T panel[panel_size];
        for_blocks(lanes, [&]<int Parts, use Use>(interval part, lane_mask mask) {
            coordinate const tiled = rows_in_tiles(rows);
            for (coordinate done = 0; done < tiled; done += tiles * Shape.rows) {
                coordinate const count = smaller(tiles * Shape.rows, tiled - done);
                v[E::lane] = part.first;
                run_packed<Parts, Use>(m, v, {rows.first + done, rows.first + done + count - 1},
                                       part.extent(), mask, panel, chunk,
                                       part.last < lanes.last && done + count == tiled);
            }
            run_each(m, v, {rows.first + tiled, rows.last}, part, one_row);
        });
    }
    /// The steps of the first loop that the panel after this one holds, and by how many lanes it lies further on.
    struct next_panel {
        coordinate low = 0;
        coordinate steps = 0;
        coordinate lanes = 0;
    };
    /// Asks for what the next panel copies, a part of it in each of the `count` tiles.
    template <class Kernel>
    IVERSON_INLINE static void fetch_share(memory_type const& m, coordinate* v,
                                           typename Kernel::ranges const& all, next_panel const& next,
                                           coordinate place, coordinate count) {
        typename Kernel::ranges part = all;
        part[0].low = next.low + next.steps * place / count;
        part[0].high = next.low + next.steps * (place + 1) / count - 1;
        v[E::lane] += next.lanes;
        Kernel::panel::fetch(m, v, part);
        v[E::lane] -= next.lanes;
    }
    /// Tiles of rows, one below the other, chunk by chunk of the steps. The last one starts where it is whole. `has_next`: lanes
    /// further on have the same rows.
    template <int Parts, use Use>
    static void run_packed(memory_type const& m, coordinate* v, interval rows, coordinate lanes,
                           lane_mask mask, T* panel, coordinate chunk, bool has_next) {
        using kernel = kernel_of<Parts>;
        typename kernel::sums kept[tiles];
        v[row] = rows.first;
        typename kernel::ranges const all = kernel::common(m, v, lanes - 1);
        typename kernel::ranges r = all;
        coordinate const count = (rows.extent() + Shape.rows - 1) / Shape.rows;
        for (coordinate low = all[0].low; low <= all[0].high; low += chunk) {
            r[0].low = low;
            r[0].high = smaller(low + chunk - 1, all[0].high);
            v[row] = rows.first;
            kernel::panel::template copy<Use>(m, v, r, panel, mask);
            bool const is_last = r[0].high == all[0].high;
            next_panel const next =
                !is_last   ? next_panel{r[0].high + 1, smaller(chunk, all[0].high - r[0].high), 0}
                : has_next ? next_panel{all[0].low, smaller(chunk, all[0].steps()), lanes}
                           : next_panel{};
            for (coordinate place = 0; place < count; ++place) {
                v[row] = start_of(rows, place * Shape.rows);
                typename kernel::sums acc;
                if (low == all[0].low) {
                    kernel::clear(acc);
                } else {
                    acc = kept[place];
                }
                kernel::template reduce<true, Use>(m, v, r, panel, mask, acc,
                                                   start_of(rows, (place + 1) * Shape.rows) - v[row]);
                fetch_share<kernel>(m, v, all, next, place, count);
                if (is_last) {
                    kernel::template finish<Use>(m, v, all, mask, acc);
                } else {
                    kept[place] = acc;
                }
            }
        }
    }
    /// The first row of the tile that begins after so many, or further back, where it is whole.
    static coordinate start_of(interval rows, coordinate done) {
        return smaller(rows.first + done, rows.last - Shape.rows + 1);
    }
};

}  // namespace iverson::loops
