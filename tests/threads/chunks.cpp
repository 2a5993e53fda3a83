// SPDX-License-Identifier: BSL-1.0
// Long reductions with few results, which are cut into chunks: the same bits for any number of threads, and for none; and the right
// value, which numbers small enough to be summed exactly in any order tell.
#include "crew.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>
#include <iverson/threads.hpp>

#include <Eigen/Core>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <tuple>

namespace {

using Eigen::Index;
using iverson::evaluate_into;
using iverson::idx;
using iverson::integer;
using iverson::tensor;
using iverson::where;
using iverson::loops::chunk_steps;
using iverson::loops::chunk_work;
template <class T>
using by_columns = Eigen::Matrix<T, -1, -1>;
template <class T>
using by_rows = Eigen::Matrix<T, -1, -1, Eigen::RowMajor>;
template <class T>
using numbers = Eigen::Matrix<T, -1, 1>;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto s = idx<"s">;
constexpr auto r = integer<"r">;
constexpr auto t = integer<"t">;
constexpr auto a = tensor<"a">;
constexpr auto b = tensor<"b">;
constexpr auto c = tensor<"c">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto E = iverson::scalar<"E">;

constexpr auto dot = (E = sum(i, x(i) * y(i)));
constexpr auto norm = (E = 3 - sqrt(sum(i, x(i) * x(i))));
constexpr auto both = (E = sum(i, j, a(i, j) * b(i, j)));
constexpr auto greatest = (E = max(i, x(i)));
constexpr auto least = (E = min(i, x(i)));
constexpr auto power = (E = prod(i, x(i)));
constexpr auto softmax = (y(j) = exp(x(j)) / sum(i, exp(x(i))));
constexpr auto columns = (y(j) = tanh(b(j) * sum(i, a(i, j))));
constexpr auto rows = (y(i) = sum(j, a(i, j) * x(j)));
constexpr auto gram = (c(i, j) = sum(k, a(k, i) * b(k, j)));
constexpr auto diagonal_too = (c(i, j) = sum(k, a(k, i)) + bracket(i == j) * 2 * sum(k, a(k, i) * b(k, j)));
constexpr auto triangle = (c(i, j) = sum(k, bracket(j <= i) * a(k, i) * b(k, j)));
constexpr auto convolution = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto by_taps = iverson::gradient<convolution>(w(s));
constexpr auto power_of_output = (E = sum(t, pow(sum(r, w(r) * x(t - r)), 2)));

template <class T>
T drawn_number() {
    static std::mt19937 generator{1};
    return std::uniform_real_distribution<T>{-1, 1}(generator);
}
template <class Object>
Object drawn(Index height, Index width = 1) {
    return Object::NullaryExpr(height, width, [] { return drawn_number<typename Object::Scalar>(); });
}
/// Integers, of which all sums here are exact.
template <class Object>
Object whole(Index height, Index width = 1) {
    return Object::NullaryExpr(height, width,
                               [] { return std::round(4 * drawn_number<typename Object::Scalar>()); });
}

template <class T>
    requires std::is_floating_point_v<T>
bool same_bits(T found, T expected) {
    return std::memcmp(&found, &expected, sizeof found) == 0;
}
template <class Object>
    requires requires(Object const& o) { o.data(); }
bool same_bits(Object const& found, Object const& expected) {
    return found.size() == expected.size() &&
           std::memcmp(found.data(), expected.data(),
                       static_cast<std::size_t>(found.size()) * sizeof(*found.data())) == 0;
}
void forget(auto& result) {
    if constexpr (requires { result.setConstant(-1); }) {
        result.setConstant(-1);
    } else {
        result = -1;
    }
}

/// The value without threads, which is that with any number of them; `shared` nests are computed by several.
template <auto const& F, class Bindings, class Object>
Object checked(Bindings const& given, Object result, int shared) {
    evaluate_into<F>(result, given);
    Object const expected = result;
    for (int size : {1, 2, 3, 7}) {
        crew const own{size};
        forget(result);
        evaluate_into<F>(result, given, own);
        BOOST_TEST(same_bits(result, expected));
        BOOST_TEST(own.nests == shared);
        forget(result);
        evaluate_into<F>(result, given, iverson::threads{size});
        BOOST_TEST(same_bits(result, expected));
    }
    return expected;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chunks)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_sum_is_cut_from_a_length_on, T, decltype(std::tuple<double, float>{})) {
    static_assert(2 * chunk_steps < 2 * chunk_work);
    for (Index n : {2 * chunk_work - 1, 2 * chunk_work, 2 * chunk_work + 1, 3 * chunk_work + 77,
                    20 * chunk_work + 1, 40 * chunk_work}) {
        int const shared = n < 2 * chunk_work ? 0 : 1;
        checked<dot>(where(x = drawn<numbers<T>>(n), y = drawn<numbers<T>>(n)), T{}, shared);
        auto const xv = whole<numbers<T>>(n);
        auto const yv = whole<numbers<T>>(n);
        BOOST_TEST(checked<dot>(where(x = xv, y = yv), T{}, shared) == xv.dot(yv));
    }
}
BOOST_AUTO_TEST_CASE(what_waits_for_the_sum) {
    auto const xv = whole<numbers<double>>(100000);
    BOOST_TEST(checked<norm>(where(x = xv), double{}, 1) == 3 - std::sqrt(xv.dot(xv)));
    for (Index width : {1, 3, 9, 33}) {
        auto const av = whole<by_columns<double>>(chunk_work * 2 + 5, width);
        auto const bv = drawn<numbers<double>>(width);
        auto const found = checked<columns>(where(a = av, b = bv), numbers<double>(width), 1);
        numbers<double> const sums = av.colwise().sum();
        BOOST_TEST(found.isApprox((sums.array() * bv.array()).tanh().matrix(), 1e-14));
        auto const as_rows =
            checked<columns>(where(a = by_rows<double>{av}, b = bv), numbers<double>(width), 1);
        BOOST_TEST(found.isApprox(as_rows, 1e-14));
    }
}
BOOST_AUTO_TEST_CASE(sums_over_two_indices) {
    for (auto const& [height, width] : {std::tuple{300, 400}, {3, 40000}, {40000, 3}, {1, 100000}}) {
        auto const av = whole<by_columns<double>>(height, width);
        auto const bv = whole<by_rows<double>>(height, width);
        BOOST_TEST(checked<both>(where(a = av, b = bv), double{}, height > 1 ? 1 : 0) ==
                   (av.array() * bv.array()).sum());
    }
}
BOOST_AUTO_TEST_CASE(rows_of_a_matrix) {
    for (Index height : {1, 5, 31, 100, 1000}) {
        auto const av = whole<by_rows<double>>(height, 40001);
        auto const xv = whole<numbers<double>>(40001);
        auto const found = checked<rows>(where(a = av, x = xv), numbers<double>(height), height > 1 ? 1 : 0);
        BOOST_TEST(same_bits(found, numbers<double>{av * xv}));
        checked<rows>(where(a = drawn<by_rows<double>>(height, 40001), x = drawn<numbers<double>>(40001)),
                      numbers<double>(height), height > 1 ? 1 : 0);
    }
}
// In register tiles, with panels and without.
BOOST_AUTO_TEST_CASE_TEMPLATE(products_of_long_matrices, T, decltype(std::tuple<double, float>{})) {
    for (auto const& [m, n] : {std::tuple{1, 1}, {8, 5}, {24, 64}, {67, 130}}) {
        for (Index length : {2 * chunk_work + 3, 9 * chunk_steps + 1}) {
            int const shared = m * n * length < 2 * chunk_work ? 0 : 1;
            auto const av = whole<by_columns<T>>(length, m);
            auto const bv = whole<by_columns<T>>(length, n);
            auto const found = checked<gram>(where(a = av, b = bv), by_columns<T>(m, n), shared);
            BOOST_TEST(same_bits(found, by_columns<T>{av.transpose() * bv}));
            checked<gram>(where(a = drawn<by_rows<T>>(length, m), b = drawn<by_rows<T>>(length, n)),
                          by_rows<T>(m, n), shared);
        }
    }
}
BOOST_AUTO_TEST_CASE(nests_that_add_and_triangles) {
    auto const av = whole<by_columns<double>>(30000, 6);
    auto const bv = whole<by_columns<double>>(30000, 6);
    by_columns<double> const product = av.transpose() * bv;
    by_columns<double> expected = av.colwise().sum().transpose().replicate(1, 6);
    expected.diagonal() += 2 * product.diagonal();
    BOOST_TEST(
        same_bits(checked<diagonal_too>(where(a = av, b = bv), by_columns<double>(6, 6), 2), expected));
    expected = product.triangularView<Eigen::Lower>();
    BOOST_TEST(same_bits(checked<triangle>(where(a = av, b = bv), by_columns<double>(6, 6), 1), expected));
}
// The bounds of the sum move with the taps, which are the lanes.
BOOST_AUTO_TEST_CASE(gradients_by_a_short_kernel) {
    for (Index taps : {1, 5, 64, 100, 700}) {
        auto const xv = whole<numbers<double>>(90001);
        auto const gv = whole<numbers<double>>(90000 + taps);
        numbers<double> expected(taps);
        for (Index tap = 0; tap < taps; ++tap) {
            expected[tap] = gv.segment(tap, xv.size()).dot(xv);
        }
        auto const wv = numbers<double>::Zero(taps).eval();
        BOOST_TEST(same_bits(
            checked<by_taps>(where(w = wv, x = xv, adjoint(y) = gv), numbers<double>(taps), 1), expected));
        checked<by_taps>(where(w = wv, x = drawn<numbers<double>>(90001),
                               adjoint(y) = drawn<numbers<double>>(90000 + taps)),
                         numbers<double>(taps), 1);
    }
}
BOOST_AUTO_TEST_CASE(a_sum_of_sums) {
    auto const wv = whole<numbers<double>>(3);
    auto const xv = whole<numbers<double>>(70000);
    numbers<double> yv = numbers<double>::Zero(70002);
    for (Index tap = 0; tap < 3; ++tap) {
        yv.segment(tap, xv.size()) += wv[tap] * xv;
    }
    double found = 0;
    evaluate_into<power_of_output>(found, where(w = wv, x = xv));
    BOOST_TEST(found == yv.squaredNorm());
    for (int size : {1, 3}) {
        crew const own{size};
        double again = -1;
        evaluate_into<power_of_output>(again, where(w = wv, x = xv), own);
        BOOST_TEST(same_bits(again, found));
        BOOST_TEST(own.nests >= 1);
    }
}
BOOST_AUTO_TEST_CASE(products_and_extremes) {
    Index const n = 3 * chunk_work;
    numbers<double> xv = drawn<numbers<double>>(n);
    BOOST_TEST(checked<greatest>(where(x = xv), double{}, 1) == xv.maxCoeff());
    BOOST_TEST(checked<least>(where(x = xv), double{}, 1) == xv.minCoeff());
    numbers<double> signs = xv.unaryExpr([](double v) { return v < 0 ? -1.0 : 1.0; });
    signs[17] = 3;
    signs[n - 1] = -0.125;
    BOOST_TEST(checked<power>(where(x = signs), double{}, 1) == signs.prod());
    for (Index place : {Index{0}, n / 2, n - 1}) {
        numbers<double> with_nan = xv;
        with_nan[place] = std::numeric_limits<double>::quiet_NaN();
        BOOST_TEST(std::isnan(checked<greatest>(where(x = with_nan), double{}, 1)));
        BOOST_TEST(std::isnan(checked<least>(where(x = with_nan), double{}, 1)));
    }
}
BOOST_AUTO_TEST_CASE(a_sum_that_a_temporary_keeps) {
    auto const xv = drawn<numbers<double>>(100001);
    auto const found = checked<softmax>(where(x = xv), numbers<double>(100001), 3);
    BOOST_TEST(found.isApprox(xv.array().exp().matrix() / xv.array().exp().sum(), 1e-13));
}
BOOST_AUTO_TEST_CASE(entries_apart_and_first_positions) {
    auto const table = whole<by_rows<double>>(100000, 3);
    auto const xv = table.col(1);
    auto const yv = table.col(2);
    BOOST_TEST(checked<dot>(where(x = xv, y = yv), double{}, 1) == xv.dot(yv));
    auto const wv = whole<numbers<double>>(4);
    auto const sv = whole<numbers<double>>(80000);
    auto const gv = whole<numbers<double>>(80003);
    numbers<double> expected(4);
    for (Index tap = 0; tap < 4; ++tap) {
        expected[tap] = gv.segment(tap, sv.size()).dot(sv);
    }
    numbers<double> kept(9);
    Eigen::Map<numbers<double>, 0, Eigen::InnerStride<>> apart{kept.data(), 4, Eigen::InnerStride<>{2}};
    iverson::threads const three{3};
    auto const given =
        where(w = iverson::at(-2, wv), x = iverson::at(-7, sv), adjoint(y) = iverson::at(-9, gv));
    evaluate_into<by_taps>(apart, given, three);
    BOOST_TEST(same_bits(numbers<double>{apart}, expected));
    BOOST_TEST(same_bits(iverson::evaluate<by_taps>(given), expected));
}

BOOST_AUTO_TEST_SUITE_END()
