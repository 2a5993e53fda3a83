// SPDX-License-Identifier: BSL-1.0
//
// Directions and second derivatives: jvp, hessian and hvp agree with Jacobians and with numbers.
#include <boost/test/unit_test.hpp>

#include <iverson/derivatives.hpp>
#include <iverson/verify/plain.hpp>

namespace {

using namespace iverson;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto l = idx<"l">;
constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto x = tensor<"x">;
constexpr auto w = tensor<"w">;
constexpr auto A = tensor<"A">;
constexpr auto y = tensor<"y">;
constexpr auto E = scalar<"E">;

using values = plain::tensor<double>;

values const xv = values::vector({0.5, -1.25, 2});
values const dx = values::vector({1, 0.25, -3});
values const Av = values::matrix(3, 3, {1, 2, -1, 0.5, 0, 4, 3, -2, 1});

graph::formula meaning_of(auto const& equation) { return lowering::lowered_formula(equation); }
std::vector<variable> by(auto const&... wanted) { return {variable_of<decltype(wanted)>...}; }

/// The result of a derived formula; inputs by name, tangents and adjoints by their standing.
values value(graph::derivation const& d,
             std::vector<std::tuple<char const*, graph::standing, values>> const& inputs) {
    BOOST_REQUIRE_MESSAGE(!d.result.failed(), d.result.nodes.message().view());
    plain::tensors<double> bound;
    for (auto const& [name, which, v] : inputs) {
        int const id = d.result.find_tensor(name, which);
        BOOST_REQUIRE_MESSAGE(id >= 0, name);
        bound[id] = v;
    }
    return plain::evaluate(d.result, bound);
}

void same(values const& a, values const& b) {
    BOOST_REQUIRE_EQUAL(a.values.size(), b.values.size());
    for (std::size_t n = 0; n < a.values.size(); ++n) {
        BOOST_TEST(a.values[n] == b.values[n], boost::test_tools::tolerance(1e-13));
    }
}

/// rows x columns times a vector.
values times(values const& J, values const& v) {
    std::size_t const columns = v.values.size();
    values result = values::vector(std::vector<double>(J.values.size() / columns, 0.0));
    for (std::size_t n = 0; n < J.values.size(); ++n) {
        result.values[n / columns] += J.values[n] * v.values[n % columns];
    }
    return result;
}

constexpr auto layer = (y(j) = tanh(sum(i, x(i) * A(i, j))));
constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto cubic = (E = sum(i, j, x(i) * A(i, j) * x(j) * x(j)));

}  // namespace

BOOST_AUTO_TEST_CASE(a_jvp_is_the_jacobian_times_the_direction) {
    auto const f = meaning_of(layer);
    auto const J = value(runtime::operations::jacobian(f, nullptr, variable_of<decltype(x(k))>),
                         {{"x", {}, xv}, {"A", {}, Av}});
    auto const d = value(runtime::operations::jvp(f, by(x(k))),
                         {{"x", {}, xv}, {"A", {}, Av}, {"x", graph::role::tangent, dx}});
    same(d, times(J, dx));
}

BOOST_AUTO_TEST_CASE(directions_of_several_tensors_add_up) {
    auto const f = meaning_of(conv);
    values const wv = values::vector({2, -1});
    values const dw = values::vector({0.5, 4}, 0);
    auto const both = value(
        runtime::operations::jvp(f, by(w(k), x(k))),
        {{"w", {}, wv}, {"x", {}, xv}, {"w", graph::role::tangent, dw}, {"x", graph::role::tangent, dx}});
    // The convolution is bilinear: d(w * x) = dw * x + w * dx.
    same(both, values::vector({0.5 * 0.5 + 2 * 1, 0.5 * -1.25 + 4 * 0.5 + 2 * 0.25 - 1,
                               0.5 * 2 + 4 * -1.25 + 2 * -3 - 0.25, 4 * 2 + 3}));
}

BOOST_AUTO_TEST_CASE(a_hessian_is_the_jacobian_of_the_gradient_and_its_product_needs_no_hessian) {
    static constexpr auto H = hessian<cubic>(x(k), x(l));
    static constexpr auto Hv = hvp<cubic>(x(k));
    auto const matrix = value(derivation(H), {{"x", {}, xv}, {"A", {}, Av}});
    auto const product =
        value(derivation(Hv), {{"x", {}, xv}, {"A", {}, Av}, {"x", graph::role::tangent, dx}});
    same(product, times(matrix, dx));
    // d^2/dx_k dx_l of sum_ij x_i A_ij x_j^2 = 2 A_kl x_l + 2 A_lk x_k + 2 [k = l] sum_i x_i A_ik
    values expected = matrix;
    for (std::size_t a = 0; a < 3; ++a) {
        for (std::size_t b = 0; b < 3; ++b) {
            double diagonal = 0;
            for (std::size_t n = 0; n < 3; ++n) {
                diagonal += a == b ? 2 * xv.values[n] * Av.values[3 * n + a] : 0;
            }
            expected.values[3 * a + b] =
                2 * Av.values[3 * a + b] * xv.values[b] + 2 * Av.values[3 * b + a] * xv.values[a] + diagonal;
        }
    }
    same(matrix, expected);
}

BOOST_AUTO_TEST_CASE(a_direction_goes_through_a_system) {
    static constexpr auto two = system(y(j) = sum(i, x(i) * A(i, j)), E = sum(j, pow(y(j), 2)));
    auto const f = meaning_of(two);
    auto const d = value(runtime::operations::jvp(f, by(x(k))),
                         {{"x", {}, xv}, {"A", {}, Av}, {"x", graph::role::tangent, dx}});
    double expected = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        double yc = 0;
        double dyc = 0;
        for (std::size_t r = 0; r < 3; ++r) {
            yc += xv.values[r] * Av.values[3 * r + c];
            dyc += dx.values[r] * Av.values[3 * r + c];
        }
        expected += 2 * yc * dyc;
    }
    BOOST_TEST(d.values[0] == expected, boost::test_tools::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(a_direction_that_does_not_matter_is_refused) {
    auto const d = runtime::operations::jvp(meaning_of(y(j) = x(j)), by(A(k, l)));
    BOOST_TEST(d.result.nodes.message().view().find("A does not occur") != std::string::npos,
               d.result.nodes.message().view());
}
