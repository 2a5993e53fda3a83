// SPDX-License-Identifier: BSL-1.0
#include <iverson/functions/table.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <complex>
#include <limits>
#include <set>
#include <string>

namespace functions = iverson::functions;

namespace {

using wide =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<60>, boost::multiprecision::et_off>;

constexpr double points[] = {-7.25, -3.0, -1.5,     -0.96875, -0.5, -0.0625, 0.0, 0.03125,
                             0.5,   0.75, 0.984375, 1.0,      2.0,  3.5,     9.75};

template <class Visit>
void for_each_row(Visit visit) {
    std::apply([&](auto const&... row) { (visit(row), ...); }, functions::table);
}

/// Five-point central difference in 60 digits with step 1e-10: error about 1e-40.
template <class Row>
wide difference(Row const&, wide const& u) {
    wide const h{"1e-10"};
    auto const f = [](wide const& v) { return Row::value(v); };
    return (f(u - 2 * h) - 8 * f(u - h) + 8 * f(u + h) - f(u + 2 * h)) / (12 * h);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(function_table)

BOOST_AUTO_TEST_CASE(slope_is_the_limit_of_high_precision_differences) {
    for_each_row([](auto const& row) {
        int checked = 0;
        for (double point : points) {
            if (!row.facts.inside(point)) {
                continue;
            }
            wide const u{point};
            wide const slope{row.slope(u, row.value(u))};
            wide const error = abs(slope - difference(row, u));
            BOOST_TEST(error < wide{"1e-25"} * (1 + abs(slope)),
                       row.name << "' at " << point << ": " << slope);
            ++checked;
        }
        BOOST_TEST(checked >= 6, row.name << " is checked at " << checked << " points only");
    });
}

BOOST_AUTO_TEST_CASE(a_complex_step_gives_the_slope_in_double) {
    for_each_row([](auto const& row) {
        for (double point : points) {
            if (!row.facts.inside(point)) {
                continue;
            }
            double const h = 1e-100;
            double const step = row.value(std::complex<double>{point, h}).imag() / h;
            double const slope = static_cast<double>(row.slope(point, row.value(point)));
            BOOST_TEST(std::abs(step - slope) <= 4e-14 * (1 + std::abs(slope)),
                       row.name << "' at " << point << ": " << slope << " " << step);
        }
    });
}

BOOST_AUTO_TEST_CASE(all_machine_numbers_agree_with_sixty_digits) {
    for_each_row([](auto const& row) {
        for (double point : points) {
            if (!row.facts.inside(point)) {
                continue;
            }
            auto const exact = static_cast<long double>(row.value(wide{point}));
            long double const size = 1 + std::abs(exact);
            BOOST_TEST(std::abs(row.value(static_cast<float>(point)) - exact) < 1e-6L * size,
                       row.name << " float " << point);
            BOOST_TEST(std::abs(row.value(point) - exact) < 1e-15L * size, row.name << " double " << point);
            BOOST_TEST(std::abs(row.value(static_cast<long double>(point)) - exact) < 1e-18L * size,
                       row.name << " long " << point);
        }
    });
}

BOOST_AUTO_TEST_CASE(a_function_is_zero_at_zero_exactly_if_its_row_says_so) {
    for_each_row([](auto const& row) {
        double const at_zero = row.value(0.0);
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
    BOOST_TEST(!std::signbit(functions::abs(-0.0)));
}

BOOST_AUTO_TEST_CASE(large_arguments_do_not_overflow_where_the_value_is_finite) {
    BOOST_TEST(functions::softplus(1000.0) == 1000.0);
    BOOST_TEST(functions::softplus(-1000.0) == 0.0);
    BOOST_TEST(functions::sigmoid(-1000.0) == 0.0);
    BOOST_TEST(functions::sigmoid(1000.0) == 1.0);
    BOOST_TEST(functions::silu(-1000.0) == 0.0);
}

BOOST_AUTO_TEST_CASE(rows_are_found_by_name) {
    double value = 0;
    BOOST_TEST(functions::visit_row(functions::table, "tanh", [&](auto const& row) { value = row(0.5); }));
    BOOST_TEST(value == std::tanh(0.5));
    BOOST_TEST(!functions::visit_row(functions::table, "tangent", [](auto const&) {}));
}

BOOST_AUTO_TEST_SUITE_END()
