// SPDX-License-Identifier: BSL-1.0
#include "bindings.hpp"
#include "commands.hpp"
#include "tensor_names.hpp"

namespace iverson::cli {

namespace {

constexpr char const* examples = R"(Examples:
  iverson eval layer.iv --set x=x.npy --set w=w.npy --set b='[1, 2.5]'
  iverson eval loss.iv  --set ... --grad E:w -o gw.npy               the gradient of the scalar E by w
  iverson eval loss.iv  --set ... --grad E:w,b -o gw.npy -o gb.npy   by two tensors
  iverson eval conv.iv  --set ... --grad y:x --adjoint y=gy.npy      dE/dx from dE/dy
  iverson eval layer.iv --set ... --jacobian y:x                     dy/dx, the axes of y first
  iverson eval loss.iv  --set ... --hessian E:x,w
  iverson eval layer.iv --set ... --jvp y:x --tangent x=dx.npy

Arrays are files .npy (float32, float64, integers, bool; any order of axes) or JSON: a number, nested lists, or
{"lower": [-1], "values": [1, 2]} for positions that do not start at 0. Without -o the result is printed as JSON: one result
as it is, several as an object with their names.)";

struct request {
    bindings bound;
    std::string grad;
    std::string jacobian;
    std::string hessian;
    std::string jvp;
    std::string hvp;
    bool value = false;
    std::vector<std::string> outputs;
};

struct derivative {
    std::string of;
    std::vector<std::string> by;
};

derivative parsed_derivative(std::string const& option, std::string const& text, std::size_t count = 0) {
    auto const [of, by] = split_at(text, ':', option + " is written OF:BY, as in E:w");
    derivative result{of, count == 2 ? split_list(by) : split_names(by)};  // by x twice is a Hessian
    if (count != 0 && result.by.size() != count) {
        throw failure{option + " takes " + std::to_string(count) + (count == 1 ? " tensor" : " tensors") +
                      " behind the colon, and '" + text + "' has " + std::to_string(result.by.size())};
    }
    return result;
}

graph::formula wanted(graph::formula const& f, request const& r) {
    if (!r.grad.empty()) {
        auto const [of, by] = parsed_derivative("--grad", r.grad);
        return (r.value ? value_and_gradients(f, by, of) : gradient(f, by, of)).result;
    }
    if (!r.jacobian.empty()) {
        auto const [of, by] = parsed_derivative("--jacobian", r.jacobian, 1);
        return jacobian(f, by[0], of).result;
    }
    if (!r.hessian.empty()) {
        auto const [of, by] = parsed_derivative("--hessian", r.hessian, 2);
        return hessian(f, by[0], by[1], of).result;
    }
    if (!r.jvp.empty()) {
        auto const [of, by] = parsed_derivative("--jvp", r.jvp);
        return jvp(f, by, of).result;
    }
    if (!r.hvp.empty()) {
        auto const [of, by] = parsed_derivative("--hvp", r.hvp, 1);
        return hvp(f, by[0], of).result;
    }
    return f;
}

void add_options(CLI::App& command, request& r) {
    r.bound.add_options(command);
    auto* const which =
        command.add_option_group("What", "What is computed; the outputs of FILE if nothing is said");
    which->add_option("--grad", r.grad, "Gradients: E:w, or y:x with --adjoint y=...")
        ->type_name("OF:BY,...");
    which->add_option("--jacobian", r.jacobian, "dy/dx")->type_name("OF:BY");
    which->add_option("--hessian", r.hessian, "The second derivative by two tensors: E:x,w")
        ->type_name("OF:BY,BY");
    which->add_option("--jvp", r.jvp, "The derivative in the direction --tangent")->type_name("OF:BY,...");
    which->add_option("--hvp", r.hvp, "The second derivative times --tangent")->type_name("OF:BY");
    which->require_option(0, 1);
    command.add_flag("--value", r.value, "The value in front of the gradients")->needs("--grad");
    command.add_option("-o", r.outputs, "A file for each result: .npy, else JSON")
        ->type_name("OUTPUT")
        ->allow_extra_args(false);
}

}  // namespace

void add_eval(CLI::App& program, session& s) {
    CLI::App& command = s.command(program, "eval", "Compute values and derivatives from numbers", examples);
    s.takes_file(command);
    auto const r = std::make_shared<request>();
    add_options(command, *r);
    s.runs(command, [&s, r] {
        graph::formula const f = s.formula();
        s.doing("deriving");
        graph::formula const what = wanted(f, *r);
        auto const bound = r->bound.read(f, what);
        s.doing("evaluating");
        write_numbers(s, results(what), evaluate(what, bound), r->outputs);
        return 0;
    });
}

}  // namespace iverson::cli
