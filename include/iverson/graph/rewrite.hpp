// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "build.hpp"
#include "vector.hpp"

#include <span>

/// The only recursion over graphs. `rebuild` knows which links of a node are nodes, subscripts or conditions;
/// everything that walks or changes a graph is written with it or with `children`.
namespace iverson::graph {

/// The links of a node that are nodes.
constexpr std::span<int const> children(graph const& g, int id) {
    auto const links = g.links(id);
    switch (g.kind(id)) {
        case op::number:
        case op::access:
        case op::bracket: return {};
        case op::reduce: return links.last(1);
        case op::recognized: return links.first(1);
        default: return links;
    }
}

/// The node with each child, subscript and condition replaced by what the three functions give for it (ids to ids).
template <class Child, class Subscript, class Condition>
constexpr int rebuild(graph& g, int id, Child&& child, Subscript&& subscript, Condition&& condition) {
    node const n = g[id];
    vector<int> const links(g.links(id).begin(), g.links(id).end());
    vector<int> parts;
    auto const all_children = [&] {
        for (int link : links) {
            parts.push_back(child(link));
        }
    };
    switch (n.kind) {
        case op::number: return id;
        case op::access:
            for (int link : links) {
                parts.push_back(subscript(link));
            }
            return g.intern(op::access, n.head, parts);
        case op::bracket: return bracket(g, condition(n.head));
        case op::reduce: {
            auto const vars = static_cast<std::size_t>(n.head / 4);
            for (std::size_t i = vars; i + 1 < links.size(); ++i) {
                parts.push_back(condition(links[i]));
            }
            return reduce(g, static_cast<reduction>(n.head % 4), std::span{links}.first(vars), parts,
                          child(links.back()));
        }
        case op::recognized: {
            int const meaning = child(links[0]);  // what has changed loses its name
            return meaning == links[0] ? id : meaning;
        }
        case op::add: all_children(); return add(g, parts);
        case op::multiply: all_children(); return multiply(g, parts);
        case op::power: all_children(); return power(g, parts[0], parts[1]);
        case op::partial: all_children(); return partial(g, parts[0], parts[1]);
        case op::chosen: return chosen(g, child(links[0]), n.head);
        case op::match: return match(g, subscript(n.head), child(links[0]));
        case op::call:
        case op::compare: all_children(); return g.intern(n.kind, n.head, parts);
    }
    return id;
}

template <class Child>
constexpr int rebuild(graph& g, int id, Child&& child) {
    auto const same = [](int x) { return x; };
    return rebuild(g, id, child, same, same);
}

/// What has been computed for the nodes of a graph, by id. A table of those that were seen: most walks see few nodes of a large
/// graph, and a formula takes many walks.
class memo {
  public:
    constexpr int get(int id) const { return slots_.empty() ? -1 : slots_[place_of(id) + 1]; }
    constexpr int set(int id, int value) {
        if (4 * (count_ + 1) > slots_.size()) {
            grow();
        }
        std::size_t const at = place_of(id);
        count_ += slots_[at] == id ? 0 : 1;
        slots_[at] = id;
        return slots_[at + 1] = value;
    }

  private:
    /// Where the id stands or would stand, at most half of the slots being taken.
    constexpr std::size_t place_of(int id) const {
        std::size_t const mask = slots_.size() - 1;
        std::size_t at = 2 * static_cast<std::size_t>(id) & mask;
        while (slots_[at] >= 0 && slots_[at] != id) {
            at = (at + 2) & mask;
        }
        return at;
    }
    constexpr void grow() {
        std::size_t const wider = slots_.empty() ? 16 : 2 * slots_.size();
        vector<int> before;
        before.swap(slots_);
        slots_.resize(wider, -1);
        for (std::size_t i = 0; i < before.size(); i += 2) {
            if (before[i] >= 0) {
                std::size_t const at = place_of(before[i]);
                slots_[at] = before[i];
                slots_[at + 1] = before[i + 1];
            }
        }
    }

    vector<int> slots_;  ///< pairs of an id and its value, -1 where there is none; a power of 2 in number
    std::size_t count_ = 0;
};

/// Whether `wanted(id)` holds for the node or anything below it.
template <class Wanted>
class searcher {
  public:
    constexpr searcher(graph const& g, Wanted wanted) : graph_{g}, wanted_{wanted} {}
    constexpr bool operator()(int id) {
        if (int const known = found_.get(id); known >= 0) {
            return known == 1;
        }
        bool found = wanted_(id);
        for (int child : children(graph_, id)) {
            found = found || (*this)(child);
        }
        found_.set(id, found ? 1 : 0);
        return found;
    }

