// SPDX-License-Identifier: BSL-1.0
#include "evaluate.hpp"
#include "kept.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace iverson::check {

namespace {

constexpr int deepest = 1500;
real rounded(number const& n) { return std::floor(n.value + 0.5L); }

/// A subscript of which sums and products fit into 64 bits.
std::int64_t bounded(std::int64_t value) {
    constexpr std::int64_t largest = std::int64_t{1} << 30;
    if (value > largest || value < -largest) {
        throw no_value{"a subscript is beyond 2^30"};
    }
    return value;
}
std::int64_t bounded(real value) {
    constexpr real largest = 1e9L;
    if (!(std::fabs(value) <= largest)) {
        throw no_value{"a subscript is beyond 2^30"};
    }
    return static_cast<std::int64_t>(value);
}

}  // namespace

evaluation::evaluation(document const& d, scope const& s, index_table const& t, trial const& how,
                       std::int64_t& budget)
    : d_{d}, s_{s}, t_{t}, how_{how}, budget_{budget} {
    draw_extents();
    draw_classes();
    for (auto const& [key, sum] : s.sums) {
        auto const axis =
            std::find(t.axes.begin(), t.axes.end(), axis_name{key, static_cast<int>(sum.first)});
        if (axis != t.axes.end() && class_range(static_cast<int>(axis - t.axes.begin())).empty()) {
            throw no_trial{"an empty sum is 0"};
        }
    }
}

void evaluation::spend() {
    if (--budget_ < 0) {
        throw no_value{"it takes too long to compute"};
    }
}

number evaluation::value(int id, std::map<std::string, std::int64_t> const& free, int numerator) {
    bound_.clear();
    for (auto const& [name, at] : free) {
        bound_.push_back({&name, at});
    }
    numerator_system_ = -2;
    if (numerator >= 0) {
        definition const* e = s_.find(key_of(d_[numerator]));
        if (e != nullptr && e->time_axis >= 0) {
            numerator_system_ = e->system;
            numerator_time_ = position(d_[numerator].parts[static_cast<std::size_t>(e->time_axis)]);
        }
    }
    try {
        return eval(id);
    } catch (std::invalid_argument const& e) {
        throw no_value{e.what()};
    }
}

std::int64_t const* evaluation::index(std::string const& name) const {
    for (std::size_t i = bound_.size(); i-- > 0;) {
        if (*bound_[i].name == name) {
            return &bound_[i].value;
        }
    }
    auto const extent = extents_.find(name);
    return extent == extents_.end() ? nullptr : &extent->second;
}

number evaluation::eval(int id) {
    spend();
    kept<int> const deeper{depth_, depth_ + 1};
    if (depth_ > deepest) {
        throw no_value{"definitions stand in one another without end"};
    }
    item const& i = d_[id];
    switch (i.what) {
        case form::number: return {i.value.as<real>(), 0, i.value.is_zero()};
        case form::access: return eval_access(i);
        case form::call: {
            std::vector<number> arguments;
            for (int part : i.parts) {
                arguments.push_back(eval(part));
            }
            if (i.name == "norm" || i.name == "norm_1") {
                throw no_value{"the norm is of tensors that have no indices anywhere: write the sum, "
                               "\\sqrt{\\sum_i x_i^2}"};
            }
            if (i.primes > 0 || !i.by.empty()) {
                throw no_value{"the function " + i.name + " is not known"};
            }
            return called(i.name, arguments);
        }
        case form::reduce: return reduce(i, id);
        case form::chosen: return chosen(i, id);
        case form::bracket: return holds(i) ? number{1, 0, false} : nothing;
        case form::add: return add(i);
        case form::multiply: return multiply(i);
        case form::power: return power(eval(i.parts[0]), eval(i.parts[1]));
        case form::negate: {
            number const u = eval(i.parts[0]);
            return {-u.value, -u.slope, u.none};
        }
        case form::partial: return derivative(i.parts[0], d_[i.parts[1]]);
    }
    throw no_value{"a term has no value"};
}

