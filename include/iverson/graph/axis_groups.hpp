// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "axes.hpp"
#include "uses.hpp"
#include "vector.hpp"

#include <utility>

/// Which axes hold the same positions: those that one ranged index without a written range subscripts bare.
namespace iverson::graph {

/// A partition of axes.
class partition {
  public:
    struct member {
        int tensor = -1;
        int axis = -1;
        int group = -1;
    };
    /// The place of the axis among the members, alone in its group if it is new.
    constexpr std::size_t add(int tensor, int axis) {
        for (std::size_t i = 0; i < members_.size(); ++i) {
            if (members_[i].tensor == tensor && members_[i].axis == axis) {
                return i;
            }
        }
        members_.push_back({tensor, axis, static_cast<int>(members_.size())});
        return members_.size() - 1;
    }
    constexpr void join(std::size_t a, std::size_t b) {
        int const from = members_[a].group;
        int const into = members_[b].group;
        for (member& m : members_) {
            m.group = m.group == from ? into : m.group;
        }
    }
    constexpr vector<member> const& members() const { return members_; }
    constexpr member const& operator[](std::size_t i) const { return members_[i]; }

  private:
    vector<member> members_;
};

/// An axis and the ranged index that subscripts it bare.
struct bare_place {
    std::size_t member = 0;
    int index = -1;
    bool written = false;
};

/// Adds the axes of the uses that `wanted(use, axis)` admits and joins what must be equal; leaves the bare places.
template <class Wanted>
constexpr vector<bare_place> join_axes(graph const& g, equation_uses& uses, partition& axes, Wanted wanted) {
    vector<bare_place> places;
    for (use const& u : uses.all()) {
        int const twin = u.is_read ? twin_of(g, u.tensor) : -1;
        for (std::size_t d = 0; d < u.positions.size(); ++d) {
            int const axis = static_cast<int>(d);
            if (!wanted(u, axis)) {
                continue;
            }
            std::size_t const member = axes.add(u.tensor, axis);
            if (twin >= 0) {
                axes.join(member, axes.add(twin, axis));
            }
            int const index = equation_uses::bare_index(g, u, d);
            bool const known = std::any_of(places.begin(), places.end(), [&](bare_place const& p) {
                return p.member == member && p.index == index;
            });
            if (index >= 0 && !known) {
                places.push_back({member, index, uses.ranges().is_written(index)});
            }
        }
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (places[i].index == places[j].index && !places[i].written) {
                axes.join(places[i].member, places[j].member);
            }
        }
    }
    return places;
}

/// The written ranges set the axes of the tensors that no equation defines, where all that are written on an axis (or on
/// one that must equal it) are the same; looked up in all equations, so that their order does not matter.
class written_axes {
  public:
    constexpr written_axes(formula& f, vector<equation_uses>& all) : f_{f}, g_{f.nodes} {
        for (equation_uses& uses : all) {
            vector<bare_place> const places =
                join_axes(g_, uses, axes_, [&](use const& u, int) { return is_input(u.tensor); });
            for (bare_place const& p : places) {
                if (p.written) {
                    note(p.member, uses.ranges().find(p.index)->interval(g_));
                }
            }
        }
        for (partition::member const& m : axes_.members()) {
            axis const shape = agreed(m.group);
            if (shape.upper.valid() && !has_axis(g_, m.tensor, m.axis)) {  // a declared axis is what it is
                set_axis(g_, m.tensor, m.axis, shape);
            }
        }
    }

  private:
    struct range_on_axis {
        std::size_t member = 0;
        axis range;  ///< invalid if it is not an interval in extents
    };

    constexpr bool is_input(int tensor) const {
        int const twin = twin_of(g_, tensor);
        return f_.defining(tensor) < 0 && (twin < 0 || f_.defining(twin) < 0);
    }
    constexpr void note(std::size_t member, written_range const& range) {
        range_on_axis r{member, {affine{0}, affine::invalid()}};
        if (range.complete()) {
            r.range = {range.lower, range.upper};
        }
        ranges_.push_back(r);
    }
    constexpr axis agreed(int group) const {
        axis result{affine{0}, affine::invalid()};
        bool first = true;
        for (range_on_axis const& r : ranges_) {
            if (axes_[r.member].group != group) {
                continue;
            }
            if (!first && !(r.range.lower == result.lower && r.range.upper == result.upper)) {
                return {affine{0}, affine::invalid()};
            }
            result = r.range;
            first = false;
        }
        return result;
    }

