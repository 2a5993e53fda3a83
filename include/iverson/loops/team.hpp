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
    /// Calls work(what, which) at least once, on up to `size` threads at once, and returns when all calls have returned. `which` is
    /// less than `size`, and had better be the same for the same thread each time: it then finds in its caches what it had there.
    virtual void run(void (*work)(void*, int), void* what) const = 0;
};
template <class Option>
concept Team = std::derived_from<std::remove_cvref_t<Option>, team>;

/// All leaves: those of one thread.
struct all_leaves {
    static constexpr bool take() { return true; }
};

/// The leaves of one of several threads, which all count them in the same order: groups of them as they come, up to `end`.
class taken_leaves {
  public:
    taken_leaves(std::atomic<coordinate>& next, coordinate group, coordinate end = INT64_MAX)
        : next_{next}, group_{group}, end_{end} {}

    /// Whether the next leaf is this thread's.
    bool take() {
        coordinate const here = count_++;
        if (here >= stop_) {
            // What comes before `next_` is taken, so that its group starts here or further on.
            start_ = next_.fetch_add(group_, std::memory_order_relaxed);
            stop_ = smaller(start_ + group_, end_);
            if (start_ >= end_) {
                start_ = stop_ = INT64_MAX;
            }
        }
        return here >= start_;
    }

  private:
    std::atomic<coordinate>& next_;
    coordinate group_;
    coordinate end_;
    coordinate count_ = 0;
    coordinate start_ = 0;
    coordinate stop_ = 0;
};

/// The leaves of a nest in a range for each thread. A thread takes its own first, which are the same in each evaluation: entries
/// that another one wrote are slow to come by. Then it helps those that are not done.
class leaf_ranges {
  public:
    /// All for one thread.
    leaf_ranges() = default;
    /// `leaves` may be an estimate: the last range has no end.
    leaf_ranges(coordinate leaves, int threads)
        : count_{threads < most ? threads : most}, group_{larger(1, leaves / (coordinate{16} * count_))} {
        for (int which = 0; which < count_; ++which) {
            ranges_[which].next = leaves * which / count_;
            ranges_[which].end = which + 1 < count_ ? leaves * (which + 1) / count_ : INT64_MAX;
        }
    }

    /// Calls walk(leaves) for each range that has leaves left; `walk` goes over all of the nest.
    template <class Walk>
    void take(int thread, Walk const& walk) {
        for (int turn = 0; turn < count_; ++turn) {
            one_range& its = ranges_[(thread + turn) % count_];
            if (its.next.load(std::memory_order_relaxed) < its.end) {
                taken_leaves leaves{its.next, group_, its.end};
                walk(leaves);
            }
        }
    }

  private:
    static constexpr int most = 32;
    struct alignas(64) one_range {
        std::atomic<coordinate> next = 0;
        coordinate end = INT64_MAX;
    };

    int count_ = 1;
    coordinate group_ = INT64_MAX;
    one_range ranges_[most];
};

/// Whether the subscripts show that no two steps of the nest's loops store to one entry: each index moves one that no other moves.
constexpr bool stores_alone(auto const& plan, nest const& n) {
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
    return result;
}
/// Whether no two steps of the nest's loops store to one entry; those of a nest that adds nothing never do.
constexpr bool stores_apart(auto const& plan, nest const& n) {
    return !n.accumulate || stores_alone(plan, n);
}

/// How much a nest has to do, told from the middle of each range, where a triangle has as much as on the average.
struct amount {
    coordinate leaves = 1;
    coordinate steps = 1;
};
/// Steps below which threads are slower than none.
inline constexpr coordinate worth_sharing = 1 << 16;

/// grain(i, extent) says how many steps of the nest's loop i make a leaf; `v` is written to where the nest's own indices are.
template <class Grain>
amount amount_of(auto const& plan, nest const& n, coordinate* v, Grain const& grain) {
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
        result.leaves = product(result.leaves, larger(1, extent / grain(i, extent)));
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
