// SPDX-License-Identifier: BSL-1.0
// Convolutions by transforms, in all blocks, without a formula: against exact sums, at the documented bound.
#include "data.hpp"

#include <iverson/loops/convolver.hpp>

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

namespace {

using namespace fft_tests;
namespace loops = iverson::loops;
using loops::convolution_window;
using loops::coordinate;
using loops::transform_schedule;

/// The sums in a number of more digits, with positions below 0 as well.
template <class T, class Wide>
vector<Wide> expected(vector<T> const& kernel, vector<T> const& signal, convolution_window const& w) {
    vector<Wide> result = vector<Wide>::Zero(w.results.extent());
    for (coordinate i = w.kernel.first; i <= w.kernel.last; ++i) {
        coordinate const first = loops::larger(w.results.first, i + w.signal.first);
        coordinate const last = loops::smaller(w.results.last, i + w.signal.last);
        if (first <= last) {
            result.segment(first - w.results.first, last - first + 1) +=
                Wide{kernel(i - w.kernel.first)} *
                signal.segment(first - i - w.signal.first, last - first + 1).template cast<Wide>();
        }
    }
    return result;
}

/// What the convolver makes of the cropped window, with zeros where there is no product, in front of and behind which nothing
/// is written.
template <class T>
vector<T> transformed(vector<T> const& kernel, vector<T> const& signal, convolution_window const& w,
                      transform_schedule const& s) {
    convolution_window const inner = loops::cropped(w);
    T const border = 1000;
    vector<T> result = vector<T>::Zero(w.results.extent() + 2);
    result(0) = result(result.size() - 1) = border;
    loops::convolver<T> c{inner, s};
    c.run({{result.data() + 1 - w.results.first, 1},
           {kernel.data() - w.kernel.first, 1},
           {signal.data() - w.signal.first, 1}});
    BOOST_TEST((result(0) == border && result(result.size() - 1) == border));
    return result.segment(1, w.results.extent());
}

double largest_error = 0;  // in units of the bound

template <class T, class Wide>
void check(vector<T> const& kernel, vector<T> const& signal, convolution_window const& w,
           transform_schedule const& s) {
    vector<Wide> const right = expected<T, Wide>(kernel, signal, w);
    vector<T> const found = transformed(kernel, signal, w, s);
    auto const error = static_cast<double>((found.template cast<Wide>() - right).cwiseAbs().maxCoeff());
    double const allowed = bound(kernel, signal);
    BOOST_TEST(error <= allowed, kernel.size() << " taps, " << signal.size() << " entries, size " << s.size
                                               << " in blocks of " << s.taps << " and " << s.results
                                               << ": error " << error << ", bound " << allowed);
    largest_error = allowed > 0 ? std::max(largest_error, error / allowed) : largest_error;
}

/// All schedules that are right for a window: whole, and in blocks of results or taps of several sizes.
template <class Visit>
void for_each_schedule(convolution_window const& w, Visit visit) {
    coordinate const k = w.kernel.extent();
    coordinate const r = w.results.extent();
    for (coordinate size = 8; size < 2 * (k + w.signal.extent()); size *= 2) {
        coordinate const block = size - loops::smaller(k, r) + 1;
        if (size >= 2 * loops::smaller(k, r)) {
            visit(k <= r ? transform_schedule{size, k, loops::smaller(block, r), 0}
                         : transform_schedule{size, loops::smaller(block, k), r, 0});
        }
    }
    loops::transform_prices const free{0, 0, 0, 1};
    visit(loops::transform_chooser{w, 8, 1, free}.cheapest());
}

template <class T, class Wide>
void check_window(Index taps, Index entries, Index first, Index results) {
    coordinate const a = drawn(-5, 5);
    coordinate const b = drawn(-5, 5);
    convolution_window const w{
        {a, a + taps - 1}, {b, b + entries - 1}, {a + b + first, a + b + first + results - 1}};
    convolution_window const inner = loops::cropped(w);
    if (inner.empty() || inner.kernel.extent() > inner.signal.extent()) {
        return;
    }
    auto const kernel = whole<vector<T>>(taps);
    auto const signal = whole<vector<T>>(entries);
    for_each_schedule(inner, [&](transform_schedule const& s) { check<T, Wide>(kernel, signal, w, s); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_block_gives_the_sums_of_every_window_at_extents_up_to_70) {
    for (Index n = 1; n <= 70; ++n) {
        for (Index const other : {1, 5, 33}) {
            check_window<double, double>(other, n, 0, n + other - 1);  // all
            check_window<double, double>(other, n, other - 1, n);      // valid ones, and some of no product
            check_window<double, double>(n, 70, 0, other);             // a long kernel, few results
            check_window<float, double>(n, 70 + n, n - 1, other);      // as gradients by a kernel have
            check_window<double, double>(n, n, drawn(-3, n), drawn(1, n));
        }
    }
    for (int trial = 0; trial < 2000; ++trial) {
        Index const taps = drawn(1, 40);
        Index const entries = drawn(1, 200);
        check_window<double, double>(taps, entries, drawn(-4, taps + entries), drawn(1, 250));
        check_window<float, double>(taps, entries, drawn(-4, taps + entries), drawn(1, 250));
    }
    BOOST_TEST_MESSAGE("largest error, in units of the bound: " << largest_error);
}

BOOST_AUTO_TEST_CASE(errors_keep_the_bound_at_all_sizes) {
    for (Index n = 64; n <= 16384; n = n * 3 / 2 + 1) {
        for (Index const taps : {n, n / 7, Index{37}}) {
            vector<double> const kd = vector<double>::Random(taps), xd = vector<double>::Random(n);
            vector<float> const kf = kd.cast<float>(), xf = xd.cast<float>();
            for (coordinate const results : {n + taps - 1, Index{11}}) {
                convolution_window const w{{0, taps - 1}, {0, n - 1}, {taps / 2, taps / 2 + results - 1}};
                for_each_schedule(loops::cropped(w), [&](transform_schedule const& s) {
                    if (s.size * 8 > n) {  // many small blocks have been tried above
                        check<double, long double>(kd, xd, w, s);
                        check<float, double>(kf, xf, w, s);
                    }
                });
            }
        }
    }
    // All entries alike: the sum of many terms that do not cancel.
    vector<float> const ones = vector<float>::Ones(1 << 16);
    convolution_window const few{
        {0, ones.size() - 1}, {0, ones.size() - 1}, {ones.size() - 3, ones.size() + 3}};
    for_each_schedule(loops::cropped(few),
                      [&](transform_schedule const& s) { check<float, double>(ones, ones, few, s); });
    BOOST_TEST_MESSAGE("largest error, in units of the bound: " << largest_error);
}

BOOST_AUTO_TEST_CASE(the_number_of_products_is_that_of_the_loops) {
    for (int trial = 0; trial < 500; ++trial) {
        coordinate const a = drawn(-9, 9), b = drawn(-9, 9), r = drawn(-20, 20);
        convolution_window const w{{a, a + drawn(0, 12)}, {b, b + drawn(0, 12)}, {r, r + drawn(0, 30)}};
        coordinate counted = 0, read_kernel = 0, read_signal = 0;
        for (coordinate i = w.kernel.first; i <= w.kernel.last; ++i) {
            coordinate const first = loops::larger(w.signal.first, w.results.first - i);
            coordinate const last = loops::smaller(w.signal.last, w.results.last - i);
            counted += loops::larger(0, last - first + 1);
            read_kernel += first <= last ? 1 : 0;
        }
        for (coordinate j = w.signal.first; j <= w.signal.last; ++j) {
            read_signal += loops::larger(w.kernel.first, w.results.first - j) <=
                                   loops::smaller(w.kernel.last, w.results.last - j)
                               ? 1
                               : 0;
        }
        BOOST_TEST(loops::products(w) == static_cast<double>(counted));
        convolution_window const inner = loops::cropped(w);
        BOOST_TEST((inner.empty() ? 0 : inner.kernel.extent()) == read_kernel);
        BOOST_TEST((inner.empty() ? 0 : inner.signal.extent()) == read_signal);
    }
}

BOOST_AUTO_TEST_CASE(results_do_not_depend_on_where_the_data_lie_nor_on_the_thread) {
    constexpr Index taps = 300;
    constexpr Index n = 5000;
    convolution_window const w{{0, taps - 1}, {0, n - 1}, {0, n + taps - 2}};
    transform_schedule const s{1024, taps, 1024 - taps + 1, 0};
    vector<double> const kernel = vector<double>::Random(taps);
    vector<double> const signal = vector<double>::Random(n);
    vector<double> const once = transformed(kernel, signal, w, s);
    for (Index shift = 1; shift < 8; ++shift) {
        std::vector<double> k(taps + 8), x(n + 8), y(once.size() + 8);
        std::copy(kernel.begin(), kernel.end(), k.begin() + shift);
        std::copy(signal.begin(), signal.end(), x.begin() + shift);
        loops::convolver<double>{w, s}.run(
            {{y.data() + shift, 1}, {k.data() + shift, 1}, {x.data() + shift, 1}});
        BOOST_TEST(std::equal(once.begin(), once.end(), y.begin() + shift));
    }
    std::vector<vector<double>> found(4, vector<double>(once.size()));
    std::vector<std::thread> threads;
    for (auto& result : found) {
        threads.emplace_back([&] {
            for (coordinate const size : {1536, 1024}) {  // all of them want the plans of a new size at once
                transform_schedule const its{size, taps, size - taps + 1, 0};
                loops::convolver<double>{w, its}.run(
                    {{result.data(), 1}, {kernel.data(), 1}, {signal.data(), 1}});
            }
        });
    }
    for (auto& each : threads) {
        each.join();
    }
    for (auto const& result : found) {
        BOOST_TEST(std::equal(once.begin(), once.end(), result.begin()));
    }
}

BOOST_AUTO_TEST_CASE(an_infinity_reaches_no_further_than_the_block_that_reads_it) {
    constexpr Index taps = 16;
    constexpr Index n = 400;
    convolution_window const w{{0, taps - 1}, {0, n - 1}, {0, n + taps - 2}};
    transform_schedule const s{64, taps, 64 - taps + 1, 0};
    vector<double> const kernel = vector<double>::Ones(taps);
    vector<double> signal = vector<double>::Ones(n);
    signal(200) = std::numeric_limits<double>::infinity();
    vector<double> const found = transformed(kernel, signal, w, s);
    for (Index u = 0; u < found.size(); ++u) {
        Index const first = u / s.results * s.results;  // of its block
        bool const reads = first - (taps - 1) <= 200 && 200 <= first + s.results - 1;
        BOOST_TEST((std::isfinite(found(u)) != reads), "result " << u);
    }
}
