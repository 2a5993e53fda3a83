// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tests/simplify/values.hpp"

#include <vector>

/// Derivatives that have not been taken, as numbers: an evaluator of `partial` nodes that knows no rule of differentiation.
namespace differences {

namespace graph = iverson::graph;
using graph::op;

/// The step of a central difference: errors of some 1e-10 in double, where first derivatives are concerned.
inline constexpr graph::rational step{1, 1 << 16};
inline constexpr double tolerance = 1e-6;

/// Replaces each derivative du/dx(k) of a term by (u with x(a) + h [a = k] for x(a)) - (the same with -h), over 2 h.
class replacement {
  public:
    explicit replacement(graph::graph& g) : g_{g} {}

    int operator()(int id) const {
        if (!g_.is(id, op::partial)) {
            return graph::rebuild(g_, id, [this](int child) { return (*this)(child); });
        }
        int const access = g_.links(id)[1];
        int const body = (*this)(g_.links(id)[0]);
        int const change = graph::subtract(g_, moved(body, access, step), moved(body, access, -step));
        return graph::multiply(g_, g_.number(graph::rational{1} / (step + step)), change);
    }

  private:
    int moved(int id, int access, graph::rational by) const {
        if (g_.is(id, op::access) && g_[id].head == g_[access].head) {
            std::vector<int> bump{g_.number(by)};
            for (int d = 0; d < static_cast<int>(g_.links(id).size()); ++d) {
                auto const at = static_cast<std::size_t>(d);
                graph::affine const here = g_.affine_at(g_.links(id)[at]);
                graph::affine const k = g_.affine_at(g_.links(access)[at]);
                graph::axis const a = g_.tensor_of(id).axes[at];
                bump.push_back(graph::bracket(g_, {graph::relation::zero, here - k, 0}));
                bump.push_back(graph::bracket(g_, {graph::relation::nonnegative, k - a.lower, 0}));
                bump.push_back(graph::bracket(g_, {graph::relation::nonnegative, a.upper - k, 0}));
            }
            return graph::add(g_, id, graph::multiply(g_, bump));
        }
        return graph::rebuild(g_, id, [&](int child) { return moved(child, access, by); });
    }

    graph::graph& g_;
};

/// The term with numbers for its derivatives.
inline int replaced(graph::formula& f, int node) { return replacement{f.nodes}(node); }

}  // namespace differences
