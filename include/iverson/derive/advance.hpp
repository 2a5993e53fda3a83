// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "rules.hpp"

/// Moves all derivatives of a formula one textbook line further.
namespace iverson::derive {

/// What one line does to the derivatives in it.
enum class stride : std::uint8_t {
    linear,  ///< only the linear rules, up to the next sum of terms
    leaves,  ///< finish the linear rules and take the derivatives of accesses
    open     ///< one rule on every other derivative, and the linear rules up to the next sum of terms
};

class advance {
  public:
    constexpr advance(term_graph& g, stride how, rule_names& used) : g_{g}, how_{how}, used_{used} {}

    constexpr int operator()(int id) {
        if (int const known = done_.get(id); known >= 0) {
            return known;
        }
        int const result =
            g_.is(id, op::partial) ? step(id) : rebuild(g_, id, [&](int child) { return (*this)(child); });
        return done_.set(id, result);
    }

  private:
    constexpr partial_view view(int id) { return {g_, g_.links(id)[0], g_.links(id)[1]}; }

    constexpr int step(int id) {
        partial_view const p = view(id);
        if (!p.depends(p.body)) {
            return g_.number(rational{0});  // the tensor cancelled: u / (u / v)
        }
        if (how_ != stride::open) {
            return linear(id, how_ == stride::leaves);
        }
        for (derivative_rule const& rule : rules) {
            if (int const result = rule.apply(p); result >= 0) {
                used_.add(rule.name);
                return each_partial(result, id);
            }
        }
        return g_.fail(sentence("no rule takes the derivative of ", describe(g_, p.body), " by ",
                                describe(g_, p.access)));
    }

    /// Linear rules on the derivatives that a rule has just made (they lie above the bodies).
    constexpr int each_partial(int id, int from) {
        if (g_.is(id, op::partial)) {
            return id == from ? id : linear(id, false);
        }
        if (!any_node(g_, id, [&](int n) { return g_.is(n, op::partial); })) {
            return id;
        }
        return rebuild(g_, id, [&](int child) { return each_partial(child, from); });
    }

    /// The linear rules, exhaustively or up to the first sum of terms below a factor, and the leaves if wanted.
    constexpr int linear(int id, bool all, bool below = false) {
        partial_view const p = view(id);
        if (g_.is(p.body, op::access)) {
            if (!all) {
                return id;
            }
            used_.add("index derivative");
            return index_derivative(p);
        }
        if (g_.is(p.body, op::add) && below && !all) {
            return id;
        }
        for (derivative_rule const& rule : rules) {
            int const result = rule.linear && rule.apply != pattern_definition ? rule.apply(p) : -1;
            if (result >= 0) {
                used_.add(rule.name);
                return descend(result, all);
            }
        }
        return id;
    }
    constexpr int descend(int id, bool all) {
        if (g_.is(id, op::partial)) {
            return linear(id, all, true);
        }
        if (g_.is(id, op::add) || g_.is(id, op::multiply) || g_.is(id, op::reduce)) {
            return rebuild(g_, id,
                           [&](int child) { return has_partial(child) ? descend(child, all) : child; });
        }
        return id;
    }
    constexpr bool has_partial(int id) {
        return any_node(g_, id, [&](int n) { return g_.is(n, op::partial); });
    }

    term_graph& g_;
    stride how_;
    rule_names& used_;
    memo done_;
};

/// Whether some derivative is that of an access, or can be moved further in by a linear rule.
constexpr bool has_leaves(term_graph const& g, int id) {
    return any_node(g, id, [&](int n) {
        if (!g.is(n, op::partial)) {
            return false;
        }
        int const body = g.links(n)[0];
        bool const linear_sum = g.is(body, op::reduce) && g.reduction_of(body).kind == reduction::sum;
        return g.is(body, op::access) || g.is(body, op::add) || linear_sum;
    });
}

constexpr bool has_partials(term_graph const& g, int id) {
    return any_node(g, id, [&](int n) { return g.is(n, op::partial); });
}

}  // namespace iverson::derive
