// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <optional>
#include <string>

/// Formulas with entries of integer tensors in subscripts: the loops against the plain meaning, derivatives against numbers.
namespace {

using namespace gathers;

/// What came out: a tensor, or the sentence of the refusal.
struct outcome {
    plain::tensor<double> value;
    std::optional<std::string> sentence;
};

outcome by_meaning(graph::formula const& f, plain::tensors<double> const& inputs) {
    try {
        return {plain::evaluate<double>(f, inputs), {}};
    } catch (binding_error const& error) {
        return {{}, error.what()};
    }
}
outcome by_loops(graph::formula const& f, plain::tensors<double> const& inputs) {
    std::vector<loops::argument> bound;
    std::vector<loops::dense<double>> data;
    for (auto const& [id, given] : inputs) {
        bound.push_back({id, true});
        data.push_back({given.lower, given.extents, given.values, true});
    }
    loops::plan const plan = loops::make_plan(f, bound);
    BOOST_TEST_REQUIRE(!plan.failed(), plan.message.view());
    try {
        auto const result = loops::interpreter<double>{plan}(data)[0];
        return {{result.lower, result.extents, result.values}, {}};
    } catch (binding_error const& error) {
        return {{}, error.what()};
    }
}

/// Both say the same, number by number and refusal by refusal, in many bindings with all extents from 0 on.
template <auto const& F>
void loops_follow_the_meaning() {
    graph::formula const f = frozen_formula<F>.thaw();
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    verify::sampler draw{f, 5};
    int compared = 0;
    for (int round = 0; round < 80; ++round) {
        auto const inputs = draw.inputs(round, 4, verify::value_ranges[1]);
        outcome const wanted = by_meaning(f, inputs);
        outcome const found = by_loops(f, inputs);
        BOOST_TEST_REQUIRE(wanted.sentence.has_value() == found.sentence.has_value(),
                           wanted.sentence.value_or("") + " | " + found.sentence.value_or(""));
        if (wanted.sentence) {
            continue;
        }
        BOOST_TEST_REQUIRE(found.value.extents == wanted.value.extents, boost::test_tools::per_element());
        for (std::size_t at = 0; at < wanted.value.values.size(); ++at) {
            double const error = std::abs(found.value.values[at] - wanted.value.values[at]);
            BOOST_TEST_REQUIRE(error <= 1e-11 * std::max(1.0, std::abs(wanted.value.values[at])));
        }
        compared += wanted.value.values.empty() ? 0 : 1;
    }
    BOOST_TEST(compared >= 10);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(entries_in_subscripts)

#define AGREES(name, ...)                                                                                    \
    BOOST_AUTO_TEST_CASE(name) {                                                                             \
        loops_follow_the_meaning<gathers::name>();                                                           \
        static constexpr auto gradient_of = gradient<gathers::name>(__VA_ARGS__);                            \
        loops_follow_the_meaning<gradient_of>();                                                             \
        BOOST_TEST(verify::gradient<gradient_of>({.largest_extent = 4}));                                    \
        static constexpr auto direction = jvp<gathers::name>(__VA_ARGS__);                                   \
        loops_follow_the_meaning<direction>();                                                               \
    }
AGREES(gather, x(k))
AGREES(embedding, table(l, k))
AGREES(columns, x(k, l))
AGREES(rows_and_columns, x(k, l))
AGREES(same_place, x(k, l))
AGREES(neighbours, x(k))
AGREES(windows, x(k))
AGREES(chain, x(k, l))
AGREES(pairs, x(k))
AGREES(by_quarters, x(k))
AGREES(folded, x(k))
AGREES(energy, x(k))
AGREES(cross_entropy, x(k, l))
AGREES(segment_sum, x(i))
AGREES(odd_bins, x(i))
AGREES(below, x(k))
AGREES(with_values, x(k))
AGREES(ragged, x(k))
AGREES(two_ways, x(k))

/// Over Z an adjoint fits only one domain, which the numbers know and random extents do not.
BOOST_AUTO_TEST_CASE(over_the_integers) {
    static constexpr auto gradient_of = gradient<over_z>(x(k));
    loops_follow_the_meaning<over_z>();
    BOOST_TEST(verify::gradient<gradient_of>({.largest_extent = 4}));
}

BOOST_AUTO_TEST_CASE(second_derivatives) {
    static constexpr auto hessian_of_energy = hessian<gathers::energy>(x(k), x(l));
    static constexpr auto hessian_of_pairs = hessian<gathers::pairs>(x(k), x(l));
    static constexpr auto product_with_direction = hvp<gathers::pairs>(x(k));
    BOOST_TEST(verify::gradient<hessian_of_energy>({.largest_extent = 4}));
    BOOST_TEST(verify::gradient<hessian_of_pairs>({.largest_extent = 4}));
    loops_follow_the_meaning<hessian_of_energy>();
    loops_follow_the_meaning<hessian_of_pairs>();
    loops_follow_the_meaning<product_with_direction>();
}

BOOST_AUTO_TEST_SUITE_END()
