// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "factors.hpp"
#include "indices.hpp"
#include "piece.hpp"

#include "../graph/describe.hpp"
#include "../graph/unknown.hpp"

#include <set>
#include <span>
#include <string>
#include <vector>

namespace iverson::print {

/// Writes nodes as plain text, for messages and terminals: sum(s in Z, w[s]*x[t - s]), d(tanh(u[i]))/d(x[j]).
class text_writer {
  public:
    text_writer(graph::graph const& g, naming const& names) : graph_{g}, indices_{g, names, notation::text} {}
    text_writer(text_writer const&) = delete;
    text_writer& operator=(text_writer const&) = delete;

    std::string operator()(int id) const { return of(id).whole(); }
    std::string operator()(left_side const& left) const { return access(left.tensor, left.positions); }
    index_printer const& indices() const { return indices_; }

  private:
    piece of(int id) const {
        auto const links = graph_.links(id);
        switch (graph_.kind(id)) {
            case graph::op::number: return number(graph_.number_of(id));
            case graph::op::access: return {access(graph_[id].head, links)};
            case graph::op::bracket: return {"[" + indices_(graph_.condition_of(id)) + "]"};
            case graph::op::compare: return {comparison(id)};
            case graph::op::chosen:
                return {"arg" + (*this)(links[0]) +
                        (several(links[0]) ? "[" + std::to_string(graph_[id].head) + "]" : "")};
            case graph::op::match: {
                std::string const index = indices_(graph_.index_of(id));
                std::string const value = (*this)(links[0]);
                bool const entry = graph::is_entry_bracket(graph_, id);
                return {"[" + (entry ? value + " == " + index : index + " == " + value) + "]"};
            }
            case graph::op::add: return add(links);
            case graph::op::multiply: return product(id);
            case graph::op::power: return is_reciprocal(graph_, id) ? product(id) : power(links[0], links[1]);
            case graph::op::call:
                return {std::string{graph::full_name(graph_.function_of(id)).view()} +
                        (links.empty() ? "" : arguments(links))};
            case graph::op::reduce: return reduction(id);
            case graph::op::partial:
                return {"d(" + (*this)(links[0]) + ")/d(" + (*this)(links[1]) + ")", strength::product};
            case graph::op::recognized: return of(links[0]);
        }
        return {};
    }

    bool several(int reduce) const { return graph_.reduction_of(reduce).vars.size() > 1; }

    static piece number(graph::rational value) {
        bool const whole = decimal_places(value) >= 0;
        auto const fraction = [](std::string const& n, std::string const& d) { return n + "/" + d; };
        return {written(value, fraction), whole ? strength::atom : strength::product,
                value < graph::rational{0}};
    }

    std::string tensor(int id) const {
        auto const& t = graph_.tensor_at(id);
        switch (t.kind) {
            case graph::role::plain: return std::string{t.name.view()};
            case graph::role::next: return tensor(t.of) + "'";
            case graph::role::rate: return "rate(" + tensor(t.of) + ")";
            case graph::role::transition: return "transition(" + tensor(t.of) + ")";
            case graph::role::state: return tensor(t.of) + "@" + std::to_string(t.by);
            case graph::role::adjoint: return derivative("adjoint(", t);
            case graph::role::tangent: return derivative("tangent(", t);
            case graph::role::total: return derivative("total(", t);
            case graph::role::jacobian: return "jacobian(" + tensor(t.of) + ", " + tensor(t.by) + ")";
        }
        return {};
    }
    std::string derivative(std::string const& word, graph::tensor const& t) const {
        return word + tensor(t.of) + (t.by < 0 ? "" : ", " + tensor(t.by)) + ")";
    }
    std::string access(int id, std::span<int const> positions) const {
        std::vector<std::string> parts;
        for (int position : positions) {
            parts.push_back(indices_(graph_.affine_at(position)));
        }
        return tensor(id) + (parts.empty() ? "" : "[" + joined(parts, ", ") + "]");
    }
    std::string comparison(int id) const {
        auto const links = graph_.links(id);
        return "[" + (*this)(links[0]) + std::string{graph::comparison_signs[graph_[id].head]} +
               (*this)(links[1]) + "]";
    }
    std::string arguments(std::span<int const> ids) const {
        std::vector<std::string> parts;
        for (int id : ids) {
            parts.push_back((*this)(id));
        }
        return "(" + joined(parts, ", ") + ")";
    }

    piece add(std::span<int const> terms) const {
        std::vector<piece> pieces;
        for (int term : terms) {
            pieces.push_back(of(term));
        }
        return {joined_terms(pieces), strength::sum};
    }
    static std::string enclosed_unless(bool tight, piece const& p) {
        return tight ? p.body : "(" + p.whole() + ")";
    }

