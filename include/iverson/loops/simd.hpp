// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/functions/vector.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

/// Vectors of the machine as GNU vector extensions, in packs that fill several registers. Intrinsics stand only where
/// the extensions have no word: loads and stores of some of the lanes.
namespace iverson::loops {

using functions::lane_integer;
using functions::load_lanes;
using functions::native_width;
using functions::store_lanes;
using functions::vector_of;

/// Which lanes of a pack take part, one bit for each.
using lane_mask = std::uint64_t;

constexpr lane_mask first_lanes(std::int64_t n) {
    return n >= 64 ? ~lane_mask{0} : n <= 0 ? 0 : (lane_mask{1} << n) - 1;
}
/// Lanes first .. last, inclusive.
constexpr lane_mask lanes_between(std::int64_t first, std::int64_t last) {
    return first_lanes(last + 1) & ~first_lanes(first);
}

/// The lanes of the mask; memory of the others is not touched, they are 0.
template <class T, int Width>
IVERSON_INLINE vector_of<T, Width> load_some(T const* p, lane_mask mask) {
#if defined(__AVX512F__)
    if constexpr (sizeof(T) == 8 && Width == 8) {
        return (vector_of<T, Width>)_mm512_maskz_loadu_pd(static_cast<__mmask8>(mask), p);
    } else if constexpr (sizeof(T) == 4 && Width == 16) {
        return (vector_of<T, Width>)_mm512_maskz_loadu_ps(static_cast<__mmask16>(mask), p);
    }
#elif defined(__AVX2__)
    if constexpr (sizeof(T) == 8 && Width == 4) {
        __m256i const bits = _mm256_set_epi64x(8, 4, 2, 1);
        __m256i const chosen = _mm256_and_si256(_mm256_set1_epi64x(static_cast<long long>(mask)), bits);
        return (vector_of<T, Width>)_mm256_maskload_pd(p, _mm256_cmpeq_epi64(chosen, bits));
    } else if constexpr (sizeof(T) == 4 && Width == 8) {
        __m256i const bits = _mm256_set_epi32(128, 64, 32, 16, 8, 4, 2, 1);
        __m256i const chosen = _mm256_and_si256(_mm256_set1_epi32(static_cast<int>(mask)), bits);
        return (vector_of<T, Width>)_mm256_maskload_ps(p, _mm256_cmpeq_epi32(chosen, bits));
    }
#endif
    T lanes[Width] = {};
    for (lane_mask rest = mask & first_lanes(Width); rest != 0; rest &= rest - 1) {
        int const lane = std::countr_zero(rest);
        lanes[lane] = p[lane];
    }
    return load_lanes<T, Width>(lanes);
}

/// The same value, of which the compiler does not know where it comes from.
template <class Value>
IVERSON_INLINE Value opaque(Value x) {
#if defined(__x86_64__)
    __asm__("" : "+v"(x));
#elif defined(__aarch64__)
    __asm__("" : "+w"(x));
#else
    __asm__("" : "+m"(x));
#endif
    return x;
}
/// The same value, which stays in a register until its last use: GCC would load it again for each.
template <class Vector>
IVERSON_INLINE Vector kept(Vector v) {
#if defined(__GNUC__) && !defined(__clang__)
    return opaque(v);
#else
    return v;
#endif
}

template <class T, int Width>
IVERSON_INLINE void store_some(T* p, vector_of<T, Width> v, lane_mask mask) {
#if defined(__AVX512F__)
    if constexpr (sizeof(T) == 8 && Width == 8) {
        _mm512_mask_storeu_pd(p, static_cast<__mmask8>(mask), (__m512d)v);
        return;
    } else if constexpr (sizeof(T) == 4 && Width == 16) {
        _mm512_mask_storeu_ps(p, static_cast<__mmask16>(mask), (__m512)v);
        return;
    }
#endif
    for (lane_mask rest = mask & first_lanes(Width); rest != 0; rest &= rest - 1) {
        int const lane = std::countr_zero(rest);
        p[lane] = v[lane];
    }
}

/// To an address that the register's size divides, past the caches where the machine can.
template <class T, int Width>
IVERSON_INLINE void store_around(T* p, vector_of<T, Width> v) {
#if defined(__AVX512F__)
    if constexpr (sizeof(T) * Width == 64) {
        _mm512_stream_si512(reinterpret_cast<__m512i*>(p), (__m512i)v);
        return;
    }
#elif defined(__AVX__)
    if constexpr (sizeof(T) * Width == 32) {
        _mm256_stream_si256(reinterpret_cast<__m256i*>(p), (__m256i)v);
        return;
    }
#elif defined(__SSE2__)
    if constexpr (sizeof(T) * Width == 16) {
        _mm_stream_si128(reinterpret_cast<__m128i*>(p), (__m128i)v);
        return;
    }
#endif
    store_lanes<T, Width>(p, v);
}
/// Such stores come before all that this thread stores from here on.
IVERSON_INLINE void order_stores() {
#if defined(__SSE2__)
    _mm_sfence();
#endif
}
/// How many entries there are from the address to one that the register's size divides.
template <class T, int Width>
IVERSON_INLINE std::int64_t entries_to_alignment(T const* p) {
    auto const past = reinterpret_cast<std::uintptr_t>(p) % (sizeof(T) * Width) / sizeof(T);
    return static_cast<std::int64_t>((Width - past) % Width);
}

/// `yes` in the lanes of the mask, `no` in the others.
template <class T, int Width>
IVERSON_INLINE vector_of<T, Width> blend(lane_mask mask, vector_of<T, Width> yes, vector_of<T, Width> no) {
#if defined(__AVX512F__)
    if constexpr (sizeof(T) == 8 && Width == 8) {
        return (vector_of<T, Width>)_mm512_mask_mov_pd((__m512d)no, static_cast<__mmask8>(mask),
                                                       (__m512d)yes);
    } else if constexpr (sizeof(T) == 4 && Width == 16) {
        return (vector_of<T, Width>)_mm512_mask_mov_ps((__m512)no, static_cast<__mmask16>(mask), (__m512)yes);
    }
#endif
    using integer = typename lane_integer<T>::type;
    auto const chosen = [&]<int... L>(std::integer_sequence<int, L...>) __attribute__((always_inline)) {
        return vector_of<integer, Width>{-static_cast<integer>((mask >> L) & 1)...};
    }(std::make_integer_sequence<int, Width>{});
    return chosen ? yes : no;
}

template <class T, int Width, std::size_t... Lane>
IVERSON_INLINE vector_of<T, Width> reversed(vector_of<T, Width> v, std::index_sequence<Lane...>) {
#if defined(__clang__) || __GNUC__ >= 12
    return __builtin_shufflevector(v, v, (Width - 1 - static_cast<int>(Lane))...);
#else
    return vector_of<T, Width>{v[Width - 1 - static_cast<int>(Lane)]...};
#endif
}
template <class T, int Width>
IVERSON_INLINE vector_of<T, Width> reversed(vector_of<T, Width> v) {
    return reversed<T, Width>(v, std::make_index_sequence<Width>{});
}
constexpr lane_mask reversed_mask(lane_mask mask, int width) {
    lane_mask result = 0;
    for (int lane = 0; lane < width; ++lane) {
        result |= ((mask >> lane) & 1) << (width - 1 - lane);
    }
    return result;
}

/// Several registers in a row: `Parts * Width` lanes.
template <class T, int Width, int Parts>
struct pack {
    using vector = vector_of<T, Width>;
    static constexpr int lanes_of_register = Width;
    static constexpr int lanes = Width * Parts;
    vector part[Parts];
};

#define IVERSON_PACK template <class T, int Width, int Parts>
#define IVERSON_EACH(expression)                                                                             \
    [&]<int... I>(std::integer_sequence<int, I...>)                                                          \
        __attribute__((always_inline)) { ((expression), ...); }(std::make_integer_sequence<int, Parts>{})

IVERSON_PACK IVERSON_INLINE pack<T, Width, Parts> opaque(pack<T, Width, Parts> x) {
    IVERSON_EACH(x.part[I] = opaque(x.part[I]));
    return x;
}

/// pack op pack, pack op scalar, scalar op pack, for the four operations.
#define IVERSON_PACK_OPERATOR(op)                                                                            \
    IVERSON_PACK IVERSON_INLINE pack<T, Width, Parts> operator op(pack<T, Width, Parts> const& a,            \
                                                                  pack<T, Width, Parts> const& b) {          \
        pack<T, Width, Parts> r;                                                                             \
        IVERSON_EACH(r.part[I] = a.part[I] op b.part[I]);                                                    \
        return r;                                                                                            \
    }                                                                                                        \
    IVERSON_PACK IVERSON_INLINE pack<T, Width, Parts> operator op(pack<T, Width, Parts> const& a, T b) {     \
        pack<T, Width, Parts> r;                                                                             \
        IVERSON_EACH(r.part[I] = a.part[I] op b);                                                            \
        return r;                                                                                            \
    }                                                                                                        \
    IVERSON_PACK IVERSON_INLINE pack<T, Width, Parts> operator op(T a, pack<T, Width, Parts> const& b) {     \
        pack<T, Width, Parts> r;                                                                             \
        IVERSON_EACH(r.part[I] = a op b.part[I]);                                                            \
        return r;                                                                                            \
    }
IVERSON_PACK_OPERATOR(+)
IVERSON_PACK_OPERATOR(-)
IVERSON_PACK_OPERATOR(*)
IVERSON_PACK_OPERATOR(/)
#undef IVERSON_PACK_OPERATOR

IVERSON_PACK IVERSON_INLINE void fill(pack<T, Width, Parts>& r, T value) {
    using vector = vector_of<T, Width>;
    IVERSON_EACH(r.part[I] = value - vector{});
}
IVERSON_PACK IVERSON_INLINE void load(pack<T, Width, Parts>& r, T const* p) {
    IVERSON_EACH((r.part[I] = load_lanes<T, Width>(p + I * Width)));
}
IVERSON_PACK IVERSON_INLINE void load(pack<T, Width, Parts>& r, T const* p, lane_mask mask) {
    IVERSON_EACH((r.part[I] = load_some<T, Width>(p + I * Width, mask >> (I * Width))));
}
IVERSON_PACK IVERSON_INLINE void load_backwards(pack<T, Width, Parts>& r, T const* p) {
    IVERSON_EACH((r.part[I] = reversed<T, Width>(load_lanes<T, Width>(p - I * Width - (Width - 1)))));
}
IVERSON_PACK IVERSON_INLINE void load_backwards(pack<T, Width, Parts>& r, T const* p, lane_mask mask) {
    IVERSON_EACH((r.part[I] = reversed<T, Width>(load_some<T, Width>(
                      p - I * Width - (Width - 1), reversed_mask(mask >> (I * Width), Width)))));
}
IVERSON_PACK IVERSON_INLINE void store(T* p, pack<T, Width, Parts> const& r) {
    IVERSON_EACH((store_lanes<T, Width>(p + I * Width, r.part[I])));
}
IVERSON_PACK IVERSON_INLINE void store_around(T* p, pack<T, Width, Parts> const& r) {
    IVERSON_EACH((store_around<T, Width>(p + I * Width, r.part[I])));
}
IVERSON_PACK IVERSON_INLINE void store(T* p, pack<T, Width, Parts> const& r, lane_mask mask) {
    IVERSON_EACH((store_some<T, Width>(p + I * Width, r.part[I], mask >> (I * Width))));
}
/// Part number `Part` and what follows of every `Step`-th entry, of registers that `load` has from their first entries; the lanes of
/// the parts before are known.
template <int Step, int Part, class T, int Width, class Load, int... L>
IVERSON_INLINE vector_of<T, Width> every_from(Load const& load, vector_of<T, Width> known,
                                              std::integer_sequence<int, L...> lanes) {
    if constexpr (Part == Step) {
        return known;
    } else {
        constexpr int first = Part + 1 < Step ? Part * Width : (Step - 1) * (Width - 1);
        constexpr auto source = [](int lane) {
            int const at = Step * lane;
            return at < first ? (Part == 1 ? at : lane) : at < first + Width ? Width + at - first : -1;
        };
        return every_from<Step, Part + 1, T, Width>(
            load, __builtin_shufflevector(known, load(first), source(L)...), lanes);
    }
}
/// Every `Step`-th entry from p on, by registers of all entries from the first one to the last: none beyond is read.
template <int Step, class T, int Width>
IVERSON_INLINE vector_of<T, Width> every(T const* p) {
    static_assert(Step > 1 && Step <= Width);
    auto const load = [&](int first)
                          __attribute__((always_inline)) { return load_lanes<T, Width>(p + first); };
    return every_from<Step, 1, T, Width>(load, load(0), std::make_integer_sequence<int, Width>{});
}
/// Those of the mask; memory of the others is not touched, they are 0.
template <int Step, class T, int Width>
IVERSON_INLINE vector_of<T, Width> every(T const* p, lane_mask mask) {
    lane_mask spread = 0;
    for (int lane = 0; lane < Width; ++lane) {
        spread |= ((mask >> lane) & 1) << (Step * lane);
    }
    auto const load = [&](int first) __attribute__((always_inline)) {
        return load_some<T, Width>(p + first, spread >> first);
    };
    return every_from<Step, 1, T, Width>(load, load(0), std::make_integer_sequence<int, Width>{});
}
/// Lanes that lie `step` entries apart. `Known` is this number where it is known and small, 0 elsewhere.
template <int Known, class T, int Width>
IVERSON_INLINE vector_of<T, Width> gather_lanes(T const* p, std::int64_t step) {
    if constexpr (Known > 1 && Known <= Width) {
        return every<Known, T, Width>(p);
    } else if constexpr (Known < -1 && -Known <= Width) {
        return reversed<T, Width>(every<-Known, T, Width>(p + Known * (Width - 1)));
    } else {
        return [&]<int... L>(std::integer_sequence<int, L...>) __attribute__((always_inline)) {
            return vector_of<T, Width>{p[L * step]...};
        }(std::make_integer_sequence<int, Width>{});
    }
}
/// Those of the mask; memory of the others is not touched, they are 0.
template <int Known, class T, int Width>
IVERSON_INLINE vector_of<T, Width> gather_some(T const* p, std::int64_t step, lane_mask mask) {
    mask &= first_lanes(Width);
    if (mask == first_lanes(Width)) {
        return gather_lanes<Known, T, Width>(p, step);
    }
    if (mask == 0) {
        return vector_of<T, Width>{};
    }
    if constexpr (Known > 1 && Known <= Width) {
        return every<Known, T, Width>(p, mask);
    }
#if defined(__AVX512F__)
    if constexpr (sizeof(T) == 8 && Width == 8) {
        auto const places = step * vector_of<long long, Width>{0, 1, 2, 3, 4, 5, 6, 7};
        return (vector_of<T, Width>)_mm512_mask_i64gather_pd(_mm512_setzero_pd(), static_cast<__mmask8>(mask),
                                                             (__m512i)places, p, 8);
    }
#endif
    T lanes[Width] = {};
    for (; mask != 0; mask &= mask - 1) {
        int const lane = std::countr_zero(mask);
        lanes[lane] = p[lane * step];
    }
    return load_lanes<T, Width>(lanes);
}
template <class T, int Width>
IVERSON_INLINE void scatter_some(T* p, std::int64_t step, vector_of<T, Width> v, lane_mask mask) {
    mask &= first_lanes(Width);
    if (mask == first_lanes(Width)) {
        [&]<int... L>(std::integer_sequence<int, L...>) __attribute__((always_inline)) {
            ((p[L * step] = v[L]), ...);
        }(std::make_integer_sequence<int, Width>{});
        return;
    }
    T lanes[Width];
    store_lanes<T, Width>(lanes, v);
    for (; mask != 0; mask &= mask - 1) {
        int const lane = std::countr_zero(mask);
        p[lane * step] = lanes[lane];
    }
}
template <int Known, class T, int Width, int Parts>
IVERSON_INLINE void gather(pack<T, Width, Parts>& r, T const* p, std::int64_t step) {
    IVERSON_EACH((r.part[I] = gather_lanes<Known, T, Width>(p + I * Width * step, step)));
}
template <int Known, class T, int Width, int Parts>
IVERSON_INLINE void gather(pack<T, Width, Parts>& r, T const* p, std::int64_t step, lane_mask mask) {
    IVERSON_EACH((r.part[I] = gather_some<Known, T, Width>(p + I * Width * step, step, mask >> (I * Width))));
}
IVERSON_PACK IVERSON_INLINE void scatter(T* p, std::int64_t step, pack<T, Width, Parts> const& r,
                                         lane_mask mask) {
    IVERSON_EACH((scatter_some<T, Width>(p + I * Width * step, step, r.part[I], mask >> (I * Width))));
}
IVERSON_PACK IVERSON_INLINE pack<T, Width, Parts> blend(lane_mask mask, pack<T, Width, Parts> const& yes,
                                                        pack<T, Width, Parts> const& no) {
    pack<T, Width, Parts> r;
    IVERSON_EACH((r.part[I] = blend<T, Width>(mask >> (I * Width), yes.part[I], no.part[I])));
    return r;
}
/// The lanes where the comparison holds keep `value`, the others are 0. `How` is a function object on two vectors.
template <class How, class T, int Width, int Parts>
IVERSON_INLINE pack<T, Width, Parts> keep_where(How how, pack<T, Width, Parts> const& a,
                                                pack<T, Width, Parts> const& b,
                                                pack<T, Width, Parts> const& value) {
    pack<T, Width, Parts> r;
    using vector = vector_of<T, Width>;
    IVERSON_EACH((r.part[I] = how(a.part[I], b.part[I]) ? value.part[I] : vector{}));
    return r;
}
/// The greater (smaller) lanes; NaN wins.
IVERSON_PACK IVERSON_INLINE pack<T, Width, Parts> greater_of(pack<T, Width, Parts> const& a,
                                                             pack<T, Width, Parts> const& b) {
    pack<T, Width, Parts> r;
    IVERSON_EACH((r.part[I] = ((b.part[I] > a.part[I]) | (b.part[I] != b.part[I])) ? b.part[I] : a.part[I]));
    return r;
}
IVERSON_PACK IVERSON_INLINE pack<T, Width, Parts> smaller_of(pack<T, Width, Parts> const& a,
                                                             pack<T, Width, Parts> const& b) {
    pack<T, Width, Parts> r;
    IVERSON_EACH((r.part[I] = ((b.part[I] < a.part[I]) | (b.part[I] != b.part[I])) ? b.part[I] : a.part[I]));
    return r;
}
template <class T>
IVERSON_INLINE T greater_of(T a, T b) {
    return b > a || b != b ? b : a;
}
template <class T>
IVERSON_INLINE T smaller_of(T a, T b) {
    return b < a || b != b ? b : a;
}

#undef IVERSON_EACH
#undef IVERSON_PACK

}  // namespace iverson::loops
