// SPDX-License-Identifier: BSL-1.0
#include "pencil.hpp"

#include <iverson/evaluate.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

/// Extents come from the axes of what is bound: none is made up, and none is below 0.
namespace {

namespace loops = iverson::loops;
using pencil::affine;
using pencil::sheet;

/// The message of the plan for these tensors.
std::string refusal(pencil::graph::formula const& f, std::vector<int> const& bound) {
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    std::vector<loops::argument> names;
    for (int id : bound) {
        names.push_back({id, false});
    }
    return std::string{loops::make_plan(f, names).message.view()};
}

}  // namespace

/// A sum over the positions of x that reads none of them.
namespace not_read {

constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto b = iverson::tensor<"b">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto f = (y(j) = b(j) * sum(i, 0 * x(i) + 1));

}  // namespace not_read

/// x has d + 2 positions, and the first is read by itself.
namespace below_zero {

constexpr auto i = iverson::idx<"i">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto d = iverson::extent<"d">;
constexpr auto f = (y(i.in(1, d + 2)) = x(i) + x(1));

}  // namespace below_zero

BOOST_AUTO_TEST_SUITE(extents_of_a_plan)

// d had the value 0: the sum over 1..d was empty, and x(d) read x(0), also where x has no position 0.
BOOST_AUTO_TEST_CASE(a_written_extent_that_no_axis_gives) {
    std::string const expected = "extent d is given by no axis of a bound tensor";
    {
        sheet p;
        int const y = p.tensor("y", 0);
        auto const i = p.idx("i");
        p.equation(y, {}, p.sum(i, p.number(2), p.range(i, affine{1}, p.extent("d"))));
        BOOST_TEST(refusal(p.finished(), {}) == expected);
    }
    {
        sheet p;
        int const y = p.tensor("y", 1), x = p.tensor("x", 1);
        p.equation(y, {affine{0}}, p.at(x, {p.extent("d")}));
        BOOST_TEST(refusal(p.finished(), {x}) == expected);
    }
    {
        sheet p;
        int const y = p.tensor("y", 1), x = p.tensor("x", 1);
        auto const i = p.idx("i");
        p.equation(y, {i}, p.at(x, {i}) * p.at_most(i, p.extent("d")));
        BOOST_TEST(refusal(p.finished(), {x}) == expected);
    }
}
// The number of positions of x is a factor, though x is not read: it was 0.
BOOST_AUTO_TEST_CASE(the_extent_of_a_tensor_that_is_not_read) {
    auto const f = iverson::graph::view(iverson::frozen_formula<not_read::f>).thaw();
    BOOST_TEST(refusal(f, {f.find_tensor("b")}) ==
               "extent n_x_0 of x follows from no bound tensor: bind one that has it");
    BOOST_TEST(refusal(f, {f.find_tensor("b"), f.find_tensor("x")}) == "");
}

// d was -1, and x(1) was read of an x without positions.
BOOST_AUTO_TEST_CASE(no_extent_is_below_zero) {
    auto const f = iverson::graph::view(iverson::frozen_formula<below_zero::f>).thaw();
    loops::argument const bound[] = {{f.find_tensor("x"), false}};
    auto const plan = loops::make_plan(f, bound);
    BOOST_TEST_REQUIRE(!plan.failed(), plan.message.view());
    for (std::int64_t n : {0, 1, 2, 3}) {
        std::string const refused =
            n < 2 ? "the formula sets axis 0 of x to 1..2, and x has extent " + std::to_string(n) : "";
        Eigen::VectorXd const x = Eigen::VectorXd::LinSpaced(n, 1, static_cast<double>(n));
        Eigen::VectorXd const expected = x.array() + 1;
        auto const same_sentence = [&](iverson::binding_error const& error) {
            return error.what() == refused;
        };
        auto const expand = [&] { return iverson::evaluate<below_zero::f>(where(below_zero::x = x)); };
        auto const interpret = [&] {
            return loops::interpreter<double>{plan}({{{0}, {n}, {x.begin(), x.end()}, false}}).front();
        };
        if (!refused.empty()) {
            BOOST_CHECK_EXCEPTION(expand(), iverson::binding_error, same_sentence);
            BOOST_CHECK_EXCEPTION(interpret(), iverson::binding_error, same_sentence);
            continue;
        }
        BOOST_TEST((Eigen::VectorXd{expand()} == expected));
        BOOST_TEST(interpret().values == (std::vector<double>{expected.begin(), expected.end()}),
                   boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()
