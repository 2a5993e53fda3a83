// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"
#include "../loops/projection.hpp"
#include "quantities.hpp"

#include <algorithm>
#include <optional>
#include <vector>

/// How often loops run, as a polynomial in the extents.
namespace iverson::emit {

/// Counts the steps of nested loops. Sums are taken in the order of the indices that leaves each of them one lower and one
/// upper bound, if there is one: all pairs of a convolution are n m, whichever of t and s is the outer one. Several bounds that are
/// known outside of the loops make one, min(n, m).
/// Where there is no such order, the count is at most the product of the most steps that each loop takes.
class point_count {
  public:
    /// Symbols below that of `index` that are numbers are put in as such.
    point_count(loops::plan const& p, graph::formula const& f, integers const& index)
        : p_{p}, index_{index}, in_{index, p.symbols} {
        for (std::size_t s = 0; s < f.nodes.symbols.size(); ++s) {
            if (f.nodes.symbols[s].kind == graph::symbol_kind::extent) {
                facts_.add(index_.known(graph::affine::symbol(static_cast<int>(s))));
            }
        }
        for (loops::setting const& s : p.settings) {
            learn(s);
        }
        facts_.more = &more_;
    }
    point_count(point_count const&) = delete;
    point_count& operator=(point_count const&) = delete;

    quantities const& in() const { return in_; }

    /// The number of steps of loops in loops, outermost first, under conditions on extents and their indices.
    amount operator()(std::vector<loops::loop> const& nested, loops::range conditions) {
        region r;
        r.facts = facts_;
        for (loops::loop const& l : nested) {
            add_loop(r.set, l);
            (l.is_read() ? r.read : r.order).push_back(l.symbol);
            r.exact = r.exact && !l.is_read();
        }
        std::vector<graph::condition> outside;
        for (graph::condition const& c : loops::slice(p_.conditions, conditions)) {
            add_condition(r, {c.kind, index_.known(c.expression), c.modulus}, outside);
        }
        amount result = r.set.known_empty() ? amount{} : of_region(r, nested);
        for (graph::condition const& c : outside) {
            result.value = where(c, result.value);
        }
        result.exact = result.exact && r.exact;
        return result;
    }
    /// The number of positions lower .. upper.
    polynomial extent(graph::affine const& lower, graph::affine const& upper) {
        return steps({{index_.known(upper - lower + graph::affine{1}), 1}}, facts_);
    }

  private:
    struct region {
        graph::inequalities set;
        loops::context facts;
        std::vector<int> order;  ///< the indices, outermost first
        std::vector<int> read;   ///< those that have one value at most, an entry of an integer tensor
        bool exact = true;
    };

