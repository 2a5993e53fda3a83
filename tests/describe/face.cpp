// SPDX-License-Identifier: BSL-1.0
//
// describe<f>() and describe<f>(where(...)): the plan that the compiler makes, in words.
#include <iverson/describe.hpp>
#include <iverson/iverson.hpp>
#include <iverson/text/run_time.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

namespace loops = iverson::loops;

constexpr auto t = iverson::integer<"t">;
constexpr auto s = iverson::integer<"s">;
constexpr auto k = iverson::integer<"k">;
constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto p = iverson::tensor<"p">;
constexpr auto a = iverson::scalar<"a">;

constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto dE_dx = iverson::gradient<conv>(x(k));
constexpr auto entries = (y(i) = w(i) * x(i));
constexpr auto rows = (y(i, j) = a * x(p(i), j));

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

/// The plan of the compiler for these names, and the one that is described.
template <auto const& F, class... Binding>
void check_same_plan(iverson::bindings<Binding...> const&) {
    using its = loops::bound_plan<iverson::faces::evaluation_source<F>, loops::key_of<Binding>...>;
    static constexpr loops::plan_stage compiled = loops::staged(its::make());
    loops::plan_stage const run = loops::staged(its::make());
    BOOST_TEST(!compiled.failed());
    BOOST_TEST((compiled.sizes == run.sizes));
    BOOST_TEST((compiled.words == run.words));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(described_formulas)

BOOST_AUTO_TEST_CASE(a_formula_is_described_as_its_text_is) {
    BOOST_TEST(iverson::describe<conv>() ==
               iverson::describe(iverson::parsed("y[t] = sum(s in Z, w[s]*x[t - s])")));
}
BOOST_AUTO_TEST_CASE(what_is_bound_gives_the_counts_and_the_size_of_numbers) {
    Eigen::VectorXf const wv = Eigen::VectorXf::Ones(3);
    Eigen::VectorXf const gy = Eigen::VectorXf::Ones(12);
    auto const given = iverson::where(w = wv, adjoint(y) = gy);
    std::string const text = iverson::describe<dE_dx>(given);
    BOOST_TEST(has(text, "2*n_w_0*n_x_0 = 60 operations"), text);
    BOOST_TEST(has(text, "reads 8*n_w_0*n_x_0 = 240 bytes, writes 4*n_x_0 = 40 bytes"), text);
    check_same_plan<dE_dx>(given);
}
BOOST_AUTO_TEST_CASE(first_positions_that_are_bound_are_sizes) {
    Eigen::VectorXd const wv = Eigen::VectorXd::Ones(3);
    Eigen::VectorXd const xv = Eigen::VectorXd::Ones(5);
    auto const given = iverson::where(w = iverson::at(-1, wv), x = xv);
    std::string const text = iverson::describe<conv>(given);
    BOOST_TEST(has(text, "lo_w_0 = first(w, 0)"), text);
    BOOST_TEST(has(text, "2*n_w_0*n_x_0 = 30 operations"), text);
}
BOOST_AUTO_TEST_CASE(integers_have_a_size_of_their_own_and_numbers_are_scalars) {
    Eigen::MatrixXd const xv = Eigen::MatrixXd::Ones(4, 2);
    Eigen::VectorXi const pv = Eigen::VectorXi::Zero(3);
    std::string const text = iverson::describe<rows>(iverson::where(a = 2.0, p = pv, x = xv));
    BOOST_TEST(has(text, "bytes, writes 8*n_p_0*n_x_1 = 48 bytes"), text);
    BOOST_TEST(has(text, "(counted: 120)"), text);  // in 6 steps 8 of a, 4 of p and 8 of x
}
BOOST_AUTO_TEST_CASE(data_that_do_not_fit_are_refused_as_evaluate_refuses_them) {
    Eigen::VectorXd const wv = Eigen::VectorXd::Ones(3);
    Eigen::VectorXd const xv = Eigen::VectorXd::Ones(2);
    std::string sentence;
    try {
        iverson::evaluate<entries>(iverson::where(w = wv, x = xv));
    } catch (iverson::binding_error const& error) {
        sentence = error.what();
    }
    BOOST_TEST(!sentence.empty());
    BOOST_CHECK_EXCEPTION(iverson::describe<entries>(iverson::where(w = wv, x = xv)), iverson::binding_error,
                          [&](iverson::binding_error const& error) { return error.what() == sentence; });
    BOOST_CHECK_THROW(iverson::describe<conv>(iverson::where(w = wv)), std::invalid_argument);
    BOOST_CHECK_THROW(iverson::describe<conv>(iverson::where(w = wv, p = wv)), std::invalid_argument);
    Eigen::MatrixXd const m = Eigen::MatrixXd::Ones(2, 2);
    BOOST_CHECK_THROW(iverson::describe<conv>(iverson::where(w = m, x = wv)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
