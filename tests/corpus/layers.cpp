// SPDX-License-Identifier: BSL-1.0
//
// Layers of networks.
#include "corpus.hpp"

using namespace corpus;
using namespace corpus::letters;

BOOST_AUTO_TEST_SUITE(layers)

BOOST_AUTO_TEST_CASE(convolutions) {
    for (entry const& e : {
             formula("full", y(t) = sum(s, w(s) * x(t - s))),
             formula("same", y(t.in(0, 3)) = sum(s, w(s) * x(t - s))),
             formula("valid correlation", y(i) = sum(r, w(r) * x(i + r))),
             formula("stride", y(i) = sum(r, w(r) * x(2 * i + r))),
             formula("dilation", y(i) = sum(r, w(r) * x(i + 2 * r))),
             formula("stride, dilation and padding", y(t.in(0, 2)) = sum(r, w(r) * x(2 * t + 3 * r - 1))),
             formula("causal, dilated", y(t.in(0, 4)) = sum(r, w(r) * x(t - 2 * r))),
             formula("transposed, stride 2", y(t) = sum(i, x(i) * w(t - 2 * i))),
             formula("channels", Y(i, o) = sum(r, c, W(r, c, o) * X(i + r, c))),
             formula("depthwise", Y(i, c) = sum(r, W(r, c) * X(i + r, c))),
             formula("two dimensions", Y(i, j) = sum(r, p, W(r, p) * X(i + r, j + p))),
             formula("two dimensions, strides", Y(i, j) = sum(r, p, W(r, p) * X(2 * i + r, 3 * j + p))),
             formula("squared response", E = sum(t, pow(sum(s, w(s) * x(t - s)), 2))),
             formula("tanh response", y(t) = tanh(sum(s, w(s) * x(t - s)))),
             formula("average pooling", y(i) = sum(r.in(0, 2), x(2 * i + r)) / 3),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(dense_layers) {
    for (entry const& e : {
             formula("matrix product", C(i, k) = sum(j, A(i, j) * B(j, k))),
             formula("batched matrix product", C(n, i, k) = sum(j, A(n, i, j) * B(n, j, k))),
             formula("bilinear", y(n, k) = sum(i, j, X(n, i) * W(i, j, k) * Z(n, j))),
             formula("affine, tanh", Y(n, j) = tanh(sum(i, X(n, i) * W(i, j)) + b(j))),
             formula("two layers",
                     system(h(j) = tanh(sum(i, x(i) * W(i, j))), y(k) = sigmoid(sum(j, h(j) * V(j, k))))),
             formula("residual", y(j) = x(j) + relu(sum(i, x(i) * W(i, j)))),
             formula("gated", y(j) = sigmoid(sum(i, x(i) * W(i, j))) * sum(i, x(i) * V(i, j))),
             formula("embedding by one-hot rows", Y(n, k) = sum(i, X(n, i) * W(i, k))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(normalizations) {
    for (entry const& e : {
             formula("softmax", y(i) = exp(x(i)) / sum(j, exp(x(j)))),
             formula("log-softmax", y(i) = x(i) - log(sum(j, exp(x(j))))),
             formula("log-sum-exp", E = log(sum(i, exp(x(i))))),
             formula("cross entropy", E = -sum(i, z(i) * (x(i) - log(sum(j, exp(x(j))))))),
             formula("layer norm",
                     system(mu = sum(i, x(i)) / sum(i, 1 + 0 * x(i)), v = sum(i, pow(x(i) - mu, 2)),
                     y(i) = (x(i) - mu) / sqrt(v + a) * w(i) + b(i))),
             formula("RMS norm", y(i) = x(i) * w(i) / sqrt(sum(j, pow(x(j), 2)) + a)),
             formula("batch mean", Y(n, k) = X(n, k) - sum(m, X(m, k)) / a),
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
             formula("linear attention", O(i, c) = sum(j, k, Q(i, k) * K(j, k) * V(j, c))),
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
