// SPDX-License-Identifier: BSL-1.0
// long because one class turns every kind of node into operations, which share the regions that are open.
#pragma once

#include "../graph/unknown.hpp"
#include "../graph/vector.hpp"
#include "entries.hpp"
#include "op_pool.hpp"
#include "terms.hpp"
#include "vanishing.hpp"

#include <algorithm>

/// One term of an equation as a nest: loops, and the term's formula as straight-line operations.
namespace iverson::loops {

class nest_maker : op_pool {
  public:
    /// `buffers` tells the buffer of each tensor.
    constexpr nest_maker(graph::formula& f, plan& p, graph::vector<int> const& buffers)
        : op_pool{p}, g_{f.nodes}, split_{f}, buffers_{buffers} {}

    /// Appends the nest that stores (or adds) `value` at tensor(positions) for the values of the indices that satisfy
    /// the conditions. Errors: an index without bounds.
    constexpr void make(int tensor, graph::vector<graph::affine> positions, graph::vector<int> const& indices,
                        graph::vector<graph::condition> const& conditions, int value, bool accumulate,
                        context const& facts) {
        solution solved = solve(g_, indices, conditions);
        value = solved.apply(g_, value);
        nest n;
        n.buffer = buffers_[static_cast<std::size_t>(tensor)];
        n.accumulate = accumulate;
        for (graph::affine& position : positions) {
            position = solved.apply(position);
        }
        n.subscripts = append(p_.affines, positions);
        context known = facts;
        graph::vector<graph::condition> outside;
        for (graph::condition const& c : solved.conditions) {
            known.add(c);
            if (!speaks_of(solved.vars, c.expression) && !implies(facts, c)) {
                outside.push_back(c);
            }
        }
        n.conditions = append(p_.conditions, outside);
        // Where a nest adds to its entries, it need not go to those that an entry bracket leaves out.
        graph::vector<int> readable;
        if (accumulate) {
            readable = solved.vars;
        }
        entry_loops const read{g_, readable, value};
        context outer = facts;
        for (graph::condition const& c : outside) {
            outer.add(c);
        }
        graph::vector<loop> loops;
        if (!read.empty()) {
            solved.vars = read.vars();
        }
        if (!loops_of(solved.vars, solved.conditions, facts, read, outer, loops)) {
            return;
        }
        n.loops = append(p_.loops, loops);
        n.ops.first = static_cast<int>(p_.ops.size());
        open_nest();
        scopes_[0].known = known;
        done_.clear();
        n.result = emit(value, known);
        n.ops.size = static_cast<int>(p_.ops.size()) - n.ops.first;
        p_.nests.push_back(n);
    }

  private:
    /// What a reduction became. The same reduction where less is known may need more conditions.
    struct emitted {
        int node = -1;
        int op = -1;
        int region = 0;
        context known;
    };

    constexpr void refuse(std::string_view why) {
        if (!p_.failed()) {
            p_.message = why;
        }
    }
    constexpr void refuse_unbounded(int symbol) {
        if (!p_.failed()) {
            p_.message =
                graph::sentence("index ", g_.symbol_at(symbol).name, " has no bounds: give it a range");
        }
    }

    /// Loops over the indices, of which some are read. What stands around them ensures `outer`.
    constexpr bool loops_of(graph::vector<int> const& vars, graph::vector<graph::condition> const& conditions,
                            context const& known, entry_loops const& read, context const& outer,
                            graph::vector<loop>& loops) {
        graph::vector<int> symbols;
        for (entry_of_loop const& e : read.entries()) {
            symbols.push_back(e.symbol);
        }
        if (int const symbol = make_loops(p_, vars, conditions, known, loops, symbols); symbol >= 0) {
            refuse_unbounded(symbol);
            return false;
        }
        for (loop& l : loops) {
            entry_of_loop const* const e = read.find(l.symbol);
            if (e == nullptr) {
                continue;
            }
            context before = outer;
            for (graph::condition const& c : conditions) {
                bool placed = true;
                for (int var : vars) {
                    placed = placed && (!c.expression.mentions(var) ||
                                        (var != e->symbol && read.stands_before(var, e->symbol)));
                }
                if (placed) {
                    before.add(c);
                }
            }
            graph::vector<graph::affine> positions;
            for (int link : g_.links(e->read)) {
                positions.push_back(g_.affine_at(link));
            }
            l.source = buffers_[static_cast<std::size_t>(g_[e->read].head)];
            l.at = shared(p_.affines, positions);
            l.guards = shared(p_.conditions, split_.inside(e->read, before));
            l.by = e->by;
            l.rest = e->rest;
        }
        return true;
    }

