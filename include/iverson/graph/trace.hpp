// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formula.hpp"
#include "vector.hpp"

#include <string_view>

namespace iverson::graph {

/// The names of the rules that led from one line of a derivation to the next; names are those of the rule tables.
class rule_names {
  public:
    constexpr void add(std::string_view name) {
        for (std::string_view old : names_) {
            if (old == name) {
                return;
            }
        }
        names_.push_back(name);
    }
    constexpr vector<std::string_view> const& names() const { return names_; }
    constexpr bool empty() const { return names_.empty(); }
    constexpr void clear() { names_.clear(); }

  private:
    vector<std::string_view> names_;
};

/// left = lines[0] = lines[1] = ...: node ids in the graph of the formula that was derived.
struct derivation_line {
    int node = 0;
    vector<std::string_view> rules;  ///< what justifies this line, given the one before
};

struct chain {
    int left = 0;  ///< node id of the left side
    vector<derivation_line> lines;
};

/// A derived formula together with how it came about, one chain of equalities for each equation that was derived.
struct derivation {
    formula result;
    vector<chain> chains;
};

}  // namespace iverson::graph
