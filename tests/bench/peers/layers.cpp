// SPDX-License-Identifier: BSL-1.0

/// The sheet's step of a network of d units, its Jacobian and its three gradients, in double. w(i, j) lies at w[i + j d].
#include "../../sheet/formulas.hpp"
#include "../hand.hpp"
#include "bound.hpp"

namespace peers {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using iverson::where;
namespace sheet = sheet_formulas;
using sheet::b, sheet::w, sheet::x;

constexpr auto pullback = iverson::gradients<sheet::ex_3a>(x(sheet::i), w(sheet::i, sheet::j), b(sheet::j));

struct network {
    VectorXd x, b, g, y, t, by_x, by_b;
    MatrixXd w, out;
    iverson::workspace memory;
};
std::shared_ptr<network> random_network(index n) {
    auto const d = std::make_shared<network>();
    for (VectorXd* v : {&d->x, &d->b, &d->g, &d->y, &d->t, &d->by_x, &d->by_b}) {
        *v = VectorXd::Random(n);
    }
    d->w = MatrixXd::Random(n, n) / static_cast<double>(n);
    d->out.resize(n, n);
    return d;
}

std::vector<linear_algebra> appliers() {
    std::vector<linear_algebra> result = linear_algebras();
    std::erase_if(result, [](linear_algebra const& a) { return a.apply == nullptr; });
    return result;
}
workload started(std::string const& name, double flops, std::shared_ptr<network> const& d) {
    workload result;
    result.name = name;
    result.flops = flops;
    result.inputs = {bytes_of(d->x), bytes_of(d->w), bytes_of(d->b)};
    result.data = d;
    return result;
}

workload step(std::string const& name, index n) {
    auto const d = random_network(n);
    double const *const xp = d->x.data(), *const wp = d->w.data(), *const bp = d->b.data();
    double* const yp = d->y.data();
    workload result = started(name, 2.0 * static_cast<double>(n * n), d);
    result.outputs = {written_to(d->y)};
    result.ours = both<sheet::ex_3a>(
        d, [=]() -> auto& { return d->y; }, [=] { return where(x = d->x, w = d->w, b = d->b); });
    result.loops = {{"in order", [=] { hand::euler<hand::in_order>(xp, wp, bp, yp, n); }},
                    {"omp simd", [=] { hand::euler<hand::reassociated>(xp, wp, bp, yp, n); }}};
    for (linear_algebra const& a : appliers()) {
        result.libraries.push_back({a.name, [=] {
                                        a.apply({wp, xp, yp, n, n});
                                        by_hand::finish_step(xp, yp, bp, yp, n);
                                    }});
    }
    result.expected = [d, n] {
        MatrixXd const rows = d->w.transpose();
        std::vector<tracked> const xt = tracked_numbers(d->x), wt = tracked_numbers(rows),
                                   bt = tracked_numbers(d->b);
        std::vector<tracked> r(static_cast<std::size_t>(n));
        plain::steps(xt.data(), wt.data(), bt.data(), r.data(), 1, n);
        return truth_of<double>(r, n);
    };
    return result;
}

workload jacobian(std::string const& name, index n) {
    auto const d = random_network(n);
    double const *const xp = d->x.data(), *const wp = d->w.data(), *const bp = d->b.data();
    double *const t = d->t.data(), *const out = d->out.data();
    workload result = started(name, 3.0 * static_cast<double>(n * n), d);
    result.outputs = {written_to(d->out)};
    result.ours = both<sheet::ex_3c>(
        d, [=]() -> auto& { return d->out; }, [=] { return where(x = d->x, w = d->w, b = d->b); });
    result.loops = {
        {"by columns", [=] { hand::jacobian_by_columns<hand::reassociated>(xp, wp, bp, t, out, n); }},
        {"by rows", [=] { hand::jacobian_by_rows<hand::reassociated>(xp, wp, bp, t, out, n); }}};
    for (linear_algebra const& a : appliers()) {
        result.libraries.push_back({a.name + " and tiles", [=] {
                                        a.apply({wp, xp, t, n, n});
                                        by_hand::slopes(t, bp, t, n);
                                        by_hand::scaled_transpose(t, wp, out, n);
                                    }});
    }
    result.expected = [d, n] {
        std::vector<tracked> const xt = tracked_numbers(d->x), wt = tracked_numbers(d->w),
                                   bt = tracked_numbers(d->b);
        std::vector<tracked> slope(static_cast<std::size_t>(n)), r;
        plain::slopes(xt.data(), wt.data(), bt.data(), slope.data(), n);
        for (index j = 0; j < n; ++j) {
            for (index i = 0; i < n; ++i) {
                tracked const kept = i == j ? 0.9 : 0.0;
                r.push_back(slope[static_cast<std::size_t>(i)] * wt[static_cast<std::size_t>(j + i * n)] +
                            kept);
            }
        }
        return truth_of<double>(r, n);
    };
    return result;
}

workload vjp(std::string const& name, index n) {
    auto const d = random_network(n);
    double const *const xp = d->x.data(), *const wp = d->w.data(), *const bp = d->b.data(),
                        *const gp = d->g.data();
    double *const by_x = d->by_x.data(), *const by_w = d->out.data(), *const by_b = d->by_b.data();
    workload result = started(name, 5.0 * static_cast<double>(n * n), d);
    result.inputs.push_back(bytes_of(d->g));
    result.outputs = {written_to(d->by_x), written_to(d->out), written_to(d->by_b)};
    result.ours = both<pullback>(
        d, [=] { return std::tie(d->by_x, d->out, d->by_b); },
        [=] { return where(x = d->x, w = d->w, b = d->b, adjoint(iverson::next(x)) = d->g); });
    result.loops = {{"by columns", [=] { plain::pullback(xp, wp, bp, gp, by_x, by_w, by_b, n); }}};
    for (linear_algebra const& a : appliers()) {
        result.libraries.push_back({a.name, [=] {
                                        a.apply({wp, xp, by_b, n, n});
                                        by_hand::slopes(by_b, bp, by_b, n);
                                        for (index i = 0; i < n; ++i) {
                                            by_b[i] *= gp[i];
                                        }
                                        a.apply({wp, by_b, by_x, n, n, true});
                                        for (index i = 0; i < n; ++i) {
                                            by_x[i] += 0.9 * gp[i];
                                        }
                                        by_hand::outer(xp, by_b, by_w, n);
                                    }});
    }
    result.expected = [d, n] {
        std::vector<tracked> const xt = tracked_numbers(d->x), wt = tracked_numbers(d->w),
                                   bt = tracked_numbers(d->b), gt = tracked_numbers(d->g);
        auto const size = static_cast<std::size_t>(n);
        std::vector<tracked> rx(size), rw(size * size), rb(size);
        plain::pullback(xt.data(), wt.data(), bt.data(), gt.data(), rx.data(), rw.data(), rb.data(), n);
        return truth_of<double>(rx, 2 * n) + truth_of<double>(rw, n) + truth_of<double>(rb, n);
    };
    return result;
}

workloads made(bool tiny) {
    workloads result;
    auto const add = [&](std::string const& what, auto const& make, index n) {
        std::string const name = what + ", d = " + std::to_string(n);
        result.push_back({name, [=] { return make(name, n); }});
    };
    index const d = tiny ? 20 : 512;
    add("Euler step", step, tiny ? 5 : 64);
    add("Euler step", step, d);
    add("its Jacobian", jacobian, d);
    add("its vjp by x, w, b", vjp, d);
    return result;
}

group const registered{2, made};

}  // namespace
}  // namespace peers
