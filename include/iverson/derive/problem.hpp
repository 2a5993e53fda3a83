// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/checks.hpp"
#include "../graph/formula.hpp"
#include "../graph/rewrite.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

/// States what is to be derived: equations whose right sides hold derivatives that are not yet taken.
namespace iverson::derive {

using namespace graph;

/// A tensor to differentiate by, and how its subscripts are to be called (none: as in its own definition, or k, l, m ...).
struct variable {
    int tensor = -1;
    std::vector<text> names;
};

/// Which tensors depend on which, over all equations of a formula.
class dependence {
  public:
    constexpr explicit dependence(formula const& f) : f_{f} {}

    /// Marks every tensor whose value depends on the given one (itself included).
    constexpr std::vector<char> influenced_by(int tensor) const {
        std::vector<char> marked(f_.nodes.tensors.size(), 0);
        marked[static_cast<std::size_t>(tensor)] = 1;
        for (bool grown = true; grown;) {
            grown = false;
            for (equation const& e : f_.equations) {
                char& left = marked[static_cast<std::size_t>(e.tensor)];
                if (left == 0 && reads_marked(e, marked)) {
                    left = 1;
                    grown = true;
                }
            }
        }
        return marked;
    }

  private:
    constexpr bool reads_marked(equation const& e, std::vector<char> const& marked) const {
        return any_node(f_.nodes, e.value, [&](int id) {
            return f_.nodes.is(id, op::access) && marked[static_cast<std::size_t>(f_.nodes[id].head)] != 0;
        });
    }
    formula const& f_;
};

/// Makes the free indices of a derived equation: new symbols that range over the axes of a tensor.
struct derived_indices {
    std::vector<int> positions;  ///< affine ids
    std::vector<int> domain;
    std::vector<int> symbols;
};

constexpr bool name_taken(term_graph const& g, std::string_view name) {
    return std::any_of(g.symbols.begin(), g.symbols.end(), [&](symbol const& s) { return s.name.view() == name; });
}

constexpr derived_indices indices_over(term_graph& g, std::vector<axis> const& axes, std::vector<text> const& names) {
    derived_indices result;
    constexpr std::string_view letters = "klmnpqrijhuvabcde";
    std::size_t next = 0;
    for (std::size_t d = 0; d < axes.size(); ++d) {
        axis const a = axes[d];
        bool const over_z = a.lower.size() == 1 && g.symbol_at(a.lower.begin()->symbol).kind == symbol_kind::lower;
        text name;
        if (d < names.size()) {
            name = names[d];
        } else {
            while (next + 1 < letters.size() && name_taken(g, letters.substr(next, 1))) {
                ++next;
            }
            name = text{letters.substr(next, 1)};
            next += next + 1 < letters.size() ? 1 : 0;
        }
        int const k = g.new_symbol(name, over_z ? symbol_kind::integer : symbol_kind::ranged);
        affine const position = affine::symbol(k);
        result.symbols.push_back(k);
        result.positions.push_back(g.affine_id(position));
        result.domain.push_back(g.condition_id({relation::nonnegative, position - a.lower, 0}));
        result.domain.push_back(g.condition_id({relation::nonnegative, a.upper - position, 0}));
    }
    return result;
}

/// The tensor with that role, made with the given axes if it is not there.
constexpr int tensor_with_role(formula& f, role kind, int of, int by, std::vector<axis> const& axes) {
    auto& tensors = f.nodes.tensors;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (tensors[i].kind == kind && tensors[i].of == of && tensors[i].by == by) {
            tensors[i].axes = axes;
            tensors[i].rank = static_cast<int>(axes.size());
            return static_cast<int>(i);
        }
    }
    text const name = tensors[static_cast<std::size_t>(of)].name;
    tensors.push_back({name, static_cast<int>(axes.size()), kind, of, by, axes});
    return static_cast<int>(tensors.size()) - 1;
}

/// The adjoint that other equations read: of a recurrence the total one, whose own seed is the plain adjoint.
class gradient_problem {
  public:
    /// Appends to a copy of f, for each wanted tensor x, the equation of dE/dx (E the unspecified scalar that depends on
    /// `output` alone, or `output` itself if it is a scalar), and before it those of the adjoints that it needs.
    constexpr gradient_problem(formula const& f, int output) : f_{f}, g_{f_.nodes}, output_{output} {
        f_.outputs.clear();
        forward_ = f_.equations.size();
    }

