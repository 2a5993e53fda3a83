// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "context.hpp"
#include "plan.hpp"
#include "solve.hpp"

#include <algorithm>

/// The straight-line operations of one nest while it is made: equal ones are one, and each stands in the outermost
/// region that has all it needs, so that nothing is computed again in a loop on which it does not depend.
namespace iverson::loops {

class op_pool {
  protected:
    constexpr explicit op_pool(plan& p) : p_{p} {}

    constexpr void open_nest() {
        first_ = static_cast<int>(p_.ops.size());
        scopes_.assign(1, scope{});
        regions_ = 1;
    }

    /// A reduction that is being emitted: its indices and its region.
    struct scope {
        graph::vector<int> vars;
        int region = 0;
        context known;  ///< what holds wherever the region is computed
    };
    /// The innermost region whose indices an expression holds.
    constexpr int region_of(graph::affine const& e) const {
        for (std::size_t i = scopes_.size(); i-- > 0;) {
            if (speaks_of(scopes_[i].vars, e)) {
                return static_cast<int>(i);
            }
        }
        return 0;
    }
    constexpr int depth_of(int op) const {
        int const region = op < 0 ? 0 : p_.ops[static_cast<std::size_t>(op)].region;
        for (std::size_t i = 0; i < scopes_.size(); ++i) {
            if (scopes_[i].region == region) {
                return static_cast<int>(i);
            }
        }
        return 0;
    }
    /// Puts an operation into the outermost region that has all it needs; equal operations are one.
    constexpr int put(operation o, int depth = 0) {
        depth = std::max({depth, depth_of(o.a), depth_of(o.b), depth_of(o.c)});
        o.region = scopes_[static_cast<std::size_t>(depth)].region;
        for (std::size_t i = static_cast<std::size_t>(first_); i < p_.ops.size(); ++i) {
            if (p_.ops[i] == o) {
                return static_cast<int>(i);
            }
        }
        p_.ops.push_back(o);
        return static_cast<int>(p_.ops.size()) - 1;
    }
    constexpr int binary(op_kind kind, int a, int b) {
        operation o;
        o.kind = kind;
        o.a = a;
        o.b = b;
        return put(o);
    }
    constexpr int number(double value) {
        operation o;
        o.head = graph::find_or_add(p_.numbers, value);
        return put(o);
    }
    /// Runs of equal affines are stored once, so that equal loads are seen to be equal.
    template <class T>
    static constexpr range shared(graph::vector<T>& pool, graph::vector<T> const& entries) {
        for (std::size_t i = 0; i + entries.size() <= pool.size(); ++i) {
            bool equal = true;
            for (std::size_t j = 0; j < entries.size() && equal; ++j) {
                equal = pool[i + j] == entries[j];
            }
            if (equal) {
                return {static_cast<int>(i), static_cast<int>(entries.size())};
            }
        }
        return append(pool, entries);
    }

    constexpr int load(int buffer, graph::vector<graph::affine> const& positions,
                       graph::vector<graph::condition> const& conditions) {
        operation o;
        o.kind = op_kind::load;
        o.head = buffer;
        int depth = 0;
        for (graph::affine const& position : positions) {
            depth = std::max(depth, region_of(position));
        }
        for (graph::condition const& c : conditions) {
            depth = std::max(depth, region_of(c.expression));
        }
        o.items = shared(p_.affines, positions);
        o.guards = shared(p_.conditions, conditions);
        return put(o, depth);
    }
    constexpr int guarded(graph::vector<graph::condition> const& conditions, int value) {
        if (conditions.empty()) {
            return value;
        }
        operation o;
        o.kind = op_kind::guard;
        o.a = value;
        o.guards = shared(p_.conditions, conditions);
        int depth = 0;
        for (graph::condition const& c : conditions) {
            depth = std::max(depth, region_of(c.expression));
        }
        return put(o, depth);
    }

    /// An index expression as a number.
    constexpr int index_value(graph::affine const& e) {
        operation o;
        o.kind = op_kind::index;
        o.items = shared(p_.affines, graph::vector<graph::affine>(1, e));
        return put(o, region_of(e));
    }

    /// The innermost open scope on which an operation depends: a reduction over closed scopes is computed there.
    constexpr int operand_depth(operation const& o) const {
        bool const is_reduction = has_steps(o);
        int depth = std::max({depth_of(o.a), depth_of(is_reduction ? -1 : o.b), depth_of(o.c)});
        if (o.kind == op_kind::call) {
            for (int argument : slice(p_.operands, o.items)) {
                depth = std::max(depth, depth_of(argument));
            }
        }
        if (o.kind == op_kind::load || o.kind == op_kind::index) {
            for (graph::affine const& e : slice(p_.affines, o.items)) {
                depth = std::max(depth, region_of(e));
            }
        }
        if (is_reduction) {
            for (loop const& l : slice(p_.loops, o.items)) {
                depth = std::max({depth, bounds_depth(l.lowers), bounds_depth(l.uppers), region_of(l.rest)});
                for (graph::affine const& e : slice(p_.affines, l.at)) {
                    depth = std::max(depth, region_of(e));
                }
                for (graph::condition const& c : slice(p_.conditions, l.guards)) {
                    depth = std::max(depth, region_of(c.expression));
                }
            }
        }
        for (graph::condition const& c : slice(p_.conditions, o.guards)) {
            depth = std::max(depth, region_of(c.expression));
        }
        return depth;
    }
    constexpr int bounds_depth(range r) const {
        int depth = 0;
        for (bound const& b : slice(p_.bounds, r)) {
            depth = std::max(depth, region_of(b.expression));
        }
        return depth;
    }

    plan& p_;
    int first_ = 0;
    graph::vector<scope> scopes_;
    int regions_ = 1;
};

}  // namespace iverson::loops
