// SPDX-License-Identifier: BSL-1.0
// Fourier-Motzkin elimination against counting the points of a box.
#include "build.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <functional>

using namespace building;

namespace {

constexpr int dimension = 3;
constexpr std::int64_t side = 4;
using point = std::array<std::int64_t, dimension>;

std::int64_t at(affine const& e, point const& p) {
    std::int64_t result = e.constant();
    for (auto const& t : e) {
        result += t.coefficient * p[static_cast<std::size_t>(t.symbol)];
    }
    return result;
}
/// The points of the box for which wanted(point) holds.
std::vector<point> points(std::function<bool(point const&)> const& wanted) {
    std::vector<point> result;
    for (std::int64_t x = -side; x <= side; ++x) {
        for (std::int64_t y = -side; y <= side; ++y) {
            for (std::int64_t z = -side; z <= side; ++z) {
                if (wanted({x, y, z})) {
                    result.push_back({x, y, z});
                }
            }
        }
    }
    return result;
}

struct known_system {
    inequalities set;
    std::vector<affine> rows;

    bool holds(point const& p) const {
        return std::all_of(rows.begin(), rows.end(), [&](affine const& row) { return at(row, p) >= 0; });
    }
    void add(affine const& row) {
        rows.push_back(row);
        set.add(row);
    }
};

affine random_row(std::mt19937& random, int size) {
    std::uniform_int_distribution<int> coefficient(-size, size);
    std::uniform_int_distribution<int> constant(-4, 4);
    affine row{constant(random)};
    for (int d = 0; d < dimension; ++d) {
        row = row + affine::symbol(d, coefficient(random));
    }
    return row;
}
/// Differences of two symbols, or one symbol: the rows of index ranges. Elimination is exact on them.
affine difference_row(std::mt19937& random) {
    std::uniform_int_distribution<int> symbol(0, dimension);
    std::uniform_int_distribution<int> constant(-4, 4);
    int const a = symbol(random);
    int const b = symbol(random);
    affine row{constant(random)};
    row = a < dimension ? row + affine::symbol(a) : row;
    return b < dimension ? row - affine::symbol(b) : row;
}
known_system boxed() {
    known_system s;
    for (int d = 0; d < dimension; ++d) {
        s.add(affine::symbol(d) + affine{side});
        s.add(affine{side} - affine::symbol(d));
    }
    return s;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_proved_holds_at_every_point_of_a_random_system) {
    std::mt19937 random(4);
    int empty = 0;
    int implied = 0;
    int excluded = 0;
    for (int round = 0; round < 4000; ++round) {
        known_system s = boxed();
        for (int k = 0; k < 1 + round % 5; ++k) {
            s.add(random_row(random, 3));
        }
        auto const inside = points([&](point const& p) { return s.holds(p); });
        BOOST_REQUIRE(!s.set.infeasible() || inside.empty());
        empty += s.set.infeasible() ? 1 : 0;
        condition const query{static_cast<relation>(round % 2), random_row(random, 2), 0};
        auto const true_at = [&](point const& p) {
            return query.kind == relation::zero ? at(query.expression, p) == 0 : at(query.expression, p) >= 0;
        };
        if (implies(s.set, query)) {
            ++implied;
            BOOST_REQUIRE(std::all_of(inside.begin(), inside.end(), true_at));
        }
        if (excludes(s.set, query)) {
            ++excluded;
            BOOST_REQUIRE(std::none_of(inside.begin(), inside.end(), true_at));
        }
    }
    BOOST_TEST(empty > 400);  // the test sees proofs, not only shrugs
    BOOST_TEST(implied > 400);
    BOOST_TEST(excluded > 400);
}

BOOST_AUTO_TEST_CASE(on_ranges_of_differences_every_truth_is_proved) {
    std::mt19937 random(5);
    int empty = 0;
    int implied = 0;
    for (int round = 0; round < 4000; ++round) {
        known_system s = boxed();
        for (int k = 0; k < 2 + round % 6; ++k) {
            s.add(difference_row(random));
        }
        auto const inside = points([&](point const& p) { return s.holds(p); });
        BOOST_REQUIRE(s.set.infeasible() == inside.empty());
        affine const query = difference_row(random);
        bool const truth_of_query =
            std::all_of(inside.begin(), inside.end(), [&](point const& p) { return at(query, p) >= 0; });
        bool const never =
            std::none_of(inside.begin(), inside.end(), [&](point const& p) { return at(query, p) >= 0; });
        condition const asked{relation::nonnegative, query, 0};
        // Only rows that share symbols with the query are used, so an empty set proves nothing of what has none in common.
        BOOST_REQUIRE((implies(s.set, asked) == truth_of_query || inside.empty()));
        BOOST_REQUIRE((excludes(s.set, asked) == never || inside.empty()));
        empty += inside.empty() ? 1 : 0;
        implied += truth_of_query && !inside.empty() ? 1 : 0;
    }
    BOOST_TEST(empty > 400);
    BOOST_TEST(implied > 200);
}

BOOST_AUTO_TEST_CASE(elimination_keeps_every_point_of_the_projection_and_is_exact_on_differences) {
    std::mt19937 random(6);
    for (int round = 0; round < 3000; ++round) {
        bool const exact = round % 2 == 0;
        known_system s = boxed();
        for (int k = 0; k < 4; ++k) {
            s.add(exact ? difference_row(random) : random_row(random, 3));
        }
        int const gone = round % dimension;
        inequalities projection = s.set;
        projection.eliminate(gone);
        BOOST_REQUIRE(std::none_of(projection.rows().begin(), projection.rows().end(),
                                   [&](affine const& row) { return row.mentions(gone); }));
        auto const in_projection = [&](point const& p) {
            return !projection.known_empty() &&
                   std::all_of(projection.rows().begin(), projection.rows().end(),
                               [&](affine const& row) { return at(row, p) >= 0; });
        };
        for (point p : points([&](point const& q) { return q[static_cast<std::size_t>(gone)] == 0; })) {
            bool const claimed = in_projection(p);
            bool found = false;
            for (std::int64_t v = -side; v <= side; ++v) {
                p[static_cast<std::size_t>(gone)] = v;
                found = found || s.holds(p);
            }
            BOOST_REQUIRE((claimed || !found));
            BOOST_REQUIRE((!exact || claimed == found));
        }
    }
}

BOOST_AUTO_TEST_CASE(too_many_rows_widen_the_set_and_prove_nothing_false) {
    inequalities set;
    for (int k = 0; k < 40; ++k) {
        set.add(affine::symbol(0) + affine::symbol(1, k + 1));
        set.add(affine::symbol(1, 2 * k + 1) - affine::symbol(0) - affine{k});
    }
    BOOST_TEST(set.rows().size() == 80U);
    set.eliminate(0);
    BOOST_TEST(set.rows().size() <= inequalities::row_limit);
    BOOST_TEST(!set.known_empty());
}

BOOST_AUTO_TEST_CASE(of_parallel_rows_the_tighter_one_stays) {
    affine const i = affine::symbol(0);
    inequalities set;
    set.add(i);
    set.add(i - affine{2});
    set.add(i - affine{1});
    BOOST_TEST(set.rows().size() == 1U);
    BOOST_TEST((set.rows()[0] == i - affine{2}));
    set.add(2 * i - affine{5});  // over integers, i >= 3
    BOOST_TEST((set.rows()[0] == i - affine{3}));
}

BOOST_AUTO_TEST_CASE(an_equation_is_two_rows_and_divisibility_proves_nothing) {
    affine const i = affine::symbol(0), j = affine::symbol(1);
    inequalities set;
    set.add(condition{relation::zero, i - j, 0});
    BOOST_TEST(implies(set, {relation::zero, i - j, 0}));
    BOOST_TEST(excludes(set, {relation::zero, i - j - affine{1}, 0}));
    inequalities none;
    none.add(condition{relation::divisible, i, 2});
    BOOST_TEST(none.rows().empty());
    BOOST_TEST(!implies(none, {relation::divisible, i, 2}));
    BOOST_TEST(implies(none, {relation::divisible, affine{4}, 2}));
    BOOST_TEST(excludes(none, {relation::divisible, affine{3}, 2}));
}

BOOST_AUTO_TEST_CASE(nothing_that_overflowed_is_believed) {
    affine const i = affine::symbol(0);
    inequalities set;
    set.add(affine::invalid());
    BOOST_TEST(set.rows().empty());
    set.add(i);
    BOOST_TEST(!implies_nonnegative(set, affine::invalid()));
    BOOST_TEST(!excludes(set, {relation::nonnegative, affine::invalid(), 0}));
}
// With 2 000 000 000 i = j, sums of the equation and of 2 000 000 000 i leave 32 bits: nothing follows from what is left of them.
BOOST_AUTO_TEST_CASE(no_residue_is_read_off_what_overflowed) {
    affine const many = affine::symbol(0, 2'000'000'000);
    inequalities set;
    set.add(condition{relation::zero, many - affine::symbol(1), 0});
    BOOST_TEST(!implies(set, {relation::divisible, many, 7}));
    BOOST_TEST(!excludes(set, {relation::divisible, many, 7}));
}
BOOST_AUTO_TEST_CASE(what_is_said_of_divisibility_is_true_of_all_points) {
    std::mt19937 random{11};
    int implied = 0;
    int excluded = 0;
    for (int n = 0; n < 1500; ++n) {
        known_system s = boxed();
        affine const e = random_row(random, 2);
        if (n % 2 == 0) {
            affine const equation = random_row(random, 3);
            s.add(equation);
            s.add(-equation);
        }
        std::uniform_int_distribution<int> shift(-4, 4);
        s.add(e + affine{shift(random)});
        s.add(affine{shift(random)} - e);
        condition const c =
            normalized({relation::divisible, e, std::uniform_int_distribution<int>{2, 5}(random)});
        auto const all = points([&](point const& p) { return s.holds(p); });
        auto const good =
            points([&](point const& p) { return s.holds(p) && at(c.expression, p) % c.modulus == 0; });
        bool const yes = implies(s.set, c);
        bool const no = excludes(s.set, c);
        BOOST_TEST_REQUIRE((!yes || good.size() == all.size()));
        BOOST_TEST_REQUIRE((!no || good.empty()));
        implied += yes && !all.empty() ? 1 : 0;
        excluded += no && !all.empty() ? 1 : 0;
    }
    BOOST_TEST(implied > 20);
    BOOST_TEST(excluded > 20);
}
BOOST_AUTO_TEST_CASE(an_equation_decides_a_residue) {
    // 2 x = y: y is even; 2 x = y + 1: it is odd.
    known_system even;
    even.add(2 * affine::symbol(0) - affine::symbol(1));
    even.add(affine::symbol(1) - 2 * affine::symbol(0));
    known_system odd;
    odd.add(2 * affine::symbol(0) - affine::symbol(1) - affine{1});
    odd.add(affine::symbol(1) + affine{1} - 2 * affine::symbol(0));
    condition const c{relation::divisible, affine::symbol(1), 2};
    BOOST_TEST(implies(even.set, c));
    BOOST_TEST(!excludes(even.set, c));
    BOOST_TEST(excludes(odd.set, c));
    BOOST_TEST(!implies(odd.set, c));
    BOOST_TEST(!implies(even.set, {relation::divisible, affine::symbol(1), 4}));
}
