// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/formula.hpp>

/// Derivatives in a direction, and the second ones of scalars.
namespace corpus::directions {

/// Of a formula that passes: how its output moves with all inputs and with each alone, and of a scalar the Hessian by each pair of inputs
/// and its product with a direction. Each by differences of the plain meaning in fifty digits, and by the interpreted plan.
void examine(iverson::graph::formula const& f);

}  // namespace corpus::directions
