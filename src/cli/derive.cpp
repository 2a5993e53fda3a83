// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "tensor_names.hpp"

#include <iverson/text/run_time.hpp>

#include <show/derivation.hpp>

namespace iverson::cli {

namespace {

constexpr char const* examples = R"(Examples:
  iverson derive layer.iv                       the gradient by every input, line by line, in LaTeX
  iverson derive layer.iv --wrt w,b --rules     by w and b, each line with the rules that led to it
  iverson derive loss.tex --result --format text    only the results, as text
  iverson derive layer.iv --jacobian --of y     dy/dx instead of dE/dx, of the tensor y
  iverson derive loss.iv --order 2              gradient and second derivatives of a scalar
  iverson derive layer.iv --format iv > gradients.iv    the result as formulas that iverson reads
  echo 'y[t] = sum(s in Z, w[s]*x[t - s])' | iverson derive - --format html -o page.html)";

struct request {
    std::string wrt;
    std::string of;
    std::string format = "latex";
    std::string output;
    std::string katex = "https://cdn.jsdelivr.net/npm/katex@0.16/dist";
    int order = 1;
    bool jacobian = false;
    bool jvp = false;
    bool steps = true;
    bool result = false;
    bool rules = false;
};

/// The second derivatives of E by all pairs, each pair once.
std::vector<show::titled> hessians(graph::formula const& f, std::string const& of,
                                   std::vector<std::string> const& by) {
    std::vector<show::titled> result;
    for (std::size_t i = 0; i < by.size(); ++i) {
        for (std::size_t j = i; j < by.size(); ++j) {
            result.push_back({"hessian", of, {by[i], by[j]}, hessian(f, by[i], by[j], of)});
        }
    }
    return result;
}

std::vector<show::titled> jacobians(graph::formula const& f, std::string const& of,
                                    std::vector<std::string> const& by) {
    std::vector<show::titled> result;
    for (std::string const& name : by) {
        result.push_back({"jacobian", of, {name}, jacobian(f, name, of)});
    }
    return result;
}

std::vector<show::titled> derived(session& s, graph::formula const& f, request const& r) {
    std::string const of = r.of.empty() ? results(f).back() : r.of;
    auto const by = r.wrt.empty() ? variables(f, of) : split_names(r.wrt);
    if (by.empty()) {
        throw failure{of + " depends on no real input, so that it has no gradient"};
    }
    s.doing("deriving " + of);
    if (r.jacobian) {
        return jacobians(f, of, by);
    }
    if (r.jvp) {
        return {{"jvp", of, by, jvp(f, by, of)}};
    }
    std::vector<show::titled> all{{"gradient", of, by, gradient(f, by, of)}};
    if (r.order == 2) {
        if (rank(f, of) != 0) {
            throw failure{"--order 2 is for a scalar, and " + of + " is a tensor: say --of E, or --jacobian"};
        }
        for (show::titled& second : hessians(f, of, by)) {
            all.push_back(std::move(second));
        }
    }
    return all;
}

std::string written(std::vector<show::titled> const& all, request const& r, std::string const& title) {
    show::style const how{!r.result, r.rules};
    if (r.format == "iv") {
        if (all.size() > 1) {
            throw failure{"--format iv writes one formula, and these are " + std::to_string(all.size()) +
                          ": name one tensor with --wrt"};
        }
        return to_text(all[0].derivation.result);
    }
    if (r.format == "text") {
        return show::text(all, how);
    }
    if (r.format == "json") {
        return show::json(all, how);
    }
    return r.format == "html" ? show::html(all, how, title, r.katex) : show::latex(all, how);
}

void add_options(CLI::App& command, request& r) {
    command
        .add_option("--wrt", r.wrt,
                    "By which tensors, with commas between them; all real inputs if not given")
        ->type_name("NAMES");
    command.add_option("--of", r.of, "Of which tensor; the last output if not given")->type_name("NAME");
    auto* const order = command.add_option("--order", r.order, "2: second derivatives of a scalar, too")
                            ->check(CLI::IsMember({1, 2}))
                            ->type_name("1|2");
    auto* const full = command.add_flag("--jacobian", r.jacobian, "dy/dx instead of dE/dx")->excludes(order);
    command.add_flag("--jvp", r.jvp, "The derivative in a direction, tangent(x)")
        ->excludes(order)
        ->excludes(full);
    command
        .add_option(
            "--format", r.format,
            "latex (the default), text, html, json, or iv: the result as a formula that iverson reads")
        ->check(CLI::IsMember({"latex", "text", "html", "json", "iv"}))
        ->type_name("FORMAT");
    auto* const steps = command.add_flag("--steps", r.steps, "All lines; this is the default");
    command.add_flag("--result", r.result, "The last line of each derivation alone")->excludes(steps);
    command.add_flag("--rules", r.rules,
                     "The names of the rules behind each line; 'iverson explain' tells them");
    command.add_option("-o", r.output, "Write to a file")->type_name("OUTPUT");
    command.add_option("--katex", r.katex, "Where an HTML page finds KaTeX, a folder or URL")
        ->type_name("FOLDER");
}

}  // namespace

void add_derive(CLI::App& program, session& s) {
    CLI::App& command = s.command(program, "derive", "Derive gradients, line by line", examples);
    s.takes_file(command);
    auto const r = std::make_shared<request>();
    add_options(command, *r);
    s.runs(command, [&s, r] {
        source const from = s.read();
        s.write(r->output, written(derived(s, s.formula(from), *r), *r, from.name));
        return 0;
    });
}

}  // namespace iverson::cli
