# SPDX-License-Identifier: BSL-1.0
# Builds and runs project/ in an empty folder, with Iverson found in the way that WAY names.

include(${CMAKE_CURRENT_LIST_DIR}/../emitted/run.cmake)

file(REMOVE_RECURSE ${WORK})
set(arguments -D IVERSON_FROM=${WAY})
if(WAY STREQUAL package)
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
  list(APPEND arguments -D CMAKE_PREFIX_PATH=${WORK}/prefix)
else()
  list(APPEND arguments -D IVERSON_SOURCE=${SOURCE})
endif()
run(${CMAKE_COMMAND} -S ${SOURCE}/tests/consumer/project -B ${WORK}/build -G ${GENERATOR}
  -D CMAKE_CXX_COMPILER=${COMPILER} ${arguments})
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/consumer)
if(WAY STREQUAL package)
  run(${WORK}/build/consumer_of_transforms)
  run(${WORK}/build/consumer_of_code)
endif()
