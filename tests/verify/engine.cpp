// SPDX-License-Identifier: BSL-1.0
//
// Every kind of formula that the engine derives, judged by numbers. The formulas are derived at run time, by the same passes that
// the compiler runs.
#include "letters.hpp"

#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace letters;

/// One formula, lowered at run time.
class judged {
  public:
    template <class Equation>
    explicit judged(Equation const& equation) : source_{lowering::lowered_formula(equation)} {
        BOOST_REQUIRE_MESSAGE(!source_.failed(), source_.nodes.message().view());
    }

    template <class... Wrt>
    judged const& gradient(Wrt...) const {
        (agrees(runtime::operations::gradients(source_, {variable_of<Wrt>}, false)), ...);
        return *this;
    }
    template <class... Wrt>
    judged const& jacobian(Wrt...) const {
        (agrees(runtime::operations::jacobian(source_, nullptr, variable_of<Wrt>)), ...);
        return *this;
    }
    /// The gradient as a formula of its own.
    template <class Wrt>
    judged first_gradient(Wrt) const {
        return judged{runtime::operations::gradients(source_, {variable_of<Wrt>}, false).result, 0};
    }

  private:
    judged(graph::formula f, int) : source_{std::move(f)} {}

    void agrees(graph::derivation const& d) const {
        BOOST_REQUIRE_MESSAGE(!d.result.failed(), d.result.nodes.message().view());
        BOOST_TEST(verify::check(source_, d.result));
    }

    graph::formula source_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(derivatives_agree_with_numbers)

BOOST_AUTO_TEST_CASE(convolutions_full_cropped_and_with_themselves) {
    judged{y(t) = sum(s, w(s) * x(t - s))}.gradient(x(k), w(k)).jacobian(x(k), w(k));
    judged{y(t.in(0, 4)) = sum(s, w(s) * x(t - s))}.gradient(x(k), w(k)).jacobian(w(k));
    judged{y(t) = sum(s, x(s) * x(t - s))}.gradient(x(k)).jacobian(x(k));
    judged{y(t) = sum(s, x(s) * x(s + t))}.gradient(x(k)).jacobian(x(k));
    judged{y(t) = sum(s, w(s) * x(3 - t - s))}.gradient(x(k), w(k));
    judged{y(t) = sum(s, w(s) * tanh(x(t - s)))}.gradient(x(k), w(k));
    judged{y(t, i) = sum(s, w(s, i) * x(t - s))}.gradient(x(k), w(k, l)).jacobian(w(k, l));
    judged{y(i) = sum(r.in(0, 2), w(r) * x(i + r))}.gradient(x(n), w(n)).jacobian(x(n));
}

BOOST_AUTO_TEST_CASE(strided_accesses) {
    judged{y(t) = sum(s, bracket(s >= 0) * w(s) * x(t - 2 * s))}.gradient(x(k));
    judged{y(i) = x(2 * i + 1)}.gradient(x(l)).jacobian(x(l));
}

BOOST_AUTO_TEST_CASE(layers) {
    judged{y(j) = tanh(sum(i, x(i) * w(i, j)) + b(j))}
        .gradient(x(i), w(i, j), b(j))
        .jacobian(x(i), w(i, l), b(i));
    judged{y(j) = 0.1 * (tanh(sum(i, x(i) * w(i, j)) + b(j)) - x(j)) + x(j)}
        .gradient(x(i), w(i, l), b(l))
        .jacobian(x(i), b(i), w(i, l));
    judged{y(j) = exp(x(j)) / sum(i, exp(x(i)))}.gradient(x(i)).jacobian(x(l));
    judged{y(i) = sum(j, A(i, j) * x(j)) / sqrt(sum(j, x(j) * x(j)))}.gradient(x(l), A(l, n)).jacobian(x(l));
}

BOOST_AUTO_TEST_CASE(products_quotients_powers_and_kinks) {
    judged{y(i) = x(i) / (1 + x(i) * x(i))}.gradient(x(i)).jacobian(x(l));
    judged{y(i) = sum(j, A(i, j) * sum(l, A(l, j) * x(l)))}.gradient(A(i, j), x(i)).jacobian(A(n, l));
    judged{y(i) = log(1 + exp(a * x(i)))}.gradient(a, x(l)).jacobian(a);
    judged{y(i) = pow(x(i), 0.5)}.gradient(x(l));
    judged{y(i) = pow(x(i), -2) * w(i)}.gradient(x(l), w(l));
    judged{y(i) = abs(x(i)) * relu(x(i))}.gradient(x(l)).jacobian(x(l));
    judged{y(j) = x(j) + 0 * w(j)}.gradient(x(l));
}

BOOST_AUTO_TEST_CASE(brackets_and_diagonals) {
    judged{y(i) = sum(j, bracket(j <= i) * x(j) * w(i))}.gradient(x(l), w(l)).jacobian(x(l));
    judged{E = sum(i, A(i, i))}.gradient(A(l, n));
    judged{E = sum(i, sum(j, A(i, j) * A(j, i)))}.gradient(A(l, n));
}

BOOST_AUTO_TEST_CASE(scalars) {
    judged{E = sum(j, pow(y(j) - z(j), 2))}.gradient(y(i), z(i));
    judged{E = log(sum(i, exp(x(i))))}.gradient(x(l));
}

BOOST_AUTO_TEST_CASE(second_derivatives) {
    judged{E = sum(i, x(i) * x(i) * x(i))}.first_gradient(x(l)).jacobian(x(n));
    judged{E = log(sum(i, exp(x(i))))}.first_gradient(x(l)).jacobian(x(n));
    judged{y(t) = sum(s, x(s) * x(t - s))}.first_gradient(x(k)).jacobian(x(s));
}

BOOST_AUTO_TEST_CASE(systems) {
    judged{system(z(j) = tanh(sum(i, x(i) * w(i, j))), E = sum(j, pow(z(j) - y(j), 2)))}
        .gradient(x(l), w(l, n), y(l))
        .jacobian(w(l, n));
    judged{system(c(i) = x(i) * x(i), z(i) = c(i) * w(i) + c(i))}.gradient(x(l), w(l)).jacobian(x(l));
    judged{system(y(t) = sum(s, w(s) * x(t - s)), z(t) = sum(s, b(s) * y(t - s)))}
        .gradient(x(k), w(k), b(k))
        .jacobian(x(k));
}

BOOST_AUTO_TEST_CASE(recurrences_backwards_in_time_and_step_by_step) {
    judged{system(h(-1) = a, h(m) = 2 * h(m - 1) + u(m))}.gradient(u(n), a).jacobian(u(n));
    judged{system(h(-1, j) = h0(j), h(m, j) = tanh(sum(i, h(m - 1, i) * w(i, j)) + u(m, j)))}
        .gradient(u(n, l), w(l, n), h0(l))
        .jacobian(w(l, n), u(l, n), h(l, n));
}

BOOST_AUTO_TEST_SUITE_END()
