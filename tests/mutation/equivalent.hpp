// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace {

/// Guards without which no value changes, each with the reason.
struct equivalent {
    std::string_view guard;  ///< file: function: text
    std::string_view reason;
};
inline constexpr equivalent equivalents[] = {
    {"simplify/algebra.hpp: like_terms: !merged", "the same sum is built again, which is no step"},
    {"simplify/algebra.hpp: like_factors: groups.size() == factors.size()",
     "the same product is built again"},
    {"simplify/algebra.hpp: vanishes_outside: everywhere", "more powers stay apart, of the same value"},
    {"simplify/sums.hpp: ends: !g.is_integer_index(var)", "fewer sums are split"},
    {"simplify/sums.hpp: integer_solution: system.equations.empty()",
     "no unknowns are solved for: the next guard"},
    {"simplify/sums.hpp: integer_solution: !solved.exact",
     "coefficients beyond 64 bits: tests/graph/solve.cpp"},
    {"simplify/sums.hpp: ends: !bounds(piece, var, inner)",
     "the front end refuses such sums: tests/simplify/rules.cpp"},
    {"simplify/sums.hpp: split_sum: !ends(g, s, term)",
     "the front end refuses such sums: tests/simplify/rules.cpp"},
    {"simplify/sums.hpp: split_sum: !ends(g, s, rest)",
     "the front end refuses such sums: tests/simplify/rules.cpp"},
    {"simplify/sums.hpp: split_sum: result.empty()", "the same sum is built again"},
    {"simplify/sums.hpp: distribute: g.size() > expansion_limit", "a larger formula of the same value"},
    {"simplify/sums.hpp: distribute: std::none_of(terms.begin(), terms.end(), [&](int t) { return "
     "hides_equation_on(g, t, s.vars); })",
     "more is multiplied out than helps"},
    {"simplify/sums.hpp: merge_sums: !(has_equation_on(g, parts_of(g, factor).body, s.vars) || "
     "has_entry_for(g, factor, s.vars))",
     "more sums are merged than helps"},
    {"simplify/sums.hpp: ends: ends_by_entry(g, term, var)", "fewer sums are split"},
    {"simplify/sums.hpp: factor_out: outside.empty()", "the same sum is built again"},
    {"simplify/sums.hpp: factor_out: inside.empty()", "sum_s c becomes c sum_s 1"},
    {"derive/rules.hpp: general_power_rule: !p.depends(p.g.links(p.body)[1])",
     "the power rule comes first in the table"},
    {"derive/rules.hpp: first_extreme: r.kind != reduction::maximum && r.kind != reduction::minimum",
     "sums and products come first in the table"},
    {"derive/rules.hpp: index_derivative: !p.g.is(p.body, op::access)", "no other leaf reads a tensor"},
    {"derive/rules.hpp: pattern_definition: p.g.is(p.body, op::recognized)", "the last rule of the table"},
};

bool is_equivalent(std::string const& name) {
    for (equivalent const& e : equivalents) {
        if (e.guard == name) {
            return true;
        }
    }
    return false;
}

}  // namespace
