// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "evaluation.hpp"

#include <cstddef>
#include <utility>

/// The checks that want to see the entries of integer tensors, made before anything is computed.
namespace iverson::loops {

template <class P>
[[noreturn, gnu::cold, gnu::noinline]] void refuse_entries(int which, coordinate const* v) {
    symbol_values const values{v, static_cast<std::size_t>(P::value.symbols)};
    throw binding_error{
        sentence_of_entries(P::value, P::value.checks[static_cast<std::size_t>(which)], values)};
}

template <class P, int Check>
struct checked_position {
    static constexpr graph::affine const& value = P::value.checks[Check].other_lower;
};

template <class P, class Layout, int Check, int Level, class Memory>
IVERSON_INLINE void check_steps([[maybe_unused]] Memory const& m, coordinate* v) {
    constexpr range loops = P::value.checks[Check].loops;
    if constexpr (Level == loops.size) {
        coordinate const position = value_of<checked_position<P, Check>>(v);
        if (position < value_of<expected_at<P, Check, false>>(v) ||
            position > value_of<expected_at<P, Check, true>>(v)) [[unlikely]] {
            refuse_entries<P>(Check, v);
        }
    } else {
        auto const [low, high] = loop_range<P, Layout, loops.first + Level>(m, v);
        coordinate& i = v[P::value.loops[loops.first + Level].symbol];
        for (i = low; i <= high; ++i) {
            check_steps<P, Layout, Check, Level + 1>(m, v);
        }
    }
}

template <class P, class Layout, int Check, class Memory>
IVERSON_INLINE void check_entries_of([[maybe_unused]] Memory const& m, [[maybe_unused]] coordinate* v) {
    if constexpr (P::value.checks[Check].what == check::kind::entries) {
        constexpr range guards = P::value.checks[Check].guards;
        if (conditions_hold<P, guards.first>(
                v, std::make_index_sequence<static_cast<std::size_t>(guards.size)>{})) {
            check_steps<P, Layout, Check, 0>(m, v);
        }
    }
}
template <class P, class Layout, class Memory, std::size_t... I>
IVERSON_INLINE void check_entries([[maybe_unused]] Memory const& m, [[maybe_unused]] coordinate* v,
                                  std::index_sequence<I...>) {
    (check_entries_of<P, Layout, static_cast<int>(I)>(m, v), ...);
}
/// Goes through all entries that the formula's subscripts need. `v` holds the values of extents and first positions.
/// Errors: binding_error where one makes an access leave its tensor.
template <class P, class Layout, class Memory>
IVERSON_INLINE void check_entries(Memory const& m, coordinate* v) {
    check_entries<P, Layout>(m, v,
                             std::make_index_sequence<static_cast<std::size_t>(P::value.check_count)>{});
}

}  // namespace iverson::loops
