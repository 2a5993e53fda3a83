// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/vector.hpp"
#include "repeated.hpp"
#include "reuse.hpp"
#include "shared_pairs.hpp"
#include "temporary_axes.hpp"
#include "terms.hpp"

#include <algorithm>

/// Expensive subformulas that depend on fewer indices than the loops around them become equations of their own:
/// tanh(sum(k, ...)) of a Jacobian is computed once for each row, not once for each entry. So do parts that several equations
/// compute, and what an earlier equation defines is read: the slope 1 - tanh(u)^2 is 1 - y^2 where y = tanh(u) is a result.
namespace iverson::loops {

class hoister {
  public:
    /// Finds temporaries in one equation after the other; those of earlier equations are used again, and so are the
    /// tensors that these have `defined`. `twice` knows what several equations compute, `facts` what holds of extents.
    constexpr hoister(graph::formula& f, graph::vector<temporary>& made,
                      graph::vector<temporary> const& defined, repeated& twice, shared_pairs& pairs,
                      fingerprints& prints, context const& facts)
        : f_{f}, g_{f.nodes}, made_{made}, defined_{defined}, twice_{twice}, pairs_{pairs}, prints_{prints},
          facts_{facts} {}

    /// The right side with temporaries in the place of what was hoisted. `time` is the index along which the equation
    /// reads its own tensor (-1: none): it stays a loop around everything.
    constexpr int run(graph::equation const& e, graph::vector<graph::condition> const& domain, int time) {
        tensor_ = e.tensor;
        time_ = time;
        first_of_equation_ = made_.size();
        graph::vector<int> scope;
        for (int symbol : graph::free_indices(g_, e)) {
            if (symbol != time) {
                scope.push_back(symbol);
            }
        }
        root_ = e.value;
        return visit(e.value, scope, domain);
    }

