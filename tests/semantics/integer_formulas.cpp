// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

using namespace semantics::letters;
using iverson::bracket;
using iverson::sum;
using iverson::system;

std::vector<semantics::written_formula> semantics::integer_formulas() {
    return {
        IVERSON_WRITTEN(E = sum(t, x(t) * x(t - 1))),
        IVERSON_WRITTEN(y(t) = sum(s, w(s) * x(2 * t + 3 * s))),
        IVERSON_WRITTEN(E = sum(s, abs(x(s) - x(s - 1)))),
        IVERSON_WRITTEN(E = sum(s, x(s) / (1 + w(s)))),
        IVERSON_WRITTEN(E = sum(s.in(0, 2), exp(x(s)))),
        IVERSON_WRITTEN(y(t) = bracket(0 <= t) * x(t)),
        IVERSON_WRITTEN(y(t) = sum(s, w(s) * x(t - s))),
        IVERSON_WRITTEN(y(t.in(0, 2)) = sum(s, w(s) * x(t - s))),
        IVERSON_WRITTEN(y(t.in(-1, 4)) = sum(s, w(s) * x(t - s))),
        IVERSON_WRITTEN(y(t) = sum(s.in(0, 1), w(s) * x(t - s))),
        IVERSON_WRITTEN(y(t) = sum(i, w(i) * x(t - i))),
        IVERSON_WRITTEN(y(t) = sum(i.in(0, 1), x(t - i))),
        IVERSON_WRITTEN(y(t, j) = sum(s, w(s, j) * x(t - s))),
        IVERSON_WRITTEN(y(t) = sum(s, x(s) * x(s + t))),
        IVERSON_WRITTEN(y(t) = x(t) + x(t - 4)),
        IVERSON_WRITTEN(y(t) = x(t) * x(t - 1)),
        IVERSON_WRITTEN(y(t) = x(t) - x(t)),
        IVERSON_WRITTEN(y(t) = sum(s, tanh(w(s) * x(t - s)))),
        IVERSON_WRITTEN(y(t) = x(t) / w(t)),
        IVERSON_WRITTEN(y(t) = x(t) * cos(w(t))),
        IVERSON_WRITTEN(y(t.in(-1, 2)) = x(t) + 1),
        IVERSON_WRITTEN(y(t.in(-1, 2)) = exp(x(t) / w(t))),
        IVERSON_WRITTEN(y(i) = sum(j, w(j)) / x(i)),
        IVERSON_WRITTEN(y(t.in(0, 1)) = x(t) * sum(s, x(2 * s - 1)) / a),
        IVERSON_WRITTEN(y(t.in(-1, 2)) = exp((x(t) + x(t - 1)) / w(t))),
        IVERSON_WRITTEN(y(t) = sum(s, exp(w(s) * x(t - s)))),
        IVERSON_WRITTEN(y(t) = sum(s, sigmoid(w(s) * x(t - s)))),
        IVERSON_WRITTEN(E = sum(s, exp(x(s)) - exp(x(s)))),
        IVERSON_WRITTEN(E = sum(s, x(s) + 1)),
        IVERSON_WRITTEN(y(t) = x(t) + 1),
        IVERSON_WRITTEN(system(y(t) = w(t) * x(t - 1), u(j) = y(j) * b(j))),
        IVERSON_WRITTEN(system(y(t) = x(t) * x(t - 1), u(j) = y(j) * b(j))),
        IVERSON_WRITTEN(system(y(i) = b(i) * b(i + 1), u(j) = y(j) + x(j))),
        IVERSON_WRITTEN(system(y(t) = x(t) * x(t - 1), u(i) = sum(r, b(r) * y(i - 3 * r)))),
        IVERSON_WRITTEN(system(z(j.in(0, 1), t.in(1, j - 1)) = a, u(i) = sum(r, b(r) * z(0, i - 3 * r)))),
        IVERSON_WRITTEN(y(t, s.in(0, 2)) = w(t) * bracket((t + 2) % 3 == 0)),
        IVERSON_WRITTEN(system(u(-1) = a, u(i.in(0, 2)) = bracket(i == 0) * u(i - 1) * b(0))),
    };
}
