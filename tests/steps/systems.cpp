// SPDX-License-Identifier: BSL-1.0
#include "lines.hpp"

#include <iverson/steps/euler.hpp>
#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace formulas;
namespace graph = iverson::graph;
namespace plain = iverson::plain;
namespace steps = iverson::steps;
namespace verify = iverson::verify;

graph::formula written(void (*write)(pencil&)) {
    pencil p;
    write(p);
    return p.complete();
}

/// What a derivation leaves without the equations that its results do not need.
/// The formula without the equations that no output needs, directly or through others.
graph::formula only_needed(graph::formula const& source) {
    graph::formula f = source;
    std::vector<char> needed(f.equations.size(), 0);
    for (int output : f.outputs) {
        needed[static_cast<std::size_t>(output)] = 1;
    }
    for (bool grown = true; grown;) {
        grown = false;
        for (std::size_t i = 0; i < f.equations.size(); ++i) {
            for (std::size_t j = 0; j < f.equations.size(); ++j) {
                bool const wanted = needed[i] != 0 && needed[j] == 0 &&
                                    (graph::reads(f.nodes, f.equations[i].value, f.equations[j].tensor) ||
                                     f.equations[i].tensor == f.equations[j].tensor);
                needed[j] = wanted ? 1 : needed[j];
                grown = grown || wanted;
            }
        }
    }
    std::vector<graph::equation> kept;
    std::vector<int> place(f.equations.size(), -1);
    for (std::size_t i = 0; i < f.equations.size(); ++i) {
        if (needed[i] != 0) {
            place[i] = static_cast<int>(kept.size());
            kept.push_back(f.equations[i]);
        }
    }
    for (int& output : f.outputs) {
        output = place[static_cast<std::size_t>(output)];
    }
    f.equations = kept;
    return f;
}

graph::formula needed(graph::derivation const& d) { return only_needed(d.result); }

std::vector<std::string> left_sides(graph::formula const& f) {
    std::vector<std::string> result;
    for (graph::equation const& e : f.equations) {
        result.emplace_back(graph::describe(f.nodes, f.nodes.tensor_at(e.tensor)).view());
    }
    return result;
}
std::vector<std::string> outputs(graph::formula const& f) {
    std::vector<std::string> result;
    for (int output : f.outputs) {
        int const tensor = f.equations[static_cast<std::size_t>(output)].tensor;
        result.emplace_back(graph::describe(f.nodes, f.nodes.tensor_at(tensor)).view());
    }
    return result;
}
using names = std::vector<std::string>;

