// SPDX-License-Identifier: BSL-1.0
// long because it is one table: an example on either side of each rule.
#pragma once

#include "values.hpp"

#include <string_view>
#include <vector>

/// Formulas on which single rules are tried: those on which a rule fires, and those where its guard must hold it back.
namespace examples {

using namespace sheet;
namespace functions = iverson::functions;

struct example {
    std::string_view rule;
    bool fires;
    std::string_view what;
    void (*write)(pencil&);
};

/// Words for the tensors and indices that most examples use: y(i) = ..., over a range of its own where it is written.
struct words {
    pencil& p;
    int y = p.tensor("y", 1);
    int x = p.tensor("x", 1);
    int b = p.tensor("b", 1);
    affine i = p.index("i");
    affine s = p.index("s");
    affine t = p.integer("t");
    affine u = p.integer("u");

    int at(int tensor, affine const& position) { return p.at(tensor, {position}); }
    int n(std::int64_t value) { return p.number(value); }
    int equal(affine const& a, affine const& c) { return p.bracket(equals(a, c)); }
    int least(affine const& a, affine const& c) { return p.bracket(at_least(a, c)); }
    void is(int value) {
        p.equation(y, {i}, value);
        p.complete();
    }
    void is(int value, affine const& low, affine const& high) {
        p.equation(y, {i}, value, between(i, low, high));
        p.complete();
    }
    /// y(t) = ... over Z, between the given positions.
    void over_z(int value) {
        p.equation(y, {t}, value, between(t, -6, 9));
        p.complete();
    }
};

/// Rules of the field.
inline std::vector<example> const algebra{
    {"multiply out", true, "3 (x + b) + x",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.add(p.multiply(w.n(3), p.add(x, w.at(w.b, w.i))), x));
     }},
    {"multiply out", true, "(x + b + x b + 1) / 10 + 2 x b: a factor before a long sum",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         int const b = w.at(w.b, w.i);
         w.is(p.add(p.multiply(p.number({1, 10}), p.add(x, b, p.multiply(x, b), w.n(1))),
                    p.multiply(w.n(2), b, x)));
     }},
    {"multiply out", false, "3 (x + b) + x b: no like terms",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         int const b = w.at(w.b, w.i);
         w.is(p.add(p.multiply(w.n(3), p.add(x, b)), p.multiply(x, b)));
     }},
    {"multiply out", false, "b (x + b) + x b: the factor is no number",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         int const b = w.at(w.b, w.i);
         w.is(p.add(p.multiply(b, p.add(x, b)), p.multiply(x, b)));
     }},
    {"like terms", true, "x b + 2 b x, in any order",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         int const b = w.at(w.b, w.i);
         w.is(p.add(p.multiply(x, b), w.n(7), p.multiply(w.n(2), b, x)));
     }},
    {"like terms", true, "x + b - x: they cancel",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.add(x, w.at(w.b, w.i), p.multiply(w.n(-1), x)));
     }},
    {"like terms", false, "x(t) + x(t - 1)",
     [](pencil& p) {
         words w{p};
         w.over_z(p.add(w.at(w.x, w.t), w.at(w.x, w.t - 1)));
     }},
    {"like terms", false, "x + x b",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.add(x, p.multiply(x, w.at(w.b, w.i))));
     }},
    {"like factors", true, "x b x^2",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.multiply(x, w.at(w.b, w.i), p.power(x, w.n(2))));
     }},
    {"like factors", true, "x / x^3 inside the domain of x",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.multiply(x, p.power(x, w.n(-3))));
     }},
    {"like factors", true, "(1 + x)^2 / (1 + x): what is divided by does not vanish outside",
     [](pencil& p) {
         words w{p};
         int const v = p.add(w.n(1), w.at(w.x, w.t));
         w.over_z(p.multiply(p.power(v, w.n(1)), p.power(v, w.n(-1)), w.at(w.b, w.t)));
     }},
    {"like factors", false, "x / x b over Z: it is 0 outside x, and b need not be",
     [](pencil& p) {
         words w{p};
         auto const t = w.t;
         int const x = w.at(w.x, t - 2);
         w.over_z(p.multiply(x, p.power(x, w.n(-1)), w.at(w.b, t)));
     }},
    {"like factors", false, "x x^(1/2)",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.multiply(x, p.power(x, p.number({1, 2}))));
     }},
    {"power of a product", true, "1 / (2 x b)",
     [](pencil& p) {
         words w{p};
         w.is(p.power(p.multiply(w.n(2), w.at(w.x, w.i), w.at(w.b, w.i)), w.n(-1)));
     }},
    {"power of a product", false, "((-x) (-b))^(1/2): the roots of the factors do not exist",
     [](pencil& p) {
         words w{p};
         w.is(p.power(p.multiply(p.add(w.n(-3), w.at(w.x, w.i)), p.add(w.n(-3), w.at(w.b, w.i))),
                      p.number({1, 2})));
     }},
    {"power of a product", false, "(x + b)^2",
     [](pencil& p) {
         words w{p};
         w.is(p.power(p.add(w.at(w.x, w.i), w.at(w.b, w.i)), w.n(2)));
     }},
};

