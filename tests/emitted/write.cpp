// SPDX-License-Identifier: BSL-1.0
#include "program_text.hpp"
#include "vector_cases.hpp"

#include <iverson/emit/cpp.hpp>
#include <iverson/loops/interpret.hpp>

#include <cmath>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string>

// Writes into the folder of argument 1: a header for each kernel, and kernels.cpp, which calls each with data that lies
// with and without gaps between the entries, and holds the results against what the interpreter of the plan found; the same of
// kernels in vectors, vectors.cpp, and of the corpus, corpus.cpp. Data lies by rows in one call and by columns in the next.
namespace {

namespace graph = iverson::graph;
namespace loops = iverson::loops;
namespace emit = iverson::emit;
using emitted::kernel;
using tensors = std::vector<loops::dense<double>>;

std::int64_t size_of(std::vector<std::int64_t> const& extents) {
    std::int64_t size = 1;
    for (std::int64_t n : extents) {
        size *= n;
    }
    return size;
}

template <class Value>
Value find(std::vector<std::pair<std::string, Value>> const& list, std::string const& name, Value otherwise) {
    for (auto const& [key, value] : list) {
        if (key == name) {
            return value;
        }
    }
    return otherwise;
}

/// Orders of polygamma, kinks and ordinary values among random ones.
std::vector<double> data(std::int64_t size, std::mt19937& random) {
    std::vector<double> result{0, 1, 2, -0.5, 1.5};
    std::uniform_real_distribution<double> uniform{-2, 2};
    while (static_cast<std::int64_t>(result.size()) < size) {
        result.push_back(uniform(random));
    }
    result.resize(static_cast<std::size_t>(size));
    return result;
}

std::string literal(double value) {
    if (std::isnan(value)) {
        return "NAN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "INFINITY" : "-INFINITY";
    }
    std::ostringstream out;
    out.precision(17);
    out << value;
    return out.str();
}

std::string list(std::vector<double> const& values) {
    std::string result;
    for (double v : values) {
        result += literal(v) + ", ";
    }
    return "{" + result + "}";
}

/// How entries lie in memory: by rows or by columns, `gap` apart.
struct layout {
    bool by_columns = false;

    std::int64_t stride(std::vector<std::int64_t> const& extents, std::size_t axis) const {
        std::int64_t result = 1;
        for (std::size_t d = 0; d < extents.size(); ++d) {
            result *= (by_columns ? d < axis : d > axis) ? extents[d] : 1;
        }
        return result;
    }
    std::string written(std::vector<std::int64_t> const& extents, std::size_t axis) const {
        return "gap * " + std::to_string(stride(extents, axis));
    }
    /// Values in the order of rows, in the order of memory.
    template <class T>
    std::vector<double> stored(std::vector<std::int64_t> const& extents, std::vector<T> const& values) const {
        std::vector<double> result(values.size());
        layout const rows;
        for (std::size_t i = 0; i < values.size(); ++i) {
            std::int64_t place = 0;
            for (std::size_t d = 0; d < extents.size(); ++d) {
                place +=
                    static_cast<std::int64_t>(i) / rows.stride(extents, d) % extents[d] * stride(extents, d);
            }
            result[static_cast<std::size_t>(place)] = values[i];
        }
        return result;
    }
};

/// One call: what it takes, and the results or the sentence that it is refused with.
class call_writer {
  public:
    call_writer(kernel const& k, std::vector<loops::argument> const& bound, loops::plan const& p, layout how,
                std::ostream& out)
        : k_{k}, bound_{bound}, p_{p}, how_{how}, out_{out} {}

    void write(emitted::call const& given, std::mt19937& random) {
        out_ << "    for (std::ptrdiff_t const gap : {1, 2}) {\n";
        tensors arguments;
        std::string bind, call;
        for (loops::argument const& a : bound_) {
            loops::dense<double> const t = argument(a, given, random);
            add_argument(t, arguments.size(), a.placed, bind, call);
            arguments.push_back(t);
        }
        run(arguments, bind, call);
        out_ << "    }\n";
    }

