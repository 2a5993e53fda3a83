// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/rewrite.hpp"
#include "../graph/support.hpp"
#include "bounds.hpp"

#include <vector>

/// A product is 0 where one of its factors has no support, also if another one is infinite there: sum(i, w(i)) / x is 0 if w
/// is empty and x is 0. Arithmetic alone would give 0 * inf, which is not a number.
namespace iverson::loops {

/// Whether a value need not be finite where all tensors are.
constexpr bool may_be_infinite(graph::graph const& g, int id) {
    return any_node(g, id, [&](int n) {
        bool const positive_power = g.is(n, graph::op::power) && g.is(g.links(n)[1], graph::op::number) &&
                                    graph::rational{0} < g.number_of(g.links(n)[1]);
        return g.is(n, graph::op::call) || (g.is(n, graph::op::power) && !positive_power);
    });
}

constexpr bool holds_sum(graph::graph const& g, int id) {
    return any_node(g, id, [&](int n) { return g.is(n, graph::op::reduce); });
}

/// The brackets outside of which a factor is 0, if its support is one set.
constexpr std::vector<int> support_brackets(graph::graph& g, int id) {
    std::vector<int> result;
    graph::support support = support_of(g, id);
    if (support.size() != 1) {
        return result;
    }
    std::vector<int> inner;
    bound_symbols(g, id, inner);
    for (int symbol : inner) {
        support[0].eliminate(symbol);
    }
    for (graph::affine const& row : support[0].rows()) {
        result.push_back(graph::bracket(g, {graph::relation::nonnegative, row, 0}));
    }
    return result;
}

/// The formula with such brackets beside each sum that is multiplied with what may be infinite.
constexpr int with_supports_of_sums(graph::graph& g, int id) {
    if (!may_be_infinite(g, id)) {
        return id;
    }
    int const inside = rebuild(g, id, [&](int child) { return with_supports_of_sums(g, child); });
    if (!g.is(inside, graph::op::multiply)) {
        return inside;
    }
    std::vector<int> const links(g.links(inside).begin(), g.links(inside).end());
    std::vector<int> factors = links;
    for (std::size_t i = 0; i < links.size(); ++i) {
        if (support_of(g, links[i]).empty()) {
            return g.number(graph::rational{0});
        }
        bool needed = false;
        for (std::size_t j = 0; j < links.size() && holds_sum(g, links[i]); ++j) {
            needed = needed || (j != i && may_be_infinite(g, links[j]));
        }
        if (needed) {
            std::vector<int> const brackets = support_brackets(g, links[i]);
            factors.insert(factors.end(), brackets.begin(), brackets.end());
        }
    }
    return factors.size() == links.size() ? inside : multiply(g, factors);
}

}  // namespace iverson::loops
