// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "build.hpp"

namespace iverson::graph {

/// A node with its graph, so that formulas inside the engine (the slopes of the function table, for one) read as formulas.
class term {
  public:
    constexpr term(graph& g, int id) : graph_{&g}, id_{id} {}
    constexpr int id() const { return id_; }
    constexpr graph& owner() const { return *graph_; }
    constexpr term literal(rational value) const { return {*graph_, graph_->number(value)}; }

    friend constexpr term operator+(term a, term b) { return {*a.graph_, add(*a.graph_, a.id_, b.id_)}; }
    friend constexpr term operator-(term a, term b) { return {*a.graph_, subtract(*a.graph_, a.id_, b.id_)}; }
    friend constexpr term operator*(term a, term b) { return {*a.graph_, multiply(*a.graph_, a.id_, b.id_)}; }
    friend constexpr term operator/(term a, term b) { return {*a.graph_, divide(*a.graph_, a.id_, b.id_)}; }
    friend constexpr term operator-(term a) { return {*a.graph_, negate(*a.graph_, a.id_)}; }

    friend constexpr term operator+(rational a, term b) { return b.literal(a) + b; }
    friend constexpr term operator+(term a, rational b) { return a + a.literal(b); }
    friend constexpr term operator-(rational a, term b) { return b.literal(a) - b; }
    friend constexpr term operator-(term a, rational b) { return a - a.literal(b); }
    friend constexpr term operator*(rational a, term b) { return b.literal(a) * b; }
    friend constexpr term operator*(term a, rational b) { return a.literal(b) * a; }
    friend constexpr term operator/(rational a, term b) { return b.literal(a) / b; }
    friend constexpr term operator/(term a, rational b) { return a / a.literal(b); }

    /// u^n for an integer n.
    friend constexpr term integer_power(term u, int n) {
        return {*u.graph_, power(*u.graph_, u.id_, u.literal(n).id_)};
    }

  private:
    graph* graph_;
    int id_;
};

}  // namespace iverson::graph
