# SPDX-License-Identifier: BSL-1.0
# iverson::fft, for programs that include <iverson/fft.hpp>: FFTW where the machine has it in double and single precision, else
# nothing more than iverson::iverson. The installed package looks for FFTW anew.
find_path(IVERSON_FFTW_HEADERS fftw3.h)
find_library(IVERSON_FFTW_DOUBLE fftw3)
find_library(IVERSON_FFTW_SINGLE fftw3f)
mark_as_advanced(IVERSON_FFTW_HEADERS IVERSON_FFTW_DOUBLE IVERSON_FFTW_SINGLE)
if(NOT TARGET iverson::fft)
  add_library(iverson::fft INTERFACE IMPORTED GLOBAL)
  target_link_libraries(iverson::fft INTERFACE iverson::iverson)
  if(IVERSON_FFTW_HEADERS AND IVERSON_FFTW_DOUBLE AND IVERSON_FFTW_SINGLE)
    target_compile_definitions(iverson::fft INTERFACE IVERSON_FFTW)
    target_include_directories(iverson::fft INTERFACE ${IVERSON_FFTW_HEADERS})
    target_link_libraries(iverson::fft INTERFACE ${IVERSON_FFTW_DOUBLE} ${IVERSON_FFTW_SINGLE})
  endif()
endif()
