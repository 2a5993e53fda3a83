// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

using namespace semantics::letters;

std::vector<semantics::written_formula> semantics::gather_formulas() {
    return {
        IVERSON_WRITTEN(y(i) = x(c(i))),
        IVERSON_WRITTEN(y(i, j) = A(c(i), j)),
        IVERSON_WRITTEN(y(i) = sum(r, w(r) * x(2 * c(i) - r))),
        IVERSON_WRITTEN(y(i) = x(c(d(i)))),
        IVERSON_WRITTEN(y(j.in(0, 2)) = sum(i, bracket(c(i) == j) * x(i))),
        IVERSON_WRITTEN(y(i) = sum(j, bracket(j < c(i)) * x(j))),
        IVERSON_WRITTEN(y(t) = x(c(t))),
        IVERSON_WRITTEN(y(i) = x(c(i)) * c(i)),
        IVERSON_WRITTEN(system(u(i) = x(i) + 1, y(i) = x(u(i)))),
    };
}
