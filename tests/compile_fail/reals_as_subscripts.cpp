// SPDX-License-Identifier: BSL-1.0
// expect: is bound to data that is not of integers: bind a vector or matrix of int or std::int64_t
#include <iverson/iverson.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto p = iverson::tensor<"p">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto f = (y(i) = x(p(i)));
}  // namespace

Eigen::VectorXd gathered(Eigen::VectorXd const& xv) {
#ifdef PASS
    Eigen::VectorXi pv(2);
#else
    Eigen::VectorXd pv(2);
#endif
    pv << 0, 1;
    return iverson::evaluate<f>(iverson::where(x = xv, p = pv));
}
