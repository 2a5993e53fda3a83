// SPDX-License-Identifier: BSL-1.0
#include "bindings.hpp"
#include "commands.hpp"
#include "derivatives.hpp"

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
    derivative_options what;
    std::vector<std::string> outputs;
    std::string scalar = "double";
};

void add_options(CLI::App& command, request& r) {
    r.bound.add_options(command);
    r.what.add_to(command);
    command.add_option("-o", r.outputs, "A file for each result: .npy, else JSON")
        ->type_name("OUTPUT")
        ->allow_extra_args(false);
    command.add_option("--scalar", r.scalar, "The numbers of a file .npy that -o writes; computed in double")
        ->check(CLI::IsMember({"double", "float"}))
        ->capture_default_str();
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
        graph::formula const what = r->what.derived(f);
        auto const bound = r->bound.read(f, what);
        s.doing("evaluating");
        write_numbers(s, results(what), evaluate(what, bound), r->outputs,
                      r->scalar == "float" ? arrays::scalar::float32 : arrays::scalar::float64);
        return 0;
    });
}

}  // namespace iverson::cli
