// SPDX-License-Identifier: BSL-1.0
//
// Derivatives by numbers: dual numbers, and central differences where a derivative is derived again.
#include "evaluate.hpp"
#include "kept.hpp"

#include <algorithm>
#include <functional>

namespace iverson::check {

namespace {

item with_role(std::string const& name, std::string const& by) {
    item i;
    i.what = form::access;
    i.tensor.kind = graph::role::adjoint;
    i.tensor.name = name;
    syntax::tensor_name of;
    of.name = name;
    syntax::tensor_name scalar;
    scalar.name = by;
    i.tensor.of = {of, scalar};
    return i;
}

}  // namespace

namespace {

bool is_input(document const& d, scope const& s, std::string const& key) {
    return std::any_of(s.definitions.begin(), s.definitions.end(),
                       [&](definition const& e) { return reads(d, e.value, key); });
}

/// A transition function says again what its recurrence says: E does not depend on it.
bool counts_for(document const& d, definition const& e, std::string const& key) {
    return !e.is_transition && !e.is_aside && !e.is_held && reads(d, e.value, key);
}

}  // namespace

bool knows_partial(document const& d, scope const& s, item const& above, item const& below) {
    if (above.what != form::access) {
        return true;
    }
    if (above.tensor.kind == graph::role::adjoint) {
        return knows_adjoint(d, s, above);
    }
    std::string const key = key_of(above);
    bool const scalar = above.parts.empty() && s.find(key) == nullptr;
    return key == key_of(below) || s.find(key) != nullptr || (!scalar && is_input(d, s, key));
}

number evaluation::derivative(int body, item const& wrt) {
    item const& above = d_[body];
    std::string const key = key_of(wrt);
    point const at = positions(wrt);
    bool const entry = above.what == form::access && above.tensor.kind == graph::role::plain;
    if (entry && !knows_partial(d_, s_, above, wrt)) {
        if (above.parts.empty()) {
            item scalar = with_role(syntax::spelled(wrt.tensor), above.tensor.name);
            scalar.parts = wrt.parts;
            return adjoint(scalar, at);
        }
        point both = positions(above);
        both.insert(both.end(), at.begin(), at.end());
        return random("jacobian(" + name_in(key_of(above)) + ", " + name_in(key) + ")", both);
    }
    kept<steps_derived> const through{mode_, s_.steps == steps_derived::all ? steps_derived::all
                                                                            : steps_derived::usual};
    std::string const differentiated = entry ? key_of(above) : "an expression";
    kept<std::string> const only{direct_, s_.others_held ? differentiated : direct_};
    return derivative_of([&] { return eval(body); }, {key, at});
}

number evaluation::derivative_of(std::function<number()> const& f, seed const& by) {
    if (active_) {
        return with_derivatives_inside(f, by);
    }
    kept<std::optional<seed>> const inside{active_, by};
    kept<memory> const anew{open_, {}};
    number const result = f();
    return {result.slope, 0, false};
}

/// The derivative inside is taken by dual numbers, the one outside by central differences of fourth order.
number evaluation::with_derivatives_inside(std::function<number()> const& f, seed const& by) {
    by_differences_ = true;
    seed const outer = *active_;
    kept<std::optional<seed>> const without{active_, std::nullopt};
    auto const moved = [&](real step) {
        shifts_.push_back({outer.key, outer.at, step});
        number const result = derivative_of(f, by);
        shifts_.pop_back();
        return result.value;
    };
    constexpr real h = 1e-3L;
    real const slope = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
    return {derivative_of(f, by).value, slope, false};
}

// -- gradients of a scalar --------------------------------------------------------------------------------------------------
bool knows_adjoint(document const& d, scope const& s, item const& access) {
    std::string const scalar = access.tensor.of.size() > 1 ? syntax::spelled(access.tensor.of[1]) : "E";
    if (s.find(scalar + "/0") != nullptr) {
        return true;
    }
    std::string const key = base_key(access);
    return std::any_of(s.definitions.begin(), s.definitions.end(),
                       [&](definition const& e) { return counts_for(d, e, key); });
}

number evaluation::adjoint(item const& i, point const& at) {
    std::string const scalar = i.tensor.of.size() > 1 ? syntax::spelled(i.tensor.of[1]) : "E";
    std::string const base = base_key(i);
    if (definition const* e = s_.find(scalar + "/0"); e != nullptr) {
        kept<steps_derived> const through{mode_, s_.steps == steps_derived::none ? steps_derived::none
                                                                                 : steps_derived::all};
        return derivative_of([&] { return body(*e, {}); }, {base, at});
    }
    if (active_) {
        throw no_value{"a gradient of an unspecified scalar is differentiated"};
    }
    if (knows_adjoint(d_, s_, i)) {
        if (auto const found = gradients_.find({key_of(i), at}); found != gradients_.end()) {
            return found->second;
        }
        number result = adjoint_by_chain_rule(base, scalar, at);
        if (is_read_later(base, at)) {
            result.value += drawn(key_of(i), at);
            result.none = false;
        }
        return gradients_[{key_of(i), at}] = result;
    }
    kept<std::string> const axes{adjoint_base_, base};
    return random(key_of(i), at);
}

/// Whether steps behind the last one read the entry: what they give to its gradient is a number of its own.
bool evaluation::is_read_later(std::string const& key, point const& at) {
    bool result = false;
    for (definition const& e : s_.definitions) {
        each_item(d_, e.value, [&](int id) {
            item const& i = d_[id];
            bool const entry = i.what == form::access && key_of(i) == key && counts_for(d_, e, key);
            for (std::size_t a = 0; entry && a < i.parts.size(); ++a) {
                bool const time =
                    at[a] >= steps().last &&
                    t_.time_axis[static_cast<std::size_t>(t_.axis_of(key, static_cast<int>(a)))];
                result = result || (time && d_[i.parts[a]].what == form::add);
            }
        });
    }
    return result;
}

/// sum over all y that read x of dE/dy dy/dx, each dy/dx with the other definitions held fixed.
number evaluation::adjoint_by_chain_rule(std::string const& key, std::string const& by, point const& at) {
    number result = nothing;
    for (definition const& e : s_.definitions) {
        if (!counts_for(d_, e, key)) {
            continue;
        }
        std::vector<interval> box;
        for (std::size_t a = 0; a < e.indices.size(); ++a) {
            int const axis = t_.axis_of(e.key, static_cast<int>(a));
            bool const time = t_.time_axis[static_cast<std::size_t>(axis)];
            box.push_back(time ? steps() : axis_range(axis));
        }
        item const y = with_role(name_in(e.key), by);
        each_point(box, [&](point const& where) {
            number const inner = [&] {
                kept<std::string> const only{direct_, e.key};
                kept<std::optional<step>> const inside{step_, step_of(e, where)};
                return derivative_of([&] { return body(e, where); }, {key, at});
            }();
            if (inner.value == 0) {
                return;
            }
            item entry = y;
            entry.parts.assign(where.size(), 0);
            number const outer = adjoint(entry, where);
            result.value += outer.value * inner.value;
            result.none = result.none && outer.none;
        });
    }
    return result;
}

}  // namespace iverson::check
