// SPDX-License-Identifier: BSL-1.0
#include "names.hpp"
#include "text_of.hpp"

#include <boost/test/unit_test.hpp>

using namespace test_formula;

namespace {

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

/// Refusals whose sentence must name the user's own names; that it reaches the compiler's output is tested in compile_fail.
BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(one_tensor_with_two_ranks) {
    static constexpr auto f = (y(i) = sum(j, x(i, j)) + x(i));
    BOOST_TEST(says(refusal_of<f>(), "tensor x has two ranks: it is used with 2 and with 1 subscripts"),
               refusal_of<f>());
}

BOOST_AUTO_TEST_CASE(an_index_that_nothing_binds) {
    static constexpr auto f = (y(i) = x(i) * w(k));
    BOOST_TEST(says(refusal_of<f>(), "index k on the right of y(i) = ... is neither bound"), refusal_of<f>());
}

BOOST_AUTO_TEST_CASE(a_sum_that_does_not_end) {
    static constexpr auto f = (y(t) = sum(s, exp(w(s) * x(t - s))));
    BOOST_TEST(says(refusal_of<f>(), "sum over s in Z does not end"), refusal_of<f>());
    static constexpr auto g = (y(t) = sum(s, expm1(w(s) * x(t - s))));
    BOOST_TEST(refusal_of<g>() == "");
}

BOOST_AUTO_TEST_CASE(a_tensor_that_is_defined_by_itself) {
    static constexpr auto f = (x(j) = x(j) + 1);
    BOOST_TEST(says(refusal_of<f>(), "x(j) = ... is defined by itself"), refusal_of<f>());
    static constexpr auto g = (x(t) = x(t));
    BOOST_TEST(says(refusal_of<g>(), "is defined by itself"),
               "an equation between two objects of one type, not an assignment");
}

BOOST_AUTO_TEST_CASE(a_left_side_that_is_not_bare) {
    static constexpr auto f = (y(2 * i) = x(i));
    BOOST_TEST(says(refusal_of<f>(), "the left side y(2*i)"), refusal_of<f>());
    static constexpr auto g = (y(i, i) = x(i));
    BOOST_TEST(says(refusal_of<g>(), "twice"), refusal_of<g>());
}

BOOST_AUTO_TEST_CASE(a_range_that_is_not_where_the_index_is_bound) {
    static constexpr auto f = (y(i) = x(i.in(0, 2)));
    BOOST_TEST(says(refusal_of<f>(), "index i has a range where it is used"), refusal_of<f>());
}

BOOST_AUTO_TEST_CASE(a_decimal_without_an_exact_meaning) {
    static constexpr auto f = (y(i) = x(i) * 1.7e-30);
    BOOST_TEST(says(refusal_of<f>(), "is not a fraction of two 64-bit integers"), refusal_of<f>());
}

BOOST_AUTO_TEST_CASE(two_functions_of_one_name) {
    static constexpr auto one = iverson::function("f", R"(f)", [](auto v) { return v; });
    static constexpr auto other = iverson::function("f", R"(f)", [](auto v) { return v + v; });
    static constexpr auto f = (y(i) = one(x(i)) + other(x(i)));
    BOOST_TEST(says(refusal_of<f>(), "two functions have the name f"), refusal_of<f>());
}

BOOST_AUTO_TEST_SUITE_END()
