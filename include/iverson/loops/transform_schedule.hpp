// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "convolution_window.hpp"

#include <cmath>

/// Whether a convolution is computed by transforms, of which size, and in which blocks.
namespace iverson::loops {

/// The kernel, which is no longer than the signal, is cut into blocks, or the results are (overlap-save); or nothing is.
struct transform_schedule {
    coordinate size = 0;     ///< of the transforms; 0: none, the direct loops are cheaper
    coordinate taps = 0;     ///< entries of the kernel in a block
    coordinate results = 0;  ///< results in a block
    double cost = 0;

    bool exists() const { return size > 0; }
};

/// What a transform takes, in vector multiply-adds of the direct loops: for each entry so much, and so much for each level of
/// butterflies; twice of both where its memory is more than a cache of 1 MB.
struct transform_prices {
    double level;
    double entry;
    double call;  ///< for all that does not depend on extents
    /// What a level in powers of two of 64 KB and more, whose strides share sets of caches, takes by one elsewhere.
    double large_power;
};

class transform_chooser {
  public:
    /// `w` is cropped. `bytes`: of an entry. `lanes`: the entries of a vector of the direct loops.
    transform_chooser(convolution_window const& w, std::size_t bytes, int lanes,
                      transform_prices const& prices)
        : kernel_{w.kernel.extent()}, signal_{w.signal.extent()}, results_{w.results.extent()},
          start_{w.results.first - w.kernel.first - w.signal.first}, direct_{products(w) / lanes},
          bytes_{static_cast<double>(bytes)}, prices_{prices} {}

    transform_schedule cheapest() const {
        transform_schedule best;
        best.cost = direct_;
        if (direct_ > prices_.call) {
            keep_cheaper(best, whole());
            coordinate const shorter = smaller(kernel_, results_);
            for (coordinate size = smallest; size <= largest && size < kernel_ + signal_; size *= 2) {
                for (coordinate const candidate : {size, size / 4 * 5}) {
                    if (candidate >= 2 * shorter) {
                        keep_cheaper(best, in_blocks(candidate));
                    }
                }
            }
        }
        return best;
    }

  private:
    static constexpr coordinate smallest = 64;
    static constexpr coordinate largest = coordinate{1} << 24;

    static void keep_cheaper(transform_schedule& best, transform_schedule const& other) {
        if (other.exists() && other.cost < best.cost) {
            best = other;
        }
    }
    double transforms(coordinate size, coordinate count) const {
        auto const n = static_cast<double>(size);
        double const cached = 3 * n * bytes_ < 1e6 ? 1 : 2;  // the numbers and two spectra
        bool const is_large_power = (size & (size - 1)) == 0 && n * bytes_ >= 65536;
        double const level = prices_.level * (is_large_power ? prices_.large_power : 1);
        return prices_.call +
               static_cast<double>(count) * n * cached * (prices_.entry + level * std::log2(n));
    }
    /// One block: the cyclic sums of so many entries are the wanted ones where nothing is folded onto them.
    transform_schedule whole() const {
        coordinate const last = start_ + results_ - 1;
        coordinate const folded = kernel_ + signal_ - 1 - start_;
        coordinate const needed = larger(larger(last + 1, folded), signal_);
        coordinate size = smallest;
        for (coordinate power = smallest; size < needed && power <= largest; power *= 2) {
            for (coordinate const candidate : {power, power / 4 * 5, power / 2 * 3}) {
                size = size < needed ? candidate : size;
            }
        }
        return size < needed ? transform_schedule{}
                             : transform_schedule{size, kernel_, results_, transforms(size, 3)};
    }
    transform_schedule in_blocks(coordinate size) const {
        transform_schedule s{size, kernel_, results_, 0};
        coordinate& cut = kernel_ <= results_ ? s.results : s.taps;
        coordinate const all = cut;
        cut = smaller(cut, size - smaller(kernel_, results_) + 1);
        s.cost = transforms(size, 1 + 2 * ((all + cut - 1) / cut));
        return s;
    }

    coordinate kernel_;
    coordinate signal_;
    coordinate results_;
    coordinate start_;  ///< the first result, counted from the first sum of places
    double direct_;
    double bytes_;
    transform_prices prices_;
};

}  // namespace iverson::loops
