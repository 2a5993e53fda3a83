// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "index_ranges.hpp"
#include "vector.hpp"

#include <algorithm>
#include <span>

/// Where the tensors of an equation are subscripted, and by which indices.
namespace iverson::graph {

struct use {
    int tensor = -1;
    vector<int> positions;
    vector<int> scope;           ///< the indices that have values here
    bool zero_extended = false;  ///< some index of it is over Z
    bool is_read = true;         ///< an access; otherwise it only tells a shape (a left side, a twin)
};

/// Whether the subscript holds an entry of an integer tensor, so that only the binding knows where it is.
constexpr bool holds_entry(graph const& g, affine const& position) {
    for (auto const& t : position) {
        if (g.symbol_at(t.symbol).kind == symbol_kind::gathered) {
            return true;
        }
    }
    return false;
}

/// The tensor whose domain this tensor has by its role: y for adjoint(y), x for next(x); -1 if there is none.
constexpr int twin_of(graph const& g, int tensor) {
    auto const& t = g.tensor_at(tensor);
    bool const same =
        t.kind == role::adjoint || t.kind == role::total || t.kind == role::next || t.kind == role::rate;
    return same ? t.of : -1;
}

/// All uses in one equation, those which folded away (0 * w(i)) included, and all its indices.
class equation_uses {
  public:
    constexpr equation_uses(formula& f, std::size_t which) : which_{which} {
        graph& g = f.nodes;
        equation const& e = f.equations[which];
        recurrence_ = recurrence_of(g, e);
        size_ = g.size();
        left_ = free_indices(g, e);
        ranges_.note(g, left_, e.domain);
        collect(g, e.value, left_, 0);
        for (int id = e.end_node; id-- > e.first_node;) {
            if (reached_.get(id) < 0) {
                collect(g, id, left_, 0);
            }
        }
        // The left side must fit the shape that its tensor has already: by its past, by its initial values, by x if it is next(x).
        int const twin = twin_of(g, e.tensor);
        if (recurrence_.axis >= 0 || first_definition(f, e.tensor) != static_cast<int>(which)) {
            note(g, e.tensor, e.positions, left_, false);
        } else if (twin >= 0) {
            note(g, twin, e.positions, left_, false);
        }
    }

    constexpr std::size_t which() const { return which_; }
    constexpr recurrence_step const& recurrence() const { return recurrence_; }
    constexpr vector<use> const& all() const { return uses_; }
    constexpr index_ranges& ranges() { return ranges_; }
    /// The index that subscripts the axis bare and ranges over it; -1 if the subscript is anything else.
    static constexpr int bare_index(graph const& g, use const& u, std::size_t axis) {
        int const symbol = g.affine_at(u.positions[axis]).bare_symbol();
        return symbol >= 0 && g.symbol_at(symbol).kind == symbol_kind::ranged ? symbol : -1;
    }

  private:
    static constexpr int first_definition(formula const& f, int tensor) {
        for (std::size_t i = 0; i < f.equations.size(); ++i) {
            if (f.equations[i].tensor == tensor) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }

    constexpr void note(graph const& g, int tensor, std::span<int const> positions, vector<int> const& scope,
                        bool is_read) {
        use u;
        u.tensor = tensor;
        u.positions.assign(positions.begin(), positions.end());
        u.scope = scope;
        u.is_read = is_read;
        for (int position : positions) {
            for (auto const& t : g.affine_at(position)) {
                u.zero_extended = u.zero_extended || g.symbol_at(t.symbol).kind == symbol_kind::integer;
            }
        }
        uses_.push_back(u);
        if (int const twin = twin_of(g, tensor); twin >= 0 && is_read) {
            note(g, twin, positions, scope, false);
        }
    }

    /// A shared node is visited once for each set of indices that have values where it stands.
    constexpr void collect(graph const& g, int id, vector<int> const& scope, int scope_id) {
        if (seen_.get(scope_id * size_ + id) > 0) {
            return;
        }
        seen_.set(scope_id * size_ + id, 1);
        reached_.set(id, 1);
        if (g.is(id, op::access)) {
            note(g, g[id].head, g.links(id), scope, true);
        } else if (g.is(id, op::reduce)) {
            reduction_view const view = g.reduction_of(id);
            ranges_.note(g, view.vars, view.guards);
            vector<int> inner = scope;
            inner.insert(inner.end(), view.vars.begin(), view.vars.end());
            int const inner_id = ++scopes_;
            collect(g, view.body, inner, inner_id);
        } else {
            for (int child : children(g, id)) {
                collect(g, child, scope, scope_id);
            }
        }
    }

    std::size_t which_;
    recurrence_step recurrence_;
    vector<int> left_;
    vector<use> uses_;
    index_ranges ranges_;
    memo seen_;
    memo reached_;
    int size_ = 0;
    int scopes_ = 0;
};

}  // namespace iverson::graph
