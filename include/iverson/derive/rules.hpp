// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/describe.hpp"
#include "../graph/record.hpp"
#include "../graph/rewrite.hpp"
#include "../graph/term.hpp"
#include "../graph/trace.hpp"
#include "../graph/vector.hpp"

#include <algorithm>
#include <string_view>

/// The rules of differentiation, one function each, and their table. A rule rewrites one `partial` node whose body reads
/// the tensor that it is differentiated by.
namespace iverson::derive {

using namespace graph;

/// One derivative, not yet taken, and what a rule needs to take it one step further.
struct partial_view {
    term_graph& g;
    int body;
    int access;

    constexpr int wrt() const { return g[access].head; }
    constexpr bool depends(int node) const { return reads(g, node, wrt()); }
    /// d(node)/d(access), 0 where the node does not read the tensor; constant terms of a sum drop out at once.
    constexpr int of(int node) const;
};

struct derivative_rule {
    std::string_view name;
    std::string_view law;               ///< LaTeX
    bool linear;                        ///< one of the rules that only move the derivative inwards
    int (*apply)(partial_view const&);  ///< the rewritten node, or -1 where the rule does not fit
};

constexpr vector<int> copy_links(term_graph const& g, int id) {
    auto const links = g.links(id);
    return vector<int>(links.begin(), links.end());
}

constexpr int partial_view::of(int node) const {
    if (!depends(node)) {
        return g.number(rational{0});
    }
    if (!g.is(node, op::add)) {
        return partial(g, node, access);
    }
    vector<int> varying;
    for (int term : copy_links(g, node)) {
        if (depends(term)) {
            varying.push_back(term);
        }
    }
    return partial(g, add(g, varying), access);
}

/// d(a + b) = da + db.
constexpr int sum_rule(partial_view const& p) {
    if (!p.g.is(p.body, op::add)) {
        return -1;
    }
    vector<int> terms;
    for (int term : copy_links(p.g, p.body)) {
        terms.push_back(p.of(term));
    }
    return add(p.g, terms);
}

/// d(c u) = c du, for all factors c that do not read the tensor. They come first, so that the derivative ends the product.
constexpr int constant_factor(partial_view const& p) {
    if (!p.g.is(p.body, op::multiply)) {
        return -1;
    }
    vector<int> result;
    vector<int> varying;
    for (int factor : copy_links(p.g, p.body)) {
        (p.depends(factor) ? varying : result).push_back(factor);
    }
    if (result.empty()) {
        return -1;
    }
    result.push_back(p.of(multiply(p.g, varying)));
    return multiply(p.g, result);
}

/// d sum_i u = sum_i du: the range of a sum does not depend on the values of a tensor.
constexpr int interchange(partial_view const& p) {
    if (!p.g.is(p.body, op::reduce) || p.g.reduction_of(p.body).kind != reduction::sum) {
        return -1;
    }
    return rebuild(p.g, p.body, [&](int child) { return p.of(child); });
}

/// A product that divides by one factor which reads the tensor: the place of that factor, else -1.
constexpr int varying_divisor(partial_view const& p) {
    int found = -1;
    auto const factors = p.g.links(p.body);
    for (std::size_t i = 0; i < factors.size(); ++i) {
        if (p.g.is(factors[i], op::power) && p.g.is_number(p.g.links(factors[i])[1], -1) &&
            p.depends(factors[i])) {
            found = found == -1 ? static_cast<int>(i) : -2;
        }
    }
    return found;
}

/// d(a / b) = (da b - a db) / b^2.
constexpr int quotient_rule(partial_view const& p) {
    int const place = p.g.is(p.body, op::multiply) ? varying_divisor(p) : -1;
    if (place < 0) {
        return -1;
    }
    vector<int> factors = copy_links(p.g, p.body);
    int const b = p.g.links(factors[static_cast<std::size_t>(place)])[0];
    factors.erase(factors.begin() + place);
    int const a = multiply(p.g, factors);
    int const numerator = subtract(p.g, multiply(p.g, p.of(a), b), multiply(p.g, a, p.of(b)));
    return divide(p.g, numerator, power(p.g, b, p.g.number(rational{2})));
}

/// d(u v) = du v + u dv, for any number of factors.
constexpr int product_rule(partial_view const& p) {
    if (!p.g.is(p.body, op::multiply)) {
        return -1;
    }
    vector<int> const factors = copy_links(p.g, p.body);
    vector<int> terms;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        vector<int> term = factors;
        term[i] = p.of(factors[i]);
        terms.push_back(multiply(p.g, term));
    }
    return add(p.g, terms);
}

