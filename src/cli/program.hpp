// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace iverson::cli {

/// The program: reads its arguments, runs one subcommand, and gives the exit status:
/// 0 all is well, 1 something was found (a wrong line, a wrong gradient), 2 wrong usage or input.
int run(int argc, char const* const* argv);

}  // namespace iverson::cli
