// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/rational.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

/// Polynomials in extents: how often loops run.
namespace iverson::emit {

/// A polynomial with rational coefficients; its variables are numbers from 0 on.
class polynomial {
  public:
    /// Variables with their powers, in the order of the variables.
    using monomial = std::vector<std::pair<int, int>>;

    polynomial() = default;
    polynomial(graph::rational constant) { add({}, constant); }  // NOLINT: a number is a polynomial
    polynomial(std::int64_t constant)
        : polynomial{graph::rational{constant}} {}  // NOLINT: and so is an integer
    static polynomial variable(int v) {
        polynomial result;
        result.add({{v, 1}}, graph::rational{1});
        return result;
    }

    bool is_zero() const { return terms_.empty(); }
    /// Whether all coefficients fit into 64 bits.
    bool valid() const {
        return std::all_of(terms_.begin(), terms_.end(), [](auto const& t) { return t.second.valid(); });
    }
    bool mentions(int v) const {
        return std::any_of(terms_.begin(), terms_.end(),
                           [&](auto const& t) { return power_of(t.first, v) > 0; });
    }

    /// Whether all coefficients are positive and all variables known not to be negative.
    template <class Known>
    bool is_nonnegative(Known const& known) const {
        return std::all_of(terms_.begin(), terms_.end(), [&](auto const& t) {
            return graph::rational{0} < t.second &&
                   std::all_of(t.first.begin(), t.first.end(), [&](auto const& p) { return known(p.first); });
        });
    }

    friend polynomial operator+(polynomial a, polynomial const& b) {
        for (auto const& [m, c] : b.terms_) {
            a.add(m, c);
        }
        return a;
    }
    friend polynomial operator*(polynomial const& a, polynomial const& b) {
        polynomial result;
        for (auto const& [m, c] : a.terms_) {
            for (auto const& [n, d] : b.terms_) {
                result.add(product(m, n), c * d);
            }
        }
        return result;
    }
    friend polynomial operator-(polynomial const& a, polynomial const& b) { return a + polynomial{-1} * b; }
    friend bool operator==(polynomial const& a, polynomial const& b) = default;

    polynomial substituted(int v, polynomial const& value) const {
        polynomial result;
        for (auto const& [m, c] : terms_) {
            polynomial term{c};
            for (auto const& [variable, power] : m) {
                for (int i = 0; i < power; ++i) {
                    term = term * (variable == v ? value : polynomial::variable(variable));
                }
            }
            result = result + term;
        }
        return result;
    }
    /// The sum over v = lower .. upper, where upper >= lower - 1.
    polynomial sum(int v, polynomial const& lower, polynomial const& upper) const {
        polynomial up_to;
        for (auto const& [m, c] : terms_) {
            polynomial rest{c};
            for (auto const& [variable, power] : m) {
                for (int i = 0; variable != v && i < power; ++i) {
                    rest = rest * polynomial::variable(variable);
                }
            }
            up_to = up_to + rest * power_sum(v, power_of(m, v));
        }
        return up_to.substituted(v, upper) - up_to.substituted(v, lower - polynomial{1});
    }

    /// The value where `value_of(v)` is that of the variable v.
    template <class ValueOf>
    graph::rational value(ValueOf const& value_of) const {
        graph::rational result{0};
        for (auto const& [m, c] : terms_) {
            graph::rational term = c;
            for (auto const& [variable, power] : m) {
                term = term * graph::power(graph::rational{value_of(variable)}, power);
            }
            result = result + term;
        }
        return result;
    }

    /// 2*n^2 + n, the highest degree first; (n^2 - n)/2. `name_of(v)` is the name of the variable v.
    template <class NameOf>
    std::string text(NameOf const& name_of) const {
        std::int64_t divisor = 1;
        for (auto const& [m, c] : terms_) {
            divisor = std::lcm(divisor, c.den());
        }
        std::string result;
        for (auto const& [m, c] : by_degree()) {
            write(result, m, (c * graph::rational{divisor}).num(), name_of);
        }
        result = result.empty() ? "0" : result;
        std::string const whole = terms_.size() > 1 ? "(" + result + ")" : result;
        return divisor == 1 ? result : whole + "/" + std::to_string(divisor);
    }

  private:
    void add(monomial const& m, graph::rational c) {
        graph::rational const all = terms_[m] + c;
        if (all.is_zero()) {
            terms_.erase(m);
        } else {
            terms_[m] = all;
        }
    }
    static int power_of(monomial const& m, int v) {
        for (auto const& [variable, power] : m) {
            if (variable == v) {
                return power;
            }
        }
        return 0;
    }
    static monomial product(monomial const& a, monomial const& b) {
        std::map<int, int> powers(a.begin(), a.end());
        for (auto const& [variable, power] : b) {
            powers[variable] += power;
        }
        return {powers.begin(), powers.end()};
    }
    /// 1^k + ... + v^k: what (v + 1)^(k+1) - 1 leaves, less the sums of the lower powers that its binomials hold.
    /// Source: Concrete Mathematics, 2nd ed., section 6.5
    static polynomial power_sum(int v, int k) {
        polynomial const next = variable(v) + polynomial{1};
        polynomial rest{-1};
        polynomial top{1};
        for (int i = 0; i <= k; ++i) {
            top = top * next;
        }
        rest = rest + top;
        graph::rational binomial{1};
        for (int j = 0; j < k; ++j) {
            rest = rest - polynomial{binomial} * power_sum(v, j);
            binomial = binomial * graph::rational{k + 1 - j} / graph::rational{j + 1};
        }
        return polynomial{graph::rational{1} / graph::rational{k + 1}} * rest;
    }

    static int degree(monomial const& m) {
        return std::accumulate(m.begin(), m.end(), 0, [](int d, auto const& p) { return d + p.second; });
    }
    std::vector<std::pair<monomial, graph::rational>> by_degree() const {
        std::vector<std::pair<monomial, graph::rational>> result(terms_.begin(), terms_.end());
        std::sort(result.begin(), result.end(), [](auto const& a, auto const& b) {
            int const of_a = degree(a.first);
            int const of_b = degree(b.first);
            return of_a != of_b ? of_a > of_b : a.first < b.first;
        });
        return result;
    }
    template <class NameOf>
    static void write(std::string& sum, monomial const& m, std::int64_t c, NameOf const& name_of) {
        std::int64_t const size = c < 0 ? -c : c;
        sum += sum.empty() ? (c < 0 ? "-" : "") : (c < 0 ? " - " : " + ");
        std::string factors = size == 1 && !m.empty() ? "" : std::to_string(size);
        for (auto const& [variable, power] : m) {
            factors += (factors.empty() ? "" : "*") + name_of(variable) +
                       (power == 1 ? "" : "^" + std::to_string(power));
        }
        sum += factors;
    }

    std::map<monomial, graph::rational> terms_;
};

}  // namespace iverson::emit
