// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/checks.hpp"
#include "../graph/solve.hpp"
#include "rule.hpp"

#include <algorithm>

/// Rules of sums over index sets. Source: Concrete Mathematics, 2nd ed., sections 2.3 and 2.4.
namespace iverson::simplify {

/// The parts of a sum, copied out of the graph so that they may be changed.
struct sum_parts {
    vector<int> vars;
    vector<int> guards;
    int body = 0;

    constexpr bool binds(int symbol) const {
        return std::find(vars.begin(), vars.end(), symbol) != vars.end();
    }
};

constexpr bool is_sum(term_graph const& g, int id) {
    return g.is(id, op::reduce) && g.reduction_of(id).kind == reduction::sum;
}

constexpr sum_parts parts_of(term_graph const& g, int id) {
    reduction_view const view = g.reduction_of(id);
    sum_parts result;
    result.vars.assign(view.vars.begin(), view.vars.end());
    result.guards.assign(view.guards.begin(), view.guards.end());
    result.body = view.body;
    return result;
}

constexpr int build(term_graph& g, sum_parts const& s) {
    return reduce(g, reduction::sum, s.vars, s.guards, s.body);
}

constexpr bool mentions_any(term_graph const& g, int id, vector<int> const& symbols) {
    return std::any_of(symbols.begin(), symbols.end(), [&](int s) { return mentions(g, id, s); });
}

/// Whether the node is a bracket [e = 0] that one of the symbols occurs in.
constexpr bool is_equation_on(term_graph const& g, int id, vector<int> const& symbols) {
    return g.is(id, op::bracket) && g.condition_of(id).kind == relation::zero && mentions_any(g, id, symbols);
}

/// Whether the node is a bracket [e = p(i)] that one of the symbols occurs in: over i the loops run once, and read e.
constexpr bool is_entry_on(term_graph const& g, int id, vector<int> const& symbols) {
    return is_entry_bracket(g, id) && mentions_any(g, id, symbols);
}

constexpr bool has_equation_on(term_graph const& g, int term, vector<int> const& symbols) {
    vector<int> const factors = factors_of(g, term);
    return std::any_of(factors.begin(), factors.end(), [&](int f) { return is_equation_on(g, f, symbols); });
}

/// The same, or a sum of terms among the factors of which one has: what multiplying out would set free.
constexpr bool hides_equation_on(term_graph const& g, int term, vector<int> const& symbols) {
    for (int factor : factors_of(g, term)) {
        if (is_equation_on(g, factor, symbols) || is_entry_on(g, factor, symbols)) {
            return true;
        }
        if (!g.is(factor, op::add)) {
            continue;
        }
        for (int inner : copy_links(g, factor)) {
            if (hides_equation_on(g, inner, symbols)) {
                return true;
            }
        }
    }
    return false;
}

/// Whether each part of a sum over Z still ends when it is summed alone.
constexpr bool ends(term_graph const& g, sum_parts const& s, int term) {
    vector<int> inner = s.vars;
    bound_symbols(g, term, inner);
    for (int var : s.vars) {
        if (!g.is_integer_index(var) || ends_by_entry(g, term, var)) {
            continue;
        }
        for (inequalities const& piece : support_of(g, term)) {
            if (!bounds(piece, var, inner)) {
                return false;
            }
        }
    }
    return true;
}

/// The sum over the indices that are left, after the others are replaced: what does not speak of them stands outside.
constexpr int build_replaced(term_graph& g, sum_parts s, vector<int> const& factors, substitution& replace) {
    vector<int> guards;
    vector<int> outside;
    for (int guard : s.guards) {
        int const c = replace.condition(guard);
        bool const inside = std::any_of(s.vars.begin(), s.vars.end(),
                                        [&](int v) { return g.condition_at(c).expression.mentions(v); });
        if (inside) {
            guards.push_back(c);
        } else {
            outside.push_back(bracket(g, c));
        }
    }
    s.body = replace(multiply(g, factors));
    s.guards = guards;
    vector<int> product = factors_of(g, build(g, s));
    product.insert(product.end(), outside.begin(), outside.end());
    return multiply(g, product);
}

/// sum_s f(s) [s = t] = f(t), with the range of s kept as brackets on t.
/// Shapes:  s leaves the formula; t stays free.
/// Errors:  none. Where the equation has no unit coefficient on a bound index, the rule does not fit.
constexpr int sieve(place const& p, int id) {
    term_graph& g = p.g;
    if (!is_sum(g, id)) {
        return -1;
    }
    sum_parts s = parts_of(g, id);
    vector<int> factors = factors_of(g, s.body);
    for (std::size_t i = 0; i < factors.size(); ++i) {
        if (!is_equation_on(g, factors[i], s.vars)) {
            continue;
        }
        solution const found = solve_for_one(g.condition_of(factors[i]).expression, s.vars);
        if (found.symbol < 0) {
            continue;
        }
        factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(i));
        substitution replace{g};
        replace.replace(found.symbol, found.value);
        s.vars.erase(std::find(s.vars.begin(), s.vars.end(), found.symbol));
        return build_replaced(g, s, factors, replace);
    }
    return -1;
}

