// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/freeze.hpp"
#include "../loops/run_time_values.hpp"
#include "number_sizes.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The plan of a frozen formula as text: inline, or with the target iverson::runtime (macro IVERSON_COMPILED) in the library.
namespace iverson::emit {

/// A tensor that a caller binds.
struct bound_tensor {
    std::string_view name;
    graph::standing role;
    bool placed = false;
    std::vector<loops::bound_axis> axes;
};

/// Where nothing is bound, all inputs that the plan needs, at any extents.
/// Errors:  refusal with the sentence of the formula or its plan; binding_error for axes that do not fit.
std::string describe(graph::frozen_view f, graph::frozen_view const* primal, number_sizes sizes,
                     std::vector<bound_tensor> const* bound);

}  // namespace iverson::emit

#ifndef IVERSON_COMPILED
#define IVERSON_DESCRIPTION inline
#include "description.ipp"
#endif
