// SPDX-License-Identifier: BSL-1.0
#include "cases.hpp"
#include "typeset.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace sketching;

BOOST_AUTO_TEST_SUITE(printing_nodes)

BOOST_AUTO_TEST_CASE(each_node_is_written_in_latex_as_its_row_says) {
    for (printed const& row : cases) {
        BOOST_TEST_CONTEXT(row.proves) {
            sketch s;
            int const node = row.make(s);
            BOOST_TEST(s.latex(node) == row.latex);
        }
    }
}

BOOST_AUTO_TEST_CASE(each_node_is_written_in_text_as_its_row_says) {
    for (printed const& row : cases) {
        BOOST_TEST_CONTEXT(row.proves) {
            sketch s;
            int const node = row.make(s);
            BOOST_TEST(s.text(node) == row.text);
        }
    }
}

BOOST_AUTO_TEST_CASE(two_rows_never_look_the_same) {
    // What is printed has to be readable back: different formulas may not share a writing.
    for (std::size_t i = 0; i < cases.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            BOOST_TEST_CONTEXT(cases[i].proves << " / " << cases[j].proves) {
                bool const one_meaning = cases[i].text == cases[j].text;
                BOOST_TEST((one_meaning || cases[i].latex != cases[j].latex));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(katex_typesets_every_row) {
    std::vector<std::string> displays;
    for (printed const& row : cases) {
        displays.emplace_back(row.latex);
    }
    BOOST_TEST(typesets(displays));
    BOOST_TEST(!typesets({"x_1_2"}), "a bad formula is noticed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
