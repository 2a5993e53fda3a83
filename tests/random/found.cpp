// SPDX-License-Identifier: BSL-1.0
#include "examine.hpp"
#include "spell.hpp"

#include "tests/verify/sheet.hpp"

#include <iverson/text/text.hpp>

#include <boost/test/unit_test.hpp>

/// What random formulas have found, each as the smallest formula that showed it.
namespace {

using namespace random_formulas;
using sheet::pencil;

graph::derivation gradient(graph::formula const& f, int by) {
    return iverson::steps::gradients(f, f.output().tensor, {{by, {}}}, false);
}

/// A recipe as tests/random prints what fails; the number draws the bindings.
void expect_agreement(recipe const& r, std::uint64_t number) {
    histogram seen;
    auto const found = examination{r, number, {}, seen}.run();
    BOOST_TEST(!found, (found ? found->stage + ":\n" + found->message : std::string{}));
    BOOST_TEST(seen["with values"] == 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(found_by_random_formulas)

// The bracket [s == s'] between subscripts of two different tensors came out, or the subscripts of a scalar were read.
BOOST_AUTO_TEST_CASE(a_tensor_that_cancels_has_the_derivative_zero) {
    pencil p;
    int const w = p.tensor("w", 1), a = p.tensor("a", 1), y = p.tensor("y", 1);
    auto const i = p.index("i");
    int const inner = iverson::graph::divide(p.g, p.at(w, {i}), p.at(a, {i}));
    p.f.add_equation(y, {p.g.affine_id(i)}, {}, iverson::graph::divide(p.g, p.at(w, {i}), inner));
    auto const d = gradient(p.complete(), w);
    BOOST_TEST_REQUIRE(!d.result.failed(), d.result.nodes.message().view());
    auto const values = plain::evaluate_all<verify::exact>(
        d.result,
        {{w, plain::tensor<verify::exact>::vector({3, 5})},
         {a, plain::tensor<verify::exact>::vector({2, 7})},
         {d.result.find_tensor("y", graph::role::adjoint), plain::tensor<verify::exact>::vector({1, 1})}});
    auto const& found = values.at(d.result.output().tensor).values;
    BOOST_TEST(found.size() == 2u);
    for (auto const& value : found) {
        BOOST_TEST(value == 0);
    }
}

// The definitions were put in for ever.
BOOST_AUTO_TEST_CASE(a_jacobian_through_a_recurrence_is_refused) {
    pencil p;
    int const x = p.tensor("x", 1), h = p.tensor("h", 1), y = p.tensor("y", 0);
    auto const t = p.integer("t");
    p.f.add_equation(h, {p.g.affine_id({-1})}, {}, p.at(x, {0}));
    std::vector<int> range;
    for (auto const& c : sheet::between(t, 0, 3)) {
        range.push_back(p.g.condition_id(c));
    }
    p.f.add_equation(h, {p.g.affine_id(t)}, range, p.multiply(p.at(h, {t - 1}), p.at(x, {t})));
    p.f.add_equation(y, {}, {}, p.at(h, {3}));
    auto const& f = p.complete();
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    auto const d = iverson::steps::jacobian(f, y, {}, {x, {}}, {});
    BOOST_TEST(d.result.failed());
    BOOST_TEST(d.result.nodes.message().view().find("recurrence of h") != std::string_view::npos,
               d.result.nodes.message().view());
    BOOST_TEST(!gradient(f, x).result.failed());
}

// Where the result was empty, the missing extent was not noticed; where it was not, the error was that of a bug.
BOOST_AUTO_TEST_CASE(an_extent_that_no_axis_gives_is_an_error_at_binding) {
    pencil p;
    int const x = p.tensor("x", 1), y = p.tensor("y", 1);
    auto const t = p.integer("t"), s = p.integer("s"), d = p.extent("d");
    p.f.add_equation(y, {p.g.affine_id(t)}, {},
                     p.multiply(p.at(x, {t}), p.sum(s, p.at(x, {s}), sheet::between(s, 0, d - 1))));
    auto const& f = p.complete();
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    for (auto const& values : {std::vector<double>{}, std::vector<double>{1, 2}}) {
        BOOST_CHECK_EXCEPTION(plain::evaluate_all<double>(f, {{x, plain::tensor<double>::vector(values)}}),
                              iverson::binding_error, [](auto const& error) {
                                  return std::string_view{error.what()}.find("extent d") !=
                                         std::string_view::npos;
                              });
    }
}

// z is empty, and the start of adjoint(z), which says nothing, was taken for that of y.
BOOST_AUTO_TEST_CASE(an_empty_adjoint_does_not_say_where_a_tensor_starts) {
    pencil p;
    int const x = p.tensor("x", 1), y = p.tensor("y", 1), z = p.tensor("z", 1);
    auto const t = p.integer("t"), k = p.index("k");
    p.f.add_equation(y, {p.g.affine_id(t)}, {}, p.at(x, {t}));
    p.f.add_equation(z, {p.g.affine_id(k)}, {}, p.multiply(p.at(y, {k + 1}), p.at(y, {k})));
    auto const d = gradient(p.complete(), x);
    BOOST_TEST_REQUIRE(!d.result.failed(), d.result.nodes.message().view());
    int const adjoint = d.result.find_tensor("z", graph::role::adjoint);
    auto const values = plain::evaluate_all<double>(
        d.result, {{x, plain::tensor<double>::vector({3}, 1)}, {adjoint, plain::tensor<double>::vector({})}});
    auto const& found = values.at(d.result.output().tensor);
    BOOST_TEST(found.lower.front() == 1);
    BOOST_TEST(found.values == std::vector<double>{0}, boost::test_tools::per_element());
}

// sum(s, 0 * x(s)) folds to 0, and s was said to be bound by no sum.
BOOST_AUTO_TEST_CASE(a_sum_of_zeros_still_binds_its_index) {
    pencil p;
    int const x = p.tensor("x", 1), w = p.tensor("w", 1), y = p.tensor("y", 1);
    auto const i = p.index("i"), j = p.index("j");
    int const nothing = p.sum(j, p.multiply(p.number(0), p.at(x, {j}), p.at(w, {j})));
    p.f.add_equation(y, {p.g.affine_id(i)}, {}, p.add(p.at(x, {i}), nothing));
    auto const& f = p.complete();
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    using vector = plain::tensor<double>;
    BOOST_TEST(
        plain::evaluate<double>(f, {{x, vector::vector({1, 2})}, {w, vector::vector({0, 0})}}).values ==
        (std::vector<double>{1, 2}));
    BOOST_CHECK_THROW(plain::evaluate<double>(f, {{x, vector::vector({1, 2})}, {w, vector::vector({0})}}),
                      iverson::binding_error);
}

// h[-1] = 1, h[t] = h[t - 1] + x, y[j, u] = h[j]*w[j - u]: tangent(h)[-1] had no equation, and the loops read what was in the memory.
BOOST_AUTO_TEST_CASE(an_initial_value_that_stays_has_the_tangent_zero) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 0, false}, {"w", 1, false}, {"h", 1, false}, {"y", 2, false}};
    r.indices = {{"t", true, {true, subscript{{}, 0, -1}, subscript{{}, 0, -1}, 1}},
                 {"j", false, {}},
                 {"u", true, {}}};
    r.equations.push_back({2, {subscript{{}, -1, -1}}, number(1)});
    r.equations.push_back({2,
                           {subscript{{{0, 1}}, 0, -1}},
                           node(part::sum, {entry_of(2, {subscript{{{0, 1}}, -1, -1}}), entry_of(0, {})})});
    r.equations.push_back({3,
                           {subscript{{{1, 1}}, 0, -1}, subscript{{{2, 1}}, 0, -1}},
                           node(part::product, {entry_of(2, {subscript{{{1, 1}}, 0, -1}}),
                                                entry_of(1, {subscript{{{1, 1}, {2, -1}}, 0, -1}})})});
    r.reads_itself = true;
    expect_agreement(r, 640002292);
}

