// SPDX-License-Identifier: BSL-1.0
// Register tiles whose lanes are the steps of a reduction: whole, narrow and single entries, steps that fill no register, results
// that are lanes or lie apart. Numbers are small integers, so that every order of a sum gives the same; what lies around the
// arguments is not a number, what lies around the results stays.
#include <unsupported/Eigen/CXX11/Tensor>

#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>

#include <Eigen/Core>

#include "instructions.hpp"
#include "padded.hpp"

#include <algorithm>
#include <limits>

namespace {

using Eigen::Index;
using iverson::adjoint;
using iverson::evaluate_into;
using iverson::idx;
using iverson::integer;
using iverson::tensor;
using iverson::where;

constexpr auto t = integer<"t">;
constexpr auto s = idx<"s">;
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

// a(i, k) and b(j, k) lie along k.
constexpr auto sums = (y(i) = sum(k, a(i, k)));
constexpr auto step = (y(i) = x(i) + 2 * abs(sum(k, a(i, k) * w(k)) - 3));
constexpr auto squares = (y(i) = sum(k, (a(i, k) - w(k)) * (a(i, k) - w(k)) + 2));
constexpr auto largest = (y(i) = max(k, a(i, k) + w(k)));
constexpr auto backwards = (y(t) = sum(k, a(t, k) * w(9 - k)));
constexpr auto triangle = (y(i) = sum(k.in(0, i), a(i, k)));
constexpr auto pairs = (c(i, j) = sum(k, a(i, k) * b(j, k)));
constexpr auto weighted = (c(i, j) = sum(k, a(i, k) * w(k) * b(j, k)));
constexpr auto on_diagonal = (c(i, j) = b(i, j) + iverson::bracket(i == j) * sum(k, a(i, k) * w(k)));
constexpr auto of_pairs = (c(i, j) = abs(sum(k, a(i, k) * b(j, k))));
constexpr auto layer = (y(k, t) = sum(l, s, w(k, l, s) * x(l, t + s)));
constexpr auto by_taps = iverson::gradient<layer>(w(k, l, s));

template <class T, class Step>
T folded(T start, Index steps, Step next) {
    T result = start;
    for (Index p = 0; p < steps; ++p) {
        result = next(result, p);
    }
    return result;
}

template <class T>
void check_vectors(Index m, Index steps) {
    padded<T> const av{m, steps}, wv{1, steps}, xv{1, m};
    auto const wk = wv.view.row(0).transpose();
    auto const xi = xv.view.row(0).transpose();
    auto const sum = [&](Index r, auto term) {
        return folded<T>(0, steps, [&](T all, Index p) { return all + term(av.view(r, p), wk(p)); });
    };
    auto const product = [](T u, T v) { return u * v; };
    check_vector<T>(
        "sums", m, [&](auto& out) { evaluate_into<sums>(out, where(a = av.view)); },
        [&](Index r) { return sum(r, [](T u, T) { return u; }); });
    check_vector<T>(
        "step", m, [&](auto& out) { evaluate_into<step>(out, where(a = av.view, w = wk, x = xi)); },
        [&](Index r) { return xi(r) + 2 * std::abs(sum(r, product) - 3); });
    check_vector<T>(
        "squares", m, [&](auto& out) { evaluate_into<squares>(out, where(a = av.view, w = wk)); },
        [&](Index r) { return sum(r, [](T u, T v) { return (u - v) * (u - v) + 2; }); });
    if (steps > 0) {
        check_vector<T>(
            "largest", m, [&](auto& out) { evaluate_into<largest>(out, where(a = av.view, w = wk)); },
            [&](Index r) {
                return folded<T>(-std::numeric_limits<T>::infinity(), steps,
                                 [&](T best, Index p) { return std::max(best, av.view(r, p) + wk(p)); });
            });
    }
    padded<T> const square{m, m};
    check_vector<T>(
        "triangle", m, [&](auto& out) { evaluate_into<triangle>(out, where(a = square.view)); },
        [&](Index r) {
            return folded<T>(0, r + 1, [&](T all, Index p) { return all + square.view(r, p); });
        });
    check<by_rows<T>>(
        "on the diagonal", m, m,
        [&](auto& out) { evaluate_into<on_diagonal>(out, where(a = av.view, w = wk, b = square.view)); },
        [&](Index r, Index q) { return square.view(r, q) + (r == q ? sum(r, product) : 0); });
}

template <class T>
void check_pairs(Index m, Index n, Index steps) {
    padded<T> const av{m, steps}, bv{n, steps}, wv{1, steps};
    auto const wk = wv.view.row(0).transpose();
    auto const sum = [&](Index r, Index q, auto factor) {
        return folded<T>(0, steps,
                         [&](T all, Index p) { return all + factor(p) * av.view(r, p) * bv.view(q, p); });
    };
    auto const plain = [](Index) { return T{1}; };
    check<by_rows<T>>(
        "pairs", m, n, [&](auto& out) { evaluate_into<pairs>(out, where(a = av.view, b = bv.view)); },
        [&](Index r, Index q) { return sum(r, q, plain); });
    check<by_rows<T>>(
        "of pairs", m, n, [&](auto& out) { evaluate_into<of_pairs>(out, where(a = av.view, b = bv.view)); },
        [&](Index r, Index q) { return std::abs(sum(r, q, plain)); });
    check<by_rows<T>>(
        "weighted", m, n,
        [&](auto& out) { evaluate_into<weighted>(out, where(a = av.view, b = bv.view, w = wk)); },
        [&](Index r, Index q) { return sum(r, q, [&](Index p) { return wk(p); }); });
}

/// The gradient of a layer by few taps: its lanes are the samples.
template <class T>
void check_layer(Index to, Index from, Index taps, Index samples) {
    padded<T> const xv{from, samples}, gv{to, samples + taps - 1};  // y is there wherever a tap meets x
    Eigen::Tensor<T, 3, Eigen::RowMajor> wv(to, from, taps), result(to, from, taps);
    wv.setZero();
    result.setConstant(1000);
    evaluate_into<by_taps>(result, where(w = wv, x = xv.view, adjoint(y) = gv.view));
    Index wrong = 0;
    for (Index o = 0; o < to; ++o) {
        for (Index f = 0; f < from; ++f) {
            for (Index q = 0; q < taps; ++q) {
                T const expected = folded<T>(0, samples, [&](T all, Index p) {
                    return all + gv.view(o, p + taps - 1 - q) * xv.view(f, p);
                });
                wrong += result(o, f, q) != expected ? 1 : 0;
            }
        }
    }
    BOOST_TEST(wrong == 0, to << " from " << from << ", " << taps << " taps, " << samples
                              << " samples: " << wrong << " entries differ");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tiles_along_reductions, *boost::unit_test::precondition(can_run))

BOOST_AUTO_TEST_CASE(of_one_loop) {
    for (Index m : {0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 33, 63, 64, 65, 70, 130}) {
        for (Index steps : {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 64, 70, 129}) {
            check_vectors<double>(m, steps);
        }
    }
}
BOOST_AUTO_TEST_CASE(of_rows_and_columns) {
    for (Index m : {0, 1, 2, 3, 4, 5, 7, 8, 13, 17, 23}) {
        for (Index n : {0, 1, 2, 3, 4, 5, 6, 9, 16, 21, 33}) {
            for (Index steps : {0, 1, 3, 4, 7, 8, 16, 31, 33, 70}) {
                check_pairs<float>(m, n, steps);
            }
        }
    }
}
BOOST_AUTO_TEST_CASE(of_results_that_are_too_few_for_lanes) {
    for (Index to : {1, 3, 4, 5, 9}) {
        for (Index from : {1, 2, 4, 7}) {
            for (Index taps : {1, 2, 3, 5, 8}) {
                for (Index samples : {1, 15, 16, 31, 32, 33, 64, 70}) {
                    check_layer<double>(to, from, taps, samples);
                    check_layer<float>(to, from, taps, samples);
                }
            }
        }
    }
}
BOOST_AUTO_TEST_CASE(of_entries_that_are_read_backwards) {
    padded<double> const av{21, 10}, wv{1, 10};
    auto const wk = wv.view.row(0).transpose();
    check_vector<double>(
        "backwards", 21, [&](auto& out) { evaluate_into<backwards>(out, where(a = av.view, w = wk)); },
        [&](Index r) {
            return folded<double>(0, 10,
                                  [&](double all, Index p) { return all + av.view(r, p) * wk(9 - p); });
        });
}

BOOST_AUTO_TEST_SUITE_END()
