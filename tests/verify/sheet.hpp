// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/functions/table.hpp>
#include <iverson/graph/build.hpp>
#include <iverson/graph/complete.hpp>
#include <iverson/graph/formula.hpp>
#include <iverson/graph/record.hpp>
#include <iverson/verify/plain.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Formulas written by hand on the graph, so that the plain meaning is tested without any front end.
namespace sheet {

using iverson::graph::affine;
using iverson::graph::condition;
using iverson::graph::formula;
using iverson::graph::rational;
using iverson::graph::reduction;
using iverson::graph::relation;
using iverson::graph::role;
using iverson::graph::symbol_kind;

/// A pencil: each call writes one part of a formula and gives its id.
struct pencil {
    formula f;
    iverson::graph::graph& g = f.nodes;

    pencil() = default;
    pencil(pencil const&) = delete;

    int tensor(std::string_view name, int rank, role kind = role::plain, int of = -1) {
        iverson::graph::tensor t;
        t.name = name;
        t.rank = rank;
        t.kind = kind;
        t.of = of;
        g.tensors.push_back(t);
        return static_cast<int>(g.tensors.size()) - 1;
    }
    affine index(std::string_view name) { return affine::symbol(g.new_symbol(name, symbol_kind::ranged)); }
    affine integer(std::string_view name) { return affine::symbol(g.new_symbol(name, symbol_kind::integer)); }
    affine extent(std::string_view name) { return affine::symbol(g.new_symbol(name, symbol_kind::extent)); }

    int at(int tensor, std::vector<affine> const& positions) {
        return iverson::graph::access(g, tensor, positions);
    }
    int number(rational r) { return g.number(r); }
    int bracket(condition const& c) { return iverson::graph::bracket(g, c); }
    template <class... Ids>
    int add(Ids... ids) {
        int const all[] = {ids...};
        return iverson::graph::add(g, all);
    }
    template <class... Ids>
    int multiply(Ids... ids) {
        int const all[] = {ids...};
        return iverson::graph::multiply(g, all);
    }
    int power(int base, int exponent) { return iverson::graph::power(g, base, exponent); }
    template <class Row>
    int call(Row const& row, int argument) {
        int const all[] = {argument};
        return iverson::graph::call(g, g.function_id(iverson::graph::record_of(row)), all);
    }
    int reduce(reduction kind, std::vector<affine> const& vars, int body,
               std::vector<condition> const& range = {}) {
        std::vector<int> symbols;
        std::vector<int> guards;
        for (affine const& v : vars) {
            symbols.push_back(v.bare_symbol());
        }
        for (condition const& c : range) {
            guards.push_back(g.condition_id(c));
        }
        return iverson::graph::reduce(g, kind, symbols, guards, body);
    }
    int sum(affine const& var, int body, std::vector<condition> const& range = {}) {
        return reduce(reduction::sum, {var}, body, range);
    }
    void equation(int tensor, std::vector<affine> const& positions, int value,
                  std::vector<condition> const& range = {}) {
        iverson::graph::equation e{tensor, {}, {}, value};
        for (affine const& p : positions) {
            e.positions.push_back(g.affine_id(p));
        }
        for (condition const& c : range) {
            e.domain.push_back(g.condition_id(c));
        }
        f.equations.push_back(e);
    }
    formula const& complete() {
        iverson::graph::complete(f);
        return f;
    }
};

inline condition at_least(affine const& a, affine const& b) { return {relation::nonnegative, a - b, 0}; }
inline condition equals(affine const& a, affine const& b) { return {relation::zero, a - b, 0}; }
inline std::vector<condition> between(affine const& i, affine const& low, affine const& high) {
    return {at_least(i, low), at_least(high, i)};
}

}  // namespace sheet
