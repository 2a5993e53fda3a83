// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "run_time_values.hpp"
#include "values.hpp"

#include <atomic>
#include <concepts>

/// Threads that compute one nest together. A nest is cut into leaves, runs of its innermost loops that no two of which store to one
/// entry; where it is cut follows from the extents alone, so that the result is the same to the last bit for any number of threads,
/// and for none.
namespace iverson::loops {

/// Threads that can be asked to work. What they are is the caller's choice: see threads.hpp.
class team {
  public:
    team() = default;
    team(team const&) = delete;
    team& operator=(team const&) = delete;
    virtual ~team() = default;

    virtual int size() const = 0;
    /// Calls work(what) at least once, on up to `size` threads at once, and returns when all calls have returned.
    virtual void run(void (*work)(void*), void* what) const = 0;
};
template <class Option>
concept Team = std::derived_from<std::remove_cvref_t<Option>, team>;

/// All leaves: those of one thread.
struct all_leaves {
    static constexpr bool take() { return true; }
};

/// The leaves of one of several threads, which all count them in the same order: groups of them as they come.
class taken_leaves {
  public:
    taken_leaves(std::atomic<coordinate>& next, coordinate group) : next_{next}, group_{group} {}

    /// Whether the next leaf is this thread's.
    bool take() {
        coordinate const here = count_++;
        if (here >=
            end_) {  // what comes before `next_` is taken, so that its group starts here or further on
            start_ = next_.fetch_add(group_, std::memory_order_relaxed);
            end_ = start_ + group_;
        }
        return here >= start_;
    }

  private:
    std::atomic<coordinate>& next_;
    coordinate group_;
    coordinate count_ = 0;
    coordinate start_ = 0;
    coordinate end_ = 0;
};

/// Whether no two steps of the nest's loops store to one entry.
constexpr bool stores_apart(auto const& plan, nest const& n) {
    bool result = true;
    for (loop const& l : slice(plan.loops, n.loops)) {
        bool alone = false;
        for (graph::affine const& position : slice(plan.affines, n.subscripts)) {
            bool others = false;
            for (loop const& other : slice(plan.loops, n.loops)) {
                others = others || (other.symbol != l.symbol && position.mentions(other.symbol));
            }
            alone = alone || (position.mentions(l.symbol) && !others);
        }
        result = result && alone;
    }
    return result || !n.accumulate;
}

/// How much a nest has to do, told from the middle of each range, where a triangle has as much as on the average.
struct amount {
    coordinate leaves = 1;
    coordinate steps = 1;
};
/// Steps below which threads are slower than none.
inline constexpr coordinate worth_sharing = 1 << 16;

/// `grains` says how many steps of each loop make a leaf; `v` is written to where the nest's own indices are.
inline amount amount_of(auto const& plan, nest const& n, coordinate* v, coordinate const* grains) {
    auto const extent_of = [&](loop const& l) -> coordinate {
        if (l.is_read()) {
            return 1;
        }
        interval const its = values_of(plan, l, symbol_values{v, static_cast<std::size_t>(plan.symbols)});
        v[l.symbol] = its.first + (its.last - its.first) / 2;
        return its.extent();
    };
    auto const product = [](coordinate a, coordinate b) {
        return smaller(a, INT32_MAX) * smaller(b, INT32_MAX);
    };
    amount result;
    for (int i = 0; i < n.loops.size; ++i) {
        coordinate const extent = extent_of(plan.loops[static_cast<std::size_t>(n.loops.first + i)]);
        result.leaves = product(result.leaves, larger(1, extent / grains[i]));
        result.steps = product(result.steps, extent);
    }
    coordinate inside = 1;
    for (operation const& o : slice(plan.ops, n.ops)) {
        coordinate steps = has_steps(o) ? 1 : 0;
        for (int i = 0; has_steps(o) && i < o.items.size; ++i) {
            steps = product(steps, extent_of(plan.loops[static_cast<std::size_t>(o.items.first + i)]));
        }
        inside += steps;
    }
    result.steps = product(result.steps, inside);
    return result;
}

/// Cuts first .. last into runs of `grain`, of which the last one may be up to twice as long.
template <class F>
IVERSON_INLINE void for_runs(interval all, coordinate grain, F const& f) {
    interval run = all;
    while (all.last - run.first + 1 >= 2 * grain) {
        run.last = run.first + grain - 1;
        f(run);
        run.first += grain;
    }
    run.last = all.last;
    f(run);
}

}  // namespace iverson::loops
