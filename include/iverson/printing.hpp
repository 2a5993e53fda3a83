// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "derivatives.hpp"

#include <string>

/// Formulas and derivations as text, for people: `latex(dE_dx)`, `latex(derivation(dE_dx))`, `latex<conv>()`.
namespace iverson {

/// A derivation, one line of the environment for each step; `{.rule_names = true}` names the rules at the line ends.
inline std::string latex(graph::derivation const& d, latex_options options = {}) {
    return runtime::latex(d, options);
}

/// A derived formula.
template <class Stage>
std::string latex(derived_formula<Stage>, latex_options options = {}) {
    return runtime::latex(graph::view(derived_formula<Stage>::value), options);
}

/// A formula as it was written.
template <auto const& F>
std::string latex(latex_options options = {}) {
    return runtime::latex(graph::view(frozen_formula<F>), options);
}

/// A formula in one line of plain text.
template <auto const& F>
std::string text() {
    return runtime::text(graph::view(frozen_formula<F>));
}

}  // namespace iverson
