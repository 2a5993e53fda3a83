// SPDX-License-Identifier: BSL-1.0
//
// Pairs that differ, some of them only at a boundary, at one parity, at one extent, at a tie.
#include "equal_pairs.hpp"

namespace equal_pairs {

namespace {

std::vector<formula_pair> forgotten_or_exchanged() {
    auto const quadratic = (E = sum(i, sum(j, x(i) * A(i, j) * x(j))));
    auto const softmax = (y(i) = exp(x(i)) / sum(j, exp(x(j))));
    return {
        pair("a factor 2", E = sum(i, x(i) * w(i)), E = 2 * sum(i, x(i) * w(i))),
        pair("a sign", y(i) = x(i) - w(i), y(i) = w(i) - x(i)),
        pair("a matrix transposed", y(i) = sum(j, A(i, j) * x(j)), y(i) = sum(j, A(j, i) * x(j))),
        pair("matrices exchanged", z(i, l) = sum(j, A(i, j) * B(j, l)), z(i, l) = sum(j, B(i, j) * A(j, l))),
        pair("an outer product transposed", z(i, j) = x(i) * w(j), z(i, j) = x(j) * w(i)),
        pair("one half of a gradient", gradient_of(quadratic, x(l)), z(l) = sum(j, A(l, j) * x(j))),
        pair("twice one half of a gradient", gradient_of(quadratic, x(l)), z(l) = 2 * sum(j, A(l, j) * x(j))),
        pair("a diagonal term forgotten", jacobian_of(softmax, x(l)),
             z(i, l) = 0 - exp(x(i)) / sum(j, exp(x(j))) * (exp(x(l)) / sum(j, exp(x(j))))),
        pair("softmax without its sum", softmax, y(i) = exp(x(i))),
        pair("trace and sum", E = sum(i, A(i, i)), E = sum(i, sum(j, A(i, j)))),
        pair("a square in and out of a sum", E = pow(sum(i, x(i)), 2), E = sum(i, pow(x(i), 2))),
        pair("pairs counted twice", E = sum(i, sum(j, bracket(i < j) * x(i) * x(j))),
             E = pow(sum(i, x(i)), 2) - sum(i, x(i) * x(i))),
        pair("another power", y(i) = pow(x(i), 2), y(i) = pow(x(i), 3)),
        pair("a number in the twelfth digit", y(i) = 0.1 * x(i), y(i) = 0.100000000001 * x(i)),
        pair("one input for another", y(i) = x(i) + 0 * w(i), y(i) = w(i) + 0 * x(i)),
        pair("sum and product", E = sum(i, x(i)), E = prod(i, x(i))),
        pair("max and min", y(i) = max(j, A(i, j)), y(i) = min(j, A(i, j))),
        pair("max of a product", y(i) = max(j, x(i) * A(i, j)), y(i) = x(i) * max(j, A(i, j))),
    };
}

std::vector<formula_pair> boundaries() {
    return {
        pair("< and <=", y(i) = sum(j, bracket(j < i) * A(i, j)), y(i) = sum(j, bracket(j <= i) * A(i, j))),
        pair("the two triangles", y(i) = sum(j, bracket(j <= i) * A(i, j)),
             y(i) = sum(j, bracket(i <= j) * A(i, j))),
        pair("without the first entry", E = sum(i, x(i)), E = sum(i, bracket(i >= 1) * x(i))),
        pair("different from position 3 on", y(i) = x(i), y(i) = bracket(i <= 2) * x(i)),
        pair("shifted to the other side", y(t.in(0, 4)) = x(t - 1), y(t.in(0, 4)) = x(t + 1)),
        pair("cropped elsewhere", y(t.in(0, 4)) = x(t), y(t.in(0, 3)) = x(t)),
        pair("convolution and correlation", y(t.in(0, 3)) = sum(s, w(s) * x(t - s)),
             y(t.in(0, 3)) = sum(s, w(s) * x(t + s))),
        pair("full and cropped", y(t) = sum(s, w(s) * x(t - s)), y(t.in(0, 3)) = sum(s, w(s) * x(t - s))),
        pair("one step more in a window", y(i) = sum(r.in(0, 2), x(i + r)), y(i) = sum(r.in(0, 1), x(i + r))),
        pair("a bracket that holds only where x starts at 0", y(i) = bracket(i >= 0) * x(i), y(i) = x(i)),
        pair("a domain wider by a term that cancels", y(t) = x(t) + w(t) - w(t), y(t) = x(t) + 0 * w(0)),
        pair("a quotient of what is 0 outside", y(t.in(0, 3)) = x(t) / x(t), y(t.in(0, 3)) = 1 + 0 * x(t)),
        pair("an empty sum divided by itself", E = a * sum(i, x(i)) / sum(i, x(i)), E = a + 0 * sum(i, x(i))),
        pair("an empty product", E = prod(i, x(i)), E = prod(i, x(i)) * sum(i, x(i)) / sum(i, x(i))),
        pair("all pairs, but at extent 1", E = sum(i, sum(j, (1 - bracket(i == j)) * x(i) * w(j))),
             E = sum(i, x(i)) * sum(j, w(j))),
        pair("the diagonal of a strict triangle", E = sum(i, sum(j, bracket(i < j) * A(i, j))),
             E = sum(i, sum(j, bracket(i <= j) * A(i, j)))),
    };
}

std::vector<formula_pair> strides() {
    return {
        pair("stride 2 and 1", y(i) = sum(r.in(0, 1), x(2 * i + r)), y(i) = sum(r.in(0, 1), x(i + r))),
        pair("an odd start", y(i.in(0, 1)) = x(2 * i), y(i.in(0, 1)) = x(2 * i + 1)),
        pair("a parity forgotten", y(i) = bracket(i % 2 == 0) * x(i), y(i) = x(i)),
        pair("the other parity", y(i) = bracket(i % 2 == 0) * x(i), y(i) = bracket(i % 2 == 1) * x(i)),
        pair("modulo 2 and 3", y(i) = bracket(i % 2 == 0) * x(i), y(i) = bracket(i % 3 == 0) * x(i)),
        pair("sum_j [2j = i] is not 1", y(i) = x(i) * sum(j.in(0, 3), bracket(2 * j == i)),
             y(i) = x(i) * bracket(i <= 6)),
        pair("dilation 2 and 1", y(i) = sum(r.in(0, 1), w(r) * x(i + 2 * r)),
             y(i) = sum(r.in(0, 1), w(r) * x(i + r))),
    };
}

std::vector<formula_pair> functions_and_ties() {
    auto const layer = (y(j) = tanh(x(j)));
    return {
        pair("1 - tanh", gradient_of(layer, x(l)), z(l) = adjoint(y)(l) * (1 - tanh(x(l)))),
        pair("a root of a square", y(i) = sqrt(x(i) * x(i)), y(i) = x(i)),
        pair("exp is not linear", y(i) = exp(x(i) + w(i)), y(i) = exp(x(i)) + exp(w(i))),
        pair("log of a sum", y(i) = log(1 + x(i) * x(i)), y(i) = x(i) * x(i)),
        pair("relu and abs", y(i) = relu(x(i)), y(i) = abs(x(i))),
        pair("a tie", y(i) = bracket(x(i) < w(i)) * b(i), y(i) = bracket(x(i) <= w(i)) * b(i)),
        pair("another function", y(i) = sin(x(i)), y(i) = tanh(x(i))),
        pair("the slope of relu at 0", y(i) = relu(x(i)) * (x(i) - 1), y(i) = relu(x(i)) * x(i)),
    };
}

std::vector<formula_pair> systems() {
    return {
        pair("another start of a recurrence",
             system(h(-1, j) = h0(j), h(t.in(0, 2), j) = h(t - 1, j) + u(t, j)),
             system(h(-1, j) = 2 * h0(j), h(t.in(0, 2), j) = h(t - 1, j) + u(t, j))),
        pair("another step of a recurrence",
             system(h(-1, j) = h0(j), h(t.in(0, 2), j) = h(t - 1, j) * u(t, j)),
             system(h(-1, j) = h0(j), h(t.in(0, 2), j) = h(t - 1, j) + u(t, j))),
        pair("the first equation for the second", system(z(i) = x(i) * x(i), y(i) = z(i) * w(i)),
             system(z(i) = x(i) * w(i), y(i) = z(i) * w(i))),
    };
}

}  // namespace

std::vector<formula_pair> const& different_ones() {
    static std::vector<formula_pair> const all = [] {
        std::vector<formula_pair> result;
        for (auto const& some :
             {forgotten_or_exchanged(), boundaries(), strides(), functions_and_ties(), systems()}) {
            result.insert(result.end(), some.begin(), some.end());
        }
        return result;
    }();
    return all;
}

}  // namespace equal_pairs
