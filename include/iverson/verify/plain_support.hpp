// SPDX-License-Identifier: BSL-1.0
// long because boxes and points of one support ask each other: what a max says of a box hangs on the points of its range.
#pragma once

#include "plain_place.hpp"

#include <iverson/graph/binding_error.hpp>
#include <iverson/graph/describe.hpp>
#include <iverson/graph/formula.hpp>
#include <iverson/graph/rewrite.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// Where a formula can be nonzero, by brute force: intervals found by propagation, then every point asked.
/// Written once more beside graph/support.hpp, on purpose: the judge does not use the tools of the judged.
namespace iverson::plain {

/// The value of a subscript or condition, all of whose symbols have values.
/// Errors: binding_error for an extent or start that no bound axis gives; std::logic_error for an index without value.
inline std::int64_t value_of(graph::graph const& g, graph::affine const& e, place const& at) {
    for (auto const& t : e) {
        if (!at[t.symbol].is_point()) {
            auto const& symbol = g.symbol_at(t.symbol);
            std::string const name{symbol.name.view()};
            if (symbol.kind == graph::symbol_kind::extent || symbol.kind == graph::symbol_kind::lower) {
                throw binding_error{graph::binding::no_value(name)};
            }
            throw std::logic_error{"index " + name + " has no value"};
        }
    }
    return at.range(e).first;
}

inline bool holds(graph::graph const& g, int condition, place const& at) {
    graph::condition const& c = g.condition_at(condition);
    std::int64_t const value = value_of(g, c.expression, at);
    switch (c.kind) {
        case graph::relation::zero: return value == 0;
        case graph::relation::nonnegative: return value >= 0;
        case graph::relation::divisible: return value % c.modulus == 0;
    }
    return false;
}

/// The support of a formula, and the ranges of its sums.
class support {
  public:
    /// The box of a tensor; nullptr while it is not known, which counts as all of Z.
    using domains = std::function<std::vector<interval> const*(int tensor)>;

    /// The entry of an integer tensor at a position of its box; nothing while it is not known.
    using entries = std::function<std::optional<std::int64_t>(int tensor, point const& position)>;

    /// With `entry`, sums end where the entries of integer tensors say so; `of_indices`, without them, says which terms count.
    support(graph::graph const& g, domains domain, entries entry = {}, support const* of_indices = nullptr)
        : g_{g}, domain_{std::move(domain)}, entry_{std::move(entry)},
          of_indices_{of_indices != nullptr ? *of_indices : *this} {}
    support(support const&) = delete;
    support& operator=(support const&) = delete;

    /// Cuts `at` to a box that holds every point where the node can be nonzero.
    void narrow(int id, place& at) const {
        if (at.empty) {
            return;
        }
        switch (g_.kind(id)) {
            case graph::op::number: at.empty = g_.is_zero(id); return;
            case graph::op::access: return narrow_access(id, at);
            case graph::op::bracket: return narrow_condition(g_[id].head, at);
            case graph::op::add: return narrow_union(g_.links(id), at);
            case graph::op::multiply:
                return narrow_all(
                    at,
                    [&](place& p) { each(g_.links(id), [&](int factor) { narrow_factor(id, factor, p); }); },
                    inner_rounds);
            case graph::op::power:
                if (vanishes_with_argument(id)) {
                    narrow(g_.links(id)[0], at);
                }
                return;
            case graph::op::call:
                if (vanishes_with_argument(id)) {
                    narrow_union(g_.links(id), at);
                }
                return;
            case graph::op::reduce: return narrow_reduction(id, at);
            case graph::op::recognized: return narrow(g_.links(id)[0], at);
            case graph::op::match: return narrow_match(id, at);
            case graph::op::compare:
            case graph::op::chosen:
            case graph::op::partial: return;
        }
    }

    /// Whether the node can be nonzero at this point: exact, all indices have values.
    bool possible(int id, place& at) const {
        auto const links = g_.links(id);
        auto const self = [&](int link) { return possible(link, at); };
        switch (g_.kind(id)) {
            case graph::op::number: return !g_.is_zero(id);
            case graph::op::access: return inside(id, at);
            case graph::op::bracket: return holds(g_, g_[id].head, at);
            case graph::op::add: return std::any_of(links.begin(), links.end(), self);
            case graph::op::multiply: return product_possible(links, at);
            case graph::op::power: return !vanishes_with_argument(id) || self(links[0]);
            case graph::op::call:
                return !vanishes_with_argument(id) || std::any_of(links.begin(), links.end(), self);
            case graph::op::reduce: return reduction_possible(id, at);
            case graph::op::recognized: return self(links[0]);
            case graph::op::match: return !graph::is_entry_bracket(g_, id) || inside(links[0], at);
            case graph::op::compare:
            case graph::op::chosen:
            case graph::op::partial: return true;
        }
        return true;
    }

