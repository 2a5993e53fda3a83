// SPDX-License-Identifier: BSL-1.0
// long because it holds the text of all that source in vectors brings along.
#pragma once

#include "support_text.hpp"

/// What source in vectors brings along: registers by the GNU vector extension, several of them as the lanes of a block, and the
/// loops that go through blocks. Intrinsics stand only where the extension has no word for some lanes: loads, stores, choices.
namespace iverson::emit {

inline constexpr helper vector_helpers[] = {
    {"vector_of", R"(/// The bytes of a vector register of the target.
#if defined(__AVX512F__)
constexpr int register_bytes = 64;
#elif defined(__AVX__)
constexpr int register_bytes = 32;
#else
constexpr int register_bytes = 16;
#endif

/// Which lanes count, one bit for each.
using lane_bits = std::uint64_t;

inline lane_bits first_bits(std::ptrdiff_t n) {
    return n >= 64 ? ~lane_bits{0} : n <= 0 ? lane_bits{0} : (lane_bits{1} << n) - 1;
}

/// One register of numbers, with loads and stores of some of its lanes.
template <class T>
struct vector_of {
    using integer = typename std::conditional<sizeof(T) == 8, std::int64_t, std::int32_t>::type;
    static constexpr int width = register_bytes / static_cast<int>(sizeof(T));
    using places = std::make_integer_sequence<int, width>;
    typedef T type __attribute__((vector_size(register_bytes)));
    typedef integer integers __attribute__((vector_size(register_bytes)));
    typedef typename std::make_unsigned<integer>::type bits __attribute__((vector_size(register_bytes)));

    static type load(T const* p) {
        type v;
        std::memcpy(&v, p, sizeof v);
        return v;
    }
    static void store(T* p, type const& v) { std::memcpy(p, &v, sizeof v); }
    /// Touches the memory of the lanes that count alone; the others are 0.
    static type load(T const* p, lane_bits bits) {
#if defined(__AVX512F__)
        if constexpr (sizeof(T) == 8) {
            return (type)_mm512_maskz_loadu_pd(static_cast<__mmask8>(bits), p);
        } else {
            return (type)_mm512_maskz_loadu_ps(static_cast<__mmask16>(bits), p);
        }
#else
        T lanes[width] = {};
        for (lane_bits rest = bits & first_bits(width); rest != 0; rest &= rest - 1) {
            lanes[__builtin_ctzll(rest)] = p[__builtin_ctzll(rest)];
        }
        return load(lanes);
#endif
    }
    static void store(T* p, type const& v, lane_bits bits) {
#if defined(__AVX512F__)
        if constexpr (sizeof(T) == 8) {
            _mm512_mask_storeu_pd(p, static_cast<__mmask8>(bits), (__m512d)v);
        } else {
            _mm512_mask_storeu_ps(p, static_cast<__mmask16>(bits), (__m512)v);
        }
#else
        for (lane_bits rest = bits & first_bits(width); rest != 0; rest &= rest - 1) {
            p[__builtin_ctzll(rest)] = v[__builtin_ctzll(rest)];
        }
#endif
    }
    template <int... Lane>
    static type choose(lane_bits bits, type const& yes, type const& no, std::integer_sequence<int, Lane...>) {
        integers const all = static_cast<integer>(bits & first_bits(width)) - integers{};
        return (all & integers{(integer{1} << Lane)...}) != 0 ? yes : no;
    }
    /// `yes` in the lanes that count, `no` in the others.
    static type choose(lane_bits bits, type const& yes, type const& no) {
#if defined(__AVX512F__)
        if constexpr (sizeof(T) == 8) {
            return (type)_mm512_mask_mov_pd((__m512d)no, static_cast<__mmask8>(bits), (__m512d)yes);
        } else {
            return (type)_mm512_mask_mov_ps((__m512)no, static_cast<__mmask16>(bits), (__m512)yes);
        }
#else
        return choose(bits, yes, no, places{});
#endif
    }
    template <int... Lane>
    static type reversed(type const& v, std::integer_sequence<int, Lane...>) {
#if defined(__clang__) || __GNUC__ >= 12
        return __builtin_shufflevector(v, v, (width - 1 - Lane)...);
#else
        return type{v[width - 1 - Lane]...};
#endif
    }
    static type reversed(type const& v) { return reversed(v, places{}); }
    /// Of lanes that follow one another.
    static lane_bits reversed(lane_bits bits) {
        int const first = __builtin_ctzll(bits | lane_bits{1} << width);
        int const count = __builtin_popcountll(bits);
        return first_bits(count) << (width - first - count);
    }
    /// The same register: GCC would load it again for each use.
    static type kept(type v) {
#if defined(__GNUC__) && !defined(__clang__) && defined(__AVX512F__)
        __asm__("" : "+v"(v));
#elif defined(__GNUC__) && !defined(__clang__) && defined(__SSE2__)
        __asm__("" : "+x"(v));
#elif defined(__GNUC__) && !defined(__clang__) && defined(__aarch64__)
        __asm__("" : "+w"(v));
#endif
        return v;
    }
    /// The first half of the lanes added to the second, until one is left.
    static T total(type const& v) {
        T lanes[width];
        store(lanes, v);
        for (int half = width / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; ++lane) {
                lanes[lane] += lanes[lane + half];
            }
        }
        return lanes[0];
    }
};
)"},
    {"pack", R"(/// Several registers: one number for each of many steps of a loop.
template <class T, int... Part>
struct pack {
    typename vector_of<T>::type part[sizeof...(Part)];

    friend pack operator+(pack const& a, pack const& b) { return {{(a.part[Part] + b.part[Part])...}}; }
    friend pack operator+(pack const& a, T b) { return {{(a.part[Part] + b)...}}; }
    friend pack operator+(T a, pack const& b) { return {{(a + b.part[Part])...}}; }
    friend pack operator-(pack const& a, pack const& b) { return {{(a.part[Part] - b.part[Part])...}}; }
    friend pack operator-(pack const& a, T b) { return {{(a.part[Part] - b)...}}; }
    friend pack operator-(T a, pack const& b) { return {{(a - b.part[Part])...}}; }
    friend pack operator*(pack const& a, pack const& b) { return {{(a.part[Part] * b.part[Part])...}}; }
    friend pack operator*(pack const& a, T b) { return {{(a.part[Part] * b)...}}; }
    friend pack operator*(T a, pack const& b) { return {{(a * b.part[Part])...}}; }
    friend pack operator/(pack const& a, pack const& b) { return {{(a.part[Part] / b.part[Part])...}}; }
    friend pack operator/(pack const& a, T b) { return {{(a.part[Part] / b)...}}; }
    friend pack operator/(T a, pack const& b) { return {{(a / b.part[Part])...}}; }
};
/// So many sums for each lane that additions need not wait for one another.
template <class Values>
struct partial_sums;
template <class T, int... Part>
struct partial_sums<pack<T, Part...>> {
    static constexpr int count = sizeof...(Part) >= 8 ? 1 : sizeof...(Part) >= 4 ? 2 : 4;
    pack<T, Part...> partial[count];
};
)"},
    {"window",
     R"(/// The registers that steps share: those of the first step and one more for each of the others, which lie above (Way 1) or
/// below (Way -1).
template <int Way, int Steps, class T, int... Register>
struct window {
    pack<T, Register...> values;
};
)"},
    {"lanes",
     R"(/// Which lanes of a pack take part: all; the first ones, and the others may hold anything; some, and the others keep what they have.
enum class used { all, first, some };

/// Steps of a loop that are computed at once, from the one that is given on: how their numbers are read, combined and written.
template <class T, used Used, int... Part>
struct lanes {
    using vector = vector_of<T>;
    using values = pack<T, Part...>;
    using sums = partial_sums<values>;
    static constexpr int width = vector::width;
    static constexpr int parts = static_cast<int>(sizeof...(Part));
    static constexpr int size = width * parts;

    lane_bits bits = first_bits(size);
    int ahead = 0;  ///< of the step of an inner loop that is given, by so many steps
    int turn = 0;   ///< the partial sum that is added to

    /// So many registers, from the first one on, hold lanes that count.
    int registers() const {
        return Used == used::all ? parts : bits == 0 ? 0 : (63 - __builtin_clzll(bits)) / width + 1;
    }
    std::ptrdiff_t last() const { return Used == used::all ? size - 1 : 63 - __builtin_clzll(bits); }
    lanes<T, used::some, Part...> between(std::ptrdiff_t from, std::ptrdiff_t to) const {
        return {bits & first_bits(to + 1) & ~first_bits(from), ahead, turn};
    }
    lanes<T, used::some, Part...> only_if(bool condition) const { return {condition ? bits : 0, ahead, turn}; }
    lane_bits of_part(int part) const { return bits >> (part * width) & first_bits(width); }

    static values of(T value) { return {{(static_cast<void>(Part), value - typename vector::type{})...}}; }
    static values of(values const& v) { return v; }
    static values index(std::ptrdiff_t first, std::ptrdiff_t step) {
        return numbers([&](int lane) { return static_cast<T>(first + step * lane); });
    }

    values load(T const* p) const {
        if constexpr (Used == used::all) {
            return {{vector::load(p + Part * width)...}};
        } else {
            return {{vector::load(p + Part * width, of_part(Part))...}};
        }
    }
    values load_backwards(T const* p) const {
        p -= width - 1;
        if constexpr (Used == used::all) {
            return {{vector::reversed(vector::load(p - Part * width))...}};
        } else {
            return {{vector::reversed(vector::load(p - Part * width, vector::reversed(of_part(Part))))...}};
        }
    }
    template <class Number>
    values gather(Number const* p, std::ptrdiff_t step) const {
        return numbers([&](int lane) { return counts(lane) ? static_cast<T>(p[lane * step]) : T(0); });
    }
    /// Entries of which it is not known whether they are neighbours.
    values load(T const* p, std::ptrdiff_t step) const { return step == 1 ? load(p) : gather(p, step); }
    /// One entry for all lanes that count.
    template <class Number>
    values same(Number const* p) const {
        return bits == 0 ? of(T(0)) : keep(of(static_cast<T>(*p)));
    }
    /// What `Steps` steps read that lie a register apart, the first one at p.
    template <class Steps>
    auto window_up(T const* p, Steps) const {
        return window_at<1, Steps::value>(p, std::make_integer_sequence<int, parts + Steps::value - 1>{});
    }
    template <class Steps>
    auto window_down(T const* p, Steps) const {
        return window_at<-1, Steps::value>(p - (Steps::value - 1) * width,
                                           std::make_integer_sequence<int, parts + Steps::value - 1>{});
    }
    /// What one of the steps reads of it.
    template <int Way, int Steps, int... Register, class Turn>
    static values from(window<Way, Steps, T, Register...> const& w, Turn) {
        constexpr int first = Way > 0 ? Turn::value : Steps - 1 - Turn::value;
        return {{w.values.part[first + Part]...}};
    }
    /// Calls step(lanes, turn) for each of the steps, which lie `apart`.
    template <class Steps, class Step>
    __attribute__((always_inline)) void in_turns(Steps, int apart, Step const& step) const {
        each_turn(apart, step, std::make_integer_sequence<int, Steps::value>{});
    }

    void store(T* p, values const& v) const {
        if constexpr (Used == used::all) {
            (vector::store(p + Part * width, v.part[Part]), ...);
        } else {
            (vector::store(p + Part * width, v.part[Part], of_part(Part)), ...);
        }
    }
    void store(T* p, std::ptrdiff_t step, values const& v) const { step == 1 ? store(p, v) : scatter(p, step, v); }
    void scatter(T* p, std::ptrdiff_t step, values const& v) const {
        for (int lane = 0; lane < size; ++lane) {
            if (counts(lane)) {
                p[lane * step] = v.part[lane / width][lane % width];
            }
        }
    }

    /// 0 in the lanes that do not count.
    values keep(values const& v) const {
        return {{vector::choose(of_part(Part), v.part[Part], typename vector::type{})...}};
    }
    /// 0 in the lanes where how(a, b) does not hold.
    template <class How>
    static values keep_where(How const& how, values const& a, values const& b, values const& v) {
        return {{(how(a.part[Part], b.part[Part]) ? v.part[Part] : typename vector::type{})...}};
    }
    /// f of the numbers of each lane that counts, one after the other.
    template <class F, class... Values>
    values each(F const& f, Values const&... v) const {
        return numbers([&](int lane) {
            return counts(lane) ? f(v.part[lane / width][lane % width]...) : T(0);
        });
    }
    /// The greater, or smaller, of two numbers; a NaN wins.
    static values greater(values const& a, values const& b) {
        return {{(((b.part[Part] > a.part[Part]) | (b.part[Part] != b.part[Part])) != 0 ? b.part[Part]
                                                                                       : a.part[Part])...}};
    }
    static values smaller(values const& a, values const& b) {
        return {{(((b.part[Part] < a.part[Part]) | (b.part[Part] != b.part[Part])) != 0 ? b.part[Part]
                                                                                       : a.part[Part])...}};
    }

    /// What a loop has found: `next` in the lanes that have the step.
    values chosen(values const& next, values const& old) const {
        if constexpr (Used == used::some) {
            return {{vector::choose(of_part(Part), next.part[Part], old.part[Part])...}};
        } else {
            return next;
        }
    }
    void add(values& sum, values const& v) const { sum = chosen(sum + v, sum); }
    void add_product(values& sum, T a, values const& b) const {
        sum = chosen({{(sum.part[Part] + a * b.part[Part])...}}, sum);
    }
    void add_product(values& sum, values const& a, values const& b) const {
        sum = chosen({{(sum.part[Part] + a.part[Part] * b.part[Part])...}}, sum);
    }
    void add(sums& s, values const& v) const { add(s.partial[turn % sums::count], v); }
    template <class First>
    void add_product(sums& s, First const& a, values const& b) const {
        add_product(s.partial[turn % sums::count], a, b);
    }
    static sums sums_from(T value) {
        sums result;
        for (values& sum : result.partial) {
            sum = of(value);
        }
        return result;
    }
    static values total(sums const& s) {
        values result = s.partial[0];
        for (int i = 1; i < sums::count; ++i) {
            result = result + s.partial[i];
        }
        return result;
    }

  private:
    template <class Step, int... Turn>
    __attribute__((always_inline)) void each_turn(int apart, Step const& step,
                                                  std::integer_sequence<int, Turn...>) const {
        (step(lanes{bits, Turn * apart, Turn}, std::integral_constant<int, Turn>{}), ...);
    }
    template <int Way, int Steps, int... Register>
    window<Way, Steps, T, Register...> window_at(T const* p, std::integer_sequence<int, Register...>) const {
        if constexpr (Used == used::all) {
            return {{{vector::kept(vector::load(p + Register * width))...}}};
        } else {
            return {{{vector::kept(vector::load(p + Register * width, of_any<Steps>(Register)))...}}};
        }
    }
    /// The lanes that count in a register for any of the steps.
    template <int Steps>
    lane_bits of_any(int its_register) const {
        lane_bits result = 0;
        for (int step = 0; step < Steps; ++step) {
            int const part = its_register - step;
            result |= part >= 0 && part < parts ? of_part(part) : lane_bits{0};
        }
        return result;
    }
    bool counts(int lane) const { return Used == used::all || (bits >> lane & 1) != 0; }
    template <class F>
    static values numbers(F const& f) {
        T all[size];
        for (int lane = 0; lane < size; ++lane) {
            all[lane] = f(lane);
        }
        return {{vector::load(all + Part * width)...}};
    }
};
)"},
    {"for_lanes", R"(template <class T, used Used, class Body, int... Part>
__attribute__((always_inline)) inline void run_lanes(std::ptrdiff_t first, std::ptrdiff_t count, Body const& body,
                                                     std::integer_sequence<int, Part...>) {
    body(first, lanes<T, Used, Part...>{first_bits(count)});
}
/// Calls body(i, lanes) for first .. last, each time for many i at once: blocks of eight registers, and a rest that is not full.
template <class T, class Body>
__attribute__((always_inline)) inline void for_lanes(std::ptrdiff_t first, std::ptrdiff_t last, Body const& body) {
    constexpr std::ptrdiff_t width = vector_of<T>::width;
    constexpr int parts = width <= 8 ? 8 : 4;  // the lanes of a block have 64 bits
    for (; last - first + 1 >= parts * width; first += parts * width) {
        run_lanes<T, used::all>(first, parts * width, body, std::make_integer_sequence<int, parts>{});
    }
    for (; last - first >= width; first += 4 * width) {
        run_lanes<T, used::first>(first, std::min(last - first + 1, 4 * width), body,
                                  std::make_integer_sequence<int, 4>{});
    }
    if (first <= last) {
        run_lanes<T, used::first>(first, last - first + 1, body, std::make_integer_sequence<int, 1>{});
    }
}
)"},
    {"for_steps",
     R"(/// Calls step(i, lanes, steps) for first .. last: for `Steps` steps that lie `Apart` as long as there are so many, then for one
/// at a time.
template <int Steps, int Apart, class Lanes, class Step>
__attribute__((always_inline)) inline void for_steps(Lanes const& its, std::ptrdiff_t first, std::ptrdiff_t last,
                                                     Step const& step) {
    if constexpr (Steps > 1) {
        for (; last - first + 1 >= Steps * Apart; first += (Steps - 1) * Apart) {
            for (int i = 0; i < Apart; ++i, ++first) {
                step(first, its, std::integral_constant<int, Steps>{});
            }
        }
    }
    for (; first <= last; ++first) {
        step(first, its, std::integral_constant<int, 1>{});
    }
}
)"},
    {"for_moving_steps",
     R"(/// Calls step(i, lanes, steps) for first .. last: for common_first .. common_last, which all lanes have, as `for_steps` does, and for
/// each other i with the lanes that have it, having(i).
template <int Steps, int Apart, class Lanes, class Having, class Step>
__attribute__((always_inline)) inline void for_moving_steps(Lanes const& its, std::ptrdiff_t first, std::ptrdiff_t last,
                                                            std::ptrdiff_t common_first, std::ptrdiff_t common_last,
                                                            Having const& having, Step const& step) {
    bool before = true;
    for (std::ptrdiff_t i = first; i <= last; ++i) {
        if (before && i >= common_first) {
            for_steps<Steps, Apart>(its, i, common_last, step);
            i = std::max(i, common_last + 1);
            before = false;
            if (i > last) {
                return;
            }
        }
        auto const some = having(i);
        if (some.bits != 0) {
            step(i, some, std::integral_constant<int, 1>{});
        }
    }
}
)"},
    {"sum_in_lanes",
     R"(/// Adds the terms first .. last, a register of them at a time: add(i, lanes, sum) adds those of the lanes.
template <class T, class Add>
__attribute__((always_inline)) inline T sum_in_lanes(std::ptrdiff_t first, std::ptrdiff_t last, Add const& add) {
    using block = lanes<T, used::all, 0, 1, 2, 3>;
    using rest = lanes<T, used::some, 0>;
    auto sum = block::of(T(0));
    for (; last - first + 1 >= block::size; first += block::size) {
        add(first, block{}, sum);
    }
    pack<T, 0> total = {{(sum.part[0] + sum.part[1]) + (sum.part[2] + sum.part[3])}};
    for (; first <= last; first += rest::size) {
        add(first, rest{first_bits(std::min<std::ptrdiff_t>(last - first + 1, rest::size))}, total);
    }
    return vector_of<T>::total(total.part[0]);
}
)"},
    {"for_rows",
     R"(/// Calls body(i, lanes) for first .. last, for as many i at once as four registers have, or one.
template <class T, class Body>
__attribute__((always_inline)) inline void for_rows(std::ptrdiff_t first, std::ptrdiff_t last, Body const& body) {
    constexpr std::ptrdiff_t width = vector_of<T>::width;
    for (; last - first >= width; first += 4 * width) {
        run_lanes<T, used::first>(first, std::min(last - first + 1, 4 * width), body,
                                  std::make_integer_sequence<int, 4>{});
    }
    if (first <= last) {
        run_lanes<T, used::first>(first, last - first + 1, body, std::make_integer_sequence<int, 1>{});
    }
}
)"},
    {"sums_in_lanes",
     R"(/// Lane l is the sum of the lanes of v[l]: neighbours are added until one register is left.
template <class T, int... Lane>
typename vector_of<T>::type totals(typename vector_of<T>::type (&v)[sizeof...(Lane)], std::integer_sequence<int, Lane...>) {
#if defined(__clang__) || __GNUC__ >= 12
    for (std::size_t count = sizeof...(Lane) / 2; count > 0; count /= 2) {
        for (std::size_t i = 0; i < count; ++i) {
            v[i] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], (2 * Lane)...) +
                   __builtin_shufflevector(v[2 * i], v[2 * i + 1], (2 * Lane + 1)...);
        }
    }
    return v[0];
#else
    return typename vector_of<T>::type{vector_of<T>::total(v[Lane])...};
#endif
}
/// The sums of some rows, which share what they load; of rows behind the last one the last one again.
template <class T, class Add, int... Row>
__attribute__((always_inline)) inline void sums_of_rows(std::ptrdiff_t row, std::ptrdiff_t last_row, std::ptrdiff_t first,
                                                        std::ptrdiff_t last, T* results, Add const& add,
                                                        std::integer_sequence<int, Row...>) {
    using vector = vector_of<T>;
    using block = lanes<T, used::all, 0>;
    using rest = lanes<T, used::some, 0>;
    pack<T, 0> sums[] = {(static_cast<void>(Row), block::of(T(0)))...};
    for (; last - first + 1 >= block::size; first += block::size) {
        (add(std::min(row + Row, last_row), first, block{}, sums[Row]), ...);
    }
    if (first <= last) {
        (add(std::min(row + Row, last_row), first, rest{first_bits(last - first + 1)}, sums[Row]), ...);
    }
    for (std::size_t done = 0; done < sizeof...(Row); done += vector::width) {
        typename vector::type registers[vector::width] = {};
        for (std::size_t i = 0; i < vector::width && done + i < sizeof...(Row); ++i) {
            registers[i] = sums[done + i].part[0];
        }
        vector::store(results + done, totals<T>(registers, typename vector::places{}));
    }
}
/// For each of the lanes that count, of which the first one is that of `row`, the sum of the terms first .. last, a register of them at
/// a time: add(row, i, lanes, sum) adds those of the lanes to the sum of a row.
template <class T, used Used, int... Part, class Add>
__attribute__((always_inline)) inline pack<T, Part...> sums_in_lanes(lanes<T, Used, Part...> const& its, std::ptrdiff_t row,
                                                                     std::ptrdiff_t first, std::ptrdiff_t last,
                                                                     Add const& add) {
    using vector = vector_of<T>;
    constexpr int rows = vector::width < 4 ? 4 : vector::width > 8 ? 8 : vector::width;
    T all[lanes<T, Used, Part...>::size + 8 + vector::width] = {};
    T* next = all;
    std::ptrdiff_t const last_row = row + its.last();
    for (; last_row - row + 1 > rows / 2; row += rows, next += rows) {
        sums_of_rows<T>(row, last_row, first, last, next, add, std::make_integer_sequence<int, rows>{});
    }
    for (; row <= last_row; ++row, ++next) {
        *next = sum_in_lanes<T>(first, last, [&](std::ptrdiff_t i, auto const some, auto& sum) __attribute__((always_inline)) {
            add(row, i, some, sum);
        });
    }
    return {{vector::load(all + Part * vector::width)...}};
}
)"}};

}  // namespace iverson::emit