// z reads y only in a term that folds away: z was put before y, and y was refused.
BOOST_AUTO_TEST_CASE(equations_are_ordered_by_what_has_folded_away_too) {
    for (bool const z_first : {false, true}) {
        pencil p;
        int const x = p.tensor("x", 1), y = p.tensor("y", 1), z = p.tensor("z", 1), e = p.tensor("E", 0);
        auto const i = p.index("i"), j = p.index("j"), k = p.index("k");
        auto const define_y = [&] { p.f.add_equation(y, {p.g.affine_id(i)}, {}, p.at(x, {i})); };
        auto const define_z = [&] {
            int const folded = p.multiply(p.number(0), p.at(y, {j}));
            p.f.add_equation(z, {p.g.affine_id(j)}, {}, p.add(p.at(x, {j}), folded));
        };
        z_first ? define_z() : define_y();
        z_first ? define_y() : define_z();
        p.f.add_equation(e, {}, {}, p.sum(k, p.at(z, {k})));
        auto const& f = p.complete();
        BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
        BOOST_TEST(plain::evaluate<double>(f, {{x, plain::tensor<double>::vector({1, 2})}}).values.front() ==
                   3);
    }
}

// A loop over an empty p was cut by what a loop inside it said of the extent of p, and read p(0) before.
BOOST_AUTO_TEST_CASE(an_entry_is_read_only_where_its_tensor_is) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"p", 1, true}, {"y", 2, false}, {"z", 2, false}};
    r.indices = {{"i", false, {true, subscript{{}, 0, -1}, subscript{{}, 2, -1}, 1}},
                 {"j", false, {}},
                 {"q", true, {}},
                 {"l", false, {}},
                 {"m", false, {}},
                 {"q", true, {}},
                 {"p", false, {}},
                 {"q", false, {}},
                 {"q", true, {}},
                 {"q", true, {}}};
    r.extents = {};
    r.equations.push_back({2,
                           {subscript{{{0, 1}}, 0, -1}, subscript{{{1, 1}}, 0, -1}},
                           entry_of(1, {subscript{{{1, 1}}, 0, -1}})});
    r.equations.push_back(
        {3,
         {subscript{{{6, 1}}, 0, -1}, subscript{{{7, 1}}, 0, -1}},
         node(part::sum,
              {entry_of(2, {subscript{{{6, -2}}, 0, -1}, subscript{{}, 0, -1}}),
               call("g",
                    {node(part::product,
                          {entry_of(0, {subscript{{}, 0, -1}}), entry_of(1, {subscript{{{7, -2}}, 0, -1}})}),
                     call("g", {reduce(graph::reduction::sum, {8},
                                       node(part::product, {chosen(subscript{{{8, 1}}, 0, -1},
                                                                   entry_of(1, {subscript{{{6, 1}}, 0, -1}})),
                                                            entry_of(0, {subscript{{{8, 1}}, 0, -1}})})),
                                reduce(graph::reduction::sum, {9},
                                       chosen(subscript{{{9, 1}}, 0, -1},
                                              entry_of(1, {subscript{{{7, 1}}, 0, -1}})))})})})});
    r.reads_itself = false;
    expect_agreement(r, 670003020);
}

