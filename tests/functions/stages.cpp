// SPDX-License-Identifier: BSL-1.0
#include <iverson/functions/table.hpp>
#include <iverson/graph/complete.hpp>
#include <iverson/graph/record.hpp>
#include <iverson/latex/latex.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/runtime/operations.hpp>
#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace {

namespace functions = iverson::functions;
namespace graph = iverson::graph;
namespace loops = iverson::loops;
namespace plain = iverson::plain;
namespace verify = iverson::verify;

/// y(i) = f(x(i), z(i)), y(i) = f(x(i)), or y(i) = f() x(i) for a constant f. The order of polygamma is the number 2.
template <class Row>
graph::formula formula_of(Row const& row) {
    graph::formula f;
    graph::graph& g = f.nodes;
    for (auto const* name : {"y", "x", "z"}) {
        g.tensors.push_back({graph::text{name}, 1, graph::role::plain, -1, -1, {}});
    }
    auto const i = graph::affine::symbol(g.new_symbol("i", graph::symbol_kind::ranged));
    auto const at = [&](int tensor) {
        return graph::term{g, graph::access(g, tensor, std::vector<graph::affine>(1, i))};
    };
    graph::term value = at(1);
    if constexpr (Row::arity == 0) {
        value = row(value) * value;
    } else if constexpr (Row::arity == 1) {
        value = row(value);
    } else if constexpr (Row::template has_slope<0>) {
        value = row(value, at(2));
    } else {
        value = row(value.literal(2), value);
    }
    f.add_equation(0, std::vector<int>(1, g.affine_id(i)), {}, value.id());
    graph::complete(f);
    return f;
}

template <class Row>
constexpr bool reads_two = Row::arity == 2 && Row::template has_slope<0>;

template <class Row>
graph::derivation derived_from(graph::formula const& f, Row const&) {
    std::vector<iverson::variable> wanted{{"x", graph::role::plain, -1, {}, {}}};
    if (reads_two<Row>) {
        wanted.push_back({"z", graph::role::plain, -1, {}, {}});
    }
    return iverson::runtime::operations::gradients(f, wanted, true);
}

/// Values of x and z inside the function's domain.
template <class Row>
void fill(Row const& row, std::vector<double>& x, std::vector<double>& z) {
    for (double u : {-2.5, -0.75, -0.25, 0.5, 0.875, 1.25, 3.0}) {
        for (double v : {-1.5, 0.625, 2.0}) {
            bool inside = true;
            if constexpr (reads_two<Row>) {
                inside = row.facts.inside(u, v);
            } else if constexpr (Row::arity == 2) {
                inside = row.facts.inside(2, u);
            } else if constexpr (Row::arity == 1) {
                inside = row.facts.inside(u);
            }
            if (inside) {
                x.push_back(u);
                z.push_back(v);
            }
        }
    }
}

/// The plan of the formula, run on `Real`, gives all results of the plain meaning.
template <class Real>
void check_loops(graph::formula const& f, plain::tensors<double> const& inputs, double tolerance) {
    std::vector<loops::argument> bound;
    std::vector<loops::dense<Real>> arguments;
    for (auto const& [id, t] : inputs) {
        bound.push_back({id, false});
        arguments.push_back({std::vector<std::int64_t>(t.extents.size(), 0), t.extents,
                             std::vector<Real>(t.values.begin(), t.values.end()), false});
    }
    loops::plan const plan = loops::make_plan(f, bound);
    BOOST_TEST_REQUIRE(!plan.failed(), plan.message.view());
    auto const found = loops::interpreter<Real>{plan}(arguments);
    auto const expected = plain::evaluate_all(f, inputs);
    BOOST_TEST_REQUIRE(found.size() == f.outputs.size());
    for (std::size_t k = 0; k < found.size(); ++k) {
        auto const& wanted = expected.at(f.equations[static_cast<std::size_t>(f.outputs[k])].tensor).values;
        BOOST_TEST_REQUIRE(found[k].values.size() == wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            BOOST_TEST(std::abs(static_cast<double>(found[k].values[i]) - wanted[i]) <=
                           tolerance * (1 + std::abs(wanted[i])),
                       "result " << k << ", entry " << i << " is " << found[k].values[i] << ", not "
                                 << wanted[i]);
        }
    }
}

template <class Visit>
void for_each_row(Visit visit) {
    std::apply(
        [&](auto const&... row) {
            (
                [&] {
                    BOOST_TEST_CONTEXT(row.name) { visit(row); }
                }(),
                ...);
        },
        functions::table);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(every_row_through_all_stages)

BOOST_AUTO_TEST_CASE(its_gradient_agrees_with_differences) {
    for_each_row([](auto const& row) {
        graph::formula const f = formula_of(row);
        BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
        BOOST_TEST(verify::check(f, derived_from(f, row).result));
    });
}

BOOST_AUTO_TEST_CASE(its_loops_compute_the_value_and_the_gradients_in_float_and_double) {
    for_each_row([](auto const& row) {
        graph::formula const f = derived_from(formula_of(row), row).result;
        BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
        std::vector<double> x;
        std::vector<double> z;
        fill(row, x, z);
        BOOST_TEST_REQUIRE(x.size() >= 6u);
        plain::tensors<double> inputs;
        auto const bind = [&](int id, std::vector<double> const& values) {
            inputs[id] = plain::tensor<double>{{0}, {static_cast<std::int64_t>(values.size())}, values};
        };
        bind(f.find_tensor("x"), x);
        if (reads_two<std::remove_cvref_t<decltype(row)>>) {
            bind(f.find_tensor("z"), z);
        }
        bind(f.find_tensor("y", graph::role::adjoint), std::vector<double>(x.size(), 1.5));
        check_loops<double>(f, inputs, 1e-14);
        check_loops<float>(f, inputs, 2e-5);
    });
}

BOOST_AUTO_TEST_CASE(its_second_derivative_agrees_with_differences_unless_it_is_zero_everywhere) {
    for_each_row([](auto const& row) {
        if constexpr (std::remove_cvref_t<decltype(row)>::arity > 0) {
            iverson::variable const x{"x", graph::role::plain, -1, {}, {}};
            graph::formula const f = formula_of(row);
            graph::formula const once = iverson::runtime::operations::gradients(f, {x}, false).result;
            graph::formula const twice = iverson::runtime::operations::jacobian(once, nullptr, x).result;
            if (row.name == "heaviside" || row.name == "sign") {
                BOOST_TEST(twice.nodes.message().view() ==
                           "adjoint(x) does not depend on x: its Jacobian is 0 everywhere");
            } else {
                BOOST_TEST(verify::check(once, twice));
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(its_latex_name_is_printed_with_its_arguments) {
    for_each_row([](auto const& row) {
        graph::formula const f = formula_of(row);
        std::string const name{row.latex};
        std::string const arguments = reads_two<std::remove_cvref_t<decltype(row)>> ? "(x_i, z_i)" : "(x_i)";
        std::string const expected = name == "\\sqrt"          ? "y_i = \\sqrt{x_i}"
                                     : row.arity == 0          ? "y_i = " + name + " x_i"
                                     : row.name == "polygamma" ? "y_i = \\psi^{(2)}(x_i)"
                                     : row.name == "abs"       ? "y_i = \\left\\lvert x_i\\right\\rvert"
                                                               : "y_i = " + name + arguments;
        BOOST_TEST(iverson::print::latex(f) == expected);
    });
}

BOOST_AUTO_TEST_SUITE_END()
