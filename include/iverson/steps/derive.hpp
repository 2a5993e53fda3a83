// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../derive/gradient_problem.hpp"
#include "../derive/jacobian_problem.hpp"
#include "../derive/tangent_problem.hpp"
#include "../graph/library.hpp"
#include "../graph/trace.hpp"
#include "solve.hpp"

/// Derivations of formulas: what enters is a formula, what leaves is a formula and the steps that led to it.
namespace iverson::steps {

/// Works out all derivatives that a problem states. The equations that it came from stay: they say which domain y has, and so
/// which extents adjoint(y) must have.
constexpr derivation solve(formula const& problem, std::size_t first, std::string_view first_rule) {
    derivation d;
    d.result = problem;
    for (std::size_t i = first; i < d.result.equations.size() && !d.result.failed(); ++i) {
        d.chains.push_back(solver{d.result, static_cast<int>(i)}.run(first_rule));
    }
    return d;
}

namespace here {

constexpr derivation gradients(formula const& f, int output, vector<derive::variable> const& wanted,
                               bool with_value) {
    derive::gradient_problem problem{f, output};
    formula const stated = problem.state(wanted, with_value);
    bool const scalar = f.nodes.tensor_at(output).rank == 0;
    return solve(stated, f.equations.size(), scalar ? "" : "chain rule");
}

constexpr derivation tangent(formula const& f, int output, vector<derive::variable> const& wanted) {
    derive::tangent_problem problem{f, output};
    formula const stated = problem.state(wanted);
    return solve(stated, f.equations.size(), "total differential");
}

constexpr derivation jacobian(formula const& f, int left, vector<text> const& left_names,
                              derive::variable const& right, vector<affine> const& right_positions) {
    formula const stated = derive::state_jacobian(f, left, left_names, right, right_positions);
    return solve(stated, f.equations.size(), "");
}

}  // namespace here

namespace library {

derivation gradients(formula const& f, int output, vector<derive::variable> const& wanted, bool with_value);
derivation tangent(formula const& f, int output, vector<derive::variable> const& wanted);
derivation jacobian(formula const& f, int left, vector<text> const& left_names, derive::variable const& right,
                    vector<affine> const& right_positions);

}  // namespace library

/// dE/dx for each wanted tensor x, given dE/dy (for a scalar equation E = ...: of E itself); with the value in front if
/// `with_value`. Each result has exactly the domain of its tensor.
constexpr derivation gradients(formula const& f, int output, vector<derive::variable> const& wanted,
                               bool with_value) {
    IVERSON_IN_LIBRARY(library::gradients(f, output, wanted, with_value))
    return here::gradients(f, output, wanted, with_value);
}

/// dy, given dx for each wanted tensor x: the derivative of the output in one direction.
constexpr derivation tangent(formula const& f, int output, vector<derive::variable> const& wanted) {
    IVERSON_IN_LIBRARY(library::tangent(f, output, wanted))
    return here::tangent(f, output, wanted);
}

/// d(left)/d(right); see derive::state_jacobian.
constexpr derivation jacobian(formula const& f, int left, vector<text> const& left_names,
                              derive::variable const& right, vector<affine> const& right_positions) {
    IVERSON_IN_LIBRARY(library::jacobian(f, left, left_names, right, right_positions))
    return here::jacobian(f, left, left_names, right, right_positions);
}

}  // namespace iverson::steps
