// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/binding_error.hpp"
#include "plan.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// The parts of a plan that have values at run time: affine expressions, bounds, conditions, settings and checks.
namespace iverson::loops {

/// The values of the symbols.
using symbol_values = std::span<std::int64_t const>;

inline std::int64_t value_of(graph::affine const& e, symbol_values v) {
    std::int64_t result = e.constant();
    for (auto const& t : e) {
        result += t.coefficient * v[static_cast<std::size_t>(t.symbol)];
    }
    return result;
}

inline bool holds(graph::condition const& c, symbol_values v) {
    std::int64_t const value = value_of(c.expression, v);
    switch (c.kind) {
        case graph::relation::zero: return value == 0;
        case graph::relation::nonnegative: return value >= 0;
        case graph::relation::divisible: return value % c.modulus == 0;
    }
    return false;
}

template <class Plan>
bool all_hold(Plan const& p, range conditions, symbol_values v) {
    return std::ranges::all_of(slice(p.conditions, conditions), [&](auto const& c) { return holds(c, v); });
}

/// Positions first .. last; none if last < first.
struct interval {
    std::int64_t first = 0;
    std::int64_t last = -1;

    std::int64_t extent() const { return last < first ? 0 : last - first + 1; }
    bool empty() const { return last < first; }
};

template <class Plan>
interval values_of(Plan const& p, loop const& l, symbol_values v) {
    interval result{INT64_MIN, INT64_MAX};
    for (bound const& b : slice(p.bounds, l.lowers)) {
        result.first = std::max(result.first, graph::ceil_divide(value_of(b.expression, v), b.divisor));
    }
    for (bound const& b : slice(p.bounds, l.uppers)) {
        result.last = std::min(result.last, graph::floor_divide(value_of(b.expression, v), b.divisor));
    }
    return result;
}

/// The value of a loop that reads it, by * value + rest = entry, if it is in the range and an integer.
inline interval only_value(interval range, loop const& l, std::int64_t entry, symbol_values v) {
    std::int64_t const difference = entry - value_of(l.rest, v);
    std::int64_t const value = difference / l.by;
    return difference % l.by == 0 && range.first <= value && value <= range.last ? interval{value, value}
                                                                                 : interval{};
}

/// Whether the loops have a step, one at which `missing` have none if there are such; `v` is where they keep their values.
template <class Plan>
bool have_step(Plan const& p, range loops, range missing, std::span<std::int64_t> v) {
    if (loops.size == 0) {
        return missing.size == 0 || !have_step(p, missing, {}, v);
    }
    loop const& outer = p.loops[static_cast<std::size_t>(loops.first)];
    interval const steps = values_of(p, outer, v);
    for (std::int64_t i = steps.first; i <= steps.last; ++i) {
        v[static_cast<std::size_t>(outer.symbol)] = i;
        if (have_step(p, {loops.first + 1, loops.size - 1}, missing, v)) {
            return true;
        }
    }
    return false;
}

/// The bounds of a piece, less the values at their ends that have no witness; `v` is a copy of the known values, in which those of
/// the loops are kept.
template <class Plan>
interval witnessed(Plan const& p, piece const& part, interval i, std::span<std::int64_t> v) {
    auto const counts = [&](std::int64_t value) {
        v[static_cast<std::size_t>(part.values.symbol)] = value;
        return have_step(p, part.witnesses, part.missing, v);
    };
    while (!i.empty() && !counts(i.first)) {
        ++i.first;
    }
    while (!i.empty() && !counts(i.last)) {
        --i.last;
    }
    return i;
}

/// The same for a number of symbols that is known, so that it allocates nothing.
template <class Plan, std::size_t Symbols>
[[gnu::cold, gnu::noinline]] interval witnessed(Plan const& p, piece const& part, interval i,
                                                std::int64_t const (&known)[Symbols]) {
    std::int64_t v[Symbols];
    std::copy(known, known + Symbols, v);
    return witnessed(p, part, i, std::span<std::int64_t>{v});
}

template <class Plan>
interval values_of(Plan const& p, piece const& part, symbol_values v) {
    interval const i = all_hold(p, part.conditions, v) ? values_of(p, part.values, v) : interval{};
    if (!part.is_narrowed() || i.empty()) {
        return i;
    }
    std::vector<std::int64_t> copy(v.begin(), v.end());
    return witnessed(p, part, i, copy);
}

/// The smallest interval that holds all pieces; 0..-1 if all are empty.
template <class Plan>
interval hull_of(Plan const& p, range pieces, symbol_values v) {
    interval result;
    for (piece const& part : slice(p.pieces, pieces)) {
        interval const its = values_of(p, part, v);
        if (its.empty()) {
            continue;
        }
        result = result.empty()
                     ? its
                     : interval{std::min(result.first, its.first), std::max(result.last, its.last)};
    }
    return result;
}

/// One axis of a bound tensor; `placed`: at(...) says where it starts.
struct bound_axis {
    std::int64_t extent = 0;
    std::int64_t first = 0;
    bool placed = false;
};

/// axis_of(buffer, axis) gives the axes of the arguments.
template <class Plan, class AxisOf>
std::int64_t value_of(Plan const& p, setting const& s, symbol_values v, AxisOf const& axis_of) {
    switch (s.from) {
        case setting::source::extent: {
            std::int64_t const value = graph::floor_divide(
                s.sign * (axis_of(s.buffer, s.axis).extent - value_of(s.rest, v)), s.divisor);
            return s.at_least_zero ? std::max<std::int64_t>(0, value) : value;
        }
        case setting::source::lower: return s.sign * (axis_of(s.buffer, s.axis).first - value_of(s.rest, v));
        case setting::source::zero: return 0;
        case setting::source::relation:
            return s.axis == 0 ? -s.sign * value_of(s.rest, v)
                               : std::max<std::int64_t>(0, -s.sign * value_of(s.rest, v));
        case setting::source::hull_lower: return hull_of(p, s.pieces, v).first;
        case setting::source::hull_extent: return hull_of(p, s.pieces, v).extent();
    }
    return 0;
}

/// The sentence of an access that leaves its tensor for the entries of integer tensors at which the loops of the check stand.
template <class Plan>
[[gnu::cold, gnu::noinline]] std::string sentence_of_entries(Plan const& p, check const& c, symbol_values v) {
    std::string said;
    for (loop const& l : slice(p.loops, c.loops)) {
        if (!l.is_read()) {
            continue;
        }
        std::vector<std::int64_t> where;
        for (graph::affine const& e : slice(p.affines, l.at)) {
            where.push_back(value_of(e, v));
        }
        std::string_view const tensor = name_of(p, p.buffers[static_cast<std::size_t>(l.source)].name);
        said += (said.empty() ? "" : ", ") +
                graph::binding::entry(tensor, where, v[static_cast<std::size_t>(l.symbol)]);
    }
    std::int64_t const first = value_of(c.lower, v);
    graph::binding::bound_axis const axis{std::string{name_of(p, c.tensor)}, c.axis, first,
                                          std::max<std::int64_t>(0, value_of(c.upper, v) - first + 1)};
    return graph::binding::leaves(name_of(p, c.access), axis, said);
}

inline interval expected(check const& c, symbol_values v) {
    return {value_of(c.lower, v), value_of(c.upper, v)};
}

/// The other axis of a check of the kind `equal`.
inline interval other_expected(check const& c, symbol_values v) {
    return {value_of(c.other_lower, v), value_of(c.other_upper, v)};
}
inline bool differ(interval const& a, interval const& b) {
    return a.extent() != b.extent() || (a.extent() > 0 && a.first != b.first);
}

/// Whether the check fails.
template <class Plan, class AxisOf>
bool fails(Plan const& p, check const& c, symbol_values v, AxisOf const& axis_of) {
    interval const set = expected(c, v);
    if (c.what == check::kind::axis) {
        bound_axis const found = axis_of(c.buffer, c.axis);
        return found.extent != set.extent() || (c.start && found.extent > 0 && found.first != set.first);
    }
    if (c.what == check::kind::equal) {
        return differ(set, other_expected(c, v));
    }
    interval const values = hull_of(p, c.pieces, v);
    return !values.empty() && (values.first < set.first || values.last > set.last);
}

/// The sentence of a check that fails.
template <class Plan, class AxisOf>
[[gnu::cold, gnu::noinline]] std::string sentence_of(Plan const& p, check const& c, symbol_values v,
                                                     AxisOf const& axis_of) {
    interval const set = expected(c, v);
    std::string const tensor{name_of(p, c.tensor)};
    if (c.what == check::kind::nonempty) {
        return graph::binding::empty_reduction(tensor, name_of(p, c.index));
    }
    if (c.what == check::kind::given) {
        return graph::binding::no_value(tensor);
    }
    graph::binding::bound_axis const formula{tensor, c.axis, set.first, set.extent()};
    if (c.what == check::kind::equal) {
        interval const theirs = other_expected(c, v);
        return graph::binding::axes_differ(
            name_of(p, c.index), formula,
            {std::string{name_of(p, c.access)}, c.other_axis, theirs.first, theirs.extent()});
    }
    if (c.what == check::kind::inside) {
        interval const values = hull_of(p, c.pieces, v);
        std::int64_t const bad = values.first < set.first ? values.first : values.last;
        std::string const position{name_of(p, c.position)};
        return graph::binding::leaves(name_of(p, c.access), formula,
                                      position.empty() ? "" : position + " = " + std::to_string(bad));
    }
    bound_axis const found = axis_of(c.buffer, c.axis);
    graph::binding::bound_axis const its{tensor, c.axis, c.start ? found.first : set.first, found.extent};
    if (c.other_buffer >= 0) {
        bound_axis const theirs = axis_of(c.other_buffer, c.other_axis);
        std::string const name{name_of(p, p.buffers[static_cast<std::size_t>(c.other_buffer)].name)};
        graph::binding::bound_axis const other{name, c.other_axis, theirs.placed ? theirs.first : set.first,
                                               theirs.extent};
        if (!other.equals(its)) {
            return graph::binding::axes_differ(name_of(p, c.index), other, its);
        }
    }
    return graph::binding::axis_is_set(name_of(p, c.index), set.first, set.last, its);
}

}  // namespace iverson::loops
