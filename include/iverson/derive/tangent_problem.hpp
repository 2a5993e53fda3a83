// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "problem.hpp"

namespace iverson::derive {

/// Appends to a copy of f how the output moves when the wanted tensors move by their tangents, and before it how all
/// tensors between them move: dy_t = sum over all tensors x that y_t = ... reads of sum_k dy_t/dx_k dx_k.
class tangent_problem {
  public:
    constexpr tangent_problem(formula const& f, int output)
        : f_{f}, g_{f_.nodes}, output_{output}, forward_{f.equations.size()} {}

    constexpr formula const& state(vector<variable> const& wanted) {
        f_.outputs.clear();
        moves_.assign(g_.tensors.size(), 0);
        for (variable const& v : wanted) {
            vector<char> const moved = dependence{f_}.influenced_by(v.tensor);
            for (std::size_t i = 0; i < moved.size(); ++i) {
                moves_[i] = moves_[i] != 0 || moved[i] != 0 ? 1 : 0;
            }
        }
        for (variable const& v : wanted) {
            tangent_of(v.tensor);
        }
        for (std::size_t i = 0; i < forward_; ++i) {
            equation const e = f_.equations[i];
            bool const matters =
                dependence{f_}.influenced_by(e.tensor)[static_cast<std::size_t>(output_)] != 0;
            if (!is_driven(e.tensor) || !matters) {
                continue;
            }
            vector<int> const read = moving_tensors(e);
            add_tangent(e, read);
            if (e.tensor == output_ && !read.empty()) {
                vector<int> const last(1, static_cast<int>(f_.equations.size()) - 1);
                f_.outputs = last;
            }
        }
        if (f_.outputs.empty()) {
            g_.fail(sentence(describe(g_, g_.tensor_at(output_)),
                             " does not depend on any of the tensors that move"));
        }
        return f_;
    }

  private:
    constexpr int tangent_of(int tensor) {
        vector<axis> const axes = g_.tensor_at(tensor).axes;
        return tensor_with_role(f_, role::tangent, tensor, -1, axes);
    }
    constexpr vector<int> moving_tensors(equation const& e) const {
        vector<int> result;
        for (std::size_t tensor = 0; tensor < moves_.size(); ++tensor) {
            if (moves_[tensor] != 0 && reads(g_, e.value, static_cast<int>(tensor))) {
                result.push_back(static_cast<int>(tensor));
            }
        }
        return result;
    }
    /// Whether some equation says how the tensor moves. Then all do: an initial value that stays has the tangent 0.
    constexpr bool is_driven(int tensor) const {
        for (std::size_t i = 0; i < forward_; ++i) {
            if (f_.equations[i].tensor == tensor && !moving_tensors(f_.equations[i]).empty()) {
                return true;
            }
        }
        return false;
    }
    constexpr void add_tangent(equation const& e, vector<int> const& read) {
        int const moving = g_.intern(op::access, e.tensor, e.positions);
        vector<int> terms;
        for (int tensor : read) {
            vector<text> const no_names;
            derived_indices const k = indices_over(g_, tensor, no_names);
            int const derivative = partial(g_, moving, g_.intern(op::access, tensor, k.positions));
            int const direction = g_.intern(op::access, tangent_of(tensor), k.positions);
            // Over Z the direction is 0 outside its domain, which ends the sum.
            vector<int> guards;
            for (int c : k.domain) {
                bool over_z = false;
                for (int symbol : k.symbols) {
                    over_z = over_z ||
                             (g_.is_integer_index(symbol) && g_.condition_at(c).expression.mentions(symbol));
                }
                if (!over_z) {
                    guards.push_back(c);
                }
            }
            terms.push_back(
                reduce(g_, reduction::sum, k.symbols, guards, multiply(g_, derivative, direction)));
        }
        int const result = tangent_of(e.tensor);
        f_.add_equation(result, e.positions, domain_of(e), add(g_, terms));
    }
    /// A tangent has its tensor's domain, also where its own support is smaller.
    constexpr vector<int> domain_of(equation const& e) {
        vector<int> result = e.domain;
        vector<axis> const axes = g_.tensor_at(e.tensor).axes;
        for (std::size_t d = 0; d < axes.size(); ++d) {
            affine const position = g_.affine_at(e.positions[d]);
            if (g_.is_integer_index(position.bare_symbol())) {
                result.push_back(g_.condition_id({relation::nonnegative, position - axes[d].lower, 0}));
                result.push_back(g_.condition_id({relation::nonnegative, axes[d].upper - position, 0}));
            }
        }
        return result;
    }

    formula f_;
    term_graph& g_;
    int output_;
    std::size_t forward_;
    vector<char> moves_;
};

}  // namespace iverson::derive
