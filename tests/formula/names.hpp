// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/formula/formula.hpp>

/// The names with which the tests of this folder write formulas.
namespace test_formula {

inline constexpr auto i = iverson::idx<"i">;
inline constexpr auto j = iverson::idx<"j">;
inline constexpr auto k = iverson::idx<"k">;
inline constexpr auto n = iverson::idx<"n">;
inline constexpr auto r = iverson::idx<"r">;
inline constexpr auto s = iverson::integer<"s">;
inline constexpr auto t = iverson::integer<"t">;
inline constexpr auto d = iverson::extent<"d">;
inline constexpr auto a = iverson::scalar<"a">;
inline constexpr auto E = iverson::scalar<"E">;
inline constexpr auto b = iverson::tensor<"b">;
inline constexpr auto h = iverson::tensor<"h">;
inline constexpr auto h0 = iverson::tensor<"h0">;
inline constexpr auto u = iverson::tensor<"u">;
inline constexpr auto w = iverson::tensor<"w">;
inline constexpr auto x = iverson::tensor<"x">;
inline constexpr auto y = iverson::tensor<"y">;
inline constexpr auto z = iverson::tensor<"z">;

}  // namespace test_formula
