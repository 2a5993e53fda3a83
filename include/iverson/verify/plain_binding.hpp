// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain_support.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

/// What the bound tensors say about extents and starts, and the checks that they must pass.
namespace iverson::plain {

/// The index that subscripts this axis bare somewhere in the formula; -1 if there is none.
inline int bare_index(graph::formula const& f, int tensor, int axis) {
    auto const index_of = [&](int position) {
        int const symbol = f.nodes.affine_at(position).bare_symbol();
        auto const kind = symbol < 0 ? graph::symbol_kind::extent : f.nodes.symbol_at(symbol).kind;
        return graph::is_index(kind) ? symbol : -1;
    };
    for (int id = 0; id < f.nodes.size(); ++id) {
        if (f.nodes.is(id, graph::op::access) && f.nodes[id].head == tensor) {
            if (int const symbol = index_of(f.nodes.links(id)[static_cast<std::size_t>(axis)]); symbol >= 0) {
                return symbol;
            }
        }
    }
    for (graph::equation const& e : f.equations) {
        if (e.tensor == tensor && index_of(e.positions[static_cast<std::size_t>(axis)]) >= 0) {
            return index_of(e.positions[static_cast<std::size_t>(axis)]);
        }
    }
    return -1;
}

/// The domains of all tensors and the values of extents and starts, as far as they are known.
class shapes {
  public:
    explicit shapes(graph::formula const& f)
        : f_{f}, symbols_{f.nodes.symbols.size()}, owner_(f.nodes.symbols.size()),
          boxes_(f.nodes.tensors.size()), checked_(f.requirements.size(), false) {
        for (std::size_t i = 0; i < f.requirements.size(); ++i) {
            // Whoever knows the entries of integer tensors checks what they say.
            checked_[i] = f.requirements[i].what == graph::requirement::kind::gathered;
        }
    }

    place const& symbols() const { return symbols_; }
    std::vector<interval> const* box(int tensor) const {
        auto const& known = boxes_[static_cast<std::size_t>(tensor)];
        return known ? &*known : nullptr;
    }

    /// Gives a tensor its domain. `placed` is false where the starts are the formula's to choose.
    /// Errors: binding_error for another number of axes.
    void give(int tensor, std::vector<interval> domain, bool placed) {
        graph::tensor const& t = f_.nodes.tensor_at(tensor);
        auto const name = name_of(tensor);
        if (t.rank != static_cast<int>(domain.size())) {
            throw binding_error{graph::binding::ranks_differ(name, t.rank, static_cast<int>(domain.size()))};
        }
        for (std::size_t d = 0; d < t.axes.size(); ++d) {
            // An empty tensor has no start to speak of: it takes that of its axis.
            if (t.axes[d].lower.is_constant() && (!placed || domain[d].empty())) {
                std::int64_t const shift = t.axes[d].lower.constant() - domain[d].first;
                domain[d] = {domain[d].first + shift, domain[d].last + shift};
            }
        }
        for (std::size_t d = 0; d < t.axes.size(); ++d) {
            todo_.push_back({tensor, static_cast<int>(d), t.axes[d].lower, domain[d].first, false});
            todo_.push_back({tensor, static_cast<int>(d), t.axes[d].upper, domain[d].last, true});
        }
        boxes_[static_cast<std::size_t>(tensor)] = std::move(domain);
    }

    /// Reads extents and starts off the known domains, compares the rest, then checks all requirements that are decided.
    /// Errors: binding_error.
    void settle() {
        for (std::size_t i = 0; i < f_.requirements.size(); ++i) {
            if (f_.requirements[i].what == graph::requirement::kind::equal_axes && !checked_[i]) {
                check_equal(i);
            }
        }
        while (assign(source::own) || assign(source::other) || assign(source::empty)) {
        }
        std::erase_if(todo_, [&](end const& e) { return compare(e); });
        for (std::size_t i = 0; i < f_.requirements.size(); ++i) {
            if (f_.requirements[i].what == graph::requirement::kind::inside && !checked_[i]) {
                check_inside(i);
            }
        }
    }

