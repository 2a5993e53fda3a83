// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/// The bridge to a user's own functions: tensors turn into what the function takes, and what it returns into tensors. No linear algebra
/// library is named here; types are recognized by what they can do.
namespace iverson::verify {

namespace value_details {

/// Matrices and vectors of Eigen, and what looks like them.
template <class V>
concept Matrix = requires(V v, std::ptrdiff_t i) {
    typename V::Scalar;
    V::RowsAtCompileTime;
    V::ColsAtCompileTime;
    v.resize(i, i);
    v(i, i) = typename V::Scalar{};
};
/// Tensors of any rank in Eigen's manner.
template <class V>
concept Cube = requires {
    typename V::Scalar;
    typename V::Dimensions;
    V::NumDimensions;
};
/// std::vector, std::span and the like: all entries, row-major.
template <class V>
concept Sequence = std::ranges::range<V> && std::constructible_from<V, double const*, double const*> &&
                   !Matrix<V> && !Cube<V>;

template <class V>
concept HasRows = requires(V const& v) {
    v.rows();
    v.cols();
};

template <std::size_t Rank>
std::array<std::ptrdiff_t, Rank> offsets(plain::tensor<double> const& t, std::size_t entry) {
    std::array<std::ptrdiff_t, Rank> result{};
    plain::point const p = t.position_of(entry);
    for (std::size_t d = 0; d < Rank; ++d) {
        result[d] = static_cast<std::ptrdiff_t>(p[d] - t.lower[d]);
    }
    return result;
}

inline void require_rank(plain::tensor<double> const& t, bool fits, std::string const& wanted) {
    if (!fits) {
        throw std::invalid_argument{"a tensor of rank " + std::to_string(t.rank()) + " was asked for as " +
                                    wanted};
    }
}

}  // namespace value_details

/// One tensor as an argument of a user's function. It converts to double (rank 0), to Eigen's vectors, matrices and tensors (and
/// whatever looks like them), to std::vector and std::span (all entries, row-major); or is read as it is.
/// Errors: std::invalid_argument where the rank does not fit the type asked for.
class value {
  public:
    explicit value(plain::tensor<double> const& t) : t_{&t} {}

    int rank() const { return t_->rank(); }
    std::int64_t extent(int axis) const { return t_->extents[static_cast<std::size_t>(axis)]; }
    std::int64_t lower(int axis) const { return t_->lower[static_cast<std::size_t>(axis)]; }
    std::size_t size() const { return t_->values.size(); }
    double const* data() const { return t_->values.data(); }
    /// The entry at a position (the formula's, which need not start at 0); 0 outside the domain.
    template <std::convertible_to<std::int64_t>... Positions>
    double operator()(Positions... p) const {
        return t_->at({static_cast<std::int64_t>(p)...});
    }

    template <std::floating_point Number>
    operator Number() const {  // NOLINT: conversion is what it is for
        value_details::require_rank(*t_, rank() == 0, "a number");
        return static_cast<Number>(t_->values[0]);
    }
    template <value_details::Sequence V>
    operator V() const {  // NOLINT: see above
        return V(data(), data() + size());
    }
    template <value_details::Matrix V>
    operator V() const {  // NOLINT: see above
        constexpr bool row = V::RowsAtCompileTime == 1;
        constexpr bool column = V::ColsAtCompileTime == 1;
        value_details::require_rank(*t_, rank() == 1 ? row || column : rank() == 2,
                                    row || column ? "a vector" : "a matrix");
        V result;
        result.resize(rank() == 1 && row ? 1 : extent(0), rank() == 2 ? extent(1) : row ? extent(0) : 1);
        for (std::size_t i = 0; i < size(); ++i) {
            auto const n = rank() == 2 ? extent(1) : row ? extent(0) : 1;
            auto const at = static_cast<std::int64_t>(i);
            result(at / n, at % n) = static_cast<typename V::Scalar>(data()[i]);
        }
        return result;
    }
    template <value_details::Cube V>
    operator V() const {  // NOLINT: see above
        constexpr auto n = static_cast<std::size_t>(V::NumDimensions);
        value_details::require_rank(*t_, rank() == V::NumDimensions, "a tensor of rank " + std::to_string(n));
        typename V::Dimensions extents;
        for (std::size_t d = 0; d < n; ++d) {
            extents[d] = extent(static_cast<int>(d));
        }
        V result(extents);
        for (std::size_t i = 0; i < size(); ++i) {
            result(value_details::offsets<n>(*t_, i)) = static_cast<typename V::Scalar>(data()[i]);
        }
        return result;
    }

  private:
    plain::tensor<double> const* t_;
};

/// What a user's function returned, on the domain that it should have.
/// Errors: std::invalid_argument where the extents differ.
template <class Result>
plain::tensor<double> returned(Result const& result, std::vector<plain::interval> const& box) {
    using namespace value_details;
    auto t = plain::tensor<double>::zeros(box);
    auto const require = [](std::int64_t found, std::int64_t wanted, std::string const& what) {
        if (found != wanted) {
            throw std::invalid_argument{"it returns " + std::to_string(found) + what + ", where " +
                                        std::to_string(wanted) + " are expected"};
        }
    };
    if constexpr (std::is_arithmetic_v<Result>) {
        require(1, static_cast<std::int64_t>(t.values.size()), " number");
        t.values[0] = static_cast<double>(result);
    } else if constexpr (requires {
                             typename Result::Dimensions;
                             result.dimension(0);
                         }) {
        constexpr auto n = static_cast<std::size_t>(Result::NumDimensions);
        require(static_cast<std::int64_t>(n), t.rank(), " axes");
        for (std::size_t d = 0; d < n; ++d) {
            require(static_cast<std::int64_t>(result.dimension(d)), t.extents[d],
                    " positions on axis " + std::to_string(d));
        }
        for (std::size_t i = 0; i < t.values.size(); ++i) {
            t.values[i] = static_cast<double>(result(offsets<n>(t, i)));
        }
    } else if constexpr (HasRows<Result>) {
        bool const flat = t.rank() < 2;
        require(static_cast<std::int64_t>(result.rows() * result.cols()),
                static_cast<std::int64_t>(t.values.size()), " entries");
        if (!flat) {
            require(t.rank(), 2, " axes of a gradient that is given as a matrix");
            require(static_cast<std::int64_t>(result.rows()), t.extents[0], " rows");
        }
        auto const& dense = [&]() -> decltype(auto) {
            if constexpr (requires { result.eval(); }) {
                return result.eval();
            } else {
                return (result);
            }
        }();
        for (std::size_t i = 0; i < t.values.size(); ++i) {
            auto const at = static_cast<std::ptrdiff_t>(i);
            t.values[i] = static_cast<double>(dense(at / dense.cols(), at % dense.cols()));
        }
    } else {
        static_assert(std::ranges::range<Result const>,
                      "the function returns a number, an Eigen vector, matrix or tensor, or a range of "
                      "numbers in row-major order");
        std::vector<double> const flat(std::ranges::begin(result), std::ranges::end(result));
        require(static_cast<std::int64_t>(flat.size()), static_cast<std::int64_t>(t.values.size()),
                " entries");
        t.values = flat;
    }
    return t;
}

}  // namespace iverson::verify
