// SPDX-License-Identifier: BSL-1.0
//
// Values as text.
#include "writer.hpp"

#include <iverson/graph/rewrite.hpp>
#include <iverson/graph/unknown.hpp>
#include <iverson/latex/spelling.hpp>

#include <algorithm>
#include <stdexcept>

namespace iverson::text_writer {

namespace {

constexpr int most_written = 200000;

std::string list(std::vector<std::string> const& parts) { return print::joined(parts, ", "); }

}  // namespace

std::string writer::enclosed(int id, strength least) {
    piece const p = of(id);
    return p.negative || p.binds < least ? "(" + p.whole() + ")" : p.body;
}

print::piece writer::of(int id) {
    if (++written_ > most_written) {
        throw std::invalid_argument{"the formula is too large to be written as text"};
    }
    auto const links = g_.links(id);
    switch (g_.kind(id)) {
        case graph::op::number: return number(g_.number_of(id));
        case graph::op::access: return {access(g_[id].head, links)};
        case graph::op::bracket: return {"[" + condition(g_[id].head) + "]"};
        case graph::op::compare: {
            static constexpr std::string_view signs[] = {" == ", " < ", " <= ", " != "};
            bool const literal = g_.is(links[0], graph::op::number) && g_.is(links[1], graph::op::number);
            return {"[" + (literal ? value_of(links[0]) : whole(links[0])) + std::string{signs[g_[id].head]} +
                    whole(links[1]) + "]"};
        }
        case graph::op::match:
            return {"[" + affine(g_.index_of(id)) + " == " +
                    (g_.is(links[0], graph::op::number) ? value_of(links[0]) : whole(links[0])) + "]"};
        case graph::op::chosen: {
            piece const p = reduce(
                links[0], g_.reduction_of(links[0]).kind == graph::reduction::maximum ? "argmax" : "argmin");
            bool const several = g_.reduction_of(links[0]).vars.size() > 1;
            return {p.body + (several ? "[" + std::to_string(g_[id].head) + "]" : "")};
        }
        case graph::op::add: {
            std::vector<piece> pieces;
            for (int term : std::vector<int>(links.begin(), links.end())) {
                pieces.push_back(of(term));
            }
            return {print::joined_terms(pieces), strength::sum};
        }
        case graph::op::multiply: return product(id);
        case graph::op::power: return is_divisor(id) ? product(id) : power(id);
        case graph::op::call: return call(id);
        case graph::op::reduce: {
            static constexpr char const* words[] = {"sum", "prod", "max", "min"};
            return reduce(id, words[static_cast<int>(g_.reduction_of(id).kind)]);
        }
        case graph::op::partial:
            return {"d(" + whole(links[0]) + ")/d(" + whole(links[1]) + ")", strength::product};
        case graph::op::recognized: return of(links[0]);
    }
    return {};
}

/// A number that is compared as a value: alone it would be read as an index expression.
std::string writer::value_of(int number) { return enclosed(number, strength::atom) + "^1"; }

print::piece writer::number(graph::rational value) const {
    bool const decimal = print::decimal_places(value) >= 0;
    auto const fraction = [](std::string const& n, std::string const& d) { return n + "/" + d; };
    return {print::written(value, fraction), decimal ? strength::atom : strength::product,
            value < graph::rational{0}};
}

/// Whether the power stands behind a /: its exponent is a negative integer.
bool writer::is_divisor(int id) const {
    if (!g_.is(id, graph::op::power) || !g_.is(g_.links(id)[1], graph::op::number)) {
        return false;
    }
    graph::rational const exponent = g_.number_of(g_.links(id)[1]);
    graph::op const base = g_.kind(g_.links(id)[0]);
    bool const bracket = base == graph::op::bracket || base == graph::op::compare || base == graph::op::match;
    return exponent.is_integer() && exponent < graph::rational{0} &&
           (!bracket || exponent == graph::rational{-1});
}

/// Whether the power is one over the number of values of the sum's indices: the two are a mean.
bool writer::is_count_of(int sum, int power) const {
    if (!g_.is(sum, graph::op::reduce) || !is_divisor(power) || !g_.is_number(g_.links(power)[1], -1) ||
        !g_.is(g_.links(power)[0], graph::op::reduce)) {
        return false;
    }
    auto const a = g_.reduction_of(sum);
    auto const b = g_.reduction_of(g_.links(power)[0]);
    return a.kind == graph::reduction::sum && b.kind == graph::reduction::sum && g_.is_number(b.body, 1) &&
           std::ranges::equal(a.vars, b.vars) && std::ranges::equal(a.guards, b.guards);
}

print::piece writer::product(int id) {
    std::vector<int> factors{id};
    if (g_.is(id, graph::op::multiply)) {
        factors.assign(g_.links(id).begin(), g_.links(id).end());
    }
    std::string result;
    bool negative = false;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        int const factor = factors[i];
        if (i + 1 < factors.size() && is_count_of(factor, factors[i + 1])) {
            result += (result.empty() ? "" : "*") + reduce(factor, "mean").body;
            ++i;
        } else if (is_divisor(factor)) {
            int const base = g_.links(factor)[0];
            std::int64_t const n = -g_.number_of(g_.links(factor)[1]).num();
            bool const inner = n != 1 || g_.is(base, graph::op::power);
            result += (result.empty() ? "1/" : "/") +
                      enclosed(base, inner ? strength::atom : strength::power) +
                      (n == 1 ? "" : "^" + std::to_string(n));
        } else if (g_.is(factor, graph::op::number)) {
            piece const p = number(g_.number_of(factor));
            negative = p.negative;
            bool const minus_one = p.body == "1" && factors.size() > 1 && !is_divisor(factors[1]);
            result = minus_one ? "" : p.body;
        } else {
            result += (result.empty() ? "" : "*") + enclosed(factor, strength::power);
        }
    }
    return {result, strength::product, negative};
}

