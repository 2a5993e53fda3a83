// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain.hpp"

#include <iverson/graph/formula.hpp>
#include <iverson/graph/rewrite.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

/// Random extents and inputs for a formula.
namespace iverson::verify {

/// The kinds of number that a formula may ask for: log wants positive ones, asin small ones.
struct value_range {
    double low;
    double high;
    bool both_signs;
};
inline constexpr value_range value_ranges[] = {
    {0.25, 2, true}, {0.25, 2, false}, {0.0625, 0.875, true}, {0.0625, 0.875, false}, {1.125, 3, false}};

/// Draws bindings. Numbers are multiples of 2^-20, which doubles, fractions and long floats hold exactly.
class sampler {
  public:
    sampler(graph::formula const& f, std::uint64_t seed) : f_{f}, random_{seed} {}

    std::int64_t between(std::int64_t low, std::int64_t high) {
        // Not a std distribution: those differ from one standard library to the next.
        return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }
    double number(value_range const& range) {
        constexpr double grid = 1 << 20;
        auto const steps = between(static_cast<std::int64_t>(range.low * grid),
                                   static_cast<std::int64_t>(range.high * grid));
        return static_cast<double>(steps) / grid * (range.both_signs && between(0, 1) == 0 ? -1 : 1);
    }
    plain::tensor<double> numbers(std::vector<plain::interval> const& box, value_range const& range) {
        auto result = plain::tensor<double>::zeros(box);
        for (double& value : result.values) {
            value = number(range);
        }
        return result;
    }

    /// A binding for every tensor that no equation defines. Round 0 has extents 0, round 1 extents 1, later ones are random.
    plain::tensors<double> inputs(int round, std::int64_t largest, value_range const& range) {
        plain::place symbols{f_.nodes.symbols.size()};
        for (std::size_t i = 0; i < symbols.of.size(); ++i) {
            auto const kind = f_.nodes.symbols[i].kind;
            bool const extent = kind == graph::symbol_kind::extent;
            std::int64_t const random = extent ? between(0, largest) : between(-2, 2);
            symbols.of[i] = plain::interval::point(round > 1 ? random : extent ? round : 0);
        }
        plain::tensors<double> result;
        for (int id = 0; id < static_cast<int>(f_.nodes.tensors.size()); ++id) {
            if (is_input(id)) {
                bool const integral = f_.nodes.tensor_at(id).integral;
                result[id] = integral ? integers(id, symbols, largest) : numbers(box_of(id, symbols), range);
            }
        }
        return result;
    }

    /// Defined by no equation, and read by one, or declared with an extent, which it alone may give.
    bool is_input(int tensor) const {
        auto const& axes = f_.nodes.tensor_at(tensor).axes;
        bool read = std::any_of(axes.begin(), axes.end(), [&](graph::axis const& a) {
            return std::any_of(a.upper.begin(), a.upper.end(), [&](auto const& t) {
                return f_.nodes.symbol_at(t.symbol).kind == graph::symbol_kind::extent;
            });
        });
        for (graph::equation const& e : f_.equations) {
            read = read || graph::reads(f_.nodes, e.value, tensor);
        }
        for (graph::requirement const& r : f_.requirements) {
            read = read || r.tensor == tensor || r.other_tensor == tensor;
            for (graph::entry const& e : r.entries) {
                read = read || e.tensor == tensor;
            }
        }
        return read && f_.defining(tensor) < 0;
    }

    /// Integers that keep the accesses x(p(i)) inside x, as far as p alone decides it; where nothing asks for that, also some
    /// that lie beside all positions. Half of the time they are few, so that some repeat.
    plain::tensor<double> integers(int id, plain::place const& symbols, std::int64_t largest) {
        plain::interval wanted{-1, largest};
        bool free = true;
        for (graph::requirement const& r : f_.requirements) {
            for (graph::entry const& e : r.entries) {
                graph::affine const& position = f_.nodes.affine_at(r.position);
                std::int64_t const by = position.coefficient(e.symbol);
                if (e.tensor != id || by == 0) {
                    continue;
                }
                graph::axis const& a = f_.nodes.tensor_at(r.tensor).axes[static_cast<std::size_t>(r.axis)];
                std::int64_t const low = symbols.range(a.lower).first - position.constant();
                std::int64_t const high = symbols.range(a.upper).first - position.constant();
                plain::interval const its{graph::ceil_divide(by > 0 ? low : -high, by > 0 ? by : -by),
                                          graph::floor_divide(by > 0 ? high : -low, by > 0 ? by : -by)};
                wanted = free ? its : wanted.meet(its);
                free = false;
            }
        }
        if (!wanted.empty() && between(0, 1) == 0) {
            std::int64_t const middle = between(wanted.first, wanted.last);
            wanted = {middle, std::min(wanted.last, middle + 1)};
        }
        auto result = plain::tensor<double>::zeros(box_of(id, symbols));
        for (double& value : result.values) {
            value = static_cast<double>(wanted.empty() ? 0 : between(wanted.first, wanted.last));
        }
        return result;
    }

  private:
    std::vector<plain::interval> box_of(int tensor, plain::place const& symbols) const {
        std::vector<plain::interval> box;
        for (graph::axis const& a : f_.nodes.tensor_at(tensor).axes) {
            box.push_back({symbols.range(a.lower).first, symbols.range(a.upper).first});
        }
        return box;
    }

    graph::formula const& f_;
    std::mt19937_64 random_;
};

}  // namespace iverson::verify
