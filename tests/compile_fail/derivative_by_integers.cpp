// SPDX-License-Identifier: BSL-1.0
// expect: tensor p holds integers, which subscript a tensor or are compared with an index
#include <iverson/derivatives.hpp>

namespace {
constexpr auto i = iverson::idx<"i">;
constexpr auto k = iverson::idx<"k">;
constexpr auto p = iverson::tensor<"p">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto f = (y(i) = x(p(i)));
#ifdef PASS
constexpr auto g = iverson::gradient<f>(x(k));
#else
constexpr auto g = iverson::gradient<f>(p(k));
#endif
}  // namespace

static_assert(sizeof(iverson::frozen_formula<g>) > 0);
