// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formula/formula.hpp"
#include "steps/euler.hpp"

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

/// The tensor that a variable names in a formula, with the subscripts it was named with.
constexpr derive::variable find(graph::formula& f, variable const& v) {
    derive::variable result;
    result.tensor = f.find_tensor(v.name, v.kind);
    if (result.tensor < 0) {
        f.nodes.fail(graph::sentence(v.name, " does not occur in the formula: it can only be differentiated by the tensors in it"));
        return result;
    }
    int const rank = f.nodes.tensor_at(result.tensor).rank;
    if (v.rank >= 0 && v.rank != rank) {
        f.nodes.fail(graph::sentence("tensor ", v.name, " has ", rank, " subscripts in the formula, but ", v.rank, " in the derivative by it"));
    }
    for (int d = 0; d < v.rank && d < rank; ++d) {
        result.names.push_back(graph::text{v.indices[static_cast<std::size_t>(d)]});
    }
    return result;
}

constexpr graph::derivation refused(graph::formula const& f) {
    graph::derivation d;
    d.result = f;
    return d;
}

constexpr graph::derivation gradients(graph::formula const& source, std::vector<variable> const& wanted, bool with_value) {
    graph::formula f = source;
    std::vector<derive::variable> tensors;
    for (variable const& v : wanted) {
        tensors.push_back(find(f, v));
    }
    if (f.failed()) {
        return refused(f);
    }
    return steps::gradients(f, f.output().tensor, tensors, with_value);
}

constexpr graph::derivation jacobian(graph::formula const& source, variable const* left, variable const& right) {
    graph::formula f = source;
    derive::variable const by = find(f, right);
    derive::variable numerator;
    numerator.tensor = f.output().tensor;
    if (left != nullptr) {
        numerator = find(f, *left);
    }
    if (f.failed()) {
        return refused(f);
    }
    return steps::jacobian(f, numerator.tensor, numerator.names, by, {});
}

template <auto const& F, bool WithValue, class... Wrt>
struct gradient_stage {
    static constexpr auto const& primal = frozen_formula<F>;  ///< what was derived, for verify
    static constexpr auto rows = rows_of<F>;
    static constexpr graph::derivation derive() {
        std::vector<variable> wanted;
        (wanted.push_back(variable_of<Wrt>), ...);
        return gradients(frozen_formula<F>.thaw(), wanted, WithValue);
    }
    static constexpr graph::formula make() { return derive().result; }
};

template <auto const& F, class Left, class Right>
struct jacobian_stage {
    static constexpr auto const& primal = frozen_formula<F>;  ///< what was derived, for verify
    static constexpr auto rows = rows_of<F>;
    static constexpr graph::derivation derive() {
        if constexpr (std::is_void_v<Left>) {
            return jacobian(frozen_formula<F>.thaw(), nullptr, variable_of<Right>);
        } else {
            return jacobian(frozen_formula<F>.thaw(), &variable_of<Left>, variable_of<Right>);
        }
    }
    static constexpr graph::formula make() { return derive().result; }
};

template <auto const& F, std::int64_t Num, std::int64_t Den>
struct euler_stage {
    static constexpr auto rows = rows_of<F>;
    static constexpr graph::derivation derive() {
        return steps::euler(frozen_formula<F>.thaw(), graph::rational{graph::wide_integer{Num}, graph::wide_integer{Den}});
    }
    static constexpr graph::formula make() { return derive().result; }
};

template <auto const& F, std::int64_t Steps>
struct unroll_stage {
    static constexpr auto rows = rows_of<F>;
    static constexpr graph::derivation derive() {
        graph::derivation d;
        d.result = make();
        return d;
    }
    static constexpr graph::formula make() { return steps::unroll(frozen_formula<F>.thaw(), Steps); }
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

/// The Euler step of an ordinary differential equation rate(x)(j) = ..., with the step Num/Den: euler<ode, 1, 10>().
template <auto const& F, std::int64_t Num, std::int64_t Den>
constexpr auto euler() {
    return derived_formula<faces::euler_stage<F, Num, Den>>{};
}

/// The network of a next-state formula over so many steps.
template <auto const& F, std::int64_t Steps>
constexpr auto unroll() {
    return derived_formula<faces::unroll_stage<F, Steps>>{};
}

/// How a derived formula came about: the same passes as at compile time, with every line kept.
template <class Stage>
constexpr graph::derivation derivation(derived_formula<Stage>) {
    return Stage::derive();
}

}  // namespace iverson
