// SPDX-License-Identifier: BSL-1.0
// Writes C++ files of random formulas, which the compiler turns into loops:  write <folder> <files> <formulas in each> <seed>
#include "tests/random/examine.hpp"
#include "tests/random/generate.hpp"

#include <fstream>
#include <iostream>

namespace {

using namespace random_formulas;

/// What is written of one formula: the frozen formula, whether its gradient by a tensor is taken, and numbers.
struct chosen {
    graph::formula formula;
    int by = -1;
    plain::tensors<double> inputs;
    std::string text;
};

std::string number(double value) {
    std::ostringstream out;
    out.precision(17);
    out << value;
    return out.str();
}
std::string list(std::vector<std::string> const& parts) {
    std::string result;
    for (std::string const& part : parts) {
        result += (result.empty() ? "" : ", ") + part;
    }
    return result;
}

/// An Eigen object of these numbers, placed where it starts.
std::string object(plain::tensor<double> const& t) {
    std::vector<std::string> values;
    for (double v : t.values) {
        values.push_back(number(v));
    }
    if (t.rank() == 0) {
        return number(t.values.front());
    }
    std::vector<std::string> placed;
    for (std::int64_t from : t.lower) {
        placed.push_back(std::to_string(from));
    }
    std::string const sizes =
        std::to_string(t.extents[0]) + (t.rank() == 2 ? ", " + std::to_string(t.extents[1]) : "");
    placed.push_back((t.rank() == 1 ? "vector_of(" : "matrix_of(") + sizes + ", {" + list(values) + "})");
    return t.lower.empty() ? placed.back() : "iverson::at(" + list(placed) + ")";
}

std::string named(graph::formula const& f, int tensor) {
    graph::tensor const& t = f.nodes.tensor_at(tensor);
    std::string const kind = t.rank == 0 ? "iverson::scalar<\"" : "iverson::tensor<\"";
    if (t.kind == graph::role::adjoint) {
        return "iverson::adjoint(" + named(f, t.of) + ")";
    }
    return kind + std::string{t.name.view()} + "\">";
}

void write(std::ostream& out, chosen const& c, std::uint64_t seed) {
    std::vector<std::string> words;
    for (std::int64_t word : graph::words_of(c.formula)) {
        words.push_back(std::to_string(word));
    }
    std::vector<std::string> records;
    for (graph::function_record const& r : c.formula.nodes.functions) {
        records.push_back("iverson::graph::record_of(iverson::functions::" + std::string{r.name} + ")");
    }
    std::vector<std::string> bindings;
    for (auto const& [id, t] : c.inputs) {
        bool const result = id == c.formula.output().tensor;
        std::string const name = named(c.formula, id);
        bindings.push_back((result ? "iverson::adjoint(" + name + ")" : name) + " = " + object(t));
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
    std::string const made = c.by < 0 ? name : "gradient_of<" + name + ", " + std::to_string(c.by) + ">";
    out << "BOOST_AUTO_TEST_CASE(" << name << "_has_its_plain_meaning) {\n    compare::check<" << made
        << ">(iverson::where(" << list(bindings) << "), 1e-10);\n}\n";
}

/// Small formulas on vectors and matrices that have values and pass all stages; a compiler needs a second for each.
std::optional<chosen> choose(std::uint64_t seed) {
    histogram unseen;
    recipe const r = generator{seed}.run();
    traits const like{r};
    chosen c{built(r), -1, {}, {}};
    graph::formula const& f = c.formula;
    bool small = !f.failed() && f.equations.size() == 1 && graph::words_of(f).size() < 200;
    for (graph::tensor const& t : f.nodes.tensors) {
        small = small && t.rank <= 2 && t.name.view() != "p";
    }
    if (!small || like.names.contains("with a maximum, minimum, product or mean") ||
        like.names.contains("with a bracket of values") || examination{r, seed, {}, unseen}.run()) {
        return {};
    }
    drawn_settings drawn{f, seed, 3, verify::is_rational(f)};
    if (drawn.good.empty() || unseen["loops compared"] == 0) {
        return {};
    }
    verify::setting const& s = drawn.good.back();
    c.inputs = s.inputs;
    c.text = iverson::print::text(f.nodes, f.output());
    if (seed % 2 == 0 && unseen["gradient loops compared"] > 0 &&
        unseen["gradient loops compared"] >= unseen["gradients"]) {
        for (auto const& [id, t] : s.inputs) {
            auto const d = iverson::steps::gradients(f, f.output().tensor, {{id, {}}}, false);
            if (!d.result.failed() && d.result.nodes.size() < 90 && t.rank() > 0) {
                c.by = id;
            }
        }
        if (c.by >= 0 && f.nodes.tensor_at(f.output().tensor).rank > 0) {
            c.inputs[f.output().tensor] = s.seed;
        }
    }
    return c;
}

constexpr char const* top = R"(// SPDX-License-Identifier: BSL-1.0
#include "tests/templates/compile.hpp"
)";

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "write <folder> <files> <formulas in each> <seed>\n";
        return 2;
    }
    std::string const folder = argv[1];
    int const files = std::stoi(argv[2]);
    int const each = std::stoi(argv[3]);
    std::uint64_t seed = std::stoull(argv[4]) * 1'000'000'007 + 1;
    std::cout << "seed " << argv[4] << ": " << files * each << " formulas for the compiler\n";
    for (int file = 0; file < files; ++file) {
        std::ofstream out{folder + "/formulas_" + std::to_string(file) + ".cpp"};
        out << top << "BOOST_AUTO_TEST_SUITE(compiled_formulas_" << file << ")\n";
        for (int written = 0; written < each; ++seed) {
            if (auto const c = choose(seed)) {
                write(out, *c, seed);
                ++written;
            }
        }
        out << "BOOST_AUTO_TEST_SUITE_END()\n";
    }
}
