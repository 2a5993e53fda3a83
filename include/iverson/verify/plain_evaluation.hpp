// SPDX-License-Identifier: BSL-1.0
#pragma once

// long because shapes and values of one formula are told by one class: an entry that is asked for may define others.

#include "plain_binding.hpp"
#include "plain_functions.hpp"
#include "plain_support.hpp"
#include "plain_tensor.hpp"

#include <iverson/graph/checks.hpp>
#include <iverson/graph/formula.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// THE PLAIN MEANING of a formula: docs/semantics.md as a program. It goes through every point and every bracket, is slow and
/// obvious, and shares nothing with simplify, plan and loops: they are all tested against it.
namespace iverson::plain {

/// Computes a formula. T is any number type: double, std::complex, multiprecision, exact fractions, dual numbers.
template <class T, class Functions>
class evaluation {
  public:
    /// Errors: binding_error where the formula failed, or the tensors do not fit it.
    evaluation(graph::formula const& f, tensors<T> inputs, Functions functions)
        : f_{f}, g_{f.nodes}, functions_{std::move(functions)}, shapes_{f},
          support_{f.nodes, [this](int id) { return domain_of(id); },
                   [this](int id, point const& at) { return entry_of(id, at); }, &index_support_},
          index_support_{f.nodes, [this](int id) { return domain_of(id); }}, values_{std::move(inputs)} {
        if (f.failed()) {
            throw binding_error{std::string{g_.message().view()}};
        }
        take_inputs();
        take_integers();
        define_domains();
        shapes_.finish();
        require_extents();
        at_.emplace(shapes_.symbols());
        for (graph::requirement const& r : f.requirements) {
            if (r.what == graph::requirement::kind::gathered) {
                require_gathered(r);
            }
        }
    }

    /// One left side, and of the others what it needs.
    tensor<T> run(int wanted) {
        fill(wanted);
        return std::move(values_.at(wanted));
    }
    /// All tensors: the inputs, with their starts, and every left side.
    tensors<T> run() {
        for (graph::equation const& e : f_.equations) {
            fill(e.tensor);
        }
        return std::move(values_);
    }

  private:
    enum class state : std::uint8_t { open, active, done };

    // -- shapes -----------------------------------------------------------------------------------------------------
    void take_inputs() {
        for (auto& [id, t] : values_) {
            if (id < 0 || id >= static_cast<int>(g_.tensors.size()) || f_.defining(id) >= 0) {
                throw binding_error{"tensor " + std::to_string(id) + " is not an input of the formula"};
            }
            shapes_.give(id, t.box(), !t.lower.empty());
            t.lower.clear();
            for (interval const& axis : *shapes_.box(id)) {
                t.lower.push_back(axis.first);
            }
        }
        require_bound();
        shapes_.settle();
    }
    void require_bound() const {
        auto const require = [&](int id) {
            if (f_.defining(id) < 0 && !values_.contains(id)) {
                throw binding_error{graph::binding::not_bound(shapes_.name_of(id))};
            }
        };
        std::vector<bool> seen(static_cast<std::size_t>(g_.size()), false);
        auto const visit = [&](auto const& self, int id) -> void {
            if (seen[static_cast<std::size_t>(id)]) {
                return;
            }
            seen[static_cast<std::size_t>(id)] = true;
            auto const links = g_.links(id);
            switch (g_.kind(id)) {
                case graph::op::number:
                case graph::op::bracket: return;
                case graph::op::access: return require(g_[id].head);
                case graph::op::reduce: return self(self, links.back());
                case graph::op::recognized: return self(self, links.front());
                default:
                    for (int link : links) {
                        self(self, link);
                    }
            }
        };
        for (graph::equation const& e : f_.equations) {
            visit(visit, e.value);
        }
    }

