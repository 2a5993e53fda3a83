// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "chunks.hpp"
#include "reductions.hpp"

#include <algorithm>

/// Who computes a nest: the caller, or the threads of a team, all steps of its reduction at once or chunk by chunk.
namespace iverson::loops {

/// `Kernel` has run_all<Along>(m, v, leaves), which computes the leaves that `leaves.take()` says; finish_loops<0>(m, v, sums),
/// which computes what waits for a reduction that was cut; and `grain<Along>(i, extent)`, how many steps of loop i make a leaf.
template <class Kernel, class Scalar, bool Along>
class nest_runner {
    using E = Scalar;
    using P = typename E::P;
    using T = typename E::T;
    using memory_type = typename E::memory_type;
    static constexpr nest self = E::self;
    static constexpr int cut = E::cut;
    static constexpr int rank = P::value.buffers[static_cast<std::size_t>(self.buffer)].rank;
    static constexpr int outermost = cut < 0 ? -1 : P::value.ops[cut < 0 ? 0 : cut].items.first;

  public:
    static void run(memory_type const& m, coordinate* v) {
        if constexpr (cut >= 0) {
            if (m.parts != nullptr) [[unlikely]] {
                memory_type const its = m;  // copies, so that the compiler keeps the originals in registers
                coordinate values[P::value.symbols];
                std::copy_n(v, P::value.symbols, values);
                if (run_chunks(its, values)) {
                    return;
                }
            }
        }
        if constexpr (Shared<P>) {
            run_by_team(m, v, {});
        } else {
            all_leaves leaves;
            Kernel::template run_all<Along>(m, v, leaves);
        }
    }
    /// Whether the reduction may be worth chunks: this alone is asked where each evaluation is bound.
    IVERSON_INLINE static bool is_long(coordinate const* known) {
        return [&]<std::size_t... Symbol>(std::index_sequence<Symbol...>) __attribute__((always_inline)) {
            coordinate v[P::value.symbols];  // written one by one, so that they stay in registers
            ((v[Symbol] = known[Symbol]), ...);
            coordinate const results = steps_of<self.loops>(v);
            coordinate const steps = steps_of<P::value.ops[cut].items>(v);
            return steps >= 2 * chunk_steps && smaller(results, INT32_MAX) * steps >= 2 * chunk_work;
        }(std::make_index_sequence<static_cast<std::size_t>(P::value.symbols)>{});
    }
    /// For the parts of a long reduction; 0 if it is not cut.
    static coordinate part_bytes(coordinate* v) {
        chunks const its = chunks_of(v);
        return its.count > 1 ? its.count * its.part_size * static_cast<coordinate>(sizeof(T)) : 0;
    }

