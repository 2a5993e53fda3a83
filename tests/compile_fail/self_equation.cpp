// SPDX-License-Identifier: BSL-1.0
// expect: x(j) = ... is defined by itself through x(j): write the next state, next(x)(...) = ...
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto j = iverson::idx<"j">;
constexpr auto x = iverson::tensor<"x">;
#ifdef PASS
constexpr auto f = (next(x)(j) = x(j) + 1);
#else
constexpr auto f = (x(j) = x(j) + 1);
#endif
}  // namespace

static_assert(iverson::frozen_formula<f>.words.size() > 0);
