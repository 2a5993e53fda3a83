// SPDX-License-Identifier: BSL-1.0
#include "counted.hpp"

#include <boost/test/unit_test.hpp>

/// Which order a sum of products is computed in is seen in its operations; the counts say why each condition of the search is there.
namespace {

using counted::operations;

/// sum(i, j, a0[i, c]*a1[j, c]*a2[i, c]* ...) of so many factors, for one c.
std::int64_t many_factors(int count) {
    std::string text = "y[c] = sum(i, j, 1";
    counted::extents given;
    for (int n = 0; n < count; ++n) {
        std::string const name = "a" + std::to_string(n);
        text += "*" + name + (n % 2 == 0 ? "[i, c]" : "[j, c]");
        given.push_back({name, {9, 1}});
    }
    return operations(text + ")", given);
}
/// sum(p0, p1, ..., (1 + sum(j, k, a0[p0, ..., p6, j]*a7[p7, ..., p13, j]* ... *z[k]))^2), where p0, p1, ... have one value each.
std::int64_t between_indices(int count) {
    std::string indices;
    std::string product;
    counted::extents given{{"z", {4}}};
    for (int n = 0; n < count; ++n) {
        std::string const name = std::to_string(n);
        indices += "p" + name + ", ";
        product += (n % 7 == 0 ? "a" + name + "[p" : ", p") + name + (n % 7 == 6 ? ", j]*" : "");
        if (n % 7 == 0) {
            given.push_back({"a" + name, {1, 1, 1, 1, 1, 1, 1, 3}});
        }
    }
    return operations("E = sum(" + indices + "(1 + sum(j, k, " + product + "z[k]))^2)", given);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(orders_of_sums)

BOOST_AUTO_TEST_CASE(the_first_index_of_the_result_is_the_longest) {
    counted::extents const given{{"A", {4, 5}}, {"B", {5, 6}}, {"C", {6, 7}}, {"v", {3}}};
    counted::extents const chain(given.begin(), given.end() - 1);
    constexpr int a_bc = 2 * 5 * 6 * 7 + 2 * 4 * 5 * 7, ab_c = 2 * 4 * 5 * 6 + 2 * 4 * 6 * 7;
    BOOST_TEST(operations("Y[i, l] = sum(j, k, A[i, j]*B[j, k]*C[k, l])", chain) == a_bc);
    BOOST_TEST(operations("Y[l, i] = sum(j, k, A[i, j]*B[j, k]*C[k, l])", chain) == ab_c);
    // Inside of other operations, and inside of another sum.
    BOOST_TEST(operations("Y[i, l] = (2 + sum(j, k, A[i, j]*B[j, k]*C[k, l]))^2", chain) == a_bc + 28 * 2);
    BOOST_TEST(operations("Y[l, i] = (2 + sum(j, k, A[i, j]*B[j, k]*C[k, l]))^2", chain) == ab_c + 28 * 2);
    BOOST_TEST(operations("Y[i, l] = sum(m, (v[m] + sum(j, k, A[i, j]*B[j, k]*C[k, l]))^2)", given) ==
               a_bc + 28 * 3 * 3);
    BOOST_TEST(operations("Y[l, i] = sum(m, (v[m] + sum(j, k, A[i, j]*B[j, k]*C[k, l]))^2)", given) ==
               ab_c + 28 * 3 * 3);
}
// Where the value and its place are asked for in results of different shapes, they are found by the same operations.
BOOST_AUTO_TEST_CASE(below_max_the_result_does_not_count) {
    counted::extents const given{{"A", {4, 5}}, {"B", {5, 6}}, {"C", {6, 7}}, {"v", {3}}};
    BOOST_TEST(operations("Y[i, l] = max(m, v[m] + sum(j, k, A[i, j]*B[j, k]*C[k, l]))", given) ==
               operations("Y[l, i] = max(m, v[m] + sum(j, k, A[i, j]*B[j, k]*C[k, l]))", given));
    BOOST_TEST(operations("y = max(i, j, x[i]*z[j])", {{"x", {3}}, {"z", {4}}}) == 2 * 12);
}
BOOST_AUTO_TEST_CASE(an_extent_that_is_a_number_is_short) {
    BOOST_TEST(operations("Y[i in 0..1, l] = sum(j, k, A[i, j]*B[j, k]*C[k, l])",
                          {{"A", {2, 5}}, {"B", {5, 6}}, {"C", {6, 7}}}) == 2 * 2 * 5 * 6 + 2 * 2 * 6 * 7);
}
BOOST_AUTO_TEST_CASE(brackets_and_ranges_are_factors_that_cost_nothing) {
    BOOST_TEST(operations("E = sum(i, j, k, [j <= i]*D[j, i, k]*A[j, k])",
                          {{"A", {5, 6}}, {"D", {5, 4, 6}}}) == 108);
    BOOST_TEST(operations("y[c, d] = sum(k, i in 0..k, B[d, k]*D[d, c]*F[k]*A[i])",
                          {{"A", {5}}, {"B", {5, 5}}, {"D", {5, 5}}, {"F", {5}}}) == 95);
}
BOOST_AUTO_TEST_CASE(a_bracket_on_what_stays_outside_is_in_nobodys_way) {
    BOOST_TEST(operations("y[k in 0..3] = sum(i, j, [k % 2 == 0]*x[i]*z[j])", {{"x", {4}}, {"z", {5}}}) ==
               10);
}
// Apart from the others it would be counted for each value of theirs how many terms there are.
BOOST_AUTO_TEST_CASE(what_equations_and_strides_tell_stays_in_one_sum) {
    BOOST_TEST(operations("E = sum(k, i, D[k]*[(k + i) % 2 == 0]*A[i, k]*F[i]*G[i]*B[k, i])",
                          {{"A", {4, 6}}, {"B", {6, 4}}, {"D", {6}}, {"F", {4}}, {"G", {4}}}) == 52);
    BOOST_TEST(operations("E = sum(i in 0..4, j in 2*i..2*i, x[i]*w[i]*v[j]*u[j])",
                          {{"x", {5}}, {"w", {5}}, {"v", {9}}, {"u", {9}}}) == 24);
    BOOST_TEST(operations("E = sum(i in Z, j in Z, x[2*i - j]*v[j])", {{"x", {1}}, {"v", {4}}}) == 4);
    BOOST_TEST(operations("E = sum(i in Z, j in Z, x[j - 2*i]*v[j])", {{"x", {1}}, {"v", {4}}}) == 4);
}
BOOST_AUTO_TEST_CASE(an_inner_sum_is_opened_only_where_that_saves_a_loop) {
    BOOST_TEST(operations("E = sum(i, k, X[i, k]*sum(j, A[i, j]*B[j, k]))",
                          {{"X", {4, 5}}, {"A", {4, 6}}, {"B", {6, 5}}}) == 2 * 4 * 5 * 6 + 2 * 4 * 5);
    // The last sum cannot be opened, which does not keep the other one from it.
    BOOST_TEST(operations("y[r] = sum(n, X[n]*sum(j, A[n, j]*V[j, r])*sum(k, [2*k <= n]*u[k]))",
                          {{"X", {4}}, {"A", {4, 5}}, {"V", {5, 6}}, {"u", {3}}}) == 110);
}
BOOST_AUTO_TEST_CASE(terms_are_summed_apart_where_that_saves_a_loop) {
    BOOST_TEST(operations("E = sum(i, j, x[i]*w[j] + u[i]*z[j])",
                          {{"x", {4}}, {"w", {5}}, {"u", {4}}, {"z", {5}}}) == 2 * (4 + 5 + 1) + 1);
    BOOST_TEST(operations("E = sum(i in Z, j in Z, x[i]*w[j] + u[i]*z[j])",
                          {{"x", {4}}, {"w", {4}}, {"u", {4}}, {"z", {5}}}) == 20);
    BOOST_TEST(operations("E = sum(i, j, A[i, j] + B[i, j])", {{"A", {4, 5}}, {"B", {4, 5}}}) == 2 * 20);
}
BOOST_AUTO_TEST_CASE(terms_stay_together_where_an_order_for_all_saves_the_loop) {
    BOOST_TEST(operations("y[i] = sum(j, k, A[i, j]*B[j, k]*(u[k]*sum(m, M[k, m]) + v[k]*sum(m, M[m, k])))",
                          {{"A", {4, 5}}, {"B", {5, 6}}, {"u", {6}}, {"v", {6}}, {"M", {6, 6}}}) ==
               2 * 6 * 6 + 3 * 6 + 2 * 5 * 6 + 2 * 4 * 5);
}
BOOST_AUTO_TEST_CASE(more_than_eight_terms_stay_together) {
    for (int count : {8, 9}) {
        std::string text = "E = sum(i, j, 0";
        counted::extents given{{"z", {5}}};
        for (int n = 1; n <= count; ++n) {
            text += " + x" + std::to_string(n) + "[i]*z[j]^" + std::to_string(n);
            given.push_back({"x" + std::to_string(n), {4}});
        }
        BOOST_TEST((operations(text + ")", given) > 400) == (count > 8));
    }
}
BOOST_AUTO_TEST_CASE(a_sum_over_six_indices_stays_in_one) {
    counted::extents given{{"a", {2}}, {"b", {3}}, {"c", {2}}, {"d", {3}}, {"e", {2}}};
    std::string const five = "a[i]*b[j]*c[k]*d[l]*e[m]";
    BOOST_TEST(operations("E = sum(i, j, k, l, m, " + five + ")", given) <= 2 * (2 + 3 + 2 + 3 + 2));
    given.push_back({"f", {3}});
    BOOST_TEST(operations("E = sum(i, j, k, l, m, n, " + five + "*f[n])", given) >= 2 * 3 * 2 * 3 * 2 * 3);
}
BOOST_AUTO_TEST_CASE(what_is_too_large_for_the_search_stays_as_it_is) {
    BOOST_TEST(many_factors(20) == 2 * 9 * 10 + 1);
    BOOST_TEST(many_factors(25) > 2 * 9 * 13);
    BOOST_TEST(between_indices(28) == 63);
    BOOST_TEST(between_indices(35) == 75);
}

BOOST_AUTO_TEST_SUITE_END()
