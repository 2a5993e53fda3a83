// SPDX-License-Identifier: BSL-1.0
// Built for ThreadSanitizer, which ends the program where two threads meet in one entry: tiles, temporaries that one nest writes and
// the next one reads, additions to entries of several places, parts of a long sum, transforms.
#include "crew.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>
#include <iverson/fft.hpp>

#include <Eigen/Core>

#include <cmath>

namespace {

constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto k = iverson::idx<"k">;
constexpr auto s = iverson::idx<"s">;
constexpr auto t = iverson::integer<"t">;
constexpr auto n = iverson::idx<"n">;
constexpr auto a = iverson::tensor<"a">;
constexpr auto b = iverson::tensor<"b">;
constexpr auto c = iverson::tensor<"c">;
constexpr auto p = iverson::tensor<"p">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;

constexpr auto layer = (c(i, j) = tanh(sum(k, a(i, k) * b(k, j))));
constexpr auto layer_by_b = iverson::gradient<layer>(b(k, j));
constexpr auto looked_up = (y(n) = x(p(n)) * w(n));
constexpr auto scattered = iverson::gradient<looked_up>(x(k));
constexpr auto convolution = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto by_taps = iverson::gradient<convolution>(w(s));

}  // namespace

int main() {
    using Eigen::MatrixXd;
    using Eigen::VectorXd;
    using iverson::where;
    crew const four{4};
    MatrixXd const av = MatrixXd::Ones(150, 70);
    MatrixXd const bv = MatrixXd::Ones(70, 150);
    MatrixXd const gc = MatrixXd::Ones(150, 150);
    MatrixXd const gradient = iverson::evaluate<layer_by_b>(where(a = av, b = bv, adjoint(c) = gc), four);
    Eigen::VectorXi places(100000);
    for (Eigen::Index m = 0; m < places.size(); ++m) {
        places[m] = static_cast<int>(m % 50);
    }
    VectorXd const ones = VectorXd::Ones(places.size());
    VectorXd const few = VectorXd::Ones(50);
    VectorXd const sums =
        iverson::evaluate<scattered>(where(w = ones, p = places, x = few, adjoint(y) = ones), four);
    int const before = four.nests;
    VectorXd const taps = VectorXd::Ones(3);
    VectorXd const filtered = VectorXd::Ones(100002);
    VectorXd const gradient_by_taps =
        iverson::evaluate<by_taps>(where(w = taps, x = ones, adjoint(y) = filtered), four);
    VectorXd const long_taps = VectorXd::Ones(4000);
    VectorXd const transformed =
        iverson::evaluate<convolution>(where(w = long_taps, x = ones), iverson::by_fft, four);
    bool const right = gradient.rows() == 70 && (sums.array() == 2000).all() &&
                       (gradient_by_taps.array() == 100000).all() &&
                       std::abs(transformed[50000] - 4000) < 1e-6;
    return right && before >= 3 && four.nests == before + 2 ? 0 : 1;
}
