// SPDX-License-Identifier: BSL-1.0
#include <iverson/derivatives.hpp>
#include <iverson/verify/against.hpp>

#include <Eigen/Core>
#include <unsupported/Eigen/CXX11/Tensor>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <span>
#include <vector>

/// The lines that a user writes in a test of his own.
namespace lesson {

using namespace iverson;

inline constexpr auto t = integer<"t">;
inline constexpr auto s = integer<"s">;
inline constexpr auto k = integer<"k">;
inline constexpr auto i = idx<"i">;
inline constexpr auto j = idx<"j">;
inline constexpr auto l = idx<"l">;
inline constexpr auto x = tensor<"x">;
inline constexpr auto y = tensor<"y">;
inline constexpr auto w = tensor<"w">;
inline constexpr auto b = tensor<"b">;
inline constexpr auto a = scalar<"a">;
inline constexpr auto E = scalar<"E">;

constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto dE_dx = gradient<conv>(x(k));
constexpr auto dE_dw = gradient<conv>(w(k));
constexpr auto dy_dx = jacobian<conv>(x(k));
constexpr auto both = value_and_gradients<conv>(x(k), w(k));

constexpr auto layer = (y(j) = tanh(sum(i, x(i) * w(i, j)) + b(j)));
constexpr auto layer_dw = gradient<layer>(w(i, j));
constexpr auto layer_jacobian = jacobian<layer>(x(l));

constexpr auto scaled = (y(i) = a * x(i));
constexpr auto scaled_da = gradient<scaled>(a);

constexpr auto outer = (y(i, j, l) = x(i) * w(j) * b(l));
constexpr auto outer_dx = gradient<outer>(x(i));

constexpr auto swish = iverson::function(
    "swish", R"(\operatorname{swish})",
    []<class U>(U const& u) -> U {
        using std::exp;
        return u / (1 + exp(-u));
    },
    [](auto const& u, auto const& f) {
        using std::exp;
        return f / u + f * (1 - f / u);
    });
constexpr auto own = (E = sum(i, swish(x(i))));
constexpr auto own_dx = gradient<own>(x(i));

constexpr auto wrong_swish = iverson::function(
    "wrong_swish", R"(\operatorname{swish})",
    []<class U>(U const& u) -> U {
        using std::exp;
        return u / (1 + exp(-u));
    },
    [](auto const& u, auto const& f) { return f / u + f * (1 - f); });
constexpr auto wrong = (E = sum(i, wrong_swish(x(i))));
constexpr auto wrong_dx = gradient<wrong>(x(i));

}  // namespace lesson

using namespace iverson;

