// SPDX-License-Identifier: BSL-1.0
//
// Lesson 1: a convolution, its gradients, their derivations, their loops.
#include <iverson/iverson.hpp>
#include <iverson/verify/gradient.hpp>

#include <iostream>

namespace lesson {

using namespace iverson;

// Indices over all integers: tensors are 0 outside their domains, so that no boundary is ever forgotten.
constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto k = integer<"k">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;

constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto dE_dx = gradient<conv>(x(k));  // dE/dx_k from dE/dy_t, derived by the compiler
constexpr auto dE_dw = gradient<conv>(w(k));

}  // namespace lesson

int main() {
    using namespace lesson;
    std::cout << "The layer:\n  " << latex<conv>() << "\n\n";
    std::cout << "Its gradients, step by step:\n"
              << latex(derivation(dE_dx)) << "\n"
              << latex(derivation(dE_dw)) << "\n\n";
    std::cout << "With the name of the rule at each line:\n"
              << latex(derivation(dE_dx), {.rule_names = true}) << "\n\n";

    Eigen::VectorXd const wv{{1, 2}};
    Eigen::VectorXd const xv{{3, 0, 5}};
    Eigen::VectorXd const yv = evaluate<conv>(where(w = wv, x = xv));
    std::cout << "w = " << wv.transpose() << ", x = " << xv.transpose() << ":  y = " << yv.transpose()
              << "\n";

    Eigen::VectorXd const gy{{1, 1, 1, 1}};
    Eigen::VectorXd const gx = evaluate<dE_dx>(where(w = wv, adjoint(y) = gy));
    Eigen::VectorXd const gw = evaluate<dE_dw>(where(x = xv, adjoint(y) = gy));
    std::cout << "dE/dy = " << gy.transpose() << ":  dE/dx = " << gx.transpose()
              << ",  dE/dw = " << gw.transpose() << "\n\n";

    // Every gradient can be held against numbers, at random extents (0 and 1 among them) and inputs.
    auto const report_x = verify::gradient<dE_dx>();
    auto const report_w = verify::gradient<dE_dw>();
    std::cout << report_x << "\n" << report_w << "\n";
    return report_x && report_w ? 0 : 1;
}
