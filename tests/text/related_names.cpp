// SPDX-License-Identifier: BSL-1.0
//
// Tensors that share a letter, x, x', adjoint(x), adjoint(x'), adjoint(x, E), are told apart in sentences, in text, and where
// formulas are compared.
#include <iverson/graph/describe.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/text/run_time.hpp>
#include <iverson/text/text.hpp>
#include <iverson/verify/equal.hpp>
#include <iverson/verify/gradient.hpp>

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

/// Each gradient is that of the one before, by the next name; all agree with numbers, and read back.
void differentiate_again(char const* text, std::vector<std::string> const& names) {
    auto f = iverson::parsed(text);
    for (std::string const& name : names) {
        auto const d = iverson::gradient(f, {name}).result;
        std::string const written = iverson::print::text(d);
        BOOST_TEST(iverson::verify::check(f, d, {.rounds = 6, .largest_extent = 3}), written);
        BOOST_TEST(described(d).size() == d.nodes.tensors.size(), written);
        f = d;
    }
}

BOOST_AUTO_TEST_CASE(gradients_nest_by_any_names_in_any_order) {
    differentiate_again("y[i] = x[i]^3*w[i]", {"x", "x", "w", "x"});
    differentiate_again("y[t in Z] = sum(s in Z, w[s]*x[t - s]^2)", {"x", "x", "w"});
    differentiate_again("u[i] = x[i]^2*a[i]\ny[i] = u[i]^3*w[i]", {"x", "x", "a"});
    differentiate_again("E = sum(i, x[i]^3*w[i])", {"x", "x", "w"});
}

BOOST_AUTO_TEST_CASE(the_adjoint_that_a_gradient_reads_is_not_redefined_by_the_next_one) {
    // total(h) reads adjoint(h), dE/dh; the second gradient needs dF/dh.
    char const* network =
        "h[-1, j] = h0[j]\nh[t in 0..2, j] = tanh(sum(i, h[t - 1, i]*W[i, j]) + u[t, j])\noutput h";
    differentiate_again(network, {"h0", "W"});
    differentiate_again("y[i] = x[i]^2\nz[i] = adjoint(y)[i]*y[i]", {"x"});
}

BOOST_AUTO_TEST_CASE(a_second_gradient_has_text) {
    for (char const* text : {"y[i] = x[i]^3*w[i]", "E = sum(i, x[i]^3*w[i])"}) {
        auto const once = iverson::gradient(iverson::parsed(text), {"x"}).result;
        auto const twice = iverson::gradient(once, {"x"}).result;
        std::string const written = iverson::to_text(twice);
        BOOST_TEST(iverson::same(twice, iverson::parsed(written)), written);
    }
}

BOOST_AUTO_TEST_SUITE_END()
