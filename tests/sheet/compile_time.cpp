// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

using namespace sheet_formulas;
namespace graph = iverson::graph;

/// The compiler's result, integer for integer, is what the same passes give when the program runs.
template <class Stage>
void compare(iverson::derived_formula<Stage> const& compiled, graph::formula const& derived_now) {
    auto const now = graph::words_of(derived_now);
    BOOST_TEST(!derived_now.failed());
    BOOST_TEST(std::equal(compiled.value.words.begin(), compiled.value.words.end(), now.begin(), now.end()));
    // And what was frozen thaws to the same words.
    BOOST_TEST((graph::words_of(compiled.value.thaw()) == now));
}

template <class Stage>
void compare(iverson::derived_formula<Stage> const& compiled) {
    compare(compiled, Stage::make());
    auto const d = derivation(compiled);
    BOOST_TEST(d.chains.size() > 0U);
    // The derivation that is printed is that of the result: its last computed line is the right side.
    auto const& lines = d.chains.back().lines;
    int const value = d.result.equations.back().value;
    BOOST_TEST(std::any_of(lines.begin(), lines.end(), [&](auto const& line) { return line.node == value; }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compile_time_and_run_time)

BOOST_AUTO_TEST_CASE(the_gradients_of_exercise_2_are_the_same_formulas) {
    compare(ex_2a);
    compare(ex_2b);
}

BOOST_AUTO_TEST_CASE(the_euler_step_and_the_unrolled_network_are_the_same_formulas) {
    compare(ex_3a);
    compare(ex_3b, decltype(ex_3b)::stage::make());
}

BOOST_AUTO_TEST_CASE(the_jacobians_of_exercise_3_are_the_same_formulas) {
    compare(ex_3c);
    compare(ex_3d_b);
    compare(ex_3d_w);
}

BOOST_AUTO_TEST_SUITE_END()