/// The bound indices that stand in an equation among the factors; the equations move out of the factors.
struct equations_in_sum {
    vector<int> unknowns;
    vector<affine> equations;
    vector<int> rest;
};

constexpr equations_in_sum equations_of(term_graph const& g, sum_parts const& s, vector<int> const& factors) {
    equations_in_sum result;
    for (int factor : factors) {
        if (is_equation_on(g, factor, s.vars)) {
            result.equations.push_back(g.condition_of(factor).expression);
        } else {
            result.rest.push_back(factor);
        }
    }
    for (int var : s.vars) {
        if (std::any_of(result.equations.begin(), result.equations.end(),
                        [&](affine const& e) { return e.mentions(var); })) {
            result.unknowns.push_back(var);
        }
    }
    return result;
}

/// sum_{i, j} f(i, j) [2i + 3j = k] = sum_q f(3q - k, k - 2q): equations without a unit coefficient are solved together, where
/// fewer indices are left. What has a common divisor stays as an equation on one index: sum_i f(i) [2i = k].
/// Shapes:  the bound indices of the equations leave the formula; fewer new ones enter.
/// Errors:  none. A system that has no integer solution for any k is 0.
constexpr int integer_solution(place const& p, int id) {
    term_graph& g = p.g;
    if (!is_sum(g, id)) {
        return -1;
    }
    sum_parts s = parts_of(g, id);
    equations_in_sum const system = equations_of(g, s, factors_of(g, s.body));
    if (system.equations.empty()) {
        return -1;
    }
    int const first_new = static_cast<int>(g.symbols.size());
    int next = first_new;
    system_solution const solved = solve_system(system.equations, system.unknowns, [&] { return next++; });
    if (solved.exact && solved.never()) {
        return g.number(rational{0});
    }
    if (!solved.exact || solved.free.size() + solved.fixed.size() >= system.unknowns.size()) {
        return -1;
    }
    bool const over_z = std::all_of(system.unknowns.begin(), system.unknowns.end(),
                                    [&](int v) { return g.is_integer_index(v); });
    for (int symbol = first_new; symbol < next; ++symbol) {
        s.vars.push_back(g.new_symbol("q", over_z ? symbol_kind::integer : symbol_kind::ranged));
    }
    substitution replace{g};
    for (std::size_t i = 0; i < system.unknowns.size(); ++i) {
        replace.replace(system.unknowns[i], solved.values[i]);
        s.vars.erase(std::find(s.vars.begin(), s.vars.end(), system.unknowns[i]));
    }
    vector<int> factors = system.rest;
    vector<int> outside;
    for (condition const& c : solved.conditions) {
        bool const inside =
            std::any_of(s.vars.begin(), s.vars.end(), [&](int v) { return c.expression.mentions(v); });
        (inside ? factors : outside).push_back(bracket(g, c));
    }
    outside.push_back(build_replaced(g, s, factors, replace));
    return multiply(g, outside);
}

/// sum_s (u + v) = sum_s u + sum_s v, where that sets an equation on s free and each part still ends.
constexpr int split_sum(place const& p, int id) {
    term_graph& g = p.g;
    if (!is_sum(g, id)) {
        return -1;
    }
    sum_parts const s = parts_of(g, id);
    if (!g.is(s.body, op::add)) {
        return -1;
    }
    vector<int> together;
    vector<int> result;
    for (int term : copy_links(g, s.body)) {
        if (hides_equation_on(g, term, s.vars)) {
            if (!ends(g, s, term)) {
                return -1;
            }
            result.push_back(build(g, {s.vars, s.guards, term}));
        } else {
            together.push_back(term);
        }
    }
    if (result.empty()) {
        return -1;
    }
    if (int const rest = add(g, together); !g.is_zero(rest)) {
        if (!ends(g, s, rest)) {
            return -1;
        }
        result.insert(result.begin(), build(g, {s.vars, s.guards, rest}));
    }
    // Each part is a sum of its own: its index is renamed, so that no symbol is bound twice.
    for (std::size_t i = 1; i < result.size(); ++i) {
        if (is_sum(g, result[i])) {
            result[i] = renamed_binders(g, result[i]);
        }
    }
    return add(g, result);
}

