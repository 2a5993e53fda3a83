// SPDX-License-Identifier: BSL-1.0
// expect: A is not bound
#include <iverson/evaluate.hpp>

constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto A = iverson::tensor<"A">;
constexpr auto product = (y(i) = sum(j, A(i, j) * x(j)));

Eigen::VectorXd value(Eigen::MatrixXd const& matrix, Eigen::VectorXd const& vector) {
#ifdef PASS
    return iverson::evaluate<product>(iverson::where(A = matrix, x = vector));
#else
    static_cast<void>(matrix);
    return iverson::evaluate<product>(iverson::where(x = vector));
#endif
}
