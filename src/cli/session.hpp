// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "files.hpp"
#include "watch.hpp"

#include <iverson/text/text.hpp>

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace iverson::cli {

/// Wrong usage or input: the sentence is printed, the exit status is 2. Sentences of the engine come as
/// std::invalid_argument, those of the readers as syntax_error; they end the same way.
class failure : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

enum class notation { text, latex };

/// What was read, and how the user names it.
struct source {
    std::string name;
    std::string content;
    notation written_in = notation::text;
};

/// What all subcommands share while the program runs.
class session {
  public:
    /// A subcommand, with the option --timeout; the examples stand at the end of its --help.
    CLI::App& command(CLI::App& program, std::string const& name, std::string const& what_it_does,
                      std::string const& examples = "");
    /// Adds FILE and --from, from which `read` and `formula` take the input.
    void takes_file(CLI::App& command);
    /// What the subcommand does; the result is the exit status.
    void runs(CLI::App& command, std::function<int()> work);

    source read() const { return read(file_); }
    source read(std::string const& file) const;
    /// The formula in FILE. Errors: syntax_error with its place, failure where the file cannot be read.
    graph::formula formula() const { return formula(read()); }
    graph::formula formula(source const& s) const;

    /// What is being done, for a terminal whose user waits.
    void doing(std::string const& what) { watch_->doing(what); }
    /// Writes a file whole or not at all; standard output for "" and "-".
    void write(std::string const& file, std::string const& content);

    bool colors_output() const { return colors(1); }
    bool colors_errors() const { return colors(2); }
    int status() const { return status_; }

  private:
    static bool colors(int descriptor);

    std::string file_;
    std::string from_;
    double timeout_ = 0;
    int status_ = 0;
    std::unique_ptr<watch> watch_;
};

/// Text in a color of the terminal, if `colored`.
enum class color { red, green, yellow, bold };
std::string painted(std::string const& text, color c, bool colored);

}  // namespace iverson::cli
