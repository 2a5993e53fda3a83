// SPDX-License-Identifier: BSL-1.0

/// Every kernel of the sheet against the loops that one would write by hand, at -O3 -march=native. All are timed in one
/// run, their repetitions in random order, and the medians compared: the ratio is Iverson by the best loop by hand.
#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

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
constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
using iverson::where;

constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto dE_dx = iverson::gradient<conv>(x(k));
constexpr auto dE_dw = iverson::gradient<conv>(w(k));
constexpr auto layer = (y(j) = x(j) + 0.1 * (tanh(sum(i, x(i) * w(i, j)) + b(j)) - x(j)));
constexpr auto layer_by_x = iverson::jacobian<layer>(y(i), x(j));
constexpr auto layer_vjp = iverson::gradient<layer>(w(i, j));

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
[[gnu::noinline]] void conv_rows(double const* __restrict wp, Index s, double const* __restrict xp, Index n,
                                 double* __restrict y) {
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
[[gnu::noinline]] void corr_rows(double const* __restrict gp, double const* __restrict wp, Index s,
                                 double* __restrict r, Index n) {
    std::fill(r, r + n, 0.0);
    for (Index i = 0; i < s; ++i) {
        for (Index k = 0; k < n; ++k) {
            r[k] += gp[k + i] * wp[i];
        }
    }
}
[[gnu::noinline]] void euler_hand(double const* __restrict xp, double const* __restrict wp,
                                  double const* __restrict bp, double* __restrict y, Index d) {
    for (Index j = 0; j < d; ++j) {
        double sum = 0;
        for (Index i = 0; i < d; ++i) {
            sum += xp[i] * wp[i + j * d];
        }
        y[j] = xp[j] + 0.1 * (std::tanh(sum + bp[j]) - xp[j]);
    }
}
[[gnu::noinline]] void euler_hand_rows(double const* __restrict xp, double const* __restrict wp,
                                       double const* __restrict bp, double* __restrict y, Index d) {
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
[[gnu::noinline]] void slopes(double const* __restrict xp, double const* __restrict wp,
                              double const* __restrict bp, double* __restrict t, Index d) {
    for (Index j = 0; j < d; ++j) {
        double sum = bp[j];
        for (Index i = 0; i < d; ++i) {
            sum += xp[i] * wp[i + j * d];
        }
        double const th = std::tanh(sum);
        t[j] = 0.1 * (1 - th * th);
    }
}
[[gnu::noinline]] void jacobian_hand(double const* __restrict xp, double const* __restrict wp,
                                     double const* __restrict bp, double* __restrict t, double* __restrict J,
                                     Index d, bool columns) {
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
[[gnu::noinline]] void vjp_hand(double const* __restrict xp, double const* __restrict wp,
                                double const* __restrict bp, double const* __restrict gp,
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

using kernel = std::function<void()>;

std::vector<std::string> races;  // in the order of the table

/// Registers the loops by hand and ours.
void race(std::string const& name, Index n, std::vector<kernel> const& hands, kernel const& ours) {
    races.push_back(name + "/" + std::to_string(n));
    auto const add = [&](std::string const& who, kernel const& f) {
        benchmark::RegisterBenchmark((name + "/" + std::to_string(n) + "/" + who).c_str(),
                                     [f](benchmark::State& state) {
                                         for (auto _ : state) {
                                             f();
                                             benchmark::ClobberMemory();
                                         }
                                     })
            ->Repetitions(11)
            ->MinTime(0.002)
            ->ReportAggregatesOnly(true);
    };
    for (std::size_t h = 0; h < hands.size(); ++h) {
        add("hand" + std::to_string(h), hands[h]);
    }
    add("iverson", ours);
}

struct signal {
    VectorXd w, x, g, out_y, out_x, out_w;
};

void convolutions(Index n, Index taps) {
    auto const d = std::make_shared<signal>();
    d->w = VectorXd::Random(taps);
    d->x = VectorXd::Random(n);
    d->g = VectorXd::Random(n + taps - 1);
    d->out_y.resize(n + taps - 1);
    d->out_x.resize(n);
    d->out_w.resize(taps);
    auto const named = [&](char const* what) {
        return std::string{what} + ", " + std::to_string(taps) + " taps";
    };
    race(named("convolution"), n,
         {[=] { conv_dot(d->w.data(), taps, d->x.data(), n, d->out_y.data()); },
          [=] { conv_rows(d->w.data(), taps, d->x.data(), n, d->out_y.data()); }},
         [=] { iverson::evaluate_into<conv>(d->out_y, where(w = d->w, x = d->x)); });
    race(named("dE/dx"), n,
         {[=] { corr_dot(d->g.data(), d->w.data(), taps, d->out_x.data(), n); },
          [=] { corr_rows(d->g.data(), d->w.data(), taps, d->out_x.data(), n); }},
         [=] { iverson::evaluate_into<dE_dx>(d->out_x, where(w = d->w, adjoint(y) = d->g)); });
    race(named("dE/dw"), n,
         {[=] { corr_dot(d->g.data(), d->x.data(), n, d->out_w.data(), taps); },
          [=] { corr_rows(d->g.data(), d->x.data(), n, d->out_w.data(), taps); }},
         [=] { iverson::evaluate_into<dE_dw>(d->out_w, where(x = d->x, adjoint(y) = d->g)); });
}

struct network {
    VectorXd x, b, g, y, t;
    MatrixXd w, out;
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows;
    iverson::workspace memory;
};

void layers(Index n) {
    auto const d = std::make_shared<network>();
    for (VectorXd* v : {&d->x, &d->b, &d->g, &d->y, &d->t}) {
        *v = VectorXd::Random(n);
    }
    d->w = MatrixXd::Random(n, n) / static_cast<double>(n);
    d->rows = d->w;
    d->out.resize(n, n);
    race("Euler step", n, {[=] { euler_hand(d->x.data(), d->w.data(), d->b.data(), d->y.data(), n); }},
         [=] { iverson::evaluate_into<layer>(d->y, where(x = d->x, w = d->w, b = d->b)); });
    race("Euler step, row-major", n,
         {[=] { euler_hand_rows(d->x.data(), d->rows.data(), d->b.data(), d->y.data(), n); }},
         [=] { iverson::evaluate_into<layer>(d->y, where(x = d->x, w = d->rows, b = d->b)); });
    race(
        "Jacobian", n,
        {[=] { jacobian_hand(d->x.data(), d->w.data(), d->b.data(), d->t.data(), d->out.data(), n, true); },
         [=] { jacobian_hand(d->x.data(), d->w.data(), d->b.data(), d->t.data(), d->out.data(), n, false); }},
        [=] { iverson::evaluate_into<layer_by_x>(d->out, where(x = d->x, w = d->w, b = d->b), d->memory); });
    race("gradient by w", n, {[=] {
             vjp_hand(d->x.data(), d->w.data(), d->b.data(), d->g.data(), d->t.data(), d->out.data(), n);
         }},
         [=] {
             iverson::evaluate_into<layer_vjp>(d->out, where(x = d->x, w = d->w, b = d->b, adjoint(y) = d->g),
                                               d->memory);
         });
}

/// Collects medians and prints one line for each kernel and extent.
class ratios : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(Context const&) override { return true; }
    void ReportRuns(std::vector<Run> const& runs) override {
        for (Run const& run : runs) {
            if (run.aggregate_name != "median") {
                continue;
            }
            std::string const name = run.run_name.function_name;
            auto const cut = name.rfind('/');
            times& t = times_[name.substr(0, cut)];
            double const time = run.GetAdjustedRealTime();
            if (name.substr(cut + 1) == "iverson") {
                t.own = time;
            } else {
                t.hand = std::min(t.hand, time);
            }
        }
    }
    void Finalize() override {
        double worst = 0;
        for (std::string const& name : races) {
            if (times const& t = times_[name]; t.own > 0) {
                std::printf("%-32s by hand %12.1f ns  Iverson %12.1f ns  ratio %5.2f\n", name.c_str(), t.hand,
                            t.own, t.own / t.hand);
                worst = std::max(worst, t.own / t.hand);
            }
        }
        std::printf("worst ratio %.2f\n", worst);
    }

  private:
    struct times {
        double hand = 1e300;
        double own = 0;
    };
    std::map<std::string, times> times_;
};

}  // namespace

int main(int argc, char** argv) {
    std::vector<char*> arguments(argv, argv + argc);
    std::string interleaved = "--benchmark_enable_random_interleaving=true";
    arguments.insert(arguments.begin() + 1, interleaved.data());
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    for (Index n : {1, 7, 64, 512, 4099}) {
        for (Index taps : {Index{1}, Index{7}, Index{64}}) {
            if (taps <= n) {
                convolutions(n, taps);
            }
        }
        layers(n);
    }
    ratios report;
    benchmark::RunSpecifiedBenchmarks(&report);
}
