// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "function_record.hpp"
#include "term.hpp"

#include <iverson/functions/table.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

/// From a row of the function table (which knows no graph) to its record in a graph, and the table's functions on terms.
namespace iverson::graph {

// What slopes use beside the functions of the table; the twins for numbers stand in functions/numbers.hpp.
constexpr term square(term u) { return integer_power(u, 2); }
constexpr term number_like(term u, int n) { return u.literal(n); }
constexpr term value_bracket(comparison how, term u, term v) {
    int const both[] = {u.id(), v.id()};
    return {u.owner(), u.owner().intern(op::compare, static_cast<int>(how), both)};
}
constexpr term is_less(term u, term v) { return value_bracket(comparison::less, u, v); }
constexpr term is_at_most(term u, term v) { return value_bracket(comparison::less_equal, u, v); }
constexpr term next_polygamma(term order, term u);

// All are declared before any slope is looked at: that of sin calls cos, that of cos calls sin.
#define IVERSON_ON_TERMS(name)                                                                               \
    template <class... Rest>                                                                                 \
    constexpr term name(term u, Rest... rest);
IVERSON_FOR_EACH_FUNCTION(IVERSON_ON_TERMS)
#undef IVERSON_ON_TERMS

/// A slope may be a plain number: that of `heaviside` is 0.
constexpr term as_term(term, term slope) { return slope; }
constexpr term as_term(term f, std::integral auto slope) {
    return f.literal(rational{static_cast<std::int64_t>(slope)});
}
constexpr term as_term(term f, double slope) { return f.literal(decimal(slope)); }
constexpr term as_term(term f, functions::no_slope) {
    graph& g = f.owner();
    return {g, g.fail(sentence("the derivative of ", g.function_of(f.id()).name,
                               " by one of its arguments is not known"))};
}

template <class Row, std::size_t Which, std::size_t... Argument>
constexpr term slope_on_terms(term const* args, term f, std::index_sequence<Argument...>) {
    return as_term(f, Row::template slope<Which>(args[Argument]..., f));
}

template <class Row, std::size_t... Which>
constexpr term any_slope_on_terms(term const* args, term f, int which, std::index_sequence<Which...> all) {
    term result = f;
    ((static_cast<int>(Which) == which ? static_cast<void>(result = slope_on_terms<Row, Which>(args, f, all))
                                       : void()),
     ...);
    return result;
}

template <class Row>
constexpr term slope_of(term const* args, term f, int which) {
    return any_slope_on_terms<Row>(args, f, which,
                                   std::make_index_sequence<static_cast<std::size_t>(Row::arity)>{});
}

/// The record of a row. Two rows of one name are one function in a graph.
template <class Row>
constexpr function_record record_of(Row const& row) {
    function_record record{row.name, row.latex, Row::arity, row.facts.zero_at_zero, row.facts.cost};
    if constexpr (Row::has_slopes) {
        record.slope = &slope_of<Row>;
    }
    record.value64 = &Row::template at<double>;
    record.value32 = &Row::template at<float>;
    if constexpr (Row::has_lanes) {
        record.lanes64 = &Row::template at_lanes<double, functions::native_width<double>>;
        record.lanes32 = &Row::template at_lanes<float, functions::native_width<float>>;
    }
    if constexpr (Row::has_lanes && Row::is_arithmetic) {
        record.register64 = &Row::template at_register<double, functions::native_width<double>>;
        record.register32 = &Row::template at_register<float, functions::native_width<float>>;
    }
    return record;
}

/// What a row applied to terms (and numbers among them) is; found by ADL from functions::row.
template <class Row, class... Rest>
constexpr term apply_row(Row const& row, term first, Rest... rest) {
    graph& g = first.owner();
    int const function = g.function_id(record_of(row));
    if constexpr (Row::is_constant) {
        return {g, call(g, function, {})};
    } else {
        std::array<int, sizeof...(Rest) + 1> const ids{first.id(), as_term(first, rest).id()...};
        return {g, call(g, function, ids)};
    }
}

#define IVERSON_ON_TERMS(name)                                                                               \
    template <class... Rest>                                                                                 \
    constexpr term name(term u, Rest... rest) {                                                              \
        return apply_row(functions::name, u, rest...);                                                       \
    }
IVERSON_FOR_EACH_FUNCTION(IVERSON_ON_TERMS)
#undef IVERSON_ON_TERMS

constexpr term next_polygamma(term order, term u) { return apply_row(functions::polygamma, order + 1, u); }

}  // namespace iverson::graph
