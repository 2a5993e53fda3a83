// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../derive/advance.hpp"
#include "../derive/problem.hpp"
#include "../simplify/recognize.hpp"

/// Works a stated problem out, one textbook line after the other. The lines are the computation: the last one that is not
/// for display only is the result.
namespace iverson::steps {

using namespace graph;

/// The equation that defines a tensor at the accessed position: an initial value stands at a constant.
constexpr equation const& equation_at(formula const& f, int access) {
    term_graph const& g = f.nodes;
    auto const at = g.links(access);
    for (equation const& e : f.equations) {
        bool fits = e.tensor == g[access].head;
        for (std::size_t d = 0; d < e.positions.size() && fits; ++d) {
            affine const& position = g.affine_at(e.positions[d]);
            fits = !position.is_constant() || position == g.affine_at(at[d]);
        }
        bool const initial = fits && std::any_of(e.positions.begin(), e.positions.end(),
                                                 [&](int p) { return g.affine_at(p).is_constant(); });
        if (initial) {
            return e;
        }
    }
    return f.equations[static_cast<std::size_t>(f.defining(g[access].head))];
}

/// The same term with a symbol of its own for every bound index.
constexpr int fresh_binders(term_graph& g, int id, memo& done) {
    if (int const known = done.get(id); known >= 0) {
        return known;
    }
    int const result = rebuild(g, id, [&](int child) { return fresh_binders(g, child, done); });
    return done.set(id, g.is(result, op::reduce) ? renamed_binders(g, result) : result);
}

/// The right side of the equation that defines the accessed tensor, at the accessed position. With `in_domain` brackets
/// keep it 0 where the tensor is (a tensor is 0 outside its domain, its formula need not be).
constexpr int definition_of(formula& f, int access, bool in_domain) {
    term_graph& g = f.nodes;
    equation const e = equation_at(f, access);
    vector<int> const at(g.links(access).begin(), g.links(access).end());
    substitution replace{g};
    for (std::size_t d = 0; d < at.size(); ++d) {
        if (int const symbol = g.affine_at(e.positions[d]).bare_symbol(); symbol >= 0) {
            replace.replace(symbol, g.affine_at(at[d]));
        }
    }
    memo done;
    vector<int> product(1, replace(fresh_binders(g, e.value, done)));
    for (int c : e.domain) {
        if (in_domain) {
            product.push_back(bracket(g, replace.condition(c)));
        }
    }
    return multiply(g, product);
}

/// Replaces every access to the wanted tensors by its definition, and so on until none is left.
template <class Wanted>
constexpr int expand(formula& f, int id, Wanted const& wanted) {
    if (f.nodes.is(id, op::access) && wanted(f.nodes[id].head)) {
        return expand(f, definition_of(f, id, true), wanted);
    }
    return rebuild(f.nodes, id, [&](int child) { return expand(f, child, wanted); });
}

/// Solves one equation of a problem.
class solver {
  public:
    constexpr solver(formula& f, int equation)
        : f_{f}, g_{f.nodes}, which_{static_cast<std::size_t>(equation)} {}

    constexpr chain run(std::string_view first_rule) {
        equation const e = f_.equations[which_];
        known_ = simplify::domain_of(g_, e);
        result_.left = g_.intern(op::access, e.tensor, e.positions);
        if (first_rule.empty()) {
            now_ = e.value;  // the left side says it already
        } else {
            used_.add(first_rule);
            write(e.value);
        }
        define();
        while (derive::has_partials(g_, now_) && !g_.failed()) {
            derive::stride const how =
                derive::has_leaves(g_, now_) ? derive::stride::leaves : derive::stride::open;
            int const next = derive::advance{g_, how, used_}(now_);
            write(simplified(next, simplify::algebra));
        }
        write(collapsed(now_));
        f_.equations[which_].value = now_;
        write(simplify::recognize(g_, now_, used_, known_));
        return result_;
    }

  private:
    /// Tidying may free an equation for the sums outside, so that the tables take turns until none of them fits.
    constexpr int collapsed(int id) {
        for (int before = -1; before != id && !g_.failed();) {
            before = id;
            id = simplified(id, simplify::collapse);
            id = simplified(id, simplify::algebra);
            id = simplified(id, simplify::tidy);
        }
        return id;
    }
    constexpr int simplified(int id, std::span<simplify::rule const> rules) {
        return simplify::simplifier{g_, rules, used_}(id, known_);
    }

    /// A new line, unless nothing has changed.
    constexpr void write(int node) {
        if (node != now_) {
            result_.lines.push_back({node, used_.names()});
        }
        now_ = node;
        used_.clear();
    }

    /// dy_t/dx_k: y_t is replaced by its definition, shown by its name first where it has one.
    constexpr void define() {
        rule_names recognition;
        int const named = with_definitions(now_, recognition, known_);
        used_.add("definition");
        if (!recognition.empty()) {
            write(named);
        } else if (named != now_) {
            write(simplified(derive::advance{g_, derive::stride::linear, used_}(named), simplify::algebra));
        }
        used_.clear();
    }

    constexpr int with_definitions(int id, rule_names& recognition, inequalities const& known) {
        if (!g_.is(id, op::partial)) {
            inequalities inner = known;
            if (g_.is(id, op::reduce)) {
                for (int guard : g_.reduction_of(id).guards) {
                    inner.add(g_.condition_at(guard));
                }
            }
            return rebuild(g_, id, [&](int child) { return with_definitions(child, recognition, inner); });
        }
        int const access = g_.links(id)[0];
        int const wrt = g_.links(id)[1];
        int const value = definition(access, g_[wrt].head);
        return reads(g_, value, g_[wrt].head)
                   ? partial(g_, simplify::recognize(g_, value, recognition, known), wrt)
                   : g_.number(rational{0});
    }
    /// What the access stands for; through other definitions too where the problem is a Jacobian.
    constexpr int definition(int access, int wrt) {
        int const value = definition_of(f_, access, false);
        int const left = g_[access].head;
        if (g_.tensor_at(f_.equations[which_].tensor).kind != role::jacobian) {
            return value;
        }
        auto const influenced = derive::dependence{f_}.influenced_by(wrt);
        return expand(f_, value, [&](int tensor) {
            return tensor != left && tensor != wrt && influenced[static_cast<std::size_t>(tensor)] != 0;
        });
    }

    formula& f_;
    term_graph& g_;
    std::size_t which_;
    inequalities known_;
    chain result_;
    rule_names used_;
    int now_ = -1;
};

}  // namespace iverson::steps
