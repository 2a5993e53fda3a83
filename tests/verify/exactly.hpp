// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sheet.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

/// The plain meaning in fractions, compared without a tolerance.
namespace exactly {

using fraction =
    boost::multiprecision::number<boost::multiprecision::cpp_rational_backend, boost::multiprecision::et_off>;
using vector = std::vector<fraction>;
using tensor = iverson::plain::tensor<fraction>;
using named = std::vector<std::pair<std::string, tensor>>;

/// Both the values and the domain.
inline void check(tensor const& found, std::vector<std::int64_t> const& lower,
                  std::vector<std::int64_t> const& extents, vector const& values) {
    BOOST_TEST(found.lower == lower, boost::test_tools::per_element());
    BOOST_TEST(found.extents == extents, boost::test_tools::per_element());
    BOOST_TEST(found.values == values, boost::test_tools::per_element());
}

inline tensor evaluate(iverson::graph::formula const& f, named inputs) {
    return iverson::plain::evaluate<fraction>(f, iverson::plain::bind<fraction>(f, std::move(inputs)));
}

inline std::string error_of(iverson::graph::formula const& f, named inputs) {
    try {
        evaluate(f, std::move(inputs));
    } catch (iverson::binding_error const& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace exactly
