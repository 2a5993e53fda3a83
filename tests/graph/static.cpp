// SPDX-License-Identifier: BSL-1.0
// The same code at compile time: that this file compiles is most of the test.
#include "build.hpp"

#include <boost/test/unit_test.hpp>

using namespace building;

namespace {

static_assert(decimal(0.1) == rational{1, 10});
static_assert(!(rational{INT64_MAX} + rational{1}).valid());
static_assert((affine::symbol(3, 2) - affine::symbol(3)).bare_symbol() == 3);
static_assert(decide(normalized({relation::zero, 2 * affine::symbol(0) - affine{1}, 0})) == truth::no);
static_assert(text{sentence("axis ", 1, " of ", text{"x"})} == text{"axis 1 of x"});

constexpr bool interning() {
    sheet s;
    affine const i = s.idx("i");
    term sum = s.at("x", {i});
    for (int k = 1; k < 60; ++k) {
        sum = sum + s.at("x", {i + affine{k}});
    }
    int const size = s.f.nodes.size();
    return s.at("x", {i + affine{30}}).id() != 0 && s.f.nodes.size() == size &&
           s.f.nodes.links(sum.id()).size() == 60;
}
static_assert(interning());

constexpr bool without_capture() {
    sheet s;
    affine const i = s.idx("i"), j = s.idx("j");
    term const before = s.sum({i}, s.at("A", {i, j}));
    substitution replace{s.f.nodes};
    replace.replace(j.bare_symbol(), i);
    return s.f.nodes.reduction_of(replace(before.id())).vars[0] != i.bare_symbol();
}
static_assert(without_capture());

constexpr bool elimination() {
    affine const i = affine::symbol(0), j = affine::symbol(1);
    inequalities set;
    set.add(i - j);
    set.add(j - affine{2});
    return implies_nonnegative(set, i - affine{2}) && !implies_nonnegative(set, i - affine{3});
}
static_assert(elimination());

/// h(-1, j) = h0(j), h(t, j) = tanh(sum(i, h(t - 1, i) W(i, j)) + u(t, j)), E = sum(s, j, h(s, j)): the whole of complete().
constexpr sheet network() {
    sheet s;
    affine const n = s.idx("t"), i = s.idx("i"), j = s.idx("j"), k = s.idx("j"), m = s.idx("s"),
                 l = s.idx("j");
    int const h = s.tensor("h", 2);
    s.equation(h, {affine{-1}, k}, s.at("h0", {k}));
    s.equation(
        h, {n, j},
        s.call(tanh_row, s.sum({i}, s.at(h, {n - affine{1}, i}) * s.at("W", {i, j})) + s.at("u", {n, j})));
    s.equation("E", {}, s.sum({m, l}, s.at(h, {m, l})));
    s.complete();
    return s;
}
constexpr bool network_has_shapes() {
    sheet const s = network();
    return !s.f.failed() && s.axis_of("h").lower == affine{-1} &&
           s.axis_of("h").upper == s.axis_of("u").upper && s.axis_of("W", 1).upper == s.axis_of("h0").upper &&
           s.f.output().tensor == s.f.find_tensor("E");
}
static_assert(network_has_shapes());

constexpr bool refusals() {
    sheet s;
    affine const t = s.integer("t"), r = s.integer("s");
    s.equation("y", {t}, s.sum({r}, s.call(exp_row, s.at("x", {t - r}))));
    return s.complete().refused_with({"sum over s", "exp(x(t - s))"});
}
static_assert(refusals());

/// sum(r, w(r) w(r + 1) x(2 i + r)): cuts and valid ranges.
constexpr bool valid_ranges() {
    sheet s;
    affine const i = s.idx("i"), r = s.idx("r");
    s.equation("y", {i}, s.sum({r}, s.at("w", {r}) * s.at("w", {r + affine{1}}) * s.at("x", {2 * i + r})));
    return !s.complete().f.failed() && s.f.requirements.empty();
}
static_assert(valid_ranges());

}  // namespace

BOOST_AUTO_TEST_CASE(run_time_gives_what_compile_time_gave) {
    BOOST_TEST(interning());
    BOOST_TEST(without_capture());
    BOOST_TEST(elimination());
    BOOST_TEST(network_has_shapes());
    BOOST_TEST(refusals());
    BOOST_TEST(valid_ranges());
}
