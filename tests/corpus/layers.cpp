// SPDX-License-Identifier: BSL-1.0
//
// Layers of networks.
#include "corpus.hpp"

using namespace corpus;
using namespace corpus::letters;

BOOST_AUTO_TEST_SUITE(layers)

BOOST_AUTO_TEST_CASE(convolutions) {
    for (entry const& e : {
             formula("full", y(t) = sum(s, w(s) * x(t - s)),
                             by_trials("x", D(k) = sum(t, adjoint(y)(t) * w(t - k)) + 0 * x(k)),
                             by_trials("w", D(k) = sum(t, adjoint(y)(t) * x(t - k)) + 0 * w(k))),
             formula("same",
                     y(t.in(0, 3)) = sum(s, w(s) * x(t - s)),
                               by_trials("x", D(k) = sum(t.in(0, 3), adjoint(y)(t) * w(t - k)) + 0 * x(k))),
             formula("valid correlation", y(i) = sum(r, w(r) * x(i + r)),
                                          by_trials("x", D(k) = sum(t, adjoint(y)(t) * w(k - t)) + 0 * x(k)),
                                          by_trials("w", D(k) = sum(i, adjoint(y)(i) * x(i + k)) + 0 * w(k))),
             formula("stride", y(i) = sum(r, w(r) * x(2 * i + r)),
                               by_trials("x", D(k) = sum(t, adjoint(y)(t) * w(k - 2 * t)) + 0 * x(k)),
                               by_trials("w", D(k) = sum(t, adjoint(y)(t) * x(2 * t + k)) + 0 * w(k))),
             formula("dilation", y(i) = sum(r, w(r) * x(i + 2 * r)),
                                 by_trials("x", D(k) = sum(s, w(s) * adjoint(y)(k - 2 * s)) + 0 * x(k)),
                                 by_trials("w", D(k) = sum(i, adjoint(y)(i) * x(i + 2 * k)) + 0 * w(k))),
             formula("stride, dilation and padding", y(t.in(0, 2)) = sum(r, w(r) * x(2 * t + 3 * r - 1))),
             formula("causal, dilated", y(t.in(0, 4)) = sum(r, w(r) * x(t - 2 * r))),
             formula("transposed, stride 2",
                     y(t) = sum(i, x(i) * w(t - 2 * i)),
                     by_trials("x", D(k) = sum(t, adjoint(y)(t) * w(t - 2 * k)) + 0 * x(k))),
             formula("channels",
                     Y(i, o) = sum(r, c, W(r, c, o) * X(i + r, c)),
                          by("X", D(k, l) = sum(s, t, W(s, l, t) * adjoint(Y)(k - s, t)) + 0 * X(k, l)),
                          by("W", D(k, l, m) = sum(i, X(i + k, l) * adjoint(Y)(i, m)) + 0 * W(k, l, m))),
             formula("depthwise",
                     Y(i, c) = sum(r, W(r, c) * X(i + r, c)),
                          by("W", D(k, l) = sum(i, X(i + k, l) * adjoint(Y)(i, l)) + 0 * W(k, l))),
             formula(
                 "two dimensions",
                 Y(i, j) = sum(r, p, W(r, p) * X(i + r, j + p)),
                      by_trials("W", D(k, l) = sum(i, j, adjoint(Y)(i, j) * X(i + k, j + l)) + 0 * W(k, l))),
             formula("two dimensions, strides", Y(i, j) = sum(r, p, W(r, p) * X(2 * i + r, 3 * j + p))),
             formula("squared response",
                     E = sum(t, pow(sum(s, w(s) * x(t - s)), 2)),
                     by("w", D(k) = 2 * sum(t, sum(s, w(s) * x(t - s)) * x(t - k)) + 0 * w(k))),
             formula("tanh response",
                     y(t) = tanh(sum(s, w(s) * x(t - s))),
                     by("x", D(k) = sum(t, adjoint(y)(t) * (1 - pow(tanh(sum(s, w(s) * x(t - s))), 2)) *
                                               w(t - k)) +
                                    0 * x(k))),
             formula(
                 "average pooling",
                 y(i) = sum(r.in(0, 2), x(2 * i + r)) / 3,
                 by_trials("x", D(k) = sum(r.in(0, 2), sum(i, bracket(2 * i + r == k) * adjoint(y)(i))) / 3 +
                                       0 * x(k))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(dense_layers) {
    for (entry const& e : {
             formula("matrix product", C(i, k) = sum(j, A(i, j) * B(j, k)),
                                            by("A", D(i, j) = sum(k, adjoint(C)(i, k) * B(j, k))),
                                            by("B", D(j, k) = sum(i, A(i, j) * adjoint(C)(i, k)))),
             formula("batched matrix product",
                     C(n, i, k) = sum(j, A(n, i, j) * B(n, j, k)),
                             by("A", D(n, i, j) = sum(k, adjoint(C)(n, i, k) * B(n, j, k)))),
             formula("bilinear", y(n, k) = sum(i, j, X(n, i) * W(i, j, k) * Z(n, j)),
                                      by("X", D(n, i) = sum(j, k, adjoint(y)(n, k) * W(i, j, k) * Z(n, j))),
                                      by("W", D(i, j, k) = sum(n, X(n, i) * Z(n, j) * adjoint(y)(n, k)))),
             formula(
                 "affine, tanh",
                 Y(n, j) = tanh(sum(i, X(n, i) * W(i, j)) + b(j)),
                      by("b", D(j) = sum(n, adjoint(Y)(n, j) *
                                                (1 - pow(tanh(sum(l, X(n, l) * W(l, j)) + b(j)), 2)))),
                      by("W", D(i, j) = sum(n, X(n, i) * adjoint(Y)(n, j) *
                                                   (1 - pow(tanh(sum(l, X(n, l) * W(l, j)) + b(j)), 2))))),
             formula("two layers",
                     system(h(j) = tanh(sum(i, x(i) * W(i, j))), y(k) = sigmoid(sum(j, h(j) * V(j, k))))),
             formula("residual",
                     y(j) = x(j) + relu(sum(i, x(i) * W(i, j))),
                     by_trials("x",
                               D(i) = adjoint(y)(i) +
                                      sum(j, adjoint(y)(j) * bracket(sum(l, x(l) * W(l, j)) > 0) * W(i, j)))),
             formula("gated",
                     y(j) = sigmoid(sum(i, x(i) * W(i, j))) * sum(i, x(i) * V(i, j)),
                     by("V", D(i, j) = x(i) * adjoint(y)(j) * sigmoid(sum(l, x(l) * W(l, j)))),
                     by("W", D(i, j) = x(i) * adjoint(y)(j) * sigmoid(sum(l, x(l) * W(l, j))) *
                                       (1 - sigmoid(sum(l, x(l) * W(l, j)))) * sum(m, x(m) * V(m, j)))),
             formula("embedding by one-hot rows", Y(n, k) = sum(i, X(n, i) * W(i, k)),
                                                       by("W", D(i, k) = sum(n, X(n, i) * adjoint(Y)(n, k)))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(normalizations) {
    for (entry const& e : {
             formula("softmax",
                     y(i) = exp(x(i)) / sum(j, exp(x(j))),
                     by("x", D(i) = exp(x(i)) / sum(j, exp(x(j))) *
                                    (adjoint(y)(i) - sum(k, adjoint(y)(k) * exp(x(k))) / sum(l, exp(x(l)))))),
             formula("log-softmax",
                     y(i) = x(i) - log(sum(j, exp(x(j)))),
                     by("x", D(i) = adjoint(y)(i) - exp(x(i)) / sum(j, exp(x(j))) * sum(k, adjoint(y)(k)))),
             formula("log-sum-exp", E = log(sum(i, exp(x(i)))),
                                    by("x", D(i) = exp(x(i)) / sum(j, exp(x(j))))),
             formula("cross entropy", E = -sum(i, z(i) * (x(i) - log(sum(j, exp(x(j)))))),
                                      by("x", D(i) = exp(x(i)) / sum(j, exp(x(j))) * sum(k, z(k)) - z(i)),
                                      by("z", D(i) = log(sum(j, exp(x(j)))) - x(i) + 0 * z(i))),
             formula("layer norm",
                     system(mu = sum(i, x(i)) / sum(i, 1 + 0 * x(i)), v = sum(i, pow(x(i) - mu, 2)),
                     y(i) = (x(i) - mu) / sqrt(v + a) * w(i) + b(i))),
             formula("RMS norm", y(i) = x(i) * w(i) / sqrt(sum(j, pow(x(j), 2)) + a),
                                 by("w", D(i) = adjoint(y)(i) * x(i) / sqrt(sum(j, pow(x(j), 2)) + a)),
                                 by("x", D(i) = adjoint(y)(i) * w(i) / sqrt(sum(j, pow(x(j), 2)) + a) -
                                                x(i) * sum(k, adjoint(y)(k) * w(k) * x(k)) /
                                                    pow((sum(j, pow(x(j), 2)) + a), 1.5))),
             formula("batch mean", Y(n, k) = X(n, k) - sum(m, X(m, k)) / a,
                                        by("X", D(n, k) = adjoint(Y)(n, k) - sum(m, adjoint(Y)(m, k)) / a)),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(attention) {
    for (entry const& e : {
             formula("softmax attention", system(S(i, j) = sum(k, Q(i, k) * K(j, k)),
                                                      P(i, j) = exp(S(i, j)) / sum(l, exp(S(i, l))),
                                                      O(i, c) = sum(j, P(i, j) * V(j, c)))),
             formula("causal attention", system(S(i, j) = bracket(j <= i) * exp(sum(k, Q(i, k) * K(j, k))),
                                                     O(i, c) = sum(j, S(i, j) * V(j, c)) / sum(j, S(i, j)))),
             formula("linear attention",
                     O(i, c) = sum(j, k, Q(i, k) * K(j, k) * V(j, c)),
                          by("Q", D(i, k) = sum(j, c, adjoint(O)(i, c) * K(j, k) * V(j, c))),
                          by("V", D(j, c) = sum(i, k, adjoint(O)(i, c) * Q(i, k) * K(j, k)))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(recurrent_cells) {
    for (entry const& e : {
             formula("Elman network through time",
                     system(h(-1, j) = h0(j), h(n, j) = tanh(sum(i, h(n - 1, i) * W(i, j)) + U(n, j)),
                                  E = sum(n, j, pow(h(n, j), 2)))),
             formula("Elman cell", next(h)(j) = tanh(sum(i, h(i) * W(i, j)) + sum(k, x(k) * V(k, j)) + b(j))),
             formula("GRU cell", system(z(j) = sigmoid(sum(i, h(i) * W(i, j)) + x(j)),
                                 g(j) = sigmoid(sum(i, h(i) * U(i, j)) + x(j)),
                                 f(j) = tanh(sum(i, g(i) * h(i) * V(i, j)) + x(j)),
                                 y(j) = (1 - z(j)) * h(j) + z(j) * f(j))),
             formula("LSTM cell",
                     system(f(j) = sigmoid(sum(i, h(i) * A(i, j)) + x(j)),
                     g(j) = sigmoid(sum(i, h(i) * B(i, j)) + x(j)),
                     u(j) = tanh(sum(i, h(i) * C(i, j)) + x(j)), z(j) = f(j) * h0(j) + g(j) * u(j),
                     y(j) = sigmoid(sum(i, h(i) * W(i, j)) + x(j)) * tanh(z(j)))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_SUITE_END()
