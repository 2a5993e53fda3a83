// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sketch.hpp"

#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>

/// What a mathematician reads: a printed formula is computed by the rules of writing alone, modulo a prime, and so is
/// the node that it was printed from. Reductions and derivatives count as two functions that nothing commutes with.
namespace sketching {

constexpr std::uint64_t prime = 2147483647;

inline std::uint64_t power(std::uint64_t base, std::uint64_t exponent) {
    std::uint64_t result = 1;
    for (base %= prime; exponent > 0; exponent /= 2, base = base * base % prime) {
        result = exponent % 2 == 1 ? result * base % prime : result;
    }
    return result;
}
inline std::uint64_t inverse(std::uint64_t a) { return power(a, prime - 2); }
inline std::uint64_t value_of_name(char name) { return power(31, static_cast<std::uint64_t>(name) + 5); }
inline std::uint64_t value_of_tanh(std::uint64_t u) { return (power(u, 3) + 5) % prime; }
inline std::uint64_t of_sum(std::uint64_t u) { return (7919 * power(u, 3) + 3) % prime; }
inline std::uint64_t of_derivative(std::uint64_t u) { return (104729 * power(u, 3) + 11) % prime; }
inline std::uint64_t of_rational(rational r) {
    auto const num = static_cast<std::uint64_t>(
        (r.num() % static_cast<std::int64_t>(prime) + static_cast<std::int64_t>(prime)));
    return num % prime * inverse(static_cast<std::uint64_t>(r.den())) % prime;
}

/// The node itself.
inline std::uint64_t compute(sketch const& s, int id) {
    auto const links = s.g.links(id);
    std::uint64_t result = s.g.is(id, op::multiply) ? 1 : 0;
    switch (s.g.kind(id)) {
        case op::number: return of_rational(s.g.number_of(id));
        case op::access: return value_of_name(s.g.tensor_of(id).name.view()[0]);
        case op::call: return value_of_tanh(compute(s, links[0]));
        case op::reduce: return of_sum(compute(s, links.back()));
        case op::partial: return of_derivative(compute(s, links[0]));
        case op::power: {
            auto const n = s.g.number_of(links[1]).num();
            std::uint64_t const p = power(compute(s, links[0]), static_cast<std::uint64_t>(n < 0 ? -n : n));
            return n < 0 ? inverse(p) : p;
        }
        default:
            for (int link : links) {
                std::uint64_t const v = compute(s, link);
                result = (s.g.is(id, op::add) ? result + v : result * v) % prime;
            }
    }
    return result;
}

/// Reads LaTeX or text of that kind. ok() is false if something could not be read.
class reader {
  public:
    reader(std::string_view rest, bool latex) : rest_{rest}, latex_{latex} {}
    std::uint64_t operator()() {
        std::uint64_t const result = terms();
        ok_ = ok_ && rest_.empty();
        return result;
    }
    bool ok() const { return ok_; }

  private:
    bool starts(std::string_view s) const { return rest_.substr(0, s.size()) == s; }
    bool take(std::string_view s) {
        bool const found = starts(s);
        rest_.remove_prefix(found ? s.size() : 0);
        return found;
    }
    void need(std::string_view s) { ok_ = take(s) && ok_; }
    char next() {
        char const c = rest_.empty() ? '\0' : rest_[0];
        rest_.remove_prefix(rest_.empty() ? 0 : 1);
        ok_ = ok_ && c != '\0';
        return c;
    }

    std::uint64_t terms() {
        std::uint64_t result = take("-") ? prime - product() : product();
        while (ok_ && (starts(" + ") || starts(" - "))) {
            bool const minus = take(" - ");
            minus || take(" + ");
            std::uint64_t const term = product();
            result = (result + (minus ? prime - term : term)) % prime;
        }
        return result % prime;
    }
    bool another_factor() {
        return latex_ ? !starts(" +") && !starts(" -") && (take(" \\cdot ") || take(" ")) : take("*");
    }
    std::uint64_t product() {
        std::uint64_t result = factor();
        for (bool more = true; ok_ && more;) {
            if (!latex_ && take("/")) {
                result = result * inverse(factor()) % prime;
            } else if (another_factor()) {
                result = result * factor() % prime;
            } else {
                more = false;
            }
        }
        return result;
    }
    /// A sum takes the rest of the product, a derivative the next factor.
    std::uint64_t factor() {
        if (latex_ && take("\\sum_{i} ")) {
            return of_sum(product());
        }
        if (latex_ && take("\\frac{\\partial}{\\partial q} ")) {
            return of_derivative(factor());
        }
        std::uint64_t const base = atom();
        return power(base, exponent());
    }
    std::uint64_t exponent() {
        if (!take("^")) {
            return 1;
        }
        bool const group = take("{");
        std::uint64_t result = 0;
        while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_[0]))) {
            result = 10 * result + static_cast<std::uint64_t>(next() - '0');
            if (latex_ && !group) {
                break;  // x^12 is x^1 2
            }
        }
        if (group) {
            need("}");
        }
        return result;
    }
    std::uint64_t enclosed(std::string_view end) {
        std::uint64_t const result = terms();
        need(end);
        return result;
    }
    std::uint64_t atom() {
        if (latex_ && take("\\frac{\\partial ")) {
            std::uint64_t const result = of_derivative(atom());
            need("}{\\partial q}");
            return result;
        }
        if (take("\\frac{")) {
            std::uint64_t const above = enclosed("}");
            need("{");
            return above * inverse(enclosed("}")) % prime;
        }
        if (take(latex_ ? "\\tanh" : "tanh")) {
            std::uint64_t const n = exponent();
            return power(value_of_tanh(take("\\left(") ? enclosed("\\right)") : (need("("), enclosed(")"))),
                         n);
        }
        if (!latex_ && take("sum(i, ")) {
            return of_sum(enclosed(")"));
        }
        if (!latex_ && take("d(")) {
            std::uint64_t const body = enclosed(")");
            need("/d(q)");
            return of_derivative(body);
        }
        if (take("\\left(")) {
            return enclosed("\\right)");
        }
        if (take("(")) {
            return enclosed(")");
        }
        return starts("0") || (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_[0])))
                   ? number()
                   : value_of_name(next());
    }
    std::uint64_t number() {
        std::uint64_t digits = 0;
        std::uint64_t scale = 1;
        bool point = false;
        while (!rest_.empty() &&
               (std::isdigit(static_cast<unsigned char>(rest_[0])) || (!point && rest_[0] == '.'))) {
            char const c = next();
            point = point || c == '.';
            digits = c == '.' ? digits : (10 * digits + static_cast<std::uint64_t>(c - '0')) % prime;
            scale = c == '.' || !point ? scale : 10 * scale % prime;
        }
        return digits * inverse(scale) % prime;
    }

    std::string_view rest_;
    bool latex_;
    bool ok_ = true;
};

}  // namespace sketching
