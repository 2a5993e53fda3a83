// SPDX-License-Identifier: BSL-1.0
//
// Each rule that the program explains has words, and an example that uses it.
#include <rules/rules.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string_view>

BOOST_AUTO_TEST_CASE(every_rule_has_words_and_an_example_that_uses_it) {
    for (iverson::rules::rule const& r : iverson::rules::all()) {
        BOOST_TEST_CONTEXT(r.name) {
            BOOST_TEST(!r.law.empty());
            BOOST_TEST_REQUIRE(!r.meaning.empty());
            auto const use = iverson::rules::example_of(r);
            BOOST_TEST_REQUIRE(use.has_value());
            BOOST_TEST(use->before != use->after);
        }
    }
}
