// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "canonical_term.hpp"

#include <algorithm>
#include <utility>
#include <vector>

/// The equations of a term in one form, whatever the order and the combination in which they were written.
namespace iverson::canonical {

/// a + scale * b.
inline affine combined(affine const& a, affine const& b, std::int64_t scale) {
    affine const result = affine::combine(a, b, scale);
    if (!result.valid()) {
        throw too_hard{"an equation has too many symbols"};
    }
    return result;
}

/// The one row with the symbol that the others leave behind (Euclid); it leaves the rows.
inline affine pivot_row(std::vector<affine>& rows, int symbol) {
    auto const size = [&](affine const& row) {
        std::int64_t const c = row.coefficient(symbol);
        return c < 0 ? -c : c;
    };
    for (;;) {
        auto least = rows.end();
        for (auto row = rows.begin(); row != rows.end(); ++row) {
            bool const smaller = size(*row) != 0 && (least == rows.end() || size(*row) < size(*least));
            least = smaller ? row : least;
        }
        affine const pivot = least->coefficient(symbol) < 0 ? -*least : *least;
        rows.erase(least);
        bool alone = true;
        for (affine& row : rows) {
            row = combined(row, pivot, -graph::floor_divide(row.coefficient(symbol), size(pivot)));
            alone = alone && !row.mentions(symbol);
        }
        if (alone) {
            return pivot;
        }
        rows.push_back(pivot);
    }
}

inline int last_symbol(std::vector<affine> const& rows) {
    int last = -1;
    for (affine const& row : rows) {
        for (auto const& t : row) {
            last = std::max(last, t.symbol);
        }
    }
    return last;
}

/// The Hermite normal form of the rows e = 0, the last symbols first. Rows without a symbol come last, if they are not 0.
/// Source: Schrijver, Theory of Linear and Integer Programming (1986), section 4.1.
inline std::vector<affine> hermite(std::vector<affine> rows) {
    std::vector<affine> result;
    for (int symbol = last_symbol(rows); symbol >= 0; symbol = last_symbol(rows)) {
        affine const pivot = pivot_row(rows, symbol);
        for (affine& done : result) {
            done = combined(done, pivot,
                            -graph::floor_divide(done.coefficient(symbol), pivot.coefficient(symbol)));
        }
        result.push_back(pivot);
    }
    for (affine const& row : rows) {
        if (!row.is_zero()) {
            result.push_back(row);
        }
    }
    return result;
}

/// The same equations in one form: coprime coefficients, so that the integers that satisfy them are those of the lattice. One that no
/// integers satisfy is left as -1 >= 0.
inline std::vector<condition> basis(std::vector<affine> rows) {
    for (;;) {
        rows = hermite(std::move(rows));
        std::vector<condition> result;
        bool divided = false;
        for (affine& row : rows) {
            divided = divided || row.content() > 1;
            result.push_back(normalized({relation::zero, row, 0}));
            row = result.back().expression;
            if (result.back().kind != relation::zero || (row.is_constant() && !row.is_zero())) {
                return {{relation::nonnegative, affine{-1}, 0}};
            }
        }
        if (!divided) {
            return result;
        }
    }
}

/// A symbol that an equation gives: free ones before bound ones, the last ones first; -1 if there is none.
struct solution {
    int symbol = -1;
    std::size_t row = 0;

    bool is_before(solution const& other) const {
        bool const bound = symbol >= space::bound;
        bool const other_bound = other.symbol >= space::bound;
        return other.symbol < 0 || (bound != other_bound ? !bound : symbol > other.symbol);
    }
};
inline solution solved_by(std::vector<condition> const& equations, std::vector<int> const& own) {
    solution best;
    for (std::size_t i = 0; i < equations.size(); ++i) {
        for (auto const& part : equations[i].expression) {
            bool const unit = part.coefficient == 1 || part.coefficient == -1;
            bool const is_own = std::find(own.begin(), own.end(), part.symbol) != own.end();
            solution const found{part.symbol, i};
            best = unit && !is_own && found.is_before(best) ? found : best;
        }
    }
    return best;
}

/// The value that an equation gives to a symbol with a unit coefficient.
inline affine value_of(condition const& equation, int symbol) {
    std::int64_t const c = equation.expression.coefficient(symbol);
    affine const rest = equation.expression - affine::symbol(symbol, c);
    return c == 1 ? -rest : rest;
}

/// Brings the equations of a term, none of which gives one of its own bound indices, into one form, and replaces the symbols that
/// they give in all the rest. The equations stay: they say where the term is not 0.
inline term solved_for_others(term t) {
    std::vector<affine> rows;
    std::vector<condition> rest;
    for (condition const& c : t.conditions) {
        if (c.kind == relation::zero) {
            rows.push_back(c.expression);
        } else {
            rest.push_back(c);
        }
    }
    t.conditions = rest;
    std::vector<condition> open = basis(rows);
    std::vector<condition> solved;
    for (solution s = solved_by(open, t.vars); s.symbol >= 0; s = solved_by(open, t.vars)) {
        condition const equation = open[s.row];
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(s.row));
        replacement r;
        r.replace(s.symbol, value_of(equation, s.symbol));
        t = r(std::move(t));
        solved = r(std::move(solved));
        solved.push_back(equation);
        rows.clear();
        for (condition const& c : r(open)) {
            rows.push_back(c.expression);
        }
        open = basis(rows);
    }
    t.conditions.insert(t.conditions.end(), solved.begin(), solved.end());
    t.conditions.insert(t.conditions.end(), open.begin(), open.end());
    return t;
}

}  // namespace iverson::canonical
