// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tests/verify/sheet.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

/// Values of formulas by the plain meaning, at chosen extents and starts.
namespace values {

namespace graph = iverson::graph;
namespace plain = iverson::plain;
using numbers = plain::tensors<double>;

/// All extents of the inputs, and the position at which those over Z start.
struct size {
    std::int64_t extent;
    std::int64_t lower;
};
inline constexpr size sizes[] = {{0, 0}, {1, 0}, {3, 0}, {0, -2}, {1, 5}, {3, -2}, {4, 1}, {5, 0}, {6, -1}};

inline std::string describe(size s) {
    return "extent " + std::to_string(s.extent) + ", lower " + std::to_string(s.lower);
}

/// Entries between 1/4 and 2: sums, quotients, logarithms and roots of them are defined.
inline plain::tensor<double> random_tensor(std::vector<plain::interval> const& box, std::mt19937& random) {
    auto result = plain::tensor<double>::zeros(box);
    for (double& value : result.values) {
        value = 0.25 + 1.75 * static_cast<double>(random() % 4096) / 4096;
    }
    return result;
}

/// One binding for every tensor that no equation defines; adjoints of defined tensors are left out.
inline numbers inputs(graph::formula const& f, size s) {
    std::mt19937 random{42};
    plain::place symbols{f.nodes.symbols.size()};
    for (std::size_t i = 0; i < symbols.of.size(); ++i) {
        auto const kind = f.nodes.symbols[i].kind;
        if (kind == graph::symbol_kind::extent || kind == graph::symbol_kind::lower) {
            symbols.of[i] = plain::interval::point(kind == graph::symbol_kind::extent ? s.extent : s.lower);
        }
    }
    numbers result;
    for (int id = 0; id < static_cast<int>(f.nodes.tensors.size()); ++id) {
        graph::tensor const& t = f.nodes.tensor_at(id);
        bool const has_axes = static_cast<int>(t.axes.size()) == t.rank;
        if (f.defining(id) >= 0 || t.kind != graph::role::plain || !has_axes) {
            continue;
        }
        std::vector<plain::interval> box;
        for (graph::axis const& a : t.axes) {
            box.push_back({symbols.range(a.lower).first, symbols.range(a.upper).first});
        }
        result[id] = random_tensor(box, random);
    }
    return result;
}

/// The largest difference of two tensors, each 0 outside its domain, relative to max(1, magnitude); NaN counts as infinite.
inline double difference(plain::tensor<double> const& a, plain::tensor<double> const& b) {
    double result = 0;
    auto const visit = [&](plain::tensor<double> const& over) {
        for (std::size_t entry = 0; entry < over.values.size(); ++entry) {
            auto const p = over.position_of(entry);
            bool const same = a.at(p) == b.at(p);  // infinities too
            double const error = same ? 0 : std::abs(a.at(p) - b.at(p)) / std::max(1.0, std::abs(a.at(p)));
            result = std::isnan(error) ? HUGE_VAL : std::max(result, error);
        }
    };
    visit(a);
    visit(b);
    return result;
}

/// The same formula with another right side for one equation.
inline graph::formula with_value(graph::formula const& f, std::size_t equation, int value) {
    graph::formula result = f;
    result.equations[equation].value = value;
    return result;
}

/// The last equation of a formula at some size; nothing where the size does not pass the shape checks.
inline std::optional<plain::tensor<double>> value_at(graph::formula const& f, size s) {
    try {
        return plain::evaluate_all<double>(f, inputs(f, s)).at(f.equations.back().tensor);
    } catch (iverson::binding_error const&) {
        return std::nullopt;
    }
}

/// How much the last equation of a formula changes if its right side is another node, over all sizes. Only what is written
/// first may be refused; infinite if fewer than two sizes pass.
inline double change(graph::formula const& f, int value) {
    double result = 0;
    int passed = 0;
    int const left = f.equations.back().tensor;
    for (size s : sizes) {
        if (auto const before = value_at(f, s)) {
            auto const after =
                plain::evaluate_all<double>(with_value(f, f.equations.size() - 1, value), inputs(f, s))
                    .at(left);
            result = std::max(result, difference(*before, after));
            ++passed;
        }
    }
    return passed < 2 ? HUGE_VAL : result;
}

/// Whether the last equation of a formula has an entry other than 0 at some size: a comparison of zeros proves nothing.
inline bool says_something(graph::formula const& f) {
    return std::any_of(std::begin(sizes), std::end(sizes), [&](size s) {
        auto const y = value_at(f, s);
        return y && std::any_of(y->values.begin(), y->values.end(), [](double v) { return v != 0; });
    });
}

}  // namespace values
