// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <random>

/// Random data, and the documented bound of a transformed convolution.
namespace fft_tests {

using Eigen::Index;

template <class T>
using vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;

inline std::mt19937 engine{17};

inline Index drawn(Index least, Index most) {
    return std::uniform_int_distribution<Index>{least, most}(engine);
}

/// Small integers, whose sums of products are exact in `float` up to a million of them.
template <class Object>
Object whole(Index rows, Index columns = 1) {
    Object result(rows, columns);
    for (Index r = 0; r < rows; ++r) {
        for (Index q = 0; q < columns; ++q) {
            result(r, q) = static_cast<typename Object::Scalar>(drawn(-3, 3));
        }
    }
    return result;
}

/// 16 eps log2(max(2 n, 64)) |w| |x|.
template <class T>
double bound(double n, double w, double x) {
    return 16 * static_cast<double>(std::numeric_limits<T>::epsilon()) * std::log2(std::max(2 * n, 64.0)) *
           w * x;
}
template <class W, class X>
double bound(W const& w, X const& x) {
    return bound<typename W::Scalar>(static_cast<double>(w.size() + x.size()), static_cast<double>(w.norm()),
                                     static_cast<double>(x.norm()));
}

}  // namespace fft_tests
