// SPDX-License-Identifier: BSL-1.0
//
// Second derivatives as textbooks have them, written by hand, against those derived.
#include "corpus.hpp"

using namespace corpus;
using namespace corpus::letters;

namespace {

/// D(k, l) = d^2 E / dx_k dw_l, or D(k) = sum_l d^2 E / dx_k dx_l tangent(x)_l where it is the product with a direction.
struct second_derivative {
    std::string name;
    iverson::graph::formula meaning;
    std::string first;
    std::string second;
    iverson::graph::formula known;
};

template <class Written, class Known>
second_derivative hessian(std::string name, Written const& written, std::string first, std::string second,
                          Known const& known) {
    return {std::move(name), iverson::lowering::lowered_formula(written), std::move(first), std::move(second),
            iverson::lowering::lowered_formula(known)};
}
template <class Written, class Known>
second_derivative hessian(std::string name, Written const& written, Known const& known) {
    return hessian(std::move(name), written, "x", "x", known);
}

void compare(second_derivative const& h, iverson::graph::formula const& derived) {
    BOOST_REQUIRE_MESSAGE(!derived.failed(), derived.nodes.message().view());
    BOOST_REQUIRE_MESSAGE(!h.known.failed(), h.known.nodes.message().view());
    auto const answer = iverson::verify::equal(derived, h.known, {.trials = 300});
    BOOST_TEST(answer.agrees(), answer.message());
}

iverson::graph::formula gradient_of(second_derivative const& h) {
    iverson::graph::formula const& f = h.meaning;
    BOOST_REQUIRE_MESSAGE(!f.failed(), f.nodes.message().view());
    int const x = f.find_tensor(h.first);
    return iverson::steps::gradients(f, f.output().tensor, {{x, {}}}, false).result;
}

void expect_hessian(second_derivative const& h) {
    BOOST_TEST_CONTEXT(h.name) {
        auto const first = gradient_of(h);
        int const w = first.find_tensor(h.second);
        auto const second = iverson::steps::jacobian(first, first.output().tensor, {}, {w, {}}, {});
        compare(h, second.result);
        BOOST_TEST(iverson::verify::check(first, second.result, {.rounds = 5, .largest_extent = 3}));
    }
}

void expect_product(second_derivative const& h) {
    BOOST_TEST_CONTEXT(h.name) {
        auto const first = gradient_of(h);
        compare(
            h, iverson::runtime::operations::jvp(first, {{h.second, iverson::graph::role::plain, -1, {}, {}}})
                   .result);
    }
}

constexpr auto delta = bracket(k == l);
constexpr auto norm = sqrt(sum(i, pow(x(i), 2)));
constexpr auto total = sum(i, exp(x(i)));
constexpr auto direction = iverson::tangent(x);

}  // namespace

BOOST_AUTO_TEST_SUITE(hessians)

