// SPDX-License-Identifier: BSL-1.0
//
// What cannot be read is refused at its place.
#include <iverson/text/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

namespace {

std::string error_of(std::string const& text) {
    iverson::reading const r = iverson::parse(text, "layer.iv");
    return r.error ? r.error->str() : "no error";
}

struct refusal {
    std::string text;
    std::string message;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(errors_have_places)

BOOST_AUTO_TEST_CASE(golden) {
    for (refusal const& r : {
             refusal{"# a layer\ny[i] = tanhh(x[i])", "layer.iv:2:8: error: unknown function tanhh\n"
                                                      "    y[i] = tanhh(x[i])\n"
                                                      "           ^~~~~\n"
                                                      "  did you mean tanh?\n"},
             refusal{"y[i] = x[i]*w[j]", "layer.iv:1:15: error: index j is not bound: it stands neither on "
                                         "the left nor in a reduction around it\n"
                                         "    y[i] = x[i]*w[j]\n"
                                         "                  ^\n"
                                         "  sum over it, sum(j, ...), put it on the left, or, if it is an "
                                         "extent, declare it: x: [j]\n"},
             refusal{
                 "y[i] = x[i] + x[i, i]",
                 "layer.iv:1:15: error: tensor x has two ranks: it is used with 1 subscript and here with 2 "
                 "subscripts\n"
                 "    y[i] = x[i] + x[i, i]\n"
                 "                  ^~~~~~~\n"
                 "  a tensor has as many subscripts as axes everywhere; another tensor needs another name\n"},
             refusal{"y[i] = x[i] +\n", "layer.iv:1:14: error: expected a value: a number, a tensor, a "
                                        "function or a parenthesis, found the end of the line\n"
                                        "    y[i] = x[i] +\n"
                                        "                 ^\n"},
             refusal{"y[i] = (x[i] + 1", "layer.iv:1:8: error: this ( is not closed\n"
                                         "    y[i] = (x[i] + 1\n"
                                         "           ^\n"},
             refusal{"y[i] = 2x[i]", "layer.iv:1:9: error: a name touches the number before it\n"
                                     "    y[i] = 2x[i]\n"
                                     "            ^\n"
                                     "  a product needs its sign: 2*x\n"},
             refusal{"y[i] = x(i)\nz[i] = x[i]",
                     "layer.iv:1:10: error: index i stands where a value is needed\n"
                     "    y[i] = x(i)\n"
                     "             ^\n"
                     "  indices stand in subscripts, ranges and brackets; bind a tensor that holds the "
                     "numbers\n"},
             refusal{"y[i] = max(x[i], 0)",
                     "layer.iv:1:12: error: max reduces over an index, and none stands here\n"
                     "    y[i] = max(x[i], 0)\n"
                     "               ^\n"
                     "  of two values: maximum(a, b); over an index: max(i, x[i])\n"},
             refusal{"y[i, j] = x[i*j]",
                     "layer.iv:1:13: error: a product of indices is no subscript: one factor is an integer\n"
                     "    y[i, j] = x[i*j]\n"
                     "                ^~~\n"},
             refusal{"y[t] = sum(s in Z, exp(w[s]*x[t - s]))",
                     "layer.iv:1:12: error: sum over s in Z does not end: exp(w(s) * x(t - s)) is not known "
                     "to be 0 outside a finite range; give s a range or use a function that is 0 at 0\n"
                     "    y[t] = sum(s in Z, exp(w[s]*x[t - s]))\n"
                     "               ^~~~~~\n"},
         }) {
        BOOST_TEST(error_of(r.text) == r.message);
    }
}

/// A written range sets the axis on which it stands; where another access then leaves the axis at every binding, that is known.
BOOST_AUTO_TEST_CASE(a_formula_that_no_data_fits) {
    iverson::reading const r = iverson::parse("E = sum(i in 0..n-2, (u[i + 1] - u[i])^2)", "rod.iv");
    BOOST_TEST_REQUIRE((r && r.misfit));
    BOOST_TEST(r.misfit->str() == "rod.iv:1:9: error: index i takes the subscript i + 1 of u beyond axis 0, "
                                  "to which a written range gives the "
                                  "positions 0..n - 2\n"
                                  "    E = sum(i in 0..n-2, (u[i + 1] - u[i])^2)\n"
                                  "            ^~~~~~~~~~~\n"
                                  "  say which positions u has, u: [n], or leave the range out: i then takes "
                                  "every value that stays inside\n");
    auto const hint = [](char const* text) {
        iverson::reading const read = iverson::parse(text);
        return read.misfit ? read.misfit->hint : read ? "fits" : "not read";
    };
    for (auto const& [text, start] :
         {std::pair{"E = sum(i in 1..n, j, A[j, i - 1]*A[j, i])", "A: [_, n + 1]"},
          std::pair{"E = sum(i in 1..n, x[i]*x[i + 1])", "x: [1..n + 1]"},
          std::pair{"E = sum(i in 0..2, x[i]*x[4 - i])", "x: [5]"}}) {
        BOOST_TEST(hint(text).find(std::string{" has, "} + start + ",") != std::string::npos, text);
    }
    for (char const* const text :
         {"u: [n]\nE = sum(i in 0..n-2, (u[i + 1] - u[i])^2)", "E = sum(i, (u[i + 1] - u[i])^2)",
          "E = sum(i in 0..n-1, j in 0..n-1, x[i + j]*x[i])",            // n = 1 fits
          "E = sum(i in 0..n-1, x[i]*sum(j in i..n-2, y[j]*x[i + 1]))",  // where i = n-1 there is no j
          "E = sum(j in 0..n-1, i in j..3, x[j]*x[i + j])",  // i = 3 beside j = n-1 for n < 5 alone
          "E = sum(i in 0..n-2, u[i]*v[i + 1])", "y[t in Z in 0..3] = x[t]*x[t + 1]"}) {
        BOOST_TEST(hint(text) == "fits", text);
    }
}

BOOST_AUTO_TEST_CASE(deep_and_large_texts_are_refused_and_not_a_crash) {
    std::string const deep = "E = " + std::string(100000, '(') + "x" + std::string(100000, ')');
    BOOST_TEST(error_of(deep).find("nested more than 200 deep") != std::string::npos);
    BOOST_TEST(error_of("E = " + std::string(100000, '-') + "x") == "no error");
    std::string powers = "E = x";
    for (int i = 0; i < 5000; ++i) {
        powers += "^x";
    }
    BOOST_TEST(error_of(powers).find("nested more than 200 deep") != std::string::npos);
    std::string sum = "E = x";
    for (int i = 0; i < 100000; ++i) {
        sum += " + x";
    }
    BOOST_TEST(error_of(sum).find("the text is too large") != std::string::npos);
    std::string doubling = "function f0(u) = u + 1\n";
    for (int i = 1; i < 45; ++i) {
        std::string const f = "f" + std::to_string(i - 1);
        doubling += "function f" + std::to_string(i) + "(u) = " + f + "(u) + " + f + "(2*u)\n";
    }
    BOOST_TEST(error_of(doubling + "E = f44(x)").find("too large") != std::string::npos);
    BOOST_TEST(error_of(std::string(2000000, ' ')).find("more than 1 MiB") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
