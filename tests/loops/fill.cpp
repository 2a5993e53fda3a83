// SPDX-License-Identifier: BSL-1.0
#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>

#include <boost/test/unit_test.hpp>

/// Results that are mostly one number, in memory with and without gaps.
namespace filled {

constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;

constexpr auto cubes = (y(i) = pow(x(i), 3));
constexpr auto curvature = iverson::jacobian<cubes>(y(i), x(j));

}  // namespace filled

using namespace filled;  // NOLINT: names of formulas
using Eigen::MatrixXd;
using Eigen::VectorXd;
using iverson::evaluate_into;
using iverson::where;

namespace {

template <class Result>
bool is_diagonal(Result const& m, VectorXd const& entries) {
    return m == MatrixXd{entries.asDiagonal()};
}

}  // namespace

BOOST_AUTO_TEST_CASE(zeros_around_a_diagonal_fill_exactly_the_result) {
    for (Eigen::Index const n : {0, 1, 5, 6, 33, 70}) {
        VectorXd const xv = VectorXd::Random(n);
        VectorXd const slope = 3 * xv.array().square();
        MatrixXd columns = MatrixXd::Constant(n, n, 7);
        evaluate_into<curvature>(columns, where(x = xv));
        BOOST_TEST(is_diagonal(columns, slope));

        Eigen::Matrix<double, -1, -1, Eigen::RowMajor> rows = MatrixXd::Constant(n, n, 7);
        evaluate_into<curvature>(rows, where(x = xv));
        BOOST_TEST(is_diagonal(rows, slope));
    }
}

BOOST_AUTO_TEST_CASE(memory_between_the_entries_of_a_result_stays_as_it_was) {
    Eigen::Index const n = 20;
    VectorXd const xv = VectorXd::Random(n);
    VectorXd const slope = 3 * xv.array().square();
    MatrixXd all = MatrixXd::Constant(n + 3, 2 * n, 7);
    {
        auto block = all.block(1, 2, n, n);
        evaluate_into<curvature>(block, where(x = xv));
        BOOST_TEST(is_diagonal(block, slope));
        BOOST_TEST((all.topRows(1).array() == 7).all());
        BOOST_TEST((all.bottomRows(2).array() == 7).all());
        BOOST_TEST((all.leftCols(2).array() == 7).all());
    }
    all.setConstant(7);
    Eigen::Map<MatrixXd, 0, Eigen::Stride<-1, -1>> every_other{all.data(), 10, 10,
                                                               Eigen::Stride<-1, -1>{2 * (n + 3), 2}};
    evaluate_into<curvature>(every_other, where(x = xv.head(10)));
    BOOST_TEST(is_diagonal(every_other, slope.head(10)));
    BOOST_TEST(all.sum() == every_other.sum() + 7.0 * static_cast<double>(all.size() - 100));
}
