// SPDX-License-Identifier: BSL-1.0
#include "reading.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace {

using namespace sketching;

/// A random formula of letters, numbers, sums, products, quotients, powers, functions, reductions and derivatives.
class grower {
  public:
    grower(sketch& s, unsigned seed) : s_{s}, random_{seed}, index_{s.idx("i")}, by_{s.x("q")} {}

    int grow(int depth) {
        switch (depth == 0 ? pick(2) : pick(11)) {
            case 0: return s_.x(std::string(1, static_cast<char>('a' + pick(3))));
            case 1: return s_.n(pick(9) - 4, pick(2) == 0 ? 1 : 1 + pick(6));
            case 2:
            case 3: return s_.add(several(depth));
            case 4:
            case 5: return s_.mul(several(depth));
            case 6: return s_.minus(grow(depth - 1));
            case 7: return s_.div(grow(depth - 1), grow(depth - 1));
            case 8: return s_.pow(grow(depth - 1), s_.n(2 + 9 * pick(2)));
            case 9: return s_.tanh(grow(depth - 1));
            case 10: return pick(2) == 0 ? s_.sum({index_}, grow(depth - 1)) : s_.d(grow(depth - 1), by_);
        }
        return 0;
    }

  private:
    int pick(int n) { return std::uniform_int_distribution<int>{0, n - 1}(random_); }
    std::vector<int> several(int depth) {
        std::vector<int> result;
        for (int n = 2 + pick(2); n > 0; --n) {
            result.push_back(grow(depth - 1));
        }
        return result;
    }

    sketch& s_;
    std::mt19937 random_;
    int index_;
    int by_;
};

BOOST_AUTO_TEST_SUITE(reading_what_is_printed)

BOOST_AUTO_TEST_CASE(random_formulas_mean_what_their_writing_says) {
    for (unsigned seed = 0; seed < 4000; ++seed) {
        sketch s;
        int const node = grower{s, seed}.grow(1 + static_cast<int>(seed % 5));
        for (bool latex : {true, false}) {
            std::string const printed = latex ? s.latex(node) : s.text(node);
            reader read{printed, latex};
            std::uint64_t const value = read();
            BOOST_TEST(read.ok(), "unreadable: " << printed);
            BOOST_TEST(value == compute(s, node), "misread: " << printed);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_reader_tells_parentheses_that_matter) {
    auto const value = [](std::string_view text, bool latex) {
        reader read{text, latex};
        std::uint64_t const result = read();
        BOOST_TEST(read.ok(), text);
        return result;
    };
    BOOST_TEST(value("\\sum_{i} a b", true) == value("\\sum_{i} (a b)", true));
    BOOST_TEST(value("\\sum_{i} a b", true) != value("(\\sum_{i} a) b", true));
    BOOST_TEST(value("\\frac{\\partial}{\\partial q} a b", true) ==
               value("(\\frac{\\partial}{\\partial q} a) b", true));
    BOOST_TEST(value("a - b c", true) != value("(a - b) c", true));
    BOOST_TEST(value("\\tanh^2(a) b", true) != value("\\tanh(a b)", true));
    BOOST_TEST(value("a/b*c", false) != value("a/(b*c)", false));
    BOOST_TEST(value("a^11", false) == value("a^{11}", true));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
