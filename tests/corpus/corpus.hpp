// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cost.hpp"
#include "directions.hpp"

#include <iverson/formula/formula.hpp>
#include <iverson/runtime/operations.hpp>
#include <iverson/text/text.hpp>
#include <iverson/verify/equal.hpp>
#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// Formulas that people differentiate. Each is differentiated by every input and held against numbers, in exact fractions
/// where it is rational and in fifty digits elsewhere, at extents 0, 1 and random ones.
namespace corpus {

using iverson::adjoint;
using iverson::bracket;
using iverson::next;
using iverson::pow;
using iverson::sum;
using iverson::system;

/// The names that the formulas are written with.
namespace letters {

constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto k = iverson::idx<"k">;
constexpr auto l = iverson::idx<"l">;
constexpr auto m = iverson::idx<"m">;
constexpr auto n = iverson::idx<"n">;
constexpr auto c = iverson::idx<"c">;
constexpr auto o = iverson::idx<"o">;
constexpr auto p = iverson::idx<"p">;
constexpr auto r = iverson::idx<"r">;
constexpr auto t = iverson::integer<"t">;
constexpr auto s = iverson::integer<"s">;

constexpr auto a = iverson::scalar<"a">;
constexpr auto E = iverson::scalar<"E">;
constexpr auto mu = iverson::scalar<"mu">;
constexpr auto v = iverson::scalar<"v">;

constexpr auto b = iverson::tensor<"b">;
constexpr auto f = iverson::tensor<"f">;
constexpr auto g = iverson::tensor<"g">;
constexpr auto h = iverson::tensor<"h">;
constexpr auto h0 = iverson::tensor<"h0">;
constexpr auto u = iverson::tensor<"u">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto z = iverson::tensor<"z">;
constexpr auto A = iverson::tensor<"A">;
constexpr auto B = iverson::tensor<"B">;
constexpr auto C = iverson::tensor<"C">;
constexpr auto K = iverson::tensor<"K">;
constexpr auto O = iverson::tensor<"O">;
constexpr auto P = iverson::tensor<"P">;
constexpr auto Q = iverson::tensor<"Q">;
constexpr auto S = iverson::tensor<"S">;
constexpr auto U = iverson::tensor<"U">;
constexpr auto V = iverson::tensor<"V">;
constexpr auto W = iverson::tensor<"W">;
constexpr auto X = iverson::tensor<"X">;
constexpr auto Y = iverson::tensor<"Y">;
constexpr auto Z = iverson::tensor<"Z">;

// The results of gradients that are written by hand.
constexpr auto D = iverson::tensor<"D">;
constexpr auto slope = iverson::scalar<"D">;

}  // namespace letters

/// The gradient by one input as a textbook has it.
struct known_gradient {
    std::string input;
    iverson::graph::formula meaning;
    bool proved = true;  ///< the canonical form proves it; else it holds in all trials
};

struct entry {
    std::string name;
    iverson::graph::formula meaning;
    std::vector<known_gradient> known;
};

template <class Written>
known_gradient by(std::string input, Written const& written) {
    return {std::move(input), iverson::lowering::lowered_formula(written)};
}

/// The same where there is no proof: mostly where a domain is computed when data is bound.
template <class Written>
known_gradient by_trials(std::string input, Written const& written) {
    return {std::move(input), iverson::lowering::lowered_formula(written), false};
}

template <class Written, class... Known>
entry formula(std::string name, Written const& written, Known const&... known) {
    return {std::move(name), iverson::lowering::lowered_formula(written), {known...}};
}

/// The inputs that the formula's equations read and that it can be differentiated by.
inline std::vector<int> inputs_of(iverson::graph::formula const& f) {
    std::vector<int> result;
    for (int id = 0; id < static_cast<int>(f.nodes.tensors.size()); ++id) {
        bool read = false;
        for (auto const& e : f.equations) {
            read = read || iverson::graph::reads(f.nodes, e.value, id);
        }
        if (read && f.defining(id) < 0 && !f.nodes.tensor_at(id).integral) {
            result.push_back(id);
        }
    }
    return result;
}

inline std::string name_of(iverson::graph::formula const& f, int tensor) {
    return std::string{iverson::graph::describe(f.nodes, f.nodes.tensor_at(tensor)).view()};
}

/// All formulas as text: tests that compile no formulas of C++ take them from there.
inline std::string const& all_texts() {
    static std::string const all = [] {
        std::ifstream in{std::string{IVERSON_SOURCE_DIR} + "/tests/corpus/formulas.iv"};
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    }();
    return all;
}

/// Written as text, a formula reads back as it was; and it stands in formulas.iv.
inline void write_and_read(std::string const& name, iverson::graph::formula const& f) {
    std::string text;
    BOOST_REQUIRE_NO_THROW(text = iverson::to_text(f));
    iverson::reading const back = iverson::parse(text);
    BOOST_TEST((back && iverson::same(f, back.formula)), name << " as text:\n" << text);
    std::string const section = "# " + name + "\n" + text;
    BOOST_TEST((all_texts().find("\n" + section) != std::string::npos),
               "tests/corpus/formulas.iv does not have\n"
                   << section);
}

/// The gradient has the form that is known by hand, for all extents and values. A proof that is found where none is expected fails
/// too, so that the list says what is proved.
inline void compare_with_known(entry const& e) {
    for (known_gradient const& k : e.known) {
        BOOST_TEST_CONTEXT("by " << k.input) {
            BOOST_REQUIRE_MESSAGE(!k.meaning.failed(), k.meaning.nodes.message().view());
            int const input = e.meaning.find_tensor(k.input);
            BOOST_REQUIRE(input >= 0);
            auto const d =
                iverson::steps::gradients(e.meaning, e.meaning.output().tensor, {{input, {}}}, false);
            auto const answer = iverson::verify::equal(d.result, k.meaning, {.trials = 300});
            BOOST_TEST(answer.agrees(), answer.message());
            BOOST_TEST(static_cast<bool>(answer) == k.proved, answer.message());
        }
    }
}

/// Every gradient, also against the known ones, and the Jacobian of the first one where the formula is a scalar (the second
/// derivative).
inline void differentiate(entry const& e) {
    iverson::graph::formula const& f = e.meaning;
    BOOST_TEST_CONTEXT(e.name) {
        BOOST_REQUIRE_MESSAGE(!f.failed(), f.nodes.message().view());
        cost::examine(e.name, f);
        directions::examine(f);
        iverson::verify::options const how{.rounds = 5, .largest_extent = 3};
        std::vector<int> const inputs = inputs_of(f);
        BOOST_TEST(!inputs.empty());
        write_and_read(e.name, f);
        compare_with_known(e);
        for (int input : inputs) {
            auto const d = iverson::steps::gradients(f, f.output().tensor, {{input, {}}}, false);
            BOOST_REQUIRE_MESSAGE(!d.result.failed(), name_of(f, input)
                                                          << ": " << d.result.nodes.message().view());
            BOOST_TEST(iverson::verify::check(f, d.result, how));
            if (input == inputs.front() && f.equations.size() == 1 &&
                f.nodes.tensor_at(f.output().tensor).rank == 0) {
                auto const second =
                    iverson::steps::jacobian(d.result, d.result.output().tensor, {}, {input, {}}, {});
                bool const linear = second.result.failed();
                BOOST_TEST((linear || iverson::verify::check(d.result, second.result,
                                                             {.rounds = 4, .largest_extent = 2})));
            }
        }
    }
}

}  // namespace corpus
