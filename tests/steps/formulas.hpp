// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tests/verify/sheet.hpp"

#include <string_view>
#include <vector>

/// Formulas that are derived in the tests of steps/: of each, by which tensors.
namespace formulas {

using namespace sheet;
namespace functions = iverson::functions;

struct source {
    std::string_view what;
    std::vector<std::string_view> by;
    void (*write)(pencil&);
};

/// y_t = sum_s w_s x_{t-s}.
inline void convolution(pencil& p) {
    auto const t = p.integer("t");
    auto const s = p.integer("s");
    int const y = p.tensor("y", 1);
    int const w = p.tensor("w", 1);
    p.equation(y, {t}, p.sum(s, p.multiply(p.at(w, {s}), p.at(p.tensor("x", 1), {t - s}))));
}

/// tanh(sum_i x(i) w(i, j) + b(j)), with the range 1..d of i and j written.
inline int activation(pencil& p, affine const& j, affine const& d, int x) {
    auto const i = p.index("i");
    int const w = p.tensor("w", 2);
    int const weighted = p.sum(i, p.multiply(p.at(x, {i}), p.at(w, {i, j})), between(i, 1, d));
    return p.call(functions::tanh, p.add(weighted, p.at(p.tensor("b", 1), {j})));
}

/// x'_j = 0.1 (tanh(sum_i x_i w_ij + b_j) - x_j) + x_j for j in 1..d.
inline void network_step(pencil& p) {
    auto const j = p.index("j");
    auto const d = p.extent("d");
    int const x = p.tensor("x", 1);
    int const next = p.tensor("x", 1, role::next, x);
    int const now = p.at(x, {j});
    int const change = p.add(activation(p, j, d, x), p.multiply(p.number(-1), now));
    p.equation(next, {j}, p.add(p.multiply(p.number({1, 10}), change), now), between(j, 1, d));
}

/// dx_j/dt = tanh(sum_i x_i w_ij + b_j) - x_j.
inline void network_ode(pencil& p) {
    auto const j = p.index("j");
    auto const d = p.extent("d");
    int const x = p.tensor("x", 1);
    int const rate = p.tensor("x", 1, role::rate, x);
    p.equation(rate, {j}, p.add(activation(p, j, d, x), p.multiply(p.number(-1), p.at(x, {j}))),
               between(j, 1, d));
}

/// y_j = sum_i x_i w_ij, E = sum_j (y_j - z_j)^2.
inline void least_squares(pencil& p) {
    auto const i = p.index("i");
    auto const j = p.index("j");
    auto const k = p.index("j");
    int const y = p.tensor("y", 1);
    p.equation(y, {j}, p.sum(i, p.multiply(p.at(p.tensor("x", 1), {i}), p.at(p.tensor("w", 2), {i, j}))));
    int const error = p.add(p.at(y, {k}), p.multiply(p.number(-1), p.at(p.tensor("z", 1), {k})));
    p.equation(p.tensor("E", 0), {}, p.sum(k, p.power(error, p.number(2))));
}

/// h(-1, j) = h0(j), h(t, j) = tanh(sum_i h(t - 1, i) W(i, j) + u(t, j)).
inline int recurrence(pencil& p) {
    auto const t = p.index("t");
    auto const j = p.index("j");
    auto const i = p.index("i");
    auto const first = p.index("j");
    int const h = p.tensor("h", 2);
    p.equation(h, {affine{-1}, first}, p.at(p.tensor("h0", 1), {first}));
    int const fed_back = p.sum(i, p.multiply(p.at(h, {t - 1, i}), p.at(p.tensor("W", 2), {i, j})));
    p.equation(h, {t, j}, p.call(functions::tanh, p.add(fed_back, p.at(p.tensor("u", 2), {t, j}))));
    return h;
}

/// The recurrence, and E = sum_{t, j} h(t, j)^2.
inline void recurrent_loss(pencil& p) {
    int const h = recurrence(p);
    auto const t = p.index("t");
    auto const j = p.index("j");
    p.equation(p.tensor("E", 0), {}, p.reduce(reduction::sum, {t, j}, p.power(p.at(h, {t, j}), p.number(2))));
}

inline std::vector<source> const all{
    {"convolution", {"x", "w"}, convolution},
    {"a step of the network", {"x", "w", "b"}, network_step},
    {"least squares", {"x", "w", "z"}, least_squares},
    {"a recurrence and its loss", {"W", "u", "h0"}, recurrent_loss},
    {"a recurrence", {"W", "u", "h0"}, [](pencil& p) { recurrence(p); }},
    {"y(i) = sum(r.in(0, 2), x(2*i + r) * w(r))",
     {"x", "w"},
     [](pencil& p) {
         auto const i = p.index("i");
         auto const r = p.index("r");
         int const x = p.tensor("x", 1);
         p.equation(
             p.tensor("y", 1), {i},
             p.sum(r, p.multiply(p.at(x, {2 * i + r}), p.at(p.tensor("w", 1), {r})), between(r, 0, 2)));
     }},
    {"y(i) = x(2*i + 1) * b(i): no unit coefficient",
     {"x", "b"},
     [](pencil& p) {
         auto const i = p.index("i");
         p.equation(p.tensor("y", 1), {i},
                    p.multiply(p.at(p.tensor("x", 1), {2 * i + 1}), p.at(p.tensor("b", 1), {i})));
     }},
    {"y(i) = x(i, i) * x(i, 0)",
     {"x"},
     [](pencil& p) {
         auto const i = p.index("i");
         int const x = p.tensor("x", 2);
         p.equation(p.tensor("y", 1), {i}, p.multiply(p.at(x, {i, i}), p.at(x, {i, 0})),
                    between(i, 0, p.extent("n") - 1));
     }},
    {"softmax: y(i) = exp(x(i)) / sum(j, exp(x(j)))",
     {"x"},
     [](pencil& p) {
         auto const i = p.index("i");
         auto const j = p.index("j");
         int const x = p.tensor("x", 1);
         int const total = p.sum(j, p.call(functions::exp, p.at(x, {j})));
         p.equation(p.tensor("y", 1), {i},
                    p.multiply(p.call(functions::exp, p.at(x, {i})), p.power(total, p.number(-1))));
     }},
    {"a convolution in two axes",
     {"x", "w"},
     [](pencil& p) {
         auto const t = p.integer("t");
         auto const u = p.integer("u");
         auto const s = p.integer("s");
         auto const r = p.integer("r");
         int const product =
             p.multiply(p.at(p.tensor("w", 2), {s, r}), p.at(p.tensor("x", 2), {t - s, u - r}));
         p.equation(p.tensor("y", 2), {t, u}, p.reduce(reduction::sum, {s, r}, product));
     }},
    {"y(t) = tanh of a causal convolution, t in 0..4",
     {"x", "w"},
     [](pencil& p) {
         auto const t = p.integer("t");
         auto const s = p.integer("s");
         int const product = p.multiply(p.at(p.tensor("w", 1), {s}), p.at(p.tensor("x", 1), {t - s}));
         p.equation(p.tensor("y", 1), {t}, p.call(functions::tanh, p.sum(s, product)), between(t, 0, 4));
     }},
    {"y(i) = sum_i' A(i, i') sum_i'' B(i', i'') x(i''): one name for three indices",
     {"x", "A", "B"},
     [](pencil& p) {
         auto const i = p.index("i");
         auto const second = p.index("i");
         auto const third = p.index("i");
         int const inner = p.sum(
             third, p.multiply(p.at(p.tensor("B", 2), {second, third}), p.at(p.tensor("x", 1), {third})));
         p.equation(p.tensor("y", 1), {i},
                    p.sum(second, p.multiply(p.at(p.tensor("A", 2), {i, second}), inner)));
     }},
    {"E = (sum_i x(i)) * sum_i x(i) b(i): a product of sums",
     {"x", "b"},
     [](pencil& p) {
         auto const i = p.index("i");
         auto const j = p.index("i");
         int const x = p.tensor("x", 1);
         int const weighted = p.sum(j, p.multiply(p.at(x, {j}), p.at(p.tensor("b", 1), {j})));
         p.equation(p.tensor("E", 0), {}, p.multiply(p.sum(i, p.at(x, {i})), weighted));
     }},
    {"three layers that share their input",
     {"x", "b"},
     [](pencil& p) {
         auto const i = p.index("i");
         auto const j = p.index("j");
         auto const k = p.index("k");
         int const x = p.tensor("x", 1);
         int const a = p.tensor("a", 1);
         int const c = p.tensor("c", 1);
         int const b = p.tensor("b", 1);
         p.equation(a, {i}, p.call(functions::sigmoid, p.multiply(p.at(x, {i}), p.at(b, {i}))));
         p.equation(c, {j}, p.multiply(p.at(a, {j}), p.at(x, {j})));
         p.equation(p.tensor("y", 1), {k},
                    p.add(p.at(a, {k}), p.call(functions::sin, p.at(c, {k})), p.at(x, {k})));
     }},
    {"y(i) = max(r in 0..2, x(2 i + r) b(r)): pooling",
     {"x", "b"},
     [](pencil& p) {
         auto const i = p.index("i");
         auto const r = p.index("r");
         int const body = p.multiply(p.at(p.tensor("x", 1), {2 * i + r}), p.at(p.tensor("b", 1), {r}));
         p.equation(p.tensor("y", 1), {i}, p.reduce(reduction::maximum, {r}, body, between(r, 0, 2)));
     }},
    {"E = min(i, j, A(i, j)) max(i, sum(j, A(i, j) b(j)))",
     {"A", "b"},
     [](pencil& p) {
         auto const i = p.index("i");
         auto const j = p.index("j");
         auto const k = p.index("i");
         auto const l = p.index("j");
         int const a = p.tensor("A", 2);
         int const least = p.reduce(reduction::minimum, {i, j}, p.at(a, {i, j}));
         int const inner = p.sum(l, p.multiply(p.at(a, {k, l}), p.at(p.tensor("b", 1), {l})));
         p.equation(p.tensor("E", 0), {}, p.multiply(least, p.reduce(reduction::maximum, {k}, inner)));
     }},
    {"y(i) = prod(j, x(i) + A(i, j))",
     {"x", "A"},
     [](pencil& p) {
         auto const i = p.index("i");
         auto const j = p.index("j");
         int const body = p.add(p.at(p.tensor("x", 1), {i}), p.at(p.tensor("A", 2), {i, j}));
         p.equation(p.tensor("y", 1), {i}, p.reduce(reduction::product, {j}, body));
     }},
    {"log-sum-exp: E = log(sum(i, exp(x(i) - max(j, x(j))))) + max(j, x(j))",
     {"x"},
     [](pencil& p) {
         auto const i = p.index("i");
         auto const j = p.index("j");
         int const x = p.tensor("x", 1);
         int const most = p.reduce(reduction::maximum, {j}, p.at(x, {j}));
         int const shifted = p.add(p.at(x, {i}), p.multiply(p.number(-1), most));
         int const total = p.sum(i, p.call(functions::exp, shifted));
         p.equation(p.tensor("E", 0), {}, p.add(p.call(functions::log, total), most));
     }},
    {"y(i) = [x(i) < b(i)] * x(i) * x(i)",
     {"x"},
     [](pencil& p) {
         auto const i = p.index("i");
         int const x = p.at(p.tensor("x", 1), {i});
         int const both[] = {x, p.at(p.tensor("b", 1), {i})};
         int const less = p.g.intern(iverson::graph::op::compare,
                                     static_cast<int>(iverson::graph::comparison::less), both);
         p.equation(p.tensor("y", 1), {i}, p.multiply(less, x, x));
     }},
};

}  // namespace formulas