    /// A mean divides a sum by the number of its index values: where that is 0 it has no value, rather than no support. Each of
    /// them stands for one sum that has none; one more is another factor without support.
    bool product_possible(std::span<int const> factors, place& at) const {
        auto means_of_nothing = std::count_if(factors.begin(), factors.end(), [&](int factor) {
            return is_mean(factor) && !possible(g_.links(factor)[0], at);
        });
        return std::all_of(factors.begin(), factors.end(), [&](int factor) {
            return possible(factor, at) || (is_reduction(factor) && means_of_nothing-- > 0);
        });
    }

    /// Calls visit() for all values of `vars`, in lexicographic order, for which all guards hold and, where a body is given,
    /// it can be nonzero. The values stand in `at` during the call. visit() returns whether to go on.
    /// Errors: calls endless(symbol), which throws, where a range does not end.
    template <class Visit, class Endless>
    bool each_point(std::span<int const> vars, std::span<int const> guards, int body, place& at,
                    Visit&& visit, Endless&& endless) const {
        return level(vars, 0, guards, body, at, visit, endless);
    }

    bool inside(int access, place const& at) const {
        auto const* box = domain_(g_[access].head);
        auto const links = g_.links(access);
        for (std::size_t d = 0; box != nullptr && d < links.size(); ++d) {
            if (!(*box)[d].holds(value_of(g_, g_.affine_at(links[d]), at))) {
                return false;
            }
        }
        return true;
    }

    void narrow_condition(int id, place& at) const {
        graph::condition const& c = g_.condition_at(id);
        if (c.kind == graph::relation::divisible) {
            at.empty = at.empty || (at.knows(c.expression) && !holds(g_, id, at));
            return;
        }
        at.require(c.expression, {0, c.kind == graph::relation::zero ? 0 : interval::infinite});
    }

    /// Repeats a cut until nothing changes; a few dozen rounds at most, since any box on the way is a valid one. Cuts inside of
    /// a cut take fewer: bounds that creep by one in each round would multiply the rounds of all levels.
    static constexpr int inner_rounds = 6;
    template <class Cut>
    static void narrow_all(place& at, Cut&& cut, int rounds = 50) {
        for (int round = 0; round < rounds && !at.empty; ++round) {
            place const before = at;
            cut(at);
            if (at == before) {
                return;
            }
        }
    }

  private:
    template <class Visit>
    static void each(std::span<int const> ids, Visit&& visit) {
        for (int id : ids) {
            visit(id);
        }
    }

    /// What a named form means.
    int unnamed(int id) const { return g_.is(id, graph::op::recognized) ? g_.links(id)[0] : id; }
    bool is_reduction(int id) const { return g_.is(unnamed(id), graph::op::reduce); }
    bool is_mean(int factor) const {
        auto const links = g_.links(factor);
        return g_.is(factor, graph::op::power) && graph::is_mean_count(g_, links[0], links[1]);
    }
    /// f(0, ..., 0) = 0, or a power with a positive number for exponent.
    bool vanishes_with_argument(int id) const {
        auto const links = g_.links(id);
        if (g_.is(id, graph::op::call)) {
            return !links.empty() && g_.function_of(id).zero_at_zero;
        }
        return g_.is(links[1], graph::op::number) && graph::rational{0} < g_.number_of(links[1]);
    }

    void narrow_access(int id, place& at) const {
        auto const* box = domain_(g_[id].head);
        auto const links = g_.links(id);
        for (std::size_t d = 0; box != nullptr && d < links.size(); ++d) {
            at.require(g_.affine_at(links[d]), (*box)[d]);
        }
    }

    /// [e = p(i)]: i is inside p; once i has values, e has the one that p says. Where e is known too, that is a value, which
    /// says nothing of a support.
    void narrow_match(int id, place& at) const {
        int const read = g_.links(id)[0];
        if (!graph::is_entry_bracket(g_, id)) {
            return;
        }
        narrow_access(read, at);
        if (!at.empty && at.knows(g_.index_of(id))) {
            return;
        }
        point position;
        for (int link : g_.links(read)) {
            if (at.empty || !at.knows(g_.affine_at(link))) {
                return;
            }
            position.push_back(at.range(g_.affine_at(link)).first);
        }
        if (auto const value = entry_ ? entry_(g_[read].head, position) : std::nullopt) {
            at.require(g_.index_of(id), interval::point(*value));
        }
    }

