// SPDX-License-Identifier: BSL-1.0
//
// What is said of plans: the counts are those of their loops, and every name in the text is declared.
#include <iverson/emit/describer.hpp>
#include <iverson/text/run_time.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace {

namespace emit = iverson::emit;
namespace graph = iverson::graph;
namespace loops = iverson::loops;
using symbol_values = std::vector<std::int64_t>;
using axes_by_tensor = std::map<int, std::vector<loops::bound_axis>>;

// -- the formulas of tests/corpus ----------------------------------------------------------------------------------------

struct section {
    std::string name;
    std::string text;
};

/// The formulas of a file: each stands below a comment that names it, and ends at an empty line.
std::vector<section> sections(std::string const& file) {
    std::ifstream in{std::string{IVERSON_SOURCE_DIR} + "/tests/corpus/" + file};
    std::vector<section> result;
    bool inside = false;
    for (std::string line; std::getline(in, line); inside = !line.empty()) {
        if (!inside && line.starts_with("# ")) {
            result.push_back({line.substr(2), ""});
        } else if (inside && !line.empty()) {
            result.back().text += line + "\n";
        }
    }
    std::erase_if(result, [](section const& s) { return s.text.empty(); });  // comments of the file
    BOOST_TEST_REQUIRE(!result.empty(), "there are no formulas in " << file);
    return result;
}
std::vector<section> corpus() {
    std::vector<section> all = sections("formulas.iv");
    std::vector<section> const papers = sections("papers.iv");
    all.insert(all.end(), papers.begin(), papers.end());
    return all;
}

struct planned {
    graph::formula formula;
    std::vector<loops::argument> bound = emit::arguments_of(formula, {});
    loops::plan plan = loops::make_plan(formula, bound);
};

// -- extents -------------------------------------------------------------------------------------------------------------

std::vector<loops::bound_axis> positions(std::span<graph::axis const> axes, symbol_values const& v) {
    std::vector<loops::bound_axis> result;
    for (graph::axis const& a : axes) {
        std::int64_t const first = loops::value_of(a.lower, v);
        result.push_back({std::max<std::int64_t>(0, loops::value_of(a.upper, v) - first + 1), first, false});
    }
    return result;
}
emit::argument_axes axes_of(planned const& p, symbol_values const& v, axes_by_tensor const& known) {
    emit::argument_axes result;
    for (loops::argument const& a : p.bound) {
        auto const found = known.find(a.tensor);
        graph::tensor const& t = p.formula.nodes.tensor_at(a.tensor);
        result.push_back(found == known.end() ? positions({t.axes.data(), t.axes.size()}, v) : found->second);
    }
    return result;
}
/// The symbols of the plan for arguments with these axes; none if a check fails.
std::optional<symbol_values> bound_symbols(planned const& p, emit::argument_axes const& axes) {
    symbol_values v(static_cast<std::size_t>(p.plan.symbols), 0);
    auto const axis_of = [&](int buffer, int axis) {
        return axes[static_cast<std::size_t>(buffer)][static_cast<std::size_t>(axis)];
    };
    for (loops::setting const& s : p.plan.settings) {
        v[static_cast<std::size_t>(s.symbol)] = loops::value_of(p.plan, s, v, axis_of);
    }
    bool const fits = std::none_of(p.plan.checks.begin(), p.plan.checks.end(), [&](loops::check const& c) {
        return c.what != loops::check::kind::entries && loops::fails(p.plan, c, v, axis_of);
    });
    return fits ? std::optional{v} : std::nullopt;
}
/// The axes of the adjoints of what the formula computes.
axes_by_tensor adjoints(graph::formula const& derived, planned const& primal, symbol_values const& v) {
    axes_by_tensor result;
    for (loops::buffer const& b : primal.plan.buffers) {
        for (std::size_t id = 0; id < derived.nodes.tensors.size(); ++id) {
            graph::tensor const& t = derived.nodes.tensors[id];
            if (b.kind == loops::buffer_kind::result && t.kind == graph::role::adjoint && t.of == b.tensor) {
                for (loops::axis_bounds const& a : loops::slice(primal.plan.axes, b.axes)) {
                    std::int64_t const first = loops::value_of(a.lower, v);
                    std::int64_t const last = loops::value_of(a.upper, v);
                    result[static_cast<int>(id)].push_back(
                        {std::max<std::int64_t>(0, last - first + 1), first});
                }
            }
        }
    }
    return result;
}

// -- counts --------------------------------------------------------------------------------------------------------------

struct tally {
    int exact = 0;
    int bounds = 0;
};

