// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/formula.hpp>
#include <iverson/loops/tile_choice.hpp>
#include <iverson/verify/plain_tensor.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Interpreted plans, held against the plain meaning, and their operations. The engine is compiled in counted.cpp alone.
namespace counted {

using values = iverson::plain::tensor<double>;
using bound = std::vector<std::pair<int, values>>;
using named = std::vector<std::pair<std::string, values>>;
using extents = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

/// The plan gives the domain and the values of the plain meaning, infinities and what is no number among them. Returns its operations.
std::int64_t check(iverson::graph::formula const& f, bound const& given);
std::int64_t check(std::string_view text, named const& given);
/// The same at small integers.
std::int64_t operations(std::string_view text, extents const& given);
/// Why there is no plan; nothing if there is one.
std::string refusal(std::string_view text, std::vector<std::string> const& given);

/// The register tile of the first nest, for so many lanes of a register and so many registers; what its steps load and multiply.
struct tiling {
    iverson::loops::tile shape;
    int loads = 0;
    int products = 0;
    bool packs = false;  ///< only as entries in a panel
};
/// Each given tensor lies along its axis `unit` of the list, the result along its last one.
tiling tile_of(std::string_view text, std::vector<std::pair<std::string, int>> const& units, int width,
               int registers);
/// The same with the steps of the reduction's last loop as lanes.
tiling along_tile_of(std::string_view text, std::vector<std::pair<std::string, int>> const& units, int width,
                     int registers);

}  // namespace counted
