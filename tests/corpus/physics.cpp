// SPDX-License-Identifier: BSL-1.0
//
// Stencils, steps of differential equations, masks and ranges.
#include "corpus.hpp"

using namespace corpus;
using namespace corpus::letters;

BOOST_AUTO_TEST_SUITE(physics)

BOOST_AUTO_TEST_CASE(stencils) {
    for (entry const& e : {
             formula("heat, zero boundary",
                     next(x)(t) = x(t) + a * (x(t - 1) - 2 * x(t) + x(t + 1)),
                     by_trials("x", D(k) = sum(t, adjoint(next(x))(t) *
                                                      (bracket(t == k) +
                                                       a * (bracket(t - 1 == k) - 2 * bracket(t == k) +
                                                            bracket(t + 1 == k)))) +
                                           0 * x(k))),
             formula("Laplacian, inside",
                     y(i) = x(i - 1) - 2 * x(i) + x(i + 1),
                     by_trials("x", D(k) = sum(t, adjoint(y)(t) * (bracket(t - 1 == k) - 2 * bracket(t == k) +
                                                                   bracket(t + 1 == k))) +
                                           0 * x(k))),
             formula("Laplacian in two dimensions",
                     Y(i, j) = X(i - 1, j) + X(i + 1, j) + X(i, j - 1) + X(i, j + 1) - 4 * X(i, j)),
             formula("Burgers", y(t) = x(t) - a * x(t) * (x(t) - x(t - 1))),
             formula("wave energy",
                     E = sum(i, pow(x(i + 1) - x(i), 2)) + sum(j, pow(y(j), 2)),
                     by("x", D(k) = 2 * sum(i, (x(i + 1) - x(i)) * (bracket(i + 1 == k) - bracket(i == k))) +
                                    0 * x(k)),
                     by("y", D(k) = 2 * y(k))),
             formula("total variation",
                     E = sum(i, j, sqrt(1 + pow(X(i + 1, j) - X(i, j), 2) + pow(X(i, j + 1) - X(i, j), 2)))),
             formula("upwind flux", y(i) = relu(u(i)) * x(i - 1) - relu(-u(i)) * x(i)),
             formula("autocorrelation",
                     y(t) = sum(s, x(s) * x(s + t)),
                     by("x", D(k) = sum(t, adjoint(y)(t) * (x(k + t) + x(k - t))) + 0 * x(k))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(steps_in_time) {
    for (entry const& e : {
             formula("Euler step of the sheet",
                     next(x)(j) = 0.1 * (tanh(sum(i, x(i) * w(i, j)) + b(j)) - x(j)) + x(j)),
             formula("Lotka-Volterra step", next(x)(i) = x(i) + a * x(i) * (u(i) - sum(j, A(i, j) * x(j)))),
             formula("harmonic oscillators", system(y(i) = x(i) + a * u(i), E = sum(i, pow(y(i), 2)))),
             formula("leaky integrator through time",
                     system(h(-1) = a, h(n) = 0.5 * h(n - 1) + x(n), E = sum(n, h(n) * w(n)))),
             formula("two steps back", system(h(-2) = a, h(-1) = v, h(n) = h(n - 1) + h(n - 2) * x(n),
                                       E = sum(n, pow(h(n), 2)))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(masks_and_ranges) {
    for (entry const& e : {
             formula("prefix sums",
                     y(j.in(0, 3)) = sum(i, bracket(i <= j) * x(i)),
                               by_trials("x",
                                         D(k) = sum(j.in(0, 3), bracket(k <= j) * adjoint(y)(j)) + 0 * x(k))),
             formula("lower triangle", y(i) = sum(j, bracket(j <= i) * A(i, j) * x(j)),
                                       by("x", D(l) = sum(i, bracket(l <= i) * A(i, l) * adjoint(y)(i))),
                                       by("A", D(k, l) = bracket(l <= k) * adjoint(y)(k) * x(l))),
             formula("band", y(i) = sum(j, bracket(i - 1 <= j) * bracket(j <= i + 1) * A(i, j) * x(j))),
             formula("upper pairs", E = sum(i, j, bracket(i < j) * A(i, j)),
                                    by_trials("A", D(k, l) = bracket(k < l) + 0 * A(k, l))),
             formula("off-diagonal products", E = sum(i, j, x(i) * x(j)) - sum(i, pow(x(i), 2)),
                                              by("x", D(k) = 2 * sum(j, x(j)) - 2 * x(k))),
             formula("anti-diagonal",
                     y(t) = sum(s, A(s, t - s)),
                     by_trials("A", D(k, l) = sum(t, bracket(t == k + l) * adjoint(y)(t)) + 0 * A(k, l))),
             formula("repeated subscript", E = sum(i, x(i) * A(i, i) * x(i)),
                                           by("x", D(k) = 2 * A(k, k) * x(k)),
                                           by("A", D(k, l) = bracket(k == l) * pow(x(k), 2) + 0 * A(k, l))),
             formula("shifted product",
                     y(t) = x(t) * x(t - 1) * x(t - 2),
                     by("x", D(k) = sum(t, adjoint(y)(t) * (bracket(t == k) * x(t - 1) * x(t - 2) +
                                                            x(t) * bracket(t - 1 == k) * x(t - 2) +
                                                            x(t) * x(t - 1) * bracket(t - 2 == k))) +
                                    0 * x(k))),
             formula("reversal",
                     y(t) = x(2 - t),
                     by_trials("x", D(k) = sum(t, bracket(2 - t == k) * adjoint(y)(t)) + 0 * x(k))),
             formula("every second",
                     y(i) = x(2 * i),
                     by_trials("x", D(k) = sum(t, bracket(2 * t == k) * adjoint(y)(t)) + 0 * x(k))),
             formula("interleaved",
                     y(t) = sum(i, bracket(t == 2 * i) * x(i)) + sum(j, bracket(t == 2 * j + 1) * z(j))),
             formula("quotient with support",
                     y(t) = x(t) / (1 + pow(w(t), 2)),
                     by_trials("x", D(k) = sum(t, bracket(t == k) * adjoint(y)(t) / (1 + pow(w(t), 2))) +
                                           0 * x(k))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_SUITE_END()
