// SPDX-License-Identifier: BSL-1.0
// expect: index k on the right of y(i) = ... is neither bound by a sum nor on the left
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto k = iverson::idx<"k">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
#ifdef PASS
constexpr auto f = (y(i) = x(i) * sum(k, w(k)));
#else
constexpr auto f = (y(i) = x(i) * w(k));
#endif
}  // namespace

static_assert(iverson::frozen_formula<f>.words.size() > 0);
