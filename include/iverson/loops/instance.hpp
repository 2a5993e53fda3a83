// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/rewrite.hpp"
#include "../graph/vector.hpp"

#include <algorithm>
#include <cstdint>

/// Whether one formula is another one with affine expressions in the place of its indices.
namespace iverson::loops {

/// Numbers that agree for formulas which differ in the names of indices, in subscripts and in the order of terms alone.
class fingerprints {
  public:
    constexpr explicit fingerprints(graph::graph const& g) : g_{g} {}

    constexpr std::uint64_t operator()(int id) {
        std::size_t const place = static_cast<std::size_t>(id);
        if (place < known_.size() && known_[place] != 0) {
            return known_[place];
        }
        std::uint64_t const result = compute(id) | 1;
        if (place >= known_.size()) {
            known_.resize(place + 1, 0);
        }
        return known_[place] = result;
    }

  private:
    static constexpr std::uint64_t mixed(std::uint64_t h) {  // the finalizer of SplitMix64
        h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9U;
        h = (h ^ (h >> 27)) * 0x94d049bb133111ebU;
        return h ^ (h >> 31);
    }
    constexpr std::uint64_t compute(int id) {
        std::uint64_t result = mixed(static_cast<std::uint64_t>(g_.kind(id)) + 17);
        bool const any_order = g_.is(id, graph::op::add) || g_.is(id, graph::op::multiply);
        if (!g_.is(id, graph::op::bracket) && !g_.is(id, graph::op::match)) {
            result = mixed(result + static_cast<std::uint64_t>(g_[id].head));
        }
        for (int child : graph::children(g_, id)) {
            result = any_order ? result + mixed((*this)(child)) : mixed(result + (*this)(child));
        }
        return mixed(result);
    }

    graph::graph const& g_;
    graph::vector<std::uint64_t> known_;
};

/// Finds affine values for the free indices of a pattern that make it equal to a term, factors and terms in any order. It may
/// miss some; what it finds is right.
class instance {
  public:
    constexpr instance(graph::graph const& g, fingerprints& prints, graph::vector<int> const& free)
        : g_{g}, prints_{prints}, free_{free} {}

    constexpr bool operator()(int pattern, int term) { return same(pattern, term) && settle(); }

    /// Whether all factors of the pattern are among those given; `taken` marks them.
    constexpr bool within(graph::vector<int> const& pattern, graph::vector<int> const& factors,
                          graph::vector<char>& taken) {
        return place_all(pattern, factors, taken) && settle();
    }

    /// The value of a free index; only after a match.
    constexpr graph::affine value_of(int symbol) const {
        int const found = find(symbol);
        return found < 0 ? graph::affine{} : values_[static_cast<std::size_t>(found)];
    }

