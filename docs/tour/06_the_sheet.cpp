// SPDX-License-Identifier: BSL-1.0
//
// Lesson 6: the whole exercise sheet, derived, evaluated, checked, and written as a page: sheet.html.
#include <iverson/iverson.hpp>
#include <iverson/verify/gradient.hpp>

#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace sheet {

using namespace iverson;

constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto k = integer<"k">;
constexpr auto d = extent<"d">;
constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto l = idx<"l">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto b = tensor<"b">;

// Exercise 2
constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto dE_dx = gradient<conv>(x(k));
constexpr auto dE_dw = gradient<conv>(w(k));

// Exercise 3
constexpr auto ode = (rate(x)(j.in(1, d)) = tanh(sum(i.in(1, d), x(i) * w(i, j)) + b(j)) - x(j));
constexpr auto step = euler<ode, 1, 10>();
constexpr auto theta = transition<step>();
constexpr auto network = unroll<step, 2>();
constexpr auto by_x = jacobian<step>(next(x)(i), x(j));
constexpr auto by_b = jacobian<step>(next(x)(i), b(j));
constexpr auto by_w = jacobian<step>(next(x)(i), w(j, l));

}  // namespace sheet

namespace {

struct section {
    std::string title;
    std::string latex;
};

/// A page that Debian's KaTeX typesets (package katex; the folder katex/ beside the page).
void write_page(std::string const& file, std::vector<section> const& sections) {
    std::ofstream out{file};
    out << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>The sheet</title>\n"
           "<link rel=\"stylesheet\" href=\"katex/katex.min.css\"><script "
           "src=\"katex/katex.min.js\"></script>\n"
           "<style>body { font-family: serif; max-width: 70em; margin: 2em auto; } div { margin: 1em 0; "
           "}</style></head><body>\n"
           "<h1>Machine Learning 2, exercise sheet 8</h1>\n<p>Derived by Iverson, line by line.</p>\n";
    for (section const& part : sections) {
        out << "<h2>" << part.title << "</h2>\n<div class=\"formula\">" << part.latex << "</div>\n";
    }
    out << "<script>\nfor (const formula of document.querySelectorAll('.formula')) {\n"
           "  katex.render(formula.textContent, formula, {displayMode: true, throwOnError: "
           "false});\n}\n</script></body></html>\n";
}

/// & and < stand for themselves in a page.
std::string escaped(std::string const& text) {
    std::string result;
    for (char const c : text) {
        result += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
    }
    return result;
}

bool say(iverson::verify::report const& report) {
    std::cout << (report ? "  right: " : "  WRONG: ") << report << "\n";
    return static_cast<bool>(report);
}

}  // namespace

int main() {
    using namespace sheet;
    std::vector<section> const sections{
        {"2. The layer", latex<conv>()},
        {"2 (a) dE/dx", latex(derivation(dE_dx))},
        {"2 (b) dE/dw", latex(derivation(dE_dw))},
        {"3 (a) The Euler step", latex(derivation(step))},
        {"3 (a) The transition function", latex(theta)},
        {"3 (b) The network, two steps (the sheet forgets + x and flips the sign of b)", latex(network)},
        {"3 (c) (the sheet forgets a square)", latex(derivation(by_x))},
        {"3 (d) by b", latex(derivation(by_b))},
        {"3 (d) by w", latex(derivation(by_w))},
    };
    std::vector<section> page;
    for (section const& part : sections) {
        std::cout << part.title << "\n" << part.latex << "\n\n";
        page.push_back({part.title, escaped(part.latex)});
    }
    write_page("sheet.html", page);

    std::cout << "Symbolic against numeric, at random extents and inputs:\n";
    bool right = say(verify::gradient<dE_dx>());
    right = say(verify::gradient<dE_dw>()) && right;
    right = say(verify::gradient<by_x>()) && right;
    right = say(verify::gradient<by_b>()) && right;
    right = say(verify::gradient<by_w>()) && right;

    std::cout << "\nThe loops, on d = 3:\n";
    Eigen::VectorXd const xv{{0.5, -1.0, 0.25}};
    Eigen::VectorXd const bv{{0.0, 0.1, -0.2}};
    Eigen::MatrixXd const wv{{0.1, 0.2, 0.3}, {0.4, 0.5, 0.6}, {0.7, 0.8, 0.9}};
    Eigen::VectorXd const next_x = evaluate<step>(where(x = xv, w = wv, b = bv));
    Eigen::MatrixXd const J = evaluate<by_x>(where(x = xv, w = wv, b = bv));
    std::cout << "x' = " << next_x.transpose() << "\ndx'/dx =\n" << J << "\n";
    Eigen::VectorXd const hand = 0.1 * ((wv.transpose() * xv + bv).array().tanh() - xv.array()).matrix() + xv;
    return right && (hand - next_x).norm() < 1e-14 ? 0 : 1;
}
