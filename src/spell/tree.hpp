// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../syntax/tree.hpp"

#include <iverson/graph/formula.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace iverson::spell {

/// The tree of the text, with forms that C++ has; nothing where C++ would not mean the formula by it.
std::optional<syntax::document> tree_for_cpp(graph::formula const& f, std::string_view text);

/// Throws std::invalid_argument: C++ has no words for that.
[[noreturn]] void refuse(std::string const& what);

}  // namespace iverson::spell
