// SPDX-License-Identifier: BSL-1.0
#include "tests/steps/formulas.hpp"

#include <iverson/derive/gradient_problem.hpp>
#include <iverson/derive/jacobian_problem.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace formulas;
namespace derive = iverson::derive;
namespace graph = iverson::graph;

graph::formula written(void (*write)(pencil&)) {
    pencil p;
    write(p);
    return p.complete();
}

graph::formula gradient_problem(graph::formula const& f, std::vector<std::string_view> const& by,
                                bool with_value = false) {
    std::vector<derive::variable> wanted;
    for (std::string_view name : by) {
        wanted.push_back({f.find_tensor(name), {}});
    }
    derive::gradient_problem problem{f, f.output().tensor};
    return problem.state(wanted, with_value);
}

/// The equations that were appended, as text.
std::vector<std::string> stated(graph::formula const& f, std::size_t first) {
    std::vector<std::string> result;
    for (std::size_t i = first; i < f.equations.size(); ++i) {
        graph::equation const& e = f.equations[i];
        result.push_back(
            std::string{graph::describe_access(f.nodes, f.nodes.tensor_at(e.tensor), e.positions).view()} +
            " = " + std::string{graph::describe(f.nodes, e.value).view()});
    }
    return result;
}
using texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(problems)

BOOST_AUTO_TEST_CASE(a_gradient_is_the_sum_over_all_equations_that_read_the_tensor) {
    auto const f = written(convolution);
    BOOST_TEST(stated(gradient_problem(f, {"x"}), 1) ==
                   texts{"adjoint(x)(k) = sum(t, adjoint(y)(t) * d/dx(k) (y(t)))"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_system_is_run_backwards_and_its_scalar_has_no_adjoint) {
    auto const f = written(least_squares);
    BOOST_TEST(stated(gradient_problem(f, {"x", "w"}), 2) ==
                   (texts{"adjoint(y, E)(j) = d/dy(j) (E)",
                          "adjoint(x, E)(k) = sum(j, adjoint(y, E)(j) * d/dx(k) (y(j)))",
                          "adjoint(w, E)(l, m) = sum(j, adjoint(y, E)(j) * d/dw(l, m) (y(j)))"}),
               boost::test_tools::per_element());
    BOOST_TEST(stated(gradient_problem(f, {"z"}), 2) == texts{"adjoint(z, E)(k) = d/dz(k) (E)"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_initial_value_contributes_at_its_own_position) {
    auto const f = written(recurrent_loss);
    auto const all = stated(gradient_problem(f, {"h0"}), f.equations.size());
    BOOST_REQUIRE(all.size() == 2U);
    BOOST_TEST(
        all[0] ==
        "adjoint(h, E)(t, j) = sum(t, j, adjoint(h, E)(t, j) * d/dh(t, j) (h(t, j))) + d/dh(t, j) (E)");
    BOOST_TEST(all[1] == "adjoint(h0, E)(k) = sum(j, adjoint(h, E)(-1, j) * d/dh0(k) (h(-1, j)))");
}

BOOST_AUTO_TEST_CASE(an_adjoint_has_exactly_the_axes_of_its_tensor) {
    for (source const& s : all) {
        auto const f = written(s.write);
        for (std::string_view name : s.by) {
            auto const problem = gradient_problem(f, {name});
            BOOST_REQUIRE(!problem.failed());
            auto const& adjoint = problem.nodes.tensor_at(problem.output().tensor);
            auto const& tensor = problem.nodes.tensor_at(f.find_tensor(name));
            BOOST_REQUIRE(adjoint.axes.size() == tensor.axes.size());
            for (std::size_t d = 0; d < tensor.axes.size(); ++d) {
                BOOST_TEST((adjoint.axes[d].lower == tensor.axes[d].lower &&
                            adjoint.axes[d].upper == tensor.axes[d].upper));
            }
            BOOST_TEST(problem.output().domain.size() == 2 * tensor.axes.size());
        }
    }
}

BOOST_AUTO_TEST_CASE(the_gradient_of_a_gradient_is_that_of_another_scalar) {
    auto const f = written(convolution);
    auto const once = gradient_problem(f, {"x"});
    BOOST_TEST(stated(gradient_problem(once, {"w"}), 2) ==
                   (texts{"adjoint(y, F)(t) = sum(k, adjoint(adjoint(x), F)(k) * d/dy(t) (adjoint(x)(k)))",
                          "adjoint(w, F)(l) = sum(t, adjoint(y, F)(t) * d/dw(l) (y(t)))"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_gradient_of_one_scalar_is_derived_once) {
    auto const f = written(least_squares);
    auto const once = gradient_problem(f, {"x"}, true);  // the value stands first: the output is still E
    BOOST_TEST(std::string{gradient_problem(once, {"x"}).nodes.message().view()}.starts_with(
        "adjoint(y, E) is defined by this formula already"));
}

BOOST_AUTO_TEST_CASE(new_indices_take_names_that_the_formula_does_not_use) {
    auto const f = written([](pencil& p) {
        auto const k = p.index("k");
        auto const l = p.index("l");
        p.equation(p.tensor("y", 1), {k},
                   p.sum(l, p.multiply(p.at(p.tensor("A", 2), {k, l}), p.at(p.tensor("x", 1), {l}))));
    });
    BOOST_TEST(stated(gradient_problem(f, {"A"}), 1) ==
                   texts{"adjoint(A)(m, n) = sum(k, adjoint(y)(k) * d/dA(m, n) (y(k)))"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(dependence_goes_through_all_equations) {
    auto const f = written(least_squares);
    derive::dependence const depends{f};
    auto const on = [&](std::string_view from, std::string_view to) {
        return depends.influenced_by(f.find_tensor(from))[static_cast<std::size_t>(f.find_tensor(to))] != 0;
    };
    BOOST_TEST(on("x", "y"));
    BOOST_TEST(on("x", "E"));
    BOOST_TEST(on("z", "E"));
    BOOST_TEST(!on("z", "y"));
    BOOST_TEST(!on("E", "y"));
}

// The gradient had no equation at all, and the Jacobian was 0.
BOOST_AUTO_TEST_CASE(what_reads_no_past_is_not_derived_by_itself) {
    for (auto write : {convolution, least_squares}) {
        graph::formula const f = written(write);
        int const y = f.output().tensor;
        std::string const name{f.nodes.tensor_at(y).name.view()};
        graph::formula const gradient = derive::gradient_problem{f, y}.state({{y, {}}}, false);
        BOOST_TEST_REQUIRE(gradient.failed());
        BOOST_TEST(gradient.nodes.message().view().find(name) != std::string_view::npos);
        graph::formula const jacobian = derive::state_jacobian(f, y, {}, {y, {}}, {});
        BOOST_TEST_REQUIRE(jacobian.failed());
        BOOST_TEST(jacobian.nodes.message().view().find(name) != std::string_view::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
