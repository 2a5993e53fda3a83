// SPDX-License-Identifier: BSL-1.0
#include "reference.hpp"

#include <algorithm>
#include <cmath>

namespace workloads {
namespace {

tracked operator+(tracked a, tracked b) { return {a.value + b.value, a.magnitude + b.magnitude}; }
tracked operator*(tracked a, tracked b) { return {a.value * b.value, a.magnitude * b.magnitude}; }
tracked& operator+=(tracked& a, tracked b) { return a = a + b; }
tracked of(double a) { return {a, std::abs(a)}; }
tracked of_product(double a, double b) { return of(a * b); }

// -- shapes -------------------------------------------------------------------------------------------------------------------

std::int64_t full(std::int64_t a, std::int64_t b) { return a > 0 && b > 0 ? a + b - 1 : 0; }
std::int64_t valid(std::int64_t a, std::int64_t b) { return std::max<std::int64_t>(0, a - b + 1); }
double product_of(extents const& e) {
    double result = 1;
    for (std::int64_t each : e) {
        result *= static_cast<double>(each);
    }
    return result;
}
bool always(extents const&) { return true; }
bool no_empty_one(extents const& e) { return std::count(e.begin(), e.end(), 0) == 0; }

// -- signals: taps, entries ------------------------------------------------------------------------------------------------------

void convolution(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const &w = given[0], &x = given[1];
    for (std::int64_t s = 0; s < w.shape[0]; ++s) {
        for (std::int64_t k = 0; k < x.shape[0]; ++k) {
            results[0](s + k) += of_product(w(s), x(k));
        }
    }
}
/// r(k) = sum(s, a(s) g(k + s)): the gradients by both.
void correlation(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const &a = given[0], &g = given[1];
    for (std::int64_t k = 0; k < results[0].shape[0]; ++k) {
        for (std::int64_t s = 0; s < a.shape[0]; ++s) {
            results[0](k) += of_product(a(s), g(k + s));
        }
    }
}

// -- matrices --------------------------------------------------------------------------------------------------------------------

void product(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const &x = given[0], &w = given[1];
    for (std::int64_t i = 0; i < x.shape[0]; ++i) {
        for (std::int64_t k = 0; k < x.shape[1]; ++k) {
            for (std::int64_t j = 0; j < w.shape[1]; ++j) {
                results[0](i, j) += of_product(x(i, k), w(k, j));
            }
        }
    }
}
/// tanh of what the units are given, whose error does not grow.
tracked activation(tracked u) { return {std::tanh(u.value), u.magnitude}; }
/// x + 0.1 (t - x)
tracked stepped(double x, tracked t) { return of(x) + of(0.1) * (t + of(-x)); }

void batch(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const &x = given[0], &b = given[2];
    product(given, results);
    for (std::int64_t i = 0; i < x.shape[0]; ++i) {
        for (std::int64_t j = 0; j < x.shape[1]; ++j) {
            results[0](i, j) = stepped(x(i, j), activation(results[0](i, j) + of(b(j))));
        }
    }
}

// -- a layer of d units: x, w(i, j), b and, of its gradients, g -----------------------------------------------------------------

std::vector<tracked> activations(std::vector<numbers> const& given) {
    auto const &x = given[0], &w = given[1], &b = given[2];
    std::vector<tracked> result;
    for (std::int64_t j = 0; j < b.shape[0]; ++j) {
        tracked u = of(b(j));
        for (std::int64_t i = 0; i < x.shape[0]; ++i) {
            u += of_product(x(i), w(i, j));
        }
        result.push_back(activation(u));
    }
    return result;
}
void euler_step(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const t = activations(given);
    for (std::size_t j = 0; j < t.size(); ++j) {
        results[0].entries[j] = stepped(given[0].entries[j], t[j]);
    }
}
/// 0.1 (1 - t^2)
tracked slope(tracked t) { return of(0.1) * tracked{1 - t.value * t.value, 1 + t.magnitude * t.magnitude}; }
void jacobian(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const t = activations(given);
    auto const d = static_cast<std::int64_t>(t.size());
    for (std::int64_t i = 0; i < d; ++i) {
        for (std::int64_t j = 0; j < d; ++j) {
            results[0](i, j) =
                slope(t[static_cast<std::size_t>(i)]) * of(given[1](j, i)) + of(i == j ? 0.9 : 0);
        }
    }
}
void vjp(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const &x = given[0], &w = given[1], &g = given[3];
    auto const t = activations(given);
    for (std::int64_t j = 0; j < g.shape[0]; ++j) {
        tracked const by_b = slope(t[static_cast<std::size_t>(j)]) * of(g(j));
        results[2](j) = by_b;
        results[0](j) += of(0.9) * of(g(j));
        for (std::int64_t i = 0; i < x.shape[0]; ++i) {
            results[0](i) += of(w(i, j)) * by_b;
            results[1](i, j) = of(x(i)) * by_b;
        }
    }
}

// -- images ----------------------------------------------------------------------------------------------------------------------

void window(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const &w = given[0], &x = given[1];
    auto& y = results[0];
    for (std::int64_t p = 0; p < w.shape[0]; ++p) {
        for (std::int64_t q = 0; q < w.shape[1]; ++q) {
            for (std::int64_t i = 0; i < y.shape[0]; ++i) {
                for (std::int64_t j = 0; j < y.shape[1]; ++j) {
                    y(i, j) += of_product(w(p, q), x(i + p, j + q));
                }
            }
        }
    }
}
/// Calls f(n, k, c, p, q, i, j): entry (i, j) of image k of y reads entry (i + p - 1, j + q - 1) of image c of x, where it lies in it.
template <class F>
void for_each_product(extents const& x, extents const& w, F f) {
    for (std::int64_t n = 0; n < x[0]; ++n) {
        for (std::int64_t k = 0; k < w[0]; ++k) {
            for (std::int64_t c = 0; c < w[1]; ++c) {
                for (std::int64_t p = 0; p < w[2]; ++p) {
                    for (std::int64_t q = 0; q < w[3]; ++q) {
                        for (std::int64_t i = std::max<std::int64_t>(0, 1 - p);
                             i < std::min(x[2], x[2] + 1 - p); ++i) {
                            for (std::int64_t j = std::max<std::int64_t>(0, 1 - q);
                                 j < std::min(x[3], x[3] + 1 - q); ++j) {
                                f(n, k, c, p, q, i, j);
                            }
                        }
                    }
                }
            }
        }
    }
}
void layer(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const &w = given[0], &x = given[1];
    for_each_product(x.shape, w.shape, [&](auto n, auto k, auto c, auto p, auto q, auto i, auto j) {
        results[0](n, k, i, j) += of_product(w(k, c, p, q), x(n, c, i + p - 1, j + q - 1));
    });
}
void layer_by_x(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const &w = given[0], &g = given[1];
    for_each_product(results[0].shape, w.shape, [&](auto n, auto k, auto c, auto p, auto q, auto i, auto j) {
        results[0](n, c, i + p - 1, j + q - 1) += of_product(w(k, c, p, q), g(n, k, i, j));
    });
}
void layer_by_w(std::vector<numbers> const& given, std::vector<truth>& results) {
    auto const &x = given[0], &g = given[1];
    for_each_product(x.shape, results[0].shape, [&](auto n, auto k, auto c, auto p, auto q, auto i, auto j) {
        results[0](k, c, p, q) += of_product(x(n, c, i + p - 1, j + q - 1), g(n, k, i, j));
    });
}

// -- extents of a layer of windows: images, channels from, channels to, rows, columns, rows and columns of the window -------------

extents x_of(extents const& e) { return {e[0], e[1], e[3], e[4]}; }
extents y_of(extents const& e) { return {e[0], e[2], e[3], e[4]}; }
extents w_of(extents const& e) { return {e[2], e[1], e[5], e[6]}; }
std::int64_t whole(extents const& e) { return static_cast<std::int64_t>(product_of(e)); }

using shapes = std::vector<extents>;

}  // namespace

std::vector<workload> const all_workloads{
    {"convolution", 2, false, [](extents const& e) { return shapes{{e[0]}, {e[1]}}; },
     [](extents const& e) { return shapes{{full(e[0], e[1])}}; }, product_of,
     [](extents const& e) { return std::min(e[0], e[1]); }, convolution, false, always},
    {"convolution by x", 2, false, [](extents const& e) { return shapes{{e[0]}, {full(e[0], e[1])}}; },
     [](extents const& e) { return shapes{{e[1]}}; }, product_of, [](extents const& e) { return e[0]; },
     correlation, false, no_empty_one},
    {"convolution by w", 2, false, [](extents const& e) { return shapes{{e[1]}, {full(e[0], e[1])}}; },
     [](extents const& e) { return shapes{{e[0]}}; }, product_of, [](extents const& e) { return e[1]; },
     correlation, false, no_empty_one},
    {"product", 3, false, [](extents const& e) { return shapes{{e[0], e[2]}, {e[2], e[1]}}; },
     [](extents const& e) { return shapes{{e[0], e[1]}}; }, product_of, [](extents const& e) { return e[2]; },
     product, false, always},
    {"batch", 2, false, [](extents const& e) { return shapes{{e[0], e[1]}, {e[1], e[1]}, {e[1]}}; },
     [](extents const& e) { return shapes{{e[0], e[1]}}; },
     [](extents const& e) { return product_of(e) * static_cast<double>(e[1]); },
     [](extents const& e) { return e[1]; }, batch, false, always},
    {"window", 4, true, [](extents const& e) { return shapes{{e[2], e[3]}, {e[0], e[1]}}; },
     [](extents const& e) { return shapes{{valid(e[0], e[2]), valid(e[1], e[3])}}; }, product_of,
     [](extents const& e) { return e[2] * e[3]; }, window, false, always},
    {"Euler step", 1, false, [](extents const& e) { return shapes{{e[0]}, {e[0], e[0]}, {e[0]}}; },
     [](extents const& e) { return shapes{{e[0]}}; },
     [](extents const& e) { return product_of({e[0], e[0]}); }, [](extents const& e) { return e[0]; },
     euler_step, false, always},
    {"Jacobian", 1, false, [](extents const& e) { return shapes{{e[0]}, {e[0], e[0]}, {e[0]}}; },
     [](extents const& e) { return shapes{{e[0], e[0]}}; },
     [](extents const& e) { return product_of({e[0], e[0]}); }, [](extents const& e) { return 2 * e[0]; },
     jacobian, false, always},
    {"vjp", 1, false, [](extents const& e) { return shapes{{e[0]}, {e[0], e[0]}, {e[0]}, {e[0]}}; },
     [](extents const& e) { return shapes{{e[0]}, {e[0], e[0]}, {e[0]}}; },
     [](extents const& e) { return product_of({e[0], e[0]}); }, [](extents const& e) { return 3 * e[0]; },
     vjp, false, always},
    {"layer", 7, true, [](extents const& e) { return shapes{w_of(e), x_of(e)}; },
     [](extents const& e) { return shapes{y_of(e)}; }, product_of,
     [](extents const& e) { return whole({e[1], e[5], e[6]}); }, layer, false, always},
    {"layer by x", 7, true, [](extents const& e) { return shapes{w_of(e), y_of(e)}; },
     [](extents const& e) { return shapes{x_of(e)}; }, product_of,
     [](extents const& e) { return whole({e[2], e[5], e[6]}); }, layer_by_x, false, always},
    {"layer by w", 7, true, [](extents const& e) { return shapes{x_of(e), y_of(e), w_of(e)}; },
     [](extents const& e) { return shapes{w_of(e)}; }, product_of,
     [](extents const& e) { return whole({e[0], e[3], e[4]}); }, layer_by_w, true, always},
};

}  // namespace workloads
