// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "convolver.hpp"
#include "team.hpp"

#include <atomic>
#include <memory>

/// One convolution by several threads: each takes pieces of it as they come, with memory of its own for one piece at a time. What a
/// piece computes, and how pieces are added, follows from the schedule alone: the bits are those of one thread.
namespace iverson::loops {

/// Memory that a thread keeps between evaluations. While one waits for the team, the thread may help another one, which then has
/// memory of its own.
class kept_memory {
  public:
    kept_memory() : mine_{std::move(kept())} {
        if (!mine_) {
            mine_ = std::make_unique<workspace>();
        }
    }
    ~kept_memory() { kept() = std::move(mine_); }
    kept_memory(kept_memory const&) = delete;
    kept_memory& operator=(kept_memory const&) = delete;

    workspace& operator*() const { return *mine_; }

  private:
    static std::unique_ptr<workspace>& kept() {
        thread_local std::unique_ptr<workspace> result;
        return result;
    }
    std::unique_ptr<workspace> mine_;
};

template <class T>
class shared_convolver {
    using complex = std::complex<T>;

  public:
    shared_convolver(convolution_window const& w, transform_schedule const& s,
                     convolution_entries<T> const& its)
        : w_{w}, s_{s}, its_{its} {}

    void run(team const& workers) {
        convolver<T> own{w_, s_};
        bool const has_groups = own.has_groups();
        pieces_ = own.pieces();
        auto const bytes = static_cast<std::size_t>((has_groups ? pieces_ : 1) * apart()) * sizeof(complex);
        kept_memory const memory;
        spectra_ = static_cast<complex*>((*memory).reserve(bytes));
        if (!has_groups) {
            own.transform_kernel(its_, spectra_);
        }
        workers.run(work, this);
        if (has_groups) {  // by another one, for what `own` has on this thread may be gone
            convolver<T>{w_, s_}.run_groups(its_, spectra_);
        }
    }

  private:
    coordinate apart() const { return convolver<T>::spectrum_entries(s_.size); }
    static void work(void* given, int) {
        auto& all = *static_cast<shared_convolver*>(given);
        convolver<T> own{all.w_, all.s_};
        for (coordinate which = all.next_++; which < all.pieces_; which = all.next_++) {
            if (own.has_groups()) {
                own.sum_group(all.its_, which, all.spectra_ + which * all.apart());
            } else {
                own.run_block(all.its_, which, all.spectra_);
            }
        }
    }

    convolution_window w_;
    transform_schedule s_;
    convolution_entries<T> its_;
    coordinate pieces_ = 0;
    complex* spectra_ = nullptr;  ///< of the kernel, or of the groups' sums
    std::atomic<coordinate> next_ = 0;
};

}  // namespace iverson::loops
