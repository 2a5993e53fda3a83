// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "recipe.hpp"

#include <iverson/functions/table.hpp>
#include <iverson/graph/build.hpp>
#include <iverson/graph/complete.hpp>
#include <iverson/graph/record.hpp>
#include <iverson/graph/unknown.hpp>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace random_formulas {

namespace graph = iverson::graph;

inline constexpr int function_count =
    static_cast<int>(std::tuple_size_v<decltype(iverson::functions::table)>);

/// The records of the function table, in its order, and behind them two functions of which only the name is known.
inline std::vector<graph::function_record> const& records() {
    static std::vector<graph::function_record> const all = std::apply(
        [](auto const&... row) {
            return std::vector<graph::function_record>{
                graph::record_of(row)..., graph::unknown_record("phi", 1), graph::unknown_record("g", 2)};
        },
        iverson::functions::table);
    return all;
}
inline constexpr int unknown_count = 2;

/// How a recipe is spelled: nothing of it may change what the formula means.
struct spelling {
    bool one_name = false;             ///< every index is called i
    bool tensors_backwards = false;    ///< the last tensor is declared first
    bool equations_backwards = false;  ///< all but the last, which is the output
};

/// Writes a recipe into a graph, as a front end would.
class builder {
  public:
    builder(recipe const& r, spelling how) : r_{r}, how_{how} {}

    graph::formula run() {
        declare();
        std::vector<equation> equations = r_.equations;
        if (how_.equations_backwards && !equations.empty()) {
            std::reverse(equations.begin(), equations.end() - 1);
        }
        for (equation const& e : equations) {
            write(e);
        }
        graph::complete(f_);
        return std::move(f_);
    }
    /// The tensor of that place in the recipe. It may be asked before and after run().
    int tensor_id(int place) const {
        int const count = static_cast<int>(r_.tensors.size());
        return how_.tensors_backwards ? count - 1 - place : place;
    }

  private:
    void declare() {
        int const count = static_cast<int>(r_.tensors.size());
        for (int id = 0; id < count; ++id) {
            tensor const& t = r_.tensors[static_cast<std::size_t>(tensor_id(id))];
            graph::tensor made;
            made.name = graph::text{t.name};
            made.rank = t.rank;
            made.integral = t.integer;
            g_.tensors.push_back(made);
        }
        for (index const& i : r_.indices) {
            auto const kind = i.over_z ? graph::symbol_kind::integer : graph::symbol_kind::ranged;
            indices_.push_back(g_.new_symbol(how_.one_name ? "i" : i.name, kind,
                                             i.values.written && i.values.coefficient == 1));
        }
        for (std::string const& name : r_.extents) {
            extents_.push_back(g_.new_symbol(name, graph::symbol_kind::extent));
        }
    }

    graph::affine affine(subscript const& s) const {
        graph::affine result{s.constant};
        for (auto const& [index, coefficient] : s.terms) {
            result = result + graph::affine::symbol(indices_[static_cast<std::size_t>(index)], coefficient);
        }
        return s.extent < 0 ? result
                            : result + graph::affine::symbol(extents_[static_cast<std::size_t>(s.extent)]);
    }
    /// The written range of an index as conditions.
    void add_range(int index, std::vector<int>& conditions) {
        range const& values = r_.indices[static_cast<std::size_t>(index)].values;
        if (!values.written) {
            return;
        }
        graph::affine const i =
            graph::affine::symbol(indices_[static_cast<std::size_t>(index)], values.coefficient);
        conditions.push_back(g_.condition_id({graph::relation::nonnegative, i - affine(values.low), 0}));
        conditions.push_back(g_.condition_id({graph::relation::nonnegative, affine(values.high) - i, 0}));
    }

    void write(equation const& e) {
        std::vector<int> positions;
        std::vector<int> domain;
        for (subscript const& s : e.left) {
            positions.push_back(g_.affine_id(affine(s)));
            for (auto const& term : s.terms) {
                add_range(term.first, domain);
            }
        }
        int const value = node(e.value);
        f_.add_equation(tensor_id(e.tensor), positions, domain, value);
    }

    std::vector<int> nodes(expression const& e) {
        std::vector<int> result;
        for (expression const& child : e.children) {
            result.push_back(node(child));
        }
        return result;
    }
    int bracket(graph::relation kind, expression const& e) {
        return graph::bracket(g_, graph::condition{kind, affine(e.positions[0]), e.modulus});
    }
    int access(expression const& e) {
        std::vector<graph::affine> positions;
        for (subscript const& s : e.positions) {
            positions.push_back(affine(s));
        }
        return graph::access(g_, tensor_id(e.tensor), positions);
    }
    int reduce(expression const& e) {
        std::vector<int> vars;
        std::vector<int> guards;
        for (int i : e.indices) {
            vars.push_back(indices_[static_cast<std::size_t>(i)]);
            add_range(i, guards);
        }
        int const body = node(e.children[0]);
        return graph::reduce(g_, static_cast<graph::reduction>(e.tensor), vars, guards, body);
    }
    int node(expression const& e) {
        switch (e.what) {
            case part::number: return g_.number(graph::rational{e.numerator, e.denominator});
            case part::access: return access(e);
            case part::equal: return bracket(graph::relation::zero, e);
            case part::at_least: return bracket(graph::relation::nonnegative, e);
            case part::divisible: return bracket(graph::relation::divisible, e);
            case part::reduce: return reduce(e);
            default: break;
        }
        std::vector<int> const parts = nodes(e);
        switch (e.what) {
            case part::sum: return graph::add(g_, parts);
            case part::product: return graph::multiply(g_, parts);
            case part::quotient: return graph::divide(g_, parts[0], parts[1]);
            case part::power: return graph::power(g_, parts[0], g_.number(graph::rational{e.modulus}));
            case part::raise: return graph::power(g_, parts[0], parts[1]);
            case part::chosen_by: return graph::match(g_, g_.affine_id(affine(e.positions[0])), parts[0]);
            case part::less:
                return g_.intern(graph::op::compare, static_cast<int>(graph::comparison::less), parts);
            default:
                return graph::call(g_, g_.function_id(records()[static_cast<std::size_t>(e.tensor)]), parts);
        }
    }

    recipe const& r_;
    spelling how_;
    graph::formula f_;
    graph::graph& g_ = f_.nodes;
    std::vector<int> indices_;
    std::vector<int> extents_;
};

inline graph::formula built(recipe const& r, spelling how = {}) { return builder{r, how}.run(); }

}  // namespace random_formulas