/// d u^n = n u^(n-1) du, for an exponent that does not read the tensor.
constexpr int power_rule(partial_view const& p) {
    if (!p.g.is(p.body, op::power) || p.depends(p.g.links(p.body)[1])) {
        return -1;
    }
    int const base = p.g.links(p.body)[0];
    int const exponent = p.g.links(p.body)[1];
    int const factors[] = {exponent, power(p.g, base, subtract(p.g, exponent, one(p.g))), p.of(base)};
    return multiply(p.g, factors);
}

/// d u^v = v u^(v-1) du + u^v log(u) dv, for an exponent that reads the tensor; u > 0.
/// Source:  DLMF 4.2.26: u^v = exp(v log u).
constexpr int general_power_rule(partial_view const& p) {
    if (!p.g.is(p.body, op::power) || !p.depends(p.g.links(p.body)[1])) {
        return -1;
    }
    int const base = p.g.links(p.body)[0];
    int const exponent = p.g.links(p.body)[1];
    int const by_base[] = {exponent, power(p.g, base, subtract(p.g, exponent, one(p.g))), p.of(base)};
    int const by_exponent[] = {p.body, functions::log(term{p.g, base}).id(), p.of(exponent)};
    return add(p.g, multiply(p.g, by_base), multiply(p.g, by_exponent));
}

/// d [u < v] = 0: a bracket on values is constant wherever it has a derivative. In a product it stays beside all that it
/// multiplies, 1/0 among it: the terms of a product rule would stand in a sum, which kills nothing.
constexpr int value_bracket(partial_view const& p) {
    auto const is_one = [&](int id) {
        return p.g.is(id, op::compare) || p.g.is(id, op::match) || p.g.is(id, op::chosen);
    };
    if (is_one(p.body)) {
        return p.g.number(rational{0});
    }
    if (!p.g.is(p.body, op::multiply)) {
        return -1;
    }
    vector<int> result;
    vector<int> varying;
    for (int factor : copy_links(p.g, p.body)) {
        (is_one(factor) ? result : varying).push_back(factor);
    }
    if (result.empty()) {
        return -1;
    }
    result.push_back(p.of(multiply(p.g, varying)));
    return multiply(p.g, result);
}

/// The bound indices, guards and body of a reduction, copied out of the graph.
struct binder {
    reduction kind;
    vector<int> vars;
    vector<int> guards;
    int body;
};

constexpr binder binder_of(term_graph const& g, int id) {
    reduction_view const view = g.reduction_of(id);
    return {view.kind, vector<int>(view.vars.begin(), view.vars.end()),
            vector<int>(view.guards.begin(), view.guards.end()), view.body};
}

/// prod u_i over those i that have the same indices as j in front of the place `first`, and there an index below (above) that of j.
/// j is named by the binder's own symbols, i by new ones.
constexpr int product_beside(term_graph& g, binder const& j, std::size_t first, bool below) {
    substitution fresh{g};
    vector<int> vars;
    for (std::size_t d = first; d < j.vars.size(); ++d) {
        symbol const s = g.symbol_at(j.vars[d]);
        vars.push_back(g.new_symbol(s.name, s.kind, s.written));
        fresh.replace(j.vars[d], affine::symbol(vars.back()));
    }
    vector<int> guards;
    for (int guard : j.guards) {  // a guard on the indices in front holds already, being one of j
        affine const e = g.condition_at(guard).expression;
        if (std::any_of(j.vars.begin() + static_cast<std::ptrdiff_t>(first), j.vars.end(),
                        [&](int var) { return e.mentions(var); })) {
            guards.push_back(fresh.condition(guard));
        }
    }
    affine const distance = affine::symbol(j.vars[first]) - affine::symbol(vars[0]);
    guards.push_back(g.condition_id({relation::nonnegative, (below ? distance : -distance) - affine{1}, 0}));
    int const body = fresh(j.body);
    return reduce(g, reduction::product, vars, guards, body);
}

/// d prod_i u_i = sum_j du_j prod_{i < j} u_i prod_{i > j} u_i, in the lexicographic order where there are several indices.
/// Nothing is divided by u_j, so that factors may be 0.
constexpr int product_reduction(partial_view const& p) {
    if (!p.g.is(p.body, op::reduce) || p.g.reduction_of(p.body).kind != reduction::product) {
        return -1;
    }
    binder const j = binder_of(p.g, p.body);
    vector<int> factors;
    for (std::size_t first = 0; first < j.vars.size(); ++first) {
        factors.push_back(product_beside(p.g, j, first, true));
        factors.push_back(product_beside(p.g, j, first, false));
    }
    factors.push_back(p.of(j.body));
    return reduce(p.g, reduction::sum, j.vars, j.guards, multiply(p.g, factors));
}

