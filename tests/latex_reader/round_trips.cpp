// SPDX-License-Identifier: BSL-1.0
//
// What is printed in LaTeX reads back: to the same graph, or where LaTeX has one writing for two graphs (a sum in a sum
// and a sum over two indices) to one with the same values. Left out is what LaTeX cannot tell (tests/random/written.hpp).
#include "tests/random/build.hpp"
#include "tests/random/generate.hpp"
#include "tests/random/written.hpp"

#include <iverson/latex/latex.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/text/text.hpp>
#include <iverson/verify/equal.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

namespace graph = iverson::graph;

graph::formula drawn(std::uint64_t seed) {
    return random_formulas::builder{random_formulas::generator{seed}.run(), {}}.run();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(printed_latex_reads_back)

BOOST_AUTO_TEST_CASE(random_equations) {
    int formulas = 0;
    int same = 0;
    int equal = 0;
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
        graph::formula const f = drawn(seed);
        if (f.failed() || random_formulas::mixes_kinds(f) || random_formulas::has_folded(f) ||
            random_formulas::has_bounded_integer(f) || random_formulas::has_silent_index(f)) {
            continue;
        }
        ++formulas;
        std::string const latex = iverson::print::latex(f);
        iverson::reading const r = iverson::parse_latex(latex);
        BOOST_TEST(static_cast<bool>(r), latex << "\n" << (r ? "" : r.error->str()));
        if (!r) {
            continue;
        }
        bool const is_same = iverson::same(f, r.formula);
        same += is_same ? 1 : 0;
        if (!is_same) {
            auto const report = iverson::verify::equal(f, r.formula, {.effort = 0});
            equal += report.agrees() ? 1 : 0;
            BOOST_TEST((report.answer() != iverson::verify::verdict::different),
                       latex << "\n"
                             << report.message() << "\n"
                             << iverson::print::text(f) << "\n"
                             << iverson::print::text(r.formula));
        }
    }
    BOOST_TEST_MESSAGE(formulas << " formulas: " << same << " the same, " << equal << " of the same values");
    BOOST_TEST(formulas > 800);
    BOOST_TEST(100 * same > 75 * formulas);
}

BOOST_AUTO_TEST_SUITE_END()
