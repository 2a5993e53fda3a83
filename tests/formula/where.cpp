// SPDX-License-Identifier: BSL-1.0
#include "names.hpp"

#include <Eigen/Dense>

#include <boost/test/unit_test.hpp>

#include <utility>

using namespace test_formula;
using iverson::where;

BOOST_AUTO_TEST_SUITE(bindings)

BOOST_AUTO_TEST_CASE(objects_are_bound_by_reference) {
    Eigen::VectorXd weights = Eigen::VectorXd::Ones(3);
    Eigen::MatrixXf const matrix = Eigen::MatrixXf::Zero(2, 2);
    auto const all = where(w = weights, x = matrix);
    auto const& first = std::get<0>(all.members);
    BOOST_TEST(first.name == "w");
    BOOST_TEST(&first.data == &weights);
    BOOST_TEST(&std::get<1>(all.members).data == &matrix);
    first.data(0) = 5;  // what is bound may be written to, as outputs are
    BOOST_TEST(weights(0) == 5);
}

BOOST_AUTO_TEST_CASE(temporaries_that_own_or_view_memory_are_moved_in) {
    Eigen::VectorXd weights = Eigen::VectorXd::Ones(3);
    double const* const memory = weights.data();
    auto const owning = where(w = std::move(weights));
    BOOST_TEST(std::get<0>(owning.members).data.data() == memory);
    double raw[4] = {1, 2, 3, 4};
    auto const viewing = where(w = Eigen::Map<Eigen::VectorXd>{raw, 4});
    BOOST_TEST(std::get<0>(viewing.members).data.data() == raw);
}

BOOST_AUTO_TEST_CASE(a_number_is_bound_to_a_scalar_with_all_its_digits) {
    double const third = 1.0 / 3;
    auto const all = where(a = third, E = 2);
    BOOST_TEST(std::get<0>(all.members).data == third);
    BOOST_TEST(std::get<1>(all.members).data == 2);
}

BOOST_AUTO_TEST_CASE(at_says_where_the_data_starts) {
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(2, 2);
    auto const all =
        where(x = iverson::at(-1, 4, matrix), w = iverson::at(-7, Eigen::VectorXd{Eigen::VectorXd::Ones(2)}));
    BOOST_TEST(std::get<0>(all.members).lower[0] == -1);
    BOOST_TEST(std::get<0>(all.members).lower[1] == 4);
    BOOST_TEST(&std::get<0>(all.members).data == &matrix);
    BOOST_TEST(std::get<1>(all.members).lower[0] == -7);
    BOOST_TEST(std::get<1>(all.members).data.size() == 2);
}

BOOST_AUTO_TEST_CASE(adjoints_and_next_states_are_bound_under_their_tensors_name) {
    Eigen::VectorXd values = Eigen::VectorXd::Ones(3);
    auto const all = where(y = values, adjoint(y) = values, next(y) = values);
    using bound = std::remove_const_t<decltype(all)>;
    BOOST_TEST(bound::find("y", iverson::graph::role::plain) == 0);
    BOOST_TEST(bound::find("y", iverson::graph::role::adjoint) == 1);
    BOOST_TEST(bound::find("y", iverson::graph::role::next) == 2);
    BOOST_TEST(bound::find("x", iverson::graph::role::plain) == -1);
    int visited = 0;
    all.for_each([&](auto const& member) { visited += member.name == "y" ? 1 : 0; });
    BOOST_TEST(visited == 3);
}

BOOST_AUTO_TEST_SUITE_END()
