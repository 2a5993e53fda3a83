// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

/// The rows that are computed in lanes, compiled for several instruction sets.
namespace lane_kernels {

template <class T>
using kernel = void (*)(T const* arguments, int apart, T* results, int count);

struct entry {
    std::string_view name;
    int arity;
    kernel<double> in_double;
    kernel<float> in_float;
};
struct instruction_set {
    std::string_view name;
    entry const* begin;
    entry const* end;
};

instruction_set baseline();
#ifdef IVERSON_OTHER_INSTRUCTION_SETS
instruction_set avx2();
instruction_set avx512();
#endif

}  // namespace lane_kernels