  private:
    graph const& graph_;
    Wanted wanted_;
    memo found_;
};

template <class Wanted>
constexpr bool any_node(graph const& g, int id, Wanted wanted) {
    return searcher<Wanted>{g, wanted}(id);
}

/// Whether the node itself (not its children) mentions the symbol in a subscript or condition.
constexpr bool mentions_here(graph const& g, int id, int symbol) {
    switch (g.kind(id)) {
        case op::access:
            for (int position : g.links(id)) {
                if (g.affine_at(position).mentions(symbol)) {
                    return true;
                }
            }
            return false;
        case op::bracket: return g.condition_of(id).expression.mentions(symbol);
        case op::reduce:
            for (int guard : g.reduction_of(id).guards) {
                if (g.condition_at(guard).expression.mentions(symbol)) {
                    return true;
                }
            }
            return false;
        case op::match: return g.index_of(id).mentions(symbol);
        default: return false;
    }
}

/// Whether the symbol occurs in the formula (every binder has a symbol of its own, so occurring below its binder is bound).
constexpr bool mentions(graph const& g, int id, int symbol) {
    return any_node(g, id, [&](int n) { return mentions_here(g, n, symbol); });
}

/// Whether the node is a bracket [e = p(i)] on an entry of an integer tensor.
constexpr bool is_entry_bracket(graph const& g, int id) {
    return g.is(id, op::match) && g.is(g.links(id)[0], op::access) && g.tensor_of(g.links(id)[0]).integral;
}

/// Whether base^exponent divides by a number of index values, sum_i 1, as a mean does.
constexpr bool is_mean_count(graph const& g, int base, int exponent) {
    bool const ones = g.is(base, op::reduce) && g.reduction_of(base).kind == reduction::sum &&
                      g.is_number(g.reduction_of(base).body, 1);
    return ones && g.is(exponent, op::number) && g.number_of(exponent) < rational{0};
}

/// Whether the formula reads the tensor.
constexpr bool reads(graph const& g, int id, int tensor) {
    return any_node(g, id, [&](int n) { return g.is(n, op::access) && g[n].head == tensor; });
}

/// Replaces symbols by affine values, all at once, without capture: a binder whose symbol occurs in a value is renamed.
class substitution {
  public:
    constexpr explicit substitution(graph& g) : graph_{g} {}
    constexpr substitution& replace(int symbol, affine const& value) {
        symbols_.push_back(symbol);
        values_.push_back(value);
        return *this;
    }

    constexpr affine apply(affine const& e) const {
        affine result{e.constant()};
        for (auto const& t : e) {
            result = affine::combine(result, value_of(t.symbol), t.coefficient);
        }
        return result;
    }
    constexpr int subscript(int id) const { return graph_.affine_id(apply(graph_.affine_at(id))); }
    constexpr int condition(int id) const {
        auto c = graph_.condition_at(id);
        c.expression = apply(c.expression);
        return graph_.condition_id(c);
    }
    constexpr int operator()(int id) {
        if (int const known = done_.get(id); known >= 0) {
            return known;
        }
        int const source = graph_.is(id, op::reduce) ? with_fresh_binders(id) : id;
        return done_.set(id, rebuild(
                                 graph_, source, [&](int c) { return (*this)(c); },
                                 [&](int s) { return subscript(s); }, [&](int c) { return condition(c); }));
    }

  private:
    constexpr affine value_of(int symbol) const {
        for (std::size_t i = 0; i < symbols_.size(); ++i) {
            if (symbols_[i] == symbol) {
                return values_[i];
            }
        }
        return affine::symbol(symbol);
    }
    constexpr int with_fresh_binders(int id);

    graph& graph_;
    vector<int> symbols_;
    vector<affine> values_;
    memo done_;
};

/// The same reduction with new symbols for all its bound indices.
constexpr int renamed_binders(graph& g, int id) {
    reduction_view const view = g.reduction_of(id);
    vector<int> const old(view.vars.begin(), view.vars.end());
    vector<int> const guards(view.guards.begin(), view.guards.end());
    substitution rename{g};
    vector<int> vars;
    for (int var : old) {
        symbol const s = g.symbol_at(var);
        vars.push_back(g.new_symbol(s.name, s.kind, s.written));
        rename.replace(var, affine::symbol(vars.back()));
    }
    vector<int> renamed;
    for (int guard : guards) {
        renamed.push_back(rename.condition(guard));
    }
    int const body = rename(view.body);
    return reduce(g, view.kind, vars, renamed, body);
}

constexpr int substitution::with_fresh_binders(int id) {
    for (int var : graph_.reduction_of(id).vars) {
        for (affine const& value : values_) {
            if (value.mentions(var)) {
                return renamed_binders(graph_, id);
            }
        }
    }
    return id;
}

}  // namespace iverson::graph
