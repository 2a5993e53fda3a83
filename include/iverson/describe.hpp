// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "emit/description.hpp"
#include "evaluate.hpp"

#include <string>
#include <type_traits>
#include <vector>

/// What `evaluate` runs, as text: sizes, temporaries, loops with formulas in them, and what each of them costs.
namespace iverson {

namespace faces {

template <class Binding>
emit::bound_tensor bound_tensor_of(Binding const& b) {
    using data = loops::data_of<Binding>;
    emit::bound_tensor result{Binding::name, Binding::role, (Binding::placed_axes > 0), {}};
    if constexpr (!std::is_arithmetic_v<data>) {
        for (int d = 0; d < loops::storage<data>::rank; ++d) {
            std::int64_t first = 0;
            if constexpr (Binding::placed_axes > 0) {
                first = b.lower[static_cast<std::size_t>(d)];
            }
            result.axes.push_back({loops::storage<data>::extent(b.data, d), first, result.placed});
        }
    }
    return result;
}

/// Bytes of the numbers that are bound.
template <class... Binding>
emit::number_sizes sizes_of() {
    emit::number_sizes result{sizeof(typename loops::common_scalar<Binding...>::type), 8};
    auto const see = [&]<class B>(std::type_identity<B>) {
        if constexpr (loops::is_integral<B>) {
            result.integer = sizeof(typename loops::storage<loops::data_of<B>>::scalar);
        }
    };
    (see(std::type_identity<Binding>{}), ...);
    return result;
}

template <auto const& F>
std::string described(emit::number_sizes sizes, std::vector<emit::bound_tensor> const* bound) {
    graph::frozen_view const f = graph::view(evaluation_source<F>::value);
    if constexpr (requires { evaluation_source<F>::primal; }) {
        graph::frozen_view const primal = graph::view(evaluation_source<F>::primal);
        return emit::describe(f, &primal, sizes, bound);
    } else {
        return emit::describe(f, nullptr, sizes, bound);
    }
}

}  // namespace faces

/// The plan with its costs as polynomials in the extents: std::cout << describe<dE_dx>(). In double, and with all tensors bound
/// that the plan needs.
/// Errors:  std::invalid_argument with the sentence of a formula that has no plan.
template <auto const& F>
std::string describe() {
    return faces::described<F>({}, nullptr);
}
/// The plan that evaluate<F>(given) runs, with its costs at the extents of what is bound beside the polynomials.
/// Errors:  as above, and binding_error: extents and starts that disagree.
template <auto const& F, class... Binding>
std::string describe(bindings<Binding...> const& given) {
    std::vector<emit::bound_tensor> bound;
    given.for_each([&](auto const& b) { bound.push_back(faces::bound_tensor_of(b)); });
    return faces::described<F>(faces::sizes_of<Binding...>(), &bound);
}

}  // namespace iverson