    // -- integer tensors ---------------------------------------------------------------------------------------------
    /// The integer that an entry is: the first of 0, 1, -1, 2, -2, ... that equals it, for any type of numbers.
    std::int64_t integer_of(int id, T const& value) const {
        constexpr std::int64_t last = std::int64_t{1} << 20;
        for (std::int64_t n = 0; n <= last; ++n) {
            for (std::int64_t const candidate : {n, -n}) {
                if (equal(value, T(static_cast<int>(candidate)))) {
                    return candidate;
                }
            }
        }
        throw binding_error{graph::binding::no_integer(shapes_.name_of(id))};
    }
    void take_integers() {
        for (auto const& [id, t] : values_) {
            if (g_.tensor_at(id).integral) {
                for (T const& value : t.values) {
                    integers_[id].push_back(integer_of(id, value));
                }
            }
        }
    }
    std::optional<std::int64_t> entry_of(int id, point const& at) const {
        auto const known = integers_.find(id);
        if (known == integers_.end() || !values_.at(id).holds(at)) {
            return {};
        }
        return known->second[values_.at(id).offset(at)];
    }
    /// For all values of the indices around it an access x(p(i)) stays inside x.
    void require_gathered(graph::requirement const& r) {
        std::vector<int> indices;
        auto const note = [&](graph::affine const& e) {
            for (auto const& t : e) {
                auto const kind = g_.symbol_at(t.symbol).kind;
                if (graph::is_index(kind) && kind != graph::symbol_kind::gathered &&
                    std::find(indices.begin(), indices.end(), t.symbol) == indices.end()) {
                    indices.push_back(t.symbol);
                }
            }
        };
        note(g_.affine_at(r.position));
        for (int guard : r.guards) {
            note(g_.condition_at(guard).expression);
        }
        for (graph::entry const& e : r.entries) {
            if (!values_.contains(e.tensor)) {
                throw binding_error{graph::binding::not_bound(shapes_.name_of(e.tensor))};
            }
            for (int position : e.positions) {
                note(g_.affine_at(position));
            }
        }
        place at = shapes_.symbols();
        auto const ask = [&] {
            ask_gathered(r, at);
            return true;
        };
        place box = at;
        for (graph::entry const& e : r.entries) {  // an integer tensor has no value outside its domain
            for (std::size_t d = 0; d < e.positions.size(); ++d) {
                box.require(g_.affine_at(e.positions[d]), (*shapes_.box(e.tensor))[d]);
            }
        }
        if (!box.empty) {
            for (int index : indices) {
                at[index] = box[index];
            }
            each_inside(indices, 0, r, at, ask);
        }
    }
    template <class Visit>
    void each_inside(std::vector<int> const& indices, std::size_t depth, graph::requirement const& r,
                     place& at, Visit const& visit) const {
        if (depth == indices.size()) {
            if (std::all_of(r.guards.begin(), r.guards.end(), [&](int c) { return holds(g_, c, at); })) {
                visit();
            }
            return;
        }
        place box = at;
        support::narrow_all(box, [&](place& p) {
            for (int guard : r.guards) {
                support_.narrow_condition(guard, p);
            }
        });
        interval const range = box.empty ? interval::nothing() : box[indices[depth]];
        if (!range.finite()) {
            throw binding_error{"index " + shapes_.symbol_name(indices[depth]) + " has no range, and " +
                                shapes_.access_text(r) + " needs one"};
        }
        interval const before = at[indices[depth]];
        for (std::int64_t value = range.first; value <= range.last; ++value) {
            at[indices[depth]] = interval::point(value);
            each_inside(indices, depth + 1, r, at, visit);
        }
        at[indices[depth]] = before;
    }
    void ask_gathered(graph::requirement const& r, place& at) const {
        std::string said;
        for (graph::entry const& e : r.entries) {
            point where;
            for (int position : e.positions) {
                where.push_back(value_of(g_, g_.affine_at(position), at));
            }
            auto const value = entry_of(e.tensor, where);
            if (!value) {
                return;
            }
            at[e.symbol] = interval::point(*value);
            said +=
                (said.empty() ? "" : ", ") + graph::binding::entry(shapes_.name_of(e.tensor), where, *value);
        }
        interval const axis = (*shapes_.box(r.tensor))[static_cast<std::size_t>(r.axis)];
        if (!axis.holds(value_of(g_, g_.affine_at(r.position), at))) {
            throw binding_error{
                graph::binding::leaves(shapes_.access_text(r), shapes_.bound(r.tensor, r.axis), said)};
        }
    }

