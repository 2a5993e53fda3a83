// SPDX-License-Identifier: BSL-1.0
// expect: an Eigen expression that is not evaluated yet cannot be bound: call its .eval() first
#include <iverson/formula/formula.hpp>

#include <Eigen/Core>

void bind_twice_the_vector(Eigen::VectorXd const& v) {
    constexpr auto w = iverson::tensor<"w">;
#ifdef PASS
    static_cast<void>(iverson::where(w = (2 * v).eval()));
#else
    static_cast<void>(iverson::where(w = 2 * v));
#endif
}
