// SPDX-License-Identifier: BSL-1.0
//
// The canonical form: what it does not depend on, and that it proves nothing wrong. Random formulas are those of tests/random.
#include "tests/random/generate.hpp"
#include "tests/random/minimise.hpp"
#include "tests/verify/respelled.hpp"
#include "tests/verify/sheet.hpp"

#include <iverson/simplify/simplify.hpp>
#include <iverson/text/text.hpp>
#include <iverson/verify/equal.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>

namespace {

using namespace sheet;
namespace graph = iverson::graph;
namespace simplify = iverson::simplify;
namespace verify = iverson::verify;

std::optional<std::string> form(graph::formula const& f) {
    BOOST_REQUIRE_MESSAGE(!f.failed(), f.nodes.message().view());
    return simplify::canonical_form(f);
}

/// y(t) = sum_s w(first) x(second), the subscripts given by s and t.
template <class Subscripts>
graph::formula convolution(std::string_view bound, Subscripts const& subscripts) {
    pencil p;
    int const w = p.tensor("w", 1);
    int const x = p.tensor("x", 1);
    int const y = p.tensor("y", 1);
    affine const t = p.integer("t");
    affine const s = p.integer(bound);
    auto const [first, second] = subscripts(s, t);
    p.equation(y, {t}, p.sum(s, p.multiply(p.at(w, {first}), p.at(x, {second}))));
    return p.complete();
}

/// y(i) = sum_j [j - i in low .. high] a(i, j)
graph::formula band(std::int64_t low, std::int64_t high, bool backwards) {
    pencil p;
    int const a = p.tensor("a", 2);
    int const y = p.tensor("y", 1);
    affine const i = p.index("i");
    affine const j = p.index("j");
    int const above = p.bracket(at_least(j - i, affine{low}));
    int const below = p.bracket(at_least(affine{high}, j - i));
    int const entry = p.at(a, {i, j});
    p.equation(y, {i},
               p.sum(j, backwards ? p.multiply(entry, below, above) : p.multiply(above, below, entry)));
    return p.complete();
}

/// The formula after the rules of all tables.
graph::formula simplified(graph::formula f) {
    simplify::rule_names used;
    for (std::size_t e = 0; e < f.equations.size(); ++e) {
        auto const known = simplify::domain_of(f.nodes, f.equations[e]);
        int value = f.equations[e].value;
        value = simplify::simplifier{f.nodes, simplify::algebra, used}(value, known);
        value = simplify::simplifier{f.nodes, simplify::collapse, used}(value, known);
        f.equations[e].value = simplify::simplifier{f.nodes, simplify::tidy, used}(value, known);
    }
    return f;
}

bool refuted(graph::formula const& f, graph::formula const& g, std::string& message) {
    auto const answer = verify::equal(f, g, {.seed = 11, .effort = 0});
    message = answer.message();
    return answer.answer() == verify::verdict::different;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(canonical_form_of_formulas)

BOOST_AUTO_TEST_CASE(the_bound_index_may_be_chosen_otherwise) {
    auto const plain = form(convolution("s", [](affine s, affine t) { return std::pair{s, t - s}; }));
    BOOST_REQUIRE(plain.has_value());
    BOOST_TEST((form(convolution("r", [](affine s, affine t) { return std::pair{s, t - s}; })) == plain));
    BOOST_TEST((form(convolution("t", [](affine s, affine t) { return std::pair{t - s, s}; })) == plain));
    BOOST_TEST((form(convolution("s", [](affine s, affine t) {
                    return std::pair{s + affine{5}, t - s - affine{5}};
                })) == plain));
    BOOST_TEST((form(convolution("s", [](affine s, affine t) { return std::pair{t + s, -s}; })) == plain));
}

BOOST_AUTO_TEST_CASE(other_subscripts_give_another_form) {
    auto const plain = form(convolution("s", [](affine s, affine t) { return std::pair{s, t - s}; }));
    BOOST_TEST((form(convolution("s", [](affine s, affine t) { return std::pair{s, t + s}; })) != plain));
    BOOST_TEST((form(convolution("s", [](affine s, affine t) { return std::pair{s, t - s - affine{1}}; })) !=
                plain));
    BOOST_TEST((form(convolution("s", [](affine s, affine t) { return std::pair{s, t - 2 * s}; })) != plain));
}

BOOST_AUTO_TEST_CASE(the_order_of_factors_does_not_count_and_a_range_does) {
    BOOST_TEST((form(band(-1, 1, false)) == form(band(-1, 1, true))));
    BOOST_TEST((form(band(-1, 1, false)) != form(band(-1, 2, false))));
    BOOST_TEST((form(band(0, 7, false)) == form(band(0, 7, true))));
}

BOOST_AUTO_TEST_CASE(a_short_range_and_its_terms_are_one) {
    // Three diagonals as a sum over j or as three terms.
    pencil p;
    int const a = p.tensor("a", 2);
    int const y = p.tensor("y", 1);
    affine const i = p.index("i");
    int terms = p.number(0);
    for (std::int64_t d = -1; d <= 1; ++d) {
        affine const j = p.index("j");
        terms = p.add(terms, p.sum(j, p.multiply(p.bracket(equals(j, i + affine{d})), p.at(a, {i, j}))));
    }
    p.equation(y, {i}, terms);
    BOOST_TEST((form(p.complete()) == form(band(-1, 1, false))));
}

BOOST_AUTO_TEST_CASE(too_much_work_gives_no_form) {
    auto const f = convolution("s", [](affine s, affine t) { return std::pair{s, t - s}; });
    BOOST_TEST(!simplify::canonical_form(f, 3).has_value());
    BOOST_TEST(!simplify::proved_equal(f, f, 3));
    BOOST_TEST(simplify::proved_equal(f, f));
}

std::optional<std::string> form_of(char const* text) { return form(iverson::parsed(text)); }

BOOST_AUTO_TEST_CASE(equations_are_one_lattice_however_they_are_combined) {
    // i = j and j = 0, where j is bound outside of the exponential.
    auto const plain = form_of("y[i] = x[i]*w[i]*prod(j, x[j]*exp(x[j]*w[j]*[j == i]*[j == 0]))");
    BOOST_REQUIRE(plain.has_value());
    BOOST_TEST((form_of("y[i] = x[i]*w[i]*prod(j, x[j]*exp(x[i]*w[j]*[4*j == i]*[j == i]))") == plain));
    BOOST_TEST((form_of("y[i] = x[i]*w[i]*prod(j, x[j]*exp(x[j]*w[i]*[i == 0]*[i + j == 0]))") == plain));
    BOOST_TEST((form_of("y[i] = x[i]*w[i]*prod(j, x[j]*exp(x[j]*w[j]*[j == i]*[j == 1]))") != plain));
}

BOOST_AUTO_TEST_CASE(a_residue_may_be_said_of_any_multiple) {
    auto const plain = form_of("E = sum(i, x[i]*sum(s in Z in 0..9, t in Z in 0..9, [(s + 2*t) % 5 == 0]))");
    BOOST_REQUIRE(plain.has_value());
    BOOST_TEST(
        (form_of("E = sum(i, x[i]*sum(s in Z in 0..9, t in Z in 0..9, [(3*s + t) % 5 == 0]))") == plain));
    BOOST_TEST(
        (form_of("E = sum(i, x[i]*sum(t in Z in 0..9, s in Z in 0..9, [(3*s + t) % 5 == 0]))") == plain));
    BOOST_TEST(
        (form_of("E = sum(i, x[i]*sum(s in Z in 0..9, t in Z in 0..9, [(s + t) % 5 == 0]))") != plain));
}

BOOST_AUTO_TEST_CASE(parts_of_a_product_that_share_no_index_are_named_one_by_one) {
    // Eight factors p are alike until their sums are told apart: too many orders to try them all.
    auto const plain = form_of("E = sum(t in Z, s in Z, p[s]*sum(u in Z, A[u, t]*p[u])^2)*sum(i, p[i])^4"
                               "*sum(j, k, A[3, j]*A[k, j]*p[k])");
    BOOST_REQUIRE(plain.has_value());
    BOOST_TEST((form_of("E = sum(j, k, p[k]*A[k, j]*A[3, j])"
                        "*sum(t in Z, s in Z, sum(u in Z, p[u]*A[u, t])^2*p[s])*sum(i, p[i])^4") == plain));
    BOOST_TEST((form_of("E = sum(j, k, p[k]*A[k, j]*A[3, j])"
                        "*sum(t in Z, s in Z, sum(u in Z, p[u]*A[u, t])^2*p[2*s])*sum(i, p[i])^4") != plain));
}

BOOST_AUTO_TEST_CASE(an_entry_has_no_value_outside_of_its_tensor) {
    // Both are 0, on the axis of p and one position further.
    auto const here = iverson::parsed("y[t in Z] = x[p[t]] - x[p[t]]");
    auto const further = iverson::parsed("y[t in Z] = x[p[t - 1]] - x[p[t - 1]]");
    BOOST_TEST(simplify::proved_equal(here, here));
    BOOST_TEST(!simplify::proved_equal(here, further));
    BOOST_TEST((form(here) != form(further)));
}

BOOST_AUTO_TEST_CASE(random_formulas_keep_their_form_under_another_spelling) {
    int formed = 0;
    int drawn = 0;
    for (std::uint64_t seed = 1; seed <= 240; ++seed) {
        auto const f = random_formulas::built(random_formulas::generator{seed}.run());
        if (f.failed()) {
            continue;
        }
        ++drawn;
        auto const before = simplify::canonical_form(f);
        formed += before ? 1 : 0;
        BOOST_TEST_CONTEXT("formula " << seed) {
            BOOST_TEST((simplify::canonical_form(respelled(f)) == before));
            BOOST_TEST((!before || simplify::proved_equal(f, respelled(f))));
        }
    }
    BOOST_TEST_MESSAGE(formed << " of " << drawn << " random formulas have a canonical form");
    BOOST_TEST(drawn > 150);
    BOOST_TEST(3 * formed > 2 * drawn);
}

BOOST_AUTO_TEST_CASE(what_is_proved_of_random_formulas_holds_in_numbers) {
    int proved = 0;
    int different = 0;
    std::string message;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        auto const recipe = random_formulas::generator{seed}.run();
        auto const f = random_formulas::built(recipe);
        if (f.failed()) {
            continue;
        }
        // A formula with one part left out is nearly the same.
        for (auto const& smaller : random_formulas::cuts{recipe}.all()) {
            auto const g = random_formulas::built(smaller);
            if (g.failed() || g.outputs.size() != f.outputs.size()) {
                continue;
            }
            bool const same = simplify::proved_equal(f, g);
            proved += same ? 1 : 0;
            if (same) {
                BOOST_TEST(!refuted(f, g, message), "formula " << seed << ": " << message);
            } else {
                different += 1;
            }
        }
    }
    BOOST_TEST_MESSAGE(proved << " pairs proved equal, " << different << " not");
    BOOST_TEST(proved > 50);
    BOOST_TEST(different > 300);
}

BOOST_AUTO_TEST_CASE(simplified_random_formulas_are_proved_equal_to_the_written_ones) {
    int proved = 0;
    int drawn = 0;
    std::string message;
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        auto const f = random_formulas::built(random_formulas::generator{seed}.run());
        if (f.failed()) {
            continue;
        }
        ++drawn;
        proved += simplify::proved_equal(f, simplified(f)) ? 1 : 0;
    }
    BOOST_TEST_MESSAGE(proved << " of " << drawn << " simplified formulas proved equal");
    BOOST_TEST(2 * proved > drawn);
}

BOOST_AUTO_TEST_SUITE_END()