/// Multiplying out can grow a formula without reasonable end; beyond so many nodes in the graph a sum stays as it is, which is
/// slower to evaluate and as right.
inline constexpr int expansion_limit = 1 << 15;

/// sum_s a (u + v) = sum_s (a u + a v), where u or v holds an equation on s.
constexpr int distribute(place const& p, int id) {
    term_graph& g = p.g;
    if (!is_sum(g, id) || g.size() > expansion_limit) {
        return -1;
    }
    sum_parts s = parts_of(g, id);
    vector<int> const factors = factors_of(g, s.body);
    for (std::size_t i = 0; i < factors.size(); ++i) {
        if (!g.is(factors[i], op::add)) {
            continue;
        }
        vector<int> terms = copy_links(g, factors[i]);
        if (std::none_of(terms.begin(), terms.end(),
                         [&](int t) { return hides_equation_on(g, t, s.vars); })) {
            continue;
        }
        for (int& term : terms) {
            vector<int> product = factors;
            product[i] = term;
            term = multiply(g, product);
        }
        s.body = add(g, terms);
        return build(g, s);
    }
    return -1;
}

/// Whether an entry bracket among the factors says what one of the indices is, in a sum that some other index moves too: alone,
/// the sum would go through its range for every value of both.
constexpr bool has_entry_for(term_graph const& g, int sum, vector<int> const& vars) {
    vector<int> const factors = factors_of(g, g.reduction_of(sum).body);
    bool const read = std::any_of(factors.begin(), factors.end(), [&](int f) {
        return is_entry_bracket(g, f) &&
               std::any_of(vars.begin(), vars.end(), [&](int v) { return g.index_of(f).mentions(v); });
    });
    vector<int> own = vars;
    bound_symbols(g, sum, own);
    return read && any_node(g, sum, [&](int id) {
               bool other = false;
               for_each_affine(g, id, [&](affine const& e) {
                   for (auto const& t : e) {
                       bool const known = std::find(own.begin(), own.end(), t.symbol) != own.end();
                       other = other || (is_index(g.symbol_at(t.symbol).kind) && !known);
                   }
               });
               return other;
           });
}

/// sum_t a(t) sum_r u = sum_{t, r} a(t) u, where u holds an equation on t that the inner sum could not use, or a bracket that
/// reads t.
constexpr int merge_sums(place const& p, int id) {
    term_graph& g = p.g;
    if (!is_sum(g, id)) {
        return -1;
    }
    sum_parts s = parts_of(g, id);
    vector<int> factors = factors_of(g, s.body);
    for (int& factor : factors) {
        if (!is_sum(g, factor) ||
            !(has_equation_on(g, parts_of(g, factor).body, s.vars) || has_entry_for(g, factor, s.vars))) {
            continue;
        }
        sum_parts const inner = parts_of(g, renamed_binders(g, factor));
        factor = inner.body;
        s.vars.insert(s.vars.end(), inner.vars.begin(), inner.vars.end());
        s.guards.insert(s.guards.end(), inner.guards.begin(), inner.guards.end());
        s.body = multiply(g, factors);
        return build(g, s);
    }
    return -1;
}

/// sum_s c u = c sum_s u for factors c without s.
constexpr int factor_out(place const& p, int id) {
    term_graph& g = p.g;
    if (!is_sum(g, id)) {
        return -1;
    }
    sum_parts s = parts_of(g, id);
    vector<int> outside;
    vector<int> inside;
    for (int factor : factors_of(g, s.body)) {
        (mentions_any(g, factor, s.vars) ? inside : outside).push_back(factor);
    }
    if (outside.empty() || inside.empty()) {
        return -1;
    }
    s.body = multiply(g, inside);
    outside.push_back(build(g, s));
    return multiply(g, outside);
}

/// sum_s u = 0 where no value of s satisfies the range.
constexpr int empty_sum(place const& p, int id) {
    term_graph& g = p.g;
    if (!is_sum(g, id)) {
        return -1;
    }
    inequalities all = p.known;
    for (int guard : g.reduction_of(id).guards) {
        all.add(g.condition_at(guard));
    }
    return all.infeasible() ? g.number(rational{0}) : -1;
}

}  // namespace iverson::simplify
