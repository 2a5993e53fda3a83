// SPDX-License-Identifier: BSL-1.0
//
// `iverson convert --to cpp`: each formula of formulas.txt, as the program wrote it, is the formula that its text means.
#include <iverson/iverson.hpp>
#include <iverson/text/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

template <class Written>
void check(Written const& written, std::string const& text) {
    iverson::graph::formula const found = iverson::lowering::lowered_formula(written);
    BOOST_TEST_REQUIRE(!found.failed(), text << ": " << found.nodes.message().view());
    BOOST_TEST(iverson::same(iverson::parsed(text), found), text << " became another formula");
}

#include "spelled.hpp"

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_converted_to_cpp_is_the_same_formula) { check_all(); }
