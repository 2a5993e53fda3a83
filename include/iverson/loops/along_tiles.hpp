// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "finish.hpp"
#include "run_time_values.hpp"
#include "tile_choice.hpp"
#include "tile_code.hpp"

/// Register tiles of reductions whose steps are the lanes: several entries of a result share what they load in each step, and their
/// sums across the lanes are made together.
namespace iverson::loops {

/// The loop of a reduction whose steps are best the lanes of a tile, and the tile; of a nest without lanes, `E`.
template <class E, int Op, int OnlyRow>
class along_choice {
    static constexpr range loops = E::template op<Op>.items;
    template <int Level>
    static constexpr int symbol_at = E::P::value.loops[loops.first + Level].symbol;
    template <int Level>
    static constexpr tile at_level = [] {
        using along = typename E::template with_lane<symbol_at<Level>>;
        return tile_choice{E::P::value,      E::self, E::layout::value,           along::varying.data(),
                           symbol_at<Level>, Op,      native_width<typename E::T>}
            .best_along(Level, OnlyRow, vector_registers);
    }();
    template <int Level>
    static constexpr tile from_level() {
        if constexpr (Level < 0) {
            return tile{};
        } else if constexpr (at_level<Level>.exists()) {
            return at_level<Level>;
        } else {
            return from_level<Level - 1>();
        }
    }

  public:
    /// The last loop that has a tile.
    static constexpr tile value = from_level<loops.size - 1>();
};

/// Vectors of partial sums combined across their lanes: lane l of all results, one after the other, is the sum of vector l.
template <class E, int Op>
class across_lanes {
    using T = typename E::T;
    static constexpr int width = native_width<T>;
    using vector = vector_of<T, width>;

    /// Neighbours in x, then in y, combined.
    template <std::size_t... Lane>
    IVERSON_INLINE static vector neighbours(vector const& x, vector const& y, std::index_sequence<Lane...>) {
        return combined<E, Op>(__builtin_shufflevector(x, y, static_cast<int>(2 * Lane)...),
                               __builtin_shufflevector(x, y, static_cast<int>(2 * Lane + 1)...));
    }
    template <int Lanes, std::size_t Count>
    IVERSON_INLINE static void combine(std::array<vector, Count> const& v, T* results) {
        constexpr std::size_t half = (Count + 1) / 2;
        if constexpr (Lanes == 1) {
            for (std::size_t k = 0; k < Count; ++k) {
                store_lanes<T, width>(results + k * width, v[k]);
            }
        } else {
            std::array<vector, half> next;
            [&]<std::size_t... K>(std::index_sequence<K...>) __attribute__((always_inline)) {
                ((next[K] = neighbours(v[2 * K], v[2 * K + 1 < Count ? 2 * K + 1 : 2 * K],
                                       std::make_index_sequence<width>{})),
                 ...);
            }(std::make_index_sequence<half>{});
            combine<Lanes / 2>(next, results);
        }
    }

  public:
    /// Writes `Count` results, rounded up to whole vectors.
    template <std::size_t Count>
    IVERSON_INLINE static void store(std::array<vector, Count> const& sums, T* results) {
        combine<width>(sums, results);
    }
};

/// The sums of the entries of one tile; `E` has a loop of the reduction as lanes.
template <class E, int Op, tile Shape>
class along_kernel {
    using P = typename E::P;
    using T = typename E::T;
    using memory_type = typename E::memory_type;
    using code = tile_code<E, Op, Shape>;
    using block = lane_block<E, native_width<T>, 1>;
    static constexpr range loops = E::template op<Op>.items;

  public:
    using sums = typename code::sums;
    using ranges = std::array<interval, static_cast<std::size_t>(loops.size)>;

  private:
    template <int Level>
    IVERSON_INLINE static void reduce_level(memory_type const& m, coordinate* v, ranges const& r, sums& acc) {
        if constexpr (Level == loops.size) {
            constexpr coordinate width = native_width<T>;
            coordinate& i = v[E::lane];
            coordinate const last = r[Shape.along].last;
            for (i = r[Shape.along].first; i + width - 1 <= last; i += width) {
                code::template run<Shape, false, use::all>(m, v, nullptr, ~lane_mask{0}, acc);
            }
            if (i <= last) {
                code::template run<Shape, false, use::moving>(m, v, nullptr, first_lanes(last - i + 1), acc);
            }
        } else if constexpr (Level == Shape.along) {
            reduce_level<Level + 1>(m, v, r, acc);
        } else {
            coordinate& i = v[P::value.loops[loops.first + Level].symbol];
            for (i = r[Level].first; i <= r[Level].last; ++i) {
                reduce_level<Level + 1>(m, v, r, acc);
            }
        }
    }

