// SPDX-License-Identifier: BSL-1.0
// What complete() infers: axes, ranges, domains, and the checks that are left for the binding.
#include "build.hpp"

#include <boost/test/unit_test.hpp>

using namespace building;

namespace {

struct indices : sheet {
    affine i = idx("i"), j = idx("j"), k = idx("k"), r = idx("r"), t = integer("t"), s = integer("s");
};

}  // namespace

#define SAME(a, b) BOOST_TEST((a) == std::string{b})

BOOST_AUTO_TEST_CASE(an_index_on_two_tensors_makes_their_axes_one) {
    indices f;
    f.equation("E", {}, f.sum({f.i}, f.at("x", {f.i}) * f.at("w", {f.i})));
    f.complete();
    SAME(message(f), "");
    SAME(axis_text(f, "x"), "lo_x_0..lo_x_0 + n_x_0 - 1");
    SAME(axis_text(f, "w"), "lo_x_0..lo_x_0 + n_x_0 - 1");
    SAME(requirements_text(f), "i: x 0 = w 0");
}

BOOST_AUTO_TEST_CASE(indices_join_axes_through_a_matrix) {
    indices f;
    f.equation("y", {f.j}, f.sum({f.i}, f.at("x", {f.i}) * f.at("A", {f.i, f.j})) * f.at("x", {f.j}));
    f.complete();
    SAME(axis_text(f, "A", 0), axis_text(f, "x"));
    SAME(axis_text(f, "A", 1), axis_text(f, "x"));
    SAME(axis_text(f, "y"), axis_text(f, "x"));
    SAME(requirements_text(f), "i: x 0 = A 0; j: x 0 = A 1");
}

BOOST_AUTO_TEST_CASE(an_index_twice_on_one_tensor_asks_for_a_square) {
    indices f;
    f.equation("E", {}, f.sum({f.i}, f.at("A", {f.i, f.i})));
    f.complete();
    SAME(requirements_text(f), "i: A 0 = A 1");
}

BOOST_AUTO_TEST_CASE(axes_that_no_index_joins_stay_apart) {
    indices f;
    f.equation("y", {f.i, f.j}, f.at("u", {f.i}) * f.at("v", {f.j}));
    f.complete();
    SAME(axis_text(f, "y", 0), axis_text(f, "u"));
    SAME(axis_text(f, "y", 1), axis_text(f, "v"));
    BOOST_TEST(axis_text(f, "u") != axis_text(f, "v"));
    SAME(requirements_text(f), "");
}

BOOST_AUTO_TEST_CASE(a_shifted_access_cuts_the_range_and_needs_no_check) {
    indices f;
    f.equation("y", {f.i}, f.at("x", {f.i}) * f.at("x", {f.i + affine{1}}));
    f.complete();
    SAME(axis_text(f, "y"), "lo_x_0..lo_x_0 + n_x_0 - 2");
    SAME(axis_text(f, "x"), "lo_x_0..lo_x_0 + n_x_0 - 1");
    BOOST_TEST(f.f.equations[0].domain.size() == 2U);  // the cut makes the wider end needless
    SAME(requirements_text(f), "");
}

BOOST_AUTO_TEST_CASE(each_subscript_cuts_by_itself) {
    indices f;
    f.equation("y", {f.i, f.j}, f.at("A", {f.i + affine{1}, f.j}) - f.at("A", {f.i, f.j}));
    f.complete();
    SAME(axis_text(f, "y", 0), "lo_A_0..lo_A_0 + n_A_0 - 2");
    SAME(axis_text(f, "y", 1), axis_text(f, "A", 1));
}

BOOST_AUTO_TEST_CASE(an_access_with_an_integer_index_neither_cuts_nor_is_checked) {
    indices f;
    f.equation("y", {f.t}, f.sum({f.i}, f.at("w", {f.i}) * f.at("A", {f.t, f.i + affine{1}})));
    f.complete();
    SAME(message(f), "");
    SAME(requirements_text(f), "");
    auto const guards = f.f.nodes.reduction_of(f.f.equations[0].value).guards;
    BOOST_TEST(guards.size() == 2U);
    for (int c : guards) {
        BOOST_TEST(!f.f.nodes.condition_at(c).expression.mentions(f.axis_of("A", 1).upper.begin()->symbol));
    }
}

