// SPDX-License-Identifier: BSL-1.0
// expect: an entry of a tensor subscripts the left side: write the scatter as a sum, y(k) = sum(i, bracket(p(i) == k) * x(i))
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto k = iverson::idx<"k">;
constexpr auto p = iverson::tensor<"p">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
#ifdef PASS
constexpr auto f = (y(k.in(0, 3)) = sum(i, bracket(p(i) == k) * x(i)));
#else
constexpr auto f = (y(p(i)) = x(i));
#endif
}  // namespace

static_assert(!iverson::lowering::lowered_formula(f).failed());
