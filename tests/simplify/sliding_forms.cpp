// SPDX-License-Identifier: BSL-1.0
#include "forms.hpp"

namespace forms {

namespace {

std::vector<example> over_z() {
    return {
        is("convolution", "(w * x)_t", y(t) = sum(s, w(s) * x(t - s))),
        is("convolution", "(x * w)_n", y(n) = sum(m, x(n - m) * w(m))),
        is("convolution", "(w * x)_{t+1}", y(t) = sum(s, w(s) * x(t - s + 1))),
        is("convolution", "(w * x)_t", y(t.in(0, 3)) = sum(s, w(s) * x(t - s))),
        is("convolution", "(A * B)_{tn}", C(t, n) = sum(s, m, A(s, m) * B(t - s, n - m))),
        is("convolution", R"(\tanh((w * x)_t))", y(t) = tanh(sum(s, w(s) * x(t - s)))),
        is("convolution", R"((w * x)_t + \sum_{i=0}^{2} w_i + \sum_{j=0}^{4} x_j)",
           y(t.in(2, 4)) = sum(s.in(0, 2), w(s) * x(t - s)) + sum(i.in(0, 2), w(i)) + sum(j.in(0, 4), x(j))),
        is("convolution", R"((w * x)_{i+1} + \sum_{j=0}^{N} w_j + \sum_{k=0}^{4} x_k)",
           y(i.in(0, 2)) =
               sum(r.in(-1, i), w(r + 1) * x(i - r)) + sum(j.in(0, N), w(j)) + sum(k.in(0, 4), x(k))),
        only_looks_like("convolution", y(i.in(0, 2)) = sum(r.in(0, i), w(r) * x(i - r))),
        only_looks_like("convolution", y(t) = sum(s.in(0, 1), w(s) * x(t - s))),
        only_looks_like("convolution", y(t) = sum(s, bracket(s >= 1) * w(s) * x(t - s))),
        only_looks_like("convolution", y(t) = sum(s, w(s) * x(t - s) * x(s))),
        only_looks_like("convolution", y(t) = sum(s, pow(w(s), 2) * x(t - s))),
        only_looks_like("convolution", C(t, n) = sum(s, m, A(s, m) * B(t - s, n + m))),
        only_looks_like("convolution", C(t, n) = sum(s, m, A(s, m) * B(t - s, n - s - m))),
        only_looks_like("convolution", C(t, n) = sum(s, m.in(0, 2), A(s, s) * B(t - s, n - s))),
        only_looks_like("convolution", y(t) = sum(s, w(2 * s) * x(t - 3 * s))),
        is("strided convolution", "(w * x)_{2t}", y(t) = sum(s, w(s) * x(2 * t - s))),
        only_looks_like("strided convolution", y(t) = sum(s, w(s) * w(t) * x(2 * t - s))),
        is("dilated or transposed convolution", R"((w_{\uparrow 2} * x)_t)",
           y(t) = sum(s, w(s) * x(t - 2 * s))),
        is("dilated or transposed convolution", R"((x_{\uparrow 2} * w)_t)",
           y(t) = sum(i, x(i) * w(t - 2 * i))),
        is("dilated or transposed convolution", R"((A_{\uparrow 2} * B)_{tn})",
           C(t, n) = sum(s, m, B(t - 2 * s, n - 2 * m) * A(s, m))),
        only_looks_like("dilated or transposed convolution",
                        C(t, n) = sum(s, m, A(s, m) * B(t - 2 * s, n - 3 * m))),
        only_looks_like("dilated or transposed convolution", y(t) = sum(s.in(0, 2), w(s) * x(t - 2 * s))),
        only_looks_like("dilated or transposed convolution",
                        C(t, n) = sum(s, m, A(s + 1'200'000'000, m) * B(t - 2 * s, n - 2 * m))),
        is("correlation", R"([w \star x]_t)", y(t) = sum(s, w(s) * x(t + s))),
        is("correlation", R"([x \star x]_t)", y(t) = sum(s, x(s) * x(s + t))),
        is("correlation", R"([A \star B]_{tn})", C(t, n) = sum(s, m, A(s, m) * B(t + s, n + m))),
        is("correlation", R"([A \star B]_{it})", C(i.in(0, 2), t) = sum(r, s, A(r, s) * B(i + r, t + s))),
        is("correlation", R"([w \star x]_{t-1})", y(t.in(0, 3)) = sum(s, w(s) * x(t + s - 1))),
        only_looks_like("correlation", E = sum(s, w(s) * x(s + 1))),
        only_looks_like("correlation", C(t, n) = sum(s, m, A(s, m) * B(t, n + m))),
        only_looks_like("correlation", y(t) = sum(s.in(0, 2), w(s) * x(t + s))),
        only_looks_like("correlation", y(t) = sum(s, w(s) * w(t + s) * x(t))),
        is("strided correlation", R"([w \star x]_{2t})", y(t) = sum(s, w(s) * x(2 * t + s))),
        only_looks_like("strided correlation", y(t) = sum(s, w(s) * x(2 * t + s) * bracket(s != 0))),
        is("dilated or transposed correlation", R"([w_{\uparrow 3} \star x]_{2t-1})",
           y(t) = sum(s, w(s) * x(2 * t + 3 * s - 1))),
        only_looks_like("dilated or transposed correlation", y(t) = sum(s, w(2 * s) * x(t + 2 * s))),
    };
}

std::vector<example> valid() {
    return {
        is("valid correlation", R"([w \star_{\mathrm{valid}} x]_i)", y(i) = sum(r, w(r) * x(i + r))),
        is("valid correlation", R"([w \star_{\mathrm{valid}} x]_i)", y(i) = sum(r, x(i + r) * w(r))),
        is("valid correlation", R"([A \star_{\mathrm{valid}} B]_{ij})",
           C(i, j) = sum(r, p, A(r, p) * B(i + r, j + p))),
        only_looks_like("valid correlation", y(i) = sum(r.in(0, 1), u(r + 1) * x(i + r))),
        only_looks_like("valid correlation", y(i) = sum(r, bracket(r >= 1) * w(r) * x(i + r))),
        only_looks_like("valid correlation", C(i, j) = sum(r, A(r, j) * B(i + r, j))),
        is("valid strided correlation", R"([w \star_{\mathrm{valid}} x]_{2i})",
           y(i) = sum(r, w(r) * x(2 * i + r))),
        only_looks_like("valid strided correlation", y(i) = sum(r.in(0, 1), w(r + 1) * x(2 * i + r))),
        is("valid dilated correlation", R"([w_{\uparrow 2} \star_{\mathrm{valid}} x]_i)",
           y(i) = sum(r, w(r) * x(i + 2 * r))),
        only_looks_like("valid dilated correlation", y(i) = sum(r.in(0, 1), w(2 * r) * x(i + 2 * r))),
        is("valid convolution", R"((w *_{\mathrm{valid}} x)_{i+2})",
           y(i) = sum(r.in(0, 2), w(r) * x(i + 2 - r))),
        only_looks_like("valid convolution", y(i) = sum(r.in(0, 2), w(r + 1) * x(i + 2 - r))),
        is("valid strided convolution", R"((w *_{\mathrm{valid}} x)_{2i+2})",
           y(i) = sum(r.in(0, 2), w(r) * x(2 * i + 2 - r))),
        only_looks_like("valid strided convolution", y(i) = sum(r.in(0, 2), w(r) * x(2 * i + 2 - r) * x(i))),
        is("valid dilated convolution", R"((w_{\uparrow 2} *_{\mathrm{valid}} x)_{i+4})",
           y(i) = sum(r.in(0, 2), w(r) * x(i + 4 - 2 * r))),
        only_looks_like("valid dilated convolution", y(i) = sum(r.in(0, 2), w(r) * w(r) * x(i + 4 - 2 * r))),
    };
}

}  // namespace

std::vector<example> slidings() {
    std::vector<example> all = over_z();
    for (example const& e : valid()) {
        all.push_back(e);
    }
    return all;
}

}  // namespace forms
