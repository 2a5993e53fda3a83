// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "naming.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace iverson::print {

/// Which tensors carry the time as a superscript. Empty: none does.
struct time_marks {
    std::set<int> states;  ///< x where x' is shown too: x is x^{t-1}, x' is x^t
    std::set<int> starts;  ///< x where x at unrolled times is shown too: x is x^{(0)}
    std::set<int> raised;  ///< tensors whose first subscript is the time: h(t, j) is h_j^t
};

/// The step of an access along its first axis: p - time, if that is a constant.
inline bool is_step(graph::graph const& g, int access, int time, bool may_rest) {
    auto const links = g.links(access);
    if (links.size() < 2) {
        return false;
    }
    graph::affine const step = g.affine_at(links[0]) - graph::affine::symbol(time);
    return step.is_constant() && (may_rest || !step.is_zero());
}

/// Collects the accesses below a node.
inline void collect_accesses(graph::graph const& g, int id, std::set<int>& seen) {
    if (seen.insert(id).second) {
        for (int child : graph::children(g, id)) {
            collect_accesses(g, child, seen);
        }
    }
}

/// Marks the tensor, and the one whose derivative it is: its subscripts are the ones that are shown.
inline void raise(graph::graph const& g, int tensor, std::set<int>& raised) {
    raised.insert(tensor);
    auto const& t = g.tensor_at(tensor);
    if (t.kind == graph::role::adjoint || t.kind == graph::role::total) {
        raise(g, t.of, raised);
    }
}

/// Raises what one recurrence needs: its own tensor if the equation reads it at another time, and then the other
/// matrices and higher tensors that are only read at such times.
inline void raise_recurrence(graph::graph const& g, graph::equation const& e, std::set<int>& raised) {
    int const time = e.positions.size() < 2 ? -1 : g.affine_at(e.positions[0]).bare_symbol();
    if (time < 0) {
        return;
    }
    std::set<int> below;
    collect_accesses(g, e.value, below);
    std::erase_if(below, [&](int id) { return !g.is(id, graph::op::access) || g.links(id).empty(); });
    auto const recurs = [&](int id) { return g[id].head == e.tensor && is_step(g, id, time, false); };
    if (std::none_of(below.begin(), below.end(), recurs)) {
        return;
    }
    std::set<int> steady;
    for (int id : below) {
        if (!is_step(g, id, time, true)) {
            steady.insert(g[id].head);
        }
    }
    raise(g, e.tensor, raised);
    for (int id : below) {
        if (!steady.contains(g[id].head)) {
            raise(g, g[id].head, raised);
        }
    }
}

/// The time marks of what is shown, being about these equations.
inline time_marks find_time(graph::graph const& g, naming const& names,
                            std::span<graph::equation const> equations) {
    time_marks marks;
    for (int tensor : names.tensors()) {
        auto const& t = g.tensor_at(tensor);
        if (t.kind == graph::role::next || t.kind == graph::role::state) {
            (t.kind == graph::role::next ? marks.states : marks.starts).insert(t.of);
        }
    }
    for (graph::equation const& e : equations) {
        raise_recurrence(g, e, marks.raised);
    }
    return marks;
}

}  // namespace iverson::print