    /// A written extent must be given by an axis, also where no value is asked for that depends on it.
    void require_extents() const {
        auto const require = [&](graph::affine const& e) { shapes_.require_values(e); };
        auto const visit = [&](int id) {
            graph::for_each_affine(g_, id, require);
            return false;
        };
        for (graph::equation const& e : f_.equations) {
            for (int c : e.domain) {
                require(g_.condition_at(c).expression);
            }
            graph::any_node(g_, e.value, visit);
        }
    }

    std::vector<interval> const* domain_of(int tensor) const { return shapes_.box(tensor); }

    /// One tensor after the other, each as soon as the extents in its ranges are given: no range gives an extent to itself.
    void define_domains() {
        while (define_some()) {
        }
        for (graph::equation const& e : f_.equations) {
            if (shapes_.box(e.tensor) == nullptr) {
                require_extents_of(e.tensor);
            }
        }
    }
    bool define_some() {
        bool defined = false;
        for (graph::equation const& e : f_.equations) {
            if (shapes_.box(e.tensor) != nullptr || !has_extents(e.tensor)) {
                continue;
            }
            defined = true;
            std::vector<interval> box(e.positions.size(), interval::nothing());
            for (graph::equation const& piece : f_.equations) {
                for (std::size_t d = 0; piece.tensor == e.tensor && d < box.size(); ++d) {
                    box[d] = box[d].hull(axis_of(piece, d));
                }
            }
            check_adjoints(e.tensor, box);
            define(e.tensor, declared(e.tensor, box));
        }
        return defined;
    }
    bool has_extents(int tensor) const {
        return std::all_of(f_.equations.begin(), f_.equations.end(), [&](graph::equation const& e) {
            return e.tensor != tensor || std::all_of(e.domain.begin(), e.domain.end(), [&](int c) {
                       return shapes_.knows_extents(g_.condition_at(c).expression);
                   });
        });
    }
    void require_extents_of(int tensor) const {
        for (graph::equation const& e : f_.equations) {
            for (int c : e.domain) {
                if (e.tensor == tensor) {
                    shapes_.require_values(g_.condition_at(c).expression);
                }
            }
        }
    }
    /// An adjoint that is bound has exactly the domain of its tensor. (Where a range speaks of another free index, the box is
    /// what the axes say, and the hull of the positions may be smaller.)
    void check_adjoints(int id, std::vector<interval> const& box) const {
        if (has_coupled_ranges(id)) {
            return;
        }
        for (int other = 0; other < static_cast<int>(g_.tensors.size()); ++other) {
            graph::tensor const& t = g_.tensor_at(other);
            std::vector<interval> const* given = shapes_.box(other);
            if (t.kind != graph::role::adjoint || t.of != id || given == nullptr) {
                continue;
            }
            // A domain without positions has none along any axis; the adjoint's then says as much by one of them.
            bool const nothing = is_empty(box) && is_empty(*given);
            for (std::size_t d = 0; d < box.size() && !nothing; ++d) {
                if (!((*given)[d] == box[d])) {
                    throw binding_error{"axis " + std::to_string(d) + " of " + shapes_.name_of(other) +
                                        " is " + graph::binding::range((*given)[d].first, (*given)[d].last) +
                                        ", and that of " + shapes_.name_of(id) + " is " +
                                        graph::binding::range(box[d].first, box[d].last)};
                }
            }
        }
    }
    bool has_coupled_ranges(int id) const {
        for (graph::equation const& e : f_.equations) {
            for (int c : e.domain) {
                auto const mentioned = std::count_if(e.positions.begin(), e.positions.end(), [&](int p) {
                    int const index = g_.affine_at(p).bare_symbol();
                    return index >= 0 && g_.condition_at(c).expression.mentions(index);
                });
                if (e.tensor == id && mentioned > 1) {
                    return true;
                }
            }
        }
        return false;
    }
    static bool is_empty(std::vector<interval> const& box) {
        return std::any_of(box.begin(), box.end(), [](interval const& i) { return i.empty(); });
    }
    /// The domain is what the axes say, where the inputs decide it already: entries that no equation gives are 0. The hull of
    /// a support is what it is: the inputs whose axes must equal it are refused where they do not.
    std::vector<interval> declared(int id, std::vector<interval> box) const {
        graph::tensor const& t = g_.tensor_at(id);
        for (std::size_t d = 0; d < box.size(); ++d) {
            box[d] = box[d].empty() ? interval::nothing() : box[d];
            bool const known = d < t.axes.size() && shapes_.symbols().knows(t.axes[d].lower) &&
                               shapes_.symbols().knows(t.axes[d].upper);
            if (!known) {
                continue;
            }
            interval const axis{shapes_.symbols().range(t.axes[d].lower).first,
                                shapes_.symbols().range(t.axes[d].upper).first};
            bool const fits = is_hull(id, d) ? axis == box[d] || (axis.empty() && box[d].empty())
                                             : axis.hull(box[d]) == axis;
            if (!fits) {
                throw binding_error{"axis " + std::to_string(d) + " of " + shapes_.name_of(id) + " is " +
                                    graph::binding::range(axis.first, axis.last) +
                                    ", and its equations give " +
                                    graph::binding::range(box[d].first, box[d].last)};
            }
            box[d] = axis;
        }
        return box;
    }
    /// Whether no equation of the tensor ranges over the axis' own start, so that its support alone says where it is.
    bool is_hull(int id, std::size_t d) const {
        graph::affine const& lower = g_.tensor_at(id).axes[d].lower;
        int const start = lower.bare_symbol();
        if (start < 0 || g_.symbol_at(start).kind != graph::symbol_kind::lower) {
            return false;
        }
        return std::none_of(f_.equations.begin(), f_.equations.end(), [&](graph::equation const& e) {
            return e.tensor == id && std::any_of(e.domain.begin(), e.domain.end(), [&](int c) {
                       return g_.condition_at(c).expression.mentions(start);
                   });
        });
    }
    void define(int tensor, std::vector<interval> box) {
        values_[tensor] = plain::tensor<T>::zeros(box);
        states_[tensor].assign(values_[tensor].values.size(), state::open);
        shapes_.give(tensor, std::move(box), true);
        shapes_.settle();
    }

