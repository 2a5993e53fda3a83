// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/plan.hpp"
#include "source.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// Index arithmetic as C++, or as formulas have it: affine expressions, conditions, bounds of loops.
namespace iverson::emit {

/// The names of symbols, and the namespace of the helpers; without one, what is written is no C++ but max(0, 2*i - n).
class integers {
  public:
    explicit integers(loops::plan const& p) : integers{p, ""} {}
    integers(loops::plan const& p, std::string space)
        : p_{p}, space_{std::move(space)}, names_(static_cast<std::size_t>(p.symbols) + 1),
          values_(static_cast<std::size_t>(p.symbols) + 1) {}

    std::string const& space() const { return space_; }
    /// A symbol that the plan has not.
    int other_symbol() const { return p_.symbols; }
    std::string const& name(int symbol) const { return names_[static_cast<std::size_t>(symbol)]; }
    void set_name(int symbol, std::string name) {
        names_[static_cast<std::size_t>(symbol)] = std::move(name);
    }

    /// The symbol is this number, whatever is bound.
    void set_value(int symbol, std::int64_t value) { values_[static_cast<std::size_t>(symbol)] = value; }
    /// e with the symbols that are numbers put in.
    graph::affine known(graph::affine e) const {
        graph::affine result = e;
        for (auto const& t : e) {
            if (auto const& value = values_[static_cast<std::size_t>(t.symbol)]) {
                result = result.substituted(t.symbol, graph::affine{*value});
            }
        }
        return result;
    }

    /// The symbol is never negative.
    void set_extent(int symbol) { extents_.push_back(symbol); }
    /// The number of positions lower .. upper.
    std::string extent(graph::affine const& lower, graph::affine const& upper) const {
        graph::affine const e = known(upper - lower + graph::affine{1});
        bool const is_extent = std::find(extents_.begin(), extents_.end(), e.bare_symbol()) != extents_.end();
        if (is_extent || (e.is_constant() && e.constant() >= 0)) {
            return (*this)(e);
        }
        return space_ + "::extent_of(" + (*this)(lower) + ", " + (*this)(upper) + ")";
    }

    /// 2 * i - j + 3, positive terms first.
    std::string operator()(graph::affine const& written) const {
        graph::affine const e = known(written);
        std::string result;
        for (auto const& t : e) {
            if (t.coefficient > 0) {
                add(result, t.coefficient, name(t.symbol));
            }
        }
        for (auto const& t : e) {
            if (t.coefficient < 0) {
                add(result, t.coefficient, name(t.symbol));
            }
        }
        if (e.constant() != 0 || result.empty()) {
            add(result, e.constant(), "");
        }
        return result;
    }
    /// The same, fit to stand beside an operator that binds more tightly.
    std::string factor(graph::affine const& written) const {
        graph::affine const e = known(written);
        bool const simple = e.bare_symbol() >= 0 || (e.is_constant() && e.constant() >= 0);
        return simple ? (*this)(e) : "(" + (*this)(e) + ")";
    }

    /// What stands behind a term to which e is added: ` - i + 1`, nothing for 0.
    std::string added(graph::affine const& written) const {
        graph::affine const e = known(written);
        std::string const text = (*this)(e);
        return e.is_zero() ? "" : text[0] == '-' ? " - " + text.substr(1) : " + " + text;
    }

    std::string operator()(graph::condition const& c) const {
        auto const [left, right] = sides(known(c.expression));
        switch (c.kind) {
            case graph::relation::zero: return (*this)(left) + " == " + (*this)(right);
            case graph::relation::nonnegative: return at_most(right, left);
            case graph::relation::divisible: return divisible(c);
        }
        return {};
    }
    /// All conditions of the range, joined; empty if there are none. Compilers warn of k == 0 && k == 1, which is false.
    std::string all(loops::range conditions) const {
        std::string result;
        for (graph::condition const& c : loops::slice(p_.conditions, conditions)) {
            if (contradicts(c, conditions)) {
                return "false";
            }
            result += (result.empty() ? "" : " && ") + (*this)(c);
        }
        return result;
    }

    std::string lower(loops::range bounds) const { return lower(loops::slice(p_.bounds, bounds)); }
    std::string lower(std::span<loops::bound const> bounds) const {
        return extreme(bounds, "max", "ceil_div");
    }
    std::string upper(loops::range bounds) const { return upper(loops::slice(p_.bounds, bounds)); }
    std::string upper(std::span<loops::bound const> bounds) const {
        return extreme(bounds, "min", "floor_div");
    }

