// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace iverson::plain {

/// first..last in Z, inclusive; last < first is the empty set. Ends beyond +-infinite stand for no end.
struct interval {
    static constexpr std::int64_t infinite = std::int64_t{1} << 40;

    std::int64_t first = -infinite;
    std::int64_t last = infinite;

    static constexpr interval point(std::int64_t value) { return {value, value}; }
    static constexpr interval nothing() { return {0, -1}; }
    constexpr bool empty() const { return last < first; }
    constexpr bool finite() const { return empty() || (first > -infinite && last < infinite); }
    constexpr bool is_point() const { return first == last; }
    constexpr bool holds(std::int64_t value) const { return first <= value && value <= last; }
    constexpr std::int64_t extent() const { return empty() ? 0 : last - first + 1; }

    /// Every empty set is the same set.
    friend constexpr bool operator==(interval a, interval b) {
        return (a.empty() && b.empty()) || (a.first == b.first && a.last == b.last);
    }
    constexpr interval meet(interval other) const {
        return {first > other.first ? first : other.first, last < other.last ? last : other.last};
    }
    constexpr interval hull(interval other) const {
        if (empty() || other.empty()) {
            return empty() ? other : *this;
        }
        return {first < other.first ? first : other.first, last > other.last ? last : other.last};
    }
};

using point = std::vector<std::int64_t>;

/// Numbers on a box, row-major: axis d holds the positions lower[d] .. lower[d] + extents[d] - 1. Rank 0 is a scalar.
/// An empty `lower` leaves the starts to the formula: where a written range sets one, else 0.
template <class T>
struct tensor {
    std::vector<std::int64_t> lower;
    std::vector<std::int64_t> extents;
    std::vector<T> values;

    static tensor scalar(T value) { return {{}, {}, {std::move(value)}}; }
    static tensor vector(std::vector<T> entries, std::int64_t from = 0) {
        auto const size = static_cast<std::int64_t>(entries.size());
        return {{from}, {size}, std::move(entries)};
    }
    static tensor matrix(std::int64_t rows, std::int64_t columns, std::vector<T> entries) {
        return {{0, 0}, {rows, columns}, std::move(entries)};
    }
    static tensor zeros(std::span<interval const> box) {
        tensor result;
        std::size_t size = 1;
        for (interval const& axis : box) {
            result.lower.push_back(axis.empty() ? 0 : axis.first);
            result.extents.push_back(axis.extent());
            size *= static_cast<std::size_t>(axis.extent());
        }
        result.values.assign(size, T(0));
        return result;
    }

    int rank() const { return static_cast<int>(extents.size()); }
    interval axis(int d) const {
        auto const at = static_cast<std::size_t>(d);
        std::int64_t const from = lower.empty() ? 0 : lower[at];
        return {from, from + extents[at] - 1};
    }
    std::vector<interval> box() const {
        std::vector<interval> result;
        for (int d = 0; d < rank(); ++d) {
            result.push_back(axis(d));
        }
        return result;
    }
    bool holds(point const& p) const {
        for (int d = 0; d < rank(); ++d) {
            if (!axis(d).holds(p[static_cast<std::size_t>(d)])) {
                return false;
            }
        }
        return true;
    }
    std::size_t offset(point const& p) const {
        std::int64_t result = 0;
        for (int d = 0; d < rank(); ++d) {
            result = result * extents[static_cast<std::size_t>(d)] + p[static_cast<std::size_t>(d)] -
                     axis(d).first;
        }
        return static_cast<std::size_t>(result);
    }
    /// The position of an entry: the inverse of `offset`.
    point position_of(std::size_t entry) const {
        point result(extents.size(), 0);
        auto rest = static_cast<std::int64_t>(entry);
        for (int d = rank() - 1; d >= 0; --d) {
            auto const at = static_cast<std::size_t>(d);
            result[at] = axis(d).first + rest % extents[at];
            rest /= extents[at];
        }
        return result;
    }
    /// The entry at a position, 0 outside the domain.
    T at(point const& p) const { return holds(p) ? values[offset(p)] : T(0); }
};

/// Tensors by their ids in one formula.
template <class T>
using tensors = std::map<int, tensor<T>>;

}  // namespace iverson::plain
