// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "kernel.hpp"

#include "tests/loops/formulas.hpp"
#include "tests/sheet/formulas.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/functions/table.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

/// The formulas whose emitted source is compiled.
namespace emitted {

namespace functions = iverson::functions;

/// What users write, in the notation of the sheet.
namespace written {

using namespace sheet_formulas;

inline constexpr auto r = iverson::idx<"r">;
inline constexpr auto v = tensor<"v">;
inline constexpr auto p = tensor<"p">;

inline constexpr auto softmax = (p(i) = exp(x(i)) / sum(j, exp(x(j))));
inline constexpr auto softmax_gradient = gradient<softmax>(x(k));
inline constexpr auto strided = (y(i) = sum(r.in(0, 2), w(r) * x(2 * i + 3 * r)));
inline constexpr auto strided_dx = gradient<strided>(x(k));
inline constexpr auto strided_dw = gradient<strided>(w(k));
inline constexpr auto product_of_all = (y(i) = prod(j, x(i, j)));
inline constexpr auto product_of_sums = (y(i) = prod(j, 1 + w(j) * x(i, j)));
inline constexpr auto others = (y(i) = sum(j, bracket(i != j) * bracket(x(i) != x(j)) / (x(i) - x(j))));
inline constexpr auto pool = (y(i) = max(r.in(0, 2), x(2 * i + r)));
inline constexpr auto least = (y(i) = min(j, x(i, j) - x(i, j) * x(i, j)));
inline constexpr auto pool_dx = gradient<pool>(x(k));
inline constexpr auto loss =
    (iverson::scalar<"E"> = sum(i, (sum(j, w(i, j) * x(j)) - y(i)) * (sum(j, w(i, j) * x(j)) - y(i))));
inline constexpr auto rows = tensor<"rows">;
inline constexpr auto gather = (y(i, j) = x(rows(i), j) * rows(i));
inline constexpr auto gather_dx = gradient<gather>(x(k, l));
inline constexpr auto windows = (y(i) = sum(r, w(r) * x(2 * rows(i) - r)));
inline constexpr auto windows_dx = gradient<windows>(x(k));
inline constexpr auto scattered =
    (y(k.in(0, 3)) = sum(i, bracket(2 * k + 1 == rows(i)) * x(i)) + sum(i, bracket(rows(i) <= k) * x(i)));
inline constexpr auto from_one = (y(i.in(1, d + 2)) = x(i) + x(1));
inline constexpr auto sparse = (y(t, s) = w(s) * x(2 * t - 1));
inline constexpr auto loss_and_gradients = iverson::value_and_gradients<loss>(x(k), w(k, l));

}  // namespace written

/// y(t) = x(t) + y(t + 1) w for 0 <= t <= 6, y(7) = e: a recurrence that runs down
inline graph::formula downwards() {
    pencil::sheet f;
    int const y = f.tensor("y", 1), x = f.tensor("x", 1), w = f.tensor("w", 0), e = f.tensor("e", 0);
    auto const t = f.integer("t");
    f.equation(y, {pencil::affine{7}}, f.at(e, {}));
    f.equation(y, {t}, f.at(x, {t}) + f.at(y, {t + pencil::affine{1}}) * f.at(w, {}),
               f.range(t, pencil::affine{0}, pencil::affine{6}));
    return f.finished();
}

/// y(i) = f(x(i)) or f(x(i), z(i)): what the emitter says for a function of the table.
template <class Row>
graph::formula of_function(Row const& row) {
    pencil::sheet f;
    int const y = f.tensor("y", 1), x = f.tensor("x", 1), z = f.tensor("z", 1);
    auto const i = f.idx("i");
    std::array<int, 2> const both{f.at(x, {i}).id(), f.at(z, {i}).id()};
    std::span<int const> const arguments{both.data(), static_cast<std::size_t>(Row::arity)};
    graph::term const value{f.f.nodes,
                            graph::call(f.f.nodes, f.f.nodes.function_id(graph::record_of(row)), arguments)};
    f.equation(y, {i}, value + f.at(x, {i}) + f.at(z, {i}));
    return f.finished();
}

inline std::vector<kernel> function_kernels() {
    std::vector<kernel> result;
    std::apply(
        [&](auto const&... row) {
            (result.push_back(
                 {"function_" + std::string{row.name}, of_function(row), {{{"x", {12}}, {"z", {12}}}}}),
             ...);
            (result.push_back({"float_" + std::string{row.name},
                               of_function(row),
                               {{{"x", {12}}, {"z", {12}}}},
                               {},
                               "float"}),
             ...);
        },
        functions::table);
    return result;
}

inline std::vector<kernel> sheet_kernels() {
    using namespace sheet_formulas;
    auto const conv = graph::view(iverson::frozen_formula<convolution>).thaw();
    auto const euler = derivation(ex_3a).result;
    std::vector<kernel> result;
    result.push_back({"conv",
                      conv,
                      {{{"w", {3}}, {"x", {5}}},
                       {{"w", {1}}, {"x", {1}}},
                       {{"w", {0}}, {"x", {4}}},
                       {{"w", {3}}, {"x", {0}}}}});
    result.push_back({"conv_placed",
                      conv,
                      {{{"w", {3}}, {"x", {5}}}, {{"w", {1}}, {"x", {0}}}},
                      {{"w", {-1}}, {"x", {2}}}});
    result.push_back({"conv_float", conv, {{{"w", {3}}, {"x", {5}}}}, {}, "float"});
    result.push_back({"dE_dx",
                      derivation(ex_2a).result,
                      {{{"adjoint(y)", {7}}, {"w", {3}}}, {{"adjoint(y)", {1}}, {"w", {1}}}},
                      {},
                      "double",
                      {conv}});
    result.push_back({"dE_dw",
                      derivation(ex_2b).result,
                      {{{"adjoint(y)", {7}}, {"x", {3}}}, {{"adjoint(y)", {1}}, {"x", {1}}}},
                      {},
                      "double",
                      {conv}});
    std::vector<call> layers;
    for (std::int64_t n : {0, 1, 4}) {
        layers.push_back({{"x", {n}}, {"w", {n, n}}, {"b", {n}}});
    }
    layers.push_back({{"x", {3}}, {"w", {4, 3}}, {"b", {3}}});
    layers.push_back({{"x", {3}}, {"w", {3, 3}}, {"b", {2}}});
    result.push_back({"euler", euler, layers});
    result.push_back({"unrolled", decltype(ex_3b)::stage::make(), layers});
    result.push_back({"jacobian_3c", derivation(ex_3c).result, layers, {}, "double", {euler}});
    result.push_back({"jacobian_3d_b", derivation(ex_3d_b).result, layers, {}, "double", {euler}});
    result.push_back({"jacobian_3d_w", derivation(ex_3d_w).result, layers, {}, "double", {euler}});
    return result;
}

inline std::vector<kernel> other_kernels() {
    using namespace formulas;
    std::vector<kernel> result;
    auto const written_formula = [](auto const& frozen) { return graph::view(frozen).thaw(); };
    result.push_back({"softmax_gradient",
                      derivation(written::softmax_gradient).result,
                      {{{"x", {5}}, {"adjoint(p)", {5}}},
                       {{"x", {1}}, {"adjoint(p)", {1}}},
                       {{"x", {0}}, {"adjoint(p)", {0}}},
                       {{"x", {2}}, {"adjoint(p)", {3}}}}});
    auto const strided = written_formula(iverson::frozen_formula<written::strided>);
    result.push_back({"strided",
                      strided,
                      {{{"w", {3}}, {"x", {11}}},
                       {{"w", {3}}, {"x", {7}}},
                       {{"w", {3}}, {"x", {6}}},
                       {{"w", {2}}, {"x", {9}}}}});
    result.push_back({"strided_dx",
                      derivation(written::strided_dx).result,
                      {{{"x", {11}}, {"w", {3}}, {"adjoint(y)", {3}}}},
                      {},
                      "double",
                      {strided}});
    result.push_back({"strided_dw",
                      derivation(written::strided_dw).result,
                      {{{"x", {11}}, {"w", {3}}, {"adjoint(y)", {3}}}},
                      {},
                      "double",
                      {strided}});
    result.push_back({"product_of_all",
                      written_formula(iverson::frozen_formula<written::product_of_all>),
                      {{{"x", {2, 3}}}, {{"x", {3, 0}}}, {{"x", {0, 2}}}}});
    result.push_back({"product_of_sums",
                      written_formula(iverson::frozen_formula<written::product_of_sums>),
                      {{{"w", {3}}, {"x", {2, 3}}}, {{"w", {0}}, {"x", {3, 0}}}}});
    result.push_back({"others",
                      written_formula(iverson::frozen_formula<written::others>),
                      {{{"x", {5}}}, {{"x", {1}}}, {{"x", {0}}}}});
    result.push_back({"written_pool",
                      written_formula(iverson::frozen_formula<written::pool>),
                      {{{"x", {9}}}, {{"x", {3}}}}});
    result.push_back({"pool_dx",
                      derivation(written::pool_dx).result,
                      {{{"x", {9}}, {"adjoint(y)", {4}}}, {{"x", {3}}, {"adjoint(y)", {1}}}}});
    result.push_back({"least",
                      written_formula(iverson::frozen_formula<written::least>),
                      {{{"x", {2, 3}}}, {{"x", {3, 1}}}, {{"x", {0, 2}}}, {{"x", {2, 0}}}}});
    result.push_back({"masked", triangle::make(), {{{"x", {5, 4}}}, {{"x", {1, 1}}}, {{"x", {0, 4}}}}});
    result.push_back({"divisible",
                      up_sampling::make(),
                      {{{"g", {6}}, {"x", {10}}}, {{"g", {1}}, {"x", {0}}}, {{"g", {0}}, {"x", {10}}}}});
    result.push_back({"downwards",
                      downwards(),
                      {{{"x", {4}}, {"w", {}}, {"e", {}}},
                       {{"x", {9}}, {"w", {}}, {"e", {}}},
                       {{"x", {0}}, {"w", {}}, {"e", {}}}}});
    auto const gather = written_formula(iverson::frozen_formula<written::gather>);
    auto const windows = written_formula(iverson::frozen_formula<written::windows>);
    result.push_back({"gather", gather, {{{"rows", {4}}, {"x", {3, 5}}}, {{"rows", {0}}, {"x", {0, 2}}}}});
    result.push_back({"gather_dx",
                      derivation(written::gather_dx).result,
                      {{{"rows", {4}}, {"x", {3, 5}}, {"adjoint(y)", {4, 5}}},
                       {{"rows", {0}}, {"x", {3, 5}}, {"adjoint(y)", {0, 5}}}},
                      {},
                      "double",
                      {gather}});
    result.push_back({"windows", windows, {{{"rows", {3}}, {"x", {5}}, {"w", {1}}}}});
    result.push_back({"windows_dx",
                      derivation(written::windows_dx).result,
                      {{{"rows", {3}}, {"x", {5}}, {"w", {1}}, {"adjoint(y)", {3}}}},
                      {},
                      "float",
                      {windows}});
    result.push_back({"scattered",
                      written_formula(iverson::frozen_formula<written::scattered>),
                      {{{"rows", {6}}, {"x", {6}}}, {{"rows", {0}}, {"x", {0}}}}});
    result.push_back({"from_one",  // d = -1 is no extent
                      written_formula(iverson::frozen_formula<written::from_one>),
                      {{{"x", {3}}}, {{"x", {2}}}, {{"x", {1}}}, {{"x", {0}}}}});
    result.push_back({"sparse",  // of x at 0 alone, no position is odd
                      written_formula(iverson::frozen_formula<written::sparse>),
                      {{{"w", {1}}, {"x", {1}}}, {{"w", {2}}, {"x", {4}}}, {{"w", {1}}, {"x", {0}}}}});
    result.push_back({"loss_and_gradients",
                      derivation(written::loss_and_gradients).result,
                      {{{"w", {2, 3}}, {"x", {3}}, {"y", {2}}},
                       {{"w", {1, 1}}, {"x", {1}}, {"y", {1}}},
                       {{"w", {2, 0}}, {"x", {0}}, {"y", {2}}}}});
    result.push_back({"recurrence",
                      recurrence::make(),
                      {{{"W", {3, 3}}, {"u", {4, 3}}, {"h0", {3}}},
                       {{"W", {1, 1}}, {"u", {1, 1}}, {"h0", {1}}},
                       {{"W", {2, 2}}, {"u", {0, 2}}, {"h0", {2}}},
                       {{"W", {2, 2}}, {"u", {2, 2}}, {"h0", {3}}}}});
    result.push_back({"system", softmax::make(), {{{"x", {5}}}, {{"x", {1}}}, {{"x", {0}}}}});
    result.push_back({"smooth", smooth_exponential::make(), {{{"x", {5}}}, {{"x", {0}}}}});
    result.push_back({"through_temporaries",
                      nonlinear_convolution_gradient::make(),
                      {{{"g", {6}}, {"w", {3}}, {"x", {4}}}, {{"g", {2}}, {"w", {1}}, {"x", {2}}}}});
    result.push_back(
        {"convolution_2d",
         convolution_2d::make(),
         {{{"K", {2, 3}}, {"X", {4, 5}}}, {{"K", {1, 1}}, {"X", {1, 1}}}, {{"K", {0, 2}}, {"X", {3, 3}}}}});
    result.push_back({"vanishing_terms",
                      vanishing_terms::make(),
                      {{{"x", {3}}, {"w", {4}}, {"g", {3}}}, {{"x", {0}}, {"w", {0}}, {"g", {2}}}}});
    result.push_back(
        {"matrix_product",
         matrix_product::make(),
         {{{"A", {2, 3}}, {"B", {3, 4}}}, {{"A", {2, 0}}, {"B", {0, 4}}}, {{"A", {2, 3}}, {"B", {2, 4}}}}});
    // Sums that are kept as several, with and without what is left over.
    kernel long_sums{"long_sums", matrix_product::make(), {}};
    for (std::int64_t const n : {8, 16, 17, 24, 25, 41}) {
        long_sums.calls.push_back({{"A", {2, n}}, {"B", {n, 3}}});
    }
    result.push_back(long_sums);
    return result;
}

inline std::vector<kernel> all_kernels() {
    std::vector<kernel> result = sheet_kernels();
    for (auto const& more : {other_kernels(), function_kernels()}) {
        result.insert(result.end(), more.begin(), more.end());
    }
    return result;
}

}  // namespace emitted
