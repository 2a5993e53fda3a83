// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "chunks.hpp"
#include "schedule.hpp"
#include "values.hpp"

#include <cstring>
#include <type_traits>

/// The registers of one block of one nest, and the memory it reads and writes.
namespace iverson::loops {

// -- entries of integer tensors ------------------------------------------------------------------------------------------

/// The integer at an address, which is that of another type of numbers in name only.
template <int Bytes>
IVERSON_INLINE coordinate integer_at(void const* address) {
    constexpr int size = Bytes < 0 ? -Bytes : Bytes;
    using with_sign =
        std::conditional_t<size == 1, std::int8_t,
                           std::conditional_t<size == 2, std::int16_t,
                                              std::conditional_t<size == 4, std::int32_t, std::int64_t>>>;
    std::conditional_t<(Bytes < 0), std::make_unsigned_t<with_sign>, with_sign> result;
    std::memcpy(&result, address, sizeof result);
    return static_cast<coordinate>(result);
}
/// How many entries of the buffer the subscripts lie from its base.
template <class P, class Layout, int Buffer, int First, class Memory, std::size_t... D>
IVERSON_INLINE coordinate entries_from_base([[maybe_unused]] Memory const& m,
                                            [[maybe_unused]] coordinate const* v, std::index_sequence<D...>) {
    return (coordinate{0} + ... +
            ((Layout::value.unit_axis[Buffer] == int(D) ? 1 : m.stride[Buffer][D]) *
             value_of<affine_at<P, First + int(D)>>(v)));
}
template <class P, class Layout, int Buffer, int First, int Rank, class Memory>
IVERSON_INLINE coordinate entry_of(Memory const& m, coordinate const* v) {
    constexpr int bytes = Layout::value.integer[Buffer];
    constexpr int size = bytes < 0 ? -bytes : bytes;
    auto const* const base = reinterpret_cast<char const*>(m.base[Buffer]);
    return integer_at<bytes>(base +
                             size * entries_from_base<P, Layout, Buffer, First>(
                                        m, v, std::make_index_sequence<static_cast<std::size_t>(Rank)>{}));
}

template <class P, int Loop>
struct rest_of_loop {
    static constexpr graph::affine const& value = P::value.loops[Loop].rest;
};
/// low..high, cut to the value of a loop that reads it.
template <class P, class Layout, int Loop, class Memory>
IVERSON_INLINE std::pair<coordinate, coordinate> cut_to_entry(Memory const& m, coordinate const* v,
                                                              coordinate low, coordinate high) {
    constexpr int source = P::value.loops[Loop].source;
    constexpr range at = P::value.loops[Loop].at;
    constexpr range guards = P::value.loops[Loop].guards;
    constexpr std::int64_t by = P::value.loops[Loop].by;
    if (!conditions_hold<P, guards.first>(
            v, std::make_index_sequence<static_cast<std::size_t>(guards.size)>{})) {
        return {1, 0};
    }
    coordinate const difference =
        entry_of<P, Layout, source, at.first, at.size>(m, v) - value_of<rest_of_loop<P, Loop>>(v);
    coordinate const value = difference / by;
    return by * value == difference ? std::pair{larger(low, value), smaller(high, value)}
                                    : std::pair<coordinate, coordinate>{1, 0};
}
template <class P, class Layout, int Loop, class Memory>
IVERSON_INLINE std::pair<coordinate, coordinate> loop_range(Memory const& m, coordinate const* v) {
    auto const [low, high] = range_of_loop<P, Loop>(v);
    if constexpr (P::value.loops[Loop].is_read()) {
        return cut_to_entry<P, Layout, Loop>(m, v, low, high);
    } else {
        return {low, high};
    }
}

/// Runs the body for each value of the loop's index. One that is read has a single value, or none.
template <class P, int Loop, class Body>
IVERSON_INLINE void for_range(coordinate* v, coordinate low, coordinate high, Body const& body) {
    constexpr int symbol = P::value.loops[Loop].symbol;
    if constexpr (P::value.loops[Loop].is_read()) {
        if (low <= high) {
            v[symbol] = low;
            body();
        }
    } else {
        for (coordinate i = low; i <= high; ++i) {
            v[symbol] = i;
            body();
        }
    }
}

/// One nest of a plan with one of its indices as lanes (-1: none, everything is scalar).
template <class Plan, class Layout, class Real, int Which, int Lane>
struct lanes_of {
    using P = Plan;
    using layout = Layout;
    using T = Real;
    using memory_type = memory_of<P, T>;
    static constexpr int lane = Lane;
    static constexpr nest self = P::value.nests[Which];
    static constexpr int op_count = self.ops.size > 0 ? self.ops.size : 1;
    template <int Op>
    static constexpr operation op = P::value.ops[Op];
    /// The reduction that may be cut into chunks, -1 if there is none; and whether what a chunk stores is not what the nest stores.
    static constexpr int cut = cut_of<P, Which>;
    static constexpr bool has_parts = cut >= 0 && (self.result != cut || self.accumulate);
    template <int Other>
    using with_lane = lanes_of<P, Layout, T, Which, Other>;

