// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <Eigen/Core>

#include <array>
#include <cstdint>
#include <type_traits>

// Named here, so that results of rank above 2 need no header of Eigen's unsupported modules unless they are used.
namespace Eigen {
template <typename Scalar, int Rank, int Options, typename Index>
class Tensor;
}

/// How objects that hold numbers lie in memory. One specialization for each kind of object; each has
///   scalar, rank, inner_axis (whose entries are neighbours, if any are), contiguous (the type says that they are),
///   data(object), extent(object, axis), stride(object, axis).
namespace iverson::loops {

template <class Object>
struct storage;

/// Numbers: tensors of rank 0.
template <class Object>
    requires std::is_arithmetic_v<Object>
struct storage<Object> {
    using scalar = Object;
    static constexpr int rank = 0;
    static constexpr int inner_axis = -1;
    static constexpr bool contiguous = true;
    template <class Number>
    static auto data(Number& number) {
        return &number;
    }
    static std::int64_t extent(Object const&, int) { return 1; }
    static std::int64_t stride(Object const&, int) { return 1; }
};

template <class Object>
concept EigenDense = requires(Object const& object) {
    object.data();
    object.innerStride();
    object.outerStride();
    Object::InnerStrideAtCompileTime;
    Object::IsVectorAtCompileTime;
};

/// Matrix, Array, Map, Ref, Block of a plain object; vectors have rank 1.
template <EigenDense Object>
struct storage<Object> {
    using scalar = typename Object::Scalar;
    static constexpr bool is_vector = Object::IsVectorAtCompileTime;
    static constexpr bool row_major = Object::IsRowMajor;
    static constexpr int rank = is_vector ? 1 : 2;
    static constexpr int inner_axis = is_vector ? 0 : row_major ? 1 : 0;
    static constexpr bool contiguous = Object::InnerStrideAtCompileTime == 1;

    template <class Dense>
    static auto data(Dense& object) {
        return object.data();
    }
    static std::int64_t extent(Object const& object, int axis) {
        return is_vector ? object.size() : axis == 0 ? object.rows() : object.cols();
    }
    static std::int64_t stride(Object const& object, int axis) {
        return axis == inner_axis ? object.innerStride() : object.outerStride();
    }
};

/// Eigen's Tensor and TensorMap, known by what they have.
template <class Object>
concept EigenTensor = requires(Object const& object) {
    object.dimensions();
    object.data();
    Object::NumDimensions;
    Object::Layout;
};

template <EigenTensor Object>
struct storage<Object> {
    using scalar = typename Object::Scalar;
    static constexpr int rank = static_cast<int>(Object::NumDimensions);
    static constexpr bool row_major = static_cast<int>(Object::Layout) == static_cast<int>(Eigen::RowMajor);
    static constexpr int inner_axis = rank == 0 ? -1 : row_major ? rank - 1 : 0;
    static constexpr bool contiguous = true;

    template <class Tensor>
    static auto data(Tensor& object) {
        return const_cast<std::conditional_t<std::is_const_v<Tensor>, scalar const, scalar>*>(object.data());
    }
    static std::int64_t extent(Object const& object, int axis) { return object.dimension(axis); }
    static std::int64_t stride(Object const& object, int axis) {
        std::int64_t result = 1;
        for (int d = row_major ? axis + 1 : 0; d < (row_major ? rank : axis); ++d) {
            result *= object.dimension(d);
        }
        return result;
    }
};

/// std::vector, std::array, std::span: rank 1.
template <class Object>
concept ContiguousRange = !EigenDense<Object> && !EigenTensor<Object> && requires(Object const& object) {
    typename Object::value_type;
    *object.data();
    object.size();
};

template <ContiguousRange Object>
struct storage<Object> {
    using scalar = std::remove_cv_t<typename Object::value_type>;
    static constexpr int rank = 1;
    static constexpr int inner_axis = 0;
    static constexpr bool contiguous = true;

    template <class Range>
    static auto data(Range& object) {
        return object.data();
    }
    static std::int64_t extent(Object const& object, int) { return static_cast<std::int64_t>(object.size()); }
    static std::int64_t stride(Object const&, int) { return 1; }
};

template <class Object>
concept Stored = requires { storage<std::remove_cvref_t<Object>>::rank; };

/// Memory with extents and strides of any rank: what a span is to a vector.
template <class T, int Rank>
struct strided {
    T* first = nullptr;
    std::array<std::int64_t, Rank> extents{};
    std::array<std::int64_t, Rank> strides{};

    constexpr T* data() const { return first; }
};

template <class T, int Rank>
struct storage<strided<T, Rank>> {
    using scalar = std::remove_const_t<T>;
    static constexpr int rank = Rank;
    static constexpr int inner_axis = Rank - 1;
    static constexpr bool contiguous = false;

    static T* data(strided<T, Rank> const& object) { return object.first; }
    static std::int64_t extent(strided<T, Rank> const& object, int axis) {
        return object.extents[static_cast<std::size_t>(axis)];
    }
    static std::int64_t stride(strided<T, Rank> const& object, int axis) {
        return object.strides[static_cast<std::size_t>(axis)];
    }
};

/// The object that `evaluate` returns for a result of that rank.
template <class T, int Rank>
struct result_object {
    using type = Eigen::Tensor<T, Rank, 0, Eigen::Index>;
};
template <class T>
struct result_object<T, 0> {
    using type = T;
};
template <class T>
struct result_object<T, 1> {
    using type = Eigen::Matrix<T, Eigen::Dynamic, 1>;
};
template <class T>
struct result_object<T, 2> {
    using type = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
};

template <class T, int Rank>
void resize(typename result_object<T, Rank>::type& object, std::array<std::int64_t, Rank> const& extents) {
    if constexpr (Rank == 1) {
        object.resize(extents[0]);
    } else if constexpr (Rank == 2) {
        object.resize(extents[0], extents[1]);
    } else if constexpr (Rank > 2) {
        std::array<Eigen::Index, Rank> sizes{};
        for (std::size_t d = 0; d < Rank; ++d) {
            sizes[d] = extents[d];
        }
        object.resize(sizes);
    }
}

}  // namespace iverson::loops

namespace iverson {

/// A view of memory that is no Eigen object: strided{pointer, {rows, columns}, {columns, 1}}.
using loops::strided;

}  // namespace iverson
