// SPDX-License-Identifier: BSL-1.0
#include "kernels.hpp"
#include "formulas.hpp"

namespace dispatched {

int register_bytes() { return static_cast<int>(iverson::functions::register_bytes); }

Eigen::VectorXd convolution(Eigen::VectorXd const& w, Eigen::VectorXd const& x) {
    return iverson::evaluate<formulas::convolution>(iverson::where(formulas::w = w, formulas::x = x));
}

void product(matrix const& a, matrix const& b, matrix& c) {
    iverson::evaluate_into<formulas::product>(c, iverson::where(formulas::a = a, formulas::b = b));
}

}  // namespace dispatched

void dispatched_layer(double const* w, double const* x, double* y, int rows, int columns) {
    Eigen::Map<dispatched::matrix const> const weights{w, rows, columns};
    Eigen::Map<Eigen::VectorXd const> const inputs{x, columns};
    Eigen::Map<Eigen::VectorXd> outputs{y, rows};
    iverson::evaluate_into<formulas::layer>(outputs,
                                            iverson::where(formulas::a = weights, formulas::x = inputs));
}
