// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

using namespace semantics::letters;
using iverson::pow;

std::vector<semantics::written_formula> semantics::reduction_formulas() {
    return {
        IVERSON_WRITTEN(E = prod(i, x(i))),
        IVERSON_WRITTEN(E = prod(i, j, A(i, j))),
        IVERSON_WRITTEN(y(i) = prod(j, x(i) + A(i, j))),
        IVERSON_WRITTEN(y(i) = max(r.in(0, 2), x(2 * i + r))),
        IVERSON_WRITTEN(E = min(i, x(i))),
        IVERSON_WRITTEN(E = max(i, x(i))),
        IVERSON_WRITTEN(E = max(i, j, A(i, j))),
        IVERSON_WRITTEN(E = max(j, i, A(i, j))),
        IVERSON_WRITTEN(E = max(i, sum(j, A(i, j) * x(j)))),
        IVERSON_WRITTEN(E = sum(i, max(j, A(i, j)))),
        IVERSON_WRITTEN(y(i) = max(j.in(0, i), A(i, j))),
        IVERSON_WRITTEN(y(t) = max(r.in(0, 2), x(t + r))),
        IVERSON_WRITTEN(E = log(sum(i, exp(x(i) - max(j, x(j))))) + max(j, x(j))),
        IVERSON_WRITTEN(E = mean(i, pow(x(i), 2))),
        IVERSON_WRITTEN(y(i) = min(j.in(1, i), A(i, j))),
        IVERSON_WRITTEN(E = max(t, x(t))),
    };
}
