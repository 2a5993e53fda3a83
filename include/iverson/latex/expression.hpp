// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "access.hpp"
#include "factors.hpp"
#include "head.hpp"
#include "piece.hpp"

#include <cctype>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace iverson::print {

/// Writes nodes in LaTeX. What is printed reads back to an equal formula: a sum takes the product after it up to the
/// next + or -; a differential operator stands last in a product or in parentheses; a superscript that is a number is a power.
class latex_writer {
  public:
    latex_writer(graph::graph const& g, naming const& names, time_marks const& marks)
        : graph_{g}, names_{names}, indices_{g, names, notation::latex}, access_{g, indices_, names, marks} {}
    latex_writer(latex_writer const&) = delete;
    latex_writer& operator=(latex_writer const&) = delete;

    std::string operator()(int id) const { return of(id).whole(); }
    std::string operator()(left_side const& left) const { return access_(left.tensor, left.positions); }
    index_printer const& indices() const { return indices_; }

  private:
    piece of(int id) const {
        auto const links = graph_.links(id);
        switch (graph_.kind(id)) {
            case graph::op::number: return number(graph_.number_of(id));
            case graph::op::access: return {access_(graph_[id].head, links)};
            case graph::op::bracket: return {indicator(indices_(graph_.condition_of(id)))};
            case graph::op::compare: return {indicator(comparison(id))};
            case graph::op::chosen: return {chosen(id)};
            case graph::op::match: {
                std::string const index = indices_(graph_.index_of(id));
                std::string const value = (*this)(links[0]);
                bool const entry = graph::is_entry_bracket(graph_, id);
                return {indicator(entry ? value + " = " + index : index + " = " + value)};
            }
            case graph::op::add: return add(links);
            case graph::op::multiply: return product(id);
            case graph::op::power: return is_reciprocal(graph_, id) ? product(id) : power(links[0], links[1]);
            case graph::op::call: return {call(id, "")};
            case graph::op::reduce: return reduce(id);
            case graph::op::partial: return partial(links[0], links[1]);
            case graph::op::recognized: return {recognized(id)};
        }
        return {};
    }

    static std::string fraction(std::string const& above, std::string const& below) {
        return "\\frac{" + above + "}{" + below + "}";
    }
    static std::string indicator(std::string const& condition) {
        return "\\mathbf{1}_{\\{" + condition + "\\}}";
    }

    static piece number(graph::rational value) {
        return {written(value, fraction), strength::atom, value < graph::rational{0}};
    }

    std::string comparison(int id) const {
        static constexpr std::string_view signs[] = {" = ", " < ", " \\le ", " \\ne "};
        auto const links = graph_.links(id);
        return (*this)(links[0]) + std::string{signs[graph_[id].head]} + (*this)(links[1]);
    }

    /// arg max_r u_r; of several indices, counted from 1, one.
    std::string chosen(int id) const {
        int const reduce = graph_.links(id)[0];
        std::string const all = "\\arg" + (*this)(reduce);
        return graph_.reduction_of(reduce).vars.size() == 1
                   ? all
                   : enclosed(all) + "_" + grouped(std::to_string(graph_[id].head + 1));
    }

    piece add(std::span<int const> terms) const {
        std::vector<piece> pieces;
        for (int term : terms) {
            pieces.push_back(of(term));
        }
        return {joined_terms(pieces), strength::sum};
    }

    // -- products ---------------------------------------------------------------------------------------------------
    /// The piece as a factor; only a last one may end in an open sum.
    static std::string factor(piece const& p, bool last) {
        bool const loose = p.binds == strength::sum || p.negative || (p.open && !last);
        return loose ? enclosed(p.whole()) : p.body;
    }
    /// Factors side by side, with a dot where two numbers would touch.
    static std::string side_by_side(std::vector<piece> const& pieces) {
        std::string result;
        for (piece const& p : pieces) {
            std::string const text = factor(p, &p == &pieces.back());
            bool const digit = std::isdigit(static_cast<unsigned char>(text[0])) != 0;
            bool const indicator = text.starts_with("\\mathbf{1}") && !result.empty() &&
                                   std::isdigit(static_cast<unsigned char>(result.back())) != 0;
            result += result.empty() ? "" : digit ? " \\cdot " : indicator ? " \\, " : " ";
            result += text;
        }
        return result;
    }
    /// The same where the content is enclosed anyway.
    static std::string content(std::vector<piece> const& pieces) {
        return pieces.empty() ? "1" : pieces.size() == 1 ? pieces[0].whole() : side_by_side(pieces);
    }

