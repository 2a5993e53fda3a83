// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "canonical_term.hpp"

#include <algorithm>
#include <vector>

/// The conditions of a term: what they say, and which bound indices they settle.
namespace iverson::canonical {

inline inequalities with(inequalities known, std::vector<condition> const& conditions) {
    for (condition const& c : conditions) {
        known.add(c);
    }
    return known;
}

/// Of [m | e] and [m | -e] the one whose first coefficient is smaller.
inline condition oriented(condition c) {
    if (c.kind == relation::divisible && c.expression.size() > 0) {
        condition const other = normalized({relation::divisible, -c.expression, c.modulus});
        if (other.expression.begin()->coefficient < c.expression.begin()->coefficient) {
            return other;
        }
    }
    return c;
}

/// e >= 0 where e <= 0 is known is e = 0.
inline void find_equations(std::vector<condition>& all, inequalities const& known) {
    inequalities const set = with(known, all);
    for (condition& c : all) {
        if (c.kind == relation::nonnegative && implies_nonnegative(set, -c.expression)) {
            c = normalized({relation::zero, c.expression, 0});
        }
    }
    std::vector<condition> once;
    for (condition const& c : all) {
        if (std::find(once.begin(), once.end(), c) == once.end()) {
            once.push_back(c);
        }
    }
    all = once;
}

/// Normal conditions, each once; false where they never hold.
inline bool clean(std::vector<condition>& all, inequalities const& known) {
    std::vector<condition> result;
    for (condition c : all) {
        c = oriented(normalized(c));
        graph::truth const held = decide(c);
        if (held == graph::truth::no) {
            return false;
        }
        if (held == graph::truth::open && std::find(result.begin(), result.end(), c) == result.end()) {
            result.push_back(c);
        }
    }
    if (with(known, result).infeasible()) {
        return false;
    }
    find_equations(result, known);
    all = result;
    return true;
}

/// Without those that the others and what is known imply, the last ones first. Among integers the answer may depend on the order,
/// so only named conditions, which have one, are treated so.
inline void drop_implied(std::vector<condition>& all, inequalities const& known) {
    for (std::size_t i = all.size(); i-- > 0;) {
        std::vector<condition> rest = all;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        bool const equation = all[i].kind == relation::zero;
        if (implies(equation ? known : with(known, rest), all[i])) {
            all = rest;
        }
    }
}

inline void use(term& t, std::size_t which, int symbol) {
    condition const equation = t.conditions[which];
    std::int64_t const c = equation.expression.coefficient(symbol);
    affine const rest = equation.expression - affine::symbol(symbol, c);
    replacement r;
    r.replace(symbol, c == 1 ? -rest : rest);
    t = r(std::move(t));
    t.conditions[which] = equation;
}

inline bool solve_for_free(term& t, std::size_t which) {
    affine const e = t.conditions[which].expression;
    int last = -1;
    for (auto const& part : e) {
        bool const unit = part.coefficient == 1 || part.coefficient == -1;
        last = unit && part.symbol < space::bound ? std::max(last, part.symbol) : last;
    }
    std::vector<condition> others = t.conditions;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(which));
    if (last < 0 || !(mentions(others, last) || mentions(t.factors, last))) {
        return false;
    }
    use(t, which, last);
    return true;
}

/// Uses one equation: a bound index leaves the term; a free symbol is replaced in all the rest. False if there is none to use.
inline bool solve(term& t) {
    for (std::size_t i = 0; i < t.conditions.size(); ++i) {
        if (t.conditions[i].kind != relation::zero) {
            continue;
        }
        affine const e = t.conditions[i].expression;
        for (auto const& part : e) {
            auto const bound = std::find(t.vars.begin(), t.vars.end(), part.symbol);
            if (bound != t.vars.end() && (part.coefficient == 1 || part.coefficient == -1)) {
                t.vars.erase(bound);
                use(t, i, part.symbol);
                t.conditions.erase(t.conditions.begin() + static_cast<std::ptrdiff_t>(i));
                return true;
            }
        }
    }
    for (std::size_t i = 0; i < t.conditions.size(); ++i) {
        if (t.conditions[i].kind == relation::zero && solve_for_free(t, i)) {
            return true;
        }
    }
    return false;
}

/// The terms of a sum over a range of at most six values, first .. first + 5; nothing where the range is not known to be short.
inline polynomial unrolled(term const& t, int var) {
    affine first;
    std::int64_t count = 7;
    for (condition const& low : t.conditions) {
        for (condition const& high : t.conditions) {
            bool const bounds = low.kind == relation::nonnegative && high.kind == relation::nonnegative &&
                                low.expression.coefficient(var) == 1 &&
                                high.expression.coefficient(var) == -1;
            affine const width = low.expression + high.expression;
            if (bounds && width.is_constant() && width.valid() && width.constant() + 1 < count) {
                count = width.constant() + 1;
                first = affine::symbol(var) - low.expression;
            }
        }
    }
    polynomial result;
    for (std::int64_t i = 0; count < 7 && i < count; ++i) {
        replacement r;
        r.replace(var, first + affine{i});
        term next = r(t);
        std::erase(next.vars, var);
        result.push_back(next);
    }
    return result;
}

}  // namespace iverson::canonical
