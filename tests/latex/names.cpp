// SPDX-License-Identifier: BSL-1.0
#include "sketch.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace sketching;
using iverson::print::naming;
using iverson::print::shown;

BOOST_AUTO_TEST_SUITE(naming_symbols)

BOOST_AUTO_TEST_CASE(a_bound_name_that_clashes_with_a_free_one_takes_the_next_letter) {
    sketch s;
    int const i = s.idx("i"), j = s.idx("j"), bound = s.idx("i");
    int const node = s.sum({bound}, s.x("w", {at(bound), at(i), at(j)}));
    BOOST_TEST(s.latex(node) == "\\sum_{k} w_{kij}");
    BOOST_TEST(s.text(node) == "sum(k, w[k, i, j])");
}

BOOST_AUTO_TEST_CASE(an_inner_binder_is_renamed_and_the_outer_one_keeps_its_name) {
    sketch s;
    int const outer = s.idx("i"), inner = s.idx("i");
    int const node =
        s.sum({outer}, s.mul({s.x("a", {at(outer)}), s.sum({inner}, s.x("w", {at(outer), at(inner)}))}));
    BOOST_TEST(s.latex(node) == "\\sum_{i} a_i \\sum_{j} w_{ij}");
}

BOOST_AUTO_TEST_CASE(binders_side_by_side_may_share_a_name) {
    sketch s;
    int const a = s.idx("i"), b = s.idx("i");
    int const node = s.add({s.sum({a}, s.x("x", {at(a)})), s.sum({b}, s.x("y", {at(b)}))});
    BOOST_TEST(s.latex(node) == "\\sum_{i} x_i + \\sum_{i} y_i");
}

BOOST_AUTO_TEST_CASE(two_indices_of_one_sum_differ) {
    sketch s;
    int const a = s.idx("i"), b = s.idx("i");
    BOOST_TEST(s.latex(s.sum({a, b}, s.x("w", {at(a), at(b)}))) == "\\sum_{i,j} w_{ij}");
}

BOOST_AUTO_TEST_CASE(the_next_letter_is_not_that_of_a_tensor) {
    sketch s;
    int const free = s.idx("i"), bound = s.idx("i");
    int const node = s.sum({bound}, s.mul({s.x("j", {at(free)}), s.x("k", {at(bound)})}));
    BOOST_TEST(s.latex(node) == "\\sum_{l} j_i k_l");
}

BOOST_AUTO_TEST_CASE(the_alphabet_goes_round_without_e_and_o) {
    sketch s;
    int const free = s.idx("z"), bound = s.idx("z"), second = s.idx("n"), inner = s.idx("n");
    BOOST_TEST(s.latex(s.sum({bound}, s.x("w", {at(free), at(bound)}))) == "\\sum_{a} w_{za}");
    BOOST_TEST(s.latex(s.sum({inner}, s.x("w", {at(second), at(inner)}))) == "\\sum_{p} w_{np}");
}

BOOST_AUTO_TEST_CASE(a_free_name_never_changes_whatever_the_binders_are_called) {
    // All binders and all free indices draw from three names, in every combination.
    std::string const letters[] = {"i", "j", "k"};
    for (int choice = 0; choice < 27; ++choice) {
        sketch s;
        int const free[] = {s.idx("i"), s.idx("j")};
        int const a = s.idx(letters[choice % 3]), b = s.idx(letters[choice / 3 % 3]),
                  c = s.idx(letters[choice / 9]);
        int const inner = s.sum({b, c}, s.x("w", {at(a), at(b), at(c), at(free[0])}));
        int const node = s.add({s.sum({a}, inner), s.x("v", {at(free[1])})});
        shown const what[] = {{{}, {node}}};
        naming const names{s.g, what};
        BOOST_TEST(names.of(free[0]) == "i");
        BOOST_TEST(names.of(free[1]) == "j");
        std::set<std::string> const all = {"i", "j", names.of(a), names.of(b), names.of(c)};
        BOOST_TEST(all.size() == 5u, letters[choice % 3] << letters[choice / 3 % 3] << letters[choice / 9]);
    }
}

BOOST_AUTO_TEST_CASE(a_name_is_the_same_in_all_lines_of_a_derivation) {
    // In the first line alone, i could stay; in the second it meets a free i.
    sketch s;
    int const i = s.idx("i"), bound = s.idx("i");
    int const first = s.sum({bound}, s.x("x", {at(bound)}));
    int const second = s.mul({s.x("y", {at(i)}), first});
    int const left = s.x("z");
    iverson::graph::derivation const d{s.f, {{left, {{first, {}}, {second, {}}}}}};
    BOOST_TEST(iverson::print::latex(d) ==
               "\\begin{split}\nz &= \\sum_{j} x_j \\\\\n &= y_i \\sum_{j} x_j\n\\end{split}");
}

BOOST_AUTO_TEST_CASE(copies_of_one_index_get_the_same_new_letter) {
    sketch s;
    int const i = s.idx("i"), a = s.idx("i"), b = s.idx("i");
    int const node =
        s.mul({s.x("y", {at(i)}), s.tanh(s.sum({a}, s.x("x", {at(a)}))), s.sum({b}, s.x("x", {at(b)}))});
    BOOST_TEST(s.latex(node) == "y_i \\tanh\\left(\\sum_{j} x_j\\right) \\sum_{j} x_j");
}

BOOST_AUTO_TEST_CASE(a_bound_index_is_renamed_before_an_extent_that_is_shown) {
    sketch s;
    int const n = s.written("n"), extent = s.extent("n");
    BOOST_TEST(s.latex(s.sum({n}, s.x("x", {at(n)}), s.range(n, 1, at(extent)))) == "\\sum_{p=1}^{n} x_p");
}

BOOST_AUTO_TEST_CASE(an_extent_that_is_not_shown_takes_no_name) {
    sketch s;
    int const n = s.idx("n"), extent = s.extent("n");
    BOOST_TEST(s.latex(s.sum({n}, s.x("x", {at(n)}), s.range(n, 0, at(extent) - 1))) == "\\sum_{n} x_n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
