// SPDX-License-Identifier: BSL-1.0
#include "session.hpp"

#include "deep.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace iverson::cli {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  ///< which some editors put in front of UTF-8
constexpr double longest_time = 1e8;                          ///< what clocks can add to the present

notation notation_of(std::string const& file, std::string const& from) {
    if (!from.empty()) {
        return from == "latex" ? notation::latex : notation::text;
    }
    std::string const extension = std::filesystem::path{file}.extension().string();
    bool const is_latex =
        extension == ".tex" || extension == ".latex" || extension == ".md" || extension == ".markdown";
    return is_latex ? notation::latex : notation::text;
}

}  // namespace

CLI::App& session::command(CLI::App& program, std::string const& name, std::string const& what_it_does,
                           std::string const& examples) {
    CLI::App& result = *program.add_subcommand(name, what_it_does);
    result.add_option("--timeout", timeout_, "End with status 2 after so many seconds")
        ->type_name("SECONDS")
        ->check([](std::string const& text) {
            double seconds = 0;
            bool const fits =
                CLI::detail::lexical_cast(text, seconds) && seconds > 0 && seconds <= longest_time;
            return fits ? std::string{} : "is a number of seconds above 0, at most 1e8; not " + text;
        });
    result.footer(examples);
    return result;
}

void session::takes_file(CLI::App& command) {
    command.add_option("FILE", file_, "Formulas: .iv is text, .tex and .md are LaTeX; - is standard input")
        ->required();
    command.add_option("--from", from_, "The notation of FILE, whatever its name says (iv, latex)")
        ->check(CLI::IsMember({"iv", "latex"}))
        ->type_name("NOTATION");
}

void session::runs(CLI::App& command, std::function<int()> work) {
    command.callback([this, name = command.get_name(), work = std::move(work)] {
        watch_ = std::make_unique<watch>(timeout_, name, isatty(2) != 0);
        run_deep([&] { status_ = work(); });
        watch_.reset();
    });
}

source session::read(std::string const& file) const {
    std::string content = content_of(file);
    if (content.starts_with(byte_order_mark)) {
        content.erase(0, byte_order_mark.size());
    }
    return {file == "-" ? "standard input" : file, std::move(content), notation_of(file, from_)};
}

graph::formula session::formula(source const& s) const {
    reading result =
        s.written_in == notation::latex ? parse_latex(s.content, s.name) : parse(s.content, s.name);
    if (!result) {
        diagnostic why = *std::move(result.error);
        if (s.written_in == notation::text && from_.empty() && s.content.find('\\') != std::string::npos) {
            why.hint += std::string{why.hint.empty() ? "" : "; "} + "if this is LaTeX, say --from latex";
        }
        throw syntax_error{std::move(why)};
    }
    if (result.misfit) {
        throw syntax_error{*std::move(result.misfit)};
    }
    return std::move(result.formula);
}

void session::write(std::string const& file, std::string const& content) {
    watch_->stop();  // the time limits the work; what is found is written whole
    if (file.empty() || file == "-") {
        std::cout << content;
    } else {
        write_whole(file, content);
    }
}

bool session::colors(int descriptor) {
    char const* const no_color = std::getenv("NO_COLOR");
    char const* const terminal = std::getenv("TERM");
    return isatty(descriptor) != 0 && (no_color == nullptr || *no_color == '\0') &&
           (terminal == nullptr || std::string_view{terminal} != "dumb");
}

std::string painted(std::string const& text, color c, bool colored) {
    static constexpr char const* codes[] = {"31;1", "32", "33", "1"};
    return colored ? std::string{"\033["} + codes[static_cast<int>(c)] + "m" + text + "\033[0m" : text;
}

}  // namespace iverson::cli
