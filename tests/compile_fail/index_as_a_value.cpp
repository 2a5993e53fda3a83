// SPDX-License-Identifier: BSL-1.0
// expect: an index, an extent or a tensor without subscripts stands where a value is needed
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
#ifdef PASS
constexpr auto f = (y(i) = 2 * x(i));
#else
constexpr auto f = (y(i) = i * x(i));
#endif
}  // namespace

static_assert(iverson::frozen_formula<f>.words.size() > 0);
