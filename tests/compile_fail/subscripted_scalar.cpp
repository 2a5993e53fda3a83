// SPDX-License-Identifier: BSL-1.0
// expect: only a tensor has subscripts: declare it by tensor<"x">
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
#ifdef PASS
constexpr auto x = iverson::tensor<"x">;
#else
constexpr auto x = iverson::scalar<"x">;
#endif
constexpr auto f = x(i);
}  // namespace

static_assert(iverson::Expression<decltype(f)>);
