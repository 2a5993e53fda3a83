// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "terms.hpp"

#include <algorithm>
#include <vector>

/// Expensive subformulas that depend on fewer indices than the loops around them become equations of their own:
/// tanh(sum(k, ...)) of a Jacobian is computed once for each row, not once for each entry.
namespace iverson::loops {

/// An equation that the planner made: tensor(indices) = value within the domain.
struct temporary {
    int tensor = -1;
    std::vector<int> indices;
    std::vector<graph::condition> domain;
    int value = -1;
    int written = -1;      ///< the value before anything was hoisted out of it
    bool in_time = false;  ///< must be computed anew in each step of the recurrence
};

/// Whether two formulas are equal but for the names of bound indices and the given pairs of free ones.
class matcher {
  public:
    constexpr explicit matcher(graph::graph const& g) : g_{g} {}
    constexpr void pair(int left, int right) {
        left_.push_back(left);
        right_.push_back(right);
    }
    constexpr graph::affine translated(graph::affine const& e) const {
        graph::affine result{e.constant()};
        for (auto const& t : e) {
            int symbol = t.symbol;
            for (std::size_t i = 0; i < left_.size(); ++i) {
                symbol = left_[i] == t.symbol ? right_[i] : symbol;
            }
            result = result + graph::affine::symbol(symbol, t.coefficient);
        }
        return result;
    }
    constexpr bool operator()(int a, int b) {
        if (g_.kind(a) != g_.kind(b) || g_.links(a).size() != g_.links(b).size()) {
            return false;
        }
        auto const left = g_.links(a);
        auto const right = g_.links(b);
        if (g_.is(a, graph::op::bracket)) {
            return same_condition(g_[a].head, g_[b].head);
        }
        if (g_.is(a, graph::op::match)) {
            return translated(g_.index_of(a)) == g_.index_of(b) && (*this)(left[0], right[0]);
        }
        if (g_[a].head != g_[b].head) {
            return false;
        }
        bool same = true;
        if (g_.is(a, graph::op::access)) {
            for (std::size_t i = 0; i < left.size() && same; ++i) {
                same = translated(g_.affine_at(left[i])) == g_.affine_at(right[i]);
            }
            return same;
        }
        std::size_t start = 0;
        if (g_.is(a, graph::op::reduce)) {
            auto const x = g_.reduction_of(a);
            auto const y = g_.reduction_of(b);
            for (std::size_t i = 0; i < x.vars.size(); ++i) {
                pair(x.vars[i], y.vars[i]);
            }
            for (std::size_t i = 0; i < x.guards.size() && same; ++i) {
                same = same_condition(x.guards[i], y.guards[i]);
            }
            start = left.size() - 1;
        }
        for (std::size_t i = start; i < left.size() && same; ++i) {
            same = (*this)(left[i], right[i]);
        }
        return same;
    }
    constexpr bool same_condition(int a, int b) const {
        return same_condition(g_.condition_at(a), g_.condition_at(b));
    }
    constexpr bool same_condition(graph::condition a, graph::condition const& b) const {
        a.expression = translated(a.expression);
        return normalized(a) == b;
    }

  private:
    graph::graph const& g_;
    std::vector<int> left_;
    std::vector<int> right_;
};

class hoister {
  public:
    /// Finds temporaries in one equation after the other; those of earlier equations are used again.
    constexpr hoister(graph::formula& f, std::vector<temporary>& made, context const& facts)
        : f_{f}, g_{f.nodes}, made_{made}, facts_{facts} {}

    /// The right side with temporaries in the place of what was hoisted. `time` is the index along which the equation
    /// reads its own tensor (-1: none): it stays a loop around everything.
    constexpr int run(graph::equation const& e, std::vector<graph::condition> const& domain, int time) {
        tensor_ = e.tensor;
        time_ = time;
        first_of_equation_ = made_.size();
        std::vector<int> scope;
        for (int symbol : graph::free_indices(g_, e)) {
            if (symbol != time) {
                scope.push_back(symbol);
            }
        }
        return visit(e.value, scope, domain);
    }

