// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checks.hpp"
#include "vector.hpp"

#include <algorithm>
#include <span>

/// What is known of the values of each index of an equation.
namespace iverson::graph {

/// An interval with affine ends.
struct written_range {
    affine lower;
    affine upper;
    bool has_lower = false;
    bool has_upper = false;

    constexpr bool complete() const { return has_lower && has_upper; }
};

/// Reads lower and upper bound of a symbol out of conditions, as far as they are plain ones (coefficient 1).
/// `plain` is cleared where the conditions say more than one interval.
constexpr written_range range_of(graph const& g, int symbol, std::span<int const> conditions,
                                 bool* plain = nullptr) {
    written_range result;
    for (int id : conditions) {
        condition const& c = g.condition_at(id);
        std::int64_t const by = c.expression.coefficient(symbol);
        if (by == 0) {
            continue;
        }
        bool const used =
            c.kind == relation::nonnegative && (by == 1 ? !result.has_lower : by == -1 && !result.has_upper);
        if (used && by == 1) {
            result.lower = affine::symbol(symbol) - c.expression;
            result.has_lower = true;
        } else if (used) {
            result.upper = affine::symbol(symbol) + c.expression;
            result.has_upper = true;
        } else if (plain != nullptr) {
            *plain = false;
        }
    }
    return result;
}

/// Whether the expression holds no index, only extents and first positions.
constexpr bool is_closed(graph const& g, affine const& e) {
    return std::none_of(e.begin(), e.end(), [&](auto const& t) { return is_index_symbol(g, t.symbol); });
}

struct known_index {
    int symbol = -1;
    vector<int> conditions;  ///< its range; empty while unknown and for Z
    bool determined = false;
    bool written = false;

    /// Its values, if they are one interval whose ends hold no index; otherwise not complete().
    constexpr written_range interval(graph const& g) const {
        bool plain = true;
        written_range const range = range_of(g, symbol, conditions, &plain);
        bool const closed =
            plain && range.complete() && is_closed(g, range.lower) && is_closed(g, range.upper);
        return closed ? range : written_range{};
    }
};

/// The indices of one equation, those on the left and those bound by reductions.
class index_ranges {
  public:
    constexpr known_index* find(int symbol) {
        for (known_index& k : all_) {
            if (k.symbol == symbol) {
                return &k;
            }
        }
        return nullptr;
    }
    constexpr vector<known_index>& all() { return all_; }
    constexpr bool is_written(int symbol) {
        known_index const* const k = find(symbol);
        return k != nullptr && k->written;
    }

    /// Notes indices that are bound together, with the conditions that say their written ranges. A range may depend on
    /// the indices before it, so a condition belongs to the last index that it holds.
    constexpr void note(graph const& g, std::span<int const> symbols, std::span<int const> conditions) {
        for (std::size_t i = 0; i < symbols.size(); ++i) {
            if (find(symbols[i]) != nullptr) {
                continue;
            }
            known_index k{symbols[i], {}, g.is_integer_index(symbols[i]), false};
            for (int c : conditions) {
                affine const& e = g.condition_at(c).expression;
                bool const later = std::any_of(symbols.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                               symbols.end(), [&](int other) { return e.mentions(other); });
                if (e.mentions(symbols[i]) && !later) {
                    k.conditions.push_back(c);
                }
            }
            if (range_of(g, k.symbol, k.conditions).complete()) {
                k.determined = true;
                k.written = true;
            }
            all_.push_back(k);
        }
    }

    /// Adds a condition to a range unless the range says it already, and drops what it makes needless.
    constexpr void restrict(graph& g, known_index& k, condition const& c) {
        condition const wanted = normalized(c);
        inequalities const range = conditions_without(g, k, -1);
        if (implies(range, wanted)) {
            return;
        }
        for (std::size_t i = k.conditions.size(); i-- > 0;) {
            inequalities others = conditions_without(g, k, static_cast<int>(i));
            others.add(wanted);
            if (implies(others, g.condition_at(k.conditions[i]))) {
                k.conditions.erase(k.conditions.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
        k.conditions.push_back(g.condition_id(c));
    }
    /// Restricts an index to the values for which the position stays inside the axis.
    constexpr void restrict(graph& g, known_index& k, affine const& position, axis const& a) {
        restrict(g, k, {relation::nonnegative, position - a.lower, 0});
        restrict(g, k, {relation::nonnegative, a.upper - position, 0});
    }

    /// Adds the conditions on the symbols and, since a range may depend on other indices, on those as well.
    constexpr void add_conditions(graph const& g, std::span<int const> symbols, vector<int>& ids) {
        vector<int> todo(symbols.begin(), symbols.end());
        vector<int> done;
        while (!todo.empty()) {
            int const symbol = todo.back();
            todo.pop_back();
            known_index const* const k = find(symbol);
            if (k == nullptr || std::find(done.begin(), done.end(), symbol) != done.end()) {
                continue;
            }
            done.push_back(symbol);
            for (int c : k->conditions) {
                if (std::find(ids.begin(), ids.end(), c) == ids.end()) {
                    ids.push_back(c);
                }
                for (auto const& t : g.condition_at(c).expression) {
                    todo.push_back(t.symbol);
                }
            }
        }
    }

  private:
    static constexpr inequalities conditions_without(graph const& g, known_index const& k, int omitted) {
        inequalities result;
        for (std::size_t i = 0; i < k.conditions.size(); ++i) {
            if (static_cast<int>(i) != omitted) {
                result.add(g.condition_at(k.conditions[i]));
            }
        }
        return result;
    }

    vector<known_index> all_;
};

}  // namespace iverson::graph
