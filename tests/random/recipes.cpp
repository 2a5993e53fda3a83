// SPDX-License-Identifier: BSL-1.0
#include "generate.hpp"
#include "spell.hpp"

#include <boost/test/unit_test.hpp>

/// The C++ that failures are printed as builds the recipe that failed.
namespace {

using namespace random_formulas;
using namespace random_formulas::spelled;

void expect_same(recipe const& r, std::uint64_t number) {
    recipe const expected = drawn(number);
    BOOST_TEST((r == expected), number << "\n" << code(r) << "is not\n" << code(expected));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recipes_as_cpp)

BOOST_AUTO_TEST_CASE(build_what_was_printed) {
#include "recipes.inc"
}

BOOST_AUTO_TEST_SUITE_END()
