// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/formula.hpp>
#include <iverson/loops/plan.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// What plans cost as the extents grow: operations, and entries of temporaries.
namespace corpus::cost {

namespace graph = iverson::graph;
namespace loops = iverson::loops;

/// coefficient * n^degree, where every extent is a multiple of n.
struct leading {
    double coefficient = 0;
    int degree = 0;
};
std::string text(leading const& l);

/// The plan of a formula, or of what was derived from it, with all its inputs bound.
class planned {
  public:
    planned(graph::formula const& source, graph::formula const& f);

    bool failed() const { return plan_.failed(); }
    std::string message() const { return std::string{plan_.message.view()}; }
    /// Operations where an extent is n times its weight: 1, but so many steps more than the indices of its subscripts take, if
    /// these are `2 i + r`.
    std::int64_t operations(std::int64_t n) const;
    /// Entries of all temporaries.
    std::int64_t entries(std::int64_t n) const;
    leading operations() const;
    leading entries() const;

  private:
    std::vector<std::int64_t> values(std::int64_t n) const;

    graph::formula const& source_;
    std::vector<std::vector<graph::axis>> axes_;
    loops::plan plan_;
};

/// The plan of the value and all gradients: holds its count against that of the formula alone, its results against the plain
/// meaning, and adds a line to the table.
void examine(std::string const& name, graph::formula const& f);

}  // namespace corpus::cost