    // -- what is known of the symbols ------------------------------------------------------------------------------
    void learn(loops::setting const& s) {
        graph::affine const symbol = index_.known(graph::affine::symbol(s.symbol));
        if (symbol.is_constant()) {
            return;
        }
        if (s.from == loops::setting::source::relation) {
            graph::affine const value = index_.known(s.sign > 0 ? -s.rest : s.rest);
            loops::conditional_fact fact{{}, {{graph::relation::zero, symbol - value, 0}}};
            if (s.axis != 0) {
                fact.premises.push_back({graph::relation::nonnegative, value, 0});
            }
            more_.push_back(fact);
        }
        bool const is_hull =
            s.from == loops::setting::source::hull_lower || s.from == loops::setting::source::hull_extent;
        if (is_hull && s.pieces.size == 1) {
            learn_hull(s, symbol, loops::slice(p_.pieces, s.pieces)[0]);
        }
    }
    /// One interval ceil(a / c)..floor(e / d), if it is not empty, where c or d is 1.
    void learn_hull(loops::setting const& s, graph::affine const& symbol, loops::piece const& its) {
        if (its.is_narrowed() || its.values.lowers.size != 1 || its.values.uppers.size != 1) {
            return;
        }
        loops::bound const low = loops::slice(p_.bounds, its.values.lowers)[0];
        loops::bound const high = loops::slice(p_.bounds, its.values.uppers)[0];
        if (low.divisor != 1 && high.divisor != 1) {
            return;
        }
        graph::affine const a = index_.known(low.expression);
        graph::affine const e = index_.known(high.expression);
        loops::conditional_fact fact;
        for (graph::condition const& c : loops::slice(p_.conditions, its.conditions)) {
            fact.premises.push_back({c.kind, index_.known(c.expression), c.modulus});
        }
        fact.premises.push_back({graph::relation::nonnegative, low.divisor * e - high.divisor * a, 0});
        if (s.from == loops::setting::source::hull_lower) {
            add_quotient(fact, symbol, a + graph::affine{low.divisor - 1}, low.divisor);
        } else {  // one of the divisors is 1: floor(e / d) - ceil(a / c) + 1 is one floor
            std::int64_t const d = low.divisor * high.divisor;
            add_quotient(fact, symbol, low.divisor * e - high.divisor * a + graph::affine{d}, d);
        }
        more_.push_back(fact);
    }
    /// symbol = floor(e / d): d symbol <= e < d symbol + d
    static void add_quotient(loops::conditional_fact& fact, graph::affine const& symbol,
                             graph::affine const& e, std::int64_t d) {
        fact.facts.push_back({graph::relation::nonnegative, e - d * symbol, 0});
        fact.facts.push_back({graph::relation::nonnegative, d * symbol + graph::affine{d - 1} - e, 0});
    }

    /// A set drops rows that do not fit, and would be too large.
    static graph::affine checked(graph::affine const& e) {
        if (!e.valid()) {
            throw refusal{"a bound of the plan has more than 12 symbols or a coefficient beyond 32 bits"};
        }
        return e;
    }

    // -- the points of nested loops ----------------------------------------------------------------------------------
    void add_loop(graph::inequalities& set, loops::loop const& l) const {
        graph::affine const index = graph::affine::symbol(l.symbol);
        for (loops::bound const& b : loops::slice(p_.bounds, l.lowers)) {
            set.add(checked(b.divisor * index - index_.known(b.expression)));
        }
        for (loops::bound const& b : loops::slice(p_.bounds, l.uppers)) {
            set.add(checked(index_.known(b.expression) - b.divisor * index));
        }
    }
    static void add_condition(region& r, graph::condition const& c, std::vector<graph::condition>& outside) {
        auto const is_in_it = [&](int symbol) { return c.expression.mentions(symbol); };
        bool const inside = std::any_of(r.order.begin(), r.order.end(), is_in_it) ||
                            std::any_of(r.read.begin(), r.read.end(), is_in_it);
        if (!inside) {
            outside.push_back(c);
            r.facts.add(c);
        } else if (c.kind == graph::relation::divisible) {
            r.exact = false;
        } else {
            r.set.add(c);
        }
    }
    amount of_region(region r, std::vector<loops::loop> const& nested) {
        for (int read : r.read) {
            r.set.eliminate(read);
        }
        if (std::optional<polynomial> const p = summed(r, r.order)) {
            return {*p, true};
        }
        constexpr std::size_t most = 5;  // 120 orders
        std::vector<int> order = r.order;
        std::sort(order.begin(), order.end());
        while (order.size() <= most) {
            if (std::optional<polynomial> const p = summed(r, order)) {
                return {*p, true};
            }
            if (!std::next_permutation(order.begin(), order.end())) {
                break;
            }
        }
        return {most_steps(r, nested), false};
    }

