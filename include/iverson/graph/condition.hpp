// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "affine.hpp"

#include <cstdint>

namespace iverson::graph {

/// What an index bracket says of its affine expression e: e = 0, e >= 0, or that `modulus` divides e.
enum class relation : std::uint8_t { zero, nonnegative, divisible };

/// The condition inside an index bracket.
struct condition {
    relation kind = relation::zero;
    affine expression;
    std::int64_t modulus = 0;

    friend constexpr bool operator==(condition const&, condition const&) = default;
};

enum class truth : std::uint8_t { no, yes, open };

/// One written form for conditions with one meaning: coprime coefficients, the first one positive in an equation,
/// an inequality tightened to integers (2i - 1 >= 0 is i - 1 >= 0), residues reduced.
/// An equation without an integer solution becomes -1 >= 0.
constexpr condition normalized(condition c) {
    std::int64_t const content = c.expression.content();
    std::int64_t const constant = c.expression.constant();
    bool const leading_negative = c.expression.size() > 0 && c.expression.begin()->coefficient < 0;
    if (c.kind == relation::nonnegative && content > 1) {
        std::int64_t const floor = floor_divide(constant, content);
        c.expression = (c.expression - affine{constant}).divided_by(content) + affine{floor};
    }
    if (c.kind == relation::zero && content > 0) {
        if (constant % content != 0) {
            return {relation::nonnegative, affine{-1}, 0};
        }
        c.expression = c.expression.divided_by(leading_negative ? -content : content);
    }
    if (c.kind == relation::divisible) {
        affine reduced;
        for (auto const& t : c.expression) {
            std::int64_t const residue = t.coefficient - c.modulus * floor_divide(t.coefficient, c.modulus);
            reduced = reduced + affine::symbol(t.symbol, residue);
        }
        c.expression = reduced + affine{constant - c.modulus * floor_divide(constant, c.modulus)};
    }
    return c;
}

/// Whether a normalized condition holds, as far as it can be said without knowing any symbol.
constexpr truth decide(condition const& c) {
    if (!c.expression.valid() || !c.expression.is_constant()) {
        return truth::open;
    }
    std::int64_t const value = c.expression.constant();
    bool const holds = c.kind == relation::zero          ? value == 0
                       : c.kind == relation::nonnegative ? value >= 0
                                                         : value % c.modulus == 0;
    return holds ? truth::yes : truth::no;
}

}  // namespace iverson::graph
