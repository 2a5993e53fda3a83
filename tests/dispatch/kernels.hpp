// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <Eigen/Core>

/// What the dispatched source defines.
namespace dispatched {

using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The bytes of the vector registers that this copy is compiled for.
int register_bytes();

Eigen::VectorXd convolution(Eigen::VectorXd const& w, Eigen::VectorXd const& x);
void product(matrix const& a, matrix const& b, matrix& c);

}  // namespace dispatched

/// Functions with C linkage are jumped to as well.
extern "C" void dispatched_layer(double const* w, double const* x, double* y, int rows, int columns);
