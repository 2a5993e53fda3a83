// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

#include <iverson/loops/count.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/text/run_time.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

namespace graph = iverson::graph;
namespace loops = iverson::loops;

using shapes = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

loops::plan plan_of(iverson::graph::formula const& f, shapes const& named) {
    std::vector<loops::argument> bound;
    for (auto const& [name, extents] : named) {
        bound.push_back({f.find_tensor(name), false});
    }
    return loops::make_plan(f, bound);
}

loops::operation_count count(iverson::graph::formula const& f, shapes const& named) {
    std::vector<std::vector<loops::bound_axis>> axes;
    for (auto const& [name, extents] : named) {
        axes.emplace_back();
        for (std::int64_t n : extents) {
            axes.back().push_back({n, 0, false});
        }
    }
    return loops::count_operations(plan_of(f, named), axes);
}

constexpr int tanh_cost = iverson::graph::record_of(iverson::functions::tanh).cost;

}  // namespace

BOOST_AUTO_TEST_SUITE(operation_counts)

BOOST_AUTO_TEST_CASE(the_jacobian_of_the_layer_is_quadratic_and_computes_tanh_once_for_each_row) {
    for (std::int64_t d : {1, 10, 100}) {
        auto const n = count(formulas::euler_jacobian::make(), {{"x", {d}}, {"w", {d, d}}, {"b", {d}}});
        BOOST_TEST(n.calls_of("tanh") == d);
        // Per row: 2 d for the sum, + b, tanh, square, 1 - ., 0.1 .; per entry one product; on the diagonal one sum.
        BOOST_TEST(n.operations == d * (2 * d + 4 + tanh_cost) + d * d + d);
    }
}
BOOST_AUTO_TEST_CASE(the_vjp_of_the_layer_is_quadratic) {
    std::int64_t const d = 50;
    auto const n = count(formulas::euler_vjp::make(), {{"x", {d}}, {"w", {d, d}}, {"b", {d}}, {"g", {d}}});
    BOOST_TEST(n.calls_of("tanh") == d);
    BOOST_TEST(n.operations == d * (2 * d + 5 + tanh_cost) + d * d);
}
BOOST_AUTO_TEST_CASE(a_convolution_multiplies_each_pair_once) {
    auto const n = count(formulas::convolution::make(), {{"w", {7}}, {"x", {20}}});
    BOOST_TEST(n.operations == 2 * 7 * 20);
}
BOOST_AUTO_TEST_CASE(what_a_sum_over_z_repeats_is_computed_once) {
    auto const n =
        count(formulas::nonlinear_convolution_gradient::make(), {{"g", {22}}, {"w", {3}}, {"x", {20}}});
    BOOST_TEST(n.calls_of("tanh") == 22);
}
BOOST_AUTO_TEST_CASE(numerators_and_denominator_of_softmax_call_exp_once_for_each_entry) {
    auto const n = count(formulas::softmax::make(), {{"x", {30}}});
    BOOST_TEST(n.calls_of("exp") == 30);
}
BOOST_AUTO_TEST_CASE(a_diagonal_bracket_is_a_diagonal_nest) {
    auto const p = plan_of(formulas::euler_jacobian::make(), {{"x", {1}}, {"w", {1, 1}}, {"b", {1}}});
    BOOST_TEST_REQUIRE(p.nests.size() == 3u);
    BOOST_TEST(p.nests[2].accumulate);
    BOOST_TEST(p.nests[2].loops.size == 1);
    BOOST_TEST((loops::slice(p.affines, p.nests[2].subscripts)[0] ==
                loops::slice(p.affines, p.nests[2].subscripts)[1]));
}

BOOST_AUTO_TEST_CASE(a_nest_in_a_loop_over_time_counts_in_the_steps_in_which_its_condition_holds) {
    // total(h)(t) = adjoint(h)(t) + [t <= N - 2] w total(h)(t + 1) for -1 <= t < N
    auto const f = iverson::parsed("h[-1] = a\nh[t] = w*h[t - 1] + x[t]");
    auto const g = iverson::gradient(f, {"x"}).result;
    std::vector<loops::argument> bound;
    std::vector<std::vector<loops::bound_axis>> axes;
    for (auto const& [tensor, extent] : {std::pair{g.find_tensor("w"), 0},
                                         {g.find_tensor("x"), 5},
                                         {g.find_tensor("h", graph::role::adjoint), 6}}) {
        bound.push_back({tensor, false});
        axes.emplace_back(extent == 0 ? 0u : 1u, loops::bound_axis{extent, 0, false});
    }
    auto const n = loops::count_operations(loops::make_plan(g, bound), axes);
    BOOST_TEST(n.operations == 2 * 5);
    BOOST_TEST(n.loads == 6 + 3 * 5 + 5);
    BOOST_TEST(n.stores == 6 + 5 + 5);
}

BOOST_AUTO_TEST_SUITE_END()
