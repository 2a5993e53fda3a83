// SPDX-License-Identifier: BSL-1.0
// long because the planner is one class: each stage knows what the earlier ones have found.
#pragma once

#include "../graph/checks.hpp"
#include "../graph/library.hpp"
#include "../graph/vector.hpp"
#include "binding_rules.hpp"
#include "cheapest_order.hpp"
#include "common_factors.hpp"
#include "empty_ranges.hpp"
#include "lattice.hpp"
#include "nest_maker.hpp"
#include "own_steps.hpp"
#include "strided_scatter.hpp"
#include "temporaries.hpp"
#include "vanishing.hpp"

#include <algorithm>
#include <span>

/// graph::formula -> Plan.
namespace iverson::loops {

class planner {
  public:
    /// `bound` are the tensors that the caller gives, in this order.
    /// `primals` are the formulas that this one was derived from; they say how extents hang together.
    constexpr planner(graph::formula const& f, std::span<argument const> bound,
                      std::span<graph::formula const> primals)
        : f_{f}, primals_{primals} {
        for (argument const& a : bound) {
            add_buffer(a.tensor, buffer_kind::argument);
            placed_.push_back(a.placed ? 1 : 0);
        }
    }

    constexpr plan run() {
        if (f_.failed()) {
            plan_.message = f_.nodes.message();
            return plan_;
        }
        find_needed();
        add_results();
        refuse_unbound();
        if (plan_.failed()) {
            return plan_;
        }
        add_facts();
        binding_rules rules{f_, plan_, buffers_, placed_, facts_, more_};
        rules.make(primals_);
        facts_.more = &more_;
        plan_.functions = f_.nodes.functions;
        std::size_t const equations = f_.equations.size();
        for (std::size_t i = 0; i < equations && !plan_.failed(); ++i) {
            if (needed(f_.equations[i])) {
                graph::equation& e = f_.equations[i];
                int value = without_recognition(f_.nodes, e.value);
                empty_ranges{f_, plan_, facts_}.check_all(value, domain_of(e));
                value = cheapest_order{f_.nodes, e.domain, first_index(e)}.run(value);
                context const known = with(domain_of(e));
                value = common_factors{f_}.run(value, known);
                value = entries_as_indices(f_.nodes, value);
                value = strided_scatter{f_.nodes, graph::free_indices(f_.nodes, e)}.run(value);
                e.value = vanishing{f_}.run(value, known);
                twice_.add(e.value);
                pairs_.add(e.value);
            }
        }
        for (std::size_t i = 0; i < equations && !plan_.failed(); ++i) {
            if (needed(f_.equations[i])) {
                plan_equation(f_.equations[i]);
            }
        }
        for (buffer& b : plan_.buffers) {
            graph::vector<axis_bounds> axes;
            for (graph::axis const& a : f_.nodes.tensor_at(b.tensor).axes) {
                axes.push_back({a.lower, a.upper, rules.is_hull(a)});
            }
            b.axes = append(plan_.axes, axes);
        }
        plan_.symbols = static_cast<int>(f_.nodes.symbols.size());
        for (graph::symbol const& s : f_.nodes.symbols) {
            plan_.symbol_names.push_back(s.name);
        }
        if (f_.failed() && !plan_.failed()) {
            plan_.message = f_.nodes.message();
        }
        return plan_;
    }