  public:
    /// Where the loops of the reduction run; the same for all entries.
    IVERSON_INLINE static ranges ranges_at(coordinate const* v) {
        return [&]<int... Level>(std::integer_sequence<int, Level...>) {
            auto const range_of = [](auto const& pair) { return interval{pair.first, pair.second}; };
            return ranges{range_of(range_of_loop<P, loops.first + Level>(v))...};
        }(std::make_integer_sequence<int, loops.size>{});
    }
    /// Adds the steps `r` to the sums of the entries from `v` on.
    IVERSON_INLINE static void add(memory_type const& m, coordinate const* v, ranges const& r, sums& acc) {
        memory_type const mine =
            m;  // nothing that is stored can change it, so that strides stay in registers
        block b{mine, v};
        reduce_level<0>(mine, b.v, r, acc);
    }
    /// Writes the reductions of the entries from `v` on, rounded up to whole vectors.
    static void reduce(memory_type const& m, coordinate const* v, T* results) {
        sums acc;
        code::clear(acc);
        add(m, v, ranges_at(v), acc);
        across_lanes<E, Op>::store(acc, results);
    }
    /// The same, of which the steps `r` are the last ones.
    static void finish(memory_type const& m, coordinate const* v, ranges const& r, sums& acc, T* results) {
        add(m, v, r, acc);
        across_lanes<E, Op>::store(acc, results);
    }
    static void clear(sums& acc) { code::clear(acc); }
};

/// A nest cut into such tiles; `Scalar` has no lanes, `Lanes` those of the nest.
template <class Scalar, class Lanes, int Op, tile Shape>
class along_nest {
    using P = typename Scalar::P;
    using T = typename Scalar::T;
    using memory_type = typename Scalar::memory_type;
    using along = typename Scalar::template with_lane<
        P::value.loops[Scalar::template op<Op>.items.first + Shape.along].symbol>;
    static constexpr coordinate width = native_width<T>;
    static constexpr int first_loop = Scalar::self.loops.first;
    static constexpr int row = P::value.loops[first_loop + Shape.row].symbol;
    static constexpr int column = Shape.across < 0 ? -1 : P::value.loops[first_loop + Shape.across].symbol;
    static constexpr bool rows_are_lanes = Lanes::lane == row;
    /// What takes the entries that are too few for the tile.
    static constexpr tile narrow = [] {
        tile result = Shape;
        result.rows = Shape.columns == 1 ? Shape.rows / 2 : Shape.rows;
        result.columns = 1;
        return result;
    }();
    /// Reductions that are known before what waits for them is computed.
    static constexpr coordinate at_once = 64;

  public:
    /// Rows for which there is a tile.
    static constexpr coordinate least_rows = narrow.rows;
    static constexpr coordinate row_grain = 4 * Shape.rows;
    static constexpr coordinate column_grain = 4 * Shape.columns;

    static void run(memory_type const& m, coordinate* v, interval rows, interval columns) {
        coordinate j = columns.first;
        if constexpr (Shape.columns > 1 && levels > 1) {
            set(v, rows.first, j);
            ranges const all = whole::ranges_at(v);
            coordinate const tiled = columns.extent() / Shape.columns * Shape.columns;
            if (rows.extent() >= Shape.rows && tiled > Shape.columns &&
                bytes_from(0, all, Shape.rows + Shape.columns) > cache / 4) {
                run_blocked(m, v, rows, {j, j + tiled - 1}, all);
                j += tiled;
            }
        }
        if constexpr (Shape.columns > 1) {
            for (; j + Shape.columns - 1 <= columns.last; j += Shape.columns) {
                run_columns<Shape>(m, v, rows, j);
            }
        }
        for (; j <= columns.last; ++j) {
            run_columns<Shape.columns == 1 ? Shape : narrow>(m, v, rows, j);
        }
    }

  private:
    template <tile Its>
    static void run_columns(memory_type const& m, coordinate* v, interval rows, coordinate first_column) {
        constexpr coordinate most = at_once / Its.columns;
        alignas(64) T sums[at_once + width];
        for (interval part{rows.first, rows.first}; part.first <= rows.last; part.first += most) {
            part.last = smaller(part.first + most - 1, rows.last);
            reduce<Its>(m, v, part, first_column, sums);
            if constexpr (Its.columns == 1 && rows_are_lanes) {
                finish_in_lanes(m, v, part, first_column, sums);
            } else {
                finish<Its.columns>(m, v, part, first_column, sums);
            }
        }
    }
    IVERSON_INLINE static void set(coordinate* v, coordinate its_row, coordinate its_column) {
        v[row] = its_row;
        if constexpr (column >= 0) {
            v[column] = its_column;
        }
    }
    /// The reductions of all rows, in their order; the last tile begins where it is whole.
    template <tile Its>
    static void reduce(memory_type const& m, coordinate* v, interval rows, coordinate first_column, T* sums) {
        using kernel = along_kernel<along, Op, Its>;
        coordinate const count = rows.extent();
        if (count >= Its.rows) {
            for (coordinate done = 0; done < count; done += Its.rows) {
                coordinate const start = smaller(done, count - Its.rows);
                set(v, rows.first + start, first_column);
                kernel::reduce(m, v, sums + start * Its.columns);
            }
        } else if constexpr (Its != narrow && narrow.rows > 1 && Its.columns == 1) {
            reduce<narrow>(m, v, rows, first_column, sums);
        } else {
            reduce_each<Its.columns>(m, v, rows, first_column, sums);
        }
    }

