// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"
#include "../graph/rewrite.hpp"
#include "../graph/solve.hpp"
#include "../graph/vector.hpp"

#include <algorithm>

/// Equations and divisibilities among loop indices: an index that they determine is not looped over.
namespace iverson::loops {

/// Index values that satisfy the conditions, after the determined indices are replaced.
struct solution {
    graph::vector<int> vars;
    graph::vector<graph::condition> conditions;
    graph::vector<int> replaced;
    graph::vector<graph::affine> values;

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
        graph::vector<graph::condition> rest;
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

/// The place of an index with coefficient 1 or -1 in the expression; -1 if there is none. An index that an entry gives its value stays:
/// with its value it bounds the others.
constexpr int unit_index(graph::graph const& g, graph::vector<int> const& vars, graph::affine const& e) {
    for (std::size_t i = vars.size(); i-- > 0;) {
        std::int64_t const by = e.coefficient(vars[i]);
        if ((by == 1 || by == -1) && g.symbol_at(vars[i]).kind != graph::symbol_kind::gathered) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

constexpr bool speaks_of(graph::vector<int> const& vars, graph::affine const& e) {
    for (int var : vars) {
        if (e.mentions(var)) {
            return true;
        }
    }
    return false;
}

/// Equations without an index of coefficient 1 or -1, and the indices that they hold.
struct coupled {
    graph::vector<int> unknowns;
    graph::vector<graph::affine> equations;

    /// Their solution, in symbols that a graph of `symbols` symbols does not have yet; `next` is one past the last of them.
    constexpr graph::system_solution solve(std::size_t symbols, int& next) const {
        next = static_cast<int>(symbols);
        return solve_system(equations, unknowns, [&] { return next++; });
    }
};

constexpr bool is_equation_on(graph::vector<int> const& vars, graph::condition const& c) {
    return c.kind == graph::relation::zero && speaks_of(vars, c.expression);
}

/// The equations that speak of `vars`; the unknowns are the `wider` indices in them.
constexpr coupled coupled_by(graph::vector<int> const& vars, graph::vector<int> const& wider,
                             graph::vector<graph::condition> const& conditions) {
    coupled result;
    for (graph::condition const& c : conditions) {
        if (is_equation_on(vars, c)) {
            result.equations.push_back(c.expression);
        }
    }
    for (int var : wider) {
        for (graph::affine const& e : result.equations) {
            if (e.mentions(var)) {
                result.unknowns.push_back(var);
                break;
            }
        }
    }
    return result;
}

/// Whether solving the equations together leaves fewer indices, or no solution at all.
constexpr bool removes_indices(coupled const& system, graph::system_solution const& solved) {
    return !system.equations.empty() && solved.exact &&
           (solved.never() || solved.free.size() + solved.fixed.size() < system.unknowns.size());
}

/// The equations among the indices that are solved together: those that hold an entry's index stay, like that index.
constexpr graph::vector<graph::condition> to_be_solved(graph::graph const& g, graph::vector<int> const& vars,
                                                       graph::vector<graph::condition> const& conditions) {
    graph::vector<graph::condition> result;
    for (graph::condition const& c : conditions) {
        bool const stays = std::any_of(vars.begin(), vars.end(), [&](int var) {
            return c.expression.mentions(var) && g.symbol_at(var).kind == graph::symbol_kind::gathered;
        });
        if (is_equation_on(vars, c) && !stays) {
            result.push_back(c);
        }
    }
    return result;
}

/// Whether `solve` can make anything of the conditions.
constexpr bool needs_solving(graph::graph const& g, graph::vector<int> const& vars,
                             graph::vector<graph::condition> const& conditions) {
    for (graph::condition const& c : conditions) {
        bool const divides = c.kind == graph::relation::divisible && speaks_of(vars, c.expression);
        bool const is_unit = c.kind == graph::relation::zero && unit_index(g, vars, c.expression) >= 0;
        if (divides || is_unit) {
            return true;
        }
    }
    coupled const system = coupled_by(vars, vars, to_be_solved(g, vars, conditions));
    int next = 0;
    return removes_indices(system, system.solve(g.symbols.size(), next));
}

/// Replaces the unknowns of the system of all equations on s.vars by what its solution says; the new symbols are indices over Z.
constexpr void replace_unknowns(graph::graph& g, coupled const& system,
                                graph::vector<graph::condition> const& equations,
                                graph::system_solution const& solved, solution& s) {
    graph::vector<graph::condition> rest;
    for (graph::condition const& c : s.conditions) {
        if (std::find(equations.begin(), equations.end(), c) == equations.end()) {
            rest.push_back(c);
        }
    }
    s.conditions = rest;
    for (std::size_t i = 0; i < solved.free.size() + solved.fixed.size(); ++i) {
        s.vars.push_back(g.new_symbol("q", graph::symbol_kind::integer));
    }
    for (std::size_t i = 0; i < system.unknowns.size(); ++i) {
        s.vars.erase(std::find(s.vars.begin(), s.vars.end(), system.unknowns[i]));
        s.replace(system.unknowns[i], solved.values[i]);
    }
    for (graph::condition const& c : solved.conditions) {
        s.conditions.push_back(c);
    }
}

/// Solves every equation that has an index with coefficient 1 or -1 for that index. m | e becomes e = m q with a new
/// index q. The other equations are solved together where that leaves fewer indices, and else stay: loops of at most
/// one step.
constexpr solution solve(graph::graph& g, graph::vector<int> const& vars,
                         graph::vector<graph::condition> const& conditions) {
    solution s{vars, conditions, {}, {}};
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < s.conditions.size() && !changed; ++i) {
            graph::condition const c = s.conditions[i];
            if (c.kind == graph::relation::nonnegative || !speaks_of(s.vars, c.expression)) {
                continue;
            }
            graph::affine e = c.expression;
            if (c.kind == graph::relation::divisible) {
                int const q = g.new_symbol("q", graph::symbol_kind::integer);
                e = graph::affine::combine(e, graph::affine::symbol(q), -c.modulus);
                s.conditions[i] = graph::normalized({graph::relation::zero, e, 0});
                e = s.conditions[i].expression;
                if (s.conditions[i].kind == graph::relation::zero) {  // else it never holds
                    s.vars.push_back(q);
                }
                changed = true;
            }
            int const place = unit_index(g, s.vars, e);
            if (place < 0) {
                continue;
            }
            s.conditions.erase(s.conditions.begin() + static_cast<std::ptrdiff_t>(i));
            changed = true;
            int const var = s.vars[static_cast<std::size_t>(place)];
            graph::affine const rest = e - graph::affine::symbol(var, e.coefficient(var));
            s.vars.erase(s.vars.begin() + place);
            s.replace(var, e.coefficient(var) == 1 ? -rest : rest);
        }
        graph::vector<graph::condition> const equations = to_be_solved(g, s.vars, s.conditions);
        coupled const system = coupled_by(s.vars, s.vars, equations);
        int next = 0;
        graph::system_solution const solved = system.solve(g.symbols.size(), next);
        if (!changed && removes_indices(system, solved)) {
            replace_unknowns(g, system, equations, solved, s);
            changed = true;
        }
    }
    return s;
}

}  // namespace iverson::loops
