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

/// The number of convolutions that this thread has computed by transforms.
inline thread_local std::int64_t transformed_convolutions = 0;

/// One at a time on a thread: they share its memory.
template <class T>
class convolver {
    using complex = std::complex<T>;

  public:
    /// The kernel of `w` is no longer than its signal; `w` is cropped.
    convolver(convolution_window const& w, transform_schedule const& s)
        : w_{w}, s_{s}, kernel_blocks_{(w.kernel.extent() + s.taps - 1) / s.taps},
          levels_{levels_of(kernel_blocks_)}, memory_{own_memory(s.size, levels_)},
          transform_{real_transform<T>::of(s.size, numbers(), kernel())} {}

    /// result(u) = or += sum over i + j = u of kernel(i) signal(j).
    void run(entries<T> result, entries<T const> kernel_entries, entries<T const> signal_entries, bool adds) {
        for (coordinate u = w_.results.first; u <= w_.results.last; u += s_.results) {
            interval const wanted{u, smaller(w_.results.last, u + s_.results - 1)};
            for (coordinate block = 0; block < kernel_blocks_; ++block) {
                multiply(wanted, block, kernel_entries, signal_entries);
                if (kernel_blocks_ > 1) {
                    add_to_levels(block);
                }
            }
            if (kernel_blocks_ > 1) {
                sum_levels();
            }
            transform_.back(signal(), numbers());
            store(result, wanted, adds);
        }
        ++transformed_convolutions;
    }

  private:
    // -- memory: the numbers, the spectra of kernel and signal, and partial sums of spectra ------------------------------
    static int levels_of(coordinate blocks) {
        return blocks > 1 ? std::bit_width(static_cast<std::uint64_t>(blocks)) : 0;
    }
    static coordinate padded(coordinate entries) { return (entries + 15) / 16 * 16; }
    static coordinate spectrum_entries(coordinate size) { return padded(size / 2 + 1); }
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
    /// The spectrum of the products of one block of the kernel, in `signal()`.
    void multiply(interval const& wanted, coordinate block, entries<T const> const& kernel_entries,
                  entries<T const> const& signal_entries) {
        coordinate const first = w_.kernel.first + block * s_.taps;
        interval const taps{first, smaller(w_.kernel.last, first + s_.taps - 1)};
        if (kernel_blocks_ > 1 || known_kernel_ != kernel_entries) {
            load(kernel_entries, taps, first);
            divide(taps.extent());
            transform_.forth(numbers(), kernel());
            known_kernel_ = kernel_entries;
        }
        load(signal_entries, common(w_.signal, differences(wanted, taps)), wanted.first - first - offset());
        transform_.forth(numbers(), signal());
        multiply_spectra();
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
    void multiply_spectra() const {
        T const* const a = reinterpret_cast<T const*>(kernel());
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
    /// Level l holds the sum of 2^l blocks where bit l of the number of blocks is 1.
    void add_to_levels(coordinate block) const {
        int which = 0;
        for (; (block >> which) % 2 != 0; ++which) {
            add(level(which));
        }
        std::copy(signal(), signal() + s_.size / 2 + 1, level(which));
    }
    void sum_levels() const {
        std::fill(signal(), signal() + s_.size / 2 + 1, complex{});
        for (int which = 0; which < levels_; ++which) {
            if ((kernel_blocks_ >> which) % 2 != 0) {
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
