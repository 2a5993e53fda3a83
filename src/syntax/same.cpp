// SPDX-License-Identifier: BSL-1.0
#include "tree.hpp"

#include <iverson/graph/rewrite.hpp>
#include <iverson/text/text.hpp>

#include <algorithm>
#include <map>

namespace iverson {

namespace {

std::string key_of(graph::graph const& g, int tensor) {
    if (tensor < 0) {
        return "-";
    }
    auto const& t = g.tensor_at(tensor);
    std::string const by = t.kind == graph::role::state ? std::to_string(t.by) : key_of(g, t.by);
    return t.kind == graph::role::plain
               ? std::string{t.name.view()}
               : std::to_string(static_cast<int>(t.kind)) + "(" + key_of(g, t.of) + "," + by + ")";
}

/// Compares two formulas under a growing relation between their symbols.
class comparison {
  public:
    comparison(graph::formula const& a, graph::formula const& b) : a_{a.nodes}, b_{b.nodes} {}

    bool equations(graph::equation const& a, graph::equation const& b) {
        indices_.clear();
        proven_.clear();
        if (key_of(a_, a.tensor) != key_of(b_, b.tensor) || a.positions.size() != b.positions.size()) {
            return false;
        }
        for (std::size_t i = 0; i < a.positions.size(); ++i) {
            int const left = a_.affine_at(a.positions[i]).bare_symbol();
            int const right = b_.affine_at(b.positions[i]).bare_symbol();
            if ((left < 0) != (right < 0) || (left >= 0 && !relate(left, right))) {
                return false;
            }
        }
        for (std::size_t i = 0; i < a.positions.size(); ++i) {
            if (!affines(a_.affine_at(a.positions[i]), b_.affine_at(b.positions[i]))) {
                return false;
            }
        }
        return conditions(a.domain, b.domain) && nodes(a.value, b.value) && axes(a.tensor, b.tensor);
    }

