// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/describe.hpp"
#include "../graph/rewrite.hpp"
#include "canonical_normal.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// From a formula in the graph to sums of products over the symbols of a comparison.
namespace iverson::canonical {

/// One formula in a comparison: the value of each of its symbols in the space, and of those that only it knows, nothing.
struct source {
    graph::formula const* f = nullptr;
    std::vector<std::optional<affine>> symbols;
    bool inlined =
        true;  ///< tensors defined by equations are replaced by their values; else they stand for themselves
};

inline std::string tensor_name(graph::formula const& f, int tensor) {
    return std::string{describe(f.nodes, f.nodes.tensor_at(tensor)).view()};
}

class reader {
  public:
    reader(space& s, source const& from) : s_{s}, normal_{s}, from_{from}, f_{*from.f}, g_{from.f->nodes} {}

    using environment = std::map<int, affine>;

    /// The value of a defined tensor at a position: the sum over its equations, each where it holds.
    polynomial definition(int tensor, std::vector<affine> const& at, inequalities const& known) {
        if (std::find(active_.begin(), active_.end(), tensor) != active_.end()) {
            throw too_hard{"a recurrence is not unrolled"};
        }
        active_.push_back(tensor);
        polynomial result;
        for (graph::equation const& e : f_.equations) {
            if (e.tensor == tensor) {
                result = sum(std::move(result), equation(e, at, known));
            }
        }
        active_.pop_back();
        return result;
    }
    polynomial equation(graph::equation const& e, std::vector<affine> const& at, inequalities const& known) {
        term where;
        environment env = left_side(e, at, where.conditions);
        return product(s_, {where}, read(e.value, env, with(known, where.conditions)));
    }
    /// The conditions on a position under which an equation defines it; gives the indices of its left side their values.
    environment left_side(graph::equation const& e, std::vector<affine> const& at,
                          std::vector<condition>& conditions) {
        environment env;
        for (std::size_t d = 0; d < at.size(); ++d) {
            affine const& position = g_.affine_at(e.positions[d]);
            if (position.is_constant()) {
                conditions.push_back(normalized({relation::zero, at[d] - position, 0}));
            } else {
                env[position.bare_symbol()] = at[d];
            }
        }
        for (int c : e.domain) {
            conditions.push_back(converted(c, env));
        }
        return env;
    }

    polynomial read(int id, environment const& env, inequalities const& known) {
        s_.spend();
        auto const links = g_.links(id);
        switch (g_.kind(id)) {
            case graph::op::number: return constant(g_.number_of(id));
            case graph::op::access: return access(id, env, known);
            case graph::op::bracket: return {term{rational{1}, {}, {converted(g_[id].head, env)}, {}}};
            case graph::op::compare: return compare(id, env, known);
            case graph::op::match: return match(id, env, known);
            case graph::op::add: {
                polynomial result;
                for (int link : links) {
                    result = sum(std::move(result), read(link, env, known));
                }
                return result;
            }
            case graph::op::multiply: return multiply(links, env, known);
            case graph::op::power: return power(links[0], links[1], env, known);
            case graph::op::call: return call(id, env, known);
            case graph::op::reduce: return reduce(id, env, known);
            case graph::op::recognized: return read(links[0], env, known);
            default: throw too_hard{"it holds what has no form as a sum of products"};
        }
    }

    /// Where the node can be nonzero: a union of sets, each a term without factors. Source: docs/semantics.md, 'Sums'.
    polynomial support(int id, environment const& env) {
        s_.spend();
        auto const links = g_.links(id);
        polynomial const everything{term{}};
        switch (g_.kind(id)) {
            case graph::op::number: return g_.is_zero(id) ? polynomial{} : everything;
            case graph::op::access: return {term{rational{1}, {}, box(g_[id].head, positions(id, env)), {}}};
            case graph::op::bracket: return {term{rational{1}, {}, {converted(g_[id].head, env)}, {}}};
            case graph::op::add: {
                polynomial result;
                for (int link : links) {
                    result = sum(std::move(result), support(link, env));
                }
                return result;
            }
            case graph::op::multiply: {
                polynomial result = everything;
                for (int link : links) {
                    result = product(s_, result, support(link, env));
                }
                return result;
            }
            case graph::op::power:
            case graph::op::call:
                if (vanishes_with_argument(id)) {
                    return support(links[0], env);
                }
                return everything;
            case graph::op::match: return {term{rational{1}, {}, box_of_entry(id, env), {}}};
            case graph::op::compare: return everything;
            case graph::op::recognized: return support(links[0], env);
            case graph::op::reduce: {
                graph::reduction_view const view = g_.reduction_of(id);
                if (view.kind == graph::reduction::product) {
                    break;
                }
                term range;
                environment const inner = bound(view, env, range);
                return product(s_, {range}, support(view.body, inner));
            }
            default: break;
        }
        throw too_hard{"its support is not a union of ranges"};
    }

