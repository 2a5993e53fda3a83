// SPDX-License-Identifier: BSL-1.0
#include "exactly.hpp"

#include <cmath>
#include <complex>

using namespace sheet;
using namespace exactly;
namespace plain = iverson::plain;
namespace functions = iverson::functions;

namespace {

/// y(t) = sum(s, w(s) * x(t - s)), over Z.
struct convolution : pencil {
    int y = tensor("y", 1);
    int w = tensor("w", 1);
    int x = tensor("x", 1);
    convolution() {
        auto const t = integer("t");
        auto const s = integer("s");
        equation(y, {t}, sum(s, multiply(at(w, {s}), at(x, {t - s}))));
        complete();
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(plain_values)

BOOST_AUTO_TEST_CASE(a_convolution_is_full) {
    convolution c;
    BOOST_TEST(!c.f.failed(), c.g.message().view());
    check(evaluate(c.f, {{"w", tensor::vector({1, 2})}, {"x", tensor::vector({3, 0, 5})}}), {0}, {4},
          {3, 6, 5, 10});
}

BOOST_AUTO_TEST_CASE(a_convolution_starts_where_its_tensors_start) {
    convolution c;
    check(evaluate(c.f, {{"w", tensor::vector({1, 2}, -1)}, {"x", tensor::vector({3, 0, 5}, 4)}}), {3}, {4},
          {3, 6, 5, 10});
}

BOOST_AUTO_TEST_CASE(a_convolution_with_nothing_is_empty) {
    convolution c;
    check(evaluate(c.f, {{"w", tensor::vector({})}, {"x", tensor::vector({3, 0, 5})}}), {0}, {0}, {});
    check(evaluate(c.f, {{"w", tensor::vector({2})}, {"x", tensor::vector({7})}}), {0}, {1}, {14});
}

BOOST_AUTO_TEST_CASE(a_domain_is_the_support_as_written_not_the_values) {
    convolution c;
    check(evaluate(c.f, {{"w", tensor::vector({0, 0})}, {"x", tensor::vector({0, 1})}}), {0}, {3}, {0, 0, 0});
}

BOOST_AUTO_TEST_CASE(a_range_on_the_left_crops_and_pads) {
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const t = p.integer("t");
    p.equation(y, {t}, p.at(x, {t - 1}), between(t, -1, 2));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({4, 5, 6, 7})}}), {-1}, {4}, {0, 0, 4, 5});
}

BOOST_AUTO_TEST_CASE(strided_support_has_a_hull) {
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const t = p.integer("t");
    auto const s = p.integer("s");
    p.equation(y, {t}, p.sum(s, p.multiply(p.at(x, {s}), p.bracket(equals(t, 3 * s + affine{1})))));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({2, 3})}}), {1}, {4}, {2, 0, 0, 3});
}

BOOST_AUTO_TEST_CASE(an_empty_row_keeps_the_extent_of_the_other_axis) {
    pencil p;
    int const y = p.tensor("y", 2);
    int const u = p.tensor("u", 1);
    int const v = p.tensor("v", 1);
    auto const i = p.index("i");
    auto const j = p.index("j");
    p.equation(y, {i, j}, p.multiply(p.at(u, {i}), p.at(v, {j})));
    p.complete();
    check(evaluate(p.f, {{"u", tensor::vector({1, 2})}, {"v", tensor::vector({})}}), {0, 0}, {2, 0}, {});
    check(evaluate(p.f, {{"u", tensor::vector({1, 2})}, {"v", tensor::vector({3})}}), {0, 0}, {2, 1}, {3, 6});
}

BOOST_AUTO_TEST_CASE(a_triangle_has_a_box_also_beside_an_empty_axis) {
    // y(i, j in 0..i, l) = x(i) * v(l)
    pencil p;
    int const y = p.tensor("y", 3);
    int const x = p.tensor("x", 1);
    int const v = p.tensor("v", 1);
    auto const i = p.index("i");
    auto const j = p.index("j");
    auto const l = p.index("l");
    p.equation(y, {i, j, l}, p.multiply(p.at(x, {i}), p.at(v, {l})), between(j, 0, i));
    p.complete();
    BOOST_TEST(!p.f.failed(), p.g.message().view());
    check(evaluate(p.f, {{"x", tensor::vector({1, 2})}, {"v", tensor::vector({3})}}), {0, 0, 0}, {2, 2, 1},
          {3, 0, 6, 6});
    check(evaluate(p.f, {{"x", tensor::vector({1, 2})}, {"v", tensor::vector({})}}), {0, 0, 0}, {2, 2, 0},
          {});
}

