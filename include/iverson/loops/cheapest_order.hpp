// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/checks.hpp"
#include "../graph/vector.hpp"
#include "elimination.hpp"
#include "entries.hpp"
#include "repeated.hpp"
#include "terms.hpp"

#include <algorithm>
#include <utility>

/// Sums of products in the order in which they cost least: sum(j, k, q(i, k) * k(j, k) * v(j, c)) is
/// sum(k, q(i, k) * sum(j, k(j, k) * v(j, c))). The distributive law alone: values, supports and domains are those of the formula.
namespace iverson::loops {

class cheapest_order {
  public:
    /// `domain` holds the conditions on the free indices, of which `first` is that of the result's first subscript (-1: none).
    constexpr cheapest_order(graph::graph& g, graph::vector<int> const& domain, int first)
        : g_{g}, first_{first} {
        note_extents(domain);
    }

    constexpr int run(int id) {
        any_node(g_, id, [&](int n) {
            if (g_.is(n, graph::op::reduce)) {
                auto const guards = g_.reduction_of(n).guards;
                note_extents(graph::vector<int>(guards.begin(), guards.end()));
            }
            return false;
        });
        return visit(id);
    }

  private:
    constexpr bool is_sum(int id) const {
        return g_.is(id, graph::op::reduce) && g_.reduction_of(id).kind == graph::reduction::sum;
    }

    // -- extents -------------------------------------------------------------------------------------------------------
    /// A range between two numbers.
    struct range_of_numbers {
        int symbol = -1;
        bool low = false;
        bool high = false;
        std::int64_t lower = 0;
        std::int64_t upper = 0;
    };
    constexpr void note_extents(graph::vector<int> const& conditions) {
        for (int id : conditions) {
            graph::condition const& c = g_.condition_at(id);
            if (c.kind != graph::relation::nonnegative || c.expression.size() != 1) {
                continue;
            }
            auto const& only = *c.expression.begin();
            range_of_numbers& r = range_of(only.symbol);
            if (only.coefficient == 1) {
                r.low = true;
                r.lower = -c.expression.constant();
            } else {
                r.high = true;
                r.upper = c.expression.constant();
            }
        }
    }
    constexpr range_of_numbers& range_of(int symbol) {
        for (range_of_numbers& r : ranges_) {
            if (r.symbol == symbol) {
                return r;
            }
        }
        range_of_numbers made;
        made.symbol = symbol;
        ranges_.push_back(made);
        return ranges_.back();
    }
    /// 0 where the extent is no number.
    constexpr std::int64_t extent_of(int symbol) {
        range_of_numbers const& r = range_of(symbol);
        return r.low && r.high ? std::max<std::int64_t>(1, r.upper - r.lower + 1) : 0;
    }

    // -- the formula, innermost sums first -----------------------------------------------------------------------------
    constexpr int visit(int id) {
        if (int const known = done_.get(id); known >= 0) {
            return known;
        }
        bool const extreme = g_.is(id, graph::op::reduce) && !is_sum(id);
        int result = extreme ? visit_alike(id) : rebuild(g_, id, [&](int child) { return visit(child); });
        if (is_sum(result)) {
            result = improved(result);
        }
        return done_.set(id, result);
    }
    /// Below max and min the order does not hang on the result: its place is found where the value is, by the same operations.
    constexpr int visit_alike(int id) {
        graph::memo others = std::exchange(done_, graph::memo{});
        int const first = std::exchange(first_, -1);
        int const result = rebuild(g_, id, [&](int child) { return visit(child); });
        done_ = std::move(others);
        first_ = first;
        return result;
    }

    constexpr int improved(int id) {
        int result = without_inner_sums(id);
        result = result == id ? in_order(id, false) : result;
        if (work_degree(result) < work_degree(id)) {
            return result;
        }
        int const apart = term_by_term(id);
        return apart == id ? result : apart;
    }
    constexpr int without_inner_sums(int id) {
        graph::vector<int> const factors = factors_of(g_, g_.reduction_of(id).body);
        bool const any = std::any_of(factors.begin(), factors.end(), [&](int f) { return is_sum(f); });
        return any ? in_order(id, true) : id;
    }

    // -- one sum of products -------------------------------------------------------------------------------------------
    /// A sum over `vars`, which are the first of `symbols`, of the product of factors.
    struct problem {
        graph::vector<int> vars;
        graph::vector<int> guards;
        graph::vector<int> factors;
        graph::vector<int> symbols;
        int degree = 0;  ///< of the dearest sum in it
    };

