// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formula.hpp"
#include "vector.hpp"

/// The axes of tensors while they become known one by one.
namespace iverson::graph {

constexpr axis& axis_at(graph& g, int tensor, int which) {
    return g.tensors[static_cast<std::size_t>(tensor)].axes[static_cast<std::size_t>(which)];
}

/// An axis that is not known yet has an invalid end, which no axis of a completed formula has.
constexpr bool has_axis(graph const& g, int tensor, int which) {
    auto const& axes = g.tensor_at(tensor).axes;
    return static_cast<std::size_t>(which) < axes.size() &&
           axes[static_cast<std::size_t>(which)].upper.valid();
}
constexpr void set_axis(graph& g, int tensor, int which, axis const& shape) {
    struct tensor& t = g.tensors[static_cast<std::size_t>(tensor)];
    if (t.axes.empty()) {
        t.axes.resize(static_cast<std::size_t>(t.rank), axis{affine{0}, affine::invalid()});
    }
    t.axes[static_cast<std::size_t>(which)] = shape;
}

/// An axis with a length of its own; its first position is given, or of its own too.
constexpr axis new_axis(graph& g, int tensor, int which, affine const& lower) {
    text const name = sentence(g.tensor_at(tensor).name, "_", which);
    return {lower,
            lower + affine::symbol(g.new_symbol(sentence("n_", name), symbol_kind::extent)) - affine{1}};
}
constexpr axis new_axis(graph& g, int tensor, int which) {
    text const name = sentence("lo_", g.tensor_at(tensor).name, "_", which);
    return new_axis(g, tensor, which, affine::symbol(g.new_symbol(name, symbol_kind::lower)));
}

}  // namespace iverson::graph
