// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "convolution.hpp"
#include "expand.hpp"
#include "shared_convolver.hpp"

/// Nests of plans whose convolutions may be computed by transforms. Other nests, and those for which the direct loops are
/// cheaper, run as they do in the plan itself.
namespace iverson::loops {

/// When transforms are cheaper: measured with FFTW 3.3.10 and with Eigen 3.4's kissfft, beside loops with AVX-512
/// (docs/decisions/0013).
struct measured_costs {
    template <class T>
#ifdef IVERSON_FFTW
    static constexpr transform_prices prices{0.6, 1, 1000, sizeof(T) == 4 ? 1 : 1.3};
#else
    static constexpr transform_prices prices{sizeof(T) == 4 ? 2.4 : 4.4, 1, 1000, 1};
#endif
};

/// The ranges of s and of the signal's place that bounds on s state, all at t = s = 0; wide where they state none.
template <class P, convolution const& C, int T, int Steps>
class step_ranges {
    static constexpr coordinate far = coordinate{1} << 60;

  public:
    /// `v` has t = s = 0; `rest` is the signal's place there.
    step_ranges(coordinate const* v, coordinate rest) {
        constexpr loop its = P::value.loops[Steps];
        each_lower(v, rest, std::make_index_sequence<static_cast<std::size_t>(its.lowers.size)>{});
        each_upper(v, rest, std::make_index_sequence<static_cast<std::size_t>(its.uppers.size)>{});
    }
    interval steps{-far, far};
    interval places{-far, far};

  private:
    template <std::size_t... I>
    void each_lower(coordinate const* v, coordinate rest, std::index_sequence<I...>) {
        (bound_by<P::value.loops[Steps].lowers.first + static_cast<int>(I), true>(v, rest), ...);
    }
    template <std::size_t... I>
    void each_upper(coordinate const* v, coordinate rest, std::index_sequence<I...>) {
        (bound_by<P::value.loops[Steps].uppers.first + static_cast<int>(I), false>(v, rest), ...);
    }
    /// Where the bound moves with t, it is one of the place p = rest + a t + b s: s >= e - a b t says b p >= b rest + e.
    template <int I, bool Lower>
    void bound_by(coordinate const* v, coordinate rest) {
        constexpr std::int64_t divisor = P::value.bounds[I].divisor;
        coordinate const value = value_of<bound_at<P, I>>(v);
        coordinate const limit = Lower ? -floor_by<divisor>(-value) : floor_by<divisor>(value);
        if constexpr (!P::value.bounds[I].expression.mentions(T)) {
            cut(steps, Lower, limit);
        } else {
            cut(places, Lower == (C.by_step > 0), rest + C.by_step * limit);
        }
    }
    static void cut(interval& all, bool lower, coordinate limit) {
        if (lower) {
            all.first = larger(all.first, limit);
        } else {
            all.last = smaller(all.last, limit);
        }
    }
};

inline interval times(std::int64_t sign, interval const& i) {
    return sign > 0 ? i : interval{-i.last, -i.first};
}

template <class P, class Model, class Layout, class T, int Which>
class nest_kernel<transformed_plan<P, Model>, Layout, T, Which> {
    using memory_type = memory_of<P, T>;
    static constexpr nest self = P::value.nests[Which];
    static constexpr convolution its = convolution_finder{P::value, self, Layout::value}.find();

  public:
    static void run(memory_type const& m, coordinate* v) {
        if constexpr (its.exists()) {
            constexpr auto conditions =
                std::make_index_sequence<static_cast<std::size_t>(self.conditions.size)>{};
            if (!conditions_hold<P, self.conditions.first>(v, conditions) || run_by_transforms(m, v)) {
                return;
            }
        }
        nest_kernel<P, Layout, T, Which>::run(m, v);
    }
    static coordinate part_bytes(coordinate* v) { return nest_kernel<P, Layout, T, Which>::part_bytes(v); }

  private:
    // -- what the plan says; unused where the nest is no convolution ---------------------------------------------------
    static constexpr operation op(int i) {
        return P::value.ops[static_cast<std::size_t>(its.exists() ? i : 0)];
    }
    static constexpr operation kernel = op(its.kernel);
    static constexpr operation signal = op(its.signal);
    static constexpr int along = self.loops.first + (its.exists() ? its.along : 0);
    static constexpr int steps = its.exists() ? op(self.result).items.first : 0;
    static constexpr int t = P::value.loops[static_cast<std::size_t>(along)].symbol;
    static constexpr int s = P::value.loops[static_cast<std::size_t>(steps)].symbol;

    // -- ranges ----------------------------------------------------------------------------------------------------------
    /// The signal's place at t = s = 0.
    static coordinate rest_of(coordinate const* v) {
        return value_of<affine_at<P, signal.items.first + its.signal_axis>>(v);
    }
    /// Places are counted so that u = i + j: result t at u = a t + rest, step s of the kernel at i = -b s.
    static convolution_window window_of(coordinate* v) {
        auto const [low, high] = range_of_loop<P, along>(v);
        v[t] = v[s] = 0;
        coordinate const rest = rest_of(v);
        step_ranges<P, its, t, steps> const said{v, rest};
        return {times(-its.by_step, said.steps), said.places,
                sums(times(its.by_result, {low, high}), {rest, rest})};
    }

