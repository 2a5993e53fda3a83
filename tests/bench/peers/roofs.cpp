// SPDX-License-Identifier: BSL-1.0
#include "roofs.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#ifdef __SSE2__
#include <immintrin.h>
#endif

namespace peers {

namespace {

#if defined(__AVX512F__)
constexpr std::size_t vector_bytes = 64;
#elif defined(__AVX__)
constexpr std::size_t vector_bytes = 32;
#else
constexpr std::size_t vector_bytes = 16;
#endif

using word [[gnu::vector_size(vector_bytes)]] = long long;

constexpr int chains = 10;  // two pipelines of four to five steps each, and few enough for sixteen registers
constexpr int steps = 2000;

/// The chains start at numbers that the compiler does not know, or it sees that they are one.
template <class T>
[[gnu::noinline]] void multiply_adds(T factor, T summand, T* numbers) {
    using vector [[gnu::vector_size(vector_bytes)]] = T;
    vector a[chains];
    asm volatile("" : "+r"(numbers) : : "memory");
    std::memcpy(a, numbers, sizeof a);
    vector const f = vector{} + factor, s = vector{} + summand;
    for (int i = 0; i < steps; ++i) {
#pragma GCC unroll 10
        for (vector& each : a) {
            each = each * f + s;
        }
    }
    std::memcpy(numbers, a, sizeof a);
}
template <class T>
arithmetic_roof arithmetic_of() {
    constexpr std::size_t numbers = chains * vector_bytes / sizeof(T);
    // They tend to 1, so that none is subnormal or infinite.
    return {[all = std::vector<T>(numbers)]() mutable { multiply_adds(T(0.5), T(0.5), all.data()); },
            2.0 * static_cast<double>(numbers * steps)};
}

word loaded(std::byte const* from) {
    word result;
    std::memcpy(&result, from, sizeof result);
    return result;
}
[[gnu::noinline]] word read(std::byte const* from, std::size_t bytes) {
    word a[8] = {};
    std::size_t i = 0;
    for (; i + 8 * vector_bytes <= bytes; i += 8 * vector_bytes) {
#pragma GCC unroll 8
        for (std::size_t k = 0; k < 8; ++k) {
            a[k] ^= loaded(from + i + k * vector_bytes);
        }
    }
    for (; i + vector_bytes <= bytes; i += vector_bytes) {
        a[0] ^= loaded(from + i);
    }
    word all{};
    for (word const& each : a) {
        all ^= each;
    }
    return all;
}
/// The bits of 1.0, so that what is read later is no subnormal number.
word pattern() { return word{} + 0x3ff0000000000000; }
[[gnu::noinline]] void write(std::byte* to, std::size_t bytes) {
    word const w = pattern();
    for (std::size_t i = 0; i + vector_bytes <= bytes; i += vector_bytes) {
        std::memcpy(to + i, &w, sizeof w);
        asm volatile("" ::: "memory");  // or it becomes a call of memset, which chooses its own stores
    }
}
[[gnu::noinline]] void write_around(std::byte* to, std::size_t bytes) {
#ifdef __SSE2__
    std::size_t i = (vector_bytes - reinterpret_cast<std::uintptr_t>(to) % vector_bytes) % vector_bytes;
    word const w = pattern();
    for (; i + vector_bytes <= bytes; i += vector_bytes) {
#if defined(__AVX512F__)
        _mm512_stream_si512(reinterpret_cast<__m512i*>(to + i), reinterpret_cast<__m512i>(w));
#elif defined(__AVX__)
        _mm256_stream_si256(reinterpret_cast<__m256i*>(to + i), reinterpret_cast<__m256i>(w));
#else
        _mm_stream_si128(reinterpret_cast<__m128i*>(to + i), reinterpret_cast<__m128i>(w));
#endif
    }
#else
    write(to, bytes);
#endif
}

word volatile kept;

struct part {
    std::byte* first;
    std::size_t bytes;

    part slice(std::size_t which, std::size_t of) const {
        std::size_t const begin = bytes * which / of, end = bytes * (which + 1) / of;
        return {first + begin, end - begin};
    }
};
std::size_t total(std::vector<part> const& parts) {
    std::size_t result = 0;
    for (part const& p : parts) {
        result += p.bytes;
    }
    return result;
}

double bytes_per_second(std::size_t bytes, timing const& t) { return static_cast<double>(bytes) / t.seconds; }

}  // namespace

arithmetic_roof arithmetic(bool single) { return single ? arithmetic_of<float>() : arithmetic_of<double>(); }

race::kernel traffic(workload const& w, bool around_caches) {
    std::vector<part> in, out;
    for (auto const& bytes : w.inputs) {
        in.push_back({const_cast<std::byte*>(bytes.data()), bytes.size()});  // read alone
    }
    for (results const& r : w.outputs) {
        std::visit([&](auto s) { out.push_back({std::as_writable_bytes(s).data(), s.size_bytes()}); }, r);
    }
    // Where both are much, reading and writing take turns, as in a loop that does both.
    bool const mixed = total(in) < 16 * total(out) && total(out) < 16 * total(in);
    std::size_t const turns = mixed ? std::max<std::size_t>(1, total(out) / 4096) : 1;
    return [=] {
        for (std::size_t turn = 0; turn < turns; ++turn) {
            for (part const& p : in) {
                part const s = p.slice(turn, turns);
                kept = read(s.first, s.bytes);
            }
            for (part const& p : out) {
                part const s = p.slice(turn, turns);
                (around_caches ? write_around : write)(s.first, s.bytes);
            }
        }
    };
}

std::vector<bandwidth> bandwidths(pace const& p, bool tiny) {
    std::vector<bandwidth> result;
    std::size_t const largest = tiny ? std::size_t{1} << 16 : std::size_t{1} << 30;
    // Whole pages: a vector that spans two lines of the cache is read twice.
    std::unique_ptr<std::byte, decltype(&std::free)> const pages{
        static_cast<std::byte*>(std::aligned_alloc(4096, largest)), &std::free};
    std::byte* const memory = pages.get();
    write(memory, largest);  // pages that were never written are all one
    for (std::size_t bytes = 1 << 14; bytes <= largest; bytes *= 4) {
        auto const t = time({[&] { kept = read(memory, bytes); }, [&] { write(memory, bytes); },
                             [&] { write_around(memory, bytes); }},
                            p);
        result.push_back({static_cast<double>(bytes), bytes_per_second(bytes, t[0]),
                          bytes_per_second(bytes, t[1]), bytes_per_second(bytes, t[2])});
    }
    return result;
}

}  // namespace peers
