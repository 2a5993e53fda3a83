// SPDX-License-Identifier: BSL-1.0
//
// Equality of formulas: what is proved, what is refuted by an assignment, and what neither.
#include "equal_pairs.hpp"
#include "respelled.hpp"

#include <iverson/verify/equal.hpp>

#include <boost/test/unit_test.hpp>

using namespace equal_pairs;
using iverson::verify::verdict;
namespace plain = iverson::plain;

namespace {

constexpr auto product_f = (y(i) = sum(j, A(i, j) * x(j)));
constexpr auto product_g = (y(l) = sum(n, x(n) * A(l, n)));
constexpr auto transposed = (y(l) = sum(n, x(n) * A(n, l)));
constexpr auto cube = iverson::function(
    "cube", R"(\operatorname{cube})", {}, [](auto const& v) { return v * v * v; },
    [](auto const& v, auto const&) { return 3 * v * v; });
constexpr auto cubed = (y(i) = cube(x(i)));
constexpr auto third_power = (y(i) = pow(x(i), 3));

template <class T>
plain::tensor<T> value_of(graph::formula const& f, verify::counterexample const& c) {
    return plain::evaluate_all(f, c.inputs<T>(f)).at(f.output(c.output).tensor);
}

/// Whether the counterexample says what the plain meaning says: other domains, or two values at its position that differ.
template <class T>
bool holds(formula_pair const& p, verify::counterexample const& c) {
    auto const left = value_of<T>(p.left, c);
    auto const right = value_of<T>(p.right, c);
    if (c.domains_differ) {
        return left.box() != right.box() && verify::box_text(left.box()) == c.left &&
               verify::box_text(right.box()) == c.right;
    }
    T const difference = left.at(c.where) - right.at(c.where);
    return left.box() == right.box() && left.holds(c.where) &&
           abs(difference) > T(1) / T(1000000000000) / T(1000);
}

bool has_functions(formula_pair const& p) {
    return std::max(verify::numbers_of(p.left), verify::numbers_of(p.right)) == verify::number_kind::real;
}

void require_meaning(formula_pair const& p) {
    BOOST_REQUIRE_MESSAGE(!p.left.failed(), p.what << ": " << p.left.nodes.message().view());
    BOOST_REQUIRE_MESSAGE(!p.right.failed(), p.what << ": " << p.right.nodes.message().view());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(equality_of_formulas)

BOOST_AUTO_TEST_CASE(equal_formulas_are_proved_equal_in_both_orders) {
    BOOST_TEST(equal_ones().size() >= 40U);
    for (formula_pair const& p : equal_ones()) {
        require_meaning(p);
        BOOST_TEST_CONTEXT(p.what) {
            auto const answer = verify::equal(p.left, p.right);
            BOOST_TEST(answer);
            BOOST_TEST(answer.trials() >= 8);
            BOOST_TEST(verify::equal(p.right, p.left));
        }
    }
}

BOOST_AUTO_TEST_CASE(different_formulas_come_with_a_counterexample_that_holds) {
    BOOST_TEST(different_ones().size() >= 40U);
    for (formula_pair const& p : different_ones()) {
        require_meaning(p);
        BOOST_TEST_CONTEXT(p.what) {
            auto const answer = verify::equal(p.left, p.right);
            BOOST_TEST((answer.answer() == verdict::different), answer.message());
            if (answer.answer() == verdict::different) {
                bool const same = has_functions(p) ? holds<verify::precise>(p, answer.difference())
                                                   : holds<verify::exact>(p, answer.difference());
                BOOST_TEST(same, answer.message());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_that_differs_is_proved_equal_or_has_one_canonical_form) {
    for (formula_pair const& p : different_ones()) {
        BOOST_TEST_CONTEXT(p.what) {
            BOOST_TEST(!simplify::proved_equal(p.left, p.right));
            BOOST_TEST(!simplify::proved_equal(p.right, p.left));
            auto const form = simplify::canonical_form(p.left);
            BOOST_TEST((!form || form != simplify::canonical_form(p.right)));
        }
    }
}

BOOST_AUTO_TEST_CASE(answers_do_not_depend_on_the_spelling) {
    for (auto const* all : {&equal_ones(), &different_ones()}) {
        for (formula_pair const& p : *all) {
            BOOST_TEST_CONTEXT(p.what) {
                graph::formula const left = respelled(p.left);
                graph::formula const right = respelled(p.right);
                BOOST_TEST(verify::equal(p.left, left));
                BOOST_TEST((simplify::canonical_form(left) == simplify::canonical_form(p.left)));
                BOOST_TEST((simplify::canonical_form(right) == simplify::canonical_form(p.right)));
                BOOST_TEST((verify::equal(left, right).answer() == verify::equal(p.left, p.right).answer()));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(formulas_in_the_program_are_compared_by_name) {
    BOOST_TEST((verify::equal<product_f, product_g>()));
    BOOST_TEST((verify::equal<product_f, transposed>().answer() == verdict::different));
    BOOST_TEST((verify::equal<product_f, product_g>().message() == "equal (proved)"));
}

BOOST_AUTO_TEST_CASE(a_function_that_only_numbers_know_is_judged_by_trials) {
    auto const answer = verify::equal<cubed, third_power>();
    BOOST_TEST((answer.answer() == verdict::equal_by_trials), answer.message());
    BOOST_TEST(answer.agrees());
    BOOST_TEST(!answer);
    BOOST_TEST(answer.trials() >= 8);
    auto const relu_by_abs = verify::equal(of(y(i) = relu(x(i))), of(y(i) = 0.5 * (x(i) + abs(x(i)))));
    BOOST_TEST((relu_by_abs.answer() == verdict::equal_by_trials), relu_by_abs.message());
    BOOST_TEST(relu_by_abs.message().find("exact fractions") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_effort_there_are_only_trials_modulo_a_prime) {
    auto const answer = verify::equal(of(product_f), of(product_g), {.effort = 0});
    BOOST_TEST((answer.answer() == verdict::equal_by_trials), answer.message());
    BOOST_TEST(answer.message().find("2^61 - 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(formulas_that_no_binding_fits_are_not_decided) {
    // A range sets the axis of w: no extent fits both.
    auto const answer = verify::equal(of(E = sum(i.in(0, 2), w(i))), of(E = sum(i.in(0, 1), w(i))));
    BOOST_TEST((answer.answer() == verdict::not_decided), answer.message());
    BOOST_TEST(!answer.agrees());
    auto const failed = verify::equal(of(y(i) = x(j)), of(y(i) = x(i)));
    BOOST_TEST((failed.answer() == verdict::not_decided), failed.message());
}

BOOST_AUTO_TEST_CASE(one_seed_gives_one_counterexample) {
    auto const say = [](std::uint64_t seed) {
        return verify::equal(of(product_f), of(transposed), {.seed = seed}).message();
    };
    BOOST_TEST(say(3) == say(3));
}

BOOST_AUTO_TEST_CASE(residues_are_a_field) {
    using verify::residue;
    residue const p_minus_1{-1};
    BOOST_TEST(p_minus_1.value() == residue::prime - 1);
    BOOST_TEST((p_minus_1 * p_minus_1).value() == 1U);
    BOOST_TEST((residue{1} / residue{3} * residue{3}).value() == 1U);
    BOOST_TEST((residue{5} - residue{7} + residue{2}).value() == 0U);
    BOOST_CHECK_THROW(residue{1} / residue{0}, std::overflow_error);
}

BOOST_AUTO_TEST_SUITE_END()
