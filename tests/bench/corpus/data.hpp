// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <Eigen/Core>
#include <unsupported/Eigen/CXX11/Tensor>

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

/// The data of the races of the corpus. Shapes are {0, extents...}, so that a number has one as well; entries lie by rows.
namespace corpus {

using shape = std::vector<std::int64_t>;

/// The object that a formula binds, over memory that lies elsewhere.
template <int Rank, class T>
decltype(auto) view(T* data, shape const& s) {
    if constexpr (Rank == 0) {
        return (*data);
    } else if constexpr (Rank == 1) {
        return Eigen::Map<Eigen::VectorX<T>>{data, s[1]};
    } else if constexpr (Rank == 2) {
        return Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>{data, s[1],
                                                                                             s[2]};
    } else {
        return [&]<std::size_t... D>(std::index_sequence<D...>) {
            return Eigen::TensorMap<Eigen::Tensor<T, Rank, Eigen::RowMajor>>{data, s[D + 1]...};
        }(std::make_index_sequence<Rank>{});
    }
}

template <int Rank, class T>
struct input {
    std::vector<T> numbers;
    decltype(view<Rank>(std::declval<T*>(), {})) object;

    input(std::vector<T> all, shape const& s)
        : numbers{std::move(all)}, object{view<Rank>(numbers.data(), s)} {}
    input(input const&) = delete;
    T const* data() const { return numbers.data(); }
};

/// Numbers at which logarithms, roots and inverse sines have values.
template <int Rank>
input<Rank, double> random(shape const& s) {
    static std::mt19937 source{7};
    std::int64_t size = 1;
    for (std::size_t d = 1; d < s.size(); ++d) {
        size *= s[d];
    }
    std::vector<double> numbers(static_cast<std::size_t>(size));
    for (double& each : numbers) {
        each = std::uniform_real_distribution<double>{0.0625, 0.875}(source);
    }
    return {std::move(numbers), s};
}
/// The first of the list is no entry.
template <int Rank>
input<Rank, std::int64_t> integers(shape const& s, std::vector<std::int64_t> const& list) {
    return {std::vector<std::int64_t>{list.begin() + 1, list.end()}, s};
}

}  // namespace corpus