BOOST_AUTO_TEST_CASE(a_bare_ranged_index_beside_an_integer_index_ranges_over_its_axis) {
    indices f;
    f.equation("y", {f.t, f.j}, f.sum({f.s}, f.at("w", {f.s, f.j}) * f.at("x", {f.t - f.s})));
    f.complete();
    SAME(axis_text(f, "y", 1), axis_text(f, "w", 1));
    SAME(axis_text(f, "y", 0), "lo_y_0..lo_y_0 + n_y_0 - 1");
}

BOOST_AUTO_TEST_CASE(an_index_that_is_nowhere_bare_ranges_where_all_is_inside) {
    indices f;
    f.equation("y", {f.i}, f.sum({f.r}, f.at("w", {f.r}) * f.at("x", {2 * f.i + f.r})));
    f.complete();
    SAME(requirements_text(f), "");
    values v{{"lo_x_0", 0}, {"n_x_0", 5}, {"lo_w_0", 0}, {"n_w_0", 2}};
    BOOST_TEST((domain_values(f, 0, "i", v) == std::vector<std::int64_t>{0, 1}));
    v["lo_x_0"] = -3;
    BOOST_TEST((domain_values(f, 0, "i", v) == std::vector<std::int64_t>{-1, 0}));
}

BOOST_AUTO_TEST_CASE(a_valid_correlation_has_one_interval_of_extents) {
    indices f;
    f.equation("y", {f.i}, f.sum({f.r}, f.at("w", {f.r}) * f.at("x", {f.i - f.r})));
    f.complete();
    BOOST_TEST(f.f.equations[0].domain.size() == 2U);
    axis const x = f.axis_of("x"), w = f.axis_of("w"), y = f.axis_of("y");
    BOOST_TEST((y.lower == x.lower + w.upper));
    BOOST_TEST((y.upper == x.upper + w.lower));
}

BOOST_AUTO_TEST_CASE(a_shift_alone_moves_the_domain) {
    indices f;
    f.equation("y", {f.i}, f.at("x", {f.i + affine{1}}));
    f.complete();
    SAME(axis_text(f, "y"), "lo_x_0 - 1..lo_x_0 + n_x_0 - 2");
}

