// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "evaluate.hpp"

/// An evaluation that is bound once and run often.
namespace iverson::loops {

/// One plan with its memory: names, shapes and overlaps were checked when it was made; a call runs the loops alone.
template <class Evaluation, class... Result>
class prepared {
    static_assert(sizeof...(Result) == Evaluation::results,
                  "one object is needed for each result of the formula");
    static_assert((std::is_same_v<typename storage<Result>::scalar, typename Evaluation::scalar> && ...),
                  "the result holds another type of numbers than the bound tensors");
    using its = typename Evaluation::template call_with<Result...>;

  public:
    /// Errors: binding_error as evaluate_into.
    explicit prepared(typename Evaluation::arguments given, team const* workers, Result&... results)
        : given_{std::move(given)}, values_{its::axes_of(given_)} {
        its::give_team(memory_, workers);
        its::place_objects(memory_, numbers_, values_, given_, results...);
        unit_strides_ = its::unit_strides(given_, results...);
        its::place_temporaries(memory_, values_, temporaries_, unit_strides_);
    }
    // The memory refers to members.
    prepared(prepared const&) = delete;
    prepared& operator=(prepared const&) = delete;

    /// Computes the results from what the bound objects hold now; numbers are those that were bound. Allocates nothing.
    /// Errors: binding_error where an entry of an integer tensor leads out of the tensor that it subscripts.
    void operator()() { its::run_loops(memory_, values_, unit_strides_); }

  private:
    typename Evaluation::arguments given_;
    resolved<typename Evaluation::plans> values_;
    typename its::numbers numbers_;
    memory_of<typename Evaluation::plans, typename Evaluation::scalar> memory_{};
    workspace temporaries_;
    bool unit_strides_ = false;
};

}  // namespace iverson::loops
