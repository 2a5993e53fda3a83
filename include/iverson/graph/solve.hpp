// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "condition.hpp"
#include "vector.hpp"

#include <cstddef>

/// Solving affine equations over the integers for indices.
namespace iverson::graph {

/// symbol = value; symbol is -1 where there is no solution of that form.
struct solution {
    int symbol = -1;
    affine value;
};

/// Solves e = 0 for one of the given symbols whose coefficient is 1 or -1; the later symbols (the inner indices) first.
constexpr solution solve_for_one(affine const& e, vector<int> const& symbols) {
    for (std::size_t i = symbols.size(); i-- > 0;) {
        std::int64_t const c = e.coefficient(symbols[i]);
        if (c == 1 || c == -1) {
            affine const rest = e - affine::symbol(symbols[i], c);
            return {symbols[i], c == 1 ? -rest : rest};
        }
    }
    return {};
}

/// All integer solutions of a system of affine equations: each unknown as an affine expression in new symbols and in
/// the symbols that are not unknown (the parameters). Different values of the new symbols are different solutions.
struct system_solution {
    bool exact =
        true;  ///< false: a number grew beyond 2^20 or a coefficient beyond 32 bits, and nothing is said
    vector<affine> values;  ///< of the unknowns, in their order
    vector<int> free;       ///< new symbols that take every integer value
    vector<int> leading;    ///< for each of them the first unknown (by its place) whose value it changes
    vector<int>
        fixed;  ///< new symbols with an equation h s = e in `conditions`, h > 1: s is e / h where h | e
    vector<condition>
        conditions;  ///< what else the solutions satisfy; one that never holds if there are none

    constexpr bool never() const {
        for (condition const& c : conditions) {
            if (decide(c) == truth::no) {
                return true;
            }
        }
        return false;
    }
};

/// Solves by unimodular operations on the unknowns (the Hermite normal form of the system), one equation after the other.
/// Source:  Schrijver, Theory of linear and integer programming (1986), sections 4.1 and 5.3.
class system_solver {
  public:
    constexpr system_solver(vector<affine> const& equations, vector<int> const& unknowns)
        : unknowns_{unknowns}, size_{unknowns.size()}, basis_(size_ * size_, 0), pivot_(size_, 0),
          value_(size_, affine{}) {
        for (std::size_t i = 0; i < size_; ++i) {
            at(i, i) = 1;
        }
        equations_.assign(equations.begin(), equations.end());
    }

    template <class NewSymbol>
    constexpr system_solution run(NewSymbol&& new_symbol) {
        for (affine const& e : equations_) {
            add_equation(e, new_symbol);
        }
        reduce_basis();
        if (result_.exact) {
            read_solution(new_symbol);
        }
        return result_;
    }

  private:
    static constexpr std::int64_t entry_limit = 1 << 20;

    /// Unknown i = sum over columns j of at(i, j) * (value of column j).
    constexpr std::int64_t& at(std::size_t row, std::size_t column) { return basis_[row * size_ + column]; }

