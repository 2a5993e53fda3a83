// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "libraries.hpp"
#include "tracked.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>

namespace peers {

/// Both of Iverson's ways; `given()` binds the inputs, `result()` the results, one or a std::tie of several. `owner` has them all.
/// What is prepared runs on the threads that the libraries have; what is checked in each call runs on one.
template <auto const& F, class Owner, class Result, class Given, class... Option>
race::ways both(std::shared_ptr<Owner> const& owner, Result const& result, Given const& given,
                Option const&... options) {
    using prepared_type = decltype(iverson::prepare<F>(result(), given(), options...));
    // Made in place: a prepared evaluation refers to itself.
    std::shared_ptr<prepared_type> const prepared{
        new prepared_type{iverson::prepare<F>(result(), given(), options...)}};
    race::ways its_ways{[=] { iverson::evaluate_into<F>(result(), given(), owner->memory, options...); },
                        [owner, prepared] { (*prepared)(); }};
    if (iverson::loops::team const* const its = team()) {
        using shared_type = decltype(iverson::prepare<F>(result(), given(), *its, options...));
        std::shared_ptr<shared_type> const shared{
            new shared_type{iverson::prepare<F>(result(), given(), *its, options...)}};
        its_ways.prepared = [owner, shared] { (*shared)(); };
    }
    return its_ways;
}

}  // namespace peers
