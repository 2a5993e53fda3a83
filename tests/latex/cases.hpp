// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sketch.hpp"

#include <vector>

/// What nodes look like, one row for each rule of writing. Every row is also typeset.
namespace sketching {

// clang-format off
inline std::vector<printed> const cases = {
    // -- numbers
    {"an integer is itself", [](sketch& s) { return s.n(-3); }, "-3", "-3"},
    {"a fraction of a power of ten is a decimal", [](sketch& s) { return s.n(9, 10); }, "0.9", "0.9"},
    {"zeros after the point stay", [](sketch& s) { return s.n(1, 1000); }, "0.001", "0.001"},
    {"a decimal above one keeps its digits", [](sketch& s) { return s.n(-25, 2); }, "-12.5", "-12.5"},
    {"another fraction stays one", [](sketch& s) { return s.n(-2, 3); }, "-\\frac{2}{3}", "-2/3"},

    // -- accesses
    {"a tensor of rank 0 is its name", [](sketch& s) { return s.x("a"); }, "a", "a"},
    {"one letter needs no braces", [](sketch& s) { return s.x("x", {at(s.idx("i"))}); }, "x_i", "x[i]"},
    {"letters stand side by side", [](sketch& s) { return s.x("w", {at(s.idx("i")), at(s.idx("j"))}); }, "w_{ij}", "w[i, j]"},
    {"a composite subscript brings commas",
     [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.x("a", {at(i) + at(j), at(i) - at(j)}); }, "a_{i+j,i-j}", "a[i + j, i - j]"},
    {"a number brings commas", [](sketch& s) { return s.x("w", {at(s.idx("i")), 0}); }, "w_{i,0}", "w[i, 0]"},
    {"a long name brings commas", [](sketch& s) { return s.x("w", {at(s.idx("row")), at(s.idx("j"))}); }, "w_{\\mathrm{row},j}", "w[row, j]"},
    {"Greek letters are letters", [](sketch& s) { return s.x("Theta", {at(s.idx("alpha")), at(s.idx("j"))}); }, "\\Theta_{\\alpha j}", "Theta[alpha, j]"},
    {"a long name is upright", [](sketch& s) { return s.x("hidden", {at(s.idx("i"))}); }, "\\mathrm{hidden}_i", "hidden[i]"},
    {"a digit in a name is no subscript", [](sketch& s) { return s.x("y1", {at(s.idx("i"))}); }, "\\mathrm{y1}_i", "y1[i]"},
    {"an underscore in a name is escaped", [](sketch& s) { return s.x("W_ih", {at(s.idx("i"))}); }, "\\mathrm{W\\_ih}_i", "W_ih[i]"},
    {"positive terms come first", [](sketch& s) { int k = s.integer("k"), t = s.integer("t"); return s.x("w", {at(t) - at(k)}); }, "w_{t-k}", "w[t - k]"},
    {"the constant comes last", [](sketch& s) { int i = s.idx("i"), r = s.idx("r"); return s.x("x", {2 * at(i) + at(r) - 1}); }, "x_{2i+r-1}", "x[2*i + r - 1]"},
    {"a constant before minus comes first", [](sketch& s) { return s.x("x", {affine{1} - 3 * at(s.idx("i"))}); }, "x_{1-3i}", "x[1 - 3*i]"},
    {"a single negative index", [](sketch& s) { return s.x("x", {-at(s.idx("k"))}); }, "x_{-k}", "x[-k]"},

    // -- sums of terms
    {"a negative term is subtracted", [](sketch& s) { return s.sub(s.x("a"), s.mul({s.n(1, 10), s.x("b")})); }, "a - 0.1 b", "a - 0.1*b"},
    {"a negative number is subtracted", [](sketch& s) { return s.sub(s.x("a"), s.n(1)); }, "a - 1", "a - 1"},
    {"a leading minus stays", [](sketch& s) { return s.sub(s.minus(s.x("a")), s.x("b")); }, "-a - b", "-a - b"},
    {"minus a sum keeps its parentheses", [](sketch& s) { return s.minus(s.add({s.x("a"), s.x("b")})); }, "-(a + b)", "-(a + b)"},
    {"minus a sum in a sum", [](sketch& s) { return s.sub(s.x("c"), s.add({s.x("a"), s.x("b")})); }, "c - (a + b)", "c - (a + b)"},

    // -- products
    {"sums in products are enclosed", [](sketch& s) { return s.mul({s.n(1, 10), s.sub(s.n(1), s.x("a")), s.x("b")}); }, "0.1 (1 - a) b", "0.1*(1 - a)*b"},
    {"a fraction goes in front", [](sketch& s) { return s.mul({s.n(1, 3), s.x("a")}); }, "\\frac{1}{3} a", "1/3*a"},
    {"digits do not touch", [](sketch& s) { return s.mul({s.n(3), s.pow(s.n(2), s.x("a"))}); }, "3 \\cdot 2^{a}", "3*2^a"},
    {"a sum at the end is open", [](sketch& s) { int i = s.idx("i"); return s.mul({s.x("a"), s.sum({i}, s.x("x", {at(i)}))}); }, "a \\sum_{i} x_i", "a*sum(i, x[i])"},
    {"a sum before a factor is enclosed", [](sketch& s) { int i = s.idx("i"); return s.mul({s.sum({i}, s.x("x", {at(i)})), s.x("a")}); },
     "\\left(\\sum_{i} x_i\\right) a", "sum(i, x[i])*a"},
    {"two sums in a product",
     [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.mul({s.sum({i}, s.x("x", {at(i)})), s.sum({j}, s.x("y", {at(j)}))}); },
     "\\left(\\sum_{i} x_i\\right) \\sum_{j} y_j", "sum(i, x[i])*sum(j, y[j])"},
    {"minus a sum over an index", [](sketch& s) { int i = s.idx("i"); return s.sub(s.x("a"), s.sum({i}, s.x("x", {at(i)}))); }, "a - \\sum_{i} x_i", "a - sum(i, x[i])"},

    // -- fractions and powers
    {"a quotient is a fraction", [](sketch& s) { return s.div(s.add({s.x("a"), s.x("b")}), s.add({s.x("c"), s.n(1)})); }, "\\frac{a + b}{c + 1}", "(a + b)/(c + 1)"},
    {"all divisors are below one bar", [](sketch& s) { return s.div(s.div(s.mul({s.n(2), s.x("a")}), s.x("b")), s.pow(s.x("c"), s.n(2))); },
     "\\frac{2 a}{b c^2}", "2*a/(b*c^2)"},
    {"a reciprocal has 1 above", [](sketch& s) { return s.minus(s.pow(s.x("a"), s.n(-2))); }, "-\\frac{1}{a^2}", "-1/a^2"},
    {"a sum in a fraction is enclosed by it", [](sketch& s) { return s.div(s.mul({s.add({s.x("a"), s.n(1)}), s.x("c")}), s.x("b")); },
     "\\frac{(a + 1) c}{b}", "(a + 1)*c/b"},
    {"derivatives stand beside the fraction",
     [](sketch& s) { int i = s.idx("i"); int y = s.tensor("y", 1); int gy = s.tensor("y", 1, role::adjoint, y);
                     return s.div(s.mul({s.n(2), s.read(gy, {at(i)}), s.x("x", {at(i)})}), s.x("z", {at(i)})); },
     "2 \\frac{\\partial E}{\\partial y_i} \\frac{x_i}{z_i}", "2*adjoint(y)[i]*x[i]/z[i]"},
    {"a third stays beside the fraction", [](sketch& s) { return s.mul({s.n(2, 3), s.x("a"), s.pow(s.x("b"), s.n(-1))}); }, "\\frac{2}{3} \\frac{a}{b}", "2/3*a/b"},
    {"a power of an access", [](sketch& s) { return s.pow(s.x("x", {at(s.idx("i"))}), s.n(2)); }, "x_i^2", "x[i]^2"},
    {"a long exponent is grouped", [](sketch& s) { return s.pow(s.x("x"), s.n(12)); }, "x^{12}", "x^12"},
    {"a power of a sum", [](sketch& s) { return s.pow(s.add({s.x("a"), s.x("b")}), s.n(2)); }, "(a + b)^2", "(a + b)^2"},
    {"a power of a negative", [](sketch& s) { return s.pow(s.minus(s.x("a")), s.n(2)); }, "(-a)^2", "(-a)^2"},
    {"a power of a fraction", [](sketch& s) { return s.pow(s.div(s.x("a"), s.x("b")), s.n(2)); }, "\\left(\\frac{a}{b}\\right)^2", "(a/b)^2"},
    {"a power of a function", [](sketch& s) { return s.pow(s.tanh(s.x("a")), s.n(2)); }, "\\tanh^2(a)", "tanh(a)^2"},
    {"half a power is a root", [](sketch& s) { return s.pow(s.add({s.x("a"), s.n(1)}), s.n(1, 2)); }, "\\sqrt{a + 1}", "(a + 1)^(0.5)"},
    {"a root below the bar", [](sketch& s) { return s.div(s.x("b"), s.pow(s.x("a"), s.n(1, 2))); }, "\\frac{b}{\\sqrt{a}}", "b/a^(0.5)"},
    {"a root squared", [](sketch& s) { return s.pow(s.call({"sqrt", "\\sqrt"}, {s.x("a")}), s.n(2)); }, "(\\sqrt{a})^2", "sqrt(a)^2"},
    {"a third of a power", [](sketch& s) { return s.pow(s.x("a"), s.n(1, 3)); }, "a^{1/3}", "a^(1/3)"},
    {"an exponent that is no number", [](sketch& s) { return s.pow(s.x("a"), s.add({s.x("b"), s.n(1)})); }, "(a)^{b + 1}", "a^(b + 1)"},
    {"a power of a power", [](sketch& s) { return s.pow(s.pow(s.x("a"), s.x("b")), s.n(2)); }, "((a)^{b})^2", "(a^b)^2"},
    {"a power of a sum over an index", [](sketch& s) { int i = s.idx("i"); return s.pow(s.sum({i}, s.x("x", {at(i)})), s.n(2)); },
     "\\left(\\sum_{i} x_i\\right)^2", "sum(i, x[i])^2"},
    {"a power of a primed name", [](sketch& s) { return s.pow(s.x("x'", {at(s.idx("i"))}), s.n(2)); }, "(x'_i)^2", "x'[i]^2"},

    // -- functions
    {"parentheses grow with what they hold", [](sketch& s) { int i = s.idx("i"); return s.tanh(s.add({s.sum({i}, s.x("x", {at(i)})), s.x("b")})); },
     "\\tanh\\left(\\sum_{i} x_i + b\\right)", "tanh(sum(i, x[i]) + b)"},
    {"two arguments", [](sketch& s) { return s.call({"maximum", "\\max", 2}, {s.x("a"), s.minus(s.x("b"))}); }, "\\max(a, -b)", "maximum(a, -b)"},
    {"a function without LaTeX", [](sketch& s) { return s.call({"swish", ""}, {s.x("a")}); }, "\\operatorname{swish}(a)", "swish(a)"},
    {"a function that encloses", [](sketch& s) { return s.pow(s.call({"abs", "\\left|#1\\right|"}, {s.x("a")}), s.n(2)); }, "(\\left|a\\right|)^2", "abs(a)^2"},

    // -- reductions
    {"over Z", [](sketch& s) { int t = s.integer("t"), r = s.integer("s"); return s.sum({r}, s.mul({s.x("w", {at(r)}), s.x("x", {at(t) - at(r)})})); },
     "\\sum_{s \\in \\mathbb{Z}} w_s x_{t-s}", "sum(s in Z, w[s]*x[t - s])"},
    {"a written range has limits", [](sketch& s) { int i = s.written("i"); return s.sum({i}, s.x("x", {at(i)}), s.range(i, 1, at(s.extent("d")))); },
     "\\sum_{i=1}^{d} x_i", "sum(i in 1..d, x[i])"},
    {"an inferred range is not shown", [](sketch& s) { int i = s.idx("i"); return s.sum({i}, s.x("x", {at(i)}), s.range(i, 0, at(s.extent("n")) - 1)); },
     "\\sum_{i} x_i", "sum(i, x[i])"},
    {"an inferred range of a window is not shown",
     [](sketch& s) { int i = s.idx("i"); return s.sum({i}, s.x("x", {2 * at(i)}), {s.holds(at(s.extent("n")) - 2 * at(i) - 3)}); },
     "\\sum_{i} x_{2i}", "sum(i, x[2*i])"},
    {"a range that an axis tells is not shown",
     [](sketch& s) { int i = s.idx("i"), d = s.g.new_symbol("d", symbol_kind::extent, true); int x = s.tensor("x", 1); s.g.tensors[0].axes = {{1, at(d)}};
                     return s.sum({i}, s.read(x, {at(i)}), s.range(i, 1, at(d))); },
     "\\sum_{i} x_i", "sum(i, x[i])"},
    {"a range that no axis tells is shown",
     [](sketch& s) { int i = s.idx("i"), d = s.g.new_symbol("d", symbol_kind::extent, true); int x = s.tensor("x", 1); s.g.tensors[0].axes = {{0, at(d)}};
                     return s.sum({i}, s.read(x, {at(i)}), s.range(i, 1, at(d) - 1)); },
     "\\sum_{\\substack{i \\\\ 1 \\le i \\le d-1}} x_i", "sum(i, [i >= 1]*[i <= d - 1]*x[i])"},
    {"indices that are alike share an operator", [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.sum({i, j}, s.x("w", {at(i), at(j)})); },
     "\\sum_{i,j} w_{ij}", "sum(i, j, w[i, j])"},
    {"integers share an operator", [](sketch& s) { int i = s.integer("s"), j = s.integer("t"); return s.sum({i, j}, s.x("w", {at(i), at(j)})); },
     "\\sum_{s,t \\in \\mathbb{Z}} w_{st}", "sum(s in Z, t in Z, w[s, t])"},
    {"a limit may hold an outer index",
     [](sketch& s) { int i = s.written("i"), j = s.written("j"); auto a = s.range(i, 1, at(s.extent("d"))); auto b = s.range(j, 1, at(i)); a.insert(a.end(), b.begin(), b.end());
                     return s.sum({i, j}, s.x("w", {at(i), at(j)}), a); },
     "\\sum_{i=1}^{d} \\sum_{j=1}^{i} w_{ij}", "sum(i in 1..d, j in 1..i, w[i, j])"},
    {"other conditions stand below",
     [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.sum({i, j}, s.x("w", {at(i), at(j)}), {s.holds(at(j) - at(i))}); },
     "\\sum_{\\substack{i,j \\\\ i \\le j}} w_{ij}", "sum(i, j, [i <= j]*w[i, j])"},
    {"conditions on a written range",
     [](sketch& s) { int i = s.written("i"); auto a = s.range(i, 1, 9); a.push_back(s.divides(2, at(i))); return s.sum({i}, s.x("x", {at(i)}), a); },
     "\\sum_{\\substack{1 \\le i \\le 9 \\\\ 2 \\mid i}} x_i", "sum(i in 1..9, [i % 2 == 0]*x[i])"},
    {"a crop over Z is a chain",
     [](sketch& s) { int t = s.integer("t"); return s.sum({t}, s.x("x", {at(t)}), s.range(t, 0, 5)); },
     "\\sum_{\\substack{t \\in \\mathbb{Z} \\\\ 0 \\le t \\le 5}} x_t", "sum(t in Z, [t >= 0]*[t <= 5]*x[t])"},
    {"a maximum has its range below",
     [](sketch& s) { int r = s.written("r"), i = s.idx("i"); return s.reduce(reduction::maximum, {r}, s.range(r, 0, 2), s.x("x", {2 * at(i) + at(r)})); },
     "\\max_{0 \\le r \\le 2} x_{2i+r}", "max(r in 0..2, x[2*i + r])"},
    {"conditions of a minimum", [](sketch& s) { int i = s.idx("i"), k = s.idx("k"); return s.reduce(reduction::minimum, {i}, {s.holds(at(k) - at(i) - 1)}, s.x("x", {at(i)})); },
     "\\min_{\\substack{i \\\\ i < k}} x_i", "min(i | i < k, x[i])"},
    {"a product over an index", [](sketch& s) { int i = s.written("i"); return s.reduce(reduction::product, {i}, s.range(i, 1, at(s.extent("n"))), s.add({s.x("x", {at(i)}), s.n(1)})); },
     "\\prod_{i=1}^{n} (x_i + 1)", "prod(i in 1..n, x[i] + 1)"},
    {"a negative body is enclosed", [](sketch& s) { int i = s.idx("i"); return s.sum({i}, s.minus(s.x("x", {at(i)}))); }, "\\sum_{i} (-x_i)", "sum(i, -x[i])"},
    {"a sum after a sum needs no parentheses",
     [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.sum({i}, s.mul({s.x("a", {at(i)}), s.sum({j}, s.x("w", {at(i), at(j)}))})); },
     "\\sum_{i} a_i \\sum_{j} w_{ij}", "sum(i, a[i]*sum(j, w[i, j]))"},

    // -- brackets
    {"the symbol set free by a sum stands right",
     [](sketch& s) { int k = s.integer("k"), t = s.integer("t"), r = s.integer("s"); return s.sum({t, r}, s.when(s.zero(at(t) - at(r) - at(k)))); },
     "\\sum_{t,s \\in \\mathbb{Z}} \\mathbf{1}_{\\{t-s=k\\}}", "sum(t in Z, s in Z, [t - s == k])"},
    {"a difference stays together", [](sketch& s) { int t = s.integer("t"), r = s.integer("s"), k = s.integer("k"); return s.when(s.zero(at(t) - at(r) - at(k))); },
     "\\mathbf{1}_{\\{t-s=k\\}}", "[t - s == k]"},
    {"equal indices", [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.when(s.zero(at(i) - at(j))); }, "\\mathbf{1}_{\\{i=j\\}}", "[i == j]"},
    {"a constant goes where it is positive", [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.when(s.zero(at(i) - at(j) - 2)); }, "\\mathbf{1}_{\\{i=j+2\\}}", "[i == j + 2]"},
    {"a factor stays with its index", [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.when(s.zero(at(i) - 2 * at(j) + 1)); }, "\\mathbf{1}_{\\{i+1=2j\\}}", "[i + 1 == 2*j]"},
    {"one index equal to a number", [](sketch& s) { return s.when(s.zero(at(s.idx("i")) - 3)); }, "\\mathbf{1}_{\\{i=3\\}}", "[i == 3]"},
    {"a sum equal to a number", [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.when(s.zero(at(i) + at(j) - 3)); }, "\\mathbf{1}_{\\{i+j=3\\}}", "[i + j == 3]"},
    {"smaller or equal", [](sketch& s) { int i = s.idx("i"); return s.when(s.holds(at(s.idx("j")) - at(i))); }, "\\mathbf{1}_{\\{i \\le j\\}}", "[i <= j]"},
    {"at least a number", [](sketch& s) { return s.when(s.holds(at(s.idx("k")))); }, "\\mathbf{1}_{\\{k \\ge 0\\}}", "[k >= 0]"},
    {"at most a number", [](sketch& s) { return s.when(s.holds(affine{4} - at(s.idx("k")))); }, "\\mathbf{1}_{\\{k \\le 4\\}}", "[k <= 4]"},
    {"below an extent", [](sketch& s) { return s.when(s.holds(at(s.extent("n")) - at(s.idx("k")) - 1)); }, "\\mathbf{1}_{\\{k \\le n-1\\}}", "[k <= n - 1]"},
    {"from an extent on", [](sketch& s) { return s.when(s.holds(at(s.idx("k")) - at(s.extent("n")) + 1)); }, "\\mathbf{1}_{\\{k \\ge n-1\\}}", "[k >= n - 1]"},
    {"two bounds are a chain", [](sketch& s) { int k = s.idx("k"); return s.mul({s.x("a"), s.when(s.holds(at(k))), s.when(s.holds(at(s.extent("n")) - at(k) - 1))}); },
     "a \\mathbf{1}_{\\{0 \\le k \\le n-1\\}}", "a*[k >= 0]*[k <= n - 1]"},
    {"bounds between indices are a chain", [](sketch& s) { int i = s.idx("i"), k = s.idx("k"); return s.mul({s.when(s.holds(at(k) - 2 * at(i))), s.when(s.holds(2 * at(i) + 2 - at(k)))}); },
     "\\mathbf{1}_{\\{2i \\le k \\le 2i+2\\}}", "[2*i <= k]*[k <= 2*i + 2]"},
    {"the chain with fewer differences is taken", [](sketch& s) { int i = s.idx("i"), j = s.idx("j"); return s.mul({s.when(s.holds(at(j) - at(i))), s.when(s.holds(at(i) + 2 - at(j)))}); },
     "\\mathbf{1}_{\\{i \\le j \\le i+2\\}}", "[i <= j]*[j <= i + 2]"},
    {"a strict bound is no chain", [](sketch& s) { int i = s.idx("i"), j = s.idx("j"), k = s.idx("k"); return s.mul({s.when(s.holds(at(j) - at(i) - 1)), s.when(s.holds(at(k) - at(j)))}); },
     "\\mathbf{1}_{\\{i < j\\}} \\mathbf{1}_{\\{j \\le k\\}}", "[i < j]*[j <= k]"},
    {"brackets of two indices stay two", [](sketch& s) { int j = s.idx("j"), k = s.idx("k"), l = s.idx("l"), i = s.idx("i"); return s.mul({s.when(s.zero(at(j) - at(k))), s.when(s.zero(at(l) - at(i)))}); },
     "\\mathbf{1}_{\\{j=k\\}} \\mathbf{1}_{\\{l=i\\}}", "[j == k]*[l == i]"},
    {"divisibility", [](sketch& s) { return s.when(s.divides(2, at(s.idx("k")) + 1)); }, "\\mathbf{1}_{\\{2 \\mid k+1\\}}", "[(k + 1) % 2 == 0]"},
    {"a bracket on values", [](sketch& s) { int i = s.idx("i"); return s.compare(comparison::less, s.x("x", {at(i)}), s.sub(s.x("x", {at(i) + 1}), s.n(1))); },
     "\\mathbf{1}_{\\{x_i < x_{i+1} - 1\\}}", "[x[i] < x[i + 1] - 1]"},

    // -- derivatives
    {"the derivative of an access is a fraction", [](sketch& s) { return s.d(s.x("b", {at(s.idx("i"))}), s.x("b", {at(s.idx("j"))})); },
     "\\frac{\\partial b_i}{\\partial b_j}", "d(b[i])/d(b[j])"},
    {"in a sum over its own tensor it is an operator",
     [](sketch& s) { int k = s.idx("k"), j = s.idx("j"); return s.sum({k}, s.mul({s.d(s.x("x", {at(k)}), s.x("x", {at(j)})), s.x("w", {at(k)})})); },
     "\\sum_{k} \\frac{\\partial}{\\partial x_j} x_k w_k", "sum(k, d(x[k])/d(x[j])*w[k])"},
    {"another tensor in a sum is a fraction",
     [](sketch& s) { int t = s.integer("t"); return s.sum({t}, s.d(s.x("y", {at(t)}), s.x("x", {at(s.integer("k"))}))); },
     "\\sum_{t \\in \\mathbb{Z}} \\frac{\\partial y_t}{\\partial x_k}", "sum(t in Z, d(y[t])/d(x[k]))"},
    {"of a function", [](sketch& s) { return s.mul({s.n(1, 10), s.d(s.tanh(s.x("a")), s.x("a"))}); }, "0.1 \\frac{\\partial}{\\partial a} \\tanh(a)", "0.1*(d(tanh(a))/d(a))"},
    {"of a sum", [](sketch& s) { return s.d(s.sub(s.x("a"), s.x("b")), s.x("a")); }, "\\frac{\\partial}{\\partial a} (a - b)", "d(a - b)/d(a)"},
    {"of a product", [](sketch& s) { return s.d(s.mul({s.x("a"), s.x("b")}), s.x("a")); }, "\\frac{\\partial}{\\partial a} (a b)", "d(a*b)/d(a)"},
    {"of a sum over an index", [](sketch& s) { int i = s.idx("i"); return s.d(s.sum({i}, s.x("x", {at(i)})), s.x("a")); },
     "\\frac{\\partial}{\\partial a} \\left(\\sum_{i} x_i\\right)", "d(sum(i, x[i]))/d(a)"},
    {"a power of a derivative", [](sketch& s) { return s.pow(s.d(s.tanh(s.x("a")), s.x("a")), s.n(2)); },
     "\\left(\\frac{\\partial}{\\partial a} \\tanh(a)\\right)^2", "(d(tanh(a))/d(a))^2"},
    {"a derivative of a derivative", [](sketch& s) { return s.d(s.d(s.tanh(s.x("a")), s.x("a")), s.x("b")); },
     "\\frac{\\partial}{\\partial b} \\frac{\\partial}{\\partial a} \\tanh(a)", "d(d(tanh(a))/d(a))/d(b)"},

    // -- named sums
    {"a convolution", [](sketch& s) { int t = s.integer("t"); return s.named(iverson::graph::pattern::convolution, s.x("c"), at(t), s.tensor("w", 1), s.tensor("x", 1)); },
     "(w * x)_t", "c"},
    {"a correlation", [](sketch& s) { int k = s.integer("k"); int y = s.tensor("y", 1);
                                      return s.named(iverson::graph::pattern::correlation, s.x("c"), -at(k), s.tensor("y", 1, role::adjoint, y), s.tensor("w", 1)); },
     "\\left[\\frac{\\partial E}{\\partial y} \\star w\\right]_{-k}", "c"},

    // -- what a tensor is
    {"the adjoint by a scalar", [](sketch& s) { int y = s.tensor("y", 1); int l = s.tensor("L", 0); return s.read(s.tensor("y", 1, role::adjoint, y, l), {at(s.idx("i"))}); },
     "\\frac{\\partial L}{\\partial y_i}", "adjoint(y, L)[i]"},
    {"a total derivative has straight ds", [](sketch& s) { int y = s.tensor("y", 1); return s.read(s.tensor("y", 1, role::total, y), {at(s.idx("i"))}); },
     "\\frac{d E}{d y_i}", "total(y)[i]"},
    {"a Jacobian splits its subscripts", [](sketch& s) { int y = s.tensor("y", 1), w = s.tensor("w", 2); return s.read(s.tensor("y", 3, role::jacobian, y, w), {at(s.idx("i")), at(s.idx("j")), at(s.idx("l"))}); },
     "\\frac{\\partial y_i}{\\partial w_{jl}}", "jacobian(y, w)[i, j, l]"},
    {"a next state and its state", [](sketch& s) { int j = s.idx("j"); int x = s.tensor("x", 1); return s.sub(s.read(s.tensor("x", 1, role::next, x), {at(j)}), s.pow(s.read(x, {at(j)}), s.n(2))); },
     "x_j^t - (x_j^{t-1})^2", "x'[j] - x[j]^2"},
    {"the Jacobian of a next state", [](sketch& s) { int x = s.tensor("x", 1); int next = s.tensor("x", 1, role::next, x); return s.read(s.tensor("x", 2, role::jacobian, next, x), {at(s.idx("i")), at(s.idx("j"))}); },
     "\\frac{\\partial x_i^t}{\\partial x_j^{t-1}}", "jacobian(x', x)[i, j]"},
    {"the time is not an index called t", [](sketch& s) { int t = s.idx("t"); int x = s.tensor("x", 1); return s.read(s.tensor("x", 1, role::next, x), {at(t)}); },
     "x_t^{\\tau}", "x'[t]"},
    {"a rate has a dot", [](sketch& s) { int x = s.tensor("x", 1); return s.read(s.tensor("x", 1, role::rate, x), {at(s.idx("j"))}); }, "\\dot{x}_j", "rate(x)[j]"},
    {"an unrolled time is no power", [](sketch& s) { int x = s.tensor("x", 1); return s.pow(s.read(s.tensor("x", 1, role::state, x, 2), {at(s.idx("j"))}), s.n(2)); },
     "(x_j^{(2)})^2", "x@2[j]^2"},
};
// clang-format on

}  // namespace sketching
