// SPDX-License-Identifier: BSL-1.0
#include "build.hpp"

#include <boost/test/unit_test.hpp>

using namespace building;

namespace {

/// A random term over x, y and two indices, from few parts, so that equal ones are frequent.
term random_term(sheet& s, std::mt19937& random, affine const& i, affine const& j, int depth) {
    std::uniform_int_distribution<int> pick(0, 99);
    int const kind = depth == 0 ? pick(random) % 3 : pick(random) % 9;
    switch (kind) {
        case 0: return s.number({pick(random) % 5 - 2, 1 + pick(random) % 3});
        case 1: return s.at("x", {i + affine{pick(random) % 3}});
        case 2:
            return pick(random) % 2 ? s.at("y", {i, j - i})
                                    : s.when(s.holds(j - i + affine{pick(random) % 2}));
        case 3:
        case 4: {
            term const u = random_term(s, random, i, j, depth - 1);
            return u + random_term(s, random, i, j, depth - 1);
        }
        case 5:
        case 6: {
            term const u = random_term(s, random, i, j, depth - 1);
            return u * random_term(s, random, i, j, depth - 1);
        }
        case 7: return s.call(tanh_row, random_term(s, random, i, j, depth - 1));
        default: {
            affine const k = s.idx("k");
            term const body = random_term(s, random, k, j, depth - 1);
            return s.sum({k}, body, s.range(k, affine{0}, j));
        }
    }
}

/// The invariants that build.hpp states, at one node.
bool well_built(graph const& g, int id) {
    auto const links = g.links(id);
    if (!g.is(id, op::add) && !g.is(id, op::multiply)) {
        return !g.is(id, op::bracket) || decide(g.condition_of(id)) == truth::open;
    }
    int numbers = 0;
    for (std::size_t k = 0; k < links.size(); ++k) {
        bool const number = g.is(links[k], op::number);
        numbers += number ? 1 : 0;
        bool const neutral = number && (g.is(id, op::add) ? g.is_zero(links[k])
                                                          : g.is_number(links[k], 1) || g.is_zero(links[k]));
        bool const nested = g.kind(links[k]) == g.kind(id);
        bool const misplaced = number && g.is(id, op::multiply) && k > 0;
        if (neutral || nested || misplaced) {
            return false;
        }
    }
    return links.size() >= 2 && numbers <= 1;
}

}  // namespace

BOOST_AUTO_TEST_CASE(equal_parts_are_one_node_and_different_parts_are_not) {
    sheet s;
    affine const i = s.idx("i"), j = s.idx("j");
    BOOST_TEST((s.at("x", {i}) + s.at("x", {j})).id() == (s.at("x", {i}) + s.at("x", {j})).id());
    BOOST_TEST((s.at("x", {i}) + s.at("x", {j})).id() != (s.at("x", {j}) + s.at("x", {i})).id());
    BOOST_TEST((s.at("x", {i}) + s.at("x", {j})).id() != (s.at("x", {i}) * s.at("x", {j})).id());
    BOOST_TEST(s.at("x", {i}).id() != s.at("w", {i}).id());
    BOOST_TEST(s.when(s.holds(2 * i - affine{1})).id() == s.when(s.holds(i - affine{1})).id());
    BOOST_TEST(s.reduced(reduction::maximum, {i}, s.at("x", {i})).id() != s.sum({i}, s.at("x", {i})).id());
    // One index of two and a guard, or two indices: the links alone do not tell these apart.
    int const guard = s.holds(j);
    BOOST_REQUIRE_EQUAL(guard, j.bare_symbol());
    BOOST_TEST(s.sum({i, j}, s.at("x", {i})).id() != s.sum({i}, s.at("x", {i}), {guard}).id());
}

BOOST_AUTO_TEST_CASE(interning_survives_growth) {
    sheet s;
    affine const i = s.idx("i");
    std::vector<int> ids;
    for (int k = 0; k < 3000; ++k) {
        ids.push_back(s.at("x", {i + affine{k % 60}, affine{k / 60}}).id());
    }
    int const size = s.f.nodes.size();
    for (int k = 0; k < 3000; ++k) {
        BOOST_REQUIRE(s.at("x", {i + affine{k % 60}, affine{k / 60}}).id() ==
                      ids[static_cast<std::size_t>(k)]);
    }
    BOOST_TEST(s.f.nodes.size() == size);
    BOOST_TEST((std::set<int>(ids.begin(), ids.end()).size()) == 3000U);
}

