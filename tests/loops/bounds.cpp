// SPDX-License-Identifier: BSL-1.0
#include "pencil.hpp"

#include <iverson/loops/bounds.hpp>
#include <iverson/loops/run_time_values.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>

/// Loops go over the points of a set, each bound in terms of the loops around it, and none is written that follows from others.
namespace {

namespace graph = iverson::graph;
namespace loops = iverson::loops;
using graph::affine;
using point = std::vector<std::int64_t>;

constexpr int i = 0, j = 1, k = 2, n = 3;

affine of(int symbol) { return affine::symbol(symbol); }
/// e >= 0
graph::condition row(affine const& e) { return {graph::relation::nonnegative, e, 0}; }

/// Loops over indices under conditions.
struct nested {
    loops::plan plan;
    graph::vector<loops::loop> all;
    int unbounded = -1;

    nested(std::vector<int> const& indices, std::vector<graph::condition> const& conditions,
           loops::context const& known = {}, std::vector<int> const& read = {}) {
        unbounded = loops::make_loops(plan, list(indices), list(conditions), known, all, list(read));
    }
    /// The steps of all loops together, in their order, where symbols that are no indices have these values.
    std::vector<point> steps(point values) const {
        std::vector<point> result;
        visit(0, values, result);
        return result;
    }
    std::size_t bounds() const { return plan.bounds.size(); }

  private:
    template <class T>
    static graph::vector<T> list(std::vector<T> const& v) {
        return graph::vector<T>(v.begin(), v.end());
    }
    void visit(std::size_t depth, point& values, std::vector<point>& found) const {
        if (depth == all.size()) {
            found.push_back(values);
            return;
        }
        loops::interval const steps = loops::values_of(plan, all[depth], values);
        for (std::int64_t step = steps.first; step <= steps.last; ++step) {
            values[static_cast<std::size_t>(all[depth].symbol)] = step;
            visit(depth + 1, values, found);
        }
    }
};

/// 0 <= symbol <= last
std::vector<graph::condition> from_zero(int symbol, affine const& last) {
    return {row(of(symbol)), row(last - of(symbol))};
}
template <class... More>
std::vector<graph::condition> together(std::vector<graph::condition> first, More const&... more) {
    (first.insert(first.end(), more.begin(), more.end()), ...);
    return first;
}

/// A sum over indices, and the indices around it, changed by the shifter.
struct shifted {
    pencil::sheet p;
    int x = p.tensor("x", 1), y = p.tensor("y", 1);
    affine k = p.integer("k"), s = p.integer("s"), t = p.integer("t"), n = p.extent("n");