    piece product(int id) const {
        factors const parts = with_reductions_last(factors_of(graph_, id, hidden_));
        if (parts.is_single() && !graph_.is(parts.before[0], graph::op::multiply)) {
            return of(parts.before[0]);
        }
        std::vector<piece> all = row(parts.before);
        bool const lone = all.empty() && decimal_places(parts.number) >= 0;
        bool const one = parts.number.is_one() && !(all.empty() && !parts.has_fraction());
        if (!one && !(parts.has_fraction() && lone)) {
            all.insert(all.begin(), number(parts.number));
        }
        if (parts.has_fraction()) {
            all.push_back({bar(parts, !one && lone), strength::prefix});
            std::vector<piece> const after = row(parts.after);
            all.insert(all.end(), after.begin(), after.end());
        }
        strength const binds = all.size() == 1 && parts.has_fraction() ? strength::prefix : strength::product;
        return {side_by_side(all), binds, parts.negative, all.back().open};
    }
    /// \frac{1}{n} \sum_i x_i, and not (\sum_i x_i) \frac{1}{n}.
    factors with_reductions_last(factors parts) const {
        if (!parts.has_fraction()) {
            return parts;
        }
        std::vector<int> const all = std::exchange(parts.before, {});
        std::vector<int> last;
        for (int factor : all) {
            (graph_.is(factor, graph::op::reduce) ? last : parts.before).push_back(factor);
        }
        parts.after.insert(parts.after.begin(), last.begin(), last.end());
        return parts;
    }
    std::string bar(factors const& parts, bool with_number) const {
        std::vector<piece> above = row(parts.above);
        if (with_number) {
            above.insert(above.begin(), number(parts.number));
        }
        std::vector<piece> below;
        for (int id : parts.below) {
            below.push_back(raised(graph_.links(id)[0], -graph_.number_of(graph_.links(id)[1])));
        }
        return fraction(content(above), content(below));
    }
    /// The factors as pieces; two neighbouring brackets that bound one index become one.
    std::vector<piece> row(std::span<int const> ids) const {
        std::vector<piece> result;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            bool const pair = i + 1 < ids.size() && graph_.is(ids[i], graph::op::bracket) &&
                              graph_.is(ids[i + 1], graph::op::bracket);
            auto const chain =
                pair ? indices_.chain(graph_[ids[i]].head, graph_[ids[i + 1]].head) : std::nullopt;
            result.push_back(chain ? piece{indicator(*chain)} : of(ids[i]));
            i += chain ? 1 : 0;
        }
        return result;
    }

    // -- powers and calls -------------------------------------------------------------------------------------------
    piece power(int base, int exponent) const {
        if (graph_.is(exponent, graph::op::number)) {
            return raised(base, graph_.number_of(exponent));
        }
        // A name under a superscript would be an index: the parentheses say that this is a power.
        std::string const below =
            graph_.is(base, graph::op::number) ? power_base(base) : enclosed((*this)(base));
        return {below + "^{" + (*this)(exponent) + "}", strength::power};
    }
    piece raised(int base, graph::rational exponent) const {
        if (exponent.is_one()) {
            return of(base);
        }
        if (exponent == graph::rational{1, 2}) {
            return {"\\sqrt{" + (*this)(base) + "}"};
        }
        std::string const digits =
            written(exponent, [](auto const& n, auto const& d) { return n + "/" + d; });
        if (exponent.is_integer() && graph_.is(base, graph::op::call) && is_plain_function(base)) {
            return {call(base, "^" + grouped(digits))};
        }
        return {power_base(base) + "^" + grouped(digits), strength::power};
    }
    std::string power_base(int base) const {
        piece const p = of(base);
        bool const bare = graph_.is(base, graph::op::access)   ? !access_.holds_superscript(graph_[base].head)
                          : graph_.is(base, graph::op::number) ? !p.negative && p.body[0] != '\\'
                          : graph_.is(base, graph::op::call)   ? graph_.links(base).empty() || encloses(base)
                                                               : graph_.is(base, graph::op::recognized);
        return bare ? p.body : enclosed(p.whole());
    }

    /// Whether the function's LaTeX is a name that stands before its argument, and not a pattern that holds it (#1).
    /// A derivative of an unknown function is none: its mark is read better without an exponent.
    bool is_plain_function(int call) const {
        bool const constant = graph_.links(call).empty();
        return pattern(call).find('#') == std::string_view::npos && !constant &&
               graph_.function_of(call).order == 0;
    }
    /// Whether it stands between bars, and so takes an exponent as it is.
    bool encloses(int call) const { return pattern(call).starts_with("\\left"); }
    std::string_view pattern(int call) const {
        std::string_view const latex = graph_.function_of(call).latex;
        return latex == "\\sqrt" ? "\\sqrt{#1}" : latex;
    }
    std::string call(int id, std::string const& exponent) const {
        std::vector<std::string> arguments;
        for (int argument : graph_.links(id)) {
            arguments.push_back((*this)(argument));
        }
        return pattern(id).find('#') == std::string_view::npos
                   ? function_name(id) + exponent +
                         (arguments.empty() ? "" : enclosed(joined(arguments, ", ")))
                   : filled(pattern(id), arguments);
    }
    static std::string filled(std::string_view pattern, std::vector<std::string> const& arguments) {
        std::string result;
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            bool const hole = pattern[i] == '#' && i + 1 < pattern.size() && pattern[i + 1] > '0' &&
                              pattern[i + 1] - '1' < static_cast<int>(arguments.size());
            result +=
                hole ? arguments[static_cast<std::size_t>(pattern[i + 1] - '1')] : std::string(1, pattern[i]);
            i += hole ? 1 : 0;
        }
        return result;
    }
    std::string function_name(int id) const {
        auto const& record = graph_.function_of(id);
        std::string const name{record.name};
        bool const letter = name.size() == 1;
        std::string const plain = letter ? name : "\\operatorname{" + name + "}";
        return (record.latex.empty() ? plain : std::string{record.latex}) + derivative_mark(record);
    }
    /// Of an unknown function: primes, or an order, where it has one argument; g_1 and g_{12} where it has several.
    static std::string derivative_mark(graph::function_record const& f) {
        if (f.arity == 1) {
            return f.order <= 3 ? std::string(static_cast<std::size_t>(f.order), '\'')
                                : "^{(" + std::to_string(f.order) + ")}";
        }
        std::string digits;
        for (int i = 0; i < f.order; ++i) {
            digits += std::to_string(f.by[static_cast<std::size_t>(i)] + 1);
        }
        return digits.empty() ? "" : "_" + grouped(digits);
    }

    // -- reductions, derivatives, names of operations -----------------------------------------------------------------
    piece reduce(int id) const {
        if (int const extent = counted_extent(graph_, id); extent >= 0) {
            return {indices_(graph::affine::symbol(extent))};
        }
        auto const read = read_indices(graph_, id);
        for (read_index const& r : read) {
            indices_.show_as(r.symbol, (*this)(graph_.links(r.match)[0]));
            hidden_.insert(r.match);
        }
        piece const body = product(graph_.reduction_of(id).body);
        if (read.size() == graph_.reduction_of(id).vars.size()) {
            return with_conditions(id, body);
        }
        bool const loose = body.binds == strength::sum || body.negative;
        return {range_head(graph_, indices_, id) + " " + (loose ? enclosed(body.whole()) : body.body),
                strength::product, false, true};
    }

    /// The body of a sum whose indices are all read.
    piece with_conditions(int id, piece const& body) const {
        shown_range const range = show_range(graph_, id);
        std::vector<piece> all;
        for (std::string const& condition : indices_.conditions(range.conditions)) {
            all.push_back({indicator(condition)});
        }
        if (all.empty()) {
            return body;
        }
        all.push_back(body);
        return {side_by_side(all), strength::product, false, body.open};
    }
    /// \frac{\partial b_i}{\partial b_j}; but where a sum moves the access through its own tensor, as an operator:
    /// \frac{\partial}{\partial x_k} x_{t-s}.
    piece partial(int body, int variable) const {
        std::string const below = (*this)(variable);
        if (graph_.is(body, graph::op::access) &&
            !(graph_[body].head == graph_[variable].head && is_moved(body))) {
            return {access_printer::fraction((*this)(body), below), strength::prefix};
        }
        piece const p = of(body);
        bool const loose = p.binds < strength::prefix || p.negative;
        std::string const operand = loose ? enclosed(p.whole()) : p.body;
        return {"\\frac{\\partial}{\\partial " + below + "} " + operand, strength::prefix, false, true};
    }
    bool is_moved(int access) const {
        for (int position : graph_.links(access)) {
            for (auto const& t : graph_.affine_at(position)) {
                if (names_.is_bound(t.symbol)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The notation of a recognized node, with what it shows put in (see graph::notation_id). Its parentheses grow.
    std::string recognized(int id) const { return filled_notation(graph_.notation_of(id), graph_.links(id)); }
    std::string filled_notation(std::string_view shown, std::span<int const> links) const {
        std::string result;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            if (shown[i] == '#' && i + 2 < shown.size()) {
                char const after = i + 3 < shown.size() ? shown[i + 3] : ' ';
                result += filled_part(shown[i + 1],
                                      links.subspan(static_cast<std::size_t>(shown[i + 2] - '0')), after);
                i += 2;
            } else if (shown[i] == '(' || shown[i] == '[') {
                std::size_t const end = shown.find(shown[i] == '(' ? ')' : ']', i);
                result += enclosed(filled_notation(shown.substr(i + 1, end - i - 1), links),
                                   shown.substr(i, 1), shown.substr(end, 1));
                i = end;
            } else {
                result += shown[i];
            }
        }
        return result;
    }
    std::string filled_part(char kind, std::span<int const> links, char after) const {
        switch (kind) {
            case 't': {
                std::string const name = access_.whole(links[0]);
                bool const taken = after == '_'
                                       ? name.find('_') != std::string::npos || name.front() == '\\'
                                       : after == '^' && name.find_first_of("^'") != std::string::npos;
                bool const fraction =
                    (after == '_' || after == '^') && name.find("\\frac") != std::string::npos;
                return taken || fraction ? enclosed(name) : name;
            }
            case 'n': return (*this)(links[0]);
            case 'i': return indices_(graph_.affine_at(links[0]));
            default: return "_" + grouped(access_.subscripts(links));
        }
    }

    graph::graph const& graph_;
    naming const& names_;
    index_printer indices_;
    access_printer access_;
    mutable std::set<int> hidden_;  ///< brackets that say what index is shown as an entry
};

}  // namespace iverson::print
