// SPDX-License-Identifier: BSL-1.0
//
// Operations of well-known formulas and their gradients, as polynomials in the extents: what a textbook says that they cost.
#include "corpus.hpp"

#include <iverson/loops/count.hpp>
#include <iverson/loops/make_plan.hpp>

#include <map>

namespace {

namespace graph = iverson::graph;
namespace loops = iverson::loops;
using extents = std::map<std::string, std::vector<std::int64_t>>;

constexpr std::int64_t exp_cost = graph::record_of(iverson::functions::exp).cost;

graph::formula read(std::string_view text) {
    iverson::reading const r = iverson::parse(std::string{text});
    BOOST_TEST_REQUIRE(static_cast<bool>(r));
    return r.formula;
}
graph::formula with_gradients(graph::formula const& f) {
    std::vector<iverson::derive::variable> wanted;
    for (int input : corpus::inputs_of(f)) {
        wanted.push_back({input, {}});
    }
    return iverson::steps::gradients(f, f.output().tensor, wanted, true).result;
}
graph::formula gradient_by(graph::formula const& f, std::string_view input) {
    return iverson::steps::gradients(f, f.output().tensor, {{f.find_tensor(input), {}}}, false).result;
}
/// Operations of one evaluation; `given` are the inputs by name, adjoints as "adjoint(y)".
std::int64_t operations(graph::formula const& source, graph::formula const& f, extents const& given) {
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    std::vector<loops::argument> bound;
    std::vector<std::vector<loops::bound_axis>> axes;
    for (int id = 0; id < static_cast<int>(f.nodes.tensors.size()); ++id) {
        auto const found = given.find(corpus::name_of(f, id));
        if (found == given.end() || f.defining(id) >= 0) {
            continue;
        }
        bound.push_back({id, false});
        axes.emplace_back();
        for (std::int64_t n : found->second) {
            axes.back().push_back({n, 0, false});
        }
    }
    loops::plan const p = loops::make_plan(f, bound, std::vector<graph::formula>{source});
    BOOST_TEST_REQUIRE(!p.failed(), p.message.view());
    return loops::count_operations(p, axes).operations;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(known_counts)

BOOST_AUTO_TEST_CASE(softmax_is_linear_and_so_is_its_vjp_but_its_jacobian_quadratic) {
    auto const f = read("y[i] = exp(x[i])/sum(j, exp(x[j]))");
    auto const jacobian =
        iverson::steps::jacobian(f, f.output().tensor, {}, {f.find_tensor("x"), {}}, {}).result;
    for (std::int64_t n : {1, 10, 37}) {
        extents const given{{"x", {n}}, {"adjoint(y)", {n}}};
        BOOST_TEST(operations(f, f, given) == n * (exp_cost + 2) + 1);
        BOOST_TEST(operations(f, gradient_by(f, "x"), given) == n * (exp_cost + 7) + 5);
        BOOST_TEST(operations(f, jacobian, given) == 2 * n * n + n * (exp_cost + 6) + 2);
    }
}
BOOST_AUTO_TEST_CASE(a_quadratic_form_is_one_product_with_its_matrix) {
    auto const f = read("E = sum(i, j, x[i]*A[i, j]*x[j])");
    auto const both = with_gradients(f);
    for (std::int64_t n : {1, 10, 37}) {
        extents const given{{"x", {n}}, {"A", {n, n}}};
        BOOST_TEST(operations(f, f, given) == 2 * n * n + 2 * n);
        // x A is there already; A x, and x x^T for A.
        BOOST_TEST(operations(f, both, given) == 5 * n * n + 3 * n);
    }
}
BOOST_AUTO_TEST_CASE(attention) {
    auto const f = read("S[i, j] = sum(k, Q[i, k]*K[j, k])\n"
                        "P[i, j] = exp(S[i, j])/sum(l, exp(S[i, l]))\n"
                        "O[i, c] = sum(j, P[i, j]*V[j, c])");
    auto const both = with_gradients(f);
    for (std::int64_t n : {1, 10, 30}) {
        std::int64_t const m = n + 2, d = 3, c = 4;
        extents const given{{"Q", {n, d}}, {"K", {m, d}}, {"V", {m, c}}, {"adjoint(O)", {n, c}}};
        BOOST_TEST(operations(f, f, given) == n * m * (2 * d + 2 * c + exp_cost + 2) + n);
        // Two products more of either kind; the softmax is that of the value.
        BOOST_TEST(operations(f, both, given) == n * m * (6 * d + 6 * c + exp_cost + 7) + 5 * n);
    }
}
BOOST_AUTO_TEST_CASE(linear_attention_never_makes_a_matrix_of_all_pairs) {
    auto const f = read("O[i, c] = sum(j, k, Q[i, k]*K[j, k]*V[j, c])");
    auto const both = with_gradients(f);
    for (std::int64_t n : {1, 10, 1000}) {
        std::int64_t const m = n + 1, d = 3, c = 4;
        extents const given{{"Q", {n, d}}, {"K", {m, d}}, {"V", {m, c}}, {"adjoint(O)", {n, c}}};
        BOOST_TEST(operations(f, f, given) == 2 * d * c * (n + m));
        BOOST_TEST(operations(f, both, given) == 6 * d * c * (n + m));
    }
}
BOOST_AUTO_TEST_CASE(a_tucker_product_multiplies_two_matrices_at_a_time) {
    auto const f = read("Y[i, j] = sum(p, r, U[i, p]*A[p, r]*V[j, r])");
    auto const both = with_gradients(f);
    for (std::int64_t n : {1, 10, 40}) {
        std::int64_t const m = n + 1, d = 3, e = 4;
        extents const given{{"U", {n, d}}, {"A", {d, e}}, {"V", {m, e}}, {"adjoint(Y)", {n, m}}};
        std::int64_t const value = 2 * d * e * m + 2 * n * d * m;
        BOOST_TEST(operations(f, f, given) == value);
        BOOST_TEST(operations(f, both, given) == value + 2 * n * m * (d + 2 * e) + 4 * n * d * e);
    }
}
BOOST_AUTO_TEST_CASE(a_factorization_machine_by_squares_of_sums_is_linear_in_all_extents) {
    auto const f = read("y[n] = sum(i, w[i]*X[n, i])\n"
                        "     + sum(r, sum(i, V[i, r]*X[n, i])^2 - sum(i, V[i, r]^2*X[n, i]^2))/2");
    auto const both = with_gradients(f);
    for (std::int64_t n : {1, 10, 40}) {
        for (std::int64_t k : {2, 5}) {
            std::int64_t const features = 3 * k + 1;
            extents const given{
                {"X", {n, features}}, {"w", {features}}, {"V", {features, k}}, {"adjoint(y)", {n}}};
            std::int64_t const value = n * (2 * features + k * (6 * features + 3) + 2);
            BOOST_TEST(operations(f, f, given) == value);
            BOOST_TEST(operations(f, both, given) <= 4 * value);
        }
    }
}
BOOST_AUTO_TEST_CASE(a_factorization_machine_by_pairs_never_has_four_loops) {
    auto const f = read("y[n] = sum(i, w[i]*X[n, i])\n"
                        "     + sum(i, j, [i < j]*sum(r, V[i, r]*V[j, r])*X[n, i]*X[n, j])");
    auto const both = with_gradients(f);
    for (std::int64_t n : {2, 10, 40}) {
        std::int64_t const i = n + 1, r = 5, pairs = i * (i - 1) / 2;
        extents const given{{"X", {n, i}}, {"w", {i}}, {"V", {i, r}}, {"adjoint(y)", {n}}};
        BOOST_TEST(operations(f, f, given) == 2 * pairs * (r + n) + 2 * n * i + 2 * n * (i - 1) + n);
        BOOST_TEST(operations(f, both, given) ==
                   2 * pairs * (3 * r + 4 * n) + 6 * n * i + 6 * n * (i - 1) + n + r * i);
    }
}
BOOST_AUTO_TEST_CASE(gradients_through_strided_entries_go_through_the_entries_once) {
    auto const one = gradient_by(read("y[i] = x[2*p[i] - 1]"), "x");
    auto const two = gradient_by(read("y[i] = x[2*p[i] + 3*q[i]]"), "x");
    for (std::int64_t n : {1, 10, 100}) {
        extents const given{{"p", {n}}, {"q", {n}}, {"x", {1000}}, {"adjoint(y)", {n}}};
        BOOST_TEST(operations(one, one, given) == n);
        BOOST_TEST(operations(two, two, given) == n);
    }
}
BOOST_AUTO_TEST_CASE(degrees_of_a_graph_move_along_its_edges_alone) {
    auto const f = read("Y[i, k] = b[i] + sum(n, [to[n] == i]*X[from[n], k]/sqrt(d[from[n]]*d[to[n]]))\n"
                        "X: [N, _]\n"
                        "b, d: [N]");
    auto const by_degrees = gradient_by(f, "d");
    auto const at = [&](std::int64_t nodes) {
        return operations(f, by_degrees,
                          {{"from", {20}},
                           {"to", {20}},
                           {"X", {nodes, 3}},
                           {"b", {nodes}},
                           {"d", {nodes}},
                           {"adjoint(Y)", {nodes, 3}}});
    };
    BOOST_TEST(at(1000) - at(500) == at(600) - at(100));
    BOOST_TEST(at(1000) <= 1000 * 3 + 20 * 100);
}
BOOST_AUTO_TEST_CASE(layer_norm_is_linear) {
    auto const f = read("m = sum(i, x[i])/sum(i, 1 + 0*x[i])\n"
                        "v = sum(i, (x[i] - m)^2)\n"
                        "y[i] = (x[i] - m)/sqrt(v + a)*w[i] + b[i]");
    auto const both = with_gradients(f);
    for (std::int64_t n : {2, 10, 100}) {
        extents const given{{"x", {n}}, {"w", {n}}, {"b", {n}}, {"a", {}}, {"adjoint(y)", {n}}};
        BOOST_TEST(operations(f, f, given) == 9 * n + 11);
        BOOST_TEST(operations(f, both, given) == 25 * n + 23);
    }
}

BOOST_AUTO_TEST_SUITE_END()
