// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/rewrite.hpp"

#include <algorithm>
#include <vector>

/// What of an index set is shown: an inferred range is not, a written one as its two ends, all else as conditions.
namespace iverson::print {

inline bool is_index(graph::graph const& g, int symbol) { return graph::is_index(g.symbol_at(symbol).kind); }

/// k of sum(k, [k = p(i)] x(k)): it is shown as the entry that it is, x_{p_i}. `match` is its bracket.
struct read_index {
    int symbol = -1;
    int match = -1;
};

/// The indices of a sum that are shown as entries, each after those that its own entry holds.
inline std::vector<read_index> read_indices(graph::graph const& g, int reduce) {
    std::vector<read_index> result;
    auto const view = g.reduction_of(reduce);
    if (view.kind != graph::reduction::sum) {
        return result;
    }
    std::vector<read_index> open;
    std::vector<int> factors{view.body};
    if (g.is(view.body, graph::op::multiply)) {
        factors.assign(g.links(view.body).begin(), g.links(view.body).end());
    }
    for (int factor : factors) {
        int const symbol = graph::is_entry_bracket(g, factor) ? g.index_of(factor).bare_symbol() : -1;
        bool const known =
            std::any_of(open.begin(), open.end(), [&](auto const& o) { return o.symbol == symbol; });
        if (std::find(view.vars.begin(), view.vars.end(), symbol) != view.vars.end() && !known) {
            open.push_back({symbol, factor});
        }
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < open.size(); ++i) {
            bool const waits = std::any_of(open.begin(), open.end(), [&](auto const& o) {
                return graph::mentions(g, g.links(open[i].match)[0], o.symbol);
            });
            if (!waits) {
                result.push_back(open[i]);
                open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
                changed = true;
                break;
            }
        }
    }
    return result;
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

/// The one index that the condition mentions; -1 if it mentions none or several.
inline int only_index(graph::graph const& g, graph::condition const& c) {
    int found = -1;
    for (auto const& t : c.expression) {
        if (is_index(g, t.symbol)) {
            found = found == -1 ? t.symbol : -2;
        }
    }
    return found < 0 ? -1 : found;
}

/// Whether the condition is that the bare index stays inside an axis of a tensor that is read below the node.
inline bool is_axis_of_access(graph::graph const& g, int node, int index, graph::condition const& c) {
    graph::affine const self = graph::affine::symbol(index);
    return graph::any_node(g, node, [&](int id) {
        if (!g.is(id, graph::op::access)) {
            return false;
        }
        auto const& axes = g.tensor_of(id).axes;
        auto const links = g.links(id);
        for (std::size_t d = 0; d < links.size() && d < axes.size(); ++d) {
            if (g.affine_at(links[d]) == self &&
                (c.expression == self - axes[d].lower || c.expression == axes[d].upper - self)) {
                return true;
            }
        }
        return false;
    });
}

/// Whether the condition is (part of) the inferred range of an index, which its accesses below the node tell anyway.
inline bool is_inferred_range(graph::graph const& g, int node, graph::condition const& c) {
    int const index = only_index(g, c);
    if (index < 0 || c.kind != graph::relation::nonnegative || g.symbol_at(index).written ||
        g.is_integer_index(index)) {
        return false;
    }
    bool named = c.expression.size() == 1;
    for (auto const& t : c.expression) {
        named = named || (t.symbol != index && g.symbol_at(t.symbol).written);
    }
    bool const starts_at_zero = c.expression == graph::affine::symbol(index);
    return !named || starts_at_zero || is_axis_of_access(g, node, index, c);
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

/// The range of a reduction as it is shown. A bound that holds two bound indices belongs to the later one, so that the
/// intervals can be written one after the other.
inline shown_range show_range(graph::graph const& g, int reduce) {
    auto const view = g.reduction_of(reduce);
    shown_range result;
    std::vector<int> rest(view.guards.begin(), view.guards.end());
    for (std::size_t i = view.vars.size(); i > 0; --i) {
        result.indices.insert(result.indices.begin(), show_index(g, view.vars[i - 1], rest));
    }
    for (int guard : rest) {
        if (!is_inferred_range(g, view.body, g.condition_at(guard))) {
            result.conditions.push_back(guard);
        }
    }
    for (read_index const& read : read_indices(g, reduce)) {
        std::erase_if(result.indices, [&](shown_index const& i) { return i.symbol == read.symbol; });
    }
    return result;
}

/// The extent N that a sum of 1 over 1 .. N or 0 .. N - 1 is, no extent being below 0; -1 if the node is no such sum.
inline int counted_extent(graph::graph const& g, int reduce) {
    auto const view = g.reduction_of(reduce);
    if (view.kind != graph::reduction::sum || !g.is_number(view.body, 1)) {
        return -1;
    }
    shown_range const range = show_range(g, reduce);
    if (range.indices.size() != 1 || !range.conditions.empty() ||
        range.indices[0].form != index_form::interval) {
        return -1;
    }
    int const symbol = (range.indices[0].upper - range.indices[0].lower + graph::affine{1}).bare_symbol();
    return symbol >= 0 && g.symbol_at(symbol).kind == graph::symbol_kind::extent ? symbol : -1;
}

}  // namespace iverson::print
