// SPDX-License-Identifier: BSL-1.0
#include "rules.hpp"

#include <iverson/derive/rules.hpp>
#include <iverson/latex/latex.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/simplify/recognize.hpp>
#include <iverson/simplify/simplify.hpp>
#include <iverson/text/run_time.hpp>

#include <algorithm>
#include <iterator>
#include <span>

namespace iverson::rules {

namespace {

/// What the engine's tables do not say. The tests hold that each of their rules stands here and is used by its example.
struct words {
    std::string_view name;
    std::string_view meaning;
    std::string_view example;
    kind shown_by = kind::gradient;
};

// clang-format off
constexpr words described[] = {
    {"index derivative", "the derivative of an entry by an entry: 1 where they are the same entry, else 0", "y[i] = x[i + 1]*w[i]", kind::jacobian},
    {"sum rule", "the derivative of a sum is the sum of the derivatives; terms without x drop out", "y[i] = x[i]^2 + exp(x[i])", kind::jacobian},
    {"derivative under the sum", "derivative and sum change places", "E = sum(i, x[i]^2)"},
    {"constant factor", "a factor without x stands in front of the derivative", "y[i] = w[i]*tanh(x[i])", kind::jacobian},
    {"quotient rule", "the derivative of a quotient", "y[i] = x[i]/sum(j, x[j])", kind::jacobian},
    {"product rule", "each factor is differentiated once, the others stay", "y[i] = x[i]*exp(x[i])", kind::jacobian},
    {"power rule", "a power with a number as exponent", "y[i] = x[i]^3", kind::jacobian},
    {"general power rule", "a power with any exponent", "y[i] = w[i]^x[i]", kind::jacobian},
    {"value bracket", "a bracket on values is 0 or 1, and constant but for the jumps", "y[i] = x[i]*[x[i] < 3]", kind::jacobian},
    {"derivative of a product over an index", "each factor is differentiated once; the others are multiplied without a division", "E = prod(i, x[i])"},
    {"derivative of a maximum", "the first entry that is largest takes the slope", "E = max(i, x[i])"},
    {"chain rule", "the slope of the outer function times the derivative of the inner one; of dE/dx, the sum over all through which E depends on x", "y[i] = tanh(x[i])", kind::jacobian},
    {"definition", "a tensor is replaced by the right side that defines it", "y[i] = x[i]^3", kind::jacobian},
    {"multiply out", "a product with a sum is multiplied out where like terms come together by it", "y[i] = 0.1*(tanh(x[i]) - x[i]) + x[i]", kind::jacobian},
    {"like terms", "terms that differ in their number alone are one term", "y[i] = 0.1*(tanh(x[i]) - x[i]) + x[i]", kind::jacobian},
    {"like factors", "powers of one base are one power", "y[i] = x[i]^2/x[i]", kind::jacobian},
    {"power of a product", "each factor takes the power", "y[i] = (2*x[i])^3", kind::jacobian},
    {"known bracket", "a condition that always holds here is 1", "E = sum(i, x[i]^2)"},
    {"excluded bracket", "a condition that never holds here is 0", "y[i in 0..4] = sum(j in 0..2, [j == i + 5]*x[j])"},
    {"implied bracket", "a condition that holds wherever the other factors are not 0 is dropped", "y[i in 0..2] = x[2*i]", kind::tangent},
    {"sieve", "a sum over all s of what is 0 but at s = t is its value at t", "y[t] = sum(s in Z, w[s]*x[t - s])"},
    {"integer solution", "an equation between several bound indices is solved in integers; the indices are written by its solutions", "y[i, j in 0..3] = x[2*i + 3*j]"},
    {"distribute", "a product in a sum is multiplied out, so that each term meets its own bracket", "E = sum(i, j, x[i]*A[i, j]*x[j])"},
    {"split sum", "the sum of a sum is the sum of the sums", "E = sum(i, j, x[i]*A[i, j]*x[j])"},
    {"merge sums", "a sum in a sum is one sum over both indices", "y[t] = sum(s in Z, w[s]*x[2*t - 4*s])"},
    {"empty sum", "a sum over no values is 0", "E = sum(i, x[i]) + sum(i in 1..3, sum(j in i..0, x[j]))"},
    {"constant factor of a sum", "what does not depend on the index stands in front of the sum", "E = sum(i, x[p[i]]^2)"},
    {"recognition", "a sum that has a name is written by it; 'iverson explain recognition' lists the names", "y[t] = sum(s in Z, w[s]*x[t - s])"},
    {"total differential", "how y moves when x moves by tangent(x)", "E = sum(i, x[i]^2)", kind::tangent},
};
// clang-format on

/// Without words if the table above lacks them, which the tests would find.
words words_for(std::string_view name) {
    auto const* const found = std::find_if(std::begin(described), std::end(described),
                                           [&](words const& w) { return w.name == name; });
    return found == std::end(described) ? words{name, "", ""} : *found;
}

/// Rules that are steps of a derivation and no rewriting of a node.
constexpr rule steps[] = {
    {simplify::recognition, R"(\sum_s w_s x_{t-s} = (w * x)_t)", "", ""},
    {"total differential", R"(\mathrm{d} y_t = \sum_k \frac{\partial y_t}{\partial x_k} \mathrm{d} x_k)", "",
     ""},
};

graph::derivation derivation_of(rule const& r) {
    graph::formula const f = parsed(r.example);
    switch (r.shown_by) {
        case kind::jacobian: return jacobian(f, "x");
        case kind::tangent: return jvp(f, {"x"});
        case kind::gradient: break;
    }
    return gradient(f, {"x"});
}

}  // namespace

std::vector<rule> all() {
    std::vector<rule> result;
    auto const add = [&](auto const& table) {
        for (auto const& row : table) {
            words const w = words_for(row.name);
            result.push_back({row.name, row.law, w.meaning, w.example, w.shown_by});
        }
    };
    add(derive::rules);
    add(simplify::algebra);
    add(simplify::collapse);
    add(simplify::tidy);
    add(steps);
    return result;
}

std::optional<use> example_of(rule const& r) {
    graph::derivation const d = derivation_of(r);
    for (graph::chain const& c : d.chains) {
        std::vector<int> nodes{c.left};
        for (graph::derivation_line const& l : c.lines) {
            nodes.push_back(l.node);
        }
        print::shown const what[] = {{{}, nodes}};
        print::latex_page const latex{d.result.nodes, what};
        print::text_writer const text{d.result.nodes, latex.names()};
        // Text has no names for forms.
        auto const write = [&](int node) {
            return r.name == simplify::recognition ? latex(node) : text(node);
        };
        for (std::size_t i = 0; i < c.lines.size(); ++i) {
            auto const& used = c.lines[i].rules;
            if (std::find(used.begin(), used.end(), r.name) != used.end()) {
                return use{write(nodes[i]), write(nodes[i + 1])};
            }
        }
    }
    return std::nullopt;
}

std::vector<form> forms() {
    std::vector<form> result;
    for (simplify::form const& f : simplify::forms) {
        result.push_back({f.name, f.law});
    }
    return result;
}

}  // namespace iverson::rules