  private:
    static bool is_index(graph::graph const& g, int symbol) {
        return graph::is_index(g.symbol_at(symbol).kind);
    }
    bool relate(int a, int b) {
        bool const over_z = a_.is_integer_index(a) && b_.is_integer_index(b);
        if (a_.symbol_at(a).kind != b_.symbol_at(b).kind && !over_z) {
            return false;
        }
        auto& known = is_index(a_, a) ? indices_ : extents_;
        if (!is_index(a_, a)) {
            for (auto const& [left, right] : known) {
                if ((left == a) != (right == b)) {
                    return false;
                }
            }
        }
        known[a] = b;
        return true;
    }
    bool affines(graph::affine const& a, graph::affine const& b) {
        if (a.size() != b.size() || a.constant() != b.constant()) {
            return false;
        }
        return mapped(a) == b || (learn(a, b) && mapped(a) == b);
    }
    /// Extents are related where they meet first: their names are the reader's choice.
    bool learn(graph::affine const& a, graph::affine const& b) {
        for (auto const& t : a) {
            if (is_index(a_, t.symbol) || extents_.contains(t.symbol)) {
                continue;
            }
            std::vector<int> fitting;
            for (auto const& u : b) {
                bool const taken = std::any_of(extents_.begin(), extents_.end(),
                                               [&](auto const& known) { return known.second == u.symbol; });
                if (!taken && u.coefficient == t.coefficient &&
                    a_.symbol_at(t.symbol).kind == b_.symbol_at(u.symbol).kind) {
                    fitting.push_back(u.symbol);
                }
            }
            auto const named = std::find_if(fitting.begin(), fitting.end(), [&](int u) {
                return b_.symbol_at(u).name == a_.symbol_at(t.symbol).name;
            });
            if (fitting.empty()) {
                return false;
            }
            extents_[t.symbol] = named == fitting.end() ? fitting.front() : *named;
        }
        return true;
    }
    graph::affine mapped(graph::affine const& a) const {
        graph::affine result{a.constant()};
        for (auto const& t : a) {
            auto const& known = is_index(a_, t.symbol) ? indices_ : extents_;
            auto const found = known.find(t.symbol);
            result = result + graph::affine::symbol(found == known.end() ? 1000000 + t.symbol : found->second,
                                                    t.coefficient);
        }
        return result;
    }
    bool conditions(int a, int b) {
        graph::condition const& left = a_.condition_at(a);
        graph::condition const& right = b_.condition_at(b);
        if (left.kind != right.kind || left.modulus != right.modulus) {
            return false;
        }
        auto const equal = [&] {
            return graph::normalized({left.kind, mapped(left.expression), left.modulus}) == right;
        };
        return equal() || (learn(left.expression, right.expression) && equal());
    }
    template <class List>
    bool conditions(List const& a, List const& b) {
        if (a.size() != b.size()) {
            return false;
        }
        std::vector<bool> used(b.size(), false);
        for (int left : a) {
            bool found = false;
            for (std::size_t j = 0; j < b.size() && !found; ++j) {
                auto const before = extents_;
                found = !used[j] && conditions(left, b[j]);
                if (found) {
                    used[j] = true;
                } else {
                    extents_ = before;
                }
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }
    bool axes(int a, int b) {
        auto const& left = a_.tensor_at(a);
        auto const& right = b_.tensor_at(b);
        if (left.rank != right.rank || left.axes.size() != right.axes.size()) {
            return false;
        }
        for (std::size_t d = 0; d < left.axes.size(); ++d) {
            if (!affines(left.axes[d].lower, right.axes[d].lower) ||
                !affines(left.axes[d].upper, right.axes[d].upper)) {
                return false;
            }
        }
        return true;
    }

    bool nodes(int a, int b) {
        if (auto const known = proven_.find({a, b}); known != proven_.end() && still_related(known->second)) {
            return true;
        }
        bool const equal = unequal_heads(a, b)           ? false
                           : a_.is(a, graph::op::reduce) ? reductions(a, b)
                                                         : children(a, b);
        if (equal) {
            proven_[{a, b}] = indices_;
        }
        return equal;
    }
    bool still_related(std::map<int, int> const& then) const {
        return std::all_of(then.begin(), then.end(), [&](auto const& pair) {
            auto const now = indices_.find(pair.first);
            return now != indices_.end() && now->second == pair.second;
        });
    }
    bool unequal_heads(int a, int b) {
        if (a_.kind(a) != b_.kind(b) || a_.links(a).size() != b_.links(b).size()) {
            return true;
        }
        switch (a_.kind(a)) {
            case graph::op::number: return !(a_.number_of(a) == b_.number_of(b));
            case graph::op::access:
                return key_of(a_, a_[a].head) != key_of(b_, b_[b].head) || !axes(a_[a].head, b_[b].head);
            case graph::op::bracket: return !conditions(a_[a].head, b_[b].head);
            case graph::op::match: return !affines(a_.index_of(a), b_.index_of(b));
            case graph::op::call: {
                auto const& f = a_.function_of(a);
                auto const& g = b_.function_of(b);
                return !f.is_same_function(g) || f.arity != g.arity || f.value64 != g.value64;
            }
            case graph::op::recognized: return true;
            default: return a_[a].head != b_[b].head;
        }
    }
    bool children(int a, int b) {
        auto const left = a_.links(a);
        auto const right = b_.links(b);
        for (std::size_t i = 0; i < left.size(); ++i) {
            bool const equal = a_.is(a, graph::op::access)
                                   ? affines(a_.affine_at(left[i]), b_.affine_at(right[i]))
                                   : nodes(left[i], right[i]);
            if (!equal) {
                return false;
            }
        }
        return true;
    }
    bool reductions(int a, int b) {
        auto const left = a_.reduction_of(a);
        auto const right = b_.reduction_of(b);
        auto const outside = indices_;
        for (std::size_t i = 0; i < left.vars.size(); ++i) {
            if (!relate(left.vars[i], right.vars[i])) {
                return false;
            }
        }
        bool const equal = conditions(left.guards, right.guards) && nodes(left.body, right.body);
        indices_ = outside;
        return equal;
    }

    graph::graph const& a_;
    graph::graph const& b_;
    std::map<int, int> indices_;  ///< of a to those of b
    std::map<int, int> extents_;
    std::map<std::pair<int, int>, std::map<int, int>> proven_;
};

}  // namespace

bool same(graph::formula const& a, graph::formula const& b) {
    if (a.failed() || b.failed() || a.equations.size() != b.equations.size() ||
        a.outputs.size() != b.outputs.size()) {
        return false;
    }
    comparison c{a, b};
    for (std::size_t i = 0; i < a.equations.size(); ++i) {
        if (!c.equations(a.equations[i], b.equations[i])) {
            return false;
        }
    }
    for (std::size_t i = 0; i < a.outputs.size(); ++i) {
        if (a.outputs[i] != b.outputs[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace iverson
