// SPDX-License-Identifier: BSL-1.0
#include <iverson/loops/elimination.hpp>

#include <boost/test/unit_test.hpp>

#include <initializer_list>

/// Costs of orders, as polynomials in the extent n of each index.
namespace {

namespace loops = iverson::loops;

/// The indices of factors that cost something: bit 0 is i, bit 1 is j, bit 2 is k.
constexpr std::uint32_t i = 1, j = 2, k = 4;

loops::growth cheapest(std::initializer_list<std::uint32_t> factors, int bound) {
    loops::factor_set set;
    for (std::uint32_t its : factors) {
        set.add(its, true, false);
    }
    loops::index_bits const bits;
    return loops::elimination{set, bits, bound}.cost();
}
/// c0 + c1 n + c2 n^2 + ...
bool is(loops::growth const& g, std::initializer_list<std::int64_t> coefficients) {
    int degree = 0;
    bool result = true;
    for (std::int64_t c : coefficients) {
        result = result && g.by_degree[degree++] == c;
    }
    return result && g.degree() < degree;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(costs_of_orders)

BOOST_AUTO_TEST_CASE(sums_of_separate_factors_are_multiplied) {
    BOOST_TEST(is(cheapest({i, j}, 2), {1, 2}));  // sum(i, x(i)) * sum(j, z(j))
}
BOOST_AUTO_TEST_CASE(an_inner_sum_is_a_factor_of_the_outer_one) {
    BOOST_TEST(is(cheapest({i | j, j}, 2), {0, 2, 1}));         // sum(j, sum(i, A(i, j)) * z(j))
    BOOST_TEST(is(cheapest({i, i | j, j}, 2), {0, 2, 2}));      // sum(j, sum(i, x(i) A(i, j)) * z(j))
    BOOST_TEST(is(cheapest({i | j, j | k, k}, 2), {0, 1, 3}));  // sum(j, A(i, j) B(j, k)) z(k) for each k
}
BOOST_AUTO_TEST_CASE(a_sum_of_a_sum_is_one_sum) {
    BOOST_TEST(is(cheapest({i | j}, 2), {0, 0, 1}));
    BOOST_TEST(is(cheapest({i | j | k}, 3), {0, 0, 0, 1}));
}
BOOST_AUTO_TEST_CASE(a_condition_costs_nothing) {
    loops::factor_set set;
    set.add(i, true, false);
    set.add(i | j, false, false);
    loops::index_bits const bits;
    BOOST_TEST(is(loops::elimination{set, bits, 1}.cost(), {0, 0, 1}));  // sum(i, x(i) [i <= j]) for each j
}

BOOST_AUTO_TEST_SUITE_END()
