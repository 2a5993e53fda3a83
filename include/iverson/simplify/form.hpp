// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "simplify.hpp"

/// Forms that have a name in textbooks, and what all matchers of forms need to know of ranges.
namespace iverson::simplify {

/// One form. `match` gives the node with the form named in it, or -1 where it does not fit exactly.
struct form {
    std::string_view name;
    std::string_view law;      ///< LaTeX: the name means this
    std::string_view shown;    ///< how it is written (see graph::notation_id)
    std::string_view pattern;  ///< what `match` looks for, in its own words
    bool
        everywhere;  ///< else only where nothing but numbers and other terms stand beside it: a whole right side
    int (*match)(place const&, int node, form const&);
};

/// The name of a node: links beside the node as `shown` reads them.
constexpr int named(term_graph& g, form const& f, vector<int> const& links) {
    return g.intern(op::recognized, g.notation_id(f.shown), links);
}

/// The boxes of the factors, with what is known where they stand: the values of indices at which no factor is outside its tensor.
constexpr inequalities inside_of(place const& p, vector<int> const& factors) {
    inequalities result = p.known;
    for (int factor : factors) {
        result = intersection(result, box_of(p.g, factor));
    }
    return result;
}

constexpr bool implies_all(term_graph const& g, inequalities const& set, vector<int> const& guards) {
    return std::all_of(guards.begin(), guards.end(),
                       [&](int guard) { return implies(set, g.condition_at(guard)); });
}

constexpr bool implies_all(inequalities const& set, inequalities const& rows) {
    return std::all_of(rows.rows().begin(), rows.rows().end(),
                       [&](affine const& row) { return implies_nonnegative(set, row); });
}

constexpr bool are_accesses(term_graph const& g, vector<int> const& nodes) {
    return std::all_of(nodes.begin(), nodes.end(), [&](int n) { return g.is(n, op::access); });
}

/// Whether the sum runs over all that its factors have, no more and no less: each bound index stands bare on axes that are
/// equal, and every bound is one of an axis.
constexpr bool runs_over_axes(place const& p, sum_parts const& s, vector<int> const& factors) {
    term_graph const& g = p.g;
    for (int var : s.vars) {
        axis const* first = nullptr;
        for (int factor : factors) {
            auto const& t = g.tensor_of(factor);
            auto const at = g.links(factor);
            for (std::size_t d = 0; d < at.size(); ++d) {
                if (g.affine_at(at[d]).bare_symbol() != var) {
                    continue;
                }
                axis const& here = t.axes[d];
                if (first != nullptr && !(first->lower == here.lower && first->upper == here.upper)) {
                    return false;
                }
                first = &here;
            }
        }
        if (first == nullptr) {
            return false;
        }
    }
    return implies_all(g, inside_of(p, factors), s.guards);
}

}  // namespace iverson::simplify
