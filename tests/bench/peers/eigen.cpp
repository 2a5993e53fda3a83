// SPDX-License-Identifier: BSL-1.0
#include "libraries.hpp"

#include <Eigen/Dense>
#include <unsupported/Eigen/CXX11/Tensor>

namespace peers::eigen {

namespace {

template <class T>
using by_rows = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
template <class T>
using by_rows_const = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const>;
using vector = Eigen::Map<Eigen::VectorXd>;
using vector_const = Eigen::Map<Eigen::VectorXd const>;

template <class C, class A, class B>
void assign(C& c, A const& a, B const& b, bool adds) {
    if (adds) {
        c.noalias() += a * b;
    } else {
        c.noalias() = a * b;
    }
}
template <class T>
void multiply(product<T> const& p) {
    by_rows<T> c{p.c, p.rows, p.columns};
    by_rows_const<T> const a{p.a, p.a_transposed ? p.inner : p.rows, p.a_transposed ? p.rows : p.inner};
    by_rows_const<T> const b{p.b, p.b_transposed ? p.columns : p.inner, p.b_transposed ? p.inner : p.columns};
    if (p.a_transposed && p.b_transposed) {
        assign(c, a.transpose(), b.transpose(), p.adds);
    } else if (p.a_transposed) {
        assign(c, a.transpose(), b, p.adds);
    } else if (p.b_transposed) {
        assign(c, a, b.transpose(), p.adds);
    } else {
        assign(c, a, b, p.adds);
    }
}
/// Its convolution takes no tensors of constants.
template <class T>
T* read(T const* data) {
    return const_cast<T*>(data);
}
void apply(application const& p) {
    by_rows_const<double> const a{p.a, p.rows, p.columns};
    if (p.transposed) {
        vector{p.y, p.columns}.noalias() = a.transpose() * vector_const{p.x, p.rows};
    } else {
        vector{p.y, p.rows}.noalias() = a * vector_const{p.x, p.columns};
    }
}

}  // namespace

linear_algebra algebra() { return {"Eigen", multiply<double>, multiply<float>, apply}; }

/// The convolution of its tensors, and the product with the matrix a(k + i), whose columns overlap in memory.
ways correlations(correlation const& c) {
    return {{"Eigen Tensor",
             [c] {
                 Eigen::TensorMap<Eigen::Tensor<double, 1>> const a{read(c.a), c.n + c.m - 1},
                     b{read(c.b), c.m};
                 Eigen::TensorMap<Eigen::Tensor<double, 1>> r{c.r, c.n};
                 r = a.convolve(b, Eigen::array<index, 1>{0});
             }},
            {"Eigen", [c] {
                 using shifts = Eigen::Map<Eigen::MatrixXd const, 0, Eigen::OuterStride<>>;
                 vector{c.r, c.n}.noalias() =
                     shifts{c.a, c.n, c.m, Eigen::OuterStride<>{1}} * vector_const{c.b, c.m};
             }}};
}

ways windows(window const& c) {
    return {{"Eigen Tensor", [c] {
                 using tensor = Eigen::Tensor<float, 2, Eigen::RowMajor>;
                 Eigen::TensorMap<tensor> const x{read(c.x), c.rows + c.taps - 1, c.columns + c.taps - 1};
                 Eigen::TensorMap<tensor> const w{read(c.w), c.taps, c.taps};
                 Eigen::TensorMap<tensor> y{c.y, c.rows, c.columns};
                 y = x.convolve(w, Eigen::array<index, 2>{0, 1});
             }}};
}

}  // namespace peers::eigen
