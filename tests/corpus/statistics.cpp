// SPDX-License-Identifier: BSL-1.0
//
// Losses, likelihoods, factorizations.
#include "corpus.hpp"

using namespace corpus;
using namespace corpus::letters;

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_AUTO_TEST_CASE(quadratic_forms) {
    for (entry const& e : {
             formula("x^T A x", E = sum(i, j, x(i) * A(i, j) * x(j))),
             formula("least squares", E = sum(n, pow(y(n) - sum(i, X(n, i) * w(i)), 2))),
             formula("ridge", E = sum(n, pow(y(n) - sum(i, X(n, i) * w(i)), 2)) + a * sum(j, pow(w(j), 2))),
             formula("Mahalanobis", E = sum(i, j, (x(i) - z(i)) * A(i, j) * (x(j) - z(j)))),
             formula("Gram matrix", A(i, j) = sum(n, X(n, i) * X(n, j))),
             formula("trace of a product", E = sum(i, j, A(i, j) * B(j, i))),
             formula("trace", E = sum(i, A(i, i))),
             formula("diagonal", y(i) = A(i, i)),
             formula("outer product", A(i, j) = x(i) * y(j)),
             formula("cosine", E = sum(i, x(i) * y(i)) / sqrt(sum(j, pow(x(j), 2)) * sum(k, pow(y(k), 2)))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(regressions_and_likelihoods) {
    for (entry const& e : {
             formula("logistic", E = sum(n, log(1 + exp(-z(n) * sum(k, X(n, k) * w(k)))))),
             formula("Poisson", E = sum(n, exp(sum(k, X(n, k) * w(k))) - y(n) * sum(k, X(n, k) * w(k)))),
             formula("Gaussian", E = sum(n, pow(x(n) - mu, 2)) / (2 * pow(v, 2)) + sum(n, log(v) + 0 * x(n))),
             formula("mixture", E = -sum(n, log(sum(k, exp(u(k)) * exp(-pow(x(n) - w(k), 2)))))),
             formula("soft k-means", E = -sum(n, log(sum(k, exp(-sum(i, pow(X(n, i) - W(k, i), 2))))))),
             formula("Huber-like", E = sum(n, sqrt(1 + pow(y(n) - x(n), 2)))),
             formula("perceptron", E = sum(n, relu(1 - y(n) * sum(i, X(n, i) * w(i))))),
             formula("KL divergence", E = sum(i, exp(x(i)) * (x(i) - z(i)))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(factorizations) {
    for (entry const& e : {
             formula("matrix factorization", E = sum(i, j, pow(Y(i, j) - sum(r, U(i, r) * V(j, r)), 2))),
             formula("with a mask", E = sum(i, j, A(i, j) * pow(Y(i, j) - sum(r, U(i, r) * V(j, r)), 2))),
             formula("CP", E = sum(i, j, k, pow(Y(i, j, k) - sum(r, Q(i, r) * K(j, r) * V(k, r)), 2))),
             formula("Tucker", Y(i, j) = sum(p, r, U(i, p) * A(p, r) * V(j, r))),
             formula("factorization machine",
                     y(n) = sum(i, w(i) * X(n, i)) +
                            sum(i, j, bracket(i < j) * sum(r, V(i, r) * V(j, r)) * X(n, i) * X(n, j))),
             formula("symmetric factorization", E = sum(i, j, pow(A(i, j) - sum(r, U(i, r) * U(j, r)), 2))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(kernels) {
    for (entry const& e : {
             formula("Gaussian kernel", A(i, j) = exp(-a * sum(k, pow(X(i, k) - Z(j, k), 2)))),
             formula("polynomial kernel", A(i, j) = pow(1 + sum(k, X(i, k) * Z(j, k)), 3)),
             formula("Sinkhorn step", u(i) = a / sum(j, K(i, j) * w(j))),
             formula("pairwise potential",
                     E = sum(i, j, bracket(i < j) / sqrt(1 + sum(k, pow(X(i, k) - X(j, k), 2))))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_SUITE_END()
