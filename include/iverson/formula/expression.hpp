// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/formula.hpp>
#include <iverson/graph/refuse.hpp>

#include <boost/yap/algorithm.hpp>

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

/// The expression template. What the user writes is a tree of YAP expressions whose leaves are empty types with names
/// (indices, tensors) and small values (constants); nothing is computed before the tree is lowered into a graph.
namespace iverson {

namespace yap = boost::yap;
namespace hana = boost::hana;

template <yap::expr_kind Kind, class Tuple>
struct expression;

// -- leaves -----------------------------------------------------------------------------------------------------------
namespace leaf {

template <fixed_text Name, graph::symbol_kind Kind>
struct index {};
template <fixed_text Name>
struct extent {};
/// A tensor or, called without subscripts, a scalar.
template <fixed_text Name, graph::standing Role, bool Scalar>
struct tensor {};
/// A constant as written: a 64-bit integer, a decimal (double, float) or an exact fraction.
template <class Value>
struct constant {
    Value value{};
};
/// The heads of calls that are not accesses.
template <graph::reduction Kind>
struct reduction {};
struct mean {};
struct range {};
struct bracket {};
struct power {};
template <class Row>
struct function {
    Row row;
};
template <fixed_text Name>
struct unknown {};

}  // namespace leaf

template <class Leaf>
using terminal = expression<yap::expr_kind::terminal, hana::tuple<Leaf>>;

// -- what an expression is, by its type ---------------------------------------------------------------------------------
template <class T>
struct is_expression : std::false_type {};
template <yap::expr_kind Kind, class Tuple>
struct is_expression<expression<Kind, Tuple>> : std::true_type {};

template <class T>
concept Expression = is_expression<std::remove_cvref_t<T>>::value;

template <class T>
struct is_rational : std::is_same<T, graph::rational> {};
/// A C++ value that is a constant of a formula.
template <class T>
concept Constant = (std::is_arithmetic_v<T> && !std::same_as<T, bool>) || is_rational<T>::value;
template <class T>
concept Operand = Expression<T> || Constant<std::remove_cvref_t<T>>;

template <class T>
struct is_bare_index : std::false_type {};
template <fixed_text Name, graph::symbol_kind Kind>
struct is_bare_index<terminal<leaf::index<Name, Kind>>> : std::true_type {};

template <class T>
struct is_ranged_index : std::false_type {};
template <class Index, class Lower, class Upper>
struct is_ranged_index<
    expression<yap::expr_kind::call, hana::tuple<terminal<leaf::range>, Index, Lower, Upper>>>
    : std::true_type {};

/// i or i.in(lo, hi)
template <class T>
concept IndexExpression =
    is_bare_index<std::remove_cvref_t<T>>::value || is_ranged_index<std::remove_cvref_t<T>>::value;

template <class T>
struct is_tensor : std::false_type {};
template <fixed_text Name, graph::standing Role>
struct is_tensor<terminal<leaf::tensor<Name, Role, false>>> : std::true_type {};
template <class T>
struct is_scalar : std::false_type {};
template <fixed_text Name, graph::standing Role>
struct is_scalar<terminal<leaf::tensor<Name, Role, true>>> : std::true_type {};

/// A whole number made of written integers: what an index may be multiplied by.
template <class T>
struct is_integer : std::false_type {};
template <>
struct is_integer<terminal<leaf::constant<std::int64_t>>> : std::true_type {};
template <class A>
struct is_integer<expression<yap::expr_kind::negate, hana::tuple<A>>> : is_integer<A> {};
template <class A, class B>
struct is_integer<expression<yap::expr_kind::plus, hana::tuple<A, B>>>
    : std::bool_constant<is_integer<A>::value && is_integer<B>::value> {};
template <class A, class B>
struct is_integer<expression<yap::expr_kind::minus, hana::tuple<A, B>>>
    : std::bool_constant<is_integer<A>::value && is_integer<B>::value> {};
template <class A, class B>
struct is_integer<expression<yap::expr_kind::multiplies, hana::tuple<A, B>>>
    : std::bool_constant<is_integer<A>::value && is_integer<B>::value> {};

/// Sums of indices, extents and integers with integer factors.
template <class T>
struct is_affine : std::bool_constant<IndexExpression<T> || is_integer<T>::value> {};
template <fixed_text Name>
struct is_affine<terminal<leaf::extent<Name>>> : std::true_type {};
template <class A>
struct is_affine<expression<yap::expr_kind::negate, hana::tuple<A>>> : is_affine<A> {};
template <class A, class B>
struct is_affine<expression<yap::expr_kind::plus, hana::tuple<A, B>>>
    : std::bool_constant<is_affine<A>::value && is_affine<B>::value> {};
template <class A, class B>
struct is_affine<expression<yap::expr_kind::minus, hana::tuple<A, B>>>
    : std::bool_constant<is_affine<A>::value && is_affine<B>::value> {};
template <class A, class B>
struct is_affine<expression<yap::expr_kind::multiplies, hana::tuple<A, B>>>
    : std::bool_constant<(is_integer<A>::value && is_affine<B>::value) ||
                         (is_affine<A>::value && is_integer<B>::value)> {};

/// What may stand in a subscript: the same with floor division and remainder by integers, x(i / 4, i % 4), and with entries of
/// integer tensors, x(p(i) + 1).
template <class T>
struct is_position : is_affine<T> {};
template <fixed_text Name, graph::standing Role, class... Subscripts>
struct is_position<
    expression<yap::expr_kind::call, hana::tuple<terminal<leaf::tensor<Name, Role, false>>, Subscripts...>>>
    : std::bool_constant<(is_position<Subscripts>::value && ...)> {};
template <class A>
struct is_position<expression<yap::expr_kind::negate, hana::tuple<A>>> : is_position<A> {};
template <class A, class B>
struct is_position<expression<yap::expr_kind::plus, hana::tuple<A, B>>>
    : std::bool_constant<is_position<A>::value && is_position<B>::value> {};
template <class A, class B>
struct is_position<expression<yap::expr_kind::minus, hana::tuple<A, B>>>
    : std::bool_constant<is_position<A>::value && is_position<B>::value> {};
template <class A, class B>
struct is_position<expression<yap::expr_kind::multiplies, hana::tuple<A, B>>>
    : std::bool_constant<(is_integer<A>::value && is_position<B>::value) ||
                         (is_position<A>::value && is_integer<B>::value)> {};
template <class A, class B>
struct is_position<expression<yap::expr_kind::divides, hana::tuple<A, B>>>
    : std::bool_constant<is_position<A>::value && is_integer<B>::value> {};
template <class A, class B>
struct is_position<expression<yap::expr_kind::modulus, hana::tuple<A, B>>>
    : std::bool_constant<is_position<A>::value && is_integer<B>::value> {};

/// Whether an entry of a tensor stands in it, and whether an index does that subscripts no tensor in it.
template <class T>
struct holds_access : std::false_type {};
template <class T>
struct holds_index : std::bool_constant<is_bare_index<T>::value> {};
template <yap::expr_kind Kind, class... Parts>
    requires(Kind != yap::expr_kind::terminal)
struct holds_access<expression<Kind, hana::tuple<Parts...>>>
    : std::bool_constant<((is_tensor<Parts>::value || holds_access<Parts>::value) || ...)> {};
template <yap::expr_kind Kind, class... Parts>
    requires(Kind != yap::expr_kind::terminal)
struct holds_index<expression<Kind, hana::tuple<Parts...>>>
    : std::bool_constant<(!is_tensor<Parts>::value && ...) && (holds_index<Parts>::value || ...)> {};

/// A position without entries: affine, or divided.
template <class T>
struct is_subscript : std::bool_constant<is_position<T>::value && !holds_access<T>::value> {};

// Declared here, defined below the class, whose members use them.
template <class T>
constexpr auto operand(T value);
template <yap::expr_kind Kind, class... Operands>
constexpr auto make(Operands... operands);
template <class Head, class... Arguments>
constexpr auto make_call(Head head, Arguments... arguments);

template <class Key, class Right>
constexpr auto make_binding(Right&& right);

/// A formula, or a part of one.
template <yap::expr_kind Kind, class Tuple>
struct expression {
    static constexpr yap::expr_kind kind = Kind;
    Tuple elements;

