// SPDX-License-Identifier: BSL-1.0
#include <iverson/formula/formula.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/runtime/operations.hpp>
#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

/// Powers are a node of the graph and no row of the table; what is said of rows is tested for them here.
namespace {

using namespace iverson::literals;
namespace graph = iverson::graph;
namespace loops = iverson::loops;
namespace plain = iverson::plain;
namespace verify = iverson::verify;

constexpr auto i = iverson::idx<"i">;
constexpr auto u = iverson::tensor<"u">;
constexpr auto v = iverson::tensor<"v">;
constexpr auto y = iverson::tensor<"y">;

constexpr auto general = (y(i) = pow(u(i), v(i)));
constexpr auto self = (y(i) = pow(u(i), u(i) + v(i)));
constexpr auto exponential = (y(i) = pow(2, u(i)) + pow(iverson::pi, u(i)));
constexpr auto fractional = (y(i) = pow(u(i), 1_r / 2) + pow(u(i), 2.5) + pow(u(i), -2_r / 3));

template <auto const& F>
graph::formula formula_of() {
    return iverson::lowering::lowered_formula(F);
}

template <auto const& F>
verify::report gradient_by(std::string_view name) {
    graph::formula const f = formula_of<F>();
    iverson::variable const by{name, graph::role::plain, -1, {}, {}};
    return verify::check(f, iverson::runtime::operations::gradients(f, {by}, true).result);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(powers)

BOOST_AUTO_TEST_CASE(are_derived_by_the_base_and_by_the_exponent) {
    BOOST_TEST(gradient_by<general>("u"));
    BOOST_TEST(gradient_by<general>("v"));
    BOOST_TEST(gradient_by<self>("u"));
    BOOST_TEST(gradient_by<exponential>("u"));
    BOOST_TEST(gradient_by<fractional>("u"));
}

BOOST_AUTO_TEST_CASE(of_zero_to_the_zero_are_one_in_all_stages) {
    graph::formula const f = formula_of<general>();
    std::vector<double> const base{0, 0, 0, 4, -2};
    std::vector<double> const exponent{0, 2, 0.5, 0.5, 3};
    std::vector<double> const expected{1, 0, 0, 2, -8};
    auto const inputs = plain::bind<double>(
        f, {{"u", plain::tensor<double>{{0}, {5}, base}}, {"v", plain::tensor<double>{{0}, {5}, exponent}}});
    BOOST_TEST(plain::evaluate(f, inputs).values == expected, boost::test_tools::per_element());
    std::vector<loops::argument> const bound{{f.find_tensor("u"), false}, {f.find_tensor("v"), false}};
    auto const found = loops::interpreter<double>{loops::make_plan(f, bound)}(
        {{{0}, {5}, base, false}, {{0}, {5}, exponent, false}});
    BOOST_TEST(found.front().values == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(have_a_slope_by_the_base_where_the_base_is_negative_and_the_exponent_whole) {
    graph::formula const f = formula_of<general>();
    iverson::variable const by{"u", graph::role::plain, -1, {}, {}};
    graph::formula const slope = iverson::runtime::operations::gradients(f, {by}, false).result;
    auto const inputs = plain::bind<double>(slope, {{"u", plain::tensor<double>::vector({-2.0, 0.0})},
                                                    {"v", plain::tensor<double>::vector({3.0, 2.0})}});
    auto all = inputs;
    all[slope.find_tensor("y", graph::role::adjoint)] = plain::tensor<double>::vector({1.0, 1.0});
    BOOST_TEST(plain::evaluate(slope, all).values == (std::vector<double>{12.0, 0.0}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