    affine converted(affine const& e, environment const& env) const {
        affine result{e.constant()};
        for (auto const& t : e) {
            auto const index = env.find(t.symbol);
            if (index != env.end()) {
                result = affine::combine(result, index->second, t.coefficient);
            } else if (auto const& shape = from_.symbols[static_cast<std::size_t>(t.symbol)]; shape) {
                result = affine::combine(result, *shape, t.coefficient);
            } else {
                throw too_hard{"an extent of it is computed, not given"};
            }
        }
        if (!result.valid()) {
            throw too_hard{"a subscript has too many symbols"};
        }
        return result;
    }
    condition converted(int id, environment const& env) const {
        condition c = g_.condition_at(id);
        c.expression = converted(c.expression, env);
        return normalized(c);
    }

  private:
    std::vector<affine> positions(int access, environment const& env) const {
        std::vector<affine> result;
        for (int link : g_.links(access)) {
            result.push_back(converted(g_.affine_at(link), env));
        }
        return result;
    }
    std::vector<condition> box(int tensor, std::vector<affine> const& at) const {
        std::vector<condition> result;
        auto const& axes = g_.tensor_at(tensor).axes;
        for (std::size_t d = 0; d < at.size() && d < axes.size(); ++d) {
            result.push_back(normalized({relation::nonnegative, at[d] - converted(axes[d].lower, {}), 0}));
            result.push_back(normalized({relation::nonnegative, converted(axes[d].upper, {}) - at[d], 0}));
        }
        return result;
    }
    polynomial access(int id, environment const& env, inequalities const& known) {
        int const tensor = g_[id].head;
        auto const at = positions(id, env);
        if (from_.inlined && f_.defining(tensor) >= 0) {
            return definition(tensor, at, known);
        }
        polynomial const entry = single({tensor_name(f_, tensor) + "[]", at, {}, {}, {}, true});
        return {term{rational{1}, {}, box(tensor, at), entry[0].factors}};
    }

    /// [a < b] and [0 < b - a] are one; [a <= b] is 1 - [b < a], and [a != b] is 1 - [a = b].
    polynomial compare(int id, environment const& env, inequalities const& known) {
        auto const kind = static_cast<graph::comparison>(g_[id].head);
        polynomial const a = read(g_.links(id)[0], env, known);
        polynomial const b = read(g_.links(id)[1], env, known);
        bool const reversed = kind == graph::comparison::less_equal;
        polynomial const difference = normal_.collected(
            reversed ? sum(a, scaled(b, rational{-1})) : sum(b, scaled(a, rational{-1})), known);
        bool const of_equality = kind == graph::comparison::equal || kind == graph::comparison::different;
        polynomial const found = single({of_equality ? "[equal]" : "[less]", {}, {difference}, {}, {}, true});
        return reversed || kind == graph::comparison::different
                   ? sum(constant(rational{1}), scaled(found, rational{-1}))
                   : found;
    }

    /// Of [e = p(i)] the box of p, which has no value outside; a bracket on another value is defined everywhere.
    std::vector<condition> box_of_entry(int match, environment const& env) const {
        int const read = g_.links(match)[0];
        return graph::is_entry_bracket(g_, match) ? box(g_[read].head, positions(read, env))
                                                  : std::vector<condition>{};
    }
    polynomial match(int id, environment const& env, inequalities const& known) {
        term t;
        t.conditions = box_of_entry(id, env);
        polynomial const value = read(g_.links(id)[0], env, with(known, t.conditions));
        return product(s_, {t},
                       single({"[match]", {converted(g_.index_of(id), env)}, {value}, {}, {}, true}));
    }

    polynomial multiply(std::span<int const> links, environment const& env, inequalities const& known) {
        inequalities inside = known;
        for (int link : links) {
            if (g_.is(link, graph::op::bracket)) {
                inside.add(converted(g_[link].head, env));
            }
        }
        polynomial result = constant(rational{1});
        for (int link : links) {
            result = product(s_, result, read(link, env, inside));
        }
        return result;
    }

    /// A polynomial as a power of something: c t1^n t2^n ... for one product without a sum; else the common factors of its terms,
    /// and a power of the rest.
    polynomial base_power(polynomial const& p, rational n, bool folds, inequalities const& known) {
        polynomial rest = normal_.collected(p, known);
        if (rest.empty()) {
            throw too_hard{"a power of 0"};
        }
        if (rest.size() == 1 && rest[0].vars.empty() && n.is_integer()) {
            term t = rest[0];
            t.coefficient = graph::power(t.coefficient, n.num());
            for (factor& f : t.factors) {
                f.exponent = f.exponent * n;
            }
            return {t};
        }
        term common;
        if (n.is_integer()) {
            common = take_common(rest, n, known);
        }
        common.factors.push_back({std::make_shared<atom>(atom{"base", {}, {rest}, {}, {}, folds}), n});
        return {common};
    }
    /// Factors without bound indices that every term has, to the power n; they leave the terms.
    term take_common(polynomial& terms, rational n, inequalities const& known) {
        term result;
        std::vector<factor> const candidates = terms[0].factors;
        for (factor const& f : candidates) {
            std::string const wanted = normal_.text(*f.base, 0, known);
            bool everywhere = f.base->folds && !f.base->is_bracket();
            for (term const& t : terms) {
                everywhere = everywhere && holds(t, f, wanted, known);
                for (int var : t.vars) {
                    everywhere = everywhere && !mentions(*f.base, var);
                }
            }
            if (!everywhere) {
                continue;
            }
            for (term& t : terms) {
                std::erase_if(t.factors, [&](factor const& g) {
                    return g.exponent == f.exponent && normal_.text(*g.base, 0, known) == wanted;
                });
            }
            result.factors.push_back({f.base, f.exponent * n});
        }
        return result;
    }
    bool holds(term const& t, factor const& f, std::string const& wanted, inequalities const& known) {
        return std::any_of(t.factors.begin(), t.factors.end(), [&](factor const& g) {
            return g.exponent == f.exponent && normal_.text(*g.base, 0, known) == wanted;
        });
    }

