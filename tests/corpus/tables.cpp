// SPDX-License-Identifier: BSL-1.0
#include "corpus.hpp"

BOOST_AUTO_TEST_SUITE(tables)

using namespace corpus;
using namespace corpus::letters;
using iverson::exp;
using iverson::log;
using iverson::sigmoid;

namespace {

constexpr auto from = iverson::tensor<"from">;
constexpr auto label = iverson::tensor<"label">;
constexpr auto to = iverson::tensor<"to">;
constexpr auto token = iverson::tensor<"token">;

}  // namespace

BOOST_AUTO_TEST_CASE(look_ups) {
    for (entry const& e : {
             formula("embedding", Y(i, j, k) = A(token(i, j), k)),
             formula("rows and columns", Y(i, j) = X(from(i), to(j))),
             formula("permutation and its successor", y(i) = x(token(i)) - x(token(i) + 1)),
             formula("every second row", Y(i, j) = X(2 * token(i) + 1, j)),
             formula("weighted windows at entries", y(i) = sum(r, w(r) * x(2 * token(i) - r))),
             formula("positions from two tables", y(i) = x(2 * from(i) + 3 * to(i))),
             formula("residues of entries", y(i) = x(4 * token(i) % 3)),
             formula("cross entropy of integer labels",
                     E = sum(i, log(sum(j, exp(X(i, j)))) - X(i, label(i)))),
             formula("cross entropy by brackets",
                     E = -sum(i, j, bracket(label(i) == j) * log(exp(X(i, j)) / sum(k, exp(X(i, k)))))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_CASE(sums_over_edges) {
    for (entry const& e : {
             formula("segment sum", y(k) = b(k) + sum(i, bracket(token(i) == k) * x(i))),
             formula("messages along edges", y(k) = b(k) + sum(n, bracket(to(n) == k) * w(n) * x(from(n)))),
             formula("energy of springs", E = sum(n, w(n) * pow(x(from(n)) - x(to(n)), 2))),
             formula("observed entries of a factorised matrix",
                     E = sum(n, pow(y(n) - sum(k, U(from(n), k) * V(to(n), k)), 2))),
             formula("cubes of strided sums", E = sum(i, pow(sum(n, A(n, i) * x(2 * token(n))), 3))),
             formula("skip gram", E = -sum(n, log(sigmoid(sum(k, U(from(n), k) * V(to(n), k)))))),
         }) {
        differentiate(e);
    }
}

BOOST_AUTO_TEST_SUITE_END()