BOOST_AUTO_TEST_CASE(of_polynomials) {
    for (second_derivative const& h : {
             hessian("quadratic form", E = sum(i, j, x(i) * A(i, j) * x(j)), D(k, l) = A(k, l) + A(l, k)),
             hessian("sum of squares", E = sum(i, pow(x(i), 2)), D(k, l) = 2 * delta + 0 * x(k) * x(l)),
             hessian("sum of cubes", E = sum(i, pow(x(i), 3)), D(k, l) = 6 * x(k) * delta + 0 * x(l)),
             hessian("fourth power of the norm",
                     E = pow(sum(i, pow(x(i), 2)), 2),
                     D(k, l) = 8 * x(k) * x(l) + 4 * delta * sum(i, pow(x(i), 2))),
             hessian("least squares", E = sum(i, pow(sum(j, A(i, j) * x(j)) - b(i), 2)),
                                      D(k, l) = 2 * sum(i, A(i, k) * A(i, l) + 0 * b(i))),
             hessian("bilinear form, mixed", E = sum(i, j, x(i) * A(i, j) * w(j)), "x", "w",
                                             D(k, l) = A(k, l)),
             hessian("pairwise distances", E = sum(i, j, pow(x(i) - x(j), 2)),
                                           D(k, l) = 4 * delta * sum(i, 1 + 0 * x(i)) - 4 + 0 * x(k) * x(l)),
             hessian("springs in a chain",
                     E = sum(i, pow(x(i + 1) - x(i), 2)),
                     D(k, l) = 2 * sum(i, (bracket(i + 1 == k) - bracket(i == k)) *
                                                  (bracket(i + 1 == l) - bracket(i == l)) +
                                              0 * (x(i + 1) - x(i))) +
                               0 * x(k) * x(l)),
             hessian("Rosenbrock",
                     E = sum(i, 100 * pow(x(i + 1) - pow(x(i), 2), 2) + pow(1 - x(i), 2)),
                     D(k, l) = sum(i, 200 * (bracket(i + 1 == k) - 2 * x(i) * bracket(i == k)) *
                                              (bracket(i + 1 == l) - 2 * x(i) * bracket(i == l)) -
                                          (400 * (x(i + 1) - pow(x(i), 2)) - 2) * bracket(i == k) *
                                              bracket(i == l)) +
                               0 * x(k) * x(l)),
             hessian("matrix factorisation",
                     E = sum(i, j, pow(A(i, j) - x(i) * w(j), 2)),
                     D(k, l) = 2 * delta * sum(j, pow(w(j), 2) + 0 * A(k, j)) + 0 * x(k) * x(l)),
             hessian("matrix factorisation, mixed", E = sum(i, j, pow(A(i, j) - x(i) * w(j), 2)), "x", "w",
                                                    D(k, l) = 4 * x(k) * w(l) - 2 * A(k, l)),
             hessian("energy of a convolution", E = sum(t, pow(sum(s, w(s) * x(t - s)), 2)),
                                                D(k, l) = 2 * sum(t, w(t - k) * w(t - l)) + 0 * x(k) * x(l)),
             hessian("trace of the square",
                     E = sum(i, j, X(i, j) * X(j, i)), "X", "X",
                     D(k, l, m, n) = 2 * bracket(k == n) * bracket(l == m) + 0 * X(k, l) * X(m, n)),
         }) {
        expect_hessian(h);
    }
}

BOOST_AUTO_TEST_CASE(of_functions) {
    for (second_derivative const& h : {
             hessian("log-sum-exp",
                     E = log(total),
                     D(k, l) = delta * exp(x(k)) / total - exp(x(k)) * exp(x(l)) / pow(total, 2)),
             hessian("cross entropy of a softmax",
                     E = log(total) - sum(j, b(j) * x(j)),
                     D(k, l) = delta * exp(x(k)) / total - exp(x(k)) * exp(x(l)) / pow(total, 2) + 0 * b(k)),
             hessian("logistic regression",
                     E = sum(i, softplus(sum(j, A(i, j) * x(j)))),
                     D(k, l) = sum(i, sigmoid(sum(j, A(i, j) * x(j))) *
                                          (1 - sigmoid(sum(j, A(i, j) * x(j)))) * A(i, k) * A(i, l))),
             hessian("Poisson regression",
                     E = sum(i, exp(sum(j, A(i, j) * x(j))) - b(i) * sum(j, A(i, j) * x(j))),
                     D(k, l) = sum(i, exp(sum(j, A(i, j) * x(j))) * A(i, k) * A(i, l) + 0 * b(i))),
             hessian("negative entropy", E = sum(i, x(i) * log(x(i))), D(k, l) = delta / x(k) + 0 * x(l)),
             hessian("Euclidean norm", E = norm, D(k, l) = delta / norm - x(k) * x(l) / pow(norm, 3)),
             hessian("Gaussian kernel", E = exp(-sum(i, pow(x(i), 2)) / 2),
                                        D(k, l) = exp(-sum(i, pow(x(i), 2)) / 2) * (x(k) * x(l) - delta)),
         }) {
        expect_hessian(h);
    }
}

BOOST_AUTO_TEST_CASE(times_a_direction) {
    for (second_derivative const& h : {
             hessian("quadratic form", E = sum(i, j, x(i) * A(i, j) * x(j)),
                                       D(k) = sum(l, (A(k, l) + A(l, k)) * direction(l))),
             hessian("log-sum-exp",
                     E = log(total),
                     D(k) = exp(x(k)) / total * (direction(k) - sum(l, exp(x(l)) * direction(l)) / total)),
             hessian("sum of cubes", E = sum(i, pow(x(i), 3)), D(k) = 6 * x(k) * direction(k)),
         }) {
        expect_product(h);
    }
}

BOOST_AUTO_TEST_SUITE_END()
