// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "squares.hpp"
#include "tile_code.hpp"

/// Panels: what all rows of a tile read, copied in the order of the steps; and what the next tile and the next panel will read, asked
/// for while this tile runs. Its entries lie in lines far apart, which no processor foresees.
/// Source: Goto, van de Geijn, Anatomy of high-performance matrix multiplication (2008), section 5.
namespace iverson::loops {

/// The panel of `Parts` registers of a nest whose reduction is `Op`. `Tile` has rows, and one step.
template <class E, int Op, tile Tile, int Parts>
class tile_panel {
    using P = typename E::P;
    using T = typename E::T;
    using memory_type = typename E::memory_type;
    using code = tile_code<E, Op, Tile>;
    static constexpr coordinate width = native_width<T>;
    static constexpr int lanes = native_width<T> * Parts;
    static constexpr int first_op = E::self.ops.first;
    static constexpr auto each_op = std::make_integer_sequence<int, E::self.ops.size>{};
    static constexpr range loops = P::value.ops[Op].items;
    template <int Level>
    static constexpr int symbol = P::value.loops[loops.first + Level].symbol;
    static constexpr int last_step = symbol<loops.size - 1>;

  public:
    /// Numbers of one step.
    static constexpr coordinate step_size = [] {
        int slots = 0;
        for (int i = first_op; i < E::self.ops.end(); ++i) {
            slots += code::packed(i) ? 1 : 0;
        }
        return slots * lanes;
    }();

    /// Copies the entries of the steps `r`, one step behind the other, for the lanes of the mask.
    template <use Use, class Ranges>
    IVERSON_INLINE static void copy(memory_type const& m, coordinate const* v, Ranges const& r, T* panel,
                                    lane_mask mask) {
        memory_type const mine = m;  // no store can change it: strides stay in registers
        lane_block<E, native_width<T>, Parts> b{mine, v};
        auto const& last = r[loops.size - 1];
        for_rows_of_steps<0>(b.v, r, [&]() __attribute__((always_inline)) {
            [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
                (copy_load<first_op + I, Use>(b, panel, mask, last.low, last.high), ...);
            }(each_op);
            panel += last.steps() * step_size;
        });
    }
    /// Asks for the entries of the steps `r`.
    template <class Ranges>
    IVERSON_INLINE static void fetch(memory_type const& m, coordinate const* v, Ranges const& r) {
        lane_block<E, native_width<T>, Parts> b{m, v};
        auto const& last = r[loops.size - 1];
        for_rows_of_steps<0>(b.v, r, [&]() __attribute__((always_inline)) {
            [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
                (fetch_load<first_op + I>(m, b.v, last.low, last.high), ...);
            }(each_op);
        });
    }
    /// Asks for the entries of the rows that lie `ahead` of these, at the step `v`.
    IVERSON_INLINE static void fetch_rows(memory_type const& m, coordinate* v, coordinate ahead) {
        [&]<int... I>(std::integer_sequence<int, I...>)
            __attribute__((always_inline)) { (fetch_row_load<first_op + I>(m, v, ahead), ...); }(each_op);
    }

  private:
    static constexpr coordinate line = 64 / sizeof(T);
    template <int Load>
    static constexpr bool lies_along(int index) {
        access_kind const kind = kind_of_load(P::value, E::layout::value, P::value.ops[Load], index);
        return kind == access_kind::forwards || kind == access_kind::backwards;
    }
    /// Lanes lie apart, and steps follow one another.
    template <int Load>
    static constexpr bool in_squares() {
        auto const kind = [](int index) {
            return kind_of_load(P::value, E::layout::value, P::value.ops[Load], index);
        };
        return kind(E::lane) == access_kind::apart && kind(last_step) == access_kind::forwards;
    }
    template <int Load>
    static constexpr auto axes =
        std::make_index_sequence<static_cast<std::size_t>(P::value.ops[Load].items.size)>{};
    template <int Load>
    IVERSON_INLINE static T const* address_of(memory_type const& m, coordinate const* v) {
        constexpr operation o = P::value.ops[Load];
        return address<E, o.head, o.items.first>(m, v, axes<Load>);
    }
    template <int Load>
    IVERSON_INLINE static coordinate lanes_apart(memory_type const& m) {
        constexpr operation o = P::value.ops[Load];
        return lane_step<E, o.head, o.items.first>(m, axes<Load>);
    }

