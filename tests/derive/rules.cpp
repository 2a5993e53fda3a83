// SPDX-License-Identifier: BSL-1.0
// long because the table of examples stands beside the tests that walk it
#include "differences.hpp"

#include "tests/simplify/examples.hpp"

#include <iverson/derive/advance.hpp>
#include <iverson/simplify/recognize.hpp>

#include <boost/test/unit_test.hpp>

#include <limits>

namespace {

using namespace sheet;
using examples::example;
using examples::words;
namespace derive = iverson::derive;
namespace functions = iverson::functions;
namespace graph = iverson::graph;
namespace simplify = iverson::simplify;

int tanh(pencil& p, int u) { return p.call(functions::tanh, u); }

/// y(i) = ..., to be differentiated by A (rank 2) where it reads A, else by x.
std::vector<example> const all{
    {"index derivative", true, "x(i)",
     [](pencil& p) {
         words w{p};
         w.is(w.at(w.x, w.i));
     }},
    {"index derivative", true, "x(2 i + 1)",
     [](pencil& p) {
         words w{p};
         w.is(w.at(w.x, 2 * w.i + 1));
     }},
    {"index derivative", true, "x(t - 2) over Z",
     [](pencil& p) {
         words w{p};
         w.over_z(w.at(w.x, w.t - 2));
     }},
    {"index derivative", true, "A(i, i)",
     [](pencil& p) {
         words w{p};
         w.is(p.at(p.tensor("A", 2), {w.i, w.i}));
     }},
    {"index derivative", false, "x(i) b(i)",
     [](pencil& p) {
         words w{p};
         w.is(p.multiply(w.at(w.x, w.i), w.at(w.b, w.i)));
     }},
    {"sum rule", true, "x + b + x^2 - 1",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.add(x, w.at(w.b, w.i), p.power(x, w.n(2)), w.n(-1)));
     }},
    {"sum rule", false, "x (1 + b)",
     [](pencil& p) {
         words w{p};
         w.is(p.multiply(w.at(w.x, w.i), p.add(w.n(1), w.at(w.b, w.i))));
     }},
    {"derivative under the sum", true, "sum_s x(s) b(s) over 1..3",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, p.multiply(w.at(w.x, w.s), w.at(w.b, w.s)), between(w.s, 1, 3)), 0, 2);
     }},
    {"derivative under the sum", true, "sum_t tanh(x(t)) b(u - t), over Z",
     [](pencil& p) {
         words w{p};
         int const body = p.multiply(tanh(p, w.at(w.x, w.t)), w.at(w.b, w.u - w.t));
         p.equation(w.y, {w.u}, p.sum(w.t, body), between(w.u, -5, 9));
         p.complete();
     }},
    {"derivative under the sum", true, "sum_{s, r} A(s, r) b(r)",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         int const a = p.tensor("A", 2);
         w.is(p.reduce(reduction::sum, {w.s, r}, p.multiply(p.at(a, {w.s, r}), w.at(w.b, r))), 0, 1);
     }},
    {"derivative under the sum", false, "prod_s x(s)",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::product, {w.s}, w.at(w.x, w.s)), 0, 1);
     }},
    {"derivative under the sum", false, "max_s x(s)",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::maximum, {w.s}, w.at(w.x, w.s), between(w.s, 0, 2)), 0, 1);
     }},
    {"constant factor", true, "3 x b tanh(x)",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.multiply(w.n(3), x, w.at(w.b, w.i), tanh(p, x)));
     }},
    {"constant factor", false, "x tanh(x)",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.multiply(x, tanh(p, x)));
     }},
    {"quotient rule", true, "tanh(x) / (1 + x)",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.multiply(tanh(p, x), p.power(p.add(w.n(1), x), w.n(-1))));
     }},
    {"quotient rule", true, "b / x",
     [](pencil& p) {
         words w{p};
         w.is(p.multiply(w.at(w.b, w.i), p.power(w.at(w.x, w.i), w.n(-1))));
     }},
    {"quotient rule", false, "x / b",
     [](pencil& p) {
         words w{p};
         w.is(p.multiply(w.at(w.x, w.i), p.power(w.at(w.b, w.i), w.n(-1))));
     }},
    {"quotient rule", false, "x / x^2 has the power -2",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.multiply(tanh(p, x), p.power(x, w.n(-2))));
     }},
    {"quotient rule", false, "b / x / (1 + x): two divisors",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.multiply(w.at(w.b, w.i), p.power(x, w.n(-1)), p.power(p.add(w.n(1), x), w.n(-1))));
     }},
    {"product rule", true, "x tanh(x) (1 + x^2)",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.multiply(x, tanh(p, x), p.add(w.n(1), p.power(x, w.n(2)))));
     }},
    {"product rule", true, "(sum_s x(s)) (sum_r x(r) b(r)): across sums",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         w.is(p.multiply(p.sum(w.s, w.at(w.x, w.s)), p.sum(r, p.multiply(w.at(w.x, r), w.at(w.b, r)))), 0, 1);
     }},
    {"product rule", false, "x + tanh(x)",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.add(x, tanh(p, x)));
     }},
    {"power rule", true, "x^3",
     [](pencil& p) {
         words w{p};
         w.is(p.power(w.at(w.x, w.i), w.n(3)));
     }},
    {"power rule", true, "(1 + x)^-2",
     [](pencil& p) {
         words w{p};
         w.is(p.power(p.add(w.n(1), w.at(w.x, w.i)), w.n(-2)));
     }},
    {"power rule", true, "x^(1/2)",
     [](pencil& p) {
         words w{p};
         w.is(p.power(w.at(w.x, w.i), p.number({1, 2})));
     }},
    {"power rule", true, "x^b",
     [](pencil& p) {
         words w{p};
         w.is(p.power(w.at(w.x, w.i), w.at(w.b, w.i)));
     }},
    {"power rule", false, "b^x",
     [](pencil& p) {
         words w{p};
         w.is(p.power(w.at(w.b, w.i), w.at(w.x, w.i)));
     }},
    {"general power rule", true, "b^x",
     [](pencil& p) {
         words w{p};
         w.is(p.power(w.at(w.b, w.i), w.at(w.x, w.i)));
     }},
    {"general power rule", true, "2^x",
     [](pencil& p) {
         words w{p};
         w.is(p.power(w.n(2), w.at(w.x, w.i)));
     }},
    {"general power rule", true, "(1 + x)^(b x)",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         w.is(p.power(p.add(w.n(1), x), p.multiply(w.at(w.b, w.i), x)));
     }},
    {"general power rule", false, "x^b",
     [](pencil& p) {
         words w{p};
         w.is(p.power(w.at(w.x, w.i), w.at(w.b, w.i)));
     }},
    {"value bracket", true, "[x < b]",
     [](pencil& p) {
         words w{p};
         int const both[] = {w.at(w.x, w.i), w.at(w.b, w.i)};
         w.is(p.g.intern(graph::op::compare, static_cast<int>(graph::comparison::less), both));
     }},
    {"value bracket", true, "[x < b] x tanh(x)",
     [](pencil& p) {
         words w{p};
         int const x = w.at(w.x, w.i);
         int const both[] = {x, w.at(w.b, w.i)};
         int const smaller = p.g.intern(graph::op::compare, static_cast<int>(graph::comparison::less), both);
         w.is(p.multiply(smaller, x, tanh(p, x)));
     }},
    {"value bracket", false, "x^2",
     [](pencil& p) {
         words w{p};
         w.is(p.power(w.at(w.x, w.i), w.n(2)));
     }},
    {"value bracket", true, "[i = argmax x]",
     [](pencil& p) {
         words w{p};
         int const most = p.reduce(reduction::maximum, {w.s}, w.at(w.x, w.s), between(w.s, 0, 2));
         w.is(graph::match(p.g, p.g.affine_id(w.i), graph::chosen(p.g, most, 0)), 0, 3);
     }},
    {"derivative of a product over an index", true, "prod_s x(s) b(s)",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::product, {w.s}, p.multiply(w.at(w.x, w.s), w.at(w.b, w.s))), 0, 1);
     }},
    {"derivative of a product over an index", true, "prod_{s = 1..3} (x(i + s) - b(s))",
     [](pencil& p) {
         words w{p};
         int const body = p.add(w.at(w.x, w.i + w.s), p.multiply(w.n(-1), w.at(w.b, w.s)));
         w.is(p.reduce(reduction::product, {w.s}, body, between(w.s, 1, 3)));
     }},
    {"derivative of a product over an index", true, "prod_{s, r} A(s, r), r <= s",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         std::vector<condition> guards = between(w.s, 0, 2);
         for (condition const& c : between(r, 0, w.s)) {
             guards.push_back(c);
         }
         w.is(p.reduce(reduction::product, {w.s, r}, p.at(p.tensor("A", 2), {w.s, r}), guards), 0, 1);
     }},
    {"derivative of a product over an index", true, "prod_s sum_r A(s, r) b(r): a sum inside",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         int const inner = p.sum(r, p.multiply(p.at(p.tensor("A", 2), {w.s, r}), w.at(w.b, r)));
         w.is(p.reduce(reduction::product, {w.s}, inner), 0, 1);
     }},
    {"derivative of a product over an index", false, "max_s x(s)",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::maximum, {w.s}, w.at(w.x, w.s), between(w.s, 0, 2)), 0, 1);
     }},
    {"derivative of a maximum", true, "max_{r = 0..2} x(2 i + r) b(r)",
     [](pencil& p) {
         words w{p};
         int const body = p.multiply(w.at(w.x, 2 * w.i + w.s), w.at(w.b, w.s));
         w.is(p.reduce(reduction::maximum, {w.s}, body, between(w.s, 0, 2)));
     }},
    {"derivative of a maximum", true, "min_{s, r} tanh(A(s, r))",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         w.is(p.reduce(reduction::minimum, {w.s, r}, tanh(p, p.at(p.tensor("A", 2), {w.s, r}))), 0, 1);
     }},
    {"derivative of a maximum", true, "max_s sum_r A(s, r) b(r): a sum inside",
     [](pencil& p) {
         words w{p};
         auto const r = p.index("r");
         int const inner = p.sum(r, p.multiply(p.at(p.tensor("A", 2), {w.s, r}), w.at(w.b, r)));
         w.is(p.reduce(reduction::maximum, {w.s}, inner), 0, 1);
     }},
    {"derivative of a maximum", false, "sum_s x(s)",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, w.at(w.x, w.s)), 0, 1);
     }},
    {"derivative of a maximum", false, "prod_s x(s)",
     [](pencil& p) {
         words w{p};
         w.is(p.reduce(reduction::product, {w.s}, w.at(w.x, w.s)), 0, 1);
     }},
    {"chain rule", true, "tanh(x b + sum_s x(s))",
     [](pencil& p) {
         words w{p};
         w.is(tanh(p, p.add(p.multiply(w.at(w.x, w.i), w.at(w.b, w.i)), p.sum(w.s, w.at(w.x, w.s)))));
     }},
    {"chain rule", false, "x^2",
     [](pencil& p) {
         words w{p};
         w.is(p.power(w.at(w.x, w.i), w.n(2)));
     }},
    {"definition", true, "(x * b)_u",
     [](pencil& p) {
         words w{p};
         p.equation(w.y, {w.u}, p.sum(w.t, p.multiply(w.at(w.x, w.t), w.at(w.b, w.u - w.t))),
                    between(w.u, -5, 9));
         p.complete();
         graph::rule_names used;
         p.f.equations.back().value = simplify::recognize(p.g, p.f.equations.back().value, used);
     }},
    {"definition", false, "sum_s x(s)",
     [](pencil& p) {
         words w{p};
         w.is(p.sum(w.s, w.at(w.x, w.s)), 0, 1);
     }},
};