void compare(emit::amount const& said, std::int64_t counted, emit::describer const& d, symbol_values const& v,
             tally& all) {
    graph::rational const value = d.points().in().value(said.value, v);
    std::string const text = d.points().in().text(said.value);
    BOOST_TEST_REQUIRE(value.valid(), text);
    if (said.exact) {
        ++all.exact;
        BOOST_TEST((value == graph::rational{counted}), text << " is not " << counted);
    } else {
        ++all.bounds;
        BOOST_TEST(!(value < graph::rational{counted}), text << " is less than " << counted);
    }
}
void compare_nests(planned const& p, emit::argument_axes const& axes, symbol_values const& v, tally& all) {
    constexpr emit::number_sizes sizes{4, 8};
    emit::describer d{p.formula, p.plan, p.bound, sizes, &axes};
    loops::counter count{p.plan, axes};
    for (loops::block const& b : p.plan.blocks) {
        for (loops::nest const& n : loops::slice(p.plan.nests, b.nests)) {
            emit::nest_cost const said = d.cost(b, n);
            loops::operation_count const counted = count(b, n);
            compare(said.operations, counted.operations, d, v, all);
            compare(said.reads, 4 * counted.loads + 8 * counted.integer_loads, d, v, all);
            compare(said.writes, 4 * counted.stores, d, v, all);
            for (auto const& [name, times] : said.calls) {
                compare(times, counted.calls_of(name), d, v, all);
            }
        }
    }
}
/// Extents 0, then 1, then random ones; how many bindings fit.
int compare_at_extents(planned const& primal, planned const& p, std::mt19937& random, tally& all) {
    int fitting = 0;
    for (int attempt = 0; attempt < 400 && fitting < 10; ++attempt) {
        constexpr unsigned largest[] = {5, 9, 25};
        symbol_values v(p.formula.nodes.symbols.size(), 0);
        for (std::size_t s = 0; s < v.size(); ++s) {
            bool const is_extent = p.formula.nodes.symbols[s].kind == graph::symbol_kind::extent;
            std::int64_t const drawn = random() % (largest[attempt % 3] + 1);
            v[s] = !is_extent ? 0 : attempt < 2 ? attempt : drawn;
        }
        auto const of_primal = bound_symbols(primal, axes_of(primal, v, {}));
        if (!of_primal) {
            continue;
        }
        emit::argument_axes const axes = axes_of(p, v, adjoints(p.formula, primal, *of_primal));
        if (auto const bound = bound_symbols(p, axes)) {
            ++fitting;
            compare_nests(p, axes, *bound, all);
        }
    }
    return fitting;
}

// -- names ---------------------------------------------------------------------------------------------------------------

