// SPDX-License-Identifier: BSL-1.0
// Writes one race for each formula of tests/corpus/formulas.iv that C++ has words for, its value and its value with all gradients,
// against what `iverson emit` writes of the same:
//     races <formulas.iv> <folder>
// Extents are drawn until the formula has a value and nothing is empty, the largest of four draws counts; numbers are made when the race runs.
#include "../../../src/spell/cpp.hpp"

#include <iverson/emit/cpp.hpp>
#include <iverson/emit/header.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/text/run_time.hpp>
#include <iverson/verify/sample.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

namespace fs = std::filesystem;
namespace graph = iverson::graph;
namespace loops = iverson::loops;
using tensors = std::vector<loops::dense<double>>;

struct section {
    std::string name, text;
};
/// Each formula stands below a comment that names it, and ends at an empty line.
std::vector<section> sections(fs::path const& file) {
    std::ifstream in{file};
    std::vector<section> result;
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
        if (!inside && line.starts_with("# ")) {
            result.push_back({line.substr(2), ""});
        } else if (inside && !line.empty()) {
            result.back().text += line + "\n";
        }
        inside = !line.empty();
    }
    std::erase_if(result, [](section const& s) { return s.text.empty(); });
    return result;
}

std::string described(graph::formula const& f, int tensor) {
    return std::string{graph::describe(f.nodes, f.nodes.tensor_at(tensor)).view()};
}
/// x' becomes next(x).
std::string in_cpp(std::string name) {
    if (std::size_t const mark = name.find('\''); mark != std::string::npos) {
        std::size_t const paren = name.rfind('(', mark);
        std::size_t const first = paren == std::string::npos ? 0 : paren + 1;
        name =
            name.substr(0, first) + "next(" + name.substr(first, mark - first) + ")" + name.substr(mark + 1);
    }
    std::size_t const paren = name.rfind('(');
    return name.insert(paren == std::string::npos ? 0 : paren + 1, "formulas::");
}

/// What the arguments of one function are, and what the interpreter of its plan makes of them.
struct call {
    graph::formula formula;
    std::vector<loops::argument> bound;
    loops::plan plan;
    tensors arguments, results;

    explicit call(graph::formula f)
        : formula{std::move(f)}, bound{iverson::emit::arguments_of(formula, {}, {})},
          plan{loops::make_plan(formula, bound, {})} {}
    /// A tensor that no loop reads is taken for its extents only.
    bool is_read(int buffer) const {
        return std::any_of(plan.ops.begin(), plan.ops.end(),
                           [&](loops::operation const& o) {
                               return o.kind == loops::op_kind::load && o.head == buffer;
                           }) ||
               std::any_of(plan.loops.begin(), plan.loops.end(),
                           [&](loops::loop const& l) { return l.source == buffer; });
    }
    /// Errors: binding_error where these extents do not fit.
    void take(std::map<std::string, loops::dense<double>> const& named) {
        arguments.clear();
        for (loops::argument const& a : bound) {
            arguments.push_back(named.at(described(formula, a.tensor)));
        }
        results = loops::interpreter<double>{plan}(arguments);
    }
};

std::int64_t size_of(loops::dense<double> const& t) { return static_cast<std::int64_t>(t.values.size()); }
std::int64_t size_of(tensors const& all) {
    std::int64_t result = 0;
    for (auto const& t : all) {
        result += size_of(t);
    }
    return result;
}

bool has_nothing(tensors const& all) {
    return std::any_of(all.begin(), all.end(), [](auto const& t) { return t.values.empty(); });
}

/// So that loops over all extents take few hundred thousand steps.
std::int64_t largest_extent(graph::formula const& f) {
    auto const extents = std::count_if(f.nodes.symbols.begin(), f.nodes.symbols.end(),
                                       [](auto const& s) { return s.kind == graph::symbol_kind::extent; });
    return static_cast<std::int64_t>(
        std::min(512.0, std::pow(3e5, 1.0 / static_cast<double>(std::max<long>(1, extents)))));
}

