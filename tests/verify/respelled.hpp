// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/formula.hpp>
#include <iverson/graph/rewrite.hpp>

#include <algorithm>
#include <string>
#include <vector>

/// The same formula written otherwise: all indices and extents renamed and made in the other order, tensors made in the other order,
/// terms, factors and summed indices from the last to the first.
namespace iverson::graph {

class respelling {
  public:
    explicit respelling(formula const& from) : from_{from}, g_{from.nodes} {}

    formula run() {
        copy_symbols();
        copy_tensors();
        to_.nodes.functions = g_.functions;
        for (equation const& e : from_.equations) {
            equation other = e;
            other.tensor = tensor_id(e.tensor);
            other.positions = each(e.positions, [&](int p) { return subscript(p); });
            other.domain = each(e.domain, [&](int c) { return condition_id(c); });
            std::reverse(other.domain.begin(), other.domain.end());
            other.value = copy(e.value);
            other.first_node = 0;
            other.end_node = to_.nodes.size();
            to_.equations.push_back(other);
        }
        for (requirement r : from_.requirements) {
            r.index = r.index < 0 ? -1 : symbol_id(r.index);
            r.tensor = r.tensor < 0 ? -1 : tensor_id(r.tensor);
            r.other_tensor = r.other_tensor < 0 ? -1 : tensor_id(r.other_tensor);
            r.position = r.position < 0 ? -1 : subscript(r.position);
            r.guards = each(r.guards, [&](int c) { return condition_id(c); });
            to_.requirements.push_back(r);
        }
        to_.outputs = from_.outputs;
        return to_;
    }

  private:
    static int last(std::size_t size) { return static_cast<int>(size) - 1; }
    int symbol_id(int s) const { return last(g_.symbols.size()) - s; }
    int tensor_id(int t) const { return last(g_.tensors.size()) - t; }

    template <class Map>
    static std::vector<int> each(std::vector<int> ids, Map const& map) {
        for (int& id : ids) {
            id = map(id);
        }
        return ids;
    }
    void copy_symbols() {
        for (int s = last(g_.symbols.size()); s >= 0; --s) {
            symbol const& old = g_.symbol_at(s);
            // (A written extent has its name from the user: it is renamed too, for it only ties axes together.)
            to_.nodes.new_symbol("q" + std::to_string(s), old.kind, old.written);
        }
    }
    void copy_tensors() {
        for (int t = last(g_.tensors.size()); t >= 0; --t) {
            tensor other = g_.tensor_at(t);
            other.of = other.of < 0 ? -1 : tensor_id(other.of);
            other.by = other.by < 0 || other.kind == role::state ? other.by : tensor_id(other.by);
            for (axis& a : other.axes) {
                a.lower = moved(a.lower);
                a.upper = moved(a.upper);
            }
            to_.nodes.tensors.push_back(other);
        }
    }
    affine moved(affine const& e) const {
        affine result{e.constant()};
        for (auto const& t : e) {
            result = result + affine::symbol(symbol_id(t.symbol), t.coefficient);
        }
        return result;
    }
    int subscript(int id) { return to_.nodes.affine_id(moved(g_.affine_at(id))); }
    int condition_id(int id) {
        condition c = g_.condition_at(id);
        c.expression = moved(c.expression);
        return to_.nodes.condition_id(c);
    }

    int copy(int id) {
        node const n = g_[id];
        std::vector<int> links(g_.links(id).begin(), g_.links(id).end());
        auto const copied = [&](int link) { return copy(link); };
        switch (n.kind) {
            case op::number: return to_.nodes.number(g_.number_of(id));
            case op::access:
                return to_.nodes.intern(op::access, tensor_id(n.head),
                                        each(links, [&](int p) { return subscript(p); }));
            case op::bracket: return bracket(to_.nodes, condition_id(n.head));
            case op::add: return add(to_.nodes, reversed(each(links, copied)));
            case op::multiply: return multiply(to_.nodes, reversed(each(links, copied)));
            case op::match: return match(to_.nodes, subscript(n.head), copy(links[0]));
            case op::power: {
                int const base = copy(links[0]);
                return power(to_.nodes, base, copy(links[1]));
            }
            case op::reduce: {
                reduction_view const view = g_.reduction_of(id);
                std::vector<int> vars =
                    each({view.vars.begin(), view.vars.end()}, [&](int v) { return symbol_id(v); });
                std::vector<int> guards =
                    each({view.guards.begin(), view.guards.end()}, [&](int c) { return condition_id(c); });
                int const body = copy(view.body);
                return reduce(to_.nodes, view.kind, reversed(vars), reversed(guards), body);
            }
            default: return to_.nodes.intern(n.kind, n.head, each(links, copied));
        }
    }
    static std::vector<int> reversed(std::vector<int> ids) {
        std::reverse(ids.begin(), ids.end());
        return ids;
    }

    formula const& from_;
    graph const& g_;
    formula to_;
};

}  // namespace iverson::graph

inline iverson::graph::formula respelled(iverson::graph::formula const& f) {
    return iverson::graph::respelling{f}.run();
}
