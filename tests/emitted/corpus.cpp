// SPDX-License-Identifier: BSL-1.0
#include "kernel.hpp"

#include <iverson/emit/header.hpp>
#include <iverson/emit/identifiers.hpp>
#include <iverson/text/run_time.hpp>
#include <iverson/verify/sample.hpp>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace emitted {

namespace {

namespace plain = iverson::plain;
using iverson::verify::sampler;

struct section {
    std::string name;
    std::string text;
};

/// The formulas of a file: each stands below a comment that names it, and ends at an empty line.
std::vector<section> sections(std::string const& file) {
    std::ifstream in{std::string{IVERSON_SOURCE_DIR} + "/tests/" + file};
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
    if (result.empty()) {
        throw std::runtime_error{"there are no formulas in " + file};
    }
    std::erase_if(result, [](section const& s) { return s.text.empty(); });  // comments of the file
    return result;
}

std::string described(graph::formula const& f, int tensor) {
    return std::string{graph::describe(f.nodes, f.nodes.tensor_at(tensor)).view()};
}

void add(call& c, std::string const& name, plain::tensor<double> const& t) {
    c.shapes.push_back({name, t.extents});
    c.values[name] = t.values;
}

/// Tensors start at 0 unless the formula says where.
void start_at_zero(graph::formula const& f, plain::tensors<double>& inputs) {
    for (auto& [id, t] : inputs) {
        for (std::size_t d = 0; d < t.lower.size(); ++d) {
            if (!f.nodes.tensor_at(id).axes[d].lower.is_constant()) {
                t.lower[d] = 0;
            }
        }
    }
}

/// Inputs at which the formula has a value, its results' shapes for adjoints. Round 0 has extents 0, round 1 extents 1.
bool draw(graph::formula const& f, sampler& random, int round, call& c) {
    for (int attempt = 0; attempt < (round < 2 ? 1 : 2000); ++attempt) {
        try {
            plain::tensors<double> inputs = random.inputs(round, 4, iverson::verify::value_ranges[1]);
            start_at_zero(f, inputs);
            auto const known = plain::evaluate_all(f, inputs);
            bool const has_empty = std::any_of(inputs.begin(), inputs.end(),
                                               [](auto const& t) { return t.second.values.empty(); });
            if (round > 1 && has_empty) {
                continue;
            }
            for (auto const& [id, t] : known) {
                add(c, described(f, id), t);
                add(c, "adjoint(" + described(f, id) + ")",
                    random.numbers(t.box(), iverson::verify::value_ranges[0]));
            }
            return true;
        } catch (iverson::binding_error const&) {
        }
    }
    return false;
}

/// Whether extents alone decide what is refused: entries are looked at where the data are, not where sizes are bound.
bool is_refused_by_extents(graph::formula const& f) {
    return std::none_of(f.nodes.tensors.begin(), f.nodes.tensors.end(),
                        [](graph::tensor const& t) { return t.integral; });
}

/// Inputs of extents 0 or 1, which the formula may refuse.
call drawn_without_value(graph::formula const& f, int round) {
    plain::tensors<double> inputs = sampler{f, 7}.inputs(round, 4, iverson::verify::value_ranges[1]);
    start_at_zero(f, inputs);
    call result;
    for (auto const& [id, t] : inputs) {
        add(result, described(f, id), t);
    }
    return result;
}

/// Where a value alone is wanted, also inputs at which it has none.
std::vector<call> calls(graph::formula const& f, std::string const& name, bool with_refused) {
    sampler random{f, 7};
    std::vector<call> result;
    for (int round = 0; round < 4; ++round) {
        call c;
        if (draw(f, random, round, c)) {
            result.push_back(c);
        } else if (round < 2 && with_refused) {
            result.push_back(drawn_without_value(f, round));
        } else if (round > 1) {
            throw std::runtime_error{name + " has no inputs that it can be evaluated at"};
        }
    }
    return result;
}

header_file header_of(section const& s, std::string const& scalar) {
    graph::formula const f = iverson::parsed(s.text);
    iverson::emit::header_options o;
    o.name = iverson::emit::identifier("corpus " + s.name + (scalar == "float" ? " float" : ""));
    o.wrt = iverson::variables(f);
    o.scalar = scalar;
    o.vectors = scalar == "double";
    header_file result{o.name, iverson::emit::header(f, o), {}};
    graph::formula const g = iverson::value_and_gradients(f, o.wrt).result;
    std::vector<std::string> names{iverson::emit::identifier(described(f, f.output().tensor))};
    for (std::string const& x : o.wrt) {
        names.push_back("gradient_" + x);
    }
    result.functions.push_back(
        {o.name + "_value", f, calls(f, s.name, is_refused_by_extents(f)), {}, scalar});
    result.functions.push_back(
        {o.name + "_value_and_gradients", g, calls(f, s.name, false), {}, scalar, {}, names});
    return result;
}

}  // namespace

std::vector<header_file> corpus_headers() {
    std::vector<header_file> result;
    std::vector<section> all = sections("corpus/formulas.iv");
    std::vector<section> const found = sections("emitted/found.iv");
    all.insert(all.end(), found.begin(), found.end());
    for (section const& s : all) {
        try {
            result.push_back(header_of(s, "double"));
            if (result.size() % 4 == 0) {
                result.push_back(header_of(s, "float"));
            }
        } catch (std::exception const& error) {
            throw std::runtime_error{s.name + ": " + error.what()};
        }
    }
    return result;
}

}  // namespace emitted
