// SPDX-License-Identifier: BSL-1.0
// Writes a C++ file of random formulas, which the compiler turns into loops:
//     write <file> <seed> <formulas>      so many from that seed on
//     write <file> <number>               the one of that number, to be pasted into a test
#include "tests/random/examine.hpp"
#include "tests/random/generate.hpp"

#include <fstream>
#include <iostream>

namespace {

using namespace random_formulas;

/// What is written of one formula, and numbers for it. It is written as it stands, or as the gradient of `source` by a tensor, which
/// the compiler is to derive.
struct chosen {
    graph::formula formula;
    graph::formula source;
    int by = -1;
    std::vector<plain::tensors<double>> inputs;
    std::string text;
};

/// A literal of type double, or of type int.
std::string number(double value, bool integer) {
    std::ostringstream out;
    out.precision(17);
    out << value;
    bool const is_int = out.str().find_first_of(".e") == std::string::npos;
    return out.str() + (is_int && !integer ? ".0" : "");
}
std::string list(std::vector<std::string> const& parts) {
    std::string result;
    for (std::string const& part : parts) {
        result += (result.empty() ? "" : ", ") + part;
    }
    return result;
}

/// An Eigen object of these numbers, placed where it starts.
std::string object(plain::tensor<double> const& t, bool integer) {
    std::vector<std::string> values;
    for (double v : t.values) {
        values.push_back(number(v, integer));
    }
    if (t.rank() == 0) {
        return values.front();
    }
    std::vector<std::string> placed;
    for (std::int64_t from : t.lower) {
        placed.push_back(std::to_string(from));
    }
    std::string const sizes =
        std::to_string(t.extents[0]) + (t.rank() == 2 ? ", " + std::to_string(t.extents[1]) : "");
    placed.push_back((t.rank() == 1 ? "vector_of<" : "matrix_of<") +
                     std::string{integer ? "int>(" : "double>("} + sizes + ", {" + list(values) + "})");
    return "iverson::at(" + list(placed) + ")";
}

std::string named(graph::formula const& f, int tensor) {
    graph::tensor const& t = f.nodes.tensor_at(tensor);
    std::string const kind = t.rank == 0 ? "iverson::scalar<\"" : "iverson::tensor<\"";
    if (t.kind == graph::role::adjoint) {
        return "iverson::adjoint(" + named(f, t.of) + ")";
    }
    return kind + std::string{t.name.view()} + "\">";
}

/// x = ..., adjoint(y) = ...
std::vector<std::string> bindings(graph::formula const& f, plain::tensors<double> const& inputs) {
    std::vector<std::string> result;
    for (auto const& [id, t] : inputs) {
        result.push_back(named(f, id) + " = " + object(t, holds_positions(f, id)));
    }
    return result;
}

void write(std::ostream& out, chosen const& c, std::uint64_t seed) {
    graph::formula const& frozen = c.by < 0 ? c.formula : c.source;
    std::vector<std::string> words;
    for (std::int64_t word : graph::words_of(frozen)) {
        words.push_back(std::to_string(word));
    }
    std::vector<std::string> records;
    for (graph::function_record const& r : frozen.nodes.functions) {
        records.push_back("iverson::graph::record_of(iverson::functions::" + std::string{r.name} + ")");
    }
    std::string const name = "formula_" + std::to_string(seed);
    out << "// " << c.text << "\n"
        << "struct " << name << " {\n    static constexpr iverson::graph::formula make() {\n"
        << "        std::int64_t const words[] = {" << list(words) << "};\n"
        << "        std::vector<iverson::graph::function_record> records;\n";
    for (std::string const& r : records) {
        out << "        records.push_back(" << r << ");\n";
    }
    out << "        return iverson::graph::formula_of(words, records.data(), records.size());\n    }\n};\n";
    out << "BOOST_AUTO_TEST_CASE(" << name << "_has_its_plain_meaning) {\n    using made = "
        << (c.by < 0 ? name : "gradient_of<" + name + ", " + std::to_string(c.by) + ">") << ";\n";
    for (plain::tensors<double> const& inputs : c.inputs) {
        out << "    compare::check<made>(iverson::where(" << list(bindings(c.formula, inputs))
            << "), 1e-10);\n";
    }
    out << "}\n";
}

/// Whether a compiler has the recipe's loops in about a second, and Eigen has objects for its tensors.
bool is_small(graph::formula const& f) {
    return graph::words_of(f).size() < 200 &&
           std::all_of(
               f.nodes.tensors.begin(), f.nodes.tensors.end(), [](auto const& t) { return t.rank <= 2; });
}
/// Whether the plain meaning has a number at every position.
bool has_numbers(graph::formula const& f, plain::tensors<double> const& inputs) {
    return verify::all_finite(plain::evaluate<double>(f, inputs));
}

/// Every fourth formula is a gradient that the compiler derives, every fourth one that is derived here.
void take_gradient(chosen& c, std::uint64_t seed, std::vector<verify::setting> const& settings) {
    graph::formula const f = c.formula;
    int const y = f.output().tensor;
    for (auto const& [x, t] : settings.front().inputs) {
        auto const d = iverson::steps::gradients(f, y, {{x, {}}}, false);
        if (holds_positions(f, x) || t.rank() == 0 || d.result.failed() || d.result.nodes.size() >= 90) {
            continue;
        }
        std::vector<plain::tensors<double>> inputs;
        int const adjoint = d.result.find_tensor(f.nodes.tensor_at(y).name.view(), graph::role::adjoint);
        for (verify::setting const& s : settings) {
            inputs.push_back(s.inputs);
            if (adjoint >= 0) {  // there is none of a scalar
                inputs.back()[adjoint] = s.seed;
            }
        }
        if (std::all_of(inputs.begin(), inputs.end(),
                        [&](auto const& i) { return has_numbers(d.result, i); })) {
            c.inputs = inputs;
            c.source = f;
            c.by = seed % 4 == 0 ? x : -1;
            c.formula = d.result;
            c.text = iverson::print::text(d.result.nodes, d.result.output());
            return;
        }
    }
}

/// Small formulas that have values and pass all stages.
std::optional<chosen> choose(std::uint64_t seed) {
    histogram unseen;
    recipe const r = generator{seed}.run();
    chosen c{built(r), {}, -1, {}, {}};
    graph::formula const f = c.formula;
    if (f.failed() || !is_small(f) || examination{r, seed, {}, unseen}.run()) {
        return {};
    }
    drawn_settings drawn{f, seed, 5, verify::is_rational(f)};
    if (drawn.good.empty() || unseen["loops compared"] == 0) {
        return {};
    }
    for (verify::setting const& s : drawn.good) {
        c.inputs.push_back(s.inputs);
    }
    c.text = iverson::print::text(f.nodes, f.output());
    if (seed % 2 == 0 && unseen["gradient loops compared"] > 0 &&
        unseen["gradient loops compared"] >= unseen["gradients"]) {
        take_gradient(c, seed, drawn.good);
    }
    return c;
}

constexpr char const* top = R"(// SPDX-License-Identifier: BSL-1.0
#include "tests/templates/compile.hpp"
)";

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3 && argc != 4) {
        std::cerr << "write <file> <seed> <formulas>, or write <file> <number>\n";
        return 2;
    }
    std::ofstream out{argv[1]};
    out << top;
    std::uint64_t number = std::stoull(argv[2]);
    number = argc == 3 ? number : number * 1'000'000'007 + 1;
    int const wanted = argc == 3 ? 1 : std::stoi(argv[3]);
    for (int written = 0; written < wanted; ++number) {
        if (auto const c = choose(number)) {
            write(out, *c, number);
            ++written;
        }
    }
}