    /// The sum of 1 over all points, innermost index first; none if an index has several bounds that move.
    std::optional<polynomial> summed(region const& r, std::vector<int> const& order) {
        polynomial p{1};
        graph::inequalities rest = r.set;
        for (std::size_t i = order.size(); i-- > 0;) {
            int const v = order[i];
            auto const rows = loops::needed_rows(rest, v, r.facts);
            loops::symbol_bounds const b = loops::bounds_of(v, rows);
            rest = without(rows, v);
            bool const closed = is_closed(b, order);
            bool const one_lower = b.lowers.size() == 1 && b.lowers[0].divisor == 1;
            if (closed && b.bounded() && exact_widths(b) && (one_lower || !p.mentions(v))) {
                polynomial const width = steps(widths(b), r.facts);
                polynomial const first = one_lower ? in_.affine(b.lowers[0].expression) : polynomial{};
                p = p.mentions(v) ? p.sum(v, first, first + width - polynomial{1}) : p * width;
            } else if (one_lower && b.uppers.size() == 1 && b.uppers[0].divisor == 1) {
                graph::affine const width =
                    b.uppers[0].expression - b.lowers[0].expression + graph::affine{1};
                loops::context outer = r.facts;
                for (graph::affine const& row : rest.rows()) {
                    outer.add(row);
                }
                if (!loops::implies_nonnegative(outer, width)) {
                    rest.add(width - graph::affine{1});  // elsewhere there is nothing to sum
                }
                p = p.sum(v, in_.affine(b.lowers[0].expression), in_.affine(b.uppers[0].expression));
            } else {
                return std::nullopt;
            }
            if (rest.known_empty()) {
                return polynomial{};
            }
        }
        for (graph::affine const& row : rest.rows()) {
            bool const follows = loops::implies_nonnegative(r.facts, row);
            if (!follows && (r.exact || !is_nonnegative(p))) {
                p = where({graph::relation::nonnegative, row, 0}, p);
            }
        }
        return p;
    }
    bool is_nonnegative(polynomial const& p) const {
        return p.is_nonnegative([&](int v) {
            return in_.is_nonnegative(v) || loops::implies_nonnegative(facts_, graph::affine::symbol(v));
        });
    }
    static graph::inequalities without(graph::vector<graph::affine> const& rows, int symbol) {
        graph::inequalities result;
        for (graph::affine const& row : rows) {
            if (!row.mentions(symbol)) {
                result.add(row);
            }
        }
        return result;
    }
    static bool is_closed(loops::symbol_bounds const& b, std::vector<int> const& indices) {
        auto const closed = [&](loops::bound const& one) {
            return std::none_of(indices.begin(), indices.end(),
                                [&](int index) { return one.expression.mentions(index); });
        };
        return std::all_of(b.lowers.begin(), b.lowers.end(), closed) &&
               std::all_of(b.uppers.begin(), b.uppers.end(), closed);
    }
    /// The most steps that each loop takes wherever those around it stand.
    polynomial most_steps(region const& r, std::vector<loops::loop> const& nested) {
        polynomial result{1};
        graph::inequalities around;
        std::vector<int> indices;
        for (loops::loop const& l : nested) {
            if (!l.is_read()) {
                std::vector<loops::bound> const most = most_steps_of(l, around, indices, r.facts);
                if (most.empty()) {
                    return polynomial{};
                }
                result = result * steps(most, r.facts);
            }
            indices.insert(indices.begin(), l.symbol);
            add_loop(around, l);
        }
        return result;
    }
    /// What bounds a symbol for the number of steps once the indices around, innermost first, are projected out; nothing where these
    /// have no step. Of many pairs of bounds a projection may lose what each of them alone says.
    std::vector<loops::bound> most_steps_of(loops::loop const& l, graph::inequalities const& around,
                                            std::vector<int> const& indices,
                                            loops::context const& facts) const {
        graph::inequalities own;
        add_loop(own, l);
        std::vector<loops::bound> const all = widths(loops::bounds_of(l.symbol, own.rows()));
        std::vector<loops::bound> most = projected(all, around, indices, facts);
        for (std::size_t i = 0; most.empty() && i < all.size(); ++i) {
            most = projected({all[i]}, around, indices, facts);
        }
        if (most.empty() && !contradicts(around, facts)) {
            throw refusal{"a loop of the plan has too many bounds to count its steps"};
        }
        return most;
    }
    std::vector<loops::bound> projected(std::vector<loops::bound> const& all, graph::inequalities set,
                                        std::vector<int> const& indices, loops::context const& facts) const {
        int const number = p_.symbols;
        for (loops::bound const& b : all) {
            set.add(b.expression - graph::affine::symbol(number, b.divisor));
        }
        for (int index : indices) {
            set.eliminate(index);
        }
        return plainest(number, set, facts);
    }

