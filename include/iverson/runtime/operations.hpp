// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/variable.hpp"
#include "../steps/euler.hpp"

/// What can be done to a formula, with its tensors given by name: the compiler runs these for the faces of
/// derivatives.hpp, the program runs them for printing.
namespace iverson::runtime::operations {

/// What is differentiated by, given the id of its tensor (-1 if the formula has none of that name).
/// Errors:  the formula fails where it has no such tensor, or where it holds integers.
constexpr derive::variable differentiable(graph::formula& f, int tensor, std::string_view name) {
    derive::variable result;
    result.tensor = tensor;
    if (tensor < 0) {
        f.nodes.fail(graph::sentence(
            name, " does not occur in the formula: it can only be differentiated by the tensors in it"));
        return result;
    }
    if (f.nodes.tensor_at(tensor).integral) {
        f.nodes.fail(graph::sentence(
            "tensor ", name,
            " holds integers, which subscript a tensor or are compared with an index: "
            "nothing can be differentiated by it; differentiate by the tensor that it subscripts"));
    }
    return result;
}

/// The tensor that a variable names in a formula, with the subscripts it was named with.
constexpr derive::variable find(graph::formula& f, variable const& v) {
    derive::variable result = differentiable(f, f.find_tensor(v.name, v.kind), v.name);
    if (f.failed()) {
        return result;
    }
    int const rank = f.nodes.tensor_at(result.tensor).rank;
    if (v.rank >= 0 && v.rank != rank) {
        f.nodes.fail(graph::sentence("tensor ", v.name, " has ", rank,
                                     rank == 1 ? " subscript" : " subscripts", " in the formula, but ",
                                     v.rank, " in the derivative by it"));
    }
    for (int d = 0; d < v.rank && d < rank; ++d) {
        result.names.push_back(graph::text{v.indices[static_cast<std::size_t>(d)]});
    }
    return result;
}

constexpr graph::derivation refused(graph::formula const& f) {
    graph::derivation d;
    d.result = f;
    return d;
}

constexpr graph::derivation gradients(graph::formula const& source, graph::vector<variable> const& wanted,
                                      bool with_value) {
    graph::formula f = source;
    graph::vector<derive::variable> tensors;
    for (variable const& v : wanted) {
        tensors.push_back(find(f, v));
    }
    if (f.failed()) {
        return refused(f);
    }
    return steps::gradients(f, f.output().tensor, tensors, with_value);
}

constexpr graph::derivation jvp(graph::formula const& source, graph::vector<variable> const& wanted) {
    graph::formula f = source;
    graph::vector<derive::variable> tensors;
    for (variable const& v : wanted) {
        tensors.push_back(find(f, v));
    }
    if (f.failed()) {
        return refused(f);
    }
    return steps::tangent(f, f.output().tensor, tensors);
}

constexpr graph::derivation jacobian(graph::formula const& source, variable const* left,
                                     variable const& right) {
    graph::formula f = source;
    derive::variable const by = find(f, right);
    derive::variable numerator;
    numerator.tensor = f.output().tensor;
    if (left != nullptr) {
        numerator = find(f, *left);
    }
    if (f.failed()) {
        return refused(f);
    }
    return steps::jacobian(f, numerator.tensor, numerator.names, by, {});
}

}  // namespace iverson::runtime::operations
