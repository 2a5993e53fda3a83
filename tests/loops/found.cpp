// SPDX-License-Identifier: BSL-1.0
#include "counted.hpp"
#include "pencil.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <vector>

/// What random formulas have found in the plans, each as a small formula that showed it.
namespace {

using pencil::affine;
using pencil::sheet;
using pencil::graph::rational;

using counted::bound;
using counted::values;

values vector_of(std::vector<double> const& v, std::int64_t lower = 0) { return values::vector(v, lower); }

void check(sheet& p, bound const& given) { counted::check(p.finished(), given); }

}  // namespace

BOOST_AUTO_TEST_SUITE(found_in_plans)

// The part of a sum without conditions was also taken whole where the numbers of terms agreed by chance.
BOOST_AUTO_TEST_CASE(no_term_of_a_sum_is_counted_twice) {
    sheet p;
    int const x = p.tensor("x", 1), g = p.tensor("g", 2), y = p.tensor("y", 2);
    auto const k = p.idx("k"), l = p.idx("l"), i = p.idx("i");
    auto const first = p.number(2) * p.at(g, {k, l}) * p.at(x, {l});
    auto const second =
        p.equal(k, l) * p.sum(i, p.at(g, {i, k}) * p.at(x, {i})) + p.at(x, {k}) * p.at(g, {l, k});
    p.equation(y, {k, l}, first + p.number(2) * second);
    check(p, {{x, vector_of({1.75})}, {g, {{0, 0}, {1, 1}, {-1.875}}}});
}

// The ends of the empty y were taken for those of x, and its entries written.
BOOST_AUTO_TEST_CASE(a_support_that_is_empty_because_of_another_tensor) {
    sheet p;
    int const x = p.tensor("x", 1), a = p.tensor("a", 1), y = p.tensor("y", 1), z = p.tensor("z", 1);
    auto const t = p.integer("t"), s = p.integer("s"), u = p.integer("u");
    p.equation(y, {t}, p.at(x, {t}) * p.at(x, {t - 1}) * p.sum(s, p.at(a, {s})));
    p.equation(z, {u}, p.at(y, {u}) * p.at(x, {u}) + p.at(y, {u + 1}) * p.at(x, {u}));
    for (auto const& av : {std::vector<double>{}, std::vector<double>{2, 3}}) {
        for (auto const& xv : {std::vector<double>{}, std::vector<double>{4}, std::vector<double>{1, 2, 3}}) {
            sheet again = p;
            check(again, {{x, vector_of(xv, -1)}, {a, vector_of(av)}});
        }
    }
}

// There is no t with 2 t - 1 = 0: rational elimination does not see it.
BOOST_AUTO_TEST_CASE(a_support_without_integer_points_is_empty_in_all_its_axes) {
    sheet p;
    int const x = p.tensor("x", 1), w = p.tensor("w", 1), y = p.tensor("y", 2);
    auto const t = p.integer("t"), s = p.integer("s");
    p.equation(y, {t, s}, p.at(w, {s}) * p.at(x, {2 * t - 1}));
    for (std::int64_t lower : {0, 1}) {
        sheet again = p;
        check(again, {{x, vector_of({0.75}, lower)}, {w, vector_of({2})}});
    }
}

BOOST_AUTO_TEST_CASE(divisibility_cuts_the_domain) {
    sheet p;
    int const w = p.tensor("w", 1), y = p.tensor("y", 1);
    auto const t = p.integer("t");
    p.equation(y, {t}, p.at(w, {t}) * p.divides(3, t));
    for (std::int64_t lower : {1, 2, 3}) {
        sheet again = p;
        check(again, {{w, vector_of({1.75}, lower)}});
    }
    check(p, {{w, vector_of({1, 2, 3, 4, 5, 6}, -2)}});
}

