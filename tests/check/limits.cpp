// SPDX-License-Identifier: BSL-1.0
//
// What is no derivation, or too large for one.
#include <iverson/check/check.hpp>
#include <iverson/text/diagnostic.hpp>

#include <boost/test/unit_test.hpp>

namespace {

namespace check = iverson::check;

check::verdict of(std::string const& text) {
    check::report const r = check::judge(text);
    BOOST_REQUIRE_MESSAGE(!r.remarks.empty(), text);
    return r.remarks.back().what;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_not_decided) {
    BOOST_TEST((of("$$y_i = x_i = \\nosuch{x_i}$$") == check::verdict::not_decided));
    BOOST_TEST((of("$$y_i = x_i = x^T x$$") == check::verdict::not_decided));
    BOOST_TEST((of("only words") == check::verdict::passed_over));
    for (auto const& [line, why] :
         {std::pair{"y_i = 2 x^\\top A", "a transpose is no index notation"},
          std::pair{"y_i = \\|u\\| = \\|u\\|", "no indices anywhere"},
          std::pair{"\\frac{\\partial E}{\\partial x_k} = 2 x_k = (\\nabla E)_k", "\\nabla_x f"}}) {
        check::report const r = check::judge(std::string{"$$"} + line + "$$");
        BOOST_TEST((r.remarks.back().what == check::verdict::not_decided), line);
        BOOST_TEST(r.remarks.back().why.find(why) != std::string::npos, r.remarks.back().why);
    }
}

BOOST_AUTO_TEST_CASE(a_name_that_nothing_explains_is_not_decided) {
    BOOST_TEST((of("$$y_i = x_i^2 = q_i$$") == check::verdict::not_decided));
    // It may be explained behind the chain.
    BOOST_TEST((check::judge("$$y_i = x_i^2 = q_i$$ where $$q_i = x_i x_i$$").findings() == 0));
    BOOST_TEST((check::judge("$$y_i = x_i^2 = q_i$$ where $$q_i = x_i x_i x_i$$").findings() == 1));
}

BOOST_AUTO_TEST_CASE(a_sum_that_does_not_end_is_not_decided) {
    BOOST_TEST(
        (of("$$y_t = \\sum_{s \\in \\mathbb{Z}} \\exp(w_s x_{t-s}) = 1$$") == check::verdict::not_decided));
}

BOOST_AUTO_TEST_CASE(lines_that_have_values_only_where_sums_are_empty_are_not_decided) {
    BOOST_TEST((of("$$E = \\sum_{n=1}^N (x_n - m)^2 = 2 \\sum_{n=1}^N "
                   "\\frac{x_n}{\\frac{\\partial}{\\partial m} 2}$$") == check::verdict::not_decided));
}

BOOST_AUTO_TEST_CASE(a_derivative_that_is_set_to_zero_is_no_claim) {
    std::string const loss = "$$E = \\sum_i (x_i - z_i)^2$$\n";
    BOOST_TEST((of(loss + "$$\\frac{\\partial E}{\\partial x_k} = 2 (x_k - z_k) = 0$$") ==
                check::verdict::not_decided));
    BOOST_TEST((of(loss + "$$\\frac{\\partial E}{\\partial x_k} = 0$$") == check::verdict::does_not_follow));
}

BOOST_AUTO_TEST_CASE(subscripts_have_a_size) {
    for (std::string const far : {"x_{4611686018427387904 i}", "x_{i + 9223372036854775807}",
                                  "x_{2000000000 \\cdot 2000000000 \\cdot 4 i}"}) {
        BOOST_TEST((of("$$y_i = 2 " + far + " = " + far + " + " + far + "$$") == check::verdict::not_decided),
                   far);
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_line_is_reported_once) {
    check::report const r = check::judge("$$y_i = (x_i + 1)^2 = x_i^2 + 1 = 1 + x_i^2 = 1 + x_i x_i$$");
    BOOST_TEST(r.findings() == 1);
    BOOST_TEST(r.count(check::verdict::follows) == 2);
}

BOOST_AUTO_TEST_CASE(a_heading_begins_anew) {
    BOOST_TEST(check::judge("# one\n$$y_i = x_i$$\n# two\n$$y_i = 2 x_i$$").findings() == 0);
    BOOST_TEST(check::judge("# one\n$$y_i = x_i$$\n$$y_i = 2 x_i$$").findings() == 1);
}

BOOST_AUTO_TEST_CASE(an_unspecified_scalar_depends_on_all_paths_that_meet) {
    std::string const layers = "$$q_i = \\sum_j Q_{ij} x_j$$\n$$k_i = \\sum_j K_{ij} x_j$$\n";
    std::string const line =
        "$$\\frac{\\partial E}{\\partial x_j} = \\sum_i \\frac{\\partial E}{\\partial q_i} Q_{ij}$$";
    BOOST_TEST(check::judge(layers + line).findings() == 0);  // nothing joins k to q
    BOOST_TEST(check::judge(layers + "$$s = \\sum_i q_i k_i$$\n" + line).findings() == 1);
}

BOOST_AUTO_TEST_CASE(the_time_and_the_size_are_limited) {
    check::report const late = check::judge("$$y_i = x_i^2 = x_i x_i$$", "late", {0});
    BOOST_TEST(late.count(check::verdict::not_decided) == 1);
    BOOST_CHECK_THROW(check::judge(std::string(2'000'000, 'x')), iverson::syntax_error);
    BOOST_CHECK_THROW(check::judge("$$y_i = x_i"), iverson::syntax_error);
    std::string deep = "$$y = ";
    deep.append(100'000, '(').append("x").append(100'000, ')').append("$$");
    BOOST_TEST(check::judge(deep).findings() == 0);
}

BOOST_AUTO_TEST_CASE(what_the_canonical_form_shows_is_proved) {
    std::string const layer = "$$y_j = \\sum_i x_i w_{ij}$$ $$\\frac{\\partial E}{\\partial x_k} = ";
    std::string const line = "\\sum_j \\frac{\\partial E}{\\partial y_j} w_{kj}$$";
    BOOST_TEST(check::judge(layer + line).remarks.back().by == "proved");
    BOOST_TEST(
        check::judge("$$y_i = \\sin(x_i)^2 + \\cos(x_i)^2 = 1$$").remarks.back().by.ends_with(" trials"));
    BOOST_TEST(check::judge(layer + "\\sum_j \\frac{\\partial E}{\\partial y_j} w_{jk}$$")
                   .remarks.back()
                   .by.empty());
}

BOOST_AUTO_TEST_CASE(a_derivative_beside_a_term_may_stand_on_the_left) {
    std::string const line = "$$p_i = z_i^2$$ $$c_i - \\frac{\\partial p_i}{\\partial z_j} = ";
    BOOST_TEST((of(line + "c_i - 2 z_i \\delta_{ij}$$") == check::verdict::follows));
    BOOST_TEST((of(line + "c_i - z_i \\delta_{ij}$$") == check::verdict::does_not_follow));
}

BOOST_AUTO_TEST_CASE(a_report_is_json) {
    std::string const json = check::to_json(check::judge("$$y_i = x_i^2 = \\tanh(x_i)$$", "a\"b"));
    BOOST_TEST(json.find("{\"file\": \"a\\\"b\", \"findings\": 1") == 0U);
    BOOST_TEST(json.find("\"what\": \"does not follow\", \"row\": 1") != std::string::npos);
    BOOST_TEST(json.find("\"indices\": {\"i\": 0}") != std::string::npos);
}
