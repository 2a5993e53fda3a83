// SPDX-License-Identifier: BSL-1.0
//
// Lesson 2: from a differential equation to a recurrent network, and the gradient through its steps.
#include <iverson/iverson.hpp>
#include <iverson/verify/gradient.hpp>

#include <iostream>

namespace lesson {

using namespace iverson;

constexpr auto d = extent<"d">;
constexpr auto i = idx<"i">.in(1, d);
constexpr auto j = idx<"j">.in(1, d);
constexpr auto x = tensor<"x">;
constexpr auto w = tensor<"w">;
constexpr auto b = tensor<"b">;

constexpr auto ode = (rate(x)(j) = tanh(sum(i, x(i) * w(i, j)) + b(j)) - x(j));
constexpr auto step = euler<ode, 1, 10>();   // step 0.1
constexpr auto network = unroll<step, 3>();  // x^1, x^2, x^3 from x^0

}  // namespace lesson

int main() {
    using iverson::where, iverson::evaluate, iverson::latex;
    using lesson::b, lesson::w, lesson::x;
    std::cout << "dx/dt:\n  " << latex<lesson::ode>() << "\n\nOne Euler step:\n"
              << latex(derivation(lesson::step)) << "\n\n";
    std::cout << "Three steps:\n" << latex(lesson::network) << "\n\n";

    Eigen::VectorXd const x0{{0.5, -1.0}};
    Eigen::MatrixXd const weights{{0.1, 0.2}, {0.3, 0.4}};
    Eigen::VectorXd const bias{{0.0, 0.1}};
    Eigen::VectorXd const x1 = evaluate<lesson::step>(where(x = x0, w = weights, b = bias));
    Eigen::VectorXd const x3 = evaluate<lesson::network>(where(x = x0, w = weights, b = bias));
    std::cout << "x^0 = " << x0.transpose() << "\nx^1 = " << x1.transpose() << "\nx^3 = " << x3.transpose()
              << "\n";

    // The unrolled network does the step three times.
    Eigen::VectorXd by_hand = x0;
    for (int n = 0; n < 3; ++n) {
        by_hand = Eigen::VectorXd(evaluate<lesson::step>(where(x = by_hand, w = weights, b = bias)));
    }
    return (by_hand - x3).norm() < 1e-15 ? 0 : 1;
}
