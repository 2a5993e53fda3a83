// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/functions/table.hpp>
#include <iverson/graph/build.hpp>
#include <iverson/graph/complete.hpp>
#include <iverson/graph/freeze.hpp>
#include <iverson/graph/record.hpp>

#include <initializer_list>
#include <string_view>
#include <vector>

/// Formulas written by hand on the graph, at compile time too: the loops are tested without front end and derivation.
namespace pencil {

namespace graph = iverson::graph;
using graph::affine;

struct sheet {
    graph::formula f;

    constexpr int tensor(std::string_view name, int rank, graph::role kind = graph::role::plain,
                         int of = -1) {
        graph::tensor t;
        t.name = graph::text{name};
        t.rank = rank;
        t.kind = kind;
        t.of = of;
        f.nodes.tensors.push_back(t);
        return static_cast<int>(f.nodes.tensors.size()) - 1;
    }
    constexpr affine idx(std::string_view name) {
        return affine::symbol(f.nodes.new_symbol(name, graph::symbol_kind::ranged));
    }
    constexpr affine integer(std::string_view name) {
        return affine::symbol(f.nodes.new_symbol(name, graph::symbol_kind::integer));
    }
    constexpr affine extent(std::string_view name) {
        return affine::symbol(f.nodes.new_symbol(name, graph::symbol_kind::extent));
    }

    constexpr graph::term at(int tensor, std::initializer_list<affine> positions) {
        return {f.nodes,
                graph::access(f.nodes, tensor, std::vector<affine>(positions.begin(), positions.end()))};
    }
    constexpr graph::term number(graph::rational r) { return {f.nodes, f.nodes.number(r)}; }
    constexpr graph::term bracket(graph::condition const& c) { return {f.nodes, graph::bracket(f.nodes, c)}; }
    constexpr graph::term equal(affine const& a, affine const& b) {
        return bracket({graph::relation::zero, a - b, 0});
    }
    constexpr graph::term at_most(affine const& a, affine const& b) {
        return bracket({graph::relation::nonnegative, b - a, 0});
    }
    constexpr graph::term divides(std::int64_t m, affine const& e) {
        return bracket({graph::relation::divisible, e, m});
    }
    constexpr graph::term compare(graph::comparison how, graph::term a, graph::term b) {
        int const parts[] = {a.id(), b.id()};
        return {f.nodes, f.nodes.intern(graph::op::compare, static_cast<int>(how), parts)};
    }
    template <class Row>
    constexpr graph::term call(Row const& row, graph::term u) {
        int const arguments[] = {u.id()};
        return {f.nodes, graph::call(f.nodes, f.nodes.function_id(graph::record_of(row)), arguments)};
    }
    constexpr graph::term power(graph::term u, graph::term n) {
        return {f.nodes, graph::power(f.nodes, u.id(), n.id())};
    }

    constexpr std::vector<int> range(affine const& index, affine const& first, affine const& last) {
        std::vector<int> result;
        result.push_back(f.nodes.condition_id({graph::relation::nonnegative, index - first, 0}));
        result.push_back(f.nodes.condition_id({graph::relation::nonnegative, last - index, 0}));
        return result;
    }
    constexpr graph::term reduce(graph::reduction kind, std::initializer_list<affine> indices,
                                 graph::term body, std::vector<int> const& guards = {}) {
        std::vector<int> vars;
        for (affine const& index : indices) {
            vars.push_back(index.bare_symbol());
        }
        return {f.nodes, graph::reduce(f.nodes, kind, vars, guards, body.id())};
    }
    /// [e = the value of the index `which` at which the max or min is found first]
    constexpr graph::term first_at(affine const& e, graph::term extreme, int which = 0) {
        return {f.nodes,
                graph::match(f.nodes, f.nodes.affine_id(e), graph::chosen(f.nodes, extreme.id(), which))};
    }
    constexpr graph::term sum(affine const& index, graph::term body, std::vector<int> const& guards = {}) {
        return reduce(graph::reduction::sum, {index}, body, guards);
    }
    constexpr void equation(int tensor, std::initializer_list<affine> positions, graph::term value,
                            std::vector<int> const& domain = {}) {
        graph::equation e;
        e.tensor = tensor;
        for (affine const& position : positions) {
            e.positions.push_back(f.nodes.affine_id(position));
        }
        e.domain = domain;
        e.value = value.id();
        f.equations.push_back(e);
    }
    constexpr graph::formula finished() {
        graph::complete(f);
        return f;
    }
};

}  // namespace pencil