    // -- nodes -------------------------------------------------------------------------------------------------------
    constexpr int emit(int id, context const& known) {
        if (!g_.is(id, graph::op::reduce) && !g_.is(id, graph::op::chosen)) {
            return emit_new(id, known);
        }
        for (emitted const& e : done_) {
            if (e.node == id && e.region == scopes_.back().region && e.known.rows() == known.rows()) {
                return e.op;
            }
        }
        int const op = emit_new(id, known);
        done_.push_back({id, op, scopes_.back().region, known});
        return op;
    }
    constexpr int emit_new(int id, context const& known) {
        graph::vector<int> const links(g_.links(id).begin(), g_.links(id).end());
        switch (g_.kind(id)) {
            case graph::op::number: return number(g_.number_of(id).as<double>());
            case graph::op::access: return emit_access(id);
            case graph::op::bracket: {
                graph::vector<graph::condition> const condition(implies(known, g_.condition_of(id)) ? 0 : 1,
                                                                g_.condition_of(id));
                return guarded(condition, number(1));
            }
            case graph::op::compare: return select(id, number(1), known);
            case graph::op::match:
                return guarded(split_.bracket_conditions(id, known), select(id, number(1), known));
            case graph::op::chosen: return emit_choice(id, known);
            case graph::op::add: return emit_sum(links, known);
            case graph::op::multiply: return emit_product(links, known);
            case graph::op::power: return emit_power(links, known);
            case graph::op::call: return emit_call(id, links, known);
            case graph::op::reduce: return emit_reduction(id, known);
            case graph::op::recognized: return emit(links[0], known);
            case graph::op::partial: break;
        }
        refuse("a formula that still holds a derivative cannot be evaluated");
        return number(0);
    }

    /// A load is computed in the outermost region that knows its subscripts: what it may rely on is what holds there, not
    /// the brackets and ranges around the access.
    constexpr int emit_access(int id) {
        graph::vector<graph::affine> positions;
        int depth = 0;
        for (int link : g_.links(id)) {
            positions.push_back(g_.affine_at(link));
            depth = std::max(depth, region_of(positions.back()));
        }
        return load(buffers_[static_cast<std::size_t>(g_[id].head)], positions,
                    split_.inside(id, scopes_[static_cast<std::size_t>(depth)].known));
    }

    constexpr int emit_sum(graph::vector<int> const& terms, context const& known) {
        int result = -1;
        for (int t : terms) {
            bool const negative = g_.is(t, graph::op::multiply) && g_.is_number(g_.links(t)[0], -1);
            if (negative && result >= 0) {
                result = binary(op_kind::subtract, result, emit(graph::negate(g_, t), known));
            } else {
                int const next = emit(t, known);
                result = result < 0 ? next : binary(op_kind::add, result, next);
            }
        }
        return result;
    }

    constexpr int emit_product(graph::vector<int> const& factors, context const& outer) {
        graph::vector<graph::condition> conditions;
        context const& known = outer;
        for (int f : factors) {
            if (g_.is(f, graph::op::bracket) && !implies(known, g_.condition_of(f))) {
                conditions.push_back(g_.condition_of(f));
            } else if (g_.is(f, graph::op::match)) {
                graph::vector<graph::condition> const its = split_.bracket_conditions(f, known);
                conditions.insert(conditions.end(), its.begin(), its.end());
            }
        }
        add_borders(factors, known, conditions);
        int result = -1;
        graph::vector<int> divisors;
        for (int f : factors) {
            if (g_.is(f, graph::op::bracket) || is_value_bracket(g_, f)) {
                continue;
            }
            if (g_.is(f, graph::op::power) && g_.is_number(g_.links(f)[1], -1)) {
                divisors.push_back(g_.links(f)[0]);
                continue;
            }
            int const next = emit(f, known);
            result = result < 0 ? next : binary(op_kind::multiply, result, next);
        }
        result = result < 0 ? number(1) : result;
        for (int divisor : divisors) {
            result = binary(op_kind::divide, result, emit(divisor, known));
        }
        for (int f : factors) {
            if (is_value_bracket(g_, f)) {
                result = select(f, result, known);
            }
        }
        return guarded(conditions, result);
    }

