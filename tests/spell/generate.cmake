# SPDX-License-Identifier: BSL-1.0
# Writes OUTPUT: every formula of FORMULAS as C++, by PROGRAM, each in a namespace of its own, and a list of checks. Behind '#= '
# stands what the formula shall become, where C++ has its conditions as factors.

file(READ ${FORMULAS} all)
string(REPLACE ";" "\\;" all "${all}")
string(REGEX REPLACE "\n----\n" ";" all "${all}")
set(result "// Written by generate.cmake.\n")
set(checks "")
set(number 0)
foreach(block IN LISTS all)
  set(file ${OUTPUT}.${number}.iv)
  file(WRITE ${file} "${block}\n")
  execute_process(COMMAND ${PROGRAM} convert ${file} --to cpp OUTPUT_VARIABLE source ERROR_VARIABLE error
    RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${block}\n${error}")
  endif()
  string(REPLACE "namespace formulas " "namespace formulas_${number} " source "${source}")
  string(APPEND result "${source}\n")
  if(block MATCHES "#= (.*)$")
    set(block ${CMAKE_MATCH_1})
  endif()
  string(APPEND checks "    check(formulas_${number}::formula, R\"iv(${block})iv\");\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT} "${result}\nvoid check_all() {\n${checks}}\n")
