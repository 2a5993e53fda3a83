// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "problem.hpp"

namespace iverson::derive {

/// The adjoint that other equations read: of a recurrence the total one, whose own seed is the plain adjoint.
class gradient_problem {
  public:
    /// Appends to a copy of f, for each wanted tensor x, the equation of dE/dx (E the unspecified scalar that depends on
    /// `output` alone, or `output` itself if it is a scalar), and before it those of the adjoints that it needs. Where f speaks of
    /// an E already, as a gradient does, the scalar is another one, F.
    constexpr gradient_problem(formula const& f, int output) : f_{f}, g_{f_.nodes}, output_{output} {
        f_.outputs.clear();
        forward_ = f_.equations.size();
        scalar_ = scalar_output() ? output_ : speaks_of_e() ? new_scalar() : -1;
    }

    constexpr formula const& state(vector<variable> const& wanted, bool with_value) {
        if (f_.defining(output_) < 0) {
            g_.fail(sentence("no equation defines ", describe(g_, g_.tensor_at(output_)),
                             ", so that it has no gradient"));
            return f_;
        }
        if (with_value) {
            f_.outputs.push_back(f_.defining(output_));
        }
        for (std::size_t i = forward_; i > 0 && !g_.failed(); --i) {
            int const tensor = f_.equations[i - 1].tensor;
            bool const wants_own = reads_itself(f_, tensor) || tensor != output_;
            if (wants_own && f_.defining(tensor) == static_cast<int>(i) - 1 && matters(tensor, wanted)) {
                add_adjoint(tensor, own_names(f_.equations[i - 1]));
            }
        }
        for (variable const& v : wanted) {
            if (!reaches_output(v.tensor)) {
                g_.fail(sentence(describe(g_, g_.tensor_at(output_)), " does not depend on ",
                                 describe(g_, g_.tensor_at(v.tensor)), ": its gradient is 0 everywhere"));
                return f_;
            }
            if (v.tensor == output_ && !reads_itself(f_, output_)) {
                g_.fail(sentence(describe(g_, g_.tensor_at(output_)),
                                 " is what the gradient is of: it is not derived by itself"));
                return f_;
            }
            bool const defined = f_.defining(v.tensor) >= 0;
            f_.outputs.push_back(defined ? equation_of(adjoint_of(v.tensor))
                                         : static_cast<int>(f_.equations.size()));
            if (!defined) {
                add_adjoint(v.tensor, v.names);
            }
        }
        return f_;
    }

  private:
    constexpr bool reaches_output(int tensor) const {
        return dependence{f_}.influenced_by(tensor)[static_cast<std::size_t>(output_)] != 0;
    }
    constexpr bool matters(int tensor, vector<variable> const& wanted) const {
        bool needed = false;
        for (variable const& v : wanted) {
            needed = needed || dependence{f_}.influenced_by(v.tensor)[static_cast<std::size_t>(tensor)] != 0;
        }
        return needed && reaches_output(tensor);
    }
    constexpr vector<text> own_names(equation const& e) const {
        vector<text> result;
        for (int symbol : free_indices(g_, e)) {
            result.push_back(g_.symbol_at(symbol).name);
        }
        return result;
    }
    constexpr int equation_of(int tensor) const { return f_.defining(tensor); }

    /// The tensor dE/d(tensor), to be read or defined.
    constexpr int adjoint_of(int tensor) {
        bool const total = tensor == output_ && reads_itself(f_, tensor);
        vector<axis> const axes = g_.tensor_at(tensor).axes;
        return tensor_with_role(f_, total ? role::total : role::adjoint, tensor, scalar_, axes);
    }
    /// Whether the formula has derivatives of the unspecified E, or an equation E = ... : two scalars of one name would meet.
    constexpr bool speaks_of_e() const {
        for (std::size_t i = 0; i < g_.tensors.size(); ++i) {
            iverson::graph::tensor const& t = g_.tensors[i];
            bool const of_e = (t.kind == role::adjoint || t.kind == role::total) && t.by < 0;
            bool const is_e = t.name.view() == "E" && t.kind == role::plain && t.rank == 0 &&
                              f_.defining(static_cast<int>(i)) >= 0;
            if (of_e || is_e) {
                return true;
            }
        }
        return false;
    }
    /// A scalar that no equation defines, for what depends on the output: F, or the next letter that is no name.
    constexpr int new_scalar() {
        constexpr std::string_view letters = "FGHIJKLMNOPQRSTUVWXYZABCD";
        std::size_t which = 0;
        while (which < letters.size() && is_name(letters.substr(which, 1))) {
            ++which;
        }
        text name{letters.substr(which < letters.size() ? which : 0, 1)};
        for (int number = 1; is_name(name); ++number) {
            name = sentence("F", number);
        }
        g_.tensors.push_back({name, 0, role::plain, -1, -1, {}});
        return static_cast<int>(g_.tensors.size()) - 1;
    }
    constexpr bool is_name(std::string_view name) const {
        return name_taken(g_, name) ||
               std::any_of(g_.tensors.begin(), g_.tensors.end(),
                           [&](iverson::graph::tensor const& t) { return t.name.view() == name; });
    }
    constexpr bool scalar_output() const { return g_.tensor_at(output_).rank == 0; }

    /// dE/dx_k = sum over all equations y_t = ... that read x:  sum_t dE/dy_t dy_t/dx_k.
    constexpr void add_adjoint(int tensor, vector<text> const& names) {
        int const result = adjoint_of(tensor);
        if (f_.defining(result) >= 0) {
            g_.fail(sentence(describe(g_, g_.tensor_at(result)),
                             " is defined by this formula already: it is not derived again"));
            return;
        }
        vector<axis> const axes = g_.tensor_at(tensor).axes;
        derived_indices const k = indices_over(g_, tensor, names);
        int const wrt = g_.intern(op::access, tensor, k.positions);
        vector<int> terms;
        if (tensor == output_) {  // a recurrence, which is no scalar
            int const seed = tensor_with_role(f_, role::adjoint, tensor, scalar_, axes);
            terms.push_back(g_.intern(op::access, seed, k.positions));
        }
        for (std::size_t i = 0; i < forward_; ++i) {
            if (reads(g_, f_.equations[i].value, tensor) && reaches_output(f_.equations[i].tensor)) {
                terms.push_back(contribution(f_.equations[i], wrt));
            }
        }
        f_.add_equation(result, k.positions, k.domain, add(g_, terms));
    }

    /// sum_t dE/dy_t dy_t/dx_k for one equation y_t = ...; the derivative alone where y is the scalar E.
    constexpr int contribution(equation const& e, int wrt) {
        substitution fresh{g_};
        vector<int> vars;
        for (int symbol : free_indices(g_, e)) {
            iverson::graph::symbol const s = g_.symbol_at(symbol);
            vars.push_back(g_.new_symbol(s.name, s.kind, s.written));
            fresh.replace(symbol, affine::symbol(vars.back()));
        }
        vector<int> positions;
        for (int position : e.positions) {
            positions.push_back(fresh.subscript(position));
        }
        vector<int> guards;
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
    int scalar_ = -1;  ///< what the derivatives are of: the output, F, or -1 for the unspecified E
    std::size_t forward_ = 0;
};

}  // namespace iverson::derive
