// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain_tensor.hpp"

#include <iverson/graph/binding_error.hpp>
#include <iverson/graph/describe.hpp>
#include <iverson/graph/formula.hpp>
#include <iverson/graph/rewrite.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

/// Where a formula can be nonzero, by brute force: intervals found by propagation, then every point asked.
/// Written once more beside graph/support.hpp, on purpose: the judge does not use the tools of the judged.
namespace iverson::plain {

/// What is known of every symbol: a point where it has a value, an interval while one is looked for.
struct place {
    std::vector<interval> of;
    bool empty = false;

    explicit place(std::size_t symbols) : of(symbols) {}
    interval& operator[](int symbol) { return of[static_cast<std::size_t>(symbol)]; }
    interval const& operator[](int symbol) const { return of[static_cast<std::size_t>(symbol)]; }

    interval range(graph::affine const& e) const {
        interval result = interval::point(e.constant());
        for (auto const& t : e) {
            interval const s = (*this)[t.symbol];
            result.first = sum(result.first, scaled(t.coefficient > 0 ? s.first : s.last, t.coefficient));
            result.last = sum(result.last, scaled(t.coefficient > 0 ? s.last : s.first, t.coefficient));
        }
        return result;
    }
    bool knows(graph::affine const& e) const {
        for (auto const& t : e) {
            if (!(*this)[t.symbol].is_point()) {
                return false;
            }
        }
        return true;
    }

    /// Cuts the intervals of all symbols of e to what `e in wanted` leaves possible.
    void require(graph::affine const& e, interval wanted) {
        empty = empty || range(e).meet(wanted).empty();
        for (auto const& t : e) {
            if (empty) {
                return;
            }
            interval const rest = range(e - graph::affine::symbol(t.symbol, t.coefficient));
            interval const product{sum(wanted.first, -rest.last), sum(wanted.last, -rest.first)};
            interval& s = (*this)[t.symbol];
            s = s.meet(quotient(product, t.coefficient));
            empty = empty || s.empty();
        }
    }

    void join(place const& other) {
        if (empty || other.empty) {
            *this = empty ? other : *this;
            return;
        }
        for (std::size_t i = 0; i < of.size(); ++i) {
            of[i] = of[i].hull(other.of[i]);
        }
    }
    friend bool operator==(place const&, place const&) = default;

  private:
    static std::int64_t clamped(std::int64_t value) {
        return value < -interval::infinite  ? -interval::infinite
               : value > interval::infinite ? interval::infinite
                                            : value;
    }
    static bool endless(std::int64_t value) {
        return value <= -interval::infinite || value >= interval::infinite;
    }
    static std::int64_t sum(std::int64_t a, std::int64_t b) {
        return endless(a) ? a : endless(b) ? b : clamped(a + b);
    }
    static std::int64_t scaled(std::int64_t a, std::int64_t by) {
        return endless(a) ? (by > 0 ? a : -a) : clamped(a * by);
    }
    static interval quotient(interval product, std::int64_t by) {
        if (by < 0) {
            product = {-product.last, -product.first};
            by = -by;
        }
        return {endless(product.first) ? product.first : graph::ceil_divide(product.first, by),
                endless(product.last) ? product.last : graph::floor_divide(product.last, by)};
    }
};

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
                    at, [&](place& p) { each(g_.links(id), [&](int factor) { narrow(factor, p); }); });
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
            case graph::op::multiply:
                return std::all_of(links.begin(), links.end(), [&](int link) {
                    return self(link) || is_mean_of_nothing(links, link, at);
                });
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

    /// Repeats a cut until nothing changes; a few dozen rounds at most, since any box on the way is a valid one.
    template <class Cut>
    static void narrow_all(place& at, Cut&& cut) {
        for (int round = 0; round < 50 && !at.empty; ++round) {
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

    /// A sum that is divided by the number of its index values, which is 0: a mean has no value then, rather than 0.
    bool is_mean_of_nothing(std::span<int const> factors, int factor, place& at) const {
        return g_.is(factor, graph::op::reduce) && std::any_of(factors.begin(), factors.end(), [&](int f) {
                   auto const links = g_.links(f);
                   return g_.is(f, graph::op::power) && graph::is_mean_count(g_, links[0], links[1]) &&
                          !possible(links[0], at);
               });
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

    void narrow_reduction(int id, place& at) const {
        graph::reduction_view const view = g_.reduction_of(id);
        if (view.kind == graph::reduction::product) {
            return;
        }
        std::vector<interval> outer;
        each(view.vars, [&](int var) { outer.push_back(at[var]); });
        place const before = at;
        narrow_all(at, [&](place& p) {
            each(view.guards, [&](int guard) { narrow_condition(guard, p); });
            narrow(view.body, p);
        });
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

    template <class Visit, class Endless>
    bool level(std::span<int const> vars, std::size_t depth, std::span<int const> guards, int body, place& at,
               Visit& visit, Endless& endless) const {
        if (depth == vars.size()) {
            bool const wanted =
                std::all_of(guards.begin(), guards.end(), [&](int c) { return holds(g_, c, at); });
            return !wanted || (body >= 0 && !of_indices_.possible(body, at)) || visit();
        }
        place box = at;
        narrow_all(box, [&](place& p) {
            each(guards, [&](int guard) { narrow_condition(guard, p); });
            if (body >= 0) {
                narrow(body, p);
            }
        });
        int const var = vars[depth];
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
