// SPDX-License-Identifier: BSL-1.0
#include "examples.hpp"

#include <iverson/simplify/recognize.hpp>
#include <iverson/simplify/simplify.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace examples;
namespace graph = iverson::graph;
namespace simplify = iverson::simplify;
using graph::op;

/// All tables in the order in which a derivation runs them.
int simplified(pencil& p, int node, graph::rule_names& used) {
    auto const known = simplify::domain_of(p.g, p.f.equations.back());
    for (std::span<simplify::rule const> table : {std::span<simplify::rule const>{simplify::collapse},
                                                  std::span<simplify::rule const>{simplify::algebra},
                                                  std::span<simplify::rule const>{simplify::tidy}}) {
        node = simplify::simplifier{p.g, table, used}(node, known);
    }
    return node;
}
int simplified(pencil& p) {
    graph::rule_names used;
    return simplified(p, p.f.equations.back().value, used);
}

std::string text(pencil const& p, int node) { return std::string{graph::describe(p.g, node).view()}; }
bool has_sum(pencil const& p, int node) {
    return graph::any_node(p.g, node, [&](int n) { return p.g.is(n, op::reduce); });
}
bool has_bracket(pencil const& p, int node) {
    return graph::any_node(p.g, node, [&](int n) { return p.g.is(n, op::bracket); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_whole_simplifier)

BOOST_AUTO_TEST_CASE(every_example_keeps_its_value_and_is_simple_after_one_run) {
    for (auto const* list : {&examples::algebra, &examples::brackets, &examples::sums, &examples::tidying}) {
        for (example const& e : *list) {
            BOOST_TEST_CONTEXT(e.rule << ": " << e.what) {
                pencil p;
                e.write(p);
                int const once = simplified(p);
                BOOST_TEST(!p.f.failed());
                BOOST_TEST(values::change(p.f, once) < 1e-9, text(p, p.f.equations.back().value)
                                                                 << " -> " << text(p, once));
                graph::rule_names used;
                int const twice = simplified(p, once, used);
                BOOST_TEST(twice == once, text(p, once) << " -> " << text(p, twice));
                BOOST_TEST(used.empty());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_bounds_of_a_collapsed_sum_stay_where_nothing_implies_them) {
    // sum_{i in 0..2} [i = k] x(i + 1): for k in -1..5 it ends at 2, for k in 0..2 the bounds are known.
    auto const brackets_for = [](std::int64_t low, std::int64_t high) {
        pencil p;
        words w{p};
        w.is(p.sum(w.s, p.multiply(w.equal(w.s, w.i), w.at(w.b, w.s + 1)), between(w.s, 0, 2)), low, high);
        int const result = simplified(p);
        BOOST_TEST(values::change(p.f, result) < 1e-12);
        BOOST_TEST(!has_sum(p, result));
        return text(p, result);
    };
    BOOST_TEST(brackets_for(0, 2) == "b(i + 1)");
    BOOST_TEST(brackets_for(0, 5) == "b(i + 1) * [-i + 2 >= 0]");
    BOOST_TEST(brackets_for(-1, 2) == "b(i + 1) * [i >= 0]");
    BOOST_TEST(brackets_for(-1, 5) == "b(i + 1) * [i >= 0] * [-i + 2 >= 0]");
}

BOOST_AUTO_TEST_CASE(two_equations_on_one_index_leave_an_equation_on_the_others) {
    pencil p;
    words w{p};
    w.is(p.sum(w.s, p.multiply(w.equal(w.s, w.i), w.equal(w.s, 2), w.at(w.x, w.s))), 0, 4);
    int const result = simplified(p);
    BOOST_TEST(!has_sum(p, result));
    BOOST_TEST(has_bracket(p, result));
    BOOST_TEST(values::change(p.f, result) < 1e-12);
}

BOOST_AUTO_TEST_CASE(an_equation_without_unit_coefficient_is_left_alone) {
    pencil p;
    words w{p};
    w.is(p.sum(w.s, p.multiply(w.equal(2 * w.s, w.i), w.at(w.x, w.s))), 0, 6);
    int const result = simplified(p);
    BOOST_TEST(result == p.f.equations.back().value);
    BOOST_TEST(values::says_something(p.f));
}

BOOST_AUTO_TEST_CASE(a_delta_in_two_subscripts_reads_the_diagonal) {
    // sum_{s, r} [s = r] A(s, r) is the trace.
    pencil p;
    words w{p};
    int const a = p.tensor("A", 2);
    auto const r = p.index("r");
    p.equation(p.tensor("E", 0), {},
               p.reduce(reduction::sum, {w.s, r}, p.multiply(w.equal(w.s, r), p.at(a, {w.s, r}))));
    p.complete();
    int const result = simplified(p);
    BOOST_TEST(values::change(p.f, result) < 1e-12);
    BOOST_TEST(text(p, result) == "sum(s, A(s, s))");
}

BOOST_AUTO_TEST_CASE(a_substituted_index_is_not_captured_by_a_bound_one_of_the_same_symbol) {
    // sum_t [t = u + 1] sum_u' x(t) b(u') b(t - u'), where the inner index is called u as well.
    pencil p;
    words w{p};
    auto const inner = p.integer("u");
    int const body = p.sum(inner, p.multiply(w.at(w.x, w.t), w.at(w.b, inner), w.at(w.b, w.t - inner)));
    p.equation(w.y, {w.u}, p.sum(w.t, p.multiply(w.equal(w.t, w.u + 1), body)), between(w.u, -6, 12));
    p.complete();
    int const result = simplified(p);
    BOOST_TEST(values::says_something(p.f));
    BOOST_TEST(values::change(p.f, result) < 1e-12);
    BOOST_TEST(text(p, result) == "x(u + 1) * sum(u, b(u) * b(u - u + 1))");
}

BOOST_AUTO_TEST_CASE(nested_deltas_collapse_from_the_inside_out) {
    // sum_s x(s) sum_r b(r) sum_q [q = r] [r = s] [s = i].
    pencil p;
    words w{p};
    auto const r = p.index("r");
    auto const q = p.index("q");
    int const deltas = p.multiply(w.equal(q, r), w.equal(r, w.s), w.equal(w.s, w.i));
    int const inner =
        p.sum(r, p.multiply(w.at(w.b, r), p.sum(q, deltas, between(q, 0, 3))), between(r, 0, 4));
    w.is(p.sum(w.s, p.multiply(w.at(w.x, w.s), inner), between(w.s, 1, 5)), -1, 7);
    int const result = simplified(p);
    BOOST_TEST(!has_sum(p, result));
    BOOST_TEST(values::change(p.f, result) < 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(recognition)

BOOST_AUTO_TEST_CASE(convolutions_and_correlations_are_recognized_for_all_signs_and_offsets) {
    for (int a : {1, -1}) {
        for (int b : {1, -1}) {
            for (int offset : {0, 1, -3}) {
                BOOST_TEST_CONTEXT("x(" << a << " t + 2) b(" << b << " t + " << offset << " + n)") {
                    pencil p;
                    words w{p};
                    affine const left = w.u;
                    affine const first = a * w.t + affine{2};
                    affine const second = b * w.t + affine{offset} + left;
                    p.equation(w.y, {left}, p.sum(w.t, p.multiply(w.at(w.x, first), w.at(w.b, second))),
                               between(left, -9, 9));
                    p.complete();
                    graph::rule_names used;
                    int const node = simplify::recognize(p.g, p.f.equations.back().value, used);
                    BOOST_REQUIRE(p.g.is(node, op::recognized));
                    BOOST_TEST(values::says_something(p.f));
                    // (x * b)_m = sum_s x(s) b(m - s), [x star b]_m = sum_s x(s) b(m + s)
                    int const sign = a == b ? 1 : -1;
                    bool const star = p.g.notation_of(node).find("star") != std::string_view::npos;
                    BOOST_TEST(star == (a == b));
                    affine const m = p.g.affine_at(p.g.links(node)[3]);
                    auto const s = p.integer("s");
                    int const meant = p.sum(s, p.multiply(p.at(p.g.links(node)[1], {s}),
                                                          p.at(p.g.links(node)[2], {m + sign * s})));
                    BOOST_TEST(values::change(p.f, meant) < 1e-12);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
