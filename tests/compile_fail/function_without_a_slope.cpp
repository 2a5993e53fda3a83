// SPDX-License-Identifier: BSL-1.0
// expect: the derivative of plateau is not known: give its row a slope
#include <iverson/derivatives.hpp>

namespace {
#ifdef PASS
constexpr auto plateau = iverson::function(
    "plateau", R"(\operatorname{plateau})", [](auto v) { return v * v; }, [](auto v, auto) { return 2 * v; });
#else
constexpr auto plateau =
    iverson::function("plateau", R"(\operatorname{plateau})", [](auto v) { return v * v; });
#endif
constexpr auto i = iverson::idx<"i">;
constexpr auto k = iverson::idx<"k">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto f = (y(i) = plateau(x(i)));
constexpr auto g = iverson::gradient<f>(x(k));
}  // namespace

static_assert(decltype(g)::value.words.size() > 0);
