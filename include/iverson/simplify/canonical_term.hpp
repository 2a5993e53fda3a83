// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"
#include "../graph/inequality.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// Formulas as sums of products, the form in which they are compared (at run time only). Every bound stands as a condition of its
/// term, the box of every access too, so that a factor may cancel and leave its domain behind.
namespace iverson::canonical {

using graph::affine;
using graph::condition;
using graph::inequalities;
using graph::normalized;
using graph::rational;
using graph::relation;

/// Thrown where a form would get too large, or holds what it cannot express: nothing is proved then.
struct too_hard {
    char const* why;
};

struct atom;

/// base^exponent.
struct factor {
    std::shared_ptr<atom const> base;
    rational exponent{1};
};

/// coefficient * sum over all integer values of `vars` for which the conditions hold of the product of the factors.
struct term {
    rational coefficient{1};
    std::vector<int> vars;
    std::vector<condition> conditions;
    std::vector<factor> factors;
};
using polynomial = std::vector<term>;

/// What products are made of: an access ("x[]"), a call ("exp()"), a bracket on values, a max or min, a power of a sum ("base").
struct atom {
    std::string head;
    std::vector<affine> subscripts;
    std::vector<polynomial> arguments;
    std::vector<int> vars;              ///< bound by a max, min or product
    std::vector<condition> conditions;  ///< their range
    bool folds =
        false;  ///< u^m u^-n = u^(m - n) for all m, n: its support stands in the conditions of its term

    bool is_base() const { return head == "base"; }
    bool is_bracket() const { return head.front() == '['; }
};

/// Replaces symbols by affine values, all at once. Bound symbols are distinct everywhere, so nothing is captured.
class replacement {
  public:
    replacement& replace(int symbol, affine value) {
        pairs_.emplace_back(symbol, std::move(value));
        return *this;
    }
    bool empty() const { return pairs_.empty(); }
    affine operator()(affine const& e) const {
        affine result{e.constant()};
        for (auto const& t : e) {
            affine value = affine::symbol(t.symbol);
            for (auto const& [symbol, to] : pairs_) {
                if (symbol == t.symbol) {
                    value = to;
                }
            }
            result = affine::combine(result, value, t.coefficient);
        }
        if (!result.valid()) {
            throw too_hard{"a subscript has too many symbols"};
        }
        return result;
    }
    condition operator()(condition c) const {
        c.expression = (*this)(c.expression);
        return normalized(c);
    }
    std::vector<condition> operator()(std::vector<condition> conditions) const {
        for (condition& c : conditions) {
            c = (*this)(c);
        }
        return conditions;
    }
    std::vector<factor> operator()(std::vector<factor> factors) const {
        for (factor& f : factors) {
            f.base = std::make_shared<atom>((*this)(*f.base));
        }
        return factors;
    }
    atom operator()(atom a) const {
        for (affine& e : a.subscripts) {
            e = (*this)(e);
        }
        for (polynomial& p : a.arguments) {
            p = (*this)(std::move(p));
        }
        a.conditions = (*this)(std::move(a.conditions));
        return a;
    }
    term operator()(term t) const {
        t.conditions = (*this)(std::move(t.conditions));
        t.factors = (*this)(std::move(t.factors));
        return t;
    }
    polynomial operator()(polynomial p) const {
        for (term& t : p) {
            t = (*this)(std::move(t));
        }
        return p;
    }

