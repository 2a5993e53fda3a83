// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/rewrite.hpp"
#include "../graph/support.hpp"
#include "../graph/vector.hpp"
#include "bounds.hpp"

/// The right side of an equation as a sum of terms, each 0 outside conditions of its own: brackets and the borders of
/// zero-extended tensors leave the formula and become conditions, which later become loop bounds.
namespace iverson::loops {

/// The product of the factors where all conditions hold, 0 elsewhere.
struct term {
    graph::vector<graph::condition> conditions;
    graph::vector<int> factors;  ///< nodes
};

/// [u < v] and [i = u]: brackets that are known only when values are.
constexpr bool is_value_bracket(graph::graph const& g, int id) {
    return g.is(id, graph::op::compare) || g.is(id, graph::op::match);
}

class splitter {
  public:
    constexpr explicit splitter(graph::formula& f) : f_{f}, g_{f.nodes} {}

    /// The terms of a formula under a context. One without conditions comes first, if there is one.
    constexpr graph::vector<term> terms(int id, context const& known) {
        switch (g_.kind(id)) {
            case graph::op::access: return one_term(inside(id, known), id);
            case graph::op::bracket: {
                term t;
                if (!implies(known, g_.condition_of(id))) {
                    t.conditions.push_back(g_.condition_of(id));
                }
                return graph::vector<term>(1, t);
            }
            case graph::op::match:  // an integer tensor has no value outside its domain
                return one_term(bracket_conditions(id, known), id);
            case graph::op::add: return of_sum(id, known);
            case graph::op::multiply: return of_product(id, known);
            case graph::op::power:
            case graph::op::call: return of_zero_at_zero(id, known);
            case graph::op::reduce: return of_reduction(id, known);
            default: return one_term({}, id);
        }
    }

    /// The conditions under which an integer tensor has the entry that a bracket speaks of.
    constexpr graph::vector<graph::condition> bracket_conditions(int match, context const& known) const {
        graph::vector<graph::condition> result;
        if (graph::is_entry_bracket(g_, match)) {
            result = inside(g_.links(match)[0], known);
        }
        return result;
    }

    /// The conditions under which an access is inside its tensor, less those that the context has.
    constexpr graph::vector<graph::condition> inside(int access, context const& known) const {
        graph::vector<graph::condition> result;
        graph::tensor const& t = g_.tensor_of(access);
        auto const positions = g_.links(access);
        for (std::size_t d = 0; d < positions.size(); ++d) {
            graph::affine const& position = g_.affine_at(positions[d]);
            if (checked_at_binding(g_[access].head, static_cast<int>(d), positions[d], known)) {
                continue;
            }
            add_unless_known(result, position - t.axes[d].lower, known);
            add_unless_known(result, t.axes[d].upper - position, known);
        }
        return result;
    }

  private:
    static constexpr std::size_t most_terms = 8;

    static constexpr void add_unless_known(graph::vector<graph::condition>& list, graph::affine const& e,
                                           context const& known) {
        if (!implies_nonnegative(known, e)) {
            list.push_back(graph::normalized({graph::relation::nonnegative, e, 0}));
        }
    }
    constexpr bool checked_at_binding(int tensor, int axis, int position, context const& known) const {
        for (graph::requirement const& r : f_.requirements) {
            if (r.what != graph::requirement::kind::inside || r.tensor != tensor || r.axis != axis ||
                r.position != position) {
                continue;
            }
            bool holds = true;
            for (int guard : r.guards) {
                holds = holds && implies(known, g_.condition_at(guard));
            }
            if (holds) {
                return true;
            }
        }
        return false;
    }
    static constexpr graph::vector<term> one_term(graph::vector<graph::condition> const& conditions,
                                                  int factor) {
        term t;
        t.conditions = conditions;
        t.factors.push_back(factor);
        return graph::vector<term>(1, t);
    }
    static constexpr bool plain(graph::vector<term> const& terms) {
        for (term const& t : terms) {
            if (!t.conditions.empty()) {
                return false;
            }
        }
        return true;
    }