// The sum has no terms, and y has its domain all the same.
BOOST_AUTO_TEST_CASE(an_empty_sum_does_not_empty_a_range) {
    sheet p;
    int const x = p.tensor("x", 1), y = p.tensor("y", 1);
    auto const i = p.idx("i"), j = p.idx("j"), k = p.integer("k");
    p.equation(y, {i},
               p.at(x, {i}) * p.reduce(pencil::graph::reduction::sum, {j, k},
                                       p.at(x, {j}) * p.at(x, {k}) * p.at(x, {k - 1})));
    check(p, {{x, vector_of({0.5})}});
}

// w(s) was read for all s in x, beside its memory, and only then left out.
BOOST_AUTO_TEST_CASE(a_guard_comes_before_the_load) {
    sheet p;
    int const x = p.tensor("x", 1), w = p.tensor("w", 1), y = p.tensor("y", 2);
    auto const t = p.integer("t"), s = p.integer("s"), u = p.integer("u");
    auto const inner = p.sum(u, p.at(w, {u}) * p.at(w, {s}));
    p.equation(y, {t, s}, p.at(x, {s}) * p.at(w, {2 * t + 1}) * p.call(iverson::functions::cos, inner));
    check(p, {{x, vector_of({1, 2, 3}, -2)}, {w, vector_of({1.5}, -1)}});
}

// 0 * inf: a product is 0 outside the support of each of its factors.
BOOST_AUTO_TEST_CASE(an_empty_sum_times_what_is_infinite_is_zero) {
    sheet p;
    int const x = p.tensor("x", 0), w = p.tensor("w", 1), y = p.tensor("y", 0);
    auto const i = p.idx("i");
    p.equation(y, {},
               p.sum(i, p.at(w, {i})) * p.power(p.at(x, {}), p.number(-1)) *
                   p.call(iverson::functions::log, p.at(x, {})));
    check(p, {{x, values::scalar(0)}, {w, vector_of({})}});
}

BOOST_AUTO_TEST_CASE(a_sum_over_a_union_of_supports_has_bounds) {
    for (std::int64_t by : {1, 2, 5}) {
        sheet p;
        int const x = p.tensor("x", 1), y = p.tensor("y", 0);
        auto const s = p.integer("s");
        p.equation(y, {}, p.sum(s, p.call(iverson::functions::abs, p.at(x, {s}) - p.at(x, {s - by}))));
        for (auto const& v : {std::vector<double>{}, std::vector<double>{3}, std::vector<double>{3, 1, 1}}) {
            sheet again = p;
            check(again, {{x, vector_of(v)}});
        }
    }
}

// Memory that no equation writes was left as it was.
BOOST_AUTO_TEST_CASE(entries_that_no_equation_gives_are_zero) {
    sheet p;
    int const x = p.tensor("x", 1), y = p.tensor("y", 2);
    auto const i = p.idx("i"), s = p.integer("s");
    p.equation(y, {i, s}, p.at(x, {i}), p.range(s, i, i + 1));
    check(p, {{x, vector_of({1, 2, 1.75})}});
}

// -- a product is 0 outside the support of each factor ---------------------------------------------------------------

