# SPDX-License-Identifier: BSL-1.0
# The linker can take nothing of one instruction set for another: all that an object shows are functions named after its set.
cmake_minimum_required(VERSION 3.25)

set(names _ZN10dispatched11convolutionERKN5Eigen6MatrixIdLin1ELi1ELi0ELin1ELi1EEES4_
  _ZN10dispatched14register_bytesEv
  _ZN10dispatched7productERKN5Eigen6MatrixIdLin1ELin1ELi1ELin1ELin1EEES4_RS2_
  dispatched_layer)
foreach(set baseline x86-64-v3 x86-64-v4)
  execute_process(COMMAND ${NM} --defined-only --extern-only --format=posix ${FOLDER}/${set}.o
    OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
  string(MAKE_C_IDENTIFIER ${set} suffix)
  string(REGEX REPLACE "\\.${suffix} T [^\n]*\n" ";" found "${output}")
  list(REMOVE_ITEM found "")
  if(NOT "${found}" STREQUAL "${names}")
    message(FATAL_ERROR "${set}.o shows\n${output}")
  endif()
endforeach()
