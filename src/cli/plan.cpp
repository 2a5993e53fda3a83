// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "derivatives.hpp"
#include "tensor_names.hpp"

#include <iverson/text/run_time.hpp>

namespace iverson::cli {

namespace {

constexpr char const* examples = R"(Examples:
  iverson plan layer.iv                            the loops of the value, with counts as polynomials in the extents
  iverson plan loss.iv --grad E:w,b --value        those of value and gradients together
  iverson plan layer.iv --extents w=512,512        the counts as numbers, too

docs/program.md says how to read it.)";

struct request {
    derivative_options what;
    std::vector<std::string> extents;
    std::string scalar = "double";
    std::string output;
};

std::map<std::string, std::vector<std::int64_t>> parsed_extents(std::vector<std::string> const& options) {
    std::map<std::string, std::vector<std::int64_t>> result;
    for (std::string const& option : options) {
        auto const [name, list] = split_at(option, '=', "--extents is written NAME=N,..., as in w=512,64");
        auto const [place, is_new] = result.try_emplace(name);
        if (!is_new) {
            throw failure{"the extents of " + name + " are given twice"};
        }
        for (std::string const& one : split_list(list)) {
            place->second.push_back(whole_number("--extents " + name, one));
        }
    }
    return result;
}

}  // namespace

void add_plan(CLI::App& program, session& s) {
    CLI::App& command =
        s.command(program, "plan", "Show the loops that compute values and gradients", examples);
    s.takes_file(command);
    auto const r = std::make_shared<request>();
    r->what.add_to(command);
    command
        .add_option(
            "--extents", r->extents,
            "The extents of an input: counts as numbers, too; what follows from them need not be given")
        ->type_name("NAME=N,...")
        ->allow_extra_args(false);
    command.add_option("--scalar", r->scalar, "The numbers whose bytes are counted")
        ->check(CLI::IsMember({"double", "float"}))
        ->capture_default_str();
    command.add_option("-o,--output", r->output, "The file to write; default: standard output")
        ->type_name("OUT");
    s.runs(command, [&s, r] {
        graph::formula const f = s.formula();
        s.doing("deriving");
        graph::formula const what = r->what.derived(f);
        s.doing("planning");
        s.write(r->output, describe(what, parsed_extents(r->extents), r->scalar == "float" ? 4 : 8));
        return 0;
    });
}

}  // namespace iverson::cli
