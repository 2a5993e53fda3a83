// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "letters.hpp"

#include <string_view>
#include <vector>

/// Pairs of formulas that are equal, and pairs that are not.
namespace equal_pairs {

using namespace letters;

struct formula_pair {
    std::string_view what;
    graph::formula left;
    graph::formula right;
};

template <class Equation>
graph::formula of(Equation const& equation) {
    return lowering::lowered_formula(equation);
}
inline graph::formula of(graph::formula const& f) { return f; }

template <class Equation, class Wrt>
graph::formula gradient_of(Equation const& equation, Wrt) {
    return runtime::operations::gradients(of(equation), {variable_of<Wrt>}, false).result;
}
template <class Equation, class Wrt>
graph::formula jacobian_of(Equation const& equation, Wrt) {
    return runtime::operations::jacobian(of(equation), nullptr, variable_of<Wrt>).result;
}

template <class Left, class Right>
formula_pair pair(std::string_view what, Left const& left, Right const& right) {
    return {what, of(left), of(right)};
}

std::vector<formula_pair> const& equal_ones();
std::vector<formula_pair> const& different_ones();

}  // namespace equal_pairs
