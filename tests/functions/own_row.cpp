// SPDX-License-Identifier: BSL-1.0
#include <iverson/functions/table.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {

constexpr auto swish = iverson::function(
    "swish", R"(\operatorname{swish})", {.zero_at_zero = true, .cost = 24},
    [](auto u) {
        using std::exp;
        return u / (1 + exp(-u));
    },
    [](auto u, auto f) {
        using std::exp;
        return f + (1 - f) / (1 + exp(-u));
    });

constexpr auto ramp_product = iverson::function(
    "ramp_product", R"(\operatorname{rp})", [](auto u, auto v) { return u * v + u; },
    [](auto, auto v, auto) { return v + 1; }, [](auto u, auto, auto) { return u; });

constexpr auto opaque = iverson::function("opaque", R"(\operatorname{opaque})", [](auto u) { return u * u; });

}  // namespace

BOOST_AUTO_TEST_SUITE(own_rows)

BOOST_AUTO_TEST_CASE(a_users_row_is_called_like_a_function_of_any_number_type) {
    BOOST_TEST(swish(2.0) == 2.0 / (1 + std::exp(-2.0)));
    BOOST_TEST(swish(2) == swish(2.0), "an integer argument is not truncated");
    BOOST_TEST(std::abs(swish(2.0f) - static_cast<float>(swish(2.0))) < 1e-6f);
    BOOST_TEST(swish.facts.cost == 24);
}

BOOST_AUTO_TEST_CASE(a_function_of_two_arguments_has_two_slopes) {
    static_assert(ramp_product.arity == 2);
    BOOST_TEST(ramp_product(2.0, 3.0) == 8.0);
    BOOST_TEST(ramp_product.slope<0>(2.0, 3.0, 8.0) == 4.0);
    BOOST_TEST(ramp_product.slope<1>(2.0, 3.0, 8.0) == 2.0);
}

BOOST_AUTO_TEST_CASE(a_row_without_a_slope_says_so) {
    static_assert(!opaque.has_slopes && swish.has_slopes);
    BOOST_TEST(opaque(3.0) == 9.0);
}

BOOST_AUTO_TEST_CASE(a_row_says_in_its_type_what_its_value_needs) {
    constexpr auto cube = iverson::function("cube", R"(\operatorname{cube})",
                                            iverson::functions::arithmetic{[](auto u) { return u * u * u; }},
                                            [](auto u, auto) { return 3 * u * u; });
    static_assert(cube.is_arithmetic && !cube.is_real_only && cube.arity == 1);
    static_assert(!swish.is_arithmetic && !swish.is_real_only);
    constexpr auto euler = iverson::function(
        "e", "e", iverson::functions::constant{[]<class U>() { return U(2.718281828459045); }});
    static_assert(euler.is_constant && euler.arity == 0);
    BOOST_TEST(cube(2.0) == 8.0);
    BOOST_TEST(euler(0.0) == 2.718281828459045);
    BOOST_TEST(euler(0.0F) == 2.718281828459045F);
}

BOOST_AUTO_TEST_SUITE_END()
