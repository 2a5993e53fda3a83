// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "finish.hpp"
#include "tile_code.hpp"
#include "tile_panel.hpp"

#include <array>

/// Register tiles as machine code: the reduction of several rows and several registers of lanes at once.
namespace iverson::loops {

/// The values of one loop for all lanes and rows of a tile.
struct common_range {
    coordinate low;
    coordinate high;
    bool everywhere;  ///< no lane and no row has more

    constexpr coordinate steps() const { return high - low + 1; }
};

/// The tile of a nest whose reduction is `Op`, with `Parts` of its registers along the lanes.
template <class E, int Op, tile Tile, int Parts>
class tile_kernel {
    using P = typename E::P;
    using T = typename E::T;
    using memory_type = typename E::memory_type;
    static constexpr int width = native_width<T>;
    using vector = vector_of<T, width>;
    static constexpr tile own = Tile.with_parts(Parts);
    static constexpr tile one_step = own.with_one_step();
    using code = tile_code<E, Op, own>;
    static constexpr auto const& maker = code::maker;

  public:
    static constexpr int lanes = width * Parts;
    static constexpr range loops = P::value.ops[Op].items;
    static constexpr int row = Tile.row < 0 ? -1 : maker.row_symbol(Tile);
    static constexpr int along = Tile.along < 0 ? loops.size - 1 : Tile.along;
    using ranges = std::array<common_range, static_cast<std::size_t>(loops.size)>;
    using sums = typename code::sums;
    using block = lane_block<E, width, Parts>;

    // -- the steps that all rows and lanes have ------------------------------------------------------------------------
    /// Those of the tile that starts at the values `v`, whose last lane is `last`.
    IVERSON_INLINE static ranges common(memory_type const& m, coordinate const* v, coordinate last) {
        return [&]<int... Level>(std::integer_sequence<int, Level...>) __attribute__((always_inline)) {
            return ranges{common_of<Level>(m, v, last)...};
        }(std::make_integer_sequence<int, loops.size>{});
    }
    /// Steps that some lanes or rows do not have are added one by one in a single loop only; tiles of steps must have some.
    IVERSON_INLINE static bool can_run(ranges const& r) {
        bool result = Tile.row >= 0 || r[along].steps() >= Tile.steps * Tile.stride;
        for (common_range const& one : r) {
            result = result && (one.everywhere || (loops.size == 1 && one.steps() > 0));
        }
        return result;
    }

    /// Whether steps that some lanes do not have can be added under masks, all rows at once: rows have the same.
    static constexpr bool can_mask =
        Tile.row >= 0 && Tile.steps == 1 && loops.size > 1 && !maker.moves_with_rows(Tile);

    // -- the steps -----------------------------------------------------------------------------------------------------
    /// Adds all steps that any lane has, each for the lanes that have it.
    template <use Use>
    IVERSON_INLINE static void reduce_masked(memory_type const& m, coordinate const* v, coordinate last,
                                             lane_mask mask, sums& acc) {
        memory_type const mine = m;  // no store can change it: strides stay in registers
        block b{mine, v};
        for_masked<0, Use>(b, last, mask, acc);
    }
    /// Adds all steps of `r`. With `Packed`, entries that all rows read come from the panel; the next tile has the rows `ahead`.
    template <bool Packed, use Use>
    IVERSON_INLINE static void reduce(memory_type const& m, coordinate const* v, ranges const& r,
                                      T const* place, lane_mask mask, sums& acc, coordinate ahead = 0) {
        memory_type const mine = m;
        block b{mine, v};
        for_steps<0>(
            b.v, r,
            [&]() __attribute__((always_inline)) {
                code::template run<own, Packed, Use>(mine, b.v, place, mask, acc);
            },
            [&]() __attribute__((always_inline)) {
                if constexpr (Packed) {
                    panel::fetch_rows(mine, b.v, ahead);
                }
                code::template run<one_step, Packed, Use>(mine, b.v, place, mask, acc);
                if constexpr (Packed) {
                    place += panel::step_size;
                }
            });
    }
    using panel = tile_panel<E, Op, own, Parts>;
    static constexpr bool must_pack = maker.must_pack(Tile);

