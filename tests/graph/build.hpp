// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/complete.hpp>
#include <iverson/graph/term.hpp>

#include <initializer_list>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Formulas made by hand, in few words, at compile time too; and what the tests read off them.
namespace building {

using namespace iverson::graph;

constexpr function_record exp_row{"exp", "\\exp", 1, false, 8};
constexpr function_record tanh_row{"tanh", "\\tanh", 1, true, 8};

struct sheet {
    formula f;

    constexpr affine idx(std::string_view name, bool written = false) {
        return affine::symbol(f.nodes.new_symbol(name, symbol_kind::ranged, written));
    }
    constexpr affine integer(std::string_view name) {
        return affine::symbol(f.nodes.new_symbol(name, symbol_kind::integer));
    }
    constexpr affine extent(std::string_view name) {
        return affine::symbol(f.nodes.new_symbol(name, symbol_kind::extent));
    }
    constexpr int tensor(std::string_view name, int rank, role kind = role::plain, int of = -1) {
        if (int const known = f.find_tensor(name, kind); known >= 0) {
            return known;
        }
        iverson::graph::tensor t;
        t.name = name;
        t.rank = rank;
        t.kind = kind;
        t.of = of;
        f.nodes.tensors.push_back(t);
        return static_cast<int>(f.nodes.tensors.size()) - 1;
    }

    constexpr term number(rational value) { return {f.nodes, f.nodes.number(value)}; }
    constexpr term at(int tensor, std::initializer_list<affine> positions) {
        return {f.nodes, access(f.nodes, tensor, positions)};
    }
    /// A plain tensor; its rank is the number of its positions.
    constexpr term at(std::string_view name, std::initializer_list<affine> positions) {
        return at(tensor(name, static_cast<int>(positions.size())), positions);
    }
    constexpr term call(function_record const& row, term u) {
        int const id = u.id();
        return {f.nodes, iverson::graph::call(f.nodes, f.nodes.function_id(row), std::span{&id, 1})};
    }
    constexpr int holds(affine const& nonnegative) {
        return f.nodes.condition_id({relation::nonnegative, nonnegative, 0});
    }
    constexpr int zero(affine const& e) { return f.nodes.condition_id({relation::zero, e, 0}); }
    constexpr term when(int condition) { return {f.nodes, bracket(f.nodes, condition)}; }
    constexpr std::vector<int> range(affine const& i, affine const& lower, affine const& upper) {
        std::vector<int> result;
        result.push_back(holds(i - lower));
        result.push_back(holds(upper - i));
        return result;
    }
    constexpr term reduced(reduction kind, std::initializer_list<affine> indices, term body,
                           std::vector<int> const& guards = {}) {
        std::vector<int> vars;
        for (affine const& i : indices) {
            vars.push_back(i.bare_symbol());
        }
        return {f.nodes, reduce(f.nodes, kind, vars, guards, body.id())};
    }
    constexpr term sum(std::initializer_list<affine> indices, term body,
                       std::vector<int> const& guards = {}) {
        return reduced(reduction::sum, indices, body, guards);
    }
    constexpr void equation(int tensor, std::initializer_list<affine> positions, term value,
                            std::vector<int> const& domain = {}) {
        std::vector<int> ids;
        for (affine const& p : positions) {
            ids.push_back(f.nodes.affine_id(p));
        }
        f.add_equation(tensor, ids, domain, value.id());
    }
    constexpr void equation(std::string_view name, std::initializer_list<affine> positions, term value,
                            std::vector<int> const& domain = {}) {
        equation(tensor(name, static_cast<int>(positions.size())), positions, value, domain);
    }

    constexpr sheet& complete() {
        iverson::graph::complete(f);
        return *this;
    }
    constexpr bool refused_with(std::initializer_list<std::string_view> words) const {
        bool all = f.failed();
        for (std::string_view word : words) {
            all = all && f.nodes.message().view().find(word) != std::string_view::npos;
        }
        return all;
    }
    constexpr axis axis_of(std::string_view name, std::size_t which = 0, role kind = role::plain) const {
        return f.nodes.tensor_at(f.find_tensor(name, kind)).axes[which];
    }
};

inline std::string words(text const& t) { return std::string{t.view()}; }
inline std::string message(sheet const& s) { return words(s.f.nodes.message()); }

/// "0..n_x_0 - 1"
inline std::string shown(sheet const& s, axis const& a) {
    return words(describe(s.f.nodes, a.lower)) + ".." + words(describe(s.f.nodes, a.upper));
}
inline std::string axis_text(sheet const& s, std::string_view name, std::size_t which = 0,
                             role kind = role::plain) {
    return shown(s, s.axis_of(name, which, kind));
}
/// "i: x 0 = w 0; x(i + 1)": the requirements, those of equal axes and those of staying inside.
inline std::string requirements_text(sheet const& s) {
    graph const& g = s.f.nodes;
    std::string result;
    for (requirement const& r : s.f.requirements) {
        result += result.empty() ? "" : "; ";
        auto const name = [&](int tensor) { return words(describe(g, g.tensor_at(tensor))); };
        if (r.what == requirement::kind::equal_axes) {
            std::string const index = r.index < 0 ? "?" : words(g.symbol_at(r.index).name);
            result += index + ": " + name(r.tensor) + " " + std::to_string(r.axis) + " = " +
                      name(r.other_tensor) + " " + std::to_string(r.other_axis);
        } else {
            result += name(r.tensor) + " " + std::to_string(r.axis) + " at " +
                      words(describe(g, g.affine_at(r.position)));
        }
    }
    return result;
}

/// Values for the symbols of a formula, by name.
using values = std::map<std::string, std::int64_t, std::less<>>;

inline std::int64_t value_of(graph const& g, affine const& e, values const& v) {
    std::int64_t result = e.constant();
    for (auto const& t : e) {
        result += t.coefficient * v.at(words(g.symbol_at(t.symbol).name));
    }
    return result;
}
inline bool true_at(graph const& g, condition const& c, values const& v) {
    std::int64_t const e = value_of(g, c.expression, v);
    return c.kind == relation::zero ? e == 0 : c.kind == relation::nonnegative ? e >= 0 : e % c.modulus == 0;
}
/// The values of one index on the left for which the equation's domain holds, all its other symbols being given.
inline std::vector<std::int64_t> domain_values(sheet const& s, std::size_t equation, std::string const& index,
                                               values v) {
    std::vector<std::int64_t> result;
    for (std::int64_t i = -40; i <= 40; ++i) {
        v[index] = i;
        bool all = true;
        for (int c : s.f.equations[equation].domain) {
            all = all && true_at(s.f.nodes, s.f.nodes.condition_at(c), v);
        }
        if (all) {
            result.push_back(i);
        }
    }
    return result;
}

}  // namespace building
