// SPDX-License-Identifier: BSL-1.0
//
// What callers do with emitted functions: Eigen's objects, memory in any order, mistakes. Each header comes from the program.
#include "empty_at.hpp"
#include "from_zero.hpp"
#include "hostile.hpp"
#include "layer.hpp"
#include "look_up.hpp"
#include "network.hpp"
#include "nothing.hpp"
#include "placed.hpp"
#include "pool.hpp"
#include "step.hpp"

#include <array>
#include <iostream>

namespace {

int failures = 0;

void expect(bool right, std::string const& what) {
    if (!right) {
        ++failures;
        std::cout << "wrong: " << what << "\n";
    }
}
template <class Call>
void refuses(Call const& call, std::string const& sentence) {
    try {
        call();
    } catch (std::invalid_argument const& error) {
        return expect(error.what() == sentence, std::string(error.what()) + "\n  and not: " + sentence);
    }
    expect(false, "nothing is refused, which should be: " + sentence);
}

using vector = Eigen::VectorXd;
using matrix = Eigen::MatrixXd;
using by_rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

vector const x{{0.5, -1.0, 0.25}};
vector const b{{0.0, 0.1}};
matrix const w{{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}};
vector const seed{{1, -2}};

bool near(matrix const& found, matrix const& expected) {
    return found.rows() == expected.rows() && found.cols() == expected.cols() &&
           (found - expected).cwiseAbs().maxCoeff() < 1e-14;
}

void eigen_objects() {
    vector const y = (w.transpose() * x + b).array().tanh();
    vector const slope = seed.array() * (1 - y.array().square());
    auto const all = nets::inner::layer_value_and_gradients(x, w, b, seed);
    expect(near(all.y, y), "the value");
    expect(near(all.gradient_x, w * slope), "the gradient by x");
    expect(near(all.gradient_w, x * slope.transpose()), "the gradient by w");
    expect(near(nets::inner::layer_gradient_b(x, w, b, seed), slope), "the gradient by b, alone");
    expect(near(nets::inner::layer_gradient_w(x, w, b, seed), all.gradient_w), "the gradient by w, alone");

    by_rows const rows = w;
    expect(near(nets::inner::layer_value(x, rows, b), y), "a matrix by rows");
    matrix wide = matrix::Constant(6, 4, 7);
    Eigen::Map<matrix, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>> spread{wide.data(), 3, 2, {12, 2}};
    spread = w;
    expect(near(nets::inner::layer_value(x, spread, b), y), "a matrix with gaps");
    Eigen::RowVectorXd const row = x.transpose();
    expect(near(nets::inner::layer_value(row, w, 2 * b - b), y), "a row, an expression");
}

/// Strides of any sign and order.
void memory_in_any_order() {
    matrix const wt = w.transpose();
    vector const backwards = x.reverse();
    std::array<double, 2> y{};
    nets::inner::layer_value(&backwards(2), 3, -1, wt.data(), 3, 2, 2, 1, b.data(), 2, 1, y.data(), 2, 1);
    expect(near(Eigen::Map<vector>{y.data(), 2}, nets::inner::layer_value(x, w, b)), "a vector from its end");
}

void mistakes() {
    std::array<double, 4> data{1, 2, 3, 4};
    auto const call = [&](double const* to_x, double* y, std::ptrdiff_t n, std::ptrdiff_t stride) {
        nets::inner::layer_value(to_x, 2, 1, w.data(), 2, 1, 2, 3, b.data(), 2, 1, y, n, stride);
    };
    std::array<double, 4> y{-1, -1, -1, -1};
    refuses([&] { call(data.data(), data.data() + 1, 2, 1); },
            "the memory for the result y overlaps that of x, which is read while the result is written: give "
            "the result "
            "memory of its own");
    refuses([&] { call(nullptr, y.data(), 2, 1); }, "x is not bound");
    refuses([&] { call(data.data(), nullptr, 2, 1); }, "y is not bound");
    refuses([&] { call(data.data(), y.data(), 3, 1); },
            "the formula sets axis 0 of y to 0..1, and y has extent 3");
    refuses([&] { call(data.data(), y.data(), 2, 0); },
            "several entries of the result y may have one place: the strides of its memory are too small for "
            "its extents");
    refuses([] { nets::inner::layer_value(x.head(2), w, b); },
            "index i ranges over axis 0 of x, extent 2, and over axis 0 of w, extent 3");
    double all[8] = {};
    refuses(
        [&] {
            nets::inner::layer_value_and_gradients(x.data(), 3, 1, w.data(), 3, 1, 2, 3, b.data(), 2, 1,
                                                   seed.data(), 2, 1, y.data(), 2, 1, all, 3, 1, all + 2, 3,
                                                   1, 2, 3, y.data() + 2, 2, 1);
        },
        "the memory for the result adjoint(x) overlaps that of the result adjoint(w): give each memory of "
        "its own");
    expect(y == std::array<double, 4>{-1, -1, -1, -1} && data == std::array<double, 4>{1, 2, 3, 4},
           "a refused call writes");
}

void integers() {
    using places = Eigen::Matrix<std::int32_t, Eigen::Dynamic, 1>;
    auto const found = look_up::E_value_and_gradients(3, places{{2, 0, 2}}, x);
    expect(found.E == 3 * (2 * 0.0625 + 0.25) && found.gradient_a == 0.375, "a look-up");
    expect(near(found.gradient_x, vector{{3, 0, 3}}), "what was looked up twice counts twice");
    refuses([] { look_up::E_value(3, places{{0, 3}}, x); }, "x(p(n)) leaves axis 0 of x, 0..2, for p(1) = 3");
    auto const none = look_up::E_value_and_gradients(3, places{}, vector{});
    expect(none.E == 0 && none.gradient_a == 0 && none.gradient_x.size() == 0, "no places");
}

void ties_and_empty_ranges() {
    auto const found = pool::y_value_and_gradients(vector{{2, 2, 1, 1, 5}}, vector{{1, 10}});
    expect(near(found.y, vector{{2, 5}}), "the greatest of each window");
    expect(near(found.gradient_x, vector{{1, 0, 0, 0, 10}}), "the first of equal ones takes the slope");
    expect(pool::y_value(vector{{1, 2}}).size() == 0, "no window fits");
    expect(nothing::E_value() == 2, "a formula without inputs");
}

void first_positions() {
    auto const sizes = placed::y_value_bind(3, -1, 2, 4);
    expect(sizes.y_first0 == 3 && sizes.y_extent0 == 4, "positions are those of the caller");
    vector const y = placed::y_value(vector{{1, 2, 3}}, -1, vector{{1, 10}}, 4);
    expect(near(y, vector{{1, 12, 23, 30}}), "a convolution of placed tensors");
    expect(near(from_zero::y_value(vector{{1, 2}}, 0), vector{{0.2, 0.4}}), "an axis that must start at 0");
    refuses([] { from_zero::y_value(vector{{1, 2}}, 3); },
            "the formula sets axis 0 of x to 0..1, and x is bound at 3");
    auto const nothing_at_1 = empty_at::y_value_and_gradients(vector{}, 1, matrix{});
    expect(nothing_at_1.y.size() == 0 && nothing_at_1.gradient_w.size() == 0,
           "an empty tensor that starts at 1");
    auto const below = placed::y_value_bind(3, -5, 2, -4);
    expect(below.y_first0 == -9 && below.y_extent0 == 4, "positions that all lie below 0");
}

/// Names that C++ has uses for, and all gradients of one.
void names() {
    vector const one{{2, 3}};
    auto const found =
        hostile::double_value_and_gradients(one, one, one, one, one, one, one, one, one, one, one);
    expect(near(found.double_2, vector{{20, 42}}), "names that C++ has uses for");
    expect(near(found.gradient_for, vector{{4, 9}}), "their gradients");
}

/// x' beside x, and a recurrence with two results, derived by the second.
void states() {
    matrix const square{{0.1, 0.2}, {0.3, 0.4}};
    auto const next = step::next_x_value_and_gradients(b, square, seed, vector{{1, 0}});
    double const sum = 0.1 * b(0) + 0.3 * b(1) + seed(0);
    expect(std::abs(next.next_x(0) - (b(0) + 0.1 * (std::tanh(sum) - b(0)))) < 1e-15, "the next state");
    expect(std::abs(next.gradient_b(0) - 0.1 * (1 - std::tanh(sum) * std::tanh(sum))) < 1e-15,
           "its gradient");

    matrix const zero = matrix::Zero(1, 2),
                 target = matrix::Zero(2, 2);  // h and z have the positions -1 and 0
    auto const value = network::E_value(square, zero, b, target);
    vector const h = (square.transpose() * b).array().tanh();
    expect(near(value.h.row(0).transpose(), b) && near(value.h.row(1).transpose(), h), "a recurrence");
    expect(std::abs(value.E - h.squaredNorm() - b.squaredNorm()) < 1e-15, "what is made of it");
    auto const by = network::E_value_and_gradients(square, zero, b, target);
    vector const slope = 2 * h.array() * (1 - h.array().square());
    expect(near(by.gradient_h0, square * slope + 2 * b), "the gradient through the step");
}

}  // namespace

int main() {
    eigen_objects();
    memory_in_any_order();
    mistakes();
    integers();
    ties_and_empty_ranges();
    first_positions();
    names();
    states();
    std::cout << failures << " failures\n";
    return failures == 0 ? 0 : 1;
}
