// SPDX-License-Identifier: BSL-1.0
//
// Lesson 3: Jacobians. A bracket [i = j] is a diagonal, not a dense matrix of zeros.
#include <iverson/iverson.hpp>
#include <iverson/verify/gradient.hpp>

#include <iostream>

namespace lesson {

using namespace iverson;

constexpr auto d = extent<"d">;
constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto l = idx<"l">;
constexpr auto x = tensor<"x">;
constexpr auto w = tensor<"w">;
constexpr auto b = tensor<"b">;

constexpr auto step =
    (next(x)(j.in(1, d)) = 0.1 * (tanh(sum(i.in(1, d), x(i) * w(i, j)) + b(j)) - x(j)) + x(j));
constexpr auto by_x = jacobian<step>(next(x)(i), x(j));
constexpr auto by_b = jacobian<step>(next(x)(i), b(j));
constexpr auto by_w = jacobian<step>(next(x)(i), w(j, l));

}  // namespace lesson

int main() {
    using namespace lesson;
    std::cout << latex(derivation(by_x)) << "\n\n"
              << latex(derivation(by_b)) << "\n\n"
              << latex(derivation(by_w)) << "\n\n";

    Eigen::VectorXd const state{{0.5, -1.0}};
    Eigen::MatrixXd const weights{{0.1, 0.2}, {0.3, 0.4}};
    Eigen::VectorXd const bias{{0.0, 0.1}};
    auto const inputs = where(x = state, w = weights, b = bias);
    Eigen::MatrixXd const J = evaluate<by_x>(inputs);
    std::cout << "dx'/dx =\n" << J << "\n\ndx'/db =\n" << Eigen::MatrixXd(evaluate<by_b>(inputs)) << "\n\n";

    auto const report = verify::gradient<by_x>();
    std::cout << report << "\n";
    return report ? 0 : 1;
}
