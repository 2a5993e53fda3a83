// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "judge.hpp"
#include "write.hpp"

#include <string>
#include <vector>

/// The usual mistakes, and what makes a wrong line right.
namespace iverson::check {

/// A wrong line, the line before it, and what stands around them.
struct wrong_line {
    int before = -1;
    int here = -1;
    surroundings around;
    std::vector<int> wrt;  ///< accesses by which the chain differentiates
};

struct diagnosis {
    std::vector<std::string> slips;
    std::string differs;  ///< of the wrong line
    std::string instead;
    std::string corrected;  ///< the whole line
};

/// Tries every rewriting of the table of slips at every place of the wrong line; the first that makes it equal to the line before
/// names the mistake. Where none does, the two lines are compared part by part.
diagnosis diagnosed(document& d, scope const& s, wrong_line const& w, page_source source, double seconds);

}  // namespace iverson::check
