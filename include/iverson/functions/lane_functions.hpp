// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "lane_constants.hpp"
#include "lane_number.hpp"

#include <cmath>
#include <limits>

#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) ||                                               \
    (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "Iverson's functions round by adding and subtracting, which -ffast-math undoes: compile without it"
#endif

/// Elementary functions of all lanes of a register, without a branch, by the usual way: reduce the argument exactly to a small
/// interval (W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980), a polynomial there, and back. No result
/// depends on the other lanes or on whether products are contracted to fused ones: what must be exact is exact either way.
/// Special values are those of <cmath>; errno is not set. docs/functions.md has the errors that were measured.
namespace iverson::functions::lanes {

template <auto const& Array>
inline constexpr std::size_t terms = sizeof Array / sizeof Array[0];

#define IVERSON_LANES template <class T, int Width>

// NOLINTBEGIN(performance-unnecessary-value-param): a register is no more than a number
IVERSON_LANES struct on {
    using V = vector_of<T, Width>;
    using I = vector_of<typename lane_integer<T>::type, Width>;
    using U = vector_of<typename lane_integer<T>::bits, Width>;
    using bits = typename lane_integer<T>::bits;
    using c = constants<T>;
    static constexpr T infinity = std::numeric_limits<T>::infinity();
    static constexpr T nan = std::numeric_limits<T>::quiet_NaN();

    IVERSON_INLINE static V all(T value) { return value - V{}; }
    IVERSON_INLINE static V pick(I const& chosen, V const& yes, V const& no) {
        return lanes::pick<T, Width>(chosen, yes, no);
    }
    IVERSON_INLINE static U sign_bit(V x) { return (U)x & ~(~U{} >> 1); }
    IVERSON_INLINE static V size(V x) { return (V)((U)x & (~U{} >> 1)); }
    /// x with the sign of s as well: for functions with f(-0) = -0 and the sign of their argument.
    IVERSON_INLINE static V with_sign_of(V s, V x) { return (V)((U)x | sign_bit(s)); }

    /// Every other coefficient, from First on, by Horner's rule.
    template <auto const& Coefficients, std::size_t First, std::size_t... K>
    IVERSON_INLINE static V every_other([[maybe_unused]] V square, std::index_sequence<K...>) {
        constexpr std::size_t last = First + 2 * sizeof...(K);
        V result = all(Coefficients[last]);
        ((result = result * square + Coefficients[last - 2 - 2 * K]), ...);
        return result;
    }
    /// Two chains instead of one, which the processor computes at the same time.
    template <auto const& Coefficients>
    IVERSON_INLINE static V polynomial(V x) {
        constexpr std::size_t count = terms<Coefficients>;
        V const square = x * x;
        V const even = every_other<Coefficients, 0>(square, std::make_index_sequence<(count + 1) / 2 - 1>{});
        V const odd = every_other<Coefficients, 1>(square, std::make_index_sequence<count / 2 - 1>{});
        return odd * x + even;
    }

    // -- sqrt, for which vectors have no word -----------------------------------------------------------------------------

    IVERSON_INLINE static V sqrt(V x) {
        if constexpr (Width == as_text) {
            return x.root();
        } else {
            return root_of(x);
        }
    }
    IVERSON_INLINE static V root_of(V x) {
#if defined(__clang__)
        return __builtin_elementwise_sqrt(x);
#else
#if defined(__AVX512F__)
        constexpr int as_set = 4;  // the rounding that the processor is set to
        if constexpr (sizeof(V) == 64 && sizeof(T) == 8) {
            return (V)__builtin_ia32_sqrtpd512_mask(x, x, -1, as_set);
        } else if constexpr (sizeof(V) == 64) {
            return (V)__builtin_ia32_sqrtps512_mask(x, x, -1, as_set);
        }
#elif defined(__AVX__)
        if constexpr (sizeof(V) == 32 && sizeof(T) == 8) {
            return (V)__builtin_ia32_sqrtpd256(x);
        } else if constexpr (sizeof(V) == 32) {
            return (V)__builtin_ia32_sqrtps256(x);
        }
#elif defined(__SSE2__)
        if constexpr (sizeof(V) == 16 && sizeof(T) == 8) {
            return (V)__builtin_ia32_sqrtpd(x);
        } else if constexpr (sizeof(V) == 16) {
            return (V)__builtin_ia32_sqrtps(x);
        }
#elif defined(__aarch64__)
        if constexpr (sizeof(V) == 16 && sizeof(T) == 8) {
            return (V)__builtin_aarch64_sqrtv2df(x);
        } else if constexpr (sizeof(V) == 16) {
            return (V)__builtin_aarch64_sqrtv4sf(x);
        }
#endif
        for (int lane = 0; lane < Width; ++lane) {
            x[lane] = std::sqrt(x[lane]);
        }
        return x;
#endif
    }

    // -- exp and its kin ------------------------------------------------------------------------------------------------

    /// exp x = 2^k (1 + p).
    struct power {
        U k;
        V p;
    };
    IVERSON_INLINE static power power_of_e(V x) {
        V const shifted = x * c::log2_e + c::round;
        V const k = shifted - c::round;
        V const near = x - k * c::ln2[0];
        V const rest = k * c::ln2[1];
        V const r = near - rest;
        // Not r + ...: its rounding would count twice.
        return {(U)shifted - (U)all(c::round), near + (r * (r * polynomial<c::exp>(r)) - rest)};
    }
    IVERSON_INLINE static V two_to(U k) { return (V)((k + c::bias) << c::mantissa); }
    /// 2^k as two factors: it may lie outside the numbers of the machine.
    IVERSON_INLINE static U half_of(U k) { return ((k + 4096) >> 1) - 2048; }
    IVERSON_INLINE static V bounded(V x) {
        V const below = pick(x > c::exp_most, all(c::exp_most), x);
        return pick(below < c::exp_least, all(c::exp_least), below);
    }
    /// 2^Scale exp x.
    template <int Scale = 0>
    IVERSON_INLINE static V exp(V x) {
        power const e = power_of_e(bounded(x));
        U const k = e.k + static_cast<bits>(Scale);
        U const half = half_of(k);
        return (1 + e.p) * two_to(half) * two_to(k - half);
    }
    IVERSON_INLINE static V expm1(V x) {
        power const e = power_of_e(bounded(x));
        U const half = half_of(e.k);
        V const first = two_to(half);
        V const second = two_to(e.k - half);
        return with_sign_of(x, (first * e.p + (first - two_to(half - e.k))) * second);
    }
    /// expm1(2u) / (expm1(2u) + 2) for u = |x|.
    IVERSON_INLINE static V tanh(V x) {
        V const u = size(x);
        power const e = power_of_e(2 * pick(u > c::tanh_most, all(c::tanh_most), u));
        V const scale = two_to(e.k);
        V const minus_one = scale * e.p + (scale - 1);
        return with_sign_of(x, minus_one / (minus_one + 2));
    }
    IVERSON_INLINE static V cosh(V x) {
        V const half = exp<-1>(size(x));
        return half + T{0.25} / half;
    }
    IVERSON_INLINE static V sinh(V x) {
        V const u = size(x);
        V const half = exp<-1>(u);
        V const square = u * u;
        return with_sign_of(
            x, pick(u < 1, u + u * (square * polynomial<c::sinh>(square)), half - T{0.25} / half));
    }

    // -- log ------------------------------------------------------------------------------------------------------------

    /// x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt 2, for a positive normal number.
    struct scaled {
        U biased;  ///< k + bias
        V f;
        IVERSON_INLINE V k() const {
            return (V)(biased | (U)all(c::whole)) - (c::whole + static_cast<T>(c::bias));
        }
    };
    IVERSON_INLINE static scaled split(V x) {
        U const up = (U)x + ((U)all(T{1}) - (U)all(c::root_half));
        U const rest = up & ((bits{1} << c::mantissa) - 1);
        return {up >> c::mantissa, (V)(rest + (U)all(c::root_half)) - 1};
    }
    /// k ln 2 + log(1 + f) + tail, by the series of log((1 + s) / (1 - s)) at s = f / (2 + f).
    IVERSON_INLINE static V log_of(V k, V f, V tail) {
        V const s = f / (2 + f);
        V const z = s * s;
        V const half_square = T{0.5} * f * f;
        V const curve = s * (half_square + z * polynomial<c::log>(z));
        return k * c::ln2[0] + (f - (half_square - (curve + (k * c::ln2[1] + tail))));
    }
    IVERSON_INLINE static V log(V x) {
        I const small = x < c::least_normal;
        scaled const m = split(pick(small, x * c::raise, x));
        V const k = m.k() - pick(small, all(c::raised_by), V{});
        V const found = pick(x < infinity, log_of(k, m.f, V{}), x);
        return pick(x > 0, found, pick(x == 0, all(-infinity), x + nan));
    }
    /// log(u + d) for u = 1 + x rounded and d what the rounding took.
    IVERSON_INLINE static V log1p(V x) {
        V const u = 1 + x;
        V const back = u - 1;
        V const d = (1 - (u - back)) + (x - back);
        scaled const m = split(u);
        V const k = m.k();
        I const near = k == 0;
        V const f = pick(near, x, m.f);
        // log(2^k (1 + f) + d) = log(2^k (1 + f)) + d / (2^k (1 + f)), d below the last bit: three digits of it suffice.
        V const tail =
            pick(near, V{}, d * (T{0.5} * two_to(c::bias + 1 - m.biased)) * (1 - f * (1 - f * (1 - f))));
        V const found = pick(x < infinity, log_of(k, f, tail), x);
        return pick(x > -1, with_sign_of(x, found), pick(x == -1, all(-infinity), x + nan));
    }

    // -- sin, cos, tan --------------------------------------------------------------------------------------------------

    /// x = k pi / 2 + r + tail, exactly enough for every |x| up to turn_most.
    struct quarter_turns {
        U k;
        V r, tail;
    };
    template <std::size_t... Part>
    IVERSON_INLINE static quarter_turns reduced(V x, std::index_sequence<Part...>) {
        V const shifted = x * c::two_by_pi + c::round;
        V const k = shifted - c::round;
        V r = x - k * c::half_pi[0];
        V tail{};
        auto const subtract = [&](V part)
                                  __attribute__((always_inline)) {  // r - part, and what is lost by rounding
                                      V const less = r - part;
                                      V const back = less - r;
                                      tail = tail + ((r - (less - back)) - (part + back));
                                      r = less;
                                  };
        (subtract(k * c::half_pi[Part + 1]), ...);
        return {(U)shifted - (U)all(c::round), r, tail - k * c::half_pi[sizeof...(Part) + 1]};
    }
    /// sin and cos of r + tail.
    struct both {
        V sin, cos;
    };
    IVERSON_INLINE static both small_turn(quarter_turns const& t) {
        V const z = t.r * t.r;
        V const half_square = T{0.5} * z;
        V const most = 1 - half_square;
        return {t.r + (t.r * z * polynomial<c::sin>(z) + (t.tail - half_square * t.tail)),
                most + (((1 - most) - half_square) + (z * z * polynomial<c::cos>(z) - t.r * t.tail))};
    }
    /// The sine of x turned by some quarters.
    IVERSON_INLINE static V turned(both const& b, U quarters) {
        V const value = pick((quarters & 1) != 0, b.cos, b.sin);
        return (V)((U)value ^ ((quarters & 2) << (8 * sizeof(T) - 2)));
    }
    /// Half the lanes are joined to the other half until one is left.
    template <int Half = Width / 2, std::size_t... Lane>
    IVERSON_INLINE static bool is_any(I chosen, std::index_sequence<Lane...> all) {
        if constexpr (Half == 0) {
            return chosen[0] != 0;
        } else {
            I const other =
                __builtin_shufflevector(chosen, chosen, static_cast<int>((Lane + Half) % Width)...);
            return is_any<Half / 2>(chosen | other, all);
        }
    }
    /// Arguments beyond the reduction, infinities and NaN, one by one.
    template <class Scalar>
    IVERSON_INLINE static V with_far_lanes(Scalar scalar, V x, V result) {
        I const far = ~(size(x) <= c::turn_most);
        if constexpr (Width == as_text) {
            return far.calls(scalar, x, result);
        } else if (is_any(far, std::make_index_sequence<Width>{})) {
            for (int lane = 0; lane < Width; ++lane) {
                result[lane] = far[lane] != 0 ? scalar(x[lane]) : result[lane];
            }
        }
        return result;
    }
    static constexpr auto parts = std::make_index_sequence<terms<c::half_pi> - 2>{};
    IVERSON_INLINE static V sin(V x) {
        quarter_turns const t = reduced(x, parts);
        return with_far_lanes(
            [](auto u) {
                using std::sin;
                return sin(u);
            },
            x, pick(x == 0, x, turned(small_turn(t), t.k)));
    }
    IVERSON_INLINE static V cos(V x) {
        quarter_turns const t = reduced(x, parts);
        return with_far_lanes(
            [](auto u) {
                using std::cos;
                return cos(u);
            },
            x, turned(small_turn(t), t.k + 1));
    }
    IVERSON_INLINE static V tan(V x) {
        quarter_turns const t = reduced(x, parts);
        both const b = small_turn(t);
        I const odd = (t.k & 1) != 0;
        V const result = pick(odd, -b.cos, b.sin) / pick(odd, b.sin, b.cos);
        return with_far_lanes(
            [](auto u) {
                using std::tan;
                return tan(u);
            },
            x, pick(x == 0, x, result));
    }
};
// NOLINTEND(performance-unnecessary-value-param)

/// Found by argument-dependent lookup from the text of a row.
#define IVERSON_LANE_FUNCTION(name, kernel)                                                                  \
    IVERSON_LANES IVERSON_INLINE number<T, Width> name(number<T, Width> const& u) {                          \
        return number<T, Width>{on<T, Width>::kernel(u.v)};                                                  \
    }
IVERSON_LANE_FUNCTION(abs, size)
IVERSON_LANE_FUNCTION(sqrt, sqrt)
IVERSON_LANE_FUNCTION(exp, exp)
IVERSON_LANE_FUNCTION(expm1, expm1)
IVERSON_LANE_FUNCTION(exp_m1, expm1)
IVERSON_LANE_FUNCTION(log, log)
IVERSON_LANE_FUNCTION(log1p, log1p)
IVERSON_LANE_FUNCTION(log_1p, log1p)
IVERSON_LANE_FUNCTION(sin, sin)
IVERSON_LANE_FUNCTION(cos, cos)
IVERSON_LANE_FUNCTION(tan, tan)
IVERSON_LANE_FUNCTION(sinh, sinh)
IVERSON_LANE_FUNCTION(cosh, cosh)
IVERSON_LANE_FUNCTION(tanh, tanh)
#undef IVERSON_LANE_FUNCTION
#undef IVERSON_LANES

}  // namespace iverson::functions::lanes
