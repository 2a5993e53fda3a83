// SPDX-License-Identifier: BSL-1.0
// expect: a subscript is not affine
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto x = iverson::tensor<"x">;
#ifdef PASS
constexpr auto f = x(i + 1);
#else
constexpr auto f = x(i + 0.5);
#endif
}  // namespace

static_assert(iverson::Expression<decltype(f)>);
