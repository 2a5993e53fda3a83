// SPDX-License-Identifier: BSL-1.0
#include "counted.hpp"

#include <boost/test/unit_test.hpp>

/// Which register tiles are found, and what they load: a processor with 32 registers of 8 numbers, and one with 16 of 4.
namespace {

using counted::along_tile_of;
using counted::tile_of;
using counted::tiling;
using iverson::loops::tile;

/// Rows, registers along the lanes, steps, stride.
void check(tiling const& found, int rows, int parts, int steps, int stride, int loads) {
    BOOST_TEST(found.shape.rows == rows);
    BOOST_TEST(found.shape.parts == parts);
    BOOST_TEST(found.shape.steps == steps);
    BOOST_TEST(found.shape.stride == stride);
    BOOST_TEST(found.loads == loads);
    BOOST_TEST(found.products == rows * parts * steps);
}
void check_along(tiling const& found, int rows, int columns, int loads) {
    BOOST_TEST(found.shape.rows == rows);
    BOOST_TEST(found.shape.columns == columns);
    BOOST_TEST(found.shape.sums() == rows * columns);
    BOOST_TEST(found.loads == loads);
    BOOST_TEST(found.products == rows * columns);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(which_tiles)

BOOST_AUTO_TEST_CASE(steps_of_a_convolution_share_all_but_one_register_of_its_lanes) {
    auto const text = "y[t] = sum(s, w[s]*x[t - s])";
    check(tile_of(text, {{"w", 0}, {"x", 0}}, 8, 32), 1, 8, 4, 8, 8 + 4 - 1 + 4);
    check(tile_of(text, {{"w", 0}, {"x", 0}}, 4, 16), 1, 8, 4, 4, 8 + 4 - 1 + 4);
    // Its gradient by w runs along the other way; the lanes of x are 64 at most.
    auto const back = "gw[k] = sum(t, gy[t]*x[t - k])";
    check(tile_of(back, {{"gy", 0}, {"x", 0}}, 8, 32), 1, 8, 4, 8, 8 + 4 - 1 + 4);
    check(tile_of(back, {{"gy", 0}, {"x", 0}}, 16, 32), 1, 4, 4, 16, 4 + 4 - 1 + 4);
    BOOST_TEST(tile_of(back, {{"gy", 0}, {"x", 0}}, 16, 32).shape.partials == 2);
}
BOOST_AUTO_TEST_CASE(a_dilated_convolution_takes_steps_that_are_nearer) {
    check(tile_of("y[t] = sum(s, w[s]*x[t - 2*s])", {{"w", 0}, {"x", 0}}, 8, 32), 1, 8, 4, 4, 8 + 4 - 1 + 4);
}
BOOST_AUTO_TEST_CASE(rows_of_a_product_share_one_factor) {
    auto const text = "c[i, j] = sum(k, a[i, k]*b[k, j])";
    check(tile_of(text, {{"a", 1}, {"b", 1}}, 8, 32), 6, 4, 1, 1, 6 + 4);
    check(tile_of(text, {{"a", 1}, {"b", 1}}, 4, 16), 4, 2, 1, 1, 4 + 2);
    BOOST_TEST(!tile_of(text, {{"a", 1}, {"b", 1}}, 8, 32).packs);
    BOOST_TEST(!tile_of(text, {{"a", 0}, {"b", 1}}, 8, 32).packs);
}
BOOST_AUTO_TEST_CASE(what_lies_across_the_lanes_is_read_from_a_panel) {
    auto const found = tile_of("c[i, j] = sum(k, a[i, k]*b[j, k])", {{"a", 1}, {"b", 1}}, 8, 32);
    check(found, 6, 4, 1, 1, 6 + 4);
    BOOST_TEST(found.packs);
}
BOOST_AUTO_TEST_CASE(nothing_is_shared_by_a_matrix_and_a_vector) {
    BOOST_TEST(!tile_of("y[j] = sum(i, x[i]*w[i, j])", {{"x", 0}, {"w", 1}}, 8, 32).shape.exists());
    BOOST_TEST(!tile_of("y[t] = sum(s, w[s]*x[t - 3*s])", {{"w", 0}, {"x", 0}}, 8, 32).shape.exists());
}
BOOST_AUTO_TEST_CASE(calls_and_sums_whose_loops_hang_on_each_other_have_no_tile) {
    BOOST_TEST(
        !tile_of("c[i, j] = sum(k, exp(a[i, k]*b[k, j]))", {{"a", 1}, {"b", 1}}, 8, 32).shape.exists());
    auto const triangle = "c[i, j] = sum(k, l | k <= l, a[i, k]*b[k, j]*d[l])";
    BOOST_TEST(!tile_of(triangle, {{"a", 1}, {"b", 1}, {"d", 0}}, 8, 32).shape.exists());
}

BOOST_AUTO_TEST_CASE(entries_whose_steps_are_lanes_share_what_they_load) {
    auto const product = "c[i, j] = sum(k, a[i, k]*b[j, k])";
    check_along(along_tile_of(product, {{"a", 1}, {"b", 1}}, 8, 32), 4, 4, 4 + 4);
    check_along(along_tile_of(product, {{"a", 1}, {"b", 1}}, 4, 16), 4, 3, 4 + 3);
    check_along(along_tile_of("y[j] = sum(i, x[i]*w[i, j])", {{"x", 0}, {"w", 0}}, 8, 32), 8, 1, 8 + 1);
    check_along(along_tile_of("y[j] = sum(i, w[i, j])", {{"w", 0}}, 8, 32), 8, 1, 8);
    // Of a layer's gradient by its taps, those of one place: their windows are the same.
    auto const layer = "g[o, c, q] = sum(t, gy[o, t]*x[c, t + q])";
    check_along(along_tile_of(layer, {{"gy", 1}, {"x", 1}}, 8, 32), 4, 4, 4 + 4);
}
BOOST_AUTO_TEST_CASE(entries_with_unlike_steps_or_steps_that_lie_apart_have_no_such_tile) {
    auto const triangle = "y[j] = sum(i | i <= j, x[i]*w[i, j])";
    BOOST_TEST(!along_tile_of(triangle, {{"x", 0}, {"w", 0}}, 8, 32).shape.exists());
    auto const across = "y[j] = sum(i, x[i]*w[i, j])";
    BOOST_TEST(!along_tile_of(across, {{"x", 0}, {"w", 1}}, 8, 32).shape.exists());
    auto const called = "y[j] = sum(i, exp(w[i, j]))";
    BOOST_TEST(!along_tile_of(called, {{"w", 0}}, 8, 32).shape.exists());
}

BOOST_AUTO_TEST_SUITE_END()
