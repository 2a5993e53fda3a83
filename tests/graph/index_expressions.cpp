// SPDX-License-Identifier: BSL-1.0
#include "build.hpp"

#include <boost/test/unit_test.hpp>

using namespace building;

namespace {

constexpr affine a = affine::symbol(0), b = affine::symbol(1), c = affine::symbol(2);

/// The value at (0, 1, 2) = (x, y, z).
std::int64_t at(affine const& e, std::int64_t x, std::int64_t y, std::int64_t z) {
    return e.constant() + e.coefficient(0) * x + e.coefficient(1) * y + e.coefficient(2) * z;
}
affine random_affine(std::mt19937& random, int size) {
    std::uniform_int_distribution<int> pick(-size, size);
    return pick(random) * a + pick(random) * b + pick(random) * c + affine{pick(random)};
}

}  // namespace

BOOST_AUTO_TEST_CASE(affine_expressions_are_sorted_and_hold_no_zero) {
    affine const e = 2 * c + a - b + affine{3} + b;
    BOOST_TEST(e.size() == 2);
    BOOST_TEST((e == a + affine{3} + 2 * c));
    BOOST_TEST((e - e).is_zero());
    BOOST_TEST(a.bare_symbol() == 0);
    BOOST_TEST((2 * a).bare_symbol() == -1);
    BOOST_TEST((a + affine{1}).bare_symbol() == -1);
    BOOST_TEST((6 * a - 4 * b + affine{1}).content() == 2);
}

BOOST_AUTO_TEST_CASE(affine_arithmetic_and_substitution_agree_with_values) {
    std::mt19937 random(1);
    std::uniform_int_distribution<int> pick(-5, 5);
    for (int round = 0; round < 2000; ++round) {
        affine const e = random_affine(random, 4), f = random_affine(random, 4);
        int const x = pick(random), y = pick(random), z = pick(random), k = pick(random);
        BOOST_REQUIRE(at(e + f, x, y, z) == at(e, x, y, z) + at(f, x, y, z));
        BOOST_REQUIRE(at(e - k * f, x, y, z) == at(e, x, y, z) - k * at(f, x, y, z));
        BOOST_REQUIRE(at(e.substituted(1, f), x, y, z) == at(e, x, at(f, x, y, z), z));
    }
}

BOOST_AUTO_TEST_CASE(an_affine_expression_beyond_its_limits_is_invalid_for_good) {
    std::int64_t const big = INT32_MAX;
    BOOST_TEST((big * a).valid());
    BOOST_TEST(!(big * a + a).valid());
    BOOST_TEST(!affine{big + 1}.valid());
    BOOST_TEST(!affine{INT64_MAX}.valid());
    BOOST_TEST(!affine::symbol(0, big + 1).valid());
    BOOST_TEST(!((big + 1) * a).valid());
    BOOST_TEST(!(affine::invalid() - affine::invalid()).valid());
    affine sum;
    for (int i = 0; i < affine::capacity; ++i) {
        sum = sum + affine::symbol(i);
    }
    BOOST_TEST(sum.valid());
    BOOST_TEST(!(sum + affine::symbol(affine::capacity)).valid());
}

BOOST_AUTO_TEST_CASE(floor_and_ceiling_of_quotients) {
    for (int n = -20; n <= 20; ++n) {
        for (int d = 1; d <= 6; ++d) {
            BOOST_REQUIRE(floor_divide(n, d) == static_cast<int>(std::floor(static_cast<double>(n) / d)));
            BOOST_REQUIRE(ceil_divide(n, d) == static_cast<int>(std::ceil(static_cast<double>(n) / d)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_condition_has_one_written_form) {
    auto const zero = [](affine const& e) { return normalized({relation::zero, e, 0}); };
    auto const holds = [](affine const& e) { return normalized({relation::nonnegative, e, 0}); };
    BOOST_TEST((zero(b - a) == zero(a - b)));
    BOOST_TEST((zero(2 * a - 4 * b).expression == a - 2 * b));
    BOOST_TEST((decide(zero(2 * a - affine{1})) == truth::no));
    BOOST_TEST((holds(2 * a - affine{1}).expression == a - affine{1}));
    BOOST_TEST((holds(-2 * a + affine{1}).expression == -a));
    BOOST_TEST((normalized({relation::divisible, 5 * a - affine{1}, 3}).expression == 2 * a + affine{2}));
    BOOST_TEST((decide(normalized({relation::divisible, 3 * a + affine{6}, 3})) == truth::yes));
    BOOST_TEST((decide(zero(a)) == truth::open));
    BOOST_TEST((decide(holds(affine{-1})) == truth::no));
    BOOST_TEST((decide(holds(affine{0})) == truth::yes));
}

BOOST_AUTO_TEST_CASE(normalizing_keeps_the_truth_of_a_condition_at_every_point) {
    std::mt19937 random(2);
    for (int round = 0; round < 1500; ++round) {
        condition const before{static_cast<relation>(round % 3), random_affine(random, 5), 2 + round % 4};
        condition const after = normalized(before);
        auto const holds = [&](condition const& k, int x, int y, int z) {
            std::int64_t const v = at(k.expression, x, y, z);
            return k.kind == relation::zero          ? v == 0
                   : k.kind == relation::nonnegative ? v >= 0
                                                     : v % k.modulus == 0;
        };
        for (int x = -3; x <= 3; ++x) {
            for (int y = -3; y <= 3; ++y) {
                for (int z = -3; z <= 3; ++z) {
                    BOOST_REQUIRE(holds(before, x, y, z) == holds(after, x, y, z));
                    truth const known = decide(after);
                    BOOST_REQUIRE((known == truth::open || (known == truth::yes) == holds(before, x, y, z)));
                }
            }
        }
        BOOST_REQUIRE((normalized(after) == after));
    }
}
