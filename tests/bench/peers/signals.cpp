// SPDX-License-Identifier: BSL-1.0

/// Full convolution of doubles with a short and with a long kernel, and both its gradients.
#include "../../sheet/formulas.hpp"
#include "../hand.hpp"
#include "bound.hpp"

#include <iverson/fft.hpp>

#include <cmath>
#include <limits>
#include <numeric>

namespace peers {

namespace {

using Eigen::VectorXd;
using iverson::by_fft;
using iverson::where;
namespace sheet = sheet_formulas;
using sheet::w, sheet::x, sheet::y;

struct signal {
    VectorXd w, x, g, out, padded, reversed;
    iverson::workspace memory;
};
std::shared_ptr<signal> random_signal(index n, index taps, index out) {
    auto const d = std::make_shared<signal>();
    d->w = VectorXd::Random(taps);
    d->x = VectorXd::Random(n);
    d->g = VectorXd::Random(n + taps - 1);
    d->out.resize(out);
    d->padded = VectorXd::Zero(n + 2 * (taps - 1));
    d->reversed.resize(taps);
    return d;
}

ways correlated(correlation const& c) {
    ways result = eigen::correlations(c);
    ways const transformed = fftw::correlations(c);
    result.insert(result.end(), transformed.begin(), transformed.end());
    return result;
}

truth expected(VectorXd const& a, VectorXd const& b, index n) {
    std::vector<tracked> const at = tracked_numbers(a), bt = tracked_numbers(b);
    std::vector<tracked> r(static_cast<std::size_t>(n));
    if (b.size() <= n) {
        plain::correlation(at.data(), bt.data(), b.size(), r.data(), n);
    } else {  // the sum inside: its terms are the long axis
        for (index k = 0; k < n; ++k) {
            for (index i = 0; i < b.size(); ++i) {
                r[static_cast<std::size_t>(k)] +=
                    at[static_cast<std::size_t>(k + i)] * bt[static_cast<std::size_t>(i)];
            }
        }
    }
    return truth_of<double>(r, b.size());
}

/// The documented bound of what may be transformed; 0 for what may not.
template <class... Option>
double bound_by(VectorXd const& a, VectorXd const& b) {
    auto const norm = [](VectorXd const& v) {
        return std::sqrt(std::inner_product(v.data(), v.data() + v.size(), v.data(), 0.0));
    };
    return sizeof...(Option) == 0
               ? 0
               : 16 * std::numeric_limits<double>::epsilon() *
                     std::log2(2 * static_cast<double>(a.size() + b.size())) * norm(a) * norm(b);
}

workload started(std::string const& name, index n, index taps, std::shared_ptr<signal> const& d) {
    workload result;
    result.name = name;
    result.flops = 2.0 * static_cast<double>(n) * static_cast<double>(taps);
    result.outputs = {written_to(d->out)};
    result.data = d;
    return result;
}

template <class... Option>
workload value(std::string const& name, index n, index taps, Option const&... options) {
    auto const d = random_signal(n, taps, n + taps - 1);
    double const *const wp = d->w.data(), *const xp = d->x.data();
    double* const yp = d->out.data();
    workload result = started(name, n, taps, d);
    result.inputs = {bytes_of(d->w), bytes_of(d->x)};
    result.ours = both<sheet::convolution>(
        d, [=]() -> auto& { return d->out; }, [=] { return where(w = d->w, x = d->x); }, options...);
    result.bound = bound_by<Option...>(d->w, d->x);
    result.loops = {
        {"by results", [=] { hand::convolution_by_results<hand::reassociated>(wp, taps, xp, n, yp); }},
        {"by taps", [=] { hand::convolution_by_taps(wp, taps, xp, n, yp); }}};
    // A correlation of the padded signal with the reversed kernel; both are made anew in each run.
    auto const prepare = [d = d.get(), n, taps] {
        std::copy(d->x.data(), d->x.data() + n, d->padded.data() + taps - 1);
        std::reverse_copy(d->w.data(), d->w.data() + taps, d->reversed.data());
    };
    prepare();
    for (way const& other : correlated({d->padded.data(), d->reversed.data(), taps, yp, n + taps - 1})) {
        result.libraries.push_back({other.who,
                                    [prepare, run = other.run] {
                                        prepare();
                                        run();
                                    },
                                    other.bound});
    }
    result.expected = [d, n, taps] { return expected(d->padded, d->reversed, n + taps - 1); };
    return result;
}

template <class... Option>
workload by_x(std::string const& name, index n, index taps, Option const&... options) {
    auto const d = random_signal(n, taps, n);
    double const *const wp = d->w.data(), *const gp = d->g.data();
    double* const out = d->out.data();
    workload result = started(name, n, taps, d);
    result.inputs = {bytes_of(d->w), bytes_of(d->g)};
    result.ours = both<sheet::ex_2a>(
        d, [=]() -> auto& { return d->out; }, [=] { return where(w = d->w, adjoint(y) = d->g); }, options...);
    result.bound = bound_by<Option...>(d->w, d->g);
    result.loops = {
        {"by results", [=] { hand::correlation_by_results<hand::reassociated>(gp, wp, taps, out, n); }},
        {"by taps", [=] { hand::correlation_by_taps(gp, wp, taps, out, n); }}};
    result.libraries = correlated({gp, wp, taps, out, n});
    result.expected = [d, n] { return expected(d->g, d->w, n); };
    return result;
}

template <class... Option>
workload by_w(std::string const& name, index n, index taps, Option const&... options) {
    auto const d = random_signal(n, taps, taps);
    double const *const xp = d->x.data(), *const gp = d->g.data();
    double* const out = d->out.data();
    workload result = started(name, n, taps, d);
    result.inputs = {bytes_of(d->x), bytes_of(d->g)};
    result.ours = both<sheet::ex_2b>(
        d, [=]() -> auto& { return d->out; }, [=] { return where(x = d->x, adjoint(y) = d->g); }, options...);
    result.bound = bound_by<Option...>(d->x, d->g);
    result.loops = {
        {"by results", [=] { hand::correlation_by_results<hand::reassociated>(gp, xp, n, out, taps); }},
        {"by taps", [=] { hand::correlation_by_taps(gp, xp, n, out, taps); }}};
    result.libraries = correlated({gp, xp, n, out, taps});
    result.expected = [d, taps] { return expected(d->g, d->x, taps); };
    return result;
}

workloads made(bool tiny) {
    workloads result;
    struct extents {
        index taps, n;
    };
    for (extents const e :
         tiny ? std::vector<extents>{{5, 64}} : std::vector<extents>{{64, 1 << 20}, {4096, 65536}}) {
        std::string const size = ", " + std::to_string(e.taps) + " taps";
        auto const add = [&](std::string const& what, auto const& make) {
            std::string const name = what + size;
            result.push_back({name, [=] { return make(name, e.n, e.taps); }});
            std::string const permitted = name + ", by_fft";
            result.push_back({permitted, [=] { return make(permitted, e.n, e.taps, by_fft); }});
        };
        add("convolution", [](auto const&... of) { return value(of...); });
        add("its gradient by x", [](auto const&... of) { return by_x(of...); });
        add("its gradient by w", [](auto const&... of) { return by_w(of...); });
    }
    return result;
}

group const registered{1, made};

}  // namespace
}  // namespace peers
