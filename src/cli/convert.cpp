// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include <iverson/text/run_time.hpp>

#include <spell/cpp.hpp>

namespace iverson::cli {

namespace {

constexpr char const* examples = R"(Examples:
  iverson convert paper.tex --to iv            the formulas of a paper as text
  iverson convert layer.iv --to latex
  iverson convert layer.iv --to cpp -o layer.hpp    a header for Iverson's C++ face: formulas::formula)";

}  // namespace

void add_convert(CLI::App& program, session& s) {
    CLI::App& command = s.command(program, "convert", "Write formulas in another notation", examples);
    s.takes_file(command);
    auto const to = std::make_shared<std::string>();
    auto const output = std::make_shared<std::string>();
    command.add_option("--to", *to, "cpp, iv or latex")
        ->check(CLI::IsMember({"cpp", "iv", "latex"}))
        ->required()
        ->type_name("NOTATION");
    command.add_option("-o", *output, "Write to a file")->type_name("OUTPUT");
    s.runs(command, [&s, to, output] {
        source const from = s.read();
        graph::formula const f = s.formula(from);
        std::string const text = from.written_in == notation::text ? from.content : "";
        s.write(*output, *to == "cpp" ? spell::cpp(f, text) : *to == "iv" ? to_text(f) : to_latex(f) + "\n");
        return 0;
    });
}

}  // namespace iverson::cli
