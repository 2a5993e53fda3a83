// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "form.hpp"

/// Products of tensors summed over whole axes: matrix products and their kin.
namespace iverson::simplify {

/// Lays a pattern such as "ik,kj>ij" on a sum of products: each operand is an access, a letter that the result lacks is a bound
/// index that stands bare, the others are any subscripts without bound indices.
class contraction_match {
  public:
    constexpr contraction_match(place const& p, std::string_view pattern, sum_parts const& s)
        : g_{p.g}, s_{s}, arrow_{pattern.find('>')}, pattern_{pattern} {}

    constexpr std::size_t operands() const {
        return 1 + static_cast<std::size_t>(std::count(
                       pattern_.begin(), pattern_.begin() + static_cast<std::ptrdiff_t>(arrow_), ','));
    }
    constexpr std::string_view result() const { return pattern_.substr(arrow_ + 1); }
    constexpr bool is_bound(char letter) const { return result().find(letter) == std::string_view::npos; }
    constexpr std::size_t bound_letters() const {
        std::size_t count = 0;
        for (std::size_t i = 0; i < arrow_; ++i) {
            char const c = pattern_[i];
            count += c != ',' && is_bound(c) && pattern_.find(c) == i ? 1U : 0U;
        }
        return count;
    }

    /// Whether the accesses, in this order, are the operands; then `at` gives the subscripts of the result.
    constexpr bool operator()(vector<int> const& factors) {
        std::fill(given_, given_ + 26, -1);
        std::size_t letter = 0;
        for (int factor : factors) {
            for (int position : g_.links(factor)) {
                if (letter >= arrow_ || pattern_[letter] == ',' || !give(pattern_[letter], position)) {
                    return false;
                }
                ++letter;
            }
            if (letter < arrow_ && pattern_[letter] != ',') {
                return false;
            }
            ++letter;
        }
        return letter == arrow_ + 1 && has_own_indices();
    }
    constexpr vector<int> at() const {
        vector<int> result;
        for (char letter : this->result()) {
            result.push_back(given_[letter - 'a']);
        }
        return result;
    }
    /// Whether the subscripts of the result stand in the order in which the indices were made, as on a left side.
    constexpr bool is_in_order() const {
        int last = -1;
        for (int position : at()) {
            int const symbol = g_.affine_at(position).bare_symbol();
            if (symbol >= 0 && symbol < last) {
                return false;
            }
            last = symbol >= 0 ? symbol : last;
        }
        return true;
    }

  private:
    constexpr bool give(char letter, int position) {
        int& place = given_[letter - 'a'];
        if (place >= 0) {
            return place == position;
        }
        affine const& e = g_.affine_at(position);
        bool const free = std::none_of(s_.vars.begin(), s_.vars.end(), [&](int v) { return e.mentions(v); });
        if (is_bound(letter) ? free || e.bare_symbol() < 0 : !free) {
            return false;
        }
        for (int other : given_) {
            if (is_bound(letter) && other == position) {
                return false;
            }
        }
        place = position;
        return true;
    }
    /// Without a sum, only different bare indices say that nothing is meant but the product itself.
    constexpr bool has_own_indices() const {
        vector<int> const all = at();
        for (std::size_t i = 0; i < all.size() && s_.vars.empty(); ++i) {
            if (g_.affine_at(all[i]).bare_symbol() < 0 || std::count(all.begin(), all.end(), all[i]) != 1) {
                return false;
            }
        }
        return true;
    }

    term_graph const& g_;
    sum_parts const& s_;
    std::size_t arrow_;
    std::string_view pattern_;
    int given_[26]{};
};

/// A node that the row's pattern fits, in the order of factors that has the result's subscripts in their order.
constexpr int contraction(place const& p, int id, form const& row) {
    term_graph& g = p.g;
    sum_parts s;
    if (is_sum(g, id)) {
        s = parts_of(g, id);
    } else {
        s.body = id;
    }
    contraction_match match{p, row.pattern, s};
    if (s.vars.size() != match.bound_letters()) {
        return -1;
    }
    vector<int> factors = factors_of(g, s.body);
    int number = -1;
    if (g.is(factors[0], op::number) && s.vars.empty()) {
        number = factors[0];
        factors.erase(factors.begin());
    }
    if (factors.size() != match.operands() || !are_accesses(g, factors)) {
        return -1;
    }
    vector<int> places;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        places.push_back(static_cast<int>(i));
    }
    vector<int> links;
    bool settled = false;
    do {
        vector<int> order;
        for (int place : places) {
            order.push_back(factors[static_cast<std::size_t>(place)]);
        }
        if ((links.empty() || !settled) && match(order) && (links.empty() || match.is_in_order())) {
            settled = match.is_in_order();
            links.assign(1, s.vars.empty() ? multiply(g, factors) : id);
            for (int factor : order) {
                links.push_back(g[factor].head);
            }
            for (int position : match.at()) {
                links.push_back(position);
            }
        }
    } while (std::next_permutation(places.begin(), places.end()));
    if (links.empty() || (!s.vars.empty() && !runs_over_axes(p, s, factors))) {
        return -1;
    }
    int const result = named(g, row, links);
    return number < 0 ? result : multiply(g, number, result);
}

/// u(i) [i = j] is a diagonal matrix.
constexpr int diagonal_matrix(place const& p, int id, form const& row) {
    term_graph& g = p.g;
    vector<int> factors = factors_of(g, id);
    if (factors.size() != 2) {
        return -1;
    }
    if (g.is(factors[0], op::bracket)) {
        std::swap(factors[0], factors[1]);
    }
    if (!g.is(factors[0], op::access) || !g.is(factors[1], op::bracket) || g.links(factors[0]).size() != 1) {
        return -1;
    }
    condition const c = g.condition_of(factors[1]);
    int const i = g.affine_at(g.links(factors[0])[0]).bare_symbol();
    if (c.kind != relation::zero || i < 0 || c.expression.size() != 2 || c.expression.constant() != 0) {
        return -1;
    }
    int j = -1;
    for (auto const& t : c.expression) {
        j = t.symbol == i ? j : t.symbol;
    }
    if (j < 0 || g.symbol_at(j).kind > symbol_kind::integer || c.expression.coefficient(i) == 0 ||
        c.expression.coefficient(i) + c.expression.coefficient(j) != 0) {
        return -1;
    }
    vector<int> links(1, id);
    links.push_back(g[factors[0]].head);
    links.push_back(g.affine_id(affine::symbol(std::min(i, j))));
    links.push_back(g.affine_id(affine::symbol(std::max(i, j))));
    return named(g, row, links);
}

}  // namespace iverson::simplify
