// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/text/run_time.hpp>

#include <string>
#include <string_view>

/// NumPy's file format .npy, versions 1 to 3. Source: numpy.lib.format, "A simple file format for NumPy arrays".
namespace iverson::arrays {

/// The array that the bytes of a file hold, as doubles in row-major order.
/// Reads:   float32, float64, signed and unsigned integers of 1 to 8 bytes, bool; both byte orders; C and Fortran order.
/// Errors:  std::invalid_argument with a sentence for everything else: what is no such file, a malformed header, types that
///          are not read, integers that no double holds, too few or too many bytes.
numbers read_npy(std::string_view bytes);

enum class scalar { float64, float32 };

/// The bytes of a file of version 1.0 in C order. What float32 cannot hold is rounded, to infinity too.
std::string write_npy(numbers const& n, scalar type = scalar::float64);

}  // namespace iverson::arrays