    /// The positions that one equation defines along one axis: its range if it has one, else the hull of the support.
    interval axis_of(graph::equation const& e, std::size_t d) const {
        graph::affine const& position = g_.affine_at(e.positions[d]);
        if (position.is_constant()) {
            return interval::point(position.constant());
        }
        int const index = position.bare_symbol();
        std::vector<int> vars{index};
        std::vector<int> const guards = linked_conditions(e, vars);
        place box = shapes_.symbols();
        support::narrow_all(box, [&](place& p) {
            for (int guard : guards) {
                support_.narrow_condition(guard, p);
            }
        });
        if (box.empty || box[index].finite()) {
            return hull(e, index, vars, guards, -1);
        }
        return hull(e, index, graph::free_indices(g_, e), e.domain, e.value);
    }
    /// The conditions that say something of `vars[0]`, directly or through another free index; those indices join `vars`.
    std::vector<int> linked_conditions(graph::equation const& e, std::vector<int>& vars) const {
        std::vector<int> result;
        std::vector<int> const free = graph::free_indices(g_, e);
        for (std::size_t i = 0; i < vars.size(); ++i) {
            for (int c : e.domain) {
                graph::affine const& expression = g_.condition_at(c).expression;
                if (!expression.mentions(vars[i]) ||
                    std::find(result.begin(), result.end(), c) != result.end()) {
                    continue;
                }
                result.push_back(c);
                for (int other : free) {
                    if (expression.mentions(other) &&
                        std::find(vars.begin(), vars.end(), other) == vars.end()) {
                        vars.push_back(other);
                    }
                }
            }
        }
        return result;
    }
    interval hull(graph::equation const& e, int index, std::vector<int> const& vars,
                  std::vector<int> const& guards, int body) const {
        interval result = interval::nothing();
        place at = shapes_.symbols();
        auto const visit = [&] {
            result = result.hull(at[index]);
            return true;
        };
        index_support_.each_point(vars, guards, body, at, visit, [&](int symbol) {
            throw binding_error{"index " + shapes_.symbol_name(symbol) + " on the left of " +
                                shapes_.name_of(e.tensor) +
                                " ranges over all of Z, and the right side does not end; give it a range"};
        });
        return result;
    }

