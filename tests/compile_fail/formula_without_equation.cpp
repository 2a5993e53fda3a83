// SPDX-License-Identifier: BSL-1.0
// expect: a formula is an equation, y(i) = ..., or a system of them
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto E = iverson::scalar<"E">;
#ifdef PASS
constexpr auto f = (E = sum(i, x(i)));
#else
constexpr auto f = sum(i, x(i));
#endif
}  // namespace

static_assert(iverson::frozen_formula<f>.words.size() > 0);
