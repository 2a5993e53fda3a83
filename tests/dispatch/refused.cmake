# SPDX-License-Identifier: BSL-1.0
# Sources that cannot be dispatched are refused, each with its sentence.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

function(try text sentence)
  file(WRITE ${WORK}/source.cpp "${text}")
  execute_process(COMMAND ${COMPILER} -c ${WORK}/source.cpp -o ${WORK}/source.o COMMAND_ERROR_IS_FATAL ANY)
  set(copies)
  foreach(set baseline x86-64-v3 x86-64-v4)
    list(APPEND copies -D OBJECTS_${set}=${WORK}/source.o)
  endforeach()
  execute_process(COMMAND ${CMAKE_COMMAND} -D LD=${LD} -D NM=${NM} -D OBJCOPY=${OBJCOPY}
    -D OBJDUMP=${OBJDUMP} -D FOLDER=${WORK} -D NAME=tried -D TARGET=tried ${copies} -P ${SCRIPT} RESULT_VARIABLE result ERROR_VARIABLE error)
  string(REGEX REPLACE "[ \n]+" " " error "${error}")
  string(FIND "${error}" "${sentence}" place)
  if(sentence STREQUAL "" AND NOT result EQUAL 0)
    message(FATAL_ERROR "refused:\n${text}\n${error}")
  elseif(NOT sentence STREQUAL "" AND (result EQUAL 0 OR place EQUAL -1))
    message(FATAL_ERROR "'${sentence}' is not said of\n${text}\n${error}")
  endif()
endfunction()

try("int f() { static int calls = 0; return ++calls; }" "")
try("int f() { return 1; } int calls = 0;" "'calls' is not a function")
try("static int f() { return 1; } namespace { int g() { return f(); } } inline int h() { return g(); }" "define no function that others could call")
try("int g(); static int const start = g(); int f() { return start; }"
  "static objects that are initialised when the program starts")
try("[[gnu::constructor]] static void start() {} int f() { return 1; }"
  "static objects that are initialised when the program starts")
