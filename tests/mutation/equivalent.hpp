// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace {

/// What is seen of a guard without which no value changes.
enum class effect {
    none,  ///< nothing is asserted
    form,  ///< some derivation reads otherwise
    cost   ///< some loops take another number of operations
};

/// A guard without which no value changes, with the reason; or all such guards of one function, which then have one reason.
struct excuse {
    std::string_view guard;  ///< file: function: text, or file: function
    std::string_view reason;
    effect by = effect::none;
};
inline constexpr excuse excuses[] = {
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
    {"simplify/simplify.hpp: run: before >= 0", "what is shared is simplified again"},
    {"simplify/normalized.hpp: collect_indices: std::find(result.begin(), result.end(), t.symbol) == "
     "result.end()",
     "the same index is tried again"},
    {"derive/rules.hpp: general_power_rule: !p.depends(p.g.links(p.body)[1])",
     "the power rule comes first in the table"},
    {"derive/rules.hpp: first_extreme: r.kind != reduction::maximum && r.kind != reduction::minimum",
     "sums and products come first in the table"},
    {"derive/rules.hpp: pattern_definition: p.g.is(p.body, op::recognized)", "the last rule of the table"},

    {"derive/advance.hpp: operator: known >= 0", "what is shared is derived again"},
    {"derive/advance.hpp: each_partial: !any_node(g_, id, [&](int n) { return g_.is(n, op::partial); })",
     "what holds no derivative is walked through"},
    {"derive/advance.hpp: step", "more or less is done in one line", effect::form},
    {"derive/advance.hpp: each_partial", "more or less is done in one line", effect::form},
    {"derive/advance.hpp: linear", "more or less is done in one line", effect::form},
    {"derive/advance.hpp: descend", "more or less is done in one line", effect::form},
    {"derive/advance.hpp: has_leaves", "more or less is done in one line", effect::form},
    {"derive/problem.hpp: reads_itself", "an adjoint is called total, or is not", effect::form},
    {"derive/problem.hpp: read_over_integers", "bounds of sums are written, or follow from supports",
     effect::form},
    {"derive/gradient_problem.hpp: state: f_.defining(output_) < 0", "another sentence refuses it",
     effect::form},
    {"derive/gradient_problem.hpp: matters", "adjoints are stated that nothing reads", effect::form},
    {"derive/gradient_problem.hpp: state: matters(tensor, wanted)", "adjoints are stated that nothing reads",
     effect::form},
    {"derive/gradient_problem.hpp: adjoint_of", "an adjoint is called total, or is not", effect::form},
    {"derive/gradient_problem.hpp: speaks_of_e: t.kind == role::plain",
     "the tangent of an E: the scalar is called F as well"},
    {"derive/gradient_problem.hpp: speaks_of_e", "what the scalar is called", effect::form},
    {"derive/gradient_problem.hpp: is_name", "what the scalar is called", effect::form},
    {"derive/jacobian_problem.hpp: state_jacobian: g.is_integer_index(position.bare_symbol())",
     "the domain of a ranged index says it already"},
    {"derive/jacobian_problem.hpp: state_jacobian: range g.condition_id({relation::nonnegative, position - "
     "axes[d].lower, 0})",
     "the axes say it, and plans read them too (make_plan.hpp: domain_of)"},
    {"derive/jacobian_problem.hpp: state_jacobian: range g.condition_id({relation::nonnegative, "
     "axes[d].upper - position, 0})",
     "the axes say it, and plans read them too (make_plan.hpp: domain_of)"},
    {"derive/jacobian_problem.hpp: state_jacobian: which < 0", "another sentence refuses it", effect::form},
    {"derive/tangent_problem.hpp: state: !matters", "tangents are stated that nothing reads", effect::form},
    {"derive/tangent_problem.hpp: state: !is_driven(e.tensor)", "tangents that are 0 are stated",
     effect::form},
    {"derive/tangent_problem.hpp: is_driven", "tangents that are 0 are stated", effect::form},
    {"derive/tangent_problem.hpp: moving_tensors", "derivatives that are 0 are stated", effect::form},
    {"derive/tangent_problem.hpp: state: e.tensor == output_",
     "equations stand in the order of their dependences: that of the output is the last that matters"},
    {"derive/tangent_problem.hpp: state: !read.empty()",
     "which equation of a recurrence stands for it as the output"},
    {"derive/tangent_problem.hpp: add_tangent", "the direction is 0 outside of its domain", effect::form},
    {"derive/tangent_problem.hpp: domain_of: g_.is_integer_index(position.bare_symbol())",
     "the domain of a ranged index says it already"},
    {"derive/tangent_problem.hpp: domain_of: range g_.condition_id({relation::nonnegative, axes[d].upper - "
     "position, 0})",
     "the axes say it, and plans read them too (make_plan.hpp: domain_of)"},

    {"graph/solve.hpp: solve_for_one", "another index is solved for, or another rule solves", effect::form},
    {"graph/solve.hpp: run: result_.exact", "nothing is read of a solution that is not exact"},
    {"graph/solve.hpp: coefficient: size_of(sum) <= INT32_MAX",
     "coefficients beyond 32 bits, whose products might leave 64: no formula here has them"},
    {"graph/solve.hpp: add_equation: rest.valid()",
     "what is not valid stays so, and the values are looked at last"},
    {"graph/solve.hpp: add_condition: written.expression.valid()",
     "the graph refuses a condition that is not valid"},
    {"graph/solve.hpp: add_condition: decide(written) != truth::yes",
     "a condition that always holds is written"},
    {"graph/solve.hpp: read_solution: value.valid()", "the graph refuses a subscript that is not valid"},
    {"graph/inequality.hpp: add: difference.valid()", "a difference that is not valid is no constant"},
    {"graph/inequality.hpp: eliminate: rows_.size() < row_limit", "more rows: slower, and sharper"},
    {"graph/inequality.hpp: cheapest_symbol", "another order of elimination: slower"},
    {"graph/inequality.hpp: connected: shared", "rows that have nothing to do with it: slower"},
    {"graph/inequality.hpp: implies_nonnegative: e.is_constant() && e.constant() >= 0",
     "what is plain is proved by elimination as well"},
    {"graph/inequality.hpp: implies_nonnegative: slack.is_constant() && slack.constant() >= 0",
     "what is plain is proved by elimination as well"},
    {"graph/inequality.hpp: decide_residue: multiple.valid() && multiple.content() % c.modulus == 0",
     "fewer brackets are known"},
    {"graph/inequality.hpp: decide_residue: implies_nonnegative(set, affine{most} - value)",
     "fewer brackets are known", effect::form},
    {"graph/inequality.hpp: excludes: set.known_empty()",
     "nothing is said of an empty set: what it kills is killed by its rows"},
    {"graph/support.hpp: intersection: range affine{-1}", "the set is held for wider than it is"},

    {"loops/bounds.hpp: run: !shift.is_zero()", "the index is replaced by itself"},
    {"loops/bounds.hpp: measure: result.moving > 0",
     "where no bound moves there is nothing to choose between"},
    {"loops/bounds.hpp: length_of", "the same sum over another index: slower (tests/loops/bounds.cpp)"},
    {"loops/bounds.hpp: grows_with", "the same sum over another index: slower (tests/loops/bounds.cpp)"},
    {"loops/cheapest_order.hpp: visit: known >= 0", "what is shared is visited again"},
    {"loops/cheapest_order.hpp: in_order: p.vars.size() + (opened ? 1 : 0) < 2",
     "one index has one order, which costs what the sum costs"},
    {"loops/cheapest_order.hpp: multiplied_out: !holds_sums(factors[i])",
     "a product of entries and terms is multiplied out: more is rounded where terms cancel", effect::cost},
    {"loops/elimination.hpp: elimination: (done >> i & 1) == 0",
     "a second sum over an index costs more: it is never taken"},
};

inline bool is_function(excuse const& e) {
    std::size_t const file = e.guard.find(": ");
    return e.guard.find(": ", file + 2) == std::string_view::npos;
}
inline bool covers(excuse const& e, std::string_view guard) {
    return e.guard == guard || (is_function(e) && guard.starts_with(std::string{e.guard} + ": "));
}

/// Its own, or else that of its function; none if there is none.
inline excuse const* excuse_for(std::string_view guard) {
    excuse const* result = nullptr;
    for (excuse const& e : excuses) {
        if (covers(e, guard) && (result == nullptr || is_function(*result))) {
            result = &e;
        }
    }
    return result;
}

}  // namespace
