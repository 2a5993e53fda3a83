// SPDX-License-Identifier: BSL-1.0
#include "bindings.hpp"
#include "commands.hpp"
#include "derivatives.hpp"
#include "tensor_names.hpp"

#include <verify/verify.hpp>

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace iverson::cli {

namespace {

constexpr char const* examples =
    R"(Without --against, every gradient of FILE is derived and compared with numbers: at random extents, 0 and 1 among them, and
random inputs, in exact fractions where there are only + - * / and in fifty digits elsewhere. With --against, the gradient that
your own program computed is compared with the derived one, at the same numbers.

Examples:
  iverson verify layer.iv                    all outputs by all real inputs
  iverson verify layer.iv --seed 7 --size 6  other inputs, extents up to 6
  iverson verify layer.iv --grad y:x --against gx.npy --set x=x.npy --set w=w.npy --set b=b.npy --adjoint y=gy.npy

Exit status: 0 all agree; 1 one is wrong; 2 one cannot be compared, and the sentence says why.)";

struct request {
    bindings bound;
    derivative_options what;
    verify::options how;
    std::string of;
    std::string wrt;
    std::string against;
    double tolerance = 1e-6;
};

/// The formula with this tensor as its one result.
graph::formula with_result(graph::formula f, std::string const& of) {
    for (std::size_t i = 0; i < f.outputs.size(); ++i) {
        if (results(f)[i] == of) {
            f.outputs = {f.outputs[i]};
            return f;
        }
    }
    throw failure{of + " is no output of the formula: add a line 'output " + of + "'"};
}

std::string where_text(std::vector<std::int64_t> const& where) {
    std::string result;
    for (std::int64_t const p : where) {
        result += (result.empty() ? "" : ", ") + std::to_string(p);
    }
    return "(" + result + ")";
}

void write_row(std::ostream& out, std::string const& gradient, std::string const& verdict,
               std::string const& rounds, std::string const& method, std::string const& worst) {
    out << std::left << std::setw(20) << gradient << ' ' << std::setw(12) << verdict << ' ' << std::setw(7)
        << rounds << std::setw(14) << method << worst << '\n';
}

std::string worst_text(verify::verdict_of_gradient const& v) {
    if (v.entries == 0) {
        return "";
    }
    std::ostringstream out;
    out.precision(3);
    out << v.worst;
    return v.worst == 0 ? out.str() : out.str() + " at " + where_text(v.where);
}

/// The table, and whether something in it is wrong, or was not compared.
struct findings {
    std::ostringstream table;
    std::string sentences;
    bool wrong = false;
    bool unknown = false;

    void add(std::string const& gradient, verify::verdict_of_gradient const& v) {
        write_row(table, gradient,
                  v.right   ? "right"
                  : v.wrong ? "WRONG"
                            : "not compared",
                  std::to_string(v.rounds), v.exact ? "fractions" : "fifty digits", worst_text(v));
        sentences += v.right ? "" : v.sentence + "\n";
        wrong = wrong || v.wrong;
        unknown = unknown || (!v.right && !v.wrong);
    }
    int status() const { return wrong ? 1 : unknown ? 2 : 0; }
};

int verify_all(session& s, request const& r) {
    graph::formula const f = s.formula();
    findings found;
    write_row(found.table, "gradient", "verdict", "rounds", "compared in", "worst error");
    std::size_t count = 0;
    for (std::string const& of : r.of.empty() ? results(f) : split_names(r.of)) {
        graph::formula const source = with_result(f, of);
        for (std::string const& by : r.wrt.empty() ? variables(source, of) : split_names(r.wrt)) {
            s.doing("verifying the gradient of " + of + " by " + by);
            auto const d = gradient(source, {by}, of);
            found.add(of + " by " + by, verify::against_numbers(source, d.result, r.how));
            ++count;
        }
    }
    if (count == 0) {
        throw failure{"the formula has no real input, so that there is no gradient to verify"};
    }
    s.write("", found.table.str() + found.sentences);
    return found.status();
}

int verify_array(session& s, request const& r) {
    if (!r.what.is_given()) {
        throw failure{"--against wants to know which derivative it is: say --grad E:w, or another one"};
    }
    graph::formula const f = s.formula();
    graph::formula const derived = r.what.derived(f);
    auto const bound = r.bound.read(f, derived);
    numbers const found = read_numbers("--against", r.against);
    auto const expected = evaluate(derived, bound);
    if (expected.size() != 1) {
        throw failure{"--against is one array, and " + std::to_string(expected.size()) +
                      " are derived: name one tensor behind the colon"};
    }
    auto const v = verify::against_array(expected[0], found, r.tolerance);
    s.write("", results(derived)[0] + ": " + (v.right ? "right" : "WRONG") + ": " + v.sentence + "\n");
    return v.right ? 0 : 1;
}

void add_options(CLI::App& command, request& r) {
    command.add_option("--of", r.of, "Gradients of which outputs; all if not given")->type_name("NAMES");
    command.add_option("--wrt", r.wrt, "By which tensors; all real inputs if not given")->type_name("NAMES");
    command.add_option("--seed", r.how.seed, "The same seed draws the same numbers")->capture_default_str();
    command.add_option("--size", r.how.largest_extent, "The largest extent that is drawn")
        ->check(CLI::Range(1, 50))
        ->capture_default_str();
    command.add_option("--rounds", r.how.rounds, "How many bindings are tried")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    auto* const against =
        command.add_option("--against", r.against, "An array that your program computed: .npy or JSON")
            ->type_name("VALUE");
    command.add_option("--tolerance", r.tolerance, "Of --against, relative to max(1, magnitude)")
        ->check(CLI::NonNegativeNumber)
        ->needs(against)
        ->capture_default_str();
    r.what.add_to(command);
    r.bound.add_options(command);
}

}  // namespace

void add_verify(CLI::App& program, session& s) {
    CLI::App& command = s.command(program, "verify", "Compare gradients with numbers", examples);
    s.takes_file(command);
    auto const r = std::make_shared<request>();
    add_options(command, *r);
    s.runs(command, [&s, r] { return r->against.empty() ? verify_all(s, *r) : verify_array(s, *r); });
}

}  // namespace iverson::cli
