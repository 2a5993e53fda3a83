// SPDX-License-Identifier: BSL-1.0
// A program for the baseline whose kernels are dispatched: prints the set that it runs, and ends with 1 where a result is wrong. Data are
// small integers, so that every order of a sum gives the same.
#include "formulas.hpp"
#include "kernels.hpp"

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <random>
#include <string>

extern "C" int window_y_value(double const* w, std::ptrdiff_t const* w_extents,
                              std::ptrdiff_t const* w_strides, double const* x,
                              std::ptrdiff_t const* x_extents, std::ptrdiff_t const* x_strides, double* y,
                              std::ptrdiff_t const* y_extents, std::ptrdiff_t const* y_strides, char* message,
                              std::size_t message_size);

namespace {

std::mt19937 engine{3};

template <class Object>
Object drawn(int rows, int columns = 1) {
    Object result(rows, columns);
    std::uniform_int_distribution<int> number{-3, 3};
    for (int r = 0; r < rows; ++r) {
        for (int q = 0; q < columns; ++q) {
            result(r, q) = number(engine);
        }
    }
    return result;
}

int failures = 0;
void check(bool holds, char const* what, int extent) {
    if (!holds) {
        std::printf("wrong: %s at extent %d\n", what, extent);
        ++failures;
    }
}

/// What `iverson emit` writes of the same formula.
void check_emitted(Eigen::VectorXd const& w, Eigen::VectorXd const& x, Eigen::VectorXd const& expected) {
    std::ptrdiff_t const sizes[] = {w.size(), x.size(), expected.size()};
    Eigen::VectorXd found(expected.size());
    int const result = window_y_value(w.data(), &sizes[0], nullptr, x.data(), &sizes[1], nullptr,
                                      found.data(), &sizes[2], nullptr, nullptr, 0);
    check(result == 0 && found == expected, "the emitted convolution", static_cast<int>(x.size()));
}
void check_convolution(int n) {
    auto const w = drawn<Eigen::VectorXd>(9);
    auto const x = drawn<Eigen::VectorXd>(n);
    Eigen::VectorXd const found = dispatched::convolution(w, x);
    check(found == iverson::evaluate<formulas::convolution>(iverson::where(formulas::w = w, formulas::x = x)),
          "the convolution, beside the program's own", n);
    Eigen::VectorXd expected = Eigen::VectorXd::Zero(n + 8);
    for (int t = 0; t < n + 8; ++t) {
        for (int s = 0; s < 9; ++s) {
            expected[t] += t - s >= 0 && t - s < n ? w[s] * x[t - s] : 0;
        }
    }
    check(found == expected, "the convolution", n);
    check_emitted(w, x, expected);
}
void check_product(int n) {
    auto const a = drawn<dispatched::matrix>(n, n + 1);
    auto const b = drawn<dispatched::matrix>(n + 1, n);
    dispatched::matrix c(n, n);
    dispatched::product(a, b, c);
    check(c == a.lazyProduct(b), "the product of matrices", n);
}
void check_layer(int n) {
    auto const a = drawn<dispatched::matrix>(n, n);
    auto const x = drawn<Eigen::VectorXd>(n);
    Eigen::VectorXd y(n);
    dispatched_layer(a.data(), x.data(), y.data(), n, n);
    for (int i = 0; i < n; ++i) {
        double const exact = std::tanh(a.row(i).dot(x));
        check(std::abs(y[i] - exact) <= 4 * 0x1p-53, "tanh", n);
    }
}
/// What a kernel throws is caught by its type, which each copy has for itself.
void check_refusal() {
    dispatched::matrix const a(2, 3), b(4, 2);
    dispatched::matrix c(2, 2);
    try {
        dispatched::product(a, b, c);
        check(false, "shapes that do not fit are refused", 3);
    } catch (iverson::binding_error const& error) {
        check(std::string{error.what()}.find("k") != std::string::npos, "the sentence", 3);
    }
}

}  // namespace

int main() {
    for (int n : {1, 2, 3, 7, 8, 33, 64, 130, 300}) {
        check_convolution(n);
        check_layer(n);
        if (n <= 130) {
            check_product(n);
        }
    }
    check_refusal();
    std::printf("registers of %d bytes, wrong results: %d\n", dispatched::register_bytes(), failures);
    return failures > 0 ? 1 : 0;
}
