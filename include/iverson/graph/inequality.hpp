// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "condition.hpp"
#include "vector.hpp"

#include <algorithm>
#include <span>
#include <utility>

/// Linear inequalities over integer symbols: elimination (Fourier and Motzkin, with the integer tightening of
/// `normalized`), emptiness and implication.
/// Source: Dantzig and Eaves, Fourier-Motzkin elimination and its dual (1973); Pugh, The Omega test (1991), section 2.
namespace iverson::graph {

/// The integer points at which every row is >= 0.
/// Elimination keeps all rational points of the projection: what is said to be empty is empty; where a coefficient is
/// not a unit, a projection may be wider than that of the integer points.
class inequalities {
  public:
    /// Beyond so many rows an elimination is given up and the rows are dropped: the set only gets wider.
    static constexpr std::size_t row_limit = 160;

    constexpr void add(affine const& nonnegative) {
        if (!nonnegative.valid()) {
            return;
        }
        affine const row = normalized({relation::nonnegative, nonnegative, 0}).expression;
        if (row.is_constant()) {
            infeasible_ = infeasible_ || row.constant() < 0;
            return;
        }
        for (affine& old : rows_) {
            affine const difference = old - row;
            if (difference.is_constant() && difference.valid()) {
                old = difference.constant() > 0 ? row : old;  // the tighter of two parallel rows
                return;
            }
        }
        rows_.push_back(row);
    }
    /// An equation is two rows. Divisibility says nothing about order and is left out.
    constexpr void add(condition const& c) {
        if (c.kind == relation::nonnegative) {
            add(c.expression);
        } else if (c.kind == relation::zero) {
            add(c.expression);
            add(-c.expression);
        }
    }

    constexpr vector<affine> const& rows() const { return rows_; }
    constexpr bool known_empty() const { return infeasible_; }

    /// The projection along one symbol.
    constexpr void eliminate(int symbol) {
        vector<affine> const old = std::exchange(rows_, {});
        for (affine const& row : old) {
            if (!row.mentions(symbol)) {
                add(row);
            }
        }
        for (affine const& low : old) {
            std::int64_t const a = low.coefficient(symbol);
            for (affine const& high : old) {
                std::int64_t const b = -high.coefficient(symbol);
                if (a > 0 && b > 0 && rows_.size() < row_limit) {
                    add(affine::combine(b * low, high, a));
                }
            }
        }
    }

    /// Whether no point satisfies the rows (proved; `false` may also mean that it was not decided).
    constexpr bool infeasible() const {
        inequalities rest = *this;
        while (!rest.infeasible_ && !rest.rows_.empty()) {
            rest.eliminate(rest.cheapest_symbol());
        }
        return rest.infeasible_;
    }

  private:
    /// The symbol whose elimination makes the fewest rows.
    constexpr int cheapest_symbol() const {
        int best = -1;
        int best_cost = 0;
        for (affine const& row : rows_) {
            for (auto const& t : row) {
                int low = 0;
                int high = 0;
                for (affine const& other : rows_) {
                    std::int64_t const c = other.coefficient(t.symbol);
                    low += c > 0 ? 1 : 0;
                    high += c < 0 ? 1 : 0;
                }
                if (best < 0 || low * high - low - high < best_cost) {
                    best = t.symbol;
                    best_cost = low * high - low - high;
                }
                if (low == 0 || high == 0) {
                    return t.symbol;
                }
            }
        }
        return best;
    }

    vector<affine> rows_;
    bool infeasible_ = false;
};

/// The rows of a set that have, through shared symbols, to do with the query; the others cannot help to prove it.
constexpr inequalities connected(inequalities const& set, affine const& query) {
    vector<affine> rest = set.rows();
    inequalities result;
    vector<affine> frontier{query};
    while (!frontier.empty()) {
        affine const from = frontier.back();
        frontier.pop_back();
        vector<affine> kept;
        for (affine const& row : rest) {
            bool shared = false;
            for (auto const& t : row) {
                shared = shared || from.mentions(t.symbol);
            }
            if (shared) {
                result.add(row);
                frontier.push_back(row);
            } else {
                kept.push_back(row);
            }
        }
        rest = kept;
    }
    return result;
}

/// Whether every integer point of the set has e >= 0 (proved).
constexpr bool implies_nonnegative(inequalities const& set, affine const& e) {
    if (e.is_constant() && e.constant() >= 0) {
        return true;
    }
    if (set.known_empty()) {
        return true;
    }
    for (affine const& row : set.rows()) {
        affine const slack = e - row;
        if (slack.is_constant() && slack.constant() >= 0) {
            return true;
        }
    }
    inequalities counter = connected(set, e);
    counter.add(affine{-1} - e);
    return counter.infeasible();
}

/// Whether the set decides [m | e]: by one of its equations r = 0, where m divides e + k r or never does; or by a row that bounds
/// from below what differs from e by multiples of m, where it cannot leave a multiple or cannot reach the next one.
constexpr truth decide_residue(inequalities const& set, condition const& c) {
    constexpr std::int64_t most_multiples = 64;
    affine const& e = c.expression;
    auto const& rows = set.rows();
    for (affine const& row : rows) {
        bool const is_equation = std::find(rows.begin(), rows.end(), -row) != rows.end();
        for (std::int64_t k = 1; is_equation && k < c.modulus && k <= most_multiples; ++k) {
            affine const multiple = affine::combine(e, row, k);
            if (multiple.valid() && multiple.content() % c.modulus == 0) {
                return multiple.constant() % c.modulus == 0 ? truth::yes : truth::no;
            }
        }
        affine const difference = e - row;
        if (!difference.valid() || difference.content() % c.modulus != 0) {
            continue;
        }
        affine const value = row + affine{difference.constant()};  // differs from e by multiples of m
        std::int64_t const least = difference.constant();
        std::int64_t const next = c.modulus * ceil_divide(least, c.modulus);
        std::int64_t const most = next == least ? least : next - 1;
        if (implies_nonnegative(set, affine{most} - value)) {
            return next == least ? truth::yes : truth::no;
        }
    }
    return decide(c);
}

/// Whether every integer point of the set satisfies the condition (proved).
constexpr bool implies(inequalities const& set, condition const& c) {
    switch (c.kind) {
        case relation::nonnegative: return implies_nonnegative(set, c.expression);
        case relation::zero:
            return implies_nonnegative(set, c.expression) && implies_nonnegative(set, -c.expression);
        case relation::divisible: return decide_residue(set, c) == truth::yes;
    }
    return false;
}

/// Whether no integer point of the set satisfies the condition (proved).
constexpr bool excludes(inequalities const& set, condition const& c) {
    if (c.kind == relation::divisible) {
        return decide_residue(set, c) == truth::no;
    }
    inequalities both = connected(set, c.expression);
    both.add(c);
    return set.known_empty() || both.infeasible();
}

}  // namespace iverson::graph
