// SPDX-License-Identifier: BSL-1.0
#include "rules.hpp"

#include <algorithm>
#include <set>

namespace iverson::check {

namespace {

/// How much of each kind stands in an item.
struct inventory {
    int derivatives = 0;
    int of_entries = 0;  ///< derivatives of accesses
    int of_calls = 0;
    int gradients = 0;
    int brackets = 0;
    int sums = 0;
    int terms = 0;
};

inventory counted(document const& d, int id) {
    inventory n;
    each_item(d, id, [&](int at) {
        item const& i = d[at];
        form const body = i.what == form::partial ? d[i.parts[0]].what : form::number;
        n.derivatives += i.what == form::partial ? 1 : 0;
        n.of_entries += body == form::access ? 1 : 0;
        n.of_calls += body == form::call || body == form::power ? 1 : 0;
        n.gradients += i.what == form::access && i.tensor.kind == graph::role::adjoint ? 1 : 0;
        n.brackets += i.what == form::bracket ? 1 : 0;
        n.sums += i.what == form::reduce ? 1 : 0;
        n.terms += i.what == form::add ? static_cast<int>(i.parts.size()) : 0;
    });
    return n;
}

}  // namespace

std::vector<std::string> rules_between(document const& d, int before, int here) {
    inventory const a = counted(d, before);
    inventory const b = counted(d, here);
    std::vector<std::string> result;
    if (a.gradients > 0 && b.gradients > 0 && b.of_entries > a.of_entries) {
        result.emplace_back("chain rule");
    }
    if (a.of_calls > b.of_calls) {
        result.emplace_back("chain rule");
    }
    if (a.of_entries > b.of_entries && b.brackets > a.brackets) {
        result.emplace_back("index derivative");
    } else if (a.of_entries > b.of_entries && b.derivatives > 0) {
        result.emplace_back("definition");
    } else if (a.derivatives > b.derivatives && result.empty()) {
        result.emplace_back("derivatives taken");
    }
    if (b.sums < a.sums && b.brackets < a.brackets) {
        result.emplace_back("collapse of a sum");
    }
    if (result.empty() && a.derivatives > 0 && a.derivatives == b.derivatives) {
        result.emplace_back("linearity");
    }
    return result;
}

std::vector<std::string> tensors_in(document const& d, int id) {
    std::set<std::string> bound;
    std::set<std::string> result;
    each_item(d, id, [&](int at) {
        for (syntax::binder const& b : d[at].binders) {
            bound.insert(b.name);
        }
        item const& i = d[at];
        if (i.what == form::access && (!i.parts.empty() || i.tensor.kind != graph::role::plain)) {
            result.insert(base_key(i));
        }
    });
    return {result.begin(), result.end()};
}

}  // namespace iverson::check