print::piece writer::power(int id) {
    int const base = g_.links(id)[0];
    int const exponent = g_.links(id)[1];
    return {enclosed(base, strength::atom) + "^" + enclosed(exponent, strength::atom), strength::power};
}

print::piece writer::call(int id) {
    std::vector<std::string> arguments;
    auto const links = g_.links(id);
    for (int argument : std::vector<int>(links.begin(), links.end())) {
        arguments.push_back(whole(argument));
    }
    std::string const name{graph::full_name(g_.function_of(id)).view()};
    return {name + (arguments.empty() ? "" : "(" + list(arguments) + ")")};
}

std::string writer::tensor(int id) const {
    auto const& t = g_.tensor_at(id);
    auto const of = [&](char const* word) {
        return std::string{word} + "(" + tensor(t.of) + (t.by < 0 ? "" : ", " + tensor(t.by)) + ")";
    };
    switch (t.kind) {
        case graph::role::plain: return std::string{t.name.view()};
        case graph::role::next: return tensor(t.of) + "'";
        case graph::role::rate: return of("rate");
        case graph::role::transition: return of("transition");
        case graph::role::state: return tensor(t.of) + "@" + std::to_string(t.by);
        case graph::role::adjoint: return of("adjoint");
        case graph::role::tangent: return of("tangent");
        case graph::role::total: return of("total");
        case graph::role::jacobian: return of("jacobian");
    }
    return {};
}

std::string writer::access(int id, std::span<int const> positions) {
    std::vector<std::string> parts;
    for (int position : positions) {
        parts.push_back(affine(g_.affine_at(position)));
    }
    return tensor(id) + (parts.empty() ? "" : "[" + list(parts) + "]");
}

// -- indices --------------------------------------------------------------------------------------------------------------
/// No two things of one equation have one name: a name that is taken gets a number.
std::string writer::name(int symbol) {
    auto const kind = g_.symbol_at(symbol).kind;
    bool const index = graph::is_index(kind);
    auto& known = index ? indices_ : extents_;
    if (auto const found = known.find(symbol); found != known.end()) {
        return found->second;
    }
    std::string wish = index ? names_->of(symbol) : std::string{g_.symbol_at(symbol).name.view()};
    std::erase(wish, '\'');
    wish = wish.empty() ? "i" : wish;
    auto const clashes = [&](std::string const& candidate) {
        bool const other_extent = std::any_of(extents_.begin(), extents_.end(),
                                              [&](auto const& e) { return e.second == candidate; });
        return taken_.contains(candidate) || other_extent;
    };
    std::string candidate = wish;
    for (int i = 1; clashes(candidate); ++i) {
        candidate = wish + "_" + std::to_string(i);
    }
    if (!index) {
        mentioned_.insert(symbol);
    }
    return known[symbol] = candidate;
}

std::string writer::affine(graph::affine const& e) {
    std::string result;
    auto const append = [&](std::int64_t coefficient, std::string const& what) {
        std::int64_t const size = coefficient < 0 ? -coefficient : coefficient;
        result += coefficient < 0 ? (result.empty() ? "-" : " - ") : result.empty() ? "" : " + ";
        result += what.empty() ? std::to_string(size) : size == 1 ? what : std::to_string(size) + "*" + what;
    };
    for (bool positive : {true, false}) {
        if (!positive && result.empty() && e.constant() > 0) {
            append(e.constant(), "");
        }
        bool const constant_done =
            !positive && !result.empty() && e.constant() > 0 && result == std::to_string(e.constant());
        for (auto const& t : e) {
            if ((t.coefficient > 0) == positive) {
                append(t.coefficient, name(t.symbol));
            }
        }
        if (!positive && !constant_done && (e.constant() != 0 || result.empty())) {
            append(e.constant(), "");
        }
    }
    return result;
}

std::string writer::condition(int id) {
    graph::condition const c = g_.condition_at(id);
    graph::affine above;
    graph::affine below;
    for (auto const& t : c.expression) {
        auto const term = graph::affine::symbol(t.symbol, t.coefficient);
        (t.coefficient > 0 ? above : below) = (t.coefficient > 0 ? above + term : below - term);
    }
    graph::affine const constant{c.expression.constant()};
    (constant.constant() > 0 ? above : below) = constant.constant() > 0 ? above + constant : below - constant;
    switch (c.kind) {
        case graph::relation::zero: return affine(above) + " == " + affine(below);
        case graph::relation::nonnegative: return affine(below) + " <= " + affine(above);
        case graph::relation::divisible: break;
    }
    std::string const e = affine(c.expression);
    return (c.expression.bare_symbol() >= 0 ? e : "(" + e + ")") + " % " + std::to_string(c.modulus) +
           " == 0";
}

}  // namespace iverson::text_writer
