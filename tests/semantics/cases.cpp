// SPDX-License-Identifier: BSL-1.0
//
// Every worked case of docs/semantics.md, by the plain meaning: values, gradients, Jacobians and refusals.
#include <boost/test/unit_test.hpp>

#include "engines.hpp"
#include "formulas.hpp"
#include "read.hpp"

namespace {

using semantics::expectation;
using semantics::kind;

std::vector<semantics::written_formula> const& formulas() {
    static auto const all = [] {
        auto result = semantics::ranged_formulas();
        for (auto& formula : semantics::integer_formulas()) {
            result.push_back(std::move(formula));
        }
        for (auto& formula : semantics::reduction_formulas()) {
            result.push_back(std::move(formula));
        }
        for (auto& formula : semantics::gather_formulas()) {
            result.push_back(std::move(formula));
        }
        return result;
    }();
    return all;
}

std::string without_blanks(std::string text) {
    std::erase(text, ' ');
    return text;
}

/// nullptr for the one formula that C++ refuses by its type: x(i * j) is in tests/compile_fail.
iverson::graph::formula const* formula_of(semantics::case_ const& c) {
    std::string with;
    for (auto const& part : c.with) {
        with += (with.empty() ? "" : "; ") + part;
    }
    for (auto const& f : formulas()) {
        if (without_blanks(f.text) == without_blanks(c.formula) && f.with == with) {
            return &f.meaning;
        }
    }
    BOOST_TEST(c.formula == "y(i, j) = x(i * j)",
               "case " << c.number << " has a formula that no test knows: " << c.formula);
    return nullptr;
}

/// Two empty domains are the same, whatever their first positions.
bool same_domain(semantics::tensor const& a, semantics::tensor const& b) {
    bool const empty = std::count(a.extents.begin(), a.extents.end(), 0) > 0;
    return a.extents == b.extents && (empty || a.lo == b.lo);
}

void compare(semantics::case_ const& c, semantics::tensor const& found, semantics::tensor const& expected) {
    BOOST_TEST_CONTEXT("case " << c.number << ": " << c.formula) {
        BOOST_TEST(same_domain(found, expected), "the domain differs");
        BOOST_REQUIRE_EQUAL(found.values.size(), expected.values.size());
        for (std::size_t i = 0; i < found.values.size(); ++i) {
            double const allowed = 1e-12 * std::max(1.0, std::abs(expected.values[i]));
            BOOST_TEST(std::abs(found.values[i] - expected.values[i]) <= allowed,
                       "entry " << i << " is " << found.values[i] << ", not " << expected.values[i]);
        }
    }
}

void expect_error(semantics::case_ const& c, expectation const& e, std::string const& message) {
    BOOST_TEST_CONTEXT("case " << c.number << ": " << c.formula << ": " << message) {
        BOOST_TEST(!message.empty(), "nothing was refused");
        for (auto const& name : e.names) {
            BOOST_TEST(message.find(name) != std::string::npos, "the sentence does not name " << name);
        }
    }
}

/// The Jacobian's columns, times 1, 2, 3, ... and added. Its last axes are those of the tensor that moves.
semantics::tensor move_by_columns(semantics::tensor const& jacobian, std::size_t columns) {
    semantics::tensor result = jacobian;
    result.values.clear();
    for (std::size_t i = 0; i < jacobian.values.size(); ++i) {
        result.values.resize(i / columns + 1, 0);
        result.values.back() += jacobian.values[i] * static_cast<double>(i % columns + 1);
    }
    return result;
}

/// The product with a direction, where the Jacobian is known and not empty.
template <class Engine>
void try_move(semantics::case_ const& c, iverson::graph::formula const& f, expectation const& e) {
    for (semantics::binding const& b : c.bindings) {
        if (b.name == e.wrt && !e.result.values.empty()) {
            auto expected = move_by_columns(e.result, b.value.values.size());
            std::size_t const rank = e.result.extents.size() - b.value.extents.size();
            expected.extents.resize(rank);
            expected.lo.resize(rank);
            compare(c, semantics::move<Engine>(f, c, e.wrt), expected);
        }
    }
}

template <class Engine>
void try_case(semantics::case_ const& c, iverson::graph::formula const& f) {
    for (expectation const& e : c.expectations) {
        if (e.what == kind::error) {
            expect_error(c, e, semantics::refusal<Engine>(f, c));
        } else {
            compare(c, semantics::result<Engine>(f, c, e), e.result);
            if (e.what == kind::jacobian) {
                try_move<Engine>(c, f, e);
            }
        }
    }
}

template <class Engine>
void try_all() {
    int tried = 0;
    for (auto const& c : semantics::read_file(IVERSON_SOURCE_DIR "/docs/semantics.md")) {
        if (auto const* f = formula_of(c)) {
            BOOST_TEST_CONTEXT("case " << c.number << ": " << c.formula) {
                try {
                    try_case<Engine>(c, *f);
                } catch (std::exception const& error) {
                    BOOST_ERROR("refused: " << error.what());
                }
            }
            ++tried;
        }
    }
    BOOST_TEST(tried >= 30);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_worked_case_by_the_plain_meaning) { try_all<semantics::by_plain_meaning>(); }
BOOST_AUTO_TEST_CASE(every_worked_case_by_the_plan) { try_all<semantics::by_plan>(); }
