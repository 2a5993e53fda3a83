// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scope.hpp"

#include <iverson/graph/formula.hpp>

#include <optional>
#include <string>

namespace iverson::check {

/// What the engine derives for a derivative on the left of a chain, as LaTeX in the indices of the chain; empty where it derives
/// nothing from the definitions.
std::string derived_line(document const& d, scope const& s, int left);

/// The same as a formula, whose result has the indices of the left side in their order.
std::optional<graph::formula> derived_formula(document const& d, scope const& s, int left);

/// An item as a formula, with these indices. Throws syntax::failure.
graph::formula formula_of(document const& d, scope const& s, int value,
                          std::vector<std::string> const& indices);

}  // namespace iverson::check
