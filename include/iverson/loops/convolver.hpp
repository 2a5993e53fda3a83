// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "evaluation.hpp"
#include "real_transform.hpp"
#include "transform_schedule.hpp"

#include <algorithm>
#include <bit>
#include <optional>

/// One convolution by transforms, in the blocks of a schedule. Numbers are copied into memory of the transforms' own and back,
/// so results do not depend on where the data lie. Error bound: docs/decisions/0013.
namespace iverson::loops {

/// Entries some distance apart: that of position k is at[k * step].
template <class T>
struct entries {
    T* at = nullptr;
    coordinate step = 1;

    T* place(coordinate k) const { return at + k * step; }
    friend bool operator==(entries const&, entries const&) = default;
};

/// What a convolution reads and writes: result(u) = or += sum over i + j = u of kernel(i) signal(j).
template <class T>
struct convolution_entries {
    entries<T> result;
    entries<T const> kernel;
    entries<T const> signal;
    bool adds = false;
};

/// The number of convolutions that this thread has asked for and that were computed by transforms.
inline thread_local std::int64_t transformed_convolutions = 0;

/// One at a time on a thread: they share its memory.
template <class T>
class convolver {
  public:
    using complex = std::complex<T>;

    /// The kernel of `w` is no longer than its signal; `w` is cropped.
    convolver(convolution_window const& w, transform_schedule const& s)
        : w_{w}, s_{s}, kernel_blocks_{blocks(w.kernel, s.taps)}, levels_{levels_of(kernel_blocks_)},
          memory_{own_memory(s.size, levels_)},
          transform_{real_transform<T>::of(s.size, numbers(), kernel())} {}

    void run(convolution_entries<T> const& its) {
        if (kernel_blocks_ > 1) {
            add_products(its, {0, kernel_blocks_ - 1});
            sum_levels(0, kernel_blocks_, levels_);
            finish(its, w_.results);
            return;
        }
        if (known_kernel_ != its.kernel) {
            transform_kernel(its, kernel());
            known_kernel_ = its.kernel;
        }
        for (coordinate which = 0; which < pieces(); ++which) {
            run_block(its, which, kernel());
        }
    }

    // -- the same in pieces, for several threads, each with a convolver of its own: to the same bits ---------------------
    /// Blocks of results, or of the kernel groups of blocks.
    coordinate pieces() const {
        return has_groups() ? blocks({0, kernel_blocks_ - 1}, coordinate{1} << group_level())
                            : blocks(w_.results, s_.results);
    }
    bool has_groups() const { return kernel_blocks_ > 1; }
    static coordinate spectrum_entries(coordinate size) { return padded(size / 2 + 1); }

    void transform_kernel(convolution_entries<T> const& its, complex* to) const {
        transform_kernel(its, w_.kernel, to);
    }
    /// One block of results, with the spectrum of the kernel.
    void run_block(convolution_entries<T> const& its, coordinate which, complex const* spectrum) const {
        coordinate const first = w_.results.first + which * s_.results;
        interval const wanted{first, smaller(w_.results.last, first + s_.results - 1)};
        multiply(its, w_.kernel, wanted, spectrum);
        finish(its, wanted);
    }
    /// The sum of a group's products, as a spectrum.
    void sum_group(convolution_entries<T> const& its, coordinate which, complex* to) const {
        coordinate const first = which << group_level();
        coordinate const last = smaller(kernel_blocks_, (which + 1) << group_level()) - 1;
        add_products(its, {first, last});
        if (coordinate const count = last - first + 1; !is_full(count)) {
            sum_levels(0, count, group_level());
        }
        copy(signal(), to);
    }
    /// All results from the sums of the groups, which stand `spectrum_entries` apart.
    void run_groups(convolution_entries<T> const& its, complex const* sums) const {
        int const level = group_level();
        coordinate const full = kernel_blocks_ >> level;
        coordinate const apart = spectrum_entries(s_.size);
        for (coordinate which = 0; which < full; ++which) {
            copy(sums + which * apart, signal());
            add_to_levels(which, level);
        }
        if (full < pieces()) {
            copy(sums + full * apart, signal());
        } else {
            std::fill(signal(), signal() + s_.size / 2 + 1, complex{});
        }
        add_levels(level, kernel_blocks_, levels_);
        finish(its, w_.results);
    }

  private:
    // -- memory: the numbers, the spectra of kernel and signal, and partial sums of spectra ------------------------------
    static int levels_of(coordinate blocks) {
        return blocks > 1 ? std::bit_width(static_cast<std::uint64_t>(blocks)) : 0;
    }
    static coordinate blocks(interval const& all, coordinate size) {
        return (all.extent() + size - 1) / size;
    }
    /// A group has 2^l blocks; there are as many groups as keep any usual number of threads busy.
    int group_level() const {
        constexpr coordinate most_groups = 32;
        int level = 0;
        while ((kernel_blocks_ >> level) > most_groups) {
            ++level;
        }
        return level;
    }
    bool is_full(coordinate count) const { return count == coordinate{1} << group_level(); }
    static coordinate padded(coordinate entries) { return (entries + 15) / 16 * 16; }
    static T* own_memory(coordinate size, int levels) {
        thread_local workspace mine;
        coordinate const entries = padded(size) + 2 * (levels + 2) * spectrum_entries(size);
        return static_cast<T*>(mine.reserve(static_cast<std::size_t>(entries) * sizeof(T)));
    }
    T* numbers() const { return memory_; }
    complex* spectrum(int which) const {
        return reinterpret_cast<complex*>(memory_ + padded(s_.size)) + which * spectrum_entries(s_.size);
    }
    complex* kernel() const { return spectrum(0); }
    complex* signal() const { return spectrum(1); }
    complex* level(int which) const { return spectrum(2 + which); }

