// SPDX-License-Identifier: BSL-1.0
//
// A formula's meaning does not depend on the names of its indices: not where a name is bound twice, not where it is free and
// bound, not where an index of a derivative has the name of one in the formula.
#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/verify/equal.hpp>
#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace graph = iverson::graph;
namespace verify = iverson::verify;
using namespace iverson;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto l = idx<"l">;
constexpr auto q = idx<"q">;
constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto over_z = integer<"i">;  // the name of a ranged index
constexpr auto A = tensor<"A">;
constexpr auto u = tensor<"u">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto same_name = tensor<"i">;
constexpr auto E = scalar<"E">;

struct spelled {
    std::string_view what;
    graph::formula tricky;  ///< names meet
    graph::formula apart;   ///< every index has a name of its own
};

template <class Tricky, class Apart>
spelled both(std::string_view what, Tricky const& tricky, Apart const& apart) {
    return {what, lowering::lowered_formula(tricky), lowering::lowered_formula(apart)};
}

std::vector<spelled> const& all() {
    static std::vector<spelled> const list{
        both("free and bound", y(i) = x(i) * sum(i, x(i) * w(i)), y(i) = x(i) * sum(j, x(j) * w(j))),
        both("two binders side by side", y(i) = sum(i, x(i)) * sum(i, w(i)) * u(i),
             y(i) = sum(j, x(j)) * sum(k, w(k)) * u(i)),
        both("a binder in a binder", E = sum(i, x(i) * sum(i, w(i) * x(i))),
             E = sum(i, x(i) * sum(j, w(j) * x(j)))),
        both("three of them", E = sum(i, x(i) * sum(i, w(i) * sum(i, x(i) * u(i)))),
             E = sum(i, x(i) * sum(j, w(j) * sum(k, x(k) * u(k))))),
        both("used after it was shadowed", y(i) = sum(j, A(i, j) * sum(i, A(i, j) * x(i)) * w(i)),
             y(i) = sum(j, A(i, j) * sum(k, A(k, j) * x(k)) * w(i))),
        both("exchanged inside", y(i) = sum(j, A(i, j) * sum(i, A(j, i) * x(i))),
             y(i) = sum(j, A(i, j) * sum(k, A(j, k) * x(k)))),
        both("an end that speaks of the outer one", E = sum(i, w(i) * sum(i.in(0, i), x(i))),
             E = sum(i, w(i) * sum(j.in(0, i), x(j)))),
        both("both indices of a sum again inside", E = sum(i, j, A(i, j) * sum(j, i, A(i, j) * x(j))),
             E = sum(i, j, A(i, j) * sum(k, l, A(l, k) * x(k)))),
        both("in a product", y(i) = x(i) + prod(i, x(i) + w(i)), y(i) = x(i) + prod(j, x(j) + w(j))),
        both("in a maximum", y(i) = x(i) * max(i, sum(i, A(i, i)) + x(i)),
             y(i) = x(i) * max(j, sum(k, A(k, k)) + x(j))),
        both("under a function", y(i) = exp(x(i)) / sum(i, exp(x(i))), y(i) = exp(x(i)) / sum(j, exp(x(j)))),
        both("over Z", y(t) = x(t) * sum(t, x(t) * w(t)), y(t) = x(t) * sum(s, x(s) * w(s))),
        both("one name, ranged and over Z", y(over_z) = sum(i, w(i) * x(over_z - i)),
             y(t) = sum(i, w(i) * x(t - i))),
        both("equations of a system", system(u(i) = sum(j, A(i, j) * x(j)), y(j) = u(j) * sum(i, u(i))),
             system(u(i) = sum(j, A(i, j) * x(j)), y(k) = u(k) * sum(l, u(l)))),
        both("a definition used under its own index",
             system(u(i) = x(i) * w(i), y(j) = sum(i, A(j, i) * u(i))),
             system(u(k) = x(k) * w(k), y(j) = sum(i, A(j, i) * u(i)))),
        both("the name of a quotient", y(q.in(0, 5)) = x(q / 2) * sum(q.in(0, 3), x(q % 2)),
             y(i.in(0, 5)) = x(i / 2) * sum(j.in(0, 3), x(j % 2))),
        both("the name of a tensor", y(i) = x(i) * sum(i, x(i) * same_name(i)),
             y(j) = x(j) * sum(k, x(k) * same_name(k))),
        both("the name of an extent", E = sum(i.in(1, extent<"i">), x(i) * w(i)),
             E = sum(j.in(1, extent<"N">), x(j) * w(j))),
    };
    return list;
}

std::vector<std::vector<graph::text>> names_for(int rank) {
    constexpr std::array<std::string_view, 6> met{"i", "j", "k", "t", "s", "q"};
    std::vector<std::vector<graph::text>> result;
    for (std::size_t first = 0; first < met.size(); ++first) {
        std::vector<graph::text> names;
        for (int d = 0; d < rank; ++d) {
            names.push_back(graph::text{met[(first + static_cast<std::size_t>(d)) % met.size()]});
        }
        result.push_back(names);
        if (rank == 2) {
            result.push_back({names[0], names[0]});  // one name for both axes: still two indices
        }
    }
    return result;
}

int tensor_named(graph::formula const& f, std::string_view name) { return f.find_tensor(name); }

