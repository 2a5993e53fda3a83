// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"
#include "../graph/rewrite.hpp"
#include "../graph/term.hpp"
#include "../graph/vector.hpp"

/// Steps of a recurrence that a bracket hides: in h(t) = h(0) [t = 1] the position 0 is t - 1, as in adjoint systems whose time
/// was solved for.
namespace iverson::loops {

class own_steps {
  public:
    constexpr own_steps(graph::graph& g, graph::equation const& e) : g_{g}, e_{e} {}

    /// The right side with these positions told from those on the left.
    constexpr int shown() { return graph::reads(g_, e_.value, e_.tensor) ? of(e_.value) : e_.value; }

  private:
    constexpr int of(int id) {
        if (g_.is(id, graph::op::access)) {
            return g_[id].head == e_.tensor ? told(id) : id;
        }
        std::size_t const before = known_.size();
        if (g_.is(id, graph::op::multiply)) {
            for (int factor : g_.links(id)) {
                if (g_.is(factor, graph::op::bracket) &&
                    g_.condition_of(factor).kind == graph::relation::zero) {
                    known_.push_back(g_.condition_of(factor).expression);
                }
            }
        }
        int const result = graph::rebuild(g_, id, [&](int child) { return of(child); });
        known_.resize(before);
        return result;
    }
    /// An access of the own tensor where the known equations hold.
    constexpr int told(int id) {
        graph::vector<graph::affine> positions;
        for (std::size_t d = 0; d < e_.positions.size(); ++d) {
            graph::affine const left = g_.affine_at(e_.positions[d]);
            graph::affine difference = g_.affine_at(g_.links(id)[d]) - left;
            for (graph::affine const& zero : known_) {
                difference = less(difference, zero, left.bare_symbol());
            }
            positions.push_back(left + difference);
        }
        return graph::access(g_, e_.tensor, positions);
    }
    /// The difference less a multiple of what is 0, if a number is left.
    static constexpr graph::affine less(graph::affine const& difference, graph::affine const& zero,
                                        int index) {
        std::int64_t const by = index < 0 ? 0 : zero.coefficient(index);
        if (by == 0 || difference.coefficient(index) % by != 0) {
            return difference;
        }
        graph::affine const rest =
            graph::affine::combine(difference, zero, -(difference.coefficient(index) / by));
        return rest.is_constant() ? rest : difference;
    }

    graph::graph& g_;
    graph::equation const& e_;
    graph::vector<graph::affine> known_;
};

}  // namespace iverson::loops
