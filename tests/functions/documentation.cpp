// SPDX-License-Identifier: BSL-1.0
#include "documentation.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

BOOST_AUTO_TEST_CASE(the_table_in_docs_functions_md_is_that_of_the_rows) {
    std::ifstream file{IVERSON_SOURCE_DIR "/docs/functions.md"};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    std::size_t const from = text.find("| function |");
    BOOST_TEST_REQUIRE(from != std::string::npos);
    BOOST_TEST(text.substr(from) == documentation::table());
}
