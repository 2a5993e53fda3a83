// SPDX-License-Identifier: BSL-1.0
#include <iverson/graph/text.hpp>
#include <iverson/graph/vector.hpp>

#include <boost/test/unit_test.hpp>

#include <random>
#include <sstream>

namespace {

using namespace iverson::graph;

template <class T>
T made(int value);
template <>
int made<int>(int value) {
    return value;
}
template <>
text made<text>(int value) {
    return sentence("the value ", value);
}

template <class T>
bool agree(vector<T> const& ours, std::vector<T> const& known) {
    return ours.size() == known.size() && ours.empty() == known.empty() &&
           std::equal(ours.begin(), ours.end(), known.begin(), known.end());
}

/// One random change of both.
template <class T>
void change(vector<T>& ours, std::vector<T>& known, std::mt19937& random) {
    auto const upto = [&](std::size_t n) { return static_cast<std::ptrdiff_t>(random() % (n + 1)); };
    T const value = made<T>(static_cast<int>(random() % 100));
    std::ptrdiff_t const place = upto(known.size());
    std::ptrdiff_t const other = upto(known.size());
    auto const [first, last] = std::minmax(place, other);
    switch (random() % 14) {
        case 0:
        case 1:
        case 2: ours.push_back(value), known.push_back(value); break;
        case 3: ours.insert(ours.begin() + place, value), known.insert(known.begin() + place, value); break;
        case 4: {
            std::vector<T> const more{value, made<T>(7), value};
            ours.insert(ours.begin() + place, more.begin(), more.end());
            known.insert(known.begin() + place, more.begin(), more.end());
            break;
        }
        case 5:
            ours.erase(ours.begin() + first, ours.begin() + last),
                known.erase(known.begin() + first, known.begin() + last);
            break;
        case 6:
            if (!known.empty()) {
                ours.push_back(ours.front()), known.push_back(known.front());  // a value that lives in here
                ours.pop_back(), known.pop_back();
                ours.pop_back(), known.pop_back();
            }
            break;
        case 7:
            ours.resize(static_cast<std::size_t>(place + 3), value),
                known.resize(static_cast<std::size_t>(place + 3), value);
            break;
        case 8: {
            vector<T> const copy = ours;
            vector<T> moved = std::move(ours);
            ours = std::move(moved);
            BOOST_TEST(bool(ours == copy));
            break;
        }
        case 9: {
            auto const wanted = [&](T const& t) { return t == value; };
            BOOST_TEST(erase_if(ours, wanted) == std::erase_if(known, wanted));
            break;
        }
        case 10: ours.assign(2, value), known.assign(2, value); break;
        case 11:
            if (!known.empty()) {
                ours.insert(ours.begin() + place, ours.back());
                known.insert(known.begin() + place, T{known.back()});
            }
            break;
        case 12: {
            vector<T> fewer(ours.begin() + first, ours.begin() + last);
            ours = fewer;
            known = std::vector<T>(known.begin() + first, known.begin() + last);
            break;
        }
        default:
            BOOST_TEST(bool(vector<T>{known} == ours));
            BOOST_TEST(bool(std::vector<T>{ours} == known));
            break;
    }
}

template <class T>
void agrees_with_the_standard_one() {
    std::mt19937 random{20};
    for (int run = 0; run < 50; ++run) {
        vector<T> ours;
        std::vector<T> known;
        for (int k = 0; k < 60; ++k) {
            change(ours, known, random);
            BOOST_TEST_REQUIRE(agree(ours, known));
        }
    }
}

/// The same at compile time: a leak or a use after the end is no constant expression.
constexpr bool works_for_the_compiler() {
    vector<vector<int>> rows{{1, 2}, {3}};
    rows.push_back(rows[0]);
    rows.insert(rows.begin() + 1, vector<int>(3, 4));
    rows.erase(rows.begin());
    vector<vector<int>> const copy = rows;
    rows = {};
    return rows.empty() && copy.size() == 3 && copy[0] == vector<int>{4, 4, 4} && copy[1] == vector<int>{3} &&
           copy[2] == vector<int>{1, 2};
}
static_assert(works_for_the_compiler());

}  // namespace

BOOST_AUTO_TEST_SUITE(vectors)

BOOST_AUTO_TEST_CASE(a_vector_of_numbers_is_the_standard_one) { agrees_with_the_standard_one<int>(); }
BOOST_AUTO_TEST_CASE(a_vector_of_texts_is_the_standard_one) { agrees_with_the_standard_one<text>(); }

BOOST_AUTO_TEST_CASE(values_that_are_read_once_can_be_appended) {
    std::istringstream in{"3 1 2"};
    vector<int> const read(std::istream_iterator<int>{in}, std::istream_iterator<int>{});
    BOOST_TEST(bool(read == vector<int>{3, 1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