    /// Per operation: does it differ between lanes?
    static constexpr std::array<bool, op_count> varying = [] {
        std::array<bool, op_count> result{};
        if (lane >= 0) {
            lane_analysis const analysis{P::value, self, lane};
            for (int i = 0; i < self.ops.size; ++i) {
                result[static_cast<std::size_t>(i)] = analysis(self.ops.first + i);
            }
        }
        return result;
    }();
    static constexpr bool varies(int op) { return varying[static_cast<std::size_t>(op - self.ops.first)]; }

    static constexpr int region_size(int region) {
        int n = 0;
        for (int i = self.ops.first; i < self.ops.end(); ++i) {
            n += P::value.ops[static_cast<std::size_t>(i)].region == region ? 1 : 0;
        }
        return n;
    }
    static constexpr int region_op(int region, int place) {
        for (int i = self.ops.first; i < self.ops.end(); ++i) {
            if (P::value.ops[static_cast<std::size_t>(i)].region == region && place-- == 0) {
                return i;
            }
        }
        return -1;
    }
};

/// Which lanes of a block count.
enum class use : std::uint8_t {
    all,  ///< every lane, the fast case
    block,  ///< the lanes of the mask, in all of the block: the others may compute what they like, but touch no memory
    moving  ///< the lanes of the mask, which is another one in each step of a reduction
};

/// Registers: scalars for what all lanes share, packs for the rest; and the values of all symbols, those of lane 0.
template <class E, int Width, int Parts>
struct lane_block {
    using pack_type = pack<typename E::T, Width, Parts>;
    static constexpr int lanes = Width * Parts;
    /// Whether a load was read before, in a square: see squares.hpp.
    static constexpr bool in_square(int) { return false; }

    IVERSON_INLINE lane_block(typename E::memory_type const& where, coordinate const* values)
        : lane_block{where, values,
                     std::make_index_sequence<static_cast<std::size_t>(E::P::value.symbols)>{}} {}
    typename E::memory_type const& m;
    coordinate v[E::P::value.symbols > 0 ? E::P::value.symbols : 1];
    typename E::T scalar[E::op_count];
    pack_type wide[E::op_count];

