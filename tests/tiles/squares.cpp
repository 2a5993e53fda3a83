// SPDX-License-Identifier: BSL-1.0
// Transposed loads: squares, what is left of them on either side, several in one nest, beside bounds that move.
#include <iverson/evaluate.hpp>

#include "instructions.hpp"
#include "padded.hpp"

namespace {

using Eigen::Index;
using iverson::evaluate_into;
using iverson::idx;
using iverson::tensor;
using iverson::where;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto a = tensor<"a">;
constexpr auto b = tensor<"b">;
constexpr auto c = tensor<"c">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;

constexpr auto transposed = (c(i, j) = a(j, i));
constexpr auto scaled = (c(i, j) = x(i) * a(j, i) + w(j));
constexpr auto symmetric = (c(i, j) = a(i, j) * b(j, i) - a(j, i) * b(i, j));
constexpr auto shifted = (c(i, j) = x(i) * (a(j, i + 2) - 3 * a(j, i + 1)));
constexpr auto below = (c(i, j) = bracket(j <= i) * a(j, i) + b(i, j));
constexpr auto absolute = (c(i, j) = abs(a(j, i)) + 1);

template <class T>
void check_all(Index m, Index n) {
    padded<T> const av{n, m}, bv{m, n}, xv{1, m}, wv{1, n}, wide{n, m + 2};
    auto const xi = xv.view.row(0).transpose();
    auto const wj = wv.view.row(0).transpose();
    check<by_rows<T>>(
        "transposed", m, n, [&](auto& out) { evaluate_into<transposed>(out, where(a = av.view)); },
        [&](Index r, Index q) { return av.view(q, r); });
    check<by_rows<T>>(
        "scaled", m, n, [&](auto& out) { evaluate_into<scaled>(out, where(a = av.view, x = xi, w = wj)); },
        [&](Index r, Index q) { return xi(r) * av.view(q, r) + wj(q); });
    check<by_rows<T>>(
        "shifted", m, n, [&](auto& out) { evaluate_into<shifted>(out, where(a = wide.view, x = xi)); },
        [&](Index r, Index q) { return xi(r) * (wide.view(q, r + 2) - 3 * wide.view(q, r + 1)); });
    check<by_rows<T>>(
        "absolute", m, n, [&](auto& out) { evaluate_into<absolute>(out, where(a = av.view)); },
        [&](Index r, Index q) { return std::abs(av.view(q, r)) + 1; });
    padded<T> const left{m, m}, right{m, m};
    check<by_rows<T>>(
        "symmetric", m, m,
        [&](auto& out) { evaluate_into<symmetric>(out, where(a = left.view, b = right.view)); },
        [&](Index r, Index q) {
            return left.view(r, q) * right.view(q, r) - left.view(q, r) * right.view(r, q);
        });
    check<by_rows<T>>(
        "below", m, m, [&](auto& out) { evaluate_into<below>(out, where(a = left.view, b = right.view)); },
        [&](Index r, Index q) { return (q <= r ? left.view(q, r) : 0) + right.view(r, q); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(squares, *boost::unit_test::precondition(can_run))

BOOST_AUTO_TEST_CASE(of_all_extents) {
    for (Index m : {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 70}) {
        for (Index n : {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 70}) {
            check_all<double>(m, n);
            check_all<float>(m, n);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
