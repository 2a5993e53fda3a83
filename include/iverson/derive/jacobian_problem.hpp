// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "problem.hpp"

namespace iverson::derive {

/// A tensor that reads itself, depends on `right`, and that `left` depends on; -1 if there is none but these two.
constexpr int recurrence_between(formula const& f, int left, int right) {
    vector<char> const varies = dependence{f}.influenced_by(right);
    for (equation const& e : f.equations) {
        bool const between =
            e.tensor != left && e.tensor != right && varies[static_cast<std::size_t>(e.tensor)] != 0;
        if (between && reads(f.nodes, e.value, e.tensor) &&
            dependence{f}.influenced_by(e.tensor)[static_cast<std::size_t>(left)] != 0) {
            return e.tensor;
        }
    }
    return -1;
}

/// Whether an equation of `left` other than the one that its Jacobian is taken of depends on `right`.
constexpr bool reads_in_initial_value(formula const& f, int left, int right) {
    vector<char> const varies = dependence{f}.influenced_by(right);
    for (std::size_t i = 0; i < f.equations.size(); ++i) {
        equation const& e = f.equations[i];
        bool const initial = e.tensor == left && static_cast<int>(i) != f.defining(left);
        if (initial && any_node(f.nodes, e.value, [&](int id) {
                return f.nodes.is(id, op::access) && varies[static_cast<std::size_t>(f.nodes[id].head)] != 0;
            })) {
            return true;
        }
    }
    return false;
}

/// Appends the equation of d(left)/d(right) to a copy of f: all other accesses of a recurrence's own tensor are held
/// fixed, other defined tensors are replaced by their definitions.
/// `left_names` renames the subscripts of the left side (empty: as written). `right_positions`, if given, are the
/// subscripts to differentiate at, in the symbols of the equation (as x(t - 1, j) needs).
constexpr formula state_jacobian(formula const& source, int left, vector<text> const& left_names,
                                 variable const& right, vector<affine> const& right_positions) {
    formula f = source;
    term_graph& g = f.nodes;
    f.outputs.clear();
    int const which = f.defining(left);
    if (which < 0) {
        g.fail(
            sentence("no equation defines ", describe(g, g.tensor_at(left)), ", so that it has no Jacobian"));
        return f;
    }
    if (left == right.tensor && !reads_itself(f, left)) {
        g.fail(
            sentence(describe(g, g.tensor_at(left)), " does not read itself: it is not derived by itself"));
        return f;
    }
    if (dependence{f}.influenced_by(right.tensor)[static_cast<std::size_t>(left)] == 0) {
        g.fail(sentence(describe(g, g.tensor_at(left)), " does not depend on ",
                        describe(g, g.tensor_at(right.tensor)), ": its Jacobian is 0 everywhere"));
        return f;
    }
    if (int const through = recurrence_between(f, left, right.tensor); through >= 0) {
        g.fail(sentence("the Jacobian of ", describe(g, g.tensor_at(left)), " by ",
                        describe(g, g.tensor_at(right.tensor)), " runs through the recurrence of ",
                        describe(g, g.tensor_at(through)),
                        ", which has no end as a formula: take the gradient"));
        return f;
    }
    if (reads_in_initial_value(f, left, right.tensor)) {
        g.fail(
            sentence(describe(g, g.tensor_at(left)), " reads ", describe(g, g.tensor_at(right.tensor)),
                     " in an initial value, where its Jacobian would be another formula: take the gradient"));
        return f;
    }
    equation const e = f.equations[static_cast<std::size_t>(which)];
    derived_indices all;
    vector<int> const own = free_indices(g, e);
    substitution rename{g};
    for (std::size_t i = 0; i < own.size(); ++i) {
        symbol const s = g.symbol_at(own[i]);
        int const fresh = g.new_symbol(i < left_names.size() ? left_names[i] : s.name, s.kind, s.written);
        rename.replace(own[i], affine::symbol(fresh));
    }
    for (int position : e.positions) {
        all.positions.push_back(rename.subscript(position));
    }
    for (int c : e.domain) {
        all.domain.push_back(rename.condition(c));
    }
    vector<axis> axes = g.tensor_at(left).axes;
    for (std::size_t d = 0; d < axes.size();
         ++d) {  // the Jacobian has y's domain, also where its own support is smaller
        affine const position = g.affine_at(all.positions[d]);
        if (g.is_integer_index(position.bare_symbol())) {
            all.domain.push_back(g.condition_id({relation::nonnegative, position - axes[d].lower, 0}));
            all.domain.push_back(g.condition_id({relation::nonnegative, axes[d].upper - position, 0}));
        }
    }
    int const numerator = g.intern(op::access, left, all.positions);
    vector<int> wrt_positions;
    if (right_positions.empty()) {
        derived_indices const k = indices_over(g, right.tensor, right.names);
        wrt_positions = k.positions;
        all.positions.insert(all.positions.end(), k.positions.begin(), k.positions.end());
        all.domain.insert(all.domain.end(), k.domain.begin(), k.domain.end());
        for (axis const& a : g.tensor_at(right.tensor).axes) {
            axes.push_back(a);
        }
    } else {
        for (std::size_t d = 0; d < right_positions.size(); ++d) {
            affine const p = rename.apply(right_positions[d]);
            wrt_positions.push_back(g.affine_id(p));
            axis const a = g.tensor_at(right.tensor).axes[d];
            all.domain.push_back(g.condition_id({relation::nonnegative, p - a.lower, 0}));
            all.domain.push_back(g.condition_id({relation::nonnegative, a.upper - p, 0}));
            int const bare = p.bare_symbol();
            if (bare >= 0 && std::find(all.positions.begin(), all.positions.end(), wrt_positions.back()) ==
                                 all.positions.end()) {
                all.positions.push_back(wrt_positions.back());
                axes.push_back(a);
            }
        }
    }
    int const wrt = g.intern(op::access, right.tensor, wrt_positions);
    int const tensor = tensor_with_role(f, role::jacobian, left, right.tensor, axes);
    f.outputs.push_back(static_cast<int>(f.equations.size()));
    f.add_equation(tensor, all.positions, all.domain, partial(g, numerator, wrt));
    return f;
}

}  // namespace iverson::derive