    // -- results -------------------------------------------------------------------------------------------------------
    /// Adds the steps that only some rows or lanes have, computes what waits for the reduction, and stores.
    template <use Use>
    IVERSON_INLINE static void finish(memory_type const& m, coordinate const* v, ranges const& r,
                                      lane_mask mask, sums const& acc) {
        for_each<Tile.rows>([&]<int Row>() __attribute__((always_inline)) {
            block b{m, v};
            if constexpr (row >= 0) {
                b.v[row] += Row;
            }
            typename block::pack_type sum;
            for_each<Parts>([&]<int Part>() __attribute__((always_inline)) {
                sum.part[Part] = acc[code::place(Row, Part, 0)];
                for_each<Tile.partials - 1>([&]<int Other>() __attribute__((always_inline)) {
                    sum.part[Part] = combined<E, Op>(sum.part[Part], acc[code::place(Row, Part, Other + 1)]);
                });
            });
            if constexpr (loops.size == 1) {
                if (!r[0].everywhere) {
                    numbers(b, std::make_integer_sequence<int, E::self.ops.size>{});
                    reduce_outside<E, Op, Use>(b, sum, mask, r[0].low, r[0].high);
                }
            }
            b.wide[Op - E::self.ops.first] = sum;
            finish_nest<E, Op, Use>(b, mask);
        });
    }
    IVERSON_INLINE static void clear(sums& acc) { code::clear(acc); }

  private:
    /// Sums stay in registers where no loop counts them.
    template <int Count, class F>
    IVERSON_INLINE static void for_each(F const& f) {
        [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
            (f.template operator()<I>(), ...);
        }(std::make_integer_sequence<int, Count>{});
    }
    template <int Level>
    static constexpr int symbol = P::value.loops[loops.first + Level].symbol;

    template <int Level>
    IVERSON_INLINE static common_range common_of(memory_type const& m, coordinate const* v, coordinate last) {
        moving_ends<E, loops.first + Level, row, Tile.rows> const ends{m, v, last};
        return {ends.common_begin, ends.common_end,
                ends.common_begin == ends.begin && ends.common_end == ends.end};
    }

    template <int Level, use Use>
    IVERSON_INLINE static void for_masked(block& b, coordinate last, lane_mask mask, sums& acc) {
        if constexpr (Level == loops.size) {
            code::template run<one_step, false, Use>(b.m, b.v, nullptr, mask, acc);
        } else {
            coordinate& i = b.v[symbol<Level>];
            moving_ends<E, loops.first + Level> const ends{b.m, b.v, last};
            for (i = ends.begin; i <= ends.end; ++i) {
                if (i >= ends.common_begin && i <= ends.common_end) {
                    for_masked<Level + 1, Use>(b, last, mask, acc);
                } else if constexpr (moves_with_lanes<E, loops.first + Level>()) {
                    if (lane_mask const some = mask & ends.lanes_at(i); some != 0) {
                        for_masked<Level + 1, use::moving>(b, last, some, acc);
                    }
                }
            }
        }
    }
    /// All steps, the loop `along` inside the others: `many` where there are as many as a tile has, `one` for each that is left.
    template <int Level, class Many, class One>
    IVERSON_INLINE static void for_steps(coordinate* v, ranges const& r, Many const& many, One const& one) {
        if constexpr (Level == loops.size) {
            coordinate& i = v[symbol<along>];
            coordinate const high = r[along].high;
            i = r[along].low;
            if constexpr (Tile.steps > 1) {
                constexpr coordinate chunk = Tile.steps * Tile.stride;
                for (; i + chunk - 1 <= high; i += chunk - Tile.stride) {
                    for (int phase = 0; phase < Tile.stride; ++phase, ++i) {
                        many();
                    }
                }
            }
            for (; i <= high; ++i) {
                one();
            }
        } else if constexpr (Level == along) {
            for_steps<Level + 1>(v, r, many, one);
        } else {
            coordinate& i = v[symbol<Level>];
            for (i = r[Level].low; i <= r[Level].high; ++i) {
                for_steps<Level + 1>(v, r, many, one);
            }
        }
    }

    template <int... I>
    IVERSON_INLINE static void numbers(block& b, std::integer_sequence<int, I...>) {
        (
            [&]() __attribute__((always_inline)) {
                constexpr int op = E::self.ops.first + I;
                if constexpr (P::value.ops[op].kind == op_kind::number) {
                    step<E, op, use::all, -1>(b, 0);
                }
            }(),
            ...);
    }
};

}  // namespace iverson::loops
