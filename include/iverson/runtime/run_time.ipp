// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../latex/latex.hpp"
#include "../latex/text.hpp"
#include "operations.hpp"

/// The bodies of run_time.hpp: inline, or in the library that src/runtime.cpp makes.
namespace iverson::runtime {

IVERSON_RUN_TIME graph::derivation gradients(graph::frozen_view source, graph::vector<variable> const& wanted, bool with_value) {
    return operations::gradients(source.thaw(), wanted, with_value);
}

IVERSON_RUN_TIME graph::derivation jvp(graph::frozen_view source, graph::vector<variable> const& wanted) {
    return operations::jvp(source.thaw(), wanted);
}

IVERSON_RUN_TIME graph::derivation jacobian(graph::frozen_view source, variable const* left, variable const& right) {
    return operations::jacobian(source.thaw(), left, right);
}

IVERSON_RUN_TIME graph::derivation euler(graph::frozen_view ode, std::int64_t num, std::int64_t den) {
    return steps::euler(ode.thaw(), graph::rational{graph::wide_integer{num}, graph::wide_integer{den}});
}

IVERSON_RUN_TIME graph::derivation transition(graph::frozen_view recurrence) {
    return iverson::steps::transition(recurrence.thaw());
}

IVERSON_RUN_TIME graph::derivation unroll(graph::frozen_view recurrence, std::int64_t steps) {
    graph::derivation d;
    d.result = iverson::steps::unroll(recurrence.thaw(), steps);
    return d;
}

IVERSON_RUN_TIME std::string latex(graph::derivation const& d, latex_options options) { return print::latex(d, options); }
IVERSON_RUN_TIME std::string latex(graph::frozen_view f, latex_options options) { return print::latex(f.thaw(), options); }
IVERSON_RUN_TIME std::string text(graph::frozen_view f) { return print::text(f.thaw()); }

}  // namespace iverson::runtime
