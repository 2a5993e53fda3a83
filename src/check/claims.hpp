// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "judge.hpp"

/// Whether a line follows, under what a page may mean by it.
namespace iverson::check {

/// All that a section says beside a line.
struct page {
    scope known;                     ///< what is defined before the line
    scope later;                     ///< and behind it
    std::vector<definition> others;  ///< second definitions, which were reported where they stand
    bool says_symmetric = false;     ///< its prose speaks of symmetric tensors
    bool says_one = false;           ///< of what sums to one: one-hot vectors, distributions
};

/// `here` should follow from `before`; `first`: of its chain.
struct claim {
    surroundings around;
    int before = -1;
    int here = -1;
    bool first = false;
};

/// The judgement of a claim as the page stands; where it is different, of its other readings: a definition that stands behind the
/// line, layers that nothing joins, recurrences derived through all their steps, and what the prose says of a tensor.
judgement judged_on(document& d, page const& p, claim const& c);

/// `\sum_i y_i = 1` and `A_{ij} = A_{ji}` restrict tensors that nothing defines: notes it, if the equation is one.
bool restricts(document const& d, scope& s, int left, int value);

}  // namespace iverson::check
