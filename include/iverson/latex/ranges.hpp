// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/graph.hpp"

#include <span>
#include <vector>

/// What of an index set is shown: an inferred range is not, a written one as its two ends, all else as conditions.
namespace iverson::print {

inline bool is_index(graph::graph const& g, int symbol) {
    auto const kind = g.symbol_at(symbol).kind;
    return kind == graph::symbol_kind::ranged || kind == graph::symbol_kind::integer;
}

/// A condition read as a bound of one index: index >= value or index <= value.
struct bound {
    int index = -1;
    bool lower = false;
    graph::affine value;
};

/// The condition as a bound of that index; index is -1 if it is none.
inline bound bound_of(graph::condition const& c, int index) {
    auto const coefficient = c.expression.coefficient(index);
    if (c.kind != graph::relation::nonnegative || (coefficient != 1 && coefficient != -1)) {
        return {};
    }
    graph::affine const self = graph::affine::symbol(index);
    return {index, coefficient == 1, coefficient == 1 ? self - c.expression : c.expression + self};
}

/// The index that the condition bounds by numbers, extents and lower bounds alone; -1 if it is none such.
inline int only_index(graph::graph const& g, graph::condition const& c) {
    int found = -1;
    for (auto const& t : c.expression) {
        if (is_index(g, t.symbol)) {
            found = found == -1 ? t.symbol : -2;
        }
    }
    return found >= 0 && bound_of(c, found).index >= 0 ? found : -1;
}

/// Whether the condition is the inferred range of an index, which the accesses of that index tell.
inline bool is_inferred_range(graph::graph const& g, graph::condition const& c) {
    int const index = only_index(g, c);
    if (index < 0 || g.symbol_at(index).written || g.is_integer_index(index)) {
        return false;
    }
    bound const b = bound_of(c, index);
    return !b.value.is_constant() || (b.lower && b.value.is_zero());
}

enum class index_form {
    plain,     ///< i
    integers,  ///< s in Z
    interval   ///< i = lower .. upper
};

struct shown_index {
    int symbol = -1;
    index_form form = index_form::plain;
    graph::affine lower;
    graph::affine upper;
};

struct shown_range {
    std::vector<shown_index> indices;
    std::vector<int> conditions;  ///< condition ids
};

/// How an index is shown, given the guards that no later index took; takes the guards that its interval says.
inline shown_index show_index(graph::graph const& g, int symbol, std::vector<int>& guards) {
    shown_index shown{symbol, g.is_integer_index(symbol) ? index_form::integers : index_form::plain, {}, {}};
    std::vector<int> lower;
    std::vector<int> upper;
    for (int guard : guards) {
        bound const b = bound_of(g.condition_at(guard), symbol);
        if (b.index >= 0) {
            (b.lower ? lower : upper).push_back(guard);
        }
    }
    if (g.symbol_at(symbol).written && lower.size() == 1 && upper.size() == 1) {
        shown.form = index_form::interval;
        shown.lower = bound_of(g.condition_at(lower[0]), symbol).value;
        shown.upper = bound_of(g.condition_at(upper[0]), symbol).value;
        std::erase(guards, lower[0]);
        std::erase(guards, upper[0]);
    }
    return shown;
}

/// The range of a reduction (or of the left side of an equation) as it is shown. A bound that holds two bound indices
/// belongs to the later one, so that the intervals can be written one after the other.
inline shown_range show_range(graph::graph const& g, std::span<int const> vars, std::span<int const> guards) {
    shown_range result;
    std::vector<int> rest(guards.begin(), guards.end());
    for (std::size_t i = vars.size(); i > 0; --i) {
        result.indices.insert(result.indices.begin(), show_index(g, vars[i - 1], rest));
    }
    for (int guard : rest) {
        if (!is_inferred_range(g, g.condition_at(guard))) {
            result.conditions.push_back(guard);
        }
    }
    return result;
}

inline shown_range show_range(graph::graph const& g, int reduce) {
    auto const view = g.reduction_of(reduce);
    return show_range(g, view.vars, view.guards);
}

}  // namespace iverson::print
