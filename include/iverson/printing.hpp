// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "derivatives.hpp"
#include "latex/latex.hpp"
#include "latex/text.hpp"

#include <string>

/// Formulas and derivations as text, for people: `latex(dE_dx)`, `latex(derivation(dE_dx))`, `latex<conv>()`.
namespace iverson {

using print::latex_options;

/// A derivation, one line of the environment for each step; `{.rule_names = true}` names the rules at the line ends.
inline std::string latex(graph::derivation const& d, latex_options options = {}) { return print::latex(d, options); }

/// A derived formula.
template <class Stage>
std::string latex(derived_formula<Stage>, latex_options options = {}) {
    return print::latex(derived_formula<Stage>::value.thaw(), options);
}

/// A formula as it was written.
template <auto const& F>
std::string latex(latex_options options = {}) {
    return print::latex(frozen_formula<F>.thaw(), options);
}

/// A formula in one line of plain text.
template <auto const& F>
std::string text() {
    return print::text(frozen_formula<F>.thaw());
}

}  // namespace iverson