    void expect(std::vector<affine> const& indices, std::vector<affine> const& rows, graph::term const& body,
                std::vector<affine> const& expected_rows, graph::term const& expected,
                loops::context const& known = {}) {
        graph::vector<int> vars;
        for (affine const& index : indices) {
            vars.push_back(index.bare_symbol());
        }
        graph::vector<graph::condition> conditions;
        for (affine const& e : rows) {
            conditions.push_back(row(e));
        }
        int changed = body.id();
        loops::shifter{p.f.nodes, vars}.run(conditions, changed, known);
        BOOST_TEST(changed == expected.id());
        BOOST_TEST_REQUIRE(conditions.size() == expected_rows.size());
        for (std::size_t c = 0; c < conditions.size(); ++c) {
            BOOST_TEST((conditions[c] == row(expected_rows[c])), c);
        }
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bounds_of_loops)

BOOST_AUTO_TEST_CASE(loops_go_over_the_points_of_any_set) {
    graph::vector<int> const indices{i, j, k};
    std::mt19937 random{11};
    auto const between = [&](int low, int high) {
        return std::uniform_int_distribution<int>{low, high}(random);
    };
    for (int round = 0; round < 400; ++round) {
        std::vector<graph::condition> conditions;
        for (int index : {i, j, k}) {
            conditions.push_back(row(of(index) + affine{2}));
            conditions.push_back(row(affine{3} - of(index)));
        }
        for (int more = between(0, 3); more > 0; --more) {
            affine e{between(-4, 4)};
            for (int symbol : {i, j, k, n}) {
                e = e + affine::symbol(symbol, between(-2, 2));
            }
            conditions.push_back(row(e));
        }
        loops::context known;
        known.add(of(n) - affine{1});
        nested const nest{{i, j, k}, conditions, known};
        BOOST_TEST_REQUIRE(nest.unbounded == -1);
        for (std::int64_t extent : {1, 2, 5}) {
            point p{0, 0, 0, extent};
            std::vector<point> expected;
            for (p[i] = -2; p[i] <= 3; ++p[i]) {
                for (p[j] = -2; p[j] <= 3; ++p[j]) {
                    for (p[k] = -2; p[k] <= 3; ++p[k]) {
                        if (std::all_of(conditions.begin(), conditions.end(), [&](auto const& c) {
                                return !loops::speaks_of(indices, c.expression) || loops::holds(c, p);
                            })) {
                            expected.push_back(p);
                        }
                    }
                }
            }
            BOOST_TEST((nest.steps({0, 0, 0, extent}) == expected), "round " << round);
        }
    }
}
BOOST_AUTO_TEST_CASE(what_follows_from_other_bounds_is_no_bound) {
    nested const nest{{i, j},
                      together(from_zero(i, of(n) - affine{1}), from_zero(j, of(i)),
                               std::vector{row(of(n) - of(j)), row(of(n) + affine{3} - of(i))})};
    BOOST_TEST(nest.bounds() == 4U);
    BOOST_TEST(nest.steps({0, 0, 0, 3}).size() == 6U);
}
BOOST_AUTO_TEST_CASE(what_follows_from_what_is_known_is_no_bound) {
    loops::context known;
    known.add(affine{5} - of(n));
    nested const nest{{i}, together(from_zero(i, of(n) - affine{1}), from_zero(i, affine{4})), known};
    BOOST_TEST(nest.bounds() == 2U);
}
BOOST_AUTO_TEST_CASE(conditions_on_extents_alone_are_left_to_the_caller) {
    nested const nest{{i},
                      together(from_zero(i, of(n) - affine{1}),
                               std::vector{row(affine{5} - of(i)), row(affine{3} - of(n))})};
    BOOST_TEST(nest.bounds() == 3U);
    BOOST_TEST(nest.steps({0, 0, 0, 10}).size() == 6U);
}
// The outer loop has a step at n = 0, where the inner one has none; it must not look at what only exists for n >= 1.
BOOST_AUTO_TEST_CASE(a_loop_that_reads_an_entry_does_not_rely_on_the_steps_of_inner_loops) {
    auto const conditions = together(from_zero(i, affine{0}), std::vector{row(of(n) - affine{1} - of(i))},
                                     from_zero(j, of(n) - affine{1}));
    BOOST_TEST(nested({i, j}, conditions).bounds() == 4U);
    nested const reading{{i, j}, conditions, {}, {k}};
    BOOST_TEST(reading.bounds() == 5U);
    loops::interval const outer = loops::values_of(reading.plan, reading.all[0], point{0, 0, 0, 0});
    BOOST_TEST(outer.empty());
}
BOOST_AUTO_TEST_CASE(an_index_without_an_end_is_told) {
    BOOST_TEST(nested({i}, {row(of(i))}).unbounded == i);
    BOOST_TEST(nested({i}, {row(-of(i))}).unbounded == i);
    BOOST_TEST(nested({j, i}, together(from_zero(j, of(n)), std::vector{row(of(i) - of(j))})).unbounded == i);
    BOOST_TEST(nested({i}, {row(of(i))}, {}, {i}).unbounded == -1);
}
BOOST_AUTO_TEST_CASE(nothing_is_gone_over_where_conditions_contradict_each_other) {
    // k has no ends of its own: there is no i for any k.
    std::vector<graph::condition> const conditions{row(of(i) - of(k)), row(of(k) - affine{1} - of(i))};
    for (std::vector<int> const& read : {std::vector<int>{}, {j}}) {
        nested const nest{{k, i}, conditions, {}, read};
        BOOST_TEST(nest.unbounded == -1);
        BOOST_TEST_REQUIRE(nest.all.size() == 2U);
        BOOST_TEST(nest.steps({0, 0, 0, 2}).empty());
        BOOST_TEST(loops::values_of(nest.plan, nest.all[0], point{0, 0, 0, 2}).empty());
    }
    BOOST_TEST(nested({i}, together(from_zero(i, affine{-1}))).steps({0, 0, 0, 0}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(change_of_the_index_of_a_sum)

// sum(t, x(t) y(t - k)) over k <= t <= k + n is sum(t, x(t + k) y(t)) over 0 <= t <= n.
BOOST_FIXTURE_TEST_CASE(bounds_that_move_stand_still, shifted) {
    expect({t}, {t - k, k + n - t}, p.at(x, {t}) * p.at(y, {t - k}), {t, n - t},
           p.at(x, {t + k}) * p.at(y, {t}));
    expect({t}, {k + n - t, t - k}, p.at(x, {t}) * p.at(y, {t - k}), {n - t, t},
           p.at(x, {t + k}) * p.at(y, {t}));
}
BOOST_FIXTURE_TEST_CASE(bounds_that_stand_still_do_not_move, shifted) {
    auto const body = p.at(x, {t}) * p.at(y, {t - k});
    expect({t}, {t, n - t}, body, {t, n - t}, body);
}
BOOST_FIXTURE_TEST_CASE(an_index_around_the_sum_runs_forwards_through_memory, shifted) {
    // As many bounds move, but k no longer runs backwards.
    expect({t}, {t - k, n - t}, p.at(y, {t - k}), {t, n - k - t}, p.at(y, {t}));
    expect({t}, {2 * t - k, k + n - 2 * t}, p.at(y, {t - k}), {2 * t + k, n - k - 2 * t}, p.at(y, {t}));
    // k would begin to.
    auto const forwards = p.at(y, {t + k});
    expect({t}, {t - k, n - t}, forwards, {t - k, n - t}, forwards);
}
BOOST_FIXTURE_TEST_CASE(the_best_of_several_changes_is_taken, shifted) {
    // Two of the three bounds move with k, one with 2 k.
    affine const m = p.extent("m");
    expect({t}, {t - k, k + n - t, 2 * k + m - t}, p.at(x, {t}), {t, n - t, k + m - t}, p.at(x, {t + k}));
    expect({t}, {2 * k + m - t, t - k, k + n - t}, p.at(x, {t}), {k + m - t, t, n - t}, p.at(x, {t + k}));
}
// Two bounds move either way. The positions of the window are counted where they are few, or those of what it moves along many.
BOOST_FIXTURE_TEST_CASE(a_window_counts_its_own_positions, shifted) {
    auto const along = p.at(x, {t}) * p.at(y, {t - k});
    auto const own = p.at(x, {t + k}) * p.at(y, {t});
    affine const m = p.extent("m");
    affine const last{63};
    affine const two{2};
    expect({t}, {t, last - t, t - k, k + n - t}, along, {t + k, last - k - t, t, n - t}, own);
    expect({t}, {t, m - t, t - k, k + two - t}, along, {t + k, m - k - t, t, two - t}, own);
    expect({t}, {t + k, m - k - t, t, two - t}, own, {t + k, m - k - t, t, two - t}, own);
    // k runs from 0 to n as well; if that is not known, neither is how the windows compare.
    std::vector<affine> const rows{t, n - t, t - k, k + m - t};
    auto const turned = p.at(x, {t}) * p.at(y, {k - t});
    loops::context known;
    known.add(k);
    known.add(n - k);
    expect({t}, rows, turned, {t + k, n - k - t, t, m - t}, p.at(x, {t + k}) * p.at(y, {-t}), known);
    expect({t}, rows, turned, rows, turned);
    // The more steps k has, the more has t: what is left of n is not the window.
    loops::context longer;
    longer.add(k);
    longer.add(n - k);
    std::vector<affine> const valid{t, n - m - t, t - k + m, k - t};
    expect({t}, valid, turned, {t + k, n - m - k - t, t + m, -t}, p.at(x, {t + k}) * p.at(y, {-t}), longer);
    expect({t}, valid, turned, valid, turned);
}
// The other indices of the sum have loops of their own inside of it.
BOOST_FIXTURE_TEST_CASE(only_indices_around_the_sum_are_outer_ones, shifted) {
    auto const body = p.at(x, {s}) * p.at(y, {t - s});
    expect({s, t}, {s, n - s, t - s, s + n - t}, body, {s, n - s, t - s, s + n - t}, body);
}

BOOST_AUTO_TEST_SUITE_END()
