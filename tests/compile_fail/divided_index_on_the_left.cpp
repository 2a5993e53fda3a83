// SPDX-License-Identifier: BSL-1.0
// expect: a subscript on the left is divided: solve for its index, and divide on the right
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
#ifdef PASS
constexpr auto f = (y(i.in(0, 3)) = x(i / 4));
#else
constexpr auto f = (y(i / 4) = x(i));
#endif
}  // namespace

static_assert(!iverson::lowering::lowered_formula(f).failed());
