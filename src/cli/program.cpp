// SPDX-License-Identifier: BSL-1.0
#include "program.hpp"

#include "commands.hpp"

#include <iverson/version.hpp>

#include <iostream>
#include <new>

namespace iverson::cli {

namespace {

constexpr char const* description = "Differentiates formulas in index notation.";

constexpr char const* examples =
    R"(A formula is a line of text; docs/text.md has the notation, and LaTeX is read too:
  # layer.iv
  y[j] = tanh(sum(i, x[i]*w[i, j]) + b[j])
  E = sum(j, (y[j] - z[j])^2)

Exit status: 0 all is well; 1 something was found; 2 wrong usage or input.
'iverson COMMAND --help' explains a command with examples.)";

std::string version() {
    return "iverson " + std::to_string(IVERSON_VERSION_MAJOR) + "." + std::to_string(IVERSON_VERSION_MINOR) +
           "." + std::to_string(IVERSON_VERSION_PATCH);
}

std::string colored(diagnostic const& d, bool colors) {
    std::string text = d.str();
    std::string const word = "error:";
    if (std::size_t const at = text.find(word, d.file.size()); colors && at != std::string::npos) {
        text.replace(at, word.size(), painted(word, color::red, true));
    }
    return text;
}

void complain(std::string const& sentence, bool colors) {
    std::cerr << "iverson: " << painted("error:", color::red, colors) << ' ' << sentence << '\n';
}

/// CLI11 asks for a command before it says that the one given is none.
std::string usage_error(CLI::App const& program, CLI::ParseError const& e, int argc,
                        char const* const* argv) {
    auto const chosen = program.get_subcommands();
    if (chosen.empty() && argc > 1 && argv[1][0] != '-') {
        return std::string{"there is no command "} + argv[1] + "; 'iverson --help' lists them";
    }
    return std::string{e.what()} + "; 'iverson " + (chosen.empty() ? "" : chosen[0]->get_name() + " ") +
           "--help' explains";
}

void add_commands(CLI::App& program, session& s) {
    add_check(program, s);
    add_convert(program, s);
    add_derive(program, s);
    add_emit(program, s);
    add_eval(program, s);
    add_explain(program, s);
    add_functions(program, s);
    add_plan(program, s);
    add_verify(program, s);
    add_manual(program, s);
}

int parse_and_run(CLI::App& program, session& s, int argc, char const* const* argv) {
    try {
        program.parse(argc, argv);
        return s.status();
    } catch (CLI::Success const& e) {
        return program.exit(e);  // --help and --version
    } catch (CLI::ParseError const& e) {
        complain(usage_error(program, e, argc, argv), s.colors_errors());
    } catch (syntax_error const& e) {
        std::cerr << colored(e.why(), s.colors_errors());
    } catch (std::bad_alloc const&) {
        complain("there is not enough memory for this", s.colors_errors());
    } catch (std::exception const& e) {
        complain(e.what(), s.colors_errors());
    }
    return 2;
}

}  // namespace

int run(int argc, char const* const* argv) {
    session s;
    CLI::App program{description, "iverson"};
    program.set_version_flag("--version", version());
    program.footer(examples);
    program.require_subcommand(1);
    add_commands(program, s);
    int const status = parse_and_run(program, s, argc, argv);
    if (!std::cout.flush()) {
        complain("cannot write to standard output", s.colors_errors());
        return 2;
    }
    return status;
}

}  // namespace iverson::cli
