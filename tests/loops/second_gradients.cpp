// SPDX-License-Identifier: BSL-1.0
//
// The gradient of a gradient, with both seeds bound by name.
#include <iverson/iverson.hpp>

#include <boost/test/unit_test.hpp>

#include <Eigen/Core>

namespace {

using namespace iverson;

constexpr auto i = idx<"i">;
constexpr auto k = idx<"k">;
constexpr auto l = idx<"l">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;

constexpr auto cubes = (y(i) = pow(x(i), 3) * w(i));
constexpr auto once = gradient<cubes>(x(k));
constexpr auto twice = gradient<once>(x(l));

}  // namespace

BOOST_AUTO_TEST_SUITE(second_gradients)

BOOST_AUTO_TEST_CASE(both_seeds_have_names) {
    Eigen::VectorXd const xv{{1, 2}};
    Eigen::VectorXd const wv{{3, 5}};
    Eigen::VectorXd const gy{{1, 10}};
    Eigen::VectorXd const seed{{7, 1}};
    Eigen::VectorXd const result =
        evaluate<twice>(where(x = xv, w = wv, adjoint(y) = gy, adjoint(adjoint(x)) = seed));
    // 6 seed gy w x
    BOOST_TEST(result(0) == 126);
    BOOST_TEST(result(1) == 600);
}

BOOST_AUTO_TEST_SUITE_END()
