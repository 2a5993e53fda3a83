// SPDX-License-Identifier: BSL-1.0
#include "exactly.hpp"

#include <iverson/steps/derive.hpp>

using namespace sheet;
using namespace exactly;

BOOST_AUTO_TEST_SUITE(plain_errors)

namespace {

/// E = sum(i, x(i) * w(i))
struct dot : pencil {
    int e = tensor("E", 0);
    int x = tensor("x", 1);
    int w = tensor("w", 1);
    dot() {
        auto const i = index("i");
        equation(e, {}, sum(i, multiply(at(x, {i}), at(w, {i}))));
        complete();
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(axes_that_differ_are_named_with_their_index) {
    dot d;
    BOOST_TEST(error_of(d.f, {{"x", tensor::vector({1, 2, 3})}, {"w", tensor::vector({1, 2})}}) ==
               "index i ranges over axis 0 of x, extent 3, and over axis 0 of w, extent 2");
    BOOST_TEST(error_of(d.f, {{"x", tensor::vector({1, 2, 3})}, {"w", tensor::vector({1, 2, 3}, -1)}}) ==
               "index i ranges over 0..2 in x and over -1..1 in w");
    BOOST_TEST(error_of(d.f, {{"x", tensor::vector({})}, {"w", tensor::vector({})}}) == "no error");
}

BOOST_AUTO_TEST_CASE(a_missing_an_unknown_and_a_flat_binding_are_named) {
    dot d;
    BOOST_TEST(error_of(d.f, {{"x", tensor::vector({1})}}) == "w is not bound");
    BOOST_TEST(error_of(d.f, {{"x", tensor::vector({1})}, {"v", tensor::vector({1})}}) ==
               "the formula has no v");
    BOOST_TEST(error_of(d.f, {{"x", tensor::matrix(1, 1, {1})}, {"w", tensor::vector({1})}}) ==
               "x has 1 axis in the formula and 2 axes in its binding");
}

BOOST_AUTO_TEST_CASE(an_access_that_leaves_is_named_with_its_point) {
    pencil p;
    int const y = p.tensor("y", 1);
    int const w = p.tensor("w", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    p.equation(y, {i}, p.multiply(p.at(w, {i}), p.at(x, {i + affine{1}})), between(i, 0, 2));
    p.complete();
    BOOST_TEST(error_of(p.f, {{"w", tensor::vector({1, 2, 3})}, {"x", tensor::vector({1, 1, 2})}}) ==
               "x(i + 1) leaves axis 0 of x, 0..2, for i = 2");
    check(evaluate(p.f, {{"w", tensor::vector({1, 2, 3})}, {"x", tensor::vector({1, 1, 2, 5})}}), {0}, {3},
          {1, 4, 15});
}

BOOST_AUTO_TEST_CASE(a_written_range_sets_the_axis) {
    pencil p;
    int const e = p.tensor("E", 0);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    p.equation(e, {}, p.sum(i, p.at(x, {i}), between(i, 1, 3)));
    p.complete();
    BOOST_TEST(error_of(p.f, {{"x", tensor::vector({1, 2, 3, 4, 5}, 1)}}) ==
               "index i sets axis 0 of x to 1..3, and x has extent 5");
    BOOST_TEST(error_of(p.f, {{"x", tensor::vector({1, 2, 3}, 0)}}) ==
               "index i sets axis 0 of x to 1..3, and x is bound at 0");
    check(evaluate(p.f, {{"x", tensor{{}, {3}, {1, 2, 3}}}}), {}, {}, {6});
}

BOOST_AUTO_TEST_CASE(two_values_for_one_extent_are_named) {
    pencil p;
    int const e = p.tensor("E", 0);
    int const w = p.tensor("w", 2);
    auto const d = p.extent("d");
    auto const i = p.index("i");
    auto const j = p.index("j");
    auto range = between(i, 1, d);
    for (auto const& c : between(j, 1, d)) {
        range.push_back(c);
    }
    p.equation(e, {}, p.reduce(reduction::sum, {i, j}, p.at(w, {i, j}), range));
    p.complete();
    BOOST_TEST(error_of(p.f, {{"w", tensor{{}, {2, 3}, {1, 2, 3, 4, 5, 6}}}}) ==
               "extent d is 2 in axis 0 of w and 3 in axis 1 of w");
}

BOOST_AUTO_TEST_CASE(an_extent_that_no_axis_gives_is_named) {
    // The check of the access asks for d before the value does: x is bound, and was said not to be.
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    p.equation(y, {affine{0}}, p.at(x, {p.extent("d")}));
    p.complete();
    BOOST_TEST(error_of(p.f, {{"x", tensor::vector({1, 2})}}) ==
               "extent d is given by no axis of a bound tensor");
}

BOOST_AUTO_TEST_CASE(a_sum_that_does_not_end_is_refused) {
    // Completed by hand: `complete` would refuse it first.
    pencil p;
    int const e = p.tensor("E", 0);
    auto const s = p.integer("s");
    p.equation(e, {}, p.sum(s, p.power(p.number(2), p.multiply(p.number(-1), p.bracket(at_least(s, 0))))));
    p.f.outputs = {0};
    BOOST_TEST(error_of(p.f, {}).find("does not end over s in Z; give it a range") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_value_that_needs_itself_is_refused) {
    pencil p;
    int const y = p.tensor("y", 1);
    auto const i = p.index("i");
    p.equation(y, {i}, p.at(y, {i}), between(i, 0, 1));
    p.g.tensors[0].axes = {{affine{0}, affine{1}}};
    p.f.outputs = {0};
    BOOST_TEST(error_of(p.f, {}) == "y needs its own value");
}

BOOST_AUTO_TEST_CASE(two_equations_for_one_entry_are_refused) {
    pencil p;
    int const y = p.tensor("y", 1);
    auto const i = p.index("i");
    p.equation(y, {affine{0}}, p.number(5));
    p.equation(y, {i}, p.number(7), between(i, 0, 1));
    p.g.tensors[0].axes = {{affine{0}, affine{1}}};
    p.f.outputs = {1};
    BOOST_TEST(error_of(p.f, {}) == "two equations give a value to the same entry of y");
}

BOOST_AUTO_TEST_CASE(a_shape_check_outlives_its_term) {
    // y(i) = x(i), from which 0 * w(i) has been dropped; its check has not.
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    int const w = p.tensor("w", 1);
    auto const i = p.index("i");
    p.equation(y, {i}, p.add(p.at(x, {i}), p.at(w, {i})));
    p.complete();
    p.f.equations[0].value = p.at(x, {i});
    BOOST_TEST(error_of(p.f, {{"x", tensor::vector({1})}}) == "w is not bound");
    BOOST_TEST(error_of(p.f, {{"x", tensor::vector({1})}, {"w", tensor::vector({1, 2})}}) ==
               "index i ranges over axis 0 of x, extent 1, and over axis 0 of w, extent 2");
    check(evaluate(p.f, {{"x", tensor::vector({4})}, {"w", tensor::vector({1})}}), {0}, {1}, {4});
}

BOOST_AUTO_TEST_CASE(a_derivative_not_yet_taken_is_refused) {
    pencil p;
    int const y = p.tensor("y", 0);
    int const x = p.tensor("x", 0);
    p.equation(y, {}, iverson::graph::partial(p.g, p.at(x, {}), p.at(x, {})));
    p.f.outputs = {0};
    BOOST_TEST(error_of(p.f, {{"x", tensor::scalar(1)}}) ==
               "d/dx (x) is a derivative that has not been taken");
}

BOOST_AUTO_TEST_CASE(an_adjoint_has_the_domain_of_its_tensor_also_where_that_is_rounded_down) {
    // y(i) = sum(r, w(r) * x(2*i + r)), and a result that reads adjoint(y) alone.
    pencil p;
    int const y = p.tensor("y", 1);
    int const w = p.tensor("w", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    auto const r = p.index("r");
    p.equation(y, {i}, p.sum(r, p.multiply(p.at(w, {r}), p.at(x, {2 * i + r}))));
    p.complete();
    auto const d = iverson::steps::gradients(p.f, y, {{x, {}}}, false).result;
    auto const refused = [&](std::vector<double> adjoint) {
        iverson::plain::tensors<double> inputs;
        inputs[w] = iverson::plain::tensor<double>::vector({1, 2, 3});
        inputs[x] = iverson::plain::tensor<double>::vector({1, 2, 3, 4, 5, 6});
        inputs[d.find_tensor("y", role::adjoint)] =
            iverson::plain::tensor<double>::vector(std::move(adjoint));
        try {
            iverson::plain::evaluate(d, inputs);
        } catch (iverson::binding_error const& error) {
            return std::string{error.what()};
        }
        return std::string{"no error"};
    };
    BOOST_TEST(refused({1, 1}) == "no error");
    BOOST_TEST(refused({1, 1, 1}) == "axis 0 of adjoint(y) is 0..2, and that of y is 0..1");
    BOOST_TEST(refused({1}) == "axis 0 of adjoint(y) is 0..0, and that of y is 0..1");
}

BOOST_AUTO_TEST_SUITE_END()
