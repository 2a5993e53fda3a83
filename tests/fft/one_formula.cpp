// SPDX-License-Identifier: BSL-1.0
// The library that needs no package, through the face: long kernels by transforms, short ones by loops.
#include "data.hpp"

#include <iverson/fft.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace fft_tests;

constexpr auto t = iverson::integer<"t">;
constexpr auto s = iverson::integer<"s">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto convolution = (y(t) = sum(s, w(s) * x(t - s)));

std::int64_t by_transforms(Index taps, Index n) {
    auto const wv = whole<vector<double>>(taps);
    auto const xv = whole<vector<double>>(n);
    auto const given = iverson::where(w = wv, x = xv);
    vector<double> const right = iverson::evaluate<convolution>(given);
    std::int64_t const before = iverson::convolutions_by_fft();
    vector<double> const found = iverson::evaluate<convolution>(given, iverson::by_fft);
    BOOST_TEST((found - right).cwiseAbs().maxCoeff() <= bound(wv, xv));
    return iverson::convolutions_by_fft() - before;
}

}  // namespace

BOOST_AUTO_TEST_CASE(kissfft_takes_long_kernels_and_leaves_short_ones_to_the_loops) {
    BOOST_TEST(std::string{iverson::fft_library()} == "kissfft");
    BOOST_TEST(by_transforms(4096, 16384) == 1);
    BOOST_TEST(by_transforms(16, 16384) == 0);
    BOOST_TEST(by_transforms(3, 3) == 0);
}
