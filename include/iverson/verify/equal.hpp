// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "equal_trials.hpp"

#include <iverson/formula/frozen.hpp>
#include <iverson/simplify/canonical.hpp>

#include <string>
#include <tuple>
#include <utility>

/// Are two formulas equal? Source: docs/semantics.md, 'Equality'.
namespace iverson::verify {

/// Compares the results of two formulas, in their order: for all extents and starts that pass the checks of both, and all values
/// at which both are defined. Tensors are matched by names and roles; the names of results do not matter, their domains do.
/// `equal` is proved by the canonical form; `different` comes with a counterexample; else trials say what they can.
/// Errors:  none; what cannot be computed is not decided, and the message says why.
template <class... Rows>
equality_report equal(graph::formula const& a, graph::formula const& b, equality_options const& how = {},
                      Rows const&... own_functions) {
    for (graph::formula const* f : {&a, &b}) {
        if (f->failed()) {
            return {
                verdict::not_decided, "not decided: " + std::string{f->nodes.message().view()}, 0, "", {}};
        }
    }
    if (a.outputs.size() != b.outputs.size()) {
        return {
            verdict::not_decided, "not decided: the formulas have different numbers of results", 0, "", {}};
    }
    equality_trials<Rows...> trials{a, b, how, own_functions...};
    auto found = trials.run();
    std::string const count = std::to_string(trials.trials()) + " random trials " + trials.method();
    if (found) {
        std::ostringstream message;
        message << "different: " << *found;
        return {verdict::different, message.str(), trials.trials(), trials.method(), std::move(found)};
    }
    if (how.effort > 0 && simplify::proved_equal(a, b, how.effort)) {
        return {verdict::equal, "equal (proved)", trials.trials(), trials.method(), {}};
    }
    if (trials.trials() >= how.fewest) {
        return {verdict::equal_by_trials,
                "equal by " + count + ", not proved",
                trials.trials(),
                trials.method(),
                {}};
    }
    return {verdict::not_decided,
            "not decided: only " + count + " could be made; the last refusal: " + trials.reason(),
            trials.trials(),
            trials.method(),
            {}};
}

#ifdef IVERSON_COMPILED  // it stands in the library iverson::runtime
extern template equality_report equal<>(graph::formula const&, graph::formula const&,
                                        equality_options const&);
#endif

/// The same for formulas in the program's text, or derived from such: BOOST_TEST((verify::equal<f, g>())).
template <auto const& F, auto const& G>
equality_report equal(equality_options const& how = {}) {
    return std::apply(
        [&](auto const&... rows) {
            return equal(frozen_formula<F>.thaw(), frozen_formula<G>.thaw(), how, rows...);
        },
        std::tuple_cat(rows_of<F>, rows_of<G>));
}

}  // namespace iverson::verify