class race {
  public:
    explicit race(section const& s)
        : section_{s}, formula_{iverson::parsed(s.text)}, wrt_{iverson::variables(formula_)},
          value_{formula_}, gradients_{iverson::value_and_gradients(formula_, wrt_).result} {
        draw();
    }

    std::string source() const {
        std::string spelled = iverson::spell::cpp(formula_, section_.text);
        std::string const umbrella = "#include <iverson/iverson.hpp>";
        spelled.replace(spelled.find(umbrella), umbrella.size(),
                        "#include <unsupported/Eigen/CXX11/Tensor>\n\n#include "
                        "<iverson/derivatives.hpp>\n#include <iverson/evaluate.hpp>\n");
        std::string by;
        for (std::string const& name : wrt_) {
            by += (by.empty() ? "" : ", ") + name;
        }
        return spelled +
               "namespace formulas {\nconstexpr auto gradients = iverson::value_and_gradients<formula>(" +
               by + ");\n}\n" + emitted() + "#include \"data.hpp\"\n#include \"race.hpp\"\n" +
               one(value_, "value", "formula") + one(gradients_, "value_and_gradients", "gradients") +
               "int main(int argc, char** argv) {\n    add_value();\n    add_value_and_gradients();\n    "
               "return race::run(argc, argv);\n}\n";
    }

  private:
    std::string emitted() const {
        iverson::emit::header_options o;
        o.name = "f";
        o.space = "emitted";
        o.wrt = wrt_;
        o.eigen = false;
        std::string text = iverson::emit::header(formula_, o);
        std::string const once = "#pragma once";  // it becomes part of the program
        return text.erase(text.find(once), once.size());
    }

    void draw() {
        iverson::verify::sampler random{formula_, 7};
        std::int64_t best = -1;
        call value = value_, gradients = gradients_;
        for (int attempt = 0, accepted = 0; attempt < 3000 && accepted < 4; ++attempt) {
            try {
                auto const named = inputs(random);
                value.take(named);
                gradients.take(with_adjoint(named, value));
                if (has_nothing(value.results) || has_nothing(gradients.arguments)) {
                    continue;
                }
                ++accepted;
                if (size_of(gradients.arguments) + size_of(gradients.results) > best) {
                    best = size_of(gradients.arguments) + size_of(gradients.results);
                    value_ = value;
                    gradients_ = gradients;
                }
            } catch (iverson::binding_error const&) {
            }
        }
        if (best < 0) {
            throw std::runtime_error{"no extents were found at which it has a value"};
        }
    }
    std::map<std::string, loops::dense<double>> inputs(iverson::verify::sampler& random) const {
        std::map<std::string, loops::dense<double>> result;
        for (auto const& [id, t] :
             random.inputs(2, largest_extent(formula_), iverson::verify::value_ranges[3])) {
            std::vector<std::int64_t> lower = t.lower;
            for (std::size_t d = 0; d < lower.size(); ++d) {
                if (!formula_.nodes.tensor_at(id).axes[d].lower.is_constant()) {
                    lower[d] = 0;
                }
            }
            result[described(formula_, id)] = {lower, t.extents, t.values};
        }
        return result;
    }
    std::map<std::string, loops::dense<double>>
    with_adjoint(std::map<std::string, loops::dense<double>> named, call const& value) const {
        named["adjoint(" + described(formula_, formula_.output().tensor) + ")"] = value.results.front();
        return named;
    }

