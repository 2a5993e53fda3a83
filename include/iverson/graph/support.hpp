// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "inequality.hpp"
#include "rewrite.hpp"
#include "vector.hpp"

/// Where a formula can be nonzero, read off the formula as it is written.
namespace iverson::graph {

/// A union of sets of index values; bound indices of sums inside stay in the rows as symbols of their own.
/// A piece without rows is everything. Supports are upper bounds: outside the union the formula is 0.
using support = vector<inequalities>;

// (Written without initializer lists and conditional operators on vectors: GCC 12 frees them twice at compile time.)

/// More pieces than that are replaced by one that holds them all.
inline constexpr std::size_t piece_limit = 32;

constexpr inequalities box_of(graph const& g, int access) {
    inequalities box;
    auto const positions = g.links(access);
    tensor const& t = g.tensor_of(access);
    for (std::size_t d = 0; d < positions.size() && d < t.axes.size(); ++d) {
        affine const& position = g.affine_at(positions[d]);
        box.add(position - t.axes[d].lower);
        box.add(t.axes[d].upper - position);
    }
    return box;
}

constexpr inequalities intersection(inequalities const& a, inequalities const& b) {
    inequalities both = a;
    for (affine const& row : b.rows()) {
        both.add(row);
    }
    if (b.known_empty()) {
        both.add(affine{-1});
    }
    return both;
}

constexpr support intersection(support const& a, support const& b) {
    support result;
    for (inequalities const& left : a) {
        for (inequalities const& right : b) {
            result.push_back(intersection(left, right));
        }
    }
    if (result.size() > piece_limit) {
        result = a;  // either operand holds the intersection
    }
    return result;
}

constexpr support support_of(graph const& g, int id);

constexpr support support_of_union(graph const& g, std::span<int const> ids) {
    support result;
    for (int id : ids) {
        for (inequalities const& piece : support_of(g, id)) {
            result.push_back(piece);
        }
    }
    if (result.size() > piece_limit) {
        result.assign(1, inequalities{});  // everything
    }
    return result;
}

constexpr support support_of(graph const& g, int id) {
    auto const links = g.links(id);
    support const everything(1, inequalities{});
    switch (g.kind(id)) {
        case op::number: {
            if (g.is_zero(id)) {
                return {};
            }
            return everything;
        }
        case op::access: return support(1, box_of(g, id));
        case op::bracket: {
            inequalities set;
            set.add(g.condition_of(id));
            return support(1, set);
        }
        case op::add: return support_of_union(g, links);
        case op::multiply: {
            support result = everything;
            for (int link : links) {
                result = intersection(result, support_of(g, link));
            }
            return result;
        }
        case op::power: {
            bool const positive = g.is(links[1], op::number) && rational{0} < g.number_of(links[1]);
            if (positive) {
                return support_of(g, links[0]);
            }
            return everything;
        }
        case op::call:
            if (g.function_of(id).zero_at_zero) {
                return support_of_union(g, links);
            }
            return everything;
        case op::reduce: {
            reduction_view const view = g.reduction_of(id);
            if (view.kind == reduction::product) {
                return everything;  // an empty product is 1
            }
            inequalities guards;
            for (int guard : view.guards) {
                guards.add(g.condition_at(guard));
            }
            return intersection(support_of(g, view.body), support(1, guards));
        }
        case op::recognized: return support_of(g, links[0]);
        case op::match:  // an integer tensor has no value outside its domain
            if (is_entry_bracket(g, id)) {
                return support(1, box_of(g, links[0]));
            }
            return everything;
        case op::compare:
        case op::chosen:
        case op::partial: return everything;
    }
    return everything;
}

/// Whether every row set bounds the symbol from both sides once the `inner` symbols are projected out.
constexpr bool bounds(inequalities const& piece, int symbol, vector<int> const& inner) {
    inequalities set = piece;
    for (int other : inner) {
        if (other != symbol) {
            set.eliminate(other);
        }
    }
    bool low = set.known_empty();
    bool high = set.known_empty();
    for (affine const& row : set.rows()) {
        low = low || row.coefficient(symbol) > 0;
        high = high || row.coefficient(symbol) < 0;
    }
    return low && high;
}

/// Whether the node is a bracket [e = p(i)] that says which one value the symbol, which e holds, can have.
constexpr bool is_entry_of(graph const& g, int id, int symbol) {
    return is_entry_bracket(g, id) && g.index_of(id).mentions(symbol);
}
/// Whether the term is 0 but for finitely many values of the symbol, because such a bracket is a factor of it.
constexpr bool ends_by_entry(graph const& g, int id, int symbol) {
    if (g.is(id, op::reduce)) {
        return g.reduction_of(id).kind == reduction::sum && ends_by_entry(g, g.reduction_of(id).body, symbol);
    }
    if (!g.is(id, op::multiply)) {
        return is_entry_of(g, id, symbol);
    }
    for (int factor : g.links(id)) {
        if (ends_by_entry(g, factor, symbol)) {
            return true;
        }
    }
    return false;
}

/// The symbols bound by reductions inside a formula.
constexpr void bound_symbols(graph const& g, int id, vector<int>& result) {
    if (g.is(id, op::reduce)) {
        for (int var : g.reduction_of(id).vars) {
            result.push_back(var);
        }
    }
    for (int child : children(g, id)) {
        bound_symbols(g, child, result);
    }
}

}  // namespace iverson::graph
