// SPDX-License-Identifier: BSL-1.0
#include "indices.hpp"

#include <algorithm>
#include <numeric>

namespace iverson::check {

namespace {

/// The names of the items that stand for values of tensors of rank 0 are told from indices by what binds them.
bool is_name(item const& i) {
    return i.what == form::access && i.parts.empty() && i.tensor.kind == graph::role::plain;
}

/// A coefficient of which sums and products fit into 64 bits.
bool is_small(std::int64_t value) {
    return value <= (std::int64_t{1} << 30) && value >= -(std::int64_t{1} << 30);
}

}  // namespace

index_table::index_table(document const& d, scope const& s, int left, std::vector<int> const& values,
                         std::vector<syntax::binder> const& notes)
    : d_{&d} {
    gather(s, left, values, notes);
    // An extent may stand as a subscript before the range that tells it.
    std::vector<std::string> const known = extents;
    std::vector<std::string> const factors = strides;
    *this = index_table{d};
    extents = known;
    strides = factors;
    gather(s, left, values, notes);
    spread_time(s);
    spread_integers();
    unite(s);
}

void index_table::gather(scope const& s, int left, std::vector<int> const& values,
                         std::vector<syntax::binder> const& notes) {
    names outside;
    note_declarations();
    note(notes);
    if (left >= 0) {
        walk(left, outside);
    }
    of_left = subscripts.size();
    for (definition const& e : s.definitions) {
        define(e);
    }
    for (int value : values) {
        walk(value, outside);
    }
}

int index_table::axis(std::string const& key, int which) {
    axis_name const wanted{key, which};
    auto const found = std::find(axes.begin(), axes.end(), wanted);
    if (found != axes.end()) {
        return static_cast<int>(found - axes.begin());
    }
    axes.push_back(wanted);
    integer_axis.push_back(false);
    time_axis.push_back(false);
    class_of.push_back(static_cast<int>(class_of.size()));
    return static_cast<int>(axes.size()) - 1;
}

int index_table::axis_of(std::string const& key, int which) const {
    auto const found = std::find(axes.begin(), axes.end(), axis_name{key, which});
    return static_cast<int>(found - axes.begin());
}

bool index_table::is_extent(std::string const& name) const {
    return std::find(extents.begin(), extents.end(), name) != extents.end();
}
bool index_table::is_integral(std::string const& key) const {
    return std::find(integral.begin(), integral.end(), key) != integral.end();
}

int index_table::find(names const& scope, std::string const& name) const {
    for (std::size_t i = scope.size(); i-- > 0;) {
        if (scope[i].first == name) {
            return scope[i].second;
        }
    }
    auto const found = free.find(name);
    return found == free.end() ? -1 : found->second;
}

int index_table::add(variable v) {
    variables.push_back(std::move(v));
    return static_cast<int>(variables.size()) - 1;
}

/// A name in the end of a range is an extent unless it is an index.
void index_table::note_extents(int id, names const& scope) {
    if (id < 0) {
        return;
    }
    item const& i = (*d_)[id];
    if (is_name(i) && find(scope, i.tensor.name) < 0 && !is_extent(i.tensor.name)) {
        extents.push_back(i.tensor.name);
    }
    for (int part : i.parts) {
        note_extents(part, scope);
    }
}

void index_table::note(std::vector<syntax::binder> const& notes) {
    for (syntax::binder const& b : notes) {
        note_extents(b.lower, {});
        note_extents(b.upper, {});
        free[b.name] =
            add({b.name, variable::kind::free, b.lower, b.upper, b.kind == syntax::told::integer, false});
    }
}

/// x: [N], w: [1..d]
void index_table::note_declarations() {
    for (syntax::declaration const& told : d_->declarations) {
        std::string const key = syntax::spelled(told.tensor) + "/" + std::to_string(told.axes.size());
        for (std::size_t a = 0; a < told.axes.size(); ++a) {
            syntax::written_axis const& at = told.axes[a];
            for (int end : {at.extent, at.lower, at.upper}) {
                note_extents(end, {});
            }
            if (at.start.empty() && (at.extent >= 0 || at.upper >= 0)) {
                declared[axis(key, static_cast<int>(a))] = at;
            }
        }
    }
}

void index_table::define(definition const& e) {
    names own;
    std::map<std::string, int> const outside = free;
    free.clear();
    for (std::size_t a = 0; a < e.indices.size(); ++a) {
        if (e.indices[a].empty()) {
            continue;
        }
        variable v{e.indices[a], variable::kind::left, -1, -1, false, false};
        for (syntax::binder const& b : e.notes) {
            if (b.name == v.name) {
                note_extents(b.lower, {});
                note_extents(b.upper, {});
                v.lower = b.lower;
                v.upper = b.upper;
                v.integer = b.kind == syntax::told::integer;
            }
        }
        int const id = add(v);
        left_of[{e.key, static_cast<int>(a)}] = id;
        own.emplace_back(v.name, id);
        subscripts.push_back({axis(e.key, static_cast<int>(a)), {{id, 1}}, 0, true});
    }
    walk(e.value, own);
    free = outside;
}

void index_table::walk(int id, names& scope) {
    if (id < 0) {
        return;
    }
    item const& i = (*d_)[id];
    switch (i.what) {
        case form::access: return walk_access(id, scope);
        case form::reduce:
        case form::chosen: return walk_reduction(id, scope);
        default: break;
    }
    for (syntax::comparison const& c : i.comparisons) {
        walk_comparison(c, scope);
    }
    for (int part : i.parts) {
        walk(part, scope);
    }
}

void index_table::walk_reduction(int id, names& scope) {
    item const& i = (*d_)[id];
    std::size_t const outside = scope.size();
    for (std::size_t k = 0; k < i.binders.size(); ++k) {
        syntax::binder const& b = i.binders[k];
        note_extents(b.lower, scope);
        note_extents(b.upper, scope);
        int const v =
            add({b.name, variable::kind::bound, b.lower, b.upper, b.kind == syntax::told::integer, false});
        bound[{id, static_cast<int>(k)}] = v;
        scope.emplace_back(b.name, v);
    }
    walk(i.condition, scope);
    walk(i.parts[0], scope);
    scope.resize(outside);
}

/// p_i = k compares an integer tensor with an index.
void index_table::walk_comparison(syntax::comparison const& c, names& scope) {
    auto const is_index = [&](int id) {
        return is_name((*d_)[id]) && find(scope, (*d_)[id].tensor.name) >= 0;
    };
    auto const is_entry = [&](int id) { return (*d_)[id].what == form::access && !(*d_)[id].parts.empty(); };
    for (auto const& [one, other] : {std::pair{c.left, c.right}, std::pair{c.right, c.left}}) {
        if (is_entry(one) && is_index(other) && !is_integral(key_of((*d_)[one]))) {
            integral.push_back(key_of((*d_)[one]));
        }
    }
    if (is_index(c.left) && is_index(c.right)) {
        compared.emplace_back(find(scope, (*d_)[c.left].tensor.name),
                              find(scope, (*d_)[c.right].tensor.name));
    }
    walk(c.left, scope);
    walk(c.right, scope);
}

void index_table::walk_access(int id, names& scope) {
    item const& i = (*d_)[id];
    for (std::size_t a = 0; a < i.parts.size(); ++a) {
        subscript s;
        s.axis = axis(base_key(i), static_cast<int>(a));
        s.affine = linear(i.parts[a], 1, s, scope);
        subscripts.push_back(s);
    }
}

/// s in x_{s t + r}, which nothing binds, is a number that all lines share.
void index_table::note_strides(item const& product, names const& scope) {
    for (int part : product.parts) {
        item const& factor = (*d_)[part];
        bool const bound = !is_name(factor) || find(scope, factor.tensor.name) >= 0;
        if (!bound && std::find(strides.begin(), strides.end(), factor.tensor.name) == strides.end()) {
            strides.push_back(factor.tensor.name);
            if (!is_extent(factor.tensor.name)) {
                extents.push_back(factor.tensor.name);
            }
        }
    }
}

/// Adds by * item to the subscript; false where it is no sum of indices and integers.
bool index_table::linear(int id, std::int64_t by, subscript& into, names& scope) {
    item const& i = (*d_)[id];
    bool result = true;
    if (i.what == form::number && (!is_small(i.value.num()) || !is_small(by * i.value.num()))) {
        return false;
    }
    switch (i.what) {
        case form::number: into.constant += by * i.value.num(); return i.value.is_integer();
        case form::negate: return linear(i.parts[0], -by, into, scope);
        case form::add:
            for (std::size_t k = 0; k < i.parts.size(); ++k) {
                result = linear(i.parts[k], i.signs[k] == '-' ? -by : by, into, scope) && result;
            }
            return result;
        case form::multiply: {
            item const& scale = (*d_)[i.parts[0]];
            bool const scaled = i.parts.size() == 2 && i.signs == "**" && scale.what == form::number;
            if (scaled && is_small(scale.value.num()) && is_small(by * scale.value.num())) {
                return linear(i.parts[1], by * scale.value.num(), into, scope);
            }
            note_strides(i, scope);
            for (int part : i.parts) {
                linear(part, 1, into, scope);
            }
            return false;
        }
        case form::access: {
            if (!i.parts.empty()) {  // x[p[i]]
                if (!is_integral(key_of(i))) {
                    integral.push_back(key_of(i));
                }
                walk_access(id, scope);
                return false;
            }
            int v = find(scope, i.tensor.name);
            if (v < 0 && is_extent(i.tensor.name)) {
                return false;
            }
            if (v < 0) {
                v = add({i.tensor.name, variable::kind::free, -1, -1, false, false});
                free[i.tensor.name] = v;
            }
            into.terms.emplace_back(v, by);
            return true;
        }
        default: return false;
    }
}

/// An index that shares a subscript with one over Z is over Z, and so is one that subscripts an axis that such an index subscripts.
void index_table::spread_integers() {
    for (bool changed = true; changed;) {
        changed = false;
        for (subscript const& s : subscripts) {
            auto const axis = static_cast<std::size_t>(s.axis);
            bool integer = integer_axis[axis];
            for (auto const& [v, by] : s.terms) {
                integer = integer || variables[static_cast<std::size_t>(v)].integer;
            }
            if (!integer || time_axis[axis]) {
                continue;
            }
            changed = changed || !integer_axis[axis];
            integer_axis[axis] = true;
            for (auto const& [v, by] : s.terms) {
                variable& own = variables[static_cast<std::size_t>(v)];
                bool const spreads = !own.integer && own.lower < 0 && !own.time;
                own.integer = own.integer || spreads;
                changed = changed || spreads;
            }
        }
    }
}

/// The time of a recurrence has neither beginning nor end here; so for every tensor that time subscripts.
void index_table::spread_time(scope const& s) {
    for (definition const& e : s.definitions) {
        if (e.time_axis >= 0) {
            time_axis[static_cast<std::size_t>(axis(e.key, e.time_axis))] = true;
        }
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (subscript const& sub : subscripts) {
            auto const axis = static_cast<std::size_t>(sub.axis);
            bool const single = sub.terms.size() == 1;
            variable* const own = single ? &variables[static_cast<std::size_t>(sub.terms[0].first)] : nullptr;
            if (own != nullptr && time_axis[axis] && !own->time && own->lower < 0) {
                own->time = changed = true;
            } else if (own != nullptr && own->time && !time_axis[axis]) {
                time_axis[axis] = changed = true;
            }
        }
    }
}

/// Axes that one index without a range subscripts bare have equal extents.
void index_table::unite(scope const& s) {
    auto const root = [&](int a) {
        while (class_of[static_cast<std::size_t>(a)] != a) {
            a = class_of[static_cast<std::size_t>(a)];
        }
        return a;
    };
    std::map<int, int> first;
    for (subscript const& s : subscripts) {
        bool const joins = s.is_bare() && variables[static_cast<std::size_t>(s.terms[0].first)].lower < 0;
        if (!joins || integer_axis[static_cast<std::size_t>(s.axis)] ||
            time_axis[static_cast<std::size_t>(s.axis)]) {
            continue;
        }
        auto const [at, fresh] = first.try_emplace(s.terms[0].first, s.axis);
        if (!fresh) {
            class_of[static_cast<std::size_t>(root(s.axis))] = root(at->second);
        }
    }
    for (std::string const& key : s.symmetric) {
        class_of[static_cast<std::size_t>(root(axis(key, 1)))] = root(axis(key, 0));
    }
    for (std::size_t a = 0; a < class_of.size(); ++a) {
        class_of[a] = root(static_cast<int>(a));
    }
}

}  // namespace iverson::check
