// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "graph.hpp"
#include "vector.hpp"

#include <span>

/// The constructors of nodes. They keep five invariants, so that no pass has to think of them:
/// no sum in a sum, no product in a product, at most one number in either (in front of a product), no neutral element,
/// no bracket whose condition is decided. Order of terms and factors is kept as written. All else is left to the rules.
namespace iverson::graph {

constexpr int one(graph& g) { return g.number(rational{1}); }

constexpr int access(graph& g, int tensor, std::span<affine const> positions) {
    vector<int> ids;
    for (affine const& position : positions) {
        ids.push_back(g.affine_id(position));
    }
    return g.intern(op::access, tensor, ids);
}

constexpr int bracket(graph& g, int condition) {
    truth const known = decide(g.condition_at(condition));
    return known == truth::open ? g.intern(op::bracket, condition, {})
                                : g.number(rational{known == truth::yes ? 1 : 0});
}

constexpr int bracket(graph& g, condition const& c) { return bracket(g, g.condition_id(c)); }

constexpr int add(graph& g, std::span<int const> operands) {
    vector<int> terms;
    rational constant{0};
    int place = -1;
    auto const take = [&](int id) {
        if (!g.is(id, op::number)) {
            terms.push_back(id);
            return;
        }
        constant = constant + g.number_of(id);
        place = place < 0 ? static_cast<int>(terms.size()) : place;
    };
    for (int id : operands) {
        if (g.is(id, op::add)) {
            for (int inner : g.links(id)) {
                take(inner);
            }
        } else {
            take(id);
        }
    }
    if (!constant.is_zero()) {
        terms.insert(terms.begin() + (place < 0 ? 0 : place), g.number(constant));
    }
    return terms.empty() ? g.number(rational{0}) : terms.size() == 1 ? terms[0] : g.intern(op::add, 0, terms);
}

constexpr int add(graph& g, int a, int b) {
    int const both[] = {a, b};
    return add(g, both);
}

constexpr int multiply(graph& g, std::span<int const> operands) {
    vector<int> factors;
    rational coefficient{1};
    auto const take = [&](int id) {
        if (g.is(id, op::number)) {
            coefficient = coefficient * g.number_of(id);
        } else {
            factors.push_back(id);
        }
    };
    for (int id : operands) {
        if (g.is(id, op::multiply)) {
            for (int inner : g.links(id)) {
                take(inner);
            }
        } else {
            take(id);
        }
    }
    if (coefficient.is_zero() || factors.empty()) {
        return g.number(coefficient);
    }
    if (!coefficient.is_one()) {
        factors.insert(factors.begin(), g.number(coefficient));
    }
    return factors.size() == 1 ? factors[0] : g.intern(op::multiply, 0, factors);
}

constexpr int multiply(graph& g, int a, int b) {
    int const both[] = {a, b};
    return multiply(g, both);
}

constexpr int negate(graph& g, int a) { return multiply(g, g.number(rational{-1}), a); }
constexpr int subtract(graph& g, int a, int b) { return add(g, a, negate(g, b)); }

/// base^exponent. Literal powers of literals are folded where they are rational; (u^m)^n = u^(m n) for integers m, n,
/// both positive or with no meaning lost: u^(m n) is defined wherever (u^m)^n is.
constexpr int power(graph& g, int base, int exponent) {
    if (g.is_number(exponent, 1) || g.is_number(base, 1)) {
        return base;
    }
    if (g.is_zero(exponent)) {
        return one(g);  // 0^0 = 1
    }
    if (!g.is(exponent, op::number) || !g.number_of(exponent).is_integer()) {
        int const parts[] = {base, exponent};
        return g.intern(op::power, 0, parts);
    }
    std::int64_t const n = g.number_of(exponent).num();
    if (g.is(base, op::number) && !(g.is_zero(base) && n < 0)) {
        return g.number(power(g.number_of(base), n));
    }
    if (g.is(base, op::power)) {
        int const inner = g.links(base)[1];
        if (g.is(inner, op::number) && g.number_of(inner).is_integer()) {
            int const product = g.number(g.number_of(inner) * g.number_of(exponent));
            return power(g, g.links(base)[0], product);
        }
    }
    bool const is_bracket = g.is(base, op::bracket) || g.is(base, op::compare) || g.is(base, op::match);
    if (is_bracket && n > 0) {
        return base;  // [P]^n = [P]
    }
    int const parts[] = {base, exponent};
    return g.intern(op::power, 0, parts);
}

constexpr int divide(graph& g, int a, int b) {
    if (g.is(b, op::number) && !g.is_zero(b)) {
        return multiply(g, a, g.number(rational{1} / g.number_of(b)));
    }
    return multiply(g, a, power(g, b, g.number(rational{-1})));
}

constexpr int call(graph& g, int function, std::span<int const> arguments) {
    return g.intern(op::call, function, arguments);
}

/// A reduction of `body` over the values of `vars` for which all guards (condition ids) hold.
/// Guards that hold anyway are dropped; a sum over a guard that never holds is 0.
constexpr int reduce(graph& g, reduction kind, std::span<int const> vars, std::span<int const> guards,
                     int body) {
    if (vars.empty()) {
        vector<int> factors;
        for (int guard : guards) {
            factors.push_back(bracket(g, guard));
        }
        factors.push_back(body);
        return kind == reduction::sum || guards.empty()
                   ? multiply(g, factors)
                   : g.fail("a reduction other than a sum has a guard but no index");
    }
    vector<int> parts(vars.begin(), vars.end());
    for (int guard : guards) {
        truth const known = decide(g.condition_at(guard));
        if (known == truth::no && kind == reduction::sum) {
            return g.number(rational{0});
        }
        bool seen = known == truth::yes;
        for (std::size_t i = vars.size(); i < parts.size(); ++i) {
            seen = seen || parts[i] == guard;
        }
        if (!seen) {
            parts.push_back(guard);
        }
    }
    parts.push_back(body);
    // A sum of zeros is interned too: it binds the indices of what has folded away in it, whose shape checks remain.
    int const made = g.intern(op::reduce, static_cast<int>(kind) + 4 * static_cast<int>(vars.size()), parts);
    return kind == reduction::sum && g.is_zero(body) ? body : made;
}

/// The value of the bound index `which` (its place among the bound ones) at which a max or min is found first.
constexpr int chosen(graph& g, int reduction, int which) {
    int const parts[] = {reduction};
    bool const extreme = g.is(reduction, op::reduce) && static_cast<int>(g.reduction_of(reduction).kind) >=
                                                            static_cast<int>(reduction::maximum);
    return extreme ? g.intern(op::chosen, which, parts)
                   : g.fail("only a max or min chooses a value of its index");
}

/// The bracket [e = u] on an index expression (its id) and a value.
constexpr int match(graph& g, int subscript, int value) {
    int const parts[] = {value};
    return g.intern(op::match, subscript, parts);
}

/// The derivative of `body` by `access`, not yet taken.
constexpr int partial(graph& g, int body, int access) {
    int const parts[] = {body, access};
    return g.is(body, op::number) ? g.number(rational{0}) : g.intern(op::partial, 0, parts);
}

}  // namespace iverson::graph