    /// The sum with one summation for each index; with the sums among its factors multiplied out if that saves a loop.
    constexpr int in_order(int id, bool opened) {
        problem p;
        open(id, opened, p);
        if (p.vars.size() + (opened ? 1 : 0) < 2 || p.vars.size() > elimination::most_indices ||
            p.factors.size() + p.guards.size() > factor_set::capacity || !separable(p)) {
            return id;
        }
        factor_set const set = indices_of_factors(p);
        if (p.symbols.size() > index_bits::capacity) {
            return id;
        }
        index_bits const bits = extents_of_indices(p);
        int const bound = static_cast<int>(p.vars.size());
        elimination const order{set, bits, bound};
        bool const better = opened ? order.cost().degree() < p.degree
                                   : order.cost().grows_less(elimination::together(set, bits, bound));
        return better ? build(p, order) : id;
    }
    constexpr void open(int id, bool opened, problem& p) {
        graph::reduction_view const view = g_.reduction_of(id);
        p.vars.insert(p.vars.end(), view.vars.begin(), view.vars.end());
        p.guards.insert(p.guards.end(), view.guards.begin(), view.guards.end());
        p.degree = std::max(p.degree, degree_of(id));
        for (int factor : factors_of(g_, view.body)) {
            if (opened && is_sum(factor) && can_open(factor)) {
                open(graph::renamed_binders(g_, factor), opened, p);
            } else {
                p.factors.push_back(factor);
            }
        }
    }
    constexpr bool can_open(int sum) const {
        problem inner;
        graph::reduction_view const view = g_.reduction_of(sum);
        inner.vars.assign(view.vars.begin(), view.vars.end());
        inner.guards.assign(view.guards.begin(), view.guards.end());
        inner.factors = factors_of(g_, view.body);
        return separable(inner);
    }
    /// Loops around the body of a sum, those of a written number of steps left out.
    constexpr int degree_of(int sum) {
        int result = 0;
        for (int symbol : free_indices_of(g_, sum)) {
            result += extent_of(symbol) == 0 ? 1 : 0;
        }
        for (int var : g_.reduction_of(sum).vars) {
            result += extent_of(var) == 0 ? 1 : 0;
        }
        return result;
    }
    constexpr int work_degree(int id) {
        int result = is_sum(id) ? degree_of(id) : 0;
        graph::vector<int> const below(graph::children(g_, id).begin(), graph::children(g_, id).end());
        for (int child : below) {
            result = std::max(result, work_degree(child));
        }
        return result;
    }

    /// Whether each index may be summed over apart from the others. No bracket on values may move away from what it makes 0; and
    /// what equations say of an index is told by the loops around the whole sum.
    constexpr bool separable(problem const& p) const {
        bool result = true;
        for (int guard : p.guards) {
            result = result && is_row(g_.condition_at(guard), p.vars);
        }
        for (int factor : p.factors) {
            bool const on_values = is_value_bracket(g_, factor);
            result = result && !(on_values && mentions_any(factor, p.vars)) &&
                     !(g_.is(factor, graph::op::bracket) && !is_row(g_.condition_of(factor), p.vars)) &&
                     has_unit_steps(factor, p.vars);
        }
        return result;
    }
    constexpr bool mentions_any(int id, graph::vector<int> const& vars) const {
        return std::any_of(vars.begin(), vars.end(), [&](int var) { return mentions(g_, id, var); });
    }
    /// Whether the condition is an inequality in which the indices have coefficient 1 or -1, or does not speak of them.
    static constexpr bool is_row(graph::condition const& c, graph::vector<int> const& vars) {
        return !speaks_of(vars, c.expression) ||
               (c.kind == graph::relation::nonnegative && unit_steps(c.expression, vars));
    }
    static constexpr bool unit_steps(graph::affine const& e, graph::vector<int> const& vars) {
        return std::all_of(vars.begin(), vars.end(), [&](int var) {
            std::int64_t const by = e.coefficient(var);
            return by >= -1 && by <= 1;
        });
    }
    /// So that the support of each sum is a set of inequalities on the other indices: no count says where it has terms.
    constexpr bool has_unit_steps(int factor, graph::vector<int> const& vars) const {
        return !any_node(g_, factor, [&](int n) {
            bool steps = false;
            graph::for_each_affine(g_, n,
                                   [&](graph::affine const& e) { steps = steps || !unit_steps(e, vars); });
            return steps;
        });
    }

    constexpr factor_set indices_of_factors(problem& p) const {
        factor_set result;
        p.symbols = p.vars;
        for (int factor : p.factors) {
            result.add(bits_of(p, free_indices_of(g_, factor)), !g_.is(factor, graph::op::bracket), false);
        }
        for (int guard : p.guards) {
            result.add(bits_of(p, indices_in(guard)), false, false);
        }
        return result;
    }
    constexpr index_bits extents_of_indices(problem const& p) {
        index_bits result;
        for (std::size_t i = 0; i < p.symbols.size(); ++i) {
            result.extents[i] = extent_of(p.symbols[i]);
            if (p.symbols[i] == first_) {
                result.first = static_cast<int>(i);
            }
        }
        return result;
    }
    constexpr graph::vector<int> indices_in(int condition) const {
        graph::vector<int> result;
        for (auto const& t : g_.condition_at(condition).expression) {
            if (is_loop_index(g_, t.symbol)) {
                result.push_back(t.symbol);
            }
        }
        return result;
    }
    static constexpr std::uint32_t bits_of(problem& p, graph::vector<int> const& indices) {
        std::uint32_t result = 0;
        for (int symbol : indices) {
            auto const found = std::find(p.symbols.begin(), p.symbols.end(), symbol);
            auto const place = static_cast<std::size_t>(found - p.symbols.begin());
            if (found == p.symbols.end()) {
                p.symbols.push_back(symbol);
            }
            result |= place < index_bits::capacity ? std::uint32_t{1} << place : 0;
        }
        return result;
    }