  private:
    constexpr void add_buffer(int tensor, buffer_kind kind) {
        buffers_.resize(f_.nodes.tensors.size(), -1);
        if (buffers_[static_cast<std::size_t>(tensor)] >= 0) {
            return;
        }
        graph::tensor const& t = f_.nodes.tensor_at(tensor);
        buffer b;
        b.kind = kind;
        b.tensor = tensor;
        b.rank = t.rank < 0 ? 0 : t.rank;
        b.integral = t.integral;
        b.name = append(plan_.characters, graph::describe(f_.nodes, t).view());
        buffers_[static_cast<std::size_t>(tensor)] = static_cast<int>(plan_.buffers.size());
        plan_.buffers.push_back(b);
    }
    constexpr void add_results() {
        for (int output : f_.outputs) {
            add_buffer(f_.equations[static_cast<std::size_t>(output)].tensor, buffer_kind::result);
        }
        for (graph::equation const& e : f_.equations) {
            if (needed(e)) {
                add_buffer(e.tensor, buffer_kind::temporary);
            }
        }
    }
    /// A derived formula holds the equations that it came from; only what the outputs read is computed.
    constexpr void find_needed() {
        needed_.assign(f_.nodes.tensors.size(), 0);
        for (int output : f_.outputs) {
            needed_[static_cast<std::size_t>(f_.equations[static_cast<std::size_t>(output)].tensor)] = 1;
        }
        for (bool changed = true; changed;) {
            changed = false;
            for (graph::equation const& e : f_.equations) {
                if (!needed(e)) {
                    continue;
                }
                any_node(f_.nodes, e.value, [&](int id) {
                    if (f_.nodes.is(id, graph::op::access) &&
                        needed_[static_cast<std::size_t>(f_.nodes[id].head)] == 0) {
                        needed_[static_cast<std::size_t>(f_.nodes[id].head)] = 1;
                        changed = true;
                    }
                    return false;
                });
            }
        }
    }
    /// An argument that stands where the formula defines a tensor takes the definition's place.
    constexpr bool needed(graph::equation const& e) const {
        std::size_t const tensor = static_cast<std::size_t>(e.tensor);
        bool const given =
            tensor < buffers_.size() && buffers_[tensor] >= 0 &&
            plan_.buffers[static_cast<std::size_t>(buffers_[tensor])].kind == buffer_kind::argument;
        return needed_[tensor] != 0 && !given;
    }
    constexpr void refuse_unbound() {
        for (graph::equation const& e : f_.equations) {
            if (!needed(e)) {
                continue;
            }
            any_node(f_.nodes, e.value, [&](int id) {
                bool const missing = f_.nodes.is(id, graph::op::access) &&
                                     buffers_[static_cast<std::size_t>(f_.nodes[id].head)] < 0;
                if (missing && !plan_.failed()) {
                    plan_.message =
                        graph::sentence(graph::describe(f_.nodes, f_.nodes.tensor_of(id)), " is not bound");
                }
                return false;
            });
        }
    }
    /// The index of the first subscript on the left, -1 if there is none.
    constexpr int first_index(graph::equation const& e) const {
        return e.positions.empty() ? -1 : f_.nodes.affine_at(e.positions[0]).bare_symbol();
    }
    /// Extents are not negative.
    constexpr void add_facts() {
        for (std::size_t i = 0; i < f_.nodes.symbols.size(); ++i) {
            if (f_.nodes.symbols[i].kind == graph::symbol_kind::extent) {
                facts_.add(graph::affine::symbol(static_cast<int>(i)));
            }
        }
    }

    /// The facts, and conditions that hold as well.
    constexpr context with(graph::vector<graph::condition> const& conditions) const {
        context result = facts_;
        for (graph::condition const& c : conditions) {
            result.add(c);
        }
        return result;
    }

    /// The values of the left side's indices: the written domain, and the axes where it is Z.
    constexpr graph::vector<graph::condition> domain_of(graph::equation const& e) {
        graph::vector<graph::condition> result;
        context known = facts_;
        for (int c : e.domain) {
            result.push_back(f_.nodes.condition_at(c));
            known.add(result.back());
        }
        graph::tensor const& t = f_.nodes.tensor_at(e.tensor);
        for (std::size_t d = 0; d < e.positions.size(); ++d) {
            graph::affine const position = f_.nodes.affine_at(e.positions[d]);
            for (graph::affine const& row : {position - t.axes[d].lower, t.axes[d].upper - position}) {
                if (!position.is_constant() && !implies_nonnegative(known, row)) {
                    result.push_back(graph::normalized({graph::relation::nonnegative, row, 0}));
                    known.add(row);
                }
            }
        }
        return result;
    }