    // -- steps in blocks ---------------------------------------------------------------------------------------------------
    using whole = along_kernel<along, Op, Shape>;
    using ranges = typename whole::ranges;
    static constexpr int levels = int(std::tuple_size_v<ranges>);
    /// A part of a second-level cache.
    static constexpr coordinate cache = coordinate{256} << 10;

    /// What `entries` rows and columns read in the steps of the loops from `level` on.
    static coordinate bytes_from(int level, ranges const& r, coordinate entries) {
        coordinate result = entries * coordinate{sizeof(T)};
        for (int i = 0; i < levels; ++i) {
            result *= i >= level || i == Shape.along ? r[static_cast<std::size_t>(i)].extent() : 1;
        }
        return result;
    }
    /// Calls f(r) for blocks of steps, one after the other, whose entries the cache holds: steps of the innermost loop outside of the
    /// lanes for which there is more than one block.
    template <int Level, class F>
    static void for_blocks(ranges const& all, ranges& r, coordinate entries, F const& f) {
        if constexpr (Level == Shape.along) {
            for_blocks<Level + 1>(all, r, entries, f);
        } else if constexpr (Level >= levels) {
            f(r);
        } else {
            coordinate const inside = larger(1, bytes_from(Level + 1, all, entries));
            coordinate const steps = larger(1, cache / inside);
            for (coordinate i = all[Level].first; i <= all[Level].last; i += steps) {
                r[Level] = {i, smaller(i + steps - 1, all[Level].last)};
                if (inside > cache) {
                    for_blocks<Level + 1>(all, r, entries, f);
                } else {
                    f(r);
                }
            }
            r[Level] = all[Level];
        }
    }
    static bool begins(ranges const& r, ranges const& all) {
        return std::ranges::equal(r, all, {}, &interval::first, &interval::first);
    }
    static bool ends(ranges const& r, ranges const& all) {
        return std::ranges::equal(r, all, {}, &interval::last, &interval::last);
    }
    /// All tiles take a block of steps after another, so that what they read is still in the cache for the next one.
    static void run_blocked(memory_type const& m, coordinate* v, interval rows, interval columns,
                            ranges const& all) {
        constexpr coordinate down = 2 * row_grain / Shape.rows, right = 2 * column_grain / Shape.columns;
        typename whole::sums kept[right][down];
        ranges part = all;
        for_blocks<0>(all, part, rows.extent() + columns.extent(), [&](ranges const& r) {
            for (coordinate j = 0; j * Shape.columns < columns.extent(); ++j) {
                run_block(m, v, rows, columns.first + j * Shape.columns, r, begins(r, all), ends(r, all),
                          kept[j]);
            }
        });
    }
    /// The tiles of `Shape.columns` columns take the steps `r`.
    static void run_block(memory_type const& m, coordinate* v, interval rows, coordinate first_column,
                          ranges const& r, bool begins, bool ends, typename whole::sums* kept) {
        alignas(64) T sums[2 * row_grain * Shape.columns + width];
        for (coordinate i = 0; i * Shape.rows < rows.extent(); ++i) {
            coordinate const start = smaller(i * Shape.rows, rows.extent() - Shape.rows);
            set(v, rows.first + start, first_column);
            typename whole::sums acc;
            if (begins) {
                whole::clear(acc);
            } else {
                acc = kept[i];
            }
            if (ends) {
                whole::finish(m, v, r, acc, sums + start * Shape.columns);
            } else {
                whole::add(m, v, r, acc);
                kept[i] = acc;
            }
        }
        if (ends) {
            finish<Shape.columns>(m, v, rows, first_column, sums);
        }
    }

    template <int Columns>
    static void reduce_each(memory_type const& m, coordinate* v, interval rows, coordinate first_column,
                            T* sums) {
        for (coordinate i = rows.first; i <= rows.last; ++i) {
            for (coordinate j = 0; j < Columns; ++j) {
                set(v, i, first_column + j);
                lane_block<Scalar, 1, 1> b{m, v};
                run_until<Scalar, Op, use::all>(b, 1);
                *sums++ = b.scalar[Op - Scalar::self.ops.first];
            }
        }
    }
    template <int Columns>
    static void finish(memory_type const& m, coordinate* v, interval rows, coordinate first_column,
                       T const* sums) {
        for (coordinate i = rows.first; i <= rows.last; ++i) {
            for (coordinate j = 0; j < Columns; ++j) {
                set(v, i, first_column + j);
                lane_block<Scalar, 1, 1> b{m, v};
                b.scalar[Op - Scalar::self.ops.first] = *sums++;
                finish_nest<Scalar, Op, use::all>(b, 1);
            }
        }
    }
    static void finish_in_lanes(memory_type const& m, coordinate* v, interval rows, coordinate its_column,
                                T const* sums) {
        for (coordinate i = rows.first; i <= rows.last; i += width) {
            set(v, i, its_column);
            finish_lanes<Lanes, Op, lane_block<Lanes, width, 1>>(m, v, sums + (i - rows.first),
                                                                 rows.last - i + 1);
        }
    }
};

}  // namespace iverson::loops
