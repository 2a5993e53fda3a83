// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "along_tiles.hpp"
#include "stream.hpp"

/// How a nest is run, as far as its plan and the layout of its tensors tell.
namespace iverson::loops {

template <class P, class Layout, class T, int Which>
struct nest_schedule {
    static constexpr nest self = P::value.nests[Which];
    static constexpr int lane_place = lane_loop(P::value, self, Layout::value);
    static constexpr int lane = lane_place < 0 ? -1 : P::value.loops[self.loops.first + lane_place].symbol;
    using lanes = lanes_of<P, Layout, T, Which, lane>;
    using scalar = lanes_of<P, Layout, T, Which, -1>;
    static constexpr int width = native_width<T>;
    static constexpr int parts = 8 * width <= 64 ? 8 : 64 / width;

    static constexpr bool has_reduction = reduction_of(P::value, self) != -1;
    /// The reduction that all other operations wait for; -1 if there is none or more than one.
    static constexpr int only_reduction =
        reduction_of(P::value, self) < 0 ? -1 : reduction_of(P::value, self);
    static constexpr bool runs_along = [] {
        if constexpr (only_reduction >= 0) {
            return loops::runs_along(P::value, self, Layout::value, only_reduction);
        }
        return false;
    }();
    /// Fewer lanes than these are better computed one after the other.
    static constexpr int least_lanes = runs_along ? 4
                                       : has_gathers(P::value, self, Layout::value, lane) && width > 4
                                           ? width / 2 + 1
                                           : 3;
    static constexpr bool has_many_steps = loops::has_many_steps(P::value, self);
    static constexpr bool rows_first = has_rows_first(P::value, self, Layout::value, lane);
    /// Whether a few steps are better taken for lanes of the results, whose rows come first.
    static constexpr bool lies_near = [] {
        if constexpr (rows_first && only_reduction >= 0) {
            return loops::lies_near(P::value, self, Layout::value, lane, only_reduction);
        }
        return false;
    }();
    static constexpr bool streams = [] {
        if constexpr (only_reduction >= 0 && lane >= 0) {
            return can_stream<lanes, only_reduction>();
        }
        return false;
    }();
    static constexpr int inner_place = inner_loop(P::value, self, Layout::value, lane_place);
    /// Whether a function waits for the reduction.
    static constexpr bool calls_after_reduction = [] {
        bool calls = false;
        for (int i = only_reduction + 1; only_reduction >= 0 && i < self.ops.end(); ++i) {
            operation const& o = P::value.ops[static_cast<std::size_t>(i)];
            calls = calls || (o.region == 0 && o.kind == op_kind::call);
        }
        return calls;
    }();
    /// The innermost loop of the reduction.
    static constexpr int last_loop =
        only_reduction < 0 ? -1 : P::value.ops[only_reduction < 0 ? 0 : only_reduction].items.end() - 1;
    /// A function of the reduction is worth lanes of its own where the reduction has the steps as lanes.
    static constexpr bool finishes_in_lanes = rows_first && calls_after_reduction && inner_place < 0;

    /// Several rows, or several steps, at once, where they share what they load.
    static constexpr tile shape = [] {
        if constexpr (only_reduction >= 0 && lane >= 0) {
            return tile_choice{P::value, self,           Layout::value, lanes::varying.data(),
                               lane,     only_reduction, width}
                .best(vector_registers);
        }
        return tile{};
    }();
    static constexpr bool reads_loops = [] {
        bool result = false;
        for (loop const& l : slice(P::value.loops, self.loops)) {
            result = result || l.is_read();
        }
        return result;
    }();
    /// Several entries at once, with the steps as lanes. What functions wait for lies along the lanes that they have.
    static constexpr tile along = [] {
        if constexpr (only_reduction >= 0 && lane >= 0 && !reads_loops) {
            return along_choice < scalar, only_reduction, calls_after_reduction ? lane_place : -1 > ::value;
        }
        return tile{};
    }();
};

}  // namespace iverson::loops
