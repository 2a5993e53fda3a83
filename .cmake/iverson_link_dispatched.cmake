# SPDX-License-Identifier: BSL-1.0
# Run when a target of iverson_add_dispatched is built: from the objects of each instruction set one object in FOLDER, in which
# nothing has external linkage but the functions that the sources define, each with the set's name behind its own; and
# dispatch.cpp, which defines these functions as jumps into the set that the processor has.
#
# Inline functions and templates of all headers, the standard library's included, are in each object that uses them, and a linker
# keeps any one of several with one name. That one could hold instructions which the processor lacks; so they become local.
set(sets baseline x86-64-v3 x86-64-v4)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE error)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "iverson_add_dispatched(${TARGET}): ${command}\n${output}${error}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# The functions of an object that others may call.
function(find_functions object functions)
  run(${NM} --defined-only --extern-only --format=posix ${object})
  string(REGEX MATCHALL "[^\n]+" lines "${output}")
  set(found)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^([^ ]+) (.).*$" "\\1;\\2" parts "${line}")
    list(GET parts 0 name)
    list(GET parts 1 kind)
    if(kind STREQUAL "T")
      list(APPEND found ${name})
    elseif(NOT kind MATCHES "[WV]")
      message(FATAL_ERROR "iverson_add_dispatched(${TARGET}): '${name}' is not a function: each instruction set would have"
        " one of its own. Sources may define functions only, and variables in them or in unnamed namespaces.")
    endif()
  endforeach()
  if(NOT found)
    message(FATAL_ERROR "iverson_add_dispatched(${TARGET}): the sources define no function that others could call")
  endif()
  set(${functions} ${found} PARENT_SCOPE)
endfunction()

# What runs when the program starts would run on every processor.
function(refuse_initialisers object)
  run(${OBJDUMP} --section-headers ${object})
  if(output MATCHES " \\.(preinit_array|init_array|ctors)")
    message(FATAL_ERROR "iverson_add_dispatched(${TARGET}): the sources have static objects that are initialised when the program"
      " starts, on processors without the instructions too: make them constexpr, or static in functions."
      " (With GCC 12, <iostream> has one.)")
  endif()
endfunction()

foreach(set IN LISTS sets)
  string(REPLACE "|" ";" objects "${OBJECTS_${set}}")
  set(all ${FOLDER}/${set}.all)
  run(${LD} -r --force-group-allocation -o ${all} ${objects})
  find_functions(${all} functions_${set})
  refuse_initialisers(${all})
  if(NOT functions_${set} STREQUAL functions_baseline)
    message(FATAL_ERROR "iverson_add_dispatched(${TARGET}): with ${set} the sources define other functions than without")
  endif()
  list(JOIN functions_baseline "\n" keep)
  string(MAKE_C_IDENTIFIER ${set} suffix)
  list(TRANSFORM functions_baseline REPLACE "(.+)" "\\1 \\1.${suffix}" OUTPUT_VARIABLE renamed)
  list(JOIN renamed "\n" renamed)
  file(WRITE ${FOLDER}/keep "${keep}\n")
  file(WRITE ${FOLDER}/renamed "${renamed}\n")
  run(${OBJCOPY} --keep-global-symbols=${FOLDER}/keep ${all})
  run(${OBJCOPY} --redefine-syms=${FOLDER}/renamed ${all} ${FOLDER}/${set}.o)
  file(REMOVE ${all})
endforeach()

string(MAKE_C_IDENTIFIER "iverson_${NAME}" table)
list(LENGTH functions_baseline count)
set(jumps "")
set(place 0)
foreach(function IN LISTS functions_baseline)
  string(APPEND jumps "
.globl ${function}
.type ${function}, @function
${function}: endbr64
jmp *${table}+${place}(%rip)
.size ${function}, .-${function}")
  math(EXPR place "${place} + 8")
endforeach()
function(write_addresses name set)
  string(MAKE_C_IDENTIFIER ${set} suffix)
  list(TRANSFORM functions_baseline REPLACE "(.+)" "\n.quad \\1.${suffix}" OUTPUT_VARIABLE addresses)
  list(JOIN addresses "" addresses)
  set(tables "${tables}\n.globl ${name}\n.hidden ${name}\n${name}:${addresses}" PARENT_SCOPE)
endfunction()
set(tables "")
write_addresses(${table} baseline)
write_addresses(${table}_v3 x86-64-v3)
write_addresses(${table}_v4 x86-64-v4)

file(WRITE ${FOLDER}/dispatch.cpp "// Written by iverson_add_dispatched.
#include <cstdio>
#include <cstdlib>
#include <cstring>

asm(R\"(
.text${jumps}
.section .data.rel,\"aw\",@progbits
.balign 8${tables}
.text
)\");

extern \"C\" {
using address = void (*)();
extern address ${table}[];
extern address const ${table}_v3[];
extern address const ${table}_v4[];
}

namespace {

bool is(char const* word, char const* other) { return std::strcmp(word, other) == 0; }

// Before other static objects are made; until then the table has the baseline.
[[gnu::constructor(101)]] void choose() {
    __builtin_cpu_init();
    char const* const most = std::getenv(\"IVERSON_INSTRUCTION_SET\");
    bool const known = most == nullptr || is(most, \"baseline\") || is(most, \"x86-64-v3\") || is(most, \"x86-64-v4\");
    if (!known) {
        std::fprintf(stderr, \"IVERSON_INSTRUCTION_SET: there is no set '%s'; baseline, x86-64-v3 and x86-64-v4 are known\\n\", most);
        return;
    }
    bool const v3 = most == nullptr || !is(most, \"baseline\");
    bool const v4 = v3 && (most == nullptr || !is(most, \"x86-64-v3\"));
    address const* const chosen = v4 && __builtin_cpu_supports(\"x86-64-v4\")   ? ${table}_v4
                                  : v3 && __builtin_cpu_supports(\"x86-64-v3\") ? ${table}_v3
                                                                              : nullptr;
    if (chosen != nullptr) {
        std::memcpy(${table}, chosen, ${count} * sizeof(address));
    }
}

}  // namespace
")