    /// From a contradiction all bounds follow, so that none of them is needed.
    static bool contradicts(graph::inequalities const& set, loops::context const& facts) {
        loops::context all = facts;
        for (graph::affine const& row : set.rows()) {
            all.add(row);
        }
        return set.known_empty() || all.widened().infeasible();
    }
    /// Of several upper bounds those with the fewest symbols say enough.
    static std::vector<loops::bound> plainest(int number, graph::inequalities const& set,
                                              loops::context const& facts) {
        int fewest = graph::affine::capacity;
        for (graph::affine const& row : set.rows()) {
            fewest = row.mentions(number) ? std::min(fewest, std::max(2, row.size())) : fewest;
        }
        graph::inequalities plain;
        for (graph::affine const& row : set.rows()) {
            if (row.mentions(number) && row.size() <= fewest) {
                plain.add(row);
            }
        }
        auto const all = loops::bounds_of(number, loops::needed_rows(plain, number, facts)).uppers;
        return {all.begin(), all.end()};
    }

    // -- numbers of steps --------------------------------------------------------------------------------------------
    /// floor(u / d) - ceil(l / c) + 1 for all pairs of bounds; one floor where c or d is 1, and else at most that floor.
    static std::vector<loops::bound> widths(loops::symbol_bounds const& b) {
        std::vector<loops::bound> result;
        for (loops::bound const& high : b.uppers) {
            for (loops::bound const& low : b.lowers) {
                std::int64_t const d = low.divisor * high.divisor;
                graph::affine const e = low.divisor * high.expression - high.divisor * low.expression;
                result.push_back({checked(e + graph::affine{d}), d});
            }
        }
        return result;
    }
    static bool exact_widths(loops::symbol_bounds const& b) {
        auto const is_whole = [](loops::bound const& one) { return one.divisor == 1; };
        return std::all_of(b.lowers.begin(), b.lowers.end(), is_whole) ||
               std::all_of(b.uppers.begin(), b.uppers.end(), is_whole);
    }
    /// max(0, the least of these).
    polynomial steps(std::vector<loops::bound> all, loops::context const& facts) {
        for (std::size_t i = all.size(); i-- > 0 && all.size() > 1;) {
            bool const redundant = std::any_of(all.begin(), all.end(), [&](loops::bound const& other) {
                return &other != &all[i] && other.divisor == all[i].divisor &&
                       loops::implies_nonnegative(facts, all[i].expression - other.expression);
            });
            if (redundant) {
                all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
        bool const nonnegative = std::all_of(all.begin(), all.end(), [&](loops::bound const& b) {
            return loops::implies_nonnegative(facts, b.expression);
        });
        bool const is_affine = all.size() == 1 && all[0].divisor == 1 && nonnegative;
        return is_affine ? in_.affine(all[0].expression) : in_.least(all, nonnegative);
    }
    /// p where the condition holds, 0 elsewhere; p itself where it is 0 elsewhere: n^2 for [0 < n]*n^2.
    polynomial where(graph::condition const& c, polynomial const& p) {
        int const symbol = (c.expression + graph::affine{1}).bare_symbol();
        bool const fails_at_zero = c.kind == graph::relation::nonnegative && symbol >= 0 &&
                                   loops::implies_nonnegative(facts_, graph::affine::symbol(symbol));
        if (loops::implies(facts_, c) || (fails_at_zero && p.substituted(symbol, polynomial{}).is_zero())) {
            return p;
        }
        return in_.holds(c) * p;
    }

    loops::plan const& p_;
    integers const& index_;
    quantities in_;
    loops::context facts_;
    graph::vector<loops::conditional_fact> more_;
};

}  // namespace iverson::emit
