// SPDX-License-Identifier: BSL-1.0

/// Functions that are computed in lanes, in the machine loops; tests/lanes holds their errors.
#include <iverson/evaluate.hpp>
#include <iverson/graph/record.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using iverson::where;

constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto z = iverson::tensor<"z">;
constexpr auto A = iverson::tensor<"A">;

/// u, and u + 1 in lanes: tells which of the two values the loops took.
inline constexpr auto told = iverson::function("told", R"(\operatorname{told})",
                                               iverson::functions::in_lanes{[]<class U>(U const& u) -> U {
                                                   if constexpr (std::is_floating_point_v<U>) {
                                                       return u;
                                                   } else {
                                                       return u + 1;
                                                   }
                                               }});
/// The same text for numbers and lanes, of two arguments.
inline constexpr auto damped = iverson::function(
    "damped", R"(\operatorname{damped})", iverson::functions::in_lanes{[](auto u, auto v) {
        using std::exp;
        return u * exp(-v) / (2 + exp(-v));
    }},
    [](auto, auto v, auto) {
        using std::exp;
        return exp(-v) / (2 + exp(-v));
    },
    [](auto u, auto v, auto) {
        using std::exp;
        return -2 * u * exp(-v) / ((2 + exp(-v)) * (2 + exp(-v)));
    });
/// One number after the other.
inline constexpr auto halved =
    iverson::function("halved", R"(\operatorname{halved})", [](auto u) { return u > 0 ? u / 2 : u; });

constexpr auto which = (y(i) = told(x(i)));
constexpr auto wave = (y(i) = tanh(x(i)));
constexpr auto mixed = (y(i) = damped(x(i), z(i)) + halved(x(i)) * maximum(z(i), x(i)));
constexpr auto sums = (y(i) = sum(j, exp(A(i, j)) * sin(x(j))) + sum(j.in(0, i), log(2 + A(i, j))));

constexpr auto finished = (y(i) = 2 * told(sum(j, A(j, i) * x(j))) - z(i));

double plus_one(double u) { return u + 1; }

}  // namespace

BOOST_AUTO_TEST_SUITE(functions_in_lanes)

BOOST_AUTO_TEST_CASE(a_row_says_whether_it_has_a_value_in_lanes) {
    constexpr auto has_lanes = [](iverson::graph::function_record const& record) {
        return std::pair{record.lanes64 != nullptr, record.lanes32 != nullptr};
    };
    static_assert(has_lanes(iverson::graph::record_of(damped)) == std::pair{true, true});
    static_assert(has_lanes(iverson::graph::record_of(halved)) == std::pair{false, false});
    static_assert(has_lanes(iverson::graph::record_of(iverson::functions::tanh)) == std::pair{true, true});
    static_assert(has_lanes(iverson::graph::record_of(iverson::functions::lgamma)) ==
                  std::pair{false, false});
}

BOOST_AUTO_TEST_CASE(all_entries_of_a_row_have_the_value_in_lanes_and_those_of_one_or_two_the_other) {
    for (Eigen::Index n = 0; n < 70; ++n) {
        VectorXd const xv = VectorXd::Random(n);
        VectorXd const expected = n < 3 ? xv : VectorXd{xv.unaryExpr(&plus_one)};
        BOOST_TEST((iverson::evaluate<which>(where(x = xv)) == expected), "extent " << n);
    }
}

// The steps of the sum are the lanes, for columns lie in memory one after the other; then its results are.
BOOST_AUTO_TEST_CASE(a_function_of_sums_whose_steps_are_lanes_has_lanes_of_its_own) {
    for (Eigen::Index n = 0; n < 70; ++n) {
        for (Eigen::Index const steps : {0, 1, 5, 40}) {
            MatrixXd const Av = (10 * MatrixXd::Random(steps, n)).array().round();
            VectorXd const xv = (10 * VectorXd::Random(steps)).array().round();
            VectorXd const zv = (10 * VectorXd::Random(n)).array().round();
            VectorXd const sum = Av.transpose() * xv;
            VectorXd const expected = 2 * (n < 4 ? sum : VectorXd{sum.unaryExpr(&plus_one)}) - zv;
            VectorXd const found = iverson::evaluate<finished>(where(A = Av, x = xv, z = zv));
            BOOST_TEST((found == expected), "extent " << n << ", " << steps << " steps");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_result_is_the_same_bits_at_every_position) {
    for (double const value : {0.3, -1.7, 1e-9, 17.0}) {
        double const one = iverson::evaluate<wave>(where(x = VectorXd::Constant(16, value).eval()))(0);
        for (Eigen::Index n = 3; n < 140; ++n) {
            VectorXd const yv = iverson::evaluate<wave>(where(x = VectorXd::Constant(n, value).eval()));
            for (double const entry : yv) {
                BOOST_TEST(std::bit_cast<std::uint64_t>(entry) == std::bit_cast<std::uint64_t>(one));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(rows_of_all_kinds_have_the_plain_meaning) {
    for (Eigen::Index n = 0; n < 70; ++n) {
        VectorXd const xv = VectorXd::Random(n);
        VectorXd const zv = VectorXd::Random(n);
        VectorXd const yv = iverson::evaluate<mixed>(where(x = xv, z = zv));
        for (Eigen::Index k = 0; k < n; ++k) {
            double const expected = damped(xv(k), zv(k)) + halved(xv(k)) * std::max(zv(k), xv(k));
            BOOST_TEST(std::abs(yv(k) - expected) < 1e-14);
        }
    }
}

BOOST_AUTO_TEST_CASE(under_masks_too) {
    for (Eigen::Index n : {1, 2, 3, 5, 9, 17, 33, 70}) {
        VectorXd const xv = VectorXd::Random(n);
        MatrixXd const m = MatrixXd::Random(n, n);
        VectorXd const yv = iverson::evaluate<sums>(where(A = m, x = xv));
        for (Eigen::Index k = 0; k < n; ++k) {
            double expected = 0;
            for (Eigen::Index l = 0; l < n; ++l) {
                expected += std::exp(m(k, l)) * std::sin(xv(l)) + (l <= k ? std::log(2 + m(k, l)) : 0);
            }
            BOOST_TEST(std::abs(yv(k) - expected) < 1e-13 * static_cast<double>(n));
        }
    }
}

BOOST_AUTO_TEST_CASE(special_values_stay_in_their_lanes) {
    VectorXd xv = VectorXd::Constant(11, 0.5);
    xv(3) = std::numeric_limits<double>::quiet_NaN();
    xv(10) = -std::numeric_limits<double>::infinity();
    VectorXd const yv = iverson::evaluate<wave>(where(x = xv));
    BOOST_TEST(std::isnan(yv(3)));
    BOOST_TEST(yv(10) == -1.0);
    BOOST_TEST(yv(4) == yv(0));
}

BOOST_AUTO_TEST_SUITE_END()
