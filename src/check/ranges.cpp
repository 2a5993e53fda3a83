// SPDX-License-Identifier: BSL-1.0
//
// Extents of a trial and the ranges of indices at it: docs/semantics.md, 'Ranged indices'.
#include "evaluate.hpp"

#include <algorithm>

namespace iverson::check {

namespace {

std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

std::uint64_t hashed(std::string const& s, std::uint64_t seed) {
    std::uint64_t h = mixed(seed + 0x9E3779B97F4A7C15ULL);
    for (char c : s) {
        h = mixed(h ^ static_cast<unsigned char>(c));
    }
    return h;
}

/// Wider than all that indices reach, and far from overflow.
constexpr interval everywhere{-1000000, 1000000};
constexpr std::int64_t largest_extent = 4;
constexpr std::int64_t largest_over_integers = 3;

}  // namespace

real evaluation::drawn(std::string const& key, point const& at) const {
    std::uint64_t h = hashed(key, how_.seed);
    for (std::int64_t p : at) {
        h = mixed(h ^ static_cast<std::uint64_t>(p + 1000));
    }
    if (t_.is_integral(key)) {
        return static_cast<real>(h % 3);
    }
    switch (how_.values) {
        case 1: return static_cast<real>(h % 8 + 1) / 4;
        case 2: return (static_cast<real>(h % 7 + 1) / 8) * (h % 16 < 8 ? 1 : -1);
        case 3: return static_cast<real>(std::array{-1, 0, 1, 1}[h % 4]);
        case trial::distinct: return (static_cast<real>(h % 1000003) + 1) / (h % 32 < 16 ? 500000 : -500000);
        default: return (static_cast<real>(h % 8 + 1) / 4) * (h % 16 < 8 ? 1 : -1);
    }
}

void evaluation::draw_extents() {
    for (std::string const& name : t_.extents) {
        std::uint64_t const h = hashed(name, how_.seed * 7 + 3);
        bool const stride = std::find(t_.strides.begin(), t_.strides.end(), name) != t_.strides.end();
        extents_[name] = stride                         ? static_cast<std::int64_t>(1 + h % 3)
                         : how_.extent >= 0             ? how_.extent
                         : how_.extent == trial::uneven ? static_cast<std::int64_t>(2 + h % 2)
                                                        : static_cast<std::int64_t>(h % (largest_extent + 1));
    }
}

/// The axis of the left side that the index stands for; -1: none.
int evaluation::own_axis(int v) const {
    for (auto const& [place, variable] : t_.left_of) {
        if (variable == v) {
            return t_.axis_of(place.first, place.second);
        }
    }
    return -1;
}

/// Whether the end of a range is made of extents and of indices with ranges of their own.
bool evaluation::is_told(int end) const {
    item const& i = d_[end];
    auto const named = [&](variable const& v) { return v.name == i.tensor.name && v.lower < 0; };
    bool const open = i.what == form::access && !extents_.contains(i.tensor.name) &&
                      std::any_of(t_.variables.begin(), t_.variables.end(), named);
    return !open && std::all_of(i.parts.begin(), i.parts.end(), [&](int part) { return is_told(part); });
}

/// Whether the range is written: with the index, or where the tensor that it defines is summed over.
bool evaluation::is_settled(int v) const {
    variable const& own = t_.variables[static_cast<std::size_t>(v)];
    if (own.lower >= 0 && own.upper >= 0) {
        return is_told(own.lower) && is_told(own.upper);
    }
    int const axis = own.what == variable::kind::left && !own.integer && !own.time ? own_axis(v) : -1;
    return axis >= 0 && told_.contains(t_.class_of[static_cast<std::size_t>(axis)]);
}

/// An axis holds the positions that written ranges reach, else as many as are drawn for it.
void evaluation::draw_classes() {
    std::map<int, interval> constants;
    for (auto const& [axis, told] : t_.declared) {
        int const root = t_.class_of[static_cast<std::size_t>(axis)];
        classes_[root] = told.extent >= 0 ? interval{0, bounds(told.extent).last - 1}
                                          : interval{bounds(told.lower).first, bounds(told.upper).last};
        told_.insert(root);
    }
    for (bool const also_definitions : {false, true}) {
        std::map<int, interval> reached;
        for (subscript const& s : t_.subscripts) {
            int const root = t_.class_of[static_cast<std::size_t>(s.axis)];
            bool const settled = std::all_of(s.terms.begin(), s.terms.end(),
                                             [&](auto const& term) { return is_settled(term.first); });
            if (!s.affine || !settled || told_.contains(root) ||
                t_.integer_axis[static_cast<std::size_t>(s.axis)]) {
                continue;
            }
            interval const own = ends(s, -1);
            auto& into = s.terms.empty() ? constants : reached;
            into[root] = into.contains(root) ? into[root].hull(own) : own;
        }
        for (auto const& [root, range] : reached) {
            classes_[root] = range;
        }
        for (auto const& [root, range] : reached) {
            told_.insert(root);
        }
        if (!also_definitions) {
            known_ranges_.clear();
        }
    }
    for (std::size_t a = 0; a < t_.axes.size(); ++a) {
        int const root = t_.class_of[a];
        if (!classes_.contains(root)) {
            classes_[root] = drawn_range(a, constants.contains(root) ? constants[root] : interval{});
        }
    }
    known_ranges_.clear();
}

/// Positions that are drawn for an axis, and the constants at which it is read.
interval evaluation::drawn_range(std::size_t axis, interval constants) const {
    auto const root = static_cast<std::size_t>(t_.class_of[axis]);
    bool const integers = t_.integer_axis[axis];
    std::uint64_t const h = hashed(t_.axes[root].key, how_.seed + 11 + axis);
    std::int64_t const most = integers ? largest_over_integers : largest_extent;
    bool const uneven = how_.extent == trial::uneven && !integers;
    std::int64_t const size = uneven ? static_cast<std::int64_t>(7 + h % 4)
                              : how_.extent >= 0
                                  ? (integers ? std::min(how_.extent, most) : how_.extent)
                                  : static_cast<std::int64_t>(h % static_cast<std::uint64_t>(most + 1));
    std::int64_t const first = integers && size > 1 ? -static_cast<std::int64_t>(h / 8 % 2) : 0;
    return constants.hull({first, first + size - 1});
}

interval evaluation::class_range(int axis) const {
    auto const found = classes_.find(t_.class_of[static_cast<std::size_t>(axis)]);
    return found == classes_.end() ? interval{} : found->second;
}

/// The values that a subscript takes; without the term of one variable.
interval evaluation::ends(subscript const& s, int without) {
    interval result{s.constant, s.constant};
    for (auto const& [v, by] : s.terms) {
        if (v == without) {
            continue;
        }
        interval const own = variable_range(v);
        if (own.empty()) {
            return {};
        }
        result.first += by > 0 ? by * own.first : by * own.last;
        result.last += by > 0 ? by * own.last : by * own.first;
    }
    return result;
}

interval evaluation::axis_range(int axis) {
    auto const at = static_cast<std::size_t>(axis);
    if (t_.time_axis[at]) {
        return everywhere;
    }
    auto const left = t_.left_of.find({t_.axes[at].key, t_.axes[at].axis});
    if (left == t_.left_of.end() || computing_.contains(left->second) ||
        (t_.integer_axis[at] && !has_bounds(left->second))) {
        return class_range(axis);
    }
    interval result = variable_range(left->second);
    for (definition const& e : s_.definitions) {
        auto const which = static_cast<std::size_t>(t_.axes[at].axis);
        if (e.key == t_.axes[at].key && e.indices[which].empty()) {
            std::int64_t const start = position(e.positions[which]);
            result = result.hull({start, start});
        }
    }
    return result;
}

/// Whether the range of an index is written beside it.
bool evaluation::has_bounds(int v) const {
    variable const& own = t_.variables[static_cast<std::size_t>(v)];
    return own.lower >= 0 && own.upper >= 0;
}

interval evaluation::variable_range(int v) {
    if (auto const known = known_ranges_.find(v); known != known_ranges_.end()) {
        return known->second;
    }
    if (!computing_.insert(v).second) {
        return everywhere;
    }
    variable const& own = t_.variables[static_cast<std::size_t>(v)];
    interval const result = has_bounds(v) ? interval{bounds(own.lower).first, bounds(own.upper).last}
                            : own.integer ? interval{-window, window}
                            : own.time    ? times(own.what)
                                          : unranged(v);
    computing_.erase(v);
    return known_ranges_[v] = result;
}

/// What stands free in a line may look one step ahead.
interval evaluation::times(variable::kind what) {
    interval result = steps();
    if (what == variable::kind::free) {
        result.last = std::min(result.first + 1, result.last - 1);
    }
    return result;
}

/// The steps of recurrences: those that written ranges tell, else three. They begin behind initial values.
interval evaluation::steps() {
    if (steps_) {
        return *steps_;
    }
    std::optional<interval> told;
    for (subscript const& s : t_.subscripts) {
        bool const time = t_.time_axis[static_cast<std::size_t>(s.axis)] && s.is_bare();
        variable const* v = time ? &t_.variables[static_cast<std::size_t>(s.terms[0].first)] : nullptr;
        if (v != nullptr && v->lower >= 0 && v->upper >= 0 && is_told(v->lower) && is_told(v->upper)) {
            interval const own{bounds(v->lower).first, bounds(v->upper).last};
            told = told ? interval{std::min(told->first, own.first), std::max(told->last, own.last)} : own;
        }
    }
    std::int64_t first = told ? told->first : 1;
    for (definition const& e : s_.definitions) {
        definition const* of = e.is_initial() ? s_.find(e.key) : nullptr;
        auto const axis = static_cast<std::size_t>(of != nullptr ? std::max(0, of->time_axis) : 0);
        if (of != nullptr && of->time_axis >= 0 && e.indices[axis].empty()) {
            first = position(e.positions[axis]) + 1;
        }
    }
    constexpr std::int64_t untold = 3;
    steps_ = interval{first, told ? told->last : first + untold - 1};
    return *steps_;
}

/// The axes that the index subscripts bare, cut so that subscripts made of it alone stay inside; else what keeps all inside.
interval evaluation::unranged(int v) {
    variable const& own = t_.variables[static_cast<std::size_t>(v)];
    auto const is_own_left = [&](subscript const& s) {
        axis_name const& a = t_.axes[static_cast<std::size_t>(s.axis)];
        auto const left = t_.left_of.find({a.key, a.axis});
        return left != t_.left_of.end() && left->second == v;
    };
    auto const counts = [&](subscript const& s) {
        auto const at = static_cast<std::size_t>(s.axis);
        return s.affine && !t_.time_axis[at] && !t_.integer_axis[at] && !is_own_left(s);
    };
    if (is_settled(v)) {
        return class_range(own_axis(v));
    }
    interval result = everywhere;
    bool bare = false;
    auto const meet_bare = [&](std::size_t end) {
        for (std::size_t i = 0; i < end; ++i) {
            subscript const& s = t_.subscripts[i];
            if (counts(s) && s.is_bare() && s.terms[0].first == v) {
                result = result.meet(axis_range(s.axis));
                bare = true;
            }
        }
    };
    if (own.what == variable::kind::free) {
        meet_bare(t_.of_left);
        if (bare) {
            return result;
        }
    }
    meet_bare(t_.subscripts.size());
    if (bare && own.what == variable::kind::free) {
        return result;
    }
    bool any = bare;
    for (subscript const& s : t_.subscripts) {
        auto const term =
            std::find_if(s.terms.begin(), s.terms.end(), [&](auto const& one) { return one.first == v; });
        if (!counts(s) || term == s.terms.end() || s.is_bare() || (bare && s.terms.size() > 1)) {
            continue;
        }
        any = true;
        interval const axis = axis_range(s.axis);
        interval const rest = ends(s, v);
        std::int64_t const by = term->second;
        std::int64_t const low = by > 0 ? axis.first - rest.first : -(axis.last - rest.last);
        std::int64_t const high = by > 0 ? axis.last - rest.last : -(axis.first - rest.first);
        std::int64_t const size = by > 0 ? by : -by;
        result = result.meet({graph::ceil_divide(low, size), graph::floor_divide(high, size)});
    }
    return any ? result : range_of_compared(v);
}

/// An index that subscripts nothing: what it is equal to in a bracket ranges as it does.
interval evaluation::range_of_compared(int v) {
    interval result;
    for (auto const& [a, b] : t_.compared) {
        int const other = a == v ? b : b == v ? a : -1;
        if (other >= 0 && !computing_.contains(other)) {
            result = result.hull(variable_range(other));
        }
    }
    return result.empty() ? interval{0, 2} : result;
}

/// What the end of a range can be.
interval evaluation::bounds(int id) {
    item const& i = d_[id];
    switch (i.what) {
        case form::number: return {i.value.num(), i.value.num()};
        case form::negate: {
            interval const a = bounds(i.parts[0]);
            return {-a.last, -a.first};
        }
        case form::add: {
            interval result{0, 0};
            for (std::size_t k = 0; k < i.parts.size(); ++k) {
                interval const a = bounds(i.parts[k]);
                bool const minus = i.signs[k] == '-';
                result.first += minus ? -a.last : a.first;
                result.last += minus ? -a.first : a.last;
            }
            return result;
        }
        case form::access: {
            if (auto const e = extents_.find(i.tensor.name); e != extents_.end()) {
                return {e->second, e->second};
            }
            interval result;
            for (std::size_t v = 0; v < t_.variables.size(); ++v) {
                if (t_.variables[v].name == i.tensor.name) {
                    result = result.hull(variable_range(static_cast<int>(v)));
                }
            }
            return result;
        }
        default: {
            std::int64_t const at = position(id);
            return {at, at};
        }
    }
}

interval evaluation::range_of_free(std::string const& name) {
    auto const found = t_.free.find(name);
    if (found == t_.free.end()) {
        return {0, 0};
    }
    bool const integer = t_.variables[static_cast<std::size_t>(found->second)].integer;
    bool const ranged = t_.variables[static_cast<std::size_t>(found->second)].lower >= 0;
    interval const all = variable_range(found->second);
    return integer && !ranged ? interval{-window / 2, window / 2} : all;
}

}  // namespace iverson::check
