// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/verify/plain.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <random>
#include <string>

namespace {

namespace graph = iverson::graph;
namespace loops = iverson::loops;
namespace plain = iverson::plain;

using shape = std::vector<std::int64_t>;
using named_shapes = std::vector<std::pair<std::string, shape>>;

plain::tensor<double> random_tensor(shape const& extents, std::mt19937& random) {
    plain::tensor<double> t;
    t.extents = extents;
    std::size_t size = 1;
    for (auto n : extents) {
        size *= static_cast<std::size_t>(n);
    }
    std::uniform_real_distribution<double> uniform{-2, 2};
    for (std::size_t i = 0; i < size; ++i) {
        t.values.push_back(uniform(random));
    }
    return t;
}

/// The interpreted plan gives the values and the domain of the plain meaning.
void check(graph::formula const& f, named_shapes const& shapes) {
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    std::mt19937 random{7};
    plain::tensors<double> inputs;
    std::vector<loops::argument> bound;
    std::vector<loops::dense<double>> arguments;
    for (auto const& [name, extents] : shapes) {
        int const id = f.find_tensor(name);
        inputs[id] = random_tensor(extents, random);
        bound.push_back({id, false});
        arguments.push_back({shape(extents.size(), 0), extents, inputs[id].values, false});
    }
    loops::plan const p = loops::make_plan(f, bound);
    BOOST_TEST_REQUIRE(!p.failed(), p.message.view());
    auto const found = loops::interpreter<double>{p}(arguments).front();
    auto const expected = plain::evaluate<double>(f, inputs);
    BOOST_TEST(found.extents == expected.extents, boost::test_tools::per_element());
    BOOST_TEST(found.lower == expected.lower, boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(found.values.size() == expected.values.size());
    for (std::size_t i = 0; i < found.values.size(); ++i) {
        BOOST_TEST(found.values[i] == expected.values[i], boost::test_tools::tolerance(1e-12));
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(interpreted_plans_have_the_plain_meaning)

BOOST_AUTO_TEST_CASE(of_a_convolution) {
    for (std::int64_t n : {0, 1, 2, 5, 9}) {
        for (std::int64_t s : {0, 1, 3, 9}) {
            check(formulas::convolution::make(), {{"w", {s}}, {"x", {n}}});
            check(formulas::correlation::make(), {{"g", {n}}, {"w", {s}}});
        }
    }
}
BOOST_AUTO_TEST_CASE(of_the_euler_layer_and_its_derivatives) {
    for (std::int64_t d : {0, 1, 2, 5}) {
        check(formulas::euler_step::make(), {{"x", {d}}, {"w", {d, d}}, {"b", {d}}});
        check(formulas::euler_jacobian::make(), {{"x", {d}}, {"w", {d, d}}, {"b", {d}}});
        check(formulas::euler_vjp::make(), {{"x", {d}}, {"w", {d, d}}, {"b", {d}}, {"g", {d}}});
    }
}
BOOST_AUTO_TEST_CASE(of_a_temporary_inside_a_sum_over_z) {
    for (std::int64_t n : {0, 1, 4, 7}) {
        check(formulas::nonlinear_convolution_gradient::make(), {{"g", {n + 2}}, {"w", {3}}, {"x", {n}}});
    }
}
BOOST_AUTO_TEST_CASE(of_zero_extension_below_a_function) {
    for (std::int64_t n : {0, 1, 4, 9}) {
        check(formulas::smooth_exponential::make(), {{"x", {n}}});
    }
}
BOOST_AUTO_TEST_CASE(of_divisibility) {
    for (std::int64_t n : {0, 1, 4, 9}) {
        check(formulas::up_sampling::make(), {{"g", {n}}, {"x", {5}}});
    }
}
BOOST_AUTO_TEST_CASE(of_triangles_and_diagonals) {
    for (std::int64_t n : {0, 1, 2, 4, 6}) {
        check(formulas::triangle::make(), {{"x", {n, 4}}});
    }
}
BOOST_AUTO_TEST_CASE(of_a_maximum_over_a_window) {
    for (std::int64_t n : {3, 4, 9}) {
        check(formulas::max_pool::make(), {{"x", {n}}});
    }
}
BOOST_AUTO_TEST_CASE(of_a_recurrence) {
    for (std::int64_t n : {0, 1, 4}) {
        check(formulas::recurrence::make(), {{"W", {3, 3}}, {"u", {n, 3}}, {"h0", {3}}});
    }
}
BOOST_AUTO_TEST_CASE(of_a_system_with_a_bracket_on_values) {
    for (std::int64_t n : {0, 1, 6}) {
        check(formulas::softmax::make(), {{"x", {n}}});
    }
}
BOOST_AUTO_TEST_CASE(of_products_and_two_dimensional_convolutions) {
    for (std::int64_t n : {0, 1, 3}) {
        check(formulas::matrix_product::make(), {{"A", {2, n}}, {"B", {n, 4}}});
        check(formulas::convolution_2d::make(), {{"K", {2, 3}}, {"X", {n, 5}}});
    }
}

BOOST_AUTO_TEST_SUITE_END()
