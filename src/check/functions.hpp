// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

/// The functions of the table in numbers.
namespace iverson::check {

/// With 64 bits of mantissa on x86, so that what rounding does stays far below what a mistake does.
using real = long double;

/// value + slope * e with e^2 = 0. `none`: without support at this position (docs/semantics.md, 'Products').
struct number {
    real value = 0;
    real slope = 0;
    bool none = false;
};

inline constexpr number nothing{0, 0, true};

/// f(arguments) with its slope, by the table's row; pow too.
/// Errors:  std::invalid_argument for a function that the table does not have.
number applied(std::string const& name, std::vector<number> const& arguments);
number power(number const& base, number const& exponent);

}  // namespace iverson::check