    /// Errors: binding_error if a requirement could not be checked, since a tensor that it speaks of is not bound, or an extent
    /// in it is given by no axis.
    void finish() const {
        for (std::size_t i = 0; i < checked_.size(); ++i) {
            graph::requirement const& r = f_.requirements[i];
            if (checked_[i]) {
                continue;
            }
            if (box(r.tensor) != nullptr && r.position >= 0) {
                require_values(f_.nodes.affine_at(r.position));
                for (int guard : r.guards) {
                    require_values(f_.nodes.condition_at(guard).expression);
                }
            }
            bool const other = r.other_tensor >= 0 && box(r.tensor) != nullptr;
            throw binding_error{graph::binding::not_bound(name_of(other ? r.other_tensor : r.tensor))};
        }
    }
    bool knows_extents(graph::affine const& e) const {
        return std::all_of(e.begin(), e.end(), [&](auto const& t) {
            return f_.nodes.symbol_at(t.symbol).kind != graph::symbol_kind::extent ||
                   symbols_[t.symbol].is_point();
        });
    }
    /// Errors: binding_error for an extent or a start that no axis gives.
    void require_values(graph::affine const& e) const {
        for (auto const& t : e) {
            auto const kind = f_.nodes.symbol_at(t.symbol).kind;
            bool const shape = kind == graph::symbol_kind::extent || kind == graph::symbol_kind::lower;
            if (shape && !symbols_[t.symbol].is_point()) {
                throw binding_error{graph::binding::no_value(symbol_name(t.symbol))};
            }
        }
    }

    /// The access as it stands in the formula: x(i + 1); the tensor alone if it stands there no more.
    std::string access_text(graph::requirement const& r) const {
        for (int id = 0; id < f_.nodes.size(); ++id) {
            bool const here = f_.nodes.is(id, graph::op::access) && f_.nodes[id].head == r.tensor;
            if (here && f_.nodes.links(id)[static_cast<std::size_t>(r.axis)] == r.position) {
                return std::string{graph::describe(f_.nodes, id).view()};
            }
        }
        return name_of(r.tensor) + " at " +
               std::string{graph::describe(f_.nodes, f_.nodes.affine_at(r.position)).view()};
    }
    std::string values(std::vector<int> const& indices, place const& at) const {
        std::string result;
        for (int i : indices) {
            result += (result.empty() ? "" : ", ") + symbol_name(i) + " = " + std::to_string(at[i].first);
        }
        return result;
    }
    graph::binding::bound_axis bound(int tensor, int axis) const {
        interval const i = (*box(tensor))[static_cast<std::size_t>(axis)];
        return {name_of(tensor), axis, i.first, i.extent()};
    }
    std::string name_of(int tensor) const {
        return std::string{graph::describe(f_.nodes, f_.nodes.tensor_at(tensor)).view()};
    }
    std::string symbol_name(int symbol) const {
        return symbol < 0 ? std::string{} : std::string{f_.nodes.symbol_at(symbol).name.view()};
    }

  private:
    /// One end of one axis: `expression` must equal `value`.
    struct end {
        int tensor;
        int axis;
        graph::affine expression;
        std::int64_t value;
        bool upper;
    };

    void check_equal(std::size_t which) {
        graph::requirement const& r = f_.requirements[which];
        if (box(r.tensor) == nullptr || box(r.other_tensor) == nullptr) {
            return;
        }
        checked_[which] = true;
        auto const a = bound(r.tensor, r.axis);
        auto const b = bound(r.other_tensor, r.other_axis);
        if (!a.equals(b)) {
            throw binding_error{graph::binding::axes_differ(symbol_name(r.index), a, b)};
        }
    }

    /// Where the value of a symbol is taken from, best first: the axis whose start or extent it is; an axis of which it is a
    /// part; an axis without positions, whose start is only a convention, and whose extent 2 d says that d is 0.
    enum class source : std::uint8_t { own, other, empty };

    /// Solves the ends that have one unknown symbol. Says whether it found one.
    bool assign(source from) {
        bool found = false;
        for (end const& e : todo_) {
            int const unknown = only_unknown(e.expression);
            if (unknown < 0 || !serves(e, unknown, from)) {
                continue;
            }
            std::int64_t const by = e.expression.coefficient(unknown);
            std::int64_t const rest = symbols_.range(e.expression - graph::affine::symbol(unknown, by)).first;
            // An extent of its own is the number of positions, also where the start turns out to be wrong.
            std::int64_t const left =
                gives_own(e, unknown) && e.upper ? domain_of(e).extent() : e.value - rest;
            bool const negative =
                f_.nodes.symbol_at(unknown).kind == graph::symbol_kind::extent && left / by < 0;
            if (left % by == 0 && !negative) {
                symbols_[unknown] = interval::point(left / by);
                owner_[static_cast<std::size_t>(unknown)] = e;
                found = true;
            }
        }
        return found;
    }
    bool serves(end const& e, int symbol, source from) const {
        bool const empty = domain_of(e).empty();
        switch (from) {
            case source::own: return gives_own(e, symbol) && (e.upper || !empty);
            case source::other: return !empty;
            case source::empty:
                return e.upper ? empty && is_multiple(e, symbol) : gives_own(e, symbol) && !takes_start(e);
        }
        return false;
    }
    /// An adjoint without positions starts where its tensor does, which the equations say.
    bool takes_start(end const& e) const {
        graph::tensor const& t = f_.nodes.tensor_at(e.tensor);
        return (t.kind == graph::role::adjoint || t.kind == graph::role::total) && f_.defining(t.of) >= 0;
    }
    int only_unknown(graph::affine const& e) const {
        int found = -1;
        for (auto const& t : e) {
            if (!symbols_[t.symbol].is_point()) {
                if (found >= 0) {
                    return -1;
                }
                found = t.symbol;
            }
        }
        return found;
    }
    /// Whether the symbol is the start of this axis, or its extent.
    bool gives_own(end const& e, int symbol) const {
        return e.upper ? length(e).bare_symbol() == symbol : e.expression.bare_symbol() == symbol;
    }
    /// Whether the extent of this axis is so many times the symbol.
    bool is_multiple(end const& e, int symbol) const {
        graph::affine const times = length(e);
        return times.coefficient(symbol) > 0 && times.size() == 1 && times.constant() == 0;
    }
    interval domain_of(end const& e) const { return (*box(e.tensor))[static_cast<std::size_t>(e.axis)]; }
    graph::affine length(end const& e) const {
        graph::axis const& a = f_.nodes.tensor_at(e.tensor).axes[static_cast<std::size_t>(e.axis)];
        return a.upper - a.lower + graph::affine{1};
    }