    formula& f_;
    graph& g_;
    partition axes_;
    vector<range_on_axis> ranges_;
};

/// Gives axes to the tensors that one equation reads, and asks at binding that the axes of a group be equal.
class axis_groups {
  public:
    constexpr axis_groups(formula& f, equation_uses& uses) : f_{f}, g_{f.nodes}, uses_{uses} {
        equation const& e = f.equations[uses.which()];
        places_ =
            join_axes(g_, uses_, axes_, [&](use const& u, int axis) { return !is_own_past(e, u, axis); });
        for (std::size_t i = 0; i < axes_.members().size(); ++i) {
            bool first = true;
            for (std::size_t j = 0; j < i; ++j) {
                first = first && axes_[j].group != axes_[i].group;
            }
            if (first) {
                give_axes(i);
            }
        }
    }

    /// The axis over which the index ranges by rule (b); nullptr if it subscripts none bare.
    constexpr axis const* axis_of(int index) {
        for (bare_place const& p : places_) {
            if (p.index == index) {
                return &axis_at(g_, axes_[p.member].tensor, axes_[p.member].axis);
            }
        }
        return nullptr;
    }
    /// The axis along which the equation's own tensor grows, or to which it adds one position, is not known from its uses.
    constexpr bool is_own_past(equation const& e, use const& u, int axis) const {
        bool const constant =
            !u.is_read && g_.affine_at(u.positions[static_cast<std::size_t>(axis)]).is_constant();
        return u.tensor == e.tensor && (uses_.recurrence().axis == axis || constant);
    }

  private:
    constexpr void give_axes(std::size_t leader) {
        int const group = axes_[leader].group;
        axis shape{affine{0}, affine::invalid()};
        for (partition::member const& m : axes_.members()) {
            if (m.group == group && !shape.upper.valid() && has_axis(g_, m.tensor, m.axis)) {
                shape = axis_at(g_, m.tensor, m.axis);
            }
        }
        partition::member const first = axes_[leader];
        if (!shape.upper.valid() && starts_at_zero(group)) {
            shape = new_axis(g_, first.tensor, first.axis, affine{0});
        } else if (!shape.upper.valid()) {
            shape = new_axis(g_, first.tensor, first.axis);
        }
        for (std::size_t i = leader; i < axes_.members().size(); ++i) {
            partition::member const m = axes_[i];
            if (m.group == group) {
                if (!has_axis(g_, m.tensor, m.axis)) {
                    set_axis(g_, m.tensor, m.axis, shape);
                }
                require_equal(first, m, group);
            }
        }
    }
    /// The initial values of a recurrence stand before its first step, so that its first step must be known.
    constexpr bool starts_at_zero(int group) const {
        equation const& e = f_.equations[uses_.which()];
        int const axis = uses_.recurrence().axis;
        int const time =
            axis < 0 ? -1 : g_.affine_at(e.positions[static_cast<std::size_t>(axis)]).bare_symbol();
        for (bare_place const& p : places_) {
            if (axes_[p.member].group == group && p.index == time) {
                return true;
            }
        }
        return false;
    }

    constexpr void require_equal(partition::member const& a, partition::member const& b, int group) {
        if (a.tensor == b.tensor && a.axis == b.axis) {
            return;
        }
        for (requirement const& r : f_.requirements) {
            if (r.what == requirement::kind::equal_axes && r.tensor == a.tensor && r.axis == a.axis &&
                r.other_tensor == b.tensor && r.other_axis == b.axis) {
                return;
            }
        }
        f_.requirements.push_back({requirement::kind::equal_axes,
                                   index_for(b, group),
                                   a.tensor,
                                   a.axis,
                                   b.tensor,
                                   b.axis,
                                   -1,
                                   {},
                                   {}});
    }
    /// The index that the sentence names: one that subscripts b, else any of the group.
    constexpr int index_for(partition::member const& b, int group) const {
        int result = -1;
        for (bare_place const& p : places_) {
            partition::member const& m = axes_[p.member];
            bool const at_b = m.tensor == b.tensor && m.axis == b.axis;
            if (at_b || (result < 0 && m.group == group)) {
                result = p.index;
            }
        }
        return result;
    }

    formula& f_;
    graph& g_;
    equation_uses& uses_;
    partition axes_;
    vector<bare_place> places_;
};

}  // namespace iverson::graph