    /// The factors with * between them; one that binds like a product itself needs parentheses unless it is the first.
    static std::string chain(std::vector<piece> const& pieces) {
        std::string result;
        for (piece const& p : pieces) {
            bool const tight =
                p.binds > strength::product || (p.binds == strength::product && result.empty());
            result += (result.empty() ? "" : "*") + enclosed_unless(tight && !p.negative, p);
        }
        return result;
    }
    piece product(int id) const {
        factors const parts = factors_of(graph_, id, hidden_);
        if (parts.is_single() && !graph_.is(parts.before[0], graph::op::multiply)) {
            return of(parts.before[0]);
        }
        std::vector<piece> above;
        if (!parts.number.is_one()) {
            above.push_back(number(parts.number));
        }
        for (auto const* list : {&parts.before, &parts.above, &parts.after}) {
            for (int factor : *list) {
                above.push_back(of(factor));
            }
        }
        std::string const over = above.empty() ? "1" : chain(above);
        return {over + (parts.has_fraction() ? "/" + divisor(parts.below) : ""), strength::product,
                parts.negative};
    }
    std::string divisor(std::vector<int> const& below) const {
        std::vector<piece> pieces;
        for (int id : below) {
            pieces.push_back(raised(graph_.links(id)[0], -graph_.number_of(graph_.links(id)[1])));
        }
        bool const single = pieces.size() == 1 && pieces[0].binds > strength::product && !pieces[0].negative;
        return single ? pieces[0].body : "(" + (pieces.size() == 1 ? pieces[0].whole() : chain(pieces)) + ")";
    }

    piece power(int base, int exponent) const {
        if (graph_.is(exponent, graph::op::number)) {
            return raised(base, graph_.number_of(exponent));
        }
        piece const e = of(exponent);
        return {power_base(base) + "^" + enclosed_unless(e.binds == strength::atom && !e.negative, e),
                strength::power};
    }
    piece raised(int base, graph::rational exponent) const {
        if (exponent.is_one()) {
            return of(base);
        }
        piece const e = number(exponent);
        return {power_base(base) + "^" + enclosed_unless(exponent.is_integer(), e), strength::power};
    }
    std::string power_base(int base) const {
        piece const p = of(base);
        return enclosed_unless(p.binds == strength::atom && !p.negative, p);
    }

    /// A sum over indices that are all entries of integer tensors is its body.
    piece reduction(int id) const {
        auto const read = read_indices(graph_, id);
        for (read_index const& r : read) {
            indices_.show_as(r.symbol, (*this)(graph_.links(r.match)[0]));
            hidden_.insert(r.match);
        }
        if (read.empty() || read.size() < graph_.reduction_of(id).vars.size()) {
            return {reduce(id)};
        }
        std::vector<piece> all;
        for (int condition : show_range(graph_, id).conditions) {
            all.push_back({"[" + indices_(graph_.condition_at(condition)) + "]"});
        }
        piece const body = product(graph_.reduction_of(id).body);
        if (all.empty()) {
            return body;
        }
        all.push_back(body);
        return {chain(all), strength::product};
    }
    /// sum(s in Z, i, r in 0..2, body). Further conditions are factors of a sum, and stand after a bar in the others.
    std::string reduce(int id) const {
        static constexpr std::string_view words[] = {"sum", "prod", "max", "min"};
        auto const view = graph_.reduction_of(id);
        shown_range const range = show_range(graph_, id);
        std::vector<std::string> heads;
        for (shown_index const& index : range.indices) {
            heads.push_back(head(index));
        }
        std::vector<std::string> conditions;
        for (int condition : range.conditions) {
            conditions.push_back(indices_(graph_.condition_at(condition)));
        }
        bool const sum = view.kind == graph::reduction::sum;
        piece const body = product(view.body);
        std::string text = body.whole();
        if (sum && !conditions.empty()) {
            text = "[" + joined(conditions, "]*[") + "]*" +
                   enclosed_unless(body.binds >= strength::product && !body.negative, body);
        }
        std::string const bar = sum || conditions.empty() ? "" : " | " + joined(conditions, ", ");
        return std::string{words[static_cast<int>(view.kind)]} + "(" + joined(heads, ", ") + bar + ", " +
               text + ")";
    }
    std::string head(shown_index const& index) const {
        std::string const name = indices_.name(index.symbol);
        switch (index.form) {
            case index_form::plain: return name;
            case index_form::integers: return name + " in Z";
            case index_form::interval:
                return name + " in " + indices_(index.lower) + ".." + indices_(index.upper);
        }
        return name;
    }

    graph::graph const& graph_;
    index_printer indices_;
    mutable std::set<int> hidden_;
};

/// A node of a graph as text.
inline std::string text(graph::graph const& g, int node) {
    shown const what[] = {{{}, {node}}};
    naming const names{g, what};
    return text_writer{g, names}(node);
}

/// An equation of a graph as text: y[t] = sum(s in Z, w[s]*x[t - s]).
inline std::string text(graph::graph const& g, graph::equation const& e) {
    left_side const left{e.tensor, e.positions};
    shown const what[] = {{{left}, {e.value}}};
    naming const names{g, what};
    text_writer const write{g, names};
    return write(left) + " = " + write(e.value);
}

/// All equations of a formula, one on each line; the sentence of its error if it has one.
inline std::string text(graph::formula const& f) {
    if (f.failed()) {
        return "error: " + std::string{f.nodes.message().view()};
    }
    std::vector<std::string> lines;
    for (graph::equation const& e : f.equations) {
        lines.push_back(text(f.nodes, e));
    }
    return joined(lines, "\n");
}

}  // namespace iverson::print
