// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "describer.hpp"

/// The body of description.hpp: inline, or in the library (src/emit/describe.cpp).
namespace iverson::emit {

IVERSON_DESCRIPTION std::string describe(graph::frozen_view f, graph::frozen_view const* primal, number_sizes sizes,
                                         std::vector<bound_tensor> const* bound) {
    graph::formula const thawed = f.thaw();
    std::vector<graph::formula> primals;
    if (primal != nullptr) {
        primals.push_back(primal->thaw());
    }
    if (bound == nullptr) {
        return described(thawed, arguments_of(thawed, {}, primals), sizes, nullptr, primals);
    }
    std::vector<loops::argument> arguments;
    argument_axes axes;
    for (bound_tensor const& b : *bound) {
        int const tensor = thawed.find_tensor(b.name, b.role);
        if (tensor < 0) {
            throw refusal{graph::binding::unknown(graph::describe(b.name, b.role))};
        }
        int const rank = thawed.nodes.tensor_at(tensor).rank;
        if (rank != static_cast<int>(b.axes.size())) {
            throw refusal{graph::binding::ranks_differ(graph::describe(b.name, b.role), rank, static_cast<int>(b.axes.size()))};
        }
        arguments.push_back({tensor, b.placed});
        axes.push_back(b.axes);
    }
    return described(thawed, arguments, sizes, &axes, primals);
}

}  // namespace iverson::emit
