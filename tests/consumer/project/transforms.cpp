// SPDX-License-Identifier: BSL-1.0
//
// A program of somebody else that permits transforms: the package brings the library that computes them.
#include <iverson/fft.hpp>

#include <cmath>
#include <cstdlib>

namespace theirs {

using namespace iverson;

constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto filtered = (y(t) = sum(s, w(s) * x(t - s)));

}  // namespace theirs

int main() {
    using namespace theirs;
    Eigen::VectorXd const ones = Eigen::VectorXd::Ones(10000);
    Eigen::VectorXd const found = evaluate<filtered>(where(w = ones, x = ones), by_fft);
    bool const right = std::abs(found(9999) - 10000) < 1e-6 && convolutions_by_fft() == 1;
    return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
