// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

/// The passes are constexpr: the compiler runs them, and so does the program. With the target iverson::runtime (macro
/// IVERSON_COMPILED) the program runs the library's copy, and a user's file does not compile the pass again. Such a pass
/// has its body in a namespace `here`, is declared in a namespace `library`, which src/runtime/passes.cpp defines, and opens with
/// IVERSON_IN_LIBRARY(library::pass(...)). Bodies must not call the pass by its own name.
#ifdef IVERSON_COMPILED
#define IVERSON_IN_LIBRARY(...)                                                                              \
    if (!std::is_constant_evaluated()) {                                                                     \
        return __VA_ARGS__;                                                                                  \
    }
#else
#define IVERSON_IN_LIBRARY(...)
#endif