    constexpr std::int64_t coefficient(affine const& e, std::size_t column) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            sum += e.coefficient(unknowns_[i]) * at(i, column);
        }
        result_.exact = result_.exact && size_of(sum) <= INT32_MAX;
        return result_.exact ? sum : 0;
    }
    /// column a += by * column b. The entries stay so small that no sum of products leaves 64 bits.
    constexpr void add_column(std::size_t a, std::size_t b, std::int64_t by) {
        for (std::size_t i = 0; i < size_ && result_.exact; ++i) {
            at(i, a) += by * at(i, b);
            result_.exact = size_of(at(i, a)) <= entry_limit;
        }
    }
    constexpr void negate_column(std::size_t column) {
        for (std::size_t i = 0; i < size_; ++i) {
            at(i, column) = -at(i, column);
        }
    }
    static constexpr std::int64_t size_of(std::int64_t value) { return value < 0 ? -value : value; }

    /// Euclid's algorithm on the free columns: after it, `entry(column)` is 0 in all of them but one, where it is positive.
    /// Returns that column, size_ if all are 0.
    template <class Entry>
    constexpr std::size_t single_out(vector<char> const& taken, Entry&& entry) {
        while (result_.exact) {
            std::size_t least = size_;
            for (std::size_t j = 0; j < size_; ++j) {
                bool const smaller = taken[j] == 0 && entry(j) != 0 &&
                                     (least == size_ || size_of(entry(j)) < size_of(entry(least)));
                least = smaller ? j : least;
            }
            if (least == size_) {
                return size_;
            }
            if (entry(least) < 0) {
                negate_column(least);
            }
            bool alone = true;
            for (std::size_t j = 0; j < size_ && result_.exact; ++j) {
                if (j != least && taken[j] == 0) {
                    add_column(j, least, -floor_divide(entry(j), entry(least)));
                    alone = alone && entry(j) == 0;
                }
            }
            if (alone) {
                return least;
            }
        }
        return size_;
    }

    /// h s = -(the rest of the equation), s the value of one column, decides s; without an s it is a condition on the rest.
    template <class NewSymbol>
    constexpr void add_equation(affine const& e, NewSymbol&& new_symbol) {
        std::size_t const column = single_out(pivot_, [&](std::size_t j) { return coefficient(e, j); });
        affine rest = e;
        for (std::size_t i = 0; i < size_; ++i) {
            rest = affine::combine(rest, affine::symbol(unknowns_[i]), -e.coefficient(unknowns_[i]));
        }
        for (std::size_t j = 0; j < size_; ++j) {
            rest = affine::combine(rest, value_[j], coefficient(e, j));  // 0 where it is not decided yet
        }
        result_.exact = result_.exact && rest.valid();
        if (!result_.exact) {
            return;
        }
        if (column == size_) {
            add_condition({relation::zero, rest, 0});
            return;
        }
        std::int64_t const h = coefficient(e, column);
        pivot_[column] = 1;
        if (rest.content() % h == 0 && rest.constant() % h == 0) {
            value_[column] = -rest.divided_by(h);
            return;
        }
        int const symbol = new_symbol();
        result_.fixed.push_back(symbol);
        value_[column] = affine::symbol(symbol);
        add_condition({relation::zero, affine::combine(rest, affine::symbol(symbol), h), 0});
    }
    constexpr void add_condition(condition const& c) {
        condition const written = normalized(c);
        result_.exact = result_.exact && written.expression.valid();
        if (decide(written) != truth::yes) {
            result_.conditions.push_back(written);
        }
    }

    /// The free columns in echelon form along the order of the unknowns, with small entries.
    constexpr void reduce_basis() {
        vector<char> taken(pivot_.begin(), pivot_.end());
        for (std::size_t row = 0; row < size_ && result_.exact; ++row) {
            std::size_t const column = single_out(taken, [&](std::size_t j) { return at(row, j); });
            if (column == size_) {
                continue;
            }
            taken[column] = 1;
            for (std::size_t lead : leads_) {
                add_column(lead, column, -nearest(at(row, lead), at(row, column)));
            }
            leads_.push_back(column);
            result_.leading.push_back(static_cast<int>(row));
        }
    }
    /// a / b rounded to the nearest integer, b > 0.
    static constexpr std::int64_t nearest(std::int64_t a, std::int64_t b) {
        return floor_divide(2 * a + b, 2 * b);
    }

    /// A particular solution, moved along the free columns to small coefficients, and the columns times new symbols.
    template <class NewSymbol>
    constexpr void read_solution(NewSymbol&& new_symbol) {
        result_.values.resize(size_, affine{});
        for (std::size_t j = 0; j < size_; ++j) {
            add_to_values(j, value_[j], 1);
        }
        for (std::size_t n = 0; n < leads_.size(); ++n) {
            auto const row = static_cast<std::size_t>(result_.leading[n]);
            affine const particular = result_.values[row];
            std::int64_t const h = at(row, leads_[n]);
            affine steps{nearest(particular.constant(), h)};
            for (auto const& t : particular) {
                steps = affine::combine(steps, affine::symbol(t.symbol), nearest(t.coefficient, h));
            }
            add_to_values(leads_[n], steps, -1);
        }
        for (std::size_t lead : leads_) {
            result_.free.push_back(new_symbol());
            add_to_values(lead, affine::symbol(result_.free.back()), 1);
        }
        for (affine const& value : result_.values) {
            result_.exact = result_.exact && value.valid();
        }
    }
    constexpr void add_to_values(std::size_t column, affine const& times, std::int64_t sign) {
        for (std::size_t i = 0; i < size_; ++i) {
            result_.values[i] = affine::combine(result_.values[i], times, sign * at(i, column));
        }
    }

    vector<int> unknowns_;
    vector<affine> equations_;
    std::size_t size_;
    vector<std::int64_t> basis_;
    vector<char> pivot_;
    vector<affine> value_;
    vector<std::size_t> leads_;
    system_solution result_;
};

/// Solves all equations e = 0 for the unknowns. `new_symbol()` makes the symbols in which the solution is written.
template <class NewSymbol>
constexpr system_solution solve_system(vector<affine> const& equations, vector<int> const& unknowns,
                                       NewSymbol&& new_symbol) {
    return system_solver{equations, unknowns}.run(new_symbol);
}

}  // namespace iverson::graph
