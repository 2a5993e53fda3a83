// SPDX-License-Identifier: BSL-1.0
#include "sketch.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace sketching;

BOOST_AUTO_TEST_SUITE(printing_equations)

BOOST_AUTO_TEST_CASE(one_equation_is_one_display) {
    sketch s;
    int const t = s.integer("t"), shift = s.integer("s");
    int const body = s.mul({s.x("w", {at(shift)}), s.x("x", {at(t) - at(shift)})});
    s.equation(s.tensor("y", 1), {at(t)}, s.sum({shift}, body));
    BOOST_TEST(iverson::print::latex(s.f) == "y_t = \\sum_{s \\in \\mathbb{Z}} w_s x_{t-s}");
    BOOST_TEST(iverson::print::text(s.f) == "y[t] = sum(s in Z, w[s]*x[t - s])");
}

BOOST_AUTO_TEST_CASE(several_equations_are_aligned_and_each_keeps_its_own_free_names) {
    sketch s;
    int const i = s.idx("i"), again = s.idx("i");
    s.equation(s.tensor("y", 1), {at(i)}, s.x("x", {at(i)}));
    s.equation(s.tensor("z", 1), {at(again)}, s.x("y", {at(again)}));
    BOOST_TEST(iverson::print::latex(s.f) == "\\begin{align*}\ny_i &= x_i \\\\\nz_i &= y_i\n\\end{align*}");
    BOOST_TEST(iverson::print::text(s.f) == "y[i] = x[i]\nz[i] = y[i]");
}

BOOST_AUTO_TEST_CASE(the_time_of_an_update_goes_up_and_can_be_kept_out) {
    sketch s;
    int const j = s.idx("j"), x = s.tensor("x", 1);
    int const old = s.read(x, {at(j)});
    s.equation(s.tensor("x", 1, role::next, x), {at(j)},
               s.add({s.mul({s.n(1, 10), s.tanh(old)}), s.pow(old, s.n(2))}));
    BOOST_TEST(iverson::print::latex(s.f) == "x_j^t = 0.1 \\tanh(x_j^{t-1}) + (x_j^{t-1})^2");
    BOOST_TEST(iverson::print::latex(s.f, {.time_up = false}) == "x_j^{\\prime} = 0.1 \\tanh(x_j) + x_j^2");
    BOOST_TEST(iverson::print::text(s.f) == "x'[j] = 0.1*tanh(x[j]) + x[j]^2");
}

BOOST_AUTO_TEST_CASE(an_unrolled_recurrence_starts_at_time_zero) {
    sketch s;
    int const j = s.idx("j"), x = s.tensor("x", 1);
    int const first = s.tensor("x", 1, role::state, x, 1), second = s.tensor("x", 1, role::state, x, 2);
    s.equation(first, {at(j)}, s.pow(s.read(x, {at(j)}), s.n(2)));
    s.equation(second, {at(j)}, s.pow(s.read(first, {at(j)}), s.n(2)));
    BOOST_TEST(iverson::print::latex(s.f) ==
               "\\begin{align*}\nx_j^{(1)} &= (x_j^{(0)})^2 \\\\\nx_j^{(2)} &= (x_j^{(1)})^2\n\\end{align*}");
}

BOOST_AUTO_TEST_CASE(a_state_shows_its_time_in_all_equations_of_a_system) {
    sketch s;
    int const j = s.idx("j"), k = s.idx("k"), x = s.tensor("x", 1);
    s.equation(s.tensor("x", 1, role::next, x), {at(j)}, s.read(x, {at(j)}));
    s.equation(s.tensor("E", 0), {}, s.sum({k}, s.read(x, {at(k)})));
    BOOST_TEST(iverson::print::latex(s.f) ==
               "\\begin{align*}\nx_j^t &= x_j^{t-1} \\\\\nE &= \\sum_{k} x_k^{t-1}\n\\end{align*}");
}

BOOST_AUTO_TEST_CASE(the_first_subscript_of_a_recurrence_goes_up_and_that_of_its_weights_does_not) {
    sketch s;
    int const t = s.idx("t"), j = s.idx("j"), i = s.idx("i"), h = s.tensor("h", 2);
    int const before = s.read(h, {at(t) - 1, at(i)});
    int const sum = s.sum({i}, s.mul({before, s.x("W", {at(i), at(j)})}));
    s.equation(h, {-1, at(j)}, s.x("g", {at(j)}));
    s.equation(h, {at(t), at(j)}, s.tanh(s.add({sum, s.x("u", {at(t), at(j)})})));
    BOOST_TEST(iverson::print::latex(s.f) ==
               "\\begin{align*}\nh_j^{(-1)} &= g_j \\\\\n"
               "h_j^t &= \\tanh\\left(\\sum_{i} h_i^{t-1} W_{ij} + u_j^t\\right)\n\\end{align*}");
    BOOST_TEST(iverson::print::text(s.f) ==
               "h[-1, j] = g[j]\nh[t, j] = tanh(sum(i, h[t - 1, i]*W[i, j]) + u[t, j])");
}

BOOST_AUTO_TEST_CASE(a_matrix_that_does_not_recur_keeps_its_subscripts) {
    sketch s;
    int const t = s.idx("t"), j = s.idx("j");
    s.equation(s.tensor("y", 2), {at(t), at(j)}, s.x("u", {at(t), at(j)}));
    BOOST_TEST(iverson::print::latex(s.f) == "y_{tj} = u_{tj}");
}

BOOST_AUTO_TEST_CASE(the_derivative_of_a_recurrence_raises_what_it_is_a_derivative_of) {
    sketch s;
    int const t = s.idx("t"), j = s.idx("j"), h = s.tensor("h", 2);
    int const total = s.tensor("h", 2, role::total, h), own = s.tensor("h", 2, role::adjoint, h);
    s.equation(total, {at(t), at(j)},
               s.add({s.read(own, {at(t), at(j)}), s.read(total, {at(t) + 1, at(j)})}));
    BOOST_TEST(iverson::print::latex(s.f) ==
               "\\frac{d E}{d h_j^t} = \\frac{\\partial E}{\\partial h_j^t} + \\frac{d E}{d h_j^{t+1}}");
}

BOOST_AUTO_TEST_CASE(a_written_range_on_the_left_is_noted_behind_the_equation) {
    sketch s;
    int const j = s.written("j"), d = s.extent("d");
    s.equation(s.tensor("y", 1), {at(j)}, s.x("x", {at(j)}), s.range(j, 1, at(d)));
    BOOST_TEST(iverson::print::latex(s.f) == "y_j = x_j \\quad (1 \\le j \\le d)");
}

BOOST_AUTO_TEST_CASE(the_number_of_values_of_an_index_is_its_extent) {
    sketch s;
    int const j = s.written("j"), d = s.extent("d");
    auto const count = [&](affine const& lower, affine const& upper) {
        return iverson::print::latex(s.g, s.sum({j}, s.g.number(rational{1}), s.range(j, lower, upper)));
    };
    BOOST_TEST(count(1, at(d)) == "d");
    BOOST_TEST(count(0, at(d) - 1) == "d");
    BOOST_TEST(count(2, at(d)) == "\\sum_{j=2}^{d} 1");  // 0 for d = 0, not -1
    BOOST_TEST(count(1, 2 * at(d)) == "\\sum_{j=1}^{2d} 1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
