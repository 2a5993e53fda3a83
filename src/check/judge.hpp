// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "evaluate.hpp"

/// Are two values of a chain equal?
namespace iverson::check {

/// An assignment at which two values differ.
struct assignment {
    std::map<std::string, std::int64_t> extents;
    std::map<std::string, std::int64_t> indices;
    std::vector<std::pair<std::string, real>> entries;  ///< x[1, 2]: what was read
    real left = 0;
    real right = 0;
};

struct judgement {
    enum class answer : std::uint8_t { equal, different, not_decided };
    answer what = answer::not_decided;
    std::optional<assignment> difference;
    int trials = 0;
    std::string why;              ///< of not_decided
    std::vector<std::string> as;  ///< of equal: what was assumed beside the definitions
    bool others_held = false;     ///< only where each derivative holds the other definitions fixed
};

/// What stands around two values: the left side of their chain, and the ranges told of its indices.
struct surroundings {
    int left = -1;  ///< says over which axes free indices range
    int numerator =
        -1;  ///< the access that the chain derives: of a recurrence, the step that is not held fixed
    std::vector<syntax::binder> notes;
};

inline constexpr std::int64_t default_budget = 20'000'000;  ///< terms to evaluate in one comparison

/// Which numbers are drawn: ties among them, or none.
enum class numbers : std::uint8_t { with_ties, distinct };

/// Compares two items at extents 0, 1, 2, 3 and unequal ones, at random numbers, positive ones and ones that tie.
judgement judged(document const& d, scope const& s, surroundings const& around, int a, int b,
                 std::int64_t budget = default_budget, numbers which = numbers::with_ties);

}  // namespace iverson::check
