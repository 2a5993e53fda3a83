// SPDX-License-Identifier: BSL-1.0
// expect: tensor x has two ranks: it is used with 2 and with 1 subscripts
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
#ifdef PASS
constexpr auto f = (y(i) = sum(j, x(i, j)));
#else
constexpr auto f = (y(i) = sum(j, x(i, j)) + x(i));
#endif
}  // namespace

static_assert(iverson::frozen_formula<f>.words.size() > 0);