BOOST_AUTO_TEST_CASE(empty_sums_are_0_and_empty_products_1) {
    for (auto const kind : {reduction::sum, reduction::product}) {
        pencil p;
        int const e = p.tensor("E", 0);
        int const x = p.tensor("x", 1);
        auto const i = p.index("i");
        p.equation(e, {}, p.reduce(kind, {i}, p.at(x, {i})));
        p.complete();
        check(evaluate(p.f, {{"x", tensor::vector({})}}), {}, {}, {kind == reduction::sum ? 0 : 1});
        check(evaluate(p.f, {{"x", tensor::vector({2, 5})}}), {}, {}, {kind == reduction::sum ? 7 : 10});
    }
}

BOOST_AUTO_TEST_CASE(the_maximum_of_nothing_is_an_error_and_of_something_is_not) {
    pencil p;
    int const e = p.tensor("E", 0);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    p.equation(e, {}, p.reduce(reduction::maximum, {i}, p.at(x, {i})));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({-3, -2})}}), {}, {}, {-2});
    BOOST_TEST(error_of(p.f, {{"x", tensor::vector({})}}).find("max over i has an empty range") == 0U);
}

BOOST_AUTO_TEST_CASE(a_false_bracket_silences_what_is_undefined) {
    // y(i) = [1 <= i] * 1 / (x(i) - x(0)): the quotient has no value at i = 0.
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    int const difference = p.add(p.at(x, {i}), p.multiply(p.number(-1), p.at(x, {affine{0}})));
    p.equation(y, {i}, p.multiply(p.power(difference, p.number(-1)), p.bracket(at_least(i, 1))));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({1, 3, 5})}}), {0}, {3}, {0, fraction(1, 2), fraction(1, 4)});
}

BOOST_AUTO_TEST_CASE(a_false_bracket_silences_inside_of_a_sum_too) {
    // y(i) = 1 + [1 <= i] / (x(i) - x(0))
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    int const difference = p.add(p.at(x, {i}), p.multiply(p.number(-1), p.at(x, {affine{0}})));
    p.equation(y, {i},
               p.add(p.number(1), p.multiply(p.power(difference, p.number(-1)), p.bracket(at_least(i, 1)))));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({1, 3})}}), {0}, {2}, {1, fraction(3, 2)});
}

BOOST_AUTO_TEST_CASE(a_product_is_0_outside_its_support_though_a_factor_is_undefined) {
    // sum(t, x(t) / w(t)) over Z: the terms are those of x, whatever w is elsewhere.
    pencil p;
    int const e = p.tensor("E", 0);
    int const x = p.tensor("x", 1);
    int const w = p.tensor("w", 1);
    auto const t = p.integer("t");
    p.equation(e, {}, p.sum(t, p.multiply(p.at(x, {t}), p.power(p.at(w, {t}), p.number(-1)))));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({3, 5})}, {"w", tensor::vector({9, 2, 4, 8}, -1)}}), {}, {},
          {fraction(3, 2) + fraction(5, 4)});
}

BOOST_AUTO_TEST_CASE(divisibility_is_a_bracket) {
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    p.equation(y, {i}, p.multiply(p.bracket({relation::divisible, i + affine{1}, 2}), p.at(x, {i})));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({1, 2, 3, 4})}}), {0}, {4}, {0, 2, 0, 4});
}

BOOST_AUTO_TEST_CASE(brackets_on_values_compare_values) {
    // y(i) = [x(i) < 2] + 10 [x(i) <= 2] + 100 [x(i) = 2] + 1000 [x(i) != 2]
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    auto const compare = [&](iverson::graph::comparison how) {
        int const parts[] = {p.at(x, {i}), p.number(2)};
        return p.g.intern(iverson::graph::op::compare, static_cast<int>(how), parts);
    };
    p.equation(y, {i},
               p.add(compare(iverson::graph::comparison::less),
                     p.multiply(p.number(10), compare(iverson::graph::comparison::less_equal)),
                     p.multiply(p.number(100), compare(iverson::graph::comparison::equal)),
                     p.multiply(p.number(1000), compare(iverson::graph::comparison::different))));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({1, 2, 3})}}), {0}, {3}, {1011, 110, 1000});
}

BOOST_AUTO_TEST_CASE(a_false_bracket_on_values_silences_too) {
    // y(i) = (1 / x(i)) * [0 < x(i)]
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    int const parts[] = {p.number(0), p.at(x, {i})};
    int const positive =
        p.g.intern(iverson::graph::op::compare, static_cast<int>(iverson::graph::comparison::less), parts);
    p.equation(y, {i}, p.multiply(p.power(p.at(x, {i}), p.number(-1)), positive));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({0, 2})}}), {0}, {2}, {0, fraction(1, 2)});
}