std::string shown(formula const& f, int node) { return std::string{graph::describe(f.nodes, node).view()}; }

/// The last equation of a formula, and dy/dx(k) of it in one more equation whose right side is to be chosen.
struct jacobian {
    pencil& p;
    int body = p.f.equations.back().value;
    int access = 0;

    explicit jacobian(pencil& q) : p{q} {
        int const a = p.f.find_tensor("A");
        int const wrt = a >= 0 ? a : p.f.find_tensor("x");
        graph::equation e = p.f.equations.back();
        std::vector<affine> k;
        for (graph::axis const& axis : std::vector<graph::axis>{p.g.tensor_at(wrt).axes}) {
            k.push_back(p.index("k"));
            e.positions.push_back(p.g.affine_id(k.back()));
            for (condition const& c : between(k.back(), axis.lower, axis.upper)) {
                e.domain.push_back(p.g.condition_id(c));
            }
        }
        access = p.at(wrt, k);
        e.tensor = p.tensor("J", static_cast<int>(e.positions.size()));
        e.value = graph::partial(p.g, body, access);
        p.f.equations.push_back(e);
    }
    derive::partial_view view() const { return {p.g, body, access}; }
    int untaken() const { return graph::partial(p.g, body, access); }

    /// How far another term is from the derivative, by differences.
    double error(int node) {
        p.f.equations.back().value = differences::replaced(p.f, untaken());
        return values::change(p.f, differences::replaced(p.f, node));
    }
    bool is_zero() {
        p.f.equations.back().value = differences::replaced(p.f, untaken());
        return !values::says_something(p.f);
    }
    /// All rules, until no derivative is left.
    int taken() {
        int node = untaken();
        graph::rule_names used;
        for (int round = 0; round < 100 && derive::has_partials(p.g, node) && !p.f.failed(); ++round) {
            auto const stride = derive::has_leaves(p.g, node) ? derive::stride::leaves : derive::stride::open;
            node = derive::advance{p.g, stride, used}(node);
        }
        return node;
    }
};