    constexpr graph::vector<term> of_sum(int id, context const& known) {
        graph::vector<int> const links(g_.links(id).begin(), g_.links(id).end());
        graph::vector<int> whole;
        graph::vector<term> others;
        for (int link : links) {
            graph::vector<term> const parts = terms(link, known);
            if (plain(parts)) {
                whole.push_back(link);
                continue;
            }
            for (term const& part : parts) {
                if (part.conditions.empty()) {
                    whole.push_back(multiply(g_, part.factors));
                } else {
                    others.push_back(part);
                }
            }
        }
        if (!whole.empty()) {
            others.insert(others.begin(), one_term({}, others.empty() ? id : add(g_, whole)).front());
        }
        return others;
    }

    constexpr graph::vector<term> of_product(int id, context known) {
        graph::vector<int> const links(g_.links(id).begin(), g_.links(id).end());
        graph::vector<term> product(1, term{});
        for (int link : links) {  // what brackets say, accesses need not say again
            if (g_.is(link, graph::op::bracket) && !implies(known, g_.condition_of(link))) {
                product[0].conditions.push_back(g_.condition_of(link));
                known.add(g_.condition_of(link));
            }
        }
        for (int link : links) {
            if (g_.is(link, graph::op::bracket)) {
                continue;
            }
            graph::vector<term> parts = terms(link, known);
            if (parts.size() > 1 && parts.size() * product.size() > most_terms) {
                parts = one_term({}, link);
            }
            if (parts.size() == 1) {
                for (auto const& c : parts[0].conditions) {
                    known.add(c);
                }
            }
            product = crossed(product, parts);
        }
        return product;
    }
    static constexpr graph::vector<term> crossed(graph::vector<term> const& left,
                                                 graph::vector<term> const& right) {
        graph::vector<term> result;
        for (term const& a : left) {
            for (term const& b : right) {
                term both = a;
                both.conditions.insert(both.conditions.end(), b.conditions.begin(), b.conditions.end());
                both.factors.insert(both.factors.end(), b.factors.begin(), b.factors.end());
                result.push_back(both);
            }
        }
        return result;
    }

    /// u^n and f(u) with f(0) = 0 are 0 where u is.
    constexpr graph::vector<term> of_zero_at_zero(int id, context const& known) {
        graph::vector<int> const links(g_.links(id).begin(), g_.links(id).end());
        bool const is_power = g_.is(id, graph::op::power);
        bool const applies =
            is_power ? g_.is(links[1], graph::op::number) && graph::rational{0} < g_.number_of(links[1])
                     : links.size() == 1 && g_.function_of(id).zero_at_zero;
        if (applies) {
            graph::vector<term> parts = terms(links[0], known);
            if (parts.size() == 1 && !plain(parts)) {
                graph::vector<int> arguments(1, multiply(g_, parts[0].factors));
                arguments.insert(arguments.end(), links.begin() + 1, links.end());
                int const node =
                    is_power ? power(g_, arguments[0], arguments[1]) : call(g_, g_[id].head, arguments);
                parts[0].factors.assign(1, node);
                return parts;
            }
        }
        return one_term({}, id);
    }

    /// A sum is the sum of the sums of its terms, whose conditions join the guards. Where a condition does not speak of
    /// the bound indices, it stands before the sum.
    constexpr graph::vector<term> of_reduction(int id, context const& known) {
        graph::reduction_view const view = g_.reduction_of(id);
        if (view.kind != graph::reduction::sum) {
            return one_term({}, id);
        }
        context inner = known;
        graph::vector<graph::condition> guards;
        for (int guard : view.guards) {
            guards.push_back(g_.condition_at(guard));
            inner.add(g_.condition_at(guard));
        }
        graph::vector<int> const vars(view.vars.begin(), view.vars.end());
        graph::vector<term> parts = bounded_terms(terms(view.body, inner), vars, inner);
        bool all_speak = true;
        for (graph::condition const& c : guards) {
            all_speak = all_speak && speaks_of(vars, c.expression);
        }
        if (plain(parts) && all_speak && !needs_solving(g_, vars, guards)) {
            return one_term({}, id);
        }
        graph::vector<term> result;
        for (term const& part : parts) {
            result.push_back(reduced(vars, guards, part, !result.empty()));
        }
        return result;
    }

