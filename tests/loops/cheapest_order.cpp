// SPDX-License-Identifier: BSL-1.0
#include "counted.hpp"
#include "pencil.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

/// Sums in another order than they are written in, and factors taken out of terms, keep what the formula means.
namespace {

using counted::bound;
using counted::values;
using pencil::affine;
using pencil::sheet;
using pencil::graph::rational;

constexpr auto sums = pencil::graph::reduction::sum;

values vector_of(std::vector<double> const& v, std::int64_t lower = 0) { return values::vector(v, lower); }
values matrix_of(std::int64_t rows, std::int64_t columns, std::vector<double> const& v) {
    return {{0, 0}, {rows, columns}, v};
}

std::int64_t check(sheet const& written, bound const& given) {
    sheet p = written;
    return counted::check(p.finished(), given);
}

/// E = sum(i, j, x(i) * A(i, j) * z(j) / a)
sheet quadratic_form(bound& given, std::vector<double> const& x, std::vector<double> const& z, double a) {
    sheet p;
    int const xt = p.tensor("x", 1), at = p.tensor("A", 2), zt = p.tensor("z", 1), st = p.tensor("a", 0),
              e = p.tensor("E", 0);
    auto const i = p.idx("i"), j = p.idx("j");
    p.equation(e, {},
               p.reduce(sums, {i, j},
                        p.at(xt, {i}) * p.at(at, {i, j}) * p.at(zt, {j}) *
                            p.power(p.at(st, {}), p.number(rational{-1}))));
    auto const rows = static_cast<std::int64_t>(x.size()), columns = static_cast<std::int64_t>(z.size());
    std::vector<double> entries;
    for (int k = 0; k < rows * columns; ++k) {
        entries.push_back(k % 5 - 2);
    }
    given = {
        {xt, vector_of(x)}, {at, matrix_of(rows, columns, entries)}, {zt, vector_of(z)}, {st, {{}, {}, {a}}}};
    return p;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sums_in_the_cheapest_order)

BOOST_AUTO_TEST_CASE(a_factor_leaves_the_sums_that_do_not_move_it) {
    bound given;
    sheet const p = quadratic_form(given, {1, 2, 3, -1}, {2, -1, 4}, 4);
    BOOST_TEST(check(p, given) == 2 * 12 + 2 * 3 + 1);  // x A, then (x A) . z, then / a
}
// Without terms the product is 0, whatever 1 / a is.
BOOST_AUTO_TEST_CASE(an_empty_sum_beside_a_division_by_zero) {
    bound given;
    for (auto const& [x, z] :
         {std::pair<std::vector<double>, std::vector<double>>{{}, {1, 2}}, {{1, 2}, {}}, {{}, {}}}) {
        sheet const p = quadratic_form(given, x, z, 0);
        check(p, given);
    }
}
BOOST_AUTO_TEST_CASE(a_chain_of_matrices) {
    sheet p;
    int const a = p.tensor("A", 2), b = p.tensor("B", 2), c = p.tensor("C", 2), y = p.tensor("Y", 2);
    auto const i = p.idx("i"), j = p.idx("j"), k = p.idx("k"), l = p.idx("l");
    p.equation(y, {i, l}, p.reduce(sums, {j, k}, p.at(a, {i, j}) * p.at(b, {j, k}) * p.at(c, {k, l})));
    auto const matrix = [](std::int64_t rows, std::int64_t columns) {
        std::vector<double> entries;
        for (std::int64_t e = 0; e < rows * columns; ++e) {
            entries.push_back(static_cast<double>(e % 7 - 3));
        }
        return matrix_of(rows, columns, entries);
    };
    // Neither order is cheaper for all extents: that of the result's first index is taken to be the longest.
    BOOST_TEST(check(p, {{a, matrix(20, 3)}, {b, matrix(3, 4)}, {c, matrix(4, 2)}}) ==
               2 * 3 * 4 * 2 + 2 * 20 * 3 * 2);
    check(p, {{a, matrix(2, 0)}, {b, matrix(0, 4)}, {c, matrix(4, 2)}});
    check(p, {{a, matrix(0, 3)}, {b, matrix(3, 4)}, {c, matrix(4, 2)}});
}
// That i is even and at most 6 does not say where it begins: its extent is no number, and counts as the longest.
BOOST_AUTO_TEST_CASE(a_divisibility_is_no_end_of_a_range) {
    sheet p;
    int const a = p.tensor("A", 2), b = p.tensor("B", 2), c = p.tensor("C", 2), y = p.tensor("Y", 2);
    auto const i = p.integer("i");
    auto const j = p.idx("j"), k = p.idx("k"), l = p.idx("l");
    using pencil::graph::relation;
    p.equation(y, {i, l}, p.reduce(sums, {j, k}, p.at(a, {i, j}) * p.at(b, {j, k}) * p.at(c, {k, l})),
               {p.f.nodes.condition_id({relation::nonnegative, 6 - i, 0}),
                p.f.nodes.condition_id({relation::divisible, i, 2})});
    auto const ones = [](std::int64_t rows, std::int64_t columns) {
        return matrix_of(rows, columns, std::vector<double>(static_cast<std::size_t>(rows * columns), 1));
    };
    BOOST_TEST(check(p, {{a, ones(7, 3)}, {b, ones(3, 4)}, {c, ones(4, 2)}}) ==
               2 * 3 * 4 * 2 + 2 * 4 * 3 * 2);
}
// The range 0..i of j is all that bounds j: after the sum over i, that is the support of the sum.
BOOST_AUTO_TEST_CASE(a_range_that_ends_at_the_other_index) {
    sheet p;
    int const x = p.tensor("x", 1), a = p.tensor("A", 2), y = p.tensor("y", 1);
    auto const i = p.idx("i"), j = p.idx("j"), k = p.idx("k");
    p.equation(y, {k},
               p.reduce(sums, {j, i}, p.at(x, {i}) * p.power(p.at(a, {k, j}), p.number(rational{-1})),
                        p.range(j, 0, i)));
    for (std::vector<double> const& v : {std::vector<double>{}, {2}, {1, 2, 4, -1, 0.5}}) {
        auto const n = static_cast<std::int64_t>(v.size());
        std::vector<double> entries(static_cast<std::size_t>(2 * n), 0.5);
        for (std::size_t e = 0; e < entries.size(); e += 3) {
            entries[e] = -4;
        }
        check(p, {{x, vector_of(v)}, {a, matrix_of(2, n, entries)}});
    }
}
BOOST_AUTO_TEST_CASE(indices_over_z) {
    sheet p;
    int const x = p.tensor("x", 1), w = p.tensor("w", 1), g = p.tensor("g", 1), e = p.tensor("E", 0);
    auto const s = p.integer("s"), t = p.integer("t"), u = p.integer("u");
    p.equation(e, {},
               p.reduce(sums, {t, s, u},
                        p.at(g, {t}) * p.at(w, {s}) * p.at(w, {u}) * p.at(x, {t - s}) * p.at(x, {t - u})));
    for (std::int64_t lower : {-2, 0, 3}) {
        auto const operations = check(p, {{x, vector_of({1, 2, -1, 3, 4, 1, 2}, lower)},
                                          {w, vector_of({2, -3, 1}, -1)},
                                          {g, vector_of({1, 1, 2, 1, -1, 3, 1, 1, 2}, lower - 1)}});
        BOOST_TEST(operations < 9 * 7 * 3);
        check(p, {{x, vector_of({1, 2}, lower)}, {w, vector_of({})}, {g, vector_of({1, 1, 2})}});
    }
}
// [false] u = 0 also where u is infinite: the bracket on values stays beside all that it multiplies.
BOOST_AUTO_TEST_CASE(a_bracket_on_values_stays_beside_its_factors) {
    sheet p;
    int const x = p.tensor("x", 1), c = p.tensor("c", 1), z = p.tensor("z", 1), y = p.tensor("y", 1);
    auto const i = p.idx("i"), j = p.idx("j"), k = p.idx("k");
    auto const holds = p.compare(pencil::graph::comparison::less, p.at(c, {i}), p.at(x, {k}));
    p.equation(y, {k},
               p.reduce(sums, {i, j},
                        p.at(x, {i}) * holds * p.at(z, {i}) * p.power(p.at(z, {j}), p.number(rational{-1}))));
    check(p, {{x, vector_of({1, 2})}, {c, vector_of({5, 6})}, {z, vector_of({0, 2})}});
    check(p, {{x, vector_of({1, 2})}, {c, vector_of({-5, 6})}, {z, vector_of({1, 2})}});
}
BOOST_AUTO_TEST_CASE(a_sum_inside_a_sum_is_opened_where_that_saves_a_loop) {
    sheet p;
    int const g = p.tensor("g", 1), x = p.tensor("X", 2), v = p.tensor("V", 2), d = p.tensor("D", 2);
    auto const n = p.idx("n"), i = p.idx("i"), j = p.idx("j"), r = p.idx("r"), k = p.idx("k");
    // sum(n, g(n) X(n, i) (sum(j, [i < j] X(n, j) V(j, r)) + sum(k, [k < i] X(n, k) V(k, r))))
    auto const after = p.sum(j, p.at_most(i + 1, j) * p.at(x, {n, j}) * p.at(v, {j, r}));
    auto const before = p.sum(k, p.at_most(k + 1, i) * p.at(x, {n, k}) * p.at(v, {k, r}));
    p.equation(d, {i, r}, p.sum(n, p.at(g, {n}) * p.at(x, {n, i}) * (after + before)));
    for (std::int64_t extent : {0, 1, 2, 6}) {
        std::vector<double> xs, vs, gs;
        for (std::int64_t e = 0; e < extent * extent; ++e) {
            xs.push_back(static_cast<double>(e % 5 - 2));
            vs.push_back(static_cast<double>(e % 3));
        }
        for (std::int64_t e = 0; e < extent; ++e) {
            gs.push_back(static_cast<double>(e - 1));
        }
        auto const operations = check(
            p, {{g, vector_of(gs)}, {x, matrix_of(extent, extent, xs)}, {v, matrix_of(extent, extent, vs)}});
        BOOST_TEST(operations <= 5 * extent * extent * extent);  // as written there are four loops
    }
}
BOOST_AUTO_TEST_CASE(a_common_factor_of_terms) {
    sheet p;
    int const a = p.tensor("A", 2), x = p.tensor("x", 1), z = p.tensor("z", 1), y = p.tensor("y", 1);
    auto const i = p.idx("i"), j = p.idx("j");
    p.equation(y, {i}, p.sum(j, p.at(a, {i, j}) * p.at(x, {j}) + p.at(a, {i, j}) * p.at(z, {j})));
    auto const operations = check(
        p, {{a, matrix_of(2, 3, {1, 2, 3, 4, 5, 6})}, {x, vector_of({1, 2, 3})}, {z, vector_of({2, 0, 1})}});
    BOOST_TEST(operations == 6 * 3);
}
// x is 0 outside 0..1 and z outside 1..3: each term is computed where it has support, so that 1 / w counts there alone.
BOOST_AUTO_TEST_CASE(terms_with_supports_of_their_own_keep_them) {
    sheet p;
    int const w = p.tensor("w", 1), x = p.tensor("x", 1), z = p.tensor("z", 1), y = p.tensor("y", 1);
    auto const t = p.integer("t");
    auto const inverse = p.power(p.at(w, {t}), p.number(rational{-1}));
    p.equation(y, {t}, inverse * p.at(x, {t}) + inverse * p.at(z, {t}), p.range(t, -1, 4));
    check(p, {{w, vector_of({1, 2, 4}, 0)}, {x, vector_of({3, 5})}, {z, vector_of({1, 2}, 1)}});
}

BOOST_AUTO_TEST_SUITE_END()
