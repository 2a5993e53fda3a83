// SPDX-License-Identifier: BSL-1.0
#include "sheet.hpp"

#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>

using namespace sheet;
namespace verify = iverson::verify;
namespace plain = iverson::plain;
namespace functions = iverson::functions;

namespace {

/// A formula, and one derived from it by hand.
struct layer {
    formula source;
    formula derived;
};

/// Adds to a copy of `source` the equation adjoint(of)(k...) = value(pencil, k), with the axes of `of`.
formula with_gradient(formula const& source, int of,
                      std::function<int(pencil&, std::vector<affine> const&)> const& value, int by = -1) {
    pencil p;
    p.f = source;
    auto const axes = p.g.tensors[static_cast<std::size_t>(of)].axes;
    int const result = p.tensor(p.g.tensors[static_cast<std::size_t>(of)].name.view(),
                                static_cast<int>(axes.size()), role::adjoint, of);
    p.g.tensors.back().axes = axes;
    p.g.tensors.back().by = by;
    std::vector<affine> k;
    std::vector<condition> domain;
    for (auto const& axis : axes) {
        k.push_back(p.index("k"));
        domain.push_back(at_least(k.back(), axis.lower));
        domain.push_back(at_least(axis.upper, k.back()));
    }
    int const body = value(p, k);
    p.equation(result, k, body, domain);
    p.f.outputs = {static_cast<int>(p.f.equations.size()) - 1};
    return p.f;
}

int adjoint_of(pencil& p, int tensor) {
    auto const shape = p.g.tensors[static_cast<std::size_t>(tensor)];
    int const id = p.tensor(shape.name.view(), shape.rank, role::adjoint, tensor);
    p.g.tensors.back().axes = shape.axes;
    return id;
}

/// y(t) = sum(s, w(s) * x(t - s)) with dE/dx_k = sum(t, dE/dy_t w(t - k + shift)).
layer convolution(affine const& shift) {
    pencil p;
    int const y = p.tensor("y", 1);
    int const w = p.tensor("w", 1);
    int const x = p.tensor("x", 1);
    auto const t = p.integer("t");
    auto const s = p.integer("s");
    p.equation(y, {t}, p.sum(s, p.multiply(p.at(w, {s}), p.at(x, {t - s}))));
    p.complete();
    return {p.f, with_gradient(p.f, x, [&](pencil& q, std::vector<affine> const& k) {
                auto const u = q.integer("t");
                return q.sum(u, q.multiply(q.at(adjoint_of(q, y), {u}), q.at(w, {u - k[0] + shift})));
            })};
}

/// y(i) = tanh(a * x(i)) with dE/dx_k = dE/dy_k * a * (1 - factor * tanh(a * x(k))^2).
layer tanh_layer(rational factor) {
    pencil p;
    int const y = p.tensor("y", 1);
    int const a = p.tensor("a", 0);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    p.equation(y, {i}, p.call(functions::tanh, p.multiply(p.at(a, {}), p.at(x, {i}))));
    p.complete();
    return {p.f, with_gradient(p.f, x, [&](pencil& q, std::vector<affine> const& k) {
                int const f = q.call(functions::tanh, q.multiply(q.at(a, {}), q.at(x, k)));
                int const slope =
                    q.add(q.number(1), q.multiply(q.number(rational{-1} * factor), q.power(f, q.number(2))));
                return q.multiply(q.at(adjoint_of(q, y), k), q.at(a, {}), slope);
            })};
}

/// E = sum(j, log(x(j))^2) with dE/dx_k = power_of_two * log(x(k)) / x(k): a scalar, and inputs that must be positive.
layer log_loss(int factor) {
    pencil p;
    int const e = p.tensor("E", 0);
    int const x = p.tensor("x", 1);
    auto const j = p.index("j");
    p.equation(e, {}, p.sum(j, p.power(p.call(functions::log, p.at(x, {j})), p.number(2))));
    p.complete();
    return {p.f, with_gradient(
                     p.f, x,
                     [&](pencil& q, std::vector<affine> const& k) {
                         return q.multiply(q.number(factor), q.call(functions::log, q.at(x, k)),
                                           q.power(q.at(x, k), q.number(-1)));
                     },
                     e)};
}

verify::report check(layer const& l, verify::options const& how = {}) {
    return verify::check(l.source, l.derived, how);
}

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(gradients)

BOOST_AUTO_TEST_CASE(the_gradient_of_a_convolution_agrees_exactly) {
    auto const report = check(convolution(0));
    BOOST_TEST(report);
    BOOST_TEST(contains(report.message(), "adjoint(x) agrees in 8 rounds"));
    BOOST_TEST(contains(report.message(), "exact fractions"));
    BOOST_TEST(contains(report.message(), "(error 0)"));
}

BOOST_AUTO_TEST_CASE(a_gradient_that_is_off_by_one_position_is_caught) {
    auto const report = check(convolution(1), {.seed = 7});
    BOOST_TEST(!report);
    BOOST_TEST(contains(report.message(), "adjoint(x) is wrong: at ("));
    BOOST_TEST(contains(report.message(), "by exact fractions"));
    BOOST_TEST(contains(report.message(), "with w on "));
    BOOST_TEST(contains(report.message(), "of seed 7"));
}

BOOST_AUTO_TEST_CASE(the_gradient_of_tanh_agrees_with_differences_far_beyond_double) {
    auto const report = check(tanh_layer(1), {.tolerance = 1e-28});
    BOOST_TEST(report);
    BOOST_TEST(contains(report.message(), "differences"));
}

BOOST_AUTO_TEST_CASE(a_slope_without_its_square_is_caught) {
    BOOST_TEST(!check(tanh_layer(2)));
    BOOST_TEST(!check(tanh_layer(rational{99} / rational{100})));
}

BOOST_AUTO_TEST_CASE(inputs_are_drawn_from_the_domain_of_the_functions) {
    BOOST_TEST(check(log_loss(2)));
    BOOST_TEST(!check(log_loss(3)));
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_report) {
    BOOST_TEST(check(log_loss(3), {.seed = 5}).message() == check(log_loss(3), {.seed = 5}).message());
    BOOST_TEST(check(log_loss(3), {.seed = 5}).message() != check(log_loss(3), {.seed = 6}).message());
}

BOOST_AUTO_TEST_CASE(a_comparison_that_saw_no_entry_is_no_success) {
    auto const report = check(convolution(0), {.rounds = 1});
    BOOST_TEST(!report);
    BOOST_TEST(contains(report.message(), "was never compared: it was empty in every round"));
}

BOOST_AUTO_TEST_CASE(the_worst_entry_is_the_one_that_is_named) {
    // dE/dx_k of E = sum(j, x(j)^2) is claimed to be 2 x_k + 1000 [k = 2].
    pencil p;
    int const e = p.tensor("E", 0);
    int const x = p.tensor("x", 1);
    auto const j = p.index("j");
    p.equation(e, {}, p.sum(j, p.power(p.at(x, {j}), p.number(2))));
    p.complete();
    auto const claim = with_gradient(
        p.f, x,
        [&](pencil& q, std::vector<affine> const& k) {
            return q.add(q.multiply(q.number(2), q.at(x, k)),
                         q.multiply(q.number(1000), q.bracket(equals(k[0], 2))));
        },
        e);
    auto const report = verify::check(p.f, claim, {.largest_extent = 6});
    BOOST_TEST(!report);
    BOOST_TEST(contains(report.message(), "is wrong: at (2) it is"));
}

BOOST_AUTO_TEST_CASE(the_worst_of_several_errors_is_relative_to_the_size_of_the_value) {
    auto const expected = plain::tensor<double>::matrix(2, 2, {0.5, 1000, 3, 4});
    auto const found = plain::tensor<double>::matrix(2, 2, {0.75, 1001, 4.5, 4});
    auto const d = verify::worst(found, expected);
    plain::point const where{1, 0};
    BOOST_TEST(d.where == where, boost::test_tools::per_element());
    BOOST_TEST(d.error == 0.5);
    BOOST_TEST(d.found == 4.5);
    BOOST_TEST(d.expected == 3.0);
    auto const undefined = plain::tensor<double>::matrix(2, 2, {0.5, 1000, 3, HUGE_VAL});
    BOOST_TEST(verify::worst(undefined, expected).error == HUGE_VAL);
}

BOOST_AUTO_TEST_CASE(a_gradient_with_another_domain_is_caught) {
    auto l = convolution(0);
    auto& e = l.derived.equations.back();
    auto const k = l.derived.nodes.affine_at(e.positions[0]);
    e.domain = {l.derived.nodes.condition_id(at_least(k, 0)), l.derived.nodes.condition_id(at_least(1, k))};
    l.derived.nodes.tensors[static_cast<std::size_t>(e.tensor)].axes = {{affine{0}, affine{1}}};
    auto const report = check(l);
    BOOST_TEST(!report);
    BOOST_TEST(contains(report.message(), "adjoint(x) has the domain 0..1, and should have "),
               report.message());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(numeric_derivatives)

namespace {

/// y(i) = f(x(i)) for one function of the table; f(1, x(i)) if it has two arguments.
template <class Row>
struct pointwise : pencil {
    int y = tensor("y", 1);
    int x = tensor("x", 1);
    explicit pointwise(Row const& row) {
        auto const i = index("i");
        std::vector<int> arguments(1, at(x, {i}));
        if (Row::arity == 2) {
            arguments.insert(arguments.begin(), number(1));
        }
        equation(y, {i}, iverson::graph::call(g, g.function_id(iverson::graph::record_of(row)), arguments));
        complete();
    }
};

/// A point inside the domain of the function.
template <class Row>
double inside(Row const& row) {
    constexpr double small = 0.3125;
    bool small_is_inside = true;
    if constexpr (Row::arity == 1) {
        small_is_inside = row.facts.inside(small);
    }
    return small_is_inside ? small : 1 + small;
}

}  // namespace

BOOST_AUTO_TEST_CASE(both_ways_agree_with_the_slope_of_every_row) {
    std::apply(
        [](auto const&... row) {
            auto const test = []<class Row>(Row const& r) {
                if constexpr (Row::arity > 0) {
                    constexpr std::size_t last = Row::arity - 1;
                    pointwise p{r};
                    verify::precise const u = inside(r);
                    verify::precise const both[] = {1, u};
                    auto const* const first = both + (1 - last);
                    auto const f = r.at(first);
                    auto const slope = [&] {
                        if constexpr (Row::arity == 2) {
                            return verify::precise(r.template slope<last>(both[0], u, f));
                        } else {
                            return verify::precise(r.slope(u, f));
                        }
                    }();
                    plain::tensors<verify::precise> const inputs{
                        {p.x, plain::tensor<verify::precise>::vector({u, 2 * u})}};
                    auto const found = verify::difference_column(p.f, inputs, p.y, p.x, 0);
                    BOOST_TEST(verify::relative_error(found.values[0], slope) < 1e-28, r.name);
                    BOOST_TEST(found.values[1] == 0, r.name);
                    auto const complex_step = [&] {
                        return verify::complex_column(p.f, verify::converted<double>(inputs), p.y, p.x, 0);
                    };
                    if constexpr (Row::is_real_only) {
                        BOOST_CHECK_THROW(complex_step(), iverson::binding_error);
                    } else {
                        auto const stepped = complex_step();
                        BOOST_TEST(verify::relative_error(stepped.values[0], static_cast<double>(slope)) <
                                       1e-14,
                                   r.name);
                        BOOST_TEST(stepped.values[1] == 0, r.name);
                    }
                }
            };
            (test(row), ...);
        },
        functions::table);
}

BOOST_AUTO_TEST_CASE(dual_numbers_are_exact) {
    // y(i) = x(i)^3 / (x(i) + 2): y' = (3 x^2 (x + 2) - x^3) / (x + 2)^2
    pencil p;
    int const y = p.tensor("y", 1);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    int const u = p.at(x, {i});
    p.equation(y, {i}, p.multiply(p.power(u, p.number(3)), p.power(p.add(u, p.number(2)), p.number(-1))));
    p.complete();
    using verify::exact;
    exact const v{3, 7};
    auto const found = verify::dual_column(p.f, {{x, plain::tensor<exact>::vector({v})}}, y, x, 0);
    BOOST_TEST(found.values[0] == (3 * v * v * (v + 2) - v * v * v) / ((v + 2) * (v + 2)));
}

BOOST_AUTO_TEST_CASE(at_a_tie_the_first_entry_has_the_slope_of_max) {
    pencil p;
    int const e = p.tensor("E", 0);
    int const x = p.tensor("x", 1);
    auto const i = p.index("i");
    p.equation(e, {}, p.reduce(reduction::maximum, {i}, p.at(x, {i})));
    p.complete();
    using verify::exact;
    plain::tensors<exact> const inputs{{x, plain::tensor<exact>::vector({1, 5, 5})}};
    BOOST_TEST(verify::dual_column(p.f, inputs, e, x, 0).values[0] == 0);
    BOOST_TEST(verify::dual_column(p.f, inputs, e, x, 1).values[0] == 1);
    BOOST_TEST(verify::dual_column(p.f, inputs, e, x, 2).values[0] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
