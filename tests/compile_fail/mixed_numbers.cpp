// SPDX-License-Identifier: BSL-1.0
// expect: the bound tensors mix types of numbers
#include <iverson/evaluate.hpp>

constexpr auto i = iverson::idx<"i">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto product = (y(i) = w(i) * x(i));

Eigen::VectorXd value(Eigen::VectorXd const& doubles, Eigen::VectorXf const& floats) {
#ifdef PASS
    static_cast<void>(floats);
    return iverson::evaluate<product>(iverson::where(w = doubles, x = doubles));
#else
    return iverson::evaluate<product>(iverson::where(w = doubles, x = floats));
#endif
}
