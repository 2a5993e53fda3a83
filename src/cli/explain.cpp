// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include <iverson/text/text.hpp>

#include <rules/rules.hpp>

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace iverson::cli {

namespace {

constexpr char const* examples = R"(Examples:
  iverson explain                     all rules
  iverson explain sieve               one of them, with an example
  iverson explain chain rule)";

std::string list() {
    std::ostringstream out;
    for (rules::rule const& r : rules::all()) {
        out << std::left << std::setw(39) << r.name << r.meaning << '\n';
    }
    return out.str();
}

/// The line of a derivation that uses the rule, below the one that it starts from.
std::string explained(rules::rule const& r, bool colors) {
    std::ostringstream out;
    out << painted(std::string{r.name}, color::bold, colors) << ": " << r.meaning << "\n\n    " << r.law
        << "\n\n";
    auto const use = rules::example_of(r);
    out << "In the derivative of  " << r.example << "  by x:\n\n";
    out << "    " << use->before << "\n  = " << use->after << '\n';
    if (r.name == "recognition") {
        out << "\nThe forms that have a name:\n\n";
        for (rules::form const& f : rules::forms()) {
            out << "    " << std::left << std::setw(36) << f.name << f.law << '\n';
        }
    }
    return out.str();
}

rules::rule rule_named(std::string const& name) {
    auto const all = rules::all();
    auto const found =
        std::find_if(all.begin(), all.end(), [&](rules::rule const& r) { return r.name == name; });
    if (found == all.end()) {
        throw failure{"there is no rule '" + name + "'; 'iverson explain' lists them"};
    }
    return *found;
}

}  // namespace

void add_explain(CLI::App& program, session& s) {
    CLI::App& command = s.command(program, "explain", "Say what a rule of a derivation does", examples);
    auto const name = std::make_shared<std::vector<std::string>>();
    command.add_option("RULE", *name, "A rule as 'iverson derive --rules' names it; all rules if not given");
    s.runs(command, [&s, name] {
        std::string wanted;
        for (std::string const& word : *name) {
            wanted += (wanted.empty() ? "" : " ") + word;
        }
        s.write("", wanted.empty() ? list() : explained(rule_named(wanted), s.colors_output()));
        return 0;
    });
}

}  // namespace iverson::cli
