// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "support_text.hpp"

/// What source in vectors brings along for functions in lanes, beside the functions themselves (lane_support.hpp).
namespace iverson::emit {

inline constexpr helper lane_helpers[] = {
    {"root_of", R"(/// The square roots of the lanes, for which vectors have no word.
template <class Vector>
Vector root_of(Vector x) {
#if defined(__clang__)
    return __builtin_elementwise_sqrt(x);
#else
    using number = std::decay_t<decltype(x[0])>;
    constexpr int width = sizeof x / sizeof(number);
#if defined(__AVX512F__)
    if constexpr (width == 8) {
        return (Vector)_mm512_maskz_sqrt_pd(0xff, (__m512d)x);
    } else {
        return (Vector)_mm512_maskz_sqrt_ps(0xffff, (__m512)x);
    }
#elif defined(__AVX__)
    if constexpr (width == 4) {
        return (Vector)__builtin_ia32_sqrtpd256(x);
    } else {
        return (Vector)__builtin_ia32_sqrtps256(x);
    }
#elif defined(__SSE2__)
    if constexpr (width == 2) {
        return (Vector)__builtin_ia32_sqrtpd(x);
    } else {
        return (Vector)__builtin_ia32_sqrtps(x);
    }
#elif defined(__aarch64__)
    if constexpr (width == 2) {
        return (Vector)__builtin_aarch64_sqrtv2df(x);
    } else {
        return (Vector)__builtin_aarch64_sqrtv4sf(x);
    }
#else
    for (int lane = 0; lane < width; ++lane) {
        x[lane] = std::sqrt(x[lane]);
    }
    return x;
#endif
#endif
}
)"},
    {"with_calls", R"(/// `result`, but f(x) in the lanes that are chosen, one after the other.
template <class F, class Chosen, class Vector>
Vector with_calls(F const& f, Chosen const& chosen, Vector const& x, Vector result) {
    std::uint64_t words[sizeof chosen / 8];
    std::memcpy(words, &chosen, sizeof chosen);
    std::uint64_t any = 0;
    for (std::uint64_t word : words) {
        any |= word;
    }
    for (unsigned lane = 0; any != 0 && lane < sizeof x / sizeof x[0]; ++lane) {
        if (chosen[lane] != 0) {
            result[lane] = f(x[lane]);
        }
    }
    return result;
}
)"},
    {"in_registers", R"(/// f of all lanes, a register at a time.
template <class F, class T, int... Part>
pack<T, Part...> in_registers(F const& f, pack<T, Part...> const& x) {
    return {{f(x.part[Part])...}};
}
template <class F, class T, int... Part>
pack<T, Part...> in_registers(F const& f, pack<T, Part...> const& x, pack<T, Part...> const& y) {
    return {{f(x.part[Part], y.part[Part])...}};
}
)"},
    {"in_lanes",
     R"(#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "The functions of lanes round by adding and subtracting, which -ffast-math undoes: compile without it, or emit without --vectors"
#endif
/// f of some registers: one text for blocks of any size, so that a number has one result wherever it stands.
template <class F, class Vector, class... Vectors>
__attribute__((noinline)) void call_for_registers(F const& f, int count, Vector* results, Vectors const*... x) {
    for (int i = 0; i < count; ++i) {
        results[i] = f(x[i]...);
    }
}
/// f of the lanes that count.
template <class F, class Lanes, class... Values>
typename Lanes::values in_lanes(F const& f, Lanes const& its, Values const&... v) {
    typename Lanes::values result = {};
    call_for_registers(f, its.registers(), result.part, v.part...);
    return result;
}
)"}};

}  // namespace iverson::emit
