// SPDX-License-Identifier: BSL-1.0
//
// Arrays as JSON.
#include <arrays/json.hpp>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using iverson::numbers;
using iverson::arrays::read_json;
using iverson::arrays::to_json;

void check(std::string const& text, std::vector<std::int64_t> const& extents,
           std::vector<double> const& values, std::vector<std::int64_t> const& lower = {}) {
    numbers const n = read_json(text);
    BOOST_TEST(n.extents == extents, boost::test_tools::per_element());
    BOOST_TEST(n.values == values, boost::test_tools::per_element());
    BOOST_TEST(n.lower == lower, boost::test_tools::per_element());
    numbers const again = read_json(to_json(n).dump());
    BOOST_TEST((again.extents == extents && again.values == values && again.lower == lower));
}

std::string sentence_of(std::string const& text) {
    try {
        read_json(text);
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arrays_as_json)

BOOST_AUTO_TEST_CASE(numbers_lists_and_objects) {
    check("2.5", {}, {2.5});
    check("-3", {}, {-3});
    check("[]", {0}, {});
    check("[1, 2.5]", {2}, {1, 2.5});
    check("[[1, 2], [3, 4], [5, 6]]", {3, 2}, {1, 2, 3, 4, 5, 6});
    check("[[], []]", {2, 0}, {});
    check("[[[0.1]]]", {1, 1, 1}, {0.1});
    check(R"({"lower": [-1], "values": [1, 2]})", {2}, {1, 2}, {-1});
    check(R"({"lower": [1, -2], "values": [[1, 2]]})", {1, 2}, {1, 2}, {1, -2});
    check(R"({"extents": [0, 3], "values": []})", {0, 3}, {});
    check(R"({"extents": [2, 1], "values": [4, 5]})", {2, 1}, {4, 5});
    check(R"({"extents": [], "values": [4]})", {}, {4});
    BOOST_TEST(to_json({{2}, {1, 0.1}}).dump() == "[1.0,0.1]");
}

BOOST_AUTO_TEST_CASE(what_json_has_no_number_for_is_null) {
    double const infinity = std::numeric_limits<double>::infinity();
    BOOST_TEST(to_json({{3}, {1, infinity, std::nan("")}}).dump() == "[1.0,null,null]");
    BOOST_TEST(sentence_of("[1, null]") ==
               "a number must stand where it has null; JSON has no NaN: give such arrays as .npy");
}

BOOST_AUTO_TEST_CASE(everything_else_is_refused_with_a_sentence) {
    BOOST_TEST(sentence_of("[1, 2") == "it is no JSON: at character 6 something else must stand");
    BOOST_TEST(sentence_of("[NaN]") == "it is no JSON: at character 2 something else must stand");
    BOOST_TEST(sentence_of("[1, 2] 3") == "it is no JSON: at character 8 something else must stand");
    BOOST_TEST(sentence_of("1e999") == "it has a number that is too large for a double");
    BOOST_TEST(sentence_of("[\"a\"]") == "a number must stand where it has string");
    BOOST_TEST(sentence_of("[[1, 2], [3]]") ==
               "its lists have different lengths: on axis 1 one has 1 entries, the first has 2");
    BOOST_TEST(sentence_of("[[1], 2]") ==
               "its lists have different lengths: on axis 1 one has no entries, the first has 1");
    BOOST_TEST(sentence_of("[1, [2]]") == "a number must stand where it has array");
    BOOST_TEST(sentence_of("[9007199254740993]") ==
               "the integer 9007199254740993 is no double: write it with a point");
    BOOST_TEST(sentence_of("[18446744073709551615]") ==
               "the integer 18446744073709551615 is no double: write it with a point");
    BOOST_TEST(sentence_of("[-9007199254740993]") ==
               "the integer -9007199254740993 is no double: write it with a point");
    BOOST_TEST(sentence_of("[9007199254740994, 9223372036854775808, -9223372036854775808]") == "");
    BOOST_TEST(sentence_of("{}") == "an array that is an object has \"values\"");
    BOOST_TEST(sentence_of(R"({"values": [1], "shape": [1]})") ==
               "an array has \"values\", \"lower\" and \"extents\", and no \"shape\"");
    BOOST_TEST(sentence_of(R"({"values": [1], "lower": [0.5]})") ==
               "\"lower\" holds whole numbers from -2^40 to 2^40, not 0.5");
    for (std::string const extents :
         {"[3]", "[]", "[-2]", "[2, 0]", "[1099511627776, 16777216, 2]", "[2, 2]"}) {
        BOOST_TEST(sentence_of(R"({"values": [1, 2], "extents": )" + extents + "}") ==
                   "\"extents\" do not fit the 2 numbers of \"values\"");
    }
    BOOST_TEST(sentence_of(std::string(100000, '[') + std::string(100000, ']')) ==
               "it is nested more than 64 deep");
    BOOST_TEST(sentence_of(std::string(100000, '[')).starts_with("it is no JSON"));
    BOOST_TEST(sentence_of("[1, " + std::string(100000, '[') + std::string(100000, ']') + "]") ==
               "a number must stand where it has array");
}

BOOST_AUTO_TEST_SUITE_END()
