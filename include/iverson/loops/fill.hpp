// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "values.hpp"

#include <algorithm>
#include <cstring>

/// Nests that store one number: the zeros around the entries that a bracket leaves. In memory without gaps they are one
/// fill, for which the C library knows the machine best, whatever the order of the axes.
namespace iverson::loops {

template <class P, int Which>
constexpr bool stores_one_number() {
    constexpr nest self = P::value.nests[Which];
    if (self.accumulate || self.ops.size != 1 ||
        P::value.ops[static_cast<std::size_t>(self.ops.first)].kind != op_kind::number) {
        return false;
    }
    auto const axes = slice(P::value.affines, self.subscripts);
    for (loop const& l : slice(P::value.loops, self.loops)) {
        int subscripts = 0;
        for (graph::affine const& e : axes) {
            subscripts += e.bare_symbol() == l.symbol ? 1 : 0;
            if (e.bare_symbol() != l.symbol && e.mentions(l.symbol)) {
                return false;
            }
        }
        if (subscripts != 1) {
            return false;
        }
        for (range const bounds : {l.lowers, l.uppers}) {
            for (bound const& b : slice(P::value.bounds, bounds)) {
                for (loop const& other : slice(P::value.loops, self.loops)) {
                    if (b.expression.mentions(other.symbol)) {
                        return false;
                    }
                }
            }
        }
    }
    return self.loops.size > 0 && static_cast<int>(axes.size()) == self.loops.size;
}

/// The loop whose index is the subscript of the axis.
template <class P, int Which, std::size_t Axis>
consteval int loop_along() {
    constexpr nest self = P::value.nests[Which];
    int place = self.loops.first;
    while (P::value.loops[static_cast<std::size_t>(place)].symbol !=
           P::value.affines[static_cast<std::size_t>(self.subscripts.first) + Axis].bare_symbol()) {
        ++place;
    }
    return place;
}

/// Fills the box that the nest's loops run over, if its entries lie without gaps. Returns whether it did.
template <class P, class T, int Which, std::size_t... D>
IVERSON_INLINE bool fill_box(memory_of<P, T> const& m, coordinate const* v, std::index_sequence<D...>) {
    constexpr nest self = P::value.nests[Which];
    std::pair<coordinate, coordinate> const ranges[] = {range_of_loop<P, loop_along<P, Which, D>()>(v)...};
    coordinate const strides[] = {m.stride[self.buffer][D]...};
    coordinate extents[] = {larger(0, ranges[D].second - ranges[D].first + 1)...};
    coordinate entries = 1;
    coordinate first = 0;
    for (std::size_t d = 0; d < sizeof...(D); ++d) {
        entries *= extents[d];
        first += strides[d] * ranges[d].first;
    }
    constexpr coordinate few = 32;  // a call costs more than these stores
    coordinate run = 1;             // entries without gaps, from the innermost axis outwards
    for (bool grows = entries >= few; grows;) {
        grows = false;
        for (std::size_t d = 0; d < sizeof...(D); ++d) {
            if (extents[d] != 1 && strides[d] == run) {
                run *= std::exchange(extents[d], 1);
                grows = true;
            }
        }
    }
    if (run != entries || entries < few) {
        return false;
    }
    constexpr auto value =
        static_cast<T>(P::value.numbers[static_cast<std::size_t>(P::value.ops[self.ops.first].head)]);
    T* const start = m.base[self.buffer] + first;
    if constexpr (value == T{0}) {  // no plan stores -0
        std::memset(start, 0, static_cast<std::size_t>(entries) * sizeof(T));
    } else {
        std::fill_n(start, entries, value);
    }
    return true;
}

}  // namespace iverson::loops
