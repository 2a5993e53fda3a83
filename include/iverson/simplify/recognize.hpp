// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "simplify.hpp"

/// Names for well-known sums, for display and steps. A recognized node stands for the sum that it holds; no value changes.
namespace iverson::simplify {

/// The one subscript of a tensor of rank 1, as offset and sign of the summed index; sign 0 if it is no such access.
struct shifted {
    int tensor = -1;
    std::int64_t sign = 0;
    affine offset;
};

constexpr shifted shifted_access(term_graph const& g, int id, int index) {
    if (!g.is(id, op::access) || g.links(id).size() != 1) {
        return {};
    }
    affine const& position = g.affine_at(g.links(id)[0]);
    std::int64_t const c = position.coefficient(index);
    return c == 1 || c == -1 ? shifted{g[id].head, c, position - affine::symbol(index, c)} : shifted{};
}

/// sum_s w(s) x(t - s) = (w * x)_t  and  sum_t f(t) g(t + n) = [f star g]_n, over Z.
constexpr int convolution(place const& p, int id) {
    term_graph& g = p.g;
    if (!is_sum(g, id)) {
        return -1;
    }
    sum_parts const s = parts_of(g, id);
    std::vector<int> const factors = factors_of(g, s.body);
    if (s.vars.size() != 1 || !s.guards.empty() || factors.size() != 2 || !g.is_integer_index(s.vars[0])) {
        return -1;
    }
    shifted const a = shifted_access(g, factors[0], s.vars[0]);
    shifted const b = shifted_access(g, factors[1], s.vars[0]);
    if (a.sign == 0 || b.sign == 0) {
        return -1;
    }
    // Opposite signs: the subscripts add up to the position of a convolution. Equal ones: they differ by that of a correlation.
    bool const opposite = a.sign != b.sign;
    affine const position = opposite ? a.offset + b.offset : b.offset - a.offset;
    int const parts[] = {id, g.affine_id(position), a.tensor, b.tensor};
    return g.intern(op::recognized, static_cast<int>(opposite ? pattern::convolution : pattern::correlation),
                    parts);
}

/// Display only: run once, outermost first, on a finished line.
inline constexpr rule recognition[] = {
    {"recognition", R"(\sum_s w_s x_{t-s} = (w * x)_t,\quad \sum_t f_t g_{t+n} = [f \star g]_n)",
     convolution},
};

constexpr int recognize(term_graph& g, int id, rule_names& used) {
    inequalities const nothing;
    for (rule const& r : recognition) {
        if (int const result = r.apply({g, nothing}, id); result >= 0) {
            used.add(r.name);
            return result;
        }
    }
    if (g.is(id, op::partial) || g.is(id, op::recognized)) {
        return id;
    }
    return rebuild(g, id, [&](int child) { return recognize(g, child, used); });
}

}  // namespace iverson::simplify