BOOST_AUTO_TEST_CASE(parts_that_live_in_the_graph_itself_may_be_interned) {
    sheet s;
    affine const i = s.idx("i");
    term total = s.at("x", {i}) + s.at("x", {i + affine{1}});
    for (int k = 2; k < 200; ++k) {
        total = total + s.at("x", {i + affine{k}});
        auto const links = s.f.nodes.links(total.id());
        int const product = s.f.nodes.intern(op::multiply, 0, links);
        auto const copy = s.f.nodes.links(product);
        BOOST_REQUIRE(copy.size() == static_cast<std::size_t>(k) + 1);
        auto const again = s.f.nodes.links(total.id());
        BOOST_REQUIRE(std::equal(copy.begin(), copy.end(), again.begin()));
    }
}

BOOST_AUTO_TEST_CASE(sums_and_products_are_flat_with_at_most_one_number_and_nothing_neutral) {
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        sheet s;
        affine const i = s.idx("i"), j = s.idx("j");
        random_term(s, random, i, j, 5);
        for (int id = 0; id < s.f.nodes.size(); ++id) {
            BOOST_REQUIRE(well_built(s.f.nodes, id));
        }
        BOOST_REQUIRE(!s.f.failed());
    }
}

BOOST_AUTO_TEST_CASE(numbers_are_folded) {
    sheet s;
    term const x = s.at("x", {s.idx("i")});
    BOOST_TEST((rational{2} * (rational{3} * x)).id() == (rational{6} * x).id());
    BOOST_TEST((x + rational{1} - rational{1}).id() == x.id());
    BOOST_TEST((rational{0} * x).id() == 0);
    BOOST_TEST((x / rational{2}).id() == (rational{1, 2} * x).id());
    BOOST_TEST(integer_power(x, 0).id() == s.number(1).id());
    BOOST_TEST(integer_power(x, 1).id() == x.id());
    BOOST_TEST(integer_power(integer_power(x, 2), 3).id() == integer_power(x, 6).id());
    BOOST_TEST(integer_power(s.number(2), -2).id() == s.number({1, 4}).id());
    BOOST_TEST((s.number(1) / s.number(0)).id() != 0);
    BOOST_TEST(!s.f.failed());
}

BOOST_AUTO_TEST_CASE(a_root_of_a_square_is_not_the_base) {
    sheet s;
    term const x = s.at("x", {s.idx("i")});
    term const half = s.number({1, 2});
    graph& g = s.f.nodes;
    BOOST_TEST(power(g, integer_power(x, 2).id(), half.id()) != x.id());
    BOOST_TEST(power(g, power(g, x.id(), half.id()), s.number(2).id()) !=
               x.id());  // undefined below 0, x is not
}

BOOST_AUTO_TEST_CASE(decided_brackets_and_guards_vanish) {
    sheet s;
    affine const i = s.idx("i");
    term const x = s.at("x", {i});
    BOOST_TEST(s.when(s.holds(affine{0})).id() == s.number(1).id());
    BOOST_TEST(s.when(s.holds(affine{-1})).id() == 0);
    BOOST_TEST(s.when(s.zero(2 * i - affine{1})).id() == 0);
    BOOST_TEST(s.sum({i}, x, {s.holds(affine{3})}).id() == s.sum({i}, x).id());
    BOOST_TEST(s.sum({i}, x, {s.holds(i), s.holds(i)}).id() == s.sum({i}, x, {s.holds(i)}).id());
    BOOST_TEST(s.sum({i}, x, {s.holds(affine{-1})}).id() == 0);
    // The largest of nothing is not 0: only for a sum is a guard a factor.
    BOOST_TEST(s.reduced(reduction::maximum, {i}, x, {s.holds(affine{-1})}).id() != 0);
    BOOST_TEST(s.reduced(reduction::product, {i}, s.number(0)).id() != 0);
}

