// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/binding_error.hpp"
#include "expression.hpp"
#include "system.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

/// Names and the data they stand for: where(w = wv, adjoint(y) = gy, x = at(-1, xv), a = 0.5).
/// Nothing is copied: objects are referred to, temporaries that own or view memory are moved in, numbers are kept.
namespace iverson {

/// Data whose first entry along axis d has position lower[d].
template <class Data, std::size_t Rank>
struct placed {
    std::array<std::int64_t, Rank> lower{};
    Data data;
};

template <class T>
struct is_placed : std::false_type {};
template <class Data, std::size_t Rank>
struct is_placed<placed<Data, Rank>> : std::true_type {};

namespace where_details {

template <class Key>
struct key_name;
template <fixed_text Name, graph::standing Role, bool Scalar>
struct key_name<terminal<leaf::tensor<Name, Role, Scalar>>> {
    static constexpr std::string_view name = Name.view();
    static constexpr graph::standing role = Role;
};

/// What is kept of a right side: a reference to an object, the value of a temporary.
template <class Right>
using kept_data = std::conditional_t<std::is_lvalue_reference_v<Right>, Right, std::remove_cvref_t<Right>>;

template <class Data>
concept has_memory = requires(Data& data) { data.data(); };

}  // namespace where_details

/// One name with its data. `Data` is a reference for objects and a value for temporaries and numbers.
template <class Key, class Data, std::size_t Placed>
struct binding {
    /// The tensor's own name; for adjoint(y) and next(y) that is "y", and `role` tells them apart.
    static constexpr std::string_view name = where_details::key_name<Key>::name;
    static constexpr graph::standing role = where_details::key_name<Key>::role;
    static constexpr bool is_number = std::is_arithmetic_v<Data>;

    Data data;
    std::array<std::int64_t, Placed>
        lower{};  ///< from at(...); empty: the tensor starts at its declared bound, 0 if none

    static constexpr std::size_t placed_axes = Placed;
};

template <class T>
struct is_binding : std::false_type {};
template <class Key, class Data, std::size_t Placed>
struct is_binding<binding<Key, Data, Placed>> : std::true_type {};

/// Beyond it, positions that are added or multiplied by a factor could leave 64 bits.
inline constexpr std::int64_t farthest_position = std::int64_t{1} << 40;

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_position(std::int64_t first) {
    throw binding_error{"at(" + std::to_string(first) + ", ...): first positions lie between -2^40 and 2^40"};
}

/// Errors: binding_error for a position beyond 2^40.
template <class Right, class... Lower>
constexpr auto make_placed(Right&& data, Lower... lower) {
    static_assert((std::is_integral_v<Lower> && ...), "at(lo, data): the first positions are integers");
    for (std::int64_t const first : {static_cast<std::int64_t>(lower)...}) {
        if (first < -farthest_position || first > farthest_position) {
            refuse_position(first);
        }
    }
    return placed<where_details::kept_data<Right&&>, sizeof...(Lower)>{{static_cast<std::int64_t>(lower)...},
                                                                       std::forward<Right>(data)};
}

/// at(-1, xv), at(0, -2, m): data that starts at the given positions, from -2^40 to 2^40.
template <class Right>
constexpr auto at(std::int64_t lower, Right&& data) {
    return make_placed(std::forward<Right>(data), lower);
}
template <class Right>
constexpr auto at(std::int64_t first, std::int64_t second, Right&& data) {
    return make_placed(std::forward<Right>(data), first, second);
}
template <class Right>
constexpr auto at(std::int64_t first, std::int64_t second, std::int64_t third, Right&& data) {
    return make_placed(std::forward<Right>(data), first, second, third);
}

/// What `name = data` is; called by the assignment operator of a name.
template <class Key, class Right>
constexpr auto make_binding(Right&& right) {
    using value = std::remove_cvref_t<Right>;
    if constexpr (is_placed<value>::value) {
        using data = decltype(value::data);
        static_assert(where_details::has_memory<data>,
                      "data that is not evaluated yet cannot be bound: call its .eval() first");
        return binding<Key, data, std::tuple_size_v<decltype(value::lower)>>{std::forward<data>(right.data),
                                                                             right.lower};
    } else {
        static_assert(
            where_details::has_memory<value>,
            "an Eigen expression that is not evaluated yet cannot be bound: call its .eval() first");
        return binding<Key, where_details::kept_data<Right&&>, 0>{std::forward<Right>(right), {}};
    }
}

/// The bindings of one evaluation.
template <class... Bindings>
struct bindings {
    std::tuple<Bindings...> members;

    static constexpr std::size_t size = sizeof...(Bindings);

    /// Calls visit(binding) for each, in the order written.
    template <class Visit>
    constexpr void for_each(Visit&& visit) const {
        std::apply([&](auto const&... member) { (visit(member), ...); }, members);
    }
    template <class Visit>
    constexpr void for_each(Visit&& visit) {
        std::apply([&](auto&... member) { (visit(member), ...); }, members);
    }

    /// The place of the binding of that name and role; -1 if there is none.
    static constexpr int find(std::string_view name, graph::standing role) {
        int place = -1;
        int next = 0;
        ((place = Bindings::name == name && Bindings::role == role ? next : place, ++next), ...);
        return place;
    }
    static constexpr bool distinct = [] {
        int next = 0;
        bool result = true;
        ((result = result && find(Bindings::name, Bindings::role) == next, ++next), ...);
        return result;
    }();
};

namespace where_details {

template <class Key, class Data, std::size_t Placed>
constexpr auto as_binding(binding<Key, Data, Placed> b) {
    return b;
}
/// a = 0.5 is an equation of the scalar a; here it binds the number.
template <class Key, class Number>
constexpr auto
as_binding(expression<yap::expr_kind::assign, hana::tuple<Key, terminal<leaf::constant<Number>>>> const& e) {
    static_assert(is_scalar<Key>::value, "a number is bound to a scalar: declare it by scalar<\"a\">");
    return binding<Key, Number, 0>{part<0>(part<1>(e)).value, {}};
}
template <class Left, class Right>
constexpr auto as_binding(expression<yap::expr_kind::assign, hana::tuple<Left, Right>> const&) {
    static_assert(is_binding<Right>::value,
                  "where(...) takes names with data, such as w = wv; this is an equation");
}

}  // namespace where_details

template <class... Members>
constexpr auto where(Members... members) {
    using all = bindings<decltype(where_details::as_binding(std::move(members)))...>;
    static_assert(all::distinct, "a name is bound twice in one where(...)");
    return all{std::tuple{where_details::as_binding(std::move(members))...}};
}

}  // namespace iverson
