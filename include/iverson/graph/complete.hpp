// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formula.hpp"
#include "library.hpp"
#include "shapes.hpp"
#include "vector.hpp"

/// The last step of every front end: what the user did not write (axes, ranges, checks) is inferred, and what has no
/// meaning is refused with a sentence.
namespace iverson::graph {

/// A tensor has one rank in all equations.
constexpr void check_ranks(formula& f, vector<equation_uses> const& all) {
    graph& g = f.nodes;
    auto const check = [&](int id, std::size_t rank) {
        tensor& t = g.tensors[static_cast<std::size_t>(id)];
        t.rank = t.rank < 0 ? static_cast<int>(rank) : t.rank;
        if (t.rank != static_cast<int>(rank)) {
            g.fail(sentence("tensor ", describe(g, t), " is used with ", static_cast<int>(rank), " and with ",
                            t.rank, " subscripts: a tensor has one rank"));
        }
    };
    for (equation_uses const& uses : all) {
        equation const& e = f.equations[uses.which()];
        check(e.tensor, e.positions.size());
        for (use const& u : uses.all()) {
            check(u.tensor, u.positions.size());
        }
    }
}

/// The entries of an integer tensor are data: they are there before anything is computed.
constexpr void check_integral(formula& f) {
    graph& g = f.nodes;
    for (equation const& e : f.equations) {
        if (g.tensor_at(e.tensor).integral) {
            g.fail(sentence("tensor ", describe(g, g.tensor_at(e.tensor)),
                            " subscripts a tensor or is compared with an index, so it holds integers, and ",
                            describe_left(g, e), " = ... computes it: bind it as an input"));
        }
    }
}

/// What folds away in 0 * w(j) is not part of the right side any more, but its indices need values all the same.
constexpr void check_indices(formula& f, vector<equation_uses>& all) {
    for (equation_uses& uses : all) {
        for (use const& u : uses.all()) {
            for (int position : u.positions) {
                for (auto const& t : f.nodes.affine_at(position)) {
                    if (is_index_symbol(f.nodes, t.symbol) && uses.ranges().find(t.symbol) == nullptr) {
                        refuse_unbound(f.nodes, f.equations[uses.which()], t.symbol);
                    }
                }
            }
        }
    }
}

constexpr void infer_shapes(formula& f) {
    vector<equation_uses> uses;
    for (std::size_t i = 0; i < f.equations.size(); ++i) {
        equation_uses const one{f, i};
        uses.push_back(one);
    }
    if (!f.failed()) {
        check_indices(f, uses);
        check_ranks(f, uses);
    }
    if (!f.failed()) {
        written_axes{f, uses};
    }
    for (std::size_t i = 0; i < f.equations.size() && !f.failed(); ++i) {
        shape_inference{f, uses[i]}.run();
    }
}

namespace here {

constexpr void complete(formula& f) {
    int const last = f.equations.empty() ? -1 : f.equations.back().tensor;
    if (!f.failed()) {
        order_equations(f);
    }
    for (std::size_t i = 0; i < f.equations.size() && !f.failed(); ++i) {
        check_equation(f, f.equations[i]);
    }
    if (!f.failed()) {
        check_integral(f);
        check_defined_once(f);
        infer_shapes(f);
    }
    for (std::size_t i = 0; i < f.equations.size() && !f.failed(); ++i) {
        check_sums_end(f, f.equations[i].value);
    }
    if (f.outputs.empty() && !f.equations.empty()) {
        f.outputs.push_back(f.defining(last));
    }
}

}  // namespace here

namespace library {

void complete(formula& f);

}  // namespace library

/// Enters: a formula whose reductions and equations carry only the written ranges.
/// Leaves: the same formula with all axes, guards, domains and requirements; or failed() with a sentence.
/// Source: docs/semantics.md, 'Ranged indices'.
constexpr void complete(formula& f) {
    IVERSON_IN_LIBRARY(library::complete(f))
    here::complete(f);
}

}  // namespace iverson::graph
