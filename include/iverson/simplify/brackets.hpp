// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "rule.hpp"

/// Rules of Iverson brackets. Source: Graham, Knuth, Patashnik, Concrete Mathematics, 2nd ed., section 2.1.
namespace iverson::simplify {

/// [P] = 1 where P is known to hold.
constexpr int known_bracket(place const& p, int id) {
    return p.g.is(id, op::bracket) && implies(p.known, p.g.condition_of(id)) ? one(p.g) : -1;
}

/// [P] = 0 where P is known to fail.
constexpr int excluded_bracket(place const& p, int id) {
    return p.g.is(id, op::bracket) && excludes(p.known, p.g.condition_of(id)) ? p.g.number(rational{0}) : -1;
}

/// What a factor says about the indices wherever it is not 0: its bracket, or the box of its access.
constexpr void add_support_of_factor(term_graph const& g, int factor, inequalities& known) {
    if (g.is(factor, op::bracket)) {
        known.add(g.condition_of(factor));
    } else if (g.is(factor, op::access) || is_entry_bracket(g, factor)) {
        inequalities const box = box_of(g, g.is(factor, op::access) ? factor : g.links(factor)[0]);
        for (affine const& row : box.rows()) {
            known.add(row);
        }
    } else if (g.is(factor, op::power) && g.is(g.links(factor)[1], op::number) &&
               rational{0} < g.number_of(g.links(factor)[1])) {
        add_support_of_factor(g, g.links(factor)[0], known);
    }
}

/// [P] u = u where P holds wherever u is not 0: implied by another bracket, or by the domain of a tensor.
constexpr int implied_factor(place const& p, int id) {
    term_graph& g = p.g;
    if (!g.is(id, op::multiply)) {
        return -1;
    }
    vector<int> const factors = copy_links(g, id);
    for (std::size_t i = 0; i < factors.size(); ++i) {
        if (!g.is(factors[i], op::bracket)) {
            continue;
        }
        inequalities known = p.known;
        for (std::size_t j = 0; j < factors.size(); ++j) {
            if (j != i) {
                add_support_of_factor(g, factors[j], known);
            }
        }
        bool const holds = implies(known, g.condition_of(factors[i]));
        if (holds || excludes(known, g.condition_of(factors[i]))) {
            vector<int> rest = factors;
            rest[i] = g.number(rational{holds ? 1 : 0});
            return multiply(g, rest);
        }
    }
    return -1;
}

}  // namespace iverson::simplify
