// SPDX-License-Identifier: BSL-1.0
//
// A written range on a bare subscript sets the axis (docs/semantics.md, 'Domains'). Where another access then leaves that axis
// at every binding, as in sum(i in 0..n-2, (u[i+1] - u[i])^2), no data fits; whoever reads the formula may say so at once.
#include "lowering.hpp"

#include <iverson/graph/axes.hpp>
#include <iverson/graph/describe.hpp>
#include <iverson/graph/index_ranges.hpp>

#include <algorithm>
#include <optional>

namespace iverson::syntax {

namespace {

using graph::affine;

struct ends {
    affine lower;
    affine upper;
};

/// The least and the greatest position of a checked access, where it takes both whenever its indices have values: their ranges
/// are intervals between extents.
std::optional<ends> reached(graph::graph const& g, graph::requirement const& r) {
    affine const p = g.affine_at(r.position);
    ends result{p, p};
    for (int c : r.guards) {
        auto const& terms = g.condition_at(c).expression;
        if (std::count_if(terms.begin(), terms.end(),
                          [&](auto const& t) { return graph::is_index_symbol(g, t.symbol); }) > 1) {
            return std::nullopt;
        }
    }
    for (auto const& t : p) {
        if (!graph::is_index_symbol(g, t.symbol)) {
            continue;
        }
        bool plain = true;
        graph::written_range const range = graph::range_of(g, t.symbol, r.guards, &plain);
        if (!plain || !range.complete()) {
            return std::nullopt;
        }
        bool const rises = t.coefficient > 0;
        result.lower = result.lower.substituted(t.symbol, rises ? range.lower : range.upper);
        result.upper = result.upper.substituted(t.symbol, rises ? range.upper : range.lower);
    }
    return result;
}

/// Whether a < b for all extents.
bool is_below(affine const& a, affine const& b) {
    affine const difference = b - a;
    return difference.valid() && difference.is_constant() && difference.constant() > 0;
}

std::string phrase(graph::graph const& g, affine const& e) {
    return std::string{graph::describe(g, e).view()};
}

/// `u: [n]`, the declaration that gives an axis the positions and leaves the others open.
std::string declaration_of(graph::graph const& g, graph::tensor const& t, int axis, ends const& wanted) {
    std::string axes;
    for (int k = 0; k < t.rank; ++k) {
        std::string const own = wanted.lower.is_zero()
                                    ? phrase(g, wanted.upper + affine{1})
                                    : phrase(g, wanted.lower) + ".." + phrase(g, wanted.upper);
        axes += (k > 0 ? ", " : "") + (k == axis ? own : "_");
    }
    return std::string{graph::describe(g, t).view()} + ": [" + axes + "]";
}

/// The positions of both; nothing if the access keeps inside the axis for some extents.
std::optional<ends> beyond(graph::axis const& own, ends const& at) {
    bool const below = is_below(at.lower, own.lower);
    bool const above = is_below(own.upper, at.upper);
    ends const both{below ? at.lower : own.lower, above ? at.upper : own.upper};
    return below || above ? std::optional{both} : std::nullopt;
}

}  // namespace

std::optional<failure> lowering_pass::misfit() const {
    for (graph::requirement const& r : s_.target.requirements) {
        bool const checked = r.what == graph::requirement::kind::inside && r.index >= 0;
        if (!checked || declared_.contains({r.tensor, r.axis}) || s_.target.defining(r.tensor) >= 0) {
            continue;
        }
        graph::tensor const& t = g_.tensor_at(r.tensor);
        graph::axis const own = t.axes[static_cast<std::size_t>(r.axis)];
        std::optional<ends> const at = reached(g_, r);
        std::optional<ends> const needed = at ? beyond(own, *at) : std::nullopt;
        if (needed) {
            return misfit_of(r, own, declaration_of(g_, t, r.axis, *needed));
        }
    }
    return std::nullopt;
}

failure lowering_pass::misfit_of(graph::requirement const& r, graph::axis const& own,
                                 std::string const& declaration) const {
    std::string const name{graph::describe(g_, g_.tensor_at(r.tensor)).view()};
    std::string const index{g_.symbol_at(r.index).name.view()};
    std::string const message = "index " + index + " takes the subscript " +
                                phrase(g_, g_.affine_at(r.position)) + " of " + name + " beyond axis " +
                                std::to_string(r.axis) + ", to which a written range gives the positions " +
                                phrase(g_, own.lower) + ".." + phrase(g_, own.upper);
    std::string const without_range =
        ", or leave the range out: " + index + " then takes every value that stays inside";
    return {place_for(message), message,
            "say which positions " + name + " has, " + declaration +
                (g_.symbol_at(r.index).written ? without_range : "")};
}

}  // namespace iverson::syntax
