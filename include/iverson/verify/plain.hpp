// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain_evaluation.hpp"

#include <string>
#include <utility>
#include <vector>

/// The plain meaning of a formula: brute force over its brackets, for any type of numbers. It shares no code with simplify,
/// plan or loops, so that all of them can be tested against it.
namespace iverson::plain {

/// All tensors of the formula by id: the inputs and what the equations define.
/// Shapes:  inputs hold every tensor that no equation defines; tensors that are not read any more may be given for their extents.
/// Errors:  binding_error, naming index, tensors, axes and extents.
/// Source:  docs/semantics.md
template <class T, class... Rows>
tensors<T> evaluate_all(graph::formula const& f, tensors<T> inputs, Rows const&... own_functions) {
    using pack = function_pack<Rows...>;
    return evaluation<T, pack>{f, std::move(inputs), pack{own_functions...}}.run();
}

/// The value of the output of the formula. What it does not need is not asked for its values.
template <class T, class... Rows>
tensor<T> evaluate(graph::formula const& f, tensors<T> inputs, Rows const&... own_functions) {
    using pack = function_pack<Rows...>;
    return evaluation<T, pack>{f, std::move(inputs), pack{own_functions...}}.run(f.output().tensor);
}

#ifdef IVERSON_COMPILED  // they stand in the library iverson::runtime
extern template tensors<double> evaluate_all<double>(graph::formula const&, tensors<double>);
extern template tensor<double> evaluate<double>(graph::formula const&, tensors<double>);
#endif

/// The inputs of a formula by name. Errors: binding_error for a name that the formula does not have.
template <class T>
tensors<T> bind(graph::formula const& f, std::vector<std::pair<std::string, tensor<T>>> named) {
    tensors<T> result;
    for (auto& [name, value] : named) {
        int const id = f.find_tensor(name);
        if (id < 0) {
            throw binding_error{graph::binding::unknown(name)};
        }
        result[id] = std::move(value);
    }
    return result;
}

}  // namespace iverson::plain
