// SPDX-License-Identifier: BSL-1.0
// Formulas by transforms: which ones are convolutions, at all extents, and when transforms are taken.
#include "data.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/fft.hpp>

#include <tests/threads/crew.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <tuple>

namespace {

using namespace fft_tests;
using iverson::adjoint;
using iverson::at;
using iverson::by_fft;
using iverson::convolutions_by_fft;
using iverson::evaluate;
using iverson::evaluate_into;
using iverson::idx;
using iverson::integer;
using iverson::tensor;
using iverson::where;

constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto i = idx<"i">;
constexpr auto k = idx<"k">;
constexpr auto r = idx<"r">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;

constexpr auto convolution = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto gradients = iverson::gradients<convolution>(x(s), w(s));
constexpr auto both_ways = (y(t) = sum(s, w(s) * x(t - s) + w(s) * x(t + s)));
constexpr auto backwards = (y(t.in(0, 9)) = sum(s.in(0, 20), w(s) * x(s - t)));
constexpr auto cropped = (y(t.in(-2, 30)) = sum(s, w(s) * x(2 - t - s)));
constexpr auto valid = (y(i) = sum(r, w(r) * x(i + r)));
constexpr auto causal = (y(t.in(0, 9)) = sum(s.in(0, t), w(s) * x(t - s)));
constexpr auto own_kernels = (y(k, t) = sum(s, w(s, k) * x(k, t - s)));

/// Transforms whenever there is a product.
struct always {
    template <class T>
    static constexpr iverson::loops::transform_prices prices{0, 0, 0, 1};
};
constexpr iverson::fft_permission<always> transformed;

template <class Result>
double largest_of(Result const& found, Result const& right) {
    return found.size() == 0 ? 0 : static_cast<double>((found - right).cwiseAbs().maxCoeff());
}

/// The same as by the direct loops, which are exact for whole numbers, and how many convolutions were transformed.
template <auto const& F, class Option, class Given>
std::int64_t check(Option const& option, Given const& given, double allowed) {
    auto const right = evaluate<F>(given);
    auto found = right;
    found.setConstant(1000);
    std::int64_t const before = convolutions_by_fft();
    evaluate_into<F>(found, given, option);
    double const error = largest_of(found, right);
    BOOST_TEST(error <= allowed, "error " << error << ", bound " << allowed);
    return convolutions_by_fft() - before;
}

template <class T>
void check_extents(Index taps, Index n, Index first = 0, Index second = 0) {
    auto const wv = whole<vector<T>>(taps);
    auto const xv = whole<vector<T>>(n);
    auto const given = where(w = at(first, wv), x = at(second, xv));
    double const allowed = bound(wv, xv);
    std::int64_t const any = taps > 0 && n > 0 ? 1 : 0;
    BOOST_TEST(check<convolution>(transformed, given, allowed) == any);
    BOOST_TEST(check<both_ways>(transformed, given, 2 * allowed) == 2 * any);
    check<backwards>(transformed, given, allowed);
    check<cropped>(transformed, given, allowed);
    if (taps <= n) {
        BOOST_TEST(check<valid>(transformed, given, allowed) == any);
    }
    if (taps >= 10 && n >= 10) {
        BOOST_TEST(check<causal>(transformed, where(w = at(0, wv), x = at(0, xv)), allowed) == 1);
    }
    if (any != 0) {
        auto const gv = whole<vector<T>>(n + taps - 1);
        auto const back = where(w = at(first, wv), x = at(second, xv), adjoint(y) = at(first + second, gv));
        auto const right = evaluate<gradients>(back);
        auto const found = evaluate<gradients>(back, transformed);
        BOOST_TEST(largest_of(std::get<0>(found), std::get<0>(right)) <= bound(wv, gv));
        BOOST_TEST(largest_of(std::get<1>(found), std::get<1>(right)) <= bound(xv, gv));
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(extents_up_to_70_on_each_axis) {
    for (Index n = 0; n <= 70; ++n) {
        for (Index const other : {1, 5, 33}) {
            check_extents<double>(n, other);
            check_extents<double>(other, n);
        }
        check_extents<double>(n, n);
    }
}

BOOST_AUTO_TEST_CASE(random_extents_and_first_positions) {
    for (int trial = 0; trial < 500; ++trial) {
        check_extents<double>(drawn(0, 90), drawn(0, 300), drawn(-9, 9), drawn(-9, 9));
    }
}

BOOST_AUTO_TEST_CASE(batches_whose_entries_lie_apart) {
    for (Index n = 1; n <= 40; n += 3) {
        auto const xv = whole<Eigen::MatrixXd>(5, n);
        auto const many = whole<Eigen::MatrixXd>(drawn(1, 30), 5);
        BOOST_TEST(check<own_kernels>(transformed, where(w = many, x = xv), bound(many, xv)) == 5);
    }
}

BOOST_AUTO_TEST_CASE(transforms_are_taken_where_they_are_cheaper) {
    auto const taken = [](Index taps, Index n) {
        auto const wv = whole<vector<double>>(taps);
        auto const xv = whole<vector<double>>(n);
        return check<convolution>(by_fft, where(w = at(0, wv), x = at(0, xv)), bound(wv, xv));
    };
    for (Index n = 8; n <= 16384; n *= 2) {
        BOOST_TEST(taken(8, n) == 0);
        BOOST_TEST(taken(n, n) == (n >= 4096 ? 1 : n <= 64 ? 0 : taken(n, n)));
    }
    BOOST_TEST(taken(4096, 65536) == 1);
    BOOST_TEST(taken(65536, 4096) == 1);
}

BOOST_AUTO_TEST_CASE(other_options_and_prepared_evaluations) {
    auto const wv = whole<vector<double>>(2000);
    auto xv = whole<vector<double>>(3000);
    auto const given = where(w = at(0, wv), x = at(0, xv));
    vector<double> const right = evaluate<convolution>(given, by_fft);
    crew const workers{3};
    iverson::workspace memory;
    BOOST_TEST((evaluate<convolution>(given, by_fft, workers) == right));
    BOOST_TEST((evaluate<convolution>(given, memory, by_fft) == right));
    vector<double> found(right.size());
    auto step = iverson::prepare<convolution>(found, given, by_fft);
    step();
    BOOST_TEST((found == right));
    xv *= 2;
    std::int64_t const before = convolutions_by_fft();
    step();
    BOOST_TEST((found == 2 * right));  // a power of two changes no rounding
    BOOST_TEST(convolutions_by_fft() == before + 1);
    auto const few = where(w = at(0, wv), x = at(0, whole<vector<double>>(3)));
    BOOST_TEST((evaluate<convolution>(few, by_fft, workers) == evaluate<convolution>(few)));
}

BOOST_AUTO_TEST_CASE(what_is_not_a_number_is_not_lost) {
    auto wv = whole<vector<double>>(500);
    auto xv = whole<vector<double>>(3000);
    wv(3) = xv(1000) = std::numeric_limits<double>::quiet_NaN();
    auto const given = where(w = at(0, wv), x = at(0, xv));
    vector<double> const right = evaluate<convolution>(given);
    vector<double> const found = evaluate<convolution>(given, transformed);
    for (Index p = 0; p < right.size(); ++p) {
        BOOST_TEST((!std::isnan(right(p)) || std::isnan(found(p))));
    }
}
