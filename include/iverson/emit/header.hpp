// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"

#include <string>
#include <vector>

/// Gradient code for programs that know nothing of Iverson. It comes with the library iverson::runtime.
namespace iverson::emit {

struct header_options {
    std::vector<std::string> wrt;   ///< tensors, as text names them, whose gradients are wanted; may be empty
    std::string of;                 ///< the tensor that is differentiated; empty: the formula's result
    std::string name;               ///< what the functions' names start with; empty: the name of that tensor
    std::string space;              ///< the namespace, such as a::b; may be empty
    std::string scalar = "double";  ///< or "float"
    std::string integer = "int64";  ///< the numbers of integer tensors, or "int32"
    std::vector<std::string> placed;  ///< tensors whose first positions the caller gives
    bool each = false;                ///< also each gradient alone
    bool vectors = false;             ///< loops in vectors where the data have no gaps, beside the plain ones
    bool eigen = true;                ///< overloads for Eigen's objects, where <Eigen/Core> is found
    bool c_abi = false;               ///< functions with C linkage in place of those overloads
};

/// One self-contained file of C++17: NAME_value, which computes the formula's results; if gradients are wanted, NAME_value_and_gradients,
/// which computes one result and its gradients with shared work; if `each`, NAME_gradient_x for every wanted tensor x. The same
/// formula and options give the same text.
/// Errors:  std::invalid_argument with the sentence of the formula, of its derivation or plan, or of an option that fits nothing.
std::string header(graph::formula const& f, header_options const& options = {});

}  // namespace iverson::emit
