// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/inequality.hpp"
#include "../graph/rewrite.hpp"
#include "../graph/support.hpp"
#include "../graph/trace.hpp"

#include <string_view>

namespace iverson::simplify {

using namespace graph;

/// The graph that rules rewrite, and what is known of the index values where the node stands.
struct place {
    term_graph& g;
    inequalities const& known;
};

/// One simplification: `apply` gives the simpler node, or -1 where the rule does not fit.
struct rule {
    std::string_view name;
    std::string_view law;  ///< LaTeX
    int (*apply)(place const&, int node);
};

constexpr vector<int> copy_links(term_graph const& g, int id) {
    auto const links = g.links(id);
    return vector<int>(links.begin(), links.end());
}

/// The factors of a node: itself if it is no product.
constexpr vector<int> factors_of(term_graph const& g, int id) {
    if (g.is(id, op::multiply)) {
        return copy_links(g, id);
    }
    return vector<int>(1, id);
}

/// The terms of a node: itself if it is no sum of terms.
constexpr vector<int> terms_of(term_graph const& g, int id) {
    if (g.is(id, op::add)) {
        return copy_links(g, id);
    }
    return vector<int>(1, id);
}

}  // namespace iverson::simplify
