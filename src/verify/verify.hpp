// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/text/run_time.hpp>
#include <iverson/verify/report.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// Derived formulas and arrays of other programs, judged by numbers.
namespace iverson::verify {

/// What came out of comparing one derived formula with numbers at random bindings.
struct verdict_of_gradient {
    bool right = false;
    bool wrong = false;  ///< neither: it was never compared, or cannot be; the sentence says why
    bool exact = false;  ///< in fractions, else in fifty digits
    int rounds = 0;
    std::size_t entries = 0;
    double worst = 0;  ///< relative error, and the position where it was seen
    std::vector<std::int64_t> where;
    std::string sentence;  ///< what is wrong, with the binding that shows it; empty if it is right
};

/// Compares the one result of `derived` with the numeric derivative of the plain meaning of `source`, whose first output it
/// differentiates.
verdict_of_gradient against_numbers(graph::formula const& source, graph::formula const& derived,
                                    options const& how);

/// What came out of comparing an array of another program with the derivative at the same numbers.
struct verdict_of_array {
    bool right = false;
    std::string sentence;
};

/// Compares entry by entry, with an error relative to max(1, |expected|).
verdict_of_array against_array(numbers const& expected, numbers const& found, double tolerance);

}  // namespace iverson::verify
