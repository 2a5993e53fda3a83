// SPDX-License-Identifier: BSL-1.0

/// Every kernel of the sheet against the loop that one would write by hand, at -O3 -march=native: the two are timed in
/// turn, and the medians of the rounds compared. Prints a table; with --check, fails where a ratio is above the limit.
#include <iverson/derivatives.hpp>
#include <tests/loops/compare.hpp>
#include <tests/loops/formulas.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>

namespace {

using clock_type = std::chrono::steady_clock;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr auto t = iverson::integer<"t">;
constexpr auto s = iverson::integer<"s">;
constexpr auto k = iverson::integer<"k">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto b = iverson::tensor<"b">;
constexpr auto g = iverson::tensor<"g">;
using iverson::where;

constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto dE_dx = iverson::gradient<conv>(x(k));
constexpr auto dE_dw = iverson::gradient<conv>(w(k));

// -- by hand --------------------------------------------------------------------------------------------------------
// noinline, so that both sides are called once for each evaluation; restrict, as one would write it.

[[gnu::noinline]] void conv_dot(double const* wp, Index s, double const* xp, Index n, double* y) {
    for (Index t = 0; t < n + s - 1; ++t) {
        double sum = 0;
        for (Index i = std::max<Index>(0, t - n + 1); i <= std::min(s - 1, t); ++i) {
            sum += wp[i] * xp[t - i];
        }
        y[t] = sum;
    }
}
[[gnu::noinline]] void conv_rows(double const* __restrict wp, Index s, double const* __restrict xp, Index n, double* __restrict y) {
    std::fill(y, y + n + s - 1, 0.0);
    for (Index i = 0; i < s; ++i) {
        for (Index j = 0; j < n; ++j) {
            y[i + j] += wp[i] * xp[j];
        }
    }
}
/// r(k) = sum(t, g(t) w(t - k)) for 0 <= k < n, w of length s, g of length n + s - 1
[[gnu::noinline]] void corr_dot(double const* gp, double const* wp, Index s, double* r, Index n) {
    for (Index k = 0; k < n; ++k) {
        double sum = 0;
        for (Index i = 0; i < s; ++i) {
            sum += gp[k + i] * wp[i];
        }
        r[k] = sum;
    }
}
[[gnu::noinline]] void corr_rows(double const* __restrict gp, double const* __restrict wp, Index s, double* __restrict r, Index n) {
    std::fill(r, r + n, 0.0);
    for (Index i = 0; i < s; ++i) {
        for (Index k = 0; k < n; ++k) {
            r[k] += gp[k + i] * wp[i];
        }
    }
}
[[gnu::noinline]] void euler_hand(double const* __restrict xp, double const* __restrict wp, double const* __restrict bp, double* __restrict y, Index d) {
    for (Index j = 0; j < d; ++j) {
        double sum = 0;
        for (Index i = 0; i < d; ++i) {
            sum += xp[i] * wp[i + j * d];
        }
        y[j] = xp[j] + 0.1 * (std::tanh(sum + bp[j]) - xp[j]);
    }
}
[[gnu::noinline]] void euler_hand_rows(double const* __restrict xp, double const* __restrict wp, double const* __restrict bp, double* __restrict y, Index d) {
    for (Index j = 0; j < d; ++j) {
        y[j] = bp[j];
    }
    for (Index i = 0; i < d; ++i) {
        for (Index j = 0; j < d; ++j) {
            y[j] += xp[i] * wp[i * d + j];
        }
    }
    for (Index j = 0; j < d; ++j) {
        y[j] = xp[j] + 0.1 * (std::tanh(y[j]) - xp[j]);
    }
}
[[gnu::noinline]] void slopes(double const* __restrict xp, double const* __restrict wp, double const* __restrict bp, double* __restrict t, Index d) {
    for (Index j = 0; j < d; ++j) {
        double sum = bp[j];
        for (Index i = 0; i < d; ++i) {
            sum += xp[i] * wp[i + j * d];
        }
        double const th = std::tanh(sum);
        t[j] = 0.1 * (1 - th * th);
    }
}
[[gnu::noinline]] void jacobian_hand(double const* __restrict xp, double const* __restrict wp, double const* __restrict bp, double* __restrict t,
                                     double* __restrict J, Index d, bool columns) {
    slopes(xp, wp, bp, t, d);
    if (columns) {  // J is written along its columns
        for (Index j = 0; j < d; ++j) {
            for (Index i = 0; i < d; ++i) {
                J[i + j * d] = t[i] * wp[j + i * d];
            }
        }
    } else {
        for (Index i = 0; i < d; ++i) {
            for (Index j = 0; j < d; ++j) {
                J[i + j * d] = t[i] * wp[j + i * d];
            }
        }
    }
    for (Index i = 0; i < d; ++i) {
        J[i + i * d] += 0.9;
    }
}
[[gnu::noinline]] void vjp_hand(double const* __restrict xp, double const* __restrict wp, double const* __restrict bp, double const* __restrict gp,
                                double* __restrict t, double* __restrict G, Index d) {
    slopes(xp, wp, bp, t, d);
    for (Index j = 0; j < d; ++j) {
        double const f = t[j] * gp[j];
        for (Index i = 0; i < d; ++i) {
            G[i + j * d] = f * xp[i];
        }
    }
}

// -- timing ----------------------------------------------------------------------------------------------------------

double once(std::function<void()> const& f, long repeats) {
    auto const start = clock_type::now();
    for (long i = 0; i < repeats; ++i) {
        f();
    }
    return std::chrono::duration<double>(clock_type::now() - start).count() / static_cast<double>(repeats);
}
double median(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
}

double worst = 0;

/// The best of the loops by hand against ours; 11 rounds in turn.
void race(char const* name, Index n, std::vector<std::function<void()>> const& hands, std::function<void()> const& ours) {
    ours();
    double const estimate = once(ours, 1);
    long const repeats = std::clamp(static_cast<long>(2e-3 / std::max(estimate, 1e-9)), 1L, 200000L);
    std::vector<std::vector<double>> by_hand(hands.size());
    std::vector<double> own;
    for (int round = 0; round < 11; ++round) {
        for (std::size_t h = 0; h < hands.size(); ++h) {
            by_hand[h].push_back(once(hands[h], repeats));
        }
        own.push_back(once(ours, repeats));
    }
    double best = 1e300;
    for (auto const& times : by_hand) {
        best = std::min(best, median(times));
    }
    double const ratio = median(own) / best;
    worst = std::max(worst, ratio);
    std::printf("%-24s %6ld  by hand %12.1f ns  Iverson %12.1f ns  ratio %5.2f\n", name, static_cast<long>(n), best * 1e9, median(own) * 1e9, ratio);
}

template <class Make, class Result, class Bindings>
void run(Result& result, Bindings const& given, iverson::workspace& memory) {
    using its = iverson::loops::evaluation_of<compare::source<Make>, Bindings>;
    iverson::loops::run_into<its>(given.members, &memory, result);
}

void convolutions(Index n, Index taps) {
    VectorXd const wv = VectorXd::Random(taps), xv = VectorXd::Random(n), gv = VectorXd::Random(n + taps - 1);
    VectorXd yv(n + taps - 1), zv(n + taps - 1), gx(n), hx(n), gw(taps), hw(taps);
    auto const named = [&](char const* kernel) { return std::string{kernel} + ", " + std::to_string(taps) + " taps"; };
    race(named("convolution").c_str(), n,
         {[&] { conv_dot(wv.data(), taps, xv.data(), n, zv.data()); }, [&] { conv_rows(wv.data(), taps, xv.data(), n, zv.data()); }},
         [&] { iverson::evaluate_into<conv>(yv, where(w = wv, x = xv)); });
    race(named("dE/dx").c_str(), n,
         {[&] { corr_dot(gv.data(), wv.data(), taps, hx.data(), n); }, [&] { corr_rows(gv.data(), wv.data(), taps, hx.data(), n); }},
         [&] { iverson::evaluate_into<dE_dx>(gx, where(w = wv, adjoint(y) = gv)); });
    race(named("dE/dw").c_str(), n,
         {[&] { corr_dot(gv.data(), xv.data(), n, hw.data(), taps); }, [&] { corr_rows(gv.data(), xv.data(), n, hw.data(), taps); }},
         [&] { iverson::evaluate_into<dE_dw>(gw, where(x = xv, adjoint(y) = gv)); });
}

void layers(Index d, iverson::workspace& memory) {
    VectorXd const xv = VectorXd::Random(d), bv = VectorXd::Random(d), gv = VectorXd::Random(d);
    MatrixXd const wm = MatrixXd::Random(d, d) / static_cast<double>(d);
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const wr = wm;
    VectorXd yv(d), tv(d);
    race("euler", d, {[&] { euler_hand(xv.data(), wm.data(), bv.data(), yv.data(), d); }},
         [&] { run<formulas::euler_step>(yv, where(x = xv, w = wm, b = bv), memory); });
    race("euler, row-major", d, {[&] { euler_hand_rows(xv.data(), wr.data(), bv.data(), yv.data(), d); }},
         [&] { run<formulas::euler_step>(yv, where(x = xv, w = wr, b = bv), memory); });
    MatrixXd J(d, d);
    race("jacobian", d,
         {[&] { jacobian_hand(xv.data(), wm.data(), bv.data(), tv.data(), J.data(), d, true); },
          [&] { jacobian_hand(xv.data(), wm.data(), bv.data(), tv.data(), J.data(), d, false); }},
         [&] { run<formulas::euler_jacobian>(J, where(x = xv, w = wm, b = bv), memory); });
    race("vjp", d, {[&] { vjp_hand(xv.data(), wm.data(), bv.data(), gv.data(), tv.data(), J.data(), d); }},
         [&] { run<formulas::euler_vjp>(J, where(x = xv, w = wm, b = bv, g = gv), memory); });
}

}  // namespace

int main(int argc, char** argv) {
    iverson::workspace memory;
    Index const most = argc > 1 && std::strcmp(argv[1], "--small") == 0 ? 512 : 4099;
    for (Index n : {1, 7, 64, 512, 4099}) {
        if (n > most) {
            break;
        }
        for (Index taps : {Index{1}, Index{7}, Index{64}}) {
            if (taps <= n) {
                convolutions(n, taps);
            }
        }
        layers(n, memory);
    }
    std::printf("worst ratio %.2f\n", worst);
}
