// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

/// The machine's vector registers as GNU vector extensions.
namespace iverson::functions {

#define IVERSON_INLINE [[gnu::always_inline]] inline

#if defined(__AVX512F__)
inline constexpr std::size_t register_bytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t register_bytes = 32;
#else
inline constexpr std::size_t register_bytes = 16;
#endif

/// The lanes of one register.
template <class T>
inline constexpr int native_width = static_cast<int>(register_bytes / sizeof(T));

template <class T, int Width>
struct vector_type {
    typedef T type __attribute__((vector_size(sizeof(T) * Width)));  // NOLINT: the attribute needs a typedef
};
/// Instead of a number of lanes: the vectors are text, of which emit/lane_text.hpp makes source.
inline constexpr int as_text = 0;

template <class T, int Width>
using vector_of = typename vector_type<T, Width>::type;

template <class T, int Width>
IVERSON_INLINE vector_of<T, Width> load_lanes(T const* p) {
    vector_of<T, Width> result;
    std::memcpy(&result, p, sizeof result);
    return result;
}
template <class T, int Width>
IVERSON_INLINE void store_lanes(T* p, vector_of<T, Width> v) {
    std::memcpy(p, &v, sizeof v);
}

/// The integer as wide as a lane, in which its bits are.
template <class T>
struct lane_integer;
template <>
struct lane_integer<double> {
    using type = std::int64_t;
    using bits = std::uint64_t;
};
template <>
struct lane_integer<float> {
    using type = std::int32_t;
    using bits = std::uint32_t;
};

}  // namespace iverson::functions
