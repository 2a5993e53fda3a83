// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "scope.hpp"

#include <iverson/graph/build.hpp>

#include <cstdint>

/// What the words of a formula mean to the graph, whichever front end reads them: C++ (lower.hpp) or text (src/syntax).
namespace iverson::lowering {

/// The signs of comparisons.
enum class sign : std::uint8_t { equal, different, less, less_equal, greater, greater_equal };

/// The two conditions lo <= i <= hi.
constexpr graph::vector<int> between(state& s, graph::affine const& lower, graph::affine const& index,
                                     graph::affine const& upper) {
    return {s.g.condition_id({graph::relation::nonnegative, index - lower, 0}),
            s.g.condition_id({graph::relation::nonnegative, upper - index, 0})};
}

/// floor(a / m), or the remainder of a by m, a - m floor(a / m).
constexpr graph::affine divided(state& s, graph::affine const& a, std::int64_t divisor, bool remainder) {
    if (divisor <= 0) {
        s.g.fail("the right side of / and % in a subscript is a positive integer");
        return a;
    }
    graph::affine const q = graph::affine::symbol(s.quotient(a, divisor));
    return remainder ? a - divisor * q : q;
}

// -- brackets -------------------------------------------------------------------------------------------------------------
/// A comparison of index expressions. [a != b] is [a < b] + [a > b], of which each kills what it multiplies where it is false;
/// 1 - [a = b] would not.
constexpr int index_bracket(state& s, sign kind, graph::affine const& a, graph::affine const& b) {
    using graph::affine;
    using graph::relation;
    switch (kind) {
        case sign::equal: return graph::bracket(s.g, {relation::zero, a - b, 0});
        case sign::different:
            return graph::add(s.g, index_bracket(s, sign::less, a, b), index_bracket(s, sign::greater, a, b));
        case sign::less: return graph::bracket(s.g, {relation::nonnegative, b - a - affine{1}, 0});
        case sign::less_equal: return graph::bracket(s.g, {relation::nonnegative, b - a, 0});
        case sign::greater: return graph::bracket(s.g, {relation::nonnegative, a - b - affine{1}, 0});
        case sign::greater_equal: break;
    }
    return graph::bracket(s.g, {relation::nonnegative, a - b, 0});
}

/// The same where entries of integer tensors stand in it: [p(i) == k] needs no index for the entry.
constexpr int entry_bracket(state& s, sign kind, graph::affine const& a, graph::affine const& b) {
    int const match = kind == sign::equal ? s.match_of_last_entry(a - b) : -1;
    return match >= 0 ? match : index_bracket(s, kind, a, b);
}

/// [a % m == r] for a positive m is [m divides a - r], and 0 unless 0 <= r < m; [a % m != r] is the sum over the other remainders.
constexpr int residue_bracket(state& s, sign kind, graph::affine const& value, std::int64_t modulus,
                              std::int64_t rest) {
    constexpr std::int64_t most = 64;
    if (modulus <= 0) {
        return s.g.fail("the right side of % is a positive integer");
    }
    auto const is = [&](std::int64_t r) {
        return graph::bracket(s.g, {graph::relation::divisible, value - graph::affine{r}, modulus});
    };
    if (kind == sign::equal) {
        return rest < 0 || rest >= modulus ? s.g.number(0) : is(rest);
    }
    if (modulus > most) {
        return s.g.fail(graph::sentence("a remainder by ", modulus, " is compared by != with at most ", most,
                                        " cases; write 1 - [... == ", rest, "]"));
    }
    graph::vector<int> others;
    for (std::int64_t r = 0; r < modulus; ++r) {
        if (r != rest) {
            others.push_back(is(r));
        }
    }
    return graph::add(s.g, others);
}

/// A comparison of values.
constexpr int value_bracket(state& s, sign kind, int a, int b) {
    bool const swapped = kind == sign::greater || kind == sign::greater_equal;
    graph::comparison const how = kind == sign::equal       ? graph::comparison::equal
                                  : kind == sign::different ? graph::comparison::different
                                  : kind == sign::less || kind == sign::greater
                                      ? graph::comparison::less
                                      : graph::comparison::less_equal;
    int const parts[] = {swapped ? b : a, swapped ? a : b};
    return s.g.intern(graph::op::compare, static_cast<int>(how), parts);
}

// -- reductions -----------------------------------------------------------------------------------------------------------
/// A sum of zeros is gone from the value, but what was written in it keeps its shape checks, which need to know its indices.
constexpr int reduction_over(state& s, graph::reduction kind, graph::vector<int> const& vars,
                             graph::vector<int> const& guards, int body) {
    int const result = graph::reduce(s.g, kind, vars, guards, body);
    if (!s.g.is(result, graph::op::reduce)) {
        graph::vector<int> parts = vars;
        parts.insert(parts.end(), guards.begin(), guards.end());
        parts.push_back(body);
        s.g.intern(graph::op::reduce, static_cast<int>(kind) + 4 * static_cast<int>(vars.size()), parts);
    }
    return result;
}

/// The mean that belongs to a sum: the number of values of the same indices is a sum of ones, which takes its ranges
/// where the sum does.
constexpr int mean_of(state& s, int total) {
    if (!s.g.is(total, graph::op::reduce)) {
        return total;
    }
    graph::reduction_view const view = s.g.reduction_of(total);
    graph::vector<int> const vars(view.vars.begin(), view.vars.end());
    graph::vector<int> const guards(view.guards.begin(), view.guards.end());
    return graph::divide(s.g, total,
                         graph::reduce(s.g, graph::reduction::sum, vars, guards, graph::one(s.g)));
}

}  // namespace iverson::lowering
