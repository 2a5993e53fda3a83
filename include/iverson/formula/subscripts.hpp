// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "expression.hpp"
#include "meaning.hpp"

/// Lowering of what stands in subscripts and ranges: affine expressions, and the indices that ranges bind.
namespace iverson::lowering {

template <class Tree>
constexpr graph::affine lower_affine(state& s, Tree const& e);

template <fixed_text Name, graph::symbol_kind Kind>
constexpr graph::affine affine_leaf(state& s, leaf::index<Name, Kind> const&) {
    return graph::affine::symbol(s.symbol_of(Name.view(), Kind));
}
template <fixed_text Name>
constexpr graph::affine affine_leaf(state& s, leaf::extent<Name> const&) {
    return graph::affine::symbol(s.extent_of(Name.view()));
}
constexpr graph::affine affine_leaf(state&, leaf::constant<std::int64_t> const& c) { return {c.value}; }

/// i.in(lo, hi) in a subscript: the range must be the one with which the index was bound.
template <fixed_text Name, graph::symbol_kind Kind, class Ranged>
constexpr graph::affine ranged_use(state& s, terminal<leaf::index<Name, Kind>> const& index,
                                   Ranged const& e) {
    graph::affine const symbol = lower_affine(s, index);
    graph::vector<int> const* bound = s.guards_of(Name.view(), Kind);
    graph::vector<int> const here =
        between(s, lower_affine(s, part<2>(e)), symbol, lower_affine(s, part<3>(e)));
    if (bound != nullptr && *bound != here) {
        s.g.fail(graph::sentence("index ", Name.view(),
                                 " has a range where it is used that it has not where it is bound: ",
                                 "write the range on the left side or in the reduction"));
    }
    return symbol;
}

/// p(i) in a subscript: the index whose one value that entry is.
template <fixed_text Name, graph::standing Role, class Tree, std::size_t... Axis>
constexpr graph::affine entry(state& s, leaf::tensor<Name, Role, false> const&, Tree const& e,
                              std::index_sequence<Axis...>) {
    static_assert(Role == graph::role::plain,
                  "the entries of this tensor are computed: they are no integers");
    graph::vector<graph::affine> positions;
    (positions.push_back(lower_affine(s, part<Axis + 1>(e))), ...);
    int const tensor = s.tensor_of(Name.view(), Role, sizeof...(Axis));
    return graph::affine::symbol(s.entry(tensor, positions));
}

template <class Tree>
constexpr graph::affine lower_affine(state& s, Tree const& e) {
    using graph::affine;
    if constexpr (Tree::kind == yap::expr_kind::terminal) {
        return affine_leaf(s, part<0>(e));
    } else if constexpr (is_ranged_index<Tree>::value) {
        return ranged_use(s, part<1>(e), e);
    } else if constexpr (Tree::kind == yap::expr_kind::call) {
        constexpr std::size_t axes = decltype(hana::size(e.elements))::value - 1;
        return entry(s, part<0>(part<0>(e)), e, std::make_index_sequence<axes>{});
    } else if constexpr (Tree::kind == yap::expr_kind::negate) {
        return -lower_affine(s, part<0>(e));
    } else {
        affine const a = lower_affine(s, part<0>(e));
        affine const b = lower_affine(s, part<1>(e));
        if constexpr (Tree::kind == yap::expr_kind::plus) {
            return a + b;
        } else if constexpr (Tree::kind == yap::expr_kind::minus) {
            return a - b;
        } else if constexpr (Tree::kind == yap::expr_kind::divides || Tree::kind == yap::expr_kind::modulus) {
            return divided(s, a, b.constant(), Tree::kind == yap::expr_kind::modulus);
        } else {
            return a.is_constant() ? a.constant() * b : b.constant() * a;
        }
    }
}

// -- binders --------------------------------------------------------------------------------------------------------------
template <fixed_text Name, graph::symbol_kind Kind>
constexpr int push_index(state& s, terminal<leaf::index<Name, Kind>> const&, bool written) {
    return s.push(Name.view(), Kind, written);
}

template <fixed_text Name, graph::symbol_kind Kind>
constexpr bool is_known(state const& s, terminal<leaf::index<Name, Kind>> const&) {
    return s.place_of(Name.view(), Kind) >= 0;
}
template <class Ranged>
constexpr bool is_known(state const& s, Ranged const& e) {
    return is_known(s, part<1>(e));
}

/// Makes the index known from here on and returns its symbol; its range's conditions are appended to `guards`.
template <class IndexTree>
constexpr int bind_index(state& s, IndexTree const& e, graph::vector<int>& guards) {
    if constexpr (is_bare_index<IndexTree>::value) {
        return push_index(s, e, false);
    } else {
        // The ends are read first: in i.in(0, i) the second i is the outer one.
        graph::affine const lower = lower_affine(s, part<2>(e));
        graph::affine const upper = lower_affine(s, part<3>(e));
        int const symbol = push_index(s, part<1>(e), true);
        graph::vector<int> const own = between(s, lower, graph::affine::symbol(symbol), upper);
        guards.insert(guards.end(), own.begin(), own.end());
        s.set_guards(own);
        return symbol;
    }
}

}  // namespace iverson::lowering
