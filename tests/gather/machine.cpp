// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

#include <unsupported/Eigen/CXX11/Tensor>

#include <iverson/loops/count.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// The machine loops of gathers and scatters against loops written by hand, for all types of integers and layouts.
namespace {

using namespace gathers;

constexpr auto by_table = gradient<embedding>(table(l, k));
constexpr auto by_x = gradient<gather>(x(k));

template <class Integer>
using integers = Eigen::Matrix<Integer, Eigen::Dynamic, 1>;

template <class Integer>
void gathers_and_scatters() {
    integers<Integer> pv(5);
    pv << 3, 0, 3, 3, 1;
    Eigen::VectorXd xv(4), gy(5);
    xv << 10, 20, 30, 40;
    gy << 1, 2, 4, 8, 16;
    Eigen::VectorXd const found = evaluate<gather>(where(x = xv, p = pv));
    Eigen::VectorXd const gx = evaluate<by_x>(where(x = xv, p = pv, adjoint(y) = gy));
    BOOST_TEST((found == (Eigen::VectorXd{{40, 10, 40, 40, 20}})));
    BOOST_TEST((gx == (Eigen::VectorXd{{2, 16, 0, 13}})));
}

std::string sentence_for(Eigen::VectorXd const& xv, Eigen::VectorXi const& pv) {
    try {
        evaluate<gather>(where(x = xv, p = pv));
    } catch (binding_error const& error) {
        return error.what();
    }
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(machine_loops_through_integer_tensors)

BOOST_AUTO_TEST_CASE(every_type_of_integers) {
    gathers_and_scatters<int>();
    gathers_and_scatters<std::int64_t>();
    gathers_and_scatters<std::int8_t>();
    gathers_and_scatters<std::uint16_t>();
    gathers_and_scatters<std::uint32_t>();
}

BOOST_AUTO_TEST_CASE(the_numbers_are_those_of_the_other_tensors) {
    Eigen::VectorXf xv(3);
    xv << 1, 2, 3;
    std::vector<std::int64_t> const pv{2, 2};
    Eigen::VectorXf const found = evaluate<gather>(where(x = xv, p = pv));
    BOOST_TEST((found == (Eigen::VectorXf{{3, 3}})));
}

BOOST_AUTO_TEST_CASE(strides_and_first_positions) {
    std::vector<int> const memory{2, -1, 4, -1, 3, -1};
    Eigen::Map<Eigen::VectorXi const, 0, Eigen::InnerStride<2>> const pv(memory.data(), 3);
    Eigen::VectorXd xv(3);
    xv << 10, 20, 30;
    Eigen::VectorXd const found = evaluate<gather>(where(x = at(2, xv), p = at(-1, pv)));
    BOOST_TEST((found == (Eigen::VectorXd{{10, 30, 20}})));
}

BOOST_AUTO_TEST_CASE(embeddings_of_all_widths) {
    for (int width : {0, 1, 3, 8, 37, 130}) {
        Eigen::MatrixXi pv(2, 3);
        pv << 0, 1, 1, 3, 1, 0;
        Eigen::MatrixXd const tv = Eigen::MatrixXd::Random(4, width);
        Eigen::Tensor<double, 3> const found = evaluate<embedding>(where(table = tv, p = pv));
        Eigen::MatrixXd const gt = evaluate<by_table>(where(table = tv, p = pv, adjoint(e) = found));
        Eigen::MatrixXd wanted = Eigen::MatrixXd::Zero(4, width);
        for (int at = 0; at < 2; ++at) {
            for (int step = 0; step < 3; ++step) {
                for (int c = 0; c < width; ++c) {
                    BOOST_TEST(found(at, step, c) == tv(pv(at, step), c));
                    wanted(pv(at, step), c) += found(at, step, c);
                }
            }
        }
        BOOST_TEST((gt == wanted));
    }
}

BOOST_AUTO_TEST_CASE(nothing_to_read) {
    Eigen::VectorXd const xv = Eigen::VectorXd::Ones(3);
    BOOST_TEST(evaluate<gather>(where(x = xv, p = Eigen::VectorXi(0))).size() == 0);
    BOOST_TEST(evaluate<gather>(where(x = Eigen::VectorXd(0), p = Eigen::VectorXi(0))).size() == 0);
    Eigen::VectorXd const gx =
        evaluate<by_x>(where(x = xv, p = Eigen::VectorXi(0), adjoint(y) = Eigen::VectorXd(0)));
    BOOST_TEST((gx == Eigen::VectorXd::Zero(3)));
}

BOOST_AUTO_TEST_CASE(an_entry_that_leaves_the_axis_is_named) {
    Eigen::VectorXd const xv = Eigen::VectorXd::Ones(3);
    BOOST_TEST(sentence_for(xv, Eigen::VectorXi{{0, 2, 3}}) ==
               "x(p(i)) leaves axis 0 of x, 0..2, for p(2) = 3");
    BOOST_TEST(sentence_for(xv, Eigen::VectorXi{{0, -1}}) ==
               "x(p(i)) leaves axis 0 of x, 0..2, for p(1) = -1");
    BOOST_TEST(sentence_for(Eigen::VectorXd(0), Eigen::VectorXi{{0}}) ==
               "x(p(i)) leaves axis 0 of x, 0..-1, for p(0) = 0");
    BOOST_TEST(sentence_for(xv, Eigen::VectorXi{{0, 2}}).empty());
}

BOOST_AUTO_TEST_CASE(a_result_over_the_integers_that_are_read_is_refused) {
    std::vector<double> memory(6, 0.0);
    Eigen::Map<Eigen::VectorXd> result(memory.data(), 3);
    Eigen::Map<Eigen::VectorXi const> const pv(reinterpret_cast<int const*>(memory.data() + 2), 3);
    Eigen::VectorXd const xv = Eigen::VectorXd::Ones(3);
    BOOST_CHECK_THROW(evaluate_into<gather>(result, where(x = xv, p = pv)), binding_error);
    Eigen::Map<Eigen::VectorXi const> const apart(reinterpret_cast<int const*>(memory.data() + 3), 3);
    evaluate_into<gather>(result, where(x = xv, p = apart));
    BOOST_TEST((result == Eigen::VectorXd::Ones(3)));
}

BOOST_AUTO_TEST_CASE(the_gradient_of_an_embedding_goes_over_its_entries_once) {
    graph::formula const f = frozen_formula<by_table>.thaw();
    std::vector<loops::argument> bound;
    for (int id : {f.find_tensor("table"), f.find_tensor("p"), f.find_tensor("e", graph::role::adjoint)}) {
        bound.push_back({id, false});
    }
    loops::plan const plan = loops::make_plan(f, bound);
    BOOST_TEST_REQUIRE(!plan.failed(), plan.message.view());
    auto const operations = [&](std::int64_t rows, std::int64_t batch, std::int64_t steps,
                                std::int64_t width) {
        return loops::count_operations(plan,
                                       {{{rows}, {width}}, {{batch}, {steps}}, {{batch}, {steps}, {width}}})
            .operations;
    };
    BOOST_TEST(operations(1000, 4, 5, 6) == 4 * 5 * 6);
    BOOST_TEST(operations(10, 4, 5, 6) == 4 * 5 * 6);
    BOOST_TEST(operations(10, 40, 5, 6) == 40 * 5 * 6);
}

BOOST_AUTO_TEST_SUITE_END()
