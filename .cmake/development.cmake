# SPDX-License-Identifier: BSL-1.0
# What Iverson's own tests and lessons are compiled with, and its users are not.

add_library(iverson_development INTERFACE)
target_link_libraries(iverson_development INTERFACE iverson::iverson)
target_compile_options(iverson_development INTERFACE -Wall -Wextra -Wpedantic -Wshadow
  $<$<BOOL:${IVERSON_WERROR}>:-Werror>)

# Targets get ccache by the variable CMAKE_CXX_COMPILER_LAUNCHER; the sloppiness is what precompiled headers need.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  target_compile_options(iverson_development INTERFACE
    "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>"
    "$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()
