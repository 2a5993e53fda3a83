// SPDX-License-Identifier: BSL-1.0
// Transforms by several threads: the same bits as by one, for blocks of results, for sums of blocks of the kernel, and for rows.
#include "data.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/fft.hpp>
#include <tests/threads/crew.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace fft_tests;
namespace loops = iverson::loops;
using loops::convolution_window;
using loops::coordinate;
using loops::transform_schedule;

constexpr auto t = iverson::integer<"t">;
constexpr auto s = iverson::idx<"s">;
constexpr auto k = iverson::idx<"k">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto convolution = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto by_taps = iverson::gradient<convolution>(w(s));
constexpr auto batch = (y(k, t) = sum(s, w(s) * x(k, t - s)));
constexpr auto filters = (y(k, t) = sum(s, w(k, s) * x(k, t - s)));

template <class T>
void check_pieces(convolution_window const& window, transform_schedule const& how, coordinate pieces) {
    vector<T> const kernel = vector<T>::Random(window.kernel.extent());
    vector<T> const signal = vector<T>::Random(window.signal.extent());
    for (bool const adds : {false, true}) {
        vector<T> expected = vector<T>::Constant(window.results.extent(), 2);
        vector<T> found = expected;
        auto const into = [&](vector<T>& result) {
            return loops::convolution_entries<T>{{result.data() - window.results.first, 1},
                                                 {kernel.data() - window.kernel.first, 1},
                                                 {signal.data() - window.signal.first, 1},
                                                 adds};
        };
        loops::convolver<T> one{window, how};
        BOOST_TEST(one.pieces() == pieces);
        one.run(into(expected));
        for (int size : {1, 2, 3, 7}) {
            crew const own{size};
            found.setConstant(2);
            loops::shared_convolver<T>{window, how, into(found)}.run(own);
            BOOST_TEST((found.array() == expected.array()).all());
        }
    }
}

/// The result, and that `nests` were computed by several threads.
template <auto const& F, class Bindings>
void check(Bindings const& given, std::int64_t convolutions, int nests) {
    auto const expected = iverson::evaluate<F>(given, iverson::by_fft);
    for (int size : {1, 2, 3, 7}) {
        crew const own{size};
        std::int64_t const before = iverson::convolutions_by_fft();
        auto const found = iverson::evaluate<F>(given, iverson::by_fft, own);
        BOOST_TEST(iverson::convolutions_by_fft() - before == convolutions);
        BOOST_TEST((found.array() == expected.array()).all());
        BOOST_TEST(own.nests == (nests < size && nests > 1 ? nests : 1));
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(pieces_of_a_convolution_are_those_of_one_thread) {
    convolution_window const all{{-2, 297}, {5, 5004}, {3, 5301}};
    check_pieces<double>(all, {1024, 300, 725, 0}, 8);
    check_pieces<float>(all, {1024, 300, 725, 0}, 8);
    check_pieces<double>(all, {8192, 300, 5299, 0}, 1);
    convolution_window const few{{0, 4999}, {-4999, 10}, {0, 10}};
    for (coordinate const size : {64, 128, 256, 1024, 4096}) {  // 93, 43, 21, 5, 2 blocks of the kernel
        coordinate const taps = size - 10;
        coordinate const blocks = (5000 + taps - 1) / taps;
        coordinate const in_group = blocks > 64 ? 4 : blocks > 32 ? 2 : 1;
        check_pieces<double>(few, {size, taps, 11, 0}, (blocks + in_group - 1) / in_group);
    }
}
BOOST_AUTO_TEST_CASE(long_convolutions_by_several_threads) {
    vector<double> const wv = vector<double>::Random(3000), xv = vector<double>::Random(100000);
    check<convolution>(iverson::where(w = wv, x = xv), 1, 1);
    vector<double> const gv = vector<double>::Random(102999);
    check<by_taps>(iverson::where(w = wv, x = xv, adjoint(y) = gv), 1, 1);
}
// Rows fewer than threads are shared block by block, each by all threads.
BOOST_AUTO_TEST_CASE(rows_by_several_threads) {
    Eigen::MatrixXd const rows = Eigen::MatrixXd::Random(5, 30000);
    vector<double> const wv = vector<double>::Random(2500);
    check<batch>(iverson::where(w = wv, x = rows), 5, 5);
    Eigen::MatrixXd const kernels = Eigen::MatrixXd::Random(5, 2500);
    check<filters>(iverson::where(w = kernels, x = rows), 5, 5);
}
