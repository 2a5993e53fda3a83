// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace iverson::print {

/// How tightly the outermost operator of a printed piece binds, the loosest first.
enum class strength { sum, product, prefix, power, atom };

/// A printed part with what decides on parentheses around it.
struct piece {
    std::string body;  ///< without its sign
    strength binds = strength::atom;
    bool negative = false;  ///< a minus stands before it
    bool open = false;  ///< it ends in a reduction or a derivative, which would take the factors that follow

    std::string whole() const { return (negative ? "-" : "") + body; }
};

/// Parentheses that grow with fractions and big operators.
inline std::string enclosed(std::string const& content, std::string_view left = "(",
                            std::string_view right = ")") {
    bool tall = false;
    for (std::string_view high : {"\\frac", "\\sum", "\\prod", "\\max_", "\\min_"}) {
        tall = tall || content.find(high) != std::string::npos;
    }
    return (tall ? "\\left" : "") + std::string{left} + content + (tall ? "\\right" : "") +
           std::string{right};
}

/// The pieces of a sum with their signs between them.
template <class Pieces>
std::string joined_terms(Pieces const& terms) {
    std::string result;
    for (piece const& term : terms) {
        result += result.empty() ? term.whole() : (term.negative ? " - " : " + ") + term.body;
    }
    return result;
}

}  // namespace iverson::print