    /// Outside of one of its tensors a product is 0, whatever the other factors are there.
    constexpr void add_borders(graph::vector<int> const& factors, context known,
                               graph::vector<graph::condition>& conditions) const {
        auto const counts = [&](int f) {
            return !g_.is(f, graph::op::number) && !g_.is(f, graph::op::bracket) && !is_value_bracket(g_, f);
        };
        if (std::count_if(factors.begin(), factors.end(), counts) < 2) {
            return;
        }
        for (graph::condition const& c : conditions) {
            known.add(c);
        }
        for (int f : factors) {
            if (g_.is(f, graph::op::access)) {
                for (graph::condition const& c : split_.inside(f, known)) {
                    conditions.push_back(c);
                    known.add(c);
                }
            }
        }
    }

    constexpr int select(int id, int value, context const& known) {
        graph::vector<int> const links(g_.links(id).begin(), g_.links(id).end());
        bool const on_index = g_.is(id, graph::op::match);
        if (surely_positive(g_, id, known)) {
            return value;
        }
        operation o;
        o.kind = op_kind::select;
        o.head = on_index ? static_cast<int>(graph::comparison::equal) : g_[id].head;
        o.a = emit(links[0], known);
        o.b = on_index ? index_value(g_.index_of(id)) : emit(links[1], known);
        o.c = value;
        return put(o);
    }

    /// Small integer powers are products.
    constexpr int emit_power(graph::vector<int> const& links, context const& known) {
        int const base = emit(links[0], known);
        if (g_.is(links[1], graph::op::number) && g_.number_of(links[1]).is_integer()) {
            std::int64_t const n = g_.number_of(links[1]).num();
            if (n != 0 && n >= -16 && n <= 16) {
                int const positive = integer_power(base, n < 0 ? -n : n);
                return n < 0 ? binary(op_kind::divide, number(1), positive) : positive;
            }
        }
        return binary(op_kind::power, base, emit(links[1], known));
    }
    constexpr int integer_power(int base, std::int64_t n) {
        if (n == 1) {
            return base;
        }
        int const half = integer_power(base, n / 2);
        int const square = binary(op_kind::multiply, half, half);
        return n % 2 == 0 ? square : binary(op_kind::multiply, square, base);
    }

    constexpr int emit_call(int id, graph::vector<int> const& links, context const& known) {
        if (g_.function_of(id).is_unknown()) {
            refuse(graph::no_value(g_.function_of(id)));
        } else if (links.empty()) {
            return number(g_.function_of(id).value64(nullptr));  // a constant, such as pi
        }
        operation o;
        o.kind = op_kind::call;
        o.head = g_[id].head;
        graph::vector<int> arguments;
        int depth = 0;
        for (int link : links) {
            arguments.push_back(emit(link, known));
            depth = std::max(depth, depth_of(arguments.back()));
        }
        o.items = shared(p_.operands, arguments);
        return put(o, depth);
    }

    // -- reductions -----------------------------------------------------------------------------------------------------
    constexpr int emit_reduction(int id, context const& known) {
        graph::reduction_view const view = g_.reduction_of(id);
        if (view.kind == graph::reduction::sum) {
            graph::vector<term> const parts = split_.terms(id, known);
            bool const whole = parts.size() == 1 && parts[0].conditions.empty() &&
                               parts[0].factors.size() == 1 && parts[0].factors[0] == id;
            if (!whole) {
                return emit_terms(parts, known);
            }
        }
        return emit_loops(id, -1, known);
    }
    constexpr int emit_choice(int id, context const& known) {
        return emit_loops(g_.links(id)[0], g_[id].head, known);
    }
    constexpr int emit_terms(graph::vector<term> const& parts, context const& known) {
        int result = -1;
        for (term const& part : parts) {
            context inner = known;
            for (graph::condition const& c : part.conditions) {
                inner.add(c);
            }
            int const next = guarded(part.conditions, emit(multiply(g_, part.factors), inner));
            result = result < 0 ? next : binary(op_kind::add, result, next);
        }
        return result < 0 ? number(0) : result;
    }

