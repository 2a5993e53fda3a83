// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

/// What the workloads are, as plain loops.
namespace workloads {

using extents = std::vector<std::int64_t>;

/// The entries of an array, rows one after the other.
template <class T>
struct dense {
    extents shape;
    std::vector<T> entries;

    explicit dense(extents its_shape) : shape{std::move(its_shape)}, entries(size()) {}

    template <class... Index>
    T& operator()(Index... index) {
        return entries[offset(index...)];
    }
    template <class... Index>
    T const& operator()(Index... index) const {
        return entries[offset(index...)];
    }

  private:
    std::size_t size() const {
        std::int64_t result = 1;
        for (std::int64_t e : shape) {
            result *= e;
        }
        return static_cast<std::size_t>(result);
    }
    template <class... Index>
    std::size_t offset(Index... index) const {
        std::int64_t result = 0;
        std::size_t axis = 0;
        ((result = result * shape[axis++] + index), ...);
        return static_cast<std::size_t>(result);
    }
};
using numbers = dense<double>;

/// A number with the sum of the magnitudes that went into it: a sum of n terms, computed in any order, is off by n eps / 2 of it.
struct tracked {
    double value = 0;
    double magnitude = 0;
};
using truth = dense<tracked>;

struct workload {
    std::string_view name;
    int axes;         ///< extents that are free
    bool has_window;  ///< the last two are those of a window
    std::vector<extents> (*inputs)(extents const& e);
    std::vector<extents> (*results)(extents const& e);
    double (*steps)(extents const& e);        ///< multiply-adds
    std::int64_t (*terms)(extents const& e);  ///< whose roundings meet in a result, at most
    void (*compute)(std::vector<numbers> const& given, std::vector<truth>& results);
    bool last_is_a_shape;  ///< nothing is read of the last input
    /// Whether the inputs tell all extents: a convolution without entries does not say which of its arguments had none.
    bool (*tells)(extents const& e);
};
extern std::vector<workload> const all_workloads;

}  // namespace workloads
