# SPDX-License-Identifier: BSL-1.0
# iverson_add_dispatched(TARGET SOURCES kernels.cpp... [ALIGN 64])
#
# Compiles each source three times, with the flags of TARGET, for x86-64-v3 (AVX2, FMA) and for x86-64-v4 (AVX-512), and links all
# three into TARGET. The functions that the sources define run in the widest copy that the processor has, chosen once when the
# program starts; IVERSON_INSTRUCTION_SET=x86-64-v3 in the environment, or =baseline, allows no wider one. Sources define functions
# only: no variables with external linkage, and nothing that is initialised when the program starts. On other processors and
# systems, and with IVERSON_DISPATCH set to OFF, they are sources like others. ALIGN says to how many bytes Eigen aligns what it
# allocates: 16, as without this function, or 64. docs/instruction_sets.md says more.

function(iverson_add_dispatched target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ALIGN" "SOURCES")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
    message(FATAL_ERROR "iverson_add_dispatched(${target}): SOURCES names no file, or there are other words:"
      " ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_ALIGN)
    set(arg_ALIGN 16)
  elseif(NOT arg_ALIGN MATCHES "^(16|64)$")
    message(FATAL_ERROR "iverson_add_dispatched(${target}): ALIGN is 16 or 64")
  endif()
  if(NOT TARGET ${target})
    message(FATAL_ERROR "iverson_add_dispatched: there is no target ${target}")
  endif()
  set(wanted ON)
  if(DEFINED IVERSON_DISPATCH)
    set(wanted ${IVERSON_DISPATCH})
  endif()
  if(NOT wanted OR NOT CMAKE_SYSTEM_NAME STREQUAL Linux OR NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_sources(${target} PRIVATE ${arg_SOURCES})
    return()
  endif()
  # Each call has names of its own.
  get_property(calls TARGET ${target} PROPERTY IVERSON_DISPATCHED)
  math(EXPR calls "0${calls} + 1")
  set_target_properties(${target} PROPERTIES IVERSON_DISPATCHED ${calls})
  set(name ${target}_dispatched_${calls})

  # The GNU ones: they alone merge groups of sections and make symbols local.
  find_program(IVERSON_LD NAMES x86_64-linux-gnu-ld.bfd ld.bfd ld REQUIRED)
  find_program(IVERSON_NM NAMES x86_64-linux-gnu-nm nm REQUIRED)
  find_program(IVERSON_OBJCOPY NAMES x86_64-linux-gnu-objcopy objcopy REQUIRED)
  find_program(IVERSON_OBJDUMP NAMES x86_64-linux-gnu-objdump objdump REQUIRED)
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/iverson_link_dispatched.cmake)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${name})
  file(MAKE_DIRECTORY ${folder})
  # What one copy allocates another one frees, and all read the same objects, but Eigen aligns to the registers that it may use.
  target_compile_definitions(${target} PRIVATE EIGEN_MAX_ALIGN_BYTES=${arg_ALIGN} EIGEN_MAX_STATIC_ALIGN_BYTES=${arg_ALIGN})
  set(copies)
  set(objects)
  set(results)
  foreach(set baseline x86-64-v3 x86-64-v4)
    set(copy ${name}_${set})
    add_library(${copy} OBJECT ${arg_SOURCES})
    iverson_compile_like(${copy} ${target})
    if(NOT set STREQUAL baseline)
      target_compile_options(${copy} PRIVATE -march=${set})
      if(arg_ALIGN EQUAL 16)  # wider registers want wider alignment
        target_compile_definitions(${copy} PRIVATE EIGEN_DONT_VECTORIZE)
      endif()
    endif()
    list(APPEND copies "-D" "OBJECTS_${set}=$<JOIN:$<TARGET_OBJECTS:${copy}>,|>")
    list(APPEND objects $<TARGET_OBJECTS:${copy}>)
    list(APPEND results ${folder}/${set}.o)
  endforeach()
  add_custom_command(OUTPUT ${results} ${folder}/dispatch.cpp
    COMMAND ${CMAKE_COMMAND} -D LD=${IVERSON_LD} -D NM=${IVERSON_NM} -D OBJCOPY=${IVERSON_OBJCOPY}
      -D OBJDUMP=${IVERSON_OBJDUMP} -D FOLDER=${folder} -D NAME=${name} -D TARGET=${target} ${copies} -P ${script}
    DEPENDS ${objects} ${script} COMMENT "Instruction sets of ${target}" VERBATIM)
  set_source_files_properties(${results} PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
  set_source_files_properties(${folder}/dispatch.cpp PROPERTIES COMPILE_OPTIONS -fno-lto SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE ${results} ${folder}/dispatch.cpp)
endfunction()

# What is compiled as the target's own sources are, but not optimised with other files: its symbols are needed.
function(iverson_compile_like copy target)
  target_link_libraries(${copy} PRIVATE $<TARGET_PROPERTY:${target},LINK_LIBRARIES>)
  target_include_directories(${copy} PRIVATE $<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>)
  target_compile_definitions(${copy} PRIVATE $<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>)
  target_compile_options(${copy} PRIVATE $<TARGET_PROPERTY:${target},COMPILE_OPTIONS> -fno-lto
    $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)  # unique symbols cannot be made local
  get_target_property(type ${target} TYPE)
  if(type MATCHES "SHARED|MODULE")
    set_target_properties(${copy} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
  foreach(property CXX_STANDARD CXX_EXTENSIONS CXX_STANDARD_REQUIRED POSITION_INDEPENDENT_CODE)
    get_target_property(value ${target} ${property})
    if(NOT value MATCHES "NOTFOUND$")
      set_target_properties(${copy} PROPERTIES ${property} ${value})
    endif()
  endforeach()
endfunction()
