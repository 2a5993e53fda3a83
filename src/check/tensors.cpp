// SPDX-License-Identifier: BSL-1.0
//
// Entries of tensors: indices, extents, inputs, and what definitions say; recurrences, of which one step at a time is derived.
#include "evaluate.hpp"
#include "kept.hpp"

namespace iverson::check {

number evaluation::eval_access(item const& i) {
    if (i.parts.empty() && i.tensor.kind == graph::role::plain) {
        if (auto const argument = arguments_.find(i.tensor.name); argument != arguments_.end()) {
            return argument->second;
        }
        if (std::int64_t const* at = index(i.tensor.name); at != nullptr) {
            return {static_cast<real>(*at), 0, false};
        }
        if (i.tensor.name == "pi") {
            return {3.14159265358979323846264338327950288L, 0, false};
        }
    }
    point const at = positions(i);
    return i.tensor.kind == graph::role::adjoint ? adjoint(i, at) : tensor(i, key_of(i), at);
}

/// An entry, which is computed once: sums of sums would cost their product.
number evaluation::tensor(item const& i, std::string const& key, point const& at) {
    // A step of a recurrence depends on how it is written, and what lies far on whether a sum ends.
    definition const* e = s_.find(key);
    bool const same =
        !active_ || (!step_ && e != nullptr && (e->time_axis < 0 || mode_ == steps_derived::all));
    if (e == nullptr || !same || far_ || !shifts_.empty()) {
        return computed(i, key, at);
    }
    memory& known = active_ ? open_ : fixed_;
    if (auto const found = known.find({key, at}); found != known.end()) {
        return found->second;
    }
    number const result = computed(i, key, at);
    return (active_ ? open_ : fixed_)[{key, at}] = result;
}

number evaluation::computed(item const& i, std::string const& key, point const& at) {
    std::vector<definition const*> const all = [&] {
        std::vector<definition const*> result;
        for (definition const& e : s_.definitions) {
            if (e.key == key) {
                result.push_back(&e);
            }
        }
        return result;
    }();
    definition const* found = nullptr;
    for (definition const* e : all) {
        bool fits = e->is_initial() || found == nullptr;
        for (std::size_t a = 0; a < at.size(); ++a) {
            fits = fits && (!e->indices[a].empty() || position(e->positions[a]) == at[a]);
        }
        found = fits ? e : found;
    }
    number result = found == nullptr ? random(key, at) : defined(i, *found, at);
    if (active_ && active_->key == key) {
        result.slope = active_->at == at ? 1 : result.slope;
        result.none = result.none && result.slope == 0;
    }
    for (shift const& s : shifts_) {
        if (s.key == key && s.at == at) {
            result.value += s.by;
            result.none = false;
        }
    }
    return result;
}

/// A defined tensor at a position; what is held fixed has no slope.
number evaluation::defined(item const& i, definition const& e, point const& at) {
    for (std::size_t a = 0; a < at.size(); ++a) {
        auto const left = t_.left_of.find({e.key, static_cast<int>(a)});
        if (left == t_.left_of.end() || e.indices[a].empty()) {
            continue;
        }
        variable const& v = t_.variables[static_cast<std::size_t>(left->second)];
        if (v.time || (v.integer && !has_bounds(left->second))) {
            continue;
        }
        interval const range = variable_range(left->second);
        if (at[a] < range.first || at[a] > range.last) {
            return nothing;
        }
    }
    if (!active_ || e.is_held) {
        return held_fixed(e, at);
    }
    bool const other_definition = !direct_.empty() && direct_ != e.key;
    if (e.time_axis < 0) {
        return other_definition || active_->key == e.key ? held_fixed(e, at) : body(e, at);
    }
    // One step of a recurrence is differentiated, and its tensor is held fixed at all other steps.
    if (other_definition || !is_differentiated(i, e, at)) {
        return held_fixed(e, at);
    }
    if (mode_ == steps_derived::all) {
        return body(e, at);
    }
    kept<std::optional<step>> const inside{step_, step_of(e, at)};
    return body(e, at);
}

std::optional<evaluation::step> evaluation::step_of(definition const& e, point const& at) {
    return e.time_axis < 0 ? std::nullopt
                           : std::optional{step{e.system, at[static_cast<std::size_t>(e.time_axis)]}};
}

/// Of a system of recurrences: whether the entry belongs to the step that is differentiated.
bool evaluation::is_differentiated(item const& i, definition const& e, point const& at) {
    if (mode_ == steps_derived::none) {
        return false;
    }
    auto const axis = static_cast<std::size_t>(e.time_axis);
    std::int64_t const time = at[axis];
    definition const* by = s_.find(active_->key);
    bool const of_seed = by != nullptr && by->system == e.system;
    std::int64_t const seed_time = of_seed ? active_->at[static_cast<std::size_t>(by->time_axis)] : INT64_MIN;
    if (active_->key == e.key && time <= seed_time) {
        return false;
    }
    if (mode_ == steps_derived::all) {
        return time >= seed_time && time >= steps().first;
    }
    if (step_ && step_->system == e.system) {
        return time == step_->time;
    }
    if (active_->key == e.key) {
        return true;
    }
    if (numerator_system_ == e.system) {
        return time == numerator_time_;
    }
    return of_seed ? time >= seed_time : axis < i.parts.size() && d_[i.parts[axis]].what == form::access;
}

number evaluation::held_fixed(definition const& e, point const& at) {
    bool const remembers = !far_ && shifts_.empty();
    if (auto const found = fixed_.find({e.key, at}); remembers && found != fixed_.end()) {
        return found->second;
    }
    kept<std::optional<seed>> const without{active_, std::nullopt};
    number result = e.time_axis >= 0 ? outside_recurrence(e, at) : body(e, at);
    result.slope = 0;
    if (remembers) {
        fixed_[{e.key, at}] = result;
    }
    return result;
}

number evaluation::outside_recurrence(definition const& e, point const& at) {
    return at[static_cast<std::size_t>(e.time_axis)] < steps().first ? random(e.key, at) : body(e, at);
}

number evaluation::body(definition const& e, point const& at) {
    std::vector<bound_index> own;
    for (std::size_t a = 0; a < at.size(); ++a) {
        if (!e.indices[a].empty()) {
            own.push_back({&e.indices[a], at[a]});
        }
    }
    kept<std::vector<bound_index>> const inside{bound_, std::move(own)};
    kept<std::map<std::string, number>> const no_arguments{arguments_, {}};
    return eval(e.value);
}

/// A random number, moved so that the tensor is what is said of it.
real evaluation::restricted(std::string const& key, point const& at) const {
    auto const sum = s_.sums.find(key);
    if (sum == s_.sums.end()) {
        bool const mirrored = s_.symmetric.contains(key) && at[0] > at[1];
        return drawn(key, mirrored ? point{at[1], at[0]} : at);
    }
    auto const [axis, total] = sum->second;
    interval const range = class_range(t_.axis_of(key, static_cast<int>(axis)));
    real rest = total;
    point other = at;
    for (other[axis] = range.first; other[axis] <= range.last; ++other[axis]) {
        rest -= drawn(key, other);
    }
    return drawn(key, at) + rest / static_cast<real>(range.last - range.first + 1);
}

/// An entry of an input: 0 outside its axes.
number evaluation::random(std::string const& key, point const& at) {
    std::string const base = adjoint_base_.empty() ? key : adjoint_base_;
    for (std::size_t a = 0; a < t_.axes.size(); ++a) {
        if (t_.axes[a].key != base) {
            continue;
        }
        interval const range = axis_range(static_cast<int>(a));
        std::int64_t const p = at[static_cast<std::size_t>(t_.axes[a].axis)];
        if (p < range.first || p > range.last) {
            return nothing;
        }
    }
    real const value = restricted(key, at);
    entries_[{key, at}] = value;
    return {value, 0, false};
}

}  // namespace iverson::check
