// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "lower.hpp"

#include <iverson/graph/refuse.hpp>

#include <tuple>
#include <type_traits>

/// From a constexpr object to the formula that later stages read. An object is a YAP equation, a system of them, or what a
/// later stage made (a gradient): any object whose type has a static frozen formula `value`.
namespace iverson {

/// The stage that lowers the equation or system F. The name is short in symbols, because F is a reference.
template <auto const& F>
struct lowered {
    static constexpr graph::formula make() { return lowering::lowered_formula(F); }
};

template <class Object>
concept DerivedFormula = requires { Object::value.thaw(); };

namespace lowering {

template <auto const& F>
constexpr auto const& frozen_of() {
    using object = std::remove_cvref_t<decltype(F)>;
    if constexpr (DerivedFormula<object>) {
        return object::value;
    } else {
        return graph::checked<lowered<F>>::value;
    }
}

template <class Row, class Table>
struct is_row_of : std::false_type {};
template <class Row, class... Rows>
struct is_row_of<Row, std::tuple<Rows...>> : std::bool_constant<(std::is_same_v<Row, Rows> || ...)> {};

template <class Leaf>
constexpr std::tuple<> rows_in(Leaf const&) {
    return {};
}
template <class Row>
constexpr auto rows_in(leaf::function<Row> const& head) {
    if constexpr (is_row_of<Row, std::remove_cvref_t<decltype(functions::table)>>::value) {
        return std::tuple<>{};
    } else {
        return std::tuple<Row>{head.row};
    }
}
template <yap::expr_kind Kind, class Tuple>
constexpr auto rows_in(expression<Kind, Tuple> const& e);
template <class... Equations>
constexpr auto rows_in(equations<Equations...> const& all) {
    return hana::unpack(all.members,
                        [](auto const&... member) { return std::tuple_cat(rows_in(member)...); });
}
template <yap::expr_kind Kind, class Tuple>
constexpr auto rows_in(expression<Kind, Tuple> const& e) {
    return hana::unpack(e.elements,
                        [](auto const&... element) { return std::tuple_cat(rows_in(element)...); });
}

template <auto const& F>
constexpr auto user_rows() {
    using object = std::remove_cvref_t<decltype(F)>;
    if constexpr (requires { object::rows; }) {
        return object::rows;
    } else if constexpr (DerivedFormula<object>) {
        return std::tuple<>{};
    } else {
        return rows_in(F);
    }
}

}  // namespace lowering

/// The frozen formula of F: `frozen_formula<F>.thaw()` is the graph::formula. Errors stop the compiler with a sentence.
template <auto const& F>
inline constexpr auto const& frozen_formula = lowering::frozen_of<F>();

/// The user's own function rows that F calls, a std::tuple, so that they can be evaluated in any number type
/// (functions::visit_row). A derived object hands on those of its source as a static member `rows`.
template <auto const& F>
inline constexpr auto rows_of = lowering::user_rows<F>();

}  // namespace iverson
