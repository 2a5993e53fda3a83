// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/evaluate.hpp>
#include <iverson/verify/plain.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>
#include <vector>

/// Holds what the machine loops compute against the plain meaning.
namespace compare {

namespace loops = iverson::loops;
namespace plain = iverson::plain;
namespace graph = iverson::graph;

template <class Make>
struct source {
    static constexpr auto const& value = graph::kept<Make>::value;
};

/// All entries of an object in row-major order.
template <class Object>
plain::tensor<double> entries(Object const& object) {
    using its = loops::storage<Object>;
    plain::tensor<double> t;
    std::int64_t size = 1;
    for (int d = 0; d < its::rank; ++d) {
        t.extents.push_back(its::extent(object, d));
        size *= t.extents.back();
    }
    for (std::int64_t i = 0; i < size; ++i) {
        std::int64_t rest = i;
        std::int64_t offset = 0;
        for (int d = its::rank; d-- > 0;) {
            offset += rest % t.extents[static_cast<std::size_t>(d)] * its::stride(object, d);
            rest /= t.extents[static_cast<std::size_t>(d)];
        }
        t.values.push_back(static_cast<double>(its::data(object)[offset]));
    }
    return t;
}

template <class Bindings>
plain::tensors<double> inputs_of(graph::formula const& f, Bindings const& given) {
    plain::tensors<double> result;
    given.for_each([&](auto const& b) {
        auto t = entries(b.data);
        if constexpr (std::remove_cvref_t<decltype(b)>::placed_axes > 0) {
            t.lower.assign(b.lower.begin(), b.lower.end());
        }
        result[f.find_tensor(b.name, b.role)] = t;
    });
    return result;
}

/// `result` holds the plain value of the formula, up to `tolerance` of max(1, |value|).
template <class Make, class Result, class Bindings>
void check(Result const& result, Bindings const& given, double tolerance) {
    graph::formula const f = Make::make();
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    auto const expected = plain::evaluate<double>(f, inputs_of(f, given));
    auto const found = entries(result);
    BOOST_TEST(found.extents == expected.extents, boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(found.values.size() == expected.values.size());
    int wrong = 0;
    for (std::size_t i = 0; i < found.values.size(); ++i) {
        double const scale = std::max(1.0, std::abs(expected.values[i]));
        bool const close = std::abs(found.values[i] - expected.values[i]) <= tolerance * scale;
        if (!close && ++wrong <= 3) {
            BOOST_TEST(close, "entry " << i << " is " << found.values[i] << ", not " << expected.values[i]);
        }
    }
    BOOST_TEST(wrong == 0);
}

/// Evaluates and checks.
template <class Make, class Bindings>
void check(Bindings const& given, double tolerance = 1e-11) {
    check<Make>(loops::evaluate<source<Make>>(given), given, tolerance);
}

}  // namespace compare
