// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "algebra.hpp"
#include "brackets.hpp"
#include "sums.hpp"

namespace iverson::simplify {

/// THE TABLES. Each ends, since every rule makes its term smaller in an order, which tests/simplify/order.hpp computes.
/// The weight of a term: a number or an access is 2, a bracket 3; a sum of terms adds its terms and 1 for each plus; a product
/// multiplies; a power or a call adds 1; a reduction multiplies its body by 2, by 3 for each bound index and each guard.
/// Order for algebra: the number of powers of products, then the weight.
inline constexpr rule algebra[] = {
    {"multiply out", R"(c (u + v) + d u = (c + d) u + c v)", expand_for_like_terms},
    {"like terms", R"(c u + d u = (c + d) u)", like_terms},
    {"like factors", R"(u^m u^n = u^{m+n})", like_factors},
    {"power of a product", R"((u v)^n = u^n v^n)", power_of_product},
};
/// Order for brackets and sums: the weight.
inline constexpr rule collapse[] = {
    {"known bracket", R"([P] = 1 \text{ where } P \text{ holds})", known_bracket},
    {"excluded bracket", R"([P] = 0 \text{ where } P \text{ fails})", excluded_bracket},
    {"implied bracket", R"([P]\, u = u \text{ where } u \ne 0 \Rightarrow P)", implied_factor},
    {"sieve", R"(\sum_s f(s)\, [s = t] = f(t))", sieve},
    {"integer solution", R"(\sum_{i,j} f(i, j)\, [2i + 3j = k] = \sum_q f(3q - k, k - 2q))",
     integer_solution},
    {"distribute", R"(\sum_s a (u + v) = \sum_s (a u + a v))", distribute},
    {"split sum", R"(\sum_s (u + v) = \sum_s u + \sum_s v)", split_sum},
    {"merge sums", R"(\sum_t a_t \sum_r u = \sum_{t,r} a_t u)", merge_sums},
    {"empty sum", R"(\sum_{s \in \emptyset} u = 0)", empty_sum},
};
/// Order for tidying: the number of factors inside sums, once for each sum around them.
inline constexpr rule tidy[] = {
    {"constant factor of a sum", R"(\sum_s c\, u_s = c \sum_s u_s)", factor_out},
};

/// Applies the rules of some tables everywhere, innermost first, until none fits.
class simplifier {
  public:
    constexpr simplifier(term_graph& g, std::span<rule const> rules, rule_names& used)
        : g_{g}, rules_{rules}, used_{used} {}

    constexpr int operator()(int id, inequalities const& known) {
        memo done;
        return run(id, known, done);
    }

  private:
    constexpr int run(int id, inequalities const& known, memo& done) {
        if (int const before = done.get(id); before >= 0) {
            return before;
        }
        int result = below(id, known, done);
        for (int next = step(result, known); next >= 0 && !g_.failed(); next = step(result, known)) {
            result = next == result ? result : below(next, known, done);
        }
        return done.set(id, result);
    }
    /// Children first; inside a sum its range is known too.
    constexpr int below(int id, inequalities const& known, memo& done) {
        if (!g_.is(id, op::reduce)) {
            return rebuild(g_, id, [&](int child) { return run(child, known, done); });
        }
        inequalities inside = known;
        for (int guard : g_.reduction_of(id).guards) {
            inside.add(g_.condition_at(guard));
        }
        memo done_inside;
        return rebuild(g_, id, [&](int child) { return run(child, inside, done_inside); });
    }
    constexpr int step(int id, inequalities const& known) {
        place const p{g_, known};
        for (rule const& r : rules_) {
            if (int const result = r.apply(p, id); result >= 0 && result != id) {
                used_.add(r.name);
                return result;
            }
        }
        return -1;
    }

    term_graph& g_;
    std::span<rule const> rules_;
    rule_names& used_;
};

/// What is known of the free indices of an equation.
constexpr inequalities domain_of(term_graph const& g, equation const& e) {
    inequalities known;
    for (int c : e.domain) {
        known.add(g.condition_at(c));
    }
    return known;
}

}  // namespace iverson::simplify
