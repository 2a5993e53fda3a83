// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "evaluate.hpp"
#include "loops/transformed_nest.hpp"

/// Convolutions with long kernels by fast Fourier transforms, where the caller permits it. Link the CMake target iverson::fft,
/// which brings FFTW where the machine has it; without FFTW the transforms are those in Eigen.
namespace iverson {

/// evaluate<f>(where(w = wv, x = xv), by_fft), and so for evaluate_into and prepare: a sum of products of two tensors that is a
/// convolution or a correlation, y(t) = sum(s, w(s) * x(t - s)) and its gradients for example, is computed by transforms where
/// that is estimated to be faster than the loops. Everything else, and smaller ones, run as without it.
/// Error:   with eps of the numbers' type, at most 16 eps log2(max(2 n, 64)) |w| |x|, Euclidean norms of the n entries of both
///          that take part: not relative to each entry of the result. An infinity or NaN in them spreads, over a block or all of
///          a row, and so does a sum of magnitudes that overflows. docs/decisions/0013 has the proof.
/// Memory:  the first use of a size makes tables, which are kept; each thread keeps the memory of its largest transform.
/// A program that knows its machine better says fft_permission<my_costs>{}, with prices as those of loops::measured_costs.
template <class Model>
struct fft_permission {
    using cost_model = Model;
};
inline constexpr fft_permission<loops::measured_costs> by_fft;

/// How many convolutions (rows of a batch are one each) this thread has computed by transforms so far, to see whether it was done.
inline std::int64_t convolutions_by_fft() { return loops::transformed_convolutions; }
/// Whose transforms they are: "FFTW" or "kissfft".
inline char const* fft_library() { return loops::transform_library; }

}  // namespace iverson
