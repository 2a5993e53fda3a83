// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include <iverson/emit/header.hpp>
#include <iverson/emit/identifiers.hpp>
#include <iverson/text/run_time.hpp>

#include <filesystem>

namespace iverson::cli {

namespace {

constexpr char const* example = R"(Example: conv.iv holds  y[t] = sum(s in Z, w[s]*x[t - s])

  iverson emit conv.iv --wrt w,x -o conv.hpp
      conv::y_value(w, x) and conv::y_value_and_gradients(w, x, adjoint_y), over pointers or on Eigen's objects
  iverson emit conv.iv --wrt w --abi c -o conv.cpp && c++ -O3 -shared -fPIC conv.cpp -o libconv.so
      the same for Python (ctypes) and Julia (ccall)

docs/emitting.md says what comes out.)";

struct arguments {
    emit::header_options options;
    std::string language = "c++";
    std::string abi = "c++";
    std::string output;
    bool no_eigen = false;
};

/// The file's name as a namespace: two files of one program may both compute an E.
std::string space_of(source const& in) {
    return emit::names{}.claim(std::filesystem::path{in.name}.stem().string());
}

int write(session& s, arguments a) {
    source const in = s.read();
    graph::formula const f = s.formula(in);
    if (a.options.wrt.empty()) {
        a.options.wrt = variables(f, a.options.of);
    }
    if (a.options.space.empty()) {
        a.options.space = space_of(in);
    }
    a.options.c_abi = a.abi == "c";
    a.options.eigen = !a.no_eigen;
    s.doing("writing the functions");
    s.write(a.output, emit::header(f, a.options));
    return 0;
}

}  // namespace

void add_emit(CLI::App& program, session& s) {
    CLI::App& command = s.command(program, "emit", "Write C++ that computes values and gradients", example);
    auto const a = std::make_shared<arguments>();
    s.takes_file(command);
    command
        .add_option("--wrt", a->options.wrt, "Tensors whose gradients are wanted, as in w,x; default: all")
        ->delimiter(',')
        ->type_name("TENSORS");
    command.add_option("--of", a->options.of, "The tensor that is differentiated; default: the result")
        ->type_name("TENSOR");
    command.add_option("--lang", a->language, "The language")
        ->check(CLI::IsMember({"c++"}))
        ->capture_default_str();
    command.add_option("--scalar", a->options.scalar, "The numbers")
        ->check(CLI::IsMember({"double", "float"}))
        ->capture_default_str();
    command.add_option("--integer", a->options.integer, "The numbers of integer tensors")
        ->check(CLI::IsMember({"int64", "int32"}))
        ->capture_default_str();
    command.add_option("--abi", a->abi, "c: functions with C linkage, for Python and Julia")
        ->check(CLI::IsMember({"c", "c++"}))
        ->capture_default_str();
    command
        .add_option("--name", a->options.name,
                    "What the functions' names start with; default: the result's name")
        ->type_name("NAME");
    command
        .add_option("--namespace", a->options.space, "The namespace, such as a::b; default: the name of FILE")
        ->type_name("NAMESPACE");
    command.add_option("--at", a->options.placed, "Tensors whose first positions the caller gives")
        ->delimiter(',')
        ->type_name("TENSORS");
    command.add_flag("--each", a->options.each, "Also a function for each gradient alone");
    command.add_flag("--vectors", a->options.vectors,
                     "Loops in vectors for data without gaps, beside the plain ones");
    command.add_flag("--no-eigen", a->no_eigen, "No overloads for Eigen's vectors and matrices");
    command.add_option("-o,--output", a->output, "The file to write; default: standard output")
        ->type_name("OUT");
    s.runs(command, [&s, a] { return write(s, *a); });
}

}  // namespace iverson::cli
