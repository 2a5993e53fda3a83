// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "axis_groups.hpp"
#include "vector.hpp"

#include <algorithm>

/// The axes of the tensor that an equation defines.
namespace iverson::graph {

/// Enters: an equation whose indices have their ranges. Leaves: its domain and the axes of its tensor.
class left_axes {
  public:
    constexpr left_axes(formula& f, equation_uses& uses)
        : g_{f.nodes}, e_{f.equations[uses.which()]}, uses_{uses}, twin_{twin_of(g_, e_.tensor)} {}

    constexpr void define() {
        for (std::size_t d = 0; d < e_.positions.size(); ++d) {
            int const axis = static_cast<int>(d);
            affine const position = g_.affine_at(e_.positions[d]);
            if (position.bare_symbol() < 0) {
                add_position(axis, position);
                continue;
            }
            known_index& k = *uses_.ranges().find(position.bare_symbol());
            if (uses_.recurrence().axis == axis) {
                extend_along_time(axis, k);
            } else if (has_axis(g_, e_.tensor, axis)) {
                must_fill(axis, k);
            } else if (twin_ >= 0) {
                take_from_twin(axis, k);
            } else {
                set_axis(g_, e_.tensor, axis, own_axis(axis, k));
            }
        }
        vector<int> domain = e_.domain;
        uses_.ranges().add_conditions(g_, free_indices(g_, e_), domain);
        std::sort(domain.begin(), domain.end());
        e_.domain = domain;
    }

  private:
    /// One interval in extents: the axis is that interval. Otherwise the binding computes where it starts and ends.
    constexpr axis own_axis(int axis, known_index const& k) {
        written_range const range = k.interval(g_);
        return range.complete() ? iverson::graph::axis{range.lower, range.upper}
                                : new_axis(g_, e_.tensor, axis);
    }

    /// next(x) has exactly the domain of x; an index over Z is cropped to it.
    constexpr void take_from_twin(int axis, known_index& k) {
        if (!has_axis(g_, twin_, axis)) {
            set_axis(g_, twin_, axis, own_axis(axis, k));
        }
        auto const shape = axis_at(g_, twin_, axis);
        if (g_.is_integer_index(k.symbol) && k.conditions.empty()) {
            uses_.ranges().restrict(g_, k, affine::symbol(k.symbol), shape);
        }
        set_axis(g_, e_.tensor, axis, shape);
        must_fill(axis, k);
    }
    /// A tensor that has its domain already is defined on all of it.
    constexpr void must_fill(int axis, known_index const& k) {
        auto const shape = axis_at(g_, e_.tensor, axis);
        written_range const range = k.interval(g_);
        bool const is_open = g_.is_integer_index(k.symbol) && k.conditions.empty();
        if (!is_open && !(range.complete() && range.lower == shape.lower && range.upper == shape.upper)) {
            g_.fail(sentence("index ", g_.symbol_at(k.symbol).name, " of ", describe_left(g_, e_),
                             " = ... does not range over axis ", axis, " of ",
                             describe(g_, g_.tensor_at(twin_ >= 0 ? twin_ : e_.tensor)), ", ",
                             describe(g_, shape.lower), "..", describe(g_, shape.upper),
                             ", as it must: give it that range"));
        }
    }

    /// h(-1, j) = ...: the axis holds the position, alone at first.
    constexpr void add_position(int axis, affine const& position) {
        if (!has_axis(g_, e_.tensor, axis)) {
            set_axis(g_, e_.tensor, axis, {position, position});
            return;
        }
        auto& a = axis_at(g_, e_.tensor, axis);
        if (position == a.upper + affine{1}) {
            a.upper = position;
        } else if (position == a.lower - affine{1}) {
            a.lower = position;
        } else if (!implies_between(position, a)) {
            g_.fail(sentence(describe_left(g_, e_), " = ... leaves a gap: ",
                             describe(g_, g_.tensor_at(e_.tensor)), " is defined at ", describe(g_, a.lower),
                             "..", describe(g_, a.upper), " of axis ", axis, " so far"));
        }
    }
    static constexpr bool implies_between(affine const& position, iverson::graph::axis const& a) {
        affine const above = position - a.lower;
        affine const below = a.upper - position;
        return above.is_constant() && above.constant() >= 0 && below.is_constant() && below.constant() >= 0;
    }

    /// The axis of a recurrence along time: its initial values, then the range of its time index.
    constexpr void extend_along_time(int axis, known_index const& k) {
        auto const own = own_axis(axis, k);
        std::int64_t const steps = uses_.recurrence().steps;
        bool const upwards = steps < 0;
        affine const reads = upwards ? own.lower + affine{steps} : own.upper + affine{steps};
        if (!has_axis(g_, e_.tensor, axis)) {
            set_axis(g_, e_.tensor, axis, own);
            if (!g_.is_integer_index(k.symbol)) {
                g_.fail(sentence("the recurrence ", describe_left(g_, e_),
                                 " = ... has no initial values: give ", describe(g_, g_.tensor_at(e_.tensor)),
                                 " at ", g_.symbol_at(k.symbol).name, " = ", describe(g_, reads)));
            }
            return;
        }
        auto& initial = axis_at(g_, e_.tensor, axis);
        affine const gap = upwards ? own.lower - initial.upper : initial.lower - own.upper;
        bool const reached = implies_between(reads, initial);
        if (!(gap == affine{1}) || !reached) {
            g_.fail(sentence("the initial values of ", describe(g_, g_.tensor_at(e_.tensor)), " stand at ",
                             describe(g_, initial.lower), "..", describe(g_, initial.upper), ", but ",
                             describe_left(g_, e_), " = ... starts at ",
                             describe(g_, upwards ? own.lower : own.upper), " and reads ",
                             upwards ? -steps : steps, upwards ? " back" : " ahead"));
            return;
        }
        (upwards ? initial.upper : initial.lower) = upwards ? own.upper : own.lower;
    }

    graph& g_;
    equation& e_;
    equation_uses& uses_;
    int twin_;
};

}  // namespace iverson::graph
