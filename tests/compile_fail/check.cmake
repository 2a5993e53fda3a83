# SPDX-License-Identifier: BSL-1.0
# Compiles SOURCE twice with the compiler and options of FLAGS; see CMakeLists.txt for what is expected.

include(${FLAGS})
list(TRANSFORM includes PREPEND -isystem)
set(ENV{LC_ALL} C)

function(compile)
  execute_process(COMMAND ${compiler} ${options} ${includes} -fsyntax-only ${ARGN} ${SOURCE}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  set(result "${result}" PARENT_SCOPE)
  set(output "${output}" PARENT_SCOPE)
endfunction()

# Read as one string: a sentence may hold brackets and semicolons, which a CMake list would take apart.
file(READ ${SOURCE} text)
set(expectations 0)
compile(-DPASS)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "the passing twin does not compile:\n${output}")
endif()
compile()
if(result EQUAL 0)
  message(FATAL_ERROR "it compiles, and must not")
endif()
# Clang prints at most 36 characters of a string, so a sentence comes in several (see graph/refuse.hpp).
string(REGEX REPLACE "\"}, [a-z_:]*fixed_text<[0-9]+>{\"" "" output "${output}")
while(text MATCHES "// expect: ([^\n]*)\n")
  set(sentence "${CMAKE_MATCH_1}")
  string(FIND "${text}" "// expect: ${sentence}\n" at)
  string(LENGTH "// expect: ${sentence}\n" length)
  math(EXPR at "${at} + ${length}")
  string(SUBSTRING "${text}" ${at} -1 text)
  string(FIND "${output}" "${sentence}" found)
  if(found EQUAL -1)
    message(FATAL_ERROR "the compiler does not say: ${sentence}\nbut:\n${output}")
  endif()
  math(EXPR expectations "${expectations} + 1")
endwhile()
if(expectations EQUAL 0)
  message(FATAL_ERROR "the file states no '// expect: sentence'")
endif()
