# SPDX-License-Identifier: BSL-1.0
# Writes the emitted headers and a program that calls them into an empty folder, compiles and runs it, by EMULATOR if that is set.

include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
run(${EMULATOR} ${WRITER} ${WORK})
set(warnings -Wall -Wextra -Wconversion -Wshadow -Werror)
run(${COMPILER} -std=c++17 ${warnings} -O1 ${WORK}/kernels.cpp -o ${WORK}/kernels)
run(${EMULATOR} ${WORK}/kernels)
set(registers)
if(NOT EMULATOR)
  set(registers -march=native)  # those of this machine; the corpus below has those that any has
endif()
run(${COMPILER} -std=c++17 ${warnings} -O1 ${registers} ${WORK}/vectors.cpp -o ${WORK}/vectors)
run(${EMULATOR} ${WORK}/vectors)
run(${COMPILER} -std=c++17 ${warnings} -O0 ${WORK}/corpus.cpp -o ${WORK}/corpus)
run(${EMULATOR} ${WORK}/corpus)
# Functions in lanes, in the narrowest registers and in those of this machine, with products contracted.
foreach(flags IN ITEMS -O1 "-O2;${registers}")
  run(${COMPILER} -std=c++17 ${warnings} ${flags} ${WORK}/lanes.cpp -o ${WORK}/lanes)
  run(${EMULATOR} ${WORK}/lanes)
endforeach()
