// SPDX-License-Identifier: BSL-1.0
#include "sketch.hpp"
#include "typeset.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace sketching;
using iverson::graph::derivation;
using iverson::print::latex_options;

std::string printed_lines(sketch& s, int left, std::vector<iverson::graph::derivation_line> lines,
                          latex_options options = {}) {
    return iverson::print::latex(derivation{s.f, {{left, std::move(lines)}}}, options);
}

/// Exercise 2 of the sheet: y_t = sum_s w_s x_{t-s}.
struct convolution : sketch {
    int t = integer("t"), shift = integer("s"), k = integer("k");
    int y = tensor("y", 1), w = tensor("w", 1), x = tensor("x", 1);
    int gy = tensor("y", 1, role::adjoint, y), gx = tensor("x", 1, role::adjoint, x);
    int left = read(gx, {at(k)});
    int by = read(x, {at(k)});
    int gy_t = read(gy, {at(t)});
    int moved = read(x, {at(t) - at(shift)});
    int definition = sum({shift}, mul({read(w, {at(shift)}), moved}));
};

/// Exercise 3: x_j' = 0.1 (tanh(sum_i x_i w_ij + b_j) - x_j) + x_j; what is free in the derivative is called i and j.
struct network : sketch {
    int i = idx("i"), j = idx("j"), inner = written("i"), copy = written("i"), size = extent("d");
    int x = tensor("x", 1), w = tensor("w", 2), b = tensor("b", 1);
    int next = tensor("x", 1, role::next, x);
    int left = sketch::d(read(next, {at(i)}), read(x, {at(j)}));

    int state(int index) { return read(x, {at(index)}); }
    int weight(int from, int to) { return read(w, {at(from), at(to)}); }
    int over(int index, int body) { return sum({index}, body, range(index, 1, at(size))); }
    int activation() {
        return tanh(add({over(inner, mul({state(inner), weight(inner, i)})), read(b, {at(i)})}));
    }
    int outer() { return sub(n(1), pow(activation(), n(2))); }
};

BOOST_AUTO_TEST_SUITE(printing_derivations)

BOOST_AUTO_TEST_CASE(the_gradient_of_a_convolution_looks_like_the_sheet) {
    convolution s;
    int const named = s.named("(#t1 * #t2)#p3", s.definition, s.w, s.x, at(s.t));
    int const w_s = s.read(s.w, {at(s.shift)});
    int const equal = s.when(s.zero(at(s.t) - at(s.shift) - at(s.k)));
    int const collapsed = s.sum({s.t}, s.mul({s.gy_t, s.read(s.w, {at(s.t) - at(s.k)})}));
    auto const line = [&](int factor) { return s.sum({s.t}, s.mul({s.gy_t, factor})); };
    std::string const result =
        printed_lines(s, s.left,
                      {{line(s.d(s.read(s.y, {at(s.t)}), s.by)), {}},
                       {line(s.d(named, s.by)), {}},
                       {line(s.sum({s.shift}, s.mul({w_s, s.d(s.moved, s.by)}))), {}},
                       {line(s.sum({s.shift}, s.mul({w_s, equal}))), {}},
                       {collapsed, {}},
                       {s.named("[#t1 \\star #t2]#p3", collapsed, s.gy, s.w, -at(s.k)), {}}});
    BOOST_TEST(typesets({result}));
    BOOST_TEST(result == R"(\begin{split}
\frac{\partial E}{\partial x_k} &= \sum_{t \in \mathbb{Z}} \frac{\partial E}{\partial y_t} \frac{\partial y_t}{\partial x_k} \\
 &= \sum_{t \in \mathbb{Z}} \frac{\partial E}{\partial y_t} \frac{\partial}{\partial x_k} (w * x)_t \\
 &= \sum_{t \in \mathbb{Z}} \frac{\partial E}{\partial y_t} \sum_{s \in \mathbb{Z}} w_s \frac{\partial}{\partial x_k} x_{t-s} \\
 &= \sum_{t \in \mathbb{Z}} \frac{\partial E}{\partial y_t} \sum_{s \in \mathbb{Z}} w_s \mathbf{1}_{\{t-s=k\}} \\
 &= \sum_{t \in \mathbb{Z}} \frac{\partial E}{\partial y_t} w_{t-k} \\
 &= \left[\frac{\partial E}{\partial y} \star w\right]_{-k}
\end{split})");
}

