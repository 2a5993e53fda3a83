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

namespace {

/// E and its tensors at one place: x = (3, 1), w = (2, 5).
std::map<std::string, iverson::numbers> const place{{"x", {{2}, {3, 1}}}, {"w", {{2}, {2, 5}}}};

iverson::graph::formula cubic() { return iverson::parsed("E = sum(i, w[i]*x[i]^3) + x[0]*x[1]*w[0]"); }

std::vector<double> value_of(iverson::graph::derivation const& d,
                             std::map<std::string, iverson::numbers> const& more = {}) {
    auto bindings = place;
    bindings.insert(more.begin(), more.end());
    return iverson::evaluate(d.result, bindings).at(0).values;
}

std::string sentence_of(auto const& action) {
    try {
        action();
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(value_and_gradients_come_in_their_order) {
    auto const d = iverson::value_and_gradients(cubic(), {"w", "x"});
    BOOST_TEST(
        (iverson::results(d.result) == std::vector<std::string>{"E", "adjoint(w, E)", "adjoint(x, E)"}));
    auto const all = iverson::evaluate(d.result, place);
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0].values == (std::vector<double>{2 * 27 + 5 * 1 + 3 * 1 * 2}),
               boost::test_tools::per_element());
    BOOST_TEST(all[1].values == (std::vector<double>{27 + 3, 1}), boost::test_tools::per_element());
    BOOST_TEST(all[2].values == (std::vector<double>{54 + 2, 15 + 6}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(jacobians_have_the_subscripts_of_the_result_first) {
    auto const f = iverson::parsed("y[j] = sum(i, A[i, j]*x[i]^2)");
    auto const J =
        iverson::evaluate(iverson::jacobian(f, "x").result, {{"x", {{2}, {3, 1}}}, {"A", {{2, 1}, {5, 7}}}});
    BOOST_TEST(J[0].extents == (std::vector<std::int64_t>{1, 2}), boost::test_tools::per_element());
    BOOST_TEST(J[0].values == (std::vector<double>{30, 14}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(directions_and_second_derivatives) {
    iverson::numbers const direction{{2}, {1, 10}};
    auto const f = cubic();
    BOOST_TEST(value_of(iverson::jvp(f, {"x"}), {{"tangent(x)", direction}}) ==
                   (std::vector<double>{56 + 210}),
               boost::test_tools::per_element());
    BOOST_TEST(
        value_of(iverson::jvp(f, {"x", "w"}), {{"tangent(x)", direction}, {"tangent(w)", direction}}) ==
            (std::vector<double>{56 + 210 + 30 + 10}),
        boost::test_tools::per_element());
    BOOST_TEST(value_of(iverson::hessian(f, "x", "x")) == (std::vector<double>{36, 2, 2, 30}),
               boost::test_tools::per_element());
    BOOST_TEST(value_of(iverson::hessian(f, "x", "w")) == (std::vector<double>{27 + 1, 0, 3, 3}),
               boost::test_tools::per_element());
    BOOST_TEST(value_of(iverson::hvp(f, "x"), {{"tangent(x)", direction}}) == (std::vector<double>{56, 302}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(any_tensor_that_is_defined_can_be_derived) {
    auto const f = iverson::parsed("y[i] = x[i]^2\nE = sum(i, y[i]*z[i])");
    BOOST_TEST((iverson::variables(f) == std::vector<std::string>{"x", "z"}));
    BOOST_TEST((iverson::variables(f, "y") == std::vector<std::string>{"x"}));
    auto const J = iverson::evaluate(iverson::jacobian(f, "x", "y").result, {{"x", {{2}, {3, 1}}}});
    BOOST_TEST(J[0].values == (std::vector<double>{6, 0, 0, 2}), boost::test_tools::per_element());
    BOOST_TEST((iverson::inputs(iverson::parsed("y[i] = x[p[i]]")) == std::vector<std::string>{"p", "x"}));
    BOOST_TEST((iverson::variables(iverson::parsed("y[i] = x[p[i]]")) == std::vector<std::string>{"x"}));
}

BOOST_AUTO_TEST_CASE(derivatives_are_refused_with_the_sentences_of_the_compiler) {
    auto const f = iverson::parsed("y[i] = x[p[i]]*w[i]\nE = sum(i, y[i])");
    std::string const missing =
        "v does not occur in the formula: it can only be differentiated by the tensors in it";
    BOOST_TEST(sentence_of([&] { iverson::gradient(f, {"v"}); }) == missing);
    BOOST_TEST(sentence_of([&] { iverson::value_and_gradients(f, {"x", "v"}); }) == missing);
    BOOST_TEST(sentence_of([&] { iverson::jacobian(f, "v"); }) == missing);
    BOOST_TEST(sentence_of([&] { iverson::jvp(f, {"v"}); }) == missing);
    BOOST_TEST(sentence_of([&] { iverson::hessian(f, "x", "v"); }) == missing);
    BOOST_TEST(sentence_of([&] { iverson::hvp(f, "v"); }) == missing);
    BOOST_TEST(sentence_of([&] { iverson::gradient(f, {"p"}); }).starts_with("tensor p holds integers"));
    BOOST_TEST(sentence_of([&] { iverson::jacobian(f, "x", "w"); }) ==
               "no equation of the formula defines w");
    BOOST_TEST(sentence_of([&] { iverson::gradient(f, {"x"}, "v"); }) ==
               "the formula has no v; it has y, p, x, w, E");
}

BOOST_AUTO_TEST_SUITE_END()
