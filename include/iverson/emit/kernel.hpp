// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/make_plan.hpp"
#include "vector_forms.hpp"

#include <algorithm>
#include <string>
#include <vector>

/// One plan as one function of C++, with the function that finds its sizes.
namespace iverson::emit {

struct options {
    std::string function = "compute";  ///< the name of the emitted function
    std::string scalar = "double";     ///< or "float"
    std::string comment;  ///< what the function computes, in words or as a formula; may have several lines
    std::vector<std::string>
        placed;  ///< tensors that start where the caller says: they get first positions as parameters
    std::vector<std::string> results;  ///< names for the results, in their order; empty: those of the formula
    std::string integer = "int64";     ///< the numbers of integer tensors, or "int32"
    bool vectors = false;  ///< print nests in vectors, where they have such a form, beside the plain loops
    std::string
        support;  ///< the namespace of the functions that the source brings along; empty: FUNCTION_support

    std::string space() const { return support.empty() ? function + "_support" : support; }
};

/// A tensor among the parameters of an emitted function.
struct tensor_parameter {
    std::string name;         ///< in C++
    std::string description;  ///< in the formula
    loops::buffer_kind kind = loops::buffer_kind::argument;
    int rank = 0;
    bool integral = false;
    bool placed = false;    ///< its first positions are parameters
    bool has_data = false;  ///< or else it is there for its extents

