// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "repeated.hpp"

/// Products of two accesses that are parts of several products: x(t) x(t - 1) of x(t) x(t - 1) x(t - 2) and of its gradient.
namespace iverson::loops {

class shared_pairs {
  public:
    /// One multiplication and two more readings for so many products are worth an entry of memory.
    static constexpr int enough = 3;

    constexpr shared_pairs(graph::graph& g, fingerprints& prints) : g_{g}, prints_{prints} {}

    /// Counts the pairs in the products of one more equation that are computed once for each entry of it.
    constexpr void add(int value) {
        if (seen_.get(value) >= 0 || g_.is(value, graph::op::reduce)) {
            return;
        }
        seen_.set(value, 1);
        if (g_.is(value, graph::op::multiply)) {
            count(accesses_of(value));
        }
        graph::vector<int> const below(graph::children(g_, value).begin(), graph::children(g_, value).end());
        for (int child : below) {
            add(child);
        }
    }
    /// The product of the two factors that most products share; -1 if not enough do. They are appended to `pair`.
    constexpr int best(graph::vector<int> const& factors, graph::vector<int>& pair) {
        graph::vector<int> const accesses = only_accesses(factors);
        int result = -1;
        int most = enough - 1;
        for (std::size_t i = 0; i < accesses.size() && accesses.size() > 2; ++i) {
            for (std::size_t j = i + 1; j < accesses.size(); ++j) {
                int const product = multiply(g_, accesses[i], accesses[j]);
                int const times = times_of(product);
                if (times > most) {
                    result = product;
                    most = times;
                    pair.clear();
                    pair.push_back(accesses[i]);
                    pair.push_back(accesses[j]);
                }
            }
        }
        return result;
    }

  private:
    /// Pairs that are one pair at other index values, and the number of products that hold one.
    struct kind {
        int product = -1;
        graph::vector<int> free;
        int times = 0;
        int last = 0;  ///< the last product
    };

    constexpr graph::vector<int> accesses_of(int product) const {
        return only_accesses(graph::vector<int>(g_.links(product).begin(), g_.links(product).end()));
    }
    constexpr graph::vector<int> only_accesses(graph::vector<int> const& factors) const {
        graph::vector<int> result;
        for (int factor : factors) {
            if (g_.is(factor, graph::op::access) && !g_.links(factor).empty()) {
                result.push_back(factor);
            }
        }
        return result;
    }
    constexpr void count(graph::vector<int> const& accesses) {
        ++products_;
        for (std::size_t i = 0; i < accesses.size() && accesses.size() > 2; ++i) {
            for (std::size_t j = i + 1; j < accesses.size(); ++j) {
                note(multiply(g_, accesses[i], accesses[j]));
            }
        }
    }
    constexpr void note(int product) {
        for (kind& old : kinds_) {
            if (is_instance(old, product)) {
                old.times += old.last == products_ ? 0 : 1;
                old.last = products_;
                return;
            }
        }
        kind made;
        made.product = product;
        made.free = free_indices_of(g_, product);
        made.times = 1;
        made.last = products_;
        kinds_.push_back(made);
    }
    constexpr int times_of(int product) {
        for (kind const& old : kinds_) {
            if (is_instance(old, product)) {
                return old.times;
            }
        }
        return 0;
    }
    constexpr bool is_instance(kind const& old, int product) {
        return instance{g_, prints_, old.free}(old.product, product);
    }

    graph::graph& g_;
    fingerprints& prints_;
    graph::vector<kind> kinds_;
    graph::memo seen_;
    int products_ = 0;
};

}  // namespace iverson::loops