/// Calls visit(word, what follows it) for each name in a text.
template <class Visit>
void for_each_word(std::string_view text, Visit const& visit) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && emit::is_name_character(text[end])) {
            ++end;
        }
        if (end > at && (text[at] < '0' || text[at] > '9')) {
            visit(std::string{text.substr(at, end - at)}, text.substr(end));
        }
        at = std::max(end, at + 1);
    }
}
/// The lines between `loops` and `in all`, without the costs.
std::string nests_of(std::string const& text) {
    std::size_t const begin = text.find("loops\n");
    std::istringstream lines{text.substr(begin, text.find("in all\n") - begin)};
    std::string result;
    for (std::string line; std::getline(lines, line);) {
        result += line.find('#') == std::string::npos ? line + "\n" : "";
    }
    return result;
}
/// The names that the loops speak of and that neither they nor the tensors and sizes declare.
std::set<std::string> undeclared(std::string const& text, loops::plan const& p) {
    std::set<std::string> known{"loops",  "for",   "if",   "in",   "up",  "down", "to",
                                "over",   "with",  "sum",  "prod", "max", "min",  "argmax",
                                "argmin", "floor", "ceil", "this", "one"};
    auto const declare = [&](std::string const& name, std::string_view rest) {
        if (rest.starts_with(" = ") || rest.starts_with(" in ")) {
            known.insert(name);
        }
    };
    auto const accept = [&](std::string const& name, std::string_view) { known.insert(name); };
    for (loops::buffer const& b : p.buffers) {
        for_each_word(loops::name_of(p, b.name), accept);
    }
    for (graph::function_record const& f : p.functions) {
        for_each_word(f.name, accept);
    }
    std::string const nests = nests_of(text);
    for_each_word(text.substr(0, text.find("tensors\n")), declare);
    for_each_word(nests, declare);
    std::set<std::string> result;
    for_each_word(nests, [&](std::string const& name, std::string_view) {
        if (!known.contains(name)) {
            result.insert(name);
        }
    });
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(descriptions)

BOOST_AUTO_TEST_CASE(the_counts_of_the_corpus_are_those_of_its_loops) {
    std::mt19937 random{7};
    tally all;
    for (section const& s : corpus()) {
        BOOST_TEST_CONTEXT(s.name) {
            graph::formula const f = iverson::parsed(s.text);
            planned const value{f};
            BOOST_TEST_REQUIRE(!value.plan.failed(), value.plan.message.view());
            planned const both{iverson::value_and_gradients(f, iverson::variables(f)).result};
            BOOST_TEST_REQUIRE(!both.plan.failed(), both.plan.message.view());
            BOOST_TEST(compare_at_extents(value, value, random, all) >= 3);
            BOOST_TEST(compare_at_extents(value, both, random, all) >= 3);
        }
    }
    BOOST_TEST_MESSAGE(all.exact << " counts are exact, " << all.bounds << " are bounds");
    BOOST_TEST(all.bounds * 12 < all.exact);
}
BOOST_AUTO_TEST_CASE(every_name_in_the_text_of_the_corpus_is_declared) {
    for (section const& s : corpus()) {
        BOOST_TEST_CONTEXT(s.name) {
            graph::formula const f = iverson::parsed(s.text);
            planned const p{iverson::value_and_gradients(f, iverson::variables(f)).result};
            std::string const text = iverson::describe(p.formula);
            BOOST_TEST(text.ends_with(" bytes\n"), text);
            for (std::string const& name : undeclared(text, p.plan)) {
                BOOST_ERROR(name << " is not declared in\n" << text);
            }
        }
    }
}
BOOST_AUTO_TEST_CASE(steps_between_many_bounds_have_a_bound) {
    auto const f =
        iverson::parsed("y[t in Z, s in Z] = w[s - 2*t, 0, t]*sum(u in 0..s, sum(v in Z, w[t, v, u]*x[s]))");
    graph::formula const g = iverson::gradient(f, {"w"}).result;
    std::vector<loops::argument> bound = emit::arguments_of(g, {});
    for (loops::argument& a : bound) {
        a.placed = true;
    }
    BOOST_CHECK_NO_THROW(emit::described(g, bound, {}));
}
BOOST_AUTO_TEST_CASE(extents_that_follow_may_be_left_out) {
    auto const conv = iverson::parsed("y[t] = sum(s in Z, w[s]*x[t - s])");
    graph::formula const g = iverson::gradient(conv, {"x"}).result;
    std::string const text = iverson::describe(g, {{"w", {3}}, {"x", {10}}});
    BOOST_TEST(text == iverson::describe(g, {{"w", {3}}, {"x", {10}}, {"adjoint(y)", {12}}}));
    BOOST_TEST((text.find("2*n_w_0*n_x_0 = 60 operations") != std::string::npos), text);
    BOOST_CHECK_THROW(iverson::describe(g, {{"w", {3}}, {"x", {10}}, {"adjoint(y)", {11}}}),
                      iverson::binding_error);
    BOOST_CHECK_THROW(iverson::describe(g, {{"w", {3}}}), std::invalid_argument);
}
BOOST_AUTO_TEST_CASE(what_stands_in_no_table_is_refused) {
    auto const f = iverson::parsed("y[j] = sum(i, x[i]*w[i, j])");
    BOOST_CHECK_THROW(iverson::describe(f, {{"x", {3}}}), std::invalid_argument);
    BOOST_CHECK_THROW(iverson::describe(f, {{"x", {3}}, {"w", {3}}}), std::invalid_argument);
    BOOST_CHECK_THROW(iverson::describe(f, {{"x", {-1}}, {"w", {-1, 2}}}), std::invalid_argument);
    BOOST_CHECK_THROW(iverson::describe(f, {{"q", {3}}}), std::invalid_argument);
    BOOST_CHECK_THROW(iverson::describe(f, {{"x", {3}}, {"w", {4, 2}}}), iverson::binding_error);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(polynomials)

using emit::polynomial;
auto const named = [](int v) { return std::string(1, static_cast<char>('a' + v)); };
polynomial const a = polynomial::variable(0);
polynomial const b = polynomial::variable(1);

BOOST_AUTO_TEST_CASE(text_has_the_highest_degree_first_and_one_divisor) {
    BOOST_TEST(polynomial{}.text(named) == "0");
    BOOST_TEST((polynomial{3} - a * a * b + b).text(named) == "-a^2*b + b + 3");
    BOOST_TEST((polynomial{graph::rational{1} / graph::rational{2}} * (a * a - a)).text(named) ==
               "(a^2 - a)/2");
    BOOST_TEST((polynomial{graph::rational{2} / graph::rational{3}} * a).text(named) == "2*a/3");
    BOOST_TEST((a - a).is_zero());
}
BOOST_AUTO_TEST_CASE(sums_of_powers_are_those_of_their_terms) {
    int const i = 2;
    polynomial const index = polynomial::variable(i);
    polynomial const value = index * index * index * index - a * index * index + polynomial{5} * index + b;
    polynomial const sum = value.sum(i, a - polynomial{2}, b);
    for (std::int64_t from = -3; from < 4; ++from) {
        for (std::int64_t to = from - 3; to < 6; ++to) {
            auto const at = [&](std::int64_t step) {
                return [=](int v) { return v == 0 ? from : v == 1 ? to : step; };
            };
            graph::rational expected{0};
            for (std::int64_t step = from - 2; step <= to; ++step) {
                expected = expected + value.value(at(step));
            }
            BOOST_TEST((sum.value(at(0)) == expected));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