    void narrow_union(std::span<int const> terms, place& at) const {
        place result{at.of.size()};
        result.empty = true;
        for (int term : terms) {
            place part = at;
            narrow(term, part);
            result.join(part);
        }
        at = result;
    }

    void narrow_guarded(std::span<int const> guards, int body, place& at) const {
        each(guards, [&](int guard) { narrow_condition(guard, at); });
        if (body >= 0) {
            narrow(body, at);
        }
    }
    /// The sum of a mean says of a support what a max says.
    void narrow_factor(int product, int factor, place& at) const {
        auto const links = g_.links(product);
        bool const of_mean = is_reduction(factor) &&
                             std::any_of(links.begin(), links.end(), [&](int f) { return is_mean(f); });
        of_mean ? narrow_with_value(g_.reduction_of(unnamed(factor)), at) : narrow(factor, at);
    }
    enum class range_of : std::uint8_t { something, nothing, unknown };

    /// Whether a reduction has values to go over; unknown where that hangs on indices around it.
    range_of values_of(graph::reduction_view const& view, place& at) const {
        for (int guard : view.guards) {
            for (auto const& t : g_.condition_at(guard).expression) {
                if (!is_among(view.vars, t.symbol) && !at[t.symbol].is_point()) {
                    return range_of::unknown;
                }
            }
        }
        auto result = range_of::nothing;
        auto const visit = [&] {
            result = range_of::something;
            return false;
        };
        auto const endless = [&](int) { result = range_of::something; };
        each_point(view.vars, view.guards, -1, at, visit, endless);
        return result;
    }
    static bool is_among(std::span<int const> symbols, int symbol) {
        return std::find(symbols.begin(), symbols.end(), symbol) != symbols.end();
    }
    /// A max or min over nothing has no value, rather than no support: it must be asked for its value, which is an error. Where
    /// its range hangs on indices around it, it cuts nothing.
    void narrow_with_value(graph::reduction_view const& view, place& at) const {
        if (values_of(view, at) != range_of::something) {
            return;
        }
        place inside = at;
        narrow_all(inside, [&](place& p) { narrow_guarded(view.guards, view.body, p); }, inner_rounds);
        for (int var : view.vars) {
            inside[var] = at[var];
        }
        at = inside;
    }
    void narrow_reduction(int id, place& at) const {
        graph::reduction_view const view = g_.reduction_of(id);
        if (view.kind == graph::reduction::product) {
            return;
        }
        if (view.kind != graph::reduction::sum) {
            return narrow_with_value(view, at);
        }
        std::vector<interval> outer;
        each(view.vars, [&](int var) { outer.push_back(at[var]); });
        place const before = at;
        narrow_all(at, [&](place& p) { narrow_guarded(view.guards, view.body, p); }, inner_rounds);
        if (at.empty &&
            &of_indices_ != this) {  // a sum that is 0 because of entries has the support of its indices
            at = before;
            of_indices_.narrow_reduction(id, at);
            return;
        }
        for (std::size_t i = 0; i < outer.size(); ++i) {
            at[view.vars[i]] = outer[i];
        }
    }

    /// A sum, max or min is possible where some term is, a product everywhere. Over a range that is empty (where max has no
    /// value) or does not end, the answer is yes: whoever computes the value then reports the range.
    bool reduction_possible(int id, place& at) const {
        graph::reduction_view const view = g_.reduction_of(id);
        if (view.kind == graph::reduction::product) {
            return true;
        }
        bool const is_sum = view.kind == graph::reduction::sum;
        bool found = false;
        bool nothing_said = !is_sum;
        auto const ask = [&] {
            found = possible(view.body, at);
            nothing_said = false;
            return !found;
        };
        auto const endless = [&](int) { nothing_said = true; };
        each_point(view.vars, view.guards, is_sum ? view.body : -1, at, ask, endless);
        return found || nothing_said;
    }

