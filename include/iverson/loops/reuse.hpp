// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"
#include "../graph/vector.hpp"
#include "bounds.hpp"
#include "instance.hpp"
#include "terms.hpp"

/// What has been computed before, read in the place of formulas that would compute it again.
namespace iverson::loops {

/// tensor(indices) = value within the domain: an equation that the planner made, or one of the formula that has been computed.
struct temporary {
    int tensor = -1;
    graph::vector<int> indices;
    graph::vector<graph::condition> domain;
    int value = -1;
    int written = -1;      ///< the value before anything was hoisted out of it
    bool total = false;    ///< 0 wherever the value is not computed
    bool in_time = false;  ///< must be computed anew in each step of the recurrence
};

/// Whether the equation gives all of a tensor that is dearer to compute than to read.
constexpr bool may_be_read_for_its_formula(graph::graph const& g, graph::equation const& e) {
    bool const cheap = g.is(e.value, graph::op::number) || g.is(e.value, graph::op::access);
    return !cheap && graph::free_indices(g, e).size() == e.positions.size();
}

/// Finds tensors that hold the value of a formula.
class reuse {
  public:
    /// `made` are temporaries, those from `first` on of the equation at hand; `defined` are tensors of the formula.
    constexpr reuse(graph::graph& g, graph::vector<temporary> const& made, std::size_t first,
                    graph::vector<temporary> const& defined, fingerprints& prints, context const& facts)
        : g_{g}, made_{made}, first_{first}, defined_{defined}, prints_{prints}, facts_{facts} {}

    /// The access to a tensor that holds the value wherever the known conditions hold, -1 if there is none.
    constexpr int operator()(int value, graph::vector<graph::condition> const& known) {
        for (temporary const& old : defined_) {
            if (int const access = read(old, value, known); access >= 0) {
                return access;
            }
        }
        for (std::size_t i = 0; i < made_.size(); ++i) {
            if (int const access = reachable(i) ? read(made_[i], value, known) : -1; access >= 0) {
                return access;
            }
        }
        return -1;
    }
    /// Factors that together are what another tensor holds (they are appended to `replaced`): exp(x(k)) / sum(j, exp(x(j))) * z(k) is y(k) * z(k).
    constexpr void in_product(graph::vector<int>& factors, graph::vector<graph::condition> const& known,
                              graph::vector<int>& replaced) {
        for (temporary const& old : defined_) {
            read_in_product(old, factors, known, replaced);
        }
        for (std::size_t i = 0; i < made_.size(); ++i) {
            if (reachable(i)) {
                read_in_product(made_[i], factors, known, replaced);
            }
        }
    }

  private:
    constexpr bool reachable(std::size_t place) const { return !made_[place].in_time || place >= first_; }
    constexpr int read(temporary const& old, int value, graph::vector<graph::condition> const& known) {
        if (prints_(old.written) != prints_(value)) {
            return -1;
        }
        instance match{g_, prints_, old.indices};
        return match(old.written, value) ? access_within(old, match, known) : -1;
    }
    constexpr void read_in_product(temporary const& old, graph::vector<int>& factors,
                                   graph::vector<graph::condition> const& known,
                                   graph::vector<int>& replaced) {
        if (!g_.is(old.written, graph::op::multiply) || g_.links(old.written).size() > factors.size()) {
            return;
        }
        graph::vector<int> const pattern(g_.links(old.written).begin(), g_.links(old.written).end());
        graph::vector<char> taken(factors.size(), 0);
        instance match{g_, prints_, old.indices};
        if (!match.within(pattern, factors, taken)) {
            return;
        }
        int const access = access_within(old, match, known);
        if (access < 0) {
            return;
        }
        graph::vector<int> rest(1, access);
        for (std::size_t i = 0; i < factors.size(); ++i) {
            bool const bracket = g_.is(factors[i], graph::op::bracket) || is_value_bracket(g_, factors[i]);
            if (taken[i] == 0 || bracket) {
                rest.push_back(factors[i]);  // a bracket also makes 0 of what other factors have no value for
            } else {
                replaced.push_back(factors[i]);
            }
        }
        factors = rest;
    }
    /// The access at the matched positions, if they lie in the domain of the tensor.
    constexpr int access_within(temporary const& old, instance const& match,
                                graph::vector<graph::condition> const& known) {
        context all = facts_;
        for (graph::condition const& c : known) {
            all.add(c);
        }
        graph::substitution at{g_};
        graph::vector<graph::affine> positions;
        for (int symbol : old.indices) {
            positions.push_back(match.value_of(symbol));
            at.replace(symbol, positions.back());
        }
        for (graph::condition c : old.domain) {
            c.expression = at.apply(c.expression);
            if (!old.total && !implies(all, graph::normalized(c))) {
                return -1;
            }
        }
        return graph::access(g_, old.tensor, positions);
    }

    graph::graph& g_;
    graph::vector<temporary> const& made_;
    std::size_t first_;
    graph::vector<temporary> const& defined_;
    fingerprints& prints_;
    context const& facts_;
};

}  // namespace iverson::loops
