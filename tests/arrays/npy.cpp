// SPDX-License-Identifier: BSL-1.0
//
// NumPy's files, written here byte by byte as the description of the format says (numpy.lib.format).
#include <arrays/npy.hpp>

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using iverson::numbers;
using iverson::arrays::read_npy;
using iverson::arrays::write_npy;

/// The bytes of words of this size, little endian unless `big`.
std::string words(std::vector<std::uint64_t> const& all, std::size_t size, bool big = false) {
    std::string result;
    for (std::uint64_t const word : all) {
        for (std::size_t i = 0; i < size; ++i) {
            result += static_cast<char>(word >> (8 * (big ? size - 1 - i : i)));
        }
    }
    return result;
}

std::string doubles(std::vector<double> const& all, bool big = false) {
    std::vector<std::uint64_t> bits;
    for (double const d : all) {
        bits.push_back(std::bit_cast<std::uint64_t>(d));
    }
    return words(bits, 8, big);
}

/// A file of this version with a header as it is given.
std::string file(std::string const& header, std::string const& data, int version = 1) {
    std::string const length = words({header.size()}, version == 1 ? 2 : 4);
    return std::string{"\x93NUMPY"} + static_cast<char>(version) + '\0' + length + header + data;
}

std::string header(std::string const& descr, std::string const& order, std::string const& shape) {
    return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
}

