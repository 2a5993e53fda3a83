// SPDX-License-Identifier: BSL-1.0
#include "names.hpp"
#include "text_of.hpp"

#include <boost/test/unit_test.hpp>

using namespace test_formula;
using namespace iverson::literals;
namespace graph = iverson::graph;

namespace {

constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto euler = (next(x)(j) = x(j) + 0.1 * (tanh(sum(i, x(i) * w(i, j)) + b(j)) - x(j)));

}  // namespace

BOOST_AUTO_TEST_SUITE(lowering)

BOOST_AUTO_TEST_CASE(the_layers_of_the_sheet_are_lowered_as_written) {
    BOOST_TEST(text_of<conv>() == "y(t) = sum(s, w(s) * x(t - s))");
    BOOST_TEST(text_of<euler>() ==
               "next(x)(j) = x(j) + 1/10 * (tanh(sum(i, x(i) * w(i, j)) + b(j)) + -1 * x(j))");
}

BOOST_AUTO_TEST_CASE(constants_are_exact) {
    static constexpr auto decimals = (a = 0.1 + 0.25 * E - 1_r / 3 * E + 2.5f * E + 1e-3 * E);
    BOOST_TEST(text_of<decimals>() == "a = 1/10 + 1/4 * E + -1/3 * E + 5/2 * E + 1/1000 * E");
    static constexpr auto integers = (a = 3 * E - 7 + E / 4);
    BOOST_TEST(text_of<integers>() == "a = 3 * E + -7 + 1/4 * E");
}

BOOST_AUTO_TEST_CASE(powers_signs_and_quotients_are_lowered) {
    static constexpr auto powers =
        (y(i) = -pow(x(i), 2) + pow(x(i), 1_r / 2) + pow(2, x(i)) + 1 / x(i) + x(i) / z(i));
    BOOST_TEST(
        text_of<powers>() ==
        "y(i) = -1 * pow(x(i), 2) + pow(x(i), 1/2) + pow(2, x(i)) + pow(x(i), -1) + x(i) * pow(z(i), -1)");
}

BOOST_AUTO_TEST_CASE(subscripts_are_affine_in_indices_and_extents) {
    static constexpr auto reversed = (y(i.in(0, d - 1)) = x(d - 1 - i) + x(2 * i + 3 * (i - 1) - -1));
    BOOST_TEST(text_of<reversed>() == "y(i) = x(d - i - 1) + x(5*i - 2)");
}

BOOST_AUTO_TEST_CASE(ranges_become_guards_and_domains) {
    static constexpr auto pool = (y(i) = max(r.in(0, 2), x(2 * i + r)));
    BOOST_TEST(guards_of<pool>() == "r >= 0 and -r + 2 >= 0");
    static constexpr auto cropped = (y(t.in(1, d)) = sum(s, w(s) * x(t - s)));
    BOOST_TEST(domain_of<cropped>() == "t - 1 >= 0 and d - t >= 0");
    static constexpr auto triangle = (E = sum(i.in(0, d - 1), j.in(0, i), w(i, j)));
    graph::formula const f = iverson::frozen_formula<triangle>.thaw();
    graph::reduction_view const view = f.nodes.reduction_of(f.output().value);
    BOOST_TEST(view.vars.size() == 2u);
    graph::condition const inner{graph::relation::nonnegative,
                                 graph::affine::symbol(view.vars[0]) - graph::affine::symbol(view.vars[1]),
                                 0};
    bool found = false;
    for (int guard : view.guards) {
        found = found || f.nodes.condition_at(guard) == inner;
    }
    BOOST_TEST(found, "the range of j ends at the i of the same reduction");
    for (int var : view.vars) {
        BOOST_TEST(f.nodes.symbol_at(var).written);
    }
}

BOOST_AUTO_TEST_CASE(an_index_that_was_given_its_range_once_carries_it_everywhere) {
    static constexpr auto ranged = i.in(1, d);
    static constexpr auto f = (y(ranged) = x(ranged) + x(ranged - 1));
    BOOST_TEST(text_of<f>() == "y(i) = x(i) + x(i - 1)");
    BOOST_TEST(!domain_of<f>().empty());
}

