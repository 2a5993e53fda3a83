// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace iverson::cli {

/// All bytes of a file, or of standard input for "-". Errors: failure.
std::string content_of(std::string const& file);

/// Writes a file whole or not at all: beside it first, then in its place. What is no regular file (a pipe, /dev/stdout)
/// is written directly. Errors: failure.
void write_whole(std::string const& file, std::string const& content);

}  // namespace iverson::cli
