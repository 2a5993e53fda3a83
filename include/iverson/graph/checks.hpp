// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "describe.hpp"
#include "support.hpp"

#include <algorithm>

/// What can be refused before any shape is known: unbound indices, crossed equations, sums that do not end.
namespace iverson::graph {

constexpr bool is_index_symbol(graph const& g, int symbol) { return is_index(g.symbol_at(symbol).kind); }

/// Calls visit(affine) for every subscript and condition that the node itself holds.
template <class Visit>
constexpr void for_each_affine(graph const& g, int id, Visit&& visit) {
    if (g.is(id, op::access)) {
        for (int position : g.links(id)) {
            visit(g.affine_at(position));
        }
    } else if (g.is(id, op::bracket)) {
        visit(g.condition_of(id).expression);
    } else if (g.is(id, op::match)) {
        visit(g.index_of(id));
    } else if (g.is(id, op::reduce)) {
        for (int guard : g.reduction_of(id).guards) {
            visit(g.condition_at(guard).expression);
        }
    }
}

constexpr text describe_left(graph const& g, equation const& e) {
    return describe_access(g, g.tensor_at(e.tensor), e.positions);
}

/// An index that has no value where it is used, or two where it is bound again; -1 if there is none.
struct misused_index {
    int symbol = -1;
    bool bound_again = false;
};

constexpr misused_index find_misused(graph const& g, int id, vector<int>& known) {
    auto const has_value = [&](int symbol) {
        return std::find(known.begin(), known.end(), symbol) != known.end();
    };
    std::size_t const before = known.size();
    misused_index found;
    if (g.is(id, op::reduce)) {
        for (int var : g.reduction_of(id).vars) {
            if (has_value(var)) {
                found = {var, true};
            }
            known.push_back(var);
        }
    }
    for_each_affine(g, id, [&](affine const& e) {
        for (auto const& t : e) {
            if (is_index_symbol(g, t.symbol) && !has_value(t.symbol)) {
                found = {t.symbol, false};
            }
        }
    });
    for (int child : children(g, id)) {
        found = found.symbol >= 0 ? found : find_misused(g, child, known);
    }
    known.resize(before, 0);
    return found;
}

constexpr void refuse_unbound(graph& g, equation const& e, int index) {
    g.fail(sentence("index ", g.symbol_at(index).name, " on the right of ", describe_left(g, e),
                    " = ... is neither bound by a sum nor on the left"));
}

/// Every binder has a symbol of its own, whatever name the user gave it: a loop over the inner one would end with its value.
constexpr void refuse_bound_again(graph& g, equation const& e, int index) {
    g.fail(sentence("index ", g.symbol_at(index).name, " on the right of ", describe_left(g, e),
                    " = ... is bound again where it has a value: an inner binder needs a symbol of its own"));
}

/// The left side has distinct bare indices or constants, and binds every index that the right side leaves free. No index
/// is bound where it has a value.
constexpr void check_equation(formula& f, equation const& e) {
    graph& g = f.nodes;
    vector<int> known;
    for (int position : e.positions) {
        affine const p = g.affine_at(position);
        int const symbol = p.bare_symbol();
        bool const repeated = std::find(known.begin(), known.end(), symbol) != known.end();
        if (symbol >= 0 && is_index_symbol(g, symbol) && !repeated) {
            known.push_back(symbol);
        } else if (!p.is_constant()) {
            g.fail(
                sentence("the left side ", describe_left(g, e), " has the subscript ", describe(g, p),
                         repeated ? " twice" : "",
                         ": subscripts on the left are distinct bare indices; solve for them on the right"));
            return;
        }
    }
    misused_index const wrong = find_misused(g, e.value, known);
    if (wrong.symbol >= 0) {
        wrong.bound_again ? refuse_bound_again(g, e, wrong.symbol) : refuse_unbound(g, e, wrong.symbol);
    }
}

/// The step by which a recurrence reads its own tensor along its time index.
struct recurrence_step {
    int axis = -1;           ///< of the time index; -1 if the equation does not read its own tensor
    std::int64_t steps = 0;  ///< the largest step in size; negative where time runs upwards
};

/// A tensor may stand on both sides with constant steps in one direction of one index; all else is refused.
constexpr recurrence_step recurrence_of(graph& g, equation const& e) {
    vector<int> own;
    searcher collect{g, [&](int id) {
                         if (g.is(id, op::access) && g[id].head == e.tensor) {
                             own.push_back(id);
                         }
                         return false;
                     }};
    collect(e.value);
    if (own.empty()) {
        return {};
    }
    for (std::size_t axis = 0; axis < e.positions.size(); ++axis) {
        affine const left = g.affine_at(e.positions[axis]);
        recurrence_step step{static_cast<int>(axis), 0};
        for (int id : own) {
            affine const difference = g.affine_at(g.links(id)[axis]) - left;
            std::int64_t const by = difference.is_constant() ? difference.constant() : 0;
            bool const turns = (by < 0) != (step.steps < 0) && step.steps != 0;
            if (by == 0 || turns || left.is_constant()) {
                step.axis = -1;
                break;
            }
            step.steps = by < 0 ? std::min(step.steps, by) : std::max(step.steps, by);
        }
        if (step.axis >= 0) {
            return step;
        }
    }
    g.fail(sentence(describe_left(g, e), " = ... is defined by itself through ", describe(g, own.front()),
                    ": write the next state, next(", g.tensor_at(e.tensor).name,
                    ")(...) = ..., or a constant step in one index, all steps in one direction"));
    return {};
}

/// A sum over Z ends where its body is 0: each piece of the body's support must bound the index.
constexpr void check_sums_end(formula& f, int id) {
    graph& g = f.nodes;
    for (int child : children(g, id)) {
        check_sums_end(f, child);
    }
    if (g.failed() || !g.is(id, op::reduce)) {
        return;
    }
    reduction_view const view = g.reduction_of(id);
    inequalities guards;
    for (int guard : view.guards) {
        guards.add(g.condition_at(guard));
    }
    vector<int> inner;
    bound_symbols(g, view.body, inner);
    vector<int> const vars(view.vars.begin(), view.vars.end());
    bool const is_sum = view.kind == reduction::sum;
    for (std::size_t v = vars.size(); v-- > 0;
         inner.push_back(vars[v])) {  // bounded for given values of the earlier ones
        if (!g.is_integer_index(vars[v])) {
            continue;
        }
        if (is_sum && ends_by_entry(g, view.body, vars[v])) {
            continue;
        }
        support pieces(1, guards);
        if (is_sum) {
            pieces = intersection(support_of(g, view.body), pieces);
        }
        for (inequalities const& piece : pieces) {
            if (!bounds(piece, vars[v], inner)) {
                constexpr std::string_view names[] = {"sum", "prod", "max", "min"};
                g.fail(sentence(names[static_cast<int>(view.kind)], " over ", g.symbol_at(vars[v]).name,
                                " in Z does not end: ", describe(g, view.body),
                                is_sum ? " is not known to be 0 outside a finite range" : " needs a range",
                                "; give ", g.symbol_at(vars[v]).name, " a range",
                                is_sum ? " or use a function that is 0 at 0" : ""));
                return;
            }
        }
    }
}

/// Whether the two left sides differ in a constant position, as h(-1, j) and h(-2, j) do, or `later` is a recurrence along
/// the axis at which `initial` stands at a constant.
constexpr bool defines_apart(graph& g, equation const& initial, equation const& later) {
    int const time = recurrence_of(g, later).axis;
    for (std::size_t d = 0; d < initial.positions.size() && d < later.positions.size(); ++d) {
        affine const a = g.affine_at(initial.positions[d]);
        affine const b = g.affine_at(later.positions[d]);
        if (a.is_constant() && (b.is_constant() ? !(a == b) : time == static_cast<int>(d))) {
            return true;
        }
    }
    return false;
}
constexpr void check_defined_once(formula& f) {
    for (std::size_t j = 0; j < f.equations.size(); ++j) {
        for (std::size_t i = 0; i < j && !f.failed(); ++i) {
            equation const& a = f.equations[i];
            equation const& b = f.equations[j];
            if (a.tensor == b.tensor && !defines_apart(f.nodes, a, b) && !f.failed()) {
                f.nodes.fail(sentence("tensor ", describe(f.nodes, f.nodes.tensor_at(a.tensor)),
                                      " is defined twice, by ", describe_left(f.nodes, a), " and by ",
                                      describe_left(f.nodes, b),
                                      ": only initial values, at constants, stand beside a recurrence"));
            }
        }
    }
}

/// Whether the equation can be computed only when the tensor is known: it reads it, or its adjoint, whose domain is the tensor's.
/// What has folded away, as in 0 * y(j), keeps its shape checks, which need the tensor too.
constexpr bool needs(graph const& g, equation const& e, int tensor) {
    auto const is_use = [&](int n) {
        if (!g.is(n, op::access)) {
            return false;
        }
        struct tensor const& t = g.tensor_of(n);
        return g[n].head == tensor || ((t.kind == role::adjoint || t.kind == role::total) && t.of == tensor);
    };
    bool found = any_node(g, e.value, is_use);
    for (int id = e.first_node; id < e.end_node && !found; ++id) {
        found = is_use(id);
    }
    return found;
}

/// Puts the equations into an order in which each reads only what is computed before (itself aside).
constexpr void order_equations(formula& f) {
    graph& g = f.nodes;
    vector<equation> ordered;
    vector<equation> rest = f.equations;
    while (!rest.empty()) {
        std::size_t next = rest.size();
        for (std::size_t i = 0; i < rest.size() && next == rest.size(); ++i) {
            bool ready = true;
            for (std::size_t j = 0; j < rest.size(); ++j) {
                bool const other = rest[j].tensor != rest[i].tensor;
                // Initial values of a tensor come before the recurrence that starts from them.
                bool const initial = !other && j != i && reads(g, rest[i].value, rest[i].tensor) &&
                                     !reads(g, rest[j].value, rest[j].tensor);
                ready = ready && !(other && needs(g, rest[i], rest[j].tensor)) && !initial;
            }
            next = ready ? i : next;
        }
        if (next == rest.size()) {
            g.fail(sentence("the equations of ", describe_left(g, rest.front()), " and ",
                            describe_left(g, rest.back()),
                            " read each other: no order computes one after the other"));
            return;
        }
        ordered.push_back(rest[next]);
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(next));
    }
    f.equations = ordered;
}

}  // namespace iverson::graph
