// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "form.hpp"

/// Sums of two tensors of which one slides along the other: convolutions and correlations, in any number of dimensions.
namespace iverson::simplify {

/// sum_s a(s) b(g s + n) over all bound indices s, after a shift of s; g > 0 in a correlation, < 0 in a convolution.
struct sliding {
    int a = -1;
    int b = -1;
    std::int64_t step = 0;  ///< g, the same on all axes
    vector<affine> position;
    bool strided = false;  ///< n moves by more than one, as the output moves by one
    bool moves = false;    ///< n is no mere number: else it is one product; false too if it is no such sum
    bool whole_a = false;  ///< the sum runs over all of a, and b is never left: a 'valid' one
    bool whole_z = false;  ///< every bound is one of a's or b's domain: over Z it is the same sum
};

/// Whether one axis slides: adds its position and step.
constexpr bool slide(sliding& s, sum_parts const& sum, affine const& a, affine const& b) {
    int var = -1;
    for (int v : sum.vars) {
        if (a.mentions(v) || b.mentions(v)) {
            if (var >= 0) {
                return false;
            }
            var = v;
        }
    }
    std::int64_t const in_a = a.coefficient(var);
    std::int64_t const in_b = b.coefficient(var);
    std::int64_t const step = in_a * in_b;
    if ((in_a != 1 && in_a != -1) || step == 0 || (s.step != 0 && s.step != step)) {
        return false;
    }
    s.step = step;
    affine const shift = a - affine::symbol(var, in_a);
    affine const rest = b - affine::symbol(var, in_b);
    s.position.push_back(affine::combine(rest, shift, -step));
    if (!s.position.back().valid()) {
        return false;
    }
    for (auto const& t : s.position.back()) {
        s.moves = true;
        s.strided = s.strided || (t.coefficient != 1 && t.coefficient != -1);
    }
    return true;
}

constexpr sliding sliding_of(place const& p, sum_parts const& sum, int a, int b) {
    term_graph const& g = p.g;
    sliding result;
    auto const at_a = g.links(a);
    auto const at_b = g.links(b);
    if (at_a.size() != sum.vars.size() || at_b.size() != sum.vars.size()) {
        return {};
    }
    for (std::size_t d = 0; d < at_a.size(); ++d) {
        if (!slide(result, sum, g.affine_at(at_a[d]), g.affine_at(at_b[d]))) {
            return {};
        }
    }
    result.a = a;
    result.b = b;
    return result;
}

/// Which bounds the sum has. Indices over Z are never 'valid', ranged ones are 'valid' where no access can leave its tensor.
constexpr void judge_bounds(place const& p, sum_parts const& sum, sliding& s) {
    term_graph const& g = p.g;
    bool ranged = false;
    for (int var : sum.vars) {
        ranged = ranged || !g.is_integer_index(var);
    }
    inequalities bounds = p.known;
    for (int guard : sum.guards) {
        bounds.add(g.condition_at(guard));
    }
    bool const stays = ranged && implies_all(bounds, box_of(g, s.a)) && implies_all(bounds, box_of(g, s.b));
    inequalities const whole = intersection(p.known, box_of(g, s.a));
    vector<int> both(1, s.a);
    both.push_back(s.b);
    s.whole_a = stays && implies_all(g, whole, sum.guards);
    s.whole_z = !stays && implies_all(g, inside_of(p, both), sum.guards);
}

/// The pattern says which: "*" or "star" for the sign, then any of " strided" (the position has a step), " up" (the first
/// tensor is spread out), " valid".
constexpr int sliding_product(place const& p, int id, form const& row) {
    term_graph& g = p.g;
    if (!is_sum(g, id)) {
        return -1;
    }
    sum_parts const sum = parts_of(g, id);
    vector<int> const factors = factors_of(g, sum.body);
    if (factors.size() != 2 || !are_accesses(g, factors)) {
        return -1;
    }
    auto const wants = [&](std::string_view word) {
        return row.pattern.find(word) != std::string_view::npos;
    };
    for (std::size_t first = 0; first < 2; ++first) {
        sliding s = sliding_of(p, sum, factors[first], factors[1 - first]);
        std::int64_t const spread = s.step < 0 ? -s.step : s.step;
        if (!s.moves || (s.step > 0) != wants("star") || (spread > 1) != wants("up") ||
            (s.strided && spread == 1) != wants("strided")) {
            continue;
        }
        judge_bounds(p, sum, s);
        if (wants("valid") ? !s.whole_a : !s.whole_z) {
            continue;
        }
        vector<int> links(1, id);
        links.push_back(g[s.a].head);
        links.push_back(g[s.b].head);
        if (spread > 1) {
            links.push_back(g.affine_id(affine{spread}));
        }
        for (affine const& position : s.position) {
            links.push_back(g.affine_id(position));
        }
        return named(g, row, links);
    }
    return -1;
}

}  // namespace iverson::simplify
