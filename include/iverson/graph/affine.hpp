// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>

namespace iverson::graph {

/// An integer-affine expression over symbols (indices, extents, lower bounds): sum of coefficient * symbol, plus a constant.
/// Terms are sorted by symbol and no coefficient is 0, so equality is equality of the members.
/// Limits: 12 symbols in one expression, coefficients of 32 bits; beyond them the expression is invalid,
/// every operation hands that on, and a graph refuses it with a sentence.
class affine {
  public:
    static constexpr int capacity = 12;
    struct term {
        int symbol = -1;
        std::int64_t coefficient = 0;
        friend constexpr bool operator==(term const&, term const&) = default;
    };

    constexpr affine() = default;
    constexpr affine(std::int64_t constant)  // NOLINT: a constant is affine
        : size_{out_of_bounds(constant) ? -1 : 0}, constant_{out_of_bounds(constant) ? 0 : constant} {}
    static constexpr affine symbol(int id, std::int64_t coefficient = 1) {
        affine result;
        if (out_of_bounds(coefficient)) {
            return invalid();
        }
        if (coefficient != 0) {
            result.terms_[0] = {id, coefficient};
            result.size_ = 1;
        }
        return result;
    }

    constexpr bool valid() const { return size_ >= 0; }
    constexpr bool is_constant() const { return size_ == 0; }
    constexpr bool is_zero() const { return size_ == 0 && constant_ == 0; }
    constexpr std::int64_t constant() const { return constant_; }
    constexpr int size() const { return size_ < 0 ? 0 : size_; }
    constexpr term const* begin() const { return terms_; }
    constexpr term const* end() const { return terms_ + size(); }

    constexpr std::int64_t coefficient(int symbol) const {
        for (term const& t : *this) {
            if (t.symbol == symbol) {
                return t.coefficient;
            }
        }
        return 0;
    }
    constexpr bool mentions(int symbol) const { return coefficient(symbol) != 0; }

    /// The symbol that this expression is, if it is a bare one; -1 otherwise.
    constexpr int bare_symbol() const {
        return size_ == 1 && constant_ == 0 && terms_[0].coefficient == 1 ? terms_[0].symbol : -1;
    }

    /// The greatest common divisor of the coefficients, 0 for a constant.
    constexpr std::int64_t content() const {
        std::int64_t divisor = 0;
        for (term const& t : *this) {
            std::int64_t a = t.coefficient < 0 ? -t.coefficient : t.coefficient;
            while (a != 0) {
                std::int64_t const rest = divisor % a;
                divisor = a;
                a = rest;
            }
        }
        return divisor;
    }

    /// a + scale * b: the one place where terms are merged.
    static constexpr affine combine(affine const& a, affine const& b, std::int64_t scale) {
        affine result;
        if (!a.valid() || !b.valid()) {
            return invalid();
        }
        result.constant_ = a.constant_ + scale * b.constant_;
        if (out_of_bounds(result.constant_)) {
            return invalid();
        }
        int i = 0;
        int j = 0;
        while (i < a.size_ || j < b.size_) {
            term next;
            if (j == b.size_ || (i < a.size_ && a.terms_[i].symbol < b.terms_[j].symbol)) {
                next = a.terms_[i++];
            } else if (i == a.size_ || b.terms_[j].symbol < a.terms_[i].symbol) {
                next = {b.terms_[j].symbol, scale * b.terms_[j].coefficient};
                ++j;
            } else {
                next = {a.terms_[i].symbol, a.terms_[i].coefficient + scale * b.terms_[j].coefficient};
                ++i;
                ++j;
            }
            if (next.coefficient == 0) {
                continue;
            }
            if (result.size_ == capacity || out_of_bounds(next.coefficient)) {
                return invalid();
            }
            result.terms_[result.size_++] = next;
        }
        return result;
    }

    friend constexpr affine operator+(affine const& a, affine const& b) { return combine(a, b, 1); }
    friend constexpr affine operator-(affine const& a, affine const& b) { return combine(a, b, -1); }
    friend constexpr affine operator-(affine const& a) { return combine(affine{}, a, -1); }
    friend constexpr affine operator*(std::int64_t scale, affine const& a) {
        return out_of_bounds(scale) ? invalid() : combine(affine{}, a, scale);
    }

    /// Exact division of all coefficients and the constant; the caller knows that the divisor divides them.
    constexpr affine divided_by(std::int64_t divisor) const {
        affine result = *this;
        for (int i = 0; i < size(); ++i) {
            result.terms_[i].coefficient /= divisor;
        }
        result.constant_ /= divisor;
        return result;
    }

    /// This expression with `symbol` replaced by `value`.
    constexpr affine substituted(int symbol, affine const& value) const {
        std::int64_t const c = coefficient(symbol);
        return c == 0 ? *this : combine(combine(*this, affine::symbol(symbol), -c), value, c);
    }

    friend constexpr bool operator==(affine const& a, affine const& b) {
        if (a.size_ != b.size_ || a.constant_ != b.constant_) {
            return false;
        }
        for (int i = 0; i < a.size_; ++i) {
            if (!(a.terms_[i] == b.terms_[i])) {
                return false;
            }
        }
        return true;
    }

    static constexpr affine invalid() {
        affine result;
        result.size_ = -1;
        return result;
    }

  private:
    static constexpr bool out_of_bounds(std::int64_t value) {
        return value > INT32_MAX || value < -std::int64_t{INT32_MAX};
    }

    term terms_[capacity] = {};
    int size_ = 0;
    std::int64_t constant_ = 0;
};

/// floor(a / b) for b > 0.
constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}
/// ceiling(a / b) for b > 0.
constexpr std::int64_t ceil_divide(std::int64_t a, std::int64_t b) { return -floor_divide(-a, b); }

}  // namespace iverson::graph
