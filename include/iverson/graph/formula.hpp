// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "graph.hpp"
#include "vector.hpp"

#include <string_view>

namespace iverson::graph {

/// tensor(positions) = value, for all values of the free indices that satisfy the domain conditions.
/// A position is a bare index, or a constant where the equation gives an initial value (h(-1, j) = ...).
struct equation {
    int tensor = -1;
    vector<int> positions;  ///< affine ids, one for each axis
    vector<int> domain;     ///< condition ids; none for an index over Z
    int value = 0;          ///< node id
    int first_node = 0;     ///< the nodes made while it was written: what folds away keeps its shape checks
    int end_node = 0;
};

/// symbol = tensor(positions), the value of a gathered index.
struct entry {
    int symbol = -1;
    int tensor = -1;
    vector<int> positions;  ///< affine ids
};

/// What a binding must satisfy before anything is computed. Kept through every derivation and simplification.
struct requirement {
    enum class kind : std::uint8_t {
        equal_axes,  ///< the two axes hold the same positions, because the index subscripts both
        inside,      ///< position stays inside the axis for all index values that satisfy the guards
        gathered     ///< the same of a position that holds entries of integer tensors
    };
    kind what = kind::equal_axes;
    int index = -1;  ///< the symbol that the sentence names, -1 for a constant position
    int tensor = -1;
    int axis = -1;
    int other_tensor = -1;
    int other_axis = -1;
    int position = -1;      ///< affine id
    vector<int> guards;     ///< condition ids
    vector<entry> entries;  ///< the gathered indices that the position holds, each after those that it needs
};

/// One or several equations over one graph: what the user wrote, or what was derived from it.
/// Equations stand in the order in which they can be computed (but a recurrence reads itself at other times).
struct formula {
    graph nodes;
    vector<equation> equations;
    vector<requirement> requirements;
    vector<int> outputs;  ///< the equations whose tensors are the result

    constexpr bool failed() const { return nodes.failed(); }

    /// Adds an equation whose nodes have all been made since the one before.
    constexpr void add_equation(int tensor, vector<int> const& positions, vector<int> const& domain,
                                int value) {
        int const first = equations.empty() ? 0 : equations.back().end_node;
        equations.push_back({tensor, positions, domain, value, first, nodes.size()});
    }
    constexpr equation const& output(int which = 0) const {
        return equations[static_cast<std::size_t>(outputs[static_cast<std::size_t>(which)])];
    }

    /// The tensor of that name and standing; -1 if there is none.
    constexpr int find_tensor(std::string_view name, standing which = {}) const {
        for (std::size_t i = 0; i < nodes.tensors.size(); ++i) {
            if (nodes.tensors[i].name.view() == name && standing_of(nodes.tensors[i]) == which) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }
    constexpr standing standing_of(tensor const& t) const {
        if (t.kind == role::state) {
            return {role::state, role::plain, t.by};
        }
        if (t.kind == role::plain || t.of < 0) {
            return {t.kind};
        }
        tensor const& of = nodes.tensor_at(t.of);
        return standing{t.kind}.is_related() ? standing{t.kind, of.kind, of.kind == role::state ? of.by : -1}
                                             : standing{t.kind};
    }
    /// The equation that defines the tensor (the last one, if initial values are given apart); -1 for an input.
    constexpr int defining(int tensor) const {
        for (std::size_t i = equations.size(); i > 0; --i) {
            if (equations[i - 1].tensor == tensor) {
                return static_cast<int>(i) - 1;
            }
        }
        return -1;
    }
};

/// The free indices of an equation, in the order of the left side.
constexpr vector<int> free_indices(graph const& g, equation const& e) {
    vector<int> result;
    for (int position : e.positions) {
        if (int const symbol = g.affine_at(position).bare_symbol(); symbol >= 0) {
            result.push_back(symbol);
        }
    }
    return result;
}

}  // namespace iverson::graph
