// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "pencil.hpp"

/// Formulas of the sheet and of the corners of the language. Each `make` runs at compile time and at run time.
namespace formulas {

using pencil::sheet;
namespace graph = pencil::graph;
namespace functions = iverson::functions;
using graph::affine;
using graph::rational;

constexpr rational tenth{1, 10};

/// y(t) = sum(s, w(s) * x(t - s)), over Z
struct convolution {
    static constexpr graph::formula make() {
        sheet f;
        int const y = f.tensor("y", 1), w = f.tensor("w", 1), x = f.tensor("x", 1);
        affine const t = f.integer("t"), s = f.integer("s");
        f.equation(y, {t}, f.sum(s, f.at(w, {s}) * f.at(x, {t - s})));
        return f.finished();
    }
};

/// dE/dx(k) = sum(t, g(t) * w(t - k)) on a domain given by a tensor of x's shape, here by 0 <= k < n.
struct correlation {
    static constexpr graph::formula make() {
        sheet f;
        int const r = f.tensor("r", 1), g = f.tensor("g", 1), w = f.tensor("w", 1);
        affine const k = f.integer("k"), t = f.integer("t");
        f.equation(r, {k}, f.sum(t, f.at(g, {t}) * f.at(w, {t - k})));
        return f.finished();
    }
};

/// y(j) = x(j) + 1/10 (tanh(sum(i, x(i) w(i, j)) + b(j)) - x(j))
struct euler_step {
    static constexpr graph::formula make() {
        sheet f;
        int const y = f.tensor("y", 1), x = f.tensor("x", 1), w = f.tensor("w", 2), b = f.tensor("b", 1);
        affine const i = f.idx("i"), j = f.idx("j");
        auto const drive = f.call(functions::tanh, f.sum(i, f.at(x, {i}) * f.at(w, {i, j})) + f.at(b, {j}));
        f.equation(y, {j}, f.at(x, {j}) + tenth * (drive - f.at(x, {j})));
        return f.finished();
    }
};

/// J(i, j) = 1/10 (1 - tanh(sum(k, x(k) w(k, i)) + b(i))^2) w(j, i) + 9/10 [i = j]
struct euler_jacobian {
    static constexpr graph::formula make() {
        sheet f;
        int const J = f.tensor("J", 2), x = f.tensor("x", 1), w = f.tensor("w", 2), b = f.tensor("b", 1);
        affine const i = f.idx("i"), j = f.idx("j"), k = f.idx("k");
        auto const drive = f.call(functions::tanh, f.sum(k, f.at(x, {k}) * f.at(w, {k, i})) + f.at(b, {i}));
        auto const slope = rational{1} - integer_power(drive, 2);
        f.equation(J, {i, j}, tenth * slope * f.at(w, {j, i}) + rational{9, 10} * f.equal(i, j));
        return f.finished();
    }
};

/// G(i, j) = g(j) 1/10 (1 - tanh(...)(j)^2) x(i): the gradient by w
struct euler_vjp {
    static constexpr graph::formula make() {
        sheet f;
        int const G = f.tensor("G", 2), x = f.tensor("x", 1), w = f.tensor("w", 2), b = f.tensor("b", 1),
                  g = f.tensor("g", 1);
        affine const i = f.idx("i"), j = f.idx("j"), k = f.idx("k");
        auto const drive = f.call(functions::tanh, f.sum(k, f.at(x, {k}) * f.at(w, {k, j})) + f.at(b, {j}));
        f.equation(G, {i, j}, f.at(g, {j}) * tenth * (rational{1} - integer_power(drive, 2)) * f.at(x, {i}));
        return f.finished();
    }
};

/// r(k) = sum(t, g(t) (1 - tanh(sum(s, w(s) x(t - s)))^2) w(t - k)): temporaries inside a sum over Z
struct nonlinear_convolution_gradient {
    static constexpr graph::formula make() {
        sheet f;
        int const r = f.tensor("r", 1), g = f.tensor("g", 1), w = f.tensor("w", 1), x = f.tensor("x", 1);
        affine const k = f.integer("k"), t = f.integer("t"), s = f.integer("s");
        auto const drive = f.call(functions::tanh, f.sum(s, f.at(w, {s}) * f.at(x, {t - s})));
        f.equation(r, {k},
                   f.sum(t, f.at(g, {t}) * (rational{1} - integer_power(drive, 2)) * f.at(w, {t - k})));
        return f.finished();
    }
};

/// y(t) = exp(x(t - 1) + x(t + 1)) for 0 <= t <= 6: zero-extended accesses below a function that is 1 at 0
struct smooth_exponential {
    static constexpr graph::formula make() {
        sheet f;
        int const y = f.tensor("y", 1), x = f.tensor("x", 1);
        affine const t = f.integer("t");
        f.equation(y, {t}, f.call(functions::exp, f.at(x, {t - affine{1}}) + f.at(x, {t + affine{1}})),
                   f.range(t, affine{-2}, affine{6}));
        return f.finished();
    }
};

/// y(k) = sum(t, g(t) [2 t = k]) + [3 | k] x(k) for 0 <= k <= 9: divisibility
struct up_sampling {
    static constexpr graph::formula make() {
        sheet f;
        int const y = f.tensor("y", 1), g = f.tensor("g", 1), x = f.tensor("x", 1);
        affine const k = f.integer("k"), t = f.integer("t");
        f.equation(y, {k}, f.sum(t, f.at(g, {t}) * f.equal(2 * t, k)) + f.divides(3, k) * f.at(x, {k}),
                   f.range(k, affine{0}, affine{9}));
        return f.finished();
    }
};

/// y(i, j) = x(i, j) [i <= j] + [i + j = 3] / x(i, j): a triangle and an anti-diagonal, where 1/0 must not be seen
struct triangle {
    static constexpr graph::formula make() {
        sheet f;
        int const y = f.tensor("y", 2), x = f.tensor("x", 2);
        affine const i = f.idx("i"), j = f.idx("j");
        auto const inverse = f.power(f.at(x, {i, j}), f.number(-1));
        f.equation(y, {i, j}, f.at(x, {i, j}) * f.at_most(i, j) + f.equal(i + j, affine{3}) * inverse);
        return f.finished();
    }
};

/// y(i) = max(r in 0..2, x(2 i + r))
struct max_pool {
    static constexpr graph::formula make() {
        sheet f;
        int const y = f.tensor("y", 1), x = f.tensor("x", 1);
        affine const i = f.idx("i"), r = f.idx("r");
        f.equation(
            y, {i},
            f.reduce(graph::reduction::maximum, {r}, f.at(x, {2 * i + r}), f.range(r, affine{0}, affine{2})));
        return f.finished();
    }
};

/// x and the gradient of max_pool: r(k) = x(k) + sum(i, g(i) [k - 2 i = argmax(r in 0..2, x(2 i + r))] [2 i <= k <= 2 i + 2])
struct max_pool_gradient {
    static constexpr graph::formula make() {
        sheet f;
        int const result = f.tensor("r", 1), g = f.tensor("g", 1), x = f.tensor("x", 1);
        affine const i = f.idx("i"), k = f.idx("k"), r = f.idx("r");
        auto const window =
            f.reduce(graph::reduction::maximum, {r}, f.at(x, {2 * i + r}), f.range(r, affine{0}, affine{2}));
        auto const inside = f.at_most(2 * i, k) * f.at_most(k, 2 * i + affine{2});
        auto const value = f.sum(i, f.at(g, {i}) * f.first_at(k - 2 * i, window) * inside);
        f.equation(result, {k}, f.at(x, {k}) + value);
        return f.finished();
    }
};

/// r(k, l) = [(k, l) is where A^2 is least in its row and the rows below 3, row by row] A(k, l): two indices, one of them moving
struct least_of_triangle {
    static constexpr graph::formula make() {
        sheet f;
        int const result = f.tensor("r", 2), a = f.tensor("A", 2);
        affine const i = f.idx("i"), j = f.idx("j"), k = f.idx("k"), l = f.idx("l");
        std::vector<int> guards = f.range(i, affine{0}, k);
        for (int guard : f.range(j, affine{0}, i)) {
            guards.push_back(guard);
        }
        auto const least =
            f.reduce(graph::reduction::minimum, {i, j}, integer_power(f.at(a, {i, j}), 2), guards);
        f.equation(result, {k, l}, f.first_at(k, least) * f.first_at(l, least, 1) * f.at(a, {k, l}));
        return f.finished();
    }
};

/// E = the sum over i of [i = argmax(j, A(i, j))] x(i): brackets on an index in a long sum
struct largest_on_diagonal {
    static constexpr graph::formula make() {
        sheet f;
        int const result = f.tensor("E", 0), a = f.tensor("A", 2), x = f.tensor("x", 1);
        affine const i = f.idx("i"), j = f.idx("j");
        auto const row = f.reduce(graph::reduction::maximum, {j}, f.at(a, {i, j}));
        f.equation(result, {}, f.sum(i, f.first_at(i, row) * f.at(x, {i})));
        return f.finished();
    }
};

/// r(k) = x(k) + prod(j < k, x(j)) * prod(j > k, x(j))
struct product_of_the_others {
    static constexpr graph::formula make() {
        sheet f;
        int const result = f.tensor("r", 1), x = f.tensor("x", 1);
        affine const i = f.idx("i"), j = f.idx("j"), k = f.idx("k");
        std::vector<int> before(1,
                                f.f.nodes.condition_id({graph::relation::nonnegative, k - i - affine{1}, 0}));
        std::vector<int> after(1,
                               f.f.nodes.condition_id({graph::relation::nonnegative, j - k - affine{1}, 0}));
        auto const below = f.reduce(graph::reduction::product, {i}, f.at(x, {i}), before);
        auto const above = f.reduce(graph::reduction::product, {j}, f.at(x, {j}), after);
        f.equation(result, {k}, f.at(x, {k}) + below * above);
        return f.finished();
    }
};

/// h(t, j) = tanh(sum(i, h(t - 1, i) W(i, j)) + u(t, j)), h(-1, j) = h0(j)
struct recurrence {
    static constexpr graph::formula make() {
        sheet f;
        int const h = f.tensor("h", 2), W = f.tensor("W", 2), u = f.tensor("u", 2), h0 = f.tensor("h0", 1);
        affine const t = f.idx("t"), i = f.idx("i"), j = f.idx("j"), k = f.idx("k");
        f.equation(h, {affine{-1}, k}, f.at(h0, {k}));
        f.equation(h, {t, j},
                   f.call(functions::tanh,
                          f.sum(i, f.at(h, {t - affine{1}, i}) * f.at(W, {i, j})) + f.at(u, {t, j})));
        return f.finished();
    }
};

/// p(i) = exp(x(i)) / sum(j, exp(x(j))), E = sum(i, p(i) [x(i) < 1]): a system, a scalar temporary, a bracket on values
struct softmax {
    static constexpr graph::formula make() {
        sheet f;
        int const p = f.tensor("p", 1), E = f.tensor("E", 0), x = f.tensor("x", 1);
        affine const i = f.idx("i"), j = f.idx("j"), k = f.idx("k");
        f.equation(p, {i},
                   f.call(functions::exp, f.at(x, {i})) / f.sum(j, f.call(functions::exp, f.at(x, {j}))));
        f.equation(E, {},
                   f.sum(k, f.at(p, {k}) * f.compare(graph::comparison::less, f.at(x, {k}), f.number(1))));
        return f.finished();
    }
};

/// C(i, k) = sum(j, A(i, j) B(j, k))
struct matrix_product {
    static constexpr graph::formula make() {
        sheet f;
        int const C = f.tensor("C", 2), A = f.tensor("A", 2), B = f.tensor("B", 2);
        affine const i = f.idx("i"), j = f.idx("j"), k = f.idx("k");
        f.equation(C, {i, k}, f.sum(j, f.at(A, {i, j}) * f.at(B, {j, k})));
        return f.finished();
    }
};

/// Y(a, b) = sum((p, q), K(p, q) X(a - p, b - q)), over Z: two reduction loops whose bounds move with the output
struct convolution_2d {
    static constexpr graph::formula make() {
        sheet f;
        int const Y = f.tensor("Y", 2), K = f.tensor("K", 2), X = f.tensor("X", 2);
        affine const a = f.integer("a"), b = f.integer("b"), p = f.integer("p"), q = f.integer("q");
        f.equation(Y, {a, b},
                   f.reduce(graph::reduction::sum, {p, q}, f.at(K, {p, q}) * f.at(X, {a - p, b - q})));
        return f.finished();
    }
};

/// y(t) = exp((x(t) + x(t - 1)) / w(t)) + g(t) sum(s, x(2 s - 1)) / w(t) over -2..9: terms that vanish where w is zero
struct vanishing_terms {
    static constexpr graph::formula make() {
        sheet f;
        int const y = f.tensor("y", 1), x = f.tensor("x", 1), w = f.tensor("w", 1), g = f.tensor("g", 1);
        affine const t = f.integer("t"), s = f.integer("s");
        auto const divisor = f.power(f.at(w, {t}), f.number(-1));
        auto const both = f.at(x, {t}) + f.at(x, {t - affine{1}});
        auto const odd = f.sum(s, f.at(x, {affine::symbol(s.bare_symbol(), 2) - affine{1}}));
        f.equation(y, {t}, f.call(functions::exp, both * divisor) + f.at(g, {t}) * odd * divisor,
                   f.range(t, affine{-2}, affine{9}));
        return f.finished();
    }
};

}  // namespace formulas
