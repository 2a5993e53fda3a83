// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "projection.hpp"
#include "terms.hpp"

#include <algorithm>

/// A product is 0 where one of its factors has no support, whatever the other factors are there: sum(i, w(i)) / x is 0 if w is
/// empty and x is 0. Arithmetic alone would give 0 * inf, which is not a number.
/// What brackets and accesses say, the splitter turns into conditions. This pass says the same for all other factors: beside a
/// sum, a power or a function that vanishes it writes the brackets of its support.
namespace iverson::loops {

/// Index values at which a formula can be other than 0: all conditions hold for some values of the inner indices.
struct support_piece {
    graph::vector<graph::condition> conditions;
    graph::vector<int> inner;  ///< bound inside the formula

    constexpr bool is_everything() const { return conditions.empty(); }
    friend constexpr bool operator==(support_piece const&, support_piece const&) = default;
};

/// Pieces of one support. Every pair is compared, and each becomes a test or a loop.
inline constexpr std::size_t most_support_pieces = 64;

/// (Free and before its users: Clang 19 instantiates a member template too late for a constant.)
template <class T>
constexpr void append_to(graph::vector<T>& list, graph::vector<T> const& more) {
    list.insert(list.end(), more.begin(), more.end());
}

/// The conditions of a piece in terms of outer indices, as far as the inner ones can be eliminated without making the set wider.
constexpr void project_exactly(support_piece& piece) {
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < piece.inner.size() && !changed; ++i) {
            int const symbol = piece.inner[i];
            graph::inequalities set;
            graph::vector<graph::condition> others;
            bool exact = true;
            for (graph::condition const& c : piece.conditions) {
                if (c.expression.mentions(symbol)) {
                    set.add(c);
                    exact = exact && c.kind != graph::relation::divisible;
                } else {
                    others.push_back(c);
                }
            }
            if (!exact || !eliminates_exactly(set, symbol)) {
                continue;
            }
            set.eliminate(symbol);
            if (set.known_empty()) {
                others.push_back({graph::relation::nonnegative, graph::affine{-1}, 0});
            }
            for (graph::affine const& row : set.rows()) {
                others.push_back({graph::relation::nonnegative, row, 0});
            }
            piece.conditions = others;
            piece.inner.erase(piece.inner.begin() + static_cast<std::ptrdiff_t>(i));
            changed = true;
        }
    }
}

/// Whether a formula counts something: brackets, their products and sums, and what was made of them.
constexpr bool is_count(graph::graph const& g, int id) {
    switch (g.kind(id)) {
        case graph::op::number: return !(g.number_of(id) < graph::rational{0});
        case graph::op::bracket: return true;
        case graph::op::compare:
        case graph::op::add:
        case graph::op::multiply:
            return std::all_of(g.links(id).begin(), g.links(id).end(),
                               [&](int link) { return is_count(g, link); });
        case graph::op::reduce: return is_count(g, g.reduction_of(id).body);
        default: return false;
    }
}

/// Whether a test [0 < count] is known to succeed.
constexpr bool surely_positive(graph::graph const& g, int id, context const& known) {
    auto const links = g.links(id);
    auto const self = [&](int link) { return surely_positive(g, link, known); };
    switch (g.kind(id)) {
        case graph::op::number: return graph::rational{0} < g.number_of(id);
        case graph::op::bracket: return implies(known, g.condition_of(id));
        case graph::op::add: return std::any_of(links.begin(), links.end(), self);
        case graph::op::multiply: return std::all_of(links.begin(), links.end(), self);
        case graph::op::compare:
            return static_cast<graph::comparison>(g[id].head) == graph::comparison::less &&
                   g.is_zero(links[0]) && is_count(g, links[1]) && self(links[1]);
        default: return false;
    }
}

class vanishing {
  public:
    constexpr explicit vanishing(graph::formula& f) : g_{f.nodes}, split_{f} {}

    /// The formula with the brackets of supports; `known` is the domain for which it is computed.
    constexpr int run(int id, context const& known) {
        if (!any_node(g_, id, [&](int n) { return g_.is(n, graph::op::multiply) && may_meet(n); })) {
            return id;
        }
        if (g_.is(id, graph::op::multiply)) {
            return of_product(id, known);
        }
        context inside = known;
        if (g_.is(id, graph::op::reduce)) {
            add_guards(id, inside);
        }
        return rebuild(g_, id, [&](int child) { return run(child, inside); });
    }
    /// Whether the formula has support wherever so much is known: beside it no bracket is needed.
    constexpr bool has_support_everywhere(int id, context const& known) {
        asked_ = true;
        graph::vector<support_piece> all = pieces(id, known);
        asked_ = false;
        return std::any_of(all.begin(), all.end(), [&](support_piece& piece) {
            project_exactly(piece);
            drop_known(piece, known);
            return piece.is_everything();
        });
    }

