// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scope.hpp"

/// What a line did, seen from what has gone and what has come.
namespace iverson::check {

/// The names of rules that lead from one item to the other, where they can be told from the two.
std::vector<std::string> rules_between(document const& d, int before, int here);

/// The tensors that an item reads; gradients by their own names and that of their tensor.
std::vector<std::string> tensors_in(document const& d, int id);

}  // namespace iverson::check
