// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <Eigen/Core>

#include <algorithm>
#include <cmath>

/// The loops that one would write by hand for the sheet, each in its best obvious order. Pointers are __restrict, as in
/// hand-tuned code, so no order suffers from possible aliasing; noinline, so that a kernel is one call per evaluation.
///
/// A sum is taken by one of two policies. The compiler may not reassociate floating-point sums at -O3, so `in_order` stays
/// scalar where the innermost loop is a sum; `reassociated` allows it by `omp simd`, which a careful hand would add.
namespace hand {

using Eigen::Index;

struct in_order {
    /// sum(i, a(i) c(Step * i)) over 0 <= i < n
    template <int Step = 1>
    [[gnu::always_inline]] static double dot(double const* a, double const* c, Index n) {
        double sum = 0;
        for (Index i = 0; i < n; ++i) {
            sum += a[i] * c[Step * i];
        }
        return sum;
    }
};
struct reassociated {
    template <int Step = 1>
    [[gnu::always_inline]] static double dot(double const* a, double const* c, Index n) {
        double sum = 0;
#pragma omp simd reduction(+ : sum)
        for (Index i = 0; i < n; ++i) {
            sum += a[i] * c[Step * i];
        }
        return sum;
    }
};

// -- exercise 2: s taps, n samples ---------------------------------------------------------------------------------

/// y(t) = sum(s, w(s) x(t - s)): one result at a time, the bounds taken out of the sum.
template <class Sum>
[[gnu::noinline]] void convolution_by_results(double const* __restrict w, Index s, double const* __restrict x,
                                              Index n, double* __restrict y) {
    for (Index t = 0; t < n + s - 1; ++t) {
        Index const first = std::max<Index>(0, t - n + 1);
        Index const last = std::min(s - 1, t);
        y[t] = Sum::template dot<-1>(w + first, x + t - first, last - first + 1);
    }
}
/// The same, one tap at a time.
[[gnu::noinline]] inline void convolution_by_taps(double const* __restrict w, Index s,
                                                  double const* __restrict x, Index n, double* __restrict y) {
    std::fill(y, y + n + s - 1, 0.0);
    for (Index i = 0; i < s; ++i) {
        for (Index j = 0; j < n; ++j) {
            y[i + j] += w[i] * x[j];
        }
    }
}

/// r(k) = sum(t, g(t) w(t - k)) for 0 <= k < n, w of length s, g of length n + s - 1: one result at a time.
template <class Sum>
[[gnu::noinline]] void correlation_by_results(double const* __restrict g, double const* __restrict w, Index s,
                                              double* __restrict r, Index n) {
    for (Index k = 0; k < n; ++k) {
        r[k] = Sum::dot(g + k, w, s);
    }
}
/// The same, one tap at a time.
[[gnu::noinline]] inline void correlation_by_taps(double const* __restrict g, double const* __restrict w,
                                                  Index s, double* __restrict r, Index n) {
    std::fill(r, r + n, 0.0);
    for (Index i = 0; i < s; ++i) {
        for (Index k = 0; k < n; ++k) {
            r[k] += g[k + i] * w[i];
        }
    }
}

// -- exercise 3: d units, w(i, j) at w[i + j d], or at w[i d + j] where rows are said --------------------------------

template <class Sum>
[[gnu::noinline]] void euler(double const* __restrict x, double const* __restrict w,
                             double const* __restrict b, double* __restrict y, Index d) {
    for (Index j = 0; j < d; ++j) {
        y[j] = x[j] + 0.1 * (std::tanh(Sum::dot(x, w + j * d, d) + b[j]) - x[j]);
    }
}
[[gnu::noinline]] inline void euler_rows(double const* __restrict x, double const* __restrict w,
                                         double const* __restrict b, double* __restrict y, Index d) {
    std::copy(b, b + d, y);
    for (Index i = 0; i < d; ++i) {
        for (Index j = 0; j < d; ++j) {
            y[j] += x[i] * w[i * d + j];
        }
    }
    for (Index j = 0; j < d; ++j) {
        y[j] = x[j] + 0.1 * (std::tanh(y[j]) - x[j]);
    }
}
/// Two steps; `between` holds the state after the first.
template <class Sum>
[[gnu::noinline]] void two_steps(double const* __restrict x, double const* __restrict w,
                                 double const* __restrict b, double* __restrict between, double* __restrict y,
                                 Index d) {
    euler<Sum>(x, w, b, between, d);
    euler<Sum>(between, w, b, y, d);
}

/// t(j) = 0.1 (1 - tanh(sum(i, x(i) w(i, j)) + b(j))^2), which all derivatives share: computed d times, not d^2 times.
template <class Sum>
[[gnu::always_inline]] inline void slopes(double const* __restrict x, double const* __restrict w,
                                          double const* __restrict b, double* __restrict t, Index d) {
    for (Index j = 0; j < d; ++j) {
        double const th = std::tanh(Sum::dot(x, w + j * d, d) + b[j]);
        t[j] = 0.1 * (1 - th * th);
    }
}
/// J(i, j) = t(i) w(j, i) + 0.9 [i = j], written along its columns.
template <class Sum>
[[gnu::noinline]] void jacobian_by_columns(double const* __restrict x, double const* __restrict w,
                                           double const* __restrict b, double* __restrict t,
                                           double* __restrict J, Index d) {
    slopes<Sum>(x, w, b, t, d);
    for (Index j = 0; j < d; ++j) {
        for (Index i = 0; i < d; ++i) {
            J[i + j * d] = t[i] * w[j + i * d];
        }
        J[j + j * d] += 0.9;
    }
}
/// The same, w read along its columns.
template <class Sum>
[[gnu::noinline]] void jacobian_by_rows(double const* __restrict x, double const* __restrict w,
                                        double const* __restrict b, double* __restrict t,
                                        double* __restrict J, Index d) {
    slopes<Sum>(x, w, b, t, d);
    for (Index i = 0; i < d; ++i) {
        for (Index j = 0; j < d; ++j) {
            J[i + j * d] = t[i] * w[j + i * d];
        }
        J[i + i * d] += 0.9;
    }
}
/// J(i, j) = t(i) [i = j]
template <class Sum>
[[gnu::noinline]] void jacobian_by_b(double const* __restrict x, double const* __restrict w,
                                     double const* __restrict b, double* __restrict t, double* __restrict J,
                                     Index d) {
    slopes<Sum>(x, w, b, t, d);
    std::fill(J, J + d * d, 0.0);
    for (Index i = 0; i < d; ++i) {
        J[i + i * d] = t[i];
    }
}
/// J(i, j, l) = t(i) x(j) [l = i]
template <class Sum>
[[gnu::noinline]] void jacobian_by_w(double const* __restrict x, double const* __restrict w,
                                     double const* __restrict b, double* __restrict t, double* __restrict J,
                                     Index d) {
    slopes<Sum>(x, w, b, t, d);
    std::fill(J, J + d * d * d, 0.0);
    for (Index i = 0; i < d; ++i) {
        for (Index j = 0; j < d; ++j) {
            J[i + j * d + i * d * d] = t[i] * x[j];
        }
    }
}
/// G(i, j) = g(j) t(j) x(i)
template <class Sum>
[[gnu::noinline]] void gradient_by_w(double const* __restrict x, double const* __restrict w,
                                     double const* __restrict b, double const* __restrict g,
                                     double* __restrict t, double* __restrict G, Index d) {
    slopes<Sum>(x, w, b, t, d);
    for (Index j = 0; j < d; ++j) {
        double const f = t[j] * g[j];
        for (Index i = 0; i < d; ++i) {
            G[i + j * d] = f * x[i];
        }
    }
}

}  // namespace hand
