// SPDX-License-Identifier: BSL-1.0
#include "pencil.hpp"

#include <iverson/derivatives.hpp>
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

/// The gradients by x of a convolution over Z and of one over its ranges: how long x is follows from w and the adjoint.
namespace told_by_an_adjoint {

constexpr auto s = iverson::idx<"s">;
constexpr auto t = iverson::idx<"t">;
constexpr auto z = iverson::integer<"z">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto full_y = (y(z) = sum(s, w(s) * x(z - s)));
constexpr auto valid_y = (y(t) = sum(s, w(s) * x(t + s)));
constexpr auto full = iverson::gradient<full_y>(x(s));
constexpr auto valid = iverson::gradient<valid_y>(x(s));

/// Of ones; what `expected` says is the extent of x or an error.
template <auto const& F>
void check(std::int64_t taps, std::int64_t outputs, std::string const& expected) {
    auto const f = iverson::graph::view(iverson::frozen_formula<F>).thaw();
    loops::argument const bound[] = {{f.find_tensor("w"), false},
                                     {f.find_tensor("y", pencil::graph::role::adjoint), false}};
    auto const plan = loops::make_plan(f, bound);
    BOOST_TEST_REQUIRE(!plan.failed(), plan.message.view());
    Eigen::VectorXd const ones = Eigen::VectorXd::Ones(taps);
    Eigen::VectorXd const seed = Eigen::VectorXd::Ones(outputs);
    auto const outcome = [](auto const& extent) {
        try {
            return std::to_string(extent());
        } catch (iverson::binding_error const& error) {
            return std::string{error.what()};
        }
    };
    BOOST_TEST(outcome([&] {
                   Eigen::VectorXd const gx = iverson::evaluate<F>(where(w = ones, adjoint(y) = seed));
                   return gx.size();
               }) == expected);
    BOOST_TEST(outcome([&] {
                   std::vector<loops::dense<double>> const given = {
                       {{0}, {taps}, {ones.begin(), ones.end()}, false},
                       {{0}, {outputs}, {seed.begin(), seed.end()}, false}};
                   return loops::interpreter<double>{plan}(given).front().values.size();
               }) == expected);
}

}  // namespace told_by_an_adjoint

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

// The equation between the extents was solved also where a convolution has no positions: for an adjoint that fits no x the gradient
// was empty, or 0 everywhere for a w without taps.
BOOST_AUTO_TEST_CASE(an_adjoint_that_fits_no_input_or_more_than_one) {
    auto const open = "extent of axis 0 of x is given by no axis of a bound tensor";
    auto const unfit = [](int n) {
        return "the formula sets axis 0 of adjoint(y) to 0..-1, and adjoint(y) has extent " +
               std::to_string(n);
    };
    for (int taps = 0; taps <= 3; ++taps) {
        for (int n = 1; n <= 4; ++n) {
            bool const fits = taps > 0 && n >= taps;
            told_by_an_adjoint::check<told_by_an_adjoint::full>(
                taps, n, fits ? std::to_string(n - taps + 1) : unfit(n));
            told_by_an_adjoint::check<told_by_an_adjoint::valid>(taps, n, std::to_string(n + taps - 1));
        }
        told_by_an_adjoint::check<told_by_an_adjoint::full>(taps, 0, open);
    }
    told_by_an_adjoint::check<told_by_an_adjoint::valid>(3, 0, open);
}

BOOST_AUTO_TEST_SUITE_END()