BOOST_AUTO_TEST_CASE(valid_ranges_use_the_range_that_is_left_after_the_cut) {
    indices f;  // r ranges over 0..n_w - 2, so that x(i + r) may reach one further than w alone would allow
    f.equation("y", {f.i},
               f.sum({f.r}, f.at("w", {f.r}) * f.at("w", {f.r + affine{1}}) * f.at("x", {f.i + f.r})));
    f.complete();
    SAME(message(f), "");
    values v{{"lo_x_0", 0}, {"n_x_0", 5}, {"lo_w_0", 0}, {"n_w_0", 3}};
    BOOST_TEST((domain_values(f, 0, "i", v) == std::vector<std::int64_t>{0, 1, 2, 3}));
    v["n_w_0"] = 0;  // r in 0..-2 is taken as 0..-1: i in 0..5
    BOOST_TEST((domain_values(f, 0, "i", v) == std::vector<std::int64_t>{0, 1, 2, 3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(random_valid_ranges_are_those_of_the_definition) {
    std::mt19937 random(7);
    std::uniform_int_distribution<int> pick(-2, 2);
    int nonempty = 0;
    for (int round = 0; round < 600; ++round) {
        int const a = pick(random) == 0 ? -2 : 1 + round % 2, b = pick(random) >= 0 ? 1 : -1,
                  c = pick(random), d = pick(random);
        indices f;
        f.equation("y", {f.i},
                   f.sum({f.r}, f.at("w", {f.r}) * f.at("w", {f.r + affine{d}}) *
                                    f.at("x", {a * f.i + b * f.r + affine{c}})));
        f.complete();
        BOOST_REQUIRE(message(f) == "");
        int const w = round % 5, x = (round / 5) % 8, first = pick(random);
        int const low = std::max(0, -d), high = std::max(std::min(w - 1, w - 1 - d), low - 1);
        std::vector<std::int64_t> expected;
        for (int i = -40; i <= 40; ++i) {
            int const p = a * i + b * low + c, q = a * i + b * high + c;
            if (std::min(p, q) >= first && std::max(p, q) <= first + x - 1) {
                expected.push_back(i);
            }
        }
        // Where r has no value, hi(r) = lo(r) - 1 makes p and q cross: both conditions are asked of the crossed ends.
        if (high < low) {
            expected.clear();
            for (int i = -40; i <= 40; ++i) {
                int const least = a * i + b * (b > 0 ? low : high) + c,
                          most = a * i + b * (b > 0 ? high : low) + c;
                if (least >= first && most <= first + x - 1) {
                    expected.push_back(i);
                }
            }
        }
        nonempty += expected.empty() ? 0 : 1;
        auto const found =
            domain_values(f, 0, "i", {{"lo_x_0", first}, {"n_x_0", x}, {"lo_w_0", 0}, {"n_w_0", w}});
        BOOST_TEST_CONTEXT("x(" << a << " i + " << b << " r + " << c << "), w(r + " << d << "), extents " << w
                                << ", " << x << " from " << first) {
            BOOST_TEST(found == expected, boost::test_tools::per_element());
        }
    }
    BOOST_TEST(nonempty > 200);
}

BOOST_AUTO_TEST_CASE(a_written_range_sets_the_axis_that_it_subscripts_bare_and_no_other) {
    indices f;
    f.equation("y", {f.i}, f.at("w", {f.i}) * f.at("x", {f.i + affine{1}}),
               f.range(f.i, affine{0}, affine{2}));
    f.complete();
    SAME(axis_text(f, "w"), "0..2");
    SAME(axis_text(f, "y"), "0..2");
    SAME(axis_text(f, "x"), "lo_x_0..lo_x_0 + n_x_0 - 1");
    SAME(requirements_text(f), "x 0 at i + 1");
}

BOOST_AUTO_TEST_CASE(a_written_range_ends_in_an_extent_of_its_own) {
    indices f;
    affine const d = f.extent("d");
    f.equation("y", {f.j}, f.sum({f.i}, f.at("x", {f.i}) * f.at("A", {f.i, f.j}), f.range(f.i, affine{1}, d)),
               f.range(f.j, affine{1}, d));
    f.complete();
    SAME(axis_text(f, "A", 0) + " " + axis_text(f, "A", 1), "1..d 1..d");
    SAME(axis_text(f, "x"), "1..d");
    SAME(requirements_text(f), "");
}

BOOST_AUTO_TEST_CASE(ranges_that_differ_set_no_axis) {
    indices f;
    f.equation("E", {},
               f.sum({f.i}, f.at("x", {f.i}), f.range(f.i, affine{0}, affine{1})) *
                   f.sum({f.j}, f.at("x", {f.j}), f.range(f.j, affine{2}, affine{3})));
    f.complete();
    SAME(axis_text(f, "x"), "lo_x_0..lo_x_0 + n_x_0 - 1");
    SAME(requirements_text(f), "x 0 at i; x 0 at j");
}

BOOST_AUTO_TEST_CASE(ranges_that_differ_in_two_equations_set_no_axis) {
    indices f;
    f.equation("a", {}, f.sum({f.i}, f.at("x", {f.i}), f.range(f.i, affine{0}, affine{1})));
    f.equation("b", {}, f.sum({f.j}, f.at("x", {f.j}), f.range(f.j, affine{2}, affine{3})));
    f.complete();
    SAME(axis_text(f, "x"), "lo_x_0..lo_x_0 + n_x_0 - 1");
    SAME(requirements_text(f), "x 0 at i; x 0 at j");
}

BOOST_AUTO_TEST_CASE(a_range_written_in_a_later_equation_sets_the_axis_all_the_same) {
    for (bool const first : {true, false}) {
        indices f;
        auto const plain = [&] { f.equation("a", {f.k}, f.at("x", {f.k}) * f.at("w", {f.k})); };
        auto const written = [&] {
            f.equation("b", {f.i}, f.at("w", {f.i}), f.range(f.i, affine{1}, affine{3}));
        };
        first ? plain() : written();
        first ? written() : plain();
        f.complete();
        SAME(axis_text(f, "x") + " " + axis_text(f, "w") + " " + axis_text(f, "a"), "1..3 1..3 1..3");
    }
}

BOOST_AUTO_TEST_CASE(a_range_that_ends_at_minus_two_is_a_range_like_any_other) {
    indices f;
    f.equation("y", {f.i}, f.at("x", {f.i}), f.range(f.i, affine{-4}, affine{-2}));
    f.equation("z", {f.j}, f.at("y", {f.j}) * f.at("x", {f.j}));
    f.complete();
    SAME(axis_text(f, "x") + " " + axis_text(f, "y") + " " + axis_text(f, "z"), "-4..-2 -4..-2 -4..-2");
}

BOOST_AUTO_TEST_CASE(a_range_that_depends_on_another_index_belongs_to_its_own_index) {
    indices f;  // sum(i, j in 0..i, k in 0..j, A(i, j) x(k))
    std::vector<int> guards = f.range(f.j, affine{0}, f.i);
    for (int c : f.range(f.k, affine{0}, f.j)) {
        guards.push_back(c);
    }
    f.equation("E", {}, f.sum({f.i, f.j, f.k}, f.at("A", {f.i, f.j}) * f.at("x", {f.k}), guards));
    f.complete();
    SAME(message(f), "");
    SAME(axis_text(f, "A", 0), "lo_A_0..lo_A_0 + n_A_0 - 1");
    SAME(axis_text(f, "A", 1), "lo_A_1..lo_A_1 + n_A_1 - 1");
    SAME(requirements_text(f), "A 1 at j; x 0 at k");
    for (requirement const& r : f.f.requirements) {
        BOOST_TEST(r.guards.size() ==
                   6U);  // the ranges of i, j and k: where one of them is empty nothing is read
    }
    BOOST_TEST(f.f.requirements[0].index == f.j.bare_symbol());
    BOOST_TEST(f.f.requirements[1].index == f.k.bare_symbol());
}

BOOST_AUTO_TEST_CASE(an_index_between_two_dependent_ranges_is_not_taken_for_written) {
    indices f;  // sum(i, j in i..5, k in 0..i, x(i)): i ranges over x, not over k..j
    std::vector<int> guards = f.range(f.j, f.i, affine{5});
    for (int c : f.range(f.k, affine{0}, f.i)) {
        guards.push_back(c);
    }
    f.equation("E", {}, f.sum({f.i, f.j, f.k}, f.at("x", {f.i}), guards));
    f.complete();
    SAME(message(f), "");
    SAME(requirements_text(f), "");
    auto const lower = f.axis_of("x").lower;
    auto const all = f.f.nodes.reduction_of(f.f.equations[0].value).guards;
    BOOST_TEST(std::any_of(all.begin(), all.end(),
                           [&](int c) { return f.f.nodes.condition_at(c).expression == f.i - lower; }));
}

BOOST_AUTO_TEST_CASE(a_range_on_an_integer_index_crops_and_sets_no_axis) {
    indices f;
    f.equation("y", {f.t},
               f.sum({f.s}, f.at("w", {f.s}) * f.at("x", {f.t - f.s}), f.range(f.s, affine{0}, affine{1})),
               f.range(f.t, affine{0}, affine{2}));
    f.complete();
    SAME(axis_text(f, "y"), "0..2");
    SAME(axis_text(f, "w"), "lo_w_0..lo_w_0 + n_w_0 - 1");
    SAME(requirements_text(f), "");
}

BOOST_AUTO_TEST_CASE(a_tensor_read_only_at_constants_has_an_axis_and_a_check) {
    indices f;
    f.equation("E", {}, f.at("x", {affine{0}}) + f.at("x", {affine{2}}));
    f.complete();
    SAME(axis_text(f, "x"), "lo_x_0..lo_x_0 + n_x_0 - 1");
    SAME(requirements_text(f), "x 0 at 0; x 0 at 2");
}

BOOST_AUTO_TEST_CASE(an_access_under_an_empty_range_is_never_made) {
    indices f;
    f.equation("y", {f.i},
               f.at("x", {f.i}) + f.at("b", {affine{0}}) +
                   f.sum({f.r}, f.at("c", {affine{1}}), f.range(f.r, affine{1}, affine{0})));
    f.complete();
    SAME(requirements_text(f), "b 0 at 0");  // where i has a value; r has none
    BOOST_TEST(f.f.requirements[0].guards.size() == 2U);
    BOOST_TEST(f.f.requirements[0].index == -1);
}

BOOST_AUTO_TEST_CASE(one_access_in_two_scopes_is_checked_in_both) {
    indices f;
    term const c = f.at("c", {affine{0}});
    f.equation("E", {}, f.sum({f.i}, f.at("x", {f.i}) * c) + f.sum({f.j}, f.at("w", {f.j}) * c));
    f.complete();
    SAME(requirements_text(f), "c 0 at 0; c 0 at 0");
    BOOST_TEST((f.f.requirements[0].guards != f.f.requirements[1].guards));
}

BOOST_AUTO_TEST_CASE(what_folds_away_keeps_its_checks) {
    indices f;
    f.equation("y", {f.i},
               f.at("x", {f.i}) + rational{0} * f.at("w", {f.i}) +
                   rational{0} * f.sum({f.r}, f.at("v", {f.r}) * f.at("u", {f.r})));
    f.complete();
    SAME(message(f), "");
    SAME(requirements_text(f), "i: x 0 = w 0; r: v 0 = u 0");
    BOOST_TEST(!reads(f.f.nodes, f.f.equations[0].value, f.tensor("w", 1)));
}

BOOST_AUTO_TEST_CASE(a_later_equation_takes_the_axes_that_an_earlier_one_gave) {
    indices f;
    f.equation("E", {}, f.sum({f.j}, f.at("y", {f.j}) * f.at("z", {f.j})));
    f.equation("y", {f.i}, f.at("x", {f.i}) * f.at("x", {f.i + affine{1}}));
    f.complete();
    SAME(message(f), "");
    BOOST_TEST((f.f.equations[0].tensor == f.tensor("y", 1)));  // put in front
    SAME(axis_text(f, "z"), "lo_x_0..lo_x_0 + n_x_0 - 2");
    SAME(requirements_text(f), "j: y 0 = z 0");
    BOOST_TEST(f.f.output().tensor == f.tensor("y", 1));  // the last as written
}

BOOST_AUTO_TEST_CASE(a_tensor_read_in_two_equations_has_one_axis) {
    indices f;
    f.equation("y", {f.i}, f.at("x", {f.i}));
    f.equation("z", {f.j}, f.at("x", {f.j}) * f.at("w", {f.j}));
    f.complete();
    SAME(axis_text(f, "w"), axis_text(f, "x"));
    SAME(requirements_text(f), "j: x 0 = w 0");
}

BOOST_AUTO_TEST_CASE(an_adjoint_has_the_axes_of_its_tensor) {
    for (bool const defined : {true, false}) {
        indices f;
        int const y = f.tensor("y", 1);
        int const gy = f.tensor("y", 1, role::adjoint, y);
        f.equation("z", {f.k}, f.at(gy, {f.k}) * f.at("w", {f.k}));
        if (defined) {
            f.equation("y", {f.i}, f.at("x", {f.i}) * f.at("x", {f.i + affine{1}}));
        }
        f.complete();
        SAME(message(f), "");
        BOOST_TEST((f.axis_of("y", 0, role::adjoint).upper == f.axis_of("y").upper));
        SAME(axis_text(f, "w"), axis_text(f, "y"));
        if (defined) {
            SAME(axis_text(f, "y"), "lo_x_0..lo_x_0 + n_x_0 - 2");
        }
    }
}

BOOST_AUTO_TEST_CASE(an_adjoint_that_no_index_joins_has_the_axes_of_its_tensor_too) {
    indices f;
    int const y = f.tensor("y", 1);
    f.equation("z", {f.k}, f.at(f.tensor("y", 1, role::adjoint, y), {2 * f.k}) * f.at("w", {f.k}));
    f.complete();
    SAME(message(f), "");
    BOOST_TEST((f.axis_of("y", 0, role::adjoint).upper == f.axis_of("y").upper));
}

BOOST_AUTO_TEST_CASE(the_next_state_has_the_domain_of_the_state) {
    indices f;
    int const x = f.tensor("x", 1);
    int const next = f.tensor("x", 1, role::next, x);
    f.equation(next, {f.j}, f.at("u", {f.j}) + f.at(x, {affine{0}}));
    f.complete();
    SAME(message(f), "");
    BOOST_TEST((f.axis_of("x", 0, role::next).upper == f.axis_of("x").upper));
    SAME(axis_text(f, "u"), axis_text(f, "x"));
}

BOOST_AUTO_TEST_CASE(a_next_state_over_the_integers_is_cropped_to_the_state) {
    indices f;
    int const x = f.tensor("x", 1);
    f.equation(f.tensor("x", 1, role::next, x), {f.t},
               f.at(x, {f.t - affine{1}}) + f.at(x, {f.t + affine{1}}));
    f.complete();
    SAME(message(f), "");
    BOOST_TEST((f.axis_of("x", 0, role::next).upper == f.axis_of("x").upper));
    BOOST_TEST(f.f.equations[0].domain.size() == 2U);
}
