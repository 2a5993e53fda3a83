// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "run_time_values.hpp"
#include "values.hpp"

/// Which entries a convolution multiplies: result(u) = sum over i + j = u of kernel(i) signal(j), all three in intervals. A
/// correlation is one with i = -s.
namespace iverson::loops {

struct convolution_window {
    interval kernel;
    interval signal;
    interval results;

    bool empty() const { return kernel.empty() || signal.empty() || results.empty(); }
};

inline interval common(interval const& a, interval const& b) {
    return {larger(a.first, b.first), smaller(a.last, b.last)};
}
/// The positions i + j, and those i - j.
inline interval sums(interval const& a, interval const& b) { return {a.first + b.first, a.last + b.last}; }
inline interval differences(interval const& a, interval const& b) {
    return {a.first - b.last, a.last - b.first};
}

/// Without entries that take part in no product: the others are read by the direct loops too.
inline convolution_window cropped(convolution_window w) {
    if (!w.empty()) {
        w.results = common(w.results, sums(w.kernel, w.signal));
        w.kernel = common(w.kernel, differences(w.results, w.signal));
        w.signal = common(w.signal, differences(w.results, w.kernel));
    }
    return w;
}

/// The number of products. With N(n) pairs of 0 <= i < k, 0 <= j < l, i + j < n, and T(n) = 1 + ... + n, it is a difference
/// of N(n) = T(n) - T(n - k) - T(n - l) + T(n - k - l).
inline double products(convolution_window const& w) {
    if (w.empty()) {
        return 0;
    }
    auto const triangle = [](coordinate n) {
        auto const d = static_cast<double>(n > 0 ? n : 0);
        return d * (d + 1) / 2;
    };
    coordinate const k = w.kernel.extent();
    coordinate const l = w.signal.extent();
    auto const below = [&](coordinate n) {
        return triangle(n) - triangle(n - k) - triangle(n - l) + triangle(n - k - l);
    };
    coordinate const start = w.kernel.first + w.signal.first;
    return below(w.results.last + 1 - start) - below(w.results.first - start);
}

}  // namespace iverson::loops
