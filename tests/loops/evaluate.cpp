// SPDX-License-Identifier: BSL-1.0
#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>
#include <tests/loops/allocations.hpp>

#include <boost/test/unit_test.hpp>
#include <unsupported/Eigen/CXX11/Tensor>

#include <cmath>
#include <string>

namespace lessons {

using iverson::idx;
using iverson::integer;
using iverson::scalar;
using iverson::tensor;

constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto n = integer<"n">;
constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto w = tensor<"w">;
constexpr auto b = tensor<"b">;
constexpr auto Y = tensor<"Y">;
constexpr auto a = scalar<"a">;
constexpr auto E = scalar<"E">;

constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto dE_dx = iverson::gradient<conv>(x(n));
constexpr auto dE_dw = iverson::gradient<conv>(w(n));
constexpr auto layer = (y(j) = x(j) + 0.1 * (tanh(sum(i, x(i) * w(i, j)) + b(j)) - x(j)));
constexpr auto layer_by_x = iverson::jacobian<layer>(y(i), x(j));
constexpr auto loss = (E = sum(j, y(j) * y(j) * a));
constexpr auto loss_all = iverson::value_and_gradients<loss>(y(i), a);
constexpr auto scaled = (y(i) = a * x(i));
constexpr auto shifted = (y(i) = x(i + 1) - x(i));
constexpr auto reciprocal = (y(i) = bracket(x(i) != 0) / x(i));
constexpr auto others = (y(i) = sum(j, bracket(i != j) / (x(i) - x(j))));
constexpr auto root_mean_square = (Y(i, j) = b(j) * w(i, j) / sqrt(mean(k, pow(w(i, k), 2)) + 1));
constexpr auto root_mean_square_by_w = iverson::gradient<root_mean_square>(w(i, j));
constexpr auto spread = (y(t) = sum(i, x(i) * w(t - 2 * i)));
constexpr auto outer = (Y(i, j, k) = x(i) * y(j) * x(k));

}  // namespace lessons

using namespace lessons;  // NOLINT: names of formulas
using Eigen::MatrixXd;
using Eigen::VectorXd;
using iverson::evaluate;
using iverson::evaluate_into;
using iverson::where;

