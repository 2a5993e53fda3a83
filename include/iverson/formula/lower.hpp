// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "conditions.hpp"
#include "system.hpp"

/// From the tree that YAP carries to the graph. Names come from the types, constants from the objects.
/// What has a meaning but a wrong one (ranks, unbound indices, sums without end) is refused by the graph, in one place for
/// all front ends; what cannot be read at all is refused here.
namespace iverson::lowering {

template <class Never>
inline constexpr bool never = false;

template <graph::reduction Kind, std::size_t... Which, class Tree>
constexpr int lower_reduction(state& s, std::index_sequence<Which...>, Tree const& e) {
    static_assert((IndexExpression<std::remove_cvref_t<decltype(part<Which + 1>(e))>> && ...),
                  "a reduction takes indices, bare or with a range, and then what is reduced: sum(i, j.in(0, "
                  "2), body)");
    std::size_t const outside = s.depth();
    graph::vector<int> guards;
    graph::vector<int> vars;
    (vars.push_back(bind_index(s, part<Which + 1>(e), guards)), ...);
    int const body = lower(s, part<sizeof...(Which) + 1>(e));
    s.pop_to(outside);
    return reduction_over(s, Kind, vars, guards, body);
}

// -- values ---------------------------------------------------------------------------------------------------------------
constexpr graph::rational exact(std::int64_t value) { return {value}; }
constexpr graph::rational exact(graph::rational value) { return value; }
constexpr graph::rational exact(double value) { return graph::decimal(value); }
constexpr graph::rational exact(long double value) { return graph::decimal(static_cast<double>(value)); }
/// The shortest decimal that a float can mean has at most 9 digits.
constexpr graph::rational exact(float value) {
    std::int64_t scale = 1;
    for (int digits = 0; digits <= 12; ++digits, scale *= 10) {
        double const scaled = static_cast<double>(value) * static_cast<double>(scale);
        if (scaled > 1e15 || scaled < -1e15) {
            break;
        }
        auto const m = static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        if (static_cast<float>(static_cast<double>(m) / static_cast<double>(scale)) == value) {
            return {graph::wide_integer{m}, graph::wide_integer{scale}};
        }
    }
    return {0, 0};
}

template <class Value>
constexpr int lower_leaf(state& s, leaf::constant<Value> const& c) {
    graph::rational const value = exact(c.value);
    return value.valid() ? s.g.number(value)
                         : s.g.fail("a decimal of the formula is not a fraction of two 64-bit integers: "
                                    "write it as 1_r/3, or as a "
                                    "scalar<\"a\"> that is bound to a number");
}
template <fixed_text Name, graph::standing Role>
constexpr int lower_leaf(state& s, leaf::tensor<Name, Role, true> const&) {
    return graph::access(s.g, s.tensor_of(Name.view(), Role, 0), {});
}
template <class Leaf>
constexpr int lower_leaf(state&, Leaf const&) {
    static_assert(never<Leaf>,
                  "an index, an extent or a tensor without subscripts stands where a value is needed");
    return 0;
}

template <class Tree, std::size_t... Which>
constexpr graph::vector<int> lower_arguments(state& s, Tree const& e, std::index_sequence<Which...>) {
    graph::vector<int> result;
    (result.push_back(lower(s, part<Which + 1>(e))), ...);
    return result;
}

/// The record of an unknown function refers to its name, which therefore lives as long as the program.
template <fixed_text Name>
inline constexpr fixed_text unknown_name = Name;

/// What a call means is told by its head.
template <fixed_text Name, graph::standing Role, class Tree, std::size_t... Axis>
constexpr int lower_call(state& s, leaf::tensor<Name, Role, false> const&, Tree const& e,
                         std::index_sequence<Axis...>) {
    graph::vector<graph::affine> positions;
    std::size_t const quotients = s.open_quotients();
    (positions.push_back(lower_affine(s, part<Axis + 1>(e))), ...);
    int const access = graph::access(s.g, s.tensor_of(Name.view(), Role, sizeof...(Axis)), positions);
    return s.sum_over_quotients(access, quotients);
}
template <graph::reduction Kind, class Tree, std::size_t... Argument>
constexpr int lower_call(state& s, leaf::reduction<Kind> const&, Tree const& e,
                         std::index_sequence<Argument...>) {
    return lower_reduction<Kind>(s, std::make_index_sequence<sizeof...(Argument) - 1>{}, e);
}
template <class Tree, std::size_t... Argument>
constexpr int lower_call(state& s, leaf::mean const&, Tree const& e, std::index_sequence<Argument...>) {
    return mean_of(
        s, lower_reduction<graph::reduction::sum>(s, std::make_index_sequence<sizeof...(Argument) - 1>{}, e));
}
template <class Tree, std::size_t... Argument>
constexpr int lower_call(state& s, leaf::bracket const&, Tree const& e, std::index_sequence<Argument...>) {
    return lower_condition(s, part<1>(e));
}
template <class Tree, std::size_t... Argument>
constexpr int lower_call(state& s, leaf::power const&, Tree const& e, std::index_sequence<Argument...>) {
    int const base = lower(s, part<1>(e));
    return graph::power(s.g, base, lower(s, part<2>(e)));
}
template <class Row, class Tree, std::size_t... Argument>
constexpr int lower_call(state& s, leaf::function<Row> const& head, Tree const& e,
                         std::index_sequence<Argument...> all) {
    graph::vector<int> const arguments = lower_arguments(s, e, all);
    return graph::call(s.g, s.function_of(graph::record_of(head.row)), arguments);
}
template <fixed_text Name, class Tree, std::size_t... Argument>
constexpr int lower_call(state& s, leaf::unknown<Name> const&, Tree const& e,
                         std::index_sequence<Argument...> all) {
    graph::vector<int> const arguments = lower_arguments(s, e, all);
    auto const record =
        graph::unknown_record(unknown_name<Name>.view(), static_cast<int>(sizeof...(Argument)));
    return graph::call(s.g, s.function_of(record), arguments);
}
template <class Tree, std::size_t... Argument>
constexpr int lower_call(state&, leaf::range const&, Tree const&, std::index_sequence<Argument...>) {
    static_assert(never<Tree>, "an index stands where a value is needed");
    return 0;
}

template <yap::expr_kind Kind>
constexpr int lower_binary(state& s, int a, int b) {
    static_assert(Kind == yap::expr_kind::plus || Kind == yap::expr_kind::minus ||
                      Kind == yap::expr_kind::multiplies || Kind == yap::expr_kind::divides,
                  "a comparison or % stands where a value is needed: write bracket(...) around a condition");
    switch (Kind) {
        case yap::expr_kind::plus: return graph::add(s.g, a, b);
        case yap::expr_kind::minus: return graph::subtract(s.g, a, b);
        case yap::expr_kind::multiplies: return graph::multiply(s.g, a, b);
        default: return graph::divide(s.g, a, b);
    }
}

template <yap::expr_kind Kind, class Tuple>
constexpr int lower(state& s, expression<Kind, Tuple> const& e) {
    if constexpr (Kind == yap::expr_kind::terminal) {
        return lower_leaf(s, part<0>(e));
    } else if constexpr (Kind == yap::expr_kind::call) {
        constexpr std::size_t arguments = decltype(hana::size(e.elements))::value - 1;
        return lower_call(s, part<0>(part<0>(e)), e, std::make_index_sequence<arguments>{});
    } else if constexpr (Kind == yap::expr_kind::negate) {
        return graph::negate(s.g, lower(s, part<0>(e)));
    } else {
        int const a = lower(s, part<0>(e));
        return lower_binary<Kind>(s, a, lower(s, part<1>(e)));
    }
}

// -- equations ------------------------------------------------------------------------------------------------------------
/// A subscript on the left binds its index; the graph refuses one that stands there twice, and what is neither an index nor
/// a constant.
template <class Subscript>
constexpr graph::affine left_position(state& s, Subscript const& e, graph::vector<int>& domain) {
    static_assert(!holds_access<Subscript>::value,
                  "an entry of a tensor subscripts the left side: write the scatter as a sum, "
                  "y(k) = sum(i, bracket(p(i) == k) * x(i))");
    static_assert(holds_access<Subscript>::value || is_affine<Subscript>::value,
                  "a subscript on the left is divided: solve for its index, and divide on the right");
    if constexpr (IndexExpression<Subscript>) {
        return is_known(s, e) ? lower_affine(s, e) : graph::affine::symbol(bind_index(s, e, domain));
    } else {
        return lower_affine(s, e);
    }
}

template <fixed_text Name, graph::standing Role, bool Scalar, class Left, std::size_t... Axis>
constexpr void lower_left(state& s, graph::equation& into, leaf::tensor<Name, Role, Scalar> const&,
                          Left const& e, std::index_sequence<Axis...>) {
    (into.positions.push_back(s.g.affine_id(left_position(s, part<Axis + 1>(e), into.domain))), ...);
    into.tensor = s.tensor_of(Name.view(), Role, sizeof...(Axis));
}

template <class Left>
constexpr void lower_left(state& s, graph::equation& into, Left const& e) {
    if constexpr (is_scalar<Left>::value) {
        lower_left(s, into, part<0>(e), e, std::index_sequence<>{});
    } else {
        constexpr std::size_t arguments = decltype(hana::size(e.elements))::value - 1;
        lower_left(s, into, part<0>(part<0>(e)), e, std::make_index_sequence<arguments>{});
    }
}

template <class T>
struct is_access : std::false_type {};
template <class Head, class... Subscripts>
struct is_access<expression<yap::expr_kind::call, hana::tuple<Head, Subscripts...>>> : is_tensor<Head> {};

template <class Left, class Right>
constexpr void lower_equation(state& s,
                              expression<yap::expr_kind::assign, hana::tuple<Left, Right>> const& e) {
    static_assert(is_access<Left>::value || is_scalar<Left>::value,
                  "the left side of an equation is a tensor with subscripts, y(i, j), or a scalar");
    graph::equation result;
    lower_left(s, result, part<0>(e));
    result.value = lower(s, part<1>(e));
    s.pop_to(0);
    s.target.add_equation(result.tensor, result.positions, result.domain, result.value);
}

template <class... Equations>
constexpr void lower_all(state& s, equations<Equations...> const& all) {
    hana::unpack(all.members, [&](auto const&... member) { (lower_equation(s, member), ...); });
}
template <yap::expr_kind Kind, class Tuple>
constexpr void lower_all(state& s, expression<Kind, Tuple> const& e) {
    static_assert(Kind == yap::expr_kind::assign,
                  "a formula is an equation, y(i) = ..., or a system of them");
    lower_equation(s, e);
}

/// The formula that a constexpr equation or system means, completed and checked; failed() with a sentence if it means none.
template <class Source>
constexpr graph::formula lowered_formula(Source const& source) {
    state s;
    lower_all(s, source);
    graph::complete(s.target);
    return s.target;
}

}  // namespace iverson::lowering
