// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "expression.hpp"

#include <iverson/graph/variable.hpp>

#include <array>
#include <string_view>

namespace iverson {

namespace lowering {

template <fixed_text Name, graph::standing Role, bool Scalar>
constexpr variable named(terminal<leaf::tensor<Name, Role, Scalar>> const&) {
    return {Name.view(), Role, Scalar ? 0 : -1, {}, {}};
}
template <class Other>
constexpr variable named(Other const&) {
    static_assert(!is_expression<Other>::value,
                  "a derivative is taken by a tensor or scalar of the formula: x(k), x or E");
    return {};
}

template <fixed_text Name, graph::symbol_kind Kind>
constexpr void add_index(variable& v, terminal<leaf::index<Name, Kind>> const&) {
    v.kinds[static_cast<std::size_t>(v.rank)] = Kind;
    v.indices[static_cast<std::size_t>(v.rank++)] = Name.view();
}
template <class Other>
constexpr void add_index(variable&, Other const&) {
    static_assert(
        !is_expression<Other>::value,
        "a derivative is taken by a tensor with bare indices, x(k): x(k + 3) is the same gradient at k + 3");
}

template <class... Parts>
constexpr variable named(expression<yap::expr_kind::call, hana::tuple<Parts...>> const& e) {
    variable result = named(part<0>(e));
    result.rank = 0;
    [&]<std::size_t... Axis>(std::index_sequence<Axis...>) {
        (add_index(result, part<Axis + 1>(e)), ...);
    }(std::make_index_sequence<sizeof...(Parts) - 1>{});
    return result;
}

}  // namespace lowering

/// The variable that the type of an expression names (every index and tensor is an empty object, so its type says all).
template <class Tree>
inline constexpr variable variable_of = lowering::named(std::remove_cvref_t<Tree>{});

}  // namespace iverson
