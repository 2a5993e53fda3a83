// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "read.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/graph/binding_error.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/verify/plain.hpp>

#include <string>

/// Two ways to numbers for one case: the plain meaning, and the plan that the loops are made from.
namespace semantics {

namespace graph = iverson::graph;

/// The tensors of a case by their ids in a formula; adjoints by the tensor that they belong to.
struct bound_tensor {
    int tensor;
    semantics::tensor value;
    bool placed;
};

struct by_plain_meaning {
    static semantics::tensor evaluate(graph::formula const& f, std::vector<bound_tensor> const& inputs) {
        iverson::plain::tensors<double> bound;
        for (auto const& b : inputs) {
            bound[b.tensor] = place(f, b);
        }
        auto const r = iverson::plain::evaluate(f, bound);
        return {{r.lower.begin(), r.lower.end()}, {r.extents.begin(), r.extents.end()}, r.values};
    }
    /// A tensor that the case does not place starts where the formula says, at 0 if it says nothing.
    static iverson::plain::tensor<double> place(graph::formula const& f, bound_tensor const& b) {
        iverson::plain::tensor<double> result{{b.value.lo.begin(), b.value.lo.end()},
                                              {b.value.extents.begin(), b.value.extents.end()},
                                              b.value.values};
        auto const& axes = f.nodes.tensor_at(b.tensor).axes;
        for (std::size_t d = 0; d < axes.size() && !b.placed; ++d) {
            result.lower[d] = axes[d].lower.is_constant() ? axes[d].lower.constant() : result.lower[d];
        }
        return result;
    }
};

struct by_plan {
    static semantics::tensor evaluate(graph::formula const& f, std::vector<bound_tensor> const& inputs) {
        std::vector<iverson::loops::argument> bound;
        std::vector<iverson::loops::dense<double>> arguments;
        for (auto const& b : inputs) {
            bound.push_back({b.tensor, b.placed});
            arguments.push_back({{b.value.lo.begin(), b.value.lo.end()},
                                 {b.value.extents.begin(), b.value.extents.end()},
                                 b.value.values,
                                 b.placed});
        }
        auto const plan = iverson::loops::make_plan(f, bound);
        auto const results = iverson::loops::interpreter<double>{plan}(arguments);
        auto const& r = results.front();
        return {{r.lower.begin(), r.lower.end()}, {r.extents.begin(), r.extents.end()}, r.values};
    }
};

inline std::vector<bound_tensor> inputs_of(graph::formula const& f, case_ const& c) {
    std::vector<bound_tensor> result;
    for (auto const& b : c.bindings) {
        int const id = f.find_tensor(b.name);
        if (id < 0) {
            throw iverson::binding_error{graph::binding::unknown(b.name)};
        }
        result.push_back({id, b.value, b.placed});
    }
    return result;
}

/// What the engine gives for one expectation of a case.
template <class Engine>
semantics::tensor result(graph::formula const& f, case_ const& c, expectation const& e) {
    if (f.failed()) {
        throw std::runtime_error{std::string{f.nodes.message().view()}};
    }
    if (e.what == kind::value) {
        return Engine::evaluate(f, inputs_of(f, c));
    }
    int const output = f.output().tensor;
    iverson::derive::variable const wrt{f.find_tensor(e.wrt), {}};
    auto const derived = e.what == kind::gradient ? iverson::steps::gradients(f, output, {wrt}, false)
                                                  : iverson::steps::jacobian(f, output, {}, wrt, {});
    if (derived.result.failed()) {
        throw std::runtime_error{std::string{derived.result.nodes.message().view()}};
    }
    auto inputs = inputs_of(derived.result, c);
    if (e.adjoint) {
        inputs.push_back(
            {derived.result.find_tensor(e.adjoint->name, graph::role::adjoint), e.adjoint->value, true});
    }
    return Engine::evaluate(derived.result, inputs);
}

/// The numbers 1, 2, 3, ... on the domain of the tensor that the case binds by this name: a direction.
inline bound_tensor direction_of(graph::formula const& f, case_ const& c, std::string const& name) {
    for (auto const& b : c.bindings) {
        if (b.name == name) {
            bound_tensor result{f.find_tensor(name, graph::role::tangent), b.value, b.placed};
            for (std::size_t k = 0; k < result.value.values.size(); ++k) {
                result.value.values[k] = static_cast<double>(k + 1);
            }
            return result;
        }
    }
    throw std::runtime_error{"the case does not bind " + name};
}

/// How the result moves in that direction.
template <class Engine>
semantics::tensor move(graph::formula const& f, case_ const& c, std::string const& by) {
    auto const derived = iverson::steps::tangent(f, f.output().tensor, {{f.find_tensor(by), {}}}).result;
    if (derived.failed()) {
        throw std::runtime_error{std::string{derived.nodes.message().view()}};
    }
    auto inputs = inputs_of(derived, c);
    inputs.push_back(direction_of(derived, c, by));
    return Engine::evaluate(derived, inputs);
}

/// The sentence with which the case is refused; empty if it is not.
template <class Engine>
std::string refusal(graph::formula const& f, case_ const& c) {
    if (f.failed()) {
        return std::string{f.nodes.message().view()};
    }
    try {
        Engine::evaluate(f, inputs_of(f, c));
    } catch (iverson::binding_error const& error) {
        return error.what();
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "";
}

}  // namespace semantics