std::string sentence_of(std::string const& bytes) {
    try {
        read_npy(bytes);
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "";
}

void check(numbers const& n, std::vector<std::int64_t> const& extents, std::vector<double> const& values) {
    BOOST_TEST(n.extents == extents, boost::test_tools::per_element());
    BOOST_TEST(n.values == values, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(numpy_files)

BOOST_AUTO_TEST_CASE(all_versions) {
    for (int version : {1, 2, 3}) {
        check(read_npy(file(header("<f8", "False", "(3,)"), doubles({1, -2.5, 1e300}), version)), {3},
              {1, -2.5, 1e300});
    }
}

BOOST_AUTO_TEST_CASE(all_types_and_both_byte_orders) {
    auto const read = [](std::string const& descr, std::string const& data) {
        return read_npy(file(header(descr, "False", "(2,)"), data));
    };
    std::uint64_t const half = std::bit_cast<std::uint32_t>(0.5F);
    std::uint64_t const minus = std::bit_cast<std::uint32_t>(-3.0F);
    check(read("<f4", words({half, minus}, 4)), {2}, {0.5, -3});
    check(read(">f4", words({half, minus}, 4, true)), {2}, {0.5, -3});
    check(read(">f8", doubles({0.1, -7}, true)), {2}, {0.1, -7});
    std::uint64_t const minus_two = ~std::uint64_t{1};
    for (std::size_t size : {1U, 2U, 4U, 8U}) {
        for (bool big : {false, true}) {
            std::string const sign = size == 1 ? "|" : big ? ">" : "<";
            auto const n = std::to_string(size);
            check(read(sign + "i" + n, words({minus_two, 127}, size, big)), {2}, {-2, 127});
            check(read(sign + "u" + n, words({5, 200}, size, big)), {2}, {5, 200});
        }
    }
    check(read("|b1", words({0, 1}, 1)), {2}, {0, 1});
    BOOST_TEST(std::isnan(read("<f8", doubles({std::numeric_limits<double>::quiet_NaN(), 1})).values[0]));
}

BOOST_AUTO_TEST_CASE(c_and_fortran_order) {
    check(read_npy(file(header("<f8", "False", "(2, 3)"), doubles({1, 2, 3, 4, 5, 6}))), {2, 3},
          {1, 2, 3, 4, 5, 6});
    check(read_npy(file(header("<f8", "True", "(2, 3)"), doubles({1, 4, 2, 5, 3, 6}))), {2, 3},
          {1, 2, 3, 4, 5, 6});
    check(read_npy(file(header("<f8", "True", "(2, 2, 2)"), doubles({1, 5, 3, 7, 2, 6, 4, 8}))), {2, 2, 2},
          {1, 2, 3, 4, 5, 6, 7, 8});
    check(read_npy(file(header("<f8", "True", "(0, 2)"), "")), {0, 2}, {});
}

BOOST_AUTO_TEST_CASE(scalars_and_spellings_of_the_header) {
    check(read_npy(file(header("<f8", "False", "()"), doubles({4}))), {}, {4});
    check(read_npy(file("{\"shape\":(1,2),\"fortran_order\":False,\"descr\":\"<f8\"}", doubles({1, 2}))),
          {1, 2}, {1, 2});
    check(read_npy(file(header("<f8", "False", "(2L,)") + "   \n", doubles({1, 2}))), {2}, {1, 2});
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
    numbers const all[] = {{{}, {3.25}},
                           {{0}, {}},
                           {{3}, {1, -0.0, 1e-310}},
                           {{2, 1, 3}, {1, 2, 3, 4, 5, std::numeric_limits<double>::infinity()}},
                           {{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {9}}};
    for (numbers const& n : all) {
        std::string const bytes = write_npy(n);
        check(read_npy(bytes), n.extents, n.values);
        BOOST_TEST((bytes.size() - 8 * n.values.size()) % 64 == 0U);
        BOOST_TEST(bytes[bytes.size() - 8 * n.values.size() - 1] == '\n');
    }
    BOOST_TEST(write_npy({{2}, {1, 2}}).substr(10, 58) ==
               "{'descr': '<f8', 'fortran_order': False, 'shape': (2, ), }");
}

BOOST_AUTO_TEST_CASE(integers_beyond_the_doubles_are_refused) {
    auto const read = [](std::string const& descr, std::uint64_t word) {
        return sentence_of(file(header(descr, "False", "()"), words({word}, 8)));
    };
    BOOST_TEST(read("<i8", std::uint64_t{1} << 53U) == "");
    BOOST_TEST(read("<i8", std::uint64_t{1} << 63U) == "");
    BOOST_TEST(read("<i8", (std::uint64_t{1} << 53U) + 1) ==
               "the integer 9007199254740993 is no double: save the array as float64");
    BOOST_TEST(read("<i8", ~std::uint64_t{0} >> 1U) ==
               "the integer 9223372036854775807 is no double: save the array as float64");
    BOOST_TEST(read("<u8", ~std::uint64_t{0}) ==
               "the integer 18446744073709551615 is no double: save the array as float64");
}

BOOST_AUTO_TEST_CASE(malformed_files_are_refused_with_a_sentence) {
    std::string const good = file(header("<f8", "False", "(2,)"), doubles({1, 2}));
    for (std::size_t size = 0; size < good.size(); ++size) {
        BOOST_TEST(sentence_of(good.substr(0, size)) != "");
    }
    auto const of = [](std::string const& text) { return sentence_of(file(text, doubles({1, 2}))); };
    BOOST_TEST(sentence_of("PK\3\4") == "it is no NumPy file: it does not start with \\x93NUMPY");
    BOOST_TEST(sentence_of(file(header("<f8", "False", "(2,)"), "", 4)) ==
               "its format has the version 4.0; 1.0, 2.0 and 3.0 are read");
    BOOST_TEST(sentence_of(good + "x") ==
               "its header announces 2 numbers of 8 bytes, and 17 bytes stand behind it");
    BOOST_TEST(sentence_of(good.substr(0, good.size() - 1)) ==
               "its header announces 2 numbers of 8 bytes, and 15 bytes stand behind it");
    BOOST_TEST(of("") == "its header has no '{' where one must stand: it ends");
    BOOST_TEST(of("{}") == "its header has no entry 'descr'");
    BOOST_TEST(of("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2,)}") ==
               "its header has several entries 'descr'");
    BOOST_TEST(of("{'descr': '<f8', 'order': 1}") ==
               "its header has an entry 'order', which the format does not know");
    BOOST_TEST(of(header("<f8", "Maybe", "(2,)")) ==
               "fortran_order in its header is neither True nor False: 'Maybe, 'shap'");
    BOOST_TEST(of(header("<f8", "False", "(2)")) ==
               "shape in its header is a number in parentheses and no tuple: (3,) has the comma");
    BOOST_TEST(of(header("<f8", "False", "(-2,)")).starts_with("an extent in its header is no whole number"));
    BOOST_TEST(of(header("<f8", "False", "(99999999999999999999,)")).starts_with("an extent in its header"));
    BOOST_TEST(of(header("<f8", "False", "(2, 3.5)")).starts_with("its header has no ')'"));
    BOOST_TEST(of(header("<f8", "False", "(1048576, 1048576, 2)")) ==
               "its header announces more than 2^40 numbers");
    BOOST_TEST(of(header("<c16", "False", "(2,)")) ==
               "its type '<c16' is not read: save it as float64, float32 or integers");
    BOOST_TEST(of(header("=f8", "False", "(2,)")).starts_with("its type '=f8' is not read"));
    BOOST_TEST(of("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,)}") ==
               "it holds records; save their fields as arrays of their own");
    BOOST_TEST(of("{'descr: 1") == "a string in its header does not end");
    BOOST_TEST(of(header("<f8", "False", "(2,)") + "x") == "its header goes on behind the closing brace");
    BOOST_TEST(of(header("\x1b[2J", "False", "(2,)")) ==
               "its type '?[2J' is not read: save it as float64, float32 or integers");
}

BOOST_AUTO_TEST_SUITE_END()
