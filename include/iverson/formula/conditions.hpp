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

/// [a % m == r] for a positive m is [m divides a - r], and 0 unless 0 <= r < m.
template <class Residue, class Value>
constexpr int lower_residue(state& s, Residue const& left, Value const& right) {
    graph::affine const value = lower_affine(s, part<0>(left));
    std::int64_t const modulus = lower_affine(s, part<1>(left)).constant();
    std::int64_t const rest = lower_affine(s, right).constant();
    if (modulus <= 0) {
        return s.g.fail("the right side of % is a positive integer");
    }
    return rest < 0 || rest >= modulus
               ? s.g.number(0)
               : graph::bracket(s.g, {graph::relation::divisible, value - graph::affine{rest}, modulus});
}

/// A comparison of index expressions.
template <yap::expr_kind Kind>
constexpr int index_bracket(state& s, graph::affine const& a, graph::affine const& b) {
    using graph::affine;
    using graph::relation;
    switch (Kind) {
        case yap::expr_kind::equal_to: return graph::bracket(s.g, {relation::zero, a - b, 0});
        case yap::expr_kind::less: return graph::bracket(s.g, {relation::nonnegative, b - a - affine{1}, 0});
        case yap::expr_kind::less_equal: return graph::bracket(s.g, {relation::nonnegative, b - a, 0});
        case yap::expr_kind::greater:
            return graph::bracket(s.g, {relation::nonnegative, a - b - affine{1}, 0});
        default: return graph::bracket(s.g, {relation::nonnegative, a - b, 0});
    }
}

/// A comparison of values.
template <yap::expr_kind Kind>
constexpr int value_bracket(state& s, int a, int b) {
    constexpr bool swapped = Kind == yap::expr_kind::greater || Kind == yap::expr_kind::greater_equal;
    constexpr graph::comparison kind = Kind == yap::expr_kind::equal_to ? graph::comparison::equal
                                       : Kind == yap::expr_kind::less || Kind == yap::expr_kind::greater
                                           ? graph::comparison::less
                                           : graph::comparison::less_equal;
    int const parts[] = {swapped ? b : a, swapped ? a : b};
    return s.g.intern(graph::op::compare, static_cast<int>(kind), parts);
}

template <yap::expr_kind Kind, class Left, class Right>
constexpr int lower_comparison(state& s, Left const& left, Right const& right) {
    if constexpr (Kind == yap::expr_kind::not_equal_to) {
        return graph::subtract(s.g, graph::one(s.g),
                               lower_comparison<yap::expr_kind::equal_to>(s, left, right));
    } else if constexpr (is_residue<Left>::value && is_integer<Right>::value &&
                         Kind == yap::expr_kind::equal_to) {
        return lower_residue(s, left, right);
    } else if constexpr (is_subscript<Left>::value && is_subscript<Right>::value) {
        std::size_t const quotients = s.open_quotients();
        graph::affine const a = lower_affine(s, left);
        int const node = index_bracket<Kind>(s, a, lower_affine(s, right));
        return s.sum_over_quotients(node, quotients);
    } else {
        int const a = lower(s, left);
        return value_bracket<Kind>(s, a, lower(s, right));
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
