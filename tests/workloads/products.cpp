// SPDX-License-Identifier: BSL-1.0
// Products of matrices, a batch of Euler steps, and windows over an image.
#include "evaluated.hpp"

#include <iverson/derivatives.hpp>

namespace workloads {
namespace {

using iverson::idx;
using iverson::tensor;
using iverson::where;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto p = idx<"p">;
constexpr auto q = idx<"q">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto b = tensor<"b">;

constexpr auto matrix_product = (y(i, j) = sum(k, x(i, k) * w(k, j)));
constexpr auto batch_step = (y(i, j) = x(i, j) + 0.1 * (tanh(sum(k, x(i, k) * w(k, j)) + b(j)) - x(i, j)));
constexpr auto one_window = (y(i, j) = sum(p, q, w(p, q) * x(i + p, j + q)));

struct product {
    static constexpr std::string_view name = "product";
    static constexpr auto const& formula = matrix_product;
    using inputs = ranks<2, 2>;
    using results = ranks<2>;
    static auto given(auto const& xv, auto const& wv) { return where(x = xv, w = wv); }
};
struct batch {
    static constexpr std::string_view name = "batch";
    static constexpr auto const& formula = batch_step;
    using inputs = ranks<2, 2, 1>;
    using results = ranks<2>;
    static auto given(auto const& xv, auto const& wv, auto const& bv) {
        return where(x = xv, w = wv, b = bv);
    }
};
struct window {
    static constexpr std::string_view name = "window";
    static constexpr auto const& formula = one_window;
    using inputs = ranks<2, 2>;
    using results = ranks<2>;
    static auto given(auto const& wv, auto const& xv) { return where(w = wv, x = xv); }
};

[[maybe_unused]] bool const added = in_variants<IVERSON_VARIANTS>::add<product, batch, window>();

}  // namespace
}  // namespace workloads
