// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "entries.hpp"
#include "terms.hpp"
#include "vanishing.hpp"

#include <algorithm>
#include <span>

/// a b + a c = a (b + c): one multiplication less for each entry, and b + c may need fewer indices than the terms.
namespace iverson::loops {

class common_factors {
  public:
    constexpr explicit common_factors(graph::formula& f) : g_{f.nodes}, split_{f}, supports_{f} {}

    /// The formula for index values of which so much is `known`.
    constexpr int run(int id, context const& known) {
        if (!any_node(g_, id, [&](int n) { return g_.is(n, graph::op::add) && repeated_factor(n) >= 0; })) {
            return id;
        }
        context inside = known;
        if (g_.is(id, graph::op::reduce)) {
            for (int guard : g_.reduction_of(id).guards) {
                inside.add(g_.condition_at(guard));
            }
        }
        int const result = rebuild(g_, id, [&](int child) { return run(child, inside); });
        return g_.is(result, graph::op::add) ? factored(result, known) : result;
    }

  private:
    /// Whether a product less of it is one multiplication less. Brackets say where a term is, and stay with it.
    constexpr bool counts(int factor) const {
        return !g_.is(factor, graph::op::number) && !g_.is(factor, graph::op::bracket) &&
               !is_value_bracket(g_, factor);
    }
    /// The factor of most terms, the first of those; -1 if none is in two products.
    constexpr int repeated_factor(int sum) const {
        graph::memo const products = products_with_each_factor(sum);
        int best = -1;
        int most = 1;
        for (int term : g_.links(sum)) {
            for (int factor : factors_in(term)) {
                best = products.get(factor) > most ? factor : best;
                most = std::max(most, products.get(factor));
            }
        }
        return best;
    }
    constexpr graph::memo products_with_each_factor(int sum) const {
        graph::memo result;
        graph::memo last;  // the product in which the factor was seen
        for (int term : g_.links(sum)) {
            for (int factor : factors_in(term)) {
                if (last.get(factor) != term && counts(factor)) {
                    last.set(factor, term);
                    result.set(factor, std::max(result.get(factor), 0) + 1);
                }
            }
        }
        return result;
    }
    constexpr std::span<int const> factors_in(int term) const {
        return g_.is(term, graph::op::multiply) ? g_.links(term) : std::span<int const>{};
    }
    constexpr bool has_factor(int term, int factor) const {
        graph::vector<int> const factors = factors_of(g_, term);
        return std::find(factors.begin(), factors.end(), factor) != factors.end();
    }

    constexpr int factored(int sum, context const& known) {
        int const factor = repeated_factor(sum);
        if (factor < 0) {
            return sum;
        }
        graph::vector<int> with;
        graph::vector<int> others;
        graph::vector<int> const terms(g_.links(sum).begin(), g_.links(sum).end());
        for (int term : terms) {
            if (has_factor(term, factor)) {
                with.push_back(without(term, factor));
            } else {
                others.push_back(term);
            }
        }
        if (!defined_alike(factor, with, known)) {
            return sum;
        }
        int const rest = add(g_, with);
        others.push_back(multiply(g_, factor, g_.is(rest, graph::op::add) ? factored(rest, known) : rest));
        int const result = add(g_, others);
        return g_.is(result, graph::op::add) ? factored(result, known) : result;
    }
    /// The term without one factor, once.
    constexpr int without(int term, int factor) {
        graph::vector<int> factors = factors_of(g_, term);
        factors.erase(std::find(factors.begin(), factors.end(), factor));
        return multiply(g_, factors);
    }
    /// Whether the other factors of all terms have their values and support wherever the common one has: terms with conditions of
    /// their own are computed where these hold.
    constexpr bool defined_alike(int factor, graph::vector<int> const& others, context known) {
        graph::vector<term> const its = split_.terms(factor, known);
        if (its.size() != 1 || others.size() > most_terms) {
            return false;
        }
        for (graph::condition const& c : its[0].conditions) {
            known.add(c);
        }
        return std::all_of(others.begin(), others.end(), [&](int other) {
            graph::vector<term> const parts = split_.terms(other, known);
            return parts.size() == 1 && parts[0].conditions.empty() &&
                   supports_.has_support_everywhere(other, known);
        });
    }

    static constexpr std::size_t most_terms = 32;

    graph::graph& g_;
    splitter split_;
    vanishing supports_;
};

}  // namespace iverson::loops