BOOST_AUTO_TEST_CASE(an_inner_index_hides_the_outer_one_of_its_name) {
    static constexpr auto shadow = (y(i) = x(i) * sum(i, w(i)) * z(i));
    graph::formula const f = iverson::frozen_formula<shadow>.thaw();
    int const outer = graph::free_indices(f.nodes, f.output())[0];
    for (int id = 0; id < f.nodes.size(); ++id) {
        if (f.nodes.is(id, graph::op::access)) {
            bool const inside = f.nodes.tensor_of(id).name.view() == "w";
            BOOST_TEST(f.nodes.affine_at(f.nodes.links(id)[0]).mentions(outer) == !inside,
                       f.nodes.tensor_of(id).name.view());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_mean_is_a_sum_over_the_number_of_its_values) {
    static constexpr auto average = (E = mean(i, x(i) * x(i)));
    BOOST_TEST(text_of<average>() == "E = sum(i, x(i) * x(i)) * pow(sum(i, 1), -1)");
    static constexpr auto window = (y(i) = mean(r.in(0, 2), x(i + r)));
    BOOST_TEST(text_of<window>() == "y(i) = sum(r, x(i + r)) * pow(sum(r, 1), -1)");
}

BOOST_AUTO_TEST_CASE(brackets_compare_indices_or_values) {
    static constexpr auto indices =
        (E = sum(i, j, bracket(i <= j) * bracket(i == 2 * j) * bracket(i < 3 && j > 1) * w(i, j)));
    BOOST_TEST(
        text_of<indices>().find("[-i + j >= 0] * [i - 2*j == 0] * [-i + 2 >= 0] * [j - 2 >= 0] * w(i, j)") !=
        std::string::npos);
    static constexpr auto residues = (E = sum(i, x(i) * bracket(i % 3 == 1) * bracket((2 * i + 1) % 2 == 0)));
    BOOST_TEST(text_of<residues>() == "E = 0", "2i + 1 is odd");
    static constexpr auto residue = (E = sum(i, x(i) * bracket(i % 3 == 1)));
    BOOST_TEST(text_of<residue>() == "E = sum(i, x(i) * [(i + 2) % 3 == 0])");
    static constexpr auto no_residue = (E = sum(i, x(i) * (bracket(i % 3 == 4) + bracket(i % 3 == -1))));
    BOOST_TEST(text_of<no_residue>() == "E = 0", "remainders are 0, 1 or 2");
    static constexpr auto strict = (y(i) = bracket(x(i) > z(i)) + bracket(x(i) <= z(i)));
    BOOST_TEST(text_of<strict>() == "y(i) = [z(i) < x(i)] + [x(i) <= z(i)]");
    static constexpr auto unequal = (E = sum(i, x(i) * bracket(i != 3)));
    BOOST_TEST(text_of<unequal>() == "E = sum(i, x(i) * ([-i + 2 >= 0] + [i - 4 >= 0]))");
    static constexpr auto other_residues = (E = sum(i, x(i) * bracket(i % 3 != 1)));
    BOOST_TEST(text_of<other_residues>() == "E = sum(i, x(i) * ([(i) % 3 == 0] + [(i + 1) % 3 == 0]))");
    static constexpr auto unequal_values = (y(i) = bracket(x(i) != z(i)));
    BOOST_TEST(text_of<unequal_values>() == "y(i) = [x(i) != z(i)]");
    static constexpr auto values =
        (y(i) = bracket(x(i) < z(i)) + bracket(x(i) >= 2 * z(i)) + bracket(x(i) == 0));
    BOOST_TEST(text_of<values>() == "y(i) = [x(i) < z(i)] + [2 * z(i) <= x(i)] + [x(i) == 0]");
}

BOOST_AUTO_TEST_CASE(a_sum_that_folds_away_keeps_the_shape_checks_that_were_written_in_it) {
    static constexpr auto nothing = (E = sum(i, 0 * x(i) * z(i)));
    graph::formula const f = iverson::frozen_formula<nothing>.thaw();
    BOOST_TEST(f.nodes.is_zero(f.output().value));
    BOOST_TEST(f.requirements.size() == 1u, "x and z have axes of one length");
}

BOOST_AUTO_TEST_CASE(reductions_keep_their_kind) {
    static constexpr auto kinds = (E = prod(i, x(i)) + max(i, x(i)) + min(i, x(i)) + sum(i, x(i)));
    BOOST_TEST(text_of<kinds>() == "E = prod(i, x(i)) + max(i, x(i)) + min(i, x(i)) + sum(i, x(i))");
}

BOOST_AUTO_TEST_CASE(a_system_is_its_equations_and_its_last_one_is_the_output) {
    static constexpr auto loss = system(y(j) = sum(i, x(i) * w(i, j)), E = sum(j, pow(y(j) - z(j), 2)));
    graph::formula const f = iverson::frozen_formula<loss>.thaw();
    BOOST_TEST(f.equations.size() == 2u);
    BOOST_TEST(f.outputs.size() == 1u);
    BOOST_TEST(text_of<loss>() == "E = sum(j, pow(y(j) + -1 * z(j), 2))");
}

BOOST_AUTO_TEST_CASE(a_recurrence_has_initial_values) {
    static constexpr auto network =
        system(h(-1, j) = h0(j), h(n.in(0, d - 1), j) = tanh(sum(i, h(n - 1, i) * w(i, j)) + u(n, j)));
    graph::formula const f = iverson::frozen_formula<network>.thaw();
    BOOST_TEST(text_of(f.nodes, f.equations.front()) == "h(-1, j) = h0(j)");
    BOOST_TEST(f.equations.front().tensor == f.equations.back().tensor);
}

BOOST_AUTO_TEST_CASE(adjoints_rates_and_next_states_are_tensors_of_their_own) {
    static constexpr auto given = (z(k) = adjoint(y)(k) * x(k));
    graph::formula const f = iverson::frozen_formula<given>.thaw();
    int const gradient = f.find_tensor("y", graph::role::adjoint);
    BOOST_TEST_REQUIRE(gradient >= 0);
    BOOST_TEST(f.nodes.tensor_at(gradient).of == f.find_tensor("y"));
    BOOST_TEST(f.nodes.tensor_at(gradient).by == -1);
    graph::formula const step = iverson::frozen_formula<euler>.thaw();
    BOOST_TEST(step.nodes.tensor_at(step.output().tensor).of == step.find_tensor("x"));
    static constexpr auto decay = (rate(x)(j) = -x(j));
    graph::formula const ode = iverson::frozen_formula<decay>.thaw();
    BOOST_TEST((ode.nodes.tensor_at(ode.output().tensor).kind == graph::role::rate));
}

BOOST_AUTO_TEST_CASE(a_formula_may_be_local_to_a_function_and_built_from_local_parts) {
    static constexpr auto formula = [] {
        auto const p = iverson::idx<"p">;
        auto const drive = sum(i, x(i) * w(i, p));
        return y(p) = tanh(drive) * drive;
    }();
    BOOST_TEST(text_of<formula>() == "y(p) = tanh(sum(i, x(i) * w(i, p))) * sum(i, x(i) * w(i, p))");
}

BOOST_AUTO_TEST_CASE(a_derivative_is_named_by_a_type) {
    constexpr iverson::variable v = iverson::variable_of<decltype(w(k, t))>;
    static_assert(v.name == "w" && v.rank == 2 && v.indices[0] == "k" && v.indices[1] == "t");
    static_assert(v.kinds[0] == graph::symbol_kind::ranged && v.kinds[1] == graph::symbol_kind::integer);
    static_assert(iverson::variable_of<decltype(x)>.rank == -1 &&
                  iverson::variable_of<decltype(E)>.rank == 0);
    BOOST_TEST((v.kind == graph::role::plain));
}

BOOST_AUTO_TEST_SUITE_END()
