// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain.hpp"
#include "workload.hpp"

#include <iverson/loops/team.hpp>

/// What the libraries compute. Each is optional: where CMake did not find it, its functions give nothing. Matrices lie by rows.
namespace peers {

/// The threads of `--threads N` for Iverson; none for one thread.
iverson::loops::team const* team();

/// r(k) = sum(i, a(k + i) b(i)) for 0 <= k < n, b of length m, a of length n + m - 1.
struct correlation {
    double const* a;
    double const* b;
    index m;
    double* r;
    index n;
};

/// c = a b, or c += a b; a transposed factor lies by columns.
template <class T>
struct product {
    T const* a;
    T const* b;
    T* c;
    index rows, inner, columns;
    bool a_transposed = false, b_transposed = false, adds = false;
};

/// y = a x, or a^T x where transposed; a has these rows and columns as it lies.
struct application {
    double const* a;
    double const* x;
    double* y;
    index rows, columns;
    bool transposed = false;
};

/// A library of products. What it does not have is null.
struct linear_algebra {
    std::string name;
    void (*multiply_double)(product<double> const&) = nullptr;
    void (*multiply_float)(product<float> const&) = nullptr;
    void (*apply)(application const&) = nullptr;
};
std::vector<linear_algebra> linear_algebras();  ///< all that are there

/// y(i, j) = sum(p, q, w(p, q) x(i + p, j + q)), y of extents rows, columns, w of taps, taps.
struct window {
    float const* x;
    float const* w;
    float* y;
    index rows, columns, taps;
};
struct image_layer {
    plain::image_shape shape;
    float *x, *w, *y;
    enum class direction { value, by_x, by_w } wanted;  ///< the one that is written; the other two are read
};

namespace eigen {
linear_algebra algebra();
ways correlations(correlation const&);
ways windows(window const&);
}  // namespace eigen
namespace openblas {
std::vector<linear_algebra> algebra();
}
namespace fftw {
ways correlations(correlation const&);
}
namespace onednn {
std::vector<linear_algebra> algebra();
ways windows(window const&);
ways images(image_layer const&);
}  // namespace onednn

/// What goes around the products of a library, with the vectorised tanh of glibc (libmvec).
namespace by_hand {
/// y = x + 0.1 (tanh(u + b) - x); u may be y
template <class T>
void finish_step(T const* x, T const* u, T const* b, T* y, index d);
/// t = 0.1 (1 - tanh(u + b)^2); u may be t
void slopes(double const* u, double const* b, double* t, index d);
/// J(i, j) = t(i) w(j, i) + 0.9 [i = j] by columns, in tiles
void scaled_transpose(double const* t, double const* w, double* J, index d);
/// out(i, j) = a(i) b(j), by columns
void outer(double const* a, double const* b, double* out, index d);
}  // namespace by_hand

}  // namespace peers
