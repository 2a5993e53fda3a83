// SPDX-License-Identifier: BSL-1.0
//
// A program of somebody else that is not linked to Iverson: CMake lets the installed program write its gradient.
#include "loss.hpp"

#include <cstdlib>

int main() {
    float const x[] = {1, 2}, A[] = {1, 2, 3, 4};
    float E = 0, gradient_x[2] = {};
    loss::E_value_and_gradients(x, 2, 1, A, 2, 2, 2, 1, &E, gradient_x, 2, 1);
    bool const right = E == 27 && gradient_x[0] == 12 && gradient_x[1] == 21;
    return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