    constexpr formula const& state(std::vector<variable> const& wanted, bool with_value) {
        if (f_.defining(output_) < 0) {
            g_.fail(sentence("no equation defines ", describe(g_, g_.tensor_at(output_)), ", so that it has no gradient"));
            return f_;
        }
        if (with_value) {
            f_.outputs.push_back(f_.defining(output_));
        }
        for (std::size_t i = forward_; i > 0 && !g_.failed(); --i) {
            int const tensor = f_.equations[i - 1].tensor;
            bool const wants_own = self_reading(tensor) || tensor != output_;
            if (wants_own && f_.defining(tensor) == static_cast<int>(i) - 1 && matters(tensor, wanted)) {
                add_adjoint(tensor, own_names(f_.equations[i - 1]));
            }
        }
        for (variable const& v : wanted) {
            if (!reaches_output(v.tensor)) {
                g_.fail(sentence(describe(g_, g_.tensor_at(output_)), " does not depend on ", describe(g_, g_.tensor_at(v.tensor)),
                                 ": its gradient is 0 everywhere"));
                return f_;
            }
            bool const defined = f_.defining(v.tensor) >= 0;
            f_.outputs.push_back(defined ? equation_of(adjoint_of(v.tensor)) : static_cast<int>(f_.equations.size()));
            if (!defined) {
                add_adjoint(v.tensor, v.names);
            }
        }
        return f_;
    }

  private:
    constexpr bool self_reading(int tensor) const {
        return std::any_of(f_.equations.begin(), f_.equations.begin() + static_cast<std::ptrdiff_t>(forward_),
                           [&](equation const& e) { return e.tensor == tensor && reads(g_, e.value, tensor); });
    }
    constexpr bool reaches_output(int tensor) const {
        return dependence{f_}.influenced_by(tensor)[static_cast<std::size_t>(output_)] != 0;
    }
    constexpr bool matters(int tensor, std::vector<variable> const& wanted) const {
        bool needed = false;
        for (variable const& v : wanted) {
            needed = needed || dependence{f_}.influenced_by(v.tensor)[static_cast<std::size_t>(tensor)] != 0;
        }
        return needed && reaches_output(tensor);
    }
    constexpr std::vector<text> own_names(equation const& e) const {
        std::vector<text> result;
        for (int symbol : free_indices(g_, e)) {
            result.push_back(g_.symbol_at(symbol).name);
        }
        return result;
    }
    constexpr int equation_of(int tensor) const { return f_.defining(tensor); }

    /// The tensor dE/d(tensor), to be read or defined.
    constexpr int adjoint_of(int tensor) {
        bool const total = tensor == output_ && self_reading(tensor);
        std::vector<axis> const axes = g_.tensor_at(tensor).axes;
        return tensor_with_role(f_, total ? role::total : role::adjoint, tensor, scalar_output() ? output_ : -1, axes);
    }
    constexpr bool scalar_output() const { return g_.tensor_at(output_).rank == 0; }

    /// dE/dx_k = sum over all equations y_t = ... that read x:  sum_t dE/dy_t dy_t/dx_k.
    constexpr void add_adjoint(int tensor, std::vector<text> const& names) {
        std::vector<axis> const axes = g_.tensor_at(tensor).axes;
        derived_indices const k = indices_over(g_, axes, names);
        int const wrt = g_.intern(op::access, tensor, k.positions);
        std::vector<int> terms;
        if (tensor == output_ && !scalar_output()) {
            int const seed = tensor_with_role(f_, role::adjoint, tensor, -1, axes);
            terms.push_back(g_.intern(op::access, seed, k.positions));
        }
        for (std::size_t i = 0; i < forward_; ++i) {
            if (reads(g_, f_.equations[i].value, tensor) && reaches_output(f_.equations[i].tensor)) {
                terms.push_back(contribution(f_.equations[i], wrt));
            }
        }
        f_.add_equation(adjoint_of(tensor), k.positions, k.domain, add(g_, terms));
    }

