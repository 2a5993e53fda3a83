// SPDX-License-Identifier: BSL-1.0
//
// Tensors that share a letter, x, x', adjoint(x), adjoint(x'), adjoint(x, E), are told apart in sentences, in text, and where
// formulas are compared.
#include <iverson/graph/describe.hpp>
#include <iverson/text/run_time.hpp>
#include <iverson/text/text.hpp>
#include <iverson/verify/equal.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <vector>

namespace {

namespace graph = iverson::graph;

constexpr char const* heat = "x'[t in Z] = x[t] + a*(x[t - 1] - 2*x[t] + x[t + 1])";
constexpr char const* weighed = "y[i] = x[i]^2\nE = sum(i, adjoint(y)[i]*y[i])";

std::set<std::string> described(graph::formula const& f) {
    std::set<std::string> result;
    for (graph::tensor const& t : f.nodes.tensors) {
        result.insert(std::string{graph::describe(f.nodes, t).view()});
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(related_tensors)

BOOST_AUTO_TEST_CASE(each_has_a_description_of_its_own) {
    auto const step = iverson::gradient(iverson::parsed(heat), {"x"}).result;
    BOOST_TEST(described(step) ==
                   (std::set<std::string>{"a", "x", "next(x)", "adjoint(x)", "adjoint(next(x))"}),
               boost::test_tools::per_element());
    auto const energy = iverson::gradient(iverson::parsed(weighed), {"x"}).result;
    BOOST_TEST(described(energy) ==
                   (std::set<std::string>{"x", "y", "E", "adjoint(y)", "adjoint(y, E)", "adjoint(x, E)"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_written_of_them_reads_back) {
    for (char const* text : {heat, weighed}) {
        auto const d = iverson::gradient(iverson::parsed(text), {"x"}).result;
        std::string const written = iverson::to_text(d);
        BOOST_TEST(iverson::same(d, iverson::parsed(written)), written);
    }
}

BOOST_AUTO_TEST_CASE(a_next_state_is_not_taken_for_the_state) {
    auto const d = iverson::gradient(iverson::parsed(heat), {"x"}).result;
    auto const by_hand = iverson::parsed("D[k] = sum(t in Z, adjoint(x')[t]*([t == k] + a*([t - 1 == k] "
                                         "- 2*[t == k] + [t + 1 == k]))) + 0*x[k]");
    auto const answer = iverson::verify::equal(d, by_hand, {.trials = 100});
    BOOST_TEST(answer.agrees(), answer.message());
    auto const wrong = iverson::parsed("D[k] = sum(t in Z, adjoint(x)[t]*([t == k] + a*([t - 1 == k] "
                                       "- 2*[t == k] + [t + 1 == k]))) + 0*x[k]");
    BOOST_TEST(!iverson::verify::equal(d, wrong, {.trials = 100}).agrees());
}

BOOST_AUTO_TEST_CASE(the_adjoint_by_a_scalar_is_not_that_of_the_unspecified_one) {
    auto const unspecified = iverson::parsed("y[i] = x[i]\nE = sum(i, y[i])\nz[i] = adjoint(y)[i] + y[i]*E");
    auto const of_scalar = iverson::parsed("y[i] = x[i]\nE = sum(i, y[i])\nz[i] = adjoint(y, E)[i] + y[i]*E");
    BOOST_TEST(iverson::verify::equal(unspecified, unspecified).proved());
    auto const answer = iverson::verify::equal(unspecified, of_scalar);
    BOOST_TEST((answer.answer() == iverson::verify::verdict::different), answer.message());
}

BOOST_AUTO_TEST_SUITE_END()
