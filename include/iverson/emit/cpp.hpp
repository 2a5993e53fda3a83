// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "inputs.hpp"
#include "kernel.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// graph::formula -> C++ source that needs no Iverson.
namespace iverson::emit {

/// The headers that emitted source includes, each of the standard library of C++17; for masked lanes the compiler's own.
inline std::string includes(bool vectors = false) {
    std::string result;
    for (std::string_view header : {"algorithm", "cmath", "cstddef", "cstdint", "functional",
                                    "initializer_list", "limits", "stdexcept", "string", "vector"}) {
        result += "#include <" + std::string{header} + ">\n";
    }
    return result + (vectors ? "#include <cstring>\n#include <type_traits>\n#include <utility>\n"
                               "#if defined(__AVX512F__)\n#include <immintrin.h>\n#endif\n"
                             : "");
}

/// The functions that `body` takes from the namespace `space`, in that namespace; nothing if it takes none.
inline std::string support_of(std::string const& body, std::string const& space) {
    std::string const all = helpers_of(body, space);
    return all.empty() ? "" : "namespace " + space + " {\n\n" + all + "\n}  // namespace " + space + "\n\n";
}

inline void check_options(graph::formula const& f, options const& o) {
    if (o.scalar != "double" && o.scalar != "float") {
        throw refusal{"the scalar type is double or float, not " + o.scalar};
    }
    if (o.integer != "int64" && o.integer != "int32") {
        throw refusal{"the type of integer tensors is int64 or int32, not " + o.integer};
    }
    if (identifier(o.function) != o.function || is_reserved(o.function)) {
        throw refusal{o.function + " is not a name that a function of C++ can have"};
    }
    for (std::string const& name : o.placed) {
        bool const found =
            std::any_of(f.nodes.tensors.begin(), f.nodes.tensors.end(),
                        [&](graph::tensor const& t) { return graph::describe(f.nodes, t).view() == name; });
        if (!found) {
            throw refusal{"the formula has no " + name};
        }
    }
}

/// The tensors that the emitted function takes, in this order: those that the result is computed from; where their
/// extents do not give all others, every tensor that the formula reads.
inline std::vector<loops::argument> arguments_of(graph::formula const& f, options const& o,
                                                 std::span<graph::formula const> primals = {}) {
    std::vector<loops::argument> bound;
    for (bool const all : {false, true}) {
        bound.clear();
        for (int tensor : inputs_of(f, all)) {
            std::string const name{graph::describe(f.nodes, f.nodes.tensor_at(tensor)).view()};
            bound.push_back({tensor, std::find(o.placed.begin(), o.placed.end(), name) != o.placed.end()});
        }
        if (!loops::make_plan(f, bound, primals).failed()) {
            break;
        }
    }
    return bound;
}

/// The function `options.function`, which computes the outputs of the formula from its inputs, given as pointers with extents
/// and strides. It calls functions of the namespace `options.space()`, see `support_of`.
/// Errors:  as `cpp`.
inline kernel_source kernel_of(graph::formula const& f, options const& o,
                               std::span<graph::formula const> primals = {}) {
    if (f.failed()) {
        throw refusal{std::string{f.nodes.message().view()}};
    }
    check_options(f, o);
    std::vector<loops::argument> const bound = arguments_of(f, o, primals);
    loops::plan const p = loops::make_plan(f, bound, primals);
    if (p.failed()) {
        throw refusal{std::string{p.message.view()}};
    }
    return kernel_writer{f, p, bound, o}.run();
}

/// A header with that function alone. It is C++17 and includes nothing but the standard library.
/// `primals`: formulas that this one was derived from, which say how extents hang together.
/// Shapes:  `NAME_bind` of the emitted source gives the extents and first positions of the results.
/// Errors:  refusal (a std::invalid_argument) with the sentence of the formula or its plan, and where it calls a function
///          that is not of the table.
inline std::string cpp(graph::formula const& f, options const& o = {},
                       std::span<graph::formula const> primals = {}) {
    std::string const body = kernel_of(f, o, primals).text;
    return "// Made by Iverson from a formula; it needs nothing but the standard library of C++17.\n#pragma "
           "once\n\n" +
           includes(o.vectors) + "\n" + support_of(body, o.space()) + body;
}

}  // namespace iverson::emit
