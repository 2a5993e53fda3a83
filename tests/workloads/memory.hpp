// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "kernel.hpp"
#include "reference.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

namespace workloads {

inline std::int64_t drawn(std::mt19937& dice, std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{least, most}(dice);
}

/// An array somewhere in memory: off alignment by some entries, rows apart from each other, for `order::any` in any order of axes,
/// with gaps between entries, or backwards. Whatever is no entry is NaN: it is seen in a result that was made of it.
template <class T>
class placed {
  public:
    placed(extents const& shape, order lies, std::mt19937& dice) {
        place(shape, lies, dice);
        memory_.assign(static_cast<std::size_t>(first_ + reach_ + margin),
                       std::numeric_limits<T>::quiet_NaN());
        std::copy(shape.begin(), shape.end(), where_.extents.begin());
        axes_ = shape.size();
    }

    void fill(std::vector<double> const& entries) {
        for_each([&](T& here, std::size_t which) { here = static_cast<T>(entries[which]); });
        before_ = memory_;
    }
    void leave_empty() { before_ = memory_; }

    /// Its first entry is that at positions 0.
    array where() {
        array result = where_;
        result.first = memory_.data() + first_;
        return result;
    }
    bool is_unchanged() const {
        return std::memcmp(memory_.data(), before_.data(), memory_.size() * sizeof(T)) == 0;
    }
    /// The entries, which are forgotten where they lie: then `is_unchanged` says whether anything else was written.
    std::vector<T> taken() {
        std::vector<T> result;
        for_each([&](T& here, std::size_t) {
            result.push_back(here);
            here = before_[static_cast<std::size_t>(&here - memory_.data())];
        });
        return result;
    }

  private:
    static constexpr std::int64_t margin = 64;

    void place(extents const& shape, order lies, std::mt19937& dice) {
        std::vector<std::size_t> inwards(shape.size());  // axes, the outermost first
        std::iota(inwards.begin(), inwards.end(), std::size_t{0});
        if (lies == order::columns) {
            std::reverse(inwards.begin(), inwards.end());
        } else if (lies == order::any) {
            std::shuffle(inwards.begin(), inwards.end(), dice);
        }
        first_ = margin + drawn(dice, 0, 7);
        std::int64_t stride = lies == order::any ? drawn(dice, 1, 3) : 1;
        for (std::size_t a = inwards.size(); a-- > 0;) {
            std::int64_t const steps = std::max<std::int64_t>(0, shape[inwards[a]] - 1);
            bool const backwards = lies == order::any && drawn(dice, 0, 3) == 0;
            where_.strides[inwards[a]] = backwards ? -stride : stride;
            first_ += backwards ? steps * stride : 0;
            reach_ += backwards ? 0 : steps * stride;
            stride = stride * (steps + 1) + drawn(dice, 0, 3);
        }
    }
    /// Calls f(entry, its place in row-major order).
    template <class F>
    void for_each(F f) {
        std::size_t which = 0;
        T* const first = memory_.data() + first_;
        auto const along = [&](auto const& self, std::size_t axis, std::int64_t offset) -> void {
            if (axis == axes_) {
                f(first[offset], which++);
                return;
            }
            for (std::int64_t i = 0; i < where_.extents[axis]; ++i) {
                self(self, axis + 1, offset + i * where_.strides[axis]);
            }
        };
        along(along, 0, 0);
    }

    std::vector<T> memory_, before_;
    array where_;
    std::size_t axes_ = 0;
    std::int64_t first_ = 0, reach_ = 0;
};

}  // namespace workloads
