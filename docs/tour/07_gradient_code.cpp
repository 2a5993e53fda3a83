// SPDX-License-Identifier: BSL-1.0
//
// Lesson 7: gradient code for a program that knows nothing of Iverson. CMake lets the program `iverson` write the header:
//   iverson_add_gradients(my_program FILES 07_gradient_code.iv WRT w b NAMESPACE lesson)
#include "07_gradient_code.hpp"

#include <iostream>

int main() {
    Eigen::VectorXd const x{{0.5, -1.0, 0.25}};
    Eigen::VectorXd const z{{0.3, -0.6}};  // what the layer should give
    Eigen::MatrixXd w{{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}};
    Eigen::VectorXd b{{0.0, 0.1}};

    for (int step = 0; step < 50; ++step) {
        auto const at = lesson::E_value_and_gradients(x, w, b, z);
        if (step % 10 == 0) {
            std::cout << "step " << step << ": E = " << at.E << "\n";
        }
        w -= 0.1 * at.gradient_w;
        b -= 0.1 * at.gradient_b;
    }
    double const error = lesson::E_value(x, w, b, z);
    std::cout << "after 50 steps: E = " << error << "\n\nWhat does not fit is said:\n  ";
    try {
        lesson::E_value(x.head(2), w, b, z);
    } catch (std::invalid_argument const& refusal) {
        std::cout << refusal.what() << "\n";
        return error < 1e-6 ? 0 : 1;
    }
    return 1;
}
