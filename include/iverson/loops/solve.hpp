// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"
#include "../graph/rewrite.hpp"

#include <vector>

/// Equations and divisibilities among loop indices: an index that they determine is not looped over.
namespace iverson::loops {

/// Index values that satisfy the conditions, after the determined indices are replaced.
struct solution {
    std::vector<int> vars;
    std::vector<graph::condition> conditions;
    std::vector<int> replaced;
    std::vector<graph::affine> values;

    constexpr graph::affine apply(graph::affine e) const {
        for (std::size_t i = 0; i < replaced.size(); ++i) {
            e = e.substituted(replaced[i], values[i]);
        }
        return e;
    }
    constexpr int apply(graph::graph& g, int node) const {
        if (replaced.empty()) {
            return node;
        }
        graph::substitution replace{g};
        for (std::size_t i = 0; i < replaced.size(); ++i) {
            replace.replace(replaced[i], values[i]);
        }
        return replace(node);
    }
    /// symbol := value, everywhere.
    constexpr void replace(int symbol, graph::affine const& value) {
        for (graph::affine& old : values) {
            old = old.substituted(symbol, value);
        }
        replaced.push_back(symbol);
        values.push_back(value);
        std::vector<graph::condition> rest;
        for (graph::condition c : conditions) {
            c.expression = c.expression.substituted(symbol, value);
            c = normalized(c);
            if (decide(c) != graph::truth::yes) {
                rest.push_back(c);
            }
        }
        conditions = rest;
    }
};

/// The place of an index with coefficient 1 or -1 in the expression; -1 if there is none.
constexpr int unit_index(std::vector<int> const& vars, graph::affine const& e) {
    for (std::size_t i = vars.size(); i-- > 0;) {
        std::int64_t const by = e.coefficient(vars[i]);
        if (by == 1 || by == -1) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

constexpr bool speaks_of(std::vector<int> const& vars, graph::affine const& e) {
    for (int var : vars) {
        if (e.mentions(var)) {
            return true;
        }
    }
    return false;
}

constexpr bool needs_solving(graph::graph const&, std::vector<int> const& vars,
                             std::vector<graph::condition> const& conditions) {
    for (graph::condition const& c : conditions) {
        if (c.kind != graph::relation::nonnegative && speaks_of(vars, c.expression)) {
            return true;
        }
    }
    return false;
}

/// Solves every equation that has an index with coefficient 1 or -1 for that index. m | e becomes e = m q with a new
/// index q. An equation without such an index stays as two inequalities: a loop of at most one step.
constexpr solution solve(graph::graph& g, std::vector<int> const& vars,
                         std::vector<graph::condition> const& conditions) {
    solution s{vars, conditions, {}, {}};
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < s.conditions.size() && !changed; ++i) {
            graph::condition const c = s.conditions[i];
            if (c.kind == graph::relation::nonnegative || !speaks_of(s.vars, c.expression)) {
                continue;
            }
            s.conditions.erase(s.conditions.begin() + static_cast<std::ptrdiff_t>(i));
            changed = true;
            graph::affine e = c.expression;
            if (c.kind == graph::relation::divisible) {
                int const q = g.new_symbol("q", graph::symbol_kind::integer);
                e = graph::affine::combine(e, graph::affine::symbol(q), -c.modulus);
                s.vars.push_back(q);
            }
            int const place = unit_index(s.vars, e);
            if (place < 0) {
                s.conditions.push_back(graph::normalized({graph::relation::nonnegative, e, 0}));
                s.conditions.push_back(graph::normalized({graph::relation::nonnegative, -e, 0}));
                continue;
            }
            int const var = s.vars[static_cast<std::size_t>(place)];
            graph::affine const rest = e - graph::affine::symbol(var, e.coefficient(var));
            s.vars.erase(s.vars.begin() + place);
            s.replace(var, e.coefficient(var) == 1 ? -rest : rest);
        }
    }
    return s;
}

}  // namespace iverson::loops