  private:
    loops::dense<double> argument(loops::argument const& a, emitted::call const& given,
                                  std::mt19937& random) const {
        std::string const name{
            graph::describe(k_.formula.nodes, k_.formula.nodes.tensor_at(a.tensor)).view()};
        emitted::shape const none{-1};
        emitted::shape const extents = find(given.shapes, name, none);
        if (extents == none) {
            throw std::logic_error{k_.name + " takes " + name + ", of which the test says nothing"};
        }
        emitted::shape const start = find(k_.starts, name, emitted::shape(extents.size(), 0));
        loops::dense<double> result{start, extents, data(size_of(extents), random), a.placed};
        if (auto const known = given.values.find(name); known != given.values.end()) {
            result.values = known->second;
        } else if (k_.formula.nodes.tensor_at(a.tensor).integral) {
            for (std::size_t i = 0; i < result.values.size(); ++i) {
                result.values[i] = static_cast<double>((i + 1) % 3);
            }
        }
        return result;
    }
    void add_argument(loops::dense<double> const& t, std::size_t which, bool placed, std::string& bind,
                      std::string& call) {
        bool const has_memory = is_read(static_cast<int>(which));
        std::string const name = "a" + std::to_string(which);
        auto const add = [](std::string& all, std::string const& next) {
            all += (all.empty() ? "" : ", ") + next;
        };
        std::string const number = p_.buffers[which].integral ? "std::int64_t" : k_.scalar;
        if (has_memory) {
            out_ << "        std::vector<" << number << "> const " << name << " = spread<" << number << ">("
                 << list(how_.stored(t.extents, t.values)) << ", gap);\n";
            add(call, name + ".data() + 1");
        }
        for (std::size_t d = 0; d < t.extents.size(); ++d) {
            for (std::string* all : {&bind, &call}) {
                add(*all, std::to_string(t.extents[d]));
                if (placed) {
                    add(*all, std::to_string(t.lower[d]));
                }
            }
            if (has_memory) {
                add(call, how_.written(t.extents, d));
            }
        }
    }
    /// A tensor that no loop reads is taken for its extents only.
    bool is_read(int buffer) const {
        for (loops::operation const& o : p_.ops) {
            if (o.kind == loops::op_kind::load && o.head == buffer) {
                return true;
            }
        }
        for (loops::loop const& l : p_.loops) {
            if (l.source == buffer) {
                return true;
            }
        }
        return false;
    }
    void run(tensors const& arguments, std::string const& bind, std::string const& call) {
        std::string const sizes = k_.name + "_bind(" + bind + ")";
        try {
            if (k_.scalar == "float") {
                std::vector<loops::dense<float>> given;
                for (auto const& a : arguments) {
                    given.push_back({a.lower, a.extents, {a.values.begin(), a.values.end()}, a.placed});
                }
                write_results(loops::interpreter<float>{p_}(given), sizes, call);
            } else {
                write_results(loops::interpreter<double>{p_}(arguments), sizes, call);
            }
        } catch (iverson::binding_error const& error) {
            out_ << "        (void)gap;\n        refuses(\"" << k_.name << "\", [&] { " << sizes << "; }, "
                 << emit::quoted(error.what()) << ");\n";
        }
    }
    std::string result_name(int buffer) const {
        return std::string{loops::name_of(p_, p_.buffers[static_cast<std::size_t>(buffer)].name)};
    }
    template <class T>
    void write_results(std::vector<loops::dense<T>> const& results, std::string const& sizes,
                       std::string const& inputs) {
        std::string const quoted = "\"" + k_.name + "\", ";
        std::string call = inputs;   // with results of the right shapes
        std::string wrong = inputs;  // with one whose last axis is too long
        std::string checks, positions, sentence;
        std::vector<int> const of_result = result_buffers();
        for (std::size_t i = 0; i < results.size(); ++i) {
            loops::dense<T> const& r = results[i];
            std::string const name = "r" + std::to_string(i);
            std::string const tensor = result_name(of_result[i]);
            std::string const member =
                "sizes." + (k_.results.empty() ? emit::identifier(tensor) : k_.results[i]);
            out_ << "        auto " << name << " = room<" << k_.scalar << ">(" << r.values.size()
                 << ", gap);\n";
            call += (call.empty() ? "" : ", ") + name + ".data() + 1";
            wrong += (wrong.empty() ? "" : ", ") + name + ".data() + 1";
            for (std::size_t d = 0; d < r.extents.size(); ++d) {
                std::string const axis = std::to_string(d);
                bool const spoil = sentence.empty() && d + 1 == r.extents.size();
                call += ", " + std::to_string(r.extents[d]) + ", " + how_.written(r.extents, d);
                wrong +=
                    ", " + std::to_string(r.extents[d] + (spoil ? 1 : 0)) + ", " + how_.written(r.extents, d);
                positions += "        is(" + quoted + member + "_first" + axis + ", " +
                             std::to_string(r.lower[d]) + ");\n";
                positions += "        is(" + quoted + member + "_extent" + axis + ", " +
                             std::to_string(r.extents[d]) + ");\n";
                if (spoil) {
                    sentence = graph::binding::axis_is_set(
                        "", r.lower[d], r.lower[d] + r.extents[d] - 1,
                        {tensor, static_cast<int>(d), r.lower[d], r.extents[d] + 1});
                }
            }
            checks +=
                "        near(" + quoted + name + ", " + list(how_.stored(r.extents, r.values)) + ", gap);\n";
        }
        out_ << (positions.empty() ? "" : "        auto const sizes = " + sizes + ";\n") << positions;
        out_ << "        " << k_.name << "(" << call << ");\n" << checks;
        if (!sentence.empty()) {
            out_ << "        refuses(" << quoted << "[&] { " << k_.name << "(" << wrong << "); }, "
                 << emit::quoted(sentence) << ");\n";
        }
    }
    std::vector<int> result_buffers() const {
        std::vector<int> result;
        for (std::size_t i = 0; i < p_.buffers.size(); ++i) {
            if (p_.buffers[i].kind == loops::buffer_kind::result) {
                result.push_back(static_cast<int>(i));
            }
        }
        return result;
    }