/// Rules of brackets.
inline std::vector<example> const brackets{
    {"known bracket", true, "[i >= 0] for i in 0..2",
     [](pencil& p) {
         words w{p};
         w.is(w.least(w.i, 0), 0, 2);
     }},
    {"known bracket", true, "[2i + 1 >= 0] for i in 0..2",
     [](pencil& p) {
         words w{p};
         w.is(w.least(2 * w.i, -1), 0, 2);
     }},
    {"known bracket", false, "[i >= 1] for i in 0..2",
     [](pencil& p) {
         words w{p};
         w.is(w.least(w.i, 1), 0, 2);
     }},
    {"known bracket", false, "[i = 1] for i in 0..2",
     [](pencil& p) {
         words w{p};
         w.is(w.equal(w.i, 1), 0, 2);
     }},
    {"excluded bracket", true, "[i = 5] for i in 0..2",
     [](pencil& p) {
         words w{p};
         w.is(w.equal(w.i, 5), 0, 2);
     }},
    {"excluded bracket", false, "[i >= 2] for i in 0..2",
     [](pencil& p) {
         words w{p};
         w.is(w.least(w.i, 2), 0, 2);
     }},
    {"implied bracket", true, "[i >= 1] [i >= 2] for i in 0..3",
     [](pencil& p) {
         words w{p};
         w.is(p.multiply(w.least(w.i, 1), w.least(w.i, 2)), 0, 3);
     }},
    {"implied bracket", true, "[t >= lower] x(t)^2, lower the first position of x",
     [](pencil& p) {
         words w{p};
         w.over_z(p.power(w.at(w.x, w.t), w.n(2)));
         affine const start = p.g.tensor_at(w.x).axes[0].lower;
         auto& e = p.f.equations.back();
         e.value = p.multiply(
             p.bracket(at_least(affine::symbol(p.g.affine_at(e.positions[0]).bare_symbol()), start)),
             e.value);
     }},
    {"implied bracket", true, "[i >= 2] [i <= 1] x(i) is 0",
     [](pencil& p) {
         words w{p};
         w.is(p.multiply(w.least(w.i, 2), w.least(1, w.i), w.at(w.x, w.i)), 0, 3);
     }},
    {"implied bracket", false, "[i >= 2] [i <= 3] x(i): none follows from the others",
     [](pencil& p) {
         words w{p};
         w.is(p.multiply(w.least(w.i, 2), w.least(3, w.i), w.at(w.x, w.i)));
     }},
    {"implied bracket", false, "[t >= lower] exp(x(t)): exp is 1 outside x",
     [](pencil& p) {
         words w{p};
         w.over_z(p.call(functions::exp, w.at(w.x, w.t)));
         affine const start = p.g.tensor_at(w.x).axes[0].lower;
         auto& e = p.f.equations.back();
         e.value = p.multiply(
             p.bracket(at_least(affine::symbol(p.g.affine_at(e.positions[0]).bare_symbol()), start)),
             e.value);
     }},
    {"implied bracket", false, "[t >= lower] [t <= upper] x(t)^-1: the brackets keep it from dividing by 0",
     [](pencil& p) {
         words w{p};
         w.over_z(p.power(w.at(w.x, w.t), w.n(-1)));
         iverson::graph::axis const a = p.g.tensor_at(w.x).axes[0];
         auto& e = p.f.equations.back();
         affine const t = p.g.affine_at(e.positions[0]);
         e.value = p.multiply(p.bracket(at_least(t, a.lower)), p.bracket(at_least(a.upper, t)), e.value);
     }},
};