    constexpr void plan_equation(graph::equation const& written) {
        graph::equation e = written;
        e.value = own_steps{f_.nodes, written}.shown();
        graph::vector<graph::condition> const domain = domain_of(e);
        graph::recurrence_step const step = graph::recurrence_of(f_.nodes, e);
        int const time =
            step.axis < 0
                ? -1
                : f_.nodes.affine_at(e.positions[static_cast<std::size_t>(step.axis)]).bare_symbol();
        context const facts = facts_;
        std::size_t const before = made_.size();
        e.value = hoister{f_, made_, defined_, twice_, pairs_, prints_, facts_}.run(e, domain, time);
        for (std::size_t i = before; i < made_.size(); ++i) {
            add_buffer(made_[i].tensor, buffer_kind::temporary);
        }
        block b;
        b.nests.first = static_cast<int>(plan_.nests.size());
        if (leaves_gaps(written)) {
            fill_with_zeros(e.tensor);
        }
        plan_temporaries(before, false);
        close(b);
        if (time >= 0) {
            b.time = add_time_loop(time, domain);
            add_time_facts(time, domain);
            b.downwards = step.steps > 0;
            plan_temporaries(before, true);
        }
        graph::vector<int> indices;
        for (int symbol : graph::free_indices(f_.nodes, e)) {
            if (symbol != time) {
                indices.push_back(symbol);
            }
        }
        graph::vector<graph::affine> positions;
        for (int position : e.positions) {
            positions.push_back(f_.nodes.affine_at(position));
        }
        plan_nests(e.tensor, positions, indices, domain, e.value);
        close(b);
        facts_ = facts;
        if (may_be_read_for_its_formula(f_.nodes, written)) {
            defined_.push_back(
                {e.tensor, graph::free_indices(f_.nodes, e), domain, written.value, written.value});
        }
    }
    /// Whether this is the first equation of a tensor whose equations may say nothing of some positions of its box, as under
    /// the range 0..i of another index: entries that no equation gives are 0.
    constexpr bool leaves_gaps(graph::equation const& written) const {
        bool const alone = std::ranges::count(f_.equations, written.tensor, &graph::equation::tensor) == 1;
        bool first = true;
        bool gaps = false;
        for (graph::equation const& e : f_.equations) {
            if (e.tensor != written.tensor) {
                continue;
            }
            if (first && !(e.positions == written.positions && e.value == written.value)) {
                return false;
            }
            first = false;
            gaps = gaps || is_cut(e, alone);
        }
        return gaps;
    }
    /// Whether the domain holds a condition that the box of the tensor does not imply. Where a recurrence has several equations,
    /// one index cuts nothing: together they leave no gap. Its Jacobian is one equation, and 0 at the initial values.
    constexpr bool is_cut(graph::equation const& e, bool alone) const {
        context box = facts_;
        graph::tensor const& t = f_.nodes.tensor_at(e.tensor);
        for (std::size_t d = 0; d < e.positions.size(); ++d) {
            box.add(f_.nodes.affine_at(e.positions[d]) - t.axes[d].lower);
            box.add(t.axes[d].upper - f_.nodes.affine_at(e.positions[d]));
        }
        for (int c : e.domain) {
            int indices = 0;
            for (auto const& part : f_.nodes.condition_at(c).expression) {
                indices += is_loop_index(f_.nodes, part.symbol) ? 1 : 0;
            }
            if (indices > (alone ? 0 : 1) && !implies(box, f_.nodes.condition_at(c))) {
                return true;
            }
        }
        return false;
    }
    constexpr void fill_with_zeros(int tensor) {
        graph::vector<int> indices;
        graph::vector<graph::affine> positions;
        graph::vector<graph::condition> box;
        for (graph::axis const& a : f_.nodes.tensor_at(tensor).axes) {
            indices.push_back(f_.nodes.new_symbol("q", graph::symbol_kind::integer));
            positions.push_back(graph::affine::symbol(indices.back()));
            box.push_back(graph::normalized({graph::relation::nonnegative, positions.back() - a.lower, 0}));
            box.push_back(graph::normalized({graph::relation::nonnegative, a.upper - positions.back(), 0}));
        }
        plan_nests(tensor, positions, indices, box, f_.nodes.number(graph::rational{0}));
    }
    /// Inside the loop over time, its bounds hold.
    constexpr void add_time_facts(int time, graph::vector<graph::condition> const& domain) {
        for (graph::condition const& c : domain) {
            if (speaks_of_time_alone(c, time)) {
                facts_.add(c);
            }
        }
    }
    constexpr bool speaks_of_time_alone(graph::condition const& c, int time) const {
        bool alone = c.expression.mentions(time);
        for (auto const& t : c.expression) {
            alone = alone && (t.symbol == time || !is_loop_index(f_.nodes, t.symbol));
        }
        return alone;
    }
    constexpr void close(block& b) {
        b.nests.size = static_cast<int>(plan_.nests.size()) - b.nests.first;
        if (b.nests.size > 0) {
            plan_.blocks.push_back(b);
        }
        b = block{};
        b.nests.first = static_cast<int>(plan_.nests.size());
    }
    constexpr int add_time_loop(int time, graph::vector<graph::condition> const& domain) {
        graph::inequalities set;
        for (graph::condition const& c : domain) {
            if (speaks_of_time_alone(c, time)) {
                set.add(c);
            }
        }
        plan_.loops.push_back(loop_over(plan_, time, bounds_of(time, needed_rows(set, time, facts_))));
        return static_cast<int>(plan_.loops.size()) - 1;
    }
    constexpr void plan_temporaries(std::size_t from, bool in_time) {
        for (std::size_t i = from; i < made_.size(); ++i) {
            temporary const t = made_[i];
            if (t.in_time != in_time) {
                continue;
            }
            graph::vector<graph::affine> positions;
            for (int symbol : t.indices) {
                positions.push_back(graph::affine::symbol(symbol));
            }
            plan_nests(t.tensor, positions, t.indices, t.domain, t.value);
        }
    }