BOOST_AUTO_TEST_CASE(a_maximum_over_a_window_reads_zeros_outside_and_keeps_a_nan) {
    // y(t) = max(r in 0..1, x(t + r))
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const t = p.integer("t");
    auto const r = p.index("r");
    p.equation(y, {t}, p.reduce(reduction::maximum, {r}, p.at(x, {t + r}), between(r, 0, 1)));
    p.complete();
    check(evaluate(p.f, {{"x", tensor::vector({-3, -2, 5})}}), {-1}, {4}, {0, -2, 5, 5});
    double const nan = std::nan("");
    auto const found = plain::evaluate<double>(p.f, {{x, plain::tensor<double>::vector({nan, 1, 2})}}).values;
    BOOST_TEST((std::isnan(found[0]) && std::isnan(found[1])));
    BOOST_TEST(found[2] == 2);
}

BOOST_AUTO_TEST_CASE(zero_to_the_zero_is_1_and_powers_repeat) {
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    p.equation(y, {i}, p.power(p.at(x, {i}), p.at(x, {i})));
    p.complete();
    auto const found = plain::evaluate<double>(p.f, {{x, plain::tensor<double>::vector({0, 2, 3})}}).values;
    std::vector<double> const expected{1, 4, 27};
    BOOST_TEST(found == expected, boost::test_tools::per_element());
    BOOST_TEST(plain::integer_power(fraction(2, 3), -3) == fraction(27, 8));
    BOOST_TEST(plain::integer_power(fraction(0), 0) == 1);
    BOOST_TEST(plain::general_power(std::complex<double>{}, std::complex<double>{}).real() == 1);
}

BOOST_AUTO_TEST_CASE(a_recurrence_runs_from_its_initial_values) {
    // h(t, j) = 2 h(t-1, j) + u(t, j), h(-1, j) = h0(j)
    pencil p;
    int const h = p.tensor("h", 2);
    int const u = p.tensor("u", 2);
    int const h0 = p.tensor("h0", 1);
    auto const t = p.index("t");
    auto const j = p.index("j");
    auto const k = p.index("k");
    p.equation(h, {t, j}, p.add(p.multiply(p.number(2), p.at(h, {t - 1, j})), p.at(u, {t, j})));
    p.equation(h, {affine{-1}, k}, p.at(h0, {k}));
    p.complete();
    BOOST_TEST(!p.f.failed(), p.g.message().view());
    check(evaluate(p.f, {{"u", tensor::matrix(3, 1, {1, 1, 1})}, {"h0", tensor::vector({4})}}), {-1, 0},
          {4, 1}, {4, 9, 19, 39});
    check(evaluate(p.f, {{"u", tensor::matrix(0, 1, {})}, {"h0", tensor::vector({4})}}), {-1, 0}, {1, 1},
          {4});
}

BOOST_AUTO_TEST_CASE(a_recurrence_of_a_hundred_thousand_steps_needs_no_deep_stack) {
    pencil p;
    int const h = p.tensor("h", 1);
    int const u = p.tensor("u", 1);
    auto const t = p.index("t");
    p.equation(h, {affine{-1}}, p.number(0));
    p.equation(h, {t}, p.add(p.at(h, {t - 1}), p.at(u, {t})));
    p.complete();
    std::vector<double> const ones(100'000, 1.0);
    auto const found = plain::evaluate<double>(p.f, {{u, plain::tensor<double>::vector(ones)}});
    BOOST_TEST(found.values.back() == 100'000.0);
}

BOOST_AUTO_TEST_CASE(complex_numbers_and_functions_are_served) {
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    p.equation(y, {i}, p.call(functions::tanh, p.power(p.at(x, {i}), p.number(rational{1} / rational{2}))));
    p.complete();
    using complex = std::complex<double>;
    complex const u{2, 0.5};
    auto const found = plain::evaluate<complex>(p.f, {{x, plain::tensor<complex>::vector({u})}});
    BOOST_TEST(std::abs(found.values[0] - std::tanh(std::sqrt(u))) < 1e-15);
}

BOOST_AUTO_TEST_CASE(a_row_of_the_user_is_found_before_the_table) {
    constexpr auto twice = iverson::function("exp", "twice", []<class U>(U const& u) -> U { return 2 * u; });
    pencil p;
    int const y = p.tensor("y", 0);
    int const x = p.tensor("x", 0);
    p.equation(y, {}, p.call(functions::exp, p.at(x, {})));
    p.complete();
    BOOST_TEST(plain::evaluate<double>(p.f, {{x, plain::tensor<double>::scalar(3)}}, twice).values[0] == 6.0);
    BOOST_TEST(plain::evaluate<double>(p.f, {{x, plain::tensor<double>::scalar(0)}}).values[0] == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
