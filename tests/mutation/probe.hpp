// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// What a guard is taken out for: one formula, sent through all stages, or a test of a room that is linked to this one (the integer
/// solver against trying all points). probe.cpp compiles the engine, once.
namespace mutants {

/// Effects that are no wrong value: they show that a condition chooses a form or a cost.
struct effects {
    bool form = false;  ///< a line of a derivation, its rules or a sentence reads otherwise
    bool cost = false;  ///< the loops take another number of operations
};

struct outcome {
    bool wrong = false;  ///< a stage disagrees with the plain meaning
    std::size_t printed = 0;
    std::size_t refusals = 0;
    std::int64_t operations = 0;
};

struct probe {
    std::string name;
    std::string text;          ///< of a named formula
    std::uint64_t number = 0;  ///< of a drawn one, which has no text
    unsigned long test = 0;    ///< a test case, by Boost's number for it; 0 for a formula

    outcome usual;       ///< with all guards in their places
    double seconds = 0;  ///< that it took

    outcome run() const;
};

/// The tests of rooms, the named formulas of tests/mutation and tests/corpus, then so many random ones.
std::vector<probe> all_probes(std::uint64_t first, std::uint64_t drawn);

}  // namespace mutants
