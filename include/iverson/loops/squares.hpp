// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "reductions.hpp"

#include <array>

/// Loads whose lanes lie apart in memory, but whose neighbours are the steps of another loop, such as those of a transposed matrix:
/// squares of as many lanes as steps are read along these steps, whole registers at once, and transposed.
namespace iverson::loops {

/// Rows become columns: in each stage, lanes that lie `Distance` apart change places between rows that do.
template <class T, int Width>
class square {
  public:
    using vector = vector_of<T, Width>;
    std::array<vector, Width> rows;

    IVERSON_INLINE void transpose() { stages<Width / 2>(); }

  private:
    template <int Distance>
    IVERSON_INLINE void stages() {
        if constexpr (Distance > 0) {
            [&]<std::size_t... Row>(std::index_sequence<Row...>) __attribute__((always_inline)) {
                ((Row & Distance ? void() : swap<Distance>(rows[Row], rows[(Row + Distance) % Width])), ...);
            }(std::make_index_sequence<Width>{});
            stages<Distance / 2>();
        }
    }
    template <int Distance>
    IVERSON_INLINE static void swap(vector& above, vector& below) {
        [&]<int... Lane>(std::integer_sequence<int, Lane...>) __attribute__((always_inline)) {
            vector const a = above;
            vector const b = below;
            above =
                __builtin_shufflevector(a, b, ((Lane & Distance) != 0 ? Width + Lane - Distance : Lane)...);
            below =
                __builtin_shufflevector(a, b, ((Lane & Distance) != 0 ? Width + Lane : Lane + Distance)...);
        }(std::make_integer_sequence<int, Width>{});
    }
};

/// `lanes` times `steps` entries, whose lanes lie `apart` and whose steps follow one another, as one row for each step.
template <class T, int Width>
IVERSON_INLINE square<T, Width> transposed_load(T const* p, coordinate apart, coordinate lanes,
                                                coordinate steps) {
    square<T, Width> its;
    for (int l = 0; l < Width; ++l) {
        its.rows[static_cast<std::size_t>(l)] = l >= lanes ? vector_of<T, Width>{}
                                                : steps == Width
                                                    ? load_lanes<T, Width>(p + l * apart)
                                                    : load_some<T, Width>(p + l * apart, first_lanes(steps));
    }
    its.transpose();
    return its;
}

/// The loads of a nest without reduction that are read in squares; `Steps` is the index of the other loop.
template <class E, int Steps>
class square_loads {
    using T = typename E::T;
    using memory_type = typename E::memory_type;
    static constexpr int width = native_width<T>;
    static constexpr int first_op = E::self.ops.first;

    static constexpr access_kind kind(operation const& load, int symbol) {
        return kind_of_access(E::P::value, load.items,
                              E::layout::value.unit_axis[static_cast<std::size_t>(load.head)], symbol);
    }

  public:
    static constexpr bool in_square(int op) {
        operation const& o = E::P::value.ops[static_cast<std::size_t>(op)];
        return o.kind == op_kind::load && o.guards.size == 0 &&
               E::layout::value.integer[static_cast<std::size_t>(o.head)] == 0 &&
               kind(o, E::lane) == access_kind::apart && kind(o, Steps) == access_kind::forwards;
    }
    static constexpr int count = [] {
        int result = 0;
        for (int i = first_op; i < E::self.ops.end(); ++i) {
            result += in_square(i) ? 1 : 0;
        }
        return result;
    }();

    /// Reads `lanes` times `steps` entries from the values `v` on.
    IVERSON_INLINE void read(memory_type const& m, coordinate const* v, coordinate lanes, coordinate steps) {
        [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
            (read_one<first_op + I>(m, v, lanes, steps), ...);
        }(std::make_integer_sequence<int, E::self.ops.size>{});
    }
    /// The lanes of a load at one of the steps.
    template <int Op>
    IVERSON_INLINE T const* lanes_at(coordinate step) const {
        return entries_[place(Op)][step];
    }

  private:
    static constexpr std::size_t place(int op) {
        std::size_t result = 0;
        for (int i = first_op; i < op; ++i) {
            result += in_square(i) ? 1 : 0;
        }
        return result;
    }
    template <int Op>
    IVERSON_INLINE void read_one(memory_type const& m, coordinate const* v, coordinate lanes,
                                 coordinate steps) {
        if constexpr (in_square(Op)) {
            constexpr operation o = E::template op<Op>;
            constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(o.items.size)>{};
            T const* const p = address<E, o.head, o.items.first>(m, v, axes);
            coordinate const apart = lane_step<E, o.head, o.items.first>(m, axes);
            square<T, width> const its = transposed_load<T, width>(p, apart, lanes, steps);
            for (int s = 0; s < width; ++s) {
                store_lanes<T, width>(entries_[place(Op)][s], its.rows[static_cast<std::size_t>(s)]);
            }
        }
    }

    alignas(64) T entries_[count > 0 ? count : 1][width][width];
};

/// A register of lanes at one step of the squares.
template <class E, int Steps>
struct square_block : lane_block<E, native_width<typename E::T>, 1> {
    using base = lane_block<E, native_width<typename E::T>, 1>;
    using loads = square_loads<E, Steps>;
    static constexpr bool in_square(int op) { return loads::in_square(op); }

    IVERSON_INLINE square_block(typename E::memory_type const& where, coordinate const* values,
                                loads const& its, coordinate at)
        : base{where, values}, squares{its}, step{at} {}
    loads const& squares;
    coordinate step;
};

/// The lanes from v[E::lane] on, at most a register of them, for the steps `first` to `last`.
template <class E, int Steps>
IVERSON_INLINE void run_squares(typename E::memory_type const& m, coordinate* v, coordinate lanes,
                                coordinate first, coordinate last) {
    constexpr coordinate width = native_width<typename E::T>;
    square_loads<E, Steps> loads;
    for (coordinate start = first; start <= last; start += width) {
        coordinate const steps = smaller(width, last - start + 1);
        v[Steps] = start;
        loads.read(m, v, lanes, steps);
        for (coordinate s = 0; s < steps; ++s) {
            v[Steps] = start + s;
            square_block<E, Steps> b{m, v, loads, s};
            if (lanes == width) {
                run_region<E, 0, use::all, -1>(b, ~lane_mask{0});
                do_store<E, use::all>(b, ~lane_mask{0});
            } else {
                run_region<E, 0, use::block, -1>(b, first_lanes(lanes));
                do_store<E, use::block>(b, first_lanes(lanes));
            }
        }
    }
}

}  // namespace iverson::loops
