// SPDX-License-Identifier: BSL-1.0
// A layer of windows over images and channels, and both its gradients.
#include "evaluated.hpp"

#include <iverson/derivatives.hpp>

namespace workloads {
namespace {

using iverson::adjoint;
using iverson::bracket;
using iverson::extent;
using iverson::idx;
using iverson::integer;
using iverson::tensor;
using iverson::where;

constexpr auto n = idx<"n">;
constexpr auto k = idx<"k">;
constexpr auto c = idx<"c">;
constexpr auto p = idx<"p">;
constexpr auto q = idx<"q">;
constexpr auto u = idx<"u">;
constexpr auto v = idx<"v">;
constexpr auto i = integer<"i">;
constexpr auto j = integer<"j">;
constexpr auto H = extent<"H">;
constexpr auto V = extent<"V">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;

/// A border of zeros around images of any extents: the brackets say where a window's entries lie.
constexpr auto windows =
    (y(n, k, i.in(0, H - 1), j.in(0, V - 1)) =
         sum(c, p, q, u.in(0, H - 1), v.in(0, V - 1),
             w(k, c, p, q) * x(n, c, u, v) * bracket(u == i + p - 1) * bracket(v == j + q - 1)));
constexpr auto windows_by_x = iverson::gradient<windows>(x(n, c, i, j));
constexpr auto windows_by_w = iverson::gradient<windows>(w(k, c, p, q));

struct layer {
    static constexpr std::string_view name = "layer";
    static constexpr auto const& formula = windows;
    using inputs = ranks<4, 4>;
    using results = ranks<4>;
    static auto given(auto const& wv, auto const& xv) { return where(w = wv, x = xv); }
};
struct by_x {
    static constexpr std::string_view name = "layer by x";
    static constexpr auto const& formula = windows_by_x;
    using inputs = ranks<4, 4>;
    using results = ranks<4>;
    static auto given(auto const& wv, auto const& gv) { return where(w = wv, adjoint(y) = gv); }
};
/// The extents of w are no part of those of x and y.
struct by_w {
    static constexpr std::string_view name = "layer by w";
    static constexpr auto const& formula = windows_by_w;
    using inputs = ranks<4, 4, 4>;
    using results = ranks<4>;
    static auto given(auto const& xv, auto const& gv, auto const& shape) {
        return where(x = xv, adjoint(y) = gv, w = shape);
    }
};

[[maybe_unused]] bool const added = in_variants<IVERSON_VARIANTS>::add<layer, by_x, by_w>();

}  // namespace
}  // namespace workloads
