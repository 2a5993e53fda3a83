// SPDX-License-Identifier: BSL-1.0
#include "compare.hpp"
#include "formulas.hpp"

#include <unsupported/Eigen/CXX11/Tensor>

using compare::check;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto b = iverson::tensor<"b">;
constexpr auto g = iverson::tensor<"g">;
constexpr auto A = iverson::tensor<"A">;
constexpr auto B = iverson::tensor<"B">;
constexpr auto K = iverson::tensor<"K">;
constexpr auto X = iverson::tensor<"X">;
constexpr auto W = iverson::tensor<"W">;
constexpr auto u = iverson::tensor<"u">;
constexpr auto h0 = iverson::tensor<"h0">;
using iverson::where;

VectorXd vector(Eigen::Index n) { return VectorXd::Random(n); }
MatrixXd matrix(Eigen::Index m, Eigen::Index n) { return MatrixXd::Random(m, n); }

constexpr Eigen::Index sizes[] = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 63, 64, 65, 100, 129};

}  // namespace

BOOST_AUTO_TEST_SUITE(machine_loops_have_the_plain_meaning)

BOOST_AUTO_TEST_CASE(of_a_convolution_at_all_sizes_of_blocks) {
    for (auto n : sizes) {
        for (auto s : sizes) {
            VectorXd const wv = vector(s), xv = vector(n);
            check<formulas::convolution>(where(w = wv, x = xv));
            check<formulas::correlation>(where(g = xv, w = wv));
        }
    }
}
BOOST_AUTO_TEST_CASE(of_tensors_that_start_anywhere) {
    VectorXd const wv = vector(5), xv = vector(20);
    check<formulas::convolution>(where(w = iverson::at(-2, wv), x = iverson::at(7, xv)));
    check<formulas::correlation>(where(g = iverson::at(-30, xv), w = iverson::at(3, wv)));
    auto const domain = iverson::loops::domain<compare::source<formulas::convolution>>(
        where(w = iverson::at(-2, wv), x = iverson::at(7, xv)));
    BOOST_TEST(domain[0].first == 5);
    BOOST_TEST(domain[0].last == 28);
}
BOOST_AUTO_TEST_CASE(of_the_euler_layer_and_its_derivatives) {
    for (auto d : sizes) {
        VectorXd const xv = vector(d), bv = vector(d), gv = vector(d);
        MatrixXd const wm = matrix(d, d);
        check<formulas::euler_step>(where(x = xv, w = wm, b = bv));
        check<formulas::euler_jacobian>(where(x = xv, w = wm, b = bv));
        check<formulas::euler_vjp>(where(x = xv, w = wm, b = bv, g = gv));
    }
}
BOOST_AUTO_TEST_CASE(of_row_major_and_strided_data) {
    using row_major = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    for (auto d : {1, 9, 70}) {
        VectorXd const xv = vector(d), bv = vector(d);
        row_major const wm = matrix(d, d);
        check<formulas::euler_step>(where(x = xv, w = wm, b = bv));
        check<formulas::euler_jacobian>(where(x = xv, w = wm, b = bv));
        MatrixXd const big = matrix(3 * d, 2 * d);
        Eigen::Map<MatrixXd const, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>> const strided{
            big.data(), d, d, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>{3 * d, 2}};
        Eigen::Map<VectorXd const, 0, Eigen::InnerStride<>> const every_third{big.data(), d,
                                                                              Eigen::InnerStride<>{3}};
        Eigen::Ref<MatrixXd const> const block = big.block(1, 1, d, d);
        check<formulas::euler_step>(where(x = every_third, w = strided, b = bv));
        check<formulas::euler_step>(where(x = xv, w = block, b = bv));
        auto const part = big.block(1, 1, d, d);
        check<formulas::euler_jacobian>(where(x = every_third, w = part, b = bv));
    }
}
BOOST_AUTO_TEST_CASE(of_long_rows_that_are_read_as_they_lie) {
    Eigen::Index const d = 1100;  // more than one panel of columns, and a rest of rows and of lanes
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const wr = matrix(37, d);
    MatrixXd const a = matrix(3, 37);
    check<formulas::matrix_product>(where(A = a, B = wr));
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const square = matrix(601, 601);
    VectorXd const xv = vector(601), bv = vector(601);
    check<formulas::euler_step>(where(x = xv, w = square, b = bv));
}
BOOST_AUTO_TEST_CASE(of_long_sums_with_few_results) {
    for (auto n : {100, 1000}) {
        VectorXd const gv = vector(n), wv = vector(n - 2);
        for (Eigen::Index taps : {1, 3, 7}) {
            VectorXd const few = vector(taps);
            check<formulas::convolution>(where(w = few, x = gv));
            check<formulas::correlation>(where(g = gv, w = wv));
        }
    }
}
BOOST_AUTO_TEST_CASE(of_a_dynamic_stride_that_is_one) {
    VectorXd const xv = vector(50), wv = vector(7);
    Eigen::Map<VectorXd const, 0, Eigen::InnerStride<>> const mapped{xv.data(), 50, Eigen::InnerStride<>{1}};
    check<formulas::convolution>(where(w = wv, x = mapped));
}
BOOST_AUTO_TEST_CASE(of_eigen_tensors_and_maps_of_them) {
    Eigen::Tensor<double, 2> K2(3, 4);
    Eigen::Tensor<double, 2, Eigen::RowMajor> X2(20, 11);
    K2.setRandom();
    X2.setRandom();
    Eigen::TensorMap<Eigen::Tensor<double, 2>> const map{K2.data(), 3, 4};
    check<formulas::convolution_2d>(where(K = K2, X = X2));
    check<formulas::convolution_2d>(where(K = map, X = X2));
}
BOOST_AUTO_TEST_CASE(of_float) {
    Eigen::VectorXf const wv = Eigen::VectorXf::Random(37), xv = Eigen::VectorXf::Random(150),
                          bv = Eigen::VectorXf::Random(37);
    Eigen::MatrixXf const wm = Eigen::MatrixXf::Random(37, 37);
    check<formulas::convolution>(where(w = wv, x = xv), 1e-5);
    check<formulas::euler_jacobian>(where(x = wv, w = wm, b = bv), 1e-5);
}
BOOST_AUTO_TEST_CASE(of_spans_and_vectors) {
    std::vector<double> const wv{1, 2, 3};
    std::array<double, 4> const xv{1, -1, 0.5, 2};
    std::span<double const> const view{wv};
    check<formulas::convolution>(where(w = wv, x = xv));
    check<formulas::convolution>(where(w = view, x = xv));
    iverson::strided<double const, 1> const every_second{wv.data(), {2}, {2}};
    check<formulas::convolution>(where(w = every_second, x = xv));
}
BOOST_AUTO_TEST_CASE(of_temporaries_inside_sums) {
    for (Eigen::Index n : {0, 1, 4, 40, 70}) {
        VectorXd const gv = vector(n + 9), wv = vector(10), xv = vector(n);
        check<formulas::nonlinear_convolution_gradient>(where(g = gv, w = wv, x = xv));
    }
}
BOOST_AUTO_TEST_CASE(of_zero_extension_divisibility_and_windows) {
    for (auto n : sizes) {
        VectorXd const xv = vector(n), gv = vector(n + 1);
        check<formulas::smooth_exponential>(where(x = xv));
        check<formulas::up_sampling>(where(g = gv, x = xv));
        if (n >= 3) {
            check<formulas::max_pool>(where(x = xv));
        }
    }
}
BOOST_AUTO_TEST_CASE(of_brackets_on_where_an_extreme_is_first) {
    for (auto n : sizes) {
        if (n == 0) {
            continue;
        }
        VectorXd xv(2 * n + 1);  // full of ties
        for (Eigen::Index i = 0; i < xv.size(); ++i) {
            xv[i] = static_cast<double>(i * i % 5 % 3);
        }
        VectorXd const gv = vector(n), rest = vector(n);
        check<formulas::max_pool_gradient>(where(x = xv, g = gv));
        MatrixXd am = matrix(n, n);
        am(0, 0) = am(n - 1, n - 1) = 0;
        check<formulas::least_of_triangle>(where(A = am));
        am.diagonal().setConstant(1);
        check<formulas::largest_on_diagonal>(where(A = am, x = rest));
    }
}
BOOST_AUTO_TEST_CASE(of_products_that_leave_one_factor_out) {
    for (auto n : sizes) {
        VectorXd xv = VectorXd::Ones(n) + 0.5 * vector(n);
        check<formulas::product_of_the_others>(where(x = xv));
        if (n > 1) {
            xv[n / 2] = 0;
            check<formulas::product_of_the_others>(where(x = xv));
        }
    }
}
BOOST_AUTO_TEST_CASE(of_triangles_and_diagonals) {
    for (Eigen::Index n : {0, 1, 4, 9, 70}) {
        MatrixXd const xm = matrix(n, 20), xt = matrix(20, n);
        check<formulas::triangle>(where(x = xm));
        check<formulas::triangle>(where(x = xt));
    }
}
BOOST_AUTO_TEST_CASE(of_recurrences_and_systems) {
    for (Eigen::Index n : {0, 1, 9}) {
        MatrixXd const wm = matrix(10, 10), um = matrix(n, 10);
        VectorXd const hv = vector(10), xv = vector(3 * n + 1);
        check<formulas::recurrence>(where(W = wm, u = um, h0 = hv));
        check<formulas::softmax>(where(x = xv));
    }
}
BOOST_AUTO_TEST_CASE(of_matrix_products_and_two_dimensional_convolutions) {
    for (auto n : {0, 1, 5, 17, 65}) {
        MatrixXd const a = matrix(9, n), c = matrix(n, 70), k = matrix(3, 3), z = matrix(n, 33);
        check<formulas::matrix_product>(where(A = a, B = c));
        check<formulas::convolution_2d>(where(K = k, X = z));
    }
}

// 0 / 0 stands outside the supports of x and g, where the terms are 0.
BOOST_AUTO_TEST_CASE(of_terms_that_vanish_where_the_divisor_does) {
    for (Eigen::Index n : {0, 1, 2, 5}) {
        VectorXd const xv = vector(n), gv = vector(n);
        VectorXd const wv = VectorXd::Constant(n + 1, 1.5), longer = VectorXd::Constant(n + 4, 2);
        check<formulas::vanishing_terms>(where(x = xv, w = wv, g = gv));
        check<formulas::vanishing_terms>(
            where(x = iverson::at(2, xv), w = iverson::at(1, longer), g = iverson::at(1, gv)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
