// SPDX-License-Identifier: BSL-1.0
//
// The reader of docs/semantics.md reads that file, and refuses what breaks the format.
#include <boost/test/unit_test.hpp>

#include "read.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace {

std::vector<semantics::case_> from(std::string const& text) {
    std::istringstream in{text};
    return semantics::read(in);
}

std::vector<semantics::case_> const& file() {
    static auto const cases = semantics::read_file(IVERSON_SOURCE_DIR "/docs/semantics.md");
    return cases;
}

long count(semantics::kind what) {
    long found = 0;
    for (auto const& c : file())
        found += std::ranges::count(c.expectations, what, &semantics::expectation::what);
    return found;
}

std::string const heading = "### Case 1: t\n- formula: `y(i) = x(i)`\n";

}  // namespace

BOOST_AUTO_TEST_CASE(the_file_has_at_least_thirty_cases_numbered_from_one) {
    BOOST_TEST(file().size() >= 30u);
    int expected = 1;
    for (auto const& c : file()) BOOST_TEST(c.number == expected++);
}

BOOST_AUTO_TEST_CASE(the_file_promises_values_gradients_jacobians_and_errors) {
    BOOST_TEST(count(semantics::kind::value) >= 30);
    BOOST_TEST(count(semantics::kind::gradient) >= 30);
    BOOST_TEST(count(semantics::kind::jacobian) >= 10);
    BOOST_TEST(count(semantics::kind::error) >= 10);
}

BOOST_AUTO_TEST_CASE(every_number_of_the_file_is_finite_and_as_many_as_its_domain_has_positions) {
    for (auto const& c : file())
        for (auto const& e : c.expectations) {
            if (e.what == semantics::kind::error) continue;
            BOOST_TEST_CONTEXT("case " << c.number) {
                long size = 1;
                for (long const extent : e.result.extents) size *= extent;
                BOOST_TEST(static_cast<long>(e.result.values.size()) == size);
                for (double const v : e.result.values) BOOST_TEST(std::isfinite(v));
            }
        }
}

BOOST_AUTO_TEST_CASE(the_file_has_empty_and_negative_domains) {
    bool empty = false, negative = false;
    for (auto const& c : file())
        for (auto const& e : c.expectations) {
            empty = empty || std::ranges::count(e.result.extents, 0L) > 0;
            negative = negative || std::ranges::any_of(e.result.lo, [](long lo) { return lo < 0; });
        }
    BOOST_TEST(empty);
    BOOST_TEST(negative);
}

