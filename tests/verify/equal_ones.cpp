// SPDX-License-Identifier: BSL-1.0
//
// Pairs that are equal, and proved to be.
#include "equal_pairs.hpp"

namespace equal_pairs {

namespace {

std::vector<formula_pair> spelled_otherwise() {
    return {
        pair("all indices renamed", y(i) = sum(j, A(i, j) * x(j)), y(l) = sum(n, A(l, n) * x(n))),
        pair("the names of two indices exchanged", y(i) = sum(j, A(i, j) * x(j)),
             y(j) = sum(i, A(j, i) * x(i))),
        pair("factors exchanged", y(i) = sum(j, A(i, j) * x(j)), y(i) = sum(j, x(j) * A(i, j))),
        pair("terms exchanged", y(i) = x(i) + b(i) + w(i), y(i) = w(i) + (x(i) + b(i))),
        pair("another name for the result", y(i) = sum(j, A(i, j) * x(j)), z(i) = sum(j, A(i, j) * x(j))),
        pair("nested sums exchanged", E = sum(i, sum(j, x(i) * A(i, j) * w(j))),
             E = sum(j, sum(i, x(i) * A(i, j) * w(j)))),
        pair("one sum over two indices", E = sum(i, j, x(i) * A(i, j)), E = sum(j, sum(i, A(i, j) * x(i)))),
        pair("an equation turned round", y(i) = b(i) * sum(j, bracket(i == j) * x(j)),
             y(i) = b(i) * sum(j, bracket(j == i) * x(j))),
        pair("an inequality turned round", y(i) = sum(j, bracket(j <= i) * A(i, j)),
             y(i) = sum(j, bracket(i >= j) * A(i, j))),
        pair("strict and not strict", y(i) = sum(j, bracket(j < i + 1) * A(i, j)),
             y(i) = sum(j, bracket(j <= i) * A(i, j))),
        pair("a value bracket turned round", y(i) = bracket(x(i) < w(i)) * b(i),
             y(i) = b(i) * bracket(w(i) > x(i))),
        pair("a maximum renamed", y(i) = max(j, A(i, j) * x(j)), y(l) = max(n, x(n) * A(l, n))),
        pair("a window from 1", y(i) = max(r.in(0, 2), x(2 * i + r)),
             y(i) = max(r.in(1, 3), x(2 * i + r - 1))),
        pair("under a function", y(i) = log(x(i) * w(i) + b(i)), y(i) = log(b(i) + w(i) * x(i))),
    };
}

std::vector<formula_pair> sums() {
    return {
        pair("linearity", y(i) = sum(j, A(i, j) * (x(j) + b(j))),
             y(i) = sum(j, A(i, j) * x(j)) + sum(n, A(i, n) * b(n))),
        pair("a factor taken out", y(i) = sum(j, b(i) * A(i, j) * x(j)),
             y(i) = b(i) * sum(j, A(i, j) * x(j))),
        pair("a number taken out", E = sum(i, 3 * x(i)), E = 3 * sum(i, x(i))),
        pair("a decimal and a fraction", E = 0.25 * sum(i, x(i)), E = sum(i, x(i)) / 4),
        pair("a sum that cancels", E = sum(i, x(i)) - sum(j, x(j)), E = 0 * sum(i, x(i))),
        pair("a term that is 0", y(i) = x(i) + 0 * w(i), y(i) = x(i)),
        pair("a square multiplied out", y(i) = pow(x(i) + w(i), 2),
             y(i) = x(i) * x(i) + 2 * x(i) * w(i) + pow(w(i), 2)),
        pair("a sum of squared differences", E = sum(i, pow(x(i) - b(i), 2)),
             E = sum(i, x(i) * x(i)) - 2 * sum(i, x(i) * b(i)) + sum(i, pow(b(i), 2))),
        pair("the square of a sum", E = pow(sum(i, x(i)), 2), E = sum(i, sum(j, x(i) * x(j)))),
        pair("the square of a sum, each pair once", E = pow(sum(i, x(i)), 2),
             E = sum(i, pow(x(i), 2)) + 2 * sum(i, sum(j, bracket(i < j) * x(i) * x(j)))),
        pair("pair interactions", E = sum(i, sum(j, bracket(i < j) * x(i) * x(j))),
             E = 0.5 * (pow(sum(i, x(i)), 2) - sum(i, x(i) * x(i)))),
        pair("the product of three matrices", y(i) = sum(j, sum(l, A(i, j) * B(j, l) * x(l))),
             y(i) = sum(l, sum(j, A(i, j) * B(j, l)) * x(l))),
        pair("the trace of a product", E = sum(i, sum(j, A(i, j) * B(j, i))),
             E = sum(i, sum(j, B(i, j) * A(j, i)))),
        pair("a sum over a short range written out", y(i) = sum(r.in(0, 2), x(i + r)),
             y(i) = x(i) + x(i + 1) + x(i + 2)),
        pair("a triangle by rows and by columns", E = sum(i, sum(j, bracket(j <= i) * A(i, j))),
             E = sum(j, sum(i, bracket(i >= j) * A(i, j)))),
    };
}

std::vector<formula_pair> brackets() {
    return {
        pair("a delta collapses", y(i) = b(i) * sum(j, bracket(i == j) * x(j)), y(i) = b(i) * x(i)),
        pair("a shifted delta collapses", y(t) = sum(s, bracket(s == t - 1) * x(s)), y(t) = x(t - 1)),
        pair("a delta in two sums", E = sum(i, sum(j, bracket(i == j) * x(i) * w(j))),
             E = sum(i, x(i) * w(i))),
        pair("the trace", E = sum(i, sum(j, bracket(i == j) * A(i, j))), E = sum(i, A(i, i))),
        pair("a range cut in two", y(j) = b(j) * sum(i, x(i)),
             y(j) = b(j) * sum(i, bracket(i <= j) * x(i)) + b(j) * sum(i, bracket(i > j) * x(i))),
        pair("a matrix as triangles and diagonal", E = sum(i, sum(j, A(i, j))),
             E = sum(i, sum(j, bracket(i < j) * A(i, j))) + sum(i, sum(j, bracket(i > j) * A(i, j))) +
                 sum(i, A(i, i))),
        pair("all but the diagonal", y(i) = sum(j, (1 - bracket(i == j)) * A(i, j)),
             y(i) = sum(j, bracket(i < j) * A(i, j)) + sum(j, bracket(j < i) * A(i, j))),
        pair("the complement", y(i) = sum(j, bracket(i <= j) * A(i, j)),
             y(i) = sum(j, (1 - bracket(i > j)) * A(i, j))),
        pair("even and odd", y(i) = bracket(i % 2 == 0) * x(i) + bracket(i % 2 == 1) * x(i), y(i) = x(i)),
        pair("a bracket squared", y(i) = sum(j, pow(bracket(i <= j), 2) * A(i, j)),
             y(i) = sum(j, bracket(i <= j) * A(i, j))),
        pair("a bracket that another implies", y(i) = sum(j, bracket(j <= i) * bracket(j <= i + 1) * A(i, j)),
             y(i) = sum(j, bracket(j <= i) * A(i, j))),
        pair("value brackets that exclude each other",
             y(i) = bracket(x(i) < w(i)) * b(i) + bracket(w(i) <= x(i)) * b(i),
             y(i) = b(i) + 0 * x(i) * w(i)),
    };
}

std::vector<formula_pair> convolutions() {
    return {
        pair("a convolution commutes", y(t) = sum(s, w(s) * x(t - s)), y(t) = sum(s, x(s) * w(t - s))),
        pair("s -> t - s", y(t) = sum(s, w(s) * x(t - s)), y(t) = sum(k, w(t - k) * x(k))),
        pair("s -> s + 3", y(t) = sum(s, w(s) * x(t - s)), y(t) = sum(s, w(s + 3) * x(t - s - 3))),
        pair("a correlation by either index", y(t) = sum(s, w(s) * x(s + t)), y(t) = sum(s, w(s - t) * x(s))),
        pair("a cropped convolution", y(t.in(0, 4)) = sum(s, w(s) * x(t - s)),
             y(t.in(0, 4)) = sum(s, w(t - s) * x(s))),
        pair("convolutions associate", y(t.in(0, 6)) = sum(s, sum(k, w(k) * b(s - k)) * x(t - s)),
             y(t.in(0, 6)) = sum(k, w(k) * sum(s, b(s) * x(t - k - s)))),
        pair("a convolution with itself", y(t) = sum(s, x(s) * x(t - s)), y(t) = sum(s, x(t - s) * x(s))),
        pair("a strided one", y(i) = sum(r.in(0, 2), w(r) * x(2 * i + r)),
             y(i) = w(0) * x(2 * i) + w(1) * x(2 * i + 1) + w(2) * x(2 * i + 2)),
    };
}

std::vector<formula_pair> quotients_and_functions() {
    auto const softmax = (y(i) = exp(x(i)) / sum(j, exp(x(j))));
    return {
        pair("softmax, shifted", softmax, y(i) = exp(x(i) - a) / sum(j, exp(x(j) - a))),
        pair("softmax, as 1 over a sum", softmax, y(i) = 1 / sum(j, exp(x(j) - x(i)))),
        pair("exp of a sum", y(i) = exp(x(i) + 2 * w(i)), y(i) = exp(x(i)) * pow(exp(w(i)), 2)),
        pair("1 minus a quotient", y(i) = pow(x(i), 2) / (1 + pow(x(i), 2)),
             y(i) = 1 - 1 / (1 + pow(x(i), 2))),
        pair("a quotient that divides", y(i) = (1 - pow(x(i), 2)) / (1 + x(i)), y(i) = 1 - x(i)),
        pair("a square root squared", y(i) = pow(sqrt(1 + x(i) * x(i)), 2), y(i) = 1 + pow(x(i), 2)),
        pair("a power of a product", y(i) = pow(x(i) * w(i), -2) * b(i),
             y(i) = b(i) / x(i) / x(i) / w(i) / w(i)),
        pair("a factor that cancels", y(i) = x(i) * w(i) / x(i), y(i) = w(i) + 0 * x(i)),
        pair("an antisymmetric sum", E = sum(i, sum(j, bracket(i < j) * (x(i) - x(j)) / (w(i) - w(j)))),
             E = sum(i, sum(j, bracket(j < i) * (x(j) - x(i)) / (w(j) - w(i))))),
    };
}

std::vector<formula_pair> derivatives() {
    auto const quadratic = (E = sum(i, sum(j, x(i) * A(i, j) * x(j))));
    auto const layer = (y(j) = tanh(sum(i, x(i) * w(i, j)) + b(j)));
    auto const softmax = (y(i) = exp(x(i)) / sum(j, exp(x(j))));
    return {
        pair("the gradient of x^T A x", gradient_of(quadratic, x(l)),
             z(l) = sum(j, (A(l, j) + A(j, l)) * x(j))),
        pair("the gradient of x^T A x by A", gradient_of(quadratic, A(l, n)), z(l, n) = x(n) * x(l)),
        pair("the gradient of the tanh layer by b", gradient_of(layer, b(l)),
             z(l) = adjoint(y)(l) * (1 - pow(tanh(b(l) + sum(i, w(i, l) * x(i))), 2))),
        pair("the gradient of log-sum-exp", gradient_of(E = log(sum(i, exp(x(i)))), x(l)),
             z(l) = exp(x(l)) / sum(j, exp(x(j)))),
        pair("the Jacobian of softmax", jacobian_of(softmax, x(l)),
             z(i, l) = exp(x(i)) / sum(j, exp(x(j))) * (bracket(i == l) - exp(x(l)) / sum(j, exp(x(j))))),
        pair("the gradient of a squared norm", gradient_of(E = sum(j, pow(y(j) - z(j), 2)), y(i)),
             w(i) = 2 * (y(i) - z(i))),
    };
}

std::vector<formula_pair> systems() {
    return {
        pair("an equation put into the next", system(z(i) = x(i) * x(i), y(i) = z(i) * w(i) + z(i)),
             y(i) = pow(x(i), 2) * (1 + w(i))),
        pair("a recurrence with its terms exchanged",
             system(h(-1, j) = h0(j), h(t.in(0, 3), j) = sum(i, h(t - 1, i) * A(i, j)) + u(t, j)),
             system(h(-1, l) = h0(l), h(t.in(0, 3), l) = u(t, l) + sum(n, A(n, l) * h(t - 1, n)))),
    };
}

}  // namespace

std::vector<formula_pair> const& equal_ones() {
    static std::vector<formula_pair> const all = [] {
        std::vector<formula_pair> result;
        for (auto const& some : {spelled_otherwise(), sums(), brackets(), convolutions(),
                                 quotients_and_functions(), derivatives(), systems()}) {
            result.insert(result.end(), some.begin(), some.end());
        }
        return result;
    }();
    return all;
}

}  // namespace equal_pairs
