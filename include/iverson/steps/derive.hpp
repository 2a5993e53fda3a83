// SPDX-License-Identifier: BSL-1.0
#pragma once

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

/// The formula without the equations that no output needs, directly or through others.
constexpr formula only_needed(formula const& source) {
    formula f = source;
    std::vector<char> needed(f.equations.size(), 0);
    for (int output : f.outputs) {
        needed[static_cast<std::size_t>(output)] = 1;
    }
    for (bool grown = true; grown;) {
        grown = false;
        for (std::size_t i = 0; i < f.equations.size(); ++i) {
            for (std::size_t j = 0; j < f.equations.size(); ++j) {
                bool const wanted = needed[i] != 0 && needed[j] == 0 &&
                                    (reads(f.nodes, f.equations[i].value, f.equations[j].tensor) || f.equations[i].tensor == f.equations[j].tensor);
                needed[j] = wanted ? 1 : needed[j];
                grown = grown || wanted;
            }
        }
    }
    std::vector<equation> kept;
    std::vector<int> place(f.equations.size(), -1);
    for (std::size_t i = 0; i < f.equations.size(); ++i) {
        if (needed[i] != 0) {
            place[i] = static_cast<int>(kept.size());
            kept.push_back(f.equations[i]);
        }
    }
    for (int& output : f.outputs) {
        output = place[static_cast<std::size_t>(output)];
    }
    f.equations = kept;
    return f;
}

/// dE/dx for each wanted tensor x, given dE/dy (for a scalar equation E = ...: of E itself); with the value in front if
/// `with_value`. Each result has exactly the domain of its tensor.
constexpr derivation gradients(formula const& f, int output, std::vector<derive::variable> const& wanted, bool with_value) {
    derive::gradient_problem problem{f, output};
    formula const stated = problem.state(wanted, with_value);
    bool const scalar = f.nodes.tensor_at(output).rank == 0;
    return solve(stated, f.equations.size(), scalar ? "" : "chain rule");
}

/// d(left)/d(right); see derive::state_jacobian.
constexpr derivation jacobian(formula const& f, int left, std::vector<text> const& left_names, derive::variable const& right,
                              std::vector<affine> const& right_positions) {
    formula const stated = derive::state_jacobian(f, left, left_names, right, right_positions);
    return solve(stated, f.equations.size(), "");
}

}  // namespace iverson::steps
