// SPDX-License-Identifier: BSL-1.0
// Register tiles at all extents around their edges: whole and half tiles, rows and steps that are left, panels of several
// chunks, lanes and rows that end before others. Numbers are small integers, so that every order of a sum gives the same.
#include <unsupported/Eigen/CXX11/Tensor>

#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>

#include <Eigen/Core>

#include "instructions.hpp"
#include "padded.hpp"

#include <array>
#include <limits>

namespace {

using Eigen::Index;
using iverson::adjoint;
using iverson::evaluate;
using iverson::evaluate_into;
using iverson::idx;
using iverson::integer;
using iverson::tensor;
using iverson::where;

constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto l = idx<"l">;
constexpr auto a = tensor<"a">;
constexpr auto b = tensor<"b">;
constexpr auto c = tensor<"c">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;

constexpr auto convolution = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto by_x = iverson::gradient<convolution>(x(s));
constexpr auto by_w = iverson::gradient<convolution>(w(s));
constexpr auto dilated = (y(t) = sum(s, w(s) * x(t - 2 * s)));
constexpr auto product = (c(i, j) = sum(k, a(i, k) * b(k, j)));
constexpr auto by_second_rows = (c(i, j) = sum(k, a(i, k) * b(j, k)));
constexpr auto by_first_columns = (c(i, j) = sum(k, a(k, i) * b(k, j)));
constexpr auto distance = (c(i, j) = sum(k, (a(i, k) - b(k, j)) * (a(i, k) - b(k, j)) + 2));
constexpr auto farthest = (c(i, j) = max(k, a(i, k) + b(k, j)));
constexpr auto up_to_row = (c(i, j) = x(j) - 2 * sum(k.in(0, i), a(i, k) * b(k, j)));
constexpr auto up_to_lane = (c(i, j) = sum(k.in(0, j), a(i, k) * b(k, j)));
constexpr auto two_loops = (c(i, j) = sum(k, l, a(i, k) * w(l) * b(k, j + l)));
constexpr auto bordered = (c(i, t) = sum(k, s, a(i, k, s) * b(k, t - s)));

Index one_of(std::initializer_list<Index> list) {
    return list.begin()[std::uniform_int_distribution<std::size_t>{0, list.size() - 1}(engine)];
}
template <class Object>
Object drawn(Index rows, Index columns = 1) {
    Object result(rows, columns);
    for (Index r = 0; r < rows; ++r) {
        for (Index q = 0; q < columns; ++q) {
            result(r, q) = small_integer<typename Object::Scalar>();
        }
    }
    return result;
}
template <class T>
using vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
template <class T>
using by_columns = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;

template <class T>
void check_convolutions(Index taps, Index n) {
    vector<T> const wv = drawn<vector<T>>(taps);
    vector<T> const xv = drawn<vector<T>>(n);
    vector<T> const gv = drawn<vector<T>>(n + taps - 1);
    auto const at = [](vector<T> const& v, Index p) { return p >= 0 && p < v.size() ? v(p) : T{0}; };
    auto const each = [&](vector<T> const& result, Index size, Index steps, auto term) {
        BOOST_TEST_REQUIRE(result.size() == size);
        Index wrong = 0;
        for (Index p = 0; p < size; ++p) {
            T sum = 0;
            for (Index q = 0; q < steps; ++q) {
                sum += term(p, q);
            }
            wrong += result(p) != sum ? 1 : 0;
        }
        BOOST_TEST(wrong == 0, taps << " taps, " << n << " entries: " << wrong << " differ");
    };
    vector<T> const yv = evaluate<convolution>(where(w = wv, x = xv));
    each(yv, n + taps - 1, taps, [&](Index p, Index q) { return wv(q) * at(xv, p - q); });
    vector<T> const gx = evaluate<by_x>(where(w = wv, adjoint(y) = gv));
    each(gx, n, taps, [&](Index p, Index q) { return wv(q) * gv(p + q); });
    vector<T> const gw = evaluate<by_w>(where(x = xv, adjoint(y) = gv));
    each(gw, taps, n, [&](Index p, Index q) { return xv(q) * gv(p + q); });
    vector<T> const dv = evaluate<dilated>(where(w = wv, x = xv));
    each(dv, n + 2 * taps - 2, taps, [&](Index p, Index q) { return wv(q) * at(xv, p - 2 * q); });
}

/// All products of two matrices of which each lies by rows or by columns.
template <class A, class B, class C>
void check_products(Index m, Index n, Index steps) {
    using T = typename C::Scalar;
    A const av = drawn<A>(m, steps);
    B const bv = drawn<B>(steps, n);
    A const at = av.transpose();
    B const bt = bv.transpose();
    auto const sum = [&](Index r, Index q) {
        T result = 0;
        for (Index p = 0; p < steps; ++p) {
            result += av(r, p) * bv(p, q);
        }
        return result;
    };
    check<C>("product", m, n, [&](auto& out) { evaluate_into<product>(out, where(a = av, b = bv)); }, sum);
    check<C>(
        "by second rows", m, n, [&](auto& out) { evaluate_into<by_second_rows>(out, where(a = av, b = bt)); },
        sum);
    check<C>(
        "by first columns", m, n,
        [&](auto& out) { evaluate_into<by_first_columns>(out, where(a = at, b = bv)); }, sum);
}

template <class T>
void check_others(Index m, Index n) {
    by_rows<T> const av = drawn<by_rows<T>>(m, m < n ? n : m);
    by_rows<T> const bv = drawn<by_rows<T>>(m < n ? n : m, n);
    vector<T> const xv = drawn<vector<T>>(n);
    auto const fold = [&](T start, Index steps, auto step) {
        T result = start;
        for (Index p = 0; p < steps; ++p) {
            result = step(result, p);
        }
        return result;
    };
    check<by_rows<T>>(
        "distance", m, n, [&](auto& out) { evaluate_into<distance>(out, where(a = av, b = bv)); },
        [&](Index r, Index q) {
            return fold(0, av.cols(), [&](T sum, Index p) {
                T const d = av(r, p) - bv(p, q);
                return sum + d * d + 2;
            });
        });
    check<by_rows<T>>(
        "farthest", m, n, [&](auto& out) { evaluate_into<farthest>(out, where(a = av, b = bv)); },
        [&](Index r, Index q) {
            return fold(-std::numeric_limits<T>::infinity(), av.cols(),
                        [&](T best, Index p) { return std::max(best, av(r, p) + bv(p, q)); });
        });
    by_rows<T> const square = drawn<by_rows<T>>(m, m);
    by_rows<T> const below = drawn<by_rows<T>>(m, n);
    check<by_rows<T>>(
        "up to row", m, n,
        [&](auto& out) { evaluate_into<up_to_row>(out, where(a = square, b = below, x = xv)); },
        [&](Index r, Index q) {
            return xv(q) -
                   2 * fold(0, r + 1, [&](T sum, Index p) { return sum + square(r, p) * below(p, q); });
        });
    by_rows<T> const left = drawn<by_rows<T>>(m, n);
    by_rows<T> const right = drawn<by_rows<T>>(n, n);
    check<by_rows<T>>(
        "up to lane", m, n, [&](auto& out) { evaluate_into<up_to_lane>(out, where(a = left, b = right)); },
        [&](Index r, Index q) {
            return fold(0, q + 1, [&](T sum, Index p) { return sum + left(r, p) * right(p, q); });
        });
    vector<T> const taps = drawn<vector<T>>(3);
    by_rows<T> const wide = drawn<by_rows<T>>(m, n + 2);
    check<by_rows<T>>(
        "two loops", m, n,
        [&](auto& out) { evaluate_into<two_loops>(out, where(a = square, b = wide, w = taps)); },
        [&](Index r, Index q) {
            return fold(0, 3 * m, [&](T sum, Index p) {
                return sum + square(r, p / 3) * taps(p % 3) * wide(p / 3, q + p % 3);
            });
        });
    // Lanes at the border have fewer steps: there the infinite tap counts for nothing.
    Eigen::Tensor<T, 3, Eigen::RowMajor> windows(m, m, 3);
    for (Index e = 0; e < windows.size(); ++e) {
        windows.data()[e] = e % 3 == 1 ? std::numeric_limits<T>::infinity() : static_cast<T>(1 + e % 4);
    }
    by_rows<T> const positive = below.array().abs() + 1;
    check<by_rows<T>>(
        "bordered", m, n + 2,
        [&](auto& out) { evaluate_into<bordered>(out, where(a = windows, b = positive)); },
        [&](Index r, Index q) {
            return fold(0, 3 * m, [&](T sum, Index p) {
                Index const at = q - p % 3;
                return at < 0 || at >= n ? sum : sum + windows(r, p / 3, p % 3) * positive(p / 3, at);
            });
        });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(register_tiles, *boost::unit_test::precondition(can_run))

BOOST_AUTO_TEST_CASE(of_steps_that_share_entries_with_lanes) {
    for (Index taps : {1, 2, 7, 8, 31, 32, 33, 40, 63, 64, 65, 70, 127, 129, 200}) {
        for (Index n : {1, 2, 8, 31, 33, 63, 64, 65, 100, 128, 200, 257, 400}) {
            check_convolutions<double>(taps, n);
            check_convolutions<float>(taps, n);
        }
    }
}
BOOST_AUTO_TEST_CASE(of_rows_that_share_entries) {
    for (int round = 0; round < 150; ++round) {
        auto const draw = [] {
            return one_of({0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 16, 24, 25, 31, 32, 33, 40, 64, 65, 70});
        };
        Index const m = draw(), n = draw(), steps = draw();
        check_products<by_rows<double>, by_rows<double>, by_rows<double>>(m, n, steps);
        check_products<by_columns<double>, by_rows<double>, by_columns<double>>(m, n, steps);
        check_products<by_rows<float>, by_columns<float>, by_rows<float>>(m, n, steps);
    }
}
BOOST_AUTO_TEST_CASE(of_panels_in_several_chunks_and_blocks_of_rows) {
    for (auto const& [m, n, steps] :
         {std::array<Index, 3>{300, 40, 300}, {24, 70, 700}, {601, 33, 129}, {50, 64, 128}}) {
        check_products<by_rows<double>, by_rows<double>, by_rows<double>>(m, n, steps);
        check_products<by_columns<double>, by_rows<double>, by_columns<double>>(m, n, steps);
        check_products<by_rows<float>, by_columns<float>, by_rows<float>>(m, n, steps);
    }
}
BOOST_AUTO_TEST_CASE(of_other_bodies_bounds_and_reductions) {
    for (Index m : {1, 3, 6, 7, 12, 30, 50}) {
        for (Index n : {1, 3, 4, 8, 15, 16, 17, 32, 33, 64, 70}) {
            check_others<double>(m, n);
        }
    }
    check_others<double>(130, 150);
}

BOOST_AUTO_TEST_SUITE_END()
