# SPDX-License-Identifier: BSL-1.0
# Writes the emitted headers and a program that calls them into an empty folder, compiles and runs it.

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${output}")
  endif()
  message(STATUS "${output}")
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
run(${WRITER} ${WORK})
run(${COMPILER} -std=c++17 -Wall -Wextra -Wshadow -Werror -O1 ${WORK}/main.cpp -o ${WORK}/emitted)
run(${WORK}/emitted)
