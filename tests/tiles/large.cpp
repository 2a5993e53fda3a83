// SPDX-License-Identifier: BSL-1.0
// Results that are stored past the caches: aligned and not, whole registers and what is left of them.
#include <iverson/evaluate.hpp>

#include "instructions.hpp"
#include "padded.hpp"

namespace {

using Eigen::Index;
using iverson::evaluate_into;
using iverson::idx;
using iverson::tensor;
using iverson::where;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto c = tensor<"c">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;

constexpr auto scaled = (y(i) = 2 * x(i) + 1);
constexpr auto outer = (c(i, j) = x(i) * w(j));

template <class T>
void check_large() {
    Index const size = iverson::loops::more_than_caches / static_cast<Index>(sizeof(T)) + 3;
    Eigen::Matrix<T, Eigen::Dynamic, 1> values(size);
    for (Index p = 0; p < size; ++p) {
        values(p) = static_cast<T>(p % 1000);
    }
    check_vector<T>(
        "scaled", size, [&](auto& out) { evaluate_into<scaled>(out, where(x = values)); },
        [&](Index r) { return 2 * values(r) + 1; });
    Index const columns = 37;
    auto const xi = values.head(size / columns + 1);
    auto const wj = values.head(columns);
    check<by_rows<T>>(
        "outer", xi.size(), columns, [&](auto& out) { evaluate_into<outer>(out, where(x = xi, w = wj)); },
        [&](Index r, Index q) { return xi(r) * wj(q); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(large_results, *boost::unit_test::precondition(can_run))

BOOST_AUTO_TEST_CASE(of_one_and_two_axes) {
    check_large<double>();
    check_large<float>();
}

BOOST_AUTO_TEST_SUITE_END()
