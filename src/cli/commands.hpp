// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "session.hpp"

/// One function for each subcommand, in a file of its name: it declares arguments and says what is done with them.
namespace iverson::cli {

void add_check(CLI::App& program, session& s);
void add_convert(CLI::App& program, session& s);
void add_derive(CLI::App& program, session& s);
void add_emit(CLI::App& program, session& s);
void add_eval(CLI::App& program, session& s);
void add_explain(CLI::App& program, session& s);
void add_functions(CLI::App& program, session& s);
void add_manual(CLI::App& program, session& s);
void add_plan(CLI::App& program, session& s);
void add_verify(CLI::App& program, session& s);

}  // namespace iverson::cli
