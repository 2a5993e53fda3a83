// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "term.hpp"
#include "text.hpp"

#include <string_view>

/// Unknown functions: a name and a number of arguments. They have no value; their derivatives are unknown functions too,
/// g_1 and g_12 of a g of several arguments, g' and g'' of one. They are smooth, so that g_12 and g_21 are one function.
namespace iverson::graph {

/// The slope of an unknown function: its partial derivative by one more argument.
constexpr term slope_of_unknown(term const* args, term f, int which) {
    graph& g = f.owner();
    function_record derived = g.function_of(f.id());
    if (derived.order == function_record::highest_order) {
        return {g, g.fail(sentence("unknown functions are derived up to order ",
                                   function_record::highest_order))};
    }
    int place = derived.order++;
    for (; place > 0 && derived.by[static_cast<std::size_t>(place - 1)] > which; --place) {
        derived.by[static_cast<std::size_t>(place)] = derived.by[static_cast<std::size_t>(place - 1)];
    }
    derived.by[static_cast<std::size_t>(place)] = which;
    vector<int> ids;
    for (int i = 0; i < derived.arity; ++i) {
        ids.push_back(args[i].id());
    }
    return {g, call(g, g.function_id(derived), ids)};
}

constexpr function_record unknown_record(std::string_view name, int arity) {
    function_record record{name, "", arity};
    record.slope = &slope_of_unknown;
    return record;
}

/// The name of a function in text, with the marks of a derivative of an unknown one: tanh, g'', g_12.
constexpr text full_name(function_record const& f) {
    text result{f.name};
    if (f.order > 0 && f.arity > 1) {
        result += "_";
    }
    for (int i = 0; i < f.order; ++i) {
        if (f.arity == 1) {
            result += "'";
        } else {
            result += f.by[static_cast<std::size_t>(i)] + 1;
        }
    }
    return result;
}

/// Why a formula with this function cannot be evaluated.
constexpr text no_value(function_record const& f) {
    return sentence("function ", full_name(f),
                    " is unknown: it can be derived and printed, and has no value");
}

}  // namespace iverson::graph
