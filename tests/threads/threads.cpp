// SPDX-License-Identifier: BSL-1.0
// Several threads on one nest: the same bits as one thread, for any number of them, and whoever takes which leaf.
#include "crew.hpp"

#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>
#include <iverson/threads.hpp>

#include <Eigen/Core>

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <random>
#include <stdexcept>
#include <tuple>

namespace {

using Eigen::Index;
using iverson::evaluate_into;
using iverson::idx;
using iverson::integer;
using iverson::tensor;
using iverson::where;
using by_columns = Eigen::MatrixXd;
using by_rows = Eigen::Matrix<double, -1, -1, Eigen::RowMajor>;
using numbers = Eigen::VectorXd;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto s = idx<"s">;
constexpr auto t = integer<"t">;
constexpr auto n = idx<"n">;
constexpr auto a = tensor<"a">;
constexpr auto b = tensor<"b">;
constexpr auto c = tensor<"c">;
constexpr auto p = tensor<"p">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto E = iverson::scalar<"E">;

constexpr auto product = (c(i, j) = sum(k, a(i, k) * b(k, j)));
constexpr auto triangle = (c(i, j) = sum(k.in(0, i), a(i, k) * b(k, j)));
constexpr auto convolution = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto layer = (y(j) = tanh(sum(i, x(i) * w(i, j))));
constexpr auto crossed = (c(i, j) = exp(a(i, j)) - b(j, i));
constexpr auto farthest = (c(i, j) = max(k, a(i, k) + b(k, j)));
constexpr auto loss = (E = sum(i, j, tanh(sum(k, a(i, k) * b(k, j)))));
constexpr auto loss_and_gradients = iverson::value_and_gradients<loss>(a(i, k), b(k, j));
constexpr auto looked_up = (y(n) = x(p(n)) * w(n));
constexpr auto scattered = iverson::gradient<looked_up>(x(k));

template <class Object = by_columns>
Object drawn(Index rows, Index columns) {
    static std::mt19937 generator{1};
    std::uniform_real_distribution<double> number{-1, 1};
    return Object::NullaryExpr(rows, columns, [&] { return number(generator); });
}
numbers drawn(Index size) { return drawn<by_columns>(size, 1); }

template <class Object>
bool same_bits(Object const& found, Object const& expected) {
    return found.size() == expected.size() &&
           (found.size() == 0 || std::memcmp(found.data(), expected.data(),
                                             static_cast<std::size_t>(found.size()) * sizeof(double)) == 0);
}

/// `shared` nests are computed by several threads.
template <auto const& F, class Bindings, class Object>
void check(Bindings const& given, Object result, int shared) {
    Object const expected = [&] {
        evaluate_into<F>(result, given);
        return result;
    }();
    auto const compare = [&](auto const& team) {
        result.setConstant(-1);
        evaluate_into<F>(result, given, team);
        BOOST_TEST(same_bits(result, expected));
    };
    for (int size : {1, 2, 3, 7}) {
        crew const own{size};
        compare(own);
        BOOST_TEST(own.nests == shared);
        compare(iverson::threads{size});
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(threads)

BOOST_AUTO_TEST_CASE(products_of_matrices_of_any_shape) {
    for (auto const& [m, l, o] : {std::tuple{600, 40, 130}, {7, 1000, 600}, {1, 300, 1200}, {601, 500, 1}}) {
        check<product>(where(a = drawn(m, l), b = drawn(l, o)), by_columns(m, o), 1);
        check<product>(where(a = drawn<by_rows>(m, l), b = drawn<by_rows>(l, o)), by_rows(m, o), 1);
    }
}
BOOST_AUTO_TEST_CASE(rows_that_are_not_equally_long) {
    check<triangle>(where(a = drawn(150, 150), b = drawn(150, 70)), by_columns(150, 70), 1);
}
BOOST_AUTO_TEST_CASE(convolutions) {
    for (Index taps : {1, 5, 64, 1000}) {
        check<convolution>(where(w = drawn(taps), x = drawn(70000)), numbers(69999 + taps), 1);
    }
}
BOOST_AUTO_TEST_CASE(matrices_and_vectors) {
    check<layer>(where(x = drawn(300), w = drawn(300, 2100)), numbers(2100), 1);
    check<layer>(where(x = drawn(300), w = drawn<by_rows>(300, 2100)), numbers(2100), 1);
}
BOOST_AUTO_TEST_CASE(entry_by_entry) {
    check<crossed>(where(a = drawn(301, 401), b = drawn(401, 301)), by_columns(301, 401), 1);
    check<crossed>(where(a = drawn<by_rows>(301, 401), b = drawn(401, 301)), by_rows(301, 401), 1);
    check<farthest>(where(a = drawn(90, 40), b = drawn(40, 90)), by_columns(90, 90), 1);
}
BOOST_AUTO_TEST_CASE(what_is_small_is_left_to_the_caller) {
    check<product>(where(a = drawn(20, 20), b = drawn(20, 20)), by_columns(20, 20), 0);
    check<product>(where(a = drawn(0, 20), b = drawn(20, 20)), by_columns(0, 20), 0);
}
// Entries of several places of p are added up by one thread alone, after the products that are added.
BOOST_AUTO_TEST_CASE(additions_to_one_entry_are_not_shared) {
    Eigen::VectorXi places(100000);
    for (Index m = 0; m < places.size(); ++m) {
        places[m] = static_cast<int>(m * m % 50);
    }
    check<scattered>(
        where(w = drawn(places.size()), p = places, x = drawn(50), adjoint(y) = drawn(places.size())),
        numbers(50), 1);
}
BOOST_AUTO_TEST_CASE(several_nests_one_after_the_other) {
    by_columns const av = drawn(200, 60);
    by_columns const bv = drawn(60, 150);
    auto const run = [&](auto const&... team) {
        return iverson::evaluate<loss_and_gradients>(where(a = av, b = bv), team...);
    };
    auto const expected = run();
    for (int size : {1, 2, 5}) {
        crew const own{size};
        auto const found = run(own);
        BOOST_TEST(own.nests >= 3);
        BOOST_TEST(std::get<0>(found) == std::get<0>(expected));
        BOOST_TEST(same_bits(std::get<1>(found), std::get<1>(expected)));
        BOOST_TEST(same_bits(std::get<2>(found), std::get<2>(expected)));
    }
}
BOOST_AUTO_TEST_CASE(an_evaluation_that_is_prepared_once) {
    numbers const wv = drawn(64);
    numbers xv = drawn(70000);
    numbers found(70063);
    numbers expected(70063);
    iverson::threads const four{4};
    auto step = iverson::prepare<convolution>(found, where(w = wv, x = xv), four);
    for (int turn = 0; turn < 3; ++turn) {
        xv *= -0.7;
        step();
        evaluate_into<convolution>(expected, where(w = wv, x = xv));
        BOOST_TEST(same_bits(found, expected));
    }
}
BOOST_AUTO_TEST_CASE(at_least_one_thread) {
    BOOST_CHECK_THROW(iverson::threads{0}, std::invalid_argument);
    BOOST_TEST(iverson::threads{1}.size() == 1);
    BOOST_TEST(iverson::threads{1000}.size() == tbb::info::default_concurrency());
}

BOOST_AUTO_TEST_SUITE_END()
