// SPDX-License-Identifier: BSL-1.0
#pragma once

/// What stands around the calls in a program of calls.
namespace emitted {

inline constexpr char const* start = R"(#include <algorithm>
#include <cmath>
#include <iostream>
#include <type_traits>
#include <vector>

namespace {

int checks = 0;
int failures = 0;

void fail(std::string const& what) {
    ++failures;
    std::cout << what << "\n";
}

/// Entries `gap` apart, from number 1 on, and around them what nothing may read.
template <class T>
std::vector<T> room(std::size_t size, std::ptrdiff_t gap) {
    return std::vector<T>(2 + size * static_cast<std::size_t>(gap), T(std::is_integral<T>::value ? -1 : NAN));
}
template <class T>
std::vector<T> spread(std::vector<double> const& values, std::ptrdiff_t gap) {
    std::vector<T> result = room<T>(values.size(), gap);
    for (std::size_t i = 0; i < values.size(); ++i) {
        result[1 + i * static_cast<std::size_t>(gap)] = static_cast<T>(values[i]);
    }
    return result;
}

void is(char const* name, std::ptrdiff_t found, std::ptrdiff_t expected) {
    ++checks;
    if (found != expected) {
        fail(std::string(name) + ": a size is " + std::to_string(found) + ", not " + std::to_string(expected));
    }
}

template <class T>
void near(char const* name, std::vector<T> found, std::vector<double> const& expected, std::ptrdiff_t gap) {
    double const tolerance = sizeof(T) == 4 ? 1e-6 : 1e-12;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        ++checks;
        T& entry = found[1 + i * static_cast<std::size_t>(gap)];
        double const value = entry;
        entry = NAN;
        bool const same = value == expected[i] || (value != value && expected[i] != expected[i]);
        if (!same && !(std::abs(value - expected[i]) <= tolerance * std::max(1.0, std::abs(expected[i])))) {
            fail(std::string(name) + ": entry " + std::to_string(i) + " is " + std::to_string(value) + ", not " + std::to_string(expected[i]));
        }
    }
    for (T other : found) {
        if (other == other) {
            fail(std::string(name) + ": wrote beside the entries");
        }
    }
}

template <class Call>
void refuses(char const* name, Call const& call, std::string const& sentence) {
    ++checks;
    try {
        call();
    } catch (std::invalid_argument const& error) {
        if (error.what() != sentence) {
            fail(std::string(name) + " says: " + error.what() + "\n  and not: " + sentence);
        }
        return;
    }
    fail(std::string(name) + " does not say: " + sentence);
}

)";

inline constexpr char const* middle = R"(
}  // namespace

int main() {
)";

inline constexpr char const* negative_extent =
    R"(    refuses("conv", [] { conv_bind(3, -1); }, "an extent is -1");
)";

inline constexpr char const* end = R"(    std::cout << checks << " checks, " << failures << " failures\n";
    return failures == 0 && checks > 0 ? 0 : 1;
}
)";

}  // namespace emitted
