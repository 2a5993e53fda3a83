// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "canonical_conditions.hpp"

#include <algorithm>
#include <string>
#include <vector>

/// By what the bound indices of a term may be named: the places where they stand, and which of them have to do with each other.
namespace iverson::canonical {

inline std::string number(rational r) { return std::to_string(r.num()) + "/" + std::to_string(r.den()); }

inline bool holds(std::vector<int> const& symbols, int symbol) {
    return std::find(symbols.begin(), symbols.end(), symbol) != symbols.end();
}

/// A bound index may be replaced by +-index + anything. Candidates are the subscripts: one of them becomes the new index.
struct pivot {
    std::string signature;  ///< independent of names
    affine position;
    int var = -1;
};

inline bool holds_any(affine const& e, std::vector<int> const& symbols) {
    return std::any_of(symbols.begin(), symbols.end(), [&](int s) { return e.mentions(s); });
}
inline void add_pivots(affine const& e, std::string const& path, std::vector<int> const& unnamed,
                       std::vector<int> const& inner, std::vector<pivot>& result) {
    if (!holds_any(e, unnamed) || holds_any(e, inner)) {
        return;
    }
    for (int u : unnamed) {
        std::int64_t const c = e.coefficient(u);
        std::int64_t const size = c < 0 ? -c : c;
        if (c != 0) {
            result.push_back({(size == 1 ? "a" : "b" + std::to_string(size)) + path, e, u});
        }
    }
}
/// Conditions are looked at last: 'c' and 'd' stand behind 'a' and 'b'.
inline void collect(std::vector<condition> const& conditions, std::string const& path,
                    std::vector<int> const& unnamed, std::vector<int> const& inner,
                    std::vector<pivot>& result) {
    for (condition const& c : conditions) {
        std::string const here = path + "?" + std::to_string(static_cast<int>(c.kind));
        std::vector<pivot> found;
        std::vector<condition> const one(1, c);
        for (condition const& same : c.kind == relation::divisible ? multiples(c) : one) {
            add_pivots(same.expression, here, unnamed, inner, found);
        }
        for (pivot& p : found) {
            p.signature[0] = p.signature[0] == 'a' ? 'c' : 'd';
            result.push_back(p);
        }
    }
}
inline void collect(std::vector<factor> const& factors, std::string const& path,
                    std::vector<int> const& unnamed, std::vector<int>& inner, std::vector<pivot>& result) {
    for (factor const& f : factors) {
        std::string const here = path + "/" + f.base->head + number(f.exponent);
        std::size_t const before = inner.size();
        inner.insert(inner.end(), f.base->vars.begin(), f.base->vars.end());
        for (std::size_t d = 0; d < f.base->subscripts.size(); ++d) {
            add_pivots(f.base->subscripts[d], here + "." + std::to_string(d), unnamed, inner, result);
        }
        for (std::size_t i = 0; i < f.base->arguments.size(); ++i) {
            for (term const& t : f.base->arguments[i]) {
                std::size_t const outer = inner.size();
                inner.insert(inner.end(), t.vars.begin(), t.vars.end());
                std::string const below = here + "," + std::to_string(i);
                collect(t.factors, below, unnamed, inner, result);
                collect(t.conditions, below, unnamed, inner, result);
                inner.resize(outer);
            }
        }
        collect(f.base->conditions, here, unnamed, inner, result);
        inner.resize(before);
    }
}

/// The open indices in groups: two are in one if a factor or a condition holds both.
inline std::vector<std::vector<int>> components(term const& t, std::vector<int> const& open) {
    std::vector<std::vector<int>> result;
    for (int symbol : open) {
        result.push_back({symbol});
    }
    auto const join = [&](auto const& is_held) {
        std::vector<int> joined;
        std::vector<std::vector<int>> rest;
        for (std::vector<int> const& part : result) {
            bool const held = std::any_of(part.begin(), part.end(), is_held);
            if (held) {
                joined.insert(joined.end(), part.begin(), part.end());
            } else {
                rest.push_back(part);
            }
        }
        if (!joined.empty()) {
            rest.push_back(joined);
        }
        result = rest;
    };
    for (factor const& f : t.factors) {
        join([&](int symbol) { return mentions(*f.base, symbol); });
    }
    for (condition const& c : t.conditions) {
        join([&](int symbol) { return c.expression.mentions(symbol); });
    }
    return result;
}

/// What of the term holds one of the indices.
inline term part_of(term const& t, std::vector<int> const& indices) {
    auto const held_by = [&](auto const& is_in) {
        return std::any_of(indices.begin(), indices.end(), is_in);
    };
    term result{rational{1}, indices, {}, {}};
    for (factor const& f : t.factors) {
        if (held_by([&](int symbol) { return mentions(*f.base, symbol); })) {
            result.factors.push_back(f);
        }
    }
    for (condition const& c : t.conditions) {
        if (held_by([&](int symbol) { return c.expression.mentions(symbol); })) {
            result.conditions.push_back(c);
        }
    }
    return result;
}

}  // namespace iverson::canonical
