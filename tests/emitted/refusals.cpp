// SPDX-License-Identifier: BSL-1.0
#include "tests/loops/formulas.hpp"

#include <iverson/emit/cpp.hpp>
#include <iverson/graph/unknown.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

namespace emit = iverson::emit;
namespace graph = iverson::graph;
using pencil::sheet;

std::string sentence(graph::formula const& f, emit::options const& o = {}) {
    try {
        emit::cpp(f, o);
    } catch (emit::refusal const& error) {
        return error.what();
    }
    return "";
}
bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

constexpr auto doubled =
    iverson::function("doubled", "d", [](auto u) { return 2 * u; }, [](auto, auto) { return 2; });
/// A user's function under a name of the table, with another value.
constexpr auto other_exp =
    iverson::function("exp", "e", [](auto u) { return 3 * u; }, [](auto, auto) { return 3; });

template <class Row>
graph::formula calling(Row const& row) {
    sheet f;
    int const y = f.tensor("y", 1), x = f.tensor("x", 1);
    auto const i = f.idx("i");
    f.equation(y, {i}, f.call(row, f.at(x, {i})));
    return f.finished();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_emitter_refuses_with_a_sentence)

BOOST_AUTO_TEST_CASE(a_function_of_the_user) {
    std::string const expected = "the function doubled is not one of the table: its value is known as "
                                 "compiled code only, and has no text to emit";
    BOOST_TEST(sentence(calling(doubled)) == expected);
}
BOOST_AUTO_TEST_CASE(a_function_of_the_user_with_a_name_of_the_table) {
    BOOST_TEST(has(sentence(calling(other_exp)), "the function exp is not one of the table"));
    BOOST_TEST(sentence(calling(iverson::functions::exp)) == "");
}
BOOST_AUTO_TEST_CASE(a_formula_that_failed) {
    sheet f;
    f.f.nodes.fail("a sentence of the formula");
    BOOST_TEST(sentence(f.f) == "a sentence of the formula");
}
BOOST_AUTO_TEST_CASE(a_type_that_is_no_machine_number) {
    emit::options o;
    o.scalar = "long double";
    BOOST_TEST(sentence(formulas::convolution::make(), o) ==
               "the scalar type is double or float, not long double");
}
BOOST_AUTO_TEST_CASE(a_name_that_no_function_can_have) {
    for (char const* name : {"while", "2d", "a b", "", "std", "a__b"}) {
        emit::options o;
        o.function = name;
        BOOST_TEST(sentence(formulas::convolution::make(), o) ==
                   name + std::string{" is not a name that a function of C++ can have"});
    }
}
BOOST_AUTO_TEST_CASE(a_place_for_a_tensor_that_is_not_there) {
    emit::options o;
    o.placed = {"q"};
    BOOST_TEST(sentence(formulas::convolution::make(), o) == "the formula has no q");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(emitted_names)

BOOST_AUTO_TEST_CASE(are_identifiers) {
    BOOST_TEST(emit::identifier("adjoint(y)") == "adjoint_y");
    BOOST_TEST(emit::identifier("dE/dx") == "dE_dx");
    BOOST_TEST(emit::identifier("x^2") == "x_2");
    BOOST_TEST(emit::identifier("3d") == "v3d");
    BOOST_TEST(emit::identifier("_x__y_") == "x_y");
    BOOST_TEST(emit::identifier("\xCE\xB1") == "v");
}
BOOST_AUTO_TEST_CASE(are_unique_and_no_keywords) {
    emit::names taken;
    BOOST_TEST(taken.claim("x") == "x");
    BOOST_TEST(taken.claim("x") == "x_2");
    BOOST_TEST(taken.claim("x^2") == "x_2_2");
    BOOST_TEST(taken.claim("double") == "double_2");
    BOOST_TEST(taken.claim("std") == "std_2");
}
BOOST_AUTO_TEST_CASE(are_those_of_the_formula) {
    emit::options o;
    o.function = "conv";
    std::string const source = emit::cpp(formulas::convolution::make(), o);
    BOOST_TEST(has(source, "return w[s * w_stride0] * x[(t - s) * x_stride0];"), source);
    BOOST_TEST(has(source, "for (std::ptrdiff_t t = 0; t < y_extent0; ++t) {"), source);
}
BOOST_AUTO_TEST_CASE(do_not_collide_with_parameters_and_keywords) {
    sheet f;
    int const y = f.tensor("for", 1), x = f.tensor("x", 1), e = f.tensor("x_extent0", 1);
    auto const i = f.idx("x");
    f.equation(y, {i}, f.at(x, {i}) * f.at(e, {i}));
    std::string const source = emit::cpp(f.finished());
    BOOST_TEST(
        has(source,
            "for_2[x_2 * for_2_stride0] = x[x_2 * x_stride0] * x_extent0_2[x_2 * x_extent0_2_stride0];"),
        source);
}
BOOST_AUTO_TEST_CASE(do_not_collide_with_what_is_made_of_a_later_one) {
    sheet f;
    int const y = f.tensor("y", 1), e = f.tensor("x_extent0", 1), x = f.tensor("x", 1);
    auto const i = f.idx("i");
    f.equation(y, {i}, f.at(e, {i}) * f.at(x, {i}));
    std::string const source = emit::cpp(f.finished());
    BOOST_TEST(has(source, "double const* x_2, std::ptrdiff_t x_2_extent0, std::ptrdiff_t x_2_stride0"),
               source);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(emitted_source_includes_nothing_but_the_standard_library) {
    std::string const source = emit::cpp(formulas::recurrence::make());
    BOOST_TEST(!has(source, "#include \""));
    BOOST_TEST(!has(source, "iverson::"));
}
BOOST_AUTO_TEST_CASE(words_in_string_literals_are_not_used_names) {
    BOOST_TEST(!emit::mentions(R"(f("x \" x"))", "x"));
    BOOST_TEST(emit::mentions(R"(f("y", x))", "x"));
    BOOST_TEST(!emit::mentions("xx x_ ax", "x"));
}