  private:
    std::vector<std::pair<int, affine>> pairs_;
};

inline bool mentions(std::vector<condition> const& conditions, int symbol) {
    for (condition const& c : conditions) {
        if (c.expression.mentions(symbol)) {
            return true;
        }
    }
    return false;
}
inline bool mentions(std::vector<factor> const& factors, int symbol);
inline bool mentions(atom const& a, int symbol) {
    for (affine const& e : a.subscripts) {
        if (e.mentions(symbol)) {
            return true;
        }
    }
    for (polynomial const& p : a.arguments) {
        for (term const& t : p) {
            if (mentions(t.conditions, symbol) || mentions(t.factors, symbol)) {
                return true;
            }
        }
    }
    return mentions(a.conditions, symbol);
}
inline bool mentions(std::vector<factor> const& factors, int symbol) {
    for (factor const& f : factors) {
        if (mentions(*f.base, symbol)) {
            return true;
        }
    }
    return false;
}

/// The symbols of a comparison and what is known of them; also the limit on its work.
class space {
  public:
    static constexpr int bound = 1 << 20;      ///< symbols from here on are bound, and have no names
    static constexpr int canonical = 1 << 28;  ///< those from here on are bound, and named by depth and order

    std::vector<std::string> names;  ///< of the free symbols, by id; ids are in the order of the names
    inequalities facts;              ///< what holds everywhere: extents are not negative

    int fresh() { return next_++; }
    void spend(std::int64_t work = 1) {
        budget_ -= work;
        if (budget_ < 0) {
            throw too_hard{"the expansion is too large"};
        }
    }
    void refill(std::int64_t budget) { budget_ = budget; }
    /// Said where not all ways to name bound indices were tried: then the best one that was found may depend on the order of terms.
    void leave_out() { complete_ = false; }
    bool is_complete() const { return complete_; }
    std::string name(int symbol) const {
        if (symbol >= canonical) {
            return "v" + std::to_string((symbol - canonical) / 64) + "." +
                   std::to_string((symbol - canonical) % 64);
        }
        return symbol >= bound ? "#" + std::to_string(symbol - bound)
                               : names[static_cast<std::size_t>(symbol)];
    }

  private:
    int next_ = bound;
    std::int64_t budget_ = 0;
    bool complete_ = true;
};

/// The same term with bound symbols of its own.
inline term refreshed(space& s, term t) {
    replacement fresh;
    for (int& var : t.vars) {
        int const next = s.fresh();
        fresh.replace(var, affine::symbol(next));
        var = next;
    }
    return fresh.empty() ? t : fresh(std::move(t));
}

inline term product(space& s, term const& a, term const& b) {
    term result = a;
    term const other = refreshed(s, b);
    result.coefficient = a.coefficient * b.coefficient;
    if (!result.coefficient.valid()) {
        throw too_hard{"a coefficient does not fit into a fraction of two 64-bit integers"};
    }
    result.vars.insert(result.vars.end(), other.vars.begin(), other.vars.end());
    result.conditions.insert(result.conditions.end(), other.conditions.begin(), other.conditions.end());
    result.factors.insert(result.factors.end(), other.factors.begin(), other.factors.end());
    return result;
}

inline polynomial product(space& s, polynomial const& a, polynomial const& b) {
    s.spend(static_cast<std::int64_t>(a.size() * b.size()));
    polynomial result;
    for (term const& left : a) {
        for (term const& right : b) {
            result.push_back(product(s, left, right));
        }
    }
    return result;
}

inline polynomial sum(polynomial a, polynomial const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}
inline polynomial scaled(polynomial p, rational by) {
    for (term& t : p) {
        t.coefficient = t.coefficient * by;
        if (!t.coefficient.valid()) {
            throw too_hard{"a coefficient does not fit into a fraction of two 64-bit integers"};
        }
    }
    return p;
}
inline polynomial constant(rational value) {
    return value.is_zero() ? polynomial{} : polynomial{term{value, {}, {}, {}}};
}
inline polynomial single(atom a, rational exponent = rational{1}) {
    term t;
    t.factors.push_back({std::make_shared<atom>(std::move(a)), exponent});
    return {t};
}
/// p^n for an integer n >= 0.
inline polynomial integer_power(space& s, polynomial const& p, std::int64_t n) {
    if (n > 8) {
        throw too_hard{"a power is too high to be multiplied out"};
    }
    polynomial result = constant(rational{1});
    for (std::int64_t i = 0; i < n; ++i) {
        result = product(s, result, p);
    }
    return result;
}

}  // namespace iverson::canonical
