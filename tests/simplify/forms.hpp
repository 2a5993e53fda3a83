// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/formula/formula.hpp>
#include <iverson/formula/frozen.hpp>

#include <string_view>
#include <vector>

/// Formulas that have a name in textbooks, beside formulas that only look like them.
namespace forms {

using namespace iverson;

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto l = idx<"l">;
constexpr auto r = idx<"r">;
constexpr auto p = idx<"p">;
constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto m = integer<"m">;
constexpr auto n = integer<"n">;
constexpr auto N = extent<"N">;
constexpr auto A = tensor<"A">;
constexpr auto B = tensor<"B">;
constexpr auto C = tensor<"C">;
constexpr auto u = tensor<"u">;
constexpr auto v = tensor<"v">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;
constexpr auto E = scalar<"E">;

struct example {
    std::string_view form;   ///< its name in the table; empty: nothing may be recognized
    std::string_view shown;  ///< the right side as it is printed; of a near miss, what it nearly is
    graph::formula meaning;
};

template <class Equation>
example is(std::string_view form, std::string_view shown, Equation const& equation) {
    return {form, shown, lowering::lowered_formula(equation)};
}
template <class Equation>
example only_looks_like(std::string_view form, Equation const& equation) {
    return {"", form, lowering::lowered_formula(equation)};
}

std::vector<example> contractions();
std::vector<example> slidings();
std::vector<example> normalizations();

}  // namespace forms