BOOST_AUTO_TEST_CASE(substitution_replaces_all_at_once) {
    sheet s;
    affine const i = s.idx("i"), j = s.idx("j");
    term const before = s.at("A", {i, j + affine{1}}) * s.when(s.holds(i - j));
    substitution swap{s.f.nodes};
    swap.replace(i.bare_symbol(), j).replace(j.bare_symbol(), i);
    term const after = s.at("A", {j, i + affine{1}}) * s.when(s.holds(j - i));
    BOOST_TEST(swap(before.id()) == after.id());
}

BOOST_AUTO_TEST_CASE(substitution_captures_nothing) {
    sheet s;
    affine const i = s.idx("i"), j = s.idx("j");
    term const before = s.sum({i}, s.at("A", {i, j}), s.range(i, affine{0}, j));
    substitution replace{s.f.nodes};
    int const after = replace.replace(j.bare_symbol(), i + affine{1})(before.id());
    graph const& g = s.f.nodes;
    reduction_view const view = g.reduction_of(after);
    affine const bound = affine::symbol(view.vars[0]);
    BOOST_TEST(view.vars[0] != i.bare_symbol());
    BOOST_TEST((g.symbol_at(view.vars[0]).name == text{"i"}));
    BOOST_TEST(view.body == s.at("A", {bound, i + affine{1}}).id());
    BOOST_TEST(view.guards.size() == 2U);
    BOOST_TEST((g.condition_at(view.guards[1]).expression == i + affine{1} - bound));
}

BOOST_AUTO_TEST_CASE(a_substitution_renames_inner_binders_too_and_leaves_others) {
    sheet s;
    affine const i = s.idx("i"), j = s.idx("j"), k = s.idx("k");
    term const inner = s.sum({i}, s.at("A", {i, j}));
    term const before = s.sum({k}, s.at("x", {k}) * inner);
    substitution replace{s.f.nodes};
    int const after = replace.replace(j.bare_symbol(), i)(before.id());
    graph const& g = s.f.nodes;
    reduction_view const outer = g.reduction_of(after);
    BOOST_TEST(outer.vars[0] == k.bare_symbol());
    int const renamed = g.links(outer.body)[1];
    BOOST_TEST(g.reduction_of(renamed).vars[0] != i.bare_symbol());
    BOOST_TEST(mentions(g, after, i.bare_symbol()));
    BOOST_TEST(!mentions(g, after, j.bare_symbol()));
    substitution nothing{s.f.nodes};
    BOOST_TEST(nothing.replace(j.bare_symbol(), j)(before.id()) == before.id());
}

BOOST_AUTO_TEST_CASE(searches_see_subscripts_conditions_and_guards) {
    sheet s;
    affine const i = s.idx("i"), j = s.idx("j"), n = s.extent("n");
    term const f = s.sum({i}, s.at("x", {i}) * s.when(s.holds(j - i)), s.range(i, affine{0}, n));
    graph const& g = s.f.nodes;
    BOOST_TEST(mentions(g, f.id(), n.bare_symbol()));
    BOOST_TEST(mentions(g, f.id(), j.bare_symbol()));
    BOOST_TEST(!mentions(g, f.id(), s.idx("k").bare_symbol()));
    BOOST_TEST(reads(g, f.id(), s.tensor("x", 1)));
    BOOST_TEST(!reads(g, f.id(), s.tensor("w", 1)));
}

// A subscript that is no bare index has the symbol -1. Found by the fuzzer of graphs.
BOOST_AUTO_TEST_CASE(no_symbol_is_no_integer_index) {
    sheet s;
    BOOST_TEST(!s.f.nodes.is_integer_index(-1));
    BOOST_TEST(!s.f.nodes.is_integer_index(affine{0}.bare_symbol()));
    BOOST_TEST(!s.f.nodes.is_integer_index(s.idx("i").bare_symbol()));
}

BOOST_AUTO_TEST_CASE(the_first_error_is_kept) {
    graph g;
    BOOST_TEST(!g.failed());
    BOOST_TEST(g.fail("first") == 0);
    g.fail("second");
    BOOST_TEST((g.message() == text{"first"}));
    BOOST_TEST(words(sentence("a", 0, std::int64_t{-12}, INT64_MIN)) == "a0-12-9223372036854775808");
}
