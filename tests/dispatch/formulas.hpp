// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/evaluate.hpp>
#include <iverson/formula/formula.hpp>

#include <Eigen/Core>

/// Formulas that the dispatched source and the program around it both evaluate, so that both have the same inline functions.
namespace formulas {

using iverson::idx;
using iverson::integer;
using iverson::tensor;

inline constexpr auto t = integer<"t">;
inline constexpr auto s = integer<"s">;
inline constexpr auto i = idx<"i">;
inline constexpr auto j = idx<"j">;
inline constexpr auto k = idx<"k">;
inline constexpr auto a = tensor<"a">;
inline constexpr auto b = tensor<"b">;
inline constexpr auto c = tensor<"c">;
inline constexpr auto w = tensor<"w">;
inline constexpr auto x = tensor<"x">;
inline constexpr auto y = tensor<"y">;

inline constexpr auto convolution = (y(t) = sum(s, w(s) * x(t - s)));
inline constexpr auto product = (c(i, j) = sum(k, a(i, k) * b(k, j)));
inline constexpr auto layer = (y(i) = tanh(sum(j, a(i, j) * x(j))));

}  // namespace formulas
