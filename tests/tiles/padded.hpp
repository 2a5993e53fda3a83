// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <Eigen/Core>

#include <boost/test/unit_test.hpp>

#include <limits>
#include <random>
#include <vector>

/// Small integers in memory that holds no other numbers, and results in memory whose border must stay.
inline std::mt19937 engine{23};

template <class T>
T small_integer() {
    return static_cast<T>(std::uniform_int_distribution<int>{-3, 3}(engine));
}

template <class T>
using by_rows = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A matrix of small numbers, by rows, in memory that holds no other numbers.
template <class T>
class padded {
  public:
    padded(Eigen::Index rows, Eigen::Index columns)
        : memory_(static_cast<std::size_t>((rows + 2) * (columns + 3)), std::numeric_limits<T>::quiet_NaN()),
          view{memory_.data() + columns + 4, rows, columns, Eigen::OuterStride<>{columns + 3}} {
        for (Eigen::Index r = 0; r < rows; ++r) {
            for (Eigen::Index q = 0; q < columns; ++q) {
                view(r, q) = small_integer<T>();
            }
        }
    }

  private:
    std::vector<T> memory_;

  public:
    Eigen::Map<by_rows<T>, 0, Eigen::OuterStride<>> view;
};

/// Each entry of the result is that of `expected`, at every entry and nowhere else: a border around it is not written.
template <class Matrix, class Run, class Expected>
void check(char const* what, Eigen::Index rows, Eigen::Index columns, Run run, Expected expected) {
    typename Matrix::Scalar const border = 1000;
    Matrix memory = Matrix::Constant(rows + 2, columns + 2, border);
    auto inner = memory.block(1, 1, rows, columns);
    run(inner);
    Eigen::Index wrong = 0;
    for (Eigen::Index r = 0; r < rows + 2; ++r) {
        for (Eigen::Index q = 0; q < columns + 2; ++q) {
            bool const outside = r == 0 || q == 0 || r > rows || q > columns;
            wrong += memory(r, q) != (outside ? border : expected(r - 1, q - 1)) ? 1 : 0;
        }
    }
    BOOST_TEST(wrong == 0, what << ", " << rows << " by " << columns << ": " << wrong << " entries differ");
}
template <class T, class Run, class Expected>
void check_vector(char const* what, Eigen::Index size, Run run, Expected expected) {
    T const border = 1000;
    Eigen::Matrix<T, Eigen::Dynamic, 1> memory =
        Eigen::Matrix<T, Eigen::Dynamic, 1>::Constant(size + 2, border);
    auto inner = memory.segment(1, size);
    run(inner);
    Eigen::Index wrong = memory(0) != border || memory(size + 1) != border ? 1 : 0;
    for (Eigen::Index r = 0; r < size; ++r) {
        wrong += memory(r + 1) != expected(r) ? 1 : 0;
    }
    BOOST_TEST(wrong == 0, what << ", " << size << ": " << wrong << " entries differ");
}
