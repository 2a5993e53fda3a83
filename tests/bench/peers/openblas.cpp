// SPDX-License-Identifier: BSL-1.0
#include "libraries.hpp"

#ifdef PEERS_OPENBLAS
#include <cblas.h>
#endif

namespace peers::openblas {

#ifdef PEERS_OPENBLAS

namespace {

CBLAS_TRANSPOSE transposed(bool is) { return is ? CblasTrans : CblasNoTrans; }
blasint size(index n) { return static_cast<blasint>(n); }

void multiply_double(product<double> const& p) {
    cblas_dgemm(CblasRowMajor, transposed(p.a_transposed), transposed(p.b_transposed), size(p.rows),
                size(p.columns), size(p.inner), 1, p.a, size(p.a_transposed ? p.rows : p.inner), p.b,
                size(p.b_transposed ? p.inner : p.columns), p.adds ? 1 : 0, p.c, size(p.columns));
}
void multiply_float(product<float> const& p) {
    cblas_sgemm(CblasRowMajor, transposed(p.a_transposed), transposed(p.b_transposed), size(p.rows),
                size(p.columns), size(p.inner), 1, p.a, size(p.a_transposed ? p.rows : p.inner), p.b,
                size(p.b_transposed ? p.inner : p.columns), p.adds ? 1 : 0, p.c, size(p.columns));
}
void apply(application const& p) {
    cblas_dgemv(CblasRowMajor, transposed(p.transposed), size(p.rows), size(p.columns), 1, p.a,
                size(p.columns), p.x, 1, 0, p.y, 1);
}

}  // namespace

std::vector<linear_algebra> algebra() { return {{"OpenBLAS", multiply_double, multiply_float, apply}}; }

#else

std::vector<linear_algebra> algebra() { return {}; }

#endif

}  // namespace peers::openblas
