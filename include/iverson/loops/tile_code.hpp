// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "reductions.hpp"
#include "tile.hpp"

#include <array>

/// The straight-line code of a tile, run on registers.
namespace iverson::loops {

#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr int vector_registers = 32;
#else
inline constexpr int vector_registers = 16;
#endif

/// The tile of a nest whose reduction is `Op`.
template <class E, int Op, tile Tile>
class tile_code {
    using P = typename E::P;
    using T = typename E::T;
    using memory_type = typename E::memory_type;
    static constexpr int width = native_width<T>;
    using vector = vector_of<T, width>;

  public:
    static constexpr tile_maker maker{P::value, E::self, E::layout::value, E::varying.data(), E::lane,
                                      Op,       width};
    using sums = std::array<vector, static_cast<std::size_t>(Tile.sums())>;

    static constexpr bool packed(int op) {
        operation const& o = P::value.ops[static_cast<std::size_t>(op)];
        return o.kind == op_kind::load && o.region == P::value.ops[Op].b && maker.is_packed(Tile, op);
    }
    template <int Load>
    static constexpr coordinate place_in_panel = coordinate{maker.slot(Tile, Load)} * width * Tile.parts;

    static constexpr std::size_t place(int entry, int part, int partial) {
        return static_cast<std::size_t>((partial * Tile.entries() + entry) * Tile.parts + part);
    }
    IVERSON_INLINE static void clear(sums& acc) {
        [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
            ((acc[I] = neutral<E, Op>() - vector{}),
             ...);  // sums stay in registers where no loop counts them
        }(std::make_index_sequence<static_cast<std::size_t>(Tile.sums())>{});
    }
    /// Adds one step of `Shape` to the sums: a tile of the same entries, of as many steps or one.
    template <tile Shape, bool Packed, use Use>
    IVERSON_INLINE static void run(memory_type const& m, coordinate const* v, T const* panel, lane_mask mask,
                                   sums& acc) {
        vector r[code<Shape>::value.registers];
        [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
            (instruction<Shape, Packed, Use, I>(m, v, panel, mask, acc, r), ...);
        }(std::make_index_sequence<code<Shape>::value.size>{});
    }

  private:
    /// Of every point each operation once at most.
    template <tile Shape>
    struct code {
        struct content {
            std::array<micro, static_cast<std::size_t>(Shape.entries() * Shape.parts * Shape.steps *
                                                       (E::self.ops.size + 1))>
                list{};
            std::size_t size = 0;
            int registers = 0;
        };
        static constexpr content value = [] {
            content result;
            for (micro const& one : maker.code(Shape)) {
                result.list[result.size++] = one;
                result.registers += one.op >= 0 ? 1 : 0;
            }
            return result;
        }();
    };

    template <tile Shape>
    static constexpr int uses(int which) {
        int result = 0;
        for (micro const& one : code<Shape>::value.list) {
            result += (one.a == which ? 1 : 0) + (one.b == which ? 1 : 0);
        }
        return result;
    }

    template <tile Shape, bool Packed, use Use, std::size_t I>
    IVERSON_INLINE static void instruction(memory_type const& m, coordinate const* v, T const* panel,
                                           lane_mask mask, sums& acc, vector* r) {
        constexpr micro one = code<Shape>::value.list[I];
        if constexpr (one.op < 0) {
            vector& sum = acc[place(one.entry, one.part, one.step % Tile.partials)];
            vector next;
            if constexpr (one.b >= 0) {
                next = sum + r[one.a] * r[one.b];
            } else {
                next = combined<E, Op>(sum, r[one.a]);
            }
            if constexpr (Use == use::moving) {
                sum = blend<T, width>(mask >> (one.part * width), next, sum);
            } else {
                sum = next;
            }
        } else {
            constexpr operation o = P::value.ops[one.op];
            vector& target = r[one.target];
            if constexpr (o.kind == op_kind::number) {
                target = static_cast<T>(P::value.numbers[o.head]) - vector{};
            } else if constexpr (o.kind == op_kind::load) {
                target = loaded<Shape, Packed, Use, I>(m, v, panel, mask);
                if constexpr (E::varies(one.op) && uses<Shape>(one.target) > 1) {
                    target = kept(target);
                }
            } else if constexpr (o.kind == op_kind::add) {
                target = r[one.a] + r[one.b];
            } else if constexpr (o.kind == op_kind::subtract) {
                target = r[one.a] - r[one.b];
            } else if constexpr (o.kind == op_kind::multiply) {
                target = product_of<E, one.op>(r[one.a], r[one.b]);
            } else {
                target = r[one.a] / r[one.b];
            }
        }
    }
    /// By how many entries of axis D the instruction's entry lies from that of the first point; a constant, whatever the compiler inlines.
    template <tile Shape, std::size_t I, std::size_t D>
    static constexpr coordinate entries = [] {
        constexpr micro one = code<Shape>::value.list[I];
        constexpr int first = P::value.ops[one.op].items.first;
        return maker.offset(Shape, one, affine_at<P, first + static_cast<int>(D)>::value);
    }();
    template <tile Shape, std::size_t I, std::size_t... D>
    IVERSON_INLINE static coordinate offset([[maybe_unused]] memory_type const& m,
                                            std::index_sequence<D...>) {
        constexpr micro one = code<Shape>::value.list[I];
        constexpr operation o = P::value.ops[one.op];
        return (coordinate{0} + ... + (stride<E, o.head, int(D)>(m) * entries<Shape, I, D>));
    }
    template <tile Shape, bool Packed, use Use, std::size_t I>
    IVERSON_INLINE static vector loaded(memory_type const& m, coordinate const* v, T const* panel,
                                        lane_mask mask) {
        constexpr micro one = code<Shape>::value.list[I];
        constexpr operation o = P::value.ops[one.op];
        constexpr access_kind kind =
            kind_of_access(P::value, o.items, E::layout::value.unit_axis[o.head], E::lane);
        if constexpr (Packed && packed(one.op)) {
            return load_lanes<T, width>(panel + place_in_panel<one.op> + one.part * width);
        } else {
            constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(o.items.size)>{};
            T const* const p = address<E, o.head, o.items.first>(m, v, axes) + offset<Shape, I>(m, axes);
            if constexpr (!E::varies(one.op)) {
                return *p - vector{};
            } else {
                static_assert(kind != access_kind::apart, "lanes that lie apart are packed");
                constexpr int down = kind == access_kind::backwards ? width - 1 : 0;
                lane_mask const its = mask >> (one.part * width);
                vector const there = Use == use::all ? load_lanes<T, width>(p - down)
                                     : down > 0 ? load_some<T, width>(p - down, reversed_mask(its, width))
                                                : load_some<T, width>(p, its);
                if constexpr (down > 0) {
                    return reversed<T, width>(there);
                } else {
                    return there;
                }
            }
        }
    }
};

}  // namespace iverson::loops