BOOST_AUTO_TEST_CASE(a_case_is_read_in_full) {
    auto const cases = from("text\n"
                            "### Case 3: a title, N = 2\n"
                            "- formula: `y(t) = sum(s, w(s) * x(t - s))`\n"
                            "- with: `i = idx<\"i\">.in(1, extent<\"d\">)`, `j = idx<\"j\">.in(0, 2)`\n"
                            "- where: `w = at(-1, [0.5, 2])`, `x = [3]`, `M = empty(0, 3)`, `a = -4`\n"
                            "- y: `-1..0 = [1.5, 6]`\n"
                            "- gradient wrt x with adjoint(y) = `[1, 2]`: `0..0 = [4.5]`\n"
                            "- jacobian wrt x: `-1..0 x 0..0 = [[0.5], [2]]`\n"
                            "\n"
                            "Why.\n");
    BOOST_REQUIRE(cases.size() == 1u);
    auto const& c = cases[0];
    BOOST_TEST(c.number == 3);
    BOOST_TEST(c.title == "a title, N = 2");
    BOOST_TEST(c.formula == "y(t) = sum(s, w(s) * x(t - s))");
    BOOST_REQUIRE(c.with.size() == 2u);
    BOOST_TEST(c.with[1] == "j = idx<\"j\">.in(0, 2)");
    BOOST_REQUIRE(c.bindings.size() == 4u);
    BOOST_TEST(c.bindings[0].placed);
    BOOST_TEST(c.bindings[0].value.lo == std::vector<long>{-1}, boost::test_tools::per_element());
    BOOST_TEST(!c.bindings[1].placed);
    BOOST_TEST(c.bindings[2].value.extents == (std::vector<long>{0, 3}), boost::test_tools::per_element());
    BOOST_TEST(c.bindings[3].value.extents.empty());
    BOOST_TEST(c.bindings[3].value.values == std::vector<double>{-4}, boost::test_tools::per_element());
    BOOST_REQUIRE(c.expectations.size() == 3u);
    auto const& gradient = c.expectations[1];
    BOOST_TEST(gradient.wrt == "x");
    BOOST_TEST(gradient.adjoint.value().value.lo == std::vector<long>{-1}, boost::test_tools::per_element());
    auto const& jacobian = c.expectations[2];
    BOOST_TEST(jacobian.result.lo == (std::vector<long>{-1, 0}), boost::test_tools::per_element());
    BOOST_TEST(jacobian.result.values == (std::vector<double>{0.5, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_error_is_read_with_its_names) {
    auto const cases = from(heading + "- error: `refused \"s does not end\"`\n- names: `s`, `exp`\n");
    auto const& e = cases.at(0).expectations.at(0);
    BOOST_TEST(e.error_kind == "refused");
    BOOST_TEST(e.sentence == "s does not end");
    BOOST_TEST(e.names == (std::vector<std::string>{"s", "exp"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(examples_between_fences_are_not_cases) {
    BOOST_TEST(from("```\n" + heading + "```\n").empty());
}

BOOST_AUTO_TEST_CASE(what_breaks_the_format_is_malformed) {
    std::string const where = heading + "- where: `x = [1, 2]`\n";
    std::string const value = where + "- y: `0..1 = [1, 2]`\n";
    BOOST_REQUIRE_NO_THROW(from(value));
    for (auto const& text : {
             heading,                                                // expects nothing
             std::string{"### Case x: t\n"},                         // no number
             std::string{"### Case 1: t\n- y: `1`\n"},               // no formula
             heading + "- where: `x = [1, [2]]`\n- y: `1`\n",        // ragged
             heading + "- where: `x = [[1, 2], [3]]`\n- y: `1`\n",   // ragged
             heading + "- where: `x = at(0, [[1]])`\n- y: `1`\n",    // a start is missing
             heading + "- where: `x = [1]`, `x = [2]`\n- y: `1`\n",  // bound twice
             where + "- z: `0..1 = [1, 2]`\n",                       // not the left name
             where + "- y: `0..2 = [1, 2]`\n",                       // list and domain differ
             where + "- y: `[1, 2]`\n",                              // no domain
             where + "- y: `0..-2 = []`\n",                          // negative extent
             where + "- y: `0..1 = [1, 2]` \n",                      // text left over
             where + "- y: `0..1 = [1, two]`\n",                     // not a number
             where + "y: `0..1 = [1, 2]`\n",                         // a key without its dash
             where + "\nWhy.\n- y: `0..1 = [1, 2]`\n",               // a key after the explanation
             value + "- y: `0..1 = [1, 2]`\n",                       // the value twice
             value + "- gradient wrt x: `0..1 = [1, 1]`\n",          // no adjoint
             value + "- gradient wrt x with adjoint(y) = `[1]`: `0..1 = [1, 1]`\n",     // adjoint too short
             value + "- gradient wrt x with adjoint(z) = `[1, 1]`: `0..1 = [1, 1]`\n",  // of another name
             value + "- gradient wrt x with adjoint(y) = `[1, 1]`: `0..0 = [1]`\n",     // not the shape of x
             value + "- gradient wrt w with adjoint(y) = `[1, 1]`: `0..1 = [1, 1]`\n",  // w is not bound
             value + "- jacobian wrt x: `0..1 = [1, 1]`\n",                             // axes of x missing
             value + "- error: `refused \"no\"`\n",  // both result and error
             where + "- error: `refused \"no\"`\n",  // a refusal with bindings
             where + "- error: `late \"no\"`\n",     // no such kind
             where + "- names: `x`\n",               // names without an error
         })
        BOOST_CHECK_THROW(from(text), semantics::malformed);
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_an_error) {
    BOOST_CHECK_THROW(semantics::read_file(IVERSON_SOURCE_DIR "/docs/no_such_file.md"), std::runtime_error);
}
