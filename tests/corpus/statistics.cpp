// SPDX-License-Identifier: BSL-1.0
//
// Losses, likelihoods, factorizations.
#include "corpus.hpp"

using namespace corpus;
using namespace corpus::letters;

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_AUTO_TEST_CASE(quadratic_forms) {
    for (entry const& e : {
             formula("x^T A x", E = sum(i, j, x(i) * A(i, j) * x(j)),
                                by("x", D(k) = sum(j, (A(k, j) + A(j, k)) * x(j))),
                                by("A", D(k, l) = x(k) * x(l))),
             formula("least squares", E = sum(n, pow(y(n) - sum(i, X(n, i) * w(i)), 2)),
                                      by("w", D(k) = -2 * sum(n, X(n, k) * (y(n) - sum(i, X(n, i) * w(i))))),
                                      by("X", D(n, k) = -2 * w(k) * (y(n) - sum(i, X(n, i) * w(i)))),
                                      by("y", D(n) = 2 * (y(n) - sum(i, X(n, i) * w(i))))),
             formula("ridge",
                     E = sum(n, pow(y(n) - sum(i, X(n, i) * w(i)), 2)) + a * sum(j, pow(w(j), 2)),
                     by("w", D(k) = -2 * sum(n, X(n, k) * (y(n) - sum(i, X(n, i) * w(i)))) + 2 * a * w(k)),
                     by("a", slope = sum(j, pow(w(j), 2)))),
             formula("Mahalanobis", E = sum(i, j, (x(i) - z(i)) * A(i, j) * (x(j) - z(j))),
                                    by("x", D(k) = sum(j, (A(k, j) + A(j, k)) * (x(j) - z(j)))),
                                    by("A", D(k, l) = (x(k) - z(k)) * (x(l) - z(l)))),
             formula("Gram matrix",
                     A(i, j) = sum(n, X(n, i) * X(n, j)),
                          by("X", D(n, k) = sum(j, X(n, j) * (adjoint(A)(k, j) + adjoint(A)(j, k))))),
             formula("trace of a product", E = sum(i, j, A(i, j) * B(j, i)), by("A", D(k, l) = B(l, k))),
             formula("trace", E = sum(i, A(i, i)), by_trials("A", D(k, l) = bracket(k == l) + 0 * A(k, l))),
             formula("diagonal", y(i) = A(i, i),
                                 by("A", D(k, l) = bracket(k == l) * adjoint(y)(k) + 0 * A(k, l))),
             formula("outer product", A(i, j) = x(i) * y(j), by("x", D(i) = sum(j, adjoint(A)(i, j) * y(j)))),
             formula("cosine",
                     E = sum(i, x(i) * y(i)) / sqrt(sum(j, pow(x(j), 2)) * sum(k, pow(y(k), 2))),
                     by_trials("x", D(k) = (y(k) - x(k) * sum(i, x(i) * y(i)) / sum(j, pow(x(j), 2))) /
                                           sqrt(sum(j, pow(x(j), 2)) * sum(l, pow(y(l), 2))))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(regressions_and_likelihoods) {
    for (entry const& e : {
             formula("logistic", E = sum(n, log(1 + exp(-z(n) * sum(k, X(n, k) * w(k))))),
                                 by("w", D(k) = -sum(n, z(n) * X(n, k) * exp(-z(n) * sum(i, X(n, i) * w(i))) /
                                                            (1 + exp(-z(n) * sum(i, X(n, i) * w(i))))))),
             formula("Poisson", E = sum(n, exp(sum(k, X(n, k) * w(k))) - y(n) * sum(k, X(n, k) * w(k))),
                                by("w", D(k) = sum(n, X(n, k) * (exp(sum(i, X(n, i) * w(i))) - y(n))))),
             formula("Gaussian",
                     E = sum(n, pow(x(n) - mu, 2)) / (2 * pow(v, 2)) + sum(n, log(v) + 0 * x(n)),
                     by("mu", slope = -sum(n, x(n) - mu) / pow(v, 2)),
                     by("v", slope = -sum(n, pow(x(n) - mu, 2)) / pow(v, 3) + sum(n, 1 / v + 0 * x(n)))),
             formula("mixture",
                     E = -sum(n, log(sum(k, exp(u(k)) * exp(-pow(x(n) - w(k), 2))))),
                     by("w", D(k) = -sum(n, 2 * (x(n) - w(k)) * exp(u(k)) * exp(-pow(x(n) - w(k), 2)) /
                                                sum(l, exp(u(l)) * exp(-pow(x(n) - w(l), 2))))),
                     by("u", D(k) = -sum(n, exp(u(k)) * exp(-pow(x(n) - w(k), 2)) /
                                                sum(l, exp(u(l)) * exp(-pow(x(n) - w(l), 2)))))),
             formula(
                 "soft k-means",
                 E = -sum(n, log(sum(k, exp(-sum(i, pow(X(n, i) - W(k, i), 2)))))),
                 by("W", D(k, j) = -2 * sum(n, (X(n, j) - W(k, j)) * exp(-sum(i, pow(X(n, i) - W(k, i), 2))) /
                                                   sum(l, exp(-sum(i, pow(X(n, i) - W(l, i), 2))))))),
             formula("Huber-like", E = sum(n, sqrt(1 + pow(y(n) - x(n), 2))),
                                   by("x", D(n) = (x(n) - y(n)) / sqrt(1 + pow(y(n) - x(n), 2)))),
             formula("perceptron",
                     E = sum(n, relu(1 - y(n) * sum(i, X(n, i) * w(i)))),
                     by_trials("w", D(k) = -sum(n, y(n) * X(n, k) *
                                                       bracket(1 - y(n) * sum(i, X(n, i) * w(i)) > 0)))),
             formula("KL divergence", E = sum(i, exp(x(i)) * (x(i) - z(i))),
                                      by("x", D(i) = exp(x(i)) * (x(i) - z(i) + 1)),
                                      by("z", D(i) = -exp(x(i)) + 0 * z(i))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(factorizations) {
    for (entry const& e : {
             formula("matrix factorization",
                     E = sum(i, j, pow(Y(i, j) - sum(r, U(i, r) * V(j, r)), 2)),
                     by("U", D(i, r) = -2 * sum(j, (Y(i, j) - sum(l, U(i, l) * V(j, l))) * V(j, r)))),
             formula(
                 "with a mask",
                 E = sum(i, j, A(i, j) * pow(Y(i, j) - sum(r, U(i, r) * V(j, r)), 2)),
                 by("A", D(i, j) = pow(Y(i, j) - sum(l, U(i, l) * V(j, l)), 2)),
                 by("V", D(j, r) = -2 * sum(i, A(i, j) * (Y(i, j) - sum(l, U(i, l) * V(j, l))) * U(i, r)))),
             formula("CP", E = sum(i, j, k, pow(Y(i, j, k) - sum(r, Q(i, r) * K(j, r) * V(k, r)), 2)),
                           by("Q", D(i, r) = -2 * sum(j, k,
                                                      (Y(i, j, k) - sum(l, Q(i, l) * K(j, l) * V(k, l))) *
                                                          K(j, r) * V(k, r)))),
             formula("Tucker", Y(i, j) = sum(p, r, U(i, p) * A(p, r) * V(j, r)),
                                    by("A", D(p, r) = sum(i, j, adjoint(Y)(i, j) * U(i, p) * V(j, r)))),
             formula("factorization machine",
                     y(n) = sum(i, w(i) * X(n, i)) +
                            sum(i, j, bracket(i < j) * sum(r, V(i, r) * V(j, r)) * X(n, i) * X(n, j))),
             formula("symmetric factorization",
                     E = sum(i, j, pow(A(i, j) - sum(r, U(i, r) * U(j, r)), 2)),
                     by("U", D(i, r) =
                                 -2 * sum(j, (A(i, j) + A(j, i) - 2 * sum(l, U(i, l) * U(j, l))) * U(j, r)))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(kernels) {
    for (entry const& e : {
             formula(
                 "Gaussian kernel",
                 A(i, j) = exp(-a * sum(k, pow(X(i, k) - Z(j, k), 2))),
                      by("X",
                         D(i, k) = -2 * a *
                                   sum(j, adjoint(A)(i, j) * exp(-a * sum(l, pow(X(i, l) - Z(j, l), 2))) *
                                              (X(i, k) - Z(j, k)))),
                      by("a", slope = -sum(i, j,
                                           adjoint(A)(i, j) * exp(-a * sum(l, pow(X(i, l) - Z(j, l), 2))) *
                                               sum(k, pow(X(i, k) - Z(j, k), 2))))),
             formula("polynomial kernel",
                     A(i, j) = pow(1 + sum(k, X(i, k) * Z(j, k)), 3),
                          by("X", D(i, k) = 3 * sum(j, adjoint(A)(i, j) *
                                                           pow(1 + sum(l, X(i, l) * Z(j, l)), 2) * Z(j, k)))),
             formula("Sinkhorn step",
                     u(i) = a / sum(j, K(i, j) * w(j)),
                     by("w", D(j) = -a * sum(i, adjoint(u)(i) * K(i, j) / pow(sum(l, K(i, l) * w(l)), 2))),
                     by("a", slope = sum(i, adjoint(u)(i) / sum(j, K(i, j) * w(j))))),
             formula("pairwise potential",
                     E = sum(i, j, bracket(i < j) / sqrt(1 + sum(k, pow(X(i, k) - X(j, k), 2))))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_SUITE_END()
