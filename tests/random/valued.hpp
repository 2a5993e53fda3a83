// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/derive/advance.hpp>
#include <iverson/functions/table.hpp>
#include <iverson/graph/record.hpp>
#include <iverson/graph/rewrite.hpp>
#include <iverson/graph/trace.hpp>
#include <iverson/graph/unknown.hpp>

#include <vector>

/// Values for unknown functions: g(u_1, u_2, ...) is sin(1 + u_1 + 2 u_2 + ...), so that a derivative by the wrong argument or of the
/// wrong order has another value. Put in after deriving, they show what was derived.
namespace random_formulas {

namespace graph = iverson::graph;

class valuation {
  public:
    explicit valuation(graph::graph& g) : g_{g} {}

    int operator()(int id) {
        if (int const known = done_.get(id); known >= 0) {
            return known;
        }
        bool const unknown = g_.is(id, graph::op::call) && g_.function_of(id).is_unknown();
        int const result =
            unknown ? value(id) : graph::rebuild(g_, id, [&](int child) { return (*this)(child); });
        return done_.set(id, result);
    }

  private:
    /// The derivative of order n by arguments of places p, q, ... (from 1) is p q ... times the n-th derivative of sin.
    int value(int id) {
        graph::function_record const f = g_.function_of(id);
        std::vector<int> const arguments(g_.links(id).begin(), g_.links(id).end());
        std::vector<int> terms{graph::one(g_)};
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            int const weight = g_.number(graph::rational{static_cast<std::int64_t>(i) + 1});
            terms.push_back(graph::multiply(g_, weight, (*this)(arguments[i])));
        }
        std::int64_t factor = f.order % 4 < 2 ? 1 : -1;
        for (int i = 0; i < f.order; ++i) {
            factor *= f.by[static_cast<std::size_t>(i)] + 1;
        }
        auto const record = graph::record_of(iverson::functions::sin);
        auto const slope = graph::record_of(iverson::functions::cos);
        int const argument[] = {graph::add(g_, terms)};
        int const wave = graph::call(g_, g_.function_id(f.order % 2 == 0 ? record : slope), argument);
        return graph::multiply(g_, g_.number(graph::rational{factor}), wave);
    }

    graph::graph& g_;
    graph::memo done_;
};

inline bool has_unknown(graph::formula const& f) {
    return std::any_of(f.nodes.functions.begin(), f.nodes.functions.end(),
                       [](auto const& record) { return record.is_unknown(); });
}
inline graph::derivation valued(graph::derivation d) {
    if (!has_unknown(d.result) || d.result.failed()) {
        return d;
    }
    valuation value{d.result.nodes};
    for (graph::equation& e : d.result.equations) {
        e.value = value(e.value);
    }
    for (graph::chain& c : d.chains) {
        for (graph::derivation_line& line : c.lines) {
            line.node =
                iverson::derive::has_partials(d.result.nodes, line.node) ? line.node : value(line.node);
        }
    }
    return d;
}
inline graph::formula valued(graph::formula const& f) { return valued(graph::derivation{f, {}}).result; }

}  // namespace random_formulas