    /// Whether the end is settled; an error if it is settled and wrong.
    bool compare(end const& e) const {
        graph::axis const& a = f_.nodes.tensor_at(e.tensor).axes[static_cast<std::size_t>(e.axis)];
        if (!symbols_.knows(a.lower) || !symbols_.knows(a.upper)) {
            return false;
        }
        interval const wanted{symbols_.range(a.lower).first, symbols_.range(a.upper).first};
        if (wanted == domain_of(e)) {
            return true;
        }
        explain(e, wanted);
        return true;
    }
    [[noreturn]] void explain(end const& e, interval wanted) const {
        auto const here = bound(e.tensor, e.axis);
        for (auto const& t : length(e)) {
            auto const& owner = owner_[static_cast<std::size_t>(t.symbol)];
            bool const elsewhere = owner && (owner->tensor != e.tensor || owner->axis != e.axis);
            std::int64_t const value = symbols_[t.symbol].first;
            if (elsewhere && length(e).size() == 1 && t.coefficient == 1) {
                std::int64_t const other = here.extent - length(e).constant();
                throw binding_error{graph::binding::symbol_differs(
                    "extent", symbol_name(t.symbol), value, bound(owner->tensor, owner->axis), other, here)};
            }
        }
        throw binding_error{graph::binding::axis_is_set(symbol_name(bare_index(f_, e.tensor, e.axis)),
                                                        wanted.first, wanted.last, here)};
    }

    /// For every value of its indices that the guards allow, the position must lie inside the axis.
    void check_inside(std::size_t which) {
        graph::requirement const& r = f_.requirements[which];
        graph::affine const& position = f_.nodes.affine_at(r.position);
        std::vector<int> indices;
        bool decided = box(r.tensor) != nullptr;
        auto const note = [&](graph::affine const& e) {
            for (auto const& t : e) {
                auto const kind = f_.nodes.symbol_at(t.symbol).kind;
                bool const index = graph::is_index(kind);
                decided = decided && (index || symbols_[t.symbol].is_point());
                if (index && std::find(indices.begin(), indices.end(), t.symbol) == indices.end()) {
                    indices.push_back(t.symbol);
                }
            }
        };
        note(position);
        for (int guard : r.guards) {
            note(f_.nodes.condition_at(guard).expression);
        }
        if (!decided) {
            return;
        }
        checked_[which] = true;
        ask_inside(r, indices);
    }
    void ask_inside(graph::requirement const& r, std::vector<int> const& indices) const {
        graph::affine const& position = f_.nodes.affine_at(r.position);
        interval const axis = (*box(r.tensor))[static_cast<std::size_t>(r.axis)];
        place at = symbols_;
        bool const is_fixed =
            std::none_of(indices.begin(), indices.end(), [&](int index) { return position.mentions(index); });
        if (is_fixed && axis.holds(value_of(f_.nodes, position, at))) {
            return;  // for whichever values of the other indices
        }
        support const all{f_.nodes, [](int) { return nullptr; }};
        auto const ask = [&] {
            if (!axis.holds(value_of(f_.nodes, position, at))) {
                throw binding_error{
                    graph::binding::leaves(access_text(r), bound(r.tensor, r.axis), values(indices, at))};
            }
            return true;
        };
        all.each_point(indices, r.guards, -1, at, ask, [&](int symbol) {
            throw binding_error{"index " + symbol_name(symbol) + " has no range, and " + access_text(r) +
                                " needs one"};
        });
    }

    graph::formula const& f_;
    place symbols_;
    std::vector<std::optional<end>> owner_;
    std::vector<std::optional<std::vector<interval>>> boxes_;
    std::vector<end> todo_;
    std::vector<bool> checked_;
};

}  // namespace iverson::plain