    kernel const& k_;
    std::vector<loops::argument> const& bound_;
    loops::plan const& p_;
    layout how_;
    std::ostream& out_;
};

/// The calls of one kernel in turn, the second of each two by columns if `in_turn`.
void write_calls(kernel const& k, bool in_turn, std::ostream& body, std::mt19937& random) {
    emit::options o;
    for (auto const& [name, first] : k.starts) {
        o.placed.push_back(name);
    }
    auto const bound = emit::arguments_of(k.formula, o, k.primals);
    auto const plan = loops::make_plan(k.formula, bound, k.primals);
    for (std::size_t i = 0; i < k.calls.size(); ++i) {
        call_writer{k, bound, plan, {in_turn && i % 2 == 1}, body}.write(k.calls[i], random);
    }
}

std::string source_of(kernel const& k) {
    emit::options o;
    o.function = k.name;
    o.scalar = k.scalar;
    o.vectors = k.vectors;
    o.comment = std::string{graph::describe(k.formula.nodes, k.formula.output().value).view()};
    for (auto const& [name, first] : k.starts) {
        o.placed.push_back(name);
    }
    return emit::cpp(k.formula, o, k.primals);
}

/// A program of functions, so that no function of it is long to compile.
class program {
  public:
    explicit program(std::string folder) : folder_{std::move(folder)} {}

    void include(std::string const& name, std::string const& text) {
        std::ofstream{folder_ + "/" + name + ".hpp"} << text;
        includes_ << "#include \"" << name << ".hpp\"\n";
    }
    void add(kernel const& k, bool in_turn) try {
        functions_ << "void call_" << k.name << "() {\n";
        write_calls(k, in_turn, functions_, random_);
        functions_ << "}\n";
        calls_ << "    call_" << k.name << "();\n";
    } catch (std::exception const& error) {
        throw std::runtime_error{k.name + ": " + error.what()};
    }
    void write(std::string const& name, std::string const& more) const {
        std::ofstream{folder_ + "/" + name + ".cpp"} << includes_.str() << emitted::start << functions_.str()
                                                     << emitted::middle << more << calls_.str()
                                                     << emitted::end;
    }

  private:
    std::string folder_;
    std::ostringstream includes_, functions_, calls_;
    std::mt19937 random_{11};
};

void write_kernels(std::string const& folder) {
    program all{folder};
    for (kernel const& k : emitted::all_kernels()) {
        all.include(k.name, source_of(k));
        all.add(k, false);
    }
    all.write("kernels", emitted::negative_extent);
}

void write_vectors(std::string const& folder) {
    program all{folder};
    for (kernel const& k : emitted::vector_kernels()) {
        all.include(k.name, source_of(k));
        all.add(k, true);
    }
    all.write("vectors", "");
}

void write_corpus(std::string const& folder) {
    program all{folder};
    for (emitted::header_file const& h : emitted::corpus_headers()) {
        all.include(h.name, h.text);
        for (kernel const& k : h.functions) {
            all.add(k, true);
        }
    }
    all.write("corpus", "");
}

}  // namespace

int main(int count, char** arguments) try {
    if (count != 2) {
        std::cerr << "usage: write_emitted FOLDER\n";
        return 2;
    }
    write_kernels(arguments[1]);
    write_vectors(arguments[1]);
    write_corpus(arguments[1]);
    emitted::write_lanes(arguments[1]);
} catch (std::exception const& error) {
    std::cerr << error.what() << "\n";
    return 1;
}