    /// All values of the loops around the innermost one.
    template <int Level, class Ranges, class F>
    IVERSON_INLINE static void for_rows_of_steps(coordinate* v, Ranges const& r, F const& f) {
        if constexpr (Level + 1 == loops.size) {
            f();
        } else {
            coordinate& i = v[symbol<Level>];
            for (i = r[Level].low; i <= r[Level].high; ++i) {
                for_rows_of_steps<Level + 1>(v, r, f);
            }
        }
    }

    // -- copying -------------------------------------------------------------------------------------------------------
    template <int Load, use Use, class Block>
    IVERSON_INLINE static void copy_load(Block& b, T* panel, lane_mask mask, coordinate low,
                                         coordinate high) {
        if constexpr (code::packed(Load)) {
            coordinate& i = b.v[last_step];
            T* place = panel + code::template place_in_panel<Load>;
            if constexpr (in_squares<Load>()) {
                coordinate const count = Use == use::all ? lanes : 64 - std::countl_zero(mask);
                for (i = low; i <= high; i += width, place += width * step_size) {
                    copy_squares<Load>(b.m, b.v, place, count, smaller(width, high - i + 1));
                }
            } else {
                for (i = low; i <= high; ++i, place += step_size) {
                    do_load<E, Load, Use>(b, mask);
                    store(place, b.wide[Load - first_op]);
                }
            }
        }
    }
    /// At most as many steps as a register has lanes.
    template <int Load>
    IVERSON_INLINE static void copy_squares(memory_type const& m, coordinate const* v, T* place,
                                            coordinate count, coordinate steps) {
        T const* const p = address_of<Load>(m, v);
        coordinate const apart = lanes_apart<Load>(m);
        for (coordinate first = 0; first < lanes; first += width) {
            auto const its = transposed_load<T, native_width<T>>(
                p + first * apart, apart, larger(0, smaller(width, count - first)), steps);
            for (coordinate s = 0; s < steps; ++s) {
                store_lanes<T, native_width<T>>(place + first + s * step_size,
                                                its.rows[static_cast<std::size_t>(s)]);
            }
        }
    }

    // -- asking --------------------------------------------------------------------------------------------------------
    /// Nothing is read, so that places behind a tensor's end do no harm; but no pointer may be moved there, so that the
    /// places are counted as numbers.
    template <int Count, int Cache>
    IVERSON_INLINE static void ask(T const* first, coordinate by) {
        auto place = reinterpret_cast<std::uintptr_t>(first);
        for (int i = 0; i < Count; ++i) {
            // NOLINTNEXTLINE(performance-no-int-to-ptr): see above
            __builtin_prefetch(reinterpret_cast<void const*>(place), 0, Cache);
            place += static_cast<std::uintptr_t>(by) * sizeof(T);
        }
    }
    static constexpr int first_cache = 3, second_cache = 2;

    template <int Load>
    IVERSON_INLINE static void fetch_load(memory_type const& m, coordinate* v, coordinate low,
                                          coordinate high) {
        if constexpr (code::packed(Load)) {
            coordinate& i = v[last_step];
            if constexpr (lies_along<Load>(E::lane)) {
                for (i = low; i <= high; ++i) {
                    ask<Parts, second_cache>(address_of<Load>(m, v), lanes_apart<Load>(m) * width);
                }
            } else if constexpr (lies_along<Load>(last_step)) {
                for (i = low; i <= high; i += line) {
                    ask<lanes, second_cache>(address_of<Load>(m, v), lanes_apart<Load>(m));
                }
            }
        }
    }
    template <int Load>
    IVERSON_INLINE static void fetch_row_load(memory_type const& m, coordinate* v, coordinate ahead) {
        constexpr operation o = P::value.ops[Load];
        if constexpr (o.kind == op_kind::load && o.region == P::value.ops[Op].b) {
            if constexpr (!E::varies(Load) && lies_along<Load>(last_step)) {
                if (v[last_step] % line == 0) {
                    constexpr int row = code::maker.row_symbol(Tile);
                    coordinate const here = v[row];
                    v[row] = here + ahead;
                    T const* const p = address_of<Load>(m, v);
                    ++v[row];
                    ask<Tile.rows, first_cache>(p, address_of<Load>(m, v) - p);
                    v[row] = here;
                }
            }
        }
    }
};

}  // namespace iverson::loops
