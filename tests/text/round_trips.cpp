// SPDX-License-Identifier: BSL-1.0
//
// What is written as text reads back as it was: random formulas, and their gradients.
#include "tests/random/build.hpp"
#include "tests/random/generate.hpp"
#include "tests/random/written.hpp"

#include <iverson/latex/text.hpp>
#include <iverson/steps/derive.hpp>
#include <iverson/text/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

namespace graph = iverson::graph;

/// The text of a formula; empty if it has none that reads back.
std::string text_of(graph::formula const& f) {
    try {
        return iverson::to_text(f);
    } catch (std::invalid_argument const&) {
        return {};
    }
}

graph::formula drawn(std::uint64_t seed) {
    return random_formulas::builder{random_formulas::generator{seed}.run(), {}}.run();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(what_is_written_reads_back)

BOOST_AUTO_TEST_CASE(random_formulas) {
    int formulas = 0;
    int without = 0;
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
        graph::formula const f = drawn(seed);
        if (f.failed()) {
            continue;
        }
        ++formulas;
        std::string const text = text_of(f);
        if (text.empty()) {
            ++without;
            BOOST_TEST(::random_formulas::has_folded(f),
                       "formula " << seed << " has no text: " << iverson::print::text(f));
            continue;
        }
        BOOST_TEST(iverson::same(f, iverson::parsed(text)), text);
    }
    BOOST_TEST(formulas > 2000);
    BOOST_TEST(100 * without < formulas);
}

/// Adjoint systems hold recurrences without initial values, which cannot be written; single equations can.
BOOST_AUTO_TEST_CASE(gradients_of_random_equations) {
    int derived = 0;
    int without = 0;
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        graph::formula const f = drawn(seed);
        if (f.failed() || f.equations.size() > 1) {
            continue;
        }
        for (std::size_t id = 0; id < f.nodes.tensors.size(); ++id) {
            if (f.defining(static_cast<int>(id)) >= 0) {
                continue;
            }
            auto const d =
                iverson::steps::gradients(f, f.output().tensor, {{static_cast<int>(id), {}}}, false);
            if (!d.result.failed()) {
                ++derived;
                without += text_of(d.result).empty() ? 1 : 0;
            }
        }
    }
    BOOST_TEST(derived > 300);
    BOOST_TEST_MESSAGE(without << " of " << derived << " gradients have no text");
    BOOST_TEST(4 * without < derived);
}

// An entry is no index over Z with which t would share its subscript: t kept no range.
BOOST_AUTO_TEST_CASE(an_index_over_z_beside_an_entry) {
    for (char const* text : {"y[t in Z] = sum(i, w[t - p[i]]*x[i])\n", "y[t in Z] = x[t - p[0]]\n"}) {
        BOOST_TEST(iverson::to_text(iverson::parsed(text)) == text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