    /// A term that is 0 outside a union of sets, as |x(s) - x(s - 1)| is, has no conditions of its own: where a bound index needs
    /// bounds, it becomes one term for each of some disjoint sets that cover the union.
    constexpr graph::vector<term> bounded_terms(graph::vector<term> const& parts,
                                                graph::vector<int> const& vars, context const& known) {
        graph::vector<term> result;
        for (term const& part : parts) {
            context inside = known;
            for (graph::condition const& c : part.conditions) {
                inside.add(c);
            }
            int const body = multiply(g_, part.factors);
            graph::vector<int> inner;
            bound_symbols(g_, body, inner);
            if (all_bounded(inside, vars, inner)) {
                result.push_back(part);
                continue;
            }
            graph::support const support = support_of(g_, body);
            graph::vector<term> pieces;
            for (std::size_t i = 0; i < support.size(); ++i) {
                add_piece(pieces, part, support, i, inner);
            }
            bool bounded = true;
            for (term const& piece : pieces) {
                context its = known;
                for (graph::condition const& c : piece.conditions) {
                    its.add(c);
                }
                bounded = bounded && all_bounded(its, vars, inner);
            }
            if (!bounded) {
                pieces.assign(1, part);
            }
            result.insert(result.end(), pieces.begin(), pieces.end());
        }
        return result;
    }
    static constexpr bool all_bounded(context const& inside, graph::vector<int> const& vars,
                                      graph::vector<int> const& inner) {
        for (int var : vars) {
            graph::vector<int> others = inner;
            others.insert(others.end(), vars.begin(), vars.end());
            if (!graph::bounds(inside, var, others)) {
                return false;
            }
        }
        return true;
    }
    /// The rows of a set that remain when inner indices may have any value: a set that may be wider.
    static constexpr graph::vector<graph::affine> outer_rows(graph::inequalities set,
                                                             graph::vector<int> const& inner) {
        for (int symbol : inner) {
            set.eliminate(symbol);
        }
        return set.rows();
    }
    /// The points of the piece `which` that are in none of the pieces before it: for each of those, the first row that fails.
    static constexpr void add_piece(graph::vector<term>& result, term const& part,
                                    graph::support const& support, std::size_t which,
                                    graph::vector<int> const& inner) {
        graph::vector<term> rest(1, part);
        for (graph::affine const& row : outer_rows(support[which], inner)) {
            rest[0].conditions.push_back({graph::relation::nonnegative, row, 0});
        }
        for (std::size_t before = 0; before < which; ++before) {
            graph::vector<term> next;
            for (term const& t : rest) {
                term so_far = t;
                for (graph::affine const& row : outer_rows(support[before], inner)) {
                    term outside = so_far;
                    outside.conditions.push_back(
                        graph::normalized({graph::relation::nonnegative, graph::affine{-1} - row, 0}));
                    so_far.conditions.push_back({graph::relation::nonnegative, row, 0});
                    if (!contradicts(outside)) {
                        next.push_back(outside);
                    }
                }
            }
            rest = next;
        }
        result.insert(result.end(), rest.begin(), rest.end());
    }
    static constexpr bool contradicts(term const& t) {
        graph::inequalities set;
        for (graph::condition const& c : t.conditions) {
            set.add(c);
        }
        return set.infeasible();
    }

    constexpr term reduced(graph::vector<int> const& vars, graph::vector<graph::condition> conditions,
                           term const& part, bool rename) {
        conditions.insert(conditions.end(), part.conditions.begin(), part.conditions.end());
        solution solved = solve(g_, vars, conditions);
        int const body = solved.apply(g_, multiply(g_, part.factors));
        term result;
        graph::vector<int> guards;
        for (auto const& c : solved.conditions) {
            bool speaks = false;
            for (int var : solved.vars) {
                speaks = speaks || c.expression.mentions(var);
            }
            if (speaks) {
                guards.push_back(g_.condition_id(c));
            } else {
                result.conditions.push_back(c);
            }
        }
        int node = solved.vars.empty() ? body : reduce(g_, graph::reduction::sum, solved.vars, guards, body);
        if (rename && g_.is(node, graph::op::reduce)) {
            node = renamed_binders(g_, node);
        }
        result.factors.push_back(node);
        return result;
    }

    graph::formula& f_;
    graph::graph& g_;
};

}  // namespace iverson::loops