  private:
    // -- chunks ------------------------------------------------------------------------------------------------------
    /// At the middle of each range, where `v` stays.
    template <range Loops>
    IVERSON_INLINE static coordinate steps_of(coordinate* v) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
            coordinate result = 1;
            ((result = smaller(result, INT32_MAX) * steps_of_loop<Loops.first + static_cast<int>(I)>(v)),
             ...);
            return smaller(result, INT32_MAX);
        }(std::make_index_sequence<static_cast<std::size_t>(Loops.size)>{});
    }
    template <int Loop>
    IVERSON_INLINE static coordinate steps_of_loop(coordinate* v) {
        auto const [low, high] = range_of_loop<P, Loop>(v);
        v[P::value.loops[Loop].symbol] = low + (high - low) / 2;
        return high < low ? 0 : smaller(high - low + 1, INT32_MAX);
    }
    [[gnu::cold, gnu::noinline]] static chunks chunks_of(coordinate* v) {
        amount const all = amount_of(P::value, self, v, Kernel::template grain<Along>);
        auto const [low, high] = range_of_loop<P, outermost>(v);
        chunks result{1, {low, high}, part_size(v)};
        coordinate const results = steps_of<self.loops>(v);
        if (result.part_size <=
            4 * results + 64) {  // the parts are as large as the tensor that the nest stores to
            coordinate const steps = steps_of<P::value.ops[cut].items>(v);
            result.count = smaller(smaller(most_pieces / all.leaves, steps / chunk_steps),
                                   smaller(results * steps / chunk_work, result.steps.extent()));
        }
        return result;
    }
    static interval positions(coordinate const* v, int axis) {
        axis_bounds const& its = P::value.axes[static_cast<std::size_t>(
            P::value.buffers[static_cast<std::size_t>(self.buffer)].axes.first + axis)];
        symbol_values const values{v, static_cast<std::size_t>(P::value.symbols)};
        return {value_of(its.lower, values), value_of(its.upper, values)};
    }
    static coordinate part_size(coordinate const* v) {
        constexpr coordinate line = 64 / sizeof(T);
        coordinate result = 1;
        for (int axis = 0; axis < rank; ++axis) {
            result = smaller(result * smaller(positions(v, axis).extent(), INT32_MAX), INT32_MAX);
        }
        return (result + line - 1) / line * line;
    }
    /// The memory in which the nest finds that of a part where its results are, in the order in which these lie.
    static memory_type memory_of_part(memory_type const& m, coordinate const* v) {
        memory_type result = m;
        result.is_part = true;
        result.parts = nullptr;
        result.around_caches[self.buffer] = false;
        T*& base = result.base[self.buffer];
        base = m.parts;
        coordinate size = 1;
        for (int place = 0; place < rank; ++place) {
            int const axis = axis_at_place(place);
            result.stride[self.buffer][axis] = size;
            base -= size * positions(v, axis).first;
            size *= positions(v, axis).extent();
        }
        return result;
    }
    /// The axis along which entries are neighbours is the first one.
    static constexpr int axis_at_place(int place) {
        constexpr int known = E::layout::value.unit_axis[static_cast<std::size_t>(self.buffer)];
        constexpr int unit = known < 0 ? rank - 1 : known;
        return place == 0 ? unit : place <= unit ? place - 1 : place;
    }
    /// Whether it did: not where this nest is none of those that are cut.
    [[gnu::cold, gnu::noinline]] static bool run_chunks(memory_type const& m, coordinate* v) {
        if (!is_long(v)) {
            return false;
        }
        chunks const its = chunks_of(v);
        if (its.count > 1) {
            memory_type const part = memory_of_part(m, v);
            if constexpr (Shared<P>) {
                run_by_team(part, v, its);
            } else {
                run_each_chunk(part, v, its,
                               [](memory_type const& one, coordinate* its_v) { run(one, its_v); });
            }
            sums_of_parts const sums{part, its};
            Kernel::template finish_loops<0>(m, v, sums);
        }
        return its.count > 1;
    }
    template <class F>
    static void run_each_chunk(memory_type const& m, coordinate const* values, chunks const& its,
                               F const& run_one) {
        coordinate v[P::value.symbols];
        std::copy_n(values, P::value.symbols, v);
        memory_type part = m;
        for (coordinate which = 0; which < its.count; ++which) {
            v[P::value.symbols - 2] = its[which].first;
            v[P::value.symbols - 1] = its[which].last;
            run_one(part, v);
            part.base[self.buffer] += its.part_size;
        }
    }
    /// The parts of one result, combined in the order of the chunks.
    struct sums_of_parts {
        memory_type const& m;
        chunks const& its;

        T operator()(coordinate const* v) const {
            constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(rank)>{};
            T const* const first = address<E, self.buffer, self.subscripts.first>(m, v, axes);
            T result = *first;
            for (coordinate which = 1; which < its.count; ++which) {
                result = combined<E, cut>(result, first[which * its.part_size]);
            }
            return result;
        }
    };

    // -- threads -----------------------------------------------------------------------------------------------------
    struct job {
        memory_type const& m;
        coordinate const* v;
        chunks its;
        leaf_ranges leaves;
    };
    static void run_by_team(memory_type const& m, coordinate* v, chunks const& its) {
        if (coordinate const leaves = leaves_to_share(m, v, its); leaves > 1) {
            job all{m, v, its, {leaves, m.workers->size()}};
            m.workers->run(work, &all);
        } else {
            job all{m, v, its, {}};
            work(&all, 0);
        }
    }
    /// 0: threads are not worth it, or not allowed.
    static coordinate leaves_to_share(memory_type const& m, coordinate* v, chunks const& its) {
        if (m.workers == nullptr || !stores_apart(P::value, self)) {
            return 0;
        }
        amount const all = amount_of(P::value, self, v, Kernel::template grain<Along>);
        return all.steps < worth_sharing ? 0 : all.leaves * its.count;
    }
    /// What this thread takes, on indices of its own.
    static void work(void* given, int which) {
        auto& all = *static_cast<job*>(given);
        coordinate v[P::value.symbols > 0 ? P::value.symbols : 1];
        std::copy_n(all.v, P::value.symbols, v);
        all.leaves.take(which, [&](taken_leaves& leaves) { run_leaves(all, v, leaves); });
    }
    static void run_leaves(job const& all, coordinate* v, taken_leaves& leaves) {
        auto const run_loops = [&](memory_type const& m, coordinate* its_v) __attribute__((noinline)) {
            Kernel::template run_all<Along>(m, its_v, leaves);
        };
        if constexpr (cut >= 0) {
            if (all.its.count > 1) {
                run_each_chunk(all.m, v, all.its, run_loops);
                return;
            }
        }
        run_loops(all.m, v);
    }
};

}  // namespace iverson::loops
