// SPDX-License-Identifier: BSL-1.0
#include "derivation.hpp"

#include <iverson/latex/latex.hpp>
#include <iverson/latex/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace iverson::show {

namespace {

using json_value = nlohmann::ordered_json;

/// Of the lines of each chain only the last, unless the steps are wanted.
graph::derivation shortened(graph::derivation d, bool steps) {
    for (graph::chain& c : d.chains) {
        if (!steps && c.lines.size() > 1) {
            c.lines.erase(c.lines.begin(), c.lines.end() - 1);
        }
    }
    return d;
}

std::vector<print::shown> shown_nodes(graph::derivation const& d) {
    std::vector<print::shown> what;
    for (graph::chain const& c : d.chains) {
        what.push_back({{}, {c.left}});
        for (graph::derivation_line const& l : c.lines) {
            what.back().nodes.push_back(l.node);
        }
    }
    return what;
}

std::string rule_note(graph::derivation_line const& l) {
    return l.rules.empty() ? "" : "   (" + print::joined(l.rules, ", ") + ")";
}

/// left = first, and below it = second ..., the signs under one another. A form that has a name in LaTeX alone, as a * b, is
/// no line of its own here.
std::string text_of(print::text_writer const& write, graph::chain const& c, bool rules) {
    std::string const left = write(c.left);
    std::string result;
    std::string before;
    for (graph::derivation_line const& l : c.lines) {
        std::string const value = write(l.node);
        if (value != before) {
            result += (result.empty() ? left : std::string(left.size(), ' ')) + " = " + value +
                      (rules ? rule_note(l) : "") + "\n";
        }
        before = value;
    }
    return result;
}

std::string text_of(titled const& t, style how) {
    graph::derivation const d = shortened(t.derivation, how.steps);
    auto const what = shown_nodes(d);
    print::naming const names{d.result.nodes, what};
    print::text_writer const write{d.result.nodes, names};
    std::string result;
    for (graph::chain const& c : d.chains) {
        result += (result.empty() || !how.steps ? "" : "\n") + text_of(write, c, how.rules);
    }
    return result;
}

std::string title_of(titled const& t) { return t.kind + " of " + t.of + " by " + print::joined(t.by, ", "); }

std::string escaped(std::string const& text) {
    std::string result;
    for (char const c : text) {
        result += c == '&'   ? "&amp;"
                  : c == '<' ? "&lt;"
                  : c == '>' ? "&gt;"
                  : c == '"' ? "&quot;"
                             : std::string(1, c);
    }
    return result;
}

constexpr char const* page_script = R"(<script>
for (const formula of document.querySelectorAll('.formula')) {
  katex.render(formula.textContent, formula, {displayMode: true, throwOnError: false});
}
</script>
)";

struct writers {
    print::latex_page const& latex;
    print::text_writer const& text;

    json_value operator()(int node) const { return {{"latex", latex(node)}, {"text", text(node)}}; }
};

json_value json_of(writers const& write, graph::chain const& c) {
    json_value lines = json_value::array();
    for (graph::derivation_line const& l : c.lines) {
        json_value line = write(l.node);
        line["rules"] = std::vector<std::string>(l.rules.begin(), l.rules.end());
        lines.push_back(line);
    }
    return {{"left", write(c.left)}, {"lines", lines}};
}

json_value json_of(titled const& t, style how) {
    graph::derivation const d = shortened(t.derivation, how.steps);
    auto const what = shown_nodes(d);
    print::latex_page const latex_of{d.result.nodes, what, d.result.equations};
    print::naming const names{d.result.nodes, what};
    print::text_writer const text_of_node{d.result.nodes, names};
    json_value chains = json_value::array();
    for (graph::chain const& c : d.chains) {
        chains.push_back(json_of({latex_of, text_of_node}, c));
    }
    return {{"kind", t.kind}, {"of", t.of}, {"by", t.by}, {"chains", chains}};
}

std::string latex_of(titled const& t, style how) {
    return print::latex(shortened(t.derivation, how.steps), {.rule_names = how.rules});
}

}  // namespace

std::string latex(std::vector<titled> const& all, style how) {
    std::string result;
    for (titled const& t : all) {
        result += (result.empty() ? "" : "\n") + latex_of(t, how) + "\n";
    }
    return result;
}

std::string text(std::vector<titled> const& all, style how) {
    std::string result;
    for (titled const& t : all) {
        result += (result.empty() || !how.steps ? "" : "\n") + text_of(t, how);
    }
    return result;
}

std::string html(std::vector<titled> const& all, style how, std::string const& title,
                 std::string const& katex) {
    std::string const folder = escaped(katex);
    std::string page =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title) +
        "</title>\n<link rel=\"stylesheet\" href=\"" + folder + "/katex.min.css\"><script src=\"" + folder +
        "/katex.min.js\"></script>\n<style>body { font-family: serif; max-width: 70em; margin: 2em "
        "auto; } div { margin: 1em 0; }</style></head><body>\n<h1>" +
        escaped(title) + "</h1>\n";
    for (titled const& t : all) {
        page += "<h2>" + escaped(title_of(t)) + "</h2>\n<div class=\"formula\">" + escaped(latex_of(t, how)) +
                "</div>\n";
    }
    return page + page_script + "</body></html>\n";
}

std::string json(std::vector<titled> const& all, style how) {
    json_value derivations = json_value::array();
    for (titled const& t : all) {
        derivations.push_back(json_of(t, how));
    }
    json_value const whole{{"format", 1}, {"derivations", derivations}};
    return whole.dump(2, ' ', false, json_value::error_handler_t::replace) + "\n";
}

}  // namespace iverson::show
