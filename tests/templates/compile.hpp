// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tests/loops/compare.hpp"

#include <iverson/formula/formula.hpp>
#include <iverson/steps/derive.hpp>

#include <initializer_list>

/// What the written files of random formulas are made of; a test of theirs may be pasted into any file that includes this one.

/// The gradient, derived by the compiler.
template <class Make, int By>
struct gradient_of {
    static constexpr iverson::graph::formula make() {
        iverson::graph::formula const f = Make::make();
        std::vector<iverson::derive::variable> by;
        by.push_back({By, {}});
        return iverson::steps::gradients(f, f.output().tensor, by, false).result;
    }
};

template <class T>
Eigen::Vector<T, Eigen::Dynamic> vector_of(Eigen::Index n, std::initializer_list<T> values) {
    Eigen::Vector<T, Eigen::Dynamic> result(n);
    std::copy(values.begin(), values.end(), result.data());
    return result;
}
/// The numbers come row by row.
template <class T>
Eigen::MatrixX<T> matrix_of(Eigen::Index rows, Eigen::Index columns, std::initializer_list<T> values) {
    Eigen::MatrixX<T> result(rows, columns);
    for (Eigen::Index i = 0; i < rows * columns; ++i) {
        result(i / columns, i % columns) = values.begin()[i];
    }
    return result;
}
