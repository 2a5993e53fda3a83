// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"
#include "../graph/vector.hpp"
#include "bounds.hpp"
#include "instance.hpp"

/// What the equations of a formula compute more than once: the value and its gradients have most of their parts in common.
namespace iverson::loops {

/// The formula without the names of well-known sums, which are for display.
constexpr int without_recognition(graph::graph& g, int id) {
    if (g.is(id, graph::op::recognized)) {
        return without_recognition(g, g.links(id)[0]);
    }
    bool const any = any_node(g, id, [&](int n) { return g.is(n, graph::op::recognized); });
    return any ? rebuild(g, id, [&](int child) { return without_recognition(g, child); }) : id;
}

/// The free indices of a formula, in the order in which they occur.
constexpr graph::vector<int> free_indices_of(graph::graph const& g, int id) {
    graph::vector<int> found;
    graph::vector<int> bound;
    auto const take = [&](graph::affine const& e) {
        for (auto const& t : e) {
            if (is_loop_index(g, t.symbol) &&
                std::find(found.begin(), found.end(), t.symbol) == found.end()) {
                found.push_back(t.symbol);
            }
        }
    };
    any_node(g, id, [&](int n) {
        if (g.is(n, graph::op::access)) {
            for (int link : g.links(n)) {
                take(g.affine_at(link));
            }
        } else if (g.is(n, graph::op::bracket)) {
            take(g.condition_of(n).expression);
        } else if (g.is(n, graph::op::match)) {
            take(g.index_of(n));
        } else if (g.is(n, graph::op::reduce)) {
            graph::reduction_view const view = g.reduction_of(n);
            bound.insert(bound.end(), view.vars.begin(), view.vars.end());
            for (int guard : view.guards) {
                take(g.condition_at(guard).expression);
            }
        }
        return false;
    });
    graph::vector<int> result;
    for (int symbol : found) {
        if (std::find(bound.begin(), bound.end(), symbol) == bound.end()) {
            result.push_back(symbol);
        }
    }
    return result;
}

class repeated {
  public:
    constexpr repeated(graph::graph const& g, fingerprints& prints) : g_{g}, prints_{prints} {}

    /// Counts the parts of one more equation. What has been met before is not looked into: it will be read, not computed.
    constexpr void add(int value) {
        ++equation_;
        seen_ = graph::memo{};
        visit(value, false);
    }

    /// Whether the node is computed again elsewhere, and worth an entry of memory instead.
    constexpr bool operator()(int id) {
        int const found = class_of(id);
        return found != none && classes_[static_cast<std::size_t>(found)].worth_sharing;
    }
    /// Whether anything is, other than functions and reductions.
    constexpr bool has_cheap() const { return has_cheap_; }

  private:
    /// Formulas that are one formula at other index values.
    struct kind {
        int node = -1;
        graph::vector<int> free;
        int equation = 0;
        bool worth_sharing = false;
    };
    static constexpr int cost_of_loops = 16;
    static constexpr int none = 1 << 30;

    /// Operations of one evaluation, with a reduction or a function as `cost_of_loops`.
    constexpr int cost(int id) {
        if (int const known = cost_.get(id); known >= 0) {
            return known;
        }
        int own = 0;
        int const size = static_cast<int>(g_.links(id).size());
        switch (g_.kind(id)) {
            case graph::op::add:
            case graph::op::multiply: own = size - 1; break;
            case graph::op::power: own = 1; break;
            case graph::op::reduce:
            case graph::op::chosen: own = cost_of_loops; break;
            case graph::op::call: own = size > 0 ? cost_of_loops : 0; break;
            default: break;
        }
        for (int child : graph::children(g_, id)) {
            own += cost(child);
        }
        return cost_.set(id, std::min(own, cost_of_loops));
    }

    constexpr void visit(int id, bool inside) {
        if (seen_.get(id) >= 0) {
            return;
        }
        seen_.set(id, 1);
        int const its = cost(id);
        if (its >= (inside ? cost_of_loops : 2) && met(id, its < cost_of_loops)) {
            return;
        }
        bool const loops = g_.is(id, graph::op::reduce) || g_.is(id, graph::op::chosen);
        for (int child : graph::children(g_, id)) {
            visit(child, inside || loops);
        }
    }
    constexpr int class_of(int id) {
        if (int const known = class_of_.get(id); known >= 0) {
            return known;
        }
        int result = none;
        bool const has_links = !g_.links(id).empty() && !g_.is(id, graph::op::access);
        for (std::size_t i = 0; i < classes_.size() && result == none && has_links; ++i) {
            if (prints_(classes_[i].node) == prints_(id) &&
                instance{g_, prints_, classes_[i].free}(classes_[i].node, id)) {
                result = static_cast<int>(i);
            }
        }
        return class_of_.set(id, result);
    }
    constexpr bool met(int id, bool cheap) {
        int const known = class_of(id);
        if (known == none) {
            kind made;
            made.node = id;
            made.free = free_indices_of(g_, id);
            made.equation = equation_;
            class_of_.set(id, static_cast<int>(classes_.size()));
            classes_.push_back(made);
            return false;
        }
        kind& old = classes_[static_cast<std::size_t>(known)];
        if (!cheap || old.equation != equation_) {
            old.worth_sharing = true;
            has_cheap_ = has_cheap_ || cheap;
        }
        return true;
    }

    graph::graph const& g_;
    fingerprints& prints_;
    graph::vector<kind> classes_;
    graph::memo class_of_;
    graph::memo seen_;
    graph::memo cost_;
    int equation_ = 0;
    bool has_cheap_ = false;
};

}  // namespace iverson::loops
