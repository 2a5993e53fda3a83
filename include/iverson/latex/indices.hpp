// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "naming.hpp"
#include "spelling.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace iverson::print {

enum class notation { latex, text };

/// Writes index expressions and conditions on indices, in LaTeX (t-s=k, i \le j) or text (t - s == k, i <= j).
class index_printer {
  public:
    index_printer(graph::graph const& g, naming const& names, notation form)
        : graph_{g}, names_{names}, form_{form} {}

    std::string name(int symbol) const {
        if (auto const read = read_.find(symbol); read != read_.end()) {
            return read->second;
        }
        std::string const plain = names_.of(symbol);
        if (!in_latex()) {
            return plain;
        }
        return is_index(graph_, symbol) ? spelled(plain) : spelled_extent(plain);
    }

    /// From here on the index is written as the entry that it is.
    void show_as(int symbol, std::string entry) const { read_[symbol] = std::move(entry); }
    bool is_shown_as_entry(int symbol) const { return read_.contains(symbol); }

    /// Positive terms first, the constant last (but 1-i); free indices before bound ones: t-s, 2i+r-1, -k.
    std::string operator()(graph::affine const& e) const {
        std::string result;
        append_terms(result, e, true);
        bool const constant_first = result.empty() && e.constant() > 0;
        if (constant_first) {
            append(result, e.constant(), "");
        }
        append_terms(result, e, false);
        if (!constant_first && (e.constant() != 0 || result.empty())) {
            append(result, e.constant(), "");
        }
        return result;
    }

    std::string operator()(graph::condition const& c) const {
        switch (c.kind) {
            case graph::relation::zero: return equation(c.expression);
            case graph::relation::nonnegative: return inequality(c.expression);
            case graph::relation::divisible: break;
        }
        std::string const modulus = std::to_string(c.modulus);
        std::string const e = (*this)(c.expression);
        if (in_latex()) {
            return modulus + " \\mid " + e;
        }
        return (c.expression.size() == 1 && c.expression.constant() == 0 ? e : "(" + e + ")") + " % " +
               modulus + " == 0";
    }

