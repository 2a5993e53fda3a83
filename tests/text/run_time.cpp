// SPDX-License-Identifier: BSL-1.0
//
// Formulas that are known only at run time are derived, evaluated and printed.
#include <iverson/text/run_time.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <vector>

BOOST_AUTO_TEST_SUITE(the_words_of_the_face_at_run_time)

BOOST_AUTO_TEST_CASE(a_convolution) {
    auto const f = iverson::parsed("y[t] = sum(s in Z, w[s]*x[t - s])");
    auto const y = iverson::evaluate(f, {{"w", {{2}, {1, 2}}}, {"x", {{3}, {3, 0, 5}}}});
    BOOST_TEST_REQUIRE(y.size() == 1U);
    BOOST_TEST(y[0].values == (std::vector<double>{3, 6, 5, 10}), boost::test_tools::per_element());
    BOOST_TEST(y[0].lower == (std::vector<std::int64_t>{0}), boost::test_tools::per_element());
    auto const shifted = iverson::evaluate(f, {{"w", {{2}, {1, 2}, {-1}}}, {"x", {{3}, {3, 0, 5}}}});
    BOOST_TEST(shifted[0].lower == (std::vector<std::int64_t>{-1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_gradient_is_a_formula_again) {
    auto const f = iverson::parsed("E = sum(i, (x[i] - z[i])^2)");
    auto const d = iverson::gradient(f, {"x"});
    auto const g = iverson::evaluate(d.result, {{"x", {{2}, {3, 1}}}, {"z", {{2}, {1, 5}}}});
    BOOST_TEST(g[0].values == (std::vector<double>{4, -8}), boost::test_tools::per_element());
    BOOST_TEST(iverson::to_latex(d).find("\\frac{\\partial E}{\\partial x_") != std::string::npos);
    auto const again = iverson::parsed(iverson::to_text(d.result));
    auto const same = iverson::evaluate(again, {{"x", {{2}, {3, 1}}}, {"z", {{2}, {1, 5}}}});
    BOOST_TEST(same[0].values == g[0].values, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_adjoint_is_bound_by_its_name) {
    auto const f = iverson::parsed("y[j] = sum(i, x[i]*w[i, j])");
    auto const d = iverson::gradient(f, {"x", "w"});
    auto const g = iverson::evaluate(
        d.result, {{"adjoint(y)", {{2}, {1, 10}}}, {"x", {{1}, {3}}}, {"w", {{1, 2}, {5, 7}}}});
    BOOST_TEST_REQUIRE(g.size() == 2U);
    BOOST_TEST(g[0].values == (std::vector<double>{75}), boost::test_tools::per_element());
    BOOST_TEST(g[1].values == (std::vector<double>{3, 30}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said) {
    auto const f = iverson::parsed("E = sum(i, x[i])");
    BOOST_CHECK_THROW(iverson::gradient(f, {"w"}), std::invalid_argument);
    BOOST_CHECK_THROW(iverson::evaluate(f, {{"x", {{2}, {1}}}}), std::invalid_argument);
    BOOST_CHECK_THROW(iverson::evaluate(f, {{"x", {{1, 1}, {1}}}}), std::invalid_argument);
    BOOST_CHECK_THROW(iverson::parsed("E = sum(i, x[i)"), iverson::syntax_error);
}

BOOST_AUTO_TEST_SUITE_END()