namespace {

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// dE/dx_k = sum_t dE/dy_t w(t - k), for tensors that start anywhere: y starts where w and x together do.
std::vector<double> correlation(std::span<double const> filter, std::span<double const> adjoint,
                                std::size_t size) {
    std::vector<double> result(size, 0.0);
    for (std::size_t k = 0; k < size; ++k) {
        for (std::size_t s = 0; s < filter.size(); ++s) {
            result[k] += filter[s] * adjoint[k + s];
        }
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(one_line_in_a_test)

using lesson::w;
using lesson::x;
using lesson::y;

BOOST_AUTO_TEST_CASE(derived_gradients_and_jacobians_agree_with_numbers) {
    BOOST_TEST(verify::gradient<lesson::dE_dx>());
    BOOST_TEST(verify::gradient<lesson::dE_dw>({.seed = 3, .rounds = 12}));
    BOOST_TEST(verify::gradient<lesson::dy_dx>());
    BOOST_TEST(verify::gradient<lesson::both>());
    BOOST_TEST(verify::gradient<lesson::layer_dw>());
    BOOST_TEST(verify::gradient<lesson::layer_jacobian>());
    BOOST_TEST(verify::gradient<lesson::scaled_da>());
    BOOST_TEST(verify::gradient<lesson::outer_dx>());
}

BOOST_AUTO_TEST_CASE(every_output_is_compared) {
    auto const message = verify::gradient<lesson::both>().message();
    for (auto const* part : {"y agrees", "adjoint(x) agrees", "adjoint(w) agrees"}) {
        BOOST_TEST(contains(message, part), message);
    }
}

BOOST_AUTO_TEST_CASE(a_function_of_the_user_is_judged_too) {
    BOOST_TEST(verify::gradient<lesson::own_dx>());
    auto const report = verify::gradient<lesson::wrong_dx>();
    BOOST_TEST(!report);
    BOOST_TEST(contains(report.message(), "adjoint(x, E) is wrong: at ("), report.message());
}

BOOST_AUTO_TEST_CASE(a_gradient_on_standard_vectors_is_judged) {
    auto const good = [](std::span<double const> filter, std::vector<double> const& input,
                         std::span<double const> adjoint) {
        return correlation(filter, adjoint, adjoint.empty() ? 0 : input.size());
    };
    // With an empty filter y is empty, and the gradient is that many zeros.
    auto const careful = [&](std::span<double const> filter, std::vector<double> const& input,
                             std::span<double const> adjoint) {
        return filter.empty() ? std::vector<double>(input.size(), 0.0) : good(filter, input, adjoint);
    };
    BOOST_TEST(verify::against<lesson::dE_dx>(careful, w, x, adjoint(y)));
    BOOST_TEST(verify::against<lesson::dE_dx>(careful, "w", "x", "adjoint(y)"));
    BOOST_TEST(verify::against<lesson::dE_dx>({.seed = 9, .rounds = 20}, careful, w, x, adjoint(y)));
}

BOOST_AUTO_TEST_CASE(a_gradient_that_forgets_the_empty_filter_is_caught) {
    auto const careless = [](std::span<double const> filter, std::vector<double> const&,
                             std::span<double const> adjoint) {
        return correlation(filter, adjoint, adjoint.size() + 1 - filter.size());
    };
    auto const report = verify::against<lesson::dE_dx>({.rounds = 40}, careless, w, x, adjoint(y));
    BOOST_TEST(!report);
    BOOST_TEST(contains(report.message(), "where"), report.message());
}

BOOST_AUTO_TEST_CASE(a_convolution_in_place_of_a_correlation_is_caught_with_its_worst_entry) {
    auto const flipped = [](std::vector<double> filter, std::vector<double> const& input,
                            std::span<double const> adjoint) {
        std::reverse(filter.begin(), filter.end());
        return filter.empty() || input.empty() ? std::vector<double>(input.size(), 0.0)
                                               : correlation(filter, adjoint, input.size());
    };
    auto const report = verify::against<lesson::dE_dx>(flipped, w, x, adjoint(y));
    BOOST_TEST(!report);
    BOOST_TEST(contains(report.message(), "the function for adjoint(x) is wrong: at ("), report.message());
    BOOST_TEST(contains(report.message(), "by exact fractions"), report.message());
}

BOOST_AUTO_TEST_CASE(gradients_on_eigen_objects_are_judged) {
    using Eigen::MatrixXd;
    using Eigen::VectorXd;
    auto const good = [](VectorXd const& input, MatrixXd const& weights, VectorXd const& bias,
                         VectorXd const& adjoint) -> MatrixXd {
        VectorXd const z = weights.transpose() * input + bias;
        VectorXd const slope = 1 - z.array().tanh().square();
        return input * (adjoint.array() * slope.array()).matrix().transpose();
    };
    auto const without_square = [](VectorXd const& input, MatrixXd const& weights, VectorXd const& bias,
                                   VectorXd const& adjoint) -> MatrixXd {
        VectorXd const z = weights.transpose() * input + bias;
        VectorXd const slope = 1 - z.array().tanh();
        return input * (adjoint.array() * slope.array()).matrix().transpose();
    };
    BOOST_TEST(verify::against<lesson::layer_dw>(good, x, w, lesson::b, adjoint(y)));
    BOOST_TEST(!verify::against<lesson::layer_dw>(without_square, x, w, lesson::b, adjoint(y)));
}

BOOST_AUTO_TEST_CASE(row_major_matrices_scalars_and_tensors_are_served) {
    using rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    auto const jacobian = [](Eigen::VectorXd const& input, rows const& weights,
                             Eigen::RowVectorXd const& bias) -> rows {
        Eigen::VectorXd const z = weights.transpose() * input + bias.transpose();
        return (1 - z.array().tanh().square()).matrix().asDiagonal() * weights.transpose();
    };
    BOOST_TEST(verify::against<lesson::layer_jacobian>(jacobian, x, w, lesson::b));

    auto const dot = [](Eigen::VectorXd const& input, Eigen::VectorXd const& adjoint) {
        return input.dot(adjoint);
    };
    BOOST_TEST(verify::against<lesson::scaled_da>(dot, x, adjoint(y)));

    auto const contraction = [](Eigen::VectorXd const& second, verify::value const& third,
                                Eigen::Tensor<double, 3> const& adjoint) {
        Eigen::VectorXd result = Eigen::VectorXd::Zero(adjoint.dimension(0));
        for (Eigen::Index p = 0; p < adjoint.dimension(0); ++p) {
            for (Eigen::Index q = 0; q < adjoint.dimension(1); ++q) {
                for (Eigen::Index r = 0; r < adjoint.dimension(2); ++r) {
                    result(p) += adjoint(p, q, r) * second(q) * third(r + third.lower(0));
                }
            }
        }
        return result;
    };
    BOOST_TEST(verify::against<lesson::outer_dx>(contraction, w, lesson::b, adjoint(y)));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_judged_is_said) {
    auto const two = [](std::vector<double> const&) { return std::vector<double>{1, 2}; };
    BOOST_TEST(contains(verify::against<lesson::dE_dx>(two, w).message(),
                        "it returns 2 entries, where 0 are expected"));
    BOOST_TEST(contains(verify::against<lesson::dE_dx>(two, "v").message(),
                        "it asks for v, which is no input of the formula"));
    auto const number = [](double) { return 0.0; };
    BOOST_TEST(contains(verify::against<lesson::dE_dx>(number, w).message(),
                        "a tensor of rank 1 was asked for as a number"));
}

BOOST_AUTO_TEST_SUITE_END()
