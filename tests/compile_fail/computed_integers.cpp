// SPDX-License-Identifier: BSL-1.0
// expect: so it holds integers, and q(i) = ... computes it: bind it as an input
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto p = iverson::tensor<"p">;
constexpr auto q = iverson::tensor<"q">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
#ifdef PASS
constexpr auto f = system(q(i) = p(i) + 1, y(i) = x(p(i) + 1) * q(i));
#else
constexpr auto f = system(q(i) = p(i) + 1, y(i) = x(q(i)));
#endif
}  // namespace

static_assert(sizeof(iverson::frozen_formula<f>) > 0);
