// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/formula.hpp>

#include <string>
#include <string_view>

/// Formulas in the notation of another language.
namespace iverson::spell {

/// A C++ file that defines the formula with the words of <iverson/iverson.hpp>: its names, and `formula`. `text` is what the
/// formula was read from, if it was text: its spelling is kept.
/// Errors:  std::invalid_argument where C++ has no words for it: declarations of axes that no range tells, conditions that are
///          no factors of a sum, argmax, functions of numbers alone, derivatives that are not taken, adjoints of a named scalar, several results.
std::string cpp(graph::formula const& f, std::string_view text = {});

}  // namespace iverson::spell
