// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "build.hpp"

#include <iverson/latex/text.hpp>

#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

/// Recipes as C++: what a failure is printed as, and the words that it is printed in. Pasted into found.cpp, it is a test.
namespace random_formulas::spelled {

inline expression node(part what, std::vector<expression> children) {
    expression e;
    e.what = what;
    e.children = std::move(children);
    return e;
}
inline expression number(std::int64_t numerator, std::int64_t denominator = 1) {
    expression e;
    e.numerator = numerator;
    e.denominator = denominator;
    return e;
}
inline expression entry_of(int tensor, std::vector<subscript> positions) {
    expression e = node(part::access, {});
    e.tensor = tensor;
    e.positions = std::move(positions);
    return e;
}
inline expression bracket(part what, subscript const& s, std::int64_t modulus = 0) {
    expression e = node(what, {});
    e.positions.push_back(s);
    e.modulus = modulus;
    return e;
}
inline expression power(expression base, std::int64_t exponent) {
    expression e = node(part::power, {std::move(base)});
    e.modulus = exponent;
    return e;
}
inline expression chosen(subscript const& which, expression by) {
    expression e = node(part::chosen_by, {std::move(by)});
    e.positions.push_back(which);
    return e;
}
inline expression reduce(graph::reduction kind, std::vector<int> indices, expression body) {
    expression e = node(part::reduce, {std::move(body)});
    e.tensor = static_cast<int>(kind);
    e.indices = std::move(indices);
    return e;
}
inline expression call(std::string_view name, std::vector<expression> arguments) {
    expression e = node(part::call, std::move(arguments));
    for (int i = 0; i < static_cast<int>(records().size()); ++i) {
        if (records()[static_cast<std::size_t>(i)].name == name) {
            e.tensor = i;
            return e;
        }
    }
    throw std::invalid_argument{"no function " + std::string{name}};
}

/// Calls `one` for each part, with commas between what it returns.
template <class Parts, class One>
std::string joined(Parts const& parts, One&& one) {
    std::string result;
    for (auto const& p : parts) {
        result += (result.empty() ? "" : ", ") + one(p);
    }
    return "{" + result + "}";
}
inline std::string quoted(std::string const& s) { return "\"" + s + "\""; }

inline std::string code(subscript const& s) {
    std::string const terms = joined(s.terms, [](auto const& t) {
        return "{" + std::to_string(t.first) + ", " + std::to_string(t.second) + "}";
    });
    return "subscript{" + terms + ", " + std::to_string(s.constant) + ", " + std::to_string(s.extent) + "}";
}
inline std::string code(std::vector<subscript> const& all) {
    return joined(all, [](subscript const& s) { return code(s); });
}
inline std::string code(index const& i) {
    std::string const over_z = i.over_z ? ", true, " : ", false, ";
    std::string const values = !i.values.written
                                   ? "{}"
                                   : "{true, " + code(i.values.low) + ", " + code(i.values.high) + ", " +
                                         std::to_string(i.values.coefficient) + "}";
    return "{" + quoted(i.name) + over_z + values + "}";
}
inline std::string code(tensor const& t) {
    return "{" + quoted(t.name) + ", " + std::to_string(t.rank) + (t.integer ? ", true}" : ", false}");
}

inline std::string_view name_of(part what) {
    constexpr std::string_view names[] = {"number", "access", "equal",     "at_least", "divisible",
                                          "less",   "sum",    "product",   "quotient", "power",
                                          "raise",  "call",   "chosen_by", "reduce"};
    return names[static_cast<std::size_t>(what)];
}
inline std::string_view name_of(graph::reduction kind) {
    constexpr std::string_view names[] = {"sum", "product", "maximum", "minimum"};
    return names[static_cast<std::size_t>(kind)];
}

inline std::string code(expression const& e) {
    std::string const what = "part::" + std::string{name_of(e.what)};
    auto const children = [&] { return joined(e.children, [](expression const& c) { return code(c); }); };
    auto const modulus = [&] { return ", " + std::to_string(e.modulus) + ")"; };
    switch (e.what) {
        case part::number:
            return "number(" + std::to_string(e.numerator) +
                   (e.denominator == 1 ? "" : ", " + std::to_string(e.denominator)) + ")";
        case part::access: return "entry_of(" + std::to_string(e.tensor) + ", " + code(e.positions) + ")";
        case part::equal:
        case part::at_least: return "bracket(" + what + ", " + code(e.positions[0]) + ")";
        case part::divisible: return "bracket(" + what + ", " + code(e.positions[0]) + modulus();
        case part::power: return "power(" + code(e.children[0]) + modulus();
        case part::chosen_by: return "chosen(" + code(e.positions[0]) + ", " + code(e.children[0]) + ")";
        case part::call:
            return "call(" + quoted(std::string{records()[static_cast<std::size_t>(e.tensor)].name}) + ", " +
                   children() + ")";
        case part::reduce:
            return "reduce(graph::reduction::" +
                   std::string{name_of(static_cast<graph::reduction>(e.tensor))} + ", " +
                   joined(e.indices, [](int i) { return std::to_string(i); }) + ", " + code(e.children[0]) +
                   ")";
        default: return "node(" + what + ", " + children() + ")";
    }
}

/// The statements that build a recipe `r`.
inline std::string code(recipe const& r) {
    std::ostringstream out;
    out << "    recipe r;\n";
    out << "    r.tensors = " << joined(r.tensors, [](tensor const& t) { return code(t); }) << ";\n";
    out << "    r.indices = " << joined(r.indices, [](index const& i) { return code(i); }) << ";\n";
    out << "    r.extents = " << joined(r.extents, quoted) << ";\n";
    for (equation const& e : r.equations) {
        out << "    r.equations.push_back({" << e.tensor << ", " << code(e.left) << ", " << code(e.value)
            << "});\n";
    }
    out << "    r.reads_itself = " << (r.reads_itself ? "true" : "false") << ";\n";
    return out.str();
}

/// The test to paste: the formula goes through all stages again.
inline std::string test_of(recipe const& r, std::uint64_t seed) {
    std::istringstream lines{iverson::print::text(built(r))};
    std::ostringstream out;
    for (std::string line; std::getline(lines, line);) {
        out << "// " << line << "\n";
    }
    out << "BOOST_AUTO_TEST_CASE(formula_" << seed << ") {\n    using namespace spelled;\n"
        << code(r) << "    expect_agreement(r, " << seed << ");\n}\n";
    return out.str();
}

}  // namespace random_formulas::spelled
