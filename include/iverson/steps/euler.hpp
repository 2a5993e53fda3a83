// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "derive.hpp"

/// Time stepping: from a differential equation to a recurrence, and from a recurrence to its unrolled network.
namespace iverson::steps {

/// Explicit Euler: dx_j/dt = f(x)_j becomes the next state x'_j = h f(x)_j + x_j.
/// Enters:  one equation whose left side is rate(x)(j); h, the step (same unit as time).
/// Leaves:  the transition function as a formula, and its derivation from x'_j - x_j = h f(x)_j.
/// Source:  Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, equation I.7.3.
constexpr derivation euler(formula const& ode, rational step) {
    derivation d;
    d.result = ode;
    term_graph& g = d.result.nodes;
    equation& e = d.result.equations.back();
    iverson::graph::tensor const left = g.tensor_at(e.tensor);
    if (ode.failed()) {
        return d;
    }
    if (ode.equations.size() != 1 || left.kind != role::rate) {
        g.fail(sentence("euler takes one equation rate(x)(j) = ..., not ", describe_left(g, e), " = ..."));
        return d;
    }
    int const next = derive::tensor_with_role(d.result, role::next, left.of, -1, left.axes);
    int const state = g.intern(op::access, left.of, e.positions);
    int const after = g.intern(op::access, next, e.positions);
    int const change = multiply(g, g.number(step), e.value);
    e.tensor = next;
    e.value = add(g, change, state);
    chain update;
    update.left = subtract(g, after, state);
    update.lines.push_back({change, vector<std::string_view>(1, "Euler step")});
    chain transition;
    transition.left = after;
    transition.lines.push_back({e.value, vector<std::string_view>(1, "solved for the next state")});
    d.chains.push_back(update);
    d.chains.push_back(transition);
    return d;
}

/// The transition function of a next-state formula, Theta(x)_j, which has no time: x'_j = Theta(x)_j.
constexpr derivation transition(formula const& recurrence) {
    derivation d;
    d.result = recurrence;
    term_graph& g = d.result.nodes;
    if (recurrence.failed()) {
        return d;
    }
    equation& e = d.result.equations.back();
    iverson::graph::tensor const left = g.tensor_at(e.tensor);
    if (recurrence.equations.size() != 1 || left.kind != role::next) {
        g.fail(
            sentence("transition takes one equation next(x)(j) = ..., not ", describe_left(g, e), " = ..."));
        return d;
    }
    e.tensor = derive::tensor_with_role(d.result, role::transition, left.of, -1, left.axes);
    chain c;
    c.left = g.intern(op::access, e.tensor, e.positions);
    c.lines.push_back({e.value, vector<std::string_view>(1, "transition function")});
    d.chains.push_back(c);
    return d;
}

/// The tensor x at the unrolled time `step`; time 0 is the tensor x itself, the initial input.
constexpr int state_tensor(formula& f, int of, std::int64_t step) {
    if (step == 0) {
        return of;
    }
    vector<axis> const axes = f.nodes.tensor_at(of).axes;
    return derive::tensor_with_role(f, role::state, of, static_cast<int>(step), axes);
}

/// A term with every access to one tensor moved to another.
constexpr int moved(term_graph& g, int id, int from, int to) {
    if (g.is(id, op::access) && g[id].head == from) {
        vector<int> const positions(g.links(id).begin(), g.links(id).end());
        return g.intern(op::access, to, positions);
    }
    return rebuild(g, id, [&](int child) { return moved(g, child, from, to); });
}

/// The network of a next-state formula over `steps` steps: x^1 from x^0, ..., x^steps. All other tensors have no time.
constexpr formula unroll(formula const& recurrence, std::int64_t steps) {
    formula f = recurrence;
    term_graph& g = f.nodes;
    if (f.failed()) {
        return f;
    }
    equation const e = f.equations.back();
    iverson::graph::tensor const left = g.tensor_at(e.tensor);
    if (f.equations.size() != 1 || left.kind != role::next || steps < 1) {
        g.fail(sentence("unroll takes one equation next(x)(j) = ... and a number of steps >= 1, not ",
                        describe_left(g, e), " = ... and ", steps));
        return f;
    }
    f.equations.clear();
    for (std::int64_t step = 1; step <= steps; ++step) {
        memo done;
        int const before = state_tensor(f, left.of, step - 1);
        int const value = moved(g, fresh_binders(g, e.value, done), left.of, before);
        f.add_equation(state_tensor(f, left.of, step), e.positions, e.domain, value);
    }
    vector<int> const last(1, static_cast<int>(f.equations.size()) - 1);
    f.outputs = last;
    return f;
}

}  // namespace iverson::steps