    /// sum_t dE/dy_t dy_t/dx_k for one equation y_t = ...; the derivative alone where y is the scalar E.
    constexpr int contribution(equation const& e, int wrt) {
        substitution fresh{g_};
        std::vector<int> vars;
        for (int symbol : free_indices(g_, e)) {
            iverson::graph::symbol const s = g_.symbol_at(symbol);
            vars.push_back(g_.new_symbol(s.name, s.kind, s.written));
            fresh.replace(symbol, affine::symbol(vars.back()));
        }
        std::vector<int> positions;
        for (int position : e.positions) {
            positions.push_back(fresh.subscript(position));
        }
        std::vector<int> guards;
        for (int c : e.domain) {
            guards.push_back(fresh.condition(c));
        }
        int const derivative = partial(g_, g_.intern(op::access, e.tensor, positions), wrt);
        if (e.tensor == output_ && scalar_output()) {
            return derivative;
        }
        int const weight = g_.intern(op::access, adjoint_of(e.tensor), positions);
        return reduce(g_, reduction::sum, vars, guards, multiply(g_, weight, derivative));
    }

    formula f_;
    term_graph& g_;
    int output_;
    std::size_t forward_ = 0;
};

/// A tensor that reads itself, depends on `right`, and that `left` depends on; -1 if there is none but these two.
constexpr int recurrence_between(formula const& f, int left, int right) {
    std::vector<char> const varies = dependence{f}.influenced_by(right);
    for (equation const& e : f.equations) {
        bool const between = e.tensor != left && e.tensor != right && varies[static_cast<std::size_t>(e.tensor)] != 0;
        if (between && reads(f.nodes, e.value, e.tensor) && dependence{f}.influenced_by(e.tensor)[static_cast<std::size_t>(left)] != 0) {
            return e.tensor;
        }
    }
    return -1;
}

/// Whether an equation of `left` other than the one that its Jacobian is taken of depends on `right`.
constexpr bool reads_in_initial_value(formula const& f, int left, int right) {
    std::vector<char> const varies = dependence{f}.influenced_by(right);
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
constexpr formula state_jacobian(formula const& source, int left, std::vector<text> const& left_names, variable const& right,
                                 std::vector<affine> const& right_positions) {
    formula f = source;
    term_graph& g = f.nodes;
    f.outputs.clear();
    int const which = f.defining(left);
    if (which < 0) {
        g.fail(sentence("no equation defines ", describe(g, g.tensor_at(left)), ", so that it has no Jacobian"));
        return f;
    }
    if (dependence{f}.influenced_by(right.tensor)[static_cast<std::size_t>(left)] == 0) {
        g.fail(sentence(describe(g, g.tensor_at(left)), " does not depend on ", describe(g, g.tensor_at(right.tensor)),
                        ": its Jacobian is 0 everywhere"));
        return f;
    }
    if (int const through = recurrence_between(f, left, right.tensor); through >= 0) {
        g.fail(sentence("the Jacobian of ", describe(g, g.tensor_at(left)), " by ", describe(g, g.tensor_at(right.tensor)),
                        " runs through the recurrence of ", describe(g, g.tensor_at(through)), ", which has no end as a formula: take the gradient"));
        return f;
    }
    if (reads_in_initial_value(f, left, right.tensor)) {
        g.fail(sentence(describe(g, g.tensor_at(left)), " reads ", describe(g, g.tensor_at(right.tensor)),
                        " in an initial value, where its Jacobian would be another formula: take the gradient"));
        return f;
    }
    equation const e = f.equations[static_cast<std::size_t>(which)];
    derived_indices all;
    std::vector<int> const own = free_indices(g, e);
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
    std::vector<axis> axes = g.tensor_at(left).axes;
    for (std::size_t d = 0; d < axes.size(); ++d) {  // the Jacobian has y's domain, also where its own support is smaller
        affine const position = g.affine_at(all.positions[d]);
        if (position.bare_symbol() >= 0 && g.is_integer_index(position.bare_symbol())) {
            all.domain.push_back(g.condition_id({relation::nonnegative, position - axes[d].lower, 0}));
            all.domain.push_back(g.condition_id({relation::nonnegative, axes[d].upper - position, 0}));
        }
    }
    int const numerator = g.intern(op::access, left, all.positions);
    std::vector<int> wrt_positions;
    if (right_positions.empty()) {
        std::vector<axis> const right_axes = g.tensor_at(right.tensor).axes;
        derived_indices const k = indices_over(g, right_axes, right.names);
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
            if (bare >= 0 && std::find(all.positions.begin(), all.positions.end(), wrt_positions.back()) == all.positions.end()) {
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
