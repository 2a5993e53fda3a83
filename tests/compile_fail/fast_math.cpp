// SPDX-License-Identifier: BSL-1.0
// expect: compile without it
#ifndef PASS
#define __FAST_MATH__ 1  // what -ffast-math defines
#endif
#include <iverson/functions/table.hpp>

double half() { return iverson::functions::sigmoid(0.0); }
