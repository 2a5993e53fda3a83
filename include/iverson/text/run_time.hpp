// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "text.hpp"

#include "../graph/trace.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// The words of the C++ face for formulas that are known only at run time. Tensors are given by the names that text has for
/// them: x, x', adjoint(y). They come with the library iverson::readers.
namespace iverson {

/// Numbers on a box, row-major; rank 0 is a scalar. An empty `lower` leaves the first positions to the formula.
struct numbers {
    std::vector<std::int64_t> extents;
    std::vector<double> values;
    std::vector<std::int64_t> lower = {};
};

/// The gradients of the formula's result by these tensors, with their derivation: dE/dx, given adjoint(y) unless y is a scalar.
/// Errors:  std::invalid_argument where a name does not occur, or with the sentence of the refusal.
graph::derivation gradient(graph::formula const& f, std::vector<std::string> const& by);

/// The results of the formula, in the order of its outputs, by the interpreter of the plan.
/// Errors:  binding_error; std::invalid_argument for a name that the formula does not have, for numbers that are more or fewer
///          than their extents say, and for formulas that have no values.
std::vector<numbers> evaluate(graph::formula const& f, std::map<std::string, numbers> const& bindings);

/// The formula in LaTeX.
std::string to_latex(graph::formula const& f);
/// The derivation in LaTeX, line by line.
std::string to_latex(graph::derivation const& d);

}  // namespace iverson
