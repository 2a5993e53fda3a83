// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

#include <iverson/latex/latex.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/text/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

/// Gathers as people write them, in LaTeX and in text; what is written reads back.
namespace {

using namespace gathers;

constexpr auto by_x = gradient<gather>(x(k));
constexpr auto along_x = jvp<gather>(x);
constexpr auto of_labels = gradient<cross_entropy>(x(k, l));

template <auto const& F>
std::string value_in_latex() {
    graph::formula const f = frozen_formula<F>.thaw();
    return print::latex(f.nodes, f.output().value);
}
template <auto const& F>
std::string value_in_text() {
    graph::formula const f = frozen_formula<F>.thaw();
    return print::text(f.nodes, f.output().value);
}
template <auto const& F>
void reads_back() {
    graph::formula const f = frozen_formula<F>.thaw();
    std::string const written = to_text(f);
    reading const back = parse(written);
    BOOST_TEST((back && same(f, back.formula)), written);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(printed_entries)

BOOST_AUTO_TEST_CASE(an_index_that_is_read_is_shown_as_its_entry) {
    BOOST_TEST(value_in_latex<gather>() == "x_{p_i}");
    BOOST_TEST(value_in_text<gather>() == "x[p[i]]");
    BOOST_TEST(value_in_latex<chain>() == "x_{p_{q_i},k}");
    BOOST_TEST(value_in_text<chain>() == "x[p[q[i]], k]");
    BOOST_TEST(value_in_latex<windows>() == "\\sum_{r} w_r x_{2p_i-r}");
    BOOST_TEST(value_in_text<windows>() == "sum(r, w[r]*x[2*p[i] - r])");
    BOOST_TEST(value_in_latex<ragged>() == "\\sum_{r} \\mathbf{1}_{\\{r < p_i\\}} x_{r+q_i} w_r");
    BOOST_TEST(value_in_latex<along_x>() == "dx_{p_i}");
}

BOOST_AUTO_TEST_CASE(a_bracket_on_an_entry_names_the_entry_first) {
    BOOST_TEST(value_in_latex<by_x>() ==
               "\\sum_{i} \\frac{\\partial E}{\\partial y_i} \\mathbf{1}_{\\{p_i = k\\}}");
    BOOST_TEST(value_in_text<by_x>() == "sum(i, adjoint(y)[i]*[p[i] == k])");
    BOOST_TEST(value_in_text<of_labels>() == "exp(x[k, l])/sum(j, exp(x[k, j])) - [label[k] == l]");
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back) {
    reads_back<gather>();
    reads_back<embedding>();
    reads_back<rows_and_columns>();
    reads_back<neighbours>();
    reads_back<windows>();
    reads_back<chain>();
    reads_back<pairs>();
    reads_back<cross_entropy>();
    reads_back<segment_sum>();
    reads_back<odd_bins>();
    reads_back<by_x>();
    reads_back<of_labels>();
}

BOOST_AUTO_TEST_CASE(text_says_the_same_as_cpp) {
    BOOST_TEST(same(frozen_formula<gather>.thaw(), parsed("y[i] = x[p[i]]")));
    BOOST_TEST(same(frozen_formula<windows>.thaw(), parsed("y[i] = sum(r, w[r]*x[2*p[i] - r])")));
    BOOST_TEST(same(frozen_formula<chain>.thaw(), parsed("y[i, k] = x[p[q[i]], k]")));
    BOOST_TEST(same(frozen_formula<segment_sum>.thaw(), parsed("y[k] = w[k] + sum(i, [p[i] == k]*x[i])")));
    BOOST_TEST(same(frozen_formula<below>.thaw(), parsed("y[i] = sum(k, [k < p[i]]*x[k])")));
    BOOST_TEST(!parse("y[p[i]] = x[i]"));
    BOOST_TEST(!parse("y[i] = sum(r in 0..p[i], x[r])"));
}

BOOST_AUTO_TEST_SUITE_END()