/// A function of the table, or one that the page defines.
number evaluation::called(std::string const& name, std::vector<number> const& arguments) {
    auto const own = std::find_if(d_.functions.begin(), d_.functions.end(),
                                  [&](syntax::written_function const& f) { return f.name == name; });
    if (own == d_.functions.end()) {
        return applied(name, arguments);
    }
    if (own->body < 0 || own->parameters.size() != arguments.size()) {
        throw no_value{"the function " + name + " has no value"};
    }
    std::map<std::string, number> values;
    for (std::size_t k = 0; k < arguments.size(); ++k) {
        values[own->parameters[k]] = arguments[k];
    }
    kept<std::map<std::string, number>> const inside{arguments_, std::move(values)};
    return eval(own->body);
}

number evaluation::add(item const& i) {
    number result = nothing;
    for (std::size_t k = 0; k < i.parts.size(); ++k) {
        number const u = eval(i.parts[k]);
        real const sign = i.signs[k] == '-' ? -1 : 1;
        result.value += sign * u.value;
        result.slope += sign * u.slope;
        result.none = result.none && u.none;
    }
    return result;
}

/// Where one factor has no support, the others are not looked at.
number evaluation::multiply(item const& i) {
    std::vector<std::optional<number>> factors(i.parts.size());
    for (bool const cheap : {true, false}) {
        for (std::size_t k = 0; k < i.parts.size(); ++k) {
            form const what = d_[i.parts[k]].what;
            bool const is_cheap = what == form::bracket || what == form::access || what == form::number;
            if (factors[k] || is_cheap != cheap) {
                continue;
            }
            factors[k] = eval(i.parts[k]);
            if (factors[k]->none && i.signs[k] == '*') {
                return nothing;
            }
        }
    }
    number result{1, 0, false};
    for (std::size_t k = 0; k < i.parts.size(); ++k) {
        number const& u = *factors[k];
        if (i.signs[k] == '*') {
            result = {result.value * u.value, result.slope * u.value + result.value * u.slope, false};
        } else if (i.signs[k] == '/') {
            real const q = result.value / u.value;
            result = {q, (result.slope - q * u.slope) / u.value, false};
        } else {
            std::int64_t const m = bounded(rounded(u));
            if (m <= 0) {
                throw no_value{"a divisor is not positive"};
            }
            std::int64_t const a = bounded(rounded(result));
            result = {static_cast<real>(a - m * graph::floor_divide(a, m)), 0, false};
        }
    }
    return result;
}

// -- brackets and reductions --------------------------------------------------------------------------------------------
bool evaluation::compares(syntax::comparison const& c) {
    number const a = eval(c.left);
    number const b = eval(c.right);
    using lowering::sign;
    switch (c.kind) {
        case sign::equal: return a.value == b.value;
        case sign::different: return a.value != b.value;
        case sign::less: return a.value < b.value;
        case sign::less_equal: return a.value <= b.value;
        case sign::greater: return a.value > b.value;
        case sign::greater_equal: return a.value >= b.value;
    }
    return false;
}

bool evaluation::holds(item const& bracket) {
    return std::all_of(bracket.comparisons.begin(), bracket.comparisons.end(),
                       [&](syntax::comparison const& c) { return compares(c); });
}

/// Visits all values of the bound indices from the k-th on; `far` tells that one lies where nothing may have support.
template <class Visit>
void evaluation::each(item const& i, int id, std::size_t k, Visit const& visit) {
    if (k == i.binders.size()) {
        if (i.condition < 0 || holds(d_[i.condition])) {
            visit();
        }
        return;
    }
    syntax::binder const& b = i.binders[k];
    int const v = t_.bound.at({id, static_cast<int>(k)});
    bool const written = b.lower >= 0 && b.upper >= 0;
    interval const range = written ? interval{position(b.lower), position(b.upper)} : variable_range(v);
    bool const endless = t_.variables[static_cast<std::size_t>(v)].integer && !written;
    bound_.push_back({&b.name, 0});
    std::size_t const own = bound_.size() - 1;
    auto const at = [&](std::int64_t value, bool far) {
        spend();
        kept<bool> const where{far_, far_ || far};
        bound_[own].value = value;
        each(i, id, k + 1, visit);
    };
    for (std::int64_t value = range.first; value <= range.last; ++value) {
        at(value, false);
    }
    if (endless) {
        at(-beyond, true);
        at(beyond, true);
    }
    bound_.pop_back();
}

