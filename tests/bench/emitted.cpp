// SPDX-License-Identifier: BSL-1.0

/// What `iverson emit` writes against `evaluate_into` of the same formulas, both with their checks in each call and the same flags.
/// In the table, "hand" is evaluate_into, "Iverson" what was emitted, and "prepared" what was emitted with --vectors.
#include "conv.hpp"
#include "conv_vectors.hpp"
#include "race.hpp"
#include "step.hpp"
#include "step_vectors.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>

#include "../sheet/formulas.hpp"
#include "sheet_data.hpp"

namespace {

using Eigen::Index;
using iverson::where;
namespace sheet = sheet_formulas;
using sheet::b, sheet::w, sheet::x, sheet::y;

constexpr auto step_by_w = iverson::gradient<sheet::ex_3a>(w(sheet::i, sheet::j));
constexpr auto step_by_x = iverson::gradient<sheet::ex_3a>(x(sheet::i));

/// Both write to `result`.
template <auto const& F, class Result, class Given>
void race_of(std::string const& what, Index n, Result& result, Given const& given, race::kernel const& plain,
             race::kernel const& vectors) {
    auto const memory = std::make_shared<iverson::workspace>();
    race::add({what,
               n,
               {[&result, memory, given] { iverson::evaluate_into<F>(result, given(), *memory); }},
               {},
               {plain, vectors},
               result.data(),
               result.size(),
               true});
}

void convolutions(Index n, Index taps) {
    auto const d = sheet_data::random_signal(n, taps);
    auto const named = [&](char const* what) { return sheet_data::with_taps(what, taps); };
    double const *const wp = d->w.data(), *const xp = d->x.data(), *const gp = d->g.data();
    double *const yp = d->out_y.data(), *const dx = d->out_x.data(), *const dw = d->out_w.data();
    Index const m = n + taps - 1;
    race_of<sheet::convolution>(
        named("convolution"), n, d->out_y, [=] { return where(w = d->w, x = d->x); },
        [=] { conv::y_value(wp, taps, 1, xp, n, 1, yp, m, 1); },
        [=] { conv_vectors::y_value(wp, taps, 1, xp, n, 1, yp, m, 1); });
    race_of<sheet::ex_2a>(
        named("2a dE/dx"), n, d->out_x, [=] { return where(w = d->w, adjoint(y) = d->g); },
        [=] { conv::y_gradient_x(wp, taps, 1, gp, m, 1, dx, n, 1); },
        [=] { conv_vectors::y_gradient_x(wp, taps, 1, gp, m, 1, dx, n, 1); });
    race_of<sheet::ex_2b>(
        named("2b dE/dw"), n, d->out_w, [=] { return where(x = d->x, adjoint(y) = d->g); },
        [=] { conv::y_gradient_w(xp, n, 1, gp, m, 1, dw, taps, 1); },
        [=] { conv_vectors::y_gradient_w(xp, n, 1, gp, m, 1, dw, taps, 1); });
}

void steps(Index n) {
    auto const d = sheet_data::random_network(n);
    double const *const xp = d->x.data(), *const wp = d->w.data(), *const bp = d->b.data(),
                        *const gp = d->g.data();
    double *const yp = d->y.data(), *const out = d->out.data();
    race_of<sheet::ex_3a>(
        "3a Euler step", n, d->y, [=] { return where(x = d->x, w = d->w, b = d->b); },
        [=] { step::next_x_value(xp, n, 1, wp, n, 1, n, n, bp, n, 1, yp, n, 1); },
        [=] { step_vectors::next_x_value(xp, n, 1, wp, n, 1, n, n, bp, n, 1, yp, n, 1); });
    auto const given = [=] { return where(x = d->x, w = d->w, b = d->b, adjoint(iverson::next(x)) = d->g); };
    race_of<step_by_x>(
        "gradient by x", n, d->y, given,
        [=] { step::next_x_gradient_x(xp, n, 1, wp, n, 1, n, n, bp, n, 1, gp, n, 1, yp, n, 1); },
        [=] { step_vectors::next_x_gradient_x(xp, n, 1, wp, n, 1, n, n, bp, n, 1, gp, n, 1, yp, n, 1); });
    race_of<step_by_w>(
        "gradient by w", n, d->out, given,
        [=] { step::next_x_gradient_w(xp, n, 1, wp, n, 1, n, n, bp, n, 1, gp, n, 1, out, n, 1, n, n); },
        [=] {
            step_vectors::next_x_gradient_w(xp, n, 1, wp, n, 1, n, n, bp, n, 1, gp, n, 1, out, n, 1, n, n);
        });
}

}  // namespace

int main(int argc, char** argv) {
    for (Index const n : {1, 7, 64, 512}) {
        for (Index const taps : {Index{1}, Index{7}, Index{64}}) {
            if (taps <= n) {
                convolutions(n, taps);
            }
        }
        steps(n);
    }
    return race::run(argc, argv);
}
