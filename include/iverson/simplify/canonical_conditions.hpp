// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "canonical_equations.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

/// The conditions of a term: what they say, and which bound indices they settle.
namespace iverson::canonical {

inline inequalities with(inequalities known, std::vector<condition> const& conditions) {
    for (condition const& c : conditions) {
        known.add(c);
    }
    return known;
}

/// [m | e] as all [m | k e] with k coprime to m, which say the same; of a large modulus only k = 1 and k = -1.
inline std::vector<condition> multiples(condition const& c) {
    std::vector<condition> result;
    for (std::int64_t k = 1; k < c.modulus; k = c.modulus > 64 && k == 1 ? c.modulus - 1 : k + 1) {
        if (std::gcd(k, c.modulus) == 1) {
            result.push_back(normalized({relation::divisible, k * c.expression, c.modulus}));
        }
    }
    return result;
}

/// The one of the same meaning whose coefficients are smallest, the first symbol first.
inline condition oriented(condition const& c) {
    if (c.kind != relation::divisible || c.expression.size() == 0) {
        return c;
    }
    auto const all = multiples(c);
    return *std::min_element(all.begin(), all.end(), [](condition const& a, condition const& b) {
        auto const coefficient = [](auto const& t) { return t.coefficient; };
        return std::ranges::lexicographical_compare(a.expression, b.expression, {}, coefficient, coefficient);
    });
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

inline bool same_set(std::vector<condition> const& a, std::vector<condition> const& b) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](condition const& c) {
               return std::find(b.begin(), b.end(), c) != b.end();
           });
}

/// Uses one equation that gives a bound index of the term, which leaves it; false if there is none.
inline bool solve_for_own(term& t) {
    for (std::size_t i = 0; i < t.conditions.size(); ++i) {
        condition const c = t.conditions[i];
        if (c.kind != relation::zero) {
            continue;
        }
        for (auto const& part : c.expression) {
            auto const bound = std::find(t.vars.begin(), t.vars.end(), part.symbol);
            if (bound != t.vars.end() && (part.coefficient == 1 || part.coefficient == -1)) {
                t.vars.erase(bound);
                t.conditions.erase(t.conditions.begin() + static_cast<std::ptrdiff_t>(i));
                replacement r;
                r.replace(part.symbol, value_of(c, part.symbol));
                t = r(std::move(t));
                return true;
            }
        }
    }
    return false;
}

/// Uses the equations of a term; false if that says nothing new of its conditions.
inline bool solve(term& t) {
    if (solve_for_own(t)) {
        return true;
    }
    std::vector<condition> const before = t.conditions;
    t = solved_for_others(std::move(t));
    return !same_set(before, t.conditions);
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
