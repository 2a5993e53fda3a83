// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/run_time_values.hpp"
#include "integers.hpp"
#include "polynomial.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

/// Numbers of steps, operations and bytes in terms of extents.
namespace iverson::emit {

/// A number of steps, operations or bytes: equal to the polynomial, or at most that.
struct amount {
    polynomial value;
    bool exact = true;

    amount& operator+=(amount const& other) {
        value = value + other.value;
        exact = exact && (other.exact || other.value.is_zero());
        return *this;
    }
    friend amount operator*(std::int64_t times, amount const& a) {
        return {polynomial{times} * a.value, a.exact};
    }
};

/// What the polynomials are in: the symbols of a plan, and beyond them max(0, n - 2), min(n, m), [n = m] and the like.
class quantities {
  public:
    explicit quantities(integers const& index, int symbols) : index_{index}, symbols_{symbols} {}

    /// max(0, the least of these upper bounds).
    polynomial least(std::vector<loops::bound> const& all, bool nonnegative) {
        std::string const text = index_.upper(all);
        return of({nonnegative ? text : "max(0, " + text + ")", all, {}});
    }
    /// 1 where the condition holds, 0 elsewhere.
    polynomial holds(graph::condition const& c) { return of({"[" + index_(c) + "]", {}, {c}}); }
    polynomial affine(graph::affine const& e) const {
        polynomial result{e.constant()};
        for (auto const& t : e) {
            result = result + polynomial{t.coefficient} * polynomial::variable(t.symbol);
        }
        return result;
    }

    /// Beyond the symbols there are only numbers of steps and brackets.
    bool is_nonnegative(int v) const { return v >= symbols_; }

    std::string text(polynomial const& p) const {
        return p.text([&](int v) { return v < symbols_ ? index_.name(v) : at(v).text; });
    }
    graph::rational value(polynomial const& p, loops::symbol_values symbols) const {
        return p.value([&](int v) {
            return v < symbols_ ? symbols[static_cast<std::size_t>(v)] : value_of(at(v), symbols);
        });
    }

  private:
    struct quantity {
        std::string text;
        std::vector<loops::bound> least;
        std::vector<graph::condition> conditions;
    };
    quantity const& at(int v) const { return known_[static_cast<std::size_t>(v - symbols_)]; }
    polynomial of(quantity const& q) {
        auto const same = [&](quantity const& old) { return old.text == q.text; };
        auto const found = std::find_if(known_.begin(), known_.end(), same);
        int const place = static_cast<int>(found - known_.begin());
        if (found == known_.end()) {
            known_.push_back(q);
        }
        return polynomial::variable(symbols_ + place);
    }
    static std::int64_t value_of(quantity const& q, loops::symbol_values symbols) {
        if (!q.conditions.empty()) {
            return loops::holds(q.conditions[0], symbols) ? 1 : 0;
        }
        std::int64_t result = INT64_MAX;
        for (loops::bound const& b : q.least) {
            result = std::min(result, graph::floor_divide(loops::value_of(b.expression, symbols), b.divisor));
        }
        return std::max<std::int64_t>(0, result);
    }

    integers const& index_;
    int symbols_;
    std::vector<quantity> known_;
};

}  // namespace iverson::emit