    // -- values -----------------------------------------------------------------------------------------------------
    void fill(int tensor) {
        plain::tensor<T> const& t = values_.at(tensor);
        for (std::size_t entry = 0; entry < t.values.size(); ++entry) {
            compute(tensor, entry);
        }
    }

    /// Computes one entry if it is not known yet: entries that it needs are computed on the way.
    T compute(int tensor, std::size_t entry) {
        plain::tensor<T>& t = values_.at(tensor);
        state& s = states_.at(tensor)[entry];
        if (s == state::done) {
            return t.values[entry];
        }
        if (s == state::active) {
            throw binding_error{shapes_.name_of(tensor) + " needs its own value"};
        }
        s = state::active;
        t.values[entry] = defined_value(tensor, t.position_of(entry));
        s = state::done;
        return t.values[entry];
    }
    T defined_value(int tensor, point const& p) {
        // The indices of an equation that is under way keep their values while another entry is computed.
        place const outer = std::exchange(*at_, shapes_.symbols());
        T result(0);
        bool found = false;
        for (graph::equation const& e : f_.equations) {
            if (e.tensor != tensor || !enter(e, p)) {
                continue;
            }
            if (found) {
                throw binding_error{"two equations give a value to the same entry of " +
                                    shapes_.name_of(tensor)};
            }
            found = true;
            result = index_support_.possible(e.value, *at_) ? value(e.value) : T(0);
        }
        *at_ = outer;
        return result;
    }
    /// Gives the free indices their values; false where the equation says nothing of this position.
    bool enter(graph::equation const& e, point const& p) {
        for (std::size_t d = 0; d < p.size(); ++d) {
            graph::affine const& left = g_.affine_at(e.positions[d]);
            if (left.is_constant()) {
                if (left.constant() != p[d]) {
                    return false;
                }
                continue;
            }
            (*at_)[left.bare_symbol()] = interval::point(p[d]);
        }
        return std::all_of(e.domain.begin(), e.domain.end(), [&](int c) { return holds(g_, c, *at_); });
    }

    T value(int id) {
        auto const links = g_.links(id);
        switch (g_.kind(id)) {
            case graph::op::number: return literal<T>(g_.number_of(id));
            case graph::op::access: return access(id);
            case graph::op::bracket: return T(holds(g_, g_[id].head, *at_) ? 1 : 0);
            case graph::op::compare: return T(compare(id) ? 1 : 0);
            case graph::op::chosen: return T(static_cast<int>(chosen(id)));
            case graph::op::match: return T(matches(id) ? 1 : 0);
            case graph::op::add: return sum(links);
            case graph::op::multiply: return product(links);
            case graph::op::power: return power(links[0], links[1]);
            case graph::op::call: return call(id);
            case graph::op::reduce: return reduce(id);
            case graph::op::recognized: return value(links[0]);
            case graph::op::partial: break;
        }
        throw binding_error{std::string{graph::describe(g_, id).view()} +
                            " is a derivative that has not been taken"};
    }

