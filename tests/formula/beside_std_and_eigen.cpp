// SPDX-License-Identifier: BSL-1.0
#include "text_of.hpp"

#include <Eigen/Dense>
#include <strings.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdlib>
#include <iterator>

// What formulas must live with: both namespaces open, and C's own index, y0, y1, j0 and system in the global one.
using namespace std;
using namespace Eigen;

namespace lesson {

using namespace iverson;

constexpr auto index = idx<"index">;
constexpr auto j0 = idx<"j0">;
constexpr auto y1 = tensor<"y1">;
constexpr auto y0 = tensor<"y0">;
constexpr auto x = tensor<"x">;
constexpr auto E = scalar<"E">;
constexpr auto d = iverson::extent<"d">;  // std::extent is a trait

constexpr auto scalar_functions =
    (y1(index) = exp(x(index)) + abs(x(index)) + pow(x(index), 2) + sqrt(x(index)) + tanh(x(index)) +
                 log(x(index)) + sin(x(index)));
constexpr auto reductions =
    system(y0(index) = max(j0.in(0, 1), x(index + j0)) + min(j0, x(j0)) + sum(j0, x(j0)),
           E = prod(index.in(0, d - 1), y0(index)));
constexpr auto recurrence = (next(x)(index) = x(index) * 2);

}  // namespace lesson

BOOST_AUTO_TEST_SUITE(beside_std_and_eigen)

BOOST_AUTO_TEST_CASE(functions_of_formulas_are_found_among_those_of_numbers) {
    BOOST_TEST(test_formula::text_of<lesson::scalar_functions>() ==
               "y1(index) = exp(x(index)) + abs(x(index)) + pow(x(index), 2) + sqrt(x(index)) + "
               "tanh(x(index)) + log(x(index)) + "
               "sin(x(index))");
    BOOST_TEST(exp(0.0) == 1.0);
    BOOST_TEST(max(1, 2) == 2);
}

BOOST_AUTO_TEST_CASE(reductions_systems_and_next_states_are_found_as_well) {
    BOOST_TEST(test_formula::text_of<lesson::reductions>() == "E = prod(index, y0(index))");
    BOOST_TEST(test_formula::text_of<lesson::recurrence>() == "next(x)(index) = 2 * x(index)");
}

BOOST_AUTO_TEST_CASE(a_formula_inside_a_function_uses_the_names_that_are_open_there) {
    static constexpr auto local = (lesson::y1(lesson::index) = cos(lesson::x(lesson::index)) - 1);
    BOOST_TEST(test_formula::text_of<local>() == "y1(index) = cos(x(index)) + -1");
}

BOOST_AUTO_TEST_SUITE_END()
