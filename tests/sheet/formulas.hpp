// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/derivatives.hpp>

/// The exercise sheet as a user writes it.
namespace sheet_formulas {

using iverson::extent;
using iverson::gradient;
using iverson::idx;
using iverson::integer;
using iverson::jacobian;
using iverson::next;
using iverson::rate;
using iverson::sum;
using iverson::tensor;

inline constexpr auto t = integer<"t">;
inline constexpr auto s = integer<"s">;
inline constexpr auto i = idx<"i">;
inline constexpr auto j = idx<"j">;
inline constexpr auto k = idx<"k">;
inline constexpr auto l = idx<"l">;
inline constexpr auto d = extent<"d">;
inline constexpr auto x = tensor<"x">;
inline constexpr auto y = tensor<"y">;
inline constexpr auto w = tensor<"w">;
inline constexpr auto b = tensor<"b">;

// Exercise 2.
inline constexpr auto convolution = (y(t) = sum(s, w(s) * x(t - s)));
inline constexpr auto ex_2a = gradient<convolution>(x(k));
inline constexpr auto ex_2b = gradient<convolution>(w(k));

// Exercise 3.
inline constexpr auto ode = (rate(x)(j.in(1, d)) = tanh(sum(i.in(1, d), x(i) * w(i, j)) + b(j)) - x(j));
inline constexpr auto ex_3a = iverson::euler<ode, 1, 10>();
inline constexpr auto ex_3b = iverson::unroll<ex_3a, 2>();
inline constexpr auto ex_3c = jacobian<ex_3a>(next(x)(i), x(j));
inline constexpr auto ex_3d_b = jacobian<ex_3a>(next(x)(i), b(j));
inline constexpr auto ex_3d_w = jacobian<ex_3a>(next(x)(i), w(j, l));

}  // namespace sheet_formulas
