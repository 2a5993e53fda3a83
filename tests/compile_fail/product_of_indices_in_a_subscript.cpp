// SPDX-License-Identifier: BSL-1.0
// expect: a subscript is not affine: it may be a sum of indices, extents, integers and entries of integer tensors with integer factors
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto x = iverson::tensor<"x">;
#ifdef PASS
constexpr auto f = x(2 * i + j * 3 - 1);
#else
constexpr auto f = x(i * j);
#endif
}  // namespace

static_assert(iverson::Expression<decltype(f)>);