    polynomial power(int base, int exponent, environment const& env, inequalities const& known) {
        polynomial const u = read(base, env, known);
        if (!g_.is(exponent, graph::op::number)) {
            return single(
                {"pow()", {}, {normal_.collected(u, known), read(exponent, env, known)}, {}, {}, false});
        }
        rational const n = g_.number_of(exponent);
        if (n.is_integer() && !(n < rational{0})) {
            return integer_power(s_, u, n.num());
        }
        return of_one_piece(base, env, [&](bool folds) { return base_power(u, n, folds, known); });
    }
    /// `make(folds)` times the conditions of the support of a node, if that is one set of index values.
    template <class Make>
    polynomial of_one_piece(int id, environment const& env, Make const& make) {
        polynomial where;
        try {
            where = support(id, env);
        } catch (too_hard const&) {
            return make(false);
        }
        bool const one = where.size() == 1 && where[0].vars.empty();
        return one ? product(s_, where, make(true)) : make(false);
    }

    bool vanishes_with_argument(int id) const {
        auto const links = g_.links(id);
        if (g_.is(id, graph::op::power)) {
            return g_.is(links[1], graph::op::number) && rational{0} < g_.number_of(links[1]);
        }
        if (g_.function_of(id).zero_at_zero && links.size() != 1) {
            throw too_hard{"the support of a function of several arguments"};
        }
        return g_.function_of(id).zero_at_zero;
    }
    polynomial call(int id, environment const& env, inequalities const& known) {
        std::string const name{g_.function_of(id).name};
        std::vector<polynomial> arguments;
        for (int link : g_.links(id)) {
            arguments.push_back(normal_.collected(read(link, env, known), known));
        }
        if (name == "exp" && arguments.size() == 1) {
            return exponential(arguments[0]);
        }
        if (arguments.size() != 1 || !g_.function_of(id).zero_at_zero) {
            return single({name + "()", {}, arguments, {}, {}, arguments.size() == 1});
        }
        if (arguments[0].empty()) {
            return {};
        }
        return of_one_piece(g_.links(id)[0], env, [&](bool folds) {
            return name == "sqrt"
                       ? base_power(arguments[0], rational{graph::wide_integer{1}, graph::wide_integer{2}},
                                    folds, known)
                       : single({name + "()", {}, arguments, {}, {}, folds});
        });
    }
    /// exp(2 u + v) = exp(u)^2 exp(v).
    polynomial exponential(polynomial const& argument) {
        term result;
        for (term t : argument) {
            rational const n{t.coefficient.num()};
            t.coefficient = rational{graph::wide_integer{1}, graph::wide_integer{t.coefficient.den()}};
            result.factors.push_back({std::make_shared<atom>(atom{"exp()", {}, {{t}}, {}, {}, true}), n});
        }
        return {result};
    }

    environment bound(graph::reduction_view const& view, environment const& env, term& range) {
        environment inner = env;
        for (int var : view.vars) {
            range.vars.push_back(s_.fresh());
            inner[var] = affine::symbol(range.vars.back());
        }
        for (int guard : view.guards) {
            range.conditions.push_back(converted(guard, inner));
        }
        return inner;
    }
    polynomial reduce(int id, environment const& env, inequalities const& known) {
        graph::reduction_view const view = g_.reduction_of(id);
        term range;
        environment const inner = bound(view, env, range);
        polynomial const body = read(view.body, inner, with(known, range.conditions));
        if (view.kind == graph::reduction::sum) {
            polynomial result;
            for (term t : body) {
                t.vars.insert(t.vars.end(), range.vars.begin(), range.vars.end());
                t.conditions.insert(t.conditions.end(), range.conditions.begin(), range.conditions.end());
                result.push_back(refreshed(s_, t));
            }
            return result;
        }
        std::string const head = view.kind == graph::reduction::product   ? "prod()"
                                 : view.kind == graph::reduction::maximum ? "max()"
                                                                          : "min()";
        return single({head, {}, {body}, range.vars, range.conditions, false});
    }

    space& s_;
    normalizer normal_;
    source const& from_;
    graph::formula const& f_;
    graph::graph const& g_;
    std::vector<int> active_;
};

}  // namespace iverson::canonical
