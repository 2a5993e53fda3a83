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

    constexpr formula const& state(std::vector<variable> const& wanted) {
        f_.outputs.clear();
        moves_.assign(g_.tensors.size(), 0);
        for (variable const& v : wanted) {
            moves_[static_cast<std::size_t>(v.tensor)] = 1;
            tangent_of(v.tensor);
        }
        for (std::size_t i = 0; i < forward_; ++i) {
            equation const e = f_.equations[i];
            std::vector<int> const read = moving_tensors(e);
            bool const matters =
                dependence{f_}.influenced_by(e.tensor)[static_cast<std::size_t>(output_)] != 0;
            if (!read.empty() && matters) {
                moves_[static_cast<std::size_t>(e.tensor)] = 1;
                add_tangent(e, read);
            }
            if (e.tensor == output_ && !read.empty()) {
                std::vector<int> const last(1, static_cast<int>(f_.equations.size()) - 1);
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
        std::vector<axis> const axes = g_.tensor_at(tensor).axes;
        return tensor_with_role(f_, role::tangent, tensor, -1, axes);
    }
    constexpr std::vector<int> moving_tensors(equation const& e) {
        std::vector<int> result;
        for (std::size_t tensor = 0; tensor < moves_.size(); ++tensor) {
            bool const own = static_cast<int>(tensor) == e.tensor;
            if ((moves_[tensor] != 0 || own) && reads(g_, e.value, static_cast<int>(tensor))) {
                result.push_back(static_cast<int>(tensor));
            }
        }
        bool const only_own =
            result.size() == 1 && result[0] == e.tensor && moves_[static_cast<std::size_t>(e.tensor)] == 0;
        if (only_own) {
            result.clear();
        }
        return result;
    }
    constexpr void add_tangent(equation const& e, std::vector<int> const& read) {
        int const moving = g_.intern(op::access, e.tensor, e.positions);
        std::vector<int> terms;
        for (int tensor : read) {
            std::vector<text> const no_names;
            derived_indices const k = indices_over(g_, tensor, no_names);
            int const derivative = partial(g_, moving, g_.intern(op::access, tensor, k.positions));
            int const direction = g_.intern(op::access, tangent_of(tensor), k.positions);
            // Over Z the direction is 0 outside its domain, which ends the sum.
            std::vector<int> guards;
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
        f_.add_equation(tangent_of(e.tensor), e.positions, e.domain, add(g_, terms));
    }

    formula f_;
    term_graph& g_;
    int output_;
    std::size_t forward_;
    std::vector<char> moves_;
};

}  // namespace iverson::derive