  private:
    // One by one: a copy by vectors would wait for the single stores before it.
    template <std::size_t... Symbol>
    IVERSON_INLINE lane_block(typename E::memory_type const& where, coordinate const* values,
                              std::index_sequence<Symbol...>)
        : m{where} {  // NOLINT: registers are written before they are read
        ((v[Symbol] = values[Symbol]), ...);
    }
};

template <class E, int Op, class Block>
IVERSON_INLINE auto const& get(Block const& b) {
    if constexpr (E::varies(Op)) {
        return b.wide[Op - E::self.ops.first];
    } else {
        return b.scalar[Op - E::self.ops.first];
    }
}
template <class E, int Op, class Block, class Value>
IVERSON_INLINE void set(Block& b, Value const& value) {
    if constexpr (!E::varies(Op)) {
        b.scalar[Op - E::self.ops.first] = value;
    } else if constexpr (std::is_same_v<Value, typename E::T>) {
        fill(b.wide[Op - E::self.ops.first], value);
    } else {
        b.wide[Op - E::self.ops.first] = value;
    }
}
/// The operation's value as a pack, whether it varies or not.
template <class E, int Op, class Block>
IVERSON_INLINE typename Block::pack_type widened(Block const& b) {
    if constexpr (E::varies(Op)) {
        return b.wide[Op - E::self.ops.first];
    } else {
        typename Block::pack_type result;
        fill(result, b.scalar[Op - E::self.ops.first]);
        return result;
    }
}

// -- addresses -------------------------------------------------------------------------------------------------------

template <class E, int Buffer, int Axis>
IVERSON_INLINE coordinate stride(typename E::memory_type const& m) {
    if constexpr (E::layout::value.unit_axis[Buffer] == Axis) {
        return 1;
    } else {
        return m.stride[Buffer][Axis];
    }
}
template <class E, int Buffer, int First, std::size_t... D>
IVERSON_INLINE typename E::T* address(typename E::memory_type const& m, [[maybe_unused]] coordinate const* v,
                                      std::index_sequence<D...>) {
    return m.base[Buffer] +
           (coordinate{0} + ... +
            (stride<E, Buffer, int(D)>(m) * value_of<affine_at<typename E::P, First + int(D)>>(v)));
}
/// The distance of neighbouring lanes in memory.
template <class E, int Buffer, int First, std::size_t... D>
IVERSON_INLINE coordinate lane_step([[maybe_unused]] typename E::memory_type const& m,
                                    std::index_sequence<D...>) {
    return (coordinate{0} + ... +
            (stride<E, Buffer, int(D)>(m) *
             affine_at<typename E::P, First + int(D)>::value.coefficient(E::lane)));
}

// -- conditions on lanes ---------------------------------------------------------------------------------------------

template <class E, int Condition>
IVERSON_INLINE lane_mask lanes_where(coordinate const* v) {
    constexpr graph::condition const& c = E::P::value.conditions[Condition];
    constexpr std::int64_t by = c.expression.coefficient(E::lane);
    coordinate const first = value_of<condition_at<typename E::P, Condition>>(v);
    if constexpr (by == 0) {
        return condition_holds<typename E::P, Condition>(v) ? ~lane_mask{0} : 0;
    } else if constexpr (c.kind == graph::relation::nonnegative) {
        return lanes_from<by>(first, 0);
    } else {
        lane_mask result = 0;
        for (int l = 0; l < 64; ++l) {
            coordinate const value = first + by * l;
            bool const holds =
                c.kind == graph::relation::zero ? value == 0 : value % (c.modulus == 0 ? 1 : c.modulus) == 0;
            result |= lane_mask{holds} << l;
        }
        return result;
    }
}
template <class E, int First, std::size_t... I>
IVERSON_INLINE lane_mask lanes_where_all([[maybe_unused]] coordinate const* v, std::index_sequence<I...>) {
    return (~lane_mask{0} & ... & lanes_where<E, First + int(I)>(v));
}
template <class E, int Op>
IVERSON_INLINE lane_mask guard_lanes(coordinate const* v) {
    constexpr range guards = E::template op<Op>.guards;
    return lanes_where_all<E, guards.first>(
        v, std::make_index_sequence<static_cast<std::size_t>(guards.size)>{});
}
template <class E, int Op>
IVERSON_INLINE bool guards_hold(coordinate const* v) {
    constexpr range guards = E::template op<Op>.guards;
    return conditions_hold<typename E::P, guards.first>(
        v, std::make_index_sequence<static_cast<std::size_t>(guards.size)>{});
}

}  // namespace iverson::loops
