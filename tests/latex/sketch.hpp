// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/build.hpp>
#include <iverson/graph/formula.hpp>
#include <iverson/latex/latex.hpp>
#include <iverson/latex/text.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// A formula made by hand, with short words for its parts: what the tests print.
namespace sketching {

using iverson::graph::affine;
using iverson::graph::comparison;
using iverson::graph::condition;
using iverson::graph::function_record;
using iverson::graph::op;
using iverson::graph::rational;
using iverson::graph::reduction;
using iverson::graph::relation;
using iverson::graph::role;
using iverson::graph::symbol_kind;

inline affine at(int symbol) { return affine::symbol(symbol); }

struct sketch {
    iverson::graph::formula f;
    iverson::graph::graph& g = f.nodes;

    int idx(std::string_view name) { return g.new_symbol(name, symbol_kind::ranged); }
    int written(std::string_view name) { return g.new_symbol(name, symbol_kind::ranged, true); }
    int integer(std::string_view name) { return g.new_symbol(name, symbol_kind::integer); }
    int extent(std::string_view name) { return g.new_symbol(name, symbol_kind::extent); }

    int tensor(std::string_view name, int rank, role kind = role::plain, int of = -1, int by = -1) {
        for (std::size_t i = 0; i < g.tensors.size(); ++i) {
            auto const& t = g.tensors[i];
            if (t.name.view() == name && t.kind == kind && t.of == of && t.by == by) {
                return static_cast<int>(i);
            }
        }
        g.tensors.push_back({name, rank, kind, of, by, {}});
        return static_cast<int>(g.tensors.size()) - 1;
    }
    int read(int tensor, std::vector<affine> const& positions) {
        return iverson::graph::access(g, tensor, positions);
    }
    /// A plain tensor at positions; its rank is their number.
    int x(std::string_view name, std::vector<affine> const& positions = {}) {
        return read(tensor(name, static_cast<int>(positions.size())), positions);
    }
    int n(std::int64_t num, std::int64_t den = 1) { return g.number({num, den}); }

    int add(std::vector<int> const& terms) { return iverson::graph::add(g, terms); }
    int mul(std::vector<int> const& factors) { return iverson::graph::multiply(g, factors); }
    int minus(int a) { return iverson::graph::negate(g, a); }
    int sub(int a, int b) { return iverson::graph::subtract(g, a, b); }
    int div(int a, int b) { return iverson::graph::divide(g, a, b); }
    int pow(int a, int b) { return iverson::graph::power(g, a, b); }
    int d(int body, int access) { return iverson::graph::partial(g, body, access); }

    int call(function_record const& record, std::vector<int> const& arguments) {
        return iverson::graph::call(g, g.function_id(record), arguments);
    }
    int tanh(int u) { return call({"tanh", "\\tanh"}, {u}); }
    int compare(comparison how, int a, int b) {
        int const both[] = {a, b};
        return g.intern(op::compare, static_cast<int>(how), both);
    }

    int zero(affine const& e) { return g.condition_id({relation::zero, e, 0}); }
    int holds(affine const& e) { return g.condition_id({relation::nonnegative, e, 0}); }  ///< e >= 0
    int divides(int modulus, affine const& e) { return g.condition_id({relation::divisible, e, modulus}); }
    int when(int condition) { return iverson::graph::bracket(g, condition); }
    std::vector<int> range(int index, affine const& lower, affine const& upper) {
        return {holds(at(index) - lower), holds(upper - at(index))};
    }

    int reduce(reduction kind, std::vector<int> const& vars, std::vector<int> const& guards, int body) {
        return iverson::graph::reduce(g, kind, vars, guards, body);
    }
    int sum(std::vector<int> const& vars, int body, std::vector<int> const& guards = {}) {
        return reduce(reduction::sum, vars, guards, body);
    }
    /// The brackets that say where a max or min is found first.
    int first(reduction kind, std::vector<int> const& vars, std::vector<int> const& guards, int body,
              std::vector<affine> const& places) {
        int const all = reduce(kind, vars, guards, body);
        std::vector<int> factors;
        for (affine const& place : places) {
            int const chosen = iverson::graph::chosen(g, all, static_cast<int>(factors.size()));
            factors.push_back(iverson::graph::match(g, g.affine_id(place), chosen));
        }
        return iverson::graph::multiply(g, factors);
    }
    int named(std::string_view notation, int node, int a, int b, affine const& position) {
        int const parts[] = {node, a, b, g.affine_id(position)};
        return g.intern(op::recognized, g.notation_id(notation), parts);
    }
    void equation(int tensor, std::vector<affine> const& positions, int value,
                  std::vector<int> const& domain = {}) {
        std::vector<int> ids;
        for (affine const& p : positions) {
            ids.push_back(g.affine_id(p));
        }
        f.outputs.push_back(static_cast<int>(f.equations.size()));
        f.equations.push_back({tensor, ids, domain, value});
    }

    std::string latex(int node) { return iverson::print::latex(g, node); }
    std::string text(int node) { return iverson::print::text(g, node); }
};

/// One thing to print, what it is in LaTeX and in text.
struct printed {
    std::string_view proves;
    int (*make)(sketch&);
    std::string_view latex;
    std::string_view text;
};

}  // namespace sketching
