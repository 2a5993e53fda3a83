// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/record.hpp"
#include "form.hpp"

/// Exponentials divided by their sum, and the logarithm of that sum.
namespace iverson::simplify {

/// The argument of a call of the table's own function; -1 if it is no such call.
template <class Row>
constexpr int argument_of(term_graph const& g, int id, Row const& row) {
    return g.is(id, op::call) && g.function_of(id).value64 == record_of(row).value64 ? g.links(id)[0] : -1;
}

/// v, where the node is sum_j exp(v_j) over one index; -1 otherwise.
constexpr int summed_exponent(term_graph const& g, int id) {
    if (!is_sum(g, id) || g.reduction_of(id).vars.size() != 1) {
        return -1;
    }
    return argument_of(g, g.reduction_of(id).body, functions::exp);
}

constexpr void collect_indices(term_graph const& g, int id, vector<int>& result) {
    if (g.is(id, op::access)) {
        for (int position : g.links(id)) {
            for (auto const& t : g.affine_at(position)) {
                if (g.symbol_at(t.symbol).kind <= symbol_kind::integer &&
                    std::find(result.begin(), result.end(), t.symbol) == result.end()) {
                    result.push_back(t.symbol);
                }
            }
        }
    }
    for (int child : children(g, id)) {
        collect_indices(g, child, result);
    }
}

/// Whether index i, where it stands, has exactly the values that the sum's index has.
constexpr bool has_the_range(place const& p, int i, int sum) {
    term_graph const& g = p.g;
    reduction_view const view = g.reduction_of(sum);
    int const j = view.vars[0];
    inequalities others;
    for (affine const& row : p.known.rows()) {
        if (!row.mentions(i)) {
            others.add(row);
        }
    }
    bool same = true;
    for (int guard : view.guards) {
        condition c = g.condition_at(guard);
        c.expression = c.expression.substituted(j, affine::symbol(i));
        same = same && implies(p.known, c);
        others.add(c);
    }
    return same && implies_all(others, p.known);
}

/// The index i for which exp(u) / sum_j exp(v_j) is a softmax: u is v at i, and i runs over what j runs over. -1 if none.
constexpr int softmax_index(place const& p, int u, int sum) {
    term_graph& g = p.g;
    int const v = summed_exponent(g, sum);
    if (u < 0 || v < 0) {
        return -1;
    }
    int const j = g.reduction_of(sum).vars[0];
    vector<int> candidates;
    collect_indices(g, u, candidates);
    for (int i : candidates) {
        if (mentions(g, v, i)) {
            continue;
        }
        substitution replace{g};
        replace.replace(j, affine::symbol(i));
        if (replace(v) == u && has_the_range(p, i, sum)) {
            return i;
        }
    }
    return -1;
}

constexpr int named_softmax(term_graph& g, form const& row, int node, int i, int u) {
    vector<int> links(1, node);
    links.push_back(u);
    links.push_back(g.affine_id(affine::symbol(i)));
    return named(g, row, links);
}

/// exp(u_i) / sum_j exp(u_j), among the factors of a product.
constexpr int softmax(place const& p, int id, form const& row) {
    term_graph& g = p.g;
    if (!g.is(id, op::multiply)) {
        return -1;
    }
    vector<int> factors = copy_links(g, id);
    for (std::size_t below = 0; below < factors.size(); ++below) {
        if (!g.is(factors[below], op::power) || !g.is_number(g.links(factors[below])[1], -1)) {
            continue;
        }
        for (std::size_t above = 0; above < factors.size(); ++above) {
            int const u = argument_of(g, factors[above], functions::exp);
            int const i = softmax_index(p, u, g.links(factors[below])[0]);
            if (i < 0) {
                continue;
            }
            int const whole = multiply(g, factors[above], factors[below]);
            factors[above] = named_softmax(g, row, whole, i, u);
            factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(below));
            return multiply(g, factors);
        }
    }
    return -1;
}

/// The sum S of a term -log(S); -1 if it is none.
constexpr int negative_logarithm(term_graph const& g, int term) {
    vector<int> const factors = factors_of(g, term);
    return factors.size() == 2 && g.is_number(factors[0], -1) ? argument_of(g, factors[1], functions::log)
                                                              : -1;
}

/// u_i - log sum_j exp(u_j): the logarithm of a softmax; in exp(...), the softmax itself.
constexpr int log_softmax(place const& p, int id, form const& row) {
    term_graph& g = p.g;
    bool const raised = row.pattern == "exp";
    int const terms = raised ? argument_of(g, id, functions::exp) : id;
    if (terms < 0 || !g.is(terms, op::add)) {
        return -1;
    }
    vector<int> rest = copy_links(g, terms);
    for (std::size_t k = 0; k < rest.size(); ++k) {
        int const sum = negative_logarithm(g, rest[k]);
        if (sum < 0) {
            continue;
        }
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(k));
        int const u = add(g, rest);
        int const i = softmax_index(p, u, sum);
        return i < 0 ? -1 : named_softmax(g, row, id, i, u);
    }
    return -1;
}

/// log sum_j exp(u_j), j over the whole of an axis.
constexpr int log_sum_exp(place const& p, int id, form const& row) {
    term_graph& g = p.g;
    int const sum = argument_of(g, id, functions::log);
    int const v = sum < 0 ? -1 : summed_exponent(g, sum);
    if (v < 0 || !g.is(v, op::access)) {
        return -1;
    }
    sum_parts const s = parts_of(g, sum);
    if (g.is_integer_index(s.vars[0]) || !runs_over_axes(p, s, vector<int>(1, v))) {
        return -1;
    }
    return named_softmax(g, row, id, s.vars[0], v);
}

}  // namespace iverson::simplify
