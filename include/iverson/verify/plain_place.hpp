// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain_tensor.hpp"

#include <iverson/graph/affine.hpp>

#include <vector>

namespace iverson::plain {

/// What is known of every symbol: a point where it has a value, an interval while one is looked for.
struct place {
    std::vector<interval> of;
    bool empty = false;

    explicit place(std::size_t symbols) : of(symbols) {}
    interval& operator[](int symbol) { return of[static_cast<std::size_t>(symbol)]; }
    interval const& operator[](int symbol) const { return of[static_cast<std::size_t>(symbol)]; }

    interval range(graph::affine const& e) const {
        interval result = interval::point(e.constant());
        for (auto const& t : e) {
            interval const s = (*this)[t.symbol];
            result.first = sum(result.first, scaled(t.coefficient > 0 ? s.first : s.last, t.coefficient));
            result.last = sum(result.last, scaled(t.coefficient > 0 ? s.last : s.first, t.coefficient));
        }
        return result;
    }
    bool knows(graph::affine const& e) const {
        for (auto const& t : e) {
            if (!(*this)[t.symbol].is_point()) {
                return false;
            }
        }
        return true;
    }

    /// Cuts the intervals of all symbols of e to what `e in wanted` leaves possible.
    void require(graph::affine const& e, interval wanted) {
        empty = empty || range(e).meet(wanted).empty();
        for (auto const& t : e) {
            if (empty) {
                return;
            }
            interval const rest = range(e - graph::affine::symbol(t.symbol, t.coefficient));
            interval const product{sum(wanted.first, -rest.last), sum(wanted.last, -rest.first)};
            interval& s = (*this)[t.symbol];
            s = s.meet(quotient(product, t.coefficient));
            empty = empty || s.empty();
        }
    }

    void join(place const& other) {
        if (empty || other.empty) {
            *this = empty ? other : *this;
            return;
        }
        for (std::size_t i = 0; i < of.size(); ++i) {
            of[i] = of[i].hull(other.of[i]);
        }
    }
    friend bool operator==(place const&, place const&) = default;

    static std::int64_t sum(std::int64_t a, std::int64_t b) {
        return endless(a) ? a : endless(b) ? b : clamped(a + b);
    }

  private:
    static std::int64_t clamped(std::int64_t value) {
        return value < -interval::infinite  ? -interval::infinite
               : value > interval::infinite ? interval::infinite
                                            : value;
    }
    static bool endless(std::int64_t value) {
        return value <= -interval::infinite || value >= interval::infinite;
    }
    static std::int64_t scaled(std::int64_t a, std::int64_t by) {
        return endless(a) ? (by > 0 ? a : -a) : clamped(a * by);
    }
    static interval quotient(interval product, std::int64_t by) {
        if (by < 0) {
            product = {-product.last, -product.first};
            by = -by;
        }
        return {endless(product.first) ? product.first : graph::ceil_divide(product.first, by),
                endless(product.last) ? product.last : graph::floor_divide(product.last, by)};
    }
};

}  // namespace iverson::plain
