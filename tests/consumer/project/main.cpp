// SPDX-License-Identifier: BSL-1.0
#include <iverson/version.hpp>

static_assert(IVERSON_VERSION >= 100, "this program needs Iverson 0.1");

int main() {}
