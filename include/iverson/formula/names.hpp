// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "expression.hpp"

namespace iverson {

/// An index over the positions of the axes that it subscripts bare, or over its written range.
template <fixed_text Name>
inline constexpr terminal<leaf::index<Name, graph::symbol_kind::ranged>> idx{};

/// An index over all integers; tensors are 0 outside their domains.
template <fixed_text Name>
inline constexpr terminal<leaf::index<Name, graph::symbol_kind::integer>> integer{};

/// A tensor; its rank is the number of subscripts with which it is used.
template <fixed_text Name>
inline constexpr terminal<leaf::tensor<Name, graph::role::plain, false>> tensor{};

/// A tensor without axes: used by its bare name.
template <fixed_text Name>
inline constexpr terminal<leaf::tensor<Name, graph::role::plain, true>> scalar{};

/// The length of an axis, as a name: i.in(1, extent<"d">).
template <fixed_text Name>
inline constexpr terminal<leaf::extent<Name>> extent{};

/// The next state x' of a tensor: next(x)(j) = x(j) + ...
template <fixed_text Name, bool Scalar>
constexpr auto next(terminal<leaf::tensor<Name, graph::role::plain, Scalar>>) {
    return terminal<leaf::tensor<Name, graph::role::next, Scalar>>{};
}

/// The time derivative of a tensor: rate(x)(j) = ... is an ordinary differential equation.
template <fixed_text Name, bool Scalar>
constexpr auto rate(terminal<leaf::tensor<Name, graph::role::plain, Scalar>>) {
    return terminal<leaf::tensor<Name, graph::role::rate, Scalar>>{};
}

/// The tensor x after so many steps of an unrolled recurrence: a name to bind adjoint(state<3>(x)) with.
template <int Time, fixed_text Name, bool Scalar>
constexpr auto state(terminal<leaf::tensor<Name, graph::role::plain, Scalar>>) {
    return terminal<
        leaf::tensor<Name, graph::standing{graph::role::state, graph::role::plain, Time}, Scalar>>{};
}

/// dx: the direction in which x moves, a name to bind for jvp: tangent(x) = dx.
template <fixed_text Name, graph::standing Of, bool Scalar>
constexpr auto tangent(terminal<leaf::tensor<Name, Of, Scalar>>) {
    static_assert(!Of.is_related(), "the tangent of an adjoint or tangent has no name");
    return terminal<leaf::tensor<Name, graph::standing{graph::role::tangent, Of.kind, Of.by}, Scalar>>{};
}

/// dE/dx for the unspecified scalar E: on the right of equations, and as a name to bind, adjoint(y) = gy,
/// adjoint(next(x)) = gx. adjoint(adjoint(x)) is what the gradient of a gradient by x asks for: dF/d(dE/dx).
template <fixed_text Name, graph::standing Of, bool Scalar>
constexpr auto adjoint(terminal<leaf::tensor<Name, Of, Scalar>>) {
    static_assert(!Of.is_related() || Of == graph::role::adjoint,
                  "the adjoint of a tangent, or of the adjoint of more than a name, has no name");
    return terminal<leaf::tensor<Name, graph::standing{graph::role::adjoint, Of.kind, Of.by}, Scalar>>{};
}

}  // namespace iverson
