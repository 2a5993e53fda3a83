// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/derivatives.hpp>

/// The names in which formulas are written here.
namespace letters {

using namespace iverson;

inline constexpr auto t = integer<"t">;
inline constexpr auto s = integer<"s">;
inline constexpr auto k = integer<"k">;
inline constexpr auto i = idx<"i">;
inline constexpr auto j = idx<"j">;
inline constexpr auto l = idx<"l">;
inline constexpr auto m = idx<"m">;
inline constexpr auto n = idx<"n">;
inline constexpr auto r = idx<"r">;
inline constexpr auto A = tensor<"A">;
inline constexpr auto B = tensor<"B">;
inline constexpr auto b = tensor<"b">;
inline constexpr auto c = tensor<"c">;
inline constexpr auto h = tensor<"h">;
inline constexpr auto h0 = tensor<"h0">;
inline constexpr auto u = tensor<"u">;
inline constexpr auto w = tensor<"w">;
inline constexpr auto x = tensor<"x">;
inline constexpr auto y = tensor<"y">;
inline constexpr auto z = tensor<"z">;
inline constexpr auto a = scalar<"a">;
inline constexpr auto E = scalar<"E">;

}  // namespace letters
