// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formula/formula.hpp"
#include "loops/prepared.hpp"

#include <concepts>
#include <type_traits>

/// Numbers: a formula, or what was derived from one, over named data.
namespace iverson {

namespace faces {

/// The frozen formula of F, and the formula it was derived from.
template <auto const& F>
struct evaluation_source {
    static constexpr auto const& value = frozen_formula<F>;
};
template <auto const& F>
    requires requires { std::remove_cvref_t<decltype(F)>::stage::primal; }
struct evaluation_source<F> {
    static constexpr auto const& value = frozen_formula<F>;
    static constexpr auto const& primal = std::remove_cvref_t<decltype(F)>::stage::primal;
};

}  // namespace faces

/// What may be said of how an evaluation is to run, each at most once, in any order:
///   workspace   memory for temporaries that the caller keeps (or a pointer to it, which may be null)
///   threads     of <iverson/threads.hpp>: the threads that compute it together; the result is the same to the last bit
///   by_fft      of <iverson/fft.hpp>: convolutions may be computed by fast Fourier transforms, with another error bound
template <class Option>
concept EvaluationOption =
    std::same_as<std::remove_cvref_t<Option>, workspace> ||
    std::same_as<std::remove_cvref_t<Option>, workspace*> || loops::Team<Option> || loops::Transforms<Option>;

namespace faces {

template <class... Option>
inline constexpr bool with_team = (loops::Team<Option> || ...);

/// Of the option that permits transforms; void if there is none.
template <class... Option>
struct cost_model_of {
    using type = void;
};
template <class First, class... Rest>
struct cost_model_of<First, Rest...> : cost_model_of<Rest...> {};
template <loops::Transforms First, class... Rest>
struct cost_model_of<First, Rest...> {
    using type = typename std::remove_cvref_t<First>::cost_model;
};
template <class... Option>
using cost_model = typename cost_model_of<Option...>::type;

inline void note(loops::means& use, workspace& memory) { use.memory = &memory; }
inline void note(loops::means& use, workspace* memory) { use.memory = memory; }
inline void note(loops::means& use, loops::team const& workers) { use.workers = &workers; }
inline void note(loops::means&, loops::Transforms auto const&) {}

template <class... Option>
loops::means means_of(Option&... options) {
    loops::means result;
    (note(result, options), ...);
    return result;
}

template <auto const& F, class Bindings, class... Option>
using evaluation =
    loops::evaluation_of<evaluation_source<F>, Bindings, with_team<Option...>, cost_model<Option...>>;

}  // namespace faces

/// The value of the formula: evaluate<conv>(where(w = wv, x = xv)).
/// Shapes:  a number, an Eigen vector or a column-major Eigen matrix by the rank of the result (an Eigen Tensor above 2,
///          for which the program includes <unsupported/Eigen/CXX11/Tensor>); a std::tuple of them for several results.
///          Entry 0 is the first position of the domain.
/// Errors:  at compile time, with a sentence: a name that the formula does not have, a tensor that is not bound, another
///          rank, mixed types of numbers. At run time binding_error: extents and starts that disagree.
template <auto const& F, class... Binding, EvaluationOption... Option>
auto evaluate(bindings<Binding...> const& given, Option&&... options) {
    return loops::evaluate<faces::evaluation_source<F>, faces::with_team<Option...>,
                           faces::cost_model<Option...>>(given, faces::means_of(options...));
}

/// The same into memory that the caller owns: any object that can be bound, or a std::tuple of references for several
/// results. Allocates nothing, but for temporaries of more than 2 KiB where no workspace is given, and what threads and
/// transforms need.
/// Errors:  as `evaluate`; binding_error for a result of another shape and for one that overlaps an argument or another result.
template <auto const& F, class Result, class... Binding, EvaluationOption... Option>
void evaluate_into(Result&& result, bindings<Binding...> const& given, Option&&... options) {
    using its = faces::evaluation<F, bindings<Binding...>, Option...>;
    loops::means const use = faces::means_of(options...);
    if constexpr (loops::Stored<Result>) {
        loops::run_into<its>(given.members, use, result);
    } else {
        std::apply([&](auto&... each) { loops::run_into<its>(given.members, use, each...); }, result);
    }
}

/// The same evaluation to be run often on the same memory: auto step = prepare<f>(y, where(w = wv, x = xv)); step();
/// Names, shapes and overlaps are checked here, once; each call runs the loops on what the objects hold then.
/// Takes:   the result, or a std::tuple of references to several, and data as `evaluate_into`; threads and by_fft, if any. The objects must
///          live, and keep their memory and shape, as long as the prepared evaluation is used. Not to be used by two threads at
///          once.
/// Errors:  as `evaluate_into`; a call has none, and allocates nothing, but for what threads and transforms need.
template <auto const& F, class Result, class... Binding, class... Option>
    requires((loops::Team<Option> || loops::Transforms<Option>) && ...)
auto prepare(Result&& result, bindings<Binding...> given, Option const&... options) {
    using its = faces::evaluation<F, bindings<Binding...>, Option...>;
    loops::team const* const use = faces::means_of(options...).workers;
    if constexpr (loops::Stored<Result>) {
        return loops::prepared<its, std::remove_reference_t<Result>>(std::move(given.members), use, result);
    } else {
        return std::apply(
            [&](auto&... each) {
                return loops::prepared<its, std::remove_reference_t<decltype(each)>...>(
                    std::move(given.members), use, each...);
            },
            result);
    }
}

/// The positions that the result has, for each axis: domain<conv>(where(w = wv, x = at(-1, xv)))[0].first is where it starts.
template <auto const& F, class... Binding>
auto domain(bindings<Binding...> const& given) {
    return loops::domain<faces::evaluation_source<F>>(given);
}

}  // namespace iverson
