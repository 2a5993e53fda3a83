// SPDX-License-Identifier: BSL-1.0
//
// The engine at run time, compiled once: the target iverson::runtime.
#define IVERSON_RUN_TIME
#include <iverson/runtime/run_time.hpp>
#include <iverson/runtime/run_time.ipp>
#include <iverson/verify/gradient.hpp>

iverson::verify::report iverson::verify::check_frozen(graph::frozen_view source, graph::frozen_view derived,
                                                      options const& how) {
    return check(source.thaw(), derived.thaw(), how);
}
