// SPDX-License-Identifier: BSL-1.0
// What complete() refuses, with the names that the sentence must hold.
#include "build.hpp"

#include <boost/test/unit_test.hpp>

using namespace building;

namespace {

struct refusal : sheet {
    affine i = idx("i"), j = idx("j"), r = idx("r"), t = integer("t"), s = integer("s");

    void expect(std::initializer_list<std::string_view> names) {
        complete();
        BOOST_TEST(f.failed(), "nothing was refused");
        for (std::string_view name : names) {
            BOOST_TEST(message(*this).find(name) != std::string::npos,
                       "the sentence does not hold '" << name << "': " << message(*this));
        }
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_left_side_has_bare_indices) {
    refusal f;
    f.equation("y", {f.i + affine{1}}, f.at("x", {f.i}));
    f.expect({"y(i + 1)", "subscript i + 1"});
}
BOOST_AUTO_TEST_CASE(a_left_side_has_distinct_indices) {
    refusal f;
    f.equation("y", {f.i, f.i}, f.at("x", {f.i}));
    f.expect({"y(i, i)", "i twice"});
}
BOOST_AUTO_TEST_CASE(a_left_side_has_no_extents) {
    refusal f;
    f.equation("y", {f.extent("d")}, f.number(1));
    f.expect({"y(d)"});
}
BOOST_AUTO_TEST_CASE(an_index_on_the_right_is_bound) {
    refusal f;
    f.equation("y", {f.i}, f.at("x", {f.i}) * f.at("w", {f.j}));
    f.expect({"index j", "y(i)"});
}
BOOST_AUTO_TEST_CASE(an_index_is_not_bound_outside_of_its_sum) {
    refusal f;
    f.equation("y", {f.i}, f.sum({f.j}, f.at("x", {f.j})) * f.at("w", {f.j}));
    f.expect({"index j", "y(i)"});
}
// The loop over the inner i left its last value for the outer one.
BOOST_AUTO_TEST_CASE(an_index_is_not_bound_where_it_has_a_value) {
    refusal f;
    f.equation("y", {f.i}, f.at("w", {f.i}) * f.sum({f.i}, f.at("x", {f.i})));
    f.expect({"index i", "y(i)", "bound again"});
    refusal g;
    g.equation("y", {}, g.sum({g.i}, g.at("w", {g.i}) * g.sum({g.j, g.i}, g.at("A", {g.j, g.i}))));
    g.expect({"index i", "y", "bound again"});
}
BOOST_AUTO_TEST_CASE(an_index_in_a_bracket_is_bound) {
    refusal f;
    f.equation("y", {f.i}, f.at("x", {f.i}) * f.when(f.holds(f.j - f.i)));
    f.expect({"index j", "y(i)"});
}
BOOST_AUTO_TEST_CASE(an_index_of_what_folds_away_is_bound) {
    refusal f;
    f.equation("y", {f.i}, f.at("x", {f.i}) + rational{0} * (f.at("w", {f.j}) * f.at("v", {f.j})));
    f.expect({"index j", "y(i)"});
}
BOOST_AUTO_TEST_CASE(a_tensor_has_one_rank) {
    refusal f;
    int const x = f.tensor("x", -1);
    f.equation("y", {f.i}, f.at(x, {f.i}) + f.at(x, {f.i, f.i}));
    f.expect({"tensor x", "1", "2", "one rank"});
}
BOOST_AUTO_TEST_CASE(a_tensor_has_one_rank_in_all_equations) {
    refusal f;
    int const x = f.tensor("x", -1);
    f.equation("y", {f.i}, f.at(x, {f.i}));
    f.equation("z", {f.i, f.j}, f.at(x, {f.i, f.j}));
    f.expect({"tensor x"});
}
BOOST_AUTO_TEST_CASE(two_open_indices_share_no_subscript) {
    refusal f;
    f.equation("y", {f.i, f.j}, f.at("x", {f.i + f.j}));
    f.expect({"i", "j", "of x", "i + j"});
}
BOOST_AUTO_TEST_CASE(an_index_that_subscripts_nothing_has_a_range) {
    refusal f;
    f.equation("y", {f.j}, f.sum({f.i}, f.at("b", {f.j})));
    f.expect({"index i", "y(j)"});
}
BOOST_AUTO_TEST_CASE(an_index_on_the_left_alone_has_a_range) {
    refusal f;
    f.equation("y", {f.i, f.j}, f.at("x", {f.i}));
    f.expect({"index j", "y(i, j)"});
}
BOOST_AUTO_TEST_CASE(a_valid_range_needs_one_interval_for_the_other_index) {
    refusal f;  // r is cut by two tensors: no one end is the smaller
    f.equation("y", {f.i},
               f.sum({f.r}, f.at("v", {f.r}) * f.at("w", {f.r + affine{1}}) * f.at("x", {f.i + f.r})));
    f.expect({"index i", "of x", "with r"});
}
BOOST_AUTO_TEST_CASE(an_equation_with_itself) {
    refusal f;
    f.equation("x", {f.j}, f.at("x", {f.j}) + rational{1});
    f.expect({"x(j)", "next(x)"});
}
BOOST_AUTO_TEST_CASE(a_recurrence_reads_in_one_direction) {
    refusal f;
    f.equation("x", {f.j}, f.at("x", {f.j - affine{1}}) + f.at("x", {f.j + affine{1}}),
               f.range(f.j, affine{0}, affine{9}));
    f.expect({"x(j)", "one direction"});
}
BOOST_AUTO_TEST_CASE(a_recurrence_has_constant_steps) {
    refusal f;
    f.equation("x", {f.j}, f.sum({f.i}, f.at("x", {f.i}), f.range(f.i, affine{0}, f.j)),
               f.range(f.j, affine{0}, affine{9}));
    f.expect({"x(j)", "constant step"});
}
BOOST_AUTO_TEST_CASE(a_recurrence_has_initial_values) {
    refusal f;
    f.equation("h", {f.i}, f.at("h", {f.i - affine{1}}) * f.at("u", {f.i}));
    f.expect({"h(i)", "no initial values", "i = -1"});
}
BOOST_AUTO_TEST_CASE(a_recurrence_does_not_leave_a_gap) {
    refusal f;
    f.equation("h", {affine{-2}}, f.number(1));
    f.equation("h", {f.i}, f.at("h", {f.i - affine{1}}) * f.at("u", {f.i}));
    f.expect({"of h", "-2..-2", "starts at 0"});
}
BOOST_AUTO_TEST_CASE(a_recurrence_does_not_define_its_initial_values_again) {
    refusal f;
    f.equation("h", {affine{-1}}, f.number(1));
    f.equation("h", {affine{0}}, f.number(1));
    f.equation("h", {f.i}, f.at("h", {f.i - affine{1}}) * f.at("u", {f.i}));
    f.expect({"of h", "-1..0", "starts at 0"});
}
BOOST_AUTO_TEST_CASE(a_recurrence_has_as_many_initial_values_as_it_reads_back) {
    refusal f;
    f.equation("h", {affine{-1}}, f.number(1));
    f.equation("h", {f.i}, f.at("h", {f.i - affine{1}}) + f.at("h", {f.i - affine{2}}) + f.at("u", {f.i}));
    f.expect({"of h", "reads 2 back"});
}
BOOST_AUTO_TEST_CASE(the_past_alone_gives_no_time) {
    refusal f;
    f.equation("h", {affine{-1}}, f.number(1));
    f.equation("h", {f.i}, rational{1, 2} * f.at("h", {f.i - affine{1}}));
    f.expect({"index i", "h(i)", "range"});
}
BOOST_AUTO_TEST_CASE(an_initial_value_stands_beside_a_recurrence) {
    refusal f;
    f.equation("h", {affine{-1}}, f.number(1));
    f.equation("h", {f.i}, f.at("u", {f.i}));
    f.expect({"tensor h", "twice", "h(-1)", "h(i)"});
}
BOOST_AUTO_TEST_CASE(a_tensor_is_defined_once) {
    refusal f;
    f.equation("y", {f.i}, f.at("x", {f.i}));
    f.equation("y", {f.j}, f.at("w", {f.j}));
    f.expect({"tensor y", "twice"});
}
BOOST_AUTO_TEST_CASE(initial_values_leave_no_gap) {
    refusal f;
    f.equation("h", {affine{0}}, f.number(1));
    f.equation("h", {affine{2}}, f.number(1));
    f.expect({"h(2)", "gap", "0..0"});
}
BOOST_AUTO_TEST_CASE(a_recurrence_computes_all_of_its_other_axes) {
    refusal f;
    int const h = f.tensor("h", 2);
    f.equation(h, {affine{-1}, f.j}, f.at("h0", {f.j}));
    f.equation(h, {f.i, f.r},
               f.at(h, {f.i - affine{1}, f.r}) + f.at(h, {f.i - affine{1}, f.r + affine{1}}) +
                   f.at("u", {f.i}));
    f.expect({"index r", "h(i, r)", "axis 1"});
}
BOOST_AUTO_TEST_CASE(a_next_state_covers_the_state) {
    refusal f;
    int const x = f.tensor("x", 1);
    f.equation(f.tensor("x", 1, role::next, x), {f.j}, f.at(x, {f.j}) + f.at(x, {f.j + affine{1}}));
    f.expect({"index j", "next(x)(j)", "axis 0 of x"});
}
BOOST_AUTO_TEST_CASE(equations_do_not_read_each_other) {
    refusal f;
    f.equation("a", {f.i}, f.at("b", {f.i}));
    f.equation("b", {f.j}, f.at("a", {f.j}));
    f.expect({"a(i)", "b(j)", "read each other"});
}
BOOST_AUTO_TEST_CASE(a_sum_over_the_integers_ends) {
    refusal f;
    f.equation("y", {f.t}, f.sum({f.s}, f.call(exp_row, f.at("w", {f.s}) * f.at("x", {f.t - f.s}))));
    f.expect({"sum over s", "exp(w(s) * x(t - s))", "range"});
}
BOOST_AUTO_TEST_CASE(a_sum_over_the_integers_does_not_end_through_one_term) {
    refusal f;
    f.equation("E", {}, f.sum({f.s}, f.at("x", {f.s}) + rational{1}));
    f.expect({"sum over s", "x(s) + 1"});
}
BOOST_AUTO_TEST_CASE(a_sum_over_the_integers_is_bounded_from_both_sides) {
    refusal f;
    f.equation("y", {f.i}, f.at("x", {f.i}) * f.sum({f.s}, f.when(f.holds(f.s - f.i))));
    f.expect({"sum over s"});
}
BOOST_AUTO_TEST_CASE(a_product_over_the_integers_needs_a_range) {
    refusal f;
    f.equation("E", {}, f.reduced(reduction::product, {f.s}, f.at("x", {f.s})));
    f.expect({"prod over s", "needs a range"});
}
BOOST_AUTO_TEST_CASE(an_inner_sum_over_the_integers_ends_too) {
    refusal f;
    f.equation("y", {f.i}, f.at("x", {f.i}) * f.call(tanh_row, f.sum({f.s, f.t}, f.at("w", {f.s}))));
    f.expect({"sum over t"});
}
