// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include <iverson/functions/table.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/text/run_time.hpp>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>
#include <tuple>

namespace iverson::cli {

namespace {

struct function_line {
    std::string call;
    std::string at_zero;
    std::string cost;
    std::string slope;
    std::string domain;
};

/// The slope as the engine derives it.
std::string slope_of(graph::formula const& f, std::string const& by) {
    graph::derivation const d = jacobian(f, by);
    return print::text(d.result.nodes, d.chains[0].lines.back().node);
}

std::string slopes(std::string const& call, int arity) {
    graph::formula const f = parsed("y = " + call);
    if (arity < 2) {
        return arity == 0 ? "" : slope_of(f, "u");
    }
    try {
        return slope_of(f, "u") + "; " + slope_of(f, "v");
    } catch (std::invalid_argument const&) {
        return "none by u; " + slope_of(f, "v");  // the order of polygamma
    }
}

std::string value_at_zero(std::string const& call, int arity) {
    std::map<std::string, numbers> zeros{{"u", {{}, {0}}}, {"v", {{}, {0}}}};
    std::map<std::string, numbers> const bound(zeros.begin(), std::next(zeros.begin(), arity));
    double const value = evaluate(parsed("y = " + call), bound)[0].values[0];
    std::ostringstream out;
    out << std::setprecision(6) << value;
    return std::isnan(value) ? "none" : out.str();
}

template <class Row>
function_line line_of(Row const& row) {
    int const arity = static_cast<int>(row.arity);
    std::string const call = std::string{row.name} + (arity == 0 ? "" : arity == 1 ? "(u)" : "(u, v)");
    std::string domain{row.facts.domain};
    domain += row.facts.kinks.empty() ? "" : "; " + std::string{row.facts.kinks};
    return {call, value_at_zero(call, arity), std::to_string(row.facts.cost), slopes(call, arity), domain};
}

std::vector<function_line> lines() {
    return std::apply([](auto const&... row) { return std::vector<function_line>{line_of(row)...}; },
                      functions::table);
}

std::string table() {
    std::vector<function_line> all = lines();
    all.insert(all.begin(), {"function", "f(0)", "cost", "slope", "domain of the function and its slopes"});
    std::ostringstream out;
    for (function_line const& l : all) {
        out << std::left << std::setw(18) << l.call << std::setw(10) << l.at_zero << std::setw(6) << l.cost
            << std::setw(44) << l.slope << "  " << l.domain << '\n';
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
