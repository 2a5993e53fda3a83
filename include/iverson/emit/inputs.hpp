// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"
#include "../graph/uses.hpp"

#include <vector>

/// Which tensors an emitted function takes.
namespace iverson::emit {

/// The tensors without a definition that the outputs read, or any equation does, in the order of the formula.
inline std::vector<int> inputs_of(graph::formula const& f, bool of_all_equations) {
    std::vector<char> needed(f.nodes.tensors.size(), of_all_equations ? 1 : 0);
    std::vector<char> read(f.nodes.tensors.size(), 0);
    for (int output : f.outputs) {
        needed[static_cast<std::size_t>(f.equations[static_cast<std::size_t>(output)].tensor)] = 1;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (graph::equation const& e : f.equations) {
            if (needed[static_cast<std::size_t>(e.tensor)] == 0) {
                continue;
            }
            graph::any_node(f.nodes, e.value, [&](int id) {
                if (f.nodes.is(id, graph::op::access)) {
                    std::size_t const tensor = static_cast<std::size_t>(f.nodes[id].head);
                    changed = changed || read[tensor] == 0;
                    read[tensor] = needed[tensor] = 1;
                }
                return false;
            });
        }
    }
    for (graph::requirement const& r : f.requirements) {  // the entries that must stay inside are looked at
        for (graph::entry const& e : r.entries) {
            read[static_cast<std::size_t>(e.tensor)] = 1;
        }
    }
    std::vector<int> result;
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (read[i] != 0 && f.defining(static_cast<int>(i)) < 0) {
            result.push_back(static_cast<int>(i));
        }
    }
    return result;
}

}  // namespace iverson::emit