  private:
    /// Factors that are numbers or brackets are finite, and known where they stand.
    constexpr bool is_plain(int factor) const {
        return g_.is(factor, graph::op::number) || g_.is(factor, graph::op::bracket) ||
               is_value_bracket(g_, factor);
    }
    /// Whether one factor of a product may vanish where another one has no value.
    constexpr bool may_meet(int product) const {
        int partners = 0;
        bool vanishes = false;
        for (int factor : g_.links(product)) {
            partners += is_plain(factor) ? 0 : 1;
            vanishes = vanishes || !(is_plain(factor) || g_.is(factor, graph::op::access));
        }
        return vanishes && partners > 1;
    }
    constexpr void add_guards(int reduction, context& known) const {
        for (int guard : g_.reduction_of(reduction).guards) {
            known.add(g_.condition_at(guard));
        }
    }

    constexpr int of_product(int id, context known) {
        graph::vector<int> const links(g_.links(id).begin(), g_.links(id).end());
        for (int link : links) {  // outside of these conditions the product is 0 already
            if (g_.is(link, graph::op::bracket)) {
                known.add(g_.condition_of(link));
            } else if (g_.is(link, graph::op::access)) {
                for (graph::condition const& c : split_.inside(link, known)) {
                    known.add(c);
                }
            }
        }
        bool const needed = may_meet(id);
        graph::vector<int> factors;
        graph::vector<int> indicators;
        for (int link : links) {
            factors.push_back(run(link, known));
            if (needed && !is_plain(link) && !g_.is(link, graph::op::access)) {
                add_indicators(link, known, indicators);
            }
        }
        factors.insert(factors.end(), indicators.begin(), indicators.end());
        return multiply(g_, factors);
    }

    /// Appends nodes whose product is 1 where the formula has support, and 0 elsewhere.
    constexpr void add_indicators(int id, context& known, graph::vector<int>& result) {
        graph::vector<support_piece> all = pieces(id, known);
        graph::vector<support_piece> kept;
        for (support_piece& piece : all) {
            project_exactly(piece);
            drop_known(piece, known);
            if (piece.is_everything()) {
                return;
            }
            if (!excluded(piece, known)) {
                kept.push_back(piece);
            }
        }
        drop_covered(kept, known);
        if (kept.empty()) {
            result.push_back(g_.number(graph::rational{0}));
        } else if (kept.size() == 1) {
            for (int node : factors_of(kept[0])) {
                if (g_.is(node, graph::op::bracket)) {
                    known.add(g_.condition_of(node));
                }
                result.push_back(node);
            }
        } else {
            graph::vector<int> terms;
            for (support_piece const& piece : kept) {
                terms.push_back(multiply(g_, factors_of(piece)));
            }
            result.push_back(positive(add(g_, terms)));
        }
    }
    /// [0 < count]
    constexpr int positive(int count) {
        int const parts[] = {g_.number(graph::rational{0}), count};
        return g_.intern(graph::op::compare, static_cast<int>(graph::comparison::less), parts);
    }
    /// Brackets on outer indices, and the number of points where inner ones remain.
    constexpr graph::vector<int> factors_of(support_piece const& piece) {
        graph::vector<int> result;
        graph::vector<int> guards;
        for (graph::condition const& c : piece.conditions) {
            if (speaks_of(piece.inner, c.expression)) {
                guards.push_back(g_.condition_id(c));
            } else {
                result.push_back(graph::bracket(g_, c));
            }
        }
        if (piece.inner.empty()) {
            return result;
        }
        int const count = reduce(g_, graph::reduction::sum, piece.inner, guards, graph::one(g_));
        result.push_back(positive(g_.is(count, graph::op::reduce) ? renamed_binders(g_, count) : count));
        return result;
    }