  private:
    constexpr reuse earlier() { return {g_, made_, first_of_equation_, defined_, prints_, facts_}; }
    constexpr graph::vector<int> used(int id, graph::vector<int> const& scope) const {
        graph::vector<int> result;
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

    /// Whether there may be something to hoist in it.
    constexpr bool worth_a_visit(int id) {
        if (expensive(id)) {
            return true;
        }
        return any_node(g_, id, [&](int n) {
            return (twice_.has_cheap() && twice_(n)) ||
                   (g_.is(n, graph::op::multiply) && g_.links(n).size() > 2);
        });
    }
    /// Whether it is computed elsewhere too, and may be kept here: cheap parts are not kept for each step of a sum.
    constexpr bool shared(int id, graph::vector<int> const& scope) {
        return id != root_ && twice_(id) && (reductions_ == 0 || expensive_for_each(id, scope));
    }
    /// Whether a reduction or a function in it depends on all indices: the others will be hoisted out of it.
    constexpr bool expensive_for_each(int id, graph::vector<int> const& scope) const {
        return any_node(g_, id, [&](int n) {
            bool const costs =
                g_.is(n, graph::op::reduce) || (g_.is(n, graph::op::call) && !g_.links(n).empty());
            return costs && used(n, scope).size() == scope.size();
        });
    }

    constexpr int visit(int id, graph::vector<int> const& scope,
                        graph::vector<graph::condition> const& known) {
        if (!worth_a_visit(id)) {
            return id;
        }
        graph::vector<int> const indices = used(id, scope);
        bool const fewer = indices.size() < scope.size() && expensive(id);
        // A bracket that fails makes a product 0, whatever its other factors are: as a number in a temporary it would not.
        if (!is_value_bracket(g_, id) && (fewer || shared(id, scope))) {
            bool const overwritten =
                time_ >= 0 && mentions(g_, id, time_);  // by the next step: of no use later
            int const access = fewer || !overwritten ? hoist(id, indices, known) : earlier()(id, known);
            if (access >= 0) {
                return access;
            }
        }
        if (g_.is(id, graph::op::multiply)) {
            return visit_product(id, scope, known);
        }
        if (g_.is(id, graph::op::reduce)) {
            return visit_reduction(id, scope, known);
        }
        if (g_.is(id, graph::op::chosen)) {  // of a max or min, not of its value
            return rebuild(g_, id, [&](int child) { return visit_reduction(child, scope, known); });
        }
        return rebuild(g_, id, [&](int child) { return visit(child, scope, known); });
    }

    constexpr int visit_reduction(int id, graph::vector<int> scope, graph::vector<graph::condition> known) {
        graph::reduction_view const view = g_.reduction_of(id);
        for (int var : view.vars) {
            scope.push_back(var);
        }
        for (int guard : view.guards) {
            known.push_back(g_.condition_at(guard));
        }
        ++reductions_;
        int const result = rebuild(g_, id, [&](int child) { return visit(child, scope, known); });
        --reductions_;
        return result;
    }

    /// Factors that depend on no more indices than an expensive one go with it.
    constexpr int visit_product(int id, graph::vector<int> const& scope,
                                graph::vector<graph::condition> known) {
        graph::vector<int> factors(g_.links(id).begin(), g_.links(id).end());
        context outer = facts_;
        for (graph::condition const& c : known) {
            outer.add(c);
        }
        std::size_t const borders = borders_.size();
        add_supports(factors, known);
        graph::vector<int> replaced;
        earlier().in_product(factors, known, replaced);
        share_pair(factors, scope, replaced);
        add_borders(replaced, outer, factors);
        for (std::size_t i = 0; i < factors.size(); ++i) {
            if (stays_beside(factors[i]) || g_.is(factors[i], graph::op::number)) {
                continue;
            }
            graph::vector<int> const indices = used(factors[i], scope);
            if (indices.size() == scope.size()) {
                continue;
            }
            graph::vector<int> inside;
            graph::vector<int> outside;
            for (int factor : factors) {
                bool const fits = used(factor, scope) == used(factor, indices) && !stays_beside(factor);
                (fits ? inside : outside).push_back(factor);
            }
            // Of a gathered index one value is needed for each entry, not all.
            bool const gathered = std::any_of(indices.begin(), indices.end(), [&](int symbol) {
                return g_.symbol_at(symbol).kind == graph::symbol_kind::gathered;
            });
            if (gathered && !expensive(factors[i])) {
                continue;
            }
            if (outside.empty() ||
                (!expensive(factors[i]) && inside.size() < (reductions_ > 0 ? 2 : cheap_group))) {
                continue;
            }
            int const access = hoist(multiply(g_, inside), indices, known);
            if (access >= 0) {
                if (inside.size() > 1) {
                    add_borders(inside, outer, outside);
                }
                outside.push_back(access);
                factors = outside;
                i = static_cast<std::size_t>(-1);
            }
        }
        for (int& factor : factors) {
            factor = visit(factor, scope, known);
        }
        borders_.resize(borders);
        return multiply(g_, factors);
    }
    /// Two factors whose product other products hold too are read together.
    constexpr void share_pair(graph::vector<int>& factors, graph::vector<int> const& scope,
                              graph::vector<int>& replaced) {
        graph::vector<int> pair;
        int const product = reductions_ == 0 && time_ < 0 && open_ == 0 ? pairs_.best(factors, pair) : -1;
        if (product < 0) {
            return;
        }
        graph::vector<int> const indices = used(product, scope);
        int access = earlier()(product, graph::vector<graph::condition>{});
        if (access < 0 && free_indices_of(g_, product).size() == indices.size()) {
            access = hoist(product, indices, support_rows(product), true);
        }
        if (access < 0) {
            return;
        }
        for (int factor : pair) {
            factors.erase(std::find(factors.begin(), factors.end(), factor));
            replaced.push_back(factor);
        }
        factors.push_back(access);
    }
    /// Brackets do: they make 0 of what the other factors are.
    constexpr bool stays_beside(int factor) const {
        return g_.is(factor, graph::op::bracket) || is_value_bracket(g_, factor);
    }
    /// The temporary may hold more than the values for which its factors are inside their tensors: there the product is 0,
    /// whatever the other factors are.
    constexpr void add_borders(graph::vector<int> const& inside, context const& known,
                               graph::vector<int>& outside) {
        splitter split{f_};
        for (int factor : inside) {
            if (g_.is(factor, graph::op::access)) {
                for (graph::condition const& c : split.inside(factor, known)) {
                    outside.push_back(graph::bracket(g_, c));
                }
            }
        }
    }
    /// A product is 0 where one of its factors is: nothing need be known elsewhere.
    constexpr void add_supports(graph::vector<int> const& factors, graph::vector<graph::condition>& known) {
        for (int factor : factors) {
            if (g_.is(factor, graph::op::bracket)) {
                known.push_back(g_.condition_of(factor));
            }
        }
        splitter split{f_};
        for (int factor : factors) {
            if (!g_.is(factor, graph::op::access)) {
                continue;
            }
            for (graph::condition const& c : split.inside(factor, context{})) {
                if (std::find(known.begin(), known.end(), c) == known.end()) {
                    known.push_back(c);
                    borders_.push_back(c);
                }
            }
        }
    }

    /// The access to a tensor that holds the value for all index values that are needed; -1 where there is no bound. `total`: the
    /// value is 0 unless it is known that much.
    constexpr int hoist(int value, graph::vector<int> const& indices,
                        graph::vector<graph::condition> const& known, bool total = false) {
        if (int const access = earlier()(value, known); access >= 0) {
            return access;
        }
        temporary t;
        t.indices = indices;
        t.value = value;
        t.in_time = time_ >= 0 && (mentions(g_, value, time_) || reads(g_, value, tensor_));
        for (temporary const& old : made_) {
            t.in_time = t.in_time || (old.in_time && reads(g_, value, old.tensor));
        }
        graph::vector<graph::axis> axes;
        t.total = total;
        if (!add_axes(g_, indices, known, axes)) {
            axes.clear();
            t.total = add_axes(g_, indices, support_rows(value), axes);
            if (!t.total) {
                return -1;
            }
        }
        for (int symbol : indices) {
            graph::axis const& its = axes[t.domain.size() / 2];
            t.domain.push_back(graph::normalized(
                {graph::relation::nonnegative, graph::affine::symbol(symbol) - its.lower, 0}));
            t.domain.push_back(graph::normalized(
                {graph::relation::nonnegative, its.upper - graph::affine::symbol(symbol), 0}));
        }
        if (!t.total) {
            add_conditions(t, known);
        }
        return access(make(t, axes), indices);
    }
    /// The conditions outside of which a formula is 0, if its support is one set.
    constexpr graph::vector<graph::condition> support_rows(int id) const {
        graph::vector<graph::condition> result;
        graph::support const support = support_of(g_, id);
        if (support.size() == 1) {
            for (graph::affine const& row : support[0].rows()) {
                result.push_back({graph::relation::nonnegative, row, 0});
            }
        }
        return result;
    }
    /// What brackets and ranges say of the indices together need not be computed elsewhere: entries that are never read. The
    /// borders of a tensor are not among them, where a factor is 0 but the product is still computed.
    constexpr void add_conditions(temporary& t, graph::vector<graph::condition> const& known) {
        context box = facts_;
        for (graph::condition const& c : t.domain) {
            box.add(c);
        }
        for (graph::condition const& c : known) {
            bool fits = c.kind == graph::relation::nonnegative && speaks_of(t.indices, c.expression);
            fits = (fits || (t.in_time && c.expression.mentions(time_))) &&
                   std::find(borders_.begin(), borders_.end(), c) == borders_.end();
            for (auto const& part : c.expression) {
                bool const own =
                    std::find(t.indices.begin(), t.indices.end(), part.symbol) != t.indices.end();
                fits =
                    fits && (own || !is_loop_index(g_, part.symbol) || (t.in_time && part.symbol == time_));
            }
            if (fits && !implies(box, c)) {
                t.domain.push_back(c);
                box.add(c);
            }
        }
    }

    constexpr int make(temporary t, graph::vector<graph::axis> const& axes) {
        graph::tensor made;
        made.name = graph::sentence("temporary_", static_cast<int>(made_.size()) + open_);
        made.rank = static_cast<int>(axes.size());
        made.axes = axes;
        t.tensor = static_cast<int>(g_.tensors.size());
        g_.tensors.push_back(made);
        // What is inside may hold temporaries of its own, which must be computed first.
        t.written = t.value;
        int const reductions = reductions_;
        int const root = root_;
        reductions_ = 0;
        root_ = t.value;
        ++open_;
        t.value = visit(t.value, t.indices, t.domain);
        --open_;
        reductions_ = reductions;
        root_ = root;
        made_.push_back(t);
        return t.tensor;
    }
    constexpr int access(int tensor, graph::vector<int> const& indices) {
        graph::vector<graph::affine> positions;
        for (int symbol : indices) {
            positions.push_back(graph::affine::symbol(symbol));
        }
        return graph::access(g_, tensor, positions);
    }

    /// So many cheap factors with fewer indices than their product are worth a temporary; two in each step of a sum.
    static constexpr std::size_t cheap_group = 3;

    graph::formula& f_;
    graph::graph& g_;
    graph::vector<temporary>& made_;
    graph::vector<temporary> const& defined_;
    repeated& twice_;
    shared_pairs& pairs_;
    fingerprints& prints_;
    context const& facts_;
    graph::vector<graph::condition> borders_;  ///< conditions that hold where an access is not 0
    int root_ = -1;                            ///< the value that is being given a place already
    int open_ = 0;                             ///< temporaries that wait for those inside of them
    int reductions_ = 0;                       ///< around what is visited
    int tensor_ = -1;
    int time_ = -1;
    std::size_t first_of_equation_ = 0;
};

}  // namespace iverson::loops