    std::string extent(int axis) const { return name + "_extent" + std::to_string(axis); }
    std::string stride(int axis) const { return name + "_stride" + std::to_string(axis); }
    std::string first(int axis) const { return name + "_first" + std::to_string(axis); }
    bool is_result() const { return kind == loops::buffer_kind::result; }
};

/// The text of one function with its struct of sizes, and what it takes: arguments, then results.
struct kernel_source {
    std::string text;
    std::vector<tensor_parameter> tensors;
};

/// Writes the function of one plan.
class kernel_writer {
  public:
    kernel_writer(graph::formula const& f, loops::plan const& p, std::vector<loops::argument> const& bound,
                  options const& o)
        : p_{p}, options_{o}, v_{p, o.function, o.scalar, o.space()} {
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

    kernel_source run() {
        source sizes;
        binding_writer binding{v_, placed_};
        binding.write(sizes);
        source loops{1};
        write_entry_checks(loops);
        write_blocks(loops);
        list_tensors(words{loops.text()});
        source start{1};
        write_start(start, binding, loops.text());
        source function;
        write_comment(function);
        function.line("inline void " + options_.function + "(" +
                      parameters(words{start.text() + loops.text()}) + ") {");
        function.append(start);
        function.append(loops);
        function.line("}");
        return {sizes.text() + "\n" + function.text(), tensors_};
    }

  private:
    static std::size_t place(int i) { return static_cast<std::size_t>(i); }
    bool is(int b, loops::buffer_kind kind) const { return p_.buffers[place(b)].kind == kind; }
    int rank(int b) const { return p_.buffers[place(b)].rank; }

    /// Buffers first: the parameters are what a caller sees. The names made of a buffer's are taken with it.
    void name_buffers() {
        for (std::string const& name : {options_.function, options_.function + "_sizes",
                                        options_.function + "_bind", options_.function + "_results",
                                        options_.space(), std::string{"sizes"}, std::string{"results"}}) {
            v_.taken.claim(name);
        }
        std::size_t results = 0;
        for (loops::buffer const& b : p_.buffers) {
            bool const is_named = b.kind == loops::buffer_kind::result && results++ < options_.results.size();
            v_.buffers.push_back(v_.taken.claim(is_named ? options_.results[results - 1]
                                                         : std::string{loops::name_of(p_, b.name)},
                                                suffixes_of(b)));
        }
    }
    /// What stands behind a buffer's name in the names that are made of it.
    static std::vector<std::string> suffixes_of(loops::buffer const& b) {
        std::vector<std::string> result{"_memory"};
        for (int axis = 0; axis < b.rank; ++axis) {
            for (char const* part : {"_extent", "_stride", "_first"}) {
                result.push_back(part + std::to_string(axis));
            }
        }
        return result;
    }
    /// What the loops speak of has data; a result has, also where the plan stores nothing in it.
    void list_tensors(words const& loops) {
        for (std::size_t i = 0; i < p_.buffers.size(); ++i) {
            loops::buffer const& b = p_.buffers[i];
            if (b.kind == loops::buffer_kind::temporary) {
                continue;
            }
            std::string const& name = v_.buffers[i];
            bool const is_result = b.kind == loops::buffer_kind::result;
            tensors_.push_back({name, std::string{loops::name_of(p_, b.name)}, b.kind, b.rank, b.integral,
                                i < placed_.size() && placed_[i] != 0, is_result || loops.have(name)});
        }
    }
    /// x[x_extent0], a, gradient_x[gradient_x_extent0]: adjoint(x)
    std::string list_of(bool results) const {
        std::string result;
        for (tensor_parameter const& t : tensors_) {
            if (t.is_result() != results) {
                continue;
            }
            std::string extents;
            for (int axis = 0; axis < t.rank; ++axis) {
                extents += (axis == 0 ? "" : ", ") + t.extent(axis);
            }
            bool const keeps_name = t.name == identifier(t.description);
            result += (result.empty() ? "" : "; ") + t.name + (t.rank == 0 ? "" : "[" + extents + "]") +
                      (keeps_name ? "" : ", which is " + t.description);
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
        out.line("/// Reads:   " + list_of(false) + ".");
        out.line("/// Writes:  " + list_of(true) + ".");
        out.line("/// Shapes:  along axis D a tensor has NAME_extentD entries, NAME_strideD apart; " + bind +
                 " gives the extents of the results.");
        out.line(
            "/// Errors:  std::invalid_argument, with a sentence, where extents do not fit, data are missing "
            "or a result lies on other data;");
        out.line("///          nothing is written then.");
    }

    /// One line for each tensor. What is bound only for its extents has neither pointer nor strides.
    std::string parameters(words const& body) const {
        std::string result;
        for (tensor_parameter const& t : tensors_) {
            std::string line;
            auto const add = [&](std::string const& type, std::string const& name) {
                line += (line.empty() ? "" : ", ") + parameter(type, name, body);
            };
            if (t.has_data) {
                std::string const number = t.integral ? "std::" + options_.integer + "_t" : v_.scalar;
                add(number + (t.is_result() ? "*" : " const*"), t.name);
            }
            for (int axis = 0; axis < t.rank; ++axis) {
                add("std::ptrdiff_t", t.extent(axis));
                if (t.placed) {
                    add("std::ptrdiff_t", t.first(axis));
                }
                if (t.has_data) {
                    add("std::ptrdiff_t", t.stride(axis));
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
        words const used{memory.text() + loops};
        std::string const call = options_.function + "_bind(" + binding.arguments() + ")";
        source symbols{1};
        for (loops::setting const& s : binding.own()) {
            std::string const& name = v_.index.name(s.symbol);
            if (used.have(name) && !is_result_extent(name)) {
                symbols.line("std::ptrdiff_t const " + name + " = sizes." + name + ";");
            }
        }
        bool const has_sizes = words{symbols.text() + checks.text()}.have("sizes");
        out.line(has_sizes ? options_.function + "_sizes const sizes = " + call + ";" : call + ";");
        out.append(checks);
        write_memory_check(out);
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
    /// All data are there, and no result lies on what is read or on another result.
    void write_memory_check(source& out) const {
        std::string lists[2];
        for (tensor_parameter const& t : tensors_) {
            if (t.has_data) {
                std::string& list = lists[t.is_result() ? 1 : 0];
                list += (list.empty() ? "" : ", ") + place_of(t);
            }
        }
        std::string const arguments = lists[0].empty() ? "" : ", {" + lists[0] + "}";
        out.line(v_.helper("check_memory") + "({" + lists[1] + "}" + arguments + ");");
    }
    static std::string place_of(tensor_parameter const& t) {
        std::string extents, strides;
        for (int axis = 0; axis < t.rank; ++axis) {
            extents += (axis == 0 ? "" : ", ") + t.extent(axis);
            strides += (axis == 0 ? "" : ", ") + t.stride(axis);
        }
        std::string const axes = t.rank == 0 ? "" : ", {" + extents + "}, {" + strides + "}";
        return "{" + emit::quoted(t.description) + ", " + t.name + axes + "}";
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
                nest_writer{v_, symbols_, out}.write_check(c);
            }
        }
    }
    void write_blocks(source& out) {
        for (loops::block const& b : p_.blocks) {
            nest_writer time{v_, symbols_, out};
            if (b.time >= 0) {
                time.open_loop(p_.loops[place(b.time)], b.downwards);
            }
            std::vector<std::string> inside;
            for (loops::nest const& n : loops::slice(p_.nests, b.nests)) {
                nest_writer nest{v_, symbols_, out};
                nest.write(n, forms_of(n, out));
                inside.insert(inside.end(), nest.beside().begin(), nest.beside().end());
            }
            if (b.time >= 0) {
                out.close();
                v_.taken.release(inside);
                time.release_names();
            }
        }
    }

    /// In vectors; where there are none, a comment says why.
    std::vector<nest_form> forms_of(loops::nest const& n, source& out) {
        if (!options_.vectors) {
            return {};
        }
        vector_forms const forms{v_, symbols_, n, out.depth() + (n.conditions.size > 0 ? 2 : 1)};
        bool const is_loop = n.loops.size > 0;
        if (forms.all().empty() && is_loop) {
            out.line("// Not in vectors: " + forms.why() + ".");
        }
        return forms.all();
    }

    loops::plan const& p_;
    options const& options_;
    vocabulary v_;
    std::vector<char> placed_;
    std::vector<std::string> symbols_;
    std::vector<tensor_parameter> tensors_;
};

}  // namespace iverson::emit