// p is empty, so that the sum has no term and the product is 0, whatever log(-1) is.
BOOST_AUTO_TEST_CASE(a_sum_of_entries_of_nothing_has_no_support) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"w", 1, false}, {"p", 1, true}, {"y", 0, false}};
    r.indices = {{"t", true, {}}, {"s", true, {}}, {"q", true, {}}};
    r.extents = {};
    r.equations.push_back(
        {3,
         {},
         node(part::product,
              {reduce(graph::reduction::sum, {0, 1},
                      node(part::product, {entry_of(1, {subscript{{{1, 1}}, 0, -1}}),
                                           reduce(graph::reduction::sum, {2},
                                                  chosen(subscript{{{2, 1}}, 0, -1},
                                                         entry_of(2, {subscript{{{0, 1}}, 0, -1}})))})),
               call("log", {number(-1)})})});
    r.reads_itself = false;
    expect_agreement(r, 710001440);
}

// Nothing stored the zeros at the initial values.
BOOST_AUTO_TEST_CASE(the_jacobian_of_a_recurrence_is_zero_at_its_initial_values) {
    for (char const* text : {"h[t] = a*h[t - 1] + (1 - a)*x[t]\nh[-1] = 0\noutput h",
                             "h[t in 0..2] = h[t - 1] + a\nh[-1] = 0\noutput h",
                             "h[t in Z in 0..2, j] = h[t + 1, j]*w[j]\nh[3, j] = x[j]\noutput h"}) {
        for (std::uint64_t number = 0; number < 4; ++number) {
            histogram seen;
            auto const found = examination{iverson::parsed(text), number, {}, seen}.run();
            BOOST_TEST(!found, (found ? found->stage + ":\n" + found->message : std::string{}));
            BOOST_TEST(seen["jacobian loops compared"] > 0);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
