// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/make_plan.hpp"
#include "inputs.hpp"
#include "nests.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// graph::formula -> C++ source that needs no Iverson.
namespace iverson::emit {

struct options {
    std::string function = "compute";  ///< the name of the emitted function
    std::string scalar = "double";     ///< or "float"
    std::string comment;  ///< what the function computes, in words or as a formula; may have several lines
    std::vector<std::string>
        placed;  ///< tensors that start where the caller says: they get first positions as parameters
};

/// Writes the header of one plan.
class writer {
  public:
    writer(graph::formula const& f, loops::plan const& p, std::vector<loops::argument> const& bound,
           options const& o)
        : p_{p}, options_{o}, v_{p, o.function, o.scalar, o.function + "_support"} {
        for (loops::argument const& a : bound) {
            placed_.push_back(a.placed ? 1 : 0);
        }
        name_buffers();
        for (std::size_t i = 0; i < static_cast<std::size_t>(p.symbols); ++i) {
            symbols_.push_back(
                identifier(i < f.nodes.symbols.size() ? f.nodes.symbols[i].name.view() : "position"));
            v_.index.set_name(static_cast<int>(i), symbols_.back());
            if (i < f.nodes.symbols.size() && f.nodes.symbols[i].kind == graph::symbol_kind::extent) {
                v_.index.set_extent(static_cast<int>(i));
            }
        }
    }

    std::string run() {
        source sizes;
        binding_writer binding{v_, placed_};
        binding.write(sizes);
        source loops{1};
        write_entry_checks(loops);
        write_blocks(loops);
        source start{1};
        write_start(start, binding, loops.text());
        source function;
        write_comment(function);
        function.line("inline void " + options_.function + "(" + parameters(start.text() + loops.text()) +
                      ") {");
        function.append(start);
        function.append(loops);
        function.line("}");
        return head(sizes.text() + function.text()) + sizes.text() + "\n" + function.text();
    }

  private:
    static std::size_t place(int i) { return static_cast<std::size_t>(i); }
    bool is(int b, loops::buffer_kind kind) const { return p_.buffers[place(b)].kind == kind; }
    int rank(int b) const { return p_.buffers[place(b)].rank; }

    /// Buffers first: the parameters are what a caller sees. The names made of a buffer's are taken with it.
    void name_buffers() {
        for (std::string const& name :
             {options_.function, options_.function + "_sizes", options_.function + "_bind",
              options_.function + "_support", std::string{"sizes"}}) {
            v_.taken.claim(name);
        }
        for (loops::buffer const& b : p_.buffers) {
            v_.buffers.push_back(v_.taken.claim(loops::name_of(p_, b.name)));
            for (int axis = 0; axis < b.rank; ++axis) {
                int const last = static_cast<int>(v_.buffers.size()) - 1;
                for (std::string const& name :
                     {v_.extent(last, axis), v_.stride(last, axis), v_.first(last, axis)}) {
                    v_.taken.claim(name);
                }
            }
        }
    }

    std::string head(std::string const& body) const {
        std::string const space = v_.index.space();
        std::string const all = helpers_of(body, space);
        std::string result = "// Made by Iverson from a formula; it needs nothing but the standard library "
                             "of C++17.\n#pragma once\n\n";
        for (std::string_view header : {"algorithm", "cmath", "cstddef", "cstdint", "initializer_list",
                                        "limits", "stdexcept", "string", "vector"}) {
            result += "#include <" + std::string{header} + ">\n";
        }
        if (!all.empty()) {
            result += "\nnamespace " + space + " {\n\n" + all + "\n}  // namespace " + space + "\n";
        }
        return result + "\n";
    }
    std::string list_of(loops::buffer_kind kind) const {
        std::string result;
        for (int b : v_.of(kind)) {
            result += (result.empty() ? "" : ", ") + v_.buffer(b);
        }
        return result.empty() ? "nothing" : result;
    }
    void write_comment(source& out) const {
        std::string rest = options_.comment;
        while (!rest.empty()) {
            std::size_t const end = std::min(rest.find('\n'), rest.size());
            out.line("/// " + rest.substr(0, end));
            rest.erase(0, end + 1);
        }
        std::string const bind = options_.function + "_bind";
        out.line("/// Reads:   " + list_of(loops::buffer_kind::argument) +
                 "; along axis D a tensor has _extentD entries, _strideD apart.");
        out.line("/// Writes:  " + list_of(loops::buffer_kind::result) + ", of the extents that " + bind +
                 " tells; it overlaps nothing that is read.");
        out.line("/// Errors:  std::invalid_argument, with a sentence, where extents do not fit; nothing is "
                 "written then.");
    }

    /// One line for each tensor. What is bound only for its extents has neither pointer nor strides.
    std::string parameters(std::string const& body) const {
        std::string result;
        for (std::size_t i = 0; i < p_.buffers.size(); ++i) {
            int const b = static_cast<int>(i);
            if (is(b, loops::buffer_kind::temporary)) {
                continue;
            }
            bool const reads = mentions(body, v_.buffer(b));
            std::string line;
            auto const add = [&](std::string const& type, std::string const& name) {
                line += (line.empty() ? "" : ", ") + parameter(type, name, body);
            };
            if (reads) {
                std::string const number = p_.buffers[i].integral ? "std::int64_t" : v_.scalar;
                add(number + (is(b, loops::buffer_kind::argument) ? " const*" : "*"), v_.buffer(b));
            }
            for (int axis = 0; axis < rank(b); ++axis) {
                add("std::ptrdiff_t", v_.extent(b, axis));
                if (i < placed_.size() && placed_[i] != 0) {
                    add("std::ptrdiff_t", v_.first(b, axis));
                }
                if (reads) {
                    add("std::ptrdiff_t", v_.stride(b, axis));
                }
            }
            if (!line.empty()) {
                result += (result.empty() ? "\n    " : ",\n    ") + line;
            }
        }
        return result;
    }

