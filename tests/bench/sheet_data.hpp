// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/evaluate.hpp>

#include <Eigen/Core>
#include <unsupported/Eigen/CXX11/Tensor>

#include <memory>
#include <string>

/// What the formulas of the sheet are raced on.
namespace sheet_data {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A convolution and its gradients.
struct signal {
    VectorXd w, x, g, out_y, out_x, out_w;
    iverson::workspace memory;
};

inline std::shared_ptr<signal> random_signal(Index n, Index taps) {
    auto const d = std::make_shared<signal>();
    d->w = VectorXd::Random(taps);
    d->x = VectorXd::Random(n);
    d->g = VectorXd::Random(n + taps - 1);
    d->out_y.resize(n + taps - 1);
    d->out_x.resize(n);
    d->out_w.resize(taps);
    return d;
}

/// "2a dE/dx, 7 taps"
inline std::string with_taps(char const* what, Index taps) {
    return std::string{what} + ", " + std::to_string(taps) + (taps == 1 ? " tap" : " taps");
}

/// A step of the network and its derivatives.
struct network {
    VectorXd x, b, g, y, t;
    MatrixXd w, out;
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows;
    Eigen::Tensor<double, 3> cube;
    iverson::workspace memory;
};

inline std::shared_ptr<network> random_network(Index n) {
    auto const d = std::make_shared<network>();
    for (VectorXd* v : {&d->x, &d->b, &d->g, &d->y, &d->t}) {
        *v = VectorXd::Random(n);
    }
    d->w = MatrixXd::Random(n, n) / static_cast<double>(n);
    d->rows = d->w;
    d->out.resize(n, n);
    return d;
}

}  // namespace sheet_data
