// SPDX-License-Identifier: BSL-1.0
#include <iverson/graph/describe.hpp>
#include <iverson/graph/record.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

namespace graph = iverson::graph;
namespace functions = iverson::functions;

namespace {

/// The slope of a row at the scalar u, as text.
template <class Row>
std::string slope_text(Row const& row) {
    graph::graph g;
    g.tensors.push_back({graph::text{"u"}, 0, graph::role::plain, -1, -1, {}});
    graph::term const u{g, graph::access(g, 0, {})};
    graph::term const slope = graph::record_of(row).slope(&u, row(u), 0);
    return std::string{graph::describe(g, slope.id()).view()};
}

/// Deriving happens at compile time as well, which some slopes must not forget.
template <class Row>
constexpr bool derives_at_compile_time(Row const& row) {
    graph::graph g;
    g.tensors.push_back({graph::text{"u"}, 0, graph::role::plain, -1, -1, {}});
    graph::term const u{g, graph::access(g, 0, {})};
    return graph::record_of(row).slope(&u, row(u), 0).id() >= 0 && !g.failed();
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
    };
    for (auto const& [name, text] : expected) {
        std::string found;
        BOOST_TEST_REQUIRE(
            functions::visit_row(functions::table, name, [&](auto const& row) { found = slope_text(row); }));
        BOOST_TEST(found == text, name << "' is " << found);
    }
}

BOOST_AUTO_TEST_CASE(records_compute_the_value_of_their_row) {
    std::apply(
        [](auto const&... row) {
            (
                [&] {
                    graph::function_record const record = graph::record_of(row);
                    double const u = 0.375;
                    float const v = 0.375F;
                    BOOST_TEST(record.value64(&u) == row(u), record.name);
                    BOOST_TEST(record.value32(&v) == row(v), record.name);
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
