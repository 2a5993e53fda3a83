// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "numbers.hpp"
#include "plain.hpp"

#include <iverson/graph/rewrite.hpp>

#include <complex>
#include <utility>

/// Derivatives of the plain meaning by numbers. Each function gives one column of a Jacobian: how the tensor `output` changes with
/// one entry of the tensor `input`. None of them knows a differentiation rule of a function.
///
/// Kinks (max, abs, value brackets): dual numbers and the complex step differentiate the branch that the values take; differences
/// need the branch to stay the same within 1e-16 of the point, which random inputs give but equal inputs may not.
namespace iverson::verify {

/// A tensor in other numbers: To must hold From's values.
template <class To, class From>
plain::tensor<To> converted(plain::tensor<From> const& t) {
    plain::tensor<To> result{t.lower, t.extents, {}};
    for (From const& value : t.values) {
        result.values.push_back(static_cast<To>(value));
    }
    return result;
}
template <class To, class From>
plain::tensors<To> converted(plain::tensors<From> const& all) {
    plain::tensors<To> result;
    for (auto const& [id, t] : all) {
        result.emplace(id, converted<To>(t));
    }
    return result;
}

/// Whether dual numbers can differentiate the formula: + - * /, integer powers, reductions and brackets, but no functions.
inline bool is_rational(graph::formula const& f) {
    auto const real = [&](int id) {
        bool const power = f.nodes.is(id, graph::op::power);
        int const exponent = power ? f.nodes.links(id)[1] : -1;
        bool const integer =
            power && f.nodes.is(exponent, graph::op::number) && f.nodes.number_of(exponent).is_integer();
        return f.nodes.is(id, graph::op::call) || (power && !integer);
    };
    for (graph::equation const& e : f.equations) {
        if (graph::any_node(f.nodes, e.value, real)) {
            return false;
        }
    }
    return true;
}

/// By dual numbers: exact.
/// Errors: binding_error; std::overflow_error of the fractions for a division by 0.
inline plain::tensor<exact> dual_column(graph::formula const& f, plain::tensors<exact> const& inputs,
                                        int output, int input, std::size_t entry) {
    auto varied = converted<dual<exact>>(inputs);
    varied.at(input).values[entry].slope = 1;
    auto const all = plain::evaluate_all(f, std::move(varied));
    auto const& y = all.at(output);
    plain::tensor<exact> result{y.lower, y.extents, {}};
    for (auto const& value : y.values) {
        result.values.push_back(value.slope);
    }
    return result;
}

/// By central differences in fifty digits: the step 2^-53 leaves an error of some 1e-32.
template <class... Rows>
plain::tensor<precise> difference_column(graph::formula const& f, plain::tensors<precise> const& inputs,
                                         int output, int input, std::size_t entry, Rows const&... rows) {
    precise const step = ldexp(precise(1), -53);
    auto const moved = [&](precise const& by) {
        auto varied = inputs;
        varied.at(input).values[entry] += by;
        return plain::evaluate_all(f, std::move(varied), rows...).at(output);
    };
    auto result = moved(step);
    auto const before = moved(-step);
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        result.values[i] = (result.values[i] - before.values[i]) / (2 * step);
    }
    return result;
}

/// By a complex step: the imaginary part at x + i h is h times the slope, without cancellation, to machine precision.
/// Source: Squire and Trapp, Using complex variables to estimate derivatives of real functions, SIAM Review 40 (1998).
template <class... Rows>
plain::tensor<double> complex_column(graph::formula const& f, plain::tensors<double> const& inputs,
                                     int output, int input, std::size_t entry, Rows const&... rows) {
    double const step = std::ldexp(1.0, -300);
    auto varied = converted<std::complex<double>>(inputs);
    varied.at(input).values[entry] += std::complex<double>{0, step};
    auto const all = plain::evaluate_all(f, std::move(varied), rows...);
    auto const& y = all.at(output);
    plain::tensor<double> result{y.lower, y.extents, {}};
    for (auto const& value : y.values) {
        result.values.push_back(value.imag() / step);
    }
    return result;
}

}  // namespace iverson::verify