/// Rules of sums.
inline std::vector<example> const sums{
    {"sieve", true, "sum_{s in 0..2} [s = i] x(s + 1) for i in -1..5: the bounds of s stay",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.equal(w.s, w.i), w.at(w.b, w.s + 1)), between(w.s, 0, 2)), -1, 5);
     }},
    {"sieve", true, "sum_t [u - t = i] x(t): coefficient -1, over Z",
     [](pencil& p) {
         words w{p};
         p.equation(w.y, {w.u}, p.sum(w.t, p.multiply(w.equal(w.u - w.t, 3), w.at(w.x, w.t))),
                    between(w.u, -4, 12));
         p.complete();
     }},
    {"sieve", true, "sum_{s, r} [2 s + r = i] x(s) b(r): the unit coefficient is solved",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         int const body = p.multiply(w.equal(2 * w.s + r, w.i), w.at(w.x, w.s), w.at(w.b, r));
         w.is(p.reduce(reduction::sum, {w.s, r}, body), -1, 12);
     }},
    {"sieve", true, "sum_s [s = i] [s = 2] x(s): one of two equations",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.equal(w.s, w.i), w.equal(w.s, 2), w.at(w.x, w.s))), 0, 4);
     }},
    {"sieve", true, "sum_s [s = i] sum_i x(s, i): the bound i of the inner sum is not the free i",
     [](pencil& p) {
         words w{p};
         int const a = p.tensor("A", 2);
         auto const inner = p.index("i");
         w.is(p.sum(w.s, p.multiply(w.equal(w.s, w.i), p.sum(inner, p.at(a, {w.s, inner})))), 0, 4);
     }},
    {"integer solution", true, "sum_{s, r} [2 s + 3 r = i] x(s) b(r): one index is left",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         w.is(p.reduce(reduction::sum, {w.s, r},
                       p.multiply(w.equal(2 * w.s + 3 * r, w.i), w.at(w.x, w.s), w.at(w.b, r))),
              -1, 14);
     }},
    {"integer solution", true,
     "sum_{s, r} [2 s + 3 r = i] [3 s + 5 r = 2 i] x(s) b(r): none is left, and the ranges stay",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         int const both = p.multiply(w.equal(2 * w.s + 3 * r, 5), w.equal(3 * w.s + 5 * r, 8 * w.i));
         w.is(p.reduce(reduction::sum, {w.s, r}, p.multiply(both, w.at(w.x, w.s), w.at(w.b, r))), -1, 14);
     }},
    {"integer solution", true,
     "sum_{t, u} [2 t + 3 u = i] [4 t + 3 u = i + 1] x(t) b(u) over Z: 2 t is not 1",
     [](pencil& p) {
         words w{p};
         int const both = p.multiply(w.equal(2 * w.t + 3 * w.u, w.i), w.equal(4 * w.t + 3 * w.u, w.i + 1));
         p.equation(w.y, {w.i},
                    p.reduce(reduction::sum, {w.t, w.u}, p.multiply(both, w.at(w.x, w.t), w.at(w.b, w.u))),
                    between(w.i, -1, 14));
         p.complete();
     }},
    {"integer solution", false, "sum_s [2 s = i] x(s): the divisor stays",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.equal(2 * w.s, w.i), w.at(w.x, w.s))), 0, 6);
     }},
    {"integer solution", false, "sum_{s, r} [2 s + 4 r = i] x(s) b(r): as many indices would be left",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         w.is(p.reduce(reduction::sum, {w.s, r},
                       p.multiply(w.equal(2 * w.s + 4 * r, w.i), w.at(w.x, w.s), w.at(w.b, r))),
              -1, 14);
     }},
    {"sieve", false, "sum_s [2 s = i] x(s): no unit coefficient",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.equal(2 * w.s, w.i), w.at(w.x, w.s))), 0, 6);
     }},
    {"sieve", false, "sum_s [i = 1] x(s): no equation on s",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.equal(w.i, 1), w.at(w.x, w.s))), 0, 3);
     }},
    {"sieve", false, "sum_s [s >= i] x(s): no equation",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.least(w.s, w.i), w.at(w.x, w.s))), 0, 3);
     }},
    {"sieve", false, "prod_s [s = i] over 0..1: a product is no sum",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::product, {w.s}, p.add(w.n(1), p.multiply(w.equal(w.s, w.i), w.n(2))),
                       between(w.s, 0, 1)),
              0, 3);
     }},
    {"sieve", false, "max_s [s = i] 3 over 0..1: a maximum is no sum",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::maximum, {w.s}, p.multiply(w.equal(w.s, w.i), w.n(3)), between(w.s, 0, 1)),
              0, 3);
     }},
    {"distribute", true, "sum_s b(s) (x(s) + [s = i])",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.at(w.b, w.s), p.add(w.at(w.x, w.s), w.equal(w.s, w.i)))), 0, 3);
     }},
    {"distribute", true, "sum_t b(t) (x(t) - [u - t = 1] 2), over Z",
     [](pencil& p) {
         words w{p};
         int const terms = p.add(w.at(w.x, w.t), p.multiply(w.n(-2), w.equal(w.u - w.t, 1)));
         p.equation(w.y, {w.u}, p.sum(w.t, p.multiply(w.at(w.b, w.t), terms)), between(w.u, -4, 12));
         p.complete();
     }},
    {"distribute", false, "sum_s b(s) (x(s) + 1)",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.at(w.b, w.s), p.add(w.at(w.x, w.s), w.n(1)))), 0, 3);
     }},
    {"distribute", false, "prod_s b(s) (x(s) + [s = i]): a product is no sum",
     [](pencil& p) {
         words w{p};
         int const body = p.multiply(w.at(w.b, w.s), p.add(w.at(w.x, w.s), w.equal(w.s, w.i)));
         w.is(p.reduce(reduction::product, {w.s}, body), 0, 3);
     }},
    {"split sum", true, "sum_s (x(s) + [s = i] b(s) + b(s))",
     [](pencil& p) {
         words w{p};
         w.is(
             p.sum(w.s, p.add(w.at(w.x, w.s), p.multiply(w.equal(w.s, w.i), w.at(w.b, w.s)), w.at(w.b, w.s))),
             -1, 3);
     }},
    {"split sum", true, "sum_s ([s = i] x(s) + [s = 1] b(s)): no term is left over",
     [](pencil& p) {
         words w{p};
         int const first = p.multiply(w.equal(w.s, w.i), w.at(w.x, w.s));
         w.is(p.sum(w.s, p.add(first, p.multiply(w.equal(w.s, 1), w.at(w.b, w.s)))), -1, 3);
     }},
    {"split sum", false, "sum_s (x(s) + b(s)): nothing is gained",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.add(w.at(w.x, w.s), w.at(w.b, w.s))), 0, 1);
     }},
    {"split sum", false, "prod_s (x(s) + [s = i])",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::product, {w.s}, p.add(w.at(w.x, w.s), w.equal(w.s, w.i))), 0, 3);
     }},
    {"merge sums", true, "sum_s x(s) sum_{r in 0..2} [2 s + r = i] b(r)",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         int const inner = p.sum(r, p.multiply(w.equal(2 * w.s + r, w.i), w.at(w.b, r)));
         w.is(p.sum(w.s, p.multiply(w.at(w.x, w.s), inner)), -1, 12);
     }},
    {"merge sums", true, "sum_t x(t) sum_t [t' - t = u] b(t'): both indices are called t",
     [](pencil& p) {
         words w{p};
         auto const other = p.integer("t");
         int const inner = p.sum(other, p.multiply(w.equal(other - w.t, w.u), w.at(w.b, other)));
         p.equation(w.y, {w.u}, p.sum(w.t, p.multiply(w.at(w.x, w.t), inner)), between(w.u, -9, 9));
         p.complete();
     }},
    {"merge sums", false, "sum_s x(s) sum_r [r = i] b(r): the equation is not on s",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         w.is(p.sum(w.s, p.multiply(w.at(w.x, w.s), p.sum(r, p.multiply(w.equal(r, w.i), w.at(w.b, r))))), 0,
              3);
     }},
    {"merge sums", false, "sum_s x(s) max_r [r + s = i] b(r)",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         int const inner =
             p.reduce(reduction::maximum, {r}, p.multiply(w.equal(r + w.s, w.i), w.n(4)), between(r, 0, 2));
         w.is(p.sum(w.s, p.multiply(w.at(w.x, w.s), inner)), 0, 3);
     }},
    {"empty sum", true, "sum_{s in 3..2} b(i)",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, w.at(w.b, w.i), between(w.s, 3, 2)));
     }},
    {"empty sum", true, "sum_{s in i..2} b(i) for i in 3..5",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.add(w.n(1), w.equal(w.s, 2)), between(w.s, w.i, 2)), 3, 5);
     }},
    {"empty sum", false, "sum_{s in 2..2} x(s)",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, w.n(5), between(w.s, 2, 2)), 0, 3);
     }},
    {"empty sum", false, "sum_{s in i..2} 1 for i in 2..5",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, w.n(1), between(w.s, w.i, 2)), 2, 5);
     }},
    {"empty sum", false, "prod_{s in 3..2} 5 is 1",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::product, {w.s}, w.n(5), between(w.s, 3, 2)), 0, 1);
     }},
};

inline std::vector<example> const tidying{
    {"constant factor of a sum", true, "sum_s b(i) x(s) 3",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.at(w.b, w.i), w.at(w.x, w.s), w.n(3))));
     }},
    {"constant factor of a sum", true, "sum_t x(t) [u >= 0]: a bracket without t, over Z",
     [](pencil& p) {
         words w{p};
         p.equation(w.y, {w.u}, p.sum(w.t, p.multiply(w.at(w.x, w.t), w.least(w.u, 0))), between(w.u, -3, 3));
         p.complete();
     }},
    {"constant factor of a sum", false, "sum_s x(s) b(s)",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.at(w.b, w.s), w.at(w.x, w.s))), 0, 2);
     }},
    {"constant factor of a sum", false, "sum_{s in 0..i} b(i): nothing stays inside",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, w.at(w.b, w.i), between(w.s, 0, w.i)));
     }},
    {"constant factor of a sum", false, "max_s (-1) [s = i]: a maximum is no sum",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::maximum, {w.s}, p.multiply(w.n(-1), w.equal(w.s, w.i)), between(w.s, 0, 2)),
              0, 3);
     }},
};

}  // namespace examples