  private:
    constexpr std::vector<int> used(int id, std::vector<int> const& scope) const {
        std::vector<int> result;
        for (int symbol : scope) {
            if (mentions(g_, id, symbol)) {
                result.push_back(symbol);
            }
        }
        return result;
    }
    /// Worth memory: a reduction or a function call, but for constants such as pi.
    constexpr bool expensive(int id) const {
        return any_node(g_, id, [&](int n) {
            return g_.is(n, graph::op::reduce) || (g_.is(n, graph::op::call) && !g_.links(n).empty());
        });
    }

    constexpr int visit(int id, std::vector<int> const& scope, std::vector<graph::condition> const& known) {
        if (!expensive(id)) {
            return id;
        }
        std::vector<int> const indices = used(id, scope);
        // A bracket that fails makes a product 0, whatever its other factors are: as a number in a temporary it would not.
        if (indices.size() < scope.size() && !is_value_bracket(g_, id)) {
            if (int const access = hoist(id, indices, known); access >= 0) {
                return access;
            }
        }
        if (g_.is(id, graph::op::multiply)) {
            return visit_product(id, scope, known);
        }
        if (g_.is(id, graph::op::reduce)) {
            return visit_reduction(id, scope, known);
        }
        return rebuild(g_, id, [&](int child) { return visit(child, scope, known); });
    }

    constexpr int visit_reduction(int id, std::vector<int> scope, std::vector<graph::condition> known) {
        graph::reduction_view const view = g_.reduction_of(id);
        for (int var : view.vars) {
            scope.push_back(var);
        }
        for (int guard : view.guards) {
            known.push_back(g_.condition_at(guard));
        }
        return rebuild(g_, id, [&](int child) { return visit(child, scope, known); });
    }

    /// Factors that depend on no more indices than an expensive one go with it.
    constexpr int visit_product(int id, std::vector<int> const& scope, std::vector<graph::condition> known) {
        std::vector<int> factors(g_.links(id).begin(), g_.links(id).end());
        context outer = facts_;
        for (graph::condition const& c : known) {
            outer.add(c);
        }
        add_supports(factors, known);
        for (std::size_t i = 0; i < factors.size(); ++i) {
            if (!expensive(factors[i]) || is_value_bracket(g_, factors[i])) {
                continue;
            }
            std::vector<int> const indices = used(factors[i], scope);
            if (indices.size() == scope.size()) {
                continue;
            }
            std::vector<int> inside;
            std::vector<int> outside;
            for (int factor : factors) {
                bool const fits = used(factor, scope) == used(factor, indices) &&
                                  !g_.is(factor, graph::op::bracket) && !is_value_bracket(g_, factor);
                (fits ? inside : outside).push_back(factor);
            }
            int const access = hoist(multiply(g_, inside), indices, known);
            if (access >= 0) {
                add_borders(inside, outer, outside);
                outside.push_back(access);
                factors = outside;
                i = static_cast<std::size_t>(-1);
            }
        }
        for (int& factor : factors) {
            factor = visit(factor, scope, known);
        }
        return multiply(g_, factors);
    }
    /// The temporary may hold more than the values for which its factors are inside their tensors: there the product is 0,
    /// whatever the other factors are.
    constexpr void add_borders(std::vector<int> const& inside, context const& known,
                               std::vector<int>& outside) {
        splitter split{f_};
        for (int factor : inside) {
            if (inside.size() > 1 && g_.is(factor, graph::op::access)) {
                for (graph::condition const& c : split.inside(factor, known)) {
                    outside.push_back(graph::bracket(g_, c));
                }
            }
        }
    }
    /// A product is 0 where one of its factors is: nothing need be known elsewhere.
    constexpr void add_supports(std::vector<int> const& factors, std::vector<graph::condition>& known) {
        splitter split{f_};
        for (int factor : factors) {
            if (g_.is(factor, graph::op::access)) {
                for (graph::condition const& c : split.inside(factor, context{})) {
                    known.push_back(c);
                }
            } else if (g_.is(factor, graph::op::bracket)) {
                known.push_back(g_.condition_of(factor));
            }
        }
    }

