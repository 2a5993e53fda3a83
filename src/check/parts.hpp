// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scope.hpp"
#include "write.hpp"

/// Two lines side by side, for mistakes that are several at once.
namespace iverson::check {

struct part_difference {
    std::vector<std::string> notes;  ///< missing term: ..., flipped sign: ..., w carries an index that ...
    std::string differs;             ///< the smallest part of the second line that takes in all of them
    std::string instead;
};

/// Says part by part how the second item departs from the first.
part_difference compared_parts(document const& d, int before, int here, writer const& write);

/// Whether two items are written alike, but for the names of bound indices that stand in the same places.
bool alike(document const& d, int a, int b);

}  // namespace iverson::check
