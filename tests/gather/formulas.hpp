// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/iverson.hpp>

/// Formulas that read through integer tensors, as people write them, and what is derived from them.
namespace gathers {

using namespace iverson;

inline constexpr auto b = idx<"b">;
inline constexpr auto i = idx<"i">;
inline constexpr auto j = idx<"j">;
inline constexpr auto k = idx<"k">;
inline constexpr auto l = idx<"l">;
inline constexpr auto r = idx<"r">;
inline constexpr auto t = idx<"t">;
inline constexpr auto s = integer<"s">;
inline constexpr auto n = extent<"n">;
inline constexpr auto E = scalar<"E">;
inline constexpr auto e = tensor<"e">;
inline constexpr auto p = tensor<"p">;
inline constexpr auto q = tensor<"q">;
inline constexpr auto w = tensor<"w">;
inline constexpr auto x = tensor<"x">;
inline constexpr auto y = tensor<"y">;
inline constexpr auto z = tensor<"z">;
inline constexpr auto table = tensor<"table">;
inline constexpr auto label = tensor<"label">;

inline constexpr auto gather = (y(i) = x(p(i)));
inline constexpr auto embedding = (e(b, t, k) = table(p(b, t), k));
inline constexpr auto columns = (y(i, j) = x(i, p(j)));
inline constexpr auto rows_and_columns = (y(i, j) = x(p(i), q(j)));
inline constexpr auto same_place = (y(i) = x(p(i), p(i)) * w(i));
inline constexpr auto neighbours = (y(i) = x(p(i) + 1) - x(p(i)));
inline constexpr auto windows = (y(i) = sum(r, w(r) * x(2 * p(i) - r)));
inline constexpr auto chain = (y(i, k) = x(p(q(i)), k));
inline constexpr auto pairs = (E = sum(i, pow(x(p(i)) - x(q(i)), 2) * w(i)));
inline constexpr auto by_quarters = (y(i) = w(i) * x(p(i / 4)));
inline constexpr auto folded = (y(i) = x(p(i) / 3));
inline constexpr auto over_z = (y(s) = x(p(s)) * w(s));
inline constexpr auto energy = (E = sum(i, exp(x(p(i)) * w(i))));
inline constexpr auto cross_entropy = (E = sum(i, log(sum(j, exp(x(i, j)))) - x(i, label(i))));
inline constexpr auto segment_sum = (y(k) = w(k) + sum(i, bracket(p(i) == k) * x(i)));
inline constexpr auto odd_bins = (y(k.in(0, 3)) = sum(i, bracket(2 * k + 1 == p(i)) * x(i)));
inline constexpr auto below = (y(i) = sum(k, bracket(k < p(i)) * x(k)));
inline constexpr auto with_values = (y(i) = x(p(i)) * p(i));
inline constexpr auto ragged = (y(i) = sum(r, bracket(r < p(i)) * x(q(i) + r) * w(r)));
inline constexpr auto two_ways = (y(i) = x(p(i)) * w(i) + x(q(i)) * z(i));

}  // namespace gathers
