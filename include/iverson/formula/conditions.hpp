// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "subscripts.hpp"

#include <iverson/graph/build.hpp>

/// Lowering of what stands in a bracket: comparisons of indices or of values, joined by &&.
namespace iverson::lowering {

template <yap::expr_kind Kind, class Tuple>
constexpr int lower(state& s, expression<Kind, Tuple> const& e);

template <class Tree>
struct is_residue : std::false_type {};
template <class A, class B>
struct is_residue<expression<yap::expr_kind::modulus, hana::tuple<A, B>>>
    : std::bool_constant<is_affine<A>::value && is_integer<B>::value> {};

template <yap::expr_kind Kind>
inline constexpr sign sign_of = Kind == yap::expr_kind::equal_to       ? sign::equal
                                : Kind == yap::expr_kind::not_equal_to ? sign::different
                                : Kind == yap::expr_kind::less         ? sign::less
                                : Kind == yap::expr_kind::less_equal   ? sign::less_equal
                                : Kind == yap::expr_kind::greater      ? sign::greater
                                                                       : sign::greater_equal;

/// p(i) == k, p(i) + 1 <= k: entries of integer tensors against an index. Between entries alone values are compared.
template <class Left, class Right>
inline constexpr bool compares_entries = is_position<Left>::value && is_position<Right>::value &&
                                         (holds_index<Left>::value || holds_index<Right>::value);

template <yap::expr_kind Kind, class Left, class Right>
constexpr int lower_comparison(state& s, Left const& left, Right const& right) {
    constexpr bool of_equality = Kind == yap::expr_kind::equal_to || Kind == yap::expr_kind::not_equal_to;
    if constexpr (of_equality && is_residue<Left>::value && is_integer<Right>::value) {
        graph::affine const value = lower_affine(s, part<0>(left));
        std::int64_t const modulus = lower_affine(s, part<1>(left)).constant();
        return residue_bracket(s, sign_of<Kind>, value, modulus, lower_affine(s, right).constant());
    } else if constexpr (is_subscript<Left>::value && is_subscript<Right>::value) {
        std::size_t const quotients = s.open_quotients();
        graph::affine const a = lower_affine(s, left);
        int const node = index_bracket(s, sign_of<Kind>, a, lower_affine(s, right));
        return s.sum_over_quotients(node, quotients);
    } else if constexpr (compares_entries<Left, Right>) {
        std::size_t const quotients = s.open_quotients();
        graph::affine const a = lower_affine(s, left);
        return s.sum_over_quotients(entry_bracket(s, sign_of<Kind>, a, lower_affine(s, right)), quotients);
    } else {
        int const a = lower(s, left);
        return value_bracket(s, sign_of<Kind>, a, lower(s, right));
    }
}

constexpr bool is_comparison(yap::expr_kind kind) {
    return kind == yap::expr_kind::equal_to || kind == yap::expr_kind::not_equal_to ||
           kind == yap::expr_kind::less || kind == yap::expr_kind::less_equal ||
           kind == yap::expr_kind::greater || kind == yap::expr_kind::greater_equal;
}

template <class Tree>
constexpr int lower_condition(state& s, Tree const& e) {
    if constexpr (Tree::kind == yap::expr_kind::logical_and) {
        int const a = lower_condition(s, part<0>(e));
        return graph::multiply(s.g, a, lower_condition(s, part<1>(e)));
    } else {
        static_assert(is_comparison(Tree::kind), "a bracket holds comparisons, joined by &&");
        return lower_comparison<Tree::kind>(s, part<0>(e), part<1>(e));
    }
}

}  // namespace iverson::lowering
