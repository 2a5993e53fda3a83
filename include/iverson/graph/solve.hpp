// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "affine.hpp"

#include <vector>

/// Solving affine equations over the integers for bound indices.
namespace iverson::graph {

/// symbol = value; symbol is -1 where there is no solution of that form.
struct solution {
    int symbol = -1;
    affine value;
};

/// Solves e = 0 for one of the given symbols whose coefficient is 1 or -1; the later symbols (the inner indices) first.
constexpr solution solve_for_one(affine const& e, std::vector<int> const& symbols) {
    for (std::size_t i = symbols.size(); i-- > 0;) {
        std::int64_t const c = e.coefficient(symbols[i]);
        if (c == 1 || c == -1) {
            affine const rest = e - affine::symbol(symbols[i], c);
            return {symbols[i], c == 1 ? -rest : rest};
        }
    }
    return {};
}

}  // namespace iverson::graph
