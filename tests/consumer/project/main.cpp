// SPDX-License-Identifier: BSL-1.0
//
// A program of somebody else: it finds Iverson, differentiates a formula and gets the right numbers.
#include <iverson/iverson.hpp>

#include <cstdlib>

static_assert(IVERSON_VERSION >= 100, "this program needs Iverson 0.1");

namespace theirs {

using namespace iverson;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto x = tensor<"x">;
constexpr auto A = tensor<"A">;
constexpr auto E = scalar<"E">;

constexpr auto quadratic = (E = sum(i, j, x(i) * A(i, j) * x(j)));
constexpr auto dE_dx = gradient<quadratic>(x(k));

}  // namespace theirs

int register_bytes();  // of dispatched.cpp, in the copy for this processor

int main() {
    using namespace theirs;
    Eigen::VectorXd const xv{{1, 2}};
    Eigen::MatrixXd const Av{{1, 2}, {3, 4}};
    Eigen::VectorXd const found = evaluate<dE_dx>(where(x = xv, A = Av));
    Eigen::VectorXd const expected = (Av + Av.transpose()) * xv;
    bool const right = (found - expected).norm() < 1e-12 && register_bytes() >= 16;
    return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
