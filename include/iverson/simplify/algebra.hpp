// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "rule.hpp"

#include <algorithm>

/// Rules of the field: they hold for all values, whatever the indices are.
namespace iverson::simplify {

/// A term as coefficient times the rest.
struct scaled {
    rational coefficient{1};
    int rest = 0;
};

constexpr scaled split_coefficient(term_graph& g, int term) {
    if (g.is(term, op::number)) {
        return {g.number_of(term), one(g)};
    }
    vector<int> factors = factors_of(g, term);
    if (!g.is(factors.front(), op::number)) {
        return {rational{1}, term};
    }
    rational const coefficient = g.number_of(factors.front());
    factors.erase(factors.begin());
    return {coefficient, multiply(g, factors)};
}

constexpr int scale(term_graph& g, scaled const& s) { return multiply(g, g.number(s.coefficient), s.rest); }

/// The same product with its factors in one order, so that terms can be compared.
constexpr int sorted_product(term_graph& g, int id) {
    vector<int> factors = factors_of(g, id);
    std::sort(factors.begin(), factors.end());
    return factors.size() == 1 ? id : g.intern(op::multiply, 0, factors);
}

/// c (u + v) + d u = (c + d) u + c v: a number is multiplied out where that brings like terms together.
constexpr int expand_for_like_terms(place const& p, int id) {
    term_graph& g = p.g;
    if (!g.is(id, op::add)) {
        return -1;
    }
    vector<int> const terms = copy_links(g, id);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        scaled const outer = split_coefficient(g, terms[i]);
        if (!g.is(outer.rest, op::add)) {
            continue;
        }
        bool meets = false;
        vector<int> inner = copy_links(g, outer.rest);
        for (int& term : inner) {
            int const key = sorted_product(g, split_coefficient(g, term).rest);
            for (std::size_t j = 0; j < terms.size(); ++j) {
                meets = meets || (j != i && sorted_product(g, split_coefficient(g, terms[j]).rest) == key);
            }
            term = multiply(g, g.number(outer.coefficient), term);
        }
        if (meets) {
            vector<int> result = terms;
            result[i] = add(g, inner);
            return add(g, result);
        }
    }
    return -1;
}

/// c u + d u = (c + d) u.
constexpr int like_terms(place const& p, int id) {
    term_graph& g = p.g;
    if (!g.is(id, op::add)) {
        return -1;
    }
    vector<int> keys;
    vector<scaled> groups;
    bool merged = false;
    for (int term : copy_links(g, id)) {
        scaled const s = split_coefficient(g, term);
        int const key = sorted_product(g, s.rest);
        auto const found = std::find(keys.begin(), keys.end(), key);
        if (found != keys.end() && !g.is(term, op::number)) {
            scaled& group = groups[static_cast<std::size_t>(found - keys.begin())];
            group.coefficient = group.coefficient + s.coefficient;
            merged = true;
        } else {
            keys.push_back(g.is(term, op::number) ? -1 : key);
            groups.push_back(s);
        }
    }
    if (!merged) {
        return -1;
    }
    vector<int> result;
    for (scaled const& group : groups) {
        result.push_back(scale(g, group));
    }
    return add(g, result);
}

/// Whether u is, or may be, 0 at some of the known index values by its brackets and domains alone.
constexpr bool vanishes_outside(place const& p, int u) {
    if (p.g.is(u, op::compare) || p.g.is(u, op::match) || p.g.is(u, op::chosen)) {
        return true;  // where it holds is not known
    }
    vector<int> inner;
    bound_symbols(p.g, u, inner);
    for (inequalities piece : support_of(p.g, u)) {
        bool everywhere = !piece.known_empty();
        for (int symbol : inner) {
            for (affine const& row : piece.rows()) {
                std::int64_t const c = row.coefficient(symbol);
                everywhere =
                    everywhere && c >= -1 && c <= 1;  // then the projection is that of the integer points
            }
            piece.eliminate(symbol);
        }
        for (affine const& row : piece.rows()) {
            everywhere = everywhere && implies_nonnegative(p.known, row);
        }
        if (everywhere) {
            return false;
        }
    }
    return true;
}

/// The powers of one base in a product: the sums of their positive and of their negative exponents.
struct powers {
    int base = 0;
    rational positive{0};
    rational negative{0};

    constexpr void add(rational n) {
        (rational{0} < n ? positive : negative) = (rational{0} < n ? positive : negative) + n;
    }
    /// u^m u^-n with m <= n is 0 outside the support of u, u^(m - n) is not.
    constexpr bool must_stay_apart(place const& p) const {
        bool const both = !positive.is_zero() && !negative.is_zero();
        return both && !(rational{0} < positive + negative) && vanishes_outside(p, base);
    }
};

constexpr powers power_of(term_graph const& g, int factor) {
    bool const power = g.is(factor, op::power) && g.is(g.links(factor)[1], op::number) &&
                       g.number_of(g.links(factor)[1]).is_integer();
    powers result;
    result.base = power ? g.links(factor)[0] : factor;
    result.add(power ? g.number_of(g.links(factor)[1]) : rational{1});
    return result;
}

/// u^m u^n = u^(m + n) for integers m and n, unless a domain would be lost.
constexpr int like_factors(place const& p, int id) {
    term_graph& g = p.g;
    if (!g.is(id, op::multiply)) {
        return -1;
    }
    vector<int> const factors = copy_links(g, id);
    vector<powers> groups;
    for (int factor : factors) {
        powers const one_more = power_of(g, factor);
        auto const found = std::find_if(groups.begin(), groups.end(),
                                        [&](powers const& old) { return old.base == one_more.base; });
        if (found == groups.end()) {
            groups.push_back(one_more);
        } else {
            found->positive = found->positive + one_more.positive;
            found->negative = found->negative + one_more.negative;
        }
    }
    if (groups.size() == factors.size()) {
        return -1;
    }
    vector<int> result;
    for (powers const& u : groups) {
        if (u.must_stay_apart(p)) {
            result.push_back(power(g, u.base, g.number(u.positive)));
            result.push_back(power(g, u.base, g.number(u.negative)));
        } else {
            result.push_back(power(g, u.base, g.number(u.positive + u.negative)));
        }
    }
    return result.size() == factors.size() ? -1 : multiply(g, result);
}

/// (u v)^-1 = u^-1 v^-1, (c u)^n = c^n u^n: integer powers of products.
constexpr int power_of_product(place const& p, int id) {
    term_graph& g = p.g;
    if (!g.is(id, op::power) || !g.is(g.links(id)[0], op::multiply)) {
        return -1;
    }
    int const exponent = g.links(id)[1];
    if (!g.is(exponent, op::number) || !g.number_of(exponent).is_integer()) {
        return -1;
    }
    vector<int> factors = copy_links(g, g.links(id)[0]);
    for (int& factor : factors) {
        factor = power(g, factor, exponent);
    }
    return multiply(g, factors);
}

}  // namespace iverson::simplify
