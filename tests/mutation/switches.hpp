// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <vector>

/// What the instrumented headers call: one guard or bracket, told by its number, is taken out. At compile time none is.
namespace iverson::mutation {

inline int removed = -1;
/// The guards that held something back, and the brackets that were written, since it was last cleared.
inline std::vector<char> decisive;

inline bool stands(int which) {
    auto const place = static_cast<std::size_t>(which);
    if (place >= decisive.size()) {
        decisive.resize(place + 1, 0);
    }
    decisive[place] = 1;
    return removed != which;
}

/// A condition under which a rule does not fit: taken out, it never holds.
constexpr bool guard(int which, bool holds) {
    if (std::is_constant_evaluated()) {
        return holds;
    }
    return holds && stands(which);
}
/// A condition that a rule needs: taken out, it always holds.
constexpr bool needs(int which, bool holds) {
    if (std::is_constant_evaluated()) {
        return holds;
    }
    return holds || !stands(which);
}
/// Whether a condition is put to the range of a sum.
constexpr bool adds(int which) { return std::is_constant_evaluated() || stands(which); }

/// A bracket: taken out, it is 1.
template <class Graph, class Condition>
constexpr int bracket(int which, Graph& g, Condition const& c) {
    if (!std::is_constant_evaluated() && !stands(which)) {
        return one(g);
    }
    return bracket(g, c);
}

}  // namespace iverson::mutation

// The rooms open the namespace graph, where `mutation` is then found too.
namespace iverson::graph {
namespace mutation = iverson::mutation;
}
