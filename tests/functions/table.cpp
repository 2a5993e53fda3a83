// SPDX-License-Identifier: BSL-1.0
#include <iverson/functions/table.hpp>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <set>
#include <string>
#include <utility>

namespace functions = iverson::functions;

namespace {

using wide =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<60>, boost::multiprecision::et_off>;

constexpr double points[] = {-7.25, -3.0,     -1.5, -0.96875, -0.5, -0.0625, 0.0, 0.03125, 0.5,
                             0.75,  0.984375, 1.0,  1.015625, 1.75, 2.0,     3.5, 5.25,    9.75};
constexpr double coarse_points[] = {-3.0, -0.96875, -0.0625, 0.0, 0.5, 1.0, 2.0, 3.5, 7.0};

template <class Visit>
void for_each_row(Visit visit) {
    std::apply([&](auto const&... row) { (visit(row), ...); }, functions::table);
}

template <class Row>
using arguments = std::array<double, static_cast<std::size_t>(Row::arity)>;

template <class Number, std::size_t Arity>
std::array<Number, Arity> as(std::array<double, Arity> const& u) {
    std::array<Number, Arity> result{};
    for (std::size_t i = 0; i < Arity; ++i) {
        result[i] = static_cast<Number>(u[i]);
    }
    return result;
}

template <std::size_t Arity>
std::string text_of(std::array<double, Arity> const& u) {
    std::string result;
    for (double value : u) {
        result += (result.empty() ? "" : ", ") + std::to_string(value);
    }
    return "(" + result + ")";
}

/// All points of the grid that are inside the domain which the row states; one point for a constant.
template <class Row, class Visit>
void for_each_point(Row const& row, Visit visit) {
    static_assert(Row::arity <= 2, "a row of three arguments needs points of its own");
    if constexpr (Row::arity == 0) {
        visit(arguments<Row>{});
    } else if constexpr (Row::arity == 1) {
        for (double u : points) {
            row.facts.inside(u) ? visit(arguments<Row>{u}) : void();
        }
    } else {
        for (double u : coarse_points) {
            for (double v : coarse_points) {
                row.facts.inside(u, v) ? visit(arguments<Row>{u, v}) : void();
            }
        }
    }
}

/// Calls visit with the number of each argument by which the row has a slope.
template <class Row, class Visit>
void for_each_slope(Row const&, Visit visit) {
    [&]<std::size_t... Which>(std::index_sequence<Which...>) {
        (
            [&] {
                if constexpr (Row::template has_slope<Which>) {
                    visit(std::integral_constant<std::size_t, Which>{});
                }
            }(),
            ...);
    }(std::make_index_sequence<static_cast<std::size_t>(Row::arity)>{});
}

template <std::size_t Which, class Row, class Number, std::size_t Arity>
Number slope_at(Row const& row, std::array<Number, Arity> const& u) {
    return std::apply(
        [&](auto const&... argument) {
            return static_cast<Number>(row.template slope<Which>(argument..., row.at(u.data())));
        },
        u);
}

/// Five-point central difference in 60 digits with step 1e-10: error about 1e-40.
template <class Row, std::size_t Arity>
wide difference(Row const& row, std::array<wide, Arity> const& u, std::size_t which) {
    wide const h{"1e-10"};
    auto const f = [&](int steps) {
        auto moved = u;
        moved[which] += steps * h;
        return row.at(moved.data());
    };
    return (f(-2) - 8 * f(-1) + 8 * f(1) - f(2)) / (12 * h);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(function_table)

BOOST_AUTO_TEST_CASE(slopes_are_the_limits_of_high_precision_differences) {
    for_each_row([](auto const& row) {
        for_each_slope(row, [&](auto which) {
            int checked = 0;
            for_each_point(row, [&](auto const& point) {
                auto const u = as<wide>(point);
                wide const slope = slope_at<which()>(row, u);
                wide const error = abs(slope - difference(row, u, which()));
                BOOST_TEST(error < wide{"1e-25"} * (1 + abs(slope)),
                           row.name << " by argument " << which() + 1 << " at " << text_of(point) << ": "
                                    << slope);
                ++checked;
            });
            BOOST_TEST(checked >= 6, row.name << " is checked at " << checked << " points only");
        });
    });
}

BOOST_AUTO_TEST_CASE(a_complex_step_gives_the_slope_in_double_where_the_row_has_complex_values) {
    int rows = 0;
    for_each_row([&](auto const& row) {
        if constexpr (!std::remove_cvref_t<decltype(row)>::is_real_only) {
            ++rows;
            for_each_slope(row, [&](auto which) {
                for_each_point(row, [&](auto const& point) {
                    double const h = 1e-100;
                    auto u = as<std::complex<double>>(point);
                    u[which()] += std::complex<double>{0, h};
                    double const step = row.at(u.data()).imag() / h;
                    double const slope = slope_at<which()>(row, point);
                    BOOST_TEST(std::abs(step - slope) <= 4e-14 * (1 + std::abs(slope)),
                               row.name << " by argument " << which() + 1 << " at " << text_of(point) << ": "
                                        << slope << " " << step);
                });
            });
        }
    });
    BOOST_TEST(rows >= 28, "only " << rows << " rows have complex values");
}

BOOST_AUTO_TEST_CASE(all_machine_numbers_agree_with_sixty_digits) {
    for_each_row([](auto const& row) {
        for_each_point(row, [&](auto const& point) {
            auto const f = [&]<class Number>(Number) { return row.at(as<Number>(point).data()); };
            auto const exact = static_cast<long double>(f(wide{}));
            long double const size = 1 + std::abs(exact);
            BOOST_TEST(std::abs(f(0.0F) - exact) < 1e-6L * size, row.name << " float " << text_of(point));
            BOOST_TEST(std::abs(f(0.0) - exact) < 1e-15L * size, row.name << " double " << text_of(point));
            BOOST_TEST(std::abs(f(0.0L) - exact) < 1e-18L * size, row.name << " long " << text_of(point));
        });
    });
}

BOOST_AUTO_TEST_CASE(special_functions_agree_with_those_of_boost_math) {
    auto const close = [](wide const& found, wide const& expected, auto const&... what) {
        BOOST_TEST(abs(found - expected) < wide{"1e-54"} * (1 + abs(expected)),
                   (std::string{what} + ... + ""));
    };
    for (double point : {0.001, 0.03125, 0.5, 1.0, 1.4375, 2.0, 2.5, 7.0, 9.75, 20.0, 150.0, 1e5}) {
        wide const u{point};
        std::string const at = " at " + std::to_string(point);
        close(functions::lgamma(u), boost::math::lgamma(u), "lgamma", at);
        close(functions::digamma(u), boost::math::digamma(u), "digamma", at);
        for (int n : {1, 2, 5}) {
            close(functions::polygamma_of(n, u), boost::math::polygamma(n, u), "polygamma", at);
        }
        for (wide const& v : {u, wide{-u}}) {
            close(functions::erf(v), boost::math::erf(v), "erf", at);
            close(functions::erfc(v), boost::math::erfc(v), "erfc", at);
        }
    }
    for (double large : {3.0, 9.0}) {
        wide const tail = boost::math::erfc(wide{large});
        BOOST_TEST(abs(functions::erfc(wide{large}) - tail) < wide{"1e-54"} * tail,
                   "erfc keeps its digits at " << large);
    }
}

BOOST_AUTO_TEST_CASE(arithmetic_rows_need_no_function_of_the_number_type) {
    int rows = 0;
    for_each_row([&](auto const& row) {
        using row_type = std::remove_cvref_t<decltype(row)>;
        if constexpr (row_type::is_arithmetic) {
            using fraction = boost::multiprecision::number<boost::multiprecision::cpp_rational_backend,
                                                           boost::multiprecision::et_off>;
            ++rows;
            for_each_point(row, [&](auto const& point) {
                auto const found = static_cast<double>(row.at(as<fraction>(point).data()));
                BOOST_TEST(found == row.at(point.data()), row.name << " at " << text_of(point));
            });
        }
    });
    BOOST_TEST(rows == 7);
}

BOOST_AUTO_TEST_CASE(a_function_is_zero_at_zero_exactly_if_its_row_says_so) {
    for_each_row([](auto const& row) {
        arguments<std::remove_cvref_t<decltype(row)>> const zero{};
        double const at_zero = row.at(zero.data());
        BOOST_TEST((at_zero == 0.0) == row.facts.zero_at_zero, row.name << "(0) = " << at_zero);
    });
}

BOOST_AUTO_TEST_CASE(every_row_states_its_names_its_domain_and_its_source) {
    std::set<std::string> names;
    for_each_row([&](auto const& row) {
        BOOST_TEST(names.insert(std::string{row.name}).second, row.name << " stands twice in the table");
        BOOST_TEST(!row.name.empty());
        BOOST_TEST(row.latex.starts_with('\\'), row.name << " has the LaTeX name " << row.latex);
        BOOST_TEST(!row.facts.domain.empty(), row.name);
        BOOST_TEST(!row.facts.source.empty(), row.name);
        BOOST_TEST(row.facts.cost >= 1, row.name);
    });
    BOOST_TEST(names.size() == std::tuple_size_v<decltype(functions::table)>);
}

BOOST_AUTO_TEST_CASE(kinks_have_the_stated_slope_and_hide_no_nan) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(functions::abs.slope(0.0, 0.0) == 0.0);
    BOOST_TEST(functions::relu.slope(0.0, 0.0) == 0.0);
    BOOST_TEST(functions::sign(0.0) == 0.0);
    BOOST_TEST(functions::heaviside(0.0) == 0.0);
    BOOST_TEST(std::isnan(functions::abs(nan)));
    BOOST_TEST(std::isnan(functions::relu(nan)));
    BOOST_TEST(std::isnan(functions::sign(nan)));
    BOOST_TEST(std::isnan(functions::heaviside(nan)));
    BOOST_TEST(std::isnan(functions::leaky_relu(nan)));
    BOOST_TEST(std::isnan(functions::elu(nan)));
    BOOST_TEST(!std::signbit(functions::abs(-0.0)));
    BOOST_TEST(functions::leaky_relu.slope(0.0, 0.0) == 0.01);
}

BOOST_AUTO_TEST_CASE(of_equal_arguments_the_first_is_the_maximum_and_the_minimum) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    for (auto const& [u, v] : {std::pair{2.0, 2.0}, std::pair{0.0, -0.0}, std::pair{-0.0, 0.0}}) {
        BOOST_TEST(std::signbit(functions::maximum(u, v)) == std::signbit(u));
        BOOST_TEST(std::signbit(functions::minimum(u, v)) == std::signbit(u));
        BOOST_TEST(functions::maximum.slope<0>(u, v, u) == 1.0);
        BOOST_TEST(functions::maximum.slope<1>(u, v, u) == 0.0);
        BOOST_TEST(functions::minimum.slope<0>(u, v, u) == 1.0);
        BOOST_TEST(functions::minimum.slope<1>(u, v, u) == 0.0);
    }
    BOOST_TEST(std::isnan(functions::maximum(nan, 1.0)));
    BOOST_TEST(std::isnan(functions::maximum(1.0, nan)));
    BOOST_TEST(std::isnan(functions::minimum(nan, 1.0)));
    BOOST_TEST(std::isnan(functions::minimum(1.0, nan)));
}

