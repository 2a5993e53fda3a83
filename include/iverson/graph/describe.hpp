// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formula.hpp"
#include "unknown.hpp"

/// Formulas as short plain text, for the sentences of errors: x(t - s), sum(s, w(s) * x(t - s)).
namespace iverson::graph {

constexpr text describe(graph const& g, affine const& e) {
    text result;
    for (auto const& t : e) {
        std::int64_t const size = t.coefficient < 0 ? -t.coefficient : t.coefficient;
        result += t.coefficient < 0 ? (result.empty() ? "-" : " - ") : (result.empty() ? "" : " + ");
        if (size != 1) {
            result += size;
            result += "*";
        }
        result += g.symbol_at(t.symbol).name;
    }
    if (e.constant() != 0 || result.empty()) {
        bool const first = result.empty();
        result += first ? "" : e.constant() < 0 ? " - " : " + ";
        result += first || e.constant() > 0 ? e.constant() : -e.constant();
    }
    return result;
}

/// Tensors are told apart as text tells them apart: adjoint(next(x)) is not adjoint(x), nor adjoint(x, E), of the equation E = ...
constexpr text describe(graph const& g, tensor const& t) {
    auto const related = [&](std::string_view word) {
        text result = sentence(word, "(", describe(g, g.tensor_at(t.of)));
        if (t.by >= 0) {
            result += sentence(", ", describe(g, g.tensor_at(t.by)));
        }
        result += ")";
        return result;
    };
    switch (t.kind) {
        case role::plain: return t.name;
        case role::next: return sentence("next(", t.name, ")");
        case role::rate: return sentence("rate(", t.name, ")");
        case role::transition: return sentence("transition(", t.name, ")");
        case role::state: return sentence(t.name, "^", t.by);
        case role::adjoint: return related("adjoint");
        case role::tangent: return related("tangent");
        case role::total: return related("total");
        case role::jacobian:
            return sentence("d", describe(g, g.tensor_at(t.of)), "/d", describe(g, g.tensor_at(t.by)));
    }
    return t.name;
}

constexpr text describe(std::string_view name, standing s) {
    if (s.is_related()) {
        return sentence(s.kind == role::adjoint ? "adjoint(" : "tangent(",
                        describe(name, standing{s.of, role::plain, s.by}), ")");
    }
    // (No conditional operator on texts: GCC 12 frees them twice at compile time.)
    if (s.kind == role::next) {
        return sentence("next(", name, ")");
    }
    if (s.kind == role::rate) {
        return sentence("rate(", name, ")");
    }
    if (s.kind == role::state) {
        return sentence(name, "^", s.by);
    }
    return name;
}

constexpr text describe(graph const& g, condition const& c) {
    text result = describe(g, c.expression);
    switch (c.kind) {
        case relation::zero: result += " == 0"; break;
        case relation::nonnegative: result += " >= 0"; break;
        case relation::divisible: result = sentence("(", result, ") % ", c.modulus, " == 0"); break;
    }
    return result;
}

/// The signs of graph::comparison, in its order.
inline constexpr std::string_view comparison_signs[] = {" == ", " < ", " <= ", " != "};

constexpr text describe_access(graph const& g, tensor const& t, std::span<int const> positions) {
    text result = describe(g, t);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        result += i == 0 ? "(" : ", ";
        result += describe(g, g.affine_at(positions[i]));
    }
    result += positions.empty() ? "" : ")";
    return result;
}

/// x(k) of sum(k, [k = p(i)] * x(k)), which the name of k, "p(i)", makes x(p(i)); -1 for any other reduction.
constexpr int body_at_entry(graph const& g, reduction_view const& view) {
    bool const gathers = view.kind == reduction::sum && view.vars.size() == 1 && view.guards.empty() &&
                         g.symbol_at(view.vars[0]).kind == symbol_kind::gathered &&
                         g.is(view.body, op::multiply) && g.links(view.body).size() == 2;
    if (!gathers) {
        return -1;
    }
    int const first = g.links(view.body)[0];
    bool const here = g.is(first, op::match) && g.index_of(first).bare_symbol() == view.vars[0];
    return here ? g.links(view.body)[1] : -1;
}

constexpr text describe(graph const& g, int id) {
    auto const links = g.links(id);
    auto const joined = [&](std::string_view separator, bool parenthesize_sums) {
        text result;
        for (std::size_t i = 0; i < links.size(); ++i) {
            result += i == 0 ? "" : separator;
            bool const wrap = parenthesize_sums && g.is(links[i], op::add);
            result += wrap ? "(" : "";
            result += describe(g, links[i]);
            result += wrap ? ")" : "";
        }
        return result;
    };
    switch (g.kind(id)) {
        case op::number: {
            rational const r = g.number_of(id);
            if (r.is_integer()) {
                return sentence(r.num());
            }
            return sentence(r.num(), "/", r.den());
        }
        case op::access: return describe_access(g, g.tensor_of(id), links);
        case op::bracket: return sentence("[", describe(g, g.condition_of(id)), "]");
        case op::compare:
            return sentence("[", joined(comparison_signs[static_cast<std::size_t>(g[id].head)], false), "]");
        case op::chosen: return sentence("arg", describe(g, links[0]), "[", g[id].head, "]");
        case op::match: return sentence("[", describe(g, g.index_of(id)), " == ", describe(g, links[0]), "]");
        case op::add: return joined(" + ", false);
        case op::multiply: return joined(" * ", true);
        case op::power: return sentence("pow(", joined(", ", false), ")");
        case op::call: return sentence(full_name(g.function_of(id)), "(", joined(", ", false), ")");
        case op::partial: return sentence("d/d", describe(g, links[1]), " (", describe(g, links[0]), ")");
        case op::recognized: return describe(g, links[0]);
        case op::reduce: {
            reduction_view const view = g.reduction_of(id);
            constexpr std::string_view names[] = {"sum", "prod", "max", "min"};
            if (int const body = body_at_entry(g, view); body >= 0) {
                return describe(g, body);
            }
            text result = sentence(names[static_cast<int>(view.kind)], "(");
            for (int var : view.vars) {
                result += g.symbol_at(var).name;
                result += ", ";
            }
            result += describe(g, view.body);
            result += ")";
            return result;
        }
    }
    return {};
}

}  // namespace iverson::graph