    /// The conditions one by one, but two bounds of one index as a chain: 0 \le k \le n-1.
    std::vector<std::string> conditions(std::span<int const> ids) const {
        std::vector<std::string> result;
        std::vector<bool> done(ids.size(), false);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            for (std::size_t j = i + 1; j < ids.size() && !done[i]; ++j) {
                if (auto const both = done[j] ? std::nullopt : chain(ids[i], ids[j])) {
                    result.push_back(*both);
                    done[i] = done[j] = true;
                }
            }
            if (!done[i]) {
                result.push_back((*this)(graph_.condition_at(ids[i])));
            }
        }
        return result;
    }

    std::string chain(shown_index const& index) const {
        std::string const at_most = in_latex() ? " \\le " : " <= ";
        return (*this)(index.lower) + at_most + name(index.symbol) + at_most + (*this)(index.upper);
    }

    /// Two conditions as a chain, if they bound one index from below and above: 0 \le k \le n-1, i \le j \le k.
    std::optional<std::string> chain(int first, int second) const {
        auto const& a = graph_.condition_at(first);
        auto const& b = graph_.condition_at(second);
        std::optional<std::string> best;
        for (auto const& t : a.expression) {
            bound const one = bound_of(a, t.symbol);
            bound const two = bound_of(b, t.symbol);
            bool const both = one.index >= 0 && two.index >= 0 && one.lower != two.lower;
            if (is_index(graph_, t.symbol) && both && !is_strict(a.expression) && !is_strict(b.expression)) {
                std::string const all = chain({t.symbol, index_form::interval, (one.lower ? one : two).value,
                                               (one.lower ? two : one).value});
                best = !best || cost(all) < cost(*best) ? all : best;
            }
        }
        return best;
    }

  private:
    bool in_latex() const { return form_ == notation::latex; }

    /// Of two chains that say the same, the one with fewer differences is read more easily, then the shorter one.
    static std::pair<std::ptrdiff_t, std::size_t> cost(std::string const& chain) {
        return {std::count(chain.begin(), chain.end(), '-'), chain.size()};
    }
    void append(std::string& result, std::int64_t coefficient, std::string const& symbol) const {
        std::int64_t const size = coefficient < 0 ? -coefficient : coefficient;
        std::string const space = in_latex() ? "" : " ";
        if (!result.empty()) {
            result += space + (coefficient < 0 ? "-" : "+") + space;
        } else if (coefficient < 0) {
            result = "-";
        }
        if (size != 1 || symbol.empty()) {
            result += std::to_string(size) + (symbol.empty() || in_latex() ? "" : "*");
        }
        result += symbol;
    }
    void append_terms(std::string& result, graph::affine const& e, bool positive) const {
        for (bool bound : {false, true}) {
            for (auto const& t : e) {
                if ((t.coefficient > 0) == positive && names_.is_bound(t.symbol) == bound) {
                    append(result, t.coefficient, name(t.symbol));
                }
            }
        }
    }

    /// The symbol that an equation e = 0 has on its right: the one free index among bound ones (t-s=k), else the last
    /// one whose sign differs from the first one's (i=j). -1: only a constant stands there.
    int right_symbol(graph::affine const& e) const {
        int free = -1;
        int last_negative = -1;
        for (auto const& t : e) {
            bool const unit = t.coefficient == 1 || t.coefficient == -1;
            if (!names_.is_bound(t.symbol)) {
                free = free == -1 && unit ? t.symbol : -2;
            }
            last_negative = t.coefficient < 0 ? t.symbol : last_negative;
        }
        return e.size() > 1 && free >= 0 && has_positive(without(e, free)) ? free : last_negative;
    }
    /// e with its sign chosen so that `symbol` has a negative coefficient, and without that term.
    static graph::affine without(graph::affine const& e, int symbol) {
        graph::affine const oriented = e.coefficient(symbol) > 0 ? -e : e;
        return oriented - graph::affine::symbol(symbol, oriented.coefficient(symbol));
    }
    static bool has_positive(graph::affine const& e) {
        for (auto const& t : e) {
            if (t.coefficient > 0) {
                return true;
            }
        }
        return false;
    }
    std::string equation(graph::affine const& e) const {
        std::string const equals = in_latex() ? "=" : " == ";
        int const symbol = e.size() < 2 ? -1 : right_symbol(e);
        if (symbol < 0) {
            return (*this)(e - graph::affine{e.constant()}) + equals + (*this)(graph::affine{-e.constant()});
        }
        graph::affine left = without(e, symbol);
        std::int64_t const size = e.coefficient(symbol) < 0 ? -e.coefficient(symbol) : e.coefficient(symbol);
        graph::affine right = graph::affine::symbol(symbol, size);
        if (left.constant() < 0) {
            right = right - graph::affine{left.constant()};
            left = left - graph::affine{left.constant()};
        }
        return (*this)(left) + equals + (*this)(right);
    }

    /// Whether e >= 0 is written with <: a constant of -1 between indices.
    bool is_strict(graph::affine const& e) const {
        bool positive = false;
        bool negative = false;
        for (auto const& t : e) {
            if (!is_index(graph_, t.symbol)) {
                return false;
            }
            (t.coefficient > 0 ? positive : negative) = true;
        }
        return positive && negative && e.constant() == -1;
    }
    std::string inequality(graph::affine const& e) const {
        graph::affine positive;
        graph::affine negative;
        bool extents_right = true;
        for (auto const& t : e) {
            auto const term = graph::affine::symbol(t.symbol, t.coefficient);
            extents_right = extents_right && (t.coefficient > 0) == is_index(graph_, t.symbol);
            (t.coefficient > 0 ? positive : negative) = (t.coefficient > 0 ? positive : negative) + term;
        }
        std::string const at_least = in_latex() ? " \\ge " : " >= ";
        std::string const at_most = in_latex() ? " \\le " : " <= ";
        graph::affine const constant{e.constant()};
        if (negative.size() == 0 || extents_right) {
            return (*this)(positive) + at_least + (*this)(-(negative + constant));
        }
        if (is_strict(e)) {
            return (*this)(-negative) + " < " + (*this)(positive);
        }
        return (*this)(-negative) + at_most + (*this)(positive + constant);
    }

    graph::graph const& graph_;
    naming const& names_;
    notation form_;
    mutable std::map<int, std::string> read_;
};

}  // namespace iverson::print
