# SPDX-License-Identifier: BSL-1.0
# Writes random formulas, compiles them and runs the program. Each state of the repository draws others, so that a run can be
# repeated; IVERSON_RANDOM_SEED draws those of another seed.
# What fails is printed as a test to be pasted into a file of tests/loops.
include(${WORK}/flags.cmake)
set(seed "$ENV{IVERSON_RANDOM_SEED}")
if(seed STREQUAL "")
  execute_process(COMMAND git rev-parse "HEAD^{tree}" WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR}
    OUTPUT_VARIABLE tree ERROR_QUIET)
  string(SUBSTRING "${tree}" 0 7 digits)
  if(digits MATCHES "^[0-9a-f]+$")
    math(EXPR seed "0x${digits}")
  else()
    set(seed 1)  # no repository: an unpacked archive
  endif()
endif()
math(EXPR own "${seed} * ${SHARDS} + ${SHARD}")
list(FILTER options EXCLUDE REGEX "^SHELL:|pch")  # there is no precompiled header
list(TRANSFORM includes PREPEND -isystem)
list(TRANSFORM definitions PREPEND -D)
set(name ${WORK}/formulas_${SHARD})
message(STATUS "IVERSON_RANDOM_SEED=${seed}: ${FORMULAS} formulas, part ${SHARD} of ${SHARDS}")

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(STATUS "${output}")
    string(REGEX MATCHALL "formula_[0-9]+" found "${output}")
    list(REMOVE_DUPLICATES found)
    list(SUBLIST found 0 3 found)
    foreach(formula IN LISTS found)
      string(REPLACE "formula_" "" number ${formula})
      execute_process(COMMAND ${writer} ${name}_${number}.cpp ${number})
      file(READ ${name}_${number}.cpp test)
      message(STATUS "as a test:\n${test}")
    endforeach()
    message(FATAL_ERROR "repeat it with IVERSON_RANDOM_SEED=${seed}")
  endif()
  message(STATUS "${output}")
endfunction()

run(${writer} ${name}.cpp ${own} ${FORMULAS})
run(${compiler} ${options} ${cheap} ${definitions} ${includes} -c ${name}.cpp -o ${name}.o)
run(${compiler} ${options} ${name}.o ${libraries} -o ${name})
run(${name} --color_output=no)