    T access(int id) {
        int const tensor = g_[id].head;
        point p;
        for (int link : g_.links(id)) {
            p.push_back(value_of(g_, g_.affine_at(link), *at_));
        }
        plain::tensor<T> const& t = values_.at(tensor);
        if (!t.holds(p)) {
            return T(0);
        }
        return f_.defining(tensor) < 0 ? t.values[t.offset(p)] : compute(tensor, t.offset(p));
    }

    bool compare(int id) {
        T const a = value(g_.links(id)[0]);
        T const b = value(g_.links(id)[1]);
        switch (static_cast<graph::comparison>(g_[id].head)) {
            case graph::comparison::equal: return equal(a, b);
            case graph::comparison::less: return less(a, b);
            case graph::comparison::less_equal: return less(a, b) || equal(a, b);
            case graph::comparison::different: return !equal(a, b);
        }
        return false;
    }

    /// [e = u]: an index expression against a value.
    bool matches(int id) {
        std::int64_t const index = value_of(g_, g_.index_of(id), *at_);
        int const u = g_.links(id)[0];
        if (graph::is_entry_bracket(g_, id) && !support_.inside(u, *at_)) {
            return false;  // an integer tensor has no value outside its domain
        }
        return g_.is(u, graph::op::chosen) ? chosen(u) == index : equal(value(u), T(static_cast<int>(index)));
    }

    T sum(std::span<int const> terms) {
        T result(0);
        for (int term : terms) {
            result = result + value(term);
        }
        return result;
    }

    /// [false] * u is 0 even where u is undefined, and so is every product outside its support: brackets come first.
    T product(std::span<int const> factors) {
        if (!index_support_.product_possible(factors, *at_)) {
            return T(0);
        }
        refuse_empty_means(factors);
        T result(1);
        for (int factor : factors) {
            if (!index_support_.possible(factor, *at_)) {
                return T(0);
            }
        }
        for (int factor : factors) {
            if ((g_.is(factor, graph::op::compare) && !compare(factor)) ||
                (g_.is(factor, graph::op::match) && !matches(factor))) {
                refuse_nothing_in(factors);
                return T(0);
            }
        }
        for (int factor : factors) {
            result = result * value(factor);
        }
        return result;
    }

    /// What a value decides is not asked at binding: a max over nothing is an error behind a bracket of values, too.
    void refuse_nothing_in(std::span<int const> factors) {
        if (!index_support_.product_possible(factors, *at_)) {
            return;
        }
        refuse_empty_means(factors);
        for (int factor : factors) {
            refuse_nothing(factor);
        }
    }
    void refuse_nothing(int id) {
        auto const wanted = [&](int n) {
            return g_.is(n, graph::op::power) ||
                   (g_.is(n, graph::op::reduce) && !is_sum_or_product(g_.reduction_of(n).kind));
        };
        if (!graph::any_node(g_, id, wanted)) {
            return;
        }
        if (g_.is(id, graph::op::multiply)) {
            return refuse_nothing_in(g_.links(id));
        }
        if (!g_.is(id, graph::op::reduce)) {
            for (int child : graph::children(g_, id)) {
                refuse_nothing(child);
            }
            return;
        }
        graph::reduction_view const view = g_.reduction_of(id);
        bool found = is_sum_or_product(view.kind);
        auto const visit = [&] {
            refuse_nothing(view.body);
            return found = true;
        };
        bool const is_sum = view.kind == graph::reduction::sum;
        support_.each_point(view.vars, view.guards, is_sum ? view.body : -1, *at_, visit, endless(id));
        if (!found) {
            refuse_empty(view.kind == graph::reduction::maximum ? "max" : "min", view);
        }
    }
    static bool is_sum_or_product(graph::reduction kind) {
        return kind == graph::reduction::sum || kind == graph::reduction::product;
    }
    /// The sum of a mean over nothing is 0 before it is divided by 0.
    void refuse_empty_means(std::span<int const> factors) {
        for (int factor : factors) {
            auto const links = g_.links(factor);
            bool const mean = g_.is(factor, graph::op::power) && graph::is_mean_count(g_, links[0], links[1]);
            if (mean && equal(value(links[0]), T(0))) {
                refuse_empty("mean", g_.reduction_of(links[0]));
            }
        }
    }

