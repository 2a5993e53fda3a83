// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formula/formula.hpp"
#include "runtime/run_time.hpp"

/// The faces of the derivation: they take formulas and give formulas, so they nest. All work is done by the compiler;
/// `derivation(...)` does it again at run time and keeps the steps.
namespace iverson {

/// A formula that was derived from another. `value` is the frozen formula, `rows` are the user's functions in it;
/// the stage of a derivative names its source as `primal`.
template <class Stage>
struct derived_formula {
    static constexpr auto const& value = graph::checked<Stage>::value;
    static constexpr auto rows = Stage::rows;
    using stage = Stage;
};

namespace faces {

template <auto const& F, bool WithValue, class... Wrt>
struct gradient_stage {
    static constexpr auto const& primal = frozen_formula<F>;  ///< what was derived, for verify
    static constexpr auto rows = rows_of<F>;
    static constexpr graph::vector<variable> wanted() {
        graph::vector<variable> result;
        (result.push_back(variable_of<Wrt>), ...);
        return result;
    }
    static constexpr graph::formula make() {
        return runtime::operations::gradients(frozen_formula<F>.thaw(), wanted(), WithValue).result;
    }
    static graph::derivation derive() { return runtime::gradients(graph::view(primal), wanted(), WithValue); }
};

template <auto const& F, class... Wrt>
struct jvp_stage {
    static constexpr auto rows = rows_of<F>;
    static constexpr auto const& primal = frozen_formula<F>;
    static constexpr graph::vector<variable> wanted() {
        graph::vector<variable> result;
        (result.push_back(variable_of<Wrt>), ...);
        return result;
    }
    static constexpr graph::formula make() {
        return runtime::operations::jvp(frozen_formula<F>.thaw(), wanted()).result;
    }
    static graph::derivation derive() { return runtime::jvp(graph::view(primal), wanted()); }
};

template <auto const& F, class Left, class Right>
struct jacobian_stage {
    static constexpr auto const& primal = frozen_formula<F>;  ///< what was derived, for verify
    static constexpr auto rows = rows_of<F>;
    static constexpr variable const* left() {
        if constexpr (std::is_void_v<Left>) {
            return nullptr;
        } else {
            return &variable_of<Left>;
        }
    }
    static constexpr graph::formula make() {
        return runtime::operations::jacobian(frozen_formula<F>.thaw(), left(), variable_of<Right>).result;
    }
    static graph::derivation derive() {
        return runtime::jacobian(graph::view(primal), left(), variable_of<Right>);
    }
};

template <auto const& F, std::int64_t Num, std::int64_t Den>
struct euler_stage {
    static constexpr auto rows = rows_of<F>;
    static constexpr graph::formula make() {
        return steps::euler(frozen_formula<F>.thaw(),
                            graph::rational{graph::wide_integer{Num}, graph::wide_integer{Den}})
            .result;
    }
    static graph::derivation derive() { return runtime::euler(graph::view(frozen_formula<F>), Num, Den); }
};

template <auto const& F>
struct transition_stage {
    static constexpr auto rows = rows_of<F>;
    static constexpr graph::formula make() { return steps::transition(frozen_formula<F>.thaw()).result; }
    static graph::derivation derive() { return runtime::transition(graph::view(frozen_formula<F>)); }
};

template <auto const& F, std::int64_t Steps>
struct unroll_stage {
    static constexpr auto rows = rows_of<F>;
    static constexpr graph::formula make() { return steps::unroll(frozen_formula<F>.thaw(), Steps); }
    static graph::derivation derive() { return runtime::unroll(graph::view(frozen_formula<F>), Steps); }
};

}  // namespace faces

/// dE/dx, in the form sum_t dE/dy_t dy_t/dx_k, for the formula y_t = ...; dE/dx itself for a scalar formula E = ...
/// Shapes:  the result has exactly the domain of x. It reads adjoint(y), of y's shape, unless y is a scalar.
/// Errors:  at compile time, with a sentence: x does not occur, has another rank, or y does not depend on it.
template <auto const& F, class Wrt>
constexpr auto gradient(Wrt) {
    return derived_formula<faces::gradient_stage<F, false, Wrt>>{};
}

/// The value and the gradients by several tensors at once; the results come in that order.
template <auto const& F, class... Wrt>
constexpr auto value_and_gradients(Wrt...) {
    return derived_formula<faces::gradient_stage<F, true, Wrt...>>{};
}

/// The gradients by several tensors at once, without the value.
template <auto const& F, class... Wrt>
constexpr auto gradients(Wrt...) {
    return derived_formula<faces::gradient_stage<F, false, Wrt...>>{};
}

/// dy_t/dx_k; a recurrence's own tensor is held fixed at all other times.
/// Shapes:  y's domain times x's domain, with the subscripts of y first.
template <auto const& F, class Right>
constexpr auto jacobian(Right) {
    return derived_formula<faces::jacobian_stage<F, void, Right>>{};
}
/// The same, with the subscripts of the left side renamed: jacobian<f>(y(i), x(j)).
template <auto const& F, class Left, class Right>
constexpr auto jacobian(Left, Right) {
    return derived_formula<faces::jacobian_stage<F, Left, Right>>{};
}

/// dy, the derivative of the output in the direction tangent(x), for each named tensor x: sum_k dy_t/dx_k dx_k.
/// Shapes:  that of y; tangent(x) has exactly the domain of x.
template <auto const& F, class... Wrt>
constexpr auto jvp(Wrt...) {
    return derived_formula<faces::jvp_stage<F, Wrt...>>{};
}

namespace faces {

template <auto const& F, class Left>
inline constexpr derived_formula<gradient_stage<F, false, Left>> gradient_object{};

}  // namespace faces

/// d^2 E / dx_k dw_l of a scalar formula E = ...: hessian<loss>(x(k), x(l)).
template <auto const& F, class Left, class Right>
constexpr auto hessian(Left, Right) {
    return derived_formula<faces::jacobian_stage<faces::gradient_object<F, Left>, void, Right>>{};
}

/// The Hessian of a scalar formula times a direction: sum_l d^2 E / dx_k dx_l tangent(x)_l, without the Hessian.
template <auto const& F, class Wrt>
constexpr auto hvp(Wrt) {
    return derived_formula<faces::jvp_stage<faces::gradient_object<F, Wrt>, Wrt>>{};
}

/// The Euler step of an ordinary differential equation rate(x)(j) = ..., with the step Num/Den: euler<ode, 1, 10>().
template <auto const& F, std::int64_t Num, std::int64_t Den>
constexpr auto euler() {
    return derived_formula<faces::euler_stage<F, Num, Den>>{};
}

/// The transition function of a next-state formula, Theta(x)_j.
template <auto const& F>
constexpr auto transition() {
    return derived_formula<faces::transition_stage<F>>{};
}

/// The network of a next-state formula over so many steps.
template <auto const& F, std::int64_t Steps>
constexpr auto unroll() {
    return derived_formula<faces::unroll_stage<F, Steps>>{};
}

/// How a derived formula came about: the same passes as at compile time, with every line kept.
template <class Stage>
graph::derivation derivation(derived_formula<Stage>) {
    return Stage::derive();
}

}  // namespace iverson