    static constexpr void drop_known(support_piece& piece, context const& known) {
        graph::vector<graph::condition> rest;
        for (graph::condition const& c : piece.conditions) {
            if (!implies(known, c)) {
                rest.push_back(c);
            }
        }
        piece.conditions = rest;
    }
    static constexpr bool excluded(support_piece const& piece, context const& known) {
        graph::inequalities both = known;
        for (graph::condition const& c : piece.conditions) {
            both.add(c);
        }
        return both.infeasible();
    }
    /// Pieces that lie in another one say nothing more.
    static constexpr void drop_covered(graph::vector<support_piece>& all, context const& known) {
        for (std::size_t i = all.size(); i-- > 0;) {
            context inside = known;
            for (graph::condition const& c : all[i].conditions) {
                inside.add(c);
            }
            bool covered = false;
            for (std::size_t j = 0; j < all.size() && !covered; ++j) {
                covered = j != i && all[j].inner.empty();
                for (graph::condition const& c : all[j].conditions) {
                    covered = covered && implies(inside, c);
                }
            }
            if (covered) {
                all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
    }

    // -- the support as a union of pieces ------------------------------------------------------------------------------
    static constexpr graph::vector<support_piece> everything() {
        return graph::vector<support_piece>(1, support_piece{});
    }
    constexpr graph::vector<support_piece> pieces(int id, context const& known) {
        auto const links = g_.links(id);
        switch (g_.kind(id)) {
            case graph::op::number:
                if (g_.is_zero(id)) {
                    return {};
                }
                return everything();
            case graph::op::access: return where(split_.inside(id, known));
            case graph::op::bracket: return where(graph::vector<graph::condition>(1, g_.condition_of(id)));
            case graph::op::match: return where(split_.bracket_conditions(id, known));
            case graph::op::add: return of_union(links, known);
            case graph::op::multiply: return of_intersection(links, known);
            case graph::op::power:
                if (g_.is(links[1], graph::op::number) && graph::rational{0} < g_.number_of(links[1])) {
                    return pieces(links[0], known);
                }
                return everything();
            case graph::op::call:
                if (!links.empty() && g_.function_of(id).zero_at_zero) {
                    return of_union(links, known);
                }
                return everything();
            case graph::op::reduce: return of_reduction(id, known);
            case graph::op::recognized: return pieces(links[0], known);
            default: return everything();
        }
    }
    static constexpr graph::vector<support_piece> where(graph::vector<graph::condition> const& conditions) {
        graph::vector<support_piece> result = everything();
        result[0].conditions = conditions;
        return result;
    }
    constexpr graph::vector<support_piece> of_union(std::span<int const> links, context const& known) {
        graph::vector<int> const terms(links.begin(), links.end());
        graph::vector<support_piece> result;
        for (int term : terms) {
            for (support_piece const& piece : pieces(term, known)) {
                if (piece.is_everything() && piece.inner.empty()) {
                    return everything();
                }
                add_piece(result, piece);
            }
        }
        return result;
    }
    constexpr graph::vector<support_piece> of_intersection(std::span<int const> links, context const& known) {
        graph::vector<int> const factors(links.begin(), links.end());
        graph::vector<support_piece> result = everything();
        for (int factor : factors) {
            graph::vector<support_piece> const its = pieces(factor, known);
            graph::vector<support_piece> both;
            for (support_piece const& left : result) {
                for (support_piece const& right : its) {
                    add_piece(both, together(left, right));
                }
            }
            result = both;
        }
        return result;
    }
    /// Where both hold. Two factors may bind one index, as in the square of a sum: each means its own.
    constexpr support_piece together(support_piece const& left, support_piece const& right) {
        support_piece both = left;
        graph::substitution own{g_};
        for (int symbol : right.inner) {
            bool const clashes = std::find(left.inner.begin(), left.inner.end(), symbol) != left.inner.end();
            graph::symbol const old = g_.symbol_at(symbol);
            both.inner.push_back(clashes ? g_.new_symbol(old.name, old.kind) : symbol);
            own.replace(symbol, graph::affine::symbol(both.inner.back()));
        }
        for (graph::condition c : right.conditions) {
            c.expression = own.apply(c.expression);
            both.conditions.push_back(c);
        }
        return both;
    }
    constexpr void add_piece(graph::vector<support_piece>& list, support_piece const& piece) {
        if (std::find(list.begin(), list.end(), piece) != list.end()) {
            return;
        }
        if (list.size() < most_support_pieces) {
            list.push_back(piece);
        } else if (!asked_) {
            g_.fail("the support of a factor is a union of more than 64 index sets, too many for a plan: "
                    "write the "
                    "sums in it as equations of their own");
        }
    }
    constexpr graph::vector<support_piece> of_reduction(int id, context const& known) {
        graph::reduction_view const view = g_.reduction_of(id);
        graph::vector<int> const vars(view.vars.begin(), view.vars.end());
        graph::vector<int> const guards(view.guards.begin(), view.guards.end());
        context inside = known;
        add_guards(id, inside);
        if (view.kind == graph::reduction::product) {
            return everything();
        }
        graph::vector<support_piece> result = pieces(view.body, inside);
        for (support_piece& piece : result) {
            append_to(piece.inner, vars);
            for (int guard : guards) {
                piece.conditions.push_back(g_.condition_at(guard));
            }
        }
        return result;
    }

    graph::graph& g_;
    splitter split_;
    bool asked_ = false;  ///< pieces that are left out would only say that there is more support
};

}  // namespace iverson::loops
