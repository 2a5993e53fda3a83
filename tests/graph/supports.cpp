// SPDX-License-Identifier: BSL-1.0
#include "build.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace building;

namespace {

/// x on 0..2 and w on 1..5, over one index t; t's values in the support.
struct line : sheet {
    affine t = integer("t"), s = integer("s"), i = idx("i");
    term x, w;

    line() : x{at("x", {t})}, w{at("w", {t})} {
        f.nodes.tensors[0].axes.push_back({affine{0}, affine{2}});
        f.nodes.tensors[1].axes.push_back({affine{1}, affine{5}});
    }
    std::vector<int> values(term u) {
        std::vector<int> result;
        for (int v = -9; v <= 9; ++v) {
            bool inside = false;
            for (inequalities piece : support_of(f.nodes, u.id())) {
                piece.add(condition{relation::zero, t - affine{v}, 0});
                inside = inside || !piece.infeasible();
            }
            if (inside) {
                result.push_back(v);
            }
        }
        return result;
    }
    std::size_t everything() { return values(number(1)).size(); }
};
std::vector<int> from(int low, int high) {
    std::vector<int> result;
    for (int v = low; v <= high; ++v) {
        result.push_back(v);
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_CASE(supports_follow_the_formula_as_written) {
    line f;
    BOOST_TEST(f.values(f.x) == from(0, 2));
    BOOST_TEST(f.values(f.x * f.w) == from(1, 2));
    BOOST_TEST(f.values(f.x + f.w) == from(0, 5));
    BOOST_TEST(f.values(f.x - f.x) == from(0, 2));
    BOOST_TEST(f.values(f.x / (rational{1} + f.w)) == from(0, 2));
    BOOST_TEST(f.values(f.call(tanh_row, f.x)) == from(0, 2));
    BOOST_TEST(f.values(integer_power(f.x, 2)) == from(0, 2));
    BOOST_TEST(f.values(f.when(f.holds(f.t - affine{2})) * f.w) == from(2, 5));
    BOOST_TEST(f.values(f.number(0)).empty());
}
BOOST_AUTO_TEST_CASE(supports_that_are_everything) {
    line f;
    BOOST_TEST(f.everything() == 19U);
    BOOST_TEST(f.values(f.call(exp_row, f.x)).size() == 19U);
    BOOST_TEST(f.values(integer_power(f.x, -1)).size() == 19U);
    BOOST_TEST(f.values(f.x + rational{1}).size() == 19U);
    int const both[] = {f.x.id(), f.w.id()};
    BOOST_TEST(f.values({f.f.nodes, f.f.nodes.intern(op::compare, 0, both)}).size() == 19U);
}
BOOST_AUTO_TEST_CASE(a_sum_or_maximum_is_supported_where_some_term_is) {
    line f;
    term const shifted = f.at("x", {f.t - f.i});
    auto const guards = f.range(f.i, affine{0}, affine{3});
    BOOST_TEST(f.values(f.sum({f.i}, shifted, guards)) == from(0, 5));
    BOOST_TEST(f.values(f.reduced(reduction::maximum, {f.i}, shifted, guards)) == from(0, 5));
    BOOST_TEST(f.values(f.reduced(reduction::product, {f.i}, shifted, guards)).size() ==
               19U);  // an empty product is 1
}
BOOST_AUTO_TEST_CASE(a_convolution_is_supported_on_the_sum_of_the_boxes) {
    line f;
    BOOST_TEST(f.values(f.sum({f.s}, f.at("w", {f.s}) * f.at("x", {f.t - f.s}))) == from(1, 7));
}
BOOST_AUTO_TEST_CASE(many_pieces_are_widened_and_lose_no_point) {
    line f;
    term sum = f.x;
    for (int k = 1; k < 40; ++k) {
        sum = sum + f.at("x", {f.t - affine{3 * k}});
    }
    BOOST_TEST(f.values(sum).size() == 19U);
    term left = f.x, right = f.w;
    for (int k = 1; k < 7; ++k) {
        left = left + f.at("x", {f.t + affine{k}});
        right = right + f.at("w", {f.t + affine{k}});
    }
    for (int v : from(-5, 2)) {  // both factors
        auto const all = f.values(left * right);
        BOOST_TEST((std::find(all.begin(), all.end(), v) != all.end()));
    }
}
BOOST_AUTO_TEST_CASE(bounds_are_those_of_a_piece_with_the_inner_indices_projected_out) {
    line f;
    inequalities piece;
    piece.add(f.s);
    piece.add(affine{3} - f.s);
    piece.add(f.t - f.s);
    BOOST_TEST(!bounds(piece, f.t.bare_symbol(), {f.s.bare_symbol()}));
    piece.add(f.s + affine{1} - f.t);
    BOOST_TEST(bounds(piece, f.t.bare_symbol(), {f.s.bare_symbol()}));
    BOOST_TEST(bounds(piece, f.s.bare_symbol(), {f.s.bare_symbol(), f.t.bare_symbol()}));
}