BOOST_AUTO_TEST_CASE(the_jacobian_of_the_network_looks_like_the_sheet_and_its_sums_are_over_k) {
    network s;
    int const by = s.state(s.j);
    int const tenth = s.n(1, 10);
    int const rest = s.mul({s.n(9, 10), s.when(s.zero(at(s.i) - at(s.j)))});
    auto const line = [&](int factor) { return s.add({s.mul({tenth, s.outer(), factor}), rest}); };
    int const first =
        s.add({s.mul({tenth, s.d(s.sub(s.activation(), s.state(s.i)), by)}), s.d(s.state(s.i), by)});
    std::string const result = printed_lines(
        s, s.left,
        {{first, {}},
         {s.add({s.mul({tenth, s.d(s.activation(), by)}), rest}), {}},
         {line(s.over(s.copy, s.mul({s.d(s.state(s.copy), by), s.weight(s.copy, s.i)}))), {}},
         {line(s.over(s.copy, s.mul({s.when(s.zero(at(s.j) - at(s.copy))), s.weight(s.copy, s.i)}))), {}},
         {line(s.weight(s.j, s.i)), {}}});
    BOOST_TEST(typesets({result}));
    BOOST_TEST(result == R"(\begin{split}
\frac{\partial x_i^t}{\partial x_j^{t-1}} &= 0.1 \frac{\partial}{\partial x_j^{t-1}} \left(\tanh\left(\sum_{k=1}^{d} x_k^{t-1} w_{ki} + b_i\right) - x_i^{t-1}\right) + \frac{\partial x_i^{t-1}}{\partial x_j^{t-1}} \\
 &= 0.1 \frac{\partial}{\partial x_j^{t-1}} \tanh\left(\sum_{k=1}^{d} x_k^{t-1} w_{ki} + b_i\right) + 0.9 \, \mathbf{1}_{\{i=j\}} \\
 &= 0.1 \left(1 - \tanh^2\left(\sum_{k=1}^{d} x_k^{t-1} w_{ki} + b_i\right)\right) \sum_{k=1}^{d} \left(\frac{\partial}{\partial x_j^{t-1}} x_k^{t-1}\right) w_{ki} + 0.9 \, \mathbf{1}_{\{i=j\}} \\
 &= 0.1 \left(1 - \tanh^2\left(\sum_{k=1}^{d} x_k^{t-1} w_{ki} + b_i\right)\right) \sum_{k=1}^{d} \mathbf{1}_{\{k=j\}} w_{ki} + 0.9 \, \mathbf{1}_{\{i=j\}} \\
 &= 0.1 \left(1 - \tanh^2\left(\sum_{k=1}^{d} x_k^{t-1} w_{ki} + b_i\right)\right) w_{ji} + 0.9 \, \mathbf{1}_{\{i=j\}}
\end{split})");
}

BOOST_AUTO_TEST_CASE(rule_names_stand_at_the_ends_of_lines_when_asked_for) {
    convolution s;
    std::string const result =
        printed_lines(s, s.left, {{s.by, {}}, {s.gy_t, {"chain rule", "definition"}}}, {.rule_names = true});
    BOOST_TEST(typesets({result}));
    BOOST_TEST(result == R"(\begin{align*}
\frac{\partial E}{\partial x_k} &= x_k \\
 &= \frac{\partial E}{\partial y_t} && \text{(chain rule, definition)}
\end{align*})");
}

BOOST_AUTO_TEST_CASE(several_chains_are_one_display) {
    sketch s;
    int const a = s.x("a"), b = s.x("b"), sum = s.add({a, b}), difference = s.sub(a, b);
    derivation const d{s.f, {{a, {{b, {}}, {sum, {}}}}, {difference, {{b, {}}}}}};
    BOOST_TEST(iverson::print::latex(d) ==
               "\\begin{align*}\na &= b \\\\\n &= a + b \\\\[1ex]\na - b &= b\n\\end{align*}");
}

BOOST_AUTO_TEST_CASE(an_error_is_printed_as_its_sentence) {
    sketch s;
    s.g.fail("x_1 is 50% wrong");
    BOOST_TEST(iverson::print::latex(s.f) == R"(\text{error: x\_1 is 50\% wrong})");
    BOOST_TEST(iverson::print::text(s.f) == "error: x_1 is 50% wrong");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