    /// The access to a temporary that holds the value for all index values that are needed; -1 where there is no bound.
    constexpr int hoist(int value, std::vector<int> const& indices,
                        std::vector<graph::condition> const& known) {
        temporary t;
        t.indices = indices;
        t.value = value;
        t.in_time = time_ >= 0 && (mentions(g_, value, time_) || reads(g_, value, tensor_));
        for (temporary const& old : made_) {
            t.in_time = t.in_time || (old.in_time && reads(g_, value, old.tensor));
        }
        std::vector<graph::axis> axes;
        for (int symbol : indices) {
            if (!add_axis(symbol, known, axes)) {
                return -1;
            }
            t.domain.push_back(graph::normalized(
                {graph::relation::nonnegative, graph::affine::symbol(symbol) - axes.back().lower, 0}));
            t.domain.push_back(graph::normalized(
                {graph::relation::nonnegative, axes.back().upper - graph::affine::symbol(symbol), 0}));
        }
        if (int const old = find(t); old >= 0) {
            return access(old, indices);
        }
        return access(make(t, axes), indices);
    }
    /// The hull of an index under all conditions, if it is one interval in extents.
    constexpr bool add_axis(int symbol, std::vector<graph::condition> const& known,
                            std::vector<graph::axis>& axes) const {
        graph::inequalities set;
        std::vector<int> others;
        for (graph::condition const& c : known) {
            set.add(c);
            for (auto const& t : c.expression) {
                bool const is_index = graph::is_index(g_.symbol_at(t.symbol).kind);
                if (is_index && t.symbol != symbol &&
                    std::find(others.begin(), others.end(), t.symbol) == others.end()) {
                    others.push_back(t.symbol);
                }
            }
        }
        std::vector<graph::affine> const direct = set.rows();
        for (int other : others) {
            set.eliminate(other);
        }
        return pick_axis(symbol, direct, axes) || pick_axis(symbol, set.rows(), axes);
    }
    /// One lower and one upper row in extents alone are an axis (any of them will do: the others only cut it).
    constexpr bool pick_axis(int symbol, std::vector<graph::affine> const& rows,
                             std::vector<graph::axis>& axes) const {
        graph::axis a;
        bool low = false;
        bool high = false;
        for (graph::affine const& row : rows) {
            bool closed = true;
            for (auto const& t : row) {
                graph::symbol_kind const kind = g_.symbol_at(t.symbol).kind;
                closed = closed && (t.symbol == symbol || kind == graph::symbol_kind::extent ||
                                    kind == graph::symbol_kind::lower);
            }
            if (closed && row.coefficient(symbol) == 1 && !low) {
                a.lower = graph::affine::symbol(symbol) - row;
                low = true;
            }
            if (closed && row.coefficient(symbol) == -1 && !high) {
                a.upper = graph::affine::symbol(symbol) + row;
                high = true;
            }
        }
        if (low && high) {
            axes.push_back(a);
        }
        return low && high;
    }

    constexpr int find(temporary const& t) {
        for (std::size_t i = 0; i < made_.size(); ++i) {
            temporary const& old = made_[i];
            bool const reachable = !old.in_time || i >= first_of_equation_;
            if (!reachable || old.in_time != t.in_time || old.indices.size() != t.indices.size()) {
                continue;
            }
            matcher same{g_};
            for (std::size_t d = 0; d < t.indices.size(); ++d) {
                same.pair(t.indices[d], old.indices[d]);
            }
            bool fits = true;
            for (std::size_t d = 0; d < t.domain.size(); ++d) {
                fits = fits && same.same_condition(t.domain[d], old.domain[d]);
            }
            if (fits && same(t.value, old.written)) {
                return old.tensor;
            }
        }
        return -1;
    }
    constexpr int make(temporary t, std::vector<graph::axis> const& axes) {
        graph::tensor made;
        made.name = graph::sentence("temporary_", static_cast<int>(made_.size()));
        made.rank = static_cast<int>(axes.size());
        made.axes = axes;
        t.tensor = static_cast<int>(g_.tensors.size());
        g_.tensors.push_back(made);
        // What is inside may hold temporaries of its own, which must be computed first.
        t.written = t.value;
        t.value = visit(t.value, t.indices, t.domain);
        made_.push_back(t);
        return t.tensor;
    }
    constexpr int access(int tensor, std::vector<int> const& indices) {
        std::vector<graph::affine> positions;
        for (int symbol : indices) {
            positions.push_back(graph::affine::symbol(symbol));
        }
        return graph::access(g_, tensor, positions);
    }

    graph::formula& f_;
    graph::graph& g_;
    std::vector<temporary>& made_;
    context const& facts_;
    int tensor_ = -1;
    int time_ = -1;
    std::size_t first_of_equation_ = 0;
};

}  // namespace iverson::loops