    /// The reduction, or the value of its index `which` where the extreme is found first.
    constexpr int emit_loops(int id, int which, context const& known) {
        graph::reduction_view const view = g_.reduction_of(id);
        graph::reduction const kind = view.kind;
        graph::vector<int> vars(view.vars.begin(), view.vars.end());
        graph::vector<graph::condition> conditions;
        for (int guard : view.guards) {
            conditions.push_back(g_.condition_at(guard));
        }
        int body = view.body;
        graph::vector<int> before;
        graph::vector<graph::condition> nonempty;
        if (kind == graph::reduction::sum) {
            body = without_invariant_factors(body, vars, before);
            support_piece range{conditions, vars};
            project_exactly(range);
            if (!before.empty() && !range.inner.empty()) {  // no condition says where the sum is empty
                before.clear();
                body = view.body;
            }
            nonempty = range.conditions;
        }
        int whole = body;
        graph::vector<int> readable;
        if (kind == graph::reduction::sum) {
            readable = vars;
        }
        entry_loops const read{g_, readable, body};
        if (!read.empty()) {
            vars = read.vars();
        } else if (which < 0) {
            shifter{g_, vars}.run(conditions, body, known);
            whole = body;
        }
        int depth = depth_of_reduction(vars, conditions, whole);
        context inner = known;
        context surely = scopes_[static_cast<std::size_t>(depth)].known;
        graph::vector<loop> loops;
        if (!loops_of(vars, conditions, surely, read, surely, loops)) {
            return number(0);
        }
        operation o;
        o.kind = which < 0 ? op_kind::reduce : op_kind::choose;
        o.head = static_cast<int>(kind) + (which < 0 ? 0 : 4 * which);
        o.items = append(p_.loops, loops);
        o.b = regions_++;
        for (graph::condition const& c : conditions) {
            inner.add(c);
            surely.add(c);
        }
        std::size_t const begin = p_.ops.size();
        scopes_.push_back({vars, o.b, surely});
        o.a = emit(body, inner);
        scopes_.pop_back();
        depth = std::max(depth, operand_depth(o));
        for (std::size_t i = begin; i < p_.ops.size(); ++i) {
            depth = std::max(depth, operand_depth(p_.ops[i]));
        }
        o.region = scopes_[static_cast<std::size_t>(depth)].region;
        p_.ops.push_back(o);
        int result = static_cast<int>(p_.ops.size()) - 1;
        for (int factor : before) {
            result = binary(op_kind::multiply, emit(factor, known), result);
        }
        erase_if(nonempty, [&](graph::condition const& c) { return before.empty() || implies(known, c); });
        return guarded(nonempty, result);
    }
    /// The innermost open scope whose indices a reduction mentions: it can be computed there.
    constexpr int depth_of_reduction(graph::vector<int> const& own,
                                     graph::vector<graph::condition> const& conditions, int body) const {
        for (std::size_t i = scopes_.size(); i-- > 1;) {
            for (int var : scopes_[i].vars) {
                bool found = mentions(g_, body, var);
                for (graph::condition const& c : conditions) {
                    found = found || c.expression.mentions(var);
                }
                if (found && std::find(own.begin(), own.end(), var) == own.end()) {
                    return static_cast<int>(i);
                }
            }
        }
        return 0;
    }
    /// A bracket of values makes 0 of what the other factors are, which may be no number: beside it stays what is computed.
    constexpr int without_invariant_factors(int body, graph::vector<int> const& vars,
                                            graph::vector<int>& before) {
        if (!g_.is(body, graph::op::multiply)) {
            return body;
        }
        graph::vector<int> const links(g_.links(body).begin(), g_.links(body).end());
        bool const selects =
            std::any_of(links.begin(), links.end(), [&](int link) { return is_value_bracket(g_, link); });
        graph::vector<int> rest;
        for (int link : links) {
            bool depends =
                g_.is(link, graph::op::bracket) || is_value_bracket(g_, link) || (selects && !is_given(link));
            for (int var : vars) {
                depends = depends || mentions(g_, link, var);
            }
            (depends ? rest : before).push_back(link);
        }
        if (rest.empty()) {
            before.clear();
            return body;
        }
        return multiply(g_, rest);
    }
    /// A number, or an entry of what is bound.
    constexpr bool is_given(int factor) const {
        return g_.is(factor, graph::op::number) ||
               (g_.is(factor, graph::op::access) &&
                p_.buffers[static_cast<std::size_t>(buffers_[static_cast<std::size_t>(g_[factor].head)])]
                        .kind == buffer_kind::argument);
    }

    graph::graph& g_;
    splitter split_;
    graph::vector<int> const& buffers_;
    graph::vector<emitted> done_;
};

}  // namespace iverson::loops
