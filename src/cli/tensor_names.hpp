// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Tensors on the command line, by the names that text has for them: x, x', adjoint(y, E).
namespace iverson::cli {

/// What stands between commas; those inside parentheses belong to a name. Errors: failure where nothing stands.
std::vector<std::string> split_list(std::string_view list);
/// Names, each of which stands once. Errors: failure.
std::vector<std::string> split_names(std::string_view list);

/// A position or an extent, from -2^40 to 2^40. Errors: failure, whose sentence begins with `what`.
std::int64_t whole_number(std::string const& what, std::string const& text);

/// What stands before and behind the first `sign` outside parentheses. Errors: failure with the sentence, if one of them is missing.
std::pair<std::string, std::string> split_at(std::string_view text, char sign, std::string const& sentence);

}  // namespace iverson::cli