    constexpr expression() = default;
    constexpr expression(Tuple parts)
        : elements{std::move(parts)} {}  // NOLINT: YAP makes expressions from tuples
    constexpr expression(expression const&) = default;
    constexpr expression(expression&&) = default;
    constexpr ~expression() = default;

    /// left = right is an equation, between two expressions of one type too; with data on the right, a binding for `where`.
    constexpr auto operator=(expression const& right) const {
        return make<yap::expr_kind::assign>(*this, right);
    }  // NOLINT
    template <class Right>
    constexpr auto operator=(Right&& right) const {  // NOLINT: an assignment operator that assigns nothing
        if constexpr (Operand<Right>) {
            return make<yap::expr_kind::assign>(*this,
                                                std::remove_cvref_t<Right>(std::forward<Right>(right)));
        } else {
            static_assert(is_tensor<expression>::value || is_scalar<expression>::value,
                          "data is bound to the name of a tensor, without subscripts: where(w = data)");
            return iverson::make_binding<expression>(std::forward<Right>(right));
        }
    }

    /// x(i, t - s): the entry of a tensor at affine positions.
    template <class... Subscripts>
    constexpr auto operator()(Subscripts... subscripts) const {
        static_assert(is_tensor<expression>::value,
                      "only a tensor has subscripts: declare it by tensor<\"x\">");
        static_assert(sizeof...(Subscripts) > 0,
                      "a tensor without subscripts is a scalar: declare it by scalar<\"x\">");
        static_assert(
            (is_position<decltype(operand(subscripts))>::value && ...),
            "a subscript is not affine: it may be a sum of indices, extents, integers and entries of integer "
            "tensors with integer factors, such as 2*i + r - 1 or p(i) + 1, also divided by one, i / 4 and "
            "i % 4, but not a product of indices, a decimal or a function");
        return make<yap::expr_kind::call>(*this, std::move(subscripts)...);
    }

