// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include <iverson/check/check.hpp>

namespace iverson::cli {

namespace {

constexpr char const* examples = R"(Examples:
  iverson check notes.md              findings, each with numbers that show it
  iverson check notes.iv              the same in the notation of docs/text.md
  iverson check sheet.tex --verbose   also what follows, by which rule, and what is passed over
  iverson check notes.md --format json

A document holds chains of equalities, with definitions before them:
  The layer $$y_t = \sum_{s \in \mathbb{Z}} w_s x_{t-s}$$ has the gradient
  $$\frac{\partial E}{\partial x_k} = \sum_t \frac{\partial E}{\partial y_t} \frac{\partial y_t}{\partial x_k} = ...$$
Every line is judged by the one before it. Exit status: 0 nothing was found, 1 a line does not follow, 2 wrong usage or input.)";

struct request {
    bool verbose = false;
    std::string format = "text";
    double seconds = 60;
};

int checked(session& s, request const& r) {
    source const from = s.read();
    // What comes without a name is LaTeX if it has a command.
    bool const unnamed = from.name == "standard input" && from.content.find('\\') != std::string::npos;
    bool const is_text = from.written_in == notation::text && !unnamed;
    s.doing("judging the lines of " + from.name);
    check::report const found = check::judge(
        from.content, from.name, {r.seconds, is_text ? check::notation::text : check::notation::latex});
    s.write("", r.format == "json" ? check::to_json(found) : check::to_text(found, r.verbose));
    return found.findings() > 0 ? 1 : 0;
}

}  // namespace

void add_check(CLI::App& program, session& s) {
    CLI::App& command = s.command(
        program, "check", "Judges a derivation made by hand: which lines do not follow, and why", examples);
    auto const r = std::make_shared<request>();
    s.takes_file(command);
    command.add_flag("--verbose", r->verbose, "Say something of every line, and of what is passed over");
    command.add_option("--format", r->format, "How the report is written")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    command
        .add_option("--seconds", r->seconds, "After so many seconds the lines that are left are not decided")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    s.runs(command, [&s, r] { return checked(s, *r); });
}

}  // namespace iverson::cli