    // -- the sums in their order ---------------------------------------------------------------------------------------
    constexpr int build(problem p, elimination const& order) {
        graph::vector<int> made;
        graph::vector<int> const vars = p.vars;
        for (std::size_t step = 0; step < vars.size(); ++step) {
            int const var = vars[static_cast<std::size_t>(order[static_cast<int>(step)])];
            made.push_back(sum_over(var, made, p));
            p.factors.push_back(made.back());
        }
        for (int guard : p.guards) {
            p.factors.push_back(graph::bracket(g_, guard));
        }
        return multiply(g_, p.factors);
    }
    /// Takes what speaks of the index out of the factors and guards. Returns its sum.
    constexpr int sum_over(int var, graph::vector<int> const& made, problem& p) {
        graph::vector<int> inside;
        graph::vector<int> outside;
        int before = -1;  // the only factor, if it is a sum over another index
        int costly = 0;
        for (int factor : p.factors) {
            bool const in = mentions(g_, factor, var);
            (in ? inside : outside).push_back(factor);
            costly += in && !g_.is(factor, graph::op::bracket) ? 1 : 0;
            before = in && std::find(made.begin(), made.end(), factor) != made.end() ? factor : before;
        }
        p.factors = outside;
        graph::vector<int> vars(1, var);
        graph::vector<int> guards;
        take_guards(var, p, guards);
        if (before >= 0 && costly == 1) {  // one sum over both indices
            graph::reduction_view const view = g_.reduction_of(before);
            vars.insert(vars.end(), view.vars.begin(), view.vars.end());
            guards.insert(guards.end(), view.guards.begin(), view.guards.end());
            std::replace(inside.begin(), inside.end(), before, view.body);
        }
        return graph::reduce(g_, graph::reduction::sum, vars, guards, multiply(g_, inside));
    }
    /// The guards that speak of the index. What they say of the other indices is the support of the sum.
    constexpr void take_guards(int var, problem& p, graph::vector<int>& taken) {
        graph::vector<int> rest;
        for (int guard : p.guards) {
            (g_.condition_at(guard).expression.mentions(var) ? taken : rest).push_back(guard);
        }
        p.guards = rest;
    }

    // -- sums of terms -------------------------------------------------------------------------------------------------
    static constexpr std::size_t most_terms = 8;

    /// The sum of the sums of its terms, where these have fewer loops. Over Z each of them ends: its support is part of the whole one's.
    constexpr int term_by_term(int id) {
        graph::reduction_view const view = g_.reduction_of(id);
        graph::vector<int> const vars(view.vars.begin(), view.vars.end());
        graph::vector<int> const guards(view.guards.begin(), view.guards.end());
        graph::vector<int> const terms = multiplied_out(view.body, vars.size() > 1);
        if (terms.size() < 2 || terms.size() > most_terms) {
            return id;
        }
        int const degree = work_degree(id);
        graph::vector<int> sums;
        for (int term : terms) {
            int const part = graph::reduce(g_, graph::reduction::sum, vars, guards, term);
            int const its = is_sum(part) ? improved(part) : part;
            if (work_degree(its) >= degree) {
                return id;
            }
            sums.push_back(with_own_binders(its));
        }
        return add(g_, sums);
    }
    /// The terms of a sum, or of a product in which a sum of terms holds sums over an index.
    constexpr graph::vector<int> multiplied_out(int body, bool of_several) {
        if (g_.is(body, graph::op::add)) {
            return graph::vector<int>(of_several || holds_sums(body) ? g_.links(body).begin()
                                                                     : g_.links(body).end(),
                                      g_.links(body).end());
        }
        graph::vector<int> const factors = factors_of(g_, body);
        graph::vector<int> result;
        for (std::size_t i = 0; i < factors.size() && result.empty(); ++i) {
            if (!g_.is(factors[i], graph::op::add) || !holds_sums(factors[i])) {
                continue;
            }
            graph::vector<int> const terms(g_.links(factors[i]).begin(), g_.links(factors[i]).end());
            for (int term : terms) {
                graph::vector<int> product = factors;
                product[i] = term;
                result.push_back(multiply(g_, product));
            }
        }
        return result;
    }
    constexpr bool holds_sums(int terms) const {
        for (int term : g_.links(terms)) {
            graph::vector<int> const factors = factors_of(g_, term);
            if (std::any_of(factors.begin(), factors.end(), [&](int f) { return is_sum(f); })) {
                return true;
            }
        }
        return false;
    }
    /// The formula with new symbols for the indices of all its sums, so that no symbol is bound twice.
    constexpr int with_own_binders(int id) {
        int const result = rebuild(g_, id, [&](int child) { return with_own_binders(child); });
        return g_.is(result, graph::op::reduce) ? graph::renamed_binders(g_, result) : result;
    }

    graph::graph& g_;
    int first_;
    graph::vector<range_of_numbers> ranges_;
    graph::memo done_;
};

}  // namespace iverson::loops