    /// i.in(lo, hi): the index with its range, both ends included; the ends may hold extents and other indices.
    template <class Lower, class Upper>
        requires(is_bare_index<expression>::value)
    constexpr auto in(Lower lower, Upper upper) const {
        static_assert(is_affine<decltype(operand(lower))>::value &&
                          is_affine<decltype(operand(upper))>::value,
                      "the ends of a range are affine in extents, integers and other indices");
        return make_call(leaf::range{}, *this, std::move(lower), std::move(upper));
    }
};

// -- making -----------------------------------------------------------------------------------------------------------
template <class Leaf>
constexpr terminal<Leaf> make_leaf(Leaf value) {
    return {hana::tuple<Leaf>{std::move(value)}};
}

/// An operand as an expression: constants become leaves, which keep the value as written.
template <class T>
constexpr auto operand(T value) {
    if constexpr (Expression<T>) {
        return value;
    } else if constexpr (std::integral<T>) {
        if (std::cmp_greater(value, INT64_MAX)) {
            throw "an integer of the formula has more than 63 bits";
        }
        return make_leaf(leaf::constant<std::int64_t>{static_cast<std::int64_t>(value)});
    } else {
        return make_leaf(leaf::constant<T>{value});
    }
}

/// The one place where trees grow. Operands are moved in: no tree refers to another object, so formulas may be local.
template <yap::expr_kind Kind, class... Operands>
constexpr auto make(Operands... operands) {
    return yap::make_expression<expression, Kind>(operand(std::move(operands))...);
}

template <class Head, class... Arguments>
constexpr auto make_call(Head head, Arguments... arguments) {
    return make<yap::expr_kind::call>(make_leaf(std::move(head)), std::move(arguments)...);
}

/// The operand number `Which` of an expression.
template <std::size_t Which, class Tree>
constexpr auto const& part(Tree const& tree) {
    return hana::at_c<Which>(tree.elements);
}

}  // namespace iverson
