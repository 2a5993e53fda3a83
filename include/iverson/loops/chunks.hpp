// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plan.hpp"
#include "team.hpp"
#include "values.hpp"

/// Long reductions with few results, such as a dot product, are cut into chunks by their outermost index. Into how many follows from
/// the extents alone, and their results are combined in order, so that the result is the same to the last bit whoever computes which.
namespace iverson::loops {

/// What is worth a chunk: so many steps of a reduction, and so many steps of all reductions of a nest together.
inline constexpr coordinate chunk_steps = 1 << 12;
inline constexpr coordinate chunk_work = 1 << 15;
/// Pieces of a nest, leaves in chunks, that keep any number of threads busy that is usual today.
inline constexpr coordinate most_pieces = 32;

/// The reduction of a nest that can be cut: the only one outside of others, whose result each step of the nest's loops stores to an
/// entry of its own. Returns -1 where there is none, or where a range is read from a tensor, so that extents do not tell it.
constexpr int cut_reduction(auto const& p, nest const& n) {
    int found = -1;
    bool closed = stores_alone(p, n);
    for (int i = n.ops.first; i < n.ops.end(); ++i) {
        operation const& o = p.ops[static_cast<std::size_t>(i)];
        closed = closed && o.kind != op_kind::choose && !(o.kind == op_kind::load && o.head == n.buffer);
        if (o.kind == op_kind::reduce && o.region == 0) {
            closed = closed && found < 0;
            found = i;
        }
        for (int l = o.items.first; closed && o.kind == op_kind::reduce && l < o.items.end(); ++l) {
            closed = !p.loops[static_cast<std::size_t>(l)].is_read();
        }
    }
    for (loop const& l : slice(p.loops, n.loops)) {
        closed = closed && !l.is_read();
    }
    return closed ? found : -1;
}

/// The same, but -1 in a loop over time, whose steps would each need memory of their own for parts.
constexpr int cut_reduction(auto const& p, int which) {
    for (block const& b : p.blocks) {
        if (b.nests.first <= which && which < b.nests.end()) {
            return b.time < 0 ? cut_reduction(p, p.nests[static_cast<std::size_t>(which)]) : -1;
        }
    }
    return -1;
}

constexpr bool has_cuts(auto const& p) {
    bool result = false;
    for (int which = 0; which < static_cast<int>(p.nests.size()); ++which) {
        result = result || cut_reduction(p, which) >= 0;
    }
    return result;
}
template <class P, int Which>
inline constexpr int cut_of = cut_reduction(P::value, Which);

/// Bounds past all others: of what is not cut.
inline constexpr coordinate past_all = coordinate{1} << 60;

/// Gives the outermost loop of each reduction that can be cut two bounds more, the last two symbols of the plan: the first step of a
/// chunk and the last one. Whoever runs the plan sets them for a chunk; without, they lie past all steps.
class chunk_maker {
  public:
    constexpr explicit chunk_maker(plan& p) : p_{p}, first_{p.symbols} {}

    constexpr void run() {
        for (int which = 0; which < static_cast<int>(p_.nests.size()); ++which) {
            if (int const reduction = cut_reduction(p_, which); reduction >= 0) {
                bound_loop(p_.ops[static_cast<std::size_t>(reduction)].items.first);
            }
        }
        if (p_.symbols > first_) {
            graph::vector<setting> all{far(first_, -1), far(first_ + 1, 1)};
            all.insert(all.end(), p_.settings.begin(), p_.settings.end());
            p_.settings = all;
        }
    }

  private:
    constexpr void bound_loop(int which) {
        loop& its = p_.loops[static_cast<std::size_t>(which)];
        its.lowers = with(its.lowers, first_);
        its.uppers = with(its.uppers, first_ + 1);
        p_.symbols = first_ + 2;
    }
    constexpr range with(range bounds, int symbol) {
        graph::vector<bound> all;
        for (bound const& b : slice(p_.bounds, bounds)) {
            all.push_back(b);
        }
        all.push_back({graph::affine::symbol(symbol), 1});
        return append(p_.bounds, all);
    }
    /// The symbol is sign * past_all, a factor since constants have 32 bits: see setting::source::relation.
    static constexpr setting far(int symbol, int sign) {
        setting result;
        result.from = setting::source::relation;
        result.symbol = symbol;
        result.axis = 0;
        result.sign = past_all;
        result.rest = graph::affine{-sign};
        return result;
    }

    plan& p_;
    int first_;
};

/// The plan that `Make::make()` builds, with reductions that can be cut.
template <class Make>
struct cut_plan {
    static constexpr plan make() {
        plan result = Make::make();
        if (!result.failed()) {
            chunk_maker{result}.run();
        }
        return result;
    }
};

/// How a reduction is cut.
struct chunks {
    coordinate count = 1;
    interval steps;            ///< of its outermost index, at the middle of all indices around it
    coordinate part_size = 0;  ///< entries of a part: the results of one chunk

    /// The first chunk and the last one go on to the ends, wherever these are.
    interval operator[](coordinate which) const {
        return {which == 0 ? -past_all : start(which), which == count - 1 ? past_all : start(which + 1) - 1};
    }

  private:
    coordinate start(coordinate which) const { return steps.first + steps.extent() * which / count; }
};

}  // namespace iverson::loops