    T power(int base, int exponent) {
        if (g_.is(exponent, graph::op::number) && g_.number_of(exponent).is_integer()) {
            return integer_power(value(base), g_.number_of(exponent).num());
        }
        return general_power(value(base), value(exponent));
    }

    T call(int id) {
        std::vector<T> arguments;
        for (int link : g_.links(id)) {
            arguments.push_back(value(link));
        }
        graph::function_record const& f = g_.function_of(id);
        if (f.is_unknown()) {
            throw binding_error{std::string{graph::no_value(f).view()}};
        }
        return functions_(f.name, std::span<T const>{arguments});
    }

    T reduce(int id) {
        graph::reduction_view const view = g_.reduction_of(id);
        bool const is_sum = view.kind == graph::reduction::sum;
        bool const is_product = view.kind == graph::reduction::product;
        std::optional<T> result;
        auto const visit = [&] {
            T const next = value(view.body);
            result = !result      ? next
                     : is_sum     ? T(*result + next)
                     : is_product ? T(*result * next)
                                  : better(view.kind, *result, next);
            return true;
        };
        support_.each_point(view.vars, view.guards, is_sum ? view.body : -1, *at_, visit, endless(id));
        if (!result && !is_sum && !is_product) {
            refuse_empty(view.kind == graph::reduction::maximum ? "max" : "min", view);
        }
        return result ? *result : T(is_product ? 1 : 0);
    }
    /// The value of one index where the extreme is found first.
    std::int64_t chosen(int id) {
        int const reduction = g_.links(id)[0];
        graph::reduction_view const view = g_.reduction_of(reduction);
        int const index = view.vars[static_cast<std::size_t>(g_[id].head)];
        std::optional<T> best;
        std::int64_t result = 0;
        auto const visit = [&] {
            T const next = value(view.body);
            if (!best || replaces(view.kind, *best, next)) {
                best = next;
                result = (*at_)[index].first;
            }
            return true;
        };
        support_.each_point(view.vars, view.guards, -1, *at_, visit, endless(reduction));
        if (!best) {
            refuse_empty(view.kind == graph::reduction::maximum ? "max" : "min", view);
        }
        return result;
    }
    auto endless(int id) const {
        return [this, id](int symbol) {
            throw binding_error{std::string{graph::describe(g_, id).view()} + " does not end over " +
                                shapes_.symbol_name(symbol) + " in Z; give it a range"};
        };
    }
    [[noreturn]] void refuse_empty(std::string_view what, graph::reduction_view const& view) const {
        throw binding_error{graph::binding::empty_reduction(what, names(view.vars))};
    }
    /// The first of equal ones wins, and a NaN stays.
    static bool replaces(graph::reduction kind, T const& a, T const& b) {
        bool const beyond = kind == graph::reduction::maximum ? less(a, b) : less(b, a);
        return !is_nan(a) && (beyond || is_nan(b));
    }
    static T better(graph::reduction kind, T const& a, T const& b) { return replaces(kind, a, b) ? b : a; }
    std::string names(std::span<int const> symbols) const {
        std::string result;
        for (int symbol : symbols) {
            result += (result.empty() ? "" : ", ") + shapes_.symbol_name(symbol);
        }
        return result;
    }

    graph::formula const& f_;
    graph::graph const& g_;
    Functions functions_;
    shapes shapes_;
    support support_;
    support
        index_support_;  ///< without what the entries of integer tensors say: no domain or support hangs on values
    tensors<T> values_;
    std::map<int, std::vector<std::int64_t>> integers_;
    std::map<int, std::vector<state>> states_;
    std::optional<place> at_;
};

}  // namespace iverson::plain
