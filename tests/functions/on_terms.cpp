// SPDX-License-Identifier: BSL-1.0
#include <iverson/graph/describe.hpp>
#include <iverson/graph/record.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace graph = iverson::graph;
namespace functions = iverson::functions;

namespace {

/// A graph with the scalars u and v, and a row applied to as many of them as it takes.
struct scalars {
    graph::graph g;
    std::vector<graph::term> all;

    constexpr scalars() {
        for (auto const* name : {"u", "v"}) {
            g.tensors.push_back({graph::text{name}, 0, graph::role::plain, -1, -1, {}});
            all.push_back({g, graph::access(g, static_cast<int>(g.tensors.size()) - 1, {})});
        }
    }
    scalars(scalars const&) = delete;

    template <class Row>
    constexpr graph::term applied(Row const& row) {
        if constexpr (Row::arity == 2) {
            return row(all[0], all[1]);
        } else {
            return row(all[0]);
        }
    }
    template <class Row>
    constexpr graph::term slope(Row const& row, int which) {
        return graph::record_of(row).slope(all.data(), applied(row), which);
    }
};

/// The slope of a row at the scalars u and v, as text.
template <class Row>
std::string slope_text(Row const& row, int which = 0) {
    scalars s;
    graph::term const slope = s.slope(row, which);
    BOOST_TEST(!s.g.failed(), s.g.message().view());
    return std::string{graph::describe(s.g, slope.id()).view()};
}

/// Deriving happens at compile time as well, which some slopes must not forget.
template <class Row>
constexpr bool derives_at_compile_time(Row const& row) {
    return [&]<std::size_t... Which>(std::index_sequence<Which...>) {
        return ([&] {
            scalars s;
            return s.slope(row, static_cast<int>(Which)).id() >= 0 &&
                   s.g.failed() != Row::template has_slope<Which>;
        }() && ...);
    }(std::make_index_sequence<static_cast<std::size_t>(Row::arity)>{});
}
static_assert(std::apply([](auto const&... row) { return (derives_at_compile_time(row) && ...); },
                         functions::table));

}  // namespace

BOOST_AUTO_TEST_SUITE(rows_on_terms)

BOOST_AUTO_TEST_CASE(slopes_are_formulas_in_the_argument_and_the_value) {
    std::map<std::string, std::string> const expected{
        {"exp", "exp(u)"},
        {"log", "pow(u, -1)"},
        {"sqrt", "pow(2 * sqrt(u), -1)"},
        {"sin", "cos(u)"},
        {"cos", "-1 * sin(u)"},
        {"tanh", "1 + -1 * pow(tanh(u), 2)"},
        {"sigmoid", "sigmoid(u) * (1 + -1 * sigmoid(u))"},
        {"abs", "sign(u)"},
        {"relu", "heaviside(u)"},
        {"heaviside", "0"},
        {"softplus", "sigmoid(u)"},
        {"atan2", "v * pow(pow(u, 2) + pow(v, 2), -1)"},
        {"hypot", "u * pow(hypot(u, v), -1)"},
        {"maximum", "[v <= u]"},
        {"minimum", "[u <= v]"},
        {"erf", "2 * exp(-1 * pow(u, 2)) * pow(sqrt(pi()), -1)"},
        {"lgamma", "digamma(u)"},
        {"digamma", "trigamma(u)"},
        {"trigamma", "polygamma(2, u)"},
        {"elu", "exp(minimum(u, 0))"},
        {"leaky_relu", "heaviside(u) + 1/100 * (1 + -1 * heaviside(u))"},
    };
    for (auto const& [name, text] : expected) {
        std::string found;
        BOOST_TEST_REQUIRE(
            functions::visit_row(functions::table, name, [&](auto const& row) { found = slope_text(row); }));
        BOOST_TEST(found == text, name << "' is " << found);
    }
    BOOST_TEST(slope_text(functions::maximum, 1) == "[u < v]");
    BOOST_TEST(slope_text(functions::minimum, 1) == "[v < u]");
    BOOST_TEST(slope_text(functions::polygamma, 1) == "polygamma(u + 1, v)");
}

BOOST_AUTO_TEST_CASE(a_slope_that_is_not_known_is_refused_with_a_sentence) {
    scalars s;
    s.slope(functions::polygamma, 0);
    BOOST_TEST(s.g.message().view() == "the derivative of polygamma by one of its arguments is not known");
}

BOOST_AUTO_TEST_CASE(records_compute_the_value_of_their_row) {
    std::apply(
        [](auto const&... row) {
            (
                [&] {
                    graph::function_record const record = graph::record_of(row);
                    std::array<double, 2> const u{0.375, 2.0};
                    std::array<float, 2> const v{0.375F, 2.0F};
                    BOOST_TEST(record.arity == row.arity, record.name);
                    double const value = row.at(u.data());  // a NaN outside its domain
                    BOOST_TEST((record.value64(u.data()) == value || value != value), record.name);
                    float const narrow = row.at(v.data());
                    BOOST_TEST((record.value32(v.data()) == narrow || narrow != narrow), record.name);
                    BOOST_TEST(record.zero_at_zero == row.facts.zero_at_zero, record.name);
                    BOOST_TEST(record.cost == row.facts.cost, record.name);
                }(),
                ...);
        },
        functions::table);
}

BOOST_AUTO_TEST_CASE(a_function_without_a_slope_has_a_record_without_one) {
    constexpr auto opaque = iverson::function("opaque", R"(\operatorname{opaque})", [](auto u) { return u; });
    BOOST_TEST((graph::record_of(opaque).slope == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
