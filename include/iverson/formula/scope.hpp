// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"

#include <iverson/graph/complete.hpp>
#include <iverson/graph/describe.hpp>
#include <iverson/graph/record.hpp>
#include <iverson/graph/unknown.hpp>

#include <string_view>
#include <utility>

namespace iverson::lowering {

/// The graph under construction and the indices that are known where the walk stands, innermost last.
class state {
  public:
    graph::formula target;
    graph::graph& g = target.nodes;

    constexpr state() = default;
    state(state const&) = delete;

    constexpr int push(std::string_view name, graph::symbol_kind kind, bool written) {
        scope_.push_back({g.new_symbol(name, kind, written), {}});
        return scope_.back().symbol;
    }
    constexpr void set_guards(graph::vector<int> guards) { scope_.back().guards = std::move(guards); }
    constexpr std::size_t depth() const { return scope_.size(); }
    constexpr void pop_to(std::size_t depth) {
        scope_.erase(scope_.begin() + static_cast<std::ptrdiff_t>(depth), scope_.end());
    }

    /// The place of the index in the scope, -1 if it is not there.
    constexpr int place_of(std::string_view name, graph::symbol_kind kind) const {
        for (std::size_t i = scope_.size(); i-- > 0;) {
            graph::symbol const& s = g.symbol_at(scope_[i].symbol);
            if (s.kind == kind && s.name.view() == name) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }
    /// An index that nothing binds gets a symbol all the same; the graph's checks name it.
    constexpr int symbol_of(std::string_view name, graph::symbol_kind kind) {
        int const place = place_of(name, kind);
        return place >= 0 ? scope_[static_cast<std::size_t>(place)].symbol : g.new_symbol(name, kind);
    }
    constexpr graph::vector<int> const* guards_of(std::string_view name, graph::symbol_kind kind) const {
        int const place = place_of(name, kind);
        return place < 0 ? nullptr : &scope_[static_cast<std::size_t>(place)].guards;
    }
    constexpr int extent_of(std::string_view name) {
        for (std::size_t i = 0; i < g.symbols.size(); ++i) {
            if (g.symbols[i].kind == graph::symbol_kind::extent && g.symbols[i].name.view() == name) {
                return static_cast<int>(i);
            }
        }
        return g.new_symbol(name, graph::symbol_kind::extent, true);
    }

    /// The tensor of that name and role, made at its first use; a later use with another rank is refused.
    constexpr int tensor_of(std::string_view name, graph::standing kind, int rank) {
        graph::standing of;
        if (kind.is_related()) {
            of = {kind.of, graph::role::plain, kind.by};
        }
        int const base = kind.kind == graph::role::plain ? -1 : tensor_of(name, of, rank);
        int const known = target.find_tensor(name, kind);
        if (known < 0) {
            int const time = kind.kind == graph::role::state ? kind.by : -1;
            g.tensors.push_back({graph::text{name}, rank, kind, base, time, {}});
            return static_cast<int>(g.tensors.size()) - 1;
        }
        if (int const other = g.tensor_at(known).rank; other != rank) {
            g.fail(graph::sentence("tensor ", name, " has two ranks: it is used with ", other, " and with ",
                                   rank, " subscripts"));
        }
        return known;
    }

    constexpr int function_of(graph::function_record const& record) {
        int const id = g.function_id(record);
        graph::function_record const& known = g.functions[static_cast<std::size_t>(id)];
        if (known.value64 != record.value64) {
            g.fail(graph::sentence("two functions have the name ", record.name));
        } else if (known.arity != record.arity) {
            g.fail(graph::sentence("function ", record.name, " is used with ", known.arity, " and with ",
                                   record.arity, " arguments"));
        }
        return id;
    }

    // -- indices that stand for what a subscript holds -----------------------------------------------------------------
    /// floor(e / m): the integer q with m q <= e <= m q + m - 1. Within one access equal quotients are one symbol.
    constexpr int quotient(graph::affine const& e, std::int64_t divisor) {
        for (std::size_t i = open_; i < pending_.size(); ++i) {
            if (pending_[i].read < 0 && pending_[i].dividend == e && pending_[i].divisor == divisor) {
                return pending_[i].symbol;
            }
        }
        pending_.push_back({g.new_symbol("q", graph::symbol_kind::integer), e, divisor, -1});
        return pending_.back().symbol;
    }
    /// p(i): the integer k with [k = p(i)]. Within one access equal entries are one symbol.
    constexpr int entry(int tensor, graph::vector<graph::affine> const& positions) {
        g.tensors[static_cast<std::size_t>(tensor)].integral = true;
        int const read = graph::access(g, tensor, positions);
        for (std::size_t i = open_; i < pending_.size(); ++i) {
            if (pending_[i].read == read) {
                return pending_[i].symbol;
            }
        }
        int const symbol = g.new_symbol(graph::describe(g, read), graph::symbol_kind::gathered);
        pending_.push_back({symbol, {}, 0, read});
        return symbol;
    }
    /// [e = 0] as [f = p(i)] where the index made last is that of p(i), which then leaves; -1 where it is not.
    constexpr int match_of_last_entry(graph::affine const& e) {
        if (pending_.size() <= open_ || pending_.back().read < 0) {
            return -1;
        }
        pending_index const last = pending_.back();
        std::int64_t const by = e.coefficient(last.symbol);
        if (by != 1 && by != -1) {
            return -1;
        }
        pending_.pop_back();
        graph::affine const rest = e - graph::affine::symbol(last.symbol, by);
        return graph::match(g, g.affine_id(by == 1 ? -rest : rest), last.read);
    }
    /// Opens the subscripts of an access or the sides of a comparison; gives what `sum_over_quotients` closes them with.
    constexpr std::size_t open_quotients() { return std::exchange(open_, pending_.size()); }
    /// The node as a sum over the quotients and entries that were made since they were opened: each has one value.
    constexpr int sum_over_quotients(int node, std::size_t outer) {
        while (pending_.size() > open_) {
            pending_index const last = pending_.back();
            pending_.pop_back();
            int const vars[] = {last.symbol};
            if (last.read >= 0) {
                int const match = graph::match(g, g.affine_id(graph::affine::symbol(last.symbol)), last.read);
                node = graph::reduce(g, graph::reduction::sum, vars, {}, graph::multiply(g, match, node));
                continue;
            }
            graph::affine const rest = last.dividend - graph::affine::symbol(last.symbol, last.divisor);
            int const guards[] = {
                g.condition_id({graph::relation::nonnegative, rest, 0}),
                g.condition_id({graph::relation::nonnegative, graph::affine{last.divisor - 1} - rest, 0})};
            node = graph::reduce(g, graph::reduction::sum, vars, guards, node);
        }
        open_ = outer;
        return node;
    }

  private:
    struct pending_index {
        int symbol;
        graph::affine dividend;  ///< of a quotient
        std::int64_t divisor;
        int read;  ///< the access whose entry it is; -1: a quotient
    };
    struct known_index {
        int symbol;
        graph::vector<int> guards;
    };
    graph::vector<known_index> scope_;
    graph::vector<pending_index> pending_;
    std::size_t open_ = 0;  ///< those before this one belong to an outer access
};

}  // namespace iverson::lowering
