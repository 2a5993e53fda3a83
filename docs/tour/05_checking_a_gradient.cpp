// SPDX-License-Identifier: BSL-1.0
//
// Lesson 5: is the gradient that I derived by hand right? One line in a test says so, and where it is wrong.
#include <iverson/iverson.hpp>
#include <iverson/verify/against.hpp>

#include <iostream>

namespace lesson {

using namespace iverson;

constexpr auto i = idx<"i">;
constexpr auto k = idx<"k">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;

constexpr auto layer = (y(i) = tanh(x(i)));
constexpr auto dE_dx = gradient<layer>(x(k));

Eigen::VectorXd right(Eigen::VectorXd const& xv, Eigen::VectorXd const& gy) {
    return gy.array() * (1 - xv.array().tanh().square());
}
// The mistake of the exercise sheet: the square is missing.
Eigen::VectorXd wrong(Eigen::VectorXd const& xv, Eigen::VectorXd const& gy) {
    return gy.array() * (1 - xv.array().tanh());
}

}  // namespace lesson

int main() {
    using namespace lesson;
    auto const good = verify::against<dE_dx>(right, x, adjoint(y));
    auto const bad = verify::against<dE_dx>(wrong, x, adjoint(y));
    std::cout << good << "\n" << bad << "\n";
    // In a test of yours:  BOOST_TEST(verify::against<dE_dx>(my_gradient, x, adjoint(y)));
    return good && !bad ? 0 : 1;
}
