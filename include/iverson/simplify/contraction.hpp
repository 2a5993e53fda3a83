// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "form.hpp"

/// Products of tensors summed over whole axes: matrix products and their kin.
namespace iverson::simplify {

/// Lays a pattern such as "ik,kj>ij" on a sum of products: each operand is an access, the letters of the result are any subscripts
/// without bound indices. Those that it lacks are then the bound indices, where there are as many and each stands bare somewhere.
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
        std::size_t start = 0;
        for (int factor : factors) {
            std::size_t const end = pattern_.find_first_of(",>", start);
            if (!give(pattern_.substr(start, end - start), g_.links(factor))) {
                return false;
            }
            start = end + 1;
        }
        return has_free_subscripts() && has_own_indices();
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
    constexpr bool give(std::string_view operand, std::span<int const> positions) {
        if (operand.size() != positions.size()) {
            return false;
        }
        for (std::size_t d = 0; d < operand.size(); ++d) {
            int& place = given_[operand[d] - 'a'];
            place = place < 0 ? positions[d] : place;
            if (place != positions[d]) {
                return false;
            }
        }
        return true;
    }
    constexpr bool has_free_subscripts() const {
        vector<int> const all = at();
        return std::none_of(all.begin(), all.end(), [&](int position) {
            affine const& e = g_.affine_at(position);
            return std::any_of(s_.vars.begin(), s_.vars.end(), [&](int v) { return e.mentions(v); });
        });
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
        if (match(order)) {
            settled = match.is_in_order();
            links.assign(1, s.vars.empty() ? multiply(g, factors) : id);
            for (int factor : order) {
                links.push_back(g[factor].head);
            }
            for (int position : match.at()) {
                links.push_back(position);
            }
        }
    } while (!settled && std::next_permutation(places.begin(), places.end()));
    if (links.empty() || !runs_over_axes(p, s, factors)) {
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
    affine const at = g.affine_at(g.links(factors[0])[0]);
    int const i = at.bare_symbol();
    int const j = std::max((at - c.expression).bare_symbol(), (at + c.expression).bare_symbol());
    auto const is_index = [&](int symbol) { return symbol >= 0 && is_index_symbol(g, symbol); };
    if (c.kind != relation::zero || !is_index(i) || !is_index(j)) {
        return -1;
    }
    vector<int> links(1, id);
    links.push_back(g[factors[0]].head);
    links.push_back(g.affine_id(affine::symbol(std::min(i, j))));
    links.push_back(g.affine_id(affine::symbol(std::max(i, j))));
    return named(g, row, links);
}

}  // namespace iverson::simplify