    /// A product, and conditions that hold beside it: e lies in the interval.
    struct constrained {
        std::vector<int> factors;
        std::vector<int> guards;
        std::vector<std::pair<graph::affine, interval>> rows;
    };
    /// Cuts `at` to a box of the product where the intervals of single subscripts do not end: it is multiplied out, sums in it
    /// are opened, and what two conditions say together counts too. (x(u) + a(s)) [s + u = 0] has one box for each term, and
    /// w(t + s) [t = s] says of 2 t what w says.
    void narrow_terms(constrained product, place& at) const {
        for (std::size_t i = 0; i < product.factors.size(); ++i) {
            int const factor = product.factors[i];
            constrained rest = product;
            rest.factors.erase(rest.factors.begin() + static_cast<std::ptrdiff_t>(i));
            auto const links = g_.links(factor);
            if (g_.is(factor, graph::op::add)) {
                place result{at.of.size()};
                result.empty = true;
                for (int term : links) {
                    place part = at;
                    constrained one = rest;
                    one.factors.push_back(term);
                    narrow_terms(one, part);
                    result.join(part);
                }
                at = result;
                return;
            }
            if (g_.is(factor, graph::op::multiply)) {
                rest.factors.insert(rest.factors.end(), links.begin(), links.end());
                return narrow_terms(rest, at);
            }
            if (g_.is(factor, graph::op::reduce) && is_union(g_.reduction_of(factor), at)) {
                graph::reduction_view const view = g_.reduction_of(factor);
                rest.guards.insert(rest.guards.end(), view.guards.begin(), view.guards.end());
                rest.factors.push_back(view.body);
                return narrow_terms(rest, at);
            }
        }
        add_rows(product);
        narrow_all(at, [&](place& p) {
            each(product.factors, [&](int factor) { narrow(factor, p); });
            each(product.guards, [&](int guard) { narrow_condition(guard, p); });
            narrow_pairs(product.rows, p);
        });
    }
    /// Whether the support is that of the body, for one value of the indices or another.
    bool is_union(graph::reduction_view const& view, place& at) const {
        return view.kind == graph::reduction::sum ||
               (view.kind != graph::reduction::product && values_of(view, at) != range_of::nothing);
    }
    void add_rows(constrained& product) const {
        auto const add = [&](int id) {
            graph::condition const& c = g_.condition_at(id);
            if (c.kind != graph::relation::divisible) {
                product.rows.push_back(
                    {c.expression, {0, c.kind == graph::relation::zero ? 0 : interval::infinite}});
            }
        };
        each(product.guards, add);
        for (int factor : product.factors) {
            auto const* box = g_.is(factor, graph::op::access) ? domain_(g_[factor].head) : nullptr;
            auto const links = g_.links(factor);
            if (g_.is(factor, graph::op::bracket)) {
                add(g_[factor].head);
            }
            for (std::size_t d = 0; box != nullptr && d < links.size(); ++d) {
                product.rows.push_back({g_.affine_at(links[d]), (*box)[d]});
            }
        }
    }
    static void narrow_pairs(std::vector<std::pair<graph::affine, interval>> const& rows, place& at) {
        for (std::size_t i = 0; i < rows.size() && !at.empty; ++i) {
            for (std::size_t j = 0; j < i && !at.empty; ++j) {
                auto const& [a, in_a] = rows[i];
                auto const& [b, in_b] = rows[j];
                if (!in_a.empty() && !in_b.empty()) {
                    at.require(a + b, {place::sum(in_a.first, in_b.first), place::sum(in_a.last, in_b.last)});
                    at.require(a - b,
                               {place::sum(in_a.first, -in_b.last), place::sum(in_a.last, -in_b.first)});
                }
            }
        }
    }

    template <class Visit, class Endless>
    bool level(std::span<int const> vars, std::size_t depth, std::span<int const> guards, int body, place& at,
               Visit& visit, Endless& endless) const {
        if (depth == vars.size()) {
            bool const wanted =
                std::all_of(guards.begin(), guards.end(), [&](int c) { return holds(g_, c, at); });
            return !wanted || (body >= 0 && !of_indices_.possible(body, at)) || visit();
        }
        place box = at;
        narrow_all(box, [&](place& p) { narrow_guarded(guards, body, p); });
        int const var = vars[depth];
        if (!box.empty && !box[var].finite() && body >= 0) {
            narrow_terms({{body}, std::vector<int>(guards.begin(), guards.end()), {}}, box);
        }
        interval const range = box.empty ? interval::nothing() : box[var];
        if (!range.finite()) {
            endless(var);
            return false;
        }
        interval const before = at[var];
        bool go_on = true;
        for (std::int64_t value = range.first; value <= range.last && go_on; ++value) {
            at[var] = interval::point(value);
            go_on = level(vars, depth + 1, guards, body, at, visit, endless);
        }
        at[var] = before;
        return go_on;
    }

    graph::graph const& g_;
    domains domain_;
    entries entry_;
    support const& of_indices_;
};

}  // namespace iverson::plain
