// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/checks.hpp"
#include "../graph/formula.hpp"
#include "../graph/rewrite.hpp"
#include "../graph/vector.hpp"

#include <algorithm>
#include <string_view>

/// States what is to be derived: equations whose right sides hold derivatives that are not yet taken.
namespace iverson::derive {

using namespace graph;

/// A tensor to differentiate by, and how its subscripts are to be called (none: as in its own definition, or k, l, m ...).
struct variable {
    int tensor = -1;
    vector<text> names;
};

/// Which tensors depend on which, over all equations of a formula.
class dependence {
  public:
    constexpr explicit dependence(formula const& f) : f_{f} {}

    /// Marks every tensor whose value depends on the given one (itself included).
    constexpr vector<char> influenced_by(int tensor) const {
        vector<char> marked(f_.nodes.tensors.size(), 0);
        marked[static_cast<std::size_t>(tensor)] = 1;
        for (bool grown = true; grown;) {
            grown = false;
            for (equation const& e : f_.equations) {
                char& left = marked[static_cast<std::size_t>(e.tensor)];
                if (left == 0 && reads_marked(e, marked)) {
                    left = 1;
                    grown = true;
                }
            }
        }
        return marked;
    }

  private:
    constexpr bool reads_marked(equation const& e, vector<char> const& marked) const {
        return any_node(f_.nodes, e.value, [&](int id) {
            return f_.nodes.is(id, op::access) && marked[static_cast<std::size_t>(f_.nodes[id].head)] != 0;
        });
    }
    formula const& f_;
};

/// Whether the tensor is a recurrence.
constexpr bool reads_itself(formula const& f, int tensor) {
    return std::any_of(f.equations.begin(), f.equations.end(), [&](equation const& e) {
        return e.tensor == tensor && reads(f.nodes, e.value, tensor);
    });
}

/// Makes the free indices of a derived equation: new symbols that range over the axes of a tensor.
struct derived_indices {
    vector<int> positions;  ///< affine ids
    vector<int> domain;
    vector<int> symbols;
};

constexpr bool name_taken(term_graph const& g, std::string_view name) {
    return std::any_of(g.symbols.begin(), g.symbols.end(),
                       [&](symbol const& s) { return s.name.view() == name; });
}

/// Whether an axis of a tensor is read through indices over Z: then so is the index of a derivative by it.
constexpr bool read_over_integers(term_graph const& g, int tensor, std::size_t axis) {
    for (int id = 0; id < g.size(); ++id) {
        if (!g.is(id, op::access) || g[id].head != tensor) {
            continue;
        }
        for (auto const& t : g.affine_at(g.links(id)[axis])) {
            if (g.symbol_at(t.symbol).kind == symbol_kind::integer) {
                return true;
            }
        }
    }
    return false;
}

constexpr derived_indices indices_over(term_graph& g, int tensor, vector<text> const& names) {
    derived_indices result;
    constexpr std::string_view letters = "klmnpqrijhuvabcde";
    std::size_t next = 0;
    vector<axis> const axes = g.tensor_at(tensor).axes;
    for (std::size_t d = 0; d < axes.size(); ++d) {
        axis const a = axes[d];
        bool const over_z = read_over_integers(g, tensor, d);
        text name;
        if (d < names.size()) {
            name = names[d];
        } else {
            while (next + 1 < letters.size() && name_taken(g, letters.substr(next, 1))) {
                ++next;
            }
            name = text{letters.substr(next, 1)};
            next += next + 1 < letters.size() ? 1 : 0;
        }
        int const k = g.new_symbol(name, over_z ? symbol_kind::integer : symbol_kind::ranged);
        affine const position = affine::symbol(k);
        result.symbols.push_back(k);
        result.positions.push_back(g.affine_id(position));
        result.domain.push_back(g.condition_id({relation::nonnegative, position - a.lower, 0}));
        result.domain.push_back(g.condition_id({relation::nonnegative, a.upper - position, 0}));
    }
    return result;
}

/// The tensor with that role, made with the given axes if it is not there.
constexpr int tensor_with_role(formula& f, role kind, int of, int by, vector<axis> const& axes) {
    auto& tensors = f.nodes.tensors;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (tensors[i].kind == kind && tensors[i].of == of && tensors[i].by == by) {
            tensors[i].axes = axes;
            tensors[i].rank = static_cast<int>(axes.size());
            return static_cast<int>(i);
        }
    }
    text const name = tensors[static_cast<std::size_t>(of)].name;
    tensors.push_back({name, static_cast<int>(axes.size()), kind, of, by, axes});
    return static_cast<int>(tensors.size()) - 1;
}

}  // namespace iverson::derive
