// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formulas.hpp"

#include "tests/derive/differences.hpp"

#include <iverson/steps/derive.hpp>

#include <optional>
#include <string>
#include <vector>

/// The lines of a derivation as numbers: each must be what the others are.
namespace lines {

namespace graph = iverson::graph;
namespace plain = iverson::plain;
namespace steps = iverson::steps;
using graph::op;

/// dy(t)/dx(k) on a line that states a problem means the formula of y(t): it is put in its place.
inline int stated(graph::formula& f, int id, bool own_too) {
    graph::graph& g = f.nodes;
    if (!g.is(id, op::partial) || !g.is(g.links(id)[0], op::access)) {
        return graph::rebuild(g, id, [&](int child) { return stated(f, child, own_too); });
    }
    int const body = g.links(id)[0];
    int const wrt = g.links(id)[1];
    if (f.defining(g[body].head) < 0 || (g[body].head == g[wrt].head && !own_too)) {
        return id;
    }
    std::vector<int> const at(g.links(body).begin(), g.links(body).end());
    for (graph::equation const& e : std::vector<graph::equation>{f.equations}) {
        graph::substitution place{g};
        bool fits = e.tensor == g[body].head;
        for (std::size_t d = 0; fits && d < at.size(); ++d) {
            graph::affine const& position = g.affine_at(e.positions[d]);
            fits = position.is_constant() ? position == g.affine_at(at[d]) : true;
            if (fits && !position.is_constant()) {
                place.replace(position.bare_symbol(), g.affine_at(at[d]));
            }
        }
        if (fits) {
            return graph::partial(g, place(e.value), wrt);
        }
    }
    return id;
}

/// The inputs of a derived formula: those of its source, and a random adjoint for each output.
inline std::optional<values::numbers> inputs(graph::formula const& source, graph::formula const& derived,
                                             values::size s) {
    values::numbers result = values::inputs(source, s);
    std::mt19937 random{7};
    try {
        auto const known = plain::evaluate_all<double>(source, result);
        for (int id = static_cast<int>(source.nodes.tensors.size());
             id < static_cast<int>(derived.nodes.tensors.size()); ++id) {
            graph::tensor const& t = derived.nodes.tensor_at(id);
            if (t.kind == graph::role::adjoint && derived.defining(id) < 0) {
                result[id] = values::random_tensor(known.at(t.of).box(), random);
            }
        }
        return result;
    } catch (iverson::binding_error const&) {
        return std::nullopt;
    }
}

struct comparison {
    double worst = 0;
    int passed = 0;    ///< sizes at which the source may be evaluated
    bool zero = true;  ///< no entry other than 0 was seen
};

/// The term with the accesses to one tensor moved to another.
inline int reading(graph::graph& g, int id, int from, int to) {
    if (g.is(id, op::access) && g[id].head == from) {
        std::vector<int> const at(g.links(id).begin(), g.links(id).end());
        return g.intern(op::access, to, at);
    }
    return graph::rebuild(g, id, [&](int child) { return reading(g, child, from, to); });
}

/// How far a line is from the value of its equation, over all sizes. Where an adjoint reads itself at other times, the line
/// reads the known result: a derivative that is still to be taken reads all times.
inline comparison compare(graph::formula const& source, graph::formula const& result, std::size_t equation,
                          int node, bool first) {
    graph::formula with_line = result;
    int const left = result.equations[equation].tensor;
    graph::tensor copy = result.nodes.tensor_at(left);
    copy.kind = graph::role::plain;
    int const known = static_cast<int>(with_line.nodes.tensors.size());
    with_line.nodes.tensors.push_back(copy);
    int const line = differences::replaced(with_line, stated(with_line, node, first));
    with_line.equations[equation].value = reading(with_line.nodes, line, left, known);
    comparison c;
    for (values::size s : values::sizes) {
        auto given = inputs(source, result, s);
        if (!given) {
            continue;
        }
        ++c.passed;
        auto const expected = plain::evaluate_all<double>(result, *given).at(left);
        (*given)[known] = expected;
        auto const found = plain::evaluate_all<double>(with_line, *given).at(left);
        c.worst = std::max(c.worst, values::difference(expected, found));
        c.zero = c.zero &&
                 std::all_of(expected.values.begin(), expected.values.end(), [](double v) { return v == 0; });
    }
    return c;
}

inline graph::derivation gradients(graph::formula const& f, std::vector<std::string_view> const& by,
                                   bool with_value = false) {
    std::vector<iverson::derive::variable> wanted;
    for (std::string_view name : by) {
        wanted.push_back({f.find_tensor(name), {}});
    }
    return steps::gradients(f, f.output().tensor, wanted, with_value);
}

inline graph::derivation jacobian(graph::formula const& f, std::string_view by,
                                  std::vector<graph::text> const& names = {}) {
    return steps::jacobian(f, f.output().tensor, {}, {f.find_tensor(by), names}, {});
}

inline std::string message(graph::derivation const& d) {
    return std::string{d.result.nodes.message().view()};
}
inline std::string shown(graph::derivation const& d, int node) {
    return std::string{graph::describe(d.result.nodes, node).view()};
}

}  // namespace lines
