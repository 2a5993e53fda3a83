// SPDX-License-Identifier: BSL-1.0
// expect: the formula has no w
#include <iverson/evaluate.hpp>

constexpr auto i = iverson::idx<"i">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto copy = (y(i) = x(i));

Eigen::VectorXd value(Eigen::VectorXd const& vector) {
#ifdef PASS
    return iverson::evaluate<copy>(iverson::where(x = vector));
#else
    return iverson::evaluate<copy>(iverson::where(x = vector, w = vector));
#endif
}
