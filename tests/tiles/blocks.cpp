// SPDX-License-Identifier: BSL-1.0
// Tiles along a reduction that reads more than a cache holds, so that they take its steps in blocks: blocks of images, and of rows of
// one image; rows and columns that fill no tile. Numbers are small integers, so that every order of a sum gives the same.
#include <unsupported/Eigen/CXX11/Tensor>

#include <iverson/evaluate.hpp>

#include "instructions.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

namespace {

using Eigen::Index;
using iverson::evaluate_into;
using iverson::idx;
using iverson::tensor;
using iverson::where;

constexpr auto n = idx<"n">;
constexpr auto k = idx<"k">;
constexpr auto l = idx<"l">;
constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto p = iverson::integer<"p">;
constexpr auto q = iverson::integer<"q">;
constexpr auto g = tensor<"g">;
constexpr auto x = tensor<"x">;
constexpr auto c = tensor<"c">;

/// The gradient of a layer by its windows of 2 x 3.
constexpr auto by_windows =
    (c(k, l, p.in(0, 1), q.in(0, 2)) = sum(n, i, j, g(n, k, i, j) * x(n, l, i + p, j + q)));

struct shape {
    Index images, to, from, rows, columns;
};

template <class T>
using images = Eigen::Tensor<T, 4, Eigen::RowMajor>;
template <class T>
images<T> counted(Index a, Index b, Index rows, Index columns) {
    images<T> result(a, b, rows, columns);
    for (Index e = 0; e < result.size(); ++e) {
        result.data()[e] = static_cast<T>((e * 7 + e / 11) % 9 - 4);
    }
    return result;
}
template <class T>
T expected(images<T> const& gv, images<T> const& xv, std::array<Index, 4> const& at) {
    T result = 0;
    for (Index image = 0; image < gv.dimension(0); ++image) {
        for (Index row = 0; row < gv.dimension(2); ++row) {
            for (Index column = 0; column < gv.dimension(3); ++column) {
                Index const r = row + at[2], s = column + at[3];
                bool const inside = r < xv.dimension(2) && s < xv.dimension(3);
                result += inside ? gv(image, at[0], row, column) * xv(image, at[1], r, s) : 0;
            }
        }
    }
    return result;
}
template <class T>
void check(shape const& s) {
    images<T> const gv = counted<T>(s.images, s.to, s.rows, s.columns);
    images<T> const xv = counted<T>(s.images, s.from, s.rows, s.columns);
    images<T> result(s.to, s.from, 2, 3);
    result.setConstant(1000);
    evaluate_into<by_windows>(result, where(g = gv, x = xv));
    Index wrong = 0;
    for (Index a = 0; a < s.to; ++a) {
        for (Index b = 0; b < s.from; ++b) {
            for (Index window = 0; window < 6; ++window) {
                T const right = expected(gv, xv, {a, b, window / 3, window % 3});
                wrong += result(a, b, window / 3, window % 3) != right ? 1 : 0;
            }
        }
    }
    BOOST_TEST(wrong == 0, s.images << " images of " << s.rows << " x " << s.columns << ", " << s.to << " by "
                                    << s.from << ": " << wrong << " entries differ");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tiles_in_blocks, *boost::unit_test::precondition(can_run))

BOOST_AUTO_TEST_CASE(of_images_and_of_rows) {
    for (shape const& s : {shape{3, 9, 10, 40, 33}, shape{1, 9, 13, 90, 70}, shape{2, 8, 8, 100, 90},
                           shape{5, 4, 21, 30, 65}, shape{2, 17, 3, 80, 64}, shape{0, 9, 10, 40, 33}}) {
        check<double>(s);
        check<float>(s);
    }
}

BOOST_AUTO_TEST_SUITE_END()
