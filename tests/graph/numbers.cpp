// SPDX-License-Identifier: BSL-1.0
#include "build.hpp"

#include <boost/test/unit_test.hpp>

using namespace building;

namespace {
constexpr std::int64_t largest = INT64_MAX;
bool is(rational r, std::int64_t num, std::int64_t den) {
    return r.valid() && r.num() == num && r.den() == den;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_rational_is_reduced_with_a_positive_denominator) {
    BOOST_TEST(is(rational{6, -4}, -3, 2));
    BOOST_TEST(is(rational{0, -7}, 0, 1));
    BOOST_TEST((rational{2, 4} == rational{1, 2}));
    BOOST_TEST((rational{-1, 2} < rational{-1, 3}));
    BOOST_TEST(!(rational{1, 2} < rational{1, 2}));
}

BOOST_AUTO_TEST_CASE(rational_arithmetic_agrees_with_cross_multiplication) {
    for (int a = -6; a <= 6; ++a) {
        for (int b = 1; b <= 6; ++b) {
            for (int c = -6; c <= 6; ++c) {
                for (int d = 1; d <= 6; ++d) {
                    rational const x{a, b};
                    rational const y{c, d};
                    BOOST_REQUIRE((x + y == rational{a * d + c * b, b * d}));
                    BOOST_REQUIRE((x - y == rational{a * d - c * b, b * d}));
                    BOOST_REQUIRE((x * y == rational{a * c, b * d}));
                    BOOST_REQUIRE((c == 0 ? !(x / y).valid() : x / y == rational{a * d, b * c}));
                    BOOST_REQUIRE((x < y) == (a * d < c * b));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(overflow_gives_the_invalid_number_and_is_handed_on) {
    BOOST_TEST(is(rational{largest} + rational{-1}, largest - 1, 1));
    BOOST_TEST(!(rational{largest} + rational{1}).valid());
    BOOST_TEST(!(rational{largest} * rational{2}).valid());
    BOOST_TEST(!(rational{1, largest} * rational{1, 2}).valid());
    BOOST_TEST(!(-rational{INT64_MIN}).valid());
    rational const bad{1, 0};
    BOOST_TEST(!(bad + rational{1}).valid());
    BOOST_TEST(!(bad * rational{0}).valid());
    BOOST_TEST(!(rational{0} / bad).valid());
    BOOST_TEST(!bad.is_zero());
}

BOOST_AUTO_TEST_CASE(powers_of_numbers) {
    BOOST_TEST(is(power(rational{2, 3}, 3), 8, 27));
    BOOST_TEST(is(power(rational{2, 3}, -2), 9, 4));
    BOOST_TEST(is(power(rational{0}, 0), 1, 1));
    BOOST_TEST(!power(rational{0}, -1).valid());
    BOOST_TEST(is(power(rational{2}, 62), std::int64_t{1} << 62, 1));
    BOOST_TEST(!power(rational{2}, 63).valid());
    BOOST_TEST(is(power(rational{-1}, largest), -1, 1));
}

BOOST_AUTO_TEST_CASE(a_decimal_is_the_shortest_fraction_that_the_double_can_mean) {
    BOOST_TEST(is(decimal(0.1), 1, 10));
    BOOST_TEST(is(decimal(-0.125), -1, 8));
    BOOST_TEST(is(decimal(3.0), 3, 1));
    BOOST_TEST(is(decimal(0.9), 9, 10));
    BOOST_TEST(is(decimal(1e-9), 1, 1000000000));
    BOOST_TEST(is(decimal(123456.789), 123456789, 1000));
    BOOST_TEST(is(decimal(9007199254740991.0), 9007199254740991, 1));  // 2^53 - 1
    BOOST_TEST(is(decimal(4503599627370497.0), 4503599627370497, 1));  // odd, beyond 2^52
    BOOST_TEST(is(decimal(-4503599627370497.0), -4503599627370497, 1));
    BOOST_TEST(
        is(decimal(1.0 / 3), 3333333333333333, 10000000000000000));  // 0.3333333333333333 has 16 digits
    BOOST_TEST(!decimal(1e300).valid());
    BOOST_TEST(!decimal(std::numeric_limits<double>::infinity()).valid());
    BOOST_TEST(!decimal(std::numeric_limits<double>::quiet_NaN()).valid());
}

BOOST_AUTO_TEST_CASE(every_decimal_of_up_to_four_places_is_read_exactly) {
    std::int64_t scale = 1;
    for (int places = 0; places <= 4; ++places, scale *= 10) {
        for (std::int64_t m = -12000; m <= 12000; m += 7) {
            double const written = static_cast<double>(m) / static_cast<double>(scale);
            BOOST_REQUIRE((decimal(written) == rational{m, scale}));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_graph_refuses_what_does_not_fit) {
    graph g;
    BOOST_TEST(g.number(rational{largest} * rational{2}) == 0);
    BOOST_TEST(words(g.message()).find("64-bit") != std::string::npos);

    graph subscripts;
    subscripts.affine_id(std::int64_t{1} << 40);
    BOOST_TEST(words(subscripts.message()).find("32 bits") != std::string::npos);

    graph divisors;
    divisors.condition_id({relation::divisible, affine{4}, 0});
    BOOST_TEST(words(divisors.message()).find("divisor") != std::string::npos);
}
