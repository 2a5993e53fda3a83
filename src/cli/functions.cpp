// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include <iverson/functions/table.hpp>

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <tuple>

namespace iverson::cli {

namespace {

struct function_line {
    std::string call;
    std::string zero;
    std::string cost;
    std::string domain;
};

template <class Row>
function_line line_of(Row const& row) {
    std::string const arguments = row.arity == 0 ? "" : row.arity == 1 ? "(u)" : "(u, v)";
    std::string domain{row.facts.domain};
    domain += row.facts.kinks.empty() ? "" : "; " + std::string{row.facts.kinks};
    return {std::string{row.name} + arguments, row.facts.zero_at_zero ? "0" : "",
            std::to_string(row.facts.cost), domain};
}

std::vector<function_line> lines() {
    return std::apply([](auto const&... row) { return std::vector<function_line>{line_of(row)...}; },
                      functions::table);
}

std::string table() {
    std::ostringstream out;
    auto const write = [&](function_line const& l) {
        out << std::left << std::setw(18) << l.call << std::setw(6) << l.zero << std::setw(6) << l.cost
            << l.domain << '\n';
    };
    write({"function", "f(0)", "cost", "domain of the function and its slopes"});
    for (function_line const& l : lines()) {
        write(l);
    }
    return out.str();
}

}  // namespace

void add_functions(CLI::App& program, session& s) {
    CLI::App& command = s.command(program, "functions", "The functions that formulas may call");
    s.runs(command, [&s] {
        s.write("", table());
        return 0;
    });
}

}  // namespace iverson::cli