    /// Sizes, checks of the results, memory of the temporaries; only what the loops speak of gets a name.
    void write_start(source& out, binding_writer const& binding, std::string const& loops) const {
        source memory{1};
        for (int b : v_.of(loops::buffer_kind::temporary)) {
            write_memory(memory, b);
        }
        source checks{1};
        for (int b : v_.of(loops::buffer_kind::result)) {
            for (int axis = 0; axis < rank(b); ++axis) {
                write_result_check(checks, b, axis);
            }
        }
        std::string const used = memory.text() + loops;
        std::string const call = options_.function + "_bind(" + binding.arguments() + ")";
        source symbols{1};
        for (loops::setting const& s : binding.own()) {
            std::string const& name = v_.index.name(s.symbol);
            if (mentions(used, name) && !is_result_extent(name)) {
                symbols.line("std::ptrdiff_t const " + name + " = sizes." + name + ";");
            }
        }
        bool const has_sizes = mentions(symbols.text() + checks.text(), "sizes");
        out.line(has_sizes ? options_.function + "_sizes const sizes = " + call + ";" : call + ";");
        out.append(checks);
        out.append(symbols);
        out.append(memory);
    }
    /// Such a name is a parameter, equal to the member of the sizes.
    bool is_result_extent(std::string const& name) const {
        for (int b : v_.of(loops::buffer_kind::result)) {
            for (int axis = 0; axis < rank(b); ++axis) {
                if (name == v_.extent(b, axis)) {
                    return true;
                }
            }
        }
        return false;
    }
    void write_result_check(source& out, int b, int axis) const {
        std::string const extent = v_.extent(b, axis);
        std::string const first = "sizes." + v_.first(b, axis);
        out.open("if (" + extent + " != sizes." + extent + ")");
        out.line(v_.helper("axis_is_set") + "(\"the formula\", " + first + ", " + first + " + sizes." +
                 extent + " - 1, {" + emit::quoted(loops::name_of(p_, p_.buffers[place(b)].name)) + ", " +
                 std::to_string(axis) + ", " + first + ", " + extent + "});");
        out.close();
    }
    void write_memory(source& out, int b) const {
        auto const axes = v_.axes(b);
        if (axes.empty()) {
            return out.line(v_.scalar + " " + v_.buffer(b) + " = 0;");
        }
        auto const extent = [&](std::size_t d) { return v_.index.extent(axes[d].lower, axes[d].upper); };
        std::string size = extent(axes.size() - 1);
        for (std::size_t d = axes.size() - 1; d-- > 0;) {
            std::string const stride = v_.stride(b, static_cast<int>(d));
            out.line("std::ptrdiff_t const " + stride + " = " + size + ";");
            size = stride + " * " + extent(d);
        }
        out.line("std::vector<" + v_.scalar + "> " + v_.buffer(b) + "_memory(static_cast<std::size_t>(" +
                 size + "));");
        out.line(v_.scalar + "* const " + v_.buffer(b) + " = " + v_.buffer(b) + "_memory.data();");
    }

    void write_entry_checks(source& out) {
        for (loops::check const& c : p_.checks) {
            if (c.what == loops::check::kind::entries) {
                vocabulary const words = v_;
                nest_writer{words, v_.taken, symbols_, out}.write_check(c);
            }
        }
    }
    void write_blocks(source& out) {
        for (loops::block const& b : p_.blocks) {
            nest_writer outer{v_, v_.taken, symbols_, out};
            if (b.time >= 0) {
                outer.open_loop(p_.loops[place(b.time)], b.downwards);
            }
            names& around = b.time >= 0 ? outer.words().taken : v_.taken;
            for (loops::nest const& n : loops::slice(p_.nests, b.nests)) {
                vocabulary words = outer.words();
                words.taken = around;
                nest_writer{words, around, symbols_, out}.write(n);
            }
            if (b.time >= 0) {
                out.close();
            }
        }
    }

    loops::plan const& p_;
    options const& options_;
    vocabulary v_;
    std::vector<char> placed_;
    std::vector<std::string> symbols_;
};

inline void check_options(graph::formula const& f, options const& o) {
    if (o.scalar != "double" && o.scalar != "float") {
        throw refusal{"the scalar type is double or float, not " + o.scalar};
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

/// A header with the function `options.function`, which computes the outputs of the formula from its inputs, given as
/// pointers with extents and strides. It is C++17 and includes nothing but the standard library.
/// `primals`: formulas that this one was derived from, which say how extents hang together.
/// Shapes:  `NAME_bind` of the emitted source gives the extents and first positions of the results.
/// Errors:  refusal (a std::invalid_argument) with the sentence of the formula or its plan, and where it calls a function
///          that is not of the table.
inline std::string cpp(graph::formula const& f, options const& o = {},
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
    return writer{f, p, bound, o}.run();
}

}  // namespace iverson::emit
