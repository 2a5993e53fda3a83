// SPDX-License-Identifier: BSL-1.0

/// Every kernel of the sheet against the loops that one would write by hand, at -O3 -march=native. All are timed in one
/// run, their repetitions in random order, and the medians compared: the ratio is Iverson by the fastest loop by hand.
/// Both sides read the same inputs and write to the same memory; temporaries are allocated before the timing, on both.
#include "hand.hpp"
#include "race.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>

#include "../sheet/formulas.hpp"
#include "sheet_data.hpp"

namespace {

using Eigen::Index;
using hand::in_order;
using hand::reassociated;
using iverson::where;
namespace sheet = sheet_formulas;
using sheet::b, sheet::w, sheet::x, sheet::y;

constexpr auto gradient_by_w = iverson::gradient<sheet::ex_3a>(w(sheet::i, sheet::j));

/// `given()` binds the inputs.
template <auto const& F, class Result, class Given>
race::ways both(Result& result, iverson::workspace& memory, Given const& given) {
    using prepared_type = decltype(iverson::prepare<F>(result, given()));
    // Made in place: a prepared evaluation refers to itself.
    std::shared_ptr<prepared_type> const prepared{new prepared_type{iverson::prepare<F>(result, given())}};
    return {[&result, &memory, given] { iverson::evaluate_into<F>(result, given(), memory); },
            [prepared] { (*prepared)(); }};
}

void convolutions(Index n, Index taps) {
    auto const d = sheet_data::random_signal(n, taps);
    auto const named = [&](char const* what) { return sheet_data::with_taps(what, taps); };
    double const *const wp = d->w.data(), *const xp = d->x.data(), *const gp = d->g.data();
    double *const yp = d->out_y.data(), *const dx = d->out_x.data(), *const dw = d->out_w.data();
    race::add({named("convolution"),
               n,
               {[=] { hand::convolution_by_results<in_order>(wp, taps, xp, n, yp); },
                [=] { hand::convolution_by_taps(wp, taps, xp, n, yp); }},
               {[=] { hand::convolution_by_results<reassociated>(wp, taps, xp, n, yp); }},
               both<sheet::convolution>(d->out_y, d->memory, [=] { return where(w = d->w, x = d->x); }),
               yp,
               d->out_y.size()});
    race::add({named("2a dE/dx"),
               n,
               {[=] { hand::correlation_by_results<in_order>(gp, wp, taps, dx, n); },
                [=] { hand::correlation_by_taps(gp, wp, taps, dx, n); }},
               {[=] { hand::correlation_by_results<reassociated>(gp, wp, taps, dx, n); }},
               both<sheet::ex_2a>(d->out_x, d->memory, [=] { return where(w = d->w, adjoint(y) = d->g); }),
               dx,
               n});
    race::add({named("2b dE/dw"),
               n,
               {[=] { hand::correlation_by_results<in_order>(gp, xp, n, dw, taps); },
                [=] { hand::correlation_by_taps(gp, xp, n, dw, taps); }},
               {[=] { hand::correlation_by_results<reassociated>(gp, xp, n, dw, taps); }},
               both<sheet::ex_2b>(d->out_w, d->memory, [=] { return where(x = d->x, adjoint(y) = d->g); }),
               dw,
               taps});
}

void steps(std::shared_ptr<sheet_data::network> const& d) {
    Index const n = d->x.size();
    double const *const xp = d->x.data(), *const wp = d->w.data(), *const bp = d->b.data();
    double const* const rows = d->rows.data();
    double *const yp = d->y.data(), *const t = d->t.data();
    race::add({"3a Euler step",
               n,
               {[=] { hand::euler<in_order>(xp, wp, bp, yp, n); }},
               {[=] { hand::euler<reassociated>(xp, wp, bp, yp, n); }},
               both<sheet::ex_3a>(d->y, d->memory, [=] { return where(x = d->x, w = d->w, b = d->b); }),
               yp,
               n});
    race::add({"3a Euler step, w by rows",
               n,
               {[=] { hand::euler_rows(xp, rows, bp, yp, n); }},
               {},
               both<sheet::ex_3a>(d->y, d->memory, [=] { return where(x = d->x, w = d->rows, b = d->b); }),
               yp,
               n});
    race::add({"3b two steps unrolled",
               n,
               {[=] { hand::two_steps<in_order>(xp, wp, bp, t, yp, n); }},
               {[=] { hand::two_steps<reassociated>(xp, wp, bp, t, yp, n); }},
               both<sheet::ex_3b>(d->y, d->memory, [=] { return where(x = d->x, w = d->w, b = d->b); }),
               yp,
               n});
}

void derivatives(std::shared_ptr<sheet_data::network> const& d) {
    Index const n = d->x.size();
    double const *const xp = d->x.data(), *const wp = d->w.data(), *const bp = d->b.data(),
                        *const gp = d->g.data();
    double *const t = d->t.data(), *const out = d->out.data();
    race::add({"3c Jacobian by x",
               n,
               {[=] { hand::jacobian_by_columns<in_order>(xp, wp, bp, t, out, n); },
                [=] { hand::jacobian_by_rows<in_order>(xp, wp, bp, t, out, n); }},
               {[=] { hand::jacobian_by_columns<reassociated>(xp, wp, bp, t, out, n); },
                [=] { hand::jacobian_by_rows<reassociated>(xp, wp, bp, t, out, n); }},
               both<sheet::ex_3c>(d->out, d->memory, [=] { return where(x = d->x, w = d->w, b = d->b); }),
               out,
               n * n});
    race::add({"3d Jacobian by b",
               n,
               {[=] { hand::jacobian_by_b<in_order>(xp, wp, bp, t, out, n); }},
               {[=] { hand::jacobian_by_b<reassociated>(xp, wp, bp, t, out, n); }},
               both<sheet::ex_3d_b>(d->out, d->memory, [=] { return where(x = d->x, w = d->w, b = d->b); }),
               out,
               n * n});
    race::add({"gradient by w",
               n,
               {[=] { hand::gradient_by_w<in_order>(xp, wp, bp, gp, t, out, n); }},
               {[=] { hand::gradient_by_w<reassociated>(xp, wp, bp, gp, t, out, n); }},
               both<gradient_by_w>(
                   d->out, d->memory,
                   [=] { return where(x = d->x, w = d->w, b = d->b, adjoint(iverson::next(x)) = d->g); }),
               out,
               n * n});
}

/// Its n^3 entries would need 1 GB at extent 512.
void jacobian_by_w(std::shared_ptr<sheet_data::network> const& d) {
    Index const n = d->x.size();
    d->cube.resize(n, n, n);
    double const *const xp = d->x.data(), *const wp = d->w.data(), *const bp = d->b.data();
    double *const t = d->t.data(), *const cube = d->cube.data();
    race::add({"3d Jacobian by w",
               n,
               {[=] { hand::jacobian_by_w<in_order>(xp, wp, bp, t, cube, n); }},
               {[=] { hand::jacobian_by_w<reassociated>(xp, wp, bp, t, cube, n); }},
               both<sheet::ex_3d_w>(d->cube, d->memory, [=] { return where(x = d->x, w = d->w, b = d->b); }),
               cube,
               n * n * n});
}

}  // namespace

int main(int argc, char** argv) {
    for (Index const n : {1, 7, 64, 512, 4099}) {
        for (Index const taps : {Index{1}, Index{7}, Index{64}}) {
            if (taps <= n) {
                convolutions(n, taps);
            }
        }
        auto const d = sheet_data::random_network(n);
        steps(d);
        derivatives(d);
        if (n <= 64) {
            jacobian_by_w(d);
        }
    }
    return race::run(argc, argv);
}