/// The value of the last chain, as text.
std::string result_text(graph::derivation const& d) {
    return lines::shown(d, d.result.equations.back().value);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(systems)

BOOST_AUTO_TEST_CASE(value_and_all_gradients_of_every_formula_agree_with_numeric_derivatives) {
    for (source const& s : all) {
        BOOST_TEST_CONTEXT(s.what) {
            auto const f = written(s.write);
            auto const d = lines::gradients(f, s.by, true);
            BOOST_REQUIRE_MESSAGE(!d.result.failed(), lines::message(d));
            // Not zero beyond what the value bracket makes zero: the report says how many entries were seen.
            BOOST_TEST(verify::check(f, needed(d), {.rounds = 6, .largest_extent = 4}));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_results_come_in_the_order_in_which_they_were_asked_for) {
    auto const f = written(least_squares);
    BOOST_TEST(outputs(lines::gradients(f, {"w", "x"}).result) == (names{"adjoint(w, E)", "adjoint(x, E)"}),
               boost::test_tools::per_element());
    BOOST_TEST(outputs(lines::gradients(f, {"x", "w"}).result) == (names{"adjoint(x, E)", "adjoint(w, E)"}),
               boost::test_tools::per_element());
    BOOST_TEST(outputs(lines::gradients(f, {"z", "x", "w"}, true).result) ==
                   (names{"E", "adjoint(z, E)", "adjoint(x, E)", "adjoint(w, E)"}),
               boost::test_tools::per_element());
    BOOST_TEST(outputs(needed(lines::gradients(f, {"w", "x"}, true))) ==
                   (names{"E", "adjoint(w, E)", "adjoint(x, E)"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(only_the_equations_that_the_results_need_are_kept) {
    auto const f = written(least_squares);
    BOOST_TEST(left_sides(needed(lines::gradients(f, {"z"}))) == (names{"y", "adjoint(z, E)"}),
               boost::test_tools::per_element());
    BOOST_TEST(left_sides(needed(lines::gradients(f, {"x"}))) ==
                   (names{"y", "adjoint(y, E)", "adjoint(x, E)"}),
               boost::test_tools::per_element());
    auto const linear = written(convolution);
    BOOST_TEST(left_sides(needed(lines::gradients(linear, {"x"}))) == names{"adjoint(x)"},
               boost::test_tools::per_element());
    BOOST_TEST(left_sides(needed(lines::gradients(linear, {"x"}, true))) == (names{"y", "adjoint(x)"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_intermediate_result_has_a_gradient_too) {
    auto const f = written(least_squares);
    auto const d = lines::gradients(f, {"y"});
    BOOST_REQUIRE_MESSAGE(!d.result.failed(), lines::message(d));
    BOOST_TEST(outputs(d.result) == names{"adjoint(y, E)"}, boost::test_tools::per_element());
    BOOST_TEST(result_text(d) == "2 * (y(j) + -1 * z(j))");
}

BOOST_AUTO_TEST_CASE(the_adjoint_of_a_recurrence_reads_itself_one_step_later) {
    auto const d = lines::gradients(written(recurrent_loss), {"h0"});
    graph::formula const f = needed(d);
    BOOST_TEST(left_sides(f) == (names{"h", "h", "adjoint(h, E)", "adjoint(h0, E)"}),
               boost::test_tools::per_element());
    BOOST_TEST(std::string{graph::describe(f.nodes, f.equations[3].value).view()} == "adjoint(h, E)(-1, k)");
    BOOST_TEST(graph::reads(f.nodes, f.equations[2].value, f.equations[2].tensor));
}

BOOST_AUTO_TEST_CASE(the_gradient_by_the_left_side_of_a_recurrence_is_the_total_one) {
    auto const f = written([](pencil& p) { recurrence(p); });
    auto const d = lines::gradients(f, {"h"});
    BOOST_REQUIRE_MESSAGE(!d.result.failed(), lines::message(d));
    BOOST_TEST(outputs(d.result) == names{"total(h)"}, boost::test_tools::per_element());
    // total(h)(t, j) = adjoint(h)(t, j) + sum_i total(h)(t + 1, i) (1 - h(t + 1, i)^2) W(j, i), by hand.
    for (values::size s : values::sizes) {
        auto const given = lines::inputs(f, d.result, s);
        if (!given || s.extent == 0) {
            continue;
        }
        auto const all = plain::evaluate_all<double>(d.result, *given);
        auto const& total = all.at(d.result.output().tensor);
        auto const& h = all.at(f.find_tensor("h"));
        auto const& seed = all.at(d.result.find_tensor("h", graph::role::adjoint));
        auto const& weight = all.at(f.find_tensor("W"));
        for (std::size_t entry = 0; entry < total.values.size(); ++entry) {
            auto const at = total.position_of(entry);
            double expected = seed.at(at);
            for (std::int64_t i = h.axis(1).first; i <= h.axis(1).last; ++i) {
                double const later = h.at({at[0] + 1, i});
                expected += total.at({at[0] + 1, i}) * (1 - later * later) * weight.at({at[1], i});
            }
            BOOST_TEST(std::abs(total.values[entry] - expected) < 1e-12);
        }
        BOOST_TEST(total.box() == h.box());
    }
}

BOOST_AUTO_TEST_CASE(the_jacobian_of_a_recurrence_holds_the_other_times_fixed) {
    auto const f = written([](pencil& p) { recurrence(p); });
    auto const d = lines::jacobian(f, "u");
    BOOST_REQUIRE_MESSAGE(!d.result.failed(), lines::message(d));
    BOOST_TEST(!graph::any_node(d.result.nodes, d.result.equations.back().value,
                                [&](int n) { return d.result.nodes.is(n, graph::op::partial); }));
}

BOOST_AUTO_TEST_CASE(a_jacobian_through_a_recurrence_is_refused_and_not_unrolled_without_end) {
    auto const f = written([](pencil& p) {
        int const h = recurrence(p);
        auto const t = p.index("t");
        auto const j = p.index("j");
        p.equation(p.tensor("y", 1), {t}, p.sum(j, p.multiply(p.at(h, {t, j}), p.at(p.tensor("v", 1), {j}))));
    });
    auto const d = lines::jacobian(f, "u");
    BOOST_TEST(lines::message(d) == "the Jacobian of y by u runs through the recurrence of h, which has no "
                                    "end as a formula: take the gradient");
}

BOOST_AUTO_TEST_CASE(a_jacobian_that_has_a_part_at_the_initial_values_is_refused) {
    auto const f = written([](pencil& p) { recurrence(p); });
    BOOST_TEST(
        lines::message(lines::jacobian(f, "h0")) ==
        "h reads h0 in an initial value, where its Jacobian would be another formula: take the gradient");
}

BOOST_AUTO_TEST_CASE(a_jacobian_goes_through_other_definitions) {
    auto const f = written([](pencil& p) {
        auto const i = p.index("i");
        auto const j = p.index("j");
        int const a = p.tensor("a", 1);
        p.equation(a, {i}, p.power(p.at(p.tensor("x", 1), {i}), p.number(2)));
        p.equation(p.tensor("y", 1), {j}, p.call(functions::sin, p.at(a, {j})));
    });
    auto const d = lines::jacobian(f, "x");
    BOOST_REQUIRE_MESSAGE(!d.result.failed(), lines::message(d));
    BOOST_TEST(verify::check(f, needed(d)));
    BOOST_TEST(result_text(d) == "2 * cos(pow(x(j), 2)) * x(j) * [j - k == 0]");
}

BOOST_AUTO_TEST_CASE(the_jacobian_of_a_gradient_is_the_matrix_of_second_derivatives) {
    for (std::string_view by : {"x", "w"}) {
        auto const f = needed(lines::gradients(written(least_squares), {"x"}));
        auto const d = lines::jacobian(f, by);
        BOOST_REQUIRE_MESSAGE(!d.result.failed(), lines::message(d));
        for (auto const& line : d.chains.back().lines) {
            auto const found = lines::compare(f, d.result, f.equations.size(), line.node, false);
            BOOST_TEST(found.worst < differences::tolerance, lines::shown(d, line.node));
            BOOST_TEST(!found.zero);
        }
        // By hand, d2E/dx_k dx_l = 2 sum_j w_kj w_lj; and its numbers are those of the gradient, differentiated.
        if (by == "x") {
            for (values::size s : values::sizes) {
                auto const given = values::inputs(f, s);
                auto const all = plain::evaluate_all<double>(d.result, given);
                auto const& second = all.at(d.result.output().tensor);
                auto const& w = given.at(f.find_tensor("w"));
                for (std::size_t entry = 0; entry < second.values.size(); ++entry) {
                    auto const at = second.position_of(entry);
                    double expected = 0;
                    for (std::int64_t j = w.axis(1).first; j <= w.axis(1).last; ++j) {
                        expected += 2 * w.at({at[0], j}) * w.at({at[1], j});
                    }
                    BOOST_TEST(std::abs(second.values[entry] - expected) < 1e-10);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(names_of_derivatives)

BOOST_AUTO_TEST_CASE(an_index_of_the_derivative_called_like_a_bound_or_free_one_captures_nothing) {
    auto const f = written(convolution);
    for (std::string_view name : {"k", "s", "t"}) {
        for (std::string_view by : {"x", "w"}) {
            auto const d =
                steps::gradients(f, f.output().tensor, {{f.find_tensor(by), {graph::text{name}}}}, false);
            BOOST_TEST_CONTEXT(by << "(" << name << ")") {
                BOOST_TEST(verify::check(f, needed(d)));
                auto const& e = d.result.equations.back();
                BOOST_TEST(d.result.nodes.symbol_at(d.result.nodes.affine_at(e.positions[0]).bare_symbol())
                               .name.view() == name);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_jacobian_whose_indices_are_named_like_bound_ones_is_right) {
    auto const f = written(network_step);
    for (std::string_view right : {"i", "j", "l"}) {
        auto const d = steps::jacobian(f, f.output().tensor, {graph::text{"i"}},
                                       {f.find_tensor("x"), {graph::text{right}}}, {});
        BOOST_TEST(verify::check(f, needed(d), {.rounds = 5, .largest_extent = 3}));
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(collapsed_sums)

namespace {

source const& named(std::string_view what) {
    return *std::find_if(all.begin(), all.end(), [&](source const& s) { return s.what == what; });
}
source const& strided = named("y(i) = sum(r.in(0, 2), x(2*i + r) * w(r))");
source const& odd = named("y(i) = x(2*i + 1) * b(i): no unit coefficient");

bool has(graph::derivation const& d, graph::op kind) {
    return graph::any_node(d.result.nodes, d.result.equations.back().value,
                           [&](int n) { return d.result.nodes.is(n, kind); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_strided_window_is_solved_for_the_index_with_a_unit_coefficient) {
    auto const f = written(strided.write);
    auto const d = lines::gradients(f, {"x"});
    // One sum over i is left, of dE/dy(i) w(k - 2 i), with the bounds of r as brackets on k - 2 i where w does not imply them.
    auto const sums = [&](int n) { return d.result.nodes.is(n, graph::op::reduce); };
    int const value = d.result.equations.back().value;
    BOOST_TEST(graph::any_node(d.result.nodes, value, sums));
    BOOST_TEST(!graph::any_node(d.result.nodes, value, [&](int n) {
        return sums(n) && d.result.nodes.reduction_of(n).vars.size() > 1;
    }));
    BOOST_TEST(!graph::any_node(d.result.nodes, value, [&](int n) {
        return d.result.nodes.is(n, graph::op::bracket) &&
               d.result.nodes.condition_of(n).kind == graph::relation::zero;
    }));
}

BOOST_AUTO_TEST_CASE(parity_stays_as_a_bracket_where_no_coefficient_is_a_unit) {
    auto const f = written(odd.write);
    auto const d = lines::gradients(f, {"x"});
    BOOST_TEST(has(d, graph::op::bracket));
    BOOST_TEST(verify::check(f, needed(d)));
}

BOOST_AUTO_TEST_CASE(the_gradient_of_a_convolution_has_no_bracket_left) {
    for (std::string_view by : {"x", "w"}) {
        auto const d = lines::gradients(written(convolution), {by});
        BOOST_TEST(!has(d, graph::op::bracket));
        BOOST_TEST(d.chains.back().lines.back().rules == std::vector<std::string_view>{"recognition"},
                   boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(a_gradient_by_what_is_not_read_is_refused_with_both_names) {
    auto const f = written(least_squares);
    BOOST_TEST(lines::message(steps::gradients(f, f.find_tensor("y"), {{f.find_tensor("z"), {}}}, false)) ==
               "y does not depend on z: its gradient is 0 everywhere");
    BOOST_TEST(lines::message(steps::jacobian(f, f.find_tensor("y"), {}, {f.find_tensor("z"), {}}, {})) ==
               "y does not depend on z: its Jacobian is 0 everywhere");
}

BOOST_AUTO_TEST_CASE(what_no_equation_defines_has_no_derivative) {
    auto const f = written(least_squares);
    BOOST_TEST(lines::message(steps::gradients(f, f.find_tensor("x"), {{f.find_tensor("w"), {}}}, false)) ==
               "no equation defines x, so that it has no gradient");
    BOOST_TEST(lines::message(steps::jacobian(f, f.find_tensor("x"), {}, {f.find_tensor("w"), {}}, {})) ==
               "no equation defines x, so that it has no Jacobian");
}

BOOST_AUTO_TEST_SUITE_END()
