// SPDX-License-Identifier: BSL-1.0
// What complete() infers: axes, ranges, domains, and the checks that are left for the binding.
#include "build.hpp"

#include <boost/test/unit_test.hpp>

using namespace building;

namespace {

struct indices : sheet {
    affine i = idx("i"), j = idx("j"), k = idx("k"), r = idx("r"), t = integer("t"), s = integer("s");
};

}  // namespace

#define SAME(a, b) BOOST_TEST((a) == std::string{b})

BOOST_AUTO_TEST_CASE(a_recurrence_starts_behind_its_initial_values) {
    indices
        f;  // h(-1, j) = h0(j), h(t, j) = tanh(sum(i, h(t - 1, i) W(i, j)) + u(t, j)), E = sum(k, r, h(k, r))
    affine const n = f.idx("n"), m = f.idx("m");
    int const h = f.tensor("h", 2);
    f.equation("E", {}, f.sum({f.k, f.r}, f.at(h, {f.k, f.r})));
    f.equation(h, {n, f.j},
               f.call(tanh_row, f.sum({f.i}, f.at(h, {n - affine{1}, f.i}) * f.at("W", {f.i, f.j})) +
                                    f.at("u", {n, f.j})));
    f.equation(h, {affine{-1}, m}, f.at("h0", {m}));
    f.complete();
    SAME(message(f), "");
    BOOST_TEST(f.f.equations[0].value == f.at("h0", {m}).id());  // the initial values first, the reader last
    BOOST_TEST(f.f.equations[2].tensor == f.tensor("E", 0));
    SAME(axis_text(f, "u", 0), "0..n_u_0 - 1");
    SAME(axis_text(f, "h", 0), "-1..n_u_0 - 1");
    SAME(axis_text(f, "h", 1), axis_text(f, "h0"));
    SAME(axis_text(f, "W", 0) + axis_text(f, "W", 1), axis_text(f, "h0") + axis_text(f, "h0"));
    BOOST_TEST(f.f.outputs[0] == 1);  // the recurrence, not its initial values
}

BOOST_AUTO_TEST_CASE(a_recurrence_may_run_downwards_and_reach_two_steps) {
    indices f;
    int const h = f.tensor("h", 1);
    f.equation(h, {affine{6}}, f.number(1));
    f.equation(h, {affine{5}}, f.number(2));
    f.equation(h, {f.i}, f.at(h, {f.i + affine{1}}) + f.at(h, {f.i + affine{2}}),
               f.range(f.i, affine{0}, affine{4}));
    f.complete();
    SAME(message(f), "");
    SAME(axis_text(f, "h"), "0..6");
}

BOOST_AUTO_TEST_CASE(initial_values_agree_in_their_other_axes) {
    indices f;
    int const h = f.tensor("h", 2);
    f.equation(h, {affine{-1}, f.i}, f.at("a", {f.i}));
    f.equation(h, {affine{-2}, f.j}, f.at("b", {f.j}));
    f.complete();
    SAME(message(f), "");
    SAME(axis_text(f, "h", 0), "-2..-1");
    SAME(axis_text(f, "b"), axis_text(f, "a"));
    BOOST_TEST(requirements_text(f).find("b 0") != std::string::npos);
}