// The union of two supports is not one box: no bracket stood beside it.
BOOST_AUTO_TEST_CASE(a_union_of_supports_kills_a_term) {
    for (auto const& v : {std::vector<double>{}, std::vector<double>{3}, std::vector<double>{2, 1, 3}}) {
        sheet p;
        int const w = p.tensor("w", 1), x = p.tensor("x", 0), y = p.tensor("y", 2);
        auto const t = p.integer("t"), s = p.integer("s"), u = p.integer("u");
        auto const both = p.at(w, {s}) + p.at(w, {t});
        auto const quotient = both * p.power(both, p.number(-1));
        auto const sum = p.sum(u, p.at(w, {u + s}) + p.at(w, {u + t}), p.range(u, affine{0}, affine{1}));
        std::vector<int> domain = p.range(t, affine{-2}, affine{3});
        for (int c : p.range(s, affine{-2}, affine{4})) {
            domain.push_back(c);
        }
        p.equation(y, {t, s},
                   p.call(iverson::functions::exp, quotient) + p.at(x, {}) * sum * p.power(sum, p.number(-1)),
                   domain);
        check(p, {{w, vector_of(v)}, {x, values::scalar(2)}});
    }
}
// sum(u, x(2 u - 1)) is empty for x on 0..0, which elimination over the rationals does not see.
BOOST_AUTO_TEST_CASE(a_sum_without_integer_points_kills_a_term) {
    for (std::int64_t lower : {0, 1}) {
        sheet p;
        int const x = p.tensor("x", 1), w = p.tensor("w", 0), y = p.tensor("y", 1);
        auto const t = p.integer("t"), u = p.integer("u");
        p.equation(y, {t},
                   p.at(x, {t}) * p.sum(u, p.at(x, {2 * u - 1})) * p.power(p.at(w, {}), p.number(-1)));
        check(p, {{x, vector_of({0.75}, lower)}, {w, values::scalar(lower == 0 ? 0 : 2)}});
    }
}
// Under exp no term has loops of its own: both loads were 0, and 0 / 0 not a number.
BOOST_AUTO_TEST_CASE(a_quotient_vanishes_inside_a_function) {
    sheet p;
    int const x = p.tensor("x", 1), w = p.tensor("w", 1), y = p.tensor("y", 1);
    auto const t = p.integer("t");
    p.equation(y, {t}, p.call(iverson::functions::exp, p.at(x, {t}) * p.power(p.at(w, {t}), p.number(-1))),
               p.range(t, affine{-1}, affine{2}));
    check(p, {{x, vector_of({1, 2})}, {w, vector_of({4, 5})}});
}
// The factor that does not move with the index was taken out of the sum, which then had no terms.
BOOST_AUTO_TEST_CASE(an_invariant_factor_of_an_empty_sum) {
    sheet p;
    int const x = p.tensor("x", 1), w = p.tensor("w", 1), y = p.tensor("y", 1);
    auto const i = p.idx("i"), j = p.idx("j");
    p.equation(y, {i}, p.sum(j, p.power(p.at(x, {i}), p.number(-1)) * p.at(w, {j})));
    check(p, {{x, vector_of({0, 2})}, {w, vector_of({})}});
}
// A bracket on values became a 0 in a temporary, and 0 * inf is not a number.
BOOST_AUTO_TEST_CASE(a_bracket_on_values_kills_what_a_temporary_does_not) {
    sheet p;
    int const x = p.tensor("x", 1), w = p.tensor("w", 1), y = p.tensor("y", 2);
    auto const i = p.idx("i"), j = p.idx("j"), k = p.idx("k");
    auto const bracket = p.compare(pencil::graph::comparison::less, p.at(x, {i}), p.number(2));
    p.equation(y, {i, j},
               bracket * p.sum(k, p.at(x, {k}) * p.at(x, {i})) * p.power(p.at(w, {j}), p.number(-1)));
    check(p, {{x, vector_of({2, 3})}, {w, vector_of({0, 1})}});
}
// A stored infinity is a value like any other: the position of the other factor decides.
BOOST_AUTO_TEST_CASE(an_infinite_entry_beside_a_factor_outside_its_tensor) {
    double const infinite = std::numeric_limits<double>::infinity();
    sheet p;
    int const x = p.tensor("x", 1), w = p.tensor("w", 1), y = p.tensor("y", 1);
    auto const t = p.integer("t"), s = p.integer("s");
    auto const product = p.at(x, {t}) * p.sum(s, p.at(w, {s}) * p.at(w, {s + t}));
    p.equation(y, {t}, p.call(iverson::functions::exp, product) + product, p.range(t, affine{-2}, affine{2}));
    check(p, {{x, vector_of({1, 1, infinite}, 0)}, {w, vector_of({1, 0.5})}});
    sheet q;
    int const a = q.tensor("a", 1), c = q.tensor("c", 1), z = q.tensor("z", 1);
    auto const i = q.idx("i"), j = q.idx("j");
    q.equation(z, {i}, q.at(a, {i}) * q.sum(j, q.at(c, {j})));
    check(q, {{a, vector_of({infinite, 1})}, {c, vector_of({})}});
}

BOOST_AUTO_TEST_SUITE_END()