namespace {

VectorXd vector(std::initializer_list<double> entries) {
    VectorXd v(static_cast<Eigen::Index>(entries.size()));
    Eigen::Index next = 0;
    for (double entry : entries) {
        v[next++] = entry;
    }
    return v;
}

template <class F>
std::string error_of(F f) {
    try {
        f();
    } catch (iverson::binding_error const& error) {
        return error.what();
    }
    return "no error";
}

bool holds_all(std::string const& sentence, std::initializer_list<char const*> words) {
    for (char const* word : words) {
        if (sentence.find(word) == std::string::npos) {
            BOOST_TEST_MESSAGE("'" << sentence << "' does not hold '" << word << "'");
            return false;
        }
    }
    return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(evaluation)

BOOST_AUTO_TEST_CASE(unequal_indices_and_values_kill_what_is_undefined) {
    VectorXd const xv = VectorXd::LinSpaced(19, -9, 9);  // 0 in the middle: blocks of lanes, and a rest
    VectorXd const r = evaluate<reciprocal>(where(x = xv));
    VectorXd const o = evaluate<others>(where(x = xv));
    for (Eigen::Index at = 0; at < xv.size(); ++at) {
        BOOST_TEST(r[at] == (xv[at] == 0 ? 0 : 1 / xv[at]));
        double sum = 0;
        for (Eigen::Index other = 0; other < xv.size(); ++other) {
            sum += other == at ? 0 : 1 / (xv[at] - xv[other]);
        }
        BOOST_TEST(std::abs(o[at] - sum) < 1e-13);
    }
}

BOOST_AUTO_TEST_CASE(the_first_screen_of_the_readme) {
    VectorXd const wv = vector({1, 2}), xv = vector({3, 0, 5}), gy = vector({1, 2, 3, 4});
    BOOST_TEST((evaluate<conv>(where(w = wv, x = xv)) == vector({3, 6, 5, 10})));
    // dE/dx_k = sum_t dE/dy_t w_{t-k}: 1 + 4, 2 + 6, 3 + 8
    BOOST_TEST((evaluate<dE_dx>(where(w = wv, adjoint(y) = gy)) == vector({5, 8, 11})));
    // dE/dw_k = sum_t dE/dy_t x_{t-k}: 3 + 15, 6 + 20
    BOOST_TEST((evaluate<dE_dw>(where(x = xv, adjoint(y) = gy)) == vector({18, 26})));
}
BOOST_AUTO_TEST_CASE(tensors_that_are_not_read_may_be_bound_and_are_checked) {
    VectorXd const wv = vector({1, 2}), xv = vector({3, 0, 5}), gy = vector({1, 2, 3, 4}),
                   x4 = vector({1, 2, 3, 4});
    BOOST_TEST((evaluate<dE_dx>(where(w = wv, x = xv, adjoint(y) = gy)) == vector({5, 8, 11})));
    BOOST_TEST(holds_all(error_of([&] { evaluate<dE_dx>(where(w = wv, x = x4, adjoint(y) = gy)); }),
                         {"adjoint(y)", "4"}));
}
BOOST_AUTO_TEST_CASE(a_jacobian_is_evaluated_with_its_diagonal) {
    MatrixXd wm(2, 2);
    wm << 1, 2, 3, 4;
    VectorXd const xv = vector({0.1, -0.2}), bv = vector({0.3, 0.4});
    MatrixXd const J = evaluate<layer_by_x>(where(x = xv, w = wm, b = bv));
    for (int row = 0; row < 2; ++row) {
        double const th = std::tanh(xv[0] * wm(0, row) + xv[1] * wm(1, row) + bv[row]);
        for (int column = 0; column < 2; ++column) {
            double const expected = 0.1 * (1 - th * th) * wm(column, row) + (row == column ? 0.9 : 0);
            BOOST_TEST(J(row, column) == expected, boost::test_tools::tolerance(1e-14));
        }
    }
}
BOOST_AUTO_TEST_CASE(several_results_come_together) {
    VectorXd const yv = vector({1, 2, 3});
    auto const [value, by_y, by_a] = evaluate<loss_all>(where(y = yv, a = 0.5));
    BOOST_TEST(value == 7.0);
    BOOST_TEST((by_y == yv));
    BOOST_TEST(by_a == 14.0);
    double value_in = 0;
    double by_a_in = 0;
    VectorXd by_y_in(3);
    evaluate_into<loss_all>(std::tie(value_in, by_y_in, by_a_in), where(y = yv, a = 0.5));
    BOOST_TEST(value_in == 7.0);
    BOOST_TEST((by_y_in == yv));
    BOOST_TEST(by_a_in == 14.0);
}
BOOST_AUTO_TEST_CASE(numbers_take_the_type_of_the_tensors) {
    Eigen::VectorXf const xf = Eigen::VectorXf::Constant(3, 2.0F);
    Eigen::VectorXf const found = evaluate<scaled>(where(x = xf, a = 0.5));
    BOOST_TEST((found == Eigen::VectorXf::Constant(3, 1.0F)));
}
BOOST_AUTO_TEST_CASE(results_of_rank_three_are_eigen_tensors) {
    VectorXd const xv = vector({1, 2}), yv = vector({3, 4, 5});
    Eigen::Tensor<double, 3> const found = evaluate<outer>(where(x = xv, y = yv));
    BOOST_TEST(found.dimension(1) == 3);
    BOOST_TEST(found(1, 2, 0) == 10.0);
    Eigen::Tensor<double, 3, Eigen::RowMajor> rows(2, 3, 2);
    evaluate_into<outer>(rows, where(x = xv, y = yv));
    BOOST_TEST(rows(0, 1, 1) == 8.0);
}
BOOST_AUTO_TEST_CASE(results_go_into_rows_blocks_and_maps) {
    VectorXd const wv = vector({1, 2}), xv = vector({3, 0, 5});
    MatrixXd m = MatrixXd::Zero(3, 5);
    auto row = m.row(1).head(4);
    evaluate_into<conv>(row, where(w = wv, x = xv));
    BOOST_TEST((m.row(1).transpose() == vector({3, 6, 5, 10, 0})));
    BOOST_TEST(m.row(0).norm() + m.row(2).norm() == 0.0);
    double memory[4] = {};
    Eigen::Map<VectorXd> map{memory, 4};
    evaluate_into<conv>(map, where(w = wv, x = xv));
    BOOST_TEST(memory[3] == 10.0);
}
BOOST_AUTO_TEST_CASE(a_result_is_stored_from_its_first_position) {
    VectorXd const wv = vector({1, 2}), xv = vector({3, 0, 5});
    auto const where_it_is = iverson::domain<conv>(where(w = iverson::at(-1, wv), x = iverson::at(5, xv)));
    BOOST_TEST((where_it_is[0] == iverson::axis_range{4, 7}));
    BOOST_TEST(
        (evaluate<conv>(where(w = iverson::at(-1, wv), x = iverson::at(5, xv))) == vector({3, 6, 5, 10})));
}

BOOST_AUTO_TEST_CASE(a_search_for_the_ends_of_a_domain_allocates_nothing) {
    VectorXd const xv = vector({1, 2}), wv = vector({3});
    VectorXd yv(3);
    long const before = allocations();
    evaluate_into<spread>(yv, where(x = xv, w = wv));
    BOOST_TEST(allocations() == before);
    BOOST_TEST((yv == vector({3, 0, 6})));
}

BOOST_AUTO_TEST_CASE(evaluate_into_allocates_nothing) {
    Eigen::Index const d = 100;
    VectorXd const xv = VectorXd::Random(d), bv = VectorXd::Random(d), wv = VectorXd::Random(9);
    MatrixXd const wm = MatrixXd::Random(d, d);
    VectorXd yv(d), zv(d + 8);
    MatrixXd J(d, d);
    iverson::workspace memory;
    evaluate_into<layer_by_x>(J, where(x = xv, w = wm, b = bv), memory);  // the workspace grows once
    long const before = allocations();
    evaluate_into<layer>(yv, where(x = xv, w = wm, b = bv));
    evaluate_into<conv>(zv, where(w = wv, x = xv));
    evaluate_into<layer_by_x>(J, where(x = xv, w = wm, b = bv), memory);
    evaluate_into<layer_by_x>(J, where(x = xv, w = wm, b = bv));  // 800 bytes of temporaries need no heap
    BOOST_TEST(allocations() == before);
    BOOST_TEST(memory.bytes() == static_cast<std::size_t>(104 * 8));
}

BOOST_AUTO_TEST_CASE(an_index_over_unequal_axes_is_named_with_tensors_axes_and_extents) {
    VectorXd const x5 = VectorXd::Zero(5), b4 = VectorXd::Zero(4);
    MatrixXd const w44 = MatrixXd::Zero(4, 4);
    std::string const sentence = error_of([&] { evaluate<layer>(where(x = x5, w = w44, b = b4)); });
    BOOST_TEST(holds_all(sentence, {"index i", "axis 0 of x", "axis 0 of w", "5", "4"}), sentence);
}
BOOST_AUTO_TEST_CASE(a_result_that_overlaps_an_argument_is_refused) {
    VectorXd xv = vector({1, 2, 3});
    std::string const sentence = error_of([&] { evaluate_into<scaled>(xv, where(x = xv, a = 2.0)); });
    BOOST_TEST(holds_all(sentence, {"y", "overlaps", "x"}), sentence);
    VectorXd big = VectorXd::Zero(6);
    auto tail = big.tail(3);
    auto head = big.head(4);
    VectorXd const w1 = vector({1});
    BOOST_TEST(error_of([&] { evaluate_into<scaled>(tail, where(x = tail, a = 2.0)); }) != "no error");
    Eigen::Map<VectorXd> first{big.data(), 3};
    BOOST_TEST(error_of([&] { evaluate_into<scaled>(tail, where(x = first, a = 2.0)); }) == "no error");
    using spread = Eigen::Map<VectorXd, 0, Eigen::InnerStride<>>;
    spread same{big.data() + 4, 3, Eigen::InnerStride<>{0}};
    std::string const itself = error_of([&] { evaluate_into<scaled>(same, where(x = first, a = 2.0)); });
    BOOST_TEST(holds_all(itself, {"several entries", "y", "one place"}), itself);
    MatrixXd const w23 = MatrixXd::Ones(2, 3);
    VectorXd const b3 = VectorXd::Ones(3);
    Eigen::Map<MatrixXd, 0, Eigen::OuterStride<>> rows{big.data(), 2, 3, Eigen::OuterStride<>{1}};
    BOOST_TEST(error_of([&] { evaluate_into<root_mean_square>(rows, where(w = w23, b = b3)); }) ==
               "several entries of the result Y may have one place: the strides of its memory are too small "
               "for its extents");
    spread one{big.data() + 4, 1, Eigen::InnerStride<>{0}};
    Eigen::Map<VectorXd> single{big.data(), 1};
    BOOST_TEST(error_of([&] { evaluate_into<scaled>(one, where(x = single, a = 2.0)); }) == "no error");
    BOOST_TEST(head.size() == 4);
    BOOST_TEST(xv == vector({1, 2, 3}));
}
BOOST_AUTO_TEST_CASE(a_result_of_another_shape_is_refused) {
    VectorXd const xv = vector({1, 2, 3});
    VectorXd yv(4);
    std::string const sentence = error_of([&] { evaluate_into<scaled>(yv, where(x = xv, a = 2.0)); });
    BOOST_TEST(holds_all(sentence, {"axis 0", "y", "4", "3"}), sentence);
}
BOOST_AUTO_TEST_CASE(nothing_is_written_where_a_check_fails) {
    VectorXd const x5 = VectorXd::Zero(5), b4 = VectorXd::Zero(4);
    MatrixXd const w44 = MatrixXd::Zero(4, 4);
    VectorXd yv = VectorXd::Constant(5, 7);
    BOOST_TEST(error_of([&] { evaluate_into<layer>(yv, where(x = x5, w = w44, b = b4)); }) != "no error");
    BOOST_TEST((yv == VectorXd::Constant(5, 7)));
}
// Clang alone could not run the plan of this gradient: a mean beside a function that vanishes nowhere.
BOOST_AUTO_TEST_CASE(the_gradient_of_a_normalisation) {
    MatrixXd const wv{{1, -2, 0.5}, {0.25, 3, -1}};
    VectorXd const bv = vector({2, -1, 4});
    MatrixXd const gv{{0.5, 1, -1}, {2, 0, 1}};
    MatrixXd const found = evaluate<root_mean_square_by_w>(where(w = wv, b = bv, adjoint(Y) = gv));
    for (int row = 0; row < 2; ++row) {
        double const r = std::sqrt(wv.row(row).squaredNorm() / 3 + 1);
        Eigen::RowVectorXd const u = gv.row(row).cwiseProduct(bv.transpose());
        Eigen::RowVectorXd const expected = u / r - wv.row(row) * u.dot(wv.row(row)) / (3 * r * r * r);
        BOOST_TEST((found.row(row) - expected).norm() < 1e-14);
    }
}
BOOST_AUTO_TEST_CASE(cut_ranges_and_empty_tensors) {
    BOOST_TEST((evaluate<shifted>(where(x = vector({1, 4, 9}))) == vector({3, 5})));
    BOOST_TEST(evaluate<shifted>(where(x = vector({1}))).size() == 0);
    BOOST_TEST(evaluate<conv>(where(w = vector({}), x = vector({1, 2}))).size() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
