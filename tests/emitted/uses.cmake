# SPDX-License-Identifier: BSL-1.0
# Lets the program write what the callers of uses/ include or link, compiles and runs them, then tries the page of the manual.

include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
function(emit name)
  run(${PROGRAM} emit ${USES}/${name}.iv ${ARGN})
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
emit(layer --wrt x,w,b --each --name layer --namespace nets::inner -o ${WORK}/layer.hpp)
emit(layer --name layer --abi c -o ${WORK}/layer.cpp)
emit(look_up --integer int32 --namespace look_up -o ${WORK}/look_up.hpp)
emit(network --of E --namespace network -o ${WORK}/network.hpp)
emit(placed --at w,x --namespace placed -o ${WORK}/placed.hpp)
emit(from_zero --at x --namespace from_zero -o ${WORK}/from_zero.hpp)
emit(empty_at --at w --namespace empty_at -o ${WORK}/empty_at.hpp)
foreach(name hostile nothing pool step)
  emit(${name} --namespace ${name} -o ${WORK}/${name}.hpp)
endforeach()

set(flags -std=c++17 -Wall -Wextra -Wconversion -Wshadow -Wpedantic -Werror)
run(${COMPILER} ${flags} -O0 -I${WORK} -isystem ${EIGEN} ${USES}/callers.cpp -o ${WORK}/callers)
run(${WORK}/callers)
run(${COMPILER} ${flags} -O1 ${USES}/c_callers.cpp ${WORK}/layer.cpp -o ${WORK}/c_callers)
run(${WORK}/c_callers)
run(bash ${USES}/../check_page ${PAGE} ${PROGRAM} ${COMPILER} ${WORK}/page)
