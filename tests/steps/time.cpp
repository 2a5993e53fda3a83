// SPDX-License-Identifier: BSL-1.0
#include "lines.hpp"

#include <iverson/steps/euler.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {

using namespace formulas;
namespace graph = iverson::graph;
namespace plain = iverson::plain;
namespace steps = iverson::steps;

graph::formula written(void (*write)(pencil&)) {
    pencil p;
    write(p);
    return p.complete();
}

std::string message(graph::formula const& f) { return std::string{f.nodes.message().view()}; }

/// The state of the network after one step, written out by hand.
plain::tensor<double> stepped(plain::tensor<double> const& x, plain::tensor<double> const& w,
                              plain::tensor<double> const& b, double h) {
    auto result = x;
    for (std::int64_t j = x.axis(0).first; j <= x.axis(0).last; ++j) {
        double u = b.at({j});
        for (std::int64_t i = x.axis(0).first; i <= x.axis(0).last; ++i) {
            u += x.at({i}) * w.at({i, j});
        }
        result.values[result.offset({j})] = x.at({j}) + h * (std::tanh(u) - x.at({j}));
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(euler)

BOOST_AUTO_TEST_CASE(the_step_has_the_values_of_the_step_by_hand) {
    auto const d = steps::euler(written(network_ode), {1, 10});
    BOOST_REQUIRE_MESSAGE(!d.result.failed(), lines::message(d));
    auto const& f = d.result;
    for (values::size s : values::sizes) {
        auto const given = values::inputs(f, s);
        auto const found = plain::evaluate<double>(f, given);
        auto const expected = stepped(given.at(f.find_tensor("x")), given.at(f.find_tensor("w")),
                                      given.at(f.find_tensor("b")), 0.1);
        BOOST_TEST(values::difference(expected, found) < 1e-12);
        BOOST_TEST((found.box() == expected.box()));
    }
}

BOOST_AUTO_TEST_CASE(the_step_is_the_transition_function_as_it_is_written_by_hand) {
    auto const from_ode = steps::euler(written(network_ode), {1, 10}).result;
    auto const by_hand = written(network_step);
    auto const text = [](graph::formula const& f) {
        return std::string{graph::describe(f.nodes, f.output().value).view()};
    };
    BOOST_TEST(text(from_ode) == text(by_hand));
    BOOST_TEST((from_ode.nodes.tensor_at(from_ode.output().tensor).kind == graph::role::next));
}

BOOST_AUTO_TEST_CASE(the_derivation_has_the_update_and_the_transition_function) {
    auto const d = steps::euler(written(network_ode), {1, 4});
    BOOST_REQUIRE(d.chains.size() == 2U);
    BOOST_TEST(lines::shown(d, d.chains[0].left) == "next(x)(j) + -1 * x(j)");
    BOOST_TEST(lines::shown(d, d.chains[0].lines.at(0).node) ==
               "1/4 * (tanh(sum(i, x(i) * w(i, j)) + b(j)) + -1 * x(j))");
    BOOST_TEST(lines::shown(d, d.chains[1].left) == "next(x)(j)");
    BOOST_TEST(d.chains[1].lines.at(0).node == d.result.output().value);
    BOOST_TEST(d.chains[0].lines[0].rules == std::vector<std::string_view>{"Euler step"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_differential_equation_is_refused) {
    BOOST_TEST(lines::message(steps::euler(written(network_step), {1, 10})) ==
               "euler takes one equation rate(x)(j) = ..., not next(x)(j) = ...");
    BOOST_TEST(lines::message(steps::euler(written(least_squares), {1, 10})) ==
               "euler takes one equation rate(x)(j) = ..., not E = ...");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(unrolling)

BOOST_AUTO_TEST_CASE(the_network_over_some_steps_is_the_step_that_many_times) {
    for (std::int64_t steps_taken : {1, 2, 5}) {
        auto const f = steps::unroll(written(network_step), steps_taken);
        BOOST_REQUIRE_MESSAGE(!f.failed(), message(f));
        BOOST_TEST(f.equations.size() == static_cast<std::size_t>(steps_taken));
        for (values::size s : values::sizes) {
            auto const given = values::inputs(f, s);
            auto expected = given.at(f.find_tensor("x"));
            for (std::int64_t i = 0; i < steps_taken; ++i) {
                expected = stepped(expected, given.at(f.find_tensor("w")), given.at(f.find_tensor("b")), 0.1);
            }
            BOOST_TEST(values::difference(expected, plain::evaluate<double>(f, given)) < 1e-12);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_step_binds_indices_of_its_own) {
    auto const f = steps::unroll(written(network_step), 3);
    graph::vector<int> bound;
    for (graph::equation const& e : f.equations) {
        graph::bound_symbols(f.nodes, e.value, bound);
    }
    std::sort(bound.begin(), bound.end());
    BOOST_TEST(bound.size() == 3U);
    BOOST_TEST((std::adjacent_find(bound.begin(), bound.end()) == bound.end()));
}

BOOST_AUTO_TEST_CASE(the_unrolled_network_has_gradients_through_all_its_steps) {
    auto const f = steps::unroll(written(network_step), 3);
    for (std::string_view by : {"w", "b", "x"}) {
        auto const d = lines::gradients(f, {by});
        BOOST_REQUIRE_MESSAGE(!d.result.failed(), lines::message(d));
        // Against differences: each line of the last chain is the derivative of the states by w, b or x.
        auto const last = d.result.equations.size() - 1;
        for (auto const& line : d.chains.back().lines) {
            auto const found = lines::compare(f, d.result, last, line.node, false);
            BOOST_TEST(found.worst < differences::tolerance);
            BOOST_TEST(!found.zero);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_recurrence_is_refused) {
    BOOST_TEST(message(steps::unroll(written(least_squares), 2)) ==
               "unroll takes one equation next(x)(j) = ... and a number of steps >= 1, not E = ... and 2");
    BOOST_TEST(
        message(steps::unroll(written(network_step), 0)) ==
        "unroll takes one equation next(x)(j) = ... and a number of steps >= 1, not next(x)(j) = ... and 0");
}

BOOST_AUTO_TEST_SUITE_END()