    /// One assigning nest for all that is defined on the whole domain, an accumulating one for every term that is 0
    /// outside conditions of its own.
    constexpr void plan_nests(int tensor, graph::vector<graph::affine> const& positions,
                              graph::vector<int> const& indices,
                              graph::vector<graph::condition> const& domain, int value) {
        context const known = with(domain);
        splitter split{f_};
        graph::vector<term> const terms = split.terms(value, known);
        nest_maker maker{f_, plan_, buffers_};
        graph::vector<scan> added;
        int first = f_.nodes.number(graph::rational{0});
        for (term const& t : terms) {
            scan s{indices, positions, domain, multiply(f_.nodes, t.factors)};
            s.conditions.insert(s.conditions.end(), t.conditions.begin(), t.conditions.end());
            if (t.conditions.empty() && &t == &terms[0]) {
                first = without_coupled_sums(s, added);
            } else {
                over_lattice(s);
                added.push_back(s);
            }
        }
        maker.make(tensor, positions, indices, domain, first, false, facts_);
        bool zeros = f_.nodes.is_zero(first);  // to which nothing need be added
        for (scan const& s : added) {
            bool const accumulate = !zeros || !meets_each_position_once(s);
            maker.make(tensor, s.positions, s.indices, s.conditions, s.value, accumulate, facts_);
            zeros = false;
        }
    }

    /// Whether the sum with an equation on the result's indices became a nest over the solutions, or the sum with an entry bracket on
    /// them a nest over its own indices.
    constexpr bool over_lattice(scan& s) {
        bool scatters = false;
        graph::vector<int> const result = s.indices;
        for (int sum = 0; (sum = scattered_sum(f_.nodes, s.value, s.indices, result)) >= 0; scatters = true) {
            scatter(s, sum);
        }
        if (scatters) {
            return true;
        }
        int const sum = coupled_sum(f_.nodes, s.value);
        return sum >= 0 && lattice{f_.nodes, sum}.widen(s);
    }
    /// The indices of the sum become indices of the nest.
    constexpr void scatter(scan& s, int sum) {
        graph::graph& g = f_.nodes;
        int const own = graph::renamed_binders(g, sum);
        graph::reduction_view const view = g.reduction_of(own);
        s.indices.insert(s.indices.end(), view.vars.begin(), view.vars.end());
        for (int guard : view.guards) {
            s.conditions.push_back(g.condition_at(guard));
        }
        graph::vector<int> factors = factors_of(g, s.value);
        for (int& factor : factors) {
            factor = factor == sum ? view.body : factor;
        }
        s.value = multiply(g, factors);
    }
    /// Takes the terms that have a nest of their own out of what is computed at every position; returns the rest.
    constexpr int without_coupled_sums(scan const& whole, graph::vector<scan>& added) {
        graph::vector<int> summands(1, whole.value);
        if (f_.nodes.is(whole.value, graph::op::add)) {
            summands.assign(f_.nodes.links(whole.value).begin(), f_.nodes.links(whole.value).end());
        }
        graph::vector<int> rest;
        for (int summand : summands) {
            scan s = whole;
            s.value = summand;
            if (over_lattice(s)) {
                added.push_back(s);
            } else {
                rest.push_back(summand);
            }
        }
        return rest.size() == summands.size() ? whole.value : add(f_.nodes, rest);
    }

    graph::formula f_;
    std::span<graph::formula const> primals_;
    plan plan_;
    graph::vector<int> buffers_;
    graph::vector<char> placed_;
    graph::vector<char> needed_;
    context facts_;
    graph::vector<conditional_fact> more_;
    graph::vector<temporary> made_;
    graph::vector<temporary> defined_;
    fingerprints prints_{f_.nodes};
    repeated twice_{f_.nodes, prints_};
    shared_pairs pairs_{f_.nodes, prints_};
};

namespace here {

constexpr plan make_plan(graph::formula const& f, std::span<argument const> bound,
                         std::span<graph::formula const> primals) {
    return planner{f, bound, primals}.run();
}

}  // namespace here

namespace library {

plan make_plan(graph::formula const& f, std::span<argument const> bound,
               std::span<graph::formula const> primals);

}  // namespace library

/// The loops that compute a formula from the bound tensors.
/// Errors: the plan's message: the formula's own error, a tensor without binding, an index or extent without value.
constexpr plan make_plan(graph::formula const& f, std::span<argument const> bound,
                         std::span<graph::formula const> primals = {}) {
    IVERSON_IN_LIBRARY(library::make_plan(f, bound, primals))
    return here::make_plan(f, bound, primals);
}

}  // namespace iverson::loops
