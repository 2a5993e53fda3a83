// SPDX-License-Identifier: BSL-1.0
#include <iverson/derivatives.hpp>
#include <iverson/verify/against.hpp>

#include <boost/test/unit_test.hpp>

/// Products, maxima and minima against numeric differentiation, at random numbers: away from ties.
namespace reductions {

using namespace iverson;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto l = idx<"l">;
constexpr auto r = idx<"r">;
constexpr auto s = idx<"s">;
constexpr auto t = integer<"t">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto A = tensor<"A">;
constexpr auto E = scalar<"E">;

constexpr auto pool = (y(i) = max(r.in(0, 2), pow(x(2 * i + r), 2) * x(2 * i + 1)));
constexpr auto pool_gradient = gradient<pool>(x(k));
constexpr auto pool_jacobian = jacobian<pool>(x(k));
constexpr auto pool_second = jacobian<pool_jacobian>(x(l));

constexpr auto square_pool = (y(i, j) = min(r.in(0, 1), s.in(0, 1), A(i + r, 2 * j + s)));
constexpr auto square_gradient = gradient<square_pool>(A(k, l));

constexpr auto window = (y(t) = max(r.in(0, 2), x(t + r)));
constexpr auto window_gradient = gradient<window>(x(k));

constexpr auto volume = (E = prod(i, x(i)));
constexpr auto volume_gradient = gradient<volume>(x(k));
constexpr auto volume_hessian = jacobian<volume_gradient>(x(l));

constexpr auto table = (E = prod(i, j, A(i, j) - x(j)));
constexpr auto table_gradient = gradient<table>(A(k, l));
constexpr auto table_by_x = gradient<table>(x(k));

constexpr auto nested = (E = max(i, sum(j, A(i, j) * prod(k.in(0, j), x(k)))));
constexpr auto nested_gradient = gradient<nested>(x(l));

constexpr auto soft = (E = log(sum(i, exp(x(i) - max(j, x(j))))) + max(j, x(j)));
constexpr auto soft_gradient = gradient<soft>(x(k));

constexpr auto variance = (E = mean(i, pow(x(i) - mean(j, x(j)), 2)));
constexpr auto variance_gradient = gradient<variance>(x(k));

}  // namespace reductions

BOOST_AUTO_TEST_SUITE(reductions_beyond_sums)

namespace verify = iverson::verify;
using namespace reductions;

BOOST_AUTO_TEST_CASE(maxima_and_minima_over_windows_agree_with_numbers) {
    BOOST_TEST(verify::gradient<pool_gradient>());
    BOOST_TEST(verify::gradient<pool_jacobian>());
    BOOST_TEST(verify::gradient<square_gradient>());
    BOOST_TEST(verify::gradient<window_gradient>());
}

BOOST_AUTO_TEST_CASE(products_agree_with_numbers) {
    BOOST_TEST(verify::gradient<volume_gradient>());
    BOOST_TEST(verify::gradient<table_gradient>());
    BOOST_TEST(verify::gradient<table_by_x>());
}

BOOST_AUTO_TEST_CASE(second_derivatives_agree_with_numbers) {
    BOOST_TEST(verify::gradient<volume_hessian>());
    BOOST_TEST(verify::gradient<pool_second>());
}

BOOST_AUTO_TEST_CASE(nested_reductions_log_sum_exp_and_means_agree_with_numbers) {
    BOOST_TEST(verify::gradient<nested_gradient>());
    BOOST_TEST(verify::gradient<soft_gradient>());
    BOOST_TEST(verify::gradient<variance_gradient>());
}

BOOST_AUTO_TEST_SUITE_END()