graph::formula gradient_by(graph::formula const& f, std::string_view name,
                           std::vector<graph::text> names = {}) {
    return steps::gradients(f, f.output().tensor, {{tensor_named(f, name), std::move(names)}}, false).result;
}
graph::formula jacobian_by(graph::formula const& f, std::string_view name, std::vector<graph::text> left = {},
                           std::vector<graph::text> names = {}) {
    return steps::jacobian(f, f.output().tensor, left, {tensor_named(f, name), std::move(names)}, {}).result;
}

void agree(graph::formula const& a, graph::formula const& b) {
    BOOST_REQUIRE_MESSAGE(!a.failed(), a.nodes.message().view());
    BOOST_REQUIRE_MESSAGE(!b.failed(), b.nodes.message().view());
    auto const answer = verify::equal(a, b, {.trials = 60});
    BOOST_TEST(answer.agrees(), answer.message() << "\n" << print::text(a) << "\n" << print::text(b));
}

std::vector<std::string_view> inputs_of(graph::formula const& f) {
    std::vector<std::string_view> result;
    for (std::string_view name : {"x", "A", "w"}) {
        bool read = false;
        for (graph::equation const& e : f.equations) {
            read = read || (f.find_tensor(name) >= 0 && graph::reads(f.nodes, e.value, f.find_tensor(name)));
        }
        if (read) {
            result.push_back(name);
        }
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(a_name_that_is_bound_again_means_the_inner_one) {
    for (spelled const& f : all()) {
        BOOST_TEST_CONTEXT(f.what) { agree(f.tricky, f.apart); }
    }
}

BOOST_AUTO_TEST_CASE(gradients_do_not_depend_on_names_and_agree_with_numbers) {
    for (spelled const& f : all()) {
        for (std::string_view input : inputs_of(f.tricky)) {
            BOOST_TEST_CONTEXT(f.what << " by " << input) {
                graph::formula const tricky = gradient_by(f.tricky, input);
                agree(tricky, gradient_by(f.apart, input));
                BOOST_TEST(verify::check(f.tricky, tricky, {.rounds = 5, .largest_extent = 3}));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_index_of_a_derivative_is_new_whatever_its_name) {
    for (spelled const& f : all()) {
        for (std::string_view input : inputs_of(f.tricky)) {
            graph::formula const expected = gradient_by(f.apart, input);
            for (auto const& chosen : names_for(f.apart.nodes.tensor_at(tensor_named(f.apart, input)).rank)) {
                BOOST_TEST_CONTEXT(f.what << " by " << input << "(" << chosen.front().view() << ", ...)") {
                    agree(gradient_by(f.tricky, input, chosen), expected);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_jacobian_whose_two_indices_have_one_name_is_no_diagonal) {
    for (spelled const& f : all()) {
        int const rank = f.apart.nodes.tensor_at(f.apart.output().tensor).rank;
        if (rank != 1 || f.apart.equations.size() > 1) {
            continue;
        }
        for (std::string_view letter : {"i", "j", "k", "t"}) {
            BOOST_TEST_CONTEXT(f.what << ": d y(" << letter << ") / d x(" << letter << ")") {
                std::vector<graph::text> const one{graph::text{letter}};
                graph::formula const tricky = jacobian_by(f.tricky, "x", one, one);
                agree(tricky, jacobian_by(f.apart, "x"));
                BOOST_TEST(verify::check(f.tricky, tricky, {.rounds = 4, .largest_extent = 3}));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(second_derivatives_with_one_name_for_all_indices) {
    for (spelled const& f : all()) {
        if (f.apart.nodes.tensor_at(f.apart.output().tensor).rank != 0) {
            continue;
        }
        BOOST_TEST_CONTEXT(f.what) {
            std::vector<graph::text> const one{graph::text{"i"}};
            graph::formula const tricky = jacobian_by(gradient_by(f.tricky, "x", one), "x", one, one);
            graph::formula const apart = jacobian_by(gradient_by(f.apart, "x"), "x");
            if (!apart.failed() || !tricky.failed()) {  // where it is 0, both say so
                agree(tricky, apart);
            }
        }
    }
}

// The faces: a derivative by x(i), where i is bound in the formula.
constexpr auto dot = (E = sum(i, x(i) * x(i) * w(i)));
constexpr auto by_bound_name = gradient<dot>(x(i));
constexpr auto product = (y(i) = sum(j, A(i, j) * x(j)));
constexpr auto by_free_name = jacobian<product>(x(i));
constexpr auto by_inner_name = jacobian<product>(y(j), x(j));
constexpr auto curvature = hessian<dot>(x(i), x(i));

BOOST_AUTO_TEST_CASE(the_faces_take_colliding_names) {
    Eigen::VectorXd const xv{{1, 2, 3}};
    Eigen::VectorXd const wv{{1, 10, 100}};
    Eigen::MatrixXd const av{{1, 2, 3}, {4, 5, 6}};
    Eigen::VectorXd const g = evaluate<by_bound_name>(where(x = xv, w = wv));
    BOOST_TEST((g == Eigen::VectorXd{{2, 40, 600}}));
    Eigen::MatrixXd const free = evaluate<by_free_name>(where(A = av, x = xv));
    BOOST_TEST((free == av));
    Eigen::MatrixXd const inner = evaluate<by_inner_name>(where(A = av, x = xv));
    BOOST_TEST((inner == av));
    Eigen::MatrixXd const second = evaluate<curvature>(where(x = xv, w = wv));
    BOOST_TEST((second == Eigen::MatrixXd{{2, 0, 0}, {0, 20, 0}, {0, 0, 200}}));
}

BOOST_AUTO_TEST_SUITE_END()