    // -- memory ----------------------------------------------------------------------------------------------------------
    template <int Buffer, range Subscripts, std::size_t... D>
    static T* address(memory_type const& m, coordinate const* v, std::index_sequence<D...>) {
        return m.base[Buffer] +
               (coordinate{0} + ... +
                (m.stride[Buffer][D] * value_of<affine_at<P, Subscripts.first + static_cast<int>(D)>>(v)));
    }
    template <int Buffer, range Subscripts>
    static T* address(memory_type const& m, coordinate const* v) {
        return address<Buffer, Subscripts>(
            m, v, std::make_index_sequence<static_cast<std::size_t>(Subscripts.size)>{});
    }
    /// From one index value to the next.
    template <int Buffer, range Subscripts, int Axis, int Symbol>
    static coordinate step(memory_type const& m) {
        return m.stride[Buffer][Axis] * affine_at<P, Subscripts.first + Axis>::value.coefficient(Symbol);
    }
    /// With t = s = 0.
    static entries<T> results_in(memory_type const& m, coordinate const* v) {
        coordinate const by = its.by_result * step<self.buffer, self.subscripts, its.result_axis, t>(m);
        return {address<self.buffer, self.subscripts>(m, v) - rest_of(v) * by, by};
    }
    static entries<T const> kernel_in(memory_type const& m, coordinate const* v) {
        return {address<kernel.head, kernel.items>(m, v),
                -its.by_step * step<kernel.head, kernel.items, its.kernel_axis, s>(m)};
    }
    static entries<T const> signal_in(memory_type const& m, coordinate const* v) {
        coordinate const by = m.stride[signal.head][its.signal_axis];
        return {address<signal.head, signal.items>(m, v) - rest_of(v) * by, by};
    }

    // -- rows ------------------------------------------------------------------------------------------------------------
    struct job {
        memory_type const& m;
        coordinate const* v;
        interval wanted;  ///< results
        convolution_window
            window;      ///< cropped to those that are sums of a product; the kernel is the shorter tensor
        bool exchanged;  ///< that is the signal of the plan
        transform_schedule how;
        bool each_by_team = false;  ///< rows are too few to share them
        std::atomic<coordinate> next = 0;
        std::atomic<coordinate> rows = 0;
    };
    /// Whether it did: not where the direct loops are cheaper.
    static bool run_by_transforms(memory_type const& m, coordinate* v) {
        convolution_window const all = window_of(v);
        convolution_window w = cropped(all);
        bool const exchanged = w.kernel.extent() > w.signal.extent();
        if (exchanged) {
            std::swap(w.kernel, w.signal);
        }
        transform_schedule const best =
            transform_chooser{w, sizeof(T), native_width<T>, Model::template prices<T>}.cheapest();
        if (best.exists()) {
            job rows{m, v, all.results, w, exchanged, best};
            if (!run_by_team(rows, v)) {
                work(&rows, 0);
            }
            transformed_convolutions += rows.rows;
        }
        return best.exists();
    }
    /// Whether it did. Where rows are fewer than threads, each row is one for all threads.
    static bool run_by_team([[maybe_unused]] job& rows, [[maybe_unused]] coordinate* v) {
        if constexpr (Shared<P>) {
            team const* const workers = rows.m.workers;
            if (workers == nullptr || rows.how.cost < worth_sharing) {
                return false;
            }
            rows.each_by_team = row_count(v) < workers->size();
            if (!rows.each_by_team && stores_apart(P::value, self)) {
                workers->run(work, &rows);
                return true;
            }
        }
        return false;
    }
    static coordinate row_count(coordinate* v) {
        auto const grain = [](int level, coordinate) {
            return level == its.along ? INT64_MAX : coordinate{1};
        };
        return amount_of(P::value, self, v, grain).leaves;
    }
    /// The rows that this thread takes, on indices of its own.
    static void work(void* given, int) {
        auto& rows = *static_cast<job*>(given);
        coordinate v[P::value.symbols];
        std::copy_n(rows.v, P::value.symbols, v);
        convolver<T> own{rows.window, rows.how};
        taken_leaves leaves{rows.next, 1};
        run_rows<0>(rows, own, v, leaves);
    }
    template <int Level>
    static void run_rows(job& rows, convolver<T>& own, coordinate* v, taken_leaves& leaves) {
        if constexpr (Level == self.loops.size) {
            if (leaves.take()) {
                run_row(rows, own, v);
            }
        } else if constexpr (Level == its.along) {
            run_rows<Level + 1>(rows, own, v, leaves);
        } else {
            auto const [low, high] = range_of_loop<P, self.loops.first + Level>(v);
            for (coordinate i = low; i <= high; ++i) {
                v[P::value.loops[static_cast<std::size_t>(self.loops.first + Level)].symbol] = i;
                run_rows<Level + 1>(rows, own, v, leaves);
            }
        }
    }
    static void run_row(job& rows, convolver<T>& own, coordinate* v) {
        v[t] = v[s] = 0;
        entries<T> const results = results_in(rows.m, v);
        if constexpr (!self.accumulate) {
            fill(results, {rows.wanted.first, rows.window.results.first - 1});
            fill(results, {rows.window.results.last + 1, rows.wanted.last});
        }
        convolution_entries<T> row{results, kernel_in(rows.m, v), signal_in(rows.m, v), self.accumulate};
        if (rows.exchanged) {
            std::swap(row.kernel, row.signal);
        }
        ++rows.rows;
        if constexpr (Shared<P>) {
            if (rows.each_by_team && own.pieces() > 1) {
                shared_convolver<T>{rows.window, rows.how, row}.run(*rows.m.workers);
                return;
            }
        }
        own.run(row);
    }
    /// With zeros: sums of no product.
    static void fill(entries<T> const& results, interval const& where) {
        for (coordinate u = where.first; u <= where.last; ++u) {
            *results.place(u) = 0;
        }
    }
};

}  // namespace iverson::loops
