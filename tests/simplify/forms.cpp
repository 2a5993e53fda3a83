// SPDX-License-Identifier: BSL-1.0
#include "forms.hpp"
#include "values.hpp"

#include <iverson/latex/latex.hpp>
#include <iverson/simplify/recognize.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>
#include <string>

namespace {

namespace graph = iverson::graph;
namespace simplify = iverson::simplify;
using forms::example;
using graph::affine;

std::vector<example> all_examples() {
    std::vector<example> all = forms::contractions();
    for (auto const& more : {forms::slidings(), forms::normalizations()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

/// A right side with its forms named, and the rules that are said to have done it.
struct recognition {
    int node = -1;
    graph::rule_names used;
};
recognition recognized(graph::formula& f, int id) {
    recognition result;
    graph::inequalities const known = simplify::domain_of(f.nodes, f.output());
    result.node = simplify::recognize(f.nodes, id, result.used, known);
    return result;
}

/// A node that has a name, and what is known of the indices where it stands; -1 if there is none.
struct named_node {
    int node = -1;
    graph::inequalities known;
};
named_node first_name(graph::graph const& g, int id, graph::inequalities known) {
    if (g.is(id, graph::op::recognized)) {
        return {id, known};
    }
    if (g.is(id, graph::op::reduce)) {
        for (int guard : g.reduction_of(id).guards) {
            known.add(g.condition_at(guard));
        }
    }
    for (int child : graph::children(g, id)) {
        if (named_node found = first_name(g, child, known); found.node >= 0) {
            return found;
        }
    }
    return {};
}
/// The row that gave the name: the first that gives it to what the node stands for.
std::string_view row_of(graph::graph& g, named_node const& name) {
    int const id = g.links(name.node)[0];
    for (simplify::form const& f : simplify::forms) {
        if (f.match({g, name.known}, id, f) == name.node) {
            return f.name;
        }
    }
    return {};
}

std::string printed(graph::formula const& f, int node) {
    graph::formula shown = f;
    shown.equations.back().value = node;
    std::string const all = iverson::print::latex(shown);
    std::size_t const start = all.find(" = ") + 3;
    return all.substr(start, all.find(" \\quad") - start);
}

simplify::form const* form_named(std::string_view name) {
    for (simplify::form const& f : simplify::forms) {
        if (f.name == name) {
            return &f;
        }
    }
    return nullptr;
}

std::vector<int> links_of(graph::graph const& g, int id) { return {g.links(id).begin(), g.links(id).end()}; }

affine fresh(graph::graph& g) { return affine::symbol(g.new_symbol("q", graph::symbol_kind::integer)); }

int sum_over(graph::graph& g, std::vector<affine> const& indices, std::vector<int> const& factors) {
    std::vector<int> vars;
    for (affine const& i : indices) {
        vars.push_back(i.bare_symbol());
    }
    return graph::reduce(g, graph::reduction::sum, vars, {}, graph::multiply(g, factors));
}

/// What a product of tensors says it is: its operands' letters, summed over all of Z where the result lacks them.
int contracted(graph::graph& g, std::string_view pattern, std::vector<int> const& links) {
    std::size_t const arrow = pattern.find('>');
    std::string_view const result = pattern.substr(arrow + 1);
    std::size_t const operands = links.size() - 1 - result.size();
    std::map<char, affine> letters;
    for (std::size_t d = 0; d < result.size(); ++d) {
        letters[result[d]] = g.affine_at(links[1 + operands + d]);
    }
    std::vector<affine> bound;
    std::vector<int> factors;
    std::vector<affine> at;
    for (char letter : std::string{pattern.substr(0, arrow)} + ",") {
        if (letter == ',') {
            factors.push_back(graph::access(g, links[factors.size() + 1], at));
            at.clear();
            continue;
        }
        if (!letters.contains(letter)) {
            letters[letter] = fresh(g);
            bound.push_back(letters[letter]);
        }
        at.push_back(letters[letter]);
    }
    return sum_over(g, bound, factors);
}

/// (a * b)_n = sum_s a(s) b(n - m s), [a star b]_n = sum_s a(s) b(n + m s), over Z in every dimension.
int slid(graph::graph& g, simplify::form const& f, std::vector<int> const& links) {
    bool const spread = f.pattern.find("up") != std::string_view::npos;
    std::int64_t const step =
        (spread ? g.affine_at(links[3]).constant() : 1) * (f.pattern[0] == '*' ? -1 : 1);
    std::vector<affine> at_a;
    std::vector<affine> at_b;
    for (std::size_t d = spread ? 4 : 3; d < links.size(); ++d) {
        at_a.push_back(fresh(g));
        at_b.push_back(g.affine_at(links[d]) + step * at_a.back());
    }
    return sum_over(g, at_a, {graph::access(g, links[1], at_a), graph::access(g, links[2], at_b)});
}

/// The sum that a name means, of what it shows alone; the node itself for the forms that show it whole.
int meaning(graph::graph& g, simplify::form const& f, int node) {
    std::vector<int> const links = links_of(g, node);
    if (f.match == simplify::contraction) {
        return contracted(g, f.pattern, links);
    }
    if (f.match == simplify::sliding_product) {
        return slid(g, f, links);
    }
    return links[0];
}

int with_meaning(graph::graph& g, simplify::form const& f, int id) {
    return g.is(id, graph::op::recognized)
               ? meaning(g, f, id)
               : graph::rebuild(g, id, [&](int child) { return with_meaning(g, f, child); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(known_forms)

BOOST_AUTO_TEST_CASE(each_row_has_an_example_that_is_recognized_and_a_near_miss) {
    std::set<std::string_view> shown;
    std::set<std::string_view> missed;
    std::set<std::string_view> names;
    for (example const& e : all_examples()) {
        (e.form.empty() ? missed.insert(e.shown) : shown.insert(e.form));
    }
    for (simplify::form const& f : simplify::forms) {
        BOOST_TEST(names.insert(f.name).second, f.name);
        BOOST_TEST(!f.law.empty(), f.name);
        BOOST_TEST(shown.contains(f.name), f.name);
        BOOST_TEST(missed.contains(f.name), f.name);
    }
    for (auto const* list : {&shown, &missed}) {
        for (std::string_view name : *list) {
            BOOST_TEST(names.contains(name), name);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_recognized_is_printed_and_keeps_its_value) {
    for (example const& e : all_examples()) {
        if (e.form.empty()) {
            continue;
        }
        graph::formula f = e.meaning;
        BOOST_TEST_CONTEXT(e.form << ": " << iverson::print::latex(f)) {
            BOOST_REQUIRE_MESSAGE(!f.failed(), f.nodes.message().view());
            auto const [node, used] = recognized(f, f.output().value);
            named_node const name = first_name(f.nodes, node, simplify::domain_of(f.nodes, f.output()));
            BOOST_REQUIRE(name.node >= 0);
            BOOST_TEST(printed(f, node) == e.shown);
            BOOST_REQUIRE(used.names().size() == 1);
            BOOST_TEST(used.names()[0] == simplify::recognition);
            BOOST_TEST(row_of(f.nodes, name) == e.form);
            BOOST_TEST(recognized(f, node).node == node);
            simplify::form const& row = *form_named(e.form);
            BOOST_TEST(values::says_something(f));
            BOOST_TEST(values::change(f, node) < 1e-12);
            int const spelled = with_meaning(f.nodes, row, node);
            BOOST_TEST(values::change(f, spelled) < 1e-12);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_a_form_has_no_name) {
    for (example const& e : all_examples()) {
        if (!e.form.empty()) {
            continue;
        }
        graph::formula f = e.meaning;
        BOOST_TEST_CONTEXT("not a " << e.shown << ": " << iverson::print::latex(f)) {
            BOOST_REQUIRE_MESSAGE(!f.failed(), f.nodes.message().view());
            auto const [node, used] = recognized(f, f.output().value);
            BOOST_TEST(node == f.output().value, printed(f, node));
            BOOST_TEST(used.empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
