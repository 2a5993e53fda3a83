// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "workload.hpp"

#include <algorithm>
#include <cmath>

/// Loops as one writes them, in the order that suits the memory, over numbers of any kind: those of `tracked` say what is right.
/// Matrices lie by rows. noinline, so that a kernel is one call per evaluation.
namespace plain {

using peers::index;

/// r(k) = sum(i, a(k + i) b(i)) for 0 <= k < n, b of length m, a of length n + m - 1.
template <class T>
[[gnu::noinline]] void correlation(T const* __restrict a, T const* __restrict b, index m, T* __restrict r,
                                   index n) {
    std::fill(r, r + n, T{});
    for (index i = 0; i < m; ++i) {
        for (index k = 0; k < n; ++k) {
            r[k] += a[k + i] * b[i];
        }
    }
}

/// c = a b
template <class T>
[[gnu::noinline]] void product(T const* __restrict a, T const* __restrict b, T* __restrict c, index rows,
                               index inner, index columns) {
    std::fill(c, c + rows * columns, T{});
    for (index i = 0; i < rows; ++i) {
        for (index k = 0; k < inner; ++k) {
            for (index j = 0; j < columns; ++j) {
                c[i * columns + j] += a[i * inner + k] * b[k * columns + j];
            }
        }
    }
}

/// u = x w + b for each row of x, then y = x + 0.1 (tanh(u) - x)
template <class T>
[[gnu::noinline]] void steps(T const* __restrict x, T const* __restrict w, T const* __restrict b,
                             T* __restrict y, index batch, index d) {
    using std::tanh;
    product(x, w, y, batch, d, d);
    T const rate = static_cast<T>(0.1);
    for (index n = 0; n < batch; ++n) {
        for (index j = 0; j < d; ++j) {
            T const before = x[n * d + j];
            y[n * d + j] = before + rate * (tanh(y[n * d + j] + b[j]) - before);
        }
    }
}

/// The layer's derivatives, w(i, j) at w[i + j d]. t(j) = 0.1 (1 - tanh(u(j))^2)
template <class T>
void slopes(T const* x, T const* w, T const* b, T* t, index d) {
    using std::tanh;
    for (index j = 0; j < d; ++j) {
        T u{};
        for (index i = 0; i < d; ++i) {
            u += x[i] * w[i + j * d];
        }
        T const th = tanh(u + b[j]);
        t[j] = T(0.1) * (T(1) - th * th);
    }
}
/// by_x = 0.9 g + w (t g), by_w(i, j) = x(i) t(j) g(j), by_b = t g
template <class T>
[[gnu::noinline]] void pullback(T const* __restrict x, T const* __restrict w, T const* __restrict b,
                                T const* __restrict g, T* __restrict by_x, T* __restrict by_w,
                                T* __restrict by_b, index d) {
    slopes(x, w, b, by_b, d);
    for (index i = 0; i < d; ++i) {
        by_x[i] = T(0.9) * g[i];
        by_b[i] = by_b[i] * g[i];
    }
    for (index j = 0; j < d; ++j) {
        for (index i = 0; i < d; ++i) {
            by_x[i] += w[i + j * d] * by_b[j];
            by_w[i + j * d] = x[i] * by_b[j];
        }
    }
}

/// y(i, j) = sum(p, q, w(p, q) x(i + p, j + q)), y of extents rows, columns, w of taps, taps.
template <class T>
[[gnu::noinline]] void window(T const* __restrict x, T const* __restrict w, T* __restrict y, index rows,
                              index columns, index taps) {
    index const width = columns + taps - 1;
    for (index i = 0; i < rows; ++i) {
        T* const row = y + i * columns;
        std::fill(row, row + columns, T{});
        for (index p = 0; p < taps; ++p) {
            for (index q = 0; q < taps; ++q) {
                for (index j = 0; j < columns; ++j) {
                    row[j] += w[p * taps + q] * x[(i + p) * width + j + q];
                }
            }
        }
    }
}

/// A layer of 3 x 3 windows over images of side x side with a border of zeros: x(n, c, i, j), w(k, c, p, q), y(n, k, i, j).
struct image_shape {
    index images = 0, from = 0, to = 0, side = 0;

    index x(index n, index c, index i, index j) const { return ((n * from + c) * side + i) * side + j; }
    index y(index n, index k, index i, index j) const { return ((n * to + k) * side + i) * side + j; }
    index w(index k, index c, index p, index q) const { return ((k * from + c) * 3 + p) * 3 + q; }

    /// Calls f(n, k, c, p, q, i, first, last): of row i of y the columns whose neighbour (p, q) lies in x.
    template <class F>
    [[gnu::always_inline]] void for_each(F&& f) const {
        for (index n = 0; n < images; ++n) {
            for (index k = 0; k < to; ++k) {
                for (index c = 0; c < from; ++c) {
                    for (index p = 0; p < 3; ++p) {
                        index const top = std::max<index>(0, 1 - p), bottom = std::min(side, side + 1 - p);
                        for (index i = top; i < bottom; ++i) {
                            for (index q = 0; q < 3; ++q) {
                                f(n, k, c, p, q, i, std::max<index>(0, 1 - q), std::min(side, side + 1 - q));
                            }
                        }
                    }
                }
            }
        }
    }
};
template <class T>
[[gnu::noinline]] void images(image_shape s, T const* __restrict x, T const* __restrict w, T* __restrict y) {
    std::fill(y, y + s.images * s.to * s.side * s.side, T{});
    s.for_each([&](index n, index k, index c, index p, index q, index i, index first, index last) {
        T const tap = w[s.w(k, c, p, q)];
        T const* const from = x + s.x(n, c, i + p - 1, q - 1);
        T* const to = y + s.y(n, k, i, 0);
        for (index j = first; j < last; ++j) {
            to[j] += tap * from[j];
        }
    });
}
template <class T>
[[gnu::noinline]] void images_by_x(image_shape s, T const* __restrict w, T const* __restrict g,
                                   T* __restrict r) {
    std::fill(r, r + s.images * s.from * s.side * s.side, T{});
    s.for_each([&](index n, index k, index c, index p, index q, index i, index first, index last) {
        T const tap = w[s.w(k, c, p, q)];
        T const* const from = g + s.y(n, k, i, 0);
        T* const to = r + s.x(n, c, i + p - 1, q - 1);
        for (index j = first; j < last; ++j) {
            to[j] += tap * from[j];
        }
    });
}
/// The sum over a row may be reassociated: no other order of these loops is any better.
template <class T>
[[gnu::noinline]] void images_by_w(image_shape s, T const* __restrict x, T const* __restrict g,
                                   T* __restrict r) {
    std::fill(r, r + s.to * s.from * 9, T{});
    s.for_each([&](index n, index k, index c, index p, index q, index i, index first, index last) {
        T const* const a = x + s.x(n, c, i + p - 1, q - 1);
        T const* const b = g + s.y(n, k, i, 0);
        T sum{};
        if constexpr (std::is_floating_point_v<T>) {
#pragma omp simd reduction(+ : sum)
            for (index j = first; j < last; ++j) {
                sum += a[j] * b[j];
            }
        } else {
            for (index j = first; j < last; ++j) {
                sum += a[j] * b[j];
            }
        }
        r[s.w(k, c, p, q)] += sum;
    });
}

}  // namespace plain
