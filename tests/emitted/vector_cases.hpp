// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cases.hpp"

#include <map>

/// The formulas whose source in vectors is compiled, at extents that fill blocks of lanes and leave a rest.
namespace emitted {

inline constexpr std::int64_t lengths[] = {0, 1, 5, 33, 70};

/// Taps and signals of all lengths; `with` makes the shapes.
template <class With>
std::vector<call> pairs(With const& with) {
    std::vector<call> result;
    for (std::int64_t const w : lengths) {
        for (std::int64_t const x : lengths) {
            result.push_back(with(w, x));
        }
    }
    return result;
}
/// One length at a time.
template <class With>
std::vector<call> singles(With const& with) {
    std::vector<call> result;
    for (std::int64_t const n : lengths) {
        result.push_back(with(n));
    }
    return result;
}

/// The shapes of convolutions and their gradients.
inline std::map<std::string, std::vector<call>> long_signals() {
    auto const convolution = [](std::int64_t w, std::int64_t x) { return call{{"w", {w}}, {"x", {x}}}; };
    auto const by_x = [](std::int64_t w, std::int64_t x) {
        return call{{"adjoint(y)", {w + x + 1}}, {"w", {w + 1}}, {"x", {x + 1}}};
    };
    auto const through = [](std::int64_t w, std::int64_t x) {
        return call{{"g", {w + x + 1}}, {"w", {w + 1}}, {"x", {x + 1}}};
    };
    std::vector<call> convolutions =
        pairs(convolution);  // and some in which whole blocks have steps that share registers
    convolutions.push_back(convolution(70, 150));
    convolutions.push_back(convolution(33, 150));
    return {{"conv", convolutions},
            {"conv_float", {{{"w", {5}}, {"x", {33}}}, {{"w", {3}}, {"x", {70}}}}},
            {"dE_dx", pairs(by_x)},
            {"dE_dw", pairs(by_x)},
            {"through_temporaries", pairs(through)},
            {"strided", {{{"w", {3}}, {"x", {70}}}, {{"w", {3}}, {"x", {150}}}}},
            {"strided_dx", {{{"x", {150}}, {"w", {3}}, {"adjoint(y)", {72}}}}},
            {"strided_dw", {{{"x", {150}}, {"w", {3}}, {"adjoint(y)", {72}}}}},
            {"convolution_2d", {{{"K", {3, 5}}, {"X", {33, 20}}}, {{"K", {2, 20}}, {"X", {5, 70}}}}}};
}
/// Matrices and what goes with them.
inline std::map<std::string, std::vector<call>> long_rows() {
    auto const layer = [](std::int64_t n) { return call{{"x", {n}}, {"w", {n, n}}, {"b", {n}}}; };
    auto const square = [](std::int64_t n) { return call{{"x", {n, 33 + n % 5}}}; };
    auto const softmax = [](std::int64_t n) { return call{{"x", {n}}, {"adjoint(p)", {n}}}; };
    auto const one = [](std::int64_t n) { return call{{"x", {n}}}; };
    auto const windows = [](std::int64_t n) { return call{{"x", {2 * n + 3}}}; };
    auto const loss = [](std::int64_t n) { return call{{"w", {n, 33}}, {"x", {33}}, {"y", {n}}}; };
    auto const rows = [](std::int64_t n) { return call{{"rows", {5}}, {"x", {3, n}}}; };
    std::vector<call> products;
    for (std::array<std::int64_t, 3> const n :
         {std::array<std::int64_t, 3>{5, 33, 70}, {33, 5, 17}, {70, 1, 33}, {33, 70, 5}, {1, 33, 70}}) {
        products.push_back({{"A", {n[0], n[1]}}, {"B", {n[1], n[2]}}});
    }
    return {{"euler", {layer(1), layer(2), layer(3), layer(4), layer(8), layer(33), layer(70)}},
            {"euler_float", {layer(33)}},
            {"unrolled", {layer(33)}},
            {"jacobian_3c", {layer(33)}},
            {"jacobian_3d_b", {layer(33)}},
            {"jacobian_3d_w", {layer(9)}},
            {"softmax_gradient", singles(softmax)},
            {"system", singles(one)},
            {"smooth", singles(one)},
            {"product_of_all", singles(square)},
            {"product_of_sums", {{{"w", {5}}, {"x", {33, 5}}}, {{"w", {3}}, {"x", {70, 3}}}}},
            {"least", singles(square)},
            {"masked", singles(square)},
            {"written_pool", singles(windows)},
            {"divisible", {{{"g", {70}}, {"x", {138}}}, {{"g", {33}}, {"x", {65}}}}},
            {"loss_and_gradients", singles(loss)},
            {"gather", singles(rows)},
            {"recurrence", {{{"W", {33, 33}}, {"u", {5, 33}}, {"h0", {33}}}}},
            {"matrix_product", products}};
}

inline std::vector<kernel> vector_kernels() {
    std::vector<kernel> all = sheet_kernels();
    std::vector<kernel> const others = other_kernels();
    all.insert(all.end(), others.begin(), others.end());
    // Sums of many rows at once, in registers of more lanes than rows.
    kernel narrow{"euler_float", derivation(sheet_formulas::ex_3a).result, {}, {}, "float"};
    for (std::int64_t const n : {4, 6, 9, 16, 20}) {
        narrow.calls.push_back({{"x", {n}}, {"w", {n, n}}, {"b", {n}}});
    }
    all.push_back(narrow);
    auto longer = long_signals();
    longer.merge(long_rows());
    std::vector<kernel> result;
    for (kernel& k : all) {
        if (auto const found = longer.find(k.name); found != longer.end()) {
            k.calls.insert(k.calls.end(), found->second.begin(), found->second.end());
            k.name += "_vectors";
            k.vectors = true;
            result.push_back(k);
        }
    }
    return result;
}

}  // namespace emitted
