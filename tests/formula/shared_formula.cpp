// SPDX-License-Identifier: BSL-1.0
#include "shared_formula.hpp"

#include "text_of.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(formulas_in_headers)

BOOST_AUTO_TEST_CASE(an_inline_formula_is_one_object_in_two_translation_units) {
    BOOST_TEST(&shared_formula::layer == shared_formula::layer_seen_by_the_other_unit());
    BOOST_TEST(&iverson::frozen_formula<shared_formula::layer> ==
               shared_formula::frozen_layer_seen_by_the_other_unit());
    BOOST_TEST(test_formula::text_of<shared_formula::layer>() == "y(i) = 1/2 * swish(x(i))");
}

BOOST_AUTO_TEST_CASE(a_users_row_travels_with_the_formula) {
    auto const& rows = iverson::rows_of<shared_formula::layer>;
    static_assert(std::tuple_size_v<std::remove_cvref_t<decltype(rows)>> == 1);
    BOOST_TEST(std::get<0>(rows).name == "swish");
    BOOST_TEST(std::get<0>(rows)(1.5) == shared_formula::swish_of_the_other_unit(1.5));
}

BOOST_AUTO_TEST_SUITE_END()
