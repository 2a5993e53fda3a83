// SPDX-License-Identifier: BSL-1.0
//
// The manual page and the shell completion, written from what the commands declare.
#include "commands.hpp"

#include <sstream>

namespace iverson::cli {

namespace {

/// A line of a manual page: what troff would obey is escaped.
std::string troff(std::string const& text) {
    std::string result;
    bool starts_line = true;
    for (char const c : text) {
        result += starts_line && (c == '.' || c == '\'') ? "\\&" : "";
        result += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
        starts_line = c == '\n';
    }
    return result;
}

std::string names_of(CLI::Option const& o) {
    std::string const names = o.get_name(false, true);
    return o.get_type_name().empty() || o.get_expected_max() == 0 ? names : names + " " + o.get_type_name();
}

void write_options(std::ostream& out, CLI::App const& command) {
    for (CLI::Option const* o : command.get_options()) {
        out << ".TP\n.B " << troff(names_of(*o)) << '\n' << troff(o->get_description()) << '\n';
    }
}

/// The options of a command, those of its groups too.
void for_each_group(CLI::App const& command, std::function<void(CLI::App const&)> const& visit) {
    visit(command);
    for (CLI::App const* group :
         command.get_subcommands([](CLI::App const* a) { return a->get_name().empty(); })) {
        visit(*group);
    }
}

std::vector<CLI::App const*> commands_of(CLI::App const& program) {
    auto const found = program.get_subcommands([](CLI::App const* a) { return !a->get_name().empty(); });
    return {found.begin(), found.end()};
}

std::string manual(CLI::App const& program) {
    std::ostringstream out;
    out << ".TH IVERSON 1 \"\" \"" << troff(program.version())
        << "\" \"User commands\"\n.SH NAME\niverson \\- " << troff(program.get_description())
        << "\n.SH SYNOPSIS\n.B iverson\n.I COMMAND\n[\n.I OPTIONS\n]\n"
        << ".SH DESCRIPTION\n.nf\n"
        << troff(program.get_footer()) << "\n.fi\n.SH COMMANDS\n";
    for (CLI::App const* command : commands_of(program)) {
        out << ".SS " << command->get_name() << '\n' << troff(command->get_description()) << ".\n";
        for_each_group(*command, [&](CLI::App const& group) { write_options(out, group); });
        if (!command->get_footer().empty()) {
            out << ".PP\n.nf\n" << troff(command->get_footer()) << "\n.fi\n";
        }
    }
    return out.str();
}

std::string long_options(CLI::App const& command) {
    std::string result;
    for_each_group(command, [&](CLI::App const& group) {
        for (CLI::Option const* o : group.get_options()) {
            for (std::string const& name : o->get_lnames()) {
                result += (result.empty() ? "--" : " --") + name;
            }
        }
    });
    return result;
}

std::string completion(CLI::App const& program) {
    std::string names;
    std::string cases;
    for (CLI::App const* command : commands_of(program)) {
        names += command->get_name() + " ";
        cases += "    " + command->get_name() + ") options='" + long_options(*command) + "' ;;\n";
    }
    return "# bash completion of iverson; in zsh after 'autoload -U bashcompinit; bashcompinit'\n_iverson() "
           "{\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} options=''\n    case ${COMP_WORDS[1]} in\n" +
           cases + "    esac\n    if [ \"$COMP_CWORD\" -eq 1 ]; then options='" + names +
           "--help --version'\n    elif [[ $current != -* ]]; then COMPREPLY=($(compgen -f -- "
           "\"$current\")); return\n"
           "    fi\n    COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))\n}\n"
           "complete -o filenames -F _iverson iverson\n";
}

void add(CLI::App& program, session& s, std::string const& name, std::string const& what,
         std::string (*text)(CLI::App const&)) {
    CLI::App& command = s.command(program, name, what);
    s.runs(command, [&program, &s, text] {
        s.write("", text(program));
        return 0;
    });
}

}  // namespace

void add_manual(CLI::App& program, session& s) {
    add(program, s, "manual", "Write the manual page (for man)", manual);
    add(program, s, "completion", "Write the completion of the shell (bash, and zsh with bashcompinit)",
        completion);
}

}  // namespace iverson::cli
