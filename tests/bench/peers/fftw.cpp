// SPDX-License-Identifier: BSL-1.0
#include "libraries.hpp"

#ifdef PEERS_FFTW
#include <fftw3.h>
#endif

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <limits>
#include <numeric>

namespace peers::fftw {

#ifdef PEERS_FFTW

namespace {

using complex = std::complex<double>;
template <class T>
using owned = std::unique_ptr<T[], decltype(&fftw_free)>;
template <class T>
owned<T> allocated(std::size_t n) {
    return {static_cast<T*>(fftw_malloc(n * sizeof(T))), &fftw_free};
}
struct destroy {
    void operator()(fftw_plan p) const { fftw_destroy_plan(p); }
};
using plan = std::unique_ptr<std::remove_pointer_t<fftw_plan>, destroy>;

/// A real transform of `size` numbers and back, each in memory of its own.
class transform {
  public:
    explicit transform(index size)
        : size_{size}, real_{allocated<double>(static_cast<std::size_t>(size))},
          image_{allocated<complex>(static_cast<std::size_t>(size / 2 + 1))},
          forth_{fftw_plan_dft_r2c_1d(static_cast<int>(size), real_.get(), image(), FFTW_MEASURE)},
          back_{fftw_plan_dft_c2r_1d(static_cast<int>(size), image(), real_.get(), FFTW_MEASURE)} {}

    index size() const { return size_; }
    double* real() const { return real_.get(); }
    std::span<complex> spectrum() const { return {image_.get(), static_cast<std::size_t>(size_ / 2 + 1)}; }
    /// The spectrum of numbers and zeros behind them.
    void of(double const* numbers, index count) const {
        std::fill(std::copy(numbers, numbers + count, real()), real() + size_, 0.0);
        fftw_execute(forth_.get());
    }
    void back() const { fftw_execute(back_.get()); }

  private:
    fftw_complex* image() const { return reinterpret_cast<fftw_complex*>(image_.get()); }
    index size_;
    owned<double> real_;
    owned<complex> image_;
    plan forth_, back_;
};

/// The correlation in blocks: where b is the shorter one, blocks of results that overlap in a; else blocks of b, whose spectra
/// are added.
class blocks {
  public:
    blocks(correlation const& c, index size)
        : c_{c}, a_{size}, b_{size}, short_{std::min(c.m, c.n)}, step_{size - short_ + 1} {}

    void operator()() {
        if (c_.n >= c_.m) {
            by_results();
        } else {
            by_taps();
        }
    }

  private:
    index rest_of_a(index first) const { return std::min(a_.size(), c_.n + c_.m - 1 - first); }
    double scale() const { return 1 / static_cast<double>(a_.size()); }
    void by_results() {
        b_.of(c_.b, c_.m);
        for (complex& z : b_.spectrum()) {
            z = std::conj(z) * scale();
        }
        for (index k = 0; k < c_.n; k += step_) {
            a_.of(c_.a + k, rest_of_a(k));
            auto const a = a_.spectrum(), b = b_.spectrum();
            for (std::size_t f = 0; f < a.size(); ++f) {
                a[f] = product(a[f], b[f]);
            }
            a_.back();
            std::copy(a_.real(), a_.real() + std::min(step_, c_.n - k), c_.r + k);
        }
    }
    void by_taps() {
        sum_.assign(a_.spectrum().size(), 0);
        for (index i = 0; i < c_.m; i += step_) {
            a_.of(c_.a + i, rest_of_a(i));
            b_.of(c_.b + i, std::min(step_, c_.m - i));
            auto const a = a_.spectrum(), b = b_.spectrum();
            for (std::size_t f = 0; f < a.size(); ++f) {
                sum_[f] += product(a[f], std::conj(b[f]));
            }
        }
        std::transform(sum_.begin(), sum_.end(), a_.spectrum().begin(),
                       [&](complex z) { return z * scale(); });
        a_.back();
        std::copy(a_.real(), a_.real() + c_.n, c_.r);
    }
    /// std::complex's own asks whether a result is NaN.
    static complex product(complex a, complex b) {
        return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
    }

    correlation c_;
    transform a_, b_;
    index short_, step_;
    std::vector<complex> sum_;
};

double norm(double const* v, index n) { return std::sqrt(std::inner_product(v, v + n, v, 0.0)); }

way in_blocks(std::string const& name, correlation const& c, index size) {
    auto const run = std::make_shared<blocks>(c, size);
    return {name, [run] { (*run)(); }};
}

}  // namespace

/// The error is at most a small multiple of eps log2(size) |a| |b| for each block, with the norms of the data.
ways correlations(correlation const& c) {
    index const shorter = std::min(c.m, c.n);
    auto const whole = static_cast<index>(std::bit_ceil(static_cast<std::size_t>(c.n + c.m - 1)));
    ways result;
    for (index const factor : {8, 32, 128}) {
        auto const size = static_cast<index>(std::bit_ceil(static_cast<std::size_t>(shorter * factor)));
        if (size < whole) {
            result.push_back(in_blocks("FFTW, blocks of " + std::to_string(size), c, size));
        }
    }
    if (whole <= (index{1} << 18)) {
        result.push_back(in_blocks("FFTW", c, whole));
    }
    // Read when the data are there: the bound is the data's.
    double const bound = 4 * std::numeric_limits<double>::epsilon() * std::log2(static_cast<double>(whole)) *
                         norm(c.a, c.n + c.m - 1) * norm(c.b, c.m);
    for (way& w : result) {
        w.bound = bound;
    }
    return result;
}

#else

ways correlations(correlation const&) { return {}; }

#endif

}  // namespace peers::fftw
