// SPDX-License-Identifier: BSL-1.0
//
// What has two meanings, or none, is refused at its place.
#include <iverson/text/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

std::string error_of(std::string const& latex) {
    iverson::reading const r = iverson::parse_latex(latex, "paper.tex");
    return r.error ? r.error->str() : "no error";
}

struct refusal {
    std::string latex;
    std::string first_line;  ///< behind paper.tex:
};

}  // namespace

BOOST_AUTO_TEST_SUITE(latex_errors_have_places)

BOOST_AUTO_TEST_CASE(a_whole_one) {
    BOOST_TEST(error_of("$$ y_i = w^T x_i $$") ==
               "paper.tex:1:11: error: a transpose is no index notation\n"
               "    $$ y_i = w^T x_i $$\n"
               "              ^~\n"
               "  write the indices: w_{ji} for the transpose of w_{ij}\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_clear_is_refused) {
    for (refusal const& r : {
             refusal{R"(y_{ij} = w_{ij-1})",
                     "1:13: error: it is not clear where one subscript ends and the next begins"},
             refusal{R"(y_i = w_{i2})",
                     "1:10: error: it is not clear where one subscript ends and the next begins"},
             refusal{R"(y_i = \log x_i z_i)",
                     "1:16: error: it is not clear where the argument of log ends, found z"},
             refusal{R"(y_i = \frac123 x_i)", "1:14: error: it is not clear which digits the command takes"},
             refusal{R"(y_i = \frac{\partial^2 E}{\partial x_i})",
                     "1:7: error: the derivative is of order 2, and by 1 entries"},
             refusal{R"(y_i = \frac{\partial^z E}{\partial x_i})",
                     "1:22: error: expected the order of the derivative, 2 to 9, found z"},
             refusal{R"(y_i = |x_i - 3| z_i |x_i|)",
                     "1:21: error: this bar may open or close, and so may one before it, found |"},
             refusal{R"(y_i = a/b x_i)", "1:11: error: a product behind / has two meanings, found x"},
             refusal{R"(E = \sum_{i<j} A_{ij})", "1:11: error: it is not clear which names are bound here"},
             refusal{R"(E = \sum_{i=1} x_i)", "1:11: error: the range of i has no upper end"},
             refusal{R"(E = \sum_{i=1}^{\infty} x_i)",
                     "1:11: error: a range has one end and goes on without end at the other"},
             refusal{R"(y_i = \tanh^{-1}(x_i))",
                     "1:14: error: expected a positive integer: \\tanh^2 u is (\\tanh u)^2, found -"},
             refusal{R"(y_i = \| x_i \|)", "1:7: error: a norm is no index notation, found \\|"},
             refusal{R"(y_i = g(x_i, 1))", "1:12: error: expected ), found ,"},
             refusal{R"(y_i = \operatorname{tnh}(x_i))", "1:7: error: unknown function tnh"},
             refusal{R"(y_i = \mathbf{x}_i x_i)",
                     "1:20: error: x stands here in another font than elsewhere"},
             refusal{
                 R"(h_j^t = h_j^{t-1} + h_j^2 t)",
                 "1:24: error: a number above h, which has indices above it elsewhere, is a power or a time"},
             refusal{R"(y_i = \sigma^2 (x_i - 1) + \sigma)",
                     "1:7: error: \\sigma stands before a parenthesis here and alone elsewhere"},
             refusal{R"(y_i = \begin{array} 1 \end{array})",
                     "1:7: error: an environment that the reader does not know: array"},
             refusal{R"(\|x\| = 3)", "1:1: error: a norm is no index notation, found \\|"},
             refusal{R"(y_i = x_j)", "1:9: error: index j is not bound: it stands neither on the left nor in "
                                     "a reduction around it"},
             refusal{R"(y_i = \lfloor x_i \rfloor)",
                     "1:7: error: the floor of a value has no meaning here, found \\lfloor"},
             refusal{R"($$ y_i = x_i)", "1:1: error: the display that opens here is not closed"},
             refusal{R"(y_i = x_10)", "1:9: error: braces are missing around the subscript, found 10"},
             refusal{R"(y_i = x_i +)", "1:12: error: expected a value: a number, a tensor, a function or a "
                                       "parenthesis, found the end of the formula"},
         }) {
        std::string const found = error_of(r.latex);
        BOOST_TEST(found.substr(0, found.find('\n')) == "paper.tex:" + r.first_line);
    }
}

BOOST_AUTO_TEST_CASE(deep_and_large_ones_are_refused_and_not_a_crash) {
    std::string const parentheses = "E = " + std::string(100000, '(') + "x" + std::string(100000, ')');
    BOOST_TEST(error_of(parentheses).find("nested more than 200 deep") != std::string::npos);
    std::string fractions = "x";
    std::string groups = "E = x_{";
    for (int i = 0; i < 5000; ++i) {
        fractions = "\\frac{" + fractions;
        groups += "x_{";
    }
    BOOST_TEST(error_of("E = " + fractions).find("nested more than 200 deep") != std::string::npos);
    BOOST_TEST(error_of(groups).find("nested more than 200 deep") != std::string::npos);
    std::string dots = "E = ";
    for (int i = 0; i < 5000; ++i) {
        dots += "\\hat{";
    }
    BOOST_TEST(error_of(dots).find("error") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
