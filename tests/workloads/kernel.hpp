// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace iverson::loops {
class team;
}

/// One evaluation of a workload for one type of numbers and one order of memory, behind a pointer: what compiles it knows nothing of
/// what tries it, and the other way round.
namespace workloads {

/// Which axis has stride 1: the last, the first, or whichever has it when the program runs.
enum class order { rows, columns, any };
/// Which option the evaluation is given.
enum class option { none, threads, by_fft };

struct array {
    void* first = nullptr;
    std::array<std::int64_t, 4> extents{};
    std::array<std::int64_t, 4> strides{};
};

struct kernel {
    std::string_view workload;
    bool single = false;  ///< float, not double
    order lies = order::rows;
    option with = option::none;
    /// Prepares the evaluation of the inputs and results, in this order, and runs it twice. Returns how often the second run asked
    /// the heap for memory.
    long (*run)(array const* arrays, iverson::loops::team const* team) = nullptr;
};

/// Those of the program, which its files register.
inline std::vector<kernel>& kernels() {
    static std::vector<kernel> all;
    return all;
}

}  // namespace workloads
