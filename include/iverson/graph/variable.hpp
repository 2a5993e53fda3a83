// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "graph.hpp"

#include <array>
#include <string_view>

namespace iverson {

/// What a derivative is taken by: x(k) gives the tensor and the names of its indices, x alone only the tensor.
struct variable {
    std::string_view name;
    graph::standing kind;
    int rank = -1;  ///< -1: the tensor was named without subscripts
    std::array<std::string_view, graph::affine::capacity> indices{};
    std::array<graph::symbol_kind, graph::affine::capacity> kinds{};
};

}  // namespace iverson
