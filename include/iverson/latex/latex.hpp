// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/trace.hpp"
#include "expression.hpp"
#include "options.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iverson::print {

/// A writer with all that it holds on to, for formulas that are shown together and agree on names.
class latex_page {
  public:
    latex_page(graph::graph const& g, std::span<shown const> what,
               std::span<graph::equation const> equations = {}, latex_options options = {})
        : names_{g, what}, marks_{options.time_up ? find_time(g, names_, equations) : time_marks{}},
          write_{g, names_, marks_} {}
    latex_page(latex_page const&) = delete;
    latex_page& operator=(latex_page const&) = delete;

    std::string operator()(int node) const { return write_(node); }
    std::string operator()(left_side const& left) const { return write_(left); }
    naming const& names() const { return names_; }
    index_printer const& indices() const { return write_.indices(); }

  private:
    naming names_;
    time_marks marks_;
    latex_writer write_;
};

/// A node of a graph in LaTeX.
inline std::string latex(graph::graph const& g, int node) {
    shown const what[] = {{{}, {node}}};
    return latex_page{g, what}(node);
}

/// Whether a reader takes the free index for one over Z: it shares a subscript with a bound one that is said to be.
inline bool is_told_by_company(graph::graph const& g, graph::equation const& e, int symbol) {
    std::vector<int> const free = graph::free_indices(g, e);
    return graph::any_node(g, e.value, [&](int id) {
        auto const links = g.links(id);
        return g.is(id, graph::op::access) && std::any_of(links.begin(), links.end(), [&](int position) {
                   graph::affine const& p = g.affine_at(position);
                   return p.mentions(symbol) && std::any_of(p.begin(), p.end(), [&](auto const& t) {
                              return g.is_integer_index(t.symbol) && !g.symbol_at(t.symbol).written &&
                                     std::find(free.begin(), free.end(), t.symbol) == free.end();
                          });
               });
    });
}

/// What of the indices of a left side stands behind an equation: the written ranges, and t \in \mathbb{Z} where nothing
/// else says it; empty if there is nothing to say.
inline std::string domain_note(graph::graph const& g, latex_page const& page, graph::equation const& e) {
    std::vector<std::string> notes;
    std::vector<int> rest = e.domain;
    std::vector<int> const free = graph::free_indices(g, e);
    // The last index takes its bounds first: they may hold the earlier ones.
    for (std::size_t i = free.size(); i > 0; --i) {
        int const symbol = free[i - 1];
        shown_index const index = show_index(g, symbol, rest);
        if (index.form == index_form::interval) {
            notes.insert(notes.begin(), page.indices().chain(index));
        }
        bool const is_bounded = std::any_of(e.domain.begin(), e.domain.end(), [&](int c) {
            return only_index(g, g.condition_at(c)) == symbol;
        });
        bool const unsaid = !is_bounded && !is_told_by_company(g, e, symbol);
        if (g.is_integer_index(symbol) && (index.form == index_form::interval || unsaid)) {
            notes.insert(notes.begin(), page.indices().name(symbol) + " \\in \\mathbb{Z}");
        }
    }
    return notes.empty() ? "" : " \\quad (" + joined(notes, ",\\ ") + ")";
}

/// lhs = rhs, with the written ranges of the free indices behind it; `between` is = or &=.
inline std::string latex(graph::graph const& g, latex_page const& page, graph::equation const& e,
                         std::string_view between = "=") {
    return page(left_side{e.tensor, e.positions}) + " " + std::string{between} + " " + page(e.value) +
           domain_note(g, page, e);
}

inline std::string environment(std::string const& name, std::string const& content) {
    return "\\begin{" + name + "}\n" + content + "\n\\end{" + name + "}";
}

/// The sentence of a failed formula, as text in a formula: the characters that LaTeX would read are escaped.
inline std::string error_note(graph::formula const& f) {
    std::string result;
    for (char c : f.nodes.message().view()) {
        if (c == '\\' || c == '^' || c == '~') {
            result += c == '\\' ? "\\textbackslash " : c == '^' ? "\\textasciicircum " : "\\textasciitilde ";
        } else {
            result += (std::string_view{"#$%&_{}"}.find(c) == std::string_view::npos ? "" : "\\") +
                      std::string(1, c);
        }
    }
    return "\\text{error: " + result + "}";
}

/// The equations of a formula: one as it is, several in align*. Of a failed formula, its sentence.
inline std::string latex(graph::formula const& f, latex_options options = {}) {
    if (f.failed()) {
        return error_note(f);
    }
    std::vector<shown> what;
    for (graph::equation const& e : f.equations) {
        what.push_back({{{e.tensor, e.positions}}, {e.value}});
    }
    latex_page const page{f.nodes, what, f.equations, options};
    std::vector<std::string> lines;
    for (graph::equation const& e : f.equations) {
        lines.push_back(latex(f.nodes, page, e, f.equations.size() > 1 ? "&=" : "="));
    }
    return lines.size() == 1 ? lines[0] : environment("align*", joined(lines, " \\\\\n"));
}

/// The rules of a line, as they stand at its end.
inline std::string rule_note(graph::derivation_line const& l) {
    return l.rules.empty() ? "" : " && \\text{(" + joined(l.rules, ", ") + ")}";
}

/// The lines of one chain of equalities: left &= first, &= second ...
inline std::string lines_of(latex_page const& page, graph::chain const& c, latex_options options) {
    std::vector<std::string> lines;
    for (graph::derivation_line const& l : c.lines) {
        std::string const left = lines.empty() ? page(c.left) : "";
        lines.push_back(left + " &= " + page(l.node) + (options.rule_names ? rule_note(l) : ""));
    }
    return joined(lines, " \\\\\n");
}

/// A derivation line by line, as one display: split, or align* if there are several chains or names of rules. Each symbol
/// has one name over all lines of a chain. Of a failed one, its sentence.
inline std::string latex(graph::derivation const& d, latex_options options = {}) {
    if (d.result.failed()) {
        return error_note(d.result);
    }
    std::vector<shown> what;
    for (graph::chain const& c : d.chains) {
        what.push_back({{}, {c.left}});
        for (graph::derivation_line const& l : c.lines) {
            what.back().nodes.push_back(l.node);
        }
    }
    latex_page const page{d.result.nodes, what, d.result.equations, options};
    std::vector<std::string> chains;
    for (graph::chain const& c : d.chains) {
        chains.push_back(lines_of(page, c, options));
    }
    std::string const name = options.rule_names || chains.size() > 1 ? "align*" : "split";
    return environment(name, joined(chains, " \\\\[1ex]\n"));
}

}  // namespace iverson::print
