// SPDX-License-Identifier: BSL-1.0
#include <iverson/iverson.hpp>
#include <iverson/loops/count.hpp>
#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string_view>

/// Formulas with strides, dilation, coupled, repeated and divided indices, as people write them: their gradients, exactly.
namespace {

using namespace iverson;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto l = idx<"l">;
constexpr auto r = idx<"r">;
constexpr auto s = integer<"s">;
constexpr auto t = integer<"t">;
constexpr auto a = tensor<"a">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto E = scalar<"E">;

#define GRADIENT(name, formula, ...)                                                                         \
    constexpr auto name##_formula = (formula);                                                               \
    constexpr auto name = gradient<name##_formula>(__VA_ARGS__)

GRADIENT(of_stride, y(i) = x(2 * i), x(k));
GRADIENT(of_strided_convolution, y(i) = sum(r, w(r) * x(2 * i + r)), x(k));
GRADIENT(of_dilated_convolution, y(i) = sum(r, w(r) * x(i + 3 * r)), x(k));
GRADIENT(of_strided_dilated_convolution, y(t) = sum(s, w(s) * x(2 * t + 3 * s - 1)), x(k));
GRADIENT(of_even_convolution, y(t) = sum(s, w(s) * x(2 * t + 4 * s)), x(k));
GRADIENT(of_transposed_convolution, y(t) = sum(s, x(s) * w(t - 2 * s)), x(k));
GRADIENT(of_transposed_convolution_by_w, y(t) = sum(s, x(s) * w(t - 2 * s)), w(k));
GRADIENT(of_coupled_indices, y(s.in(0, 3), t.in(-1, 2)) = a(s + t, s - t), a(k, l));
GRADIENT(of_coupled_strides, y(s.in(-2, 3), t.in(-2, 2)) = a(2 * s + 3 * t, 3 * s + 5 * t), a(k, l));
GRADIENT(of_trace, E = sum(i, a(i, i)), a(k, l));
GRADIENT(of_diagonal, y(i) = a(i, i), a(k, l));
GRADIENT(of_two_strides, y(i) = x(2 * i) + x(3 * i + 1), x(k));
GRADIENT(of_digits, y(i, j.in(0, 9)) = x(10 * i + j), x(k));
GRADIENT(of_repeated_entries, y(i) = w(i) * x(i / 4), x(k));
GRADIENT(of_wrapped_entries, y(i) = w(i) * x(i % 4), x(k));
GRADIENT(of_folded_entries, y(i) = w(i) * a(i / 3, i % 3), a(k, l));
GRADIENT(of_even_entries, y(i) = bracket(i % 2 == 0) * x(i), x(k));
GRADIENT(of_nested_quotients, y(i) = w(i) * x((i + 1) / 2 / 3), x(k));

bool has_index_equation(graph::formula const& f) {
    graph::graph const& g = f.nodes;
    return any_node(g, f.output().value, [&](int id) {
        return g.is(id, graph::op::bracket) && g.condition_of(id).kind == graph::relation::zero;
    });
}

loops::plan plan_of(graph::formula const& f, std::initializer_list<int> tensors) {
    std::vector<loops::argument> bound;
    for (int id : tensors) {
        bound.push_back({id, false});
    }
    return loops::make_plan(f, bound);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gradients_of_affine_subscripts)

#define IS_EXACT(name)                                                                                       \
    BOOST_AUTO_TEST_CASE(name##_is_exact) { BOOST_TEST(verify::gradient<name>({.largest_extent = 9})); }
IS_EXACT(of_stride)
IS_EXACT(of_strided_convolution)
IS_EXACT(of_dilated_convolution)
IS_EXACT(of_strided_dilated_convolution)
IS_EXACT(of_even_convolution)
IS_EXACT(of_transposed_convolution)
IS_EXACT(of_transposed_convolution_by_w)
IS_EXACT(of_coupled_indices)
IS_EXACT(of_coupled_strides)
IS_EXACT(of_trace)
IS_EXACT(of_diagonal)
IS_EXACT(of_two_strides)
IS_EXACT(of_digits)
IS_EXACT(of_repeated_entries)
IS_EXACT(of_wrapped_entries)
IS_EXACT(of_folded_entries)
IS_EXACT(of_even_entries)
IS_EXACT(of_nested_quotients)

BOOST_AUTO_TEST_CASE(only_common_divisors_stay_as_equations) {
    for (auto const& f :
         {frozen_formula<of_strided_convolution>.thaw(), frozen_formula<of_dilated_convolution>.thaw(),
          frozen_formula<of_strided_dilated_convolution>.thaw(), frozen_formula<of_coupled_strides>.thaw(),
          frozen_formula<of_transposed_convolution>.thaw(), frozen_formula<of_digits>.thaw(),
          frozen_formula<of_repeated_entries>.thaw(), frozen_formula<of_wrapped_entries>.thaw(),
          frozen_formula<of_folded_entries>.thaw()}) {
        BOOST_TEST(!has_index_equation(f), graph::describe(f.nodes, f.output().value).view());
    }
    for (auto const& f : {frozen_formula<of_stride>.thaw(), frozen_formula<of_coupled_indices>.thaw()}) {
        BOOST_TEST(has_index_equation(f), graph::describe(f.nodes, f.output().value).view());
    }
}

BOOST_AUTO_TEST_CASE(an_equation_with_the_results_index_is_a_nest_over_its_solutions) {
    // dE/dx_k = sum_i g_i [2 i = k]: all entries set to 0, then one loop over i that stores at k = 2 i, which meets each k once.
    graph::formula const f = frozen_formula<of_stride>.thaw();
    loops::plan const p = plan_of(f, {f.find_tensor("x"), f.find_tensor("y", graph::role::adjoint)});
    BOOST_TEST_REQUIRE(!p.failed(), p.message.view());
    BOOST_TEST_REQUIRE(p.nests.size() == 2u);
    BOOST_TEST(!p.nests[1].accumulate);
    BOOST_TEST_REQUIRE(p.nests[1].loops.size == 1);
    int const index = p.loops[static_cast<std::size_t>(p.nests[1].loops.first)].symbol;
    BOOST_TEST(loops::slice(p.affines, p.nests[1].subscripts)[0].coefficient(index) == 2);
    for (loops::operation const& o : p.ops) {
        BOOST_TEST((o.kind != loops::op_kind::reduce));
    }
}

BOOST_AUTO_TEST_CASE(what_the_equation_leaves_free_is_summed_inside) {
    // [2 t + 4 s = k]: a loop over the even k, and inside one over s.
    graph::formula const f = frozen_formula<of_even_convolution>.thaw();
    loops::plan const p =
        plan_of(f, {f.find_tensor("x"), f.find_tensor("w"), f.find_tensor("y", graph::role::adjoint)});
    BOOST_TEST_REQUIRE(!p.failed(), p.message.view());
    BOOST_TEST_REQUIRE(p.nests.size() == 2u);
    BOOST_TEST(p.nests[1].loops.size == 1);
    auto const reductions = std::count_if(p.ops.begin(), p.ops.end(), [](loops::operation const& o) {
        return o.kind == loops::op_kind::reduce;
    });
    BOOST_TEST(reductions == 1);
    BOOST_TEST(std::all_of(p.ops.begin(), p.ops.end(), [](loops::operation const& o) {
        return o.kind != loops::op_kind::reduce || o.items.size == 1;
    }));
}

BOOST_AUTO_TEST_CASE(the_machine_loops_over_solutions_give_the_hand_written_values) {
    for (int n : {0, 1, 2, 3, 8, 17, 64, 130}) {
        Eigen::VectorXd const xv = Eigen::VectorXd::Random(n);
        Eigen::VectorXd const gy = Eigen::VectorXd::Random((n + 1) / 2);
        Eigen::VectorXd const found = evaluate<of_stride>(where(x = xv, adjoint(y) = gy));
        BOOST_TEST_REQUIRE(found.size() == n);
        for (int at = 0; at < n; ++at) {
            BOOST_TEST(found(at) == (at % 2 == 0 ? gy(at / 2) : 0));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
