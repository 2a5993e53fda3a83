// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/plan.hpp"

#include <algorithm>

/// Which nests may run their loops in the order in which memory lies, known when the emitted function is called.
namespace iverson::emit {

/// The only axis of the nest's store whose subscript holds the symbol, or -1.
inline int axis_of(loops::plan const& p, loops::nest const& n, int symbol) {
    int result = -1;
    int axis = 0;
    for (graph::affine const& e : loops::slice(p.affines, n.subscripts)) {
        if (e.mentions(symbol)) {
            if (result >= 0) {
                return -1;
            }
            result = axis;
        }
        ++axis;
    }
    return result;
}

/// Whether the bounds of the loop hold the symbol of one of the others.
inline bool depends_on(loops::plan const& p, loops::loop const& l, loops::range others) {
    for (loops::loop const& other : loops::slice(p.loops, others)) {
        for (loops::range const bounds : {l.lowers, l.uppers}) {
            for (loops::bound const& b : loops::slice(p.bounds, bounds)) {
                if (b.expression.mentions(other.symbol)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/// Whether the nest only fills a result of several axes: each loop has an axis of its own, none waits for another, and no step
/// reads what another one writes.
inline bool is_in_any_order(loops::plan const& p, loops::nest const& n) {
    auto const loops = loops::slice(p.loops, n.loops);
    auto const ops = loops::slice(p.ops, n.ops);
    bool const is_result =
        p.buffers[static_cast<std::size_t>(n.buffer)].kind == loops::buffer_kind::result && !n.accumulate;
    bool const free = std::all_of(loops.begin(), loops.end(), [&](loops::loop const& l) {
        return !l.is_read() && axis_of(p, n, l.symbol) >= 0 && !depends_on(p, l, n.loops);
    });
    bool const plain = std::none_of(ops.begin(), ops.end(), [&](loops::operation const& o) {
        return loops::has_steps(o) || (o.kind == loops::op_kind::load && o.head == n.buffer);
    });
    return is_result && loops.size() > 1 && free && plain;
}

}  // namespace iverson::emit
