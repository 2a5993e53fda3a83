// SPDX-License-Identifier: BSL-1.0
//
// Text and C++ give one graph.
#include "tests/sheet/formulas.hpp"

#include <iverson/formula/formula.hpp>
#include <iverson/text/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace sheet_formulas;
using iverson::bracket;
using iverson::pow;

constexpr auto r = idx<"r">;
constexpr auto m = idx<"m">;
constexpr auto E = iverson::scalar<"E">;
constexpr auto a = iverson::scalar<"a">;
constexpr auto z = tensor<"z">;
constexpr auto h = tensor<"h">;
constexpr auto u = tensor<"u">;
constexpr auto h0 = tensor<"h0">;
constexpr auto A = tensor<"A">;
constexpr auto W = tensor<"W">;

/// The formula that C++ gives is the one that the text gives, and both are written as text that means them.
template <class Written>
void check(Written const& written, std::string const& text) {
    iverson::graph::formula const expected = iverson::lowering::lowered_formula(written);
    BOOST_TEST_REQUIRE(!expected.failed(), expected.nodes.message().view());
    iverson::reading const found = iverson::parse(text);
    BOOST_TEST_REQUIRE(!found.error.has_value(), (found.error ? found.error->str() : ""));
    BOOST_TEST(iverson::same(expected, found.formula), text << " is not the formula\n"
                                                            << iverson::to_text(expected));
    iverson::reading const again = iverson::parse(iverson::to_text(found.formula));
    BOOST_TEST(iverson::same(expected, again.formula), iverson::to_text(found.formula));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_and_cpp_give_one_graph)

BOOST_AUTO_TEST_CASE(the_sheet) {
    check(y(t) = sum(s, w(s) * x(t - s)), "y[t] = sum(s in Z, w[s]*x[t - s])");
    check(ode, "rate(x)[j in 1..d] = tanh(sum(i in 1..d, x[i]*w[i, j]) + b[j]) - x[j]");
    check(next(x)(j.in(1, d)) = x(j) + 0.1 * (tanh(sum(i.in(1, d), x(i) * w(i, j)) + b(j)) - x(j)),
          "x'[j in 1..d] = x[j] + 0.1*(tanh(sum(i in 1..d, x[i]*w[i,j]) + b[j]) - x[j])");
}

BOOST_AUTO_TEST_CASE(arithmetic) {
    using iverson::literals::operator""_r;
    check(y(i) = 1_r / 3 * x(i) - 2 * x(i) / 7 + 0.25, "y[i] = 1/3*x[i] - 2*x[i]/7 + 0.25");
    check(y(i) = -x(i) * -z(i), "y[i] = -x[i]*-z[i]");
    check(y(i) = x(i) / z(i) / w(i) * 3, "y[i] = x[i]/z[i]/w[i]*3");
    check(y(i) = x(i) / (z(i) * w(i)), "y[i] = x[i]/(z[i]*w[i])");
    check(y(i) = pow(x(i), 2) + pow(x(i), a) - pow(x(i), -1), "y[i] = x[i]^2 + x[i]^a - 1/x[i]");
    check(y(i) = pow(-x(i), 2) - pow(pow(x(i), a), z(i)), "y[i] = (-x[i])^2 - (x[i]^a)^z[i]");
    check(y(i) = x(i) - (z(i) - (w(i) - 1)), "y[i] = x[i] - (z[i] - (w[i] - 1))");
    check(y(i) = 2 * iverson::pi * exp(-x(i)), "y[i] = 2*pi*exp(-x[i])");
    check(y(i) = maximum(x(i), 0) - minimum(x(i), z(i)), "y[i] = maximum(x[i], 0) - minimum(x[i], z[i])");
}

BOOST_AUTO_TEST_CASE(reductions) {
    check(E = sum(i, j, A(i, j) * x(j)), "E = sum(i, j, A[i,j]*x[j])");
    check(y(i) = max(r.in(0, 2), x(2 * i + r)), "y[i] = max(r in 0..2, x[2*i + r])");
    check(y(i) = max(j.in(0, i), A(i, j)), "y[i] = max(j in 0..i, A[i, j])");
    check(E = prod(i, x(i)) - min(i, x(i)), "E = prod(i, x[i]) - min(i, x[i])");
    check(E = mean(i, x(i)) * a, "E = mean(i, x[i])*a");
    check(y(t) = max(r.in(0, 2), x(t + r)), "y[t in Z] = max(r in 0..2, x[t + r])");
    check(y(t.in(0, 3)) = sum(s, w(s) * x(t - s)), "y[t in Z in 0..3] = sum(s in Z, w[s]*x[t - s])");
    check(y(t) = sum(i, x(i) * w(t - 2 * i)), "y[t in Z] = sum(i in axes, x[i]*w[t - 2*i])");
    check(E = sum(i, sum(i, x(i)) * x(i)), "E = sum(i, sum(i, x[i])*x[i])");
}

BOOST_AUTO_TEST_CASE(an_undeclared_index_that_shares_a_subscript_is_over_the_integers) {
    constexpr auto over_z = integer<"i">;
    check(y(t) = sum(over_z, x(over_z) * w(t - 2 * over_z)), "y[t in Z] = sum(i, x[i]*w[t - 2*i])");
}

BOOST_AUTO_TEST_CASE(brackets_and_divided_indices) {
    check(y(i) = sum(j, bracket(i <= j) * x(j)) + 0 * x(i), "y[i] = sum(j, [i <= j]*x[j]) + 0*x[i]");
    check(y(i.in(0, 6)) = sum(j, bracket(2 * j == i) * x(j)), "y[i in 0..6] = sum(j, [2*j == i]*x[j])");
    check(y(i) = bracket(i % 3 == 1) * x(i), "y[i] = [i % 3 == 1]*x[i]");
    check(y(i) = bracket(0 < i && i < 3) * x(i), "y[i] = [0 < i < 3]*x[i]");
    check(y(i) = bracket(0 < i && i < 3) * x(i), "y[i] = [0 < i && i < 3]*x[i]");
    check(y(i) = bracket(i != 1) * x(i), "y[i] = [i != 1]*x[i]");
    check(y(i, j) = bracket(x(i) < x(j)) * a, "y[i, j] = [x[i] < x[j]]*a");
    check(y(i.in(-2, 9)) = x(i / 4) + z(i % 4), "y[i in -2..9] = x[i / 4] + z[i % 4]");
    check(y(i.in(0, 4)) = A(i / 2, i % 2), "y[i in 0..4] = A[i / 2, i % 2]");
}

BOOST_AUTO_TEST_CASE(systems_and_recurrences) {
    check(iverson::system(h(-1, j) = h0(j), h(m, j) = tanh(sum(i, h(m - 1, i) * W(i, j)) + u(m, j))),
          "h[m, j] = tanh(sum(i, h[m-1, i]*W[i,j]) + u[m, j])\nh[-1, j] = h0[j]  # given\noutput h");
    check(iverson::system(h(j) = tanh(sum(i, x(i) * W(i, j))), E = sum(j, pow(h(j) - z(j), 2))),
          "h[j] = tanh(sum(i, x[i]*W[i, j])); E = sum(j, (h[j] - z[j])^2)");
    check(E = sum(j, adjoint(y)(j) * y(j)), "E = sum(j, adjoint(y)[j]*y[j])");
}

BOOST_AUTO_TEST_CASE(unknown_functions) {
    constexpr auto g = iverson::unknown<"g">;
    check(y(i, j) = g(x(i), z(j)), "function g(u, v)\ny[i, j] = g(x[i], z[j])");
}

BOOST_AUTO_TEST_SUITE_END()