number evaluation::reduce(item const& i, int id) {
    using syntax::word;
    std::int64_t count = 0;
    bool const sums = i.operation == word::sum || i.operation == word::mean;
    number result = sums ? nothing : number{1, 0, false};
    each(i, id, 0, [&] {
        number const u = eval(i.parts[0]);
        if (far_ && (!sums || !u.none)) {
            throw no_value{"a sum over all integers does not end"};
        }
        ++count;
        if (sums) {
            result = {result.value + u.value, result.slope + u.slope, result.none && u.none};
        } else if (i.operation == word::product) {
            result = {result.value * u.value, result.slope * u.value + result.value * u.slope, false};
        } else if (count == 1 ||
                   (i.operation == word::maximum ? u.value > result.value : u.value < result.value)) {
            result = {u.value, u.slope, false};  // the first one where several are equal
        }
    });
    if (count == 0 && !sums && i.operation != word::product) {
        result.value = std::numeric_limits<real>::quiet_NaN();
    }
    if (i.operation == word::mean) {
        auto const n = static_cast<real>(count);
        result = {result.value / n, result.slope / n, result.none};
    }
    return result;
}

number evaluation::chosen(item const& i, int id) {
    real best = 0;
    bool any = false;
    std::int64_t found = 0;
    std::size_t const outside = bound_.size();
    each(i, id, 0, [&] {
        number const u = eval(i.parts[0]);
        bool const better = i.operation == syntax::word::maximum ? u.value > best : u.value < best;
        if (!any || better) {
            any = true;
            best = u.value;
            found = bound_[outside + static_cast<std::size_t>(i.which)].value;
        }
    });
    if (!any) {
        throw no_value{"a maximum over nothing"};
    }
    return {static_cast<real>(found), 0, false};
}

// -- subscripts -------------------------------------------------------------------------------------------------------------
std::int64_t evaluation::position(int id) {
    item const& i = d_[id];
    switch (i.what) {
        case form::number: return bounded(i.value.num());
        case form::negate: return -position(i.parts[0]);
        case form::access: {
            if (i.parts.empty()) {
                if (std::int64_t const* at = index(i.tensor.name); at != nullptr) {
                    return *at;
                }
                throw no_value{"the index " + i.tensor.name + " is not bound"};
            }
            return bounded(rounded(eval_access(i)));
        }
        case form::add: {
            std::int64_t result = 0;
            for (std::size_t k = 0; k < i.parts.size(); ++k) {
                result = bounded(result + (i.signs[k] == '-' ? -1 : 1) * position(i.parts[k]));
            }
            return result;
        }
        case form::multiply: {
            std::int64_t result = position(i.parts[0]);
            for (std::size_t k = 1; k < i.parts.size(); ++k) {
                std::int64_t const by = position(i.parts[k]);
                if (i.signs[k] != '*' && by <= 0) {
                    throw no_value{"a divisor is not positive"};
                }
                result = i.signs[k] == '*'   ? bounded(result * by)
                         : i.signs[k] == '/' ? graph::floor_divide(result, by)
                                             : result - by * graph::floor_divide(result, by);
            }
            return result;
        }
        default: throw no_value{"a subscript is no index expression"};
    }
}

point evaluation::positions(item const& i) {
    point result;
    for (int part : i.parts) {
        result.push_back(position(part));
    }
    return result;
}

}  // namespace iverson::check