  private:
    constexpr int find(int symbol) const {
        for (std::size_t i = symbols_.size(); i-- > 0;) {
            if (symbols_[i] == symbol) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }
    constexpr bool is_free(int symbol) const {
        return std::find(free_.begin(), free_.end(), symbol) != free_.end();
    }
    constexpr void bind(int symbol, graph::affine const& value) {
        symbols_.push_back(symbol);
        values_.push_back(value);
    }

    /// What has been bound so far, to come back to.
    struct mark {
        std::size_t bound;
        std::size_t open;
        std::size_t partners;
    };
    constexpr mark here() const { return {symbols_.size(), left_.size(), partners_.size()}; }
    constexpr void back_to(mark m) {
        symbols_.resize(m.bound);
        values_.resize(m.bound);
        left_.resize(m.open);
        right_.resize(m.open);
        partners_.resize(m.partners);
    }

    /// a = b, where a free index of the pattern that has no value yet takes the one that makes it so.
    constexpr bool unify(graph::affine const& a, graph::affine const& b) {
        graph::affine rest{a.constant()};
        int unknown = -1;
        std::int64_t factor = 0;
        int unknowns = 0;
        for (auto const& t : a) {
            if (int const bound = find(t.symbol); bound >= 0) {
                rest = graph::affine::combine(rest, values_[static_cast<std::size_t>(bound)], t.coefficient);
            } else if (is_free(t.symbol)) {
                unknown = t.symbol;
                factor = t.coefficient;
                ++unknowns;
            } else {
                rest = rest + graph::affine::symbol(t.symbol, t.coefficient);
            }
        }
        if (unknowns == 0) {
            return rest == b;
        }
        if (unknowns == 1 && (factor == 1 || factor == -1)) {
            bind(unknown, factor * (b - rest));
        } else {
            left_.push_back(a);
            right_.push_back(b);
        }
        return true;
    }
    /// All that was left open holds, all free indices have values, and none of these speaks of a bound index.
    constexpr bool settle() {
        for (std::size_t rounds = left_.size(); rounds > 0 && !left_.empty(); --rounds) {
            graph::vector<graph::affine> const left = left_;
            graph::vector<graph::affine> const right = right_;
            left_.clear();
            right_.clear();
            for (std::size_t i = 0; i < left.size(); ++i) {
                if (!unify(left[i], right[i])) {
                    return false;
                }
            }
        }
        bool done = left_.empty();
        for (int symbol : free_) {
            int const found = find(symbol);
            done = done && found >= 0;
            for (std::size_t i = 0; done && i < partners_.size(); ++i) {
                done = !values_[static_cast<std::size_t>(found)].mentions(partners_[i]);
            }
        }
        return done;
    }

    constexpr bool same(int a, int b) {
        if (prints_(a) != prints_(b) || g_.kind(a) != g_.kind(b) ||
            g_.links(a).size() != g_.links(b).size()) {
            return false;
        }
        graph::vector<int> const left = graph_links(a);
        graph::vector<int> const right = graph_links(b);
        switch (g_.kind(a)) {
            case graph::op::number: return a == b;
            case graph::op::bracket: return same_condition(g_[a].head, g_[b].head);
            case graph::op::match: return unify(g_.index_of(a), g_.index_of(b)) && same(left[0], right[0]);
            case graph::op::access: return g_[a].head == g_[b].head && same_positions(left, right);
            case graph::op::add:
            case graph::op::multiply: {
                graph::vector<char> taken(right.size(), 0);
                return place_all(left, right, taken);
            }
            case graph::op::reduce: return g_[a].head == g_[b].head && same_reduction(a, b);
            case graph::op::partial:
            case graph::op::recognized: return false;
            case graph::op::power:
            case graph::op::call:
            case graph::op::compare:
            case graph::op::chosen: break;
        }
        bool all = g_[a].head == g_[b].head;
        for (std::size_t i = 0; i < left.size() && all; ++i) {
            all = same(left[i], right[i]);
        }
        return all;
    }
    constexpr graph::vector<int> graph_links(int id) const {
        return graph::vector<int>(g_.links(id).begin(), g_.links(id).end());
    }
    constexpr bool same_positions(graph::vector<int> const& left, graph::vector<int> const& right) {
        bool all = true;
        for (std::size_t d = 0; d < left.size() && all; ++d) {
            all = unify(g_.affine_at(left[d]), g_.affine_at(right[d]));
        }
        return all;
    }
    constexpr bool same_condition(int a, int b) {
        graph::condition const& left = g_.condition_at(a);
        graph::condition const& right = g_.condition_at(b);
        return left.kind == right.kind && left.modulus == right.modulus &&
               unify(left.expression, right.expression);
    }
    /// Each of the patterns is one of the terms, no term twice.
    constexpr bool place_all(graph::vector<int> const& patterns, graph::vector<int> const& terms,
                             graph::vector<char>& taken) {
        for (int pattern : patterns) {
            bool placed = false;
            for (std::size_t i = 0; i < terms.size() && !placed; ++i) {
                if (taken[i] != 0 || prints_(pattern) != prints_(terms[i])) {
                    continue;
                }
                mark const before = here();
                placed = same(pattern, terms[i]);
                if (placed) {
                    taken[i] = 1;
                } else {
                    back_to(before);
                }
            }
            if (!placed) {
                return false;
            }
        }
        return true;
    }
    /// The body says what the indices are; then each guard of one is a guard of the other.
    constexpr bool same_reduction(int a, int b) {
        graph::reduction_view const x = g_.reduction_of(a);
        graph::reduction_view const y = g_.reduction_of(b);
        for (std::size_t i = 0; i < x.vars.size(); ++i) {
            bind(x.vars[i], graph::affine::symbol(y.vars[i]));
            partners_.push_back(y.vars[i]);
        }
        if (!same(x.body, y.body)) {
            return false;
        }
        graph::vector<char> taken(y.guards.size(), 0);
        for (std::size_t i = 0; i < x.guards.size(); ++i) {
            bool found = false;
            for (std::size_t k = 0; k < y.guards.size() && !found; ++k) {
                mark const before = here();
                found =
                    taken[k] == 0 && same_condition(x.guards[i], y.guards[k]) && left_.size() == before.open;
                if (found) {
                    taken[k] = 1;
                } else {
                    back_to(before);
                }
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    graph::graph const& g_;
    fingerprints& prints_;
    graph::vector<int> const& free_;
    graph::vector<int> symbols_;  ///< with a value: free indices, and bound ones of the pattern
    graph::vector<graph::affine> values_;
    graph::vector<graph::affine> left_;  ///< equations between subscripts that are still open
    graph::vector<graph::affine> right_;
    graph::vector<int> partners_;  ///< bound indices of the term
};

}  // namespace iverson::loops
