// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/formula/formula.hpp>
#include <iverson/graph/describe.hpp>

#include <string>

/// Lowered formulas as text, which tests compare.
namespace test_formula {

inline std::string text_of(iverson::graph::graph const& g, iverson::graph::equation const& e) {
    std::string result{iverson::graph::describe_access(g, g.tensor_at(e.tensor), e.positions).view()};
    return result += " = " + std::string{iverson::graph::describe(g, e.value).view()};
}

/// The equation that is the output of the formula F.
template <auto const& F>
std::string text_of() {
    iverson::graph::formula const f = iverson::frozen_formula<F>.thaw();
    return text_of(f.nodes, f.output());
}

/// The domain of the output, its conditions joined by "and".
template <auto const& F>
std::string domain_of() {
    iverson::graph::formula const f = iverson::frozen_formula<F>.thaw();
    std::string result;
    for (int condition : f.output().domain) {
        result += result.empty() ? "" : " and ";
        result += iverson::graph::describe(f.nodes, f.nodes.condition_at(condition)).view();
    }
    return result;
}

/// The guards of the first reduction in the output's value.
template <auto const& F>
std::string guards_of() {
    iverson::graph::formula const f = iverson::frozen_formula<F>.thaw();
    std::string result;
    for (int id = 0; id < f.nodes.size() && result.empty(); ++id) {
        if (f.nodes.is(id, iverson::graph::op::reduce)) {
            for (int guard : f.nodes.reduction_of(id).guards) {
                result += result.empty() ? "" : " and ";
                result += iverson::graph::describe(f.nodes, f.nodes.condition_at(guard)).view();
            }
        }
    }
    return result;
}

/// The sentence with which F is refused; empty if it is not. (A program that asked for the formula would not compile.)
template <auto const& F>
std::string refusal_of() {
    return std::string{iverson::graph::message_of<iverson::graph::kept<iverson::lowered<F>>>::sentence()};
}

}  // namespace test_formula
