// SPDX-License-Identifier: BSL-1.0
#include "counted.hpp"
#include "pencil.hpp"

#include <iverson/loops/shared_pairs.hpp>

#include <boost/test/unit_test.hpp>

#include <limits>

namespace {

using pencil::affine;
using pencil::graph::term;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// Products over an index t, of which some are added.
struct products {
    pencil::sheet p;
    int xt = p.tensor("x", 1), yt = p.tensor("y", 1), at = p.tensor("a", 0), bt = p.tensor("b", 0);
    affine t = p.integer("t"), s = p.integer("s");
    iverson::loops::fingerprints prints{p.f.nodes};
    iverson::loops::shared_pairs pairs{p.f.nodes, prints};

    term x(affine const& position) { return p.at(xt, {position}); }
    term y(affine const& position) { return p.at(yt, {position}); }
    term exp(term u) { return p.call(iverson::functions::exp, u); }
    void add(term u) { pairs.add(u.id()); }
    /// The product of two factors of this one that others share; -1 for none.
    int best(term product) {
        auto const links = p.f.nodes.links(product.id());
        iverson::graph::vector<int> pair;
        return pairs.best(iverson::graph::vector<int>(links.begin(), links.end()), pair);
    }
};

counted::values vector_of(std::vector<double> const& v, std::int64_t lower = 0) {
    return counted::values::vector(v, lower);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pairs_that_products_share)

BOOST_FIXTURE_TEST_CASE(three_products_are_enough, products) {
    auto const first = x(t) * x(t - 1) * y(t);
    add(first);
    add(x(t) * x(t - 1) * y(t + 2));
    BOOST_TEST(best(first) == -1);
    add(x(t + 1) * x(t) * x(t + 4));  // one step on
    BOOST_TEST(best(first) == (x(t) * x(t - 1)).id());
}
BOOST_FIXTURE_TEST_CASE(the_pair_of_most_products_is_taken, products) {
    auto const first = x(t) * x(t - 1) * y(t);
    add(first);
    add(x(t) * x(t - 1) * y(t + 2) + x(t) * x(t - 1) * y(t + 3));
    add(x(t) * y(t) * y(t + 4) + x(t) * y(t) * y(t + 5) + x(t) * y(t) * y(t + 6));
    BOOST_TEST(best(first) == (x(t) * y(t)).id());
}
BOOST_FIXTURE_TEST_CASE(a_product_at_several_places_is_computed_once_anyway, products) {
    auto const product = x(t) * x(t - 1) * y(t);
    add(product + exp(product) + y(t) * exp(exp(product)));
    BOOST_TEST(best(product) == -1);
}
BOOST_FIXTURE_TEST_CASE(a_pair_twice_in_a_product_counts_once, products) {
    auto const product = x(t) * x(t - 1) * x(t - 2) * x(t - 3);
    add(product);
    BOOST_TEST(best(product) == -1);
}
BOOST_FIXTURE_TEST_CASE(steps_of_sums_do_not_count, products) {
    auto const product = x(t) * x(t - 1) * y(t);
    add(product);
    for (int step : {1, 2, 3}) {
        add(p.sum(s, x(s) * x(s - 1) * y(s + step)));
    }
    BOOST_TEST(best(product) == -1);
}
BOOST_FIXTURE_TEST_CASE(sums_of_entries_are_no_products, products) {
    auto const product = x(t) * x(t - 1) * y(t);
    add(product);
    for (int step : {1, 2, 3}) {
        add(exp(x(t) + x(t - 1) + y(t + step)));
    }
    BOOST_TEST(best(product) == -1);
}
// A product of scalars is none for each entry, and functions have temporaries of their own.
BOOST_FIXTURE_TEST_CASE(only_entries_of_tensors_are_paired, products) {
    auto const scalars = p.at(at, {}) * p.at(bt, {}) * x(t) * y(t);
    add(scalars);
    auto const calls = exp(x(t)) * exp(y(t)) * x(t) * x(t - 1);
    add(calls);
    for (int step : {1, 2, 3}) {
        add(p.at(at, {}) * p.at(bt, {}) * x(t) * y(t + step));
        add(exp(x(t)) * exp(y(t)) * x(t) * x(t + 4 * step));
    }
    BOOST_TEST(best(scalars) == -1);
    BOOST_TEST(best(calls) == -1);
}

// Outside of one tensor the product is 0, whatever the other factors are there: an infinite entry, or what is no number.
BOOST_AUTO_TEST_CASE(a_pair_beside_an_infinite_entry) {
    std::string const text =
        "y[t in Z] = x[t]*x[t - 1]*x[t - 2] + x[t]*x[t - 1]*u[t] + x[t]*x[t - 1]*v[t + 1]";
    for (std::vector<double> const& x : {std::vector<double>{inf, 2, 3, 4, inf},
                                         {1, inf, 2, 3, 4},
                                         {undefined, 1, 2, 3, undefined},
                                         {2, 3, undefined, 4, 5}}) {
        for (std::int64_t lower : {-1, 0, 2}) {
            counted::check(text, {{"x", vector_of(x, lower)},
                                  {"u", vector_of({1, 2, 4})},
                                  {"v", vector_of({undefined, inf, 3, 1, 2, 5, inf}, -1)}});
        }
    }
}
BOOST_AUTO_TEST_CASE(a_pair_is_computed_once_for_each_entry) {
    counted::values const x = vector_of({1, 2, 3, 4, 5, 6, 7, 8});
    std::string const text =
        "y[t in Z in 3..6] = x[t]*x[t - 1]*x[t - 2] + x[t]*x[t - 1]*u[t] + x[t]*x[t - 1]*v[t]";
    BOOST_TEST(counted::check(text, {{"x", x}, {"u", x}, {"v", x}}) == 4 * 5 + 7);
}

BOOST_AUTO_TEST_SUITE_END()
