// SPDX-License-Identifier: BSL-1.0
//
// The faces of run_time.hpp.
#define IVERSON_RUN_TIME
#include <iverson/runtime/run_time.hpp>
#include <iverson/runtime/run_time.ipp>