/// d max_r u_r = sum_r [r = argmax u] du_r, argmax the lexicographically first one; the same for min.
/// Where two are equal, max has no derivative: the choice is declared in docs/semantics.md, section 1, "Kinks".
constexpr int first_extreme(partial_view const& p) {
    if (!p.g.is(p.body, op::reduce)) {
        return -1;
    }
    binder const r = binder_of(p.g, p.body);
    if (r.kind != reduction::maximum && r.kind != reduction::minimum) {
        return -1;
    }
    int const inner = renamed_binders(p.g, p.body);
    vector<int> factors;
    for (std::size_t d = 0; d < r.vars.size(); ++d) {
        factors.push_back(
            match(p.g, p.g.affine_id(affine::symbol(r.vars[d])), chosen(p.g, inner, static_cast<int>(d))));
    }
    factors.push_back(p.of(r.body));
    return reduce(p.g, reduction::sum, r.vars, r.guards, multiply(p.g, factors));
}

/// d f(u) = f'(u) du, with f' from the function's row; a sum over the arguments where there are several.
constexpr int chain_rule(partial_view const& p) {
    if (!p.g.is(p.body, op::call)) {
        return -1;
    }
    function_record const f = p.g.function_of(p.body);
    vector<int> const arguments = copy_links(p.g, p.body);
    if (f.slope == nullptr) {
        return p.g.fail(sentence("the derivative of ", f.name, " is not known: give its row a slope"));
    }
    vector<term> terms;
    for (int argument : arguments) {
        terms.push_back(term{p.g, argument});
    }
    vector<int> sum;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (p.depends(arguments[i])) {
            term const slope = f.slope(terms.data(), term{p.g, p.body}, static_cast<int>(i));
            sum.push_back(multiply(p.g, slope.id(), p.of(arguments[i])));
        }
    }
    return add(p.g, sum);
}

/// d x(a) / d x(k) = [a = k]: a subscript for each axis. (Outside x's domain the access is the constant 0; k is inside.)
constexpr int index_derivative(partial_view const& p) {
    if (!p.g.is(p.body, op::access)) {
        return -1;
    }
    if (p.g[p.body].head != p.wrt()) {
        return p.g.number(rational{0});
    }
    vector<int> const positions = copy_links(p.g, p.body);
    vector<int> const wanted = copy_links(p.g, p.access);
    vector<int> brackets{one(p.g)};
    for (std::size_t d = 0; d < positions.size(); ++d) {
        affine const difference = p.g.affine_at(positions[d]) - p.g.affine_at(wanted[d]);
        brackets.push_back(bracket(p.g, condition{relation::zero, difference, 0}));
    }
    return multiply(p.g, brackets);
}

/// A recognized node is its definition again.
constexpr int pattern_definition(partial_view const& p) {
    return p.g.is(p.body, op::recognized) ? p.of(p.g.links(p.body)[0]) : -1;
}

/// THE TABLE of derivative rules, in the order in which they are tried.
inline constexpr derivative_rule rules[] = {
    {"index derivative", R"(\partial x_a / \partial x_k = \mathbf{1}_{\{a = k\}})", false, index_derivative},
    {"sum rule", R"(\partial (u + v) = \partial u + \partial v)", true, sum_rule},
    {"derivative under the sum", R"(\partial \sum_i u_i = \sum_i \partial u_i)", true, interchange},
    {"constant factor", R"(\partial (c u) = c\, \partial u)", true, constant_factor},
    {"value bracket", R"(\partial ([u < v]\, w) = [u < v]\, \partial w)", false, value_bracket},
    {"quotient rule", R"(\partial (u / v) = (\partial u\, v - u\, \partial v) / v^2)", false, quotient_rule},
    {"product rule", R"(\partial (u v) = \partial u\, v + u\, \partial v)", false, product_rule},
    {"power rule", R"(\partial u^n = n u^{n-1} \partial u)", false, power_rule},
    {"general power rule", R"(\partial u^v = v u^{v-1} \partial u + u^v \log u\, \partial v)", false,
     general_power_rule},
    {"derivative of a product over an index",
     R"(\partial \prod_i u_i = \sum_j (\prod_{i<j} u_i) (\prod_{i>j} u_i)\, \partial u_j)", false,
     product_reduction},
    {"derivative of a maximum",
     R"(\partial \max_r u_r = \sum_r \mathbf{1}_{\{r = \arg\max u\}}\, \partial u_r)", false, first_extreme},
    {"chain rule", R"(\partial f(u) = f'(u)\, \partial u)", false, chain_rule},
    {"definition", R"((w * x)_t = \sum_s w_s x_{t-s})", true, pattern_definition},
};

}  // namespace iverson::derive
