// SPDX-License-Identifier: BSL-1.0
//
// What verifies formulas that have no functions of the user's own.
#include <iverson/verify/equal.hpp>
#include <iverson/verify/gradient.hpp>
#include <iverson/verify/plain.hpp>

namespace iverson {

template plain::tensors<double> plain::evaluate_all<double>(graph::formula const&, tensors<double>);
template plain::tensor<double> plain::evaluate<double>(graph::formula const&, tensors<double>);

template verify::report verify::check<>(graph::formula const&, graph::formula const&, options const&);

template verify::equality_report verify::equal<>(graph::formula const&, graph::formula const&,
                                                 equality_options const&);

}  // namespace iverson