    /// A function that registers the race of one call.
    std::string one(call const& c, std::string const& function, std::string const& formula) const {
        std::string given, bindings, results, objects;
        auto const add = [](std::string& all, std::string const& next) {
            all += (all.empty() ? "" : ", ") + next;
        };
        // Both sides know at compile time that rows have no gaps, and learn the extents when they run.
        std::string numbers;
        int count = 0;
        auto const add_number = [&](std::int64_t n) {
            add(numbers, std::to_string(n));
            add(given, function + "_numbers[" + std::to_string(++count) + "]");
        };
        auto const extents = [&](loops::dense<double> const& t, bool with_strides) {
            std::int64_t stride = size_of(t);
            for (std::size_t d = 0; d < t.extents.size(); ++d) {
                stride = t.extents[d] == 0 ? 0 : stride / t.extents[d];
                add_number(t.extents[d]);
                if (with_strides && d + 1 == t.extents.size()) {
                    add(given, "1");
                } else if (with_strides) {
                    add_number(stride);
                }
            }
        };
        std::ostringstream out;
        out << "void add_" << function << "() {\n";
        for (std::size_t i = 0; i < c.arguments.size(); ++i) {
            loops::dense<double> const& t = c.arguments[i];
            std::string const name = "a" + std::to_string(i);
            bool const integral = c.formula.nodes.tensor_at(c.bound[i].tensor).integral;
            out << "    static auto " << name << " = " << made(t, integral) << ";\n";
            bool const read = c.is_read(static_cast<int>(i));
            if (read) {
                add(given, name + ".data()");
            }
            extents(t, read);
            add(bindings, in_cpp(described(c.formula, c.bound[i].tensor)) + " = " + name + ".object");
        }
        std::int64_t const total = size_of(c.results);
        out << "    static std::vector<double> all(" << total << ");\n";
        std::int64_t offset = 0;
        for (std::size_t i = 0; i < c.results.size(); ++i) {
            loops::dense<double> const& t = c.results[i];
            std::string const name = "r" + std::to_string(i);
            std::string const place = "all.data() + " + std::to_string(offset);
            out << "    static auto&& " << name << " = corpus::" << object(t, place) << ";\n";
            add(given, place);
            extents(t, true);
            add(objects, name);
            offset += size_of(t);
        }
        std::string const into = c.results.size() == 1 ? "r0" : "std::tie(" + objects + ")";
        std::string const bound =
            "<formulas::" + formula + ">(" + into + ", iverson::where(" + bindings + ")";
        out << "    static iverson::workspace memory;\n    static auto prepared = iverson::prepare" << bound
            << ");\n"
            << "    race::add({\"" << section_.name << ", " << function << "\", " << total
            << ", {[] { emitted::f_" << function << "(" << given << "); }}, {}, {[] { iverson::evaluate_into"
            << bound << ", memory); }, [] { prepared(); }}, all.data(), " << total << "});\n}\n";
        return "std::ptrdiff_t " + function + "_numbers[] = {0" + (numbers.empty() ? "" : ", ") + numbers +
               "};\n" + out.str();
    }
    static std::string list(std::vector<std::int64_t> const& all) {
        std::string result;
        for (std::int64_t n : all) {
            result += ", " + std::to_string(n);
        }
        return result;
    }
    static std::string made(loops::dense<double> const& t, bool integral) {
        std::string const rank = std::to_string(t.extents.size());
        if (!integral) {
            return "corpus::random<" + rank + ">({0" + list(t.extents) + "})";
        }
        return "corpus::integers<" + rank + ">({0" + list(t.extents) + "}, {0" +
               list({t.values.begin(), t.values.end()}) + "})";
    }
    static std::string object(loops::dense<double> const& t, std::string const& place) {
        return "view<" + std::to_string(t.extents.size()) + ">(" + place + ", {0" + list(t.extents) + "})";
    }

    section section_;
    graph::formula formula_;
    std::vector<std::string> wrt_;
    call value_, gradients_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "races <formulas.iv> <folder>\n";
        return 2;
    }
    for (section const& s : sections(argv[1])) {
        std::string name = s.name;
        std::replace_if(
            name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; },
            '_');
        try {
            std::string const source = race{s}.source();
            std::ofstream{fs::path{argv[2]} / (name + ".cpp")} << source;
        } catch (std::exception const& error) {
            std::cout << "not raced: " << s.name << ": " << error.what() << '\n';
        }
    }
}
