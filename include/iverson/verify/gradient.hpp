// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "held.hpp"
#include "judge.hpp"

#include <iverson/formula/frozen.hpp>

#include <string>
#include <tuple>
#include <type_traits>

/// Symbolic against numeric: does a derived formula say what numbers say?
namespace iverson::verify {

/// The plain meaning of a derived formula in one setting. It may read all that the source reads and defines, and the adjoint.
template <class T, class... Rows>
plain::tensor<T> claimed_value(graph::formula const& source, graph::formula const& derived, claim const& c,
                               setting const& s, Rows const&... rows) {
    auto const known = plain::evaluate_all(source, converted<T>(s.inputs), rows...);
    plain::tensors<T> inputs;
    for (int id = 0; id < static_cast<int>(derived.nodes.tensors.size()); ++id) {
        graph::tensor const& t = derived.nodes.tensor_at(id);
        if (derived.defining(id) >= 0) {
            continue;
        }
        int const twin = find(source, name_of(derived, id));
        if (twin >= 0 && known.contains(twin)) {
            inputs[id] = known.at(twin);
        } else if (t.kind == graph::role::adjoint && find(source, name_of(derived, t.of)) == c.function) {
            inputs[id] = converted<T>(s.seed);
        }
    }
    return plain::evaluate_all(derived, std::move(inputs), rows...).at(c.result);
}

/// Compares a derived formula (gradients, Jacobians, values) with numbers: the plain meaning of `derived`, in fractions or fifty
/// digits, with the numeric derivative of the plain meaning of `source`, at random extents (0 and 1 among them) and inputs.
/// Errors:  none; all that is wrong is in the report.
template <class... Rows>
report check(graph::formula const& source, graph::formula const& derived, options const& how = {},
             Rows const&... own_functions) {
    bool const in_fractions = is_rational(source) && is_rational(derived);
    judge j{source, how, in_fractions, in_fractions ? 0 : how.tolerance};
    for (graph::formula const* f : {&source, &derived}) {
        if (f->failed()) {
            return report::failure(std::string{f->nodes.message().view()});
        }
    }
    for (int output : derived.outputs) {
        claim const c = claim_of(source, derived, output);
        auto const claimed = [&]<class T>(T, claim const&, setting const& s) {
            return claimed_value<T>(source, derived, c, s, own_functions...);
        };
        if (report const r = j.compare(name_of(derived, c.result), c, claimed, own_functions...); !r) {
            return r;
        }
    }
    return j.summary();
}

#ifdef IVERSON_COMPILED  // it stands in the library iverson::runtime
extern template report check<>(graph::formula const&, graph::formula const&, options const&);
#endif

/// What a derived object knows of its origin: the stage that made it names `primal`, the formula it was derived from.
template <class Object>
concept KnowsPrimal = requires { Object::stage::primal.thaw(); };

template <auto const& F>
graph::formula primal_of() {
    using object = std::remove_cvref_t<decltype(F)>;
    static_assert(KnowsPrimal<object>,
                  "f is a gradient or Jacobian: constexpr auto f = iverson::gradient<formula>(x(k));");
    return object::stage::primal.thaw();
}

/// In one line of a test: BOOST_TEST(verify::gradient<dE_dx>()), where dE_dx = iverson::gradient<f>(x(k)), or a Jacobian, or
/// any other formula that was derived by differentiation.
template <auto const& F>
report gradient(options const& how = {}) {
    return std::apply(
        [&](auto const&... rows) { return check(primal_of<F>(), frozen_formula<F>.thaw(), how, rows...); },
        rows_of<F>);
}

}  // namespace iverson::verify
