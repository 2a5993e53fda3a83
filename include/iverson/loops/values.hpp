// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plan.hpp"
#include "simd.hpp"

#include <cstdint>
#include <utility>

/// The values of a frozen plan's expressions, with constant coefficients, and where its tensors are.
namespace iverson::loops {

using coordinate = std::int64_t;

// -- values of expressions, with constant coefficients ---------------------------------------------------------------

template <class P, int I>
struct affine_at {
    static constexpr graph::affine const& value = P::value.affines[I];
};
template <class P, int I>
struct bound_at {
    static constexpr graph::affine const& value = P::value.bounds[I].expression;
};
template <class P, int I>
struct condition_at {
    static constexpr graph::affine const& value = P::value.conditions[I].expression;
};

template <class Expression, std::size_t... I>
IVERSON_INLINE coordinate evaluate_terms([[maybe_unused]] coordinate const* v, std::index_sequence<I...>) {
    return (Expression::value.constant() + ... +
            (Expression::value.begin()[I].coefficient * v[Expression::value.begin()[I].symbol]));
}
template <class Expression>
IVERSON_INLINE coordinate value_of(coordinate const* v) {
    return evaluate_terms<Expression>(
        v, std::make_index_sequence<static_cast<std::size_t>(Expression::value.size())>{});
}

template <std::int64_t Divisor>
IVERSON_INLINE coordinate floor_by(coordinate a) {
    if constexpr (Divisor == 1) {
        return a;
    } else {
        return graph::floor_divide(a, Divisor);
    }
}

constexpr coordinate larger(coordinate a, coordinate b) { return a > b ? a : b; }
constexpr coordinate smaller(coordinate a, coordinate b) { return a < b ? a : b; }

/// The range of a loop whose bounds are the same for all lanes.
template <class P, range Lowers, range Uppers, std::size_t... Low, std::size_t... High>
IVERSON_INLINE std::pair<coordinate, coordinate> values_between([[maybe_unused]] coordinate const* v,
                                                                std::index_sequence<Low...>,
                                                                std::index_sequence<High...>) {
    coordinate low = INT64_MIN;
    coordinate high = INT64_MAX;
    ((low = larger(low, -floor_by<P::value.bounds[Lowers.first + Low].divisor>(
                            -value_of<bound_at<P, Lowers.first + int(Low)>>(v)))),
     ...);
    ((high = smaller(high, floor_by<P::value.bounds[Uppers.first + High].divisor>(
                               value_of<bound_at<P, Uppers.first + int(High)>>(v)))),
     ...);
    return {low, high};
}
template <class P, range Lowers, range Uppers>
IVERSON_INLINE std::pair<coordinate, coordinate> range_between(coordinate const* v) {
    return values_between<P, Lowers, Uppers>(
        v, std::make_index_sequence<static_cast<std::size_t>(Lowers.size)>{},
        std::make_index_sequence<static_cast<std::size_t>(Uppers.size)>{});
}
template <class P, int Loop>
IVERSON_INLINE std::pair<coordinate, coordinate> range_of_loop(coordinate const* v) {
    return range_between<P, P::value.loops[Loop].lowers, P::value.loops[Loop].uppers>(v);
}

template <class P, int Condition>
IVERSON_INLINE bool condition_holds(coordinate const* v) {
    constexpr auto kind = P::value.conditions[Condition].kind;
    coordinate const value = value_of<condition_at<P, Condition>>(v);
    if constexpr (kind == graph::relation::zero) {
        return value == 0;
    } else if constexpr (kind == graph::relation::nonnegative) {
        return value >= 0;
    } else {
        return value % P::value.conditions[Condition].modulus == 0;
    }
}
template <class P, int First, std::size_t... I>
IVERSON_INLINE bool conditions_hold([[maybe_unused]] coordinate const* v, std::index_sequence<I...>) {
    return (condition_holds<P, First + static_cast<int>(I)>(v) && ... && true);
}

/// Lanes l of 0..count-1 for which low <= by * l + rest, with `by` not 0.
template <std::int64_t By>
IVERSON_INLINE lane_mask lanes_from(coordinate rest, coordinate low) {
    coordinate const gap = low - rest;  // by * l >= gap
    if constexpr (By > 0) {
        return lanes_between(-floor_by<By>(-gap), 63);
    } else {
        return lanes_between(0, floor_by<-By>(-gap));
    }
}

// -- memory ----------------------------------------------------------------------------------------------------------------

/// Where the tensors are: the address that position (0, ..., 0) has or would have, and strides; and which results are so large that
/// they are written around the caches (of other buffers nothing is said).
template <class T, int Buffers, int Rank>
struct memory {
    T* base[Buffers];
    coordinate stride[Buffers][Rank > 0 ? Rank : 1];
    bool around_caches[Buffers];
    /// For the parts of reductions that are cut, see chunks.hpp; none: nothing is cut.
    T* parts = nullptr;
    /// A nest stores no result, but the part of one chunk, and finds the memory for it in place of its results.
    bool is_part = false;
};
/// Bytes of a result that no cache holds until it is read again: a plain store would first read what it overwrites.
inline constexpr coordinate more_than_caches = coordinate{32} << 20;

template <class P>
consteval int greatest_rank() {
    int result = 0;
    for (int b = 0; b < P::value.buffer_count; ++b) {
        result = P::value.buffers[static_cast<std::size_t>(b)].rank > result
                     ? P::value.buffers[static_cast<std::size_t>(b)].rank
                     : result;
    }
    return result;
}

class team;

/// The same, and the threads that compute the nests; none: the caller's alone.
template <class Memory>
struct shared_memory : Memory {
    team const* workers = nullptr;
};
/// A plan whose nests a team may compute.
template <class P>
struct shared_plan : P {
    static constexpr bool is_shared = true;
};
template <class P>
concept Shared = requires { P::is_shared; };
/// A plan whose convolutions may be computed by transforms, where its cost model says so: see transformed_nest.hpp.
template <class P, class Model>
struct transformed_plan : P {};
/// What permits that.
template <class Option>
concept Transforms = requires { typename std::remove_cvref_t<Option>::cost_model; };

template <class P, class T>
struct memory_type_of {
    using type = memory<T, P::value.buffer_count, greatest_rank<P>()>;
};
template <Shared P, class T>
struct memory_type_of<P, T> {
    using type = shared_memory<memory<T, P::value.buffer_count, greatest_rank<P>()>>;
};
template <class P, class T>
using memory_of = typename memory_type_of<P, T>::type;

}  // namespace iverson::loops
