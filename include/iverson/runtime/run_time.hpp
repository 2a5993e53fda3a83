// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/freeze.hpp"
#include "../graph/trace.hpp"
#include "../graph/variable.hpp"
#include "../latex/options.hpp"
#include "operations.hpp"

#include <span>
#include <string>

/// The engine at run time, behind plain functions: what prints, derives and checks formulas while the program runs.
/// With the target iverson::runtime (macro IVERSON_COMPILED) they live in a library and a user's file does not compile
/// them again; without it they are inline.
namespace iverson {

namespace runtime {

graph::derivation gradients(graph::frozen_view source, graph::vector<variable> const& wanted,
                            bool with_value);
graph::derivation jvp(graph::frozen_view source, graph::vector<variable> const& wanted);
graph::derivation jacobian(graph::frozen_view source, variable const* left, variable const& right);
graph::derivation euler(graph::frozen_view ode, std::int64_t num, std::int64_t den);
graph::derivation transition(graph::frozen_view recurrence);
graph::derivation unroll(graph::frozen_view recurrence, std::int64_t steps);

std::string latex(graph::derivation const& d, latex_options options);
std::string latex(graph::frozen_view f, latex_options options);
std::string text(graph::frozen_view f);

}  // namespace runtime

}  // namespace iverson

#ifndef IVERSON_COMPILED
#define IVERSON_RUN_TIME inline
#include "../graph/vector.hpp"
#include "run_time.ipp"
#endif
