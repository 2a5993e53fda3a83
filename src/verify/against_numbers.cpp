// SPDX-License-Identifier: BSL-1.0
#include "verify.hpp"

#include <iverson/verify/gradient.hpp>

namespace iverson::verify {

verdict_of_gradient against_numbers(graph::formula const& source, graph::formula const& derived,
                                    options const& how) {
    verdict_of_gradient result;
    result.exact = is_rational(source) && is_rational(derived);
    claim const c = claim_of(source, derived, derived.outputs[0]);
    judge j{source, how, result.exact, result.exact ? 0 : how.tolerance};
    auto const claimed = [&]<class T>(T, claim const&, setting const& s) {
        return claimed_value<T>(source, derived, c, s);
    };
    report const said = j.compare(name_of(derived, c.result), c, claimed);
    result.right = static_cast<bool>(said);
    result.wrong = j.found_difference();
    result.sentence = said.message();
    result.rounds = j.rounds();
    result.entries = j.entries();
    result.worst = j.worst_seen().error;
    result.where = j.worst_seen().where;
    return result;
}

}  // namespace iverson::verify
