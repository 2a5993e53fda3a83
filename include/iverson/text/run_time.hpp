// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "text.hpp"

#include "../graph/trace.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// The words of the C++ face for formulas that are known only at run time. Tensors are given by the names that text has for
/// them: x, x', adjoint(y). They come with the library iverson::runtime.
namespace iverson {

/// Numbers on a box, row-major; rank 0 is a scalar. An empty `lower` leaves the first positions to the formula.
struct numbers {
    std::vector<std::int64_t> extents;
    std::vector<double> values;
    std::vector<std::int64_t> lower = {};
};

/// The gradients of the formula's result by these tensors, with their derivation: dE/dx, given adjoint(y) unless y is a scalar.
/// `of` names another tensor that the formula defines; so it does below.
/// Errors (of all derivatives):  std::invalid_argument where a name does not occur, or with the sentence of the refusal.
graph::derivation gradient(graph::formula const& f, std::vector<std::string> const& by,
                           std::string const& of = {});
/// The value and the gradients; the results come in that order.
graph::derivation value_and_gradients(graph::formula const& f, std::vector<std::string> const& by,
                                      std::string const& of = {});
/// dy_t/dx_k, the subscripts of y first; a recurrence's own tensor is held fixed at all other times.
graph::derivation jacobian(graph::formula const& f, std::string const& by, std::string const& of = {});
/// The derivative in the direction tangent(x), for each named tensor x.
graph::derivation jvp(graph::formula const& f, std::vector<std::string> const& by,
                      std::string const& of = {});
/// d^2 E / dx_k dw_l of a scalar E.
graph::derivation hessian(graph::formula const& f, std::string const& left, std::string const& right,
                          std::string const& of = {});
/// The Hessian of a scalar times tangent(x), without the Hessian.
graph::derivation hvp(graph::formula const& f, std::string const& by, std::string const& of = {});

/// The real tensors that no equation defines and on which the formula's result (or `of`) depends.
std::vector<std::string> variables(graph::formula const& f, std::string const& of = {});
/// The tensors that no equation defines, of which a binding gives the numbers.
std::vector<std::string> inputs(graph::formula const& f);
/// The names of the formula's results, in the order of the outputs.
std::vector<std::string> results(graph::formula const& f);
/// The number of axes of a tensor of the formula. Errors: std::invalid_argument if it has no such tensor.
int rank(graph::formula const& f, std::string const& name);

/// The results of the formula, in the order of its outputs, by the interpreter of the plan.
/// Errors:  binding_error; std::invalid_argument for a name that the formula does not have, for numbers that are more or fewer
///          than their extents say, and for formulas that have no values.
std::vector<numbers> evaluate(graph::formula const& f, std::map<std::string, numbers> const& bindings);

/// The plan by which the formula is evaluated, as text: sizes, temporaries, loops, and what each of them costs, as polynomials in
/// the extents. With extents of the inputs, by their names, the numbers stand beside the polynomials; those that follow from
/// others, as of adjoint(y), may be left out.
/// Errors:  std::invalid_argument as `evaluate`, or for an input whose extents are not given; binding_error for extents that do
///          not fit.
std::string describe(graph::formula const& f,
                     std::map<std::string, std::vector<std::int64_t>> const& extents = {},
                     int number_bytes = 8);

/// The formula in LaTeX.
std::string to_latex(graph::formula const& f);
/// The derivation in LaTeX, line by line.
std::string to_latex(graph::derivation const& d);

}  // namespace iverson