    /// The bound, where it is one number whatever is bound.
    std::optional<std::int64_t> number(loops::range bounds) const {
        for (loops::bound const& b : loops::slice(p_.bounds, bounds)) {
            graph::affine const e = known(b.expression);
            if (bounds.size == 1 && b.divisor == 1 && e.is_constant()) {
                return e.constant();
            }
        }
        return std::nullopt;
    }
    /// The upper bounds are one expression that costs nothing to compute in every step.
    bool is_plain(loops::range bounds) const {
        return bounds.size == 1 && loops::slice(p_.bounds, bounds)[0].divisor == 1;
    }
    /// i < n, from a plain upper bound.
    std::string below(int symbol, loops::range bounds) const {
        return at_most(graph::affine::symbol(symbol), loops::slice(p_.bounds, bounds)[0].expression);
    }

  private:
    /// Whether c says e = 0 and another of the conditions says so of e + n, n not 0.
    bool contradicts(graph::condition const& c, loops::range conditions) const {
        for (graph::condition const& other : loops::slice(p_.conditions, conditions)) {
            graph::affine const apart = known(c.expression - other.expression);
            bool const equations = c.kind == graph::relation::zero && other.kind == graph::relation::zero;
            if (equations && apart.is_constant() && apart.constant() != 0) {
                return true;
            }
        }
        return false;
    }
    bool is_cpp() const { return !space_.empty(); }
    void add(std::string& sum, std::int64_t coefficient, std::string const& name) const {
        bool const negative = coefficient < 0;
        std::string const size = std::to_string(negative ? -coefficient : coefficient);
        sum += sum.empty() ? (negative ? "-" : "") : (negative ? " - " : " + ");
        sum += name.empty() ? size : size == "1" ? name : size + (is_cpp() ? " * " : "*") + name;
    }
    /// What stands positive in e, and what stands negative: e = first - second.
    static std::pair<graph::affine, graph::affine> sides(graph::affine const& e) {
        graph::affine left{e.constant() > 0 ? e.constant() : 0};
        for (auto const& t : e) {
            if (t.coefficient > 0) {
                left = left + graph::affine::symbol(t.symbol, t.coefficient);
            }
        }
        return {left, left - e};
    }
    /// a <= b, written with < where that drops a 1.
    std::string at_most(graph::affine const& a, graph::affine const& b) const {
        auto const [left, right] = sides(known(b - a));
        if (right.constant() > 0) {
            graph::affine const smaller = right - graph::affine{1};
            return (*this)(smaller) + " < " + (*this)(left);
        }
        return (*this)(right) + " <= " + (*this)(left);
    }
    std::string divisible(graph::condition const& c) const {
        return factor(c.expression) + " % " + std::to_string(c.modulus) + " == 0";
    }
    std::string bound(loops::bound const& b, std::string const& division) const {
        graph::affine const e = known(b.expression);
        if (e.is_constant()) {
            return std::to_string(division == "floor_div" ? graph::floor_divide(e.constant(), b.divisor)
                                                          : graph::ceil_divide(e.constant(), b.divisor));
        }
        if (b.divisor == 1) {
            return (*this)(e);
        }
        std::string const by = std::to_string(b.divisor);
        return is_cpp() ? space_ + "::" + division + "(" + (*this)(e) + ", " + by + ")"
                        : division.substr(0, division.find('_')) + "(" + factor(e) + "/" + by + ")";
    }
    std::string extreme(std::span<loops::bound const> all, std::string const& choice,
                        std::string const& division) const {
        if (all.empty()) {
            throw refusal{"a loop of the plan has no bound"};
        }
        std::vector<std::string> different;
        for (loops::bound const& b : all) {
            std::string const text = bound(b, division);
            if (std::find(different.begin(), different.end(), text) == different.end()) {
                different.push_back(text);
            }
        }
        std::string result = different[0];
        if (different.size() == 1) {
            return result;
        }
        for (std::size_t i = 1; i < different.size(); ++i) {
            result += ", " + different[i];
        }
        bool const two = different.size() == 2;
        return is_cpp() ? "std::" + choice + "<std::ptrdiff_t>(" + (two ? result : "{" + result + "}") + ")"
                        : choice + "(" + result + ")";
    }

    loops::plan const& p_;
    std::string space_;
    std::vector<std::string> names_;
    std::vector<std::optional<std::int64_t>> values_;
    std::vector<int> extents_;
};

}  // namespace iverson::emit
