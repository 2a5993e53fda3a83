// SPDX-License-Identifier: BSL-1.0
// expect: the result object has another number of axes than the result of the formula
#include <iverson/evaluate.hpp>

constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto A = iverson::tensor<"A">;
constexpr auto outer = (A(i, j) = x(i) * x(j));

void value(Eigen::MatrixXd& matrix, Eigen::VectorXd& vector, Eigen::VectorXd const& given) {
#ifdef PASS
    static_cast<void>(vector);
    iverson::evaluate_into<outer>(matrix, iverson::where(x = given));
#else
    static_cast<void>(matrix);
    iverson::evaluate_into<outer>(vector, iverson::where(x = given));
#endif
}
