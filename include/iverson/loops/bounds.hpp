// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "context.hpp"
#include "plan.hpp"
#include "solve.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>

/// Conditions on several indices as bounds of nested loops, each in terms of the loops around it.
/// Source: Ancourt and Irigoin, Scanning polyhedra with DO loops (1991).
namespace iverson::loops {

/// The rows of a set that do not follow from the other rows and what is known.
constexpr graph::vector<graph::affine> needed_rows(graph::inequalities const& set, int symbol,
                                                   context const& known) {
    graph::vector<graph::affine> rows = set.rows();
    for (std::size_t i = rows.size(); i-- > 0;) {
        if (!rows[i].mentions(symbol)) {
            continue;
        }
        context others = known;
        for (std::size_t j = 0; j < rows.size(); ++j) {
            if (j != i) {
                others.add(rows[j]);
            }
        }
        if (implies_nonnegative(others, rows[i])) {
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    return rows;
}

/// The bounds that rows put on one symbol. `bounded` tells whether there are any on both sides.
struct symbol_bounds {
    graph::vector<bound> lowers;
    graph::vector<bound> uppers;

    constexpr bool bounded() const { return !lowers.empty() && !uppers.empty(); }
};

constexpr symbol_bounds bounds_of(int symbol, graph::vector<graph::affine> const& rows) {
    symbol_bounds result;
    for (graph::affine const& row : rows) {
        std::int64_t const by = row.coefficient(symbol);
        graph::affine const rest = row - graph::affine::symbol(symbol, by);
        if (by > 0) {
            result.lowers.push_back({-rest, by});
        } else if (by < 0) {
            result.uppers.push_back({rest, -by});
        }
    }
    return result;
}

/// 0..-1
constexpr symbol_bounds no_values() {
    symbol_bounds result;
    result.lowers.push_back({graph::affine{0}, 1});
    result.uppers.push_back({graph::affine{-1}, 1});
    return result;
}

constexpr loop loop_over(plan& p, int symbol, symbol_bounds const& b) {
    loop result;
    result.symbol = symbol;
    result.lowers = append(p.bounds, b.lowers);
    result.uppers = append(p.bounds, b.uppers);
    return result;
}

/// Leaves the rows that speak of the indices. That an inner loop has values may say something of extents alone; a loop that
/// reads an entry before it is entered must not rely on that.
constexpr void drop_closed(graph::inequalities& set, graph::vector<int> const& vars) {
    if (set.known_empty()) {
        return;
    }
    graph::inequalities rest;
    for (graph::affine const& row : set.rows()) {
        if (speaks_of(vars, row)) {
            rest.add(row);
        }
    }
    set = rest;
}

/// Loops over all values of the indices, outermost first, that satisfy the conditions; conditions that speak of none of
/// the indices are left to the caller. Returns the index that is not bounded, -1 if all are; those in `read` need no bounds.
constexpr int make_loops(plan& p, graph::vector<int> const& vars,
                         graph::vector<graph::condition> const& conditions, context const& known,
                         graph::vector<loop>& result, graph::vector<int> const& read = {}) {
    graph::inequalities set;
    for (graph::condition const& c : conditions) {
        if (speaks_of(vars, c.expression)) {
            set.add(c);
        }
    }
    result.assign(vars.size(), loop{});
    for (std::size_t i = vars.size(); i-- > 0;) {
        graph::vector<graph::affine> rows = needed_rows(set, vars[i], known);
        symbol_bounds b = bounds_of(vars[i], rows);
        if (!b.bounded()) {  // of a contradiction everything follows: no row was needed
            rows = set.rows();
            b = bounds_of(vars[i], rows);
        }
        if (set.known_empty()) {
            b = no_values();
        }
        if (!b.bounded() && std::find(read.begin(), read.end(), vars[i]) == read.end()) {
            return vars[i];
        }
        result[i] = loop_over(p, vars[i], b);
        graph::inequalities kept;
        for (graph::affine const& row : rows) {
            kept.add(row);
        }
        kept.eliminate(vars[i]);
        if (!read.empty()) {
            drop_closed(kept, vars);
        }
        set = kept;
    }
    return -1;
}

// -- change of a reduction's index ---------------------------------------------------------------------------------------

constexpr bool is_loop_index(graph::graph const& g, int symbol) {
    return graph::is_index(g.symbol_at(symbol).kind);
}

/// How awkward the bounds and subscripts of a reduction are: bounds that move with outer indices, the steps between those that do not
/// where others move, and outer indices that run backwards through memory.
struct awkwardness {
    /// A window of few steps that moves along many is short if its own positions are counted, and long if those of the many are: 66
    /// steps for 64 lanes, of which each needs 3.
    enum class length : std::uint8_t { few, unknown, many };

    int moving = 0;
    length steps = length::few;
    int backwards = 0;

    friend constexpr auto operator<=>(awkwardness const&, awkwardness const&) = default;
};

class shifter {
  public:
    constexpr shifter(graph::graph& g, graph::vector<int> const& vars) : g_{g}, vars_{vars} {}

    /// Replaces indices of a sum by index + outer indices where that makes its loops simpler:
    /// sum(t, g(t) * w(t - k)) over k <= t <= k + n is sum(s, g(s + k) * w(s)) over 0 <= s <= n.
    constexpr void run(graph::vector<graph::condition>& conditions, int& body, context const& known) {
        for (int var : vars_) {
            graph::inequalities set;
            for (graph::condition const& c : conditions) {
                set.add(c);
            }
            graph::vector<graph::affine> const rows = needed_rows(set, var, known);
            awkwardness best = measure(var, graph::affine{}, rows, body, known);
            graph::affine shift;
            for (graph::affine const& row : rows) {
                graph::affine const candidate = (row.coefficient(var) > 0 ? -1 : 1) * outer_part(row);
                awkwardness const its = measure(var, candidate, rows, body, known);
                if (its < best) {
                    best = its;
                    shift = candidate;
                }
            }
            if (!shift.is_zero()) {
                apply(var, shift, conditions, body);
            }
        }
    }

  private:
    /// The outer indices in a row or a subscript.
    constexpr graph::affine outer_part(graph::affine const& row) const {
        graph::affine result;
        for (auto const& t : row) {
            bool const own = std::find(vars_.begin(), vars_.end(), t.symbol) != vars_.end();
            if (!own && is_loop_index(g_, t.symbol)) {
                result = result + graph::affine::symbol(t.symbol, t.coefficient);
            }
        }
        return result;
    }
    constexpr awkwardness measure(int var, graph::affine const& shift,
                                  graph::vector<graph::affine> const& rows, int body,
                                  context const& known) const {
        graph::affine const value = graph::affine::symbol(var) + shift;
        awkwardness result;
        graph::vector<graph::affine> resting;
        graph::affine outer;
        for (graph::affine const& original : rows) {
            graph::affine const row = original.substituted(var, value);
            if (outer_part(row).is_zero()) {
                resting.push_back(row);
            } else {
                ++result.moving;
                outer = outer_part(row);
            }
        }
        if (result.moving > 0) {
            result.steps = length_of(var, resting, outer, known);
        }
        any_node(g_, body, [&](int id) {
            if (g_.is(id, graph::op::access)) {
                for (int link : g_.links(id)) {
                    graph::affine const& position = g_.affine_at(link);
                    for (auto const& t : outer_part(position.substituted(var, value))) {
                        result.backwards += t.coefficient < 0 ? 1 : 0;
                    }
                }
            }
            return false;
        });
        return result;
    }
    /// Told from the ends, where they are numbers; many where an outer index with which others move runs between the same ends, or
    /// where an extent that its range grows with makes these steps more as well.
    constexpr awkwardness::length length_of(int var, graph::vector<graph::affine> const& rows,
                                            graph::affine const& outer, context const& known) const {
        constexpr std::int64_t few = 16;
        symbol_bounds const ends = bounds_of(var, rows);
        if (!ends.bounded()) {
            return awkwardness::length::many;
        }
        graph::affine const distance = ends.uppers[0].expression - ends.lowers[0].expression;
        if (distance.is_constant() && ends.uppers[0].divisor == 1 && ends.lowers[0].divisor == 1) {
            return distance.constant() < few ? awkwardness::length::few : awkwardness::length::many;
        }
        for (auto const& t : outer) {
            bool same = true;
            for (graph::affine const& row : rows) {
                same =
                    same && implies_nonnegative(known, row.substituted(var, graph::affine::symbol(t.symbol)));
            }
            if (same || grows_with(distance, t.symbol, known)) {
                return awkwardness::length::many;
            }
        }
        return awkwardness::length::unknown;
    }
    /// Whether a symbol adds to the distance and to an upper end of the index.
    constexpr bool grows_with(graph::affine const& distance, int index, context const& known) const {
        bool result = false;
        for (graph::affine const& row : known.rows()) {
            for (auto const& t : row) {
                bool const adds = t.symbol != index && t.coefficient > 0 && row.coefficient(index) < 0;
                result = result || (adds && distance.coefficient(t.symbol) > 0);
            }
        }
        return result;
    }
    constexpr void apply(int var, graph::affine const& shift, graph::vector<graph::condition>& conditions,
                         int& body) {
        graph::affine const value = graph::affine::symbol(var) + shift;
        for (graph::condition& c : conditions) {
            c.expression = c.expression.substituted(var, value);
            c = normalized(c);
        }
        graph::substitution replace{g_};
        replace.replace(var, value);
        body = replace(body);
    }

    graph::graph& g_;
    graph::vector<int> const& vars_;
};

}  // namespace iverson::loops
