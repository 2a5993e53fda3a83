// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace iverson::graph {

class term;

/// A row of the function table as the graph sees it: what printing, deriving and planning must know.
/// The value itself stays generic and is looked up in the row by those who compute numbers.
struct function_record {
    std::string_view name;
    std::string_view latex;
    int arity = 1;
    bool zero_at_zero = false;  ///< f(0) = 0: the support of f(u) is that of u
    int cost = 1;               ///< of one value, in units of one + - * /
    /// d f(args) / d args[which], given the arguments and f = f(args).
    term (*slope)(term const* args, term f, int which) = nullptr;
    /// The value in the two machine formats; nullptr for a function that is only a name.
    double (*value64)(double const* args) = nullptr;
    float (*value32)(float const* args) = nullptr;
};

}  // namespace iverson::graph