void try_one(example const& e, derive::derivative_rule const& rule) {
    BOOST_TEST_CONTEXT(e.rule << ": " << e.what) {
        pencil p;
        e.write(p);
        BOOST_REQUIRE_MESSAGE(!p.f.failed(), std::string{p.g.message().view()});
        jacobian d{p};
        int const result = rule.apply(d.view());
        BOOST_TEST((result >= 0) == e.fires);
        if (result >= 0) {
            BOOST_TEST(d.error(result) < differences::tolerance, shown(p.f, d.untaken())
                                                                     << " -> " << shown(p.f, result));
            bool const alone = !p.g.is(d.view().body, graph::op::multiply);
            BOOST_TEST((d.is_zero() == (rule.name == "value bracket" && alone)));
        }
    }
}

/// The derivative of the last equation, as text.
std::string derivative(void (*write)(pencil&)) {
    pencil p;
    write(p);
    jacobian d{p};
    int const result = d.taken();
    BOOST_TEST(!p.f.failed());
    BOOST_TEST(d.error(result) < differences::tolerance);
    return shown(p.f, result);
}

/// The sentence with which a derivative is refused.
std::string refusal(void (*write)(pencil&)) {
    pencil p;
    write(p);
    jacobian d{p};
    d.taken();
    return std::string{p.g.message().view()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_of_differentiation)

BOOST_AUTO_TEST_CASE(each_rule_gives_the_derivative_by_differences_and_stops_at_its_guard) {
    std::size_t used = 0;
    for (derive::derivative_rule const& rule : derive::rules) {
        int fires = 0;
        int stays = 0;
        for (example const& e : all) {
            if (e.rule == rule.name) {
                try_one(e, rule);
                (e.fires ? fires : stays) += 1;
                ++used;
            }
        }
        BOOST_TEST(fires > 0, "no example of " << rule.name);
        BOOST_TEST(stays > 0, "no example in which " << rule.name << " must not fire");
        BOOST_TEST(!rule.law.empty());
    }
    BOOST_TEST(used == all.size(), "an example names a rule that is not in the table");
}

BOOST_AUTO_TEST_CASE(all_rules_together_take_every_derivative_that_they_start) {
    for (example const& e : all) {
        BOOST_TEST_CONTEXT(e.rule << ": " << e.what) {
            pencil p;
            e.write(p);
            jacobian d{p};
            int const result = d.taken();
            BOOST_TEST(!p.f.failed());
            BOOST_TEST(!derive::has_partials(p.g, result));
            BOOST_TEST(d.error(result) < differences::tolerance, shown(p.f, d.untaken())
                                                                     << " -> " << shown(p.f, result));
        }
    }
}

BOOST_AUTO_TEST_CASE(derivatives_have_the_form_that_a_textbook_gives) {
    BOOST_TEST(derivative([](pencil& p) {
                   words w{p};
                   w.is(w.at(w.x, w.i));
               }) == "[i - k == 0]");
    BOOST_TEST(derivative([](pencil& p) {
                   words w{p};
                   w.is(p.at(p.tensor("A", 2), {w.i, w.i}));
               }) == "[i - k == 0] * [i - k == 0]");
    BOOST_TEST(derivative([](pencil& p) {
                   words w{p};
                   w.is(p.power(w.at(w.x, w.i), w.n(3)));
               }) == "3 * pow(x(i), 2) * [i - k == 0]");
    BOOST_TEST(derivative([](pencil& p) {
                   words w{p};
                   w.is(p.power(w.at(w.x, w.i), w.n(2)));
               }) == "2 * x(i) * [i - k == 0]");
    BOOST_TEST(derivative([](pencil& p) {
                   words w{p};
                   w.is(tanh(p, w.at(w.x, w.i)));
               }) == "(1 + -1 * pow(tanh(x(i)), 2)) * [i - k == 0]");
    BOOST_TEST(derivative([](pencil& p) {
                   words w{p};
                   w.is(p.multiply(w.at(w.b, w.i), p.power(w.at(w.x, w.i), w.n(-1))));
               }) == "-1 * b(i) * pow(x(i), -2) * [i - k == 0]");
    BOOST_TEST(derivative([](pencil& p) {
                   words w{p};
                   w.is(p.power(w.n(2), w.at(w.x, w.i)));
               }) == "pow(2, x(i)) * log(2) * [i - k == 0]");
}

BOOST_AUTO_TEST_CASE(a_product_over_an_index_leaves_its_factor_out_on_both_sides) {
    BOOST_TEST(derivative([](pencil& p) {
                   words w{p};
                   w.is(p.reduce(reduction::product, {w.s}, w.at(w.x, w.s)), 0, 1);
               }) == "sum(s, prod(s, x(s)) * prod(s, x(s)) * [s - k == 0])");
    BOOST_TEST(derivative([](pencil& p) {
                   words w{p};
                   w.is(p.reduce(reduction::maximum, {w.s}, w.at(w.x, w.s), between(w.s, 0, 2)), 0, 1);
               }) == "sum(s, [s == argmax(s, x(s))[0]] * [s - k == 0])");
}

/// The derivatives of y(0), with numbers given for x or A (row by row).
std::vector<double> derivatives_at(std::vector<std::int64_t> const& extents,
                                   std::vector<double> const& numbers, void (*write)(pencil&)) {
    pencil p;
    write(p);
    jacobian d{p};
    p.f.equations.back().value = d.taken();
    int const wrt = p.f.find_tensor(extents.size() == 2 ? "A" : "x");
    values::numbers inputs{{wrt, {std::vector<std::int64_t>(extents.size(), 0), extents, numbers}}};
    return iverson::plain::evaluate_all<double>(p.f, inputs).at(p.f.equations.back().tensor).values;
}
template <reduction Kind>
void over_x(pencil& p) {
    words w{p};
    w.is(p.reduce(Kind, {w.s}, w.at(w.x, w.s)), 0, 0);
}
template <reduction Kind>
void over_matrix(pencil& p) {
    words w{p};
    auto const r = p.index("r");
    w.is(p.reduce(Kind, {w.s, r}, p.at(p.tensor("A", 2), {w.s, r})), 0, 0);
}
using numbers = std::vector<double>;

BOOST_AUTO_TEST_CASE(a_product_with_zeros_is_differentiated_without_dividing) {
    auto const product = over_x<reduction::product>;
    BOOST_TEST(derivatives_at({3}, {2, 3, 4}, product) == (numbers{12, 8, 6}),
               boost::test_tools::per_element());
    BOOST_TEST(derivatives_at({3}, {2, 0, 4}, product) == (numbers{0, 8, 0}),
               boost::test_tools::per_element());
    BOOST_TEST(derivatives_at({3}, {0, 3, 0}, product) == (numbers{0, 0, 0}),
               boost::test_tools::per_element());
    BOOST_TEST(derivatives_at({1}, {0}, product) == (numbers{1}), boost::test_tools::per_element());
    BOOST_TEST(derivatives_at({2, 2}, {2, 0, 3, 5}, over_matrix<reduction::product>) ==
                   (numbers{0, 30, 0, 0}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_tie_gives_the_slope_to_the_first_position_in_written_order) {
    BOOST_TEST(derivatives_at({4}, {1, 3, 3, 2}, over_x<reduction::maximum>) == (numbers{0, 1, 0, 0}),
               boost::test_tools::per_element());
    BOOST_TEST(derivatives_at({4}, {3, 1, 1, 2}, over_x<reduction::minimum>) == (numbers{0, 1, 0, 0}),
               boost::test_tools::per_element());
    BOOST_TEST(derivatives_at({2, 3}, {1, 2, 4, 4, 4, 0}, over_matrix<reduction::maximum>) ==
                   (numbers{0, 0, 1, 0, 0, 0}),
               boost::test_tools::per_element());
    BOOST_TEST(derivatives_at({2, 2}, {5, 5, 5, 5}, over_matrix<reduction::minimum>) == (numbers{1, 0, 0, 0}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_first_nan_is_where_a_maximum_is_found) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(derivatives_at({4}, {9, nan, nan, 2}, over_x<reduction::maximum>) == (numbers{0, 1, 0, 0}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(terms_that_do_not_read_the_tensor_leave_no_trace) {
    pencil p;
    words w{p};
    w.is(p.add(w.at(w.b, w.i), w.at(w.x, w.i), w.n(7)));
    jacobian d{p};
    BOOST_TEST(shown(p.f, d.taken()) == "[i - k == 0]");
}

/// Rows of two arguments go through gradient and loops in tests/functions/stages.cpp.
BOOST_AUTO_TEST_CASE(every_row_of_one_argument_is_derived_by_the_chain_rule) {
    std::apply(
        [](auto const&... row) {
            auto const one = []<class Row>(Row const& r) {
                if constexpr (Row::arity == 1) {
                    BOOST_TEST_CONTEXT(r.name) {
                        pencil p;
                        words w{p};
                        int const x = w.at(w.x, w.i);
                        // Inputs lie in 1/4 .. 2: a function that asks for less than 1 gets a quarter, one that asks for more gets 1 more.
                        bool const small = !r.facts.inside(1.5);
                        bool const large = !r.facts.inside(0.5);
                        w.is(p.call(r, small   ? p.multiply(p.number({1, 4}), x)
                                       : large ? p.add(p.number(1), x)
                                               : x));
                        jacobian d{p};
                        int const result = d.taken();
                        BOOST_TEST(!p.f.failed());
                        BOOST_TEST(d.error(result) < differences::tolerance, shown(p.f, result));
                        BOOST_TEST((d.is_zero() == (r.name == "heaviside" || r.name == "sign")));
                    }
                }
            };
            (one(row), ...);
        },
        functions::table);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(refusals_to_differentiate)

BOOST_AUTO_TEST_CASE(a_function_without_slope_is_named) {
    BOOST_TEST(refusal([](pencil& p) {
                   words w{p};
                   constexpr auto erf = iverson::function("erf_like", R"(\operatorname{erf})",
                                                          [](auto const& u) { return u; });
                   w.is(p.call(erf, w.at(w.x, w.i)));
               }) == "the derivative of erf_like is not known: give its row a slope");
}

BOOST_AUTO_TEST_CASE(a_function_without_slope_may_stand_where_the_tensor_is_not_read) {
    pencil p;
    words w{p};
    constexpr auto erf =
        iverson::function("erf_like", R"(\operatorname{erf})", [](auto const& u) { return u; });
    w.is(p.multiply(w.at(w.x, w.i), p.call(erf, w.at(w.b, w.i))));
    jacobian d{p};
    BOOST_TEST(shown(p.f, d.taken()) == "erf_like(b(i)) * [i - k == 0]");
    BOOST_TEST(!p.f.failed());
}

BOOST_AUTO_TEST_SUITE_END()