    // -- one block ---------------------------------------------------------------------------------------------------------
    /// Where in the cyclic sums the first result stands. All blocks of a kernel have it at the same place.
    coordinate offset() const {
        bool const whole = s_.taps == w_.kernel.extent() && s_.results == w_.results.extent();
        return whole ? w_.results.first - w_.kernel.first - w_.signal.first : s_.taps - 1;
    }
    void transform_kernel(convolution_entries<T> const& its, interval const& taps, complex* to) const {
        load(its.kernel, taps, taps.first);
        divide(taps.extent());
        transform_.forth(numbers(), to);
    }
    /// The spectrum of the products of these taps, in `signal()`.
    void multiply(convolution_entries<T> const& its, interval const& taps, interval const& wanted,
                  complex const* spectrum) const {
        load(its.signal, common(w_.signal, differences(wanted, taps)), wanted.first - taps.first - offset());
        transform_.forth(numbers(), signal());
        multiply_spectra(spectrum);
    }
    /// From the spectrum in `signal()` to results.
    void finish(convolution_entries<T> const& its, interval const& wanted) const {
        transform_.back(signal(), numbers());
        store(its.result, wanted, its.adds);
    }
    /// These entries, the one of position `zero` first, and zeros around them.
    void load(entries<T const> const& from, interval const& which, coordinate zero) const {
        if (which.empty()) {
            std::fill(numbers(), numbers() + s_.size, T{0});
            return;
        }
        T* const first = numbers() + (which.first - zero);
        T* const end = first + which.extent();
        std::fill(numbers(), first, T{0});
        if (from.step == 1) {
            std::copy(from.place(which.first), from.place(which.first) + which.extent(), first);
        } else {
            for (coordinate k = 0; k < which.extent(); ++k) {
                first[k] = *from.place(which.first + k);
            }
        }
        std::fill(end, numbers() + s_.size, T{0});
    }
    /// The transforms do not divide by their size: the shorter tensor is divided.
    void divide(coordinate count) const {
        auto const by = static_cast<T>(1) / static_cast<T>(s_.size);
        for (coordinate k = 0; k < count; ++k) {
            numbers()[k] *= by;
        }
    }
    /// std::complex's own product asks whether a result is NaN.
    void multiply_spectra(complex const* spectrum) const {
        T const* const a = reinterpret_cast<T const*>(spectrum);
        T* const b = reinterpret_cast<T*>(signal());
        for (coordinate f = 0; f < s_.size + 2; f += 2) {
            T const real = a[f] * b[f] - a[f + 1] * b[f + 1];
            b[f + 1] = a[f] * b[f + 1] + a[f + 1] * b[f];
            b[f] = real;
        }
    }
    void store(entries<T> const& to, interval const& wanted, bool adds) const {
        T const* const from = numbers() + offset();
        if (to.step == 1 && !adds) {
            std::copy(from, from + wanted.extent(), to.place(wanted.first));
            return;
        }
        for (coordinate k = 0; k < wanted.extent(); ++k) {
            T& entry = *to.place(wanted.first + k);
            entry = adds ? entry + from[k] : from[k];
        }
    }

    // -- sums of spectra, pairwise, so that their errors grow with the logarithm of the number of blocks ------------------
    void add(complex const* from) const {
        T const* const a = reinterpret_cast<T const*>(from);
        T* const sum = reinterpret_cast<T*>(signal());
        for (coordinate f = 0; f < s_.size + 2; ++f) {
            sum[f] += a[f];
        }
    }
    void copy(complex const* from, complex* to) const { std::copy(from, from + s_.size / 2 + 1, to); }
    /// The products of these blocks of the kernel, in levels; after 2^l of them their sum is in `signal()`.
    void add_products(convolution_entries<T> const& its, interval const& which) const {
        for (coordinate block = which.first; block <= which.last; ++block) {
            coordinate const first = w_.kernel.first + block * s_.taps;
            interval const taps{first, smaller(w_.kernel.last, first + s_.taps - 1)};
            transform_kernel(its, taps, kernel());
            multiply(its, taps, w_.results, kernel());
            add_to_levels(block - which.first, 0);
        }
    }
    /// Level l holds the sum of 2^l blocks where bit l of the number of blocks is 1. `place` counts what was added in units of 2^lowest.
    void add_to_levels(coordinate place, int lowest) const {
        int which = lowest;
        for (; (place >> (which - lowest)) % 2 != 0; ++which) {
            add(level(which));
        }
        copy(signal(), level(which));
    }
    void sum_levels(int lowest, coordinate blocks, int end) const {
        std::fill(signal(), signal() + s_.size / 2 + 1, complex{});
        add_levels(lowest, blocks, end);
    }
    void add_levels(int lowest, coordinate blocks, int end) const {
        for (int which = lowest; which < end; ++which) {
            if ((blocks >> which) % 2 != 0) {
                add(level(which));
            }
        }
    }

    convolution_window w_;
    transform_schedule s_;
    coordinate kernel_blocks_;
    int levels_;
    T* memory_;
    decltype(real_transform<T>::of(0, nullptr, nullptr)) transform_;
    std::optional<entries<T const>>
        known_kernel_;  ///< whose spectrum is in `kernel()`: rows of a batch share it
};

}  // namespace iverson::loops
