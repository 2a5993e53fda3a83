// SPDX-License-Identifier: BSL-1.0
//
// What text can say and C++ cannot is said otherwise, where that is the same.
#include "tree.hpp"

#include "../text/parser.hpp"

#include <iverson/graph/describe.hpp>
#include <iverson/text/text.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

namespace iverson::spell {

using syntax::form;
using syntax::item;

void refuse(std::string const& what) {
    throw std::invalid_argument{"C++ has no words for " + what + "; convert it to iv or latex"};
}

namespace {

/// The result stands last in C++.
void put_output_last(syntax::document& d) {
    if (d.outputs.size() > 1) {
        refuse("several results: name one of them as the output");
    }
    if (d.outputs.empty()) {
        return;
    }
    std::string const output = syntax::spelled(d.outputs[0].first);
    std::vector<syntax::written_equation> ordered;
    for (bool const of_output : {false, true}) {
        for (syntax::written_equation const& e : d.equations) {
            if ((syntax::spelled(e.left) == output) == of_output) {
                ordered.push_back(e);
            }
        }
    }
    d.equations = std::move(ordered);
    d.outputs.clear();
}

/// sum(j | j < i, u) becomes sum(j, [j < i]*u), which C++ has words for. Whether any did.
bool put_conditions_into_sums(syntax::document& d) {
    std::size_t const before = d.items.size();
    for (std::size_t id = 0; id < d.items.size(); ++id) {
        if (d.items[id].what != form::reduce || d.items[id].operation != syntax::word::sum ||
            d.items[id].condition < 0) {
            continue;
        }
        item product;
        product.what = form::multiply;
        product.at = d.items[id].at;
        product.signs = "**";
        product.parts = {std::exchange(d.items[id].condition, -1), d.items[id].parts[0]};
        int const made = d.add(std::move(product));
        d.items[id].parts = {made};
    }
    return d.items.size() > before;
}

bool has_checked_access(graph::formula const& f) {
    return std::any_of(f.requirements.begin(), f.requirements.end(), [](graph::requirement const& r) {
        return r.what != graph::requirement::kind::equal_axes;
    });
}

/// Every axis, with the names of its ends.
std::string axes_of(graph::formula const& f) {
    std::string result;
    for (graph::tensor const& t : f.nodes.tensors) {
        for (graph::axis const& a : t.axes) {
            result += std::string{graph::describe(f.nodes, t).view()} + " " +
                      std::string{graph::describe(f.nodes, a.lower).view()} + ".." +
                      std::string{graph::describe(f.nodes, a.upper).view()} + "\n";
        }
    }
    return result;
}

/// Whether the formula stays what it is where conditions of its sums become factors: a condition behind the bar also excuses
/// accesses that would leave their tensors, and two of them are a range, which may set an axis.
bool takes_conditions_as_factors(graph::formula const& f, graph::formula const& with_factors) {
    return !has_checked_access(f) && !has_checked_access(with_factors) &&
           f.requirements.size() == with_factors.requirements.size() && axes_of(f) == axes_of(with_factors);
}

}  // namespace

std::optional<syntax::document> tree_for_cpp(graph::formula const& f, std::string_view text) {
    syntax::document d = text_reader::parser{text}.run();
    put_output_last(d);
    bool const factors = put_conditions_into_sums(d);
    bool const expands =
        std::any_of(d.functions.begin(), d.functions.end(), [](auto const& g) { return g.body >= 0; });
    bool same_formula = false;
    try {
        graph::formula const meant = factors ? syntax::lowered(d) : f;
        d.declarations.clear();
        same_formula = !expands && (!factors || takes_conditions_as_factors(f, meant)) &&
                       same(meant, syntax::lowered(d));
    } catch (syntax::failure const&) {
        return std::nullopt;  // without its declarations it means nothing
    }
    return same_formula ? std::optional{std::move(d)} : std::nullopt;
}

}  // namespace iverson::spell
