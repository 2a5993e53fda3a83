// SPDX-License-Identifier: BSL-1.0
#include <iverson/formula/formula.hpp>
#include <iverson/latex/latex.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/runtime/operations.hpp>
#include <iverson/verify/plain.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

namespace graph = iverson::graph;
namespace loops = iverson::loops;
namespace plain = iverson::plain;

constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto s = iverson::integer<"s">;
constexpr auto t = iverson::integer<"t">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto a = iverson::tensor<"a">;
constexpr auto E = iverson::scalar<"E">;
constexpr auto g = iverson::unknown<"g">;
constexpr auto phi = iverson::unknown<"phi">;

constexpr auto two = (E = sum(i, j, g(a(i, j), x(j))));
constexpr auto one = (y(i) = g(x(i)) * phi(2 * x(i)));
constexpr auto wide_sum = (y(t.in(0, 1)) = sum(s, maximum(w(s), x(t - s))));
constexpr auto two_arities = (y(i) = g(x(i)) + g(x(i), 1));
constexpr auto taken = (y(i) = iverson::unknown<"tanh">(x(i)) + tanh(x(i)));
constexpr auto constants = (y(i) = iverson::pi * x(i) + atan2(1, x(i)) + minimum(x(i), 0.5));

template <auto const& F>
graph::formula formula_of() {
    return iverson::lowering::lowered_formula(F);
}

iverson::variable named(std::string_view name) { return {name, graph::role::plain, -1, {}, {}}; }

graph::formula gradient_of(graph::formula const& f, std::string_view name) {
    return iverson::runtime::operations::gradients(f, {named(name)}, false).result;
}
graph::formula jacobian_of(graph::formula const& f, std::string_view name) {
    return iverson::runtime::operations::jacobian(f, nullptr, named(name)).result;
}
/// The right side of the output.
std::string value_of(graph::formula const& f) {
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    return iverson::print::text(f.nodes, f.output());
}
bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(unknown_functions)

BOOST_AUTO_TEST_CASE(are_derived_to_their_partial_derivatives) {
    graph::formula const f = formula_of<two>();
    BOOST_TEST(iverson::print::text(f) == "E = sum(i, j, g(a[i, j], x[j]))");
    graph::formula const by_x = gradient_of(f, "x");
    BOOST_TEST(contains(value_of(by_x), "g_2(a["), value_of(by_x));
    graph::formula const by_a = gradient_of(f, "a");
    BOOST_TEST(contains(value_of(by_a), "g_1(a["), value_of(by_a));
    BOOST_TEST(contains(iverson::print::latex(by_x), "g_2(a_"), iverson::print::latex(by_x));
}

BOOST_AUTO_TEST_CASE(have_second_derivatives_that_do_not_depend_on_the_order) {
    graph::formula const f = formula_of<two>();
    std::string const first = value_of(jacobian_of(gradient_of(f, "x"), "a"));
    std::string const second = value_of(jacobian_of(gradient_of(f, "a"), "x"));
    BOOST_TEST(contains(first, "g_12("), first);
    BOOST_TEST(contains(second, "g_12("), second);
    std::string const twice = iverson::print::latex(jacobian_of(gradient_of(f, "x"), "x"));
    BOOST_TEST(contains(twice, "g_{22}("), twice);
}

BOOST_AUTO_TEST_CASE(of_one_argument_are_primed) {
    graph::formula const f = formula_of<one>();
    std::string const text = value_of(jacobian_of(f, "x"));
    BOOST_TEST(contains(text, "g'(x["), text);
    BOOST_TEST(contains(text, "phi'(2*x["), text);
    std::string const latex = iverson::print::latex(jacobian_of(f, "x"));
    BOOST_TEST(contains(latex, "g'(x_"), latex);
    BOOST_TEST(contains(latex, "\\operatorname{phi}'(2 x_"), latex);
}

BOOST_AUTO_TEST_CASE(are_derived_up_to_order_twelve) {
    graph::graph nodes;
    nodes.tensors.push_back({graph::text{"u"}, 0, graph::role::plain, -1, -1, {}});
    graph::term const u{nodes, graph::access(nodes, 0, {})};
    int const argument[] = {u.id()};
    graph::term f{nodes, graph::call(nodes, nodes.function_id(graph::unknown_record("g", 1)), argument)};
    for (int order = 1; order <= 12; ++order) {
        f = graph::slope_of_unknown(&u, f, 0);
        BOOST_TEST(!nodes.failed());
        BOOST_TEST(nodes.function_of(f.id()).order == order);
    }
    graph::slope_of_unknown(&u, f, 0);
    BOOST_TEST(nodes.message().view() == "unknown functions are derived up to order 12");
}

BOOST_AUTO_TEST_CASE(have_no_value_and_the_sentence_names_them) {
    graph::formula const f = jacobian_of(formula_of<one>(), "x");
    std::vector<loops::argument> const bound{{f.find_tensor("x"), false}};
    std::string const sentence = "is unknown: it can be derived and printed, and has no value";
    BOOST_TEST(contains(std::string{loops::make_plan(f, bound).message.view()}, sentence));
    auto const inputs = plain::bind<double>(formula_of<one>(), {{"x", plain::tensor<double>::vector({1.0})}});
    BOOST_CHECK_EXCEPTION(plain::evaluate(formula_of<one>(), inputs), iverson::binding_error,
                          [&](auto const& error) { return error.what() == "function g " + sentence; });
}

BOOST_AUTO_TEST_CASE(are_refused_under_one_name_with_two_meanings) {
    BOOST_TEST(formula_of<two_arities>().nodes.message().view() ==
               "function g is used with 1 and with 2 arguments");
    BOOST_TEST(formula_of<taken>().nodes.message().view() == "two functions have the name tanh");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(calls_in_formulas)

BOOST_AUTO_TEST_CASE(constants_and_functions_of_two_arguments_mix_with_numbers) {
    BOOST_TEST(iverson::print::text(formula_of<constants>()) ==
               "y[i] = pi*x[i] + atan2(1, x[i]) + minimum(x[i], 0.5)");
    BOOST_TEST(iverson::print::latex(formula_of<constants>()) ==
               "y_i = \\pi x_i + \\operatorname{atan2}(1, x_i) + \\min(x_i, 0.5)");
}

BOOST_AUTO_TEST_CASE(the_support_of_a_function_of_two_arguments_is_the_union_of_theirs) {
    graph::formula const f = formula_of<wide_sum>();
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    auto const inputs = plain::bind<double>(
        f, {{"w", plain::tensor<double>::vector({-1, 2})}, {"x", plain::tensor<double>::vector({-3, 1, 5})}});
    // t = 0: s = -2..1 read max(0, 5), max(0, 1), max(-1, -3), max(2, 0).
    auto const result = plain::evaluate(f, inputs);
    BOOST_TEST(result.at({0}) == 5 + 1 - 1 + 2);
    BOOST_TEST(result.at({1}) == 5 + 1 + 2);
    std::vector<loops::argument> const bound{{f.find_tensor("w"), false}, {f.find_tensor("x"), false}};
    loops::plan const plan = loops::make_plan(f, bound);
    BOOST_TEST_REQUIRE(!plan.failed(), plan.message.view());
    auto const found =
        loops::interpreter<double>{plan}({{{0}, {2}, {-1, 2}, false}, {{0}, {3}, {-3, 1, 5}, false}});
    BOOST_TEST(found.front().values == result.values, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
