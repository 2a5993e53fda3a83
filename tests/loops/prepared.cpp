// SPDX-License-Identifier: BSL-1.0
#include <iverson/derivatives.hpp>
#include <iverson/evaluate.hpp>
#include <tests/loops/allocations.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <tuple>

namespace bound_once {

constexpr auto t = iverson::integer<"t">;
constexpr auto s = iverson::integer<"s">;
constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto b = iverson::tensor<"b">;
constexpr auto a = iverson::scalar<"a">;
constexpr auto E = iverson::scalar<"E">;

constexpr auto conv = (y(t) = sum(s, a* w(s) * x(t - s)));
constexpr auto layer = (y(j) = tanh(sum(i, x(i) * w(i, j)) + b(j)));
constexpr auto layer_by_x = iverson::jacobian<layer>(y(i), x(j));
constexpr auto loss = (E = sum(j, y(j) * y(j) * a));
constexpr auto loss_all = iverson::value_and_gradients<loss>(y(i), a);

}  // namespace bound_once

using namespace bound_once;  // NOLINT: names of formulas
using Eigen::MatrixXd;
using Eigen::VectorXd;
using iverson::evaluate;
using iverson::evaluate_into;
using iverson::prepare;
using iverson::where;

BOOST_AUTO_TEST_CASE(a_prepared_evaluation_reads_what_its_objects_hold_when_it_is_called) {
    VectorXd wv = VectorXd::Random(3), xv = VectorXd::Random(40), out(42);
    auto step = prepare<conv>(out, where(w = wv, x = xv, a = 2.0));
    for (int round = 0; round < 3; ++round) {
        wv.setRandom();
        xv.setRandom();
        step();
        BOOST_TEST((out == evaluate<conv>(where(w = wv, x = xv, a = 2.0))));
    }
}

BOOST_AUTO_TEST_CASE(calls_of_a_prepared_evaluation_with_temporaries_allocate_nothing) {
    Eigen::Index const d = 100;  // its temporaries exceed what evaluate_into keeps on the stack
    VectorXd xv = VectorXd::Random(d), bv = VectorXd::Random(d);
    MatrixXd wv = MatrixXd::Random(d, d), out(d, d);
    auto step = prepare<layer_by_x>(out, where(x = xv, w = wv, b = bv));
    xv.setRandom();
    out.setZero();
    long const before = allocations();
    step();
    BOOST_TEST(allocations() == before);
    BOOST_TEST((out == evaluate<layer_by_x>(where(x = xv, w = wv, b = bv))));
}

// The parts of a long sum are added up in memory that was reserved.
BOOST_AUTO_TEST_CASE(calls_with_sums_that_are_cut_allocate_nothing) {
    VectorXd yv = VectorXd::Constant(300000, 2);
    double value = 0, by_a = 0;
    VectorXd by_y(yv.size());
    auto step = prepare<loss_all>(std::tie(value, by_y, by_a), where(y = yv, a = 0.5));
    long const before = allocations();
    step();
    BOOST_TEST(allocations() == before);
    BOOST_TEST(value == 600000);
    BOOST_TEST(by_a == 1200000);
    iverson::workspace memory;
    evaluate_into<loss>(value, where(y = yv, a = 0.5), memory);
    long const once = allocations();
    evaluate_into<loss>(value, where(y = yv, a = 0.5), memory);
    BOOST_TEST(allocations() == once);
    BOOST_TEST(memory.bytes() > 0);
}

BOOST_AUTO_TEST_CASE(several_results_and_strided_memory_can_be_prepared) {
    MatrixXd table = MatrixXd::Random(5, 4);
    auto row = table.row(2);
    double value = 0, by_a = 0;
    VectorXd by_y(4);
    auto step = prepare<loss_all>(std::tie(value, by_y, by_a), where(y = row, a = 0.5));
    table.row(2) << 1, 2, 3, 4;
    step();
    BOOST_TEST(value == 15);
    BOOST_TEST(by_a == 30);
    BOOST_TEST((by_y == VectorXd{{1, 2, 3, 4}}));
}

BOOST_AUTO_TEST_CASE(temporary_objects_live_as_long_as_the_prepared_evaluation) {
    VectorXd out(3);
    auto step = prepare<conv>(out, where(w = VectorXd{{1, 1}}, x = VectorXd{{1, 2}}, a = 1.0));
    step();
    BOOST_TEST((out == VectorXd{{1, 3, 2}}));
}

BOOST_AUTO_TEST_CASE(empty_tensors_can_be_prepared) {
    VectorXd const none(0);
    VectorXd bv(0), out(0);
    MatrixXd const wv(0, 0);
    auto step = prepare<layer>(out, where(x = none, w = wv, b = bv));
    BOOST_CHECK_NO_THROW(step());
}

BOOST_AUTO_TEST_CASE(shapes_and_overlaps_are_checked_when_the_evaluation_is_prepared) {
    VectorXd wv = VectorXd::Ones(2), xv = VectorXd::Ones(3), small(2);
    auto const message = [](auto make) {
        try {
            make();
        } catch (iverson::binding_error const& error) {
            return std::string{error.what()};
        }
        return std::string{"no error"};
    };
    BOOST_TEST(message([&] { prepare<conv>(small, where(w = wv, x = xv, a = 1.0)); }) ==
               "the memory for axis 0 of the result y has extent 2, and the result has extent 4");
    BOOST_TEST(message([&] {
                   prepare<conv>(xv, where(w = VectorXd::Ones(1).eval(), x = xv, a = 1.0));
               }).starts_with("the memory for the result y overlaps that of x"));
    double value = 0, by_a = 0;
    BOOST_TEST(
        message([&] { evaluate_into<loss_all>(std::tie(value, wv, value), where(y = small, a = 0.5)); }) ==
        "the memory for the result E overlaps that of the result adjoint(a, E): give each memory of its own");
    BOOST_TEST(message([&] {
                   evaluate_into<loss_all>(std::tie(value, wv, by_a), where(y = small, a = 0.5));
               }) == "no error");
}
