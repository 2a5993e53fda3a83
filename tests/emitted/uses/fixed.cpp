// SPDX-License-Identifier: BSL-1.0
//
// A caller whose extents are constants, which a compiler follows into every loop: none may seem to it to run on.
#include "fixed.hpp"
#include "fixed_vectors.hpp"

#include <cmath>
#include <iostream>

namespace {

constexpr std::ptrdiff_t n = 264;
double x[n], a[1] = {0.5}, u[n], A[n * n], adjoint[n];
double next_x[2][n], by_x[2][n], by_a[2][1], by_u[2][n], by_A[2][n * n];

}  // namespace

// For all the compiler knows they are called often.
void plain() {
    fixed::fixed_value_and_gradients(x, n, 1, a, u, n, 1, A, n, n, n, 1, adjoint, n, 1, next_x[0], n, 1,
                                     by_x[0], n, 1, by_a[0], by_u[0], n, 1, by_A[0], n, n, n, 1);
}
void in_vectors() {
    fixed_vectors::fixed_value_and_gradients(x, n, 1, a, u, n, 1, A, n, n, n, 1, adjoint, n, 1, next_x[1], n,
                                             1, by_x[1], n, 1, by_a[1], by_u[1], n, 1, by_A[1], n, n, n, 1);
}

int main() {
    for (std::ptrdiff_t i = 0; i < n; ++i) {
        x[i] = std::cos(static_cast<double>(i));
        u[i] = adjoint[i] = 1;
        A[i * n + i] = 2;
    }
    plain();
    in_vectors();
    for (std::ptrdiff_t i = 0; i < n; ++i) {
        double const exact = x[i] + a[0] * x[i] * (1 - 2 * x[i]);
        for (double const found : {next_x[0][i], next_x[1][i]}) {
            if (!(std::abs(found - exact) < 1e-12)) {
                std::cout << "wrong: " << found << " for " << exact << " at " << i << "\n";
                return 1;
            }
        }
    }
    return 0;
}
