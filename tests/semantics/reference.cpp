// SPDX-License-Identifier: BSL-1.0
//
// Every row of the tables of docs/reference.md, by the plain meaning and by the plan.
#include <boost/test/unit_test.hpp>

#include "engines.hpp"
#include "formulas.hpp"
#include "read.hpp"

#include <cmath>
#include <fstream>
#include <map>
#include <set>

namespace {

using semantics::case_;
using semantics::expectation;
using semantics::kind;
using semantics::detail::cursor;

/// A row | formula | with | value | gradient |, or | formula | with | error |.
struct row {
    case_ what;
    std::size_t line = 0;
};

std::vector<std::string> columns(std::string const& line) {
    std::vector<std::string> result;
    std::string text;
    bool code = false;
    for (char c : line.substr(1)) {
        code = c == '`' ? !code : code;
        if (c == '|' && !code) {
            std::size_t const first = text.find_first_not_of(' ');
            std::size_t const last = text.find_last_not_of(' ');
            result.push_back(first == std::string::npos ? "" : text.substr(first, last - first + 1));
            text.clear();
        } else {
            text += c;
        }
    }
    return result;
}

expectation error_with(cursor in) {
    expectation e;
    e.what = kind::error;
    e.names = semantics::detail::spans(in);
    in.expect_end();
    return e;
}

expectation value_of(cursor in) {
    expectation e;
    e.result = semantics::detail::read_result(semantics::detail::span(in), in);
    in.expect_end();
    return e;
}

/// x: `...`: the gradient for an adjoint of ones.
expectation gradient_of(cursor in, semantics::tensor const& value) {
    expectation e;
    e.what = kind::gradient;
    e.wrt = in.name();
    in.expect(": ");
    e.result = semantics::detail::read_result(semantics::detail::span(in), in);
    in.expect_end();
    if (!value.extents.empty()) {
        semantics::binding ones{"", value, true};
        std::fill(ones.value.values.begin(), ones.value.values.end(), 1.0);
        e.adjoint = ones;
    }
    return e;
}

row read_row(std::string const& text, std::size_t line) {
    auto const parts = columns(text);
    row result{{}, line};
    case_& c = result.what;
    cursor formula{parts.at(0), line};
    c.formula = semantics::detail::span(formula);
    if (!parts.at(1).empty()) {
        cursor with{parts[1], line};
        semantics::detail::read_bindings(with, c);
    }
    cursor const third{parts.at(2), line};
    if (parts.size() == 3) {
        c.expectations.push_back(error_with(third));
    } else {
        c.expectations.push_back(value_of(third));
        c.expectations.push_back(gradient_of(cursor{parts.at(3), line}, c.expectations[0].result));
    }
    return result;
}

std::vector<row> rows() {
    std::ifstream in{IVERSON_SOURCE_DIR "/docs/reference.md"};
    std::vector<row> result;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.starts_with("| `")) {
            result.push_back(read_row(line, number));
        }
    }
    return result;
}

std::string without_blanks(std::string text) {
    std::erase(text, ' ');
    return text;
}

std::map<std::string, iverson::graph::formula> const& formulas() {
    static auto const all = [] {
        std::map<std::string, iverson::graph::formula> result;
        for (auto const& f : semantics::reference_formulas()) {
            result[without_blanks(f.text)] = f.meaning;
        }
        return result;
    }();
    return all;
}

void compare(semantics::tensor const& found, semantics::tensor const& expected) {
    bool const empty = std::count(expected.extents.begin(), expected.extents.end(), 0) > 0;
    BOOST_TEST((found.extents == expected.extents && (empty || found.lo == expected.lo)),
               "the domain differs");
    BOOST_REQUIRE_EQUAL(found.values.size(), expected.values.size());
    for (std::size_t i = 0; i < found.values.size(); ++i) {
        double const allowed = 1e-12 * std::max(1.0, std::abs(expected.values[i]));
        BOOST_TEST(std::abs(found.values[i] - expected.values[i]) <= allowed,
                   "entry " << i << " is " << found.values[i] << ", not " << expected.values[i]);
    }
}

void refused(std::string const& message, expectation const& e) {
    BOOST_TEST(!message.empty(), "nothing was refused");
    for (auto const& name : e.names) {
        BOOST_TEST(message.find(name) != std::string::npos, "'" << message << "' does not name " << name);
    }
}

template <class Engine>
void try_row(row const& r) {
    auto const known = formulas().find(without_blanks(r.what.formula));
    BOOST_REQUIRE_MESSAGE(known != formulas().end(), "no test knows this formula");
    for (expectation e : r.what.expectations) {
        if (e.what == kind::error) {
            refused(semantics::refusal<Engine>(known->second, r.what), e);
            continue;
        }
        if (e.adjoint) {
            e.adjoint->name = known->second.nodes.tensor_at(known->second.output().tensor).name.view();
        }
        compare(semantics::result<Engine>(known->second, r.what, e), e.result);
    }
}

template <class Engine>
void try_all() {
    for (row const& r : rows()) {
        BOOST_TEST_CONTEXT("docs/reference.md:" << r.line << ": " << r.what.formula) {
            try {
                try_row<Engine>(r);
            } catch (std::exception const& error) {
                BOOST_ERROR("refused: " << error.what());
            }
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reference)

BOOST_AUTO_TEST_CASE(every_row_by_the_plain_meaning) { try_all<semantics::by_plain_meaning>(); }
BOOST_AUTO_TEST_CASE(every_row_by_the_plan) { try_all<semantics::by_plan>(); }
BOOST_AUTO_TEST_CASE(the_page_shows_every_formula_that_is_tested) {
    std::set<std::string> shown;
    for (row const& r : rows()) {
        shown.insert(without_blanks(r.what.formula));
    }
    BOOST_TEST(shown.size() > 30U);
    for (auto const& [text, meaning] : formulas()) {
        BOOST_TEST(shown.contains(text), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
