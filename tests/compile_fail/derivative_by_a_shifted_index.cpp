// SPDX-License-Identifier: BSL-1.0
// expect: a derivative is taken by a tensor with bare indices, x(k): x(k + 3) is the same gradient at k + 3
#include <iverson/formula/formula.hpp>

namespace {
constexpr auto k = iverson::idx<"k">;
constexpr auto x = iverson::tensor<"x">;
#ifdef PASS
constexpr iverson::variable v = iverson::variable_of<decltype(x(k))>;
#else
constexpr iverson::variable v = iverson::variable_of<decltype(x(k + 3))>;
#endif
}  // namespace

static_assert(v.rank == 1);
