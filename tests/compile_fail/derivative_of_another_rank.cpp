// SPDX-License-Identifier: BSL-1.0
// expect: tensor x has 1 subscript in the formula, but 2 in the derivative by it
#include <iverson/derivatives.hpp>

constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto k = iverson::idx<"k">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto A = iverson::tensor<"A">;
constexpr auto product = (y(i) = sum(j, A(i, j) * x(j)));

#ifdef PASS
constexpr auto by_x = iverson::gradient<product>(x(k));
#else
constexpr auto by_x = iverson::gradient<product>(x(k, i));
#endif
static_assert(!by_x.value.thaw().failed());
