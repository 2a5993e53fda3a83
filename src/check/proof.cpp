// SPDX-License-Identifier: BSL-1.0
#include "proof.hpp"

#include "derived.hpp"

#include <iverson/verify/equal.hpp>

#include <algorithm>

namespace iverson::check {

namespace {

/// The indices of the left side in their order; nothing if a subscript is no index, or one stands twice.
std::optional<std::vector<std::string>> indices_of(document const& d, int left) {
    item const& i = d[left];
    std::vector<std::string> result;
    bool fits = i.what == form::access || i.what == form::partial;
    std::vector<int> parts = i.parts;
    if (i.what == form::partial) {
        item const& above = d[i.parts[0]];
        item const& below = d[i.parts[1]];
        fits = above.what == form::access && below.what == form::access;
        parts = above.parts;
        parts.insert(parts.end(), below.parts.begin(), below.parts.end());
    }
    for (int part : fits ? parts : std::vector<int>{}) {
        item const& at = d[part];
        bool const index = at.what == form::access && at.parts.empty();
        fits = fits && index && std::ranges::find(result, at.tensor.name) == result.end();
        result.push_back(at.tensor.name);
    }
    return fits ? std::optional{result} : std::nullopt;
}

bool is_derivative(document const& d, int id) {
    return d[id].what == form::partial || d[id].tensor.kind == graph::role::adjoint;
}

}  // namespace

bool is_proved(document const& d, scope const& s, surroundings const& around, int before, int here) {
    auto const indices = indices_of(d, around.left);
    if (!indices || !s.sums.empty() || !s.symmetric.empty()) {
        return false;
    }
    try {
        bool const derives = before == around.left && is_derivative(d, before);
        std::optional<graph::formula> const a =
            derives ? derived_formula(d, s, before) : std::optional{formula_of(d, s, before, *indices)};
        if (!a) {
            return false;
        }
        verify::equality_options how;
        how.trials = 0;
        return verify::equal(*a, formula_of(d, s, here, *indices), how).proved();
    } catch (syntax::failure const&) {
        return false;
    }
}

}  // namespace iverson::check
