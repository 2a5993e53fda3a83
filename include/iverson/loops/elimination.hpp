// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>

/// The order in which a sum of products over several indices costs least. Indices are bits here.
namespace iverson::loops {

/// A number of operations as a polynomial in n, where each extent that is not written as a number is n.
struct growth {
    static constexpr int degrees = 16;
    std::int64_t by_degree[degrees] = {};
    std::int64_t with_first[degrees] = {};  ///< those for each value of the first index of the result

    constexpr void add(std::int64_t times, int degree, bool first) {
        int const place = degree < degrees ? degree : degrees - 1;
        by_degree[place] += times;
        with_first[place] += first ? times : 0;
    }
    constexpr void add(growth const& other) {
        for (int d = 0; d < degrees; ++d) {
            by_degree[d] += other.by_degree[d];
            with_first[d] += other.with_first[d];
        }
    }
    constexpr int degree() const {
        int result = degrees - 1;
        while (result > 0 && by_degree[result] == 0) {
            --result;
        }
        return result;
    }
    /// Less for all large n, not only by terms that do not count then.
    constexpr bool grows_less(growth const& other) const {
        int const its = other.degree();
        return degree() != its ? degree() < its : by_degree[its] < other.by_degree[its];
    }
    /// Of equal numbers the one is less in which fewer belong to the first index of the result: its extent counts as the longest.
    constexpr bool operator<(growth const& other) const {
        for (int d = degrees; d-- > 0;) {
            if (by_degree[d] != other.by_degree[d]) {
                return by_degree[d] < other.by_degree[d];
            }
        }
        for (int d = degrees; d-- > 0;) {
            if (with_first[d] != other.with_first[d]) {
                return with_first[d] < other.with_first[d];
            }
        }
        return false;
    }
};

/// The indices of a sum and around it, one bit each.
struct index_bits {
    static constexpr int capacity = 32;
    std::int64_t extents[capacity] = {};  ///< 0: not written as a number
    int first = -1;                       ///< the first index of the result

    /// So many operations for each value of these indices.
    constexpr void count(growth& all, std::int64_t times, std::uint32_t indices) const {
        int degree = 0;
        for (int i = 0; i < capacity; ++i) {
            if ((indices >> i & 1U) != 0) {
                degree += extents[i] == 0 ? 1 : 0;
                times *= extents[i] == 0 ? 1 : extents[i];
            }
        }
        all.add(times, degree, first >= 0 && (indices >> first & 1U) != 0);
    }
};

/// Factors by their indices. A condition is a factor that costs nothing.
struct factor_set {
    static constexpr int capacity = 24;
    std::uint32_t indices[capacity] = {};
    bool costs[capacity] = {};
    bool summed[capacity] = {};  ///< made by a summation
    int size = 0;

    constexpr void add(std::uint32_t its, bool cost, bool is_sum) {
        indices[size] = its;
        costs[size] = cost;
        summed[size++] = is_sum;
    }
};

/// The factors which hold one of the indices become one factor, their sum; false: that is the same sum over one index more.
struct summation {
    factor_set rest;
    std::uint32_t indices = 0;
    int terms = 0;
    bool extends = false;  ///< one sum over one index more

    constexpr summation(factor_set const& all, std::uint32_t bound) {
        int others = 0;
        int sums = 0;
        for (int i = 0; i < all.size; ++i) {
            if ((all.indices[i] & bound) == 0) {
                rest.add(all.indices[i], all.costs[i], all.summed[i]);
                continue;
            }
            indices |= all.indices[i];
            terms += all.costs[i] ? 1 : 0;
            sums += all.summed[i] ? 1 : 0;
            others += all.costs[i] && !all.summed[i] ? 1 : 0;
        }
        extends = sums == 1 && others == 0;
        rest.add(indices & ~bound, true, true);
    }
};

/// Variable elimination: one index after the other is summed over in the product of the factors that hold it.
/// Source: Zhang and Poole, Exploiting causal independence in Bayesian network inference (1996), section 3.
class elimination {
  public:
    static constexpr int most_indices = 5;

    /// Bits 0 .. bound - 1 are summed over.
    constexpr elimination(factor_set const& factors, index_bits const& bits, int bound) : bits_{bits} {
        int const all = (1 << bound) - 1;
        reached_[0].factors = factors;
        for (int done = 0; done < all; ++done) {
            for (int i = 0; i < bound; ++i) {
                if ((done >> i & 1) == 0) {
                    extend(done, i);
                }
            }
        }
        for (int done = all; done != 0; done &= ~(1 << reached_[done].last)) {
            order_[std::popcount(static_cast<unsigned>(done)) - 1] = reached_[done].last;
        }
        cost_ = reached_[all].cost;
        count_product(reached_[all].factors, cost_);
    }
    constexpr growth const& cost() const { return cost_; }
    /// The bit that is summed over in this step.
    constexpr int operator[](int step) const { return order_[step]; }

    /// The cost of one sum over all bound indices together.
    static constexpr growth together(factor_set const& factors, index_bits const& bits, int bound) {
        growth result;
        summation const s{factors, (std::uint32_t{1} << bound) - 1};
        bits.count(result, s.terms > 0 ? s.terms : 1, s.indices);
        elimination::count_product(s.rest, bits, result);
        return result;
    }

  private:
    /// What is left, and the cheapest way to it, when some of the indices are summed over.
    struct state {
        factor_set factors;
        growth cost;
        int last = -1;
    };

    constexpr void extend(int done, int index) {
        state const& from = reached_[done];
        summation const s{from.factors, std::uint32_t{1} << index};
        growth cost = from.cost;
        if (!s.extends) {
            bits_.count(cost, s.terms > 0 ? s.terms : 1, s.indices);
        }
        state& to = reached_[done | 1 << index];
        if (to.last < 0 || cost < to.cost) {
            to.factors = s.rest;
            to.cost = cost;
            to.last = index;
        }
    }
    static constexpr void count_product(factor_set const& factors, index_bits const& bits, growth& cost) {
        std::uint32_t indices = 0;
        int size = 0;
        for (int i = 0; i < factors.size; ++i) {
            indices |= factors.indices[i];
            size += factors.costs[i] ? 1 : 0;
        }
        bits.count(cost, size > 0 ? size - 1 : 0, indices);
    }
    constexpr void count_product(factor_set const& factors, growth& cost) const {
        count_product(factors, bits_, cost);
    }

    index_bits const& bits_;
    state reached_[1 << most_indices];
    int order_[most_indices] = {};
    growth cost_;
};

}  // namespace iverson::loops
