// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/formula/formula.hpp>

#include <string>
#include <vector>

/// The formulas of docs/semantics.md, as C++. Each is found by its own text, so that what is tested is what people read.
namespace semantics {

struct written_formula {
    std::string text;
    std::string with;  ///< how its indices are declared, where that is not the convention of the file
    iverson::graph::formula meaning;
};

namespace letters {

constexpr auto t = iverson::integer<"t">;
constexpr auto s = iverson::integer<"s">;
constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto p = iverson::idx<"p">;
constexpr auto r = iverson::idx<"r">;
constexpr auto a = iverson::scalar<"a">;
constexpr auto E = iverson::scalar<"E">;
constexpr auto A = iverson::tensor<"A">;
constexpr auto W = iverson::tensor<"W">;
constexpr auto X = iverson::tensor<"X">;
constexpr auto b = iverson::tensor<"b">;
constexpr auto c = iverson::tensor<"c">;
constexpr auto d = iverson::tensor<"d">;
constexpr auto u = iverson::tensor<"u">;
constexpr auto v = iverson::tensor<"v">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;
constexpr auto z = iverson::tensor<"z">;

}  // namespace letters

std::vector<written_formula> ranged_formulas();
std::vector<written_formula> integer_formulas();
std::vector<written_formula> reduction_formulas();
std::vector<written_formula> reference_formulas();
std::vector<written_formula> gather_formulas();

// The text of a formula is that of its source.
#define IVERSON_WRITTEN(...)                                                                                 \
    semantics::written_formula { #__VA_ARGS__, "", iverson::lowering::lowered_formula((__VA_ARGS__)) }
#define IVERSON_WRITTEN_WITH(With, ...)                                                                      \
    semantics::written_formula { #__VA_ARGS__, With, iverson::lowering::lowered_formula((__VA_ARGS__)) }

}  // namespace semantics
