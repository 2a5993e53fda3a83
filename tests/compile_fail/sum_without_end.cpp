// SPDX-License-Identifier: BSL-1.0
// expect: sum over s in Z does not end: exp(w(s) * x(t - s)) is not known to be 0 outside a finite range
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto s = iverson::integer<"s">;
constexpr auto t = iverson::integer<"t">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
#ifdef PASS
constexpr auto f = (y(t) = sum(s, expm1(w(s) * x(t - s))));
#else
constexpr auto f = (y(t) = sum(s, exp(w(s) * x(t - s))));
#endif
}  // namespace

static_assert(iverson::frozen_formula<f>.words.size() > 0);
