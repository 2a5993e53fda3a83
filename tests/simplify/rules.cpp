// SPDX-License-Identifier: BSL-1.0
#include "examples.hpp"
#include "order.hpp"

#include <iverson/simplify/simplify.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace examples;
namespace simplify = iverson::simplify;
using iverson::graph::inequalities;
using iverson::graph::rule_names;

using measure = std::pair<int, double> (*)(iverson::graph::graph const&, int);

inequalities known_at(formula const& f) { return simplify::domain_of(f.nodes, f.equations.back()); }

std::string shown(formula const& f, int node) {
    return std::string{iverson::graph::describe(f.nodes, node).view()};
}

/// One example: the rule fires or holds back, the value stays, and the term gets smaller.
void try_one(example const& e, simplify::rule const& rule, measure size) {
    BOOST_TEST_CONTEXT(e.rule << ": " << e.what) {
        pencil p;
        e.write(p);
        BOOST_REQUIRE_MESSAGE(!p.f.failed(), std::string{p.g.message().view()});
        inequalities const known = known_at(p.f);
        int const before = p.f.equations.back().value;
        int const after = rule.apply({p.g, known}, before);
        BOOST_TEST((after >= 0) == e.fires, shown(p.f, before)
                                                << " -> " << (after < 0 ? "-" : shown(p.f, after)));
        if (after >= 0) {
            BOOST_TEST(values::change(p.f, after) < 1e-9, shown(p.f, before) << " -> " << shown(p.f, after));
            BOOST_TEST((size(p.g, after) < size(p.g, before)), shown(p.f, before)
                                                                   << " -> " << shown(p.f, after));
        }
    }
}

/// Every rule of the table has an example on either side of its guard, and every example names a rule.
void walk(std::span<simplify::rule const> table, std::vector<example> const& all, measure size) {
    std::size_t used = 0;
    for (simplify::rule const& rule : table) {
        int fires = 0;
        int stays = 0;
        for (example const& e : all) {
            if (e.rule == rule.name) {
                try_one(e, rule, size);
                (e.fires ? fires : stays) += 1;
                ++used;
            }
        }
        BOOST_TEST(fires > 0, "no example of " << rule.name);
        BOOST_TEST(stays > 0, "no example in which " << rule.name << " must not fire");
    }
    BOOST_TEST(used == all.size(), "an example names a rule that is not in the table");
}

std::vector<example> joined(std::initializer_list<std::vector<example>> lists) {
    std::vector<example> result;
    for (auto const& list : lists) {
        result.insert(result.end(), list.begin(), list.end());
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_of_simplification)

BOOST_AUTO_TEST_CASE(each_rule_of_algebra_keeps_values_shrinks_its_term_and_stops_at_its_guard) {
    walk(simplify::algebra, examples::algebra, order::of_algebra);
}

BOOST_AUTO_TEST_CASE(each_rule_of_brackets_and_sums_keeps_values_shrinks_its_term_and_stops_at_its_guard) {
    walk(simplify::collapse, joined({examples::brackets, examples::sums}), order::of_collapse);
}

BOOST_AUTO_TEST_CASE(each_rule_of_tidying_keeps_values_shrinks_its_term_and_stops_at_its_guard) {
    walk(simplify::tidy, examples::tidying, order::of_tidy);
}

BOOST_AUTO_TEST_CASE(most_examples_have_values_other_than_zero) {
    int zeros = 0;
    auto const all = joined({examples::algebra, examples::brackets, examples::sums, examples::tidying});
    for (example const& e : all) {
        pencil p;
        e.write(p);
        zeros += values::says_something(p.f) ? 0 : 1;
    }
    // The examples of excluded brackets, empty sums and equations without solution are 0, as they must be.
    BOOST_TEST(zeros <= 6);
}

BOOST_AUTO_TEST_CASE(a_sum_is_not_split_into_parts_that_do_not_end) {
    // Built without the front end, which would refuse it: sum_t ([t = u] x(t) + 1) over Z.
    pencil p;
    int const x = p.tensor("x", 1);
    p.g.tensors.back().axes.push_back({affine{0}, p.extent("n") - 1});
    auto const t = p.integer("t");
    int const body = p.add(p.multiply(p.bracket(equals(t, p.integer("u"))), p.at(x, {t})), p.number(1));
    BOOST_TEST(simplify::split_sum({p.g, {}}, p.sum(t, body)) == -1);
    // sum_{t, v} ([t = u] x(t) + x(t) x(v)): here it is the term with the equation that does not end, over v.
    auto const v = p.integer("v");
    int const delta = p.multiply(p.bracket(equals(t, p.integer("u"))), p.at(x, {t}));
    int const both = p.add(delta, p.multiply(p.at(x, {t}), p.at(x, {v})));
    BOOST_TEST(simplify::split_sum({p.g, {}}, p.reduce(reduction::sum, {t, v}, both)) == -1);
}

BOOST_AUTO_TEST_CASE(the_names_of_rules_are_different_and_each_states_its_law) {
    std::vector<std::string_view> names;
    auto const collect = [&](std::span<simplify::rule const> table) {
        for (simplify::rule const& rule : table) {
            BOOST_TEST(std::count(names.begin(), names.end(), rule.name) == 0);
            BOOST_TEST(!rule.law.empty());
            names.push_back(rule.name);
        }
    };
    collect(simplify::algebra);
    collect(simplify::collapse);
    collect(simplify::tidy);
    BOOST_TEST(names.size() > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
