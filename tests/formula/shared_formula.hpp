// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/formula/formula.hpp>

#include <cmath>

/// A formula in a header, which two translation units use: it must be one object with one meaning in both.
namespace shared_formula {

inline constexpr auto i = iverson::idx<"i">;
inline constexpr auto x = iverson::tensor<"x">;
inline constexpr auto y = iverson::tensor<"y">;
inline constexpr auto swish = iverson::function(
    "swish", R"(\operatorname{swish})", [](auto v) { return v / (1 + std::exp(-v)); },
    [](auto v, auto f) {
        using std::exp;
        return f + (1 - f) / (1 + exp(-v));
    });
inline constexpr auto layer = (y(i) = swish(x(i)) * 0.5);

void const* layer_seen_by_the_other_unit();
void const* frozen_layer_seen_by_the_other_unit();
double swish_of_the_other_unit(double v);

}  // namespace shared_formula
