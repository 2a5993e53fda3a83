// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "derivative.hpp"

#include <iverson/graph/rewrite.hpp>

#include <stdexcept>
#include <vector>

/// The Jacobian of a recurrence holds all other accesses of the recurrent tensor fixed: here they become a tensor of their own.
namespace iverson::verify {

inline bool reads_itself(graph::formula const& f, int tensor) {
    for (graph::equation const& e : f.equations) {
        if (e.tensor == tensor && graph::reads(f.nodes, e.value, tensor)) {
            return true;
        }
    }
    return false;
}

/// A formula in which a recurrent tensor no longer reads itself but `past`, an input.
struct held_formula {
    graph::formula f;
    int past = -1;
    std::vector<std::int64_t>
        steps;  ///< past is read at the position of the left side plus these, axis by axis; 0 for a bound index
};

/// Errors: std::invalid_argument where the tensor is read at several steps, so that one index cannot say which entry is meant.
inline held_formula hold_past(graph::formula const& source, int tensor) {
    held_formula result{source, static_cast<int>(source.nodes.tensors.size()), {}};
    graph::graph& g = result.f.nodes;
    graph::tensor past = g.tensor_at(tensor);
    past.name = graph::sentence("the past of ", past.name);
    g.tensors.push_back(past);
    for (graph::equation& e : result.f.equations) {
        if (e.tensor != tensor) {
            continue;
        }
        auto const replace = [&](auto const& self, int id) -> int {
            if (!g.is(id, graph::op::access) || g[id].head != tensor) {
                return graph::rebuild(g, id, [&](int child) { return self(self, child); });
            }
            std::vector<graph::affine> positions;
            std::vector<std::int64_t> steps;
            for (std::size_t d = 0; d < e.positions.size(); ++d) {
                positions.push_back(g.affine_at(g.links(id)[d]));
                graph::affine const step = positions.back() - g.affine_at(e.positions[d]);
                steps.push_back(step.is_constant() ? step.constant() : 0);
            }
            if (!result.steps.empty() && result.steps != steps) {
                throw std::invalid_argument{
                    "the recurrence reads several steps back; its Jacobian by its own past is not compared"};
            }
            result.steps = steps;
            return graph::access(g, result.past, positions);
        };
        e.value = replace(replace, e.value);
    }
    return result;
}

/// The Jacobian by numbers, with the past held fixed. By the tensor itself it has all axes twice, or, where it is taken by the one
/// step that the recurrence reads, all but the axis along which that steps.
template <class T, class... Rows>
plain::tensor<T> held_jacobian(graph::formula const& source, claim const& c, setting const& s,
                               Rows const&... rows) {
    held_formula const held = hold_past(source, c.function);
    auto inputs = converted<T>(s.inputs);
    inputs[held.past] = plain::evaluate_all(source, inputs, rows...).at(c.function);
    claim by = c;
    by.variable = c.variable == c.function ? held.past : c.variable;
    auto const full = numeric_derivative<T>(held.f, by, inputs, s.seed, rows...);
    if (by.variable != held.past || c.rank == full.rank()) {
        return full;
    }
    std::vector<plain::interval> box = s.seed.box();
    for (std::size_t d = 0; d < held.steps.size(); ++d) {
        if (held.steps[d] == 0) {
            box.push_back(s.seed.axis(static_cast<int>(d)));
        }
    }
    auto result = plain::tensor<T>::zeros(box);
    for (std::size_t entry = 0; entry < result.values.size(); ++entry) {
        plain::point const p = result.position_of(entry);
        plain::point whole(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(held.steps.size()));
        std::size_t next = held.steps.size();
        for (std::size_t d = 0; d < held.steps.size(); ++d) {
            whole.push_back(held.steps[d] == 0 ? p[next++] : p[d] + held.steps[d]);
        }
        result.values[entry] = full.at(whole);
    }
    return result;
}

}  // namespace iverson::verify
