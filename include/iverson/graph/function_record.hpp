// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

namespace iverson::graph {

class term;

/// A row of the function table as the graph sees it: what printing, deriving and planning must know.
/// The value itself stays generic and is looked up in the row by those who compute numbers. An unknown function
/// (graph/unknown.hpp) has none.
struct function_record {
    std::string_view name;
    std::string_view latex;
    int arity = 1;
    bool zero_at_zero = false;  ///< f(0, ..., 0) = 0: the support of f is the union of those of its arguments
    int cost = 1;               ///< of one value, in units of one + - * /
    /// d f(args) / d args[which], given the arguments and f = f(args).
    term (*slope)(term const* args, term f, int which) = nullptr;
    /// The value in the two machine formats; nullptr for a function that is only a name.
    double (*value64)(double const* args) = nullptr;
    float (*value32)(float const* args) = nullptr;

    /// The value of several numbers at once, as row::at_lanes computes it; nullptr where one comes after the other.
    void (*lanes64)(double const* arguments, int apart, double* results, int count) = nullptr;
    void (*lanes32)(float const* arguments, int apart, float* results, int count) = nullptr;
    /// That of one register, as row::at_register computes it; nullptr where a call is worth it.
    void (*register64)(double const* arguments, double* result) = nullptr;
    void (*register32)(float const* arguments, float* result) = nullptr;

    static constexpr int highest_order = 12;
    /// Of an unknown function: which partial derivative it is, as places of arguments in ascending order.
    std::array<int, highest_order> by{};
    int order = 0;

    constexpr bool is_unknown() const { return value64 == nullptr; }
    /// Two records are one function in a graph if they have one name and are the same derivative.
    constexpr bool is_same_function(function_record const& other) const {
        return name == other.name && order == other.order && by == other.by;
    }
};

}  // namespace iverson::graph