BOOST_AUTO_TEST_CASE(outside_its_domain_the_family_of_the_gamma_function_has_no_value) {
    BOOST_TEST(std::isnan(functions::lgamma(-0.5)));
    BOOST_TEST(std::isnan(functions::digamma(0.0)));
    BOOST_TEST(std::isnan(functions::trigamma(-1.0)));
    BOOST_TEST(std::isnan(functions::polygamma(1.5, 2.0)));
    BOOST_TEST(std::isnan(functions::polygamma(-1.0, 2.0)));
    BOOST_TEST(functions::polygamma(0.0, 2.5) == functions::digamma(2.5));
}

BOOST_AUTO_TEST_CASE(large_arguments_do_not_overflow_where_the_value_is_finite) {
    BOOST_TEST(functions::softplus(1000.0) == 1000.0);
    BOOST_TEST(functions::softplus(-1000.0) == 0.0);
    BOOST_TEST(functions::sigmoid(-1000.0) == 0.0);
    BOOST_TEST(functions::sigmoid(1000.0) == 1.0);
    BOOST_TEST(functions::silu(-1000.0) == 0.0);
    BOOST_TEST(functions::elu(1000.0) == 1000.0);
    BOOST_TEST(functions::elu.slope(1000.0, 1000.0) == 1.0);
    BOOST_TEST(functions::gelu(1000.0) == 1000.0);
    BOOST_TEST(functions::gelu(-1000.0) == 0.0);
    BOOST_TEST(functions::hypot(1e200, 1e200) < 1.5e200);
}

BOOST_AUTO_TEST_CASE(rows_are_found_by_name) {
    double value = 0;
    double const half[] = {0.5, 0.5};
    BOOST_TEST(
        functions::visit_row(functions::table, "tanh", [&](auto const& row) { value = row.at(half); }));
    BOOST_TEST(value == std::tanh(0.5));
    BOOST_TEST(!functions::visit_row(functions::table, "tangent", [](auto const&) {}));
}

BOOST_AUTO_TEST_SUITE_END()
